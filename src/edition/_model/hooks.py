"""What a value offers of the rooms above it: a page's stories, what looks wrong on it, its picture in a notebook.

A value does not know who makes these. Importing the package fills every hook, by :mod:`edition._wiring`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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

#: The page of some built items, which is read in a dialect as it was meant.
page_of: Callable[[tuple[Item, ...], AnyDialect | None], Page]
page_stories: Callable[[Page], tuple[Story, ...]]
page_diagnostics: Callable[[Page], Diagnostics[Diagnostic]]
#: How likely each node is what a page was read with.
confidences: Callable[[Certainty], Known]
explain: Callable[[Page, Node, AnyDialect | None], Explanation]
show: Callable[[Page], View]
issue_stories: Callable[[Edition], tuple[Story, ...]]
issue_diagnostics: Callable[[Edition], Diagnostics[IssueDiagnostic]]
#: A value as an element of HTML, and as text for where HTML is not shown.
html: Callable[[object], str]
plain: Callable[[object], str]
