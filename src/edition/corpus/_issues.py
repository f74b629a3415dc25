"""Pages that follow each other put together into issues, and the rows of the stories that run over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from posixpath import dirname
from typing import TypeAlias, cast

from attrs import define, field, frozen

from edition._model.editions import MOST_PAGES, section_of
from edition._text.numerals import page_number
from edition.corpus._model import Origin, ParsedPage
from edition.editions import Edition
from edition.pages import Page
from edition.records import Record, to_records

Row: TypeAlias = dict[str, object]


@frozen(weakref_slot=False)
class _Member:
    """A page of an issue."""

    page: Page
    id: str
    """The page's id in the tables."""
    paper: str | None
    date: dt.date | None
    label: str | None
    folder: tuple[str, str]


def folder_of(origin: Origin) -> tuple[str, str]:
    """Where a page lies: its file's folder, and the folder in the archive."""
    return dirname(origin.path), dirname(origin.member or "")


def same_issue(one: Origin, other: Origin) -> bool:
    """Whether sources say of two pages that they are of one issue: of one day, one paper and in one folder."""
    return (
        one.date is not None
        and one.date == other.date
        and one.paper == other.paper
        and folder_of(one) == folder_of(other)
    )


@define
class Issues:
    """Gathers the pages of an issue until one of another comes."""

    _held: list[_Member] = field(factory=list)

    def add(self, result: ParsedPage, page_id: str) -> list[Row]:
        """Take a page; the stories of the issue that ended before it, if one did."""
        page, origin = result.page, result.source.origin
        member = _Member(
            page,
            page_id,
            origin.paper or page.paper,
            origin.date or page.date,
            origin.label or page.label,
            folder_of(origin),
        )
        ended = [] if self._belongs(member) else self.end()
        self._held.append(member)
        return ended

    def end(self) -> list[Row]:
        """The stories of the issue that is held."""
        held, self._held = self._held, []
        return _rows(held) if held else []

    def _belongs(self, member: _Member) -> bool:
        """Whether a page is of the issue that is held: of a known day and the same, of no other paper, and no page twice."""
        if not self._held or len(self._held) == MOST_PAGES:
            return False
        first = self._held[0]
        papers = {other.paper for other in (*self._held, member) if other.paper is not None}
        labels = {other.label for other in self._held}
        return (
            member.date is not None
            and member.date == first.date
            and member.folder == first.folder
            and len(papers) < 2
            and (member.label is None or member.label not in labels)
        )


def _rows(held: list[_Member]) -> list[Row]:
    """The rows of an issue's stories."""
    if all(member.label is not None for member in held):
        # Names sort otherwise than pages do: 10.txt stands before 2.txt.
        held = sorted(held, key=lambda m: (section_of(m.label or ""), page_number(m.label) or 0))
    paper = next((member.paper for member in held if member.paper is not None), None)
    numbers = _numbers(held)
    if len(held) == 1 and page_number(held[0].label) is None:
        records = to_records(held[0].page, paper=paper, date=held[0].date)
        numbers = [held[0].page.number]
    else:
        labels = [f"{member.label}.txt" for member in held if member.label is not None]
        issue = Edition(
            tuple(member.page for member in held),
            tuple(cast("list[int]", numbers)),
            paper,
            held[0].date,
            # What tells a section may be known by the source alone.
            tuple(labels) if len(labels) == len(held) else (),
        )
        records = to_records(issue)
    page_of = dict(zip(numbers, held, strict=True))
    article_of = {
        (number, place.item): f"{member.id}#{n}"
        for number, member in page_of.items()
        for n, story in enumerate(member.page.stories, 1)
        for place in story.places
    }
    return [_row(record, page_of, article_of) for record in records]


def _numbers(held: Iterable[_Member]) -> list[int | None]:
    """A number in the issue for each page, rising: that of its label, else the next."""
    found: list[int | None] = []
    last = 0
    for member in held:
        number = page_number(member.label)
        last = number if number is not None and last < number <= MOST_PAGES else last + 1
        found.append(last)
    return found


def _row(
    record: Record,
    page_of: dict[int | None, _Member],
    article_of: dict[tuple[int | None, int], str],
) -> Row:
    places = [(piece["page"], piece["item"]) for piece in record["pieces"]]
    articles = list(dict.fromkeys(article_of[place] for place in places))
    date = page_of[places[0][0]].date
    filed = record["dateline"]
    day = filed["day"] if filed is not None else None
    return {
        **record,
        "id": articles[0],
        "date": date,
        "pages": [{**page, "label": page_of[page["number"]].label} for page in record["pages"]],
        "year": date.year if date is not None else None,
        "dateline": filed and {**filed, "day": dt.date.fromisoformat(day) if day else None},
        "page_ids": [page_of[number].id for number, _ in places],
        "articles": articles,
    }
