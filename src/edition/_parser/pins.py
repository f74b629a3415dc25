"""Pins: what a person knows of some lines of a page, whatever else speaks for it.

A pin fixes the role of a span of print, and how it is tied to what stands before it. The span becomes an entry of its own, and what
is left of the line on either side becomes one, too; the search then has no other choice for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias, cast

from attrs import evolve, frozen

from edition._model.matches import joined
from edition._model.roles import ROLES
from edition._parser.constraints import candidates
from edition._parser.decode import Allowed, Held
from edition._parser.page_features import PageFeatures
from edition._parser.weights import FURNITURE
from edition._text.lines import BLANKS, Line
from edition._text.unwrap import LogicalLine

#: What is pinned: a span, half-open, in code points, or a line, from 1; and its role, or its role and how it is tied.
Pins: TypeAlias = Mapping["int | tuple[int, int]", "str | tuple[str, str]"]
#: How a span can be tied to what stands before it: something begins, it goes on, the same paragraph goes on.
TIES = ("new", "same", "join")


@frozen
class Pin:
    """A span of print whose role is known."""

    start: int
    end: int
    role: str
    tie: str | None = None


def checked(text: str, pins: Pins) -> list[Pin]:
    """The pins of a page in their order.

    Raises ValueError for what is no span of print, no role and no tie, and for pins that contradict each other or themselves.
    """
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    found = sorted(
        (_pin(text, starts, where, what) for where, what in pins.items()),
        key=lambda pin: (pin.start, pin.end),
    )
    for one, other in pairwise(found):
        if other.start < one.end:
            raise ValueError(
                f"two pins overlap: {one.start} to {one.end} and {other.start} to {other.end}"
            )
    if found and found[0].tie in ("same", "join") and not text[: found[0].start].strip(BLANKS):
        raise ValueError(
            f"nothing stands before {found[0].start} to {found[0].end} that it could go on with"
        )
    return found


def _pin(text: str, starts: Sequence[int], where: object, what: object) -> Pin:
    start, end = _span(text, starts, where)
    role, tie = what if isinstance(what, tuple) and len(what) == 2 else (what, None)
    if not isinstance(role, str) or role not in ROLES:
        raise ValueError(f"no role {role!r}: there are {', '.join(ROLES)}")
    if tie is not None and tie not in TIES:
        raise ValueError(f"a span is tied by {', '.join(TIES)}, not by {tie!r}")
    if tie == "join" and role != "paragraph":
        raise ValueError(f"a paragraph is joined with the one before, not a {role}")
    if tie == "same" and role in FURNITURE:
        raise ValueError(f"a {role} goes on with nothing, it belongs to the page")
    return Pin(start, end, role, cast("str | None", tie))


def _span(text: str, starts: Sequence[int], where: object) -> tuple[int, int]:
    if type(where) is int:
        if not 0 < where <= len(starts):
            raise ValueError(f"lines are numbered from 1 to {len(starts)}, not {where}")
        start, shown = starts[where - 1], f"line {where}"
        end = starts[where] - 1 if where < len(starts) else len(text)
    elif isinstance(where, tuple) and [type(x) for x in where] == [int, int]:
        start, end = cast("tuple[int, int]", where)
        shown = f"{start} to {end}"
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{shown} is no span of this text of {len(text)} code points")
    else:
        raise ValueError(f"a pin is on a line (12) or a span (120, 135), not on {where!r:.80}")
    ink = text[start:end]
    start += len(ink) - len(ink.lstrip(BLANKS))
    end = start + len(ink.strip(BLANKS))
    if start == end:
        raise ValueError(f"there is no print in {shown}")
    return start, end


def cut(rows: Sequence[LogicalLine], pins: Sequence[Pin]) -> list[LogicalLine]:
    """The page's entries, every pinned span an entry of its own."""
    if not pins:
        return [*rows]
    found: list[LogicalLine] = []
    # What one pin covers is one entry, of whatever rows it is; what no pin covers is one with what it was one with.
    for (row, pin), run in groupby(_parts(rows, pins), key=lambda part: part[1:]):
        lines = [line for line, _, _ in run]
        text = joined([line.text for line in lines])[0]
        if pin < 0:
            found.append(evolve(rows[row], lines=lines, text=text))
        else:
            known_as = {"pinned": pins[pin].role, "tied": pins[pin].tie}
            found.append(LogicalLine(lines, text, **known_as))
    return found


def _parts(rows: Sequence[LogicalLine], pins: Sequence[Pin]) -> Iterator[tuple[Line, int, int]]:
    """The lines, cut where pins begin and end; each with the number of its row, or else of its pin."""
    k = 0
    for n, row in enumerate(rows):
        for line in row.lines:
            at = line.start + len(line.indent)
            end = at + len(line.text)
            while k < len(pins) and pins[k].end <= at:
                k += 1
            cuts = [(at, -1)]
            last = k
            while last < len(pins) and pins[last].start < end:
                pin = pins[last]
                if pin.start > cuts[-1][0]:
                    cuts.append((pin.start, last))
                else:
                    cuts[-1] = (cuts[-1][0], last)
                if pin.end < end:
                    cuts.append((pin.end, -1))
                last += 1
            yield from (
                (part, n if pin < 0 else -1, pin) for part, pin in _cut_line(line, cuts, end)
            )


def _cut_line(line: Line, cuts: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[Line, int]]:
    """A line cut at some offsets, each part with its pin; the blanks between two parts are behind the first."""
    base = line.start + len(line.indent)
    inked: list[tuple[int, int, int]] = []
    for (begin, pin), stop in zip(cuts, [*(at for at, _ in cuts[1:]), end], strict=True):
        ink = line.text[begin - base : stop - base]
        a = begin + len(ink) - len(ink.lstrip(BLANKS))
        if ink.strip(BLANKS):
            inked.append((a, a + len(ink.strip(BLANKS)), pin))
    for n, (a, b, pin) in enumerate(inked):
        last = n == len(inked) - 1
        tail = line.tail if last else line.text[b - base : inked[n + 1][0] - base]
        start, indent = (line.start, line.indent) if n == 0 else (a, "")
        yield Line(start, indent, line.text[a - base : b - base], tail), pin


def known(readings: PageFeatures) -> dict[int, Allowed]:
    """What the search may choose for the pinned entries, and for what follows on a line of theirs."""
    found: dict[int, Allowed] = {}
    for n, reading in enumerate(readings):
        entry = reading.logical
        above = readings[n - 1].logical if n else None
        # Where a line was cut nothing begins, unless that is said: a lead has its paragraph on its line.
        amid = (
            above is not None
            and "\n" not in above.lines[-1].tail
            and not entry.lines[0].indent
            and above.pinned not in FURNITURE
        )
        ties = ("same", "join") if amid else TIES
        if entry.pinned is not None:
            role = "opening" if entry.pinned == "lead" else entry.pinned
            found[n] = Held(_tied(role, (entry.tied,) if entry.tied else ties))
        elif amid:
            roles = candidates(reading)
            found[n] = frozenset(
                pair for role in (*roles.roles, *roles.going_on) for pair in _tied(role, ties)
            )
    return found


def _tied(role: str, ties: Sequence[str]) -> Iterator[tuple[str, str]]:
    if role in FURNITURE:
        yield role, "none"
        return
    for tie in ties:
        if tie != "join" or role == "paragraph":
            yield role, tie
