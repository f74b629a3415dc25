"""Where the print of a page stands on its paper: its lines with their boxes, its rules and its pictures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from attrs import field, frozen

from edition._model.checks import checked_str
from edition._text.lines import BLANKS

#: What a line's weight is where nothing tells it, as CSS has it.
REGULAR = 400


class Box(NamedTuple):
    """A rectangle on the page, in points (1/72 inch) from its top left corner: x to the right, y down."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.y1 - self.y0


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes, one or more."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def stands_upright(box: Box, size: int) -> bool:
    """Whether the characters of a line, so many of them, stand one below another in its box."""
    return box.height > 2 * box.width and size > 1


@frozen(weakref_slot=False)
class LayoutLine:
    """A line of print, and where it stands."""

    start: int
    """Where its print begins in the page's text, in code points."""
    end: int
    """Where it ends, exclusive."""
    box: Box
    """Its place."""
    size: float
    """The size of its type, in points."""
    weight: int = REGULAR
    """How heavy its type is, as CSS has it: 400 is regular, 700 bold. Where a file does not say it, it is told from the ink."""
    stops: tuple[float, ...] = ()
    """Where each of its characters begins, and the last one ends: along x, or along y where it is set vertically. Empty where unknown."""
    source: int = 0
    """Its number in the order that the file has of its own, from 0."""
    confidence: float | None = None
    """How sure the OCR was of its characters, from 0 to 1; None where nothing tells it."""

    @property
    def is_vertical(self) -> bool:
        """Whether its characters stand one below another."""
        return stands_upright(self.box, self.end - self.start)

    def part(self, start: int, end: int) -> Box:
        """The box of a stretch of it, offsets in the page's text, half-open."""
        x0, y0, x1, y1 = self.box
        if start <= self.start and end >= self.end:
            return self.box
        low, high = (y0, y1) if self.is_vertical else (x0, x1)
        size = self.end - self.start
        stops = self.stops or [low + (high - low) * n / size for n in range(size + 1)]
        begin, until = stops[max(start - self.start, 0)], stops[min(end, self.end) - self.start]
        return Box(x0, begin, x1, until) if self.is_vertical else Box(begin, y0, until, y1)


@frozen(weakref_slot=False)
class Layout:
    """Where the print of a page stands: its lines in the order in which the page's text has them.

    >>> import edition
    >>> text = "步道开放\\n汾河西岸的步道昨日开放。\\n"
    >>> lines = (
    ...     edition.LayoutLine(0, 4, edition.Box(40, 60, 152, 88), size=28),
    ...     edition.LayoutLine(5, 17, edition.Box(40, 96, 154, 106), size=9.5, source=1),
    ... )
    >>> page = edition.parse(text, layout=edition.Layout(400, 600, lines))
    >>> page.articles[0].headline.boxes
    (Box(x0=40, y0=60, x1=152, y1=88),)
    """

    width: float
    """How wide the page is, in points."""
    height: float
    """How high it is."""
    lines: tuple[LayoutLine, ...] = ()
    """Its lines of print, in the order of the text."""
    rules: tuple[Box, ...] = field(default=(), kw_only=True)
    """Lines that are drawn: between stories, around boxes, the bar beside a rubric."""
    pictures: tuple[Box, ...] = field(default=(), kw_only=True)
    """Pictures, and grounds without print on them."""

    def boxes(self, start: int, end: int) -> list[Box]:
        """The boxes of a stretch of the text, one for each line of print; offsets in code points, half-open."""
        n = bisect_right(self.lines, start, key=attrgetter("end"))
        found: list[Box] = []
        while n < len(self.lines) and (line := self.lines[n]).start < end:
            found.append(line.part(max(start, line.start), min(end, line.end)))
            n += 1
        return found

    def check(self, text: str) -> None:
        """Raise ValueError unless its lines lie in a text, each on one line of it, in its order, and cover all of its print."""
        at = 0
        for line in self.lines:
            if not at <= line.start < line.end <= len(text):
                raise ValueError(
                    f"a layout's lines lie in the page's text, one behind another: {line.start} to {line.end} does not"
                )
            if checked_str(text[at : line.start], "a text").strip(BLANKS):
                raise ValueError(f"no line of the layout has the print from {at} to {line.start}")
            if "\n" in text[line.start : line.end]:
                raise ValueError(f"{line.start} to {line.end} is more than a line of the text")
            if line.stops and len(line.stops) != line.end - line.start + 1:
                raise ValueError(
                    f"a line of {line.end - line.start} characters has as many stops and one more"
                )
            at = line.end
        if text[at:].strip(BLANKS):
            raise ValueError(f"no line of the layout has the print from {at} on")

    def fits(self, text: str) -> bool:
        """Whether it tells of this text, and not of one that was edited since."""
        try:
            self.check(text)
        except ValueError:
            return False
        return True

    @property
    def is_own_order(self) -> bool:
        """Whether its lines stand in the order that the file has of its own."""
        return all(a.source < b.source for a, b in pairwise(self.lines))
