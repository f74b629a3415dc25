"""The lunar calendar: known days, and what mastheads print of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._grammar.folio import lunar_day
from edition._text.lunar import LunarDay, lunar

FIRST, LAST = dt.date(1901, 2, 19), dt.date(2051, 2, 10)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FIRST, "辛丑年正月初一"),
        (dt.date(1912, 1, 1), "辛亥年冬月十三"),
        (dt.date(1933, 7, 22), "癸酉年闰五月三十"),
        (dt.date(1949, 10, 1), "己丑年八月初十"),
        (dt.date(1976, 7, 28), "丙辰年七月初二"),
        (dt.date(2000, 2, 5), "庚辰年正月初一"),
        (dt.date(2023, 3, 22), "癸卯年闰二月初一"),
        (dt.date(2024, 2, 9), "癸卯年腊月三十"),
        (dt.date(2025, 1, 29), "乙巳年正月初一"),
        (dt.date(2033, 12, 22), "癸丑年闰冬月初一"),
        (LAST, "庚午年腊月廿九"),
    ],
)
def test_known_days(day: dt.date, said: str) -> None:
    """New years, leap months, and days that everybody knows."""
    assert str(lunar(day)) == said


@pytest.mark.parametrize("day", [FIRST - dt.timedelta(1), LAST + dt.timedelta(1)])
def test_other_years_are_not_known(day: dt.date) -> None:
    """Nothing is said of a day outside of the table."""
    assert lunar(day) is None


@given(st.dates(FIRST, LAST))
def test_what_is_printed_is_read(day: dt.date) -> None:
    """The lunar day that a masthead prints beside a day is that day's."""
    known = lunar(day)
    assert known is not None
    assert lunar_day(f"星期四 农历{known}") == known


@given(st.dates(FIRST, LAST - dt.timedelta(1)))
def test_days_follow_each_other(day: dt.date) -> None:
    """The next day is the month's next, or a month's first behind a 29th or 30th."""
    here, there = lunar(day), lunar(day + dt.timedelta(1))
    assert here is not None
    assert there is not None
    assert here.day is not None
    if there.day == 1:
        assert here.day in {29, 30}
    else:
        assert (there.month, there.day) == (here.month, here.day + 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025年3月6日 星期四 乙巳年二月初七", LunarDay(41, 2, 7)),
        ("農曆乙巳年閏六月初一", LunarDay(41, -6, 1)),
        ("农历腊月廿三", LunarDay(None, 12, 23)),
        ("甲辰年", LunarDay(40, None, None)),
        ("第2版 要闻 3月6日", None),
        ("", None),
    ],
)
def test_lunar_days_in_texts(text: str, found: LunarDay | None) -> None:
    """As much of a lunar day as a text names."""
    assert lunar_day(text) == found
