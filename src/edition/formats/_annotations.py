"""What annotation tools and pages have in common: stretches of a text with a role each, tied to what stands before them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, get_args

from attrs import evolve, frozen

from edition._model.roles import ROLES
from edition.editions import Edition
from edition.formats.errors import FormatError
from edition.pages import Page, Pins, parse
from edition.standoff import SpanRow, Standoff, from_standoff, to_standoff

#: How a stretch is tied to what stands before it: something begins, it goes on, the same paragraph goes on. Those of pins.
Tie: TypeAlias = Literal["new", "same", "join"]
TIES: tuple[Tie, ...] = get_args(Tie)


class Annotated(NamedTuple):
    """A page's text and what was annotated on it, as :func:`edition.from_standoff` takes them."""

    text: str
    data: Standoff


@frozen(weakref_slot=False)
class Mark:
    """A stretch of the text, half-open, in code points, with its role."""

    start: int
    end: int
    role: str
    tie: Tie | None = None
    """None where the tool does not tell it."""


class Units:
    """The offsets of a text in UTF-16 units, which programs in Java and JavaScript count.

    >>> units = Units("晴😊天")
    >>> units.of(2), units.back(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self.wide = [n for n, char in enumerate(text) if char > "\uffff"]
        """The offsets of the characters that are two units, in code points, and in units."""
        self.wide_units = [at + n for n, at in enumerate(self.wide)]

    def of(self, offset: int) -> int:
        """An offset in code points, in units."""
        return offset + bisect_right(self.wide, offset - 1)

    def back(self, units: int) -> int | None:
        """An offset in units, in code points; None for one outside the text, or inside a character."""
        before = bisect_right(self.wide_units, units - 1)
        inside = before and self.wide_units[before - 1] == units - 1
        offset = units - before
        return None if inside or not 0 <= offset <= self.size else offset


def marks_of(rows: Sequence[SpanRow]) -> list[Mark]:
    """The stretches of a page, out of the rows of its standoff."""
    return [
        Mark(row["start"], row["end"], row["role"], _tie(before, row))
        for before, row in pairwise((None, *rows))
        if row is not None
    ]


def _tie(before: SpanRow | None, row: SpanRow) -> Tie:
    if row.get("continues"):
        return "join"
    if before is not None and row.get("block") == before.get("block"):
        return "join" if row["role"] == "paragraph" else "same"
    goes_on = before is not None and row.get("item") == before.get("item")
    return "same" if row.get("resumes") or goes_on else "new"


def annotated(text: str, marks: Iterable[Mark], was: Standoff | None, *, tool: str) -> Standoff:
    """The standoff of a page that somebody has marked; ``was`` is what the tool was given.

    What nobody has changed is as it was, to the last number. Otherwise all marks are pinned, and the page is parsed again with them: the rest
    of it follows. A tie that a role can't have is passed over. People named in a line that has stayed are still named there.

    Raises FormatError for an unknown role, and for marks that overlap or cover no text.
    """
    found = sorted(marks, key=lambda mark: (mark.start, mark.end))
    for mark in found:
        if mark.role not in ROLES:
            raise FormatError(
                tool, f"no role {mark.role[:40]!r}: there are {', '.join(ROLES)}", offset=mark.start
            )
    if was is None:
        return to_standoff(_read(text, found, None, tool))
    before = from_standoff(text, was)
    rows = to_standoff(before)["spans"]
    given = marks_of(rows)
    found = _tied(found, given)
    if found == given:
        return was
    told = to_standoff(_read(text, found, before, tool))
    people = {
        (row["start"], row["end"], row["role"]): row["people"] for row in rows if "people" in row
    }
    for row in told["spans"]:
        if "people" in row:
            row["people"] = people.get((row["start"], row["end"], row["role"]), row["people"])
    return told


def _tied(marks: list[Mark], given: list[Mark]) -> list[Mark]:
    """The marks; where a tool tells no tie and the line and the one before have stayed, as they were tied."""
    stayed = {
        (before and _place(before), _place(after)): after.tie
        for before, after in pairwise((None, *given))
        if after is not None
    }
    found: list[Mark] = []
    before = None
    for mark in marks:
        here = _place(mark)
        found.append(evolve(mark, tie=mark.tie or stayed.get((before, here))))
        before = here
    return found


def _place(mark: Mark) -> tuple[int, int, str]:
    return mark.start, mark.end, mark.role


def _read(text: str, marks: list[Mark], before: Page | None, tool: str) -> Page:
    pins: Pins = {
        (mark.start, mark.end): _pin(mark, is_first=n == 0) for n, mark in enumerate(marks)
    }
    try:
        return parse(text, dialect=before.dialect if before else None, pins=pins)
    except ValueError as error:
        raise FormatError(tool, str(error)) from None


def _pin(mark: Mark, *, is_first: bool) -> str | tuple[str, str]:
    tie = mark.tie
    if tie == "join" and mark.role != "paragraph":
        tie = "same"
    if tie != "new" and (is_first or ROLES[mark.role].family == "running"):
        tie = None
    return (mark.role, tie) if tie else mark.role


def pages_of(source: Page | Edition) -> list[tuple[int, Page]]:
    """The pages of an issue, or the one page, with their numbers; a page that tells none is number 1.

    Raises TypeError for anything else.
    """
    if isinstance(source, Edition):
        return [*zip(source.numbers, source.pages, strict=True)]
    if isinstance(source, Page):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        return [(source.number or 1, source)]
    raise TypeError(f"expected a page or an edition, not {type(source).__name__}")


def tie_named(name: object, tool: str, path: str) -> Tie:
    """A tie by its name. Raises FormatError for an unknown name."""
    for tie in TIES:
        if name == tie:
            return tie
    raise FormatError(tool, f"a line is tied by {', '.join(TIES)}, not by {name!r:.40}", path)
