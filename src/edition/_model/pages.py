"""A page of a newspaper: its items in reading order, and what they say of it."""

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
    """版, one page: its items in reading order, and the blanks at its head.

    What stands in a page knows its place in it, whether it was parsed, built or taken from another page: the page has
    copies of nodes that stood elsewhere.
    """

    items: tuple[Item, ...]
    head: str = ""
    """Blanks before the first print, a byte order mark included; all of a page that has no print."""
    dialect: DialectMark = field(factory=lambda: base().mark, eq=False, repr=False, kw_only=True)
    """The dialect that it was read in, the mainland's unless another was told; it takes no part in equality."""

    model: ModelMark | None = field(default=None, eq=False, repr=False, kw_only=True)
    """The model that it was read with (:class:`edition.Model`); None for the one that the package ships, and where it was not read."""

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
        """A page of these items, in their order, each with its place in the page's text, as it is read in a ``dialect``.

        Raises ValueError if the page's text would be read as another page: what a line is shows in its wording and its
        neighbours, and the message names the first block that would be taken for something else; and for a dialect that is
        not known. Raises TypeError for what is no item: a headline or a paragraph stands in an article.
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
        """The stories, each as it stands on the page."""
        return Listing(item for item in self.items if isinstance(item, Article))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """All pictures, those inside stories too."""
        return self.find_all(Photo)

    def replace(self, old: Node, new: Node) -> Page:
        """The page with another node in the place of one.

        Nothing else of the text changes. A node that was built takes over the blanks and line ends around the old one;
        a node that was parsed or evolved keeps its own.

        Raises ValueError if ``old`` does not stand in the page, and TypeError if ``new`` can't stand in its place.
        """
        path = edits.find_path(self, old)
        return page_of(edits.replaced(edits.draft_of(self), path, (new,)))

    def insert_after(self, node: Node, new: Node) -> Page:
        """The page with a node more, right behind one and beside it: a paragraph behind a paragraph.

        What was built stands on lines of its own where ``node`` ends a line, with the line ends and blank lines that are
        usual there, and on the same line where not. Raises as :meth:`replace` does.
        """
        path = edits.after(edits.find_path(self, node))
        return page_of(edits.inserted(edits.draft_of(self), path, new))

    def insert_before(self, node: Node, new: Node) -> Page:
        """The page with a node more, right before one and beside it. Raises as :meth:`replace` does."""
        path = edits.find_path(self, node)
        return page_of(edits.inserted(edits.draft_of(self), path, new))

    def remove(self, node: Node) -> Page:
        """The page without a node, and without the groups that held nothing else.

        A line that it shared with something else keeps its indent and its end. Raises ValueError if the node does not
        stand in the page.
        """
        path = edits.outermost(self, edits.find_path(self, node))
        return page_of(edits.removed(edits.draft_of(self), path))

    def parent(self, node: Node) -> Node | None:
        """The node that holds this one; None for the page. Raises ValueError if it does not stand in the page."""
        path = edits.find_path(self, node)
        return edits.node_at(self, path[:-1]) if path else None

    @overload
    def node_at(self, offset: int) -> Block | None: ...
    @overload
    def node_at(self, offset: int, kind: type[N]) -> N | None: ...
    def node_at(self, offset: int, kind: type[Node] = Block) -> Node | None:
        """The innermost node of a class on whose text or layout an offset (in code points) falls; None in the head.

        ``page.node_at(120)`` is a block, ``page.node_at(120, Article)`` the story around it. Raises ValueError for an
        offset that is not in the page's text.
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
        """The innermost node of a class at a line and a column, both from 1, as diagnostics name them.

        ``page.at(12)`` is the block with which line 12 begins, ``page.at(12, 5, kind=Article)`` the story around its fifth
        character. Like :meth:`node_at`, it is None in the page's head. Raises ValueError for a line or a column that the
        page does not have; the place behind a line's last character is one.
        """
        return self.node_at(offset_at(str(self), line, column), kind)

    def line_col(self, offset: int) -> Position:
        """The line and column of an offset (in code points), and its UTF-8 and UTF-16 offsets.

        Raises ValueError for an offset that is not in the page's text.
        """
        return position(str(self), offset)

    @cached_property
    @_late
    def stories(self) -> tuple[Story, ...]:
        """What belongs together: headlines with their bodies, torn texts mended, pictures with their stories."""
        return Listing(hooks.page_stories(self))

    @cached_property
    @_late
    def diagnostics(self) -> Diagnostics[Diagnostic]:
        """What looks wrong, in the order in which it stands on the page; docs/diagnostics.md lists the codes."""
        return hooks.page_diagnostics(self)

    def explain(self, node: Node, *, dialect: AnyDialect | None = None) -> Explanation:
        """The roles that were considered for the line on which a node begins, their scores and the evidence.

        They are those of the page's own model and dialect, unless another dialect is asked for. Raises ValueError if the node does
        not stand in this page, and for a dialect or a model that is not known in this process.
        """
        return hooks.explain(self, node, dialect)

    def confidence(self, node: Node) -> float | None:
        """How likely a node is what it was read as, from 0 to 1: calibrated on papers that the weights had not seen.

        Of a block that is its role: of a hundred lines with 0.9, ninety have the right one. Of an item of several blocks, a story or a
        picture, it is its border: that it begins there, and nothing else begins in it. Of what stands within an item it is that of the
        least sure of its blocks, and of a page that of all its blocks.

        >>> import edition
        >>> page = edition.parse("步道开放\\n\\n本报讯 汾河西岸的步道昨日开放。（何青）\\n")
        >>> page.confidence(page.articles[0].lead) > 0.9
        True

        None for a node that was built or changed, and where nothing is known: of a page that was built, of one from a file that
        carries nothing of it, and of one that another process read with a model which this one has not loaded. It is told when it is first asked, of all nodes at once, in less time than the parse took.
        Raises ValueError if the node does not stand in this page.
        """
        there = edits.node_at(self, edits.find_path(self, node)) if node is not self else self
        return None if self._certainty is None else self._certainty.of(there)

    def show(self) -> View:
        """The page's text in its own lines, every role marked, for a notebook; a very long page is cut.

        ``edition.viz.page`` draws all of a page, and saves or opens it as a file.
        """
        return hooks.show(self)

    @property
    def running(self) -> tuple[Masthead | Folio, ...]:
        """The lines that say which page of which paper this is."""
        return tuple(item for item in self.items if isinstance(item, Masthead | Folio))

    @property
    def label(self) -> str | None:
        """The page's label in its folio (``"2"``, ``"A04"``); ``"1"`` under a nameplate; None where nothing says."""
        running = self.running
        found = next(
            (label for item in running if isinstance(item, Folio) and (label := item.label)), None
        )
        if found is None and any(isinstance(item, Masthead) and item.paper for item in running):
            return "1"
        return found

    @property
    def number(self) -> int | None:
        """The number in that label."""
        return page_number(self.label)

    @property
    def name(self) -> str | None:
        """What the page is called in its folio: 要闻, 文化副刊."""
        return next(
            (name for item in self.running if isinstance(item, Folio) and (name := item.name)), None
        )

    @property
    def paper(self) -> str | None:
        """The newspaper's name in the masthead or folio."""
        return next((paper for item in self.running if (paper := item.paper)), None)

    @property
    def date(self) -> dt.date | None:
        """The day of issue in the masthead or folio."""
        return next((date for item in self.running if (date := item.date)), None)

    @property
    def weekday(self) -> int | None:
        """The day of the week in the masthead or folio, from 1 for Monday to 7 for Sunday."""
        return next((weekday for item in self.running if (weekday := item.weekday)), None)


def page_of(draft: edits.Draft) -> Page:
    """The page that a draft has become; TypeError for what can't stand on one."""
    items = cast("tuple[Item, ...]", draft.items)
    page = Page(items, draft.head, dialect=draft.dialect, model=draft.model)
    if draft.certainty is not None:
        trust(page, draft.certainty)
    return page


def trust(page: Page, certainty: Certainty) -> None:
    """Let a new page, which nobody else has yet, know how sure it was read."""
    object.__setattr__(page, "_certainty", certainty)


def sureness(page: Page) -> Callable[[Node], float | None]:
    """What tells of each of a page's own nodes how sure it is, without a search for the node."""
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
