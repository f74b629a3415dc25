"""What flows through a corpus: the pages that documents hold, the pages parsed, and what failed."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from attrs import field, frozen

from edition._model.layout import Layout
from edition.pages import Page

#: How large a page may be unless more is asked for, in bytes: two hundred times a usual one.
LARGEST = 4 * 2**20
#: What a record may tell, by our names.
FIELDS = frozenset(("text", "id", "paper", "date", "page", "headline", "kicker", "deck", "byline"))


@frozen(weakref_slot=False, kw_only=True)
class Origin:
    """The origin of a page, and the metadata of its source."""

    path: str
    """The path of the file."""
    member: str | None = None
    """The part of the file: a name in an archive, a line of JSONL, a page of a PDF, or a path of these: ``a.pdf#3``."""
    paper: str | None = None
    """The newspaper."""
    date: dt.date | None = None
    """The date of issue."""
    label: str | None = None
    """The page label: ``"1"``, ``"A04"``."""

    @property
    def id(self) -> str:
        """The path and the member: ``1998.zip#01/0103.txt``; unique in a corpus."""
        return self.path if self.member is None else f"{self.path}#{self.member}"


@frozen(weakref_slot=False, kw_only=True)
class SourcePage:
    """The text of a page and its origin."""

    text: str
    origin: Origin
    encoding: str = "utf-8"
    """The codec that restores the original bytes: ``page.text.encode(page.encoding)``."""
    known_by: str = "text"
    """How the encoding was known: ``declared``, by a byte order ``mark``, because it is ``valid`` UTF-8, ``detected``;
    ``text`` where the source holds characters and not bytes."""
    raw: bytes | None = field(default=None, repr=False)
    """The source's bytes where the codec does not give them back, as with the characters that Big5 has twice."""
    layout: Layout | None = field(default=None, repr=False)
    """Where the text stands on the paper, where the source is a PDF."""

    @property
    def data(self) -> bytes:
        """The original bytes."""
        return self.text.encode(self.encoding) if self.raw is None else self.raw


@frozen(weakref_slot=False, kw_only=True)
class Failure:
    """A page, or a file of pages, that could not be read."""

    origin: Origin
    kind: str
    """``unreadable`` (no permission, a link that leads nowhere, an extra that is not installed), ``too large``, ``encoding``, ``format`` (a broken
    archive, PDF, XML or JSON), or ``crash`` (a process died of it)."""
    message: str
    """The problem."""
    size: int | None = None
    """The size of the source in bytes, if known."""


@frozen(weakref_slot=False, kw_only=True)
class ParsedPage:
    """A parsed page and its source."""

    page: Page
    source: SourcePage


#: What a corpus is made into.
Result: TypeAlias = ParsedPage | Failure


class ToldError(ValueError):
    """Something went wrong with a document elsewhere, where it was found of what kind that is."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return self.message
