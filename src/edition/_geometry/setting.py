"""Set the text of a page from its print: one line per printed line, with indents, and an empty line where something ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attrs import frozen

from edition._geometry.columns import HEADING, Placed, body_size, placed, running_head
from edition._geometry.frames import frames
from edition._geometry.order import order_of
from edition._geometry.turned import is_vertical, turned
from edition._model.layout import Box, Layout, LayoutLine

_INDENT = "\u3000\u3000"


class PrintedLine(NamedTuple):
    """A line of print as a file has it."""

    text: str
    box: Box
    size: float
    weight: int
    stops: tuple[float, ...] = ()
    confidence: float | None = None


@frozen
class Sheet:
    """What is printed on a page, in the order of the file."""

    width: float
    height: float
    lines: Sequence[PrintedLine]
    rules: Sequence[Box] = ()
    pictures: Sequence[Box] = ()


def set_text(sheet: Sheet, *, in_order: bool = False) -> tuple[str, Layout]:
    """The text of a page, and where its lines stand; in the order of the file, whatever it is, where that is what is read."""
    seen = _as_read(sheet)
    body = body_size(seen.lines, [len(line.text) for line in seen.lines])
    top = running_head(seen.lines, seen.rules, seen.width, seen.height)
    if in_order:
        order = [*range(len(seen.lines))]
    else:
        order = order_of(frames(seen.lines, seen.pictures, seen.rules, body=body, top=top))
    lines = [seen.lines[n] for n in order]
    parts: list[str] = []
    found: list[LayoutLine] = []
    at = 0
    for n, (line, one) in enumerate(zip(lines, placed(lines), strict=True)):
        before = "\n" if n and _begins(lines[n - 1], line, one, body) else ""
        if one.place == "indented" and line.size < HEADING * body:
            before += _INDENT
        at += len(before)
        parts += (before, line.text, "\n")
        found.append(
            LayoutLine(
                at,
                at + len(line.text),
                sheet.lines[order[n]].box,
                line.size,
                line.weight,
                line.stops,
                order[n],
                line.confidence,
            )
        )
        at += len(line.text) + 1
    layout = Layout(
        sheet.width,
        sheet.height,
        tuple(found),
        rules=tuple(sheet.rules),
        pictures=tuple(sheet.pictures),
    )
    return "".join(parts), layout


def _as_read(sheet: Sheet) -> Sheet:
    """A sheet with its lines across: one that is set vertically is turned."""
    if not is_vertical((line.box, len(line.text)) for line in sheet.lines):
        return sheet
    lines = [line._replace(box=turned(line.box, sheet.width)) for line in sheet.lines]
    rules, pictures = (
        [turned(box, sheet.width) for box in boxes] for boxes in (sheet.rules, sheet.pictures)
    )
    return Sheet(sheet.height, sheet.width, lines, rules, pictures)


def _begins(above: PrintedLine, here: PrintedLine, one: Placed, body: float) -> bool:
    """Whether something begins with a line: a heading below other print, or what stands nowhere near the line before."""
    if here.size >= HEADING * body > above.size:
        return True
    return one.step in ("elsewhere", "far below")
