"""What is pinned holds, whatever the layout and the weights say, and the rest is read around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies
from edition._model.pages import placed
from edition._model.roles import ROLES
from edition._parser.pins import TIES
from edition._parser.weights import FURNITURE
from edition._text.lines import BLANKS
from edition.nodes import Article, Block, Byline, Headline, Lead, Paragraph, Photo
from edition.pages import Page

ROOT = Path(__file__).parents[1]
TEXT = """渡口的灯又亮了

本报讯（记者 陈立）青柯渡口的马灯昨晚又亮了。七十三岁的摆渡人屈老满踩着凳子把灯点上，再顺手掸一掸玻璃罩上的灰。

一声吆喝，半条河都醒了

记者到的那天，河上正起雾。对岸有人喊了一声，声音拖得很长。屈老满应了一声，解缆、撑篙，木船不紧不慢地没入雾里。

（何青）
"""


def print_of(text: str, start: int, end: int) -> list[int]:
    """Where a span has print."""
    return [at for at in range(start, end) if text[at] not in BLANKS]


def assert_holds(  # noqa: PLR0917
    page: Page, text: str, start: int, end: int, role: str, tie: str | None
) -> None:
    """The span's print, and no other, is in blocks of its role that are tied as was said."""
    assert str(page) == text
    ink = print_of(text, start, end)
    first, last = ink[0], ink[-1]
    before = [block for _, block, starts in placed(page) if starts[0] < first]
    inside: list[tuple[int, Block, int]] = []
    for index, block, starts in placed(page):
        for piece, at in zip(block.parts, starts, strict=True):
            if at <= last and at + len(piece.text) > first:
                assert first <= at
                assert at + len(piece.text) <= last + 1
                inside.append((index, block, at))
    assert inside[0][2] == first
    assert {block.role for _, block, _ in inside} == {role}
    assert len({id(block) for _, block, _ in inside}) == 1
    number, block, _ = inside[0]
    item = page.items[number]
    opens = item.pieces[0].start == block.pieces[0].start and block.pieces[0].span == (
        first,
        first + len(block.pieces[0].text),
    )
    if tie == "new":
        assert opens
        assert role in FURNITURE or not getattr(item, "continues", False)
    elif tie in ("same", "join") and any(block.role not in FURNITURE for block in before):
        assert not opens or (isinstance(item, Article) and item.continues)
    if tie == "join":
        assert isinstance(block, Paragraph)
        assert block.continues or block.pieces[0].start != inside[0][2]


def test_one_correction_mends_the_lines_around_it() -> None:
    """A line that is said to be a crosshead leaves one story, and one that is said to be a new headline makes two."""
    [article] = edition.parse(TEXT, pins={5: "crosshead"}).articles
    assert article.signoff is not None
    page = edition.parse(TEXT, pins={5: ("headline", "new")})
    assert [a.headline.text for a in page.articles if a.headline] == [
        "渡口的灯又亮了",
        "一声吆喝，半条河都醒了",
    ]
    assert page.articles[1].signoff is not None
    assert str(page) == TEXT


def test_nothing_pinned_is_nothing_changed() -> None:
    """Without pins, and with pins that say what was read, a page is read as ever."""
    page = edition.parse(TEXT)
    assert edition.parse(TEXT, pins={}) == page
    pins: Any = {
        (row["start"], row["end"]): row["role"] for row in edition.to_standoff(page)["spans"]
    }
    assert edition.parse(TEXT, pins=pins) == page


def test_spans_of_one_line() -> None:
    """A lead and its paragraph, a caption and its credit: a line is cut where a span is pinned, and what is left is read."""
    text = "步道开放\n据本台消息 汾河西岸的步道昨日开放。\n"
    a, b = text.index("据本台"), text.index(" 汾河")
    page = edition.parse(text, pins={(a, b): "lead"})
    article = page.articles[0]
    assert article.lead is not None
    assert article.lead.text == "据本台消息"
    assert article.paragraphs[0].text == "汾河西岸的步道昨日开放。"
    text = "图为市民在步道上 林间小鹿\n"
    c = text.index("林间")
    page = edition.parse(text, pins={(c, c + 4): ("credit", "same"), (c - 9, c - 1): "caption"})
    photo = page.find(Photo)
    assert photo is not None
    assert photo.text == "图为市民在步道上"
    assert [credit.text for credit in photo.credits] == ["林间小鹿"]
    left = edition.parse(text, pins={(c, c + 4): "credit"}).node_at(c - 2)
    assert left is not None
    assert left.pieces[-1].text == "图为市民在步道上"
    assert str(page) == text


def test_a_line_is_all_of_it() -> None:
    """All print of a pinned line has its role, a lead at its head too."""
    page = edition.parse(TEXT, pins={3: "paragraph"})
    assert page.find(Lead) is None
    block = page.at(3)
    assert isinstance(block, Paragraph)
    assert block.text.startswith("本报讯")


def test_pins_take_wrapped_lines_apart_and_together() -> None:
    """A span over several lines is one block; a line out of a paragraph that the column cut is taken out of it."""
    lines = [
        "汾河西岸的步道昨日正式向",
        "市民开放全长三公里沿线新",
        "栽了柳树和海棠市民纷纷前",
        "来散步一直走到渡口才回头",
    ] * 5
    text = "步道开放\n" + "\n".join(lines) + "。\n"
    page = edition.parse(text, pins={4: "crosshead"})
    assert_holds(page, text, text.index(lines[2]), text.index(lines[2]) + 12, "crosshead", None)
    start, end = text.index(lines[1]), text.index(lines[2]) + 12
    page = edition.parse(text, pins={(start, end): ("editor_note", "new")})
    assert_holds(page, text, start, end, "editor_note", "new")


def test_the_rest_of_a_paragraph() -> None:
    """``join`` makes a paragraph of two lines, and of two sides of a picture."""
    text = "步道开放\n步道昨日开放。\n市民纷纷前来。\n图为步道。\n一直走到渡口。\n"
    page = edition.parse(text, pins={2: "paragraph", 3: ("paragraph", "join"), 4: ("caption", "same"), 5: ("paragraph", "join")})  # fmt: skip
    [article] = page.articles
    assert [p.lines for p in article.paragraphs] == [
        ("步道昨日开放。", "市民纷纷前来。"),
        ("一直走到渡口。",),
    ]
    assert [p.continues for p in article.paragraphs] == [False, True]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("tie", [None, *TIES])
@pytest.mark.parametrize("line", [1, 3, 5, 7, 9])
def test_every_role_holds_everywhere(role: str, tie: str | None, line: int) -> None:
    """Whatever the layout thinks of it."""
    if (tie == "join" and role != "paragraph") or (tie == "same" and role in FURNITURE):
        return
    if line == 1 and tie in ("same", "join"):
        return
    what = role if tie is None else (role, tie)
    page = edition.parse(TEXT, pins={line: what})
    start = sum(len(one) + 1 for one in TEXT.split("\n")[: line - 1])
    end = TEXT.index("\n", start)
    assert_holds(page, TEXT, start, end, role, tie)


@st.composite
def pinned(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, dict[Any, Any]]:
    """A text, and pins on some of its print."""
    text = draw(texts)
    ink = [at for at in range(len(text)) if text[at] not in BLANKS]
    pins: dict[Any, Any] = {}
    at = 0
    for _ in range(draw(st.integers(0, 4))):
        free = [n for n in ink if n >= at]
        if not free:
            break
        start = draw(st.sampled_from(free))
        end = draw(st.sampled_from([n for n in ink if start <= n < start + 80])) + 1
        role = draw(st.sampled_from([*ROLES]))
        ties = [None, "new"]
        if role not in FURNITURE and start != ink[0]:
            ties.append("same")
        if role == "paragraph" and start != ink[0]:
            ties.append("join")
        pins[start, end] = (role, tie) if (tie := draw(st.sampled_from(ties))) else role
        at = end
    return text, pins


def assert_all_hold(text: str, pins: dict[Any, Any]) -> None:
    page = edition.parse(text, pins=pins)
    assert str(page) == text
    for (start, end), what in pins.items():
        role, tie = (what, None) if isinstance(what, str) else what
        ink = print_of(text, start, end)
        blocks = [page.node_at(at) for at in ink]
        assert {block.role for block in blocks if block} == {role}
        first = next(
            (number, block, starts)
            for number, block, starts in placed(page)
            if starts[-1] + len(block.parts[-1].text) > ink[0]
        )
        number, block, starts = first
        item = page.items[number]
        opens = starts[0] == ink[0] and item.find(Block) is block
        if tie == "new":
            assert opens
            assert not getattr(item, "continues", False)
        before = {b.role for _, b, s in placed(page) if s[0] < ink[0]} - FURNITURE
        if tie in ("same", "join") and before:
            assert not opens or getattr(item, "continues", False)
        if tie == "join":
            assert getattr(block, "continues", False) or starts[0] < ink[0]


@given(pinned(strategies.texts()))
def test_pins_hold_in_any_text(case: tuple[str, dict[Any, Any]]) -> None:
    """A parse with pins is exact and total, and every pin holds, in a text of any characters."""
    assert_all_hold(*case)


@given(pinned(strategies.layouts().map(lambda layout: layout.text)))
def test_pins_hold_in_torn_pages(case: tuple[str, dict[Any, Any]]) -> None:
    """And in what extraction makes of a page."""
    assert_all_hold(*case)


WRONG: list[tuple[Any, str]] = [
    ({2: "headline"}, "no print in line 2"),
    ({0: "headline"}, "numbered from 1 to 10"),
    ({11: "headline"}, "numbered from 1 to 10"),
    ({True: "headline"}, "on a line"),
    ({"1": "headline"}, "on a line"),
    ({(3, 3): "headline"}, "no span"),
    ({(-1, 3): "headline"}, "no span"),
    ({(0, 4000): "headline"}, "no span"),
    ({(7, 9): "headline"}, "no print in 7 to 9"),
    ({1: "headlne"}, "no role 'headlne'"),
    ({1: ("headline", "old")}, "tied by new, same, join"),
    ({3: ("headline", "join")}, "a paragraph is joined"),
    ({3: ("folio", "same")}, "belongs to the page"),
    ({1: ("headline", "same")}, "nothing stands before"),
    ({1: "headline", (0, 3): "kicker"}, "overlap"),
    ({1: "headline", (0, 7): "kicker"}, "overlap"),
    ({1: ["headline"]}, "no role"),
]


@pytest.mark.parametrize(("pins", "why"), WRONG)
def test_what_can_be_no_pin(pins: Any, why: str) -> None:
    """A ValueError says why."""
    with pytest.raises(ValueError, match=why):
        edition.parse(TEXT, pins=pins)


def test_blanks_at_the_ends_of_a_span_are_layout() -> None:
    """They are no part of what is pinned."""
    page = edition.parse("  步道开放 \n", pins={(0, 7): "byline"})
    assert page.find(Byline) is not None
    assert page.find(Headline) is None
