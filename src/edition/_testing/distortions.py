"""What text extraction does to a page, with the truth kept: lines are cut, moved and rewritten, and each keeps its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from edition.pages import Page
from edition.standoff import SpanRow, Standoff, to_standoff

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

_ASCII = str.maketrans("，（）：；！？％", ",():;!?%")
_HEADING = ("label", "kicker", "headline", "deck")
_INDENTED = ("paragraph", "lead", "continued_from")
#: The shortest paragraph that a column end cuts, and how much of it stands on each side at least.
_LONG, _SIDE = 40, 8
_NARROWEST, _WIDEST = 11, 24


@frozen
class Part:
    """A run of one role in a line."""

    gap: str
    """What stands before it: an indent, a blank."""
    text: str
    row: SpanRow
    """What is known of it; the offsets are those that it had."""


@frozen
class Line:
    """A line of a page: its parts, and what stands behind the last up to the next line."""

    parts: tuple[Part, ...]
    tail: str

    @property
    def article(self) -> int | None:
        return self.parts[0].row["article"]

    def has(self, roles: Iterable[str]) -> bool:
        return any(part.row["role"] in roles for part in self.parts)


Effect: TypeAlias = "Callable[[list[Line], DrawFn], list[Line]]"


def lines_of(page: Page) -> list[Line]:
    """The page's lines with what is known of them."""
    rows = iter(to_standoff(page)["spans"])
    found: list[Line] = []
    parts: list[Part] = []
    gap = ""
    for piece in page.pieces:
        parts.append(Part(gap + piece.indent, piece.text, next(rows)))
        gap = ""
        if "\n" in piece.tail:
            found.append(Line(tuple(parts), piece.tail))
            parts = []
        else:
            gap = piece.tail
    return [*found, Line(tuple(parts), gap)] if parts else found


def in_version_1(row: SpanRow) -> SpanRow:
    """A row without what only the page as it was can tell: its items and its blocks."""
    told: SpanRow = {
        "start": row["start"],
        "end": row["end"],
        "role": row["role"],
        "article": row["article"],
        "paragraph": row["paragraph"],
    }
    if "people" in row:
        told["people"] = row["people"]
    return told


def text_of(head: str, lines: Iterable[Line]) -> tuple[str, Standoff]:
    """The text of lines, and the truth about it."""
    out = [head]
    spans: list[SpanRow] = []
    at = len(head)
    for line in lines:
        for part in line.parts:
            begin = at + len(part.gap)
            at = begin + len(part.text)
            out += [part.gap, part.text]
            row = in_version_1(part.row)
            row["start"], row["end"] = begin, at
            spans.append(row)
        out.append(line.tail)
        at += len(line.tail)
    return "".join(out), {"version": 1, "spans": spans}


def displaced(lines: list[Line], draw: DrawFn) -> list[Line]:
    """The heading of a story stands behind its last paragraph."""
    from hypothesis import strategies as st

    stories = {line.article for line in lines if line.has(["headline"])}
    movable = [
        n for n in stories if any(line.article == n and line.has(["paragraph"]) for line in lines)
    ]
    if not movable:
        return lines
    story = draw(st.sampled_from(sorted(movable, key=str)))
    heading = [line for line in lines if line.article == story and line.has(_HEADING)]
    rest = [line for line in lines if line not in heading]
    last = max(
        n for n, line in enumerate(rest) if line.article == story and line.has(["paragraph"])
    )
    return [*rest[: last + 1], *heading, *rest[last + 1 :]]


def columns(lines: list[Line], draw: DrawFn) -> list[Line]:
    """A column ends in the middle of a paragraph, which goes on below an empty line."""
    from hypothesis import strategies as st

    long = [
        n
        for n, line in enumerate(lines)
        if line.has(["paragraph"]) and len(line.parts[-1].text) > _LONG
    ]
    long = [n for n in long if lines[n].parts[-1].row["role"] == "paragraph"]
    if not long:
        return lines
    n = draw(st.sampled_from(long))
    line = lines[n]
    *before, last = line.parts
    spots = [
        i
        for i in range(_SIDE, len(last.text) - _SIDE)
        if last.text[i - 1].isalnum() and last.text[i].isalnum()
    ]
    i = draw(st.sampled_from(spots))
    above = Line((*before, evolve(last, text=last.text[:i])), "\n\n")
    below = Line((Part("", last.text[i:], _rest(last.row)),), line.tail)
    return [*lines[:n], above, below, *lines[n + 1 :]]


def plain(lines: list[Line], draw: DrawFn) -> list[Line]:  # noqa: ARG001 (an effect without choices)
    """Full-width punctuation has become ASCII."""
    return [
        evolve(
            line, parts=tuple(evolve(part, text=part.text.translate(_ASCII)) for part in line.parts)
        )
        for line in lines
    ]


def wrapped(lines: list[Line], draw: DrawFn) -> list[Line]:
    """Every line is cut at a column's width, as a PDF's text layer has it; paragraphs are indented, nothing parts them."""
    from hypothesis import strategies as st

    width = draw(st.integers(_NARROWEST, _WIDEST))
    out: list[Line] = []
    for line in lines:
        row: list[Part] = []
        room = width
        for n, part in enumerate(line.parts):
            text, known = part.text, part.row
            gap = part.gap if n else ("　　" if line.has(_INDENTED) else "")
            room -= len(gap)
            while text:
                if room < 1:
                    out.append(Line(tuple(row), "\n"))
                    row, room, gap = [], width, ""
                ink = text[:room].rstrip()
                row.append(Part(gap, ink, known))
                room -= len(text[:room])
                text, gap, known = text[len(ink) :].lstrip(), "", _rest(known)
                if text:
                    room = 0
        out.append(Line(tuple(row), "\n"))
    return out


def _rest(row: SpanRow) -> SpanRow:
    """What is known of the rest of a part: the same, but the people are named once."""
    rest = row.copy()
    rest.pop("people", None)
    return rest


#: The effects by name, in the order in which they come about.
EFFECTS: dict[str, Effect] = {
    "displaced": displaced,
    "columns": columns,
    "ascii": plain,
    "wrapped": wrapped,
}
