"""A likely problem of a page or an issue: a code, a severity, a place and a message."""

from __future__ import annotations

import enum
from typing import TypeVar

from attrs import frozen

from edition._model.matches import Span
from edition._model.notebook import Shown


class Severity(enum.StrEnum):
    """How serious a diagnostic is."""

    ERROR = "error"
    """The text is wrong: a character that no encoding can write, a 30th of February."""
    WARNING = "warning"
    """Something was probably lost, torn or misread: a story ends in mid-sentence."""
    HINT = "hint"
    """Worth knowing, and common on sound pages: a story continues on a page that was not provided."""


@frozen(weakref_slot=False)
class Code:
    """A kind of diagnostic, as listed in docs/diagnostics.md."""

    code: str
    """A letter for the severity and a number: ``W207``. Neither ever changes its meaning."""
    title: str
    """The problem, in one sentence."""
    arises: str
    """Its usual cause."""
    remedy: str
    """What to do about it."""

    @property
    def severity(self) -> Severity:
        """The severity that the code's letter stands for."""
        return {"E": Severity.ERROR, "W": Severity.WARNING, "H": Severity.HINT}[self.code[0]]


@frozen(weakref_slot=False)
class Diagnostic(Shown):
    """A likely problem and its place: ``12:1: H201 continued from page 1, which was not provided``."""

    code: str
    """Which of :data:`edition.diagnostics.CODES` it is."""
    severity: Severity
    message: str
    """The problem, without its place."""
    span: Span
    """The span in the page's text: code points, half-open."""
    line: int
    """The line on which the span begins, from 1; only ``\\n`` ends a line."""
    column: int
    """The column at which the span begins, in code points, from 1."""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.code} {self.message}"


@frozen(weakref_slot=False)
class IssueDiagnostic(Shown):
    """A likely problem of an issue, or of one of its pages."""

    code: str
    """Which of :data:`edition.editions.ISSUE_CODES` it is, or of :data:`edition.diagnostics.CODES`."""
    severity: Severity
    message: str
    """The problem, without its place."""
    page: int | None = None
    """The number of the page; None for the issue as a whole."""
    span: Span | None = None
    """The span in that page's text: code points, half-open; None for the whole page."""
    line: int | None = None
    """The line on which the span begins, from 1."""
    column: int | None = None
    """The column at which the span begins, in code points, from 1."""

    def __str__(self) -> str:
        page = "issue" if self.page is None else f"page {self.page}"
        place = "" if self.line is None else f"{self.line}:{self.column}: "
        return f"{page}: {place}{self.code} {self.message}"


D_co = TypeVar("D_co", bound=Diagnostic | IssueDiagnostic, covariant=True)


class Diagnostics(Shown, tuple[D_co, ...]):
    """A tuple of diagnostics that a notebook shows as a list."""

    __slots__ = ()
