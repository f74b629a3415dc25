"""Give values what they offer of the rooms above them: this fills the hooks of :mod:`edition._model.hooks`.

The package imports it, and nothing else does. What a hook needs is imported when it is first asked for, so that a program
which only parses pays for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition._model import hooks

if TYPE_CHECKING:
    from edition._grammar.dialects import AnyDialect
    from edition._model.certainty import Certainty, Known
    from edition._model.diagnostics import Diagnostic, Diagnostics, IssueDiagnostic
    from edition._model.editions import Edition
    from edition._model.nodes import Item, Node
    from edition._model.pages import Page
    from edition._model.stories import Story
    from edition._parser.explanation import Explanation
    from edition.viz import View


def fill() -> None:
    """Fill every hook."""
    hooks.page_of = _page_of
    hooks.page_stories = _page_stories
    hooks.page_diagnostics = _page_diagnostics
    hooks.confidences = _confidences
    hooks.explain = _explain
    hooks.show = _show
    hooks.issue_stories = _issue_stories
    hooks.issue_diagnostics = _issue_diagnostics
    hooks.html = _html
    hooks.plain = _plain


def _page_of(items: tuple[Item, ...], dialect: AnyDialect | None) -> Page:
    from edition._parser.page_builder import placed

    return placed(items, dialect)


def _page_stories(page: Page) -> tuple[Story, ...]:
    from edition._linking.page_stories import page_stories

    return page_stories(page)


def _page_diagnostics(page: Page) -> Diagnostics[Diagnostic]:
    from edition.diagnostics import diagnose

    return diagnose(page)


def _confidences(certainty: Certainty) -> Known:
    from edition._parser.confidence import confidences

    return confidences(certainty)


def _explain(page: Page, node: Node, dialect: AnyDialect | None) -> Explanation:
    from edition._parser.explanation import explain

    return explain(page, node, dialect=dialect)


def _show(page: Page) -> View:
    from edition.viz import excerpt

    return excerpt(page)


def _issue_stories(issue: Edition) -> tuple[Story, ...]:
    from edition._linking.jumps import issue_stories

    return issue_stories(issue)


def _issue_diagnostics(issue: Edition) -> Diagnostics[IssueDiagnostic]:
    from edition.editions import diagnose

    return diagnose(issue)


def _html(value: object) -> str:
    from edition._render.notebook import html

    return html(value)


def _plain(value: object) -> str:
    from edition._render.notebook import plain

    return plain(value)
