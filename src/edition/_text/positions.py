"""Positions: offsets as line and column, and in UTF-8 bytes and UTF-16 units."""

from __future__ import annotations

from attrs import frozen


@frozen(weakref_slot=False)
class Position:
    """A position in a text: ``12:5`` is the fifth character of line 12.

    Only ``\\n`` ends a line. A lone surrogate counts as the three bytes and the one
    UTF-16 unit that it would take.
    """

    offset: int
    """The offset in code points."""
    line: int
    """The line, from 1."""
    column: int
    """The column in code points, from 1."""
    byte: int
    """The offset in UTF-8 bytes."""
    utf16: int
    """The offset in UTF-16 code units."""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


def position(text: str, offset: int) -> Position:
    """The position of an offset in code points; the end of the text is valid.

    Raises ValueError for an offset outside the text.

    >>> position("本市\\n昨日晴", 4)
    Position(offset=4, line=2, column=2, byte=10, utf16=4)
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"an offset in this text is from 0 to {len(text)}, not {offset}")
    return advanced(Position(0, 1, 1, 0, 0), text[:offset])


def offset_at(text: str, line: int, column: int = 1) -> int:
    """The offset in code points of a line and column, both from 1; the inverse of :func:`position`.

    Raises ValueError for a line or column outside the text; the position after the last character of a line is valid.

    >>> offset_at("本市\\n昨日晴", 2, 2)
    4
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        raise ValueError(f"a line of this text is from 1 to {len(lines)}, not {line}")
    if not 1 <= column <= len(lines[line - 1]) + 1:
        last = len(lines[line - 1]) + 1
        raise ValueError(f"a column of line {line} is from 1 to {last}, not {column}")
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1


def advanced(place: Position, text: str) -> Position:
    """The place behind a text that begins at a place.

    >>> advanced(position("本市\\n昨日晴", 4), "日\\n")
    Position(offset=6, line=3, column=1, byte=14, utf16=6)
    """
    lines = text.count("\n")
    return Position(
        place.offset + len(text),
        place.line + lines,
        len(text) - text.rfind("\n") if lines else place.column + len(text),
        place.byte + len(text.encode("utf-8", "surrogatepass")),
        place.utf16 + len(text) + sum([c > "\uffff" for c in text]),
    )
