"""Changing a page changes the text where the node stood, and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import nodes, strategies
from edition._text.lines import BLANKS
from edition.formats._model import KINDS
from edition.nodes import (
    Article,
    Block,
    Byline,
    Credit,
    Crosshead,
    HeadingPart,
    Headline,
    HeadlineBlock,
    Item,
    Lead,
    Node,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
)
from edition.pages import Page
from edition.transform import Transformer


def piece(text: str, tail: str = "\n", indent: str = "") -> Piece:
    return Piece(text, indent, tail)


LEAD = Lead((piece("本报讯", " ", "　　"),))
FIRST = Paragraph((piece("汾河西岸的步道昨日开放。"),))
CUT = Paragraph((piece("步道全长", "\n\n"), piece("三公里。")))
LAST = Paragraph((piece("夜里也亮着灯。", ""),))
SIGNOFF = Signoff((piece("(何青)", "\n\n"),))
HEADLINE = Headline((piece("河堤步道", "\n"), piece("今日开放", "\n")))
HEADING = HeadlineBlock((HEADLINE,))
ARTICLE = Article((HEADING, LEAD, FIRST, CUT, LAST, SIGNOFF))
CREDIT = Credit((piece("马兰 摄", ""),))
PHOTO = Photo((nodes.Caption((piece("图为市民在河边放风筝。", " "),)), CREDIT))


@pytest.fixture
def page() -> Page:
    """Two items as parsed: layout of its own, a run-in sign-off, no line end at the end."""
    return Page((ARTICLE, PHOTO), "\ufeff\n")


def assert_placed(page: Page) -> None:
    text = str(page)
    for node in page.walk():
        if node is not page and node.pieces:
            extent = node.extent
            assert extent is not None
            assert text[slice(*extent)] == str(node)


def test_replace_by_a_built_node_keeps_the_layout_around(page: Page) -> None:
    """A built headline of one line stands where the two lines stood, with the old line end behind it."""
    changed = page.replace(HEADLINE, Headline.build("步道开放"))
    assert str(changed) == str(page).replace("河堤步道\n今日开放\n", "步道开放\n")
    assert_placed(changed)


def test_replace_keeps_what_runs_in(page: Page) -> None:
    """A built lead keeps the indent and the blank of the old one; a built sign-off stays on its paragraph's line."""
    changed = page.replace(LEAD, Lead.build(paper=True, people=["陈立"]))
    assert str(changed) == str(page).replace("　　本报讯 ", "　　本报讯（记者 陈立） ")
    changed = changed.replace(SIGNOFF, Signoff.build(people=["马兰"]))
    assert "夜里也亮着灯。（马兰）\n\n图为" in str(changed)
    assert_placed(changed)


def test_replace_finds_a_node_by_identity_before_equality() -> None:
    """Of two equal paragraphs the one that was passed is replaced."""
    page = edition.parse("春耕\n\n" + "今年的春耕比去年早了十天，农机都已经检修完毕。\n\n" * 2)
    first, second = page.find_all(Piece, lambda p: len(p.text) > 10)
    new = attrs.evolve(second, text="换了一句。")
    assert str(page.replace(second, new)).index("换了一句。") == second.start
    assert str(page.replace(attrs.evolve(first), new)).index("换了一句。") == first.start


def test_a_node_found_earlier_is_still_found(page: Page) -> None:
    """A node of the page before an edit stands for the only one that equals it; one of several is not guessed."""
    assert page.remove(page.items[0]).remove(page.items[1]) == Page((), "\ufeff\n")
    twice = Page((ARTICLE, PHOTO, ARTICLE))
    with pytest.raises(ValueError, match="occurs 2 times in the page"):
        twice.remove(ARTICLE)


def test_what_was_evolved_keeps_its_own_layout(page: Page) -> None:
    """A piece with another tail changes the tail."""
    first = page.articles[0].paragraphs[0].parts[0]
    changed = page.replace(first, attrs.evolve(first, tail="\n\n\n"))
    assert str(changed) == str(page).replace("开放。\n", "开放。\n\n\n")


def test_a_node_of_another_page_brings_its_line_end(page: Page) -> None:
    """What was the last line elsewhere ends its line here."""
    other = Page((Article((Paragraph((piece("别处的一段。", ""),)),)),))
    moved = other.articles[0].paragraphs[0]
    changed = page.replace(page.articles[0].paragraphs[0], moved)
    assert str(changed) == str(page).replace("汾河西岸的步道昨日开放。\n", "别处的一段。\n")
    changed = page.insert_after(page.articles[0].paragraphs[0], moved)
    assert "昨日开放。\n别处的一段。\n步道全长" in str(changed)
    assert str(other) == "别处的一段。"


def test_insert_after_takes_over_the_rhythm(page: Page) -> None:
    """A built crosshead has the blank lines of its neighbours."""
    changed = page.insert_after(page.articles[0].paragraphs[0], Crosshead.build("一路灯光"))
    assert str(changed) == str(page).replace("开放。\n步道", "开放。\n一路灯光\n步道")
    assert_placed(changed)


def test_insert_after_the_last_line_ends_it(page: Page) -> None:
    """A last line without an end gets one, and the new last line has none."""
    changed = page.insert_after(page.items[-1], Article.build("新的一篇"))
    assert str(changed) == str(page) + "\n\n新的一篇"
    assert isinstance(changed.items[-1], Article)


def test_insert_before_the_first_line(page: Page) -> None:
    """What is built for the head of the page stands behind the page's own blanks."""
    changed = page.insert_before(page.items[0], nodes.Folio.build(page=2))
    assert str(changed) == "\ufeff\n第2版\n" + str(page).removeprefix("\ufeff\n")
    assert_placed(changed)


def test_remove_leaves_line_ends_and_indents(page: Page) -> None:
    """What shared a line with something else leaves the line's end and indent behind."""
    assert str(page.remove(SIGNOFF)) == str(page).replace("(何青)", "")
    assert str(page.remove(LEAD)) == str(page).replace("本报讯 ", "")
    assert str(page.remove(CREDIT)) == str(page).removesuffix(" 马兰 摄")
    assert_placed(page.remove(LEAD))


def test_remove_takes_empty_groups_along(page: Page) -> None:
    """A headline block without a headline is nothing."""
    changed = page.remove(HEADLINE)
    assert changed.articles[0].heading is None
    assert str(changed) == str(page).replace("河堤步道\n今日开放\n", "")
    assert page.remove(ARTICLE).remove(PHOTO) == Page((), "\ufeff\n")


def test_old_nodes_stay_as_they_are(page: Page) -> None:
    """A page does not change when another one is made from it."""
    text, walked = str(page), tuple(page.walk())
    page.replace(HEADLINE, Headline.build("步道开放")).remove(LEAD)
    assert str(page) == text
    assert tuple(page.walk()) == walked


def test_what_is_before_the_change_is_shared(page: Page) -> None:
    """Nodes before a change are the very same in the new page."""
    changed = page.replace(page.items[1], Photo.build("图为步道。"))
    assert changed.items[0] is page.items[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            HEADLINE,
            Paragraph.build("一段。"),
            "a child of HeadlineBlock must be Label, Kicker, Headline, Deck, not Paragraph",
        ),
        (FIRST, ARTICLE, "a child of Article must be HeadlineBlock, Photo, Block, not Article"),
        (PHOTO, HEADING, "a child of Page must be Article, Photo, Notice"),
    ],
)
def test_what_cannot_stand_there_is_refused(page: Page, old: Node, new: Node, message: str) -> None:
    """A TypeError tells what the place holds."""
    with pytest.raises(TypeError, match=re.escape(message)):
        page.replace(old, new)


def test_strangers_are_refused(page: Page) -> None:
    """A ValueError tells that a node does not stand in the page."""
    for change in (page.remove, page.parent, lambda node: page.replace(node, node)):
        with pytest.raises(ValueError, match=r"this Headline .*is not in the page"):
            change(Headline.build("别的标题"))
    for change in (
        page.remove,
        lambda node: page.replace(node, node),
        lambda node: page.insert_after(node, node),
    ):
        with pytest.raises(ValueError, match="page"):
            change(page)


def test_equal_nodes_are_told_apart_after_edits() -> None:
    """Nodes that equal each other are found one by one, wherever the edits before have moved them."""
    page = Page(
        tuple(
            Article((Lead((piece("本报讯", ""),)), Paragraph((piece(f"第{n}段说到这里。"),))))
            for n in "一二三"
        )
    )
    text, leads = str(page), page.find_all(Lead)
    changed = page
    for lead in leads:
        changed = changed.replace(lead, Lead.build(paper=True, people=["陈立"]))
    assert str(changed) == text.replace("本报讯", "本报讯（记者 陈立）")
    for order in (leads, leads[::-1]):
        bare = page
        for lead in order:
            bare = bare.remove(lead)
        assert str(bare) == text.replace("本报讯", "")
    assert str(page.remove(leads[1]).insert_after(leads[2], LEAD)).count("本报讯") == 3


def test_a_node_whose_layout_an_edit_has_changed_is_still_found(page: Page) -> None:
    """A sign-off that is removed leaves its line end to its paragraph, which is removed by its old self."""
    assert str(page.remove(SIGNOFF).remove(LAST).remove(LEAD).remove(FIRST)).endswith(
        "今日开放\n步道全长\n\n三公里。\n图为市民在河边放风筝。 马兰 摄"
    )


def test_what_was_built_is_found_where_it_was_put(page: Page) -> None:
    """A built node takes over layout, and is the same node all the same."""
    crosshead = Crosshead.build("一路灯光")
    changed = page.insert_after(page.articles[0].paragraphs[0], crosshead)
    assert changed.remove(crosshead) == page


def test_remove_keeps_two_lines_apart() -> None:
    """A paragraph between its lead and its sign-off goes, and its line end and the second line's indent stay."""
    cut = Paragraph((piece("渠水昨日流进了", "\r\n"), piece("麦田。", "", "　")))
    lead, signoff = Lead((piece("本报讯（记者 陈立）", ""),)), Signoff((piece("（何青）"),))
    page = Page((Article((lead, cut, signoff)),))
    assert str(page.remove(cut)) == "本报讯（记者 陈立）\r\n　（何青）\n"
    assert str(page.remove(cut.parts[0])) == "本报讯（记者 陈立）\r\n　麦田。（何青）\n"
    assert str(page.remove(cut.parts[1])) == "本报讯（记者 陈立）渠水昨日流进了\r\n　（何青）\n"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("天晴\r\n\r\n无风\r\n", "天晴\r\n\r\n无风\r\n\r\n新闻\r\n"),
        ("天晴\r\n无风", "天晴\r\n无风\r\n新闻"),
        ("天晴\n\n无风", "天晴\n\n无风\n\n新闻"),
        ("天晴\n", "天晴\n新闻\n"),
        ("天晴", "天晴\n\n新闻"),
    ],
)
def test_insert_at_the_end_as_the_text_has_it(text: str, changed: str) -> None:
    """Line ends and blank lines between items are those of the page, and its last line ends as it did."""
    lines = re.findall(r"[^\r\n]+[\r\n]*", text)
    items = [
        Article((Paragraph((piece(line.strip(), line[len(line.strip()) :]),)),)) for line in lines
    ]
    page = Page(tuple(items))
    assert str(page) == text
    assert str(page.insert_after(page.items[-1], Article.build("新闻"))) == changed


@pytest.mark.parametrize("text", ["（", "天晴\n\n无风\n", "天晴\r\n无风\r\n\r\n", "天晴\n无风 "])
def test_remove_at_the_end_leaves_the_end_of_the_text(text: str) -> None:
    """What was put behind the last line and taken out again leaves no line end behind."""
    page = edition.parse(text)
    new = Article.build("河堤步道开放", paragraphs=["步道昨日开放。"])
    assert str(page.insert_after(page.items[-1], new).remove(new)) == text


def test_a_built_byline_keeps_the_mark() -> None:
    """The ■ before a byline is the page's, whoever wrote it."""
    byline = Byline((piece("■　汾河日报记者 贺  勇"),))
    page = Page((Article((byline, FIRST)),))
    changed = page.replace(byline, Byline.build(people=["陈立"]))
    assert str(changed).startswith("■　本报记者 陈立\n")
    assert str(
        changed.replace(changed.articles[0].byline or byline, Byline.build("●本报记者 何青"))
    ).startswith("●本报")
    plain = Page((Article((Byline.build(people=["何青"]), FIRST)),))
    new = Byline.build(people=["陈立"])
    assert str(plain.replace(plain.items[0].children[0], new)).startswith("本报记者 陈立\n")


def test_at_a_line_and_column(page: Page) -> None:
    """A place is named as in diagnostics, and every place of the text is one."""
    assert page.at(2) == HEADLINE
    assert page.at(4, 3) == LEAD
    assert page.at(4, 8) == FIRST
    assert page.at(4, kind=Article) == ARTICLE
    assert page.at(1) is None
    text = str(page)
    for offset in range(len(text)):
        place = page.line_col(offset)
        assert page.at(place.line, place.column) is page.node_at(offset)
    for line, column in ((0, 1), (text.count("\n") + 2, 1), (2, 0), (2, 6)):
        with pytest.raises(ValueError, match=r"a (line|column) of"):
            page.at(line, column)


def test_transformer_may_give_several() -> None:
    """Several nodes stand in the place of one, each laid out as an insertion; an empty list is nothing."""

    class Twice(Transformer):
        def leave_crosshead(self, old: Crosshead, new: Crosshead) -> list[StoryPart]:
            return [new, Paragraph.build("又一段。"), Paragraph.build("再一段。")]

        def leave_signoff(self, old: Signoff, new: Signoff) -> list[StoryPart]:
            return []

        def leave_article(self, old: Article, new: Article) -> tuple[Item, ...]:
            return (new, Photo.build("图为步道。"))

    story = Article((Crosshead((piece("一路灯光", "\n\n", "　　"),)), LAST, SIGNOFF, CUT))
    page = Page((story, story))
    one = "　　一路灯光\n\n又一段。\n\n再一段。\n\n夜里也亮着灯。\n\n步道全长\n\n三公里。\n图为步道。\n"
    assert str(Twice().transform(page)) == one * 2


#: What no node can be, and what is said.
NONSENSE: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Page(None), TypeError, "the items of Page must be a tuple"),  # type: ignore[arg-type]
    (lambda: Page([ARTICLE]), TypeError, "a tuple of nodes"),  # type: ignore[arg-type]
    (lambda: attrs.evolve(Page(()), items=None), TypeError, "not None"),  # type: ignore[arg-type]
    (lambda: attrs.evolve(Page(()), items=(HEADLINE,)), TypeError, "not Headline"),  # type: ignore[arg-type]
    (lambda: Page((), "报"), ValueError, "the head of a page must be whitespace"),
    (lambda: Page((), None), TypeError, "the head of a page is a str"),  # type: ignore[arg-type]
    (lambda: attrs.evolve(ARTICLE, parts="天晴"), TypeError, "the parts of Article"),  # type: ignore[arg-type]
    (lambda: attrs.evolve(ARTICLE, continues=1), TypeError, "continues is True or False"),  # type: ignore[arg-type]
    (lambda: attrs.evolve(FIRST, continues=None), TypeError, "continues is True or False"),  # type: ignore[arg-type]
    (lambda: Headline(("天晴",)), TypeError, "a child of Headline must be Piece, not str"),  # type: ignore[arg-type]
    (lambda: nodes.Notice((FIRST,)), TypeError, "a child of Notice must be NoticeText"),  # type: ignore[arg-type]
    (lambda: nodes.Stray((FIRST,)), TypeError, "a child of Stray must be Other"),  # type: ignore[arg-type]
    (lambda: HeadlineBlock((FIRST,)), TypeError, "a child of HeadlineBlock must be"),  # type: ignore[arg-type]
    (lambda: Photo((ARTICLE,)), TypeError, "a child of Photo must be"),  # type: ignore[arg-type]
    (lambda: Piece(""), ValueError, "must have text"),
    (lambda: Piece("天晴 "), ValueError, "without surrounding whitespace"),
    (lambda: Piece("天\n晴"), ValueError, "without a line end"),
    (lambda: Piece(b"x"), TypeError, "a piece's text is a str"),  # type: ignore[arg-type]
    (lambda: Piece("天晴", "\n"), ValueError, "an indent stands on one line"),
    (lambda: Piece("天晴", "·"), ValueError, "an indent must be whitespace"),
    (lambda: Piece("天晴", "", "。"), ValueError, "a tail must be whitespace"),
    (lambda: Piece("天晴", None), TypeError, "an indent is a str"),  # type: ignore[arg-type]
    (lambda: Piece("天晴", start=-1), ValueError, "from 0 to 2\\*\\*53, not less"),
    (lambda: Piece("天晴", start=10**400), ValueError, "not more"),
    (lambda: Piece("天晴", start=True), TypeError, "an offset or None"),
    (lambda: edition.Edition(None, ()), TypeError, "the pages of an issue"),  # type: ignore[arg-type]
    (lambda: edition.Edition((), (1,)), ValueError, "0 pages has as many numbers"),
    (lambda: edition.Edition((Page(()),), (-5,)), ValueError, "from 1 to 2\\*\\*53, not -5"),
    (lambda: edition.Edition((), (), 5), TypeError, "a paper's name is a str"),  # type: ignore[arg-type]
    (lambda: edition.Edition((), (), None, "today"), TypeError, "a date is"),  # type: ignore[arg-type]
    (lambda: edition.Edition((), (), None, dt.datetime(2025, 3, 6)), TypeError, "a date is"),  # noqa: DTZ001
    (lambda: edition.Edition((), (), sources=("a",)), ValueError, "as many sources"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "kind", "said"), NONSENSE)
def test_nonsense_is_refused_at_once(
    make: Callable[[], object], kind: type[Exception], said: str
) -> None:
    """What can't be is never made, by hand or by evolve."""
    with pytest.raises(kind, match=said):
        make()


def test_a_page_places_what_it_holds(page: Page) -> None:
    """Nodes taken from other pages, in another order, have the offsets of the page that they are in now."""
    moved = Page(page.items[::-1], " \n")
    assert_placed(moved)
    assert_placed(attrs.evolve(moved, head=""))
    assert_placed(Page((ARTICLE, *moved.items)))
    assert Page(page.items, page.head).items is page.items


class Anonymous(Transformer):
    """Takes out whoever wrote it, and tells so at the headline."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def visit_photo(self, node: Photo) -> bool:
        self.seen.append(str(node))
        return False

    def leave_signoff(self, old: Signoff, new: Signoff) -> StoryPart | None:
        return None

    def leave_credit(self, old: Credit, new: Credit) -> Block | None:
        raise AssertionError("the walk does not go on below a photo")

    def leave_headline(self, old: Headline, new: Headline) -> HeadingPart | None:
        return Headline.build(f"{new.text}（佚名）")

    def leave_piece(self, old: Piece, new: Piece) -> Piece | None:
        return attrs.evolve(new, text=new.text.replace("步道", "栈道"))

    def leave_article(self, old: Article, new: Article) -> Item | None:
        assert "步道" in str(old)
        assert "步道" not in str(new)
        return new


def test_transformer(page: Page) -> None:
    """A transformer changes, removes and leaves out of the walk, and each change touches its own place."""
    anonymous = Anonymous()
    changed = anonymous.transform(page)
    text = (
        str(page).replace("河堤步道\n今日", "河堤栈道今日").replace("开放\n", "开放（佚名）\n", 1)
    )
    assert str(changed) == text.replace("步道昨", "栈道昨").replace("步道全", "栈道全").replace(
        "(何青)", ""
    )
    assert anonymous.seen == [str(PHOTO)]
    assert_placed(changed)


def test_transformer_that_changes_nothing_returns_an_equal_page(page: Page) -> None:
    """The plain transformer leaves every node as it is."""
    assert Transformer().transform(page) == page


def test_transformer_drops_what_is_left_empty(page: Page) -> None:
    """A page whose blocks are all removed has no items left."""

    class Nothing(Transformer):
        def leave_piece(self, old: Piece, new: Piece) -> Piece | None:
            return None

    assert Nothing().transform(page) == Page((), "\ufeff\n")


def test_transformer_has_methods_for_every_class() -> None:
    """No class of nodes is without its two methods, and each takes its own class."""
    names = {kind.__name__: kind for kind in KINDS.values()}
    for name, kind in names.items():
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        visit, leave = (
            getattr(Transformer, f"visit_{snake}"),
            getattr(Transformer, f"leave_{snake}"),
        )
        assert visit.__annotations__["node"] == kind.__name__
        assert leave.__annotations__["old"] == leave.__annotations__["new"] == kind.__name__
    methods = [name for name in vars(Transformer) if name.startswith(("visit_", "leave_"))]
    assert len(methods) == 2 * len(names)


PAGES = st.just(Page((ARTICLE, PHOTO), "\ufeff\n")) | strategies.pages()


@given(PAGES, st.data())
def test_local(page: Page, data: st.DataObject) -> None:
    """Replacing, inserting or removing any node changes the text in one place: what is before and behind stays.

    Of the blanks before a node at the end, some go with it, so that the text ends as it did.
    """
    node = data.draw(st.sampled_from([n for n in page.walk() if n is not page]))
    text, extent = str(page), node.extent
    assert extent is not None
    begin, end = extent
    if isinstance(node, Piece):
        changed = page.replace(node, attrs.evolve(node, text="某某"))
        assert str(changed) == text[:begin] + node.indent + "某某" + node.tail + text[end:]
    gone = page.remove(node)
    assert_placed(gone)
    kept = len(text) - len(str(gone))
    printed = len(text[:begin].rstrip(BLANKS))
    first = printed if end == len(text) else begin - 1
    assert any(text[:i] + text[i + kept :] == str(gone) for i in range(first, end + 1))
    assert len(gone.pieces) == len(page.pieces) - len(node.pieces)


def test_byline_of_another_class_takes_the_place() -> None:
    """A part of a story is replaced by any other part of a story."""
    page = Page((ARTICLE,))
    changed = page.replace(SIGNOFF, Byline.build(people=["何青"]))
    assert changed.articles[0].byline is not None
