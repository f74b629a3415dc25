"""Read a folio or a masthead: which page of which paper, and of which day.

Newspapers print the running line in one piece or in several (``第2版 要闻`` above ``2025年3月6日 星期四``), so each of
these functions finds its thing in whatever text it is given, or None; in the mainland dialect unless another is given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from edition._grammar.compiled import Grammar, base
from edition._grammar.scanner import Scan
from edition._text.folding import fold
from edition._text.lunar import LunarDay, named_day
from edition._text.numerals import day, number, page_label

#: Kinds of tokens that a page's name is made of: runs of Han characters, whatever they could be elsewhere.
_NAMING = (
    "HAN",
    "NAME",
    "NAMED_PLACE",
    "SHORT",
    "BODY",
    "TITLED",
    "ORIGIN",
    "RUBRIC",
    "WORDS",
    "ROLE",
    "SENT",
    "DUTY",
    "MADE",
    "REPORTED",
)
#: How long the page's name is, and a second part of it behind a mark (体育·娱乐), in code points.
_SHORTEST_NAME, _LONGEST_NAME = 2, 8
_SPACED_NAME = r"[^\W\d\x00-\xff](?: {1,3}[^\W\d\x00-\xff]){1,6} {1,3}[报刊]"
_IN_ADDRESS = re.compile(r"[A-Za-z0-9@_.-]")
_PAGE_COUNT = r"(?:今[日天]|本期|共)(?:共)? ?([0-9一二三四五六七八九十]{1,3})[版页]"
#: The most digits that a page's number has.
_LONGEST_NUMBER = 3
_DIGITS = re.compile(r"[0-9]+")
_SUNDAY = 7
#: The first year that is written out.
_FULL_YEAR = 1000


@frozen(weakref_slot=False)
class RunningLine:
    """What a folio or a masthead says; None for what it does not say."""

    label: str | None = None
    name: str | None = None
    paper: str | None = None
    date: dt.date | None = None
    weekday: int | None = None
    page_count: int | None = None
    lunar: LunarDay | None = None


def read(text: str, grammar: Grammar | None = None) -> RunningLine:
    """All that a running line says."""
    grammar = grammar or base()
    return RunningLine(
        label(text, grammar),
        name(text, grammar),
        paper(text, grammar),
        date(text, grammar),
        weekday(text, grammar),
        page_count(text),
        lunar_day(text, grammar),
    )


def _tokens(text: str, grammar: Grammar) -> Iterator[tuple[str, str, int]]:
    """The kind, the folded text and the offset of each token."""
    scan = grammar.scan(text)
    for n, code in enumerate(scan.codes):
        yield grammar.kind_of[code], scan.word(n), scan.place(scan.starts[n])


def _of(text: str, kind: str, grammar: Grammar) -> str | None:
    return next((word for found, word, _ in _tokens(text, grammar) if found == kind), None)


def _without_count(text: str) -> str:
    """The text with blanks for the number of the issue's pages, which is none of them."""
    return re.sub(_PAGE_COUNT, lambda match: " " * len(match.group()), text)


def label(text: str, grammar: Grammar | None = None) -> str | None:
    """The page's label: ``2`` in ``第2版 要闻`` and in ``2 要闻``, ``A04`` in ``A04 财经``; not the 4 of 今日4版."""
    text = _without_count(text)
    for kind, word, at in _tokens(text, grammar or base()):
        # Letters and digits inside an address or a number are no page.
        around = text[max(at - 1, 0) : at] + text[at + len(word) : at + len(word) + 1]
        if kind == "PAGE" and not _IN_ADDRESS.search(around):
            return page_label(word)
    alone = next((word for word, _ in _numbers(text)), None)
    return None if alone is None else str(number(alone))


def _numbers(text: str) -> Iterator[tuple[str, int]]:
    """Numbers that stand between blanks and may be a page's."""
    for word in re.finditer(r"(?:(?<=[ |·])|^)[0-9]+(?=[ |]|$)", fold(text)):
        if len(word.group()) <= _LONGEST_NUMBER:
            yield word.group(), word.start()


def page_count(text: str) -> int | None:
    """How many pages the issue has: 4 in 今日4版."""
    match = re.search(_PAGE_COUNT, fold(text))
    return number(match.group(1)) if match else None


def name(text: str, grammar: Grammar | None = None) -> str | None:
    """What the page is called: 要闻 in ``第2版 要闻``, and a text that is nothing but a name (文化副刊)."""
    grammar = grammar or base()
    scan = grammar.scan(_without_count(text))
    found: list[tuple[int, int]] = []
    for n, code in enumerate(scan.codes):
        kind = grammar.kind_of[code]
        begin, end = scan.starts[n], scan.starts[n + 1]
        if kind in _NAMING:
            found.append((begin, end))
        elif kind == "LONG" or (kind == "NUMBER" and end - begin > _LONGEST_NUMBER):
            return None
    return _joined(scan, found)


def _joined(scan: Scan, runs: list[tuple[int, int]]) -> str | None:
    """The runs as one name, where nothing but a mark parts them."""
    if not runs:
        return None
    begin, end = runs[0][0], runs[-1][1]
    between = scan.folded[begin:end]
    parted = any(scan.folded[a:b].strip("·/—&＆") for (_, a), (b, _) in pairwise(runs))
    whole = scan.text[begin:end]
    size = len(between)
    return (
        whole
        if not parted and _SHORTEST_NAME <= size <= 2 * _LONGEST_NAME and " " not in between
        else None
    )


def paper(text: str, grammar: Grammar | None = None) -> str | None:
    """The newspaper's name: 汾河日报, also where it is spaced out (汾 河 日 报), and whatever the dialect knows as a nameplate."""
    grammar = grammar or base()
    scan = grammar.scan(text)
    line = scan.folded.strip()
    nameplate = grammar.pattern("MASTHEAD_NAME_LINE").match(line) and not line.startswith("本")
    if nameplate or re.fullmatch(_SPACED_NAME, line):
        return "".join(text.split())
    for n, code in enumerate(scan.codes):
        if grammar.kind_of[code] in ("OUTLET", "PRESS") and not scan.word(n).startswith("本"):
            return scan.text[scan.starts[n] : scan.starts[n + 1]]
        if grammar.kind_of[code] == "PAPER_TITLE":
            return scan.text[scan.starts[n] + 1 : scan.starts[n + 1] - 1]
    return None


def date(text: str, grammar: Grammar | None = None) -> dt.date | None:
    """The day of issue, where the text names year, month and day."""
    year, month, of_month = day(text) or (None, 0, 0)
    figures = _of(text, "DATE", grammar or base()) if year is None else None
    if figures is not None and figures[-1].isdigit():
        year, month, of_month = map(int, _DIGITS.findall(figures))
        if year < _FULL_YEAR:
            return None  # of our century, the last one or the Republic's: 94.9.28
    if year is None:
        return None
    try:
        return dt.date(year if year > 99 else 2000 + year, month, of_month)
    except ValueError:
        return None


def weekday(text: str, grammar: Grammar | None = None) -> int | None:
    """The day of the week, from 1 for Monday to 7 for Sunday, in whatever way it is written (星期四, 週日)."""
    word = _of(text, "WEEKDAY", grammar or base())
    return None if word is None else number(word[-1]) or _SUNDAY


def lunar_day(text: str, grammar: Grammar | None = None) -> LunarDay | None:
    """The lunar day that a text names.

    >>> lunar_day("星期四 农历乙巳年二月初七"), lunar_day("2025年3月6日")
    (LunarDay(year=41, month=2, day=7), None)
    """
    word = _of(text, "LUNAR", grammar or base())
    return named_day(word) if word else None
