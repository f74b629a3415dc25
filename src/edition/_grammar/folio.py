"""Read a folio or a masthead: which page of which paper, and of which day.

Newspapers print the running line in one piece or in several (``第2版 要闻`` above ``2025年3月6日 星期四``), so each of
these functions finds its thing in whatever text it is given, or None.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from edition._grammar.compiled import Grammar, base
from edition._text.lunar import LunarDay, named_day
from edition._text.numerals import day, number, page_label

#: What stands between the parts of a folio.
_GAPS = " \t\u00a0\u3000|｜/／·•—-,，:：()（）"
_HAN = re.compile(r"[^\W\d\x00-\xff]{2,8}(?:[·•・／/—&＆][^\W\d\x00-\xff]{1,6})?")
_IN_ADDRESS = re.compile(r"[A-Za-z0-9@_.\-]")
_BETWEEN = re.compile(r"[ \t\u00a0\u3000|｜]+|·(?=[0-9０-９])")
#: The most digits that a page's number has.
_LONGEST_NUMBER = 3
_DIGITS = re.compile(r"[0-9]+")
_SUNDAY = 7
#: The first year that is written out.
_FULL_YEAR = 1000


def label(text: str) -> str | None:
    """The page's label: ``2`` in ``第2版 要闻`` and in ``2 要闻``, ``A04`` in ``A04 财经``; not the 4 of 今日4版."""
    grammar = base()
    text = grammar.pattern("PAGE_COUNT_INSIDE").sub(" ", text)
    for match in grammar.pattern("PAGE_TAG_INSIDE").finditer(text):
        # Letters and digits inside an address or a number are no page.
        around = (
            text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        )
        if not _IN_ADDRESS.search(around):
            return page_label(match.group())
    alone = next(filter(_is_number, _parts(text)), None)
    return None if alone is None else str(number(alone))


def page_count(text: str) -> int | None:
    """How many pages the issue has: 4 in 今日4版."""
    match = base().pattern("PAGE_COUNT_INSIDE").search(text)
    return (
        number("".join(c for c in match.group() if number(c) is not None or c in "十百"))
        if match
        else None
    )


def name(text: str) -> str | None:
    """What the page is called: 要闻 in ``第2版 要闻``, and a text that is nothing but a name (文化副刊)."""
    rest = " ".join([part for part in _parts(text) if not _is_number(part)]).strip(_GAPS)
    return rest if _HAN.fullmatch(rest) else None


def _parts(text: str) -> list[str]:
    """What is left of a folio without what can be told by itself, taken apart at blanks and lines."""
    return _BETWEEN.split(base().pattern("FOLIO_PART_INSIDE").sub(" ", text))


def _is_number(part: str) -> bool:
    return part.isdecimal() and len(part) <= _LONGEST_NUMBER


def paper(text: str) -> str | None:
    """The newspaper's name: 汾河日报, also where it is spaced out (汾 河 日 报)."""
    grammar: Grammar = base()
    if grammar.pattern("MASTHEAD_NAME_LINE").match(text):
        return "".join(text.split())
    match = grammar.pattern("PAPER_INSIDE").search(text)
    return match.group() if match else None


def date(text: str) -> dt.date | None:
    """The day of issue, where the text names year, month and day."""
    year, month, of_month = day(text) or (None, 0, 0)
    figures = base().pattern("FIGURES_INSIDE").search(text) if year is None else None
    if figures is not None:
        year, month, of_month = map(int, _DIGITS.findall(figures.group()))
        if year < _FULL_YEAR:
            return None  # of our century, the last one or the Republic's: 94.9.28
    if year is None:
        return None
    try:
        return dt.date(year if year > 99 else 2000 + year, month, of_month)
    except ValueError:
        return None


def weekday(text: str) -> int | None:
    """The day of the week, from 1 for Monday to 7 for Sunday, in whatever way it is written (星期四, 週日)."""
    match = base().pattern("WEEKDAY_INSIDE").search(unicodedata.normalize("NFKC", text))
    return (number(match.group()[-1]) or _SUNDAY) if match else None


def lunar_day(text: str) -> LunarDay | None:
    """The lunar day that a text names.

    >>> lunar_day("星期四 农历乙巳年二月初七"), lunar_day("2025年3月6日")
    (LunarDay(year=41, month=2, day=7), None)
    """
    match = base().pattern("LUNAR_INSIDE").search(text)
    return named_day(match.group()) if match else None
