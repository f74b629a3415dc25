"""Columns: which lines of print stand one below another, and how each stands in its column.

All is told of lines in an order in which they are read, from their boxes alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from attrs import define

from edition._model.layout import Box

#: How far below a line the next one of its column begins at most, in heights of a line; how far it may overlap with it.
_DOWN, _UP = 1.5, 0.6
#: How much two sizes of one print differ at most.
_ALIKE = 1.06
#: How many lines tell of themselves where their column begins and ends.
_COLUMN = 4
#: How many lines a stack has at most that may be much narrower than its column, and how wide it is against it else.
_FEW, _AS_WIDE = 2, 0.75
#: How far from a column's edge print is that stands at it, in sizes of the type; what a first line is indented by.
_EDGE, _INDENTED = 0.8, (1.2, 3.3)
#: How far from its column's end a line is at most that fills it: what comes next would not have fitted.
_FULL = 1.45
#: How far from the middle of its column a line is at most that is centred there.
_CENTRED = 0.8
#: What share of the page's width a rule has across it, how high it is on the page, and how many lines stand above it at most.
_ACROSS, _HIGH, _RUNNING = 0.6, 0.25, 8
#: How much larger than the body print is at least that makes a heading.
HEADING = 1.2


class Print(Protocol):
    """A line of print."""

    @property
    def box(self) -> Box: ...
    @property
    def size(self) -> float: ...
    @property
    def weight(self) -> int: ...


@define
class Placed:
    """How a line stands on the page."""

    stack: int
    """The number of the stack that it is in: lines of one print, one right below another."""
    left: float
    """Where its column begins."""
    right: float
    """Where its column ends."""
    step: str
    """Where it stands from the line before: ``below``, ``beside``, ``column`` (at the head of a column further on), or ``elsewhere``."""
    gap: float
    """How far below the line before, in heights of a line; where it stands elsewhere, 0."""
    sure: bool = False
    """Whether other lines tell where its column begins and ends, and not it alone."""
    place: str = "flush"
    """How it stands in its column: ``flush``, ``indented``, ``centred``, ``right``, or ``away`` where it is further in."""
    full: bool = False
    """Whether it fills its column to the end."""


def body_size(lines: Sequence[Print], lengths: Sequence[int]) -> float:
    """The size that most characters are printed in; 0 on a page without print."""
    counted = Counter[float]()
    for line, length in zip(lines, lengths, strict=True):
        counted[round(line.size * 2) / 2] += length
    if not counted:
        return 0.0
    most = max(counted, key=lambda size: (counted[size], size))
    near = sorted(line.size for line in lines if abs(line.size - most) <= 0.3)
    return near[len(near) // 2] if near else most


def step(above: Print, here: Print) -> tuple[str, float]:
    """Where a line stands from another, and how far below it."""
    a, b = above.box, here.box
    height = min(a.height, b.height)
    down = b.y0 - a.y1
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    if shared > 0.2 * min(a.width, b.width) and down > -_UP * height:
        gap = down / height if height else 0.0
        return ("below" if gap < _DOWN else "far below"), gap
    if abs(b.y0 + b.y1 - a.y0 - a.y1) < height:
        return "beside", 0.0
    if b.x0 >= a.x1 - height and b.y0 < a.y0:
        return "column", 0.0
    return "elsewhere", 0.0


def is_alike(one: Print, other: Print) -> bool:
    """Whether two lines are of one print: in one size, and about as heavy."""
    small, large = sorted((one.size, other.size))
    return large <= _ALIKE * small and abs(one.weight - other.weight) <= 200


def placed(lines: Sequence[Print]) -> list[Placed]:
    """How each of some lines stands on the page, in the order in which they are read."""
    found: list[Placed] = []
    stacks: list[list[int]] = []
    for n, line in enumerate(lines):
        where, gap = step(lines[n - 1], line) if n else ("elsewhere", 0.0)
        if not (where == "below" and is_alike(lines[n - 1], line)):
            stacks.append([])
        stacks[-1].append(n)
        found.append(Placed(len(stacks) - 1, line.box.x0, line.box.x1, step=where, gap=gap))
    runs = _runs(lines, stacks)
    columns = [run.edges for run in runs if run.count >= _COLUMN]
    for run in runs:
        for stack in run.stacks:
            _stand(lines, stack, run, columns, found)
    return found


@define
class _Run:
    """Stacks of one column, one below another: paragraphs, and the headings and signatures between them."""

    stacks: list[list[int]]
    left: float
    right: float
    count: int

    @property
    def edges(self) -> tuple[float, float]:
        return self.left, self.right

    def takes(self, left: float, right: float, count: int, play: float) -> bool:
        """Whether a stack can stand in the same column: it lies within it, or the column lies within the stack."""
        width, other = self.right - self.left, right - left
        if self.left - play <= left and right <= self.right + play:
            return count <= _FEW or other > _AS_WIDE * width
        if left - play <= self.left and self.right <= right + play:
            return self.count <= _FEW or width > _AS_WIDE * other
        return False


def _runs(lines: Sequence[Print], stacks: Sequence[list[int]]) -> list[_Run]:
    """The stacks put together to columns, in their order."""
    found: list[_Run] = []
    for stack in stacks:
        left = min(lines[n].box.x0 for n in stack)
        right = max(lines[n].box.x1 for n in stack)
        above = found[-1].stacks[-1][-1] if found else None
        if (
            above is not None
            and lines[stack[0]].box.y0 > lines[above].box.y0
            and lines[stack[0]].size
            < HEADING * lines[above].size
            < HEADING**2 * lines[stack[0]].size
            and found[-1].takes(left, right, len(stack), _EDGE * lines[stack[0]].size)
        ):
            run = found[-1]
            run.stacks.append(stack)
            run.left, run.right = min(run.left, left), max(run.right, right)
            run.count += len(stack)
        else:
            found.append(_Run([stack], left, right, len(stack)))
    return found


def _stand(
    lines: Sequence[Print],
    stack: Sequence[int],
    run: _Run,
    columns: Sequence[tuple[float, float]],
    found: list[Placed],
) -> None:
    """Tell how the lines of a stack stand in their column."""
    size = lines[stack[0]].size or 1.0
    left, right = run.edges
    ends = sorted(lines[n].box.x1 for one in run.stacks for n in one)
    sure = run.count >= 3 and ends[-2] > right - size
    if run.count < _COLUMN:
        # The narrowest column of the page that they fit into: one that begins where they do, or an indent before it.
        around = [
            (c1 - c0, c0, c1)
            for c0, c1 in columns
            if c0 - _EDGE * size <= left and right <= c1 + _EDGE * size
        ]
        if around:
            _, left, right = min(around)
            sure = True
    for n in stack:
        line, one = lines[n], found[n]
        one.left, one.right, one.sure = left, right, sure
        before, behind = (line.box.x0 - left) / size, (right - line.box.x1) / size
        one.full = behind <= _FULL
        if before <= _EDGE:
            one.place = "flush"
        elif behind <= _EDGE and before > _INDENTED[1]:
            one.place = "right"
        elif abs(before - behind) <= 2 * _CENTRED and (before > _INDENTED[1] or behind > _FULL):
            one.place = "centred"
        elif _INDENTED[0] <= before <= _INDENTED[1]:
            one.place = "indented"
        else:
            one.place = "away"


def running_head(
    lines: Sequence[Print], rules: Sequence[Box], width: float, height: float
) -> float:
    """Where the running line at the page's top ends: at the first rule across the page, a few lines above it; 0 without one."""
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if rule.width >= _ACROSS * width and rule.y1 < _HIGH * height:
            above = sum(line.box.y1 <= rule.y1 for line in lines)
            return rule.y1 if 0 < above <= _RUNNING else 0.0
    return 0.0
