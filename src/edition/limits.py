"""Size limits for untrusted input.

The time and memory of a parse grow linearly with the text: about 10 ms and 250 kB for a newspaper page. For untrusted input, pass
``limits=`` to refuse texts that are too large to be a page.

>>> import edition
>>> edition.parse("第2版\\n" * 10_000, limits=edition.Limits())
Traceback (most recent call last):
    ...
edition.limits.LimitError: a page has 10000 lines, which is more than the limit of 5000
"""

from __future__ import annotations

from attrs import Attribute, field, frozen

#: No encoding that newspapers are kept in takes more bytes for a character.
_BYTES_A_CHARACTER = 4


class LimitError(ValueError):
    """The input exceeds the limits."""

    def __init__(self, whole: str, unit: str, found: int, limit: int) -> None:
        super().__init__(whole, unit, found, limit)
        self.whole = whole
        """What is too large: ``a page``, ``an issue``."""
        self.unit = unit
        """What was counted: ``characters``, ``lines``, ``bytes``, ``pages``."""
        self.found = found
        """The number found."""
        self.limit = limit
        """The maximum."""

    def __str__(self) -> str:
        return f"{self.whole} has {self.found} {self.unit}, which is more than the limit of {self.limit}"


def _positive(_: object, attribute: Attribute[int], value: int) -> None:
    if type(value) is not int or value < 1:
        raise ValueError(f"a limit ({attribute.name}) is a whole number from 1, not {value!r}")


@frozen(weakref_slot=False)
class Limits:
    """Size limits of pages and issues, for the ``limits`` argument of :func:`edition.parse` and others.

    The defaults are three times the size of a full page of classified advertisements.
    """

    characters: int = field(default=200_000, validator=_positive)
    """Characters of a page."""
    lines: int = field(default=5_000, validator=_positive)
    """Lines of a page, blank ones included."""
    pages: int = field(default=300, validator=_positive)
    """Pages of an issue."""

    bytes: int = field(default=256 * 2**20, validator=_positive)
    """Bytes of a file of pages: a PDF, an OCR file."""
    objects: int = field(default=200_000, validator=_positive)
    """Things drawn on a page of a PDF: runs of characters, rules, pictures."""

    def check_page(self, text: str) -> None:
        """Raise LimitError for a text that is too large."""
        _check("a page", "characters", len(text), self.characters)
        _check("a page", "lines", text.count("\n") + (text[-1:] != "\n"), self.lines)

    def check_file(self, size: int) -> None:
        """Raise LimitError for a file that is too large, by its size in bytes."""
        _check("a page's file", "bytes", size, self.characters * _BYTES_A_CHARACTER)

    def check_document(self, size: int) -> None:
        """Raise LimitError for a file of so many bytes that is too large to be one of pages, before it is read."""
        _check("a file of pages", "bytes", size, self.bytes)

    def check_lines(self, count: int) -> None:
        """Raise LimitError for more printed lines than a page may have."""
        _check("a page", "lines", count, self.lines)

    def check_characters(self, count: int) -> None:
        """Raise LimitError for more characters than a page may have."""
        _check("a page", "characters", count, self.characters)

    def check_objects(self, count: int) -> None:
        """Raise LimitError for more things than may be drawn on a page of a PDF."""
        _check("a page", "objects", count, self.objects)

    def check_issue(self, count: int) -> None:
        """Raise LimitError for too many pages."""
        _check("an issue", "pages", count, self.pages)


def _check(whole: str, unit: str, found: int, limit: int) -> None:
    if found > limit:
        raise LimitError(whole, unit, found, limit)
