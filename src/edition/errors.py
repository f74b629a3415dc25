"""Errors raised for invalid text."""

from __future__ import annotations

from edition._text.terminal import cells, printable

#: How much of the line is shown before and behind the place of an error, in terminal cells.
_BEFORE, _BEHIND = 48, 24


class MissingExtraError(ImportError):
    """A package is missing that an extra of this one brings; the message names the extra."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(what, package, extra)

    def __str__(self) -> str:
        what, package, extra = self.args
        return f"{what} needs {package}: pip install 'edition-dom[{extra}]'"


class EditionSyntaxError(ValueError):
    """An error in a page, raised by ``edition.parse(text, strict=True)``.

    The message shows the position::

        E214 impossible date 2月30日 (line 2, column 6)
        第2版 2025年2月30日
                   ^
    """

    def __init__(self, msg: str, doc: str, pos: int) -> None:
        super().__init__(msg, doc, pos)
        self.msg = msg
        """The code and message of the diagnostic."""
        self.doc = doc
        """The whole text."""
        self.pos = pos
        """The offset in it, in code points."""
        self.lineno = doc.count("\n", 0, pos) + 1
        """The line, from 1."""
        self.colno = pos - doc.rfind("\n", 0, pos)
        """The column in code points, from 1."""

    def __reduce__(self) -> tuple[type[EditionSyntaxError], tuple[str, str, int]]:
        return type(self), (self.msg, self.doc, self.pos)

    def __str__(self) -> str:
        begin = self.pos - self.colno + 1
        end = self.doc.find("\n", self.pos)
        # The slices bound the work on a page of one line; the cells are counted on what is left.
        before = printable(self.doc[max(begin, self.pos - _BEFORE) : self.pos]).lstrip()
        behind = printable(self.doc[self.pos : len(self.doc) if end < 0 else end][: _BEHIND + 1])
        while cells(before) > _BEFORE:
            before = before[1:]
        caret = " " * cells(before) + "^"
        place = f"(line {self.lineno}, column {self.colno})"
        return f"{self.msg} {place}\n{before}{behind.rstrip()}\n{caret}"
