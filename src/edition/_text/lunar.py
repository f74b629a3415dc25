"""The lunar calendar, as mastheads print it beside the day: 农历乙巳年二月初七."""

from __future__ import annotations

import datetime as dt
import re
from itertools import accumulate

from attrs import frozen

from edition._text.numerals import number

#: The years from 1901 on: the last digit is the month behind which a leap month stands, 0 for none; the
#: bits before it tell which months, the first one lowest, have thirty days.
_YEARS = (
    0x07520, 0x0ea50, 0x164a5, 0x064b0, 0x0a9b0, 0x15564, 0x056a0, 0x0b590, 0x17522, 0x07520, 0x1b256, 0x0b250,
    0x0a4b0, 0x14ab5, 0x02ad0, 0x056b0, 0x0b692, 0x0da90, 0x1d927, 0x0e920, 0x0d250, 0x1a4d5, 0x0a560, 0x02b60,
    0x15b54, 0x06d40, 0x0ea90, 0x1e922, 0x0e920, 0x0d266, 0x052b0, 0x0a570, 0x12b65, 0x0b5a0, 0x06d40, 0x0ec93,
    0x07490, 0x16937, 0x0a930, 0x052b0, 0x0a5b6, 0x0aad0, 0x056a0, 0x1b554, 0x0ba40, 0x0b490, 0x1a932, 0x0a950,
    0x152d7, 0x05360, 0x0aad0, 0x15aa5, 0x05b20, 0x0da50, 0x1d4a3, 0x0d4a0, 0x0a958, 0x0a970, 0x05560, 0x0ab56,
    0x0ad50, 0x06d20, 0x0ea54, 0x0ea50, 0x064a0, 0x0c973, 0x0a9b0, 0x155a7, 0x056a0, 0x0b690, 0x17525, 0x0b520,
    0x0b250, 0x164b4, 0x0a4b0, 0x14ab8, 0x02ad0, 0x056d0, 0x0b696, 0x0da90, 0x0d920, 0x1d254, 0x0d250, 0x1a4da,
    0x0a560, 0x02b60, 0x05b56, 0x06d50, 0x0ea90, 0x1e925, 0x0e920, 0x0d260, 0x0a563, 0x0a570, 0x14d68, 0x035a0,
    0x06d50, 0x16c95, 0x07490, 0x06930, 0x152b4, 0x052b0, 0x0a5b0, 0x155a2, 0x056a0, 0x1b557, 0x0ba40, 0x0b490,
    0x1a935, 0x0a950, 0x052d0, 0x0aad4, 0x0ab50, 0x15aa9, 0x05d20, 0x0da50, 0x1d4a6, 0x0d4a0, 0x0c950, 0x152e4,
    0x05560, 0x0ab50, 0x15b22, 0x06d20, 0x0ea56, 0x07250, 0x064b0, 0x0c975, 0x0cab0, 0x055a0, 0x0ad63, 0x0b690,
    0x1752b, 0x0b520, 0x0b250, 0x1a4b6, 0x0a4b0, 0x04ab0, 0x055b5, 0x05ad0, 0x0b6a0, 0x1b522, 0x0d920, 0x1d257,
    0x0d250, 0x0a550, 0x14ad5, 0x04b60, 0x05b50, 0x0daa3,
)  # fmt: skip
_FIRST_YEAR, _FIRST_DAY = 1901, dt.date(1901, 2, 19)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_NUMBERS = "一二三四五六七八九十"
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_PARTS = (
    rf"(?:(?P<stem>[{_STEMS}])(?P<branch>[{_BRANCHES}])年)?"
    r"(?:(?P<leap>[闰閏])?(?P<month>[正冬腊臘]|[一二三四五六七八九十]{1,2})月初?(?P<day>[一二三四五六七八九十廿卅]{1,3}))?"
)


@frozen(weakref_slot=False)
class LunarDay:
    """A day of the lunar calendar, as far as a text names it."""

    #: Which of sixty the year is, from 0 for 甲子.
    year: int | None
    #: The month, a leap month below zero; and the day.
    month: int | None
    day: int | None

    def __str__(self) -> str:
        year = "" if self.year is None else f"{_STEMS[self.year % 10]}{_BRANCHES[self.year % 12]}年"
        if self.month is None or self.day is None:
            return year
        tens, ones = divmod(self.day - 1, 10)
        day = ("初", "十", "廿")[tens] + _NUMBERS[ones]
        day = {"十十": "二十", "廿十": "三十"}.get(day, day)
        leap = "闰" if self.month < 0 else ""
        return f"{year}{leap}{('正', *_NUMBERS[1:], '冬', '腊')[abs(self.month) - 1]}月{day}"

    def is_said_of(self, other: LunarDay) -> bool:
        """Whether nothing that a text names of a day is other than it is."""
        return (
            self.year in {None, other.year}
            and self.month in {None, other.month}
            and self.day in {None, other.day}
        )


def named_day(text: str) -> LunarDay | None:
    """The lunar day that a formula of one names; None if it names none.

    >>> named_day("农历乙巳年二月初七"), named_day("农历")
    (LunarDay(year=41, month=2, day=7), None)
    """
    for found in re.finditer(_PARTS, text):
        stem, branch, leap, month, day = found.groups()
        if stem or month:
            value = (_MONTHS.get(month) or number(month) or 0) if month else None
            return LunarDay(
                next(n for n in range(60) if (_STEMS[n % 10], _BRANCHES[n % 12]) == (stem, branch))
                if stem and _STEMS.index(stem) % 2 == _BRANCHES.index(branch) % 2
                else None,
                -value if value and leap else value,
                number(day) if day else None,
            )
    return None


def lunar(day: dt.date) -> LunarDay | None:
    """A day in the lunar calendar; None outside of the years that are known, 1901 to 2050.

    >>> str(lunar(dt.date(2025, 3, 6))), str(lunar(dt.date(2025, 7, 25)))
    ('乙巳年二月初七', '乙巳年闰六月初一')
    """
    left = (day - _FIRST_DAY).days
    if left < 0:
        return None
    for year, bits in enumerate(_YEARS, _FIRST_YEAR):
        leap = bits & 15
        lengths = [29 + (bits >> 4 + n & 1) for n in range(13 if leap else 12)]
        if left >= sum(lengths):
            left -= sum(lengths)
            continue
        at = next(n for n, end in enumerate(accumulate(lengths)) if left < end)
        of_month = left - sum(lengths[:at]) + 1
        month = at + 1 if not leap or at < leap else -leap if at == leap else at
        return LunarDay((year - 4) % 60, month, of_month)
    return None
