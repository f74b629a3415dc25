"""Read a text from end to end: lines, logical lines, features, the best sequence of roles, the tree."""

from __future__ import annotations

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_for
from edition._model.pages import Page
from edition._parser.decode import decode
from edition._parser.line_cues import LineCues
from edition._parser.page_features import PageFeatures, read
from edition._parser.running_head import reach
from edition._parser.tree import build
from edition._text.lines import split_lines
from edition._text.unwrap import entries


def read_page(text: str, grammar: Grammar | None = None) -> tuple[str, PageFeatures]:
    """The blanks at a page's head, and its entries with the evidence about them."""
    if grammar is None:
        grammar = grammar_for(text, None)
    head, lines = split_lines(text)
    running = reach([line.text for line in lines], grammar)
    rows, wrapped = entries(lines, LineCues(grammar), running)
    return head, read(rows, grammar, wrapped=wrapped)


def parse_page(text: str, grammar: Grammar) -> Page:
    """The page that a text is in a dialect."""
    head, readings = read_page(text, grammar)
    return Page(build(readings, decode(readings), grammar), head)
