"""Numbers, days and page labels as newspapers print them."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._text.numerals import day, impossible_day, number, page_label, page_number

_CHINESE = "〇一二三四五六七八九"


def _counted(value: int) -> str:
    """A number below 100 as it is said: 十二, 二十, 三十一."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十"
    return head + (_CHINESE[ones] if ones or not tens else "")


def _spelled(value: int) -> str:
    """A number digit by digit: 二〇二五."""
    return "".join(_CHINESE[int(digit)] for digit in str(value))


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("１２", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("廿一", 21),
        ("卅", 30),
        ("二〇二五", 2025),
        ("二○○九", 2009),
        ("一百零八", 108),
        ("元", 1),
        (" 4 ", 4),
        ("版", None),
        ("", None),
        ("四版", None),
        ("123456789", 123456789),
        ("1234567890", None),
        ("一二三四五六七八九", 123456789),
        ("一二三四五六七八九〇", None),
        ("百", 100),
        ("三百", 300),
        ("二百一十", 210),
        ("百二", 102),
    ],
)
def test_number(text: str, value: int | None) -> None:
    """A numeral has a value, whatever digits it is printed in; anything else has none."""
    assert number(text) == value


@given(st.integers(0, 99))
def test_number_in_every_script(value: int) -> None:
    """Arabic, full-width and Chinese numerals of a number have the same value."""
    assert number(str(value)) == value
    assert number(_full_width(str(value))) == value
    assert number(_counted(value)) == value


@given(st.integers(1000, 2999))
def test_year_digit_by_digit(value: int) -> None:
    """A year that is written digit by digit has its value."""
    assert number(_spelled(value)) == value


@given(st.text())
def test_number_of_any_text(text: str) -> None:
    """Any text has a value or none, and no error."""
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("(上接第1版)", "1", 1),
        ("（上接第１版）", "1", 1),
        ("（上接第一版）", "1", 1),
        ("（下转第十二版）", "12", 12),
        ("上接A01版", "A01", 1),
        ("上接Ａ０１版", "A01", 1),
        ("上接a1版", "A1", 1),
        ("[下转第4版）", "4", 4),
        ("（全文见第3版）", "3", 3),
        ("河堤步道开放 2版", "2", 2),
        ("緊接第二頁", "2", 2),
        ("第2版 要闻", "2", 2),
        ("下转第 5 版", "5", 5),
        ("要闻", None, None),
        ("", None, None),
    ],
)
def test_page_label(text: str, label: str | None, value: int | None) -> None:
    """A page's label is written the plain way, and has a number."""
    assert page_label(text) == label
    assert page_number(label) == value


@given(
    st.integers(1, 99), st.sampled_from(["（上接第{}版）", "(下转第{}版)", "第{}版", "第 {} 版"])
)
def test_page_label_in_every_script(value: int, form: str) -> None:
    """Whatever digits a page is named in, its label is the same."""
    for digits in (str(value), _full_width(str(value)), _counted(value)):
        assert page_label(form.format(digits)) == str(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年3月6日 星期四", (2025, 3, 6)),
        ("３月６日", (None, 3, 6)),
        ("二〇二五年三月六日", (2025, 3, 6)),
        ("中華民國十四年五月廿一日", (1925, 5, 21)),
        ("民国三十八年一月一日", (1949, 1, 1)),
        ("一月十三日电", (None, 1, 13)),
        ("12月30號", (None, 12, 30)),
        ("2月29日", (None, 2, 29)),
        ("2024年2月29日", (2024, 2, 29)),
        ("2025年2月29日", None),
        ("13月6日", None),
        ("13月6日，3月6日", (None, 3, 6)),
        ("昨日", None),
    ],
)
def test_day(text: str, expected: tuple[int | None, int, int] | None) -> None:
    """The first possible day that a text names."""
    assert day(text) == expected


def test_day_of_a_given_year() -> None:
    """A year that the text does not give can be given."""
    assert day("3月6日", 2025) == (2025, 3, 6)
    assert day("2024年3月6日", 2025) == (2024, 3, 6)


@given(st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)))
def test_day_in_every_script(date: dt.date) -> None:
    """A date is read back from any way of printing it."""
    parts = (date.year, date.month, date.day)
    plain = "{}年{}月{}日".format(*parts)
    chinese = f"{_spelled(date.year)}年{_counted(date.month)}月{_counted(date.day)}日"
    for text in (plain, _full_width(plain), chinese, f"汾河日报 {plain} 星期四"):
        assert day(text) == parts
        assert impossible_day(text) is None


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 39))
def test_a_day_is_possible_or_not(year: int, month: int, date: int) -> None:
    """Of every date in figures, one of both is true: it is in the calendar, or it is told that it is not."""
    text = f"第2版 {year}年{month}月{date}日"
    possible = date <= calendar.monthrange(year, month)[1]
    assert (day(text) is not None) == possible
    assert (impossible_day(text) is None) == possible


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("第2版 2025年2月30日", (4, 14)),
        ("2月30日", (0, 5)),
        ("13月6日", (0, 5)),
        ("二月三十日", None),
        ("二月三十一日", (0, 6)),
        ("十二月一日", None),
        ("十二月三十日", None),
        ("十三月一日", (0, 5)),
        ("二〇二五年二月三十日", (0, 10)),
        ("2025年2月29日", (0, 10)),
        ("2024年2月29日", None),
        ("㍿2月30日", (1, 6)),
        ("999年2月29日", None),
        ("1000年2月29日", (0, 10)),
        ("1001年2月29日", (0, 10)),
        ("百月百日", None),
        ("３月３２日", (0, 5)),
        ("天晴", None),
    ],
)
def test_impossible_day(text: str, span: tuple[int, int] | None) -> None:
    """Where a text names a day of no calendar; in Chinese numerals it may be a lunar one."""
    assert impossible_day(text) == span


@given(st.text())
def test_labels_and_days_of_any_text(text: str) -> None:
    """Any text names a page and a day or none, and no error."""
    assert page_number(page_label(text)) is None or page_label(text)
    assert day(text) is None or impossible_day(text) is None or "月" in text
