"""Split a page into lines, without losing a character."""

from __future__ import annotations

import re

from attrs import frozen

#: What a reader sees as nothing: white space, and the marks of no width that encodings leave behind. Lines end with
#: ``\n`` alone; the other separators (U+2028, form feed, a lone CR) are blanks in a line.
BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u2060\ufeff"
#: What is set half as wide as a Han character.
_NARROW = re.compile("[^\u2e80-\U0010ffff“”‘’—…·①②③④⑤]")


@frozen(weakref_slot=False)
class Line:
    """A line with print on it, and the blank lines below it."""

    start: int
    """Offset of the line, in code points."""
    indent: str
    text: str
    tail: str
    """Blanks behind the print, the line end, and the blank lines that follow."""

    @property
    def gap(self) -> int:
        """How many blank lines stand below."""
        return max(self.tail.count("\n") - 1, 0)


def split_lines(text: str) -> tuple[str, list[Line]]:
    """Cut a text into the blanks at its head and its lines of print.

    >>> split_lines("\\n 天晴\\n\\n风小")
    ('\\n', [Line(start=1, indent=' ', text='天晴', tail='\\n\\n'), Line(start=6, indent='', text='风小', tail='')])
    """
    head_end = len(text)
    lines: list[tuple[int, str, str, int]] = []  # start, indent, ink, where the ink ends
    start = 0
    for raw in text.split("\n"):
        ink = raw.strip(BLANKS)
        if ink:
            before = raw.find(ink[0])
            if not lines:
                head_end = start
            lines.append((start, raw[:before], ink, start + before + len(ink)))
        start += len(raw) + 1
    untils = [*(line[0] for line in lines[1:]), len(text)]
    found = [
        Line(start, indent, ink, text[end:until])
        for (start, indent, ink, end), until in zip(lines, untils, strict=False)
    ]
    return text[:head_end], found


def width(text: str) -> float:
    """How wide a text is set, in cells of one Han character.

    >>> width("今晨12时")
    4.0
    """
    return len(text) - 0.5 * len(_NARROW.findall(text)) if text else 0.0
