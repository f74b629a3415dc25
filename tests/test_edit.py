"""Changing a page changes the text where the node stood, and nowhere else."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import nodes, strategies
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
    return placed(Page((ARTICLE, PHOTO), "\ufeff\n"))


def placed(page: Page) -> Page:
    """The page with the offsets of its own text."""
    from edition._model.edits import settled

    return settled(page)


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
    twice = placed(Page((ARTICLE, PHOTO, ARTICLE)))
    with pytest.raises(ValueError, match="stands in the page 2 times"):
        twice.remove(ARTICLE)


def test_what_was_evolved_keeps_its_own_layout(page: Page) -> None:
    """A piece with another tail changes the tail."""
    first = page.articles[0].paragraphs[0].parts[0]
    changed = page.replace(first, attrs.evolve(first, tail="\n\n\n"))
    assert str(changed) == str(page).replace("开放。\n", "开放。\n\n\n")


def test_a_node_of_another_page_brings_its_line_end(page: Page) -> None:
    """What was the last line elsewhere ends its line here."""
    other = placed(Page((Article((Paragraph((piece("别处的一段。", ""),)),)),)))
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
            "in HeadlineBlock is Label, Kicker, Headline, Deck, not Paragraph",
        ),
        (FIRST, ARTICLE, "in Article is HeadlineBlock, Photo, Block, not Article"),
        (PHOTO, HEADING, "in Page is Article, Photo, Notice"),
    ],
)
def test_what_cannot_stand_there_is_refused(page: Page, old: Node, new: Node, message: str) -> None:
    """A TypeError tells what the place holds."""
    with pytest.raises(TypeError, match=re.escape(message)):
        page.replace(old, new)


def test_strangers_are_refused(page: Page) -> None:
    """A ValueError tells that a node does not stand in the page."""
    for change in (page.remove, page.parent, lambda node: page.replace(node, node)):
        with pytest.raises(ValueError, match=r"this Headline .*does not stand in the page"):
            change(Headline.build("别的标题"))
    for change in (
        page.remove,
        lambda node: page.replace(node, node),
        lambda node: page.insert_after(node, node),
    ):
        with pytest.raises(ValueError, match="page"):
            change(page)


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


PAGES = st.just(placed(Page((ARTICLE, PHOTO), "\ufeff\n"))) | strategies.pages()


@given(PAGES, st.data())
def test_local(page: Page, data: st.DataObject) -> None:
    """Replacing, inserting or removing any node changes the text in one place: what is before and behind stays."""
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
    assert any(text[:i] + text[i + kept :] == str(gone) for i in range(begin - 1, end + 1))
    assert len(gone.pieces) == len(page.pieces) - len(node.pieces)


def test_byline_of_another_class_takes_the_place() -> None:
    """A part of a story is replaced by any other part of a story."""
    page = placed(Page((ARTICLE,)))
    changed = page.replace(SIGNOFF, Byline.build(people=["何青"]))
    assert changed.articles[0].byline is not None
