"""Put built items on a page: give them their places, and make sure that the page reads as it was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from edition._grammar.dialects import AnyDialect, grammar_for
from edition._model.nodes import Item, Node, Paragraph
from edition._model.pages import Page
from edition._model.pages import placed as placed_blocks
from edition._parser.parsing import parse_page


def placed(items: tuple[Item, ...], dialect: AnyDialect | None) -> Page:
    """The page of these items in a dialect; ValueError names the first block that would be read otherwise."""
    if (odd := next((i for i in items if not isinstance(i, get_args(Item))), None)) is not None:
        raise TypeError(
            f"what stands on a page is an Article, a Photo or another item, not {type(odd).__name__}"
        )
    page = Page(items)
    text = str(page)
    read = parse_page(text, grammar_for(text, dialect))
    if read == page:
        return read
    raise ValueError(_misreading(page, read))


def _misreading(page: Page, read: Page) -> str:
    theirs = {begin: (kind, what) for begin, kind, what, _ in _starts(read)}
    for begin, kind, what, node in _starts(page):
        found = theirs.get(begin)
        if found == (kind, what):
            continue
        shown = f"{type(node).__name__} {str(node).strip()[:24]!r}"
        if found is None:
            return f"{shown} would be read as a part of what stands before it"
        if found[0] != kind:
            return f"{shown} would be read as {found[0]}"
        return f"{shown} would be read with its lines or parts cut otherwise"
    return "the page would be read with more blocks than it was built from"


def _starts(page: Page) -> Iterator[tuple[int, str, str, Node]]:
    """Every item and block with the offset of its print, its class, its text and what else tells it from others."""
    at, last = len(page.head), -1
    for number, block, starts in placed_blocks(page):
        at = starts[0] if starts else at
        if number > last:
            last, item = number, page.items[number]
            yield 2 * at, type(item).__name__, str(item), item
        goes_on = isinstance(block, Paragraph) and block.continues
        yield 2 * at + 1, type(block).__name__, f"{len(block.parts)} {goes_on} {block}", block
