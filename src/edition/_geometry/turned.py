"""Pages set in vertical lines, from the right to the left, as if they lay on their side.

Turned by a quarter, such a page is one of horizontal lines from the top down: what tells of columns, frames and order holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable

from edition._model.layout import Box, stands_upright


def is_vertical(lines: Iterable[tuple[Box, int]]) -> bool:
    """Whether most characters of a page, of lines with a box and a number of characters each, stand one below another."""
    upright = level = 0
    for box, size in lines:
        if stands_upright(box, size):
            upright += size
        else:
            level += size
    return upright > level


def turned(box: Box, width: float) -> Box:
    """A box on a page of some width, when the page is turned so that its right edge is on top."""
    return Box(box.y0, width - box.x1, box.y1, width - box.x0)
