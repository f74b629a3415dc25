"""A reading is steady: what is added or left out at one end of a page turns no role over further down.

What stands next to a change may well be read otherwise: the first story has a folio above it then. Further away only what is
true of the whole page can change a role: its dialect, its column's width, how long its texts are. So no role may change for a
blank line, and hardly any for a folio or a story.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import edition

PAGES = sorted((Path(__file__).parent / "data" / "fictional").glob("*.txt"))[::9]
FOLIO = "第3版　要闻"
#: How many printed lines at the changed end may be read otherwise.
NEAR = 3
#: How many roles in a thousand may change further away, by what is changed: as measured on all pages, and a half more.
MOST = {"blank line": 0, "folio": 3, "story": 15}


def _blank_above(text: str) -> tuple[str, int, range]:
    return f"\n{text}", 1, range(len(text))


def _blank_below(text: str) -> tuple[str, int, range]:
    return f"{text}\n", 0, range(len(text))


def _folio_above(text: str) -> tuple[str, int, range]:
    return f"{FOLIO}\n{text}", len(FOLIO) + 1, range(len(text))


def _folio_below(text: str) -> tuple[str, int, range]:
    body = text.rstrip("\n")
    return f"{body}\n{FOLIO}\n", 0, range(len(body))


def _without_first(text: str) -> tuple[str, int, range]:
    begin = _story(text, 1)
    return text[begin:], -begin, range(begin, len(text))


def _without_last(text: str) -> tuple[str, int, range]:
    end = _story(text, -1)
    return text[:end], 0, range(end)


@cache
def _page(text: str) -> edition.Page:
    return edition.parse(text)


def _story(text: str, number: int) -> int:
    """Where a story begins."""
    span = _page(text).articles[number].span
    assert span is not None
    return span[0]


CHANGES: list[tuple[str, str, Callable[[str], tuple[str, int, range]]]] = [
    ("blank line", "top", _blank_above),
    ("blank line", "foot", _blank_below),
    ("folio", "top", _folio_above),
    ("folio", "foot", _folio_below),
    ("story", "top", _without_first),
    ("story", "foot", _without_last),
]


@cache
def _roles(text: str, moved: int = 0) -> dict[tuple[int, int], str]:
    spans = edition.to_standoff(_page(text))["spans"]
    return {(span["start"] - moved, span["end"] - moved): span["role"] for span in spans}


def _far(text: str, kept: range, end: str) -> range:
    """What of a page stands further from one of its ends than the lines that may change."""
    begins, at = [], 0
    for line in text.split("\n"):
        if line.strip() and at in kept:
            begins.append(at)
        at += len(line) + 1
    if len(begins) <= NEAR:
        return range(0)
    return range(begins[NEAR], kept.stop) if end == "top" else range(kept.start, begins[-NEAR])


@pytest.mark.parametrize(
    ("what", "end", "change"), CHANGES, ids=[f"{what} {end}" for what, end, _ in CHANGES]
)
def test_change_at_one_end_is_not_felt_further_on(
    what: str, end: str, change: Callable[[str], tuple[str, int, range]]
) -> None:
    """Three lines away every role is what it was, but for as few as were measured."""
    felt = seen = 0
    for file in PAGES:
        text = file.read_bytes().decode("utf-8")
        if what == "story" and len(_page(text).articles) < 4:
            continue
        changed, moved, kept = change(text)
        far = _far(text, kept, end)
        new = _roles(changed, moved)
        for (start, stop), role in _roles(text).items():
            if start in far:
                seen += 1
                felt += new.get((start, stop)) != role
    assert seen > 400
    assert 1000 * felt <= MOST[what] * seen


def test_folio_above_leaves_a_headline_block_as_it_is() -> None:
    """A deck is a deck, also on a page that begins with its running line."""
    text = """云溪县望月桥修缮完工

——让老石板再走一百年

本报讯（记者 林知遥 通讯员 何小满）3月5日，历时两年修缮的云溪县望月桥恢复通行，附近三个村的村民不用再绕路过河。
"""
    assert list(_roles(text).values()) == ["headline", "deck", "lead", "paragraph"]
    assert list(_roles(f"{FOLIO}\n{text}").values())[1:] == list(_roles(text).values())
