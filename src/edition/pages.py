"""A page of a newspaper, and how to get one out of a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from attrs import field, frozen

from edition._build import build
from edition._decode import decode
from edition._evidence import Reading, read
from edition._grammar import base
from edition._lines import split_lines
from edition._numerals import page_label, page_number
from edition._seams import entries
from edition.nodes import Article, Folio, Group, Headline, Item, Masthead, Photo


@frozen(weakref_slot=False, str=False)
class Page(Group):
    """版, one page: its items in reading order, and the blanks at its head."""

    items: tuple[Item, ...]
    head: str = ""
    """Blanks before the first print, a byte order mark included; all of a page that has no print."""

    @property
    def children(self) -> tuple[Item, ...]:
        return self.items

    def __str__(self) -> str:
        return self.head + "".join([part for p in self.pieces for part in (p.indent, p.text, p.tail)])

    @property
    def articles(self) -> tuple[Article, ...]:
        """The stories, each as it stands on the page."""
        return tuple(item for item in self.items if isinstance(item, Article))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """All pictures, those inside stories too."""
        return self.find_all(Photo)


def read_page(text: str) -> tuple[str, list[Reading]]:
    """The blanks at a page's head, and its entries with the evidence about them."""
    grammar = base()
    head, lines = split_lines(text)
    rows, wrapped = entries(lines, grammar)
    return head, read(rows, wrapped, grammar)


def parse(text: str) -> Page:
    """Parse a page's text layer.

    Total and exact: every ``str`` is a page, and ``str(parse(text)) == text``.

    Raises TypeError for anything but a ``str``.
    """
    if not isinstance(text, str):
        raise TypeError(f"a page is a str, not {type(text).__name__}: decode it first, as in data.decode('utf-8')")
    head, readings = read_page(text)
    return Page(build(readings, decode(readings), base()), head)
