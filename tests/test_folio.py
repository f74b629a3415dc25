"""What a running line says: which page of which paper, and of which day."""

from __future__ import annotations

import datetime as dt

import pytest

from edition._grammar import folio


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第2版 要闻", "2"),
        ("今日4版 第1版", "1"),
        ("今日4版", None),
        ("要闻 2", "2"),
        ("要闻 007", "7"),
        ("要闻 2025", None),
        ("邮箱 fenhe@A04版.com", None),  # an address before
        ("邮箱：xA04版", None),
        ("A04版x 副刊", None),
        ("电话A04版0351", None),
        ("邮箱：A04版@", None),
        ("fenhe.A04版 第2版", "2"),
        ("邮箱A04版 x", "A04"),
        ("x A04版", "A04"),
        ("xA04版", None),
    ],
)
def test_label(text: str, label: str | None) -> None:
    """A page's label is found, and what is letters and digits of an address or a number is none."""
    assert folio.label(text) == label


@pytest.mark.parametrize(
    ("text", "count"),
    [("今日4版", 4), ("今日12版", 12), ("今日十二版", 12), ("今日共16版", 16), ("第4版", None)],
)
def test_page_count(text: str, count: int | None) -> None:
    """How many pages the issue has, in all digits."""
    assert folio.page_count(text) == count


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("第2版 要闻", "要闻"),
        ("第2版/要闻", "要闻"),
        ("（要闻） 第2版", "要闻"),
        ("文化副刊", "文化副刊"),
        ("第2版", None),
        ("003 要闻", "要闻"),
        ("2025 要闻", None),
    ],
)
def test_name(text: str, name: str | None) -> None:
    """What the page is called, without the marks around it and without its number."""
    assert folio.name(text) == name


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("汾河日报", "汾河日报"),
        ("汾 河 日 报", "汾河日报"),
        ("第2版 要闻 汾河日报", "汾河日报"),
        ("第2版 要闻", None),
    ],
)
def test_paper(text: str, paper: str | None) -> None:
    """The paper's name, by itself, spaced out, and in a longer line."""
    assert folio.paper(text) == paper


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025年3月6日", dt.date(2025, 3, 6)),
        ("2025年3月6日 2024/1/2", dt.date(2025, 3, 6)),
        ("25年3月6日", dt.date(2025, 3, 6)),
        ("99年3月6日", dt.date(2099, 3, 6)),
        ("113年5月17日", dt.date(2024, 5, 17)),
        ("200年3月6日", dt.date(200, 3, 6)),
        ("2025.3.6", dt.date(2025, 3, 6)),
        ("94.9.28", None),
        ("2025.2.30", None),
        ("3月6日", None),
        ("要闻", None),
    ],
)
def test_date(text: str, date: dt.date | None) -> None:
    """The day of issue, where year, month and day are named and there is such a day."""
    assert folio.date(text) == date


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("星期一", 1),
        ("星期四", 4),
        ("週日", 7),
        ("星期天", 7),
        ("2025年3月6日 星期六", 6),
        ("要闻", None),
    ],
)
def test_weekday(text: str, weekday: int | None) -> None:
    """The day of the week, Monday being 1 and Sunday 7."""
    assert folio.weekday(text) == weekday
