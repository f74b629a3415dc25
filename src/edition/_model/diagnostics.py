"""What is told of a page or an issue that looks wrong: a code, a severity, a place, a sentence."""

from __future__ import annotations

import enum
from typing import TypeVar

from attrs import frozen

from edition._model.matches import Span
from edition._model.notebook import Shown


class Severity(enum.StrEnum):
    """How bad it is."""

    ERROR = "error"
    """The text can't be right: a character that no encoding can write, a 30th of February."""
    WARNING = "warning"
    """Something is most likely lost, torn or misread: a story that breaks off in mid-sentence."""
    HINT = "hint"
    """Worth knowing, and common on a sound page: a story that goes on on a page not at hand."""


@frozen(weakref_slot=False)
class Code:
    """A kind of diagnostic, as docs/diagnostics.md lists it."""

    code: str
    """A letter for the severity and a number: ``W207``. Neither ever changes its meaning."""
    title: str
    """What is the matter, in one sentence."""
    arises: str
    """When it arises."""
    remedy: str
    """What to do about it."""

    @property
    def severity(self) -> Severity:
        """The severity that the code's letter stands for."""
        return {"E": Severity.ERROR, "W": Severity.WARNING, "H": Severity.HINT}[self.code[0]]


@frozen(weakref_slot=False)
class Diagnostic(Shown):
    """Something that looks wrong, and where: ``12:1: H201 continuation from page 1, which is not at hand``."""

    code: str
    """Which of :data:`edition.diagnostics.CODES` it is."""
    severity: Severity
    message: str
    """What is the matter here: a clause, without the place."""
    span: Span
    """Where, in code points of the page's text, half-open."""
    line: int
    """The line on which that begins, the first one being 1; lines end with ``\\n`` alone."""
    column: int
    """The column at which it begins, in code points, the first one being 1."""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.code} {self.message}"


@frozen(weakref_slot=False)
class IssueDiagnostic(Shown):
    """Something that looks wrong with an issue, or on one of its pages."""

    code: str
    """Which of :data:`edition.editions.ISSUE_CODES` it is, or of :data:`edition.diagnostics.CODES`."""
    severity: Severity
    message: str
    """What is the matter, in a clause."""
    page: int | None = None
    """The number of the page; None where it is about the issue as a whole."""
    span: Span | None = None
    """Where on that page, in code points, half-open; None where it is about the whole of it."""
    line: int | None = None
    """The line on which that begins, from 1."""
    column: int | None = None
    """The column at which it begins, in code points, from 1."""

    def __str__(self) -> str:
        page = "issue" if self.page is None else f"page {self.page}"
        place = "" if self.line is None else f"{self.line}:{self.column}: "
        return f"{page}: {place}{self.code} {self.message}"


D_co = TypeVar("D_co", bound=Diagnostic | IssueDiagnostic, covariant=True)


class Diagnostics(Shown, tuple[D_co, ...]):
    """Diagnostics in their order: a tuple that a notebook shows as a list."""

    __slots__ = ()
