"""How much is read of what comes from somewhere unknown.

A parse takes any text, and time and memory that grow with it: about a hundredth of a second and a quarter of a megabyte
for a page of a newspaper, a hundred thousand times that for a hundred thousand pages in one text. Who takes texts from
strangers says with ``limits=`` how much is still a page.

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
    """A text is larger than the limits that were given for it."""

    def __init__(self, whole: str, unit: str, found: int, limit: int) -> None:
        super().__init__(whole, unit, found, limit)
        self.whole = whole
        """What is too large: ``a page``, ``an issue``."""
        self.unit = unit
        """What was counted: ``characters``, ``lines``, ``bytes``, ``pages``."""
        self.found = found
        """How many there are."""
        self.limit = limit
        """How many are allowed."""

    def __str__(self) -> str:
        return f"{self.whole} has {self.found} {self.unit}, which is more than the limit of {self.limit}"


def _positive(_: object, attribute: Attribute[int], value: int) -> None:
    if type(value) is not int or value < 1:
        raise ValueError(f"a limit ({attribute.name}) is a whole number from 1, not {value!r}")


@frozen(weakref_slot=False)
class Limits:
    """What a page and an issue have at most, to be given to :func:`edition.parse` and its like as ``limits``.

    The defaults leave room for three times the fullest page of small advertisements.
    """

    characters: int = field(default=200_000, validator=_positive)
    """Characters of a page."""
    lines: int = field(default=5_000, validator=_positive)
    """Lines of a page, blank ones included."""
    pages: int = field(default=300, validator=_positive)
    """Pages of an issue."""

    def check_page(self, text: str) -> None:
        """Raise LimitError for a text that is larger than a page may be."""
        _check("a page", "characters", len(text), self.characters)
        _check("a page", "lines", text.count("\n") + (text[-1:] != "\n"), self.lines)

    def check_file(self, size: int) -> None:
        """Raise LimitError for a file of so many bytes that it can't be a page, before it is read."""
        _check("a page's file", "bytes", size, self.characters * _BYTES_A_CHARACTER)

    def check_issue(self, count: int) -> None:
        """Raise LimitError for more pages than an issue may have."""
        _check("an issue", "pages", count, self.pages)


def _check(whole: str, unit: str, found: int, limit: int) -> None:
    if found > limit:
        raise LimitError(whole, unit, found, limit)
