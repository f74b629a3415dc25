"""What a user has said about a page, and the page parsed with it: values, without files, server or browser.

Corrections become pins, and the page is parsed again around them. Where a correction overlaps an earlier one, the later one wins; the
rest of the earlier one stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from attrs import evolve, field, frozen

from edition._model.nodes import Block, Item, Signed
from edition._model.pages import Page, placed, sureness
from edition._model.roles import ROLES
from edition._parser.models import AnyModel
from edition._parser.pins import TIES
from edition._parser.weights import FURNITURE
from edition._text.lines import BLANKS
from edition.pages import parse
from edition.standoff import PersonRow, Standoff, to_standoff

#: A stretch of the text, half-open, in code points.
Span: TypeAlias = tuple[int, int]
#: A role, and how what has it is tied to what stands before it; None where the reading tells.
Known: TypeAlias = tuple[str, str | None]
#: What is known of a page.
Pinned: TypeAlias = Mapping[Span, Known]
#: Who is named: names, and what they did.
Names: TypeAlias = tuple[tuple[str, str | None], ...]

#: Below what confidence a line is doubtful.
DOUBTFUL = 0.8
#: What nothing else goes on with in its block: a paragraph goes on behind what has cut it.
_APART = FURNITURE | {"paragraph"}
_BETWEEN_NAMES = re.compile("[、，,；;\n]+")
_NAME = re.compile(r"(.*?)(?:[（(]([^（()）]*)[)）])?", re.DOTALL)


@frozen
class Row:
    """What one block has of one line."""

    start: int
    end: int
    line: int
    """The number of its line, from 1."""
    role: str
    tie: str | None
    """``new`` where something begins with it, ``same`` where a block does, ``join`` where neither; None for the page's furniture."""
    item: int
    """The number of the page's item that it stands in, from 0."""
    block: int
    """The number of its block on the page, from 0."""
    sure: float | None
    """How likely its role and border are right; told where its block begins, if that is known."""
    pinned: bool
    """Whether a person said what it is."""
    people: Names | None
    """Who is named in its block, where that begins and can name people."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return not self.pinned and self.sure is not None and self.sure < DOUBTFUL


@frozen(eq=False, slots=False)
class Review:
    """A text, what a person knows of it, and the page that it is with that."""

    text: str
    pins: Pinned
    people: Mapping[int, Names]
    """Who is named in some blocks, by where their print begins."""
    page: Page = field(repr=False)
    model: AnyModel | None = None
    """The model that it is read with; None for the shipped one."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The page's lines, cut into what its blocks have of them."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        sure = sureness(self.page)
        pinned = _Spans(self.pins)
        line, at, last = 1, 0, -1
        for number, (index, block, starts) in enumerate(placed(self.page)):
            item, opens, last = self.page.items[index], index != last, index
            asked = [sure(block), sure(item) if opens else None]
            shares = [share for share in asked if share is not None]
            for n, (piece, start) in enumerate(zip(block.parts, starts, strict=True)):
                line, at = line + self.text.count("\n", at, start), start
                end = start + len(piece.text)
                yield Row(
                    start,
                    end,
                    line,
                    block.role,
                    _tie_of(item, block, n, opens=opens),
                    index,
                    number,
                    min(shares) if shares and n == 0 else None,
                    pinned.touch(start, end),
                    self._people(block, start) if n == 0 else None,
                )

    def _people(self, block: Block, start: int) -> Names | None:
        if not isinstance(block, Signed):
            return None
        return self.people.get(start, tuple((one.name, one.role) for one in block.people))

    def standoff(self) -> Standoff:
        """The page's roles and people, as :func:`edition.to_standoff` writes them."""
        data = to_standoff(self.page)
        for row in data["spans"]:
            if "people" in row and row["start"] in self.people:
                row["people"] = [_person(*one) for one in self.people[row["start"]]]
        return data

    def with_role(self, start: int, end: int, role: str) -> Review:
        """The page where some lines have another role: what they have of a block stays one."""
        if role not in ROLES:
            raise ValueError(f"no role {role!r:.40}")
        pins: Pinned = self.pins
        for _, run in groupby(self._within(start, end), lambda row: row.block):
            rows = [*run]
            pins = self._put(pins, rows, _tied(role, self._said(rows[0].start)))
        return self._read(pins)

    def with_border(self, start: int, end: int, tie: str) -> Review:
        """The page where something begins at a line (``new``), or a block of the same thing (``same``), or nothing does (``join``)."""
        if tie not in TIES:
            raise ValueError(f"no border {tie!r:.40}")
        row = self._within(start, end)[0]
        above = next((one for one in reversed(self.rows) if one.start < row.start), None)
        if tie == "join" and above is not None and not {row.role, above.role} & _APART:
            return self.merged(row.start, self._block(row)[-1].end)
        role = "paragraph" if tie == "join" else row.role
        return self._read(self._put(self.pins, [row, self._block(row)[-1]], _tied(role, tie)))

    def cut(self, start: int, end: int, at: int) -> Review:
        """The page where a line is two things: what stands before an offset stays what it is, the rest is parsed again."""
        row = self._within(start, end)[0]
        if not (self.text[row.start : at].strip(BLANKS) and self.text[at : row.end].strip(BLANKS)):
            raise ValueError("a line is cut between two of its characters")
        pins = self._freed(self.pins, row.start, row.end)
        pins[row.start, at] = _tied(row.role, self._said(row.start))
        return self._read(pins)

    def merged(self, start: int, end: int) -> Review:
        """The page where some lines are one thing with what stands before them."""
        rows = self._within(start, end)
        before = self.rows.index(rows[0]) - 1
        if before < 0:
            raise ValueError("nothing stands before it")
        above = self._block(self.rows[before])[0]
        known = _tied(above.role, self._said(above.start))
        return self._read(self._put(self.pins, [above, rows[-1]], known))

    def confirmed(self, start: int, end: int) -> Review:
        """The page where some lines, and the rest of their blocks, are what they were read as, for certain."""
        pins: Pinned = self.pins
        for row in self._within(start, end):
            rows = self._block(row)
            pins = self._put(pins, rows, _tied(row.role, rows[0].tie))
        return self._read(pins)

    def freed(self, start: int, end: int) -> Review:
        """The page where nothing is known of some lines, and of the rest of their blocks."""
        pins: Pinned = self.pins
        people = dict(self.people)
        for row in self._within(start, end):
            rows = self._block(row)
            pins = self._freed(pins, rows[0].start, rows[-1].end)
            people.pop(rows[0].start, None)
        return read(self.text, pins, people, self.model)

    def naming(self, start: int, end: int, names: str) -> Review:
        """The page where a line's block names others, as in ``陈立（记者）、何青``."""
        row = self._block(self._within(start, end)[0])[0]
        if row.people is None:
            raise ValueError(f"a {row.role} names nobody")
        told = names_of(names)
        people = {at: one for at, one in self.people.items() if at != row.start}
        read = evolve(self, people=people)
        if next(one.people for one in read.rows if one.start == row.start) == told:
            return read
        return evolve(self, people=people | {row.start: told})

    def mended(self, before: Review, start: int, end: int) -> int:
        """How many lines are something else than before, but for those that were corrected."""
        old = {(row.start, row.end): (row.role, row.tie) for row in before.rows}
        return sum(
            old.get((row.start, row.end)) != (row.role, row.tie)
            for row in self.rows
            if row.end <= start or end <= row.start
        )

    def _read(self, pins: Pinned) -> Review:
        return read(self.text, pins, self.people, self.model)

    def _within(self, start: int, end: int) -> list[Row]:
        found = [row for row in self.rows if start <= row.start and row.end <= end]
        if not found:
            raise ValueError(f"no line stands from {start} to {end}")
        return found

    def _block(self, row: Row) -> list[Row]:
        return [one for one in self.rows if one.block == row.block]

    def _freed(self, pins: Pinned, start: int, end: int) -> dict[Span, Known]:
        """The pins without what they say of a stretch; what they say of print beside it stays."""
        found: dict[Span, Known] = {}
        for (a, b), (role, tie) in pins.items():
            for begin, stop, tied in ((a, min(b, start), tie), (max(a, end), b, None)):
                # What begins at another place is not tied as the whole was.
                if begin < stop and self.text[begin:stop].strip(BLANKS):
                    found[begin, stop] = role, tie if begin == a else tied
        return found

    def _put(self, pins: Pinned, rows: Sequence[Row], known: Known) -> dict[Span, Known]:
        """Say what some lines are, whatever was said of them before."""
        start, end = rows[0].start, rows[-1].end
        return self._freed(pins, start, end) | {(start, end): known}

    def _said(self, start: int) -> str | None:
        """The tie that a person has given to what begins here."""
        return next((tie for span, (_, tie) in self.pins.items() if span[0] == start), None)


class _Spans:
    """Spans that do not overlap, to be asked whether one touches a stretch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them has something of a stretch."""
        n = bisect_right(self._ends, start)
        return n < len(self._ends) and self._starts[n] < end


def read(
    text: str, pins: Pinned, people: Mapping[int, Names], model: AnyModel | None = None
) -> Review:
    """A text, read with what is known of it. Raises ValueError for what can be no pin (:func:`edition.parse`)."""
    told: dict[int | Span, str | tuple[str, str]] = {
        span: role if tie is None else (role, tie) for span, (role, tie) in pins.items()
    }
    return Review(text, pins, people, parse(text, pins=told, model=model), model)


def everything(review: Review) -> dict[Span, Known]:
    """Pins that hold all of a page as it is."""
    pins: dict[Span, Known] = {}
    for _, run in groupby(review.rows, lambda row: row.block):
        rows = [*run]
        pins[rows[0].start, rows[-1].end] = _tied(rows[0].role, rows[0].tie)
    return pins


def names_of(text: str) -> Names:
    """The names that a person has written, and what they did, in brackets behind each.

    >>> names_of("陈立（记者）、何青")
    (('陈立', '记者'), ('何青', None))
    """
    found: list[tuple[str, str | None]] = []
    for part in _BETWEEN_NAMES.split(text):
        one = _NAME.fullmatch(part.strip())
        name = (one[1] if one else part).strip()
        if name.strip(BLANKS):
            found.append((name, (one[2] or "").strip() or None if one else None))
    return tuple(found)


def names_text(names: Names) -> str:
    """Names as a person writes them."""
    return "、".join(f"{name}（{role}）" if role else name for name, role in names)


def _person(name: str, role: str | None) -> PersonRow:
    return {"name": name, "role": role} if role else {"name": name}


def _tie_of(item: Item, block: Block, piece: int, *, opens: bool) -> str | None:
    if block.role in FURNITURE:
        return None
    if piece or getattr(block, "continues", False):
        return "join"
    return "new" if opens and not getattr(item, "continues", False) else "same"


def _tied(role: str, tie: str | None) -> Known:
    """A role and a tie that go together."""
    if role in FURNITURE:
        return role, None
    return role, "same" if tie == "join" and role != "paragraph" else tie
