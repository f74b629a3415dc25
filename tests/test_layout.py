"""The layout grammar decides: what it says is what is read, whatever a dialect makes of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import edition
from edition import Article, Dialect, Photo
from edition._grammar import compiler
from edition._grammar.automaton import CLOSED, JOIN, NEW, Layout
from edition._grammar.compiled import base
from edition._grammar.layout import compile_layout
from edition._grammar.rules import read_rules
from edition._parser.decode import LAYOUT_PRICE, decode
from edition._parser.parsing import page_of, read_page
from edition._parser.tree import build
from edition._parser.weights import Model
from edition.nodes import Block, Crosshead, Headline, Other

DECLARED = """
%declare NEW JOIN MASTHEAD FOLIO CREDITS INDEX LABEL KICKER HEADLINE DECK SUMMARY EDITOR_NOTE BYLINE LEAD PARAGRAPH
%declare CROSSHEAD SIGNOFF CAPTION CREDIT CONTINUED_FROM CONTINUED_ON NOTICE OTHER
"""
LAYOUT = (compiler.grammar_folder() / "layout.lark").read_text("utf-8")
BLOCKS = sorted(base().layout.blocks - {"", NEW, JOIN})


def layout(rules: str) -> Layout:
    return Layout(compile_layout(read_rules(compiler.load(rules + DECLARED).rule_defs)))


def dialect(tmp_path: Path, rules: str) -> Dialect:
    file = tmp_path / "own.lark"
    file.write_text(rules, "utf-8")
    return Dialect.from_file(file)


def nest(one: Layout, word: str) -> list[tuple[str, int]]:
    """The rules around each block of a word, and how many of them go on; a block with + before it is joined."""
    blocks = [(name.lstrip("+"), name[0] == "+") for name in word.split()]
    return [("/".join(place.rules), place.kept) for place in one.nest(blocks)]


# --- the compiler ----------------------------------------------------------------------------------


def test_rules_are_taken_before_lark_expands_them() -> None:
    """``*``, ``+`` and ``?`` are read as they are written: two lines are one heading, two headings in one story are two."""
    one = layout("page: (NEW story)*\nstory: (heading PARAGRAPH*)+\nheading: HEADLINE+ DECK?")
    assert nest(one, "HEADLINE HEADLINE DECK PARAGRAPH PARAGRAPH HEADLINE") == [
        ("story/heading", 0),
        ("story/heading", 2),
        ("story/heading", 2),
        ("story", 1),
        ("story", 1),
        ("story/heading", 1),
    ]


def test_what_is_in_square_brackets_may_be_missing() -> None:
    """Lark's other way to write ``?``."""
    one = layout("page: (NEW story)*\nstory: [HEADLINE] PARAGRAPH")
    assert nest(one, "PARAGRAPH") == [("story", 0)]
    assert nest(one, "HEADLINE PARAGRAPH") == [("story", 0), ("story", 1)]


def test_what_is_named_first_wins() -> None:
    """A run of blocks that could be two things is the one that is named first, if it is whole."""
    one = layout(
        "page: (NEW (picture | story))*\npicture: HEADLINE* CAPTION\nstory: (HEADLINE | CAPTION)+"
    )
    assert [rules for rules, _ in nest(one, "HEADLINE CAPTION")] == ["picture", "picture"]
    assert [rules for rules, _ in nest(one, "HEADLINE HEADLINE")] == ["story", "story"]
    assert [rules for rules, _ in nest(one, "CAPTION CAPTION")] == ["story", "story"]


def test_what_can_go_on_goes_on() -> None:
    """The rest of a paragraph is the paragraph's; behind a picture it is a paragraph that goes on."""
    shipped = base().layout
    assert nest(shipped, "PARAGRAPH +PARAGRAPH PARAGRAPH CAPTION +PARAGRAPH") == [
        ("story/paragraph", 0),
        ("story/paragraph", 2),
        ("story/paragraph", 1),
        ("story/photo", 1),
        ("story/paragraph", 1),
    ]


def test_what_stands_in_no_item_is_a_story() -> None:
    """A page of bare blocks is a page of stories."""
    assert nest(layout("page: (NEW PARAGRAPH+)*"), "PARAGRAPH") == [("story", 0)]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("page: (NEW story)*\nstory: HEADLINE story?", "can't stand in itself: story → story"),
        ("page: (NEW story)*\nstory: _a\n_a: HEADLINE _b\n_b: _a?", "_a → _b → _a"),
        ("story: HEADLINE", "no rule page"),
        ("page: (NEW story)*\nstory: HEADLINE~2", r"is made of names, \|, \?, \* and \+; story is not"),
        ("page: (NEW PARAGRAPH | FOLIO)*", "FOLIO stands in the rule furniture only"),
        ("page: (NEW PARAGRAPH | furniture)*\nfurniture: NOTICE", "NOTICE can't interrupt a story"),
        ("page: (NEW story)*\nstory: heading\nheading: PARAGRAPH", "PARAGRAPH can't stand in heading"),
        ("page: (NEW story)*\nstory: kicker\nkicker: HEADLINE", "HEADLINE can't stand in kicker"),
        ("page: (NEW story)*\nstory: photo\nphoto: CAPTION stray\nstray: OTHER", "stray can't stand in photo"),
        ("page: (NEW story)*\nstory: TABLE\n%declare TABLE", "TABLE is no block"),
    ],
)  # fmt: skip
def test_layout_of_which_no_tree_can_be_made(rules: str, message: str) -> None:
    """What the compiler can't take is refused with what is the matter."""
    from lark.exceptions import GrammarError

    with pytest.raises(GrammarError, match=message):
        layout(rules)


def test_layout_error_names_the_dialect_file(tmp_path: Path) -> None:
    """A user is told which file it is."""
    with pytest.raises(
        ValueError, match=r"own\.lark is not a valid dialect grammar: a layout rule can't stand"
    ):
        dialect(tmp_path, "%override story: story")


def _words() -> st.SearchStrategy[list[tuple[str, bool]]]:
    names = [name for name in BLOCKS if name not in base().layout.furniture]
    return st.lists(st.tuples(st.sampled_from(names), st.just(value=False)), max_size=8)


@given(_words())
def test_states_and_positions_agree(word: list[tuple[str, bool]]) -> None:
    """The states that a search walks take a run of blocks if, and as far as, positions can be found for it."""
    one = base().layout
    read, state = 0, None
    for block, _ in word:
        if state is None:
            state, known = one.begin(CLOSED, block)
            assert known
        elif (state := one.go_on(state, block)) is None:
            break
        read += 1
    assert len(one.nest(word)) == read


def test_layout_is_small() -> None:
    """So few states that a path's last role and what its story has had make nearly all of what tells paths apart."""
    assert len(list(base().layout.states())) < 12


# --- a dialect's own layout ----------------------------------------------------------------------------

PICTURE = "渡口归船\n\n图为船工何大川昨日把最后一班船系在柳树上。何青 摄\n"


def test_without_the_picture_rule_a_picture_is_a_story(tmp_path: Path) -> None:
    """What a page holds is what the layout names."""
    assert [type(item) for item in edition.parse(PICTURE).items] == [Photo]
    own = dialect(tmp_path, "%override page: (NEW (stray+ | story) | NEW? notice | furniture)*")
    page = edition.parse(PICTURE, dialect=own)
    [story] = page.items
    assert isinstance(story, Article)
    assert [photo.text for photo in story.photos] == ["图为船工何大川昨日把最后一班船系在柳树上。"]


POEM = "渡口\n\n何青\n\n桥上的灯亮了\n水里的灯也亮了\n"


def test_a_rule_in_a_dialect_s_layout_decides(tmp_path: Path) -> None:
    """In a paper whose stories have no crossheads, none is read, whatever looks like one."""
    text = (Path(__file__).parents[1] / "examples/fenhe-daily/2025-03-06/02.txt").read_text("utf-8")
    usual = edition.parse(text)
    assert usual.find(Crosshead)
    own = dialect(
        tmp_path,
        "%override _in_text: heading | photo | BYLINE | SIGNOFF | EDITOR_NOTE | SUMMARY | OTHER\n",
    )
    page = edition.parse(text, dialect=own)
    assert not page.find(Crosshead)
    assert str(page) == text


def test_a_rule_can_be_extended(tmp_path: Path) -> None:
    """A dialect whose pictures have a text of their own says so in one line; formulas can be changed in the same file."""
    own = dialect(
        tmp_path,
        "%extend _beside_picture: paragraph\n%extend lead: QUICK COLON\nQUICK: /望川时报快报/\n",
    )
    text = "渡口归船\n\n图为船工何大川昨日把最后一班船系在柳树上。何青 摄\n\n他在渡口撑了四十年船，缆绳磨断过二十七根，街坊们凑钱给他换过三条船，他都记在本子上。\n"
    assert isinstance(edition.parse(text).items[0], Article)
    assert [type(item) for item in edition.parse(text, dialect=own).items] == [Photo]
    brief = edition.parse("望川时报快报：桥修好了，行人和车都能过去。\n", dialect=own)
    assert brief.articles[0].lead is not None


def test_leaving_the_layout_costs_and_is_told(tmp_path: Path) -> None:
    """A line that the layout has no place for is read as something by itself, and an explanation says what that cost."""
    own = dialect(
        tmp_path, "%override page: (NEW story | furniture)*\n%override story: paragraph+\n"
    )
    text = "本报讯（记者 陈立）汾河西岸的步道昨日开放，全长三公里。\n"
    page = edition.parse(text, dialect=own)
    assert str(page) == text
    readings = read_page(text, own.grammar)[1]
    [step] = decode(readings, own.grammar.layout)
    assert step.price >= LAYOUT_PRICE
    why = page.explain(page, dialect=own)
    assert -LAYOUT_PRICE in {e.weight for e in why.candidates[0].evidence if e.name == "layout"}


def test_what_the_layout_has_no_place_for_is_no_crash() -> None:
    """Every block can stand by itself."""
    empty = layout("page: NEW PARAGRAPH")
    for text in (
        "渡口归船\n",
        "※\n",
        PICTURE,
        "遗失声明\n何青遗失工作证一本，号码0917，声明作废。\n",
        "（何青）\n",
    ):
        readings = read_page(text, base())[1]
        items = build(readings, decode(readings, empty), empty)
        assert "".join(str(item) for item in items) == text


def test_what_can_be_nothing_else_is_a_stray_where_the_layout_has_no_place_for_it() -> None:
    """A line whose every role is unknown to a layout may be one that belongs to no story."""
    bare = layout("page: (NEW (stray | story))*\nstory: PARAGRAPH+\nstray: OTHER")
    readings = read_page("（上接第1版）\n", base())[1]
    assert [step.role for step in decode(readings, bare)] == ["other"]


def test_a_forced_start_yields_to_the_layout() -> None:
    """Where the layout has no notices, what would begin one for certain is read as something else."""
    text = "遗失声明\n何青遗失工作证一本，号码0917，声明作废。\n"
    readings = read_page(text, base())[1]
    assert readings[0].forced_start == "notice"
    assert decode(readings, base().layout)[0].role == "notice"
    bare = layout("page: (NEW (stray | story))*\nstory: (HEADLINE | PARAGRAPH)+\nstray: OTHER")
    assert decode(readings, bare)[0].role == "other"


def test_a_story_that_is_not_whole_costs() -> None:
    """A layout in which a headline can't stand alone: one line of it is a paragraph rather."""
    strict = layout("page: (NEW story)*\nstory: HEADLINE PARAGRAPH+ | PARAGRAPH")
    readings = read_page("渡口归船\n", base())[1]
    for_headlines = Model.of({"evidence": {"any": {"headline": LAYOUT_PRICE / 2}}})
    assert [step.role for step in decode(readings, base().layout, for_headlines)] == ["headline"]
    assert [step.role for step in decode(readings, strict, for_headlines)] == ["paragraph"]


def test_furniture_cuts_a_story_and_the_story_goes_on() -> None:
    """A running line amid a story parts it in two, of which the second goes on."""
    body = "本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民"
    text = (
        f"河堤步道开放\n\n{body}\n\n2025年3月6日 星期四 汾河日报 第2版 要闻\n\n络绎不绝，都说好。\n"
    )
    first, second = edition.parse(text).articles
    assert (first.continues, second.continues) == (False, True)


#: Rules that a dialect may have in its layout: made of blocks, in groups, with or without repeats.
def _expressions() -> st.SearchStrategy[str]:
    names = [
        "HEADLINE",
        "PARAGRAPH",
        "LEAD",
        "CAPTION",
        "SIGNOFF",
        "heading",
        "photo",
        "paragraph",
        "OTHER",
        "BYLINE",
    ]
    return st.recursive(
        st.sampled_from(names),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"({' '.join(parts)})"),
            st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"({' | '.join(parts)})"),
            st.tuples(inner, st.sampled_from("?*+")).map(lambda part: f"({part[0]}){part[1]}"),
        ),
        max_leaves=8,
    )  # fmt: skip


def _layouts() -> st.SearchStrategy[str]:
    story = _expressions().map(lambda body: f"story: {body}\n")
    page = st.sampled_from(
        [
            "page: (NEW (stray+ | picture | story) | NEW? notice | furniture)*\n",
            "page: (NEW story | furniture)*\n",
            "page: furniture? (NEW story)+\n",
            "page: (NEW notice)*\n",
        ]
    )
    return st.tuples(page, story).map("".join)


TEXTS = st.lists(
    st.sampled_from(
        [
            *edition.parse(PICTURE + POEM).find_all(Block),"本报讯 汾河西岸的步道昨日开放，全长三公里。", "（何青）", "第2版", "※", "（下转第4版）", "遗失声明", "编者按：说说河。",
        ]
    ).map(str),
    max_size=12,
).map("\n".join)  # fmt: skip

_REST = re.sub(r"^(?:page|story):.*\n", "", LAYOUT, flags=re.MULTILINE)


@settings(max_examples=60)
@given(rules=_layouts(), text=TEXTS)
def test_every_text_has_a_reading_in_every_layout(rules: str, text: str) -> None:
    """Whatever a dialect's layout is, every page is read, and no character of it is lost."""
    one = compile_layout(read_rules(compiler.load(rules + _REST).rule_defs))
    page = edition.parse(text, dialect=Dialect("own", base().with_layout(one)))
    assert str(page) == text
    at = 0
    for block in page.find_all(Block):
        assert block.span is not None
        assert block.span[0] >= at
        at = block.span[1]


def test_headline_of_two_lines_is_one_headline() -> None:
    """Lines of one rule are one block."""
    text = (
        "河堤步道\n今日开放\n\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\n"
    )
    head, readings = read_page(text, base())
    known = [{("headline", "new")}, {("headline", "same")}, {("opening", "same")}]
    steps = decode(readings, base().layout, allowed=known)
    page = page_of(build(readings, steps, base().layout), head, base())
    assert str(page) == text
    assert [h.lines for h in page.find_all(Headline)] == [("河堤步道", "今日开放")]
    assert not page.find(Other)


READ = """
import sys, edition
for name in edition.dialects.names():
    edition.parse(sys.argv[1], dialect=name).stories
print(*(name for name in sys.modules if name.partition(".")[0] == "lark"))
"""


def test_shipped_dialects_need_no_lark() -> None:
    """What the package ships is compiled: Lark is imported for a dialect of one's own only."""
    asked = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", READ, PICTURE], capture_output=True, check=True
    )
    assert asked.stdout.decode("utf-8").strip() == ""
