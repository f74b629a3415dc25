"""A page of a newspaper: its items in reading order, and its metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast, get_args, overload

from attrs import field, frozen

from edition._grammar.compiled import DialectMark, base
from edition._model import edits, hooks
from edition._model.anchor import anchored
from edition._model.certainty import Certainty
from edition._model.checks import check_children, checked_blanks
from edition._model.layout import Layout, around
from edition._model.nodes import Article, Block, Folio, Group, Item, Masthead, Node, Photo
from edition._model.notebook import Listing, brief, counted
from edition._model.provenance import ModelMark
from edition._text.numerals import page_number
from edition._text.positions import Position, offset_at, position

N = TypeVar("N", bound=Node)
F = TypeVar("F", bound=Callable[..., object])

if TYPE_CHECKING:
    from edition._grammar.dialects import AnyDialect
    from edition._model.diagnostics import Diagnostic, Diagnostics
    from edition._model.stories import Story
    from edition._parser.explanation import Explanation
    from edition.viz import View


def _late(view: F) -> F:
    """A view whose type is imported when it is first asked for: at run time it has none that attrs would have to resolve."""
    view.__annotations__ = {}
    return view


@frozen(weakref_slot=False, str=False, repr=False)
class Page(Group):
    """版, one page: its items in reading order, and leading whitespace.

    All nodes of a page have spans in its text, whether they were parsed, built or taken from another page.
    """

    items: tuple[Item, ...]
    head: str = ""
    """Leading whitespace, including a byte order mark; the whole text of a blank page."""
    dialect: DialectMark = field(factory=lambda: base().mark, eq=False, repr=False, kw_only=True)
    """The dialect in which the page was parsed (default: mainland); ignored by ``==``."""

    model: ModelMark | None = field(default=None, eq=False, repr=False, kw_only=True)
    """The model that it was read with (:class:`edition.Model`); None for the one that the package ships, and where it was not read."""

    layout: Layout | None = field(default=None, eq=False, repr=False, kw_only=True)
    """Where its print stood when it was read, if that is known; it takes no part in equality, and edits leave it as it was."""

    _certainty: Certainty | None = field(default=None, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        check_children(self, "items", self.items, get_args(Item))
        at = len(checked_blanks(self.head, "the head of a page"))
        items: list[Item] = []
        for item in self.items:
            placed, at = anchored(item, at, self.dialect)
            items.append(placed)
        if any(placed is not item for placed, item in zip(items, self.items, strict=True)):
            object.__setattr__(self, "items", tuple(items))

    @classmethod
    def build(cls, *items: Item, dialect: AnyDialect | None = None) -> Page:
        """Build a page from items such as articles and photos.

        Raises ValueError if the text of the page would parse to a different page in this ``dialect``, naming the first block that
        differs, and for an unknown dialect. Raises TypeError for nodes that are not items: put headlines and paragraphs into an
        article.
        """
        return hooks.page_of(items, dialect)

    @property
    def children(self) -> tuple[Item, ...]:
        """The items."""
        return self.items

    def __repr__(self) -> str:
        named = (self.paper, self.date and self.date.isoformat(), self.label)
        head = " ".join(["Page", *(brief(part) for part in named if part)])
        size = len(str(self))
        return f"<{head}: {counted(len(self.items), 'item')}, {counted(size, 'character')}>"

    def __str__(self) -> str:
        return self.head + "".join(
            [part for p in self.pieces for part in (p.indent, p.text, p.tail)]
        )

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, in reading order; see :attr:`stories` for what belongs together."""
        return Listing(item for item in self.items if isinstance(item, Article))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """All pictures, including those in articles."""
        return self.find_all(Photo)

    def replace(self, old: Node, new: Node) -> Page:
        """Return the page with ``new`` in place of ``old``; no other text changes.

        A built node takes over the whitespace and line endings of ``old``; a parsed or evolved node keeps its own.

        Raises ValueError if ``old`` is not in the page, and TypeError if ``new`` is not allowed in that place.
        """
        path = edits.find_path(self, old)
        return page_of(edits.replaced(edits.draft_of(self), path, (new,)))

    def insert_after(self, node: Node, new: Node) -> Page:
        """Return the page with ``new`` inserted after ``node``, as its sibling.

        If ``node`` ends a line, a built node gets its own lines, with the line endings and blank lines of its neighbours; otherwise
        it is put on the same line. Raises as :meth:`replace` does.
        """
        path = edits.after(edits.find_path(self, node))
        return page_of(edits.inserted(edits.draft_of(self), path, new))

    def insert_before(self, node: Node, new: Node) -> Page:
        """Return the page with ``new`` inserted before ``node``, as its sibling. Raises as :meth:`replace` does."""
        path = edits.find_path(self, node)
        return page_of(edits.inserted(edits.draft_of(self), path, new))

    def remove(self, node: Node) -> Page:
        """Return the page without ``node``, and without groups that become empty.

        A line that it shared with other nodes keeps its indent and its line ending. Raises ValueError if the node is not in the
        page.
        """
        path = edits.outermost(self, edits.find_path(self, node))
        return page_of(edits.removed(edits.draft_of(self), path))

    def parent(self, node: Node) -> Node | None:
        """The parent of a node; None for the page itself. Raises ValueError if the node is not in the page."""
        path = edits.find_path(self, node)
        return edits.node_at(self, path[:-1]) if path else None

    @overload
    def node_at(self, offset: int) -> Block | None: ...
    @overload
    def node_at(self, offset: int, kind: type[N]) -> N | None: ...
    def node_at(self, offset: int, kind: type[Node] = Block) -> Node | None:
        """The innermost node of a class at an offset in code points; None in the leading whitespace.

        ``page.node_at(120)`` is a block, ``page.node_at(120, Article)`` the article around it. Raises ValueError for an
        offset outside the text.
        """
        if not 0 <= offset <= len(str(self)):
            raise ValueError(f"an offset in this page is from 0 to {len(str(self))}, not {offset}")
        found: Node | None = None
        node: Node | None = self
        at = 0
        while node is not None:
            found = node if isinstance(node, kind) else found
            at += len(self.head) if node is self else 0
            below, node = node.children, None
            for child in below:
                size = len(str(child))
                if at <= offset < at + size:
                    node = child
                    break
                at += size
        return found

    @overload
    def at(self, line: int, column: int = 1) -> Block | None: ...
    @overload
    def at(self, line: int, column: int = 1, *, kind: type[N]) -> N | None: ...
    def at(self, line: int, column: int = 1, *, kind: type[Node] = Block) -> Node | None:
        """The innermost node of a class at a line and column, both from 1, as in diagnostics.

        ``page.at(12)`` is the block at the start of line 12, ``page.at(12, 5, kind=Article)`` the article around its fifth
        character. None in the leading whitespace. Raises ValueError for a line or column outside the text; the position after the
        last character of a line is valid.
        """
        return self.node_at(offset_at(str(self), line, column), kind)

    def line_col(self, offset: int) -> Position:
        """The line and column of an offset in code points, and its UTF-8 and UTF-16 offsets.

        Raises ValueError for an offset outside the text.
        """
        return position(str(self), offset)

    @cached_property
    @_late
    def stories(self) -> tuple[Story, ...]:
        """The stories: headlines joined with their bodies, cut texts joined, pictures with their stories."""
        return Listing(hooks.page_stories(self))

    @cached_property
    @_late
    def diagnostics(self) -> Diagnostics[Diagnostic]:
        """Likely problems, in the order of the text; docs/diagnostics.md lists the codes."""
        return hooks.page_diagnostics(self)

    def explain(self, node: Node, *, dialect: AnyDialect | None = None) -> Explanation:
        """Explain the role of the line on which a node begins: the candidate roles, their scores and the evidence.

        It uses the model of the page; ``dialect`` is as in :func:`edition.parse` (default: that of the page). Raises ValueError if the
        node is not in the page, and for an unknown dialect or model.
        """
        return hooks.explain(self, node, dialect)

    def confidence(self, node: Node) -> float | None:
        """The probability that a node is right, from 0 to 1, calibrated on papers outside the training data.

        For a block, that it has the right role: of a hundred lines with 0.9, ninety do. For an article or a picture, that its borders are
        right: it begins there, and nothing else begins in it. For other groups, and for the page, it is the lowest value of their blocks.

        >>> import edition
        >>> page = edition.parse("步道开放\\n\\n本报讯 汾河西岸的步道昨日开放。（何青）\\n")
        >>> page.confidence(page.articles[0].lead) > 0.9
        True

        None for nodes that were built or changed, for pages that were built or loaded from a file, and for pages parsed in another
        process with a model that this one has not loaded. The values of all nodes are computed on first use, in less time than the
        parse took. Raises ValueError if the node is not in the page.
        """
        there = edits.node_at(self, edits.find_path(self, node)) if node is not self else self
        return None if self._certainty is None else self._certainty.of(there)

    def show(self) -> View:
        """The annotated text for a notebook; a very long page is truncated.

        Use ``edition.viz.page`` to save it as a file or open it in the browser.
        """
        return hooks.show(self)

    @property
    def running(self) -> tuple[Masthead | Folio, ...]:
        """The masthead and folio lines."""
        return tuple(item for item in self.items if isinstance(item, Masthead | Folio))

    @property
    def label(self) -> str | None:
        """The page label in the folio (``"2"``, ``"A04"``); ``"1"`` for a page with a nameplate; None if unknown."""
        running = self.running
        found = next(
            (label for item in running if isinstance(item, Folio) and (label := item.label)), None
        )
        if found is None and any(isinstance(item, Masthead) and item.paper for item in running):
            return "1"
        return found

    @property
    def number(self) -> int | None:
        """The number in the page label."""
        return page_number(self.label)

    @property
    def name(self) -> str | None:
        """The name of the page in the folio: 要闻, 文化副刊."""
        return next(
            (name for item in self.running if isinstance(item, Folio) and (name := item.name)), None
        )

    @property
    def paper(self) -> str | None:
        """The name of the newspaper in the masthead or folio."""
        return next((paper for item in self.running if (paper := item.paper)), None)

    @property
    def date(self) -> dt.date | None:
        """The date of issue in the masthead or folio."""
        return next((date for item in self.running if (date := item.date)), None)

    @property
    def weekday(self) -> int | None:
        """The weekday in the masthead or folio, from 1 (Monday) to 7 (Sunday)."""
        return next((weekday for item in self.running if (weekday := item.weekday)), None)


def page_of(draft: edits.Draft) -> Page:
    """The page that a draft has become; TypeError for what can't stand on one."""
    items = cast("tuple[Item, ...]", draft.items)
    page = Page(items, draft.head, dialect=draft.dialect, model=draft.model, layout=draft.layout)
    if draft.certainty is not None:
        trust(page, draft.certainty)
    return page


def trust(page: Page, certainty: Certainty) -> None:
    """Attach the confidence of its reading to a new page, which nobody else has yet."""
    object.__setattr__(page, "_certainty", certainty)


def lay_out(page: Page, layout: Layout) -> None:
    """Let a new page, which nobody else has yet, and its pieces know where they stand on the paper."""
    object.__setattr__(page, "layout", layout)
    for piece in page.pieces:
        start = (piece.start or 0) + len(piece.indent)
        if boxes := layout.boxes(start, start + len(piece.text)):
            object.__setattr__(piece, "box", around(boxes))


def sureness(page: Page) -> Callable[[Node], float | None]:
    """A function that returns the confidence of a node of this page, without searching for the node."""
    certainty = edits.certainty_of(page)
    return (lambda _: None) if certainty is None else certainty.of


def placed(page: Page) -> Iterator[tuple[int, Block, list[int]]]:
    """A page's blocks: the number of their item, the block, and where the print of each of its pieces begins."""
    at = len(page.head)
    for number, item in enumerate(page.items):
        for block in item.find_all(Block):
            starts = []
            for piece in block.parts:
                starts.append(at + len(piece.indent))
                at = starts[-1] + len(piece.text) + len(piece.tail)
            yield number, block, starts
