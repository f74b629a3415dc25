"""The order in which a page's lines are read: that of the file where it is sound, else what the frames tell.

A file's order is sound where every frame's lines follow each other in it as they stand on the page. Of a frame that is broken up, the lines
are read as they stand. Where many frames are, or the running head is in pieces, the frames are read from the top left on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from edition._geometry.frames import Frame
from edition._model.layout import Box

#: If at least this share of the frames of several lines is broken up, the file's order is ignored.
_TORN = 0.34


def order_of(found: Sequence[Frame]) -> list[int]:
    """The numbers of the lines of some frames, in the order in which they are read; they are numbered as the file has them."""
    several = [frame for frame in found if len(frame.lines) > 1]
    broken = [frame for frame in several if frame.is_torn or _is_scattered(frame)]
    jumbled = _is_jumbled(found)
    if not broken and not jumbled:
        return sorted(n for frame in found for n in frame.lines)
    if jumbled or len(broken) > _TORN * len(several):
        head = sorted((f for f in found if f.running), key=lambda frame: frame.box.x0)
        rest = [frame for frame in found if not frame.running]
        ranked = [*head, *[rest[k] for k in cut([frame.box for frame in rest])]]
        return [n for frame in ranked for n in _own(frame)]
    ranked = sorted(found, key=lambda frame: min(frame.lines))
    return [n for frame in ranked for n in _own(frame)]


def _is_jumbled(found: Sequence[Frame]) -> bool:
    """Whether the frames themselves stand in no order: lines of the running head have others between them.

    Of two stories, one above the other, either may be set first.
    """
    head = sorted(frame.lines[0] for frame in found if frame.running)
    return bool(head) and head[-1] - head[0] >= len(head)


def _own(frame: Frame) -> list[int]:
    """A frame's lines in the order of the file, unless that breaks it up."""
    return frame.lines if frame.is_torn else sorted(frame.lines)


def _is_scattered(frame: Frame) -> bool:
    """Whether lines of other frames stand between a frame's lines, captions aside."""
    rest = sorted(n for n in frame.lines if n not in frame.captions)
    return any(b - a > 1 and not set(range(a + 1, b)) <= frame.captions for a, b in pairwise(rest))


def cut(boxes: Sequence[Box]) -> list[int]:
    """Boxes in reading order, by recursive XY-cut: where white runs down between them, those to the left come first; where it runs
    across all of them, those above. Columns come before rows, as what goes on below its story stands nearer than what is beside it.

    >>> cut([Box(0, 50, 40, 90), Box(50, 50, 90, 90), Box(0, 0, 90, 40)])
    [2, 0, 1]
    """
    found: list[int] = []
    todo = [list(range(len(boxes)))]
    while todo:
        part = todo.pop()
        if len(part) == 1:
            found += part
            continue
        halves = _halves(boxes, part, 0) or _halves(boxes, part, 1)
        if halves is None:
            # No white runs through: what stands highest comes first, then what stands furthest to the left.
            part.sort(key=lambda n: (boxes[n].y0, boxes[n].x0))
            found += part
        else:
            todo += reversed(halves)
    return found


def _halves(boxes: Sequence[Box], part: Sequence[int], axis: int) -> list[list[int]] | None:
    """The boxes in the strips that white cuts them into along an axis; None where it cuts nothing."""
    strips: list[list[int]] = []
    end = float("-inf")
    for n in sorted(part, key=lambda n: boxes[n][axis]):
        if boxes[n][axis] >= end:
            strips.append([])
        strips[-1].append(n)
        end = max(end, boxes[n][axis + 2])
    return strips if len(strips) > 1 else None
