"""Put lines of print together into what reads as one line, after their places: what fills its column goes on below it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from attrs import define, evolve

from edition._geometry.columns import (
    HEADING,
    Placed,
    body_size,
    is_alike,
    placed,
    running_head,
)
from edition._geometry.frames import frames
from edition._geometry.turned import is_vertical, turned
from edition._model.layout import Layout, LayoutLine
from edition._text.lines import Line
from edition._text.unwrap import Cues, LogicalLine

#: How far below one line of a heading the next one stands at most, in heights of a line.
_HEADING_GAP = 0.9
#: How much wider or narrower than its own the column is at most in which a paragraph goes on, in sizes of its type.
_SAME_WIDTH = 1.2
#: How many lines in a hundred are indented where paragraphs are.
_INDENTED = 0.03
#: How many cells a line is narrower than its column at least that is narrow, as a headline is.
_NARROW = 3.3


@define
class PrintedPage:
    """A page's lines of print in the order of its text, and how each stands."""

    layout: Layout
    """Turned where the page is set vertically, so that its lines run across."""
    lines: Sequence[LayoutLine]
    placed: Sequence[Placed]
    body: float
    """The size of the body's type."""
    indented: bool
    """Whether paragraphs open with an indent."""
    top: float
    """Where the running line at the page's top ends, at a rule across the page; 0 where none is drawn."""
    frame_of: Mapping[int, int]
    """The number of each line's frame."""
    _starts: Sequence[int]

    @classmethod
    def of(cls, layout: Layout) -> PrintedPage:
        """What a layout tells."""
        layout = _as_read(layout)
        lines = layout.lines
        body = body_size(lines, [line.end - line.start for line in lines])
        stand = placed(lines)
        top = running_head(lines, layout.rules, layout.width, layout.height)
        found = frames(lines, layout.pictures, layout.rules, body=body, top=top)
        frame_of = {n: k for k, frame in enumerate(found) for n in frame.lines}
        indented = sum(one.place == "indented" for one in stand)
        return cls(
            layout,
            lines,
            stand,
            body,
            indented > _INDENTED * len(lines),
            top,
            frame_of,
            [line.start for line in lines],
        )

    def at(self, line: Line) -> int:
        """The number of the line of print on which a line of text begins."""
        return max(bisect_right(self._starts, line.start + len(line.indent)) - 1, 0)

    def frame_at(self, offset: int) -> int:
        """The number of the frame in which an offset of the page's text stands."""
        return self.frame_of[max(bisect_right(self._starts, offset) - 1, 0)]

    def is_heading(self, n: int) -> bool:
        """Whether a line is set as a heading is."""
        return self.lines[n].size >= HEADING * self.body

    def is_running(self, n: int) -> bool:
        """Whether a line stands above the rule at the page's top."""
        return self.lines[n].box.y1 <= self.top

    def entries(self, lines: Sequence[Line], cues: Cues, head: int) -> list[LogicalLine]:
        """The page's entries. The first ``head`` lines read like the running line at the page's top; a rule below it tells more."""
        found: list[LogicalLine] = []
        text = ""
        before = -1
        for i, line in enumerate(lines):
            n = self.at(line)
            running = self.is_running(n) if self.top else i < head
            if (
                found
                and not running
                and n == before + 1
                and self._goes_on(n, text, line.text, cues)
            ):
                entry = found[-1]
                entry.lines.append(line)
                if (
                    text[-1].isascii()
                    and text[-1].isalpha()
                    and line.text[0].isascii()
                    and line.text[0].isalpha()
                ):
                    text += " "
                text += line.text
                entry.text = text
            else:
                text = line.text
                one = self.placed[n]
                narrow = (
                    one.right - one.left - self.lines[n].box.width > _NARROW * self.lines[n].size
                )
                found.append(LogicalLine([line], text, narrow, running=running))
            before = n
        return found

    def _goes_on(self, n: int, text: str, below: str, cues: Cues) -> bool:
        """Whether line n goes on with the line above, which ends with a text."""
        above, here = self.lines[n - 1], self.lines[n]
        one, other = self.placed[n - 1], self.placed[n]
        if not is_alike(above, here) or (self.top and self.is_running(n - 1)):
            return False
        if self.is_heading(n):
            return other.step == "below" and other.gap < _HEADING_GAP
        if not one.full or other.place not in ("flush", "away"):
            return False
        if cues.is_formula(below) and not self._is_body(n):
            return False
        if one.stack != other.stack:
            if other.step not in ("column", "far below", "elsewhere"):
                return False
            if abs((one.right - one.left) - (other.right - other.left)) > _SAME_WIDTH * here.size:
                return False
        if not (one.sure and self.indented):
            return not cues.stops(text)
        return True

    def _is_body(self, n: int) -> bool:
        return abs(self.lines[n].size - self.body) < 0.03 * self.body and self.lines[n].weight < 500


def _as_read(layout: Layout) -> Layout:
    """A layout with its lines across: that of a page set vertically is turned."""
    if not is_vertical((line.box, line.end - line.start) for line in layout.lines):
        return layout
    width = layout.width
    return Layout(
        layout.height,
        width,
        tuple([evolve(line, box=turned(line.box, width)) for line in layout.lines]),
        rules=tuple([turned(box, width) for box in layout.rules]),
        pictures=tuple([turned(box, width) for box in layout.pictures]),
    )
