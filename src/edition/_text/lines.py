"""Split a page into lines, without losing a character."""

from __future__ import annotations

import re

from attrs import frozen

#: What a reader sees as nothing: white space, and the marks of no width that encodings leave behind. Lines end with
#: ``\n`` alone; the other separators (U+2028, form feed, a lone CR) are blanks in a line.
BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u2060\ufeff"
#: What is set half as wide as a Han character.
_NARROW = re.compile(
    "[\x00-\xb6\xb8-\u2013\u2015-\u2017\u201a\u201b\u201e-\u2025\u2027-\u245f\u2465-\u2e7f]"
)
#: Where a paragraph ends amid a line of a text dump: behind a sentence, or a sign-off in brackets behind one, stand three
#: blanks or more, or two as wide as a character.
_BREAK = re.compile(
    r"[。！？…!?][”’」』]?(?:[（(][^（）()\n]{2,40}[）)])?(?=[ \t\u00a0\u3000]{3}|\u3000\u3000)"
)
_STOP = re.compile("[。！？…!?]")
#: How long a line is at least that holds paragraphs: a headline's halves (谁来养老？   社区来答！) are set apart by blanks, too.
_DUMPED = 60


@frozen(weakref_slot=False)
class Line:
    """A line with print on it, and the blank lines below it.

    Where a text dump runs paragraphs together on a line, each of them is a line, and what parts it from the one before is
    its indent.
    """

    start: int
    """Offset of the line, in code points."""
    indent: str
    text: str
    tail: str
    """Blanks behind the print, the line end, and the blank lines that follow."""

    @property
    def is_indented(self) -> bool:
        """Whether it begins as a paragraph does: by a blank as wide as a character, or by two narrow ones."""
        return self.indent.startswith(("\u3000", "  ", "\t", "\u00a0\u00a0"))

    @property
    def gap(self) -> int:
        """How many blank lines stand below."""
        return max(self.tail.count("\n") - 1, 0)


def split_lines(text: str) -> tuple[str, list[Line]]:
    """Split a text into its leading whitespace and its lines of print.

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
            lines += _printed(raw, start, before, ink)
        start += len(raw) + 1
    untils = [*(line[0] for line in lines[1:]), len(text)]
    found = [
        Line(start, indent, ink, text[end:until])
        for (start, indent, ink, end), until in zip(lines, untils, strict=False)
    ]
    return text[:head_end], found


def _printed(raw: str, start: int, before: int, ink: str) -> list[tuple[int, str, str, int]]:
    """What is printed on a line of text: start, indent, print and where it ends, once, or for each of its paragraphs."""
    if len(ink) < _DUMPED or not ("   " in ink or "\u3000\u3000" in ink or "\u00a0" in ink):
        return [(start, raw[:before], ink, start + before + len(ink))]
    breaks = [match.end() for match in _BREAK.finditer(ink)]
    if breaks and not _STOP.search(ink, breaks[-1]):
        del breaks[-1]  # no paragraph, but the sign-off of the one before
    found = []
    begin = 0
    for end in [*(before + at for at in breaks), before + len(ink)]:
        text = raw[begin:end].lstrip(BLANKS)
        found.append((start + begin, raw[begin : end - len(text)], text, start + end))
        begin = end
    return found


def width(text: str) -> float:
    """How wide a text is set, in cells of one Han character.

    >>> width("今晨12时")
    4.0
    """
    return len(text) - 0.5 * len(_NARROW.findall(text)) if text else 0.0


def cut_at_form_feeds(text: str) -> list[str]:
    """A text cut behind its form feeds, with which ``pdftotext`` ends every page; blanks behind the last are part of it."""
    stretches = text.split("\f")
    cut = [stretch + "\f" for stretch in stretches[:-1]] + stretches[-1:]
    if len(cut) > 1 and not cut[-1].strip(BLANKS):
        cut[-2:] = [cut[-2] + cut[-1]]
    return cut
