"""What the print of an entry says of it, by name: how large and heavy it is, where it stands, what it stands below.

Nothing is decided here: which role each name speaks for, and how strongly, stands in ``_parser/print_weights.json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from edition._geometry.columns import is_alike, step
from edition._geometry.entries import PrintedPage
from edition._geometry.frames import has_bar
from edition._text.unwrap import LogicalLine

#: How large print is against the body's, and what that is called.
_SIZES = ((0.82, "tiny"), (0.95, "small"), (1.06, "body"), (1.2, "over"), (1.5, "large"), (2.2, "larger"), (99.0, "huge"))  # fmt: skip
#: How heavy print is.
_WEIGHTS = ((450.0, "plain"), (550.0, "dark"), (1001.0, "heavy"))
#: What is large enough for a headline block, and from how much larger than the body on print can be nothing but a heading.
_HEADS, _HEADING = ("large", "larger", "huge"), 1.35
#: How far below a line the next one stands, in heights.
_GAPS = ((0.75, "usual"), (9.0, "wide"))
#: How far below a picture a line stands at most that is about it, in sizes of its type.
_UNDER = 2.2


@frozen
class Seen:
    """What is seen of an entry's print."""

    own: list[str]
    """What speaks for its role."""
    seam: list[str]
    """What parts it from the entry above."""


@frozen
class _Entry:
    """An entry as it is printed."""

    first: int
    """The number of its first line of print."""
    last: int
    """The number of its last one."""
    size: str
    weight: str

    @property
    def kind(self) -> str:
        return f"{self.size} {self.weight}"

    @property
    def is_head(self) -> bool:
        return self.size in _HEADS

    @property
    def short(self) -> str:
        """What it is to a neighbour: all heads are alike."""
        return (
            "head" if self.is_head else self.size if self.weight == "plain" else f"{self.size} dark"
        )


def read(rows: Sequence[LogicalLine], page: PrintedPage) -> list[Seen]:
    """What is seen of each entry of a page."""
    entries = [_entry(row, page) for row in rows]
    heads = _head_blocks(page, entries)
    pictured = _under_pictures(page, entries)
    found: list[Seen] = []
    for k, one in enumerate(entries):
        own = [
            f"print:{one.kind}",
            f"print size:{one.size}",
            f"print place:{page.placed[one.first].place}",
            f"print above:{entries[k - 1].kind if k else 'edge'}",
            f"print below:{entries[k + 1].kind if k + 1 < len(entries) else 'edge'}",
        ]
        if has_bar(page.lines[one.first], page.layout.rules):
            own.append("print bar")
        if page.is_running(one.first):
            own.append("print running")
        elif page.lines[one.first].size >= _HEADING * page.body:
            own.append("print heading")
        both = [f"print head:{heads[k]}"] if heads[k] else []
        if pictured[k]:
            both.append("print under picture")
            own.append(f"print under picture:{one.kind}")
        found.append(Seen(own + both, _seam(page, entries[k - 1], one) + both if k else []))
    return found


def _entry(row: LogicalLine, page: PrintedPage) -> _Entry:
    first, last = page.at(row.lines[0]), page.at(row.lines[-1])
    line = page.lines[first]
    size = line.size / page.body if page.body else 1.0
    return _Entry(first, last, _named(_SIZES, size), _named(_WEIGHTS, line.weight))


def _named(steps: Sequence[tuple[float, str]], figure: float) -> str:
    return next((name for below, name in steps if figure < below), steps[-1][1])


def _seam(page: PrintedPage, above: _Entry, one: _Entry) -> list[str]:
    """What parts two entries."""
    before, line = page.lines[above.last], page.lines[one.first]
    same = page.frame_of[above.last] == page.frame_of[one.first]
    frame = f"print frame:{'same' if same else 'other'}"
    found = [
        frame,
        f"{frame} {one.short}",
        f"print:{above.short}>{one.short}",
        "print alike" if is_alike(before, line) else "print unlike",
    ]
    where, gap = step(before, line)
    if where == "below":
        found.append(f"print gap:{_named(_GAPS, gap)}")
    return found


def _head_blocks(page: PrintedPage, entries: Sequence[_Entry]) -> list[str]:
    """For each entry in a block of large print where it stands towards the largest of the block."""
    found = [""] * len(entries)
    block: list[int] = []
    for k, one in enumerate(entries):
        if block and not (one.is_head and _is_below(page, entries[k - 1], one)):
            _tell_block(page, entries, block, found)
            block = []
        if one.is_head:
            block.append(k)
    _tell_block(page, entries, block, found)
    return found


def _is_below(page: PrintedPage, above: _Entry, one: _Entry) -> bool:
    return step(page.lines[above.last], page.lines[one.first])[0] == "below"


def _tell_block(
    page: PrintedPage, entries: Sequence[_Entry], block: Sequence[int], found: list[str]
) -> None:
    sizes = [page.lines[entries[k].first].size for k in block]
    most = max(sizes, default=0.0)
    for k, size in zip(block, sizes, strict=True):
        if size >= 0.97 * most:
            found[k] = "largest" if len(block) > 1 else "alone"
        else:
            found[k] = "above" if k - block[0] < sizes.index(most) else "below"


def _under_pictures(page: PrintedPage, entries: Sequence[_Entry]) -> list[bool]:
    """Which entries stand right under a picture, or go on below what does in the same print."""
    found = [False] * len(entries)
    for k, one in enumerate(entries):
        line = page.lines[one.first]
        if k and found[k - 1] and is_alike(page.lines[entries[k - 1].last], line):
            found[k] = _is_below(page, entries[k - 1], one)
        box = line.box
        found[k] = found[k] or any(
            -0.5 * line.size < box.y0 - picture.y1 < _UNDER * line.size
            and min(box.x1, picture.x1) - max(box.x0, picture.x0) > 0.5 * box.width
            for picture in page.layout.pictures
        )
    return found
