"""The house style: how the builders word and space what they are given.

A line of print for a block and a blank line below it; full-width brackets; 本报讯 and a blank. The wording of the trade's
formulas stands in the grammar, for reading; here stands the one form of each that is written, and the grammar is asked
whether it would be read as meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from edition._grammar.compiled import base
from edition._grammar.names import Person
from edition._grammar.people import people
from edition._text.lines import BLANKS
from edition._text.numerals import page_label

#: The end of a line, and the blank line below it.
LINE_END = "\n\n"

#: One line of print, or several.
Lines: TypeAlias = str | Sequence[str]
#: People, as names or with their roles.
People: TypeAlias = Iterable[str | Person]

_WEEKDAYS = "一二三四五六日"
_PAGE = re.compile(r"[1-9][0-9]{0,2}|[A-Z]{1,2}(?!0+\Z)[0-9]{1,3}")
#: What no press prints: control characters but the tab, separators of lines, halves of a character.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def line(text: str, what: str) -> str:
    """The text, if it can stand as one piece of print; ValueError says what is allowed."""
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(f"{what} is a str, not {type(text).__name__}")
    if not text.strip(BLANKS):
        raise ValueError(f"{what} must not be empty: {text!r}")
    if "\n" in text:
        raise ValueError(
            f"{what} must be one line, without a line ending: {text!r}; pass several lines as separate arguments"
        )
    if text != text.strip(BLANKS):
        raise ValueError(
            f"{what} must be without surrounding whitespace, which is layout: {text!r}"
        )
    if (found := _UNPRINTABLE.search(text)) is not None:
        raise ValueError(f"{what} is of characters that can be printed, not {found.group()!r}")
    return text


def formula(text: str, what: str, names: tuple[str, ...], example: str) -> str:
    """The text, if one of the grammar's formulas reads it from end to end."""
    line(text, what)
    if not any(base().reads(name, text) for name in names):
        raise ValueError(f"{what} must be a formula such as {example}, not {text!r}")
    return text


def lead(
    *, paper: bool, agency: str | None, place: str | None, date: dt.date | str | None, by: People
) -> tuple[str, str]:
    """The opening formula of a report, and what stands between it and the first sentence."""
    if paper and agency is not None:
        raise ValueError(
            f"a lead names the paper or an agency, not both: paper=True, agency={agency!r}"
        )
    if not paper and agency is None:
        raise ValueError("a lead names the paper (paper=True) or an agency (agency='新华社')")
    day = month_day(date) if date is not None else ""
    source = agency if agency is not None else "本报"
    filed = f"{source}{place or ''}{day}"
    text = f"{filed}讯" if filed == "本报" else f"{filed}电"
    writers = _writers(by, "记者")
    return (f"{text}（{names(writers)}）", "") if writers else (text, " ")


def byline(by: People) -> str:
    """``本报记者 陈立 通讯员 贺勇``: people of the paper unless they are called otherwise."""
    writers = _writers(by, "记者")
    if not writers:
        raise ValueError(
            "a byline names somebody: people=['陈立'], or give its line as it is printed"
        )
    return ("本报" if writers[0].role == "记者" else "") + names(writers)


def signoff(by: People) -> str:
    """``（何青）``, ``（记者 陈立 通讯员 贺勇）``: names alone unless they are called something."""
    writers = _writers(by, None)
    if not writers:
        raise ValueError(
            "a sign-off names somebody: people=['何青'], or give its line as it is printed"
        )
    return f"（{names(writers)}）"


def credit(by: People) -> str:
    """``马兰 摄``, ``本报记者 白露 摄``."""
    makers = _writers(by, "摄")
    if not makers:
        raise ValueError(
            "a credit names somebody: people=['马兰'], or give its line as it is printed"
        )
    if any(maker.role not in ("摄", "记者") for maker in makers):
        raise ValueError(
            "in a credit people are 摄 or 记者; give any other line as it is printed: Credit.build('…')"
        )
    text = " ".join(
        maker.name if maker.role == "摄" else f"本报记者 {maker.name}" for maker in makers
    )
    return _read_as(f"{text} 摄", makers)


def staff(duties: Mapping[str, str]) -> str:
    """``责编 段秋禾  版式 宋闻溪``."""
    if not duties:
        raise ValueError(
            "credits name somebody: staff={'责编': '何青'}, or give the line as it is printed"
        )
    return "  ".join(f"{_word(duty, 'a duty')} {_name(name)}" for duty, name in duties.items())


def continued_from(page: int | str) -> str:
    """``（上接第1版）``."""
    return f"（上接{page_tag(page)}）"


def continued_on(page: int | str) -> str:
    """``（下转第4版）``."""
    return f"（下转{page_tag(page)}）"


def index_entry(title: str, page: int | str) -> str:
    """``河堤步道开放 （第2版）``."""
    return f"{line(title, 'an entry of an index')} （{page_tag(page)}）"


def folio(
    page: int | str | None, section: str | None, date: dt.date | None, paper: str | None
) -> str:
    """``第2版 要闻 2025年3月6日 星期四 汾河日报``."""
    check_date(date)
    parts = [
        page_tag(page) if page is not None else None,
        _word(section, "a section's name") if section is not None else None,
        f"{date.year}年{month_day(date)} 星期{_WEEKDAYS[date.weekday()]}"
        if date is not None
        else None,
        _word(paper, "a paper's name") if paper is not None else None,
    ]
    text = " ".join(part for part in parts if part is not None)
    if not text:
        raise ValueError("a folio names a page, a section, a date or a paper")
    return text


def dashed(text: str) -> str:
    """A deck's first line: ``——下游灌区见闻``."""
    return text if base().cue("DASH_OPENING").match(text) else f"——{text}"


def bulleted(text: str) -> str:
    """A summary's line: ``■ 今年新开步道三条``."""
    opened = any(base().cue(name).match(text) for name in ("BULLET_OPENING", "SUMMARY_OPENING"))
    return text if opened else f"■ {text}"


def noted(text: str) -> str:
    """An editor's note: ``编者按：春天来了……``."""
    return text if base().cue("EDITOR_NOTE_OPENING").match(text) else f"编者按：{text}"


def page_tag(page: int | str) -> str:
    """``第2版``, ``A04版``."""
    label = str(page)
    if isinstance(page, bool) or not _PAGE.fullmatch(label):
        raise ValueError(f"a page is a number from 1 to 999 or a label such as 'A04', not {page!r}")
    tag = f"第{label}版" if label[0].isdigit() else f"{label}版"
    if page_label(tag) != label:
        raise ValueError(f"a page's label is letters and digits as in 'A04', not {page!r}")
    return tag


def check_date(date: object) -> None:
    """Raise TypeError for what is neither a day nor None; a day with a time of day is none."""
    if date is not None and (not isinstance(date, dt.date) or isinstance(date, dt.datetime)):
        raise TypeError(f"a date is a datetime.date, not {date!r}")


def month_day(date: dt.date | str) -> str:
    """``3月5日``."""
    if isinstance(date, dt.date):
        return f"{date.month}月{date.day}日"
    if not base().reads("date", date):
        raise ValueError(f"a date is a datetime.date or a text such as '3月5日', not {date!r}")
    return date


def names(writers: Sequence[Person]) -> str:
    """People as they stand in a formula, each role once before those who have it."""
    groups: list[str] = []
    for role, who in groupby(writers, lambda person: person.role):
        run = [person.name for person in who]
        groups.append("、".join(run) if role is None else f"{role} {' '.join(run)}")
    return _read_as(" ".join(groups), writers)


def _read_as(text: str, writers: Sequence[Person]) -> str:
    if (read := people(text)) != tuple(writers):
        as_read = "、".join(f"{p.name}（{p.role}）" if p.role else p.name for p in read) or "nobody"
        raise ValueError(
            f"{text!r} would be read as {as_read}: a role is one of the trade's (记者, 通讯员), or none"
        )
    return text


def _writers(by: People, role: str | None) -> list[Person]:
    if isinstance(by, str):
        raise TypeError(f"people are a list of names, as in [{by!r}], not a str")
    found = [person if isinstance(person, Person) else Person(person, role) for person in by]
    for person in found:
        _name(person.name)
    return found


def _name(name: str) -> str:
    if len(name) < 2 or not base().reads("written_name", name):
        raise ValueError(
            f"a name is two Han characters or more, without brackets, blanks or a role, not {name!r}"
        )
    return name


def _word(text: str, what: str) -> str:
    if any(blank in line(text, what) for blank in BLANKS):
        raise ValueError(f"{what} has no blank in it: {text!r}")
    return text
