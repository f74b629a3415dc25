"""Numbers and days as newspapers print them: ３, 十二, 廿一, 二〇二五, A01."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "元": 1,
    "正": 1,
    "两": 2,
}
_TENS = {"廿": 20, "卅": 30}
_DAY = (
    r"(?:(?P<republic>民國|民国)?(?P<year>[0-9〇○零元一二三四五六七八九十廿]{1,4})年)?\s*"
    r"(?P<month>[0-9一二三四五六七八九十]{1,3})月\s*(?P<day>[0-9一二三四五六七八九十廿卅]{1,3})[日号號]"
)
#: The first year of the Republican calendar.
_REPUBLIC = 1911


def number(text: str) -> int | None:
    """The value of a numeral in Arabic, full-width or Chinese digits; None if it is none.

    >>> number("１２"), number("十二"), number("廿一"), number("二〇二五"), number("版")
    (12, 12, 21, 2025, None)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else None
    if not text or len(text) > 9:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = last = 0
    for c in text:
        if c in _DIGITS:
            last = _DIGITS[c]
        elif c in _TENS:
            total, last = total + _TENS[c], 0
        elif c == "十":
            total, last = total + 10 * (last or 1), 0
        elif c == "百":
            total, last = total + 100 * (last or 1), 0
        else:
            return None
    return total + last


#: A page as databases of old papers number it: Page 3.
_ENGLISH_PAGE = re.compile(r"\bPage (\d{1,3})\b")


def page_label(text: str) -> str | None:
    """The page that a folio, a jump or a continuation names, written the plain way; None if it names none.

    >>> page_label("(上接第１版)"), page_label("上接A01版"), page_label("（下转第十二版）")
    ('1', 'A01', '12')
    """
    plain = unicodedata.normalize("NFKC", text)
    if english := _ENGLISH_PAGE.search(plain):
        return str(int(english.group(1)))
    match = re.search(
        r"第?\s?([A-Za-z]{1,2})(\d{1,3})|第?\s?(\d{1,3})\s?[版頁页]|第?\s?([一二三四五六七八九十]{1,3})\s?[版頁页]",
        plain,
    )
    if match is None:
        return None
    letters, digits, arabic, chinese = match.groups()
    if letters:
        return letters.upper() + digits
    value = number(arabic or chinese)
    return None if value is None else str(value)


def page_number(label: str | None) -> int | None:
    """The number in a page's label: 1 for ``A01``; None where there is no label."""
    digits = re.search(r"\d+", label or "")
    return int(digits.group()) if digits else None


def day(text: str, year: int | None = None) -> tuple[int | None, int, int] | None:
    """Year (or None), month and day that a text names first; None if it names no possible day.

    >>> day("2025年3月6日 星期四"), day("民國九年四月三日"), day("113年5月17日"), day("一月十三日电")
    ((2025, 3, 6), (1920, 4, 3), (2024, 5, 17), (None, 1, 13))
    """
    for match in re.finditer(_DAY, unicodedata.normalize("NFKC", text)):
        named, month, date = _read_day(match)
        if _is_day(named, month, date):
            return (named or year, month, date)
    return None


def impossible_day(text: str) -> tuple[int, int] | None:
    """Where a text names a day that is in no calendar, in code points; None where it names none.

    A day in Chinese numerals and without a year may be one of the lunar calendar, whose second month can have thirty.

    >>> impossible_day("第2版 2025年2月30日"), impossible_day("二月三十日"), impossible_day("2月30日")
    ((4, 14), None, (0, 5))
    """
    # Each character by itself, so that offsets stay what they are.
    forms = (unicodedata.normalize("NFKC", c) for c in text)
    plain = "".join(form if len(form) == 1 else c for form, c in zip(forms, text, strict=True))
    for match in re.finditer(_DAY, plain):
        named, month, date = _read_day(match)
        lunar = named is None and not match["month"].isdigit() and month <= 12 and 1 <= date <= 30
        if not lunar and not _is_day(named, month, date):
            return match.span()
    return None


def _read_day(match: re.Match[str]) -> tuple[int | None, int, int]:
    named = number(match["year"]) if match["year"] else None
    # 113年5月17日: Taiwan's papers leave 民國 away, and no other newspaper is of the second century.
    if named is not None and (match["republic"] or 100 <= named < 200):
        named += _REPUBLIC
    return named, number(match["month"]) or 0, number(match["day"]) or 0


def _is_day(year: int | None, month: int, date: int) -> bool:
    try:
        dt.date(year if year and year >= 1000 else 2000, month, date)
    except ValueError:
        return False
    return True
