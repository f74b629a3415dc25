"""Frames: what is printed together, a heading with the columns below it, and the order in which it is read.

Every line is attached to the line (or the picture) right above it. Where a heading begins, or white runs, that tie is cut; what is left
hanging together is a frame. A column without a heading that begins beside another one belongs to the frame of that one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise

from attrs import define, field, frozen

from edition._geometry.columns import HEADING, Print, is_alike
from edition._model.layout import Box, around

#: How far apart two lines of a frame are at most, in sizes of the body: a heading below other print, and any other line.
_WHITE_ABOVE_HEADING, _WHITE = 1.0, 1.7
#: A line stands in the column of the one above that is not much wider than it, or than so many characters.
_COLUMN, _NARROW = 1.6, 14.0
#: How high a bar is at most that stands before a rubric, in sizes of its type.
_BAR = 4.0
#: How many lines upward to look for the one that a line is attached to.
_REACH = 400
#: How exactly two columns begin beside each other, and how far apart they are at most, in sizes of the body.
_BESIDE, _GUTTER = 0.35, 4.0


@define
class _Thing:
    """A line or a picture, and what is attached to it."""

    box: Box
    line: int
    """The number of the line; -1 of a picture."""
    opens: bool
    """Whether it is set as a heading."""
    headed: bool = False
    """Whether a heading stands above it in its frame."""
    above: _Thing | None = None
    below: list[_Thing] = field(factory=list)
    x0: float = 0.0
    """Where its column begins, as far as the lines above tell."""
    x1: float = 0.0
    """Where its column ends."""


@frozen
class Frame:
    """Lines that are printed together."""

    lines: list[int]
    """Their numbers, in the order in which they are read."""
    captions: frozenset[int]
    """Those of them that stand under a picture."""
    box: Box
    running: bool = False
    """Whether it is in the running head."""

    @property
    def is_torn(self) -> bool:
        """Whether the lines stand in another order than that of their numbers; captions may stand anywhere behind the first one."""
        rest = [n for n in self.lines if n not in self.captions]
        return min(self.lines) < self.lines[0] or any(b < a for a, b in pairwise(rest))


def frames(
    lines: Sequence[Print],
    pictures: Sequence[Box],
    rules: Sequence[Box],
    *,
    body: float,
    top: float,
) -> list[Frame]:
    """The frames of a page from its top down. Each line above ``top``, in the running head, is one by itself."""
    things: list[_Thing] = []
    found: list[Frame] = []
    for n, line in enumerate(lines):
        if line.box.y1 <= top:
            found.append(Frame([n], frozenset(), line.box, running=True))
        else:
            opens = line.size >= HEADING * body or has_bar(line, rules)
            things.append(_Thing(line.box, n, opens))
    things += [_Thing(box, -1, opens=False) for box in pictures]
    _hang(things, body)
    for root in _joined(things, body):
        numbers = _read(root)
        if numbers:
            found.append(
                Frame(numbers, _captions(root, lines), around([lines[n].box for n in numbers]))
            )
    return found


def has_bar(line: Print, rules: Sequence[Box]) -> bool:
    """Whether a bar of about its own height stands right before a line, as before a rubric."""
    box, size = line.box, line.size
    return any(
        rule.height > rule.width
        and rule.height < _BAR * size
        and -0.5 * size < box.x0 - rule.x1 < size
        and rule.y0 < (box.y0 + box.y1) / 2 < rule.y1
        for rule in rules
    )


def _captions(root: _Thing, lines: Sequence[Print]) -> frozenset[int]:
    """The lines that stand under pictures, and those in the same print below them."""
    found: set[int] = set()
    todo = [root]
    while todo:
        one = todo.pop()
        todo += one.below
        above = one.above
        if one.line < 0 or above is None or one.opens:
            continue
        if above.line < 0 or (above.line in found and is_alike(lines[above.line], lines[one.line])):
            found.add(one.line)
    return frozenset(found)


def _hang(things: list[_Thing], body: float) -> None:
    """Hang each thing on what stands right above it, unless it begins something."""
    things.sort(key=lambda one: (one.box.y0, one.box.x0))
    ranked = sorted(things, key=lambda one: one.box.y1)
    ends = [one.box.y1 for one in ranked]
    for one in things:
        one.x0, one.x1 = one.box.x0, one.box.x1
        above = _above(one, ranked, ends, body)
        if above is not None and not _begins(one, above, body):
            one.above = above
            above.below.append(one)
            one.headed = above.headed or above.opens
            if one.opens == above.opens and above.x1 - above.x0 < _COLUMN * max(
                one.box.width, _NARROW * body
            ):
                one.x0, one.x1 = min(one.x0, above.x0), max(one.x1, above.x1)


def _above(
    one: _Thing, ranked: Sequence[_Thing], ends: Sequence[float], body: float
) -> _Thing | None:
    """The lowest thing above one that stands over it."""
    box = one.box
    at = bisect_right(ends, box.y0 + 0.4 * body)
    for other in reversed(ranked[max(0, at - _REACH) : at]):
        shared = min(box.x1, other.x1) - max(box.x0, other.x0)
        if (
            other is not one
            and shared > 0.15 * min(box.width, other.box.width)
            and other.box.y0 < box.y0
        ):
            return other
    return None


def _begins(one: _Thing, above: _Thing, body: float) -> bool:
    """Whether something begins with a thing that stands below another."""
    gap = one.box.y0 - above.box.y1
    if one.opens and not above.opens:
        return above.headed or gap > _WHITE_ABOVE_HEADING * body
    size = max(body, min(one.box.height, above.box.height) if one.opens else body)
    return gap > _WHITE * size


def _joined(things: Sequence[_Thing], body: float) -> list[_Thing]:
    """What frames are attached to; columns that begin beside another column's head share its parent."""
    roots: list[_Thing] = []
    for one in things:
        if one.above is not None:
            continue
        beside = None if one.opens else _beside(one, things, body)
        if beside is None:
            roots.append(one)
            continue
        one.above = beside.above or beside
        one.above.below.append(one)
    return roots


def _beside(one: _Thing, things: Sequence[_Thing], body: float) -> _Thing | None:
    """The head of the column to the left that begins as high as a thing does."""
    best: _Thing | None = None
    at = bisect_left(things, one.box.y0 - _BESIDE * body, key=lambda other: other.box.y0)
    for other in islice(things, at, at + _REACH):
        if other.box.y0 > one.box.y0 + _BESIDE * body:
            break
        if other is one or other.opens or abs(other.box.y0 - one.box.y0) > _BESIDE * body:
            continue
        # A picture may be as wide as a frame, a column's head is not in the middle of one.
        apart = one.box.x0 - other.box.x1
        heads = (
            other.above is None
            or other.above.opens
            or other.above.box.y1 + body < other.box.y0
            or len(other.above.below) > 1
            or _is_wider(other.above, other)
        )
        if (
            0 < apart < _GUTTER * body
            and heads
            and not _hangs_on(other, one)
            and (best is None or other.box.x1 > best.box.x1)
        ):
            best = other
    return best


def _is_wider(above: _Thing, one: _Thing) -> bool:
    return above.box.width > 1.3 * one.box.width


def _hangs_on(one: _Thing, other: _Thing) -> bool:
    at: _Thing | None = one
    while at is not None:
        if at is other:
            return True
        at = at.above
    return False


def _read(root: _Thing) -> list[int]:
    """The lines that hang on a thing, column by column."""
    found: list[int] = []
    todo = [root]
    while todo:
        one = todo.pop()
        if one.line >= 0:
            found.append(one.line)
        todo += sorted(one.below, key=lambda below: (-below.box.x0, -below.box.y0))
    return found
