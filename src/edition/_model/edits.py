"""Change a tree in one place: find a node, put another in its place, and set the offsets right again.

A node is reached by its path, the indices of the children from the page down to it. All layout that a change leaves
behind is settled here: lines keep their ends and their indents, so that a change never runs two lines together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, TypeVar, cast

from attrs import evolve

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_of
from edition._model import nodes
from edition._model.nodes import (
    Block,
    HeadlineBlock,
    Matched,
    Node,
    NoticeText,
    Other,
    Photo,
    Piece,
    found_in,
    keep,
    match,
)
from edition._model.style import LINE_END

if TYPE_CHECKING:
    from edition._model.pages import Page

N = TypeVar("N", bound=Node)
#: Indices of children, from the page down.
Path: TypeAlias = tuple[int, ...]

_HEADING = (nodes.Label, nodes.Kicker, nodes.Headline, nodes.Deck)
_ITEMS = (
    nodes.Article,
    Photo,
    nodes.Notice,
    nodes.Masthead,
    nodes.Folio,
    nodes.Index,
    nodes.Credits,
    nodes.Stray,
)
#: What a node of each class can hold; a page, which is none of them, holds items.
_HOLDS: tuple[tuple[type[Node], tuple[type[Node], ...]], ...] = (
    (nodes.Article, (HeadlineBlock, Photo, Block)),
    (Photo, (HeadlineBlock, Block)),
    (HeadlineBlock, _HEADING),
    (nodes.Notice, (NoticeText,)),
    (nodes.Stray, (Other,)),
    (Block, (Piece,)),
)


def find_path(page: Page, node: Node) -> Path:
    """The path to a node: to this very one, or to the one that equals it where it stood, or to the only one that does.

    Raises ValueError if there is none, or several elsewhere.
    """
    equal: list[Path] = []
    here: Path | None = None
    for path, other in _walk(page):
        if other is node:
            return path
        if other == node:
            equal.append(path)
            if here is None and other.extent == node.extent:
                here = path
    if here is not None:
        return here
    name = f"this {type(node).__name__} ({str(node).strip()[:40]!r})"
    if not equal:
        raise ValueError(f"{name} does not stand in the page")
    if len(equal) > 1:
        raise ValueError(
            f"{name} stands in the page {len(equal)} times: take the one that is meant from this page"
        )
    return equal[0]


def node_at(page: Page, path: Path) -> Node:
    """The node at a path."""
    node: Node = page
    for i in path:
        node = node.children[i]
    return node


def after(path: Path) -> Path:
    """The path of the place behind a node."""
    if not path:
        raise ValueError("nothing stands beside a page")
    return (*path[:-1], path[-1] + 1)


def outermost(page: Page, path: Path) -> Path:
    """The path of the outermost node that holds nothing but the one at a path."""
    while len(path) > 1 and len(node_at(page, path[:-1]).children) == 1:
        path = path[:-1]
    return path


def replaced(page: Page, path: Path, new: Node) -> Page:
    """The page with another node at a path."""
    if not path:
        raise ValueError("nothing stands in the place of a whole page: use the other page")
    old = node_at(page, path)
    _check(node_at(page, path[:-1]), new)
    return _with(page, path, (_laid_out(old, new),))


def removed(page: Page, path: Path) -> Page:
    """The page without the node at a path."""
    if not path:
        raise ValueError("a page can't be removed from itself")
    old = node_at(page, path).pieces
    before, behind = _neighbours(page, path, path[-1] + 1)
    page = _with(page, path, ())
    if not old:
        return page
    shared = before is not None and "\n" not in before[1].tail
    if before is not None and shared and ("\n" in old[-1].tail or behind is None):
        # It stood at the end of a line that begins with something else: the line keeps its end.
        return _with(page, before[0], (evolve(before[1], tail=old[-1].tail),))
    if behind is not None and not shared and "\n" not in old[-1].tail:
        # It stood at the head of a line that goes on with something else: the line keeps its indent.
        at, piece = behind
        if at[: len(path) - 1] == path[:-1]:
            at = (*path[:-1], at[len(path) - 1] - 1, *at[len(path) :])
        return _with(page, at, (evolve(piece, indent=old[0].indent),))
    return page


def inserted(page: Page, path: Path, new: Node) -> Page:
    """The page with a node before the one at a path; the last index may be one past the end."""
    if not path:
        raise ValueError("nothing stands beside a page")
    _check(node_at(page, path[:-1]), new)
    before, behind = _neighbours(page, path, path[-1])
    if before is None:
        # At the page's head: the rhythm is that of the line below.
        end = behind[1].tail if behind is not None and "\n" in behind[1].tail else LINE_END
    elif "\n" in before[1].tail:
        end = before[1].tail
    else:
        end = ""
        if behind is None:
            # Behind a last line that has no end: it gets one, and the new last line goes without.
            at, last = before
            page = _with(page, at, (evolve(last, tail=last.tail + LINE_END),))
    pieces = new.pieces
    if pieces and (is_built(new) or ("\n" in end and "\n" not in pieces[-1].tail)):
        new = with_layout(new, pieces[0].indent, end)
    return _spliced(page, path, 0, (new,))


def settled(page: Page) -> Page:
    """The page with the offsets that its nodes have in its text, and with what its dialect finds in those that are new."""
    return _settled(page, 0, grammar_of(page.dialect))


def _settled(node: N, at: int, grammar: Grammar) -> N:
    if isinstance(node, Piece):
        return node if node.start == at else evolve(node, start=at)
    at += _head(node)
    children: list[Node] = []
    for child in node.children:
        children.append(_settled(child, at, grammar))
        at += sum(len(p.indent) + len(p.text) + len(p.tail) for p in child.pieces)
    if not _is_new(node) and _same(children, node.children):
        return node
    found = _holding(node, tuple(children))
    if _is_new(found):
        match(cast(Matched, found), grammar)
    return found


def _head(node: Node) -> int:
    """How many blanks stand in a node before its first child."""
    return len(node.head) if _is_page(node) else 0


def _is_new(node: Node) -> bool:
    """Whether a node is a block in which nobody has looked for anything."""
    return isinstance(node, Matched) and found_in(node) is None


def is_built(node: Node) -> bool:
    """Whether no part of a node came from a text."""
    return all(piece.start is None for piece in node.pieces)


def with_layout(node: N, indent: str, tail: str) -> N:
    """The node with another indent before it and another tail behind it."""
    if isinstance(node, Piece):
        return evolve(node, indent=indent, tail=tail)
    children = list(node.children)
    inked = [i for i, child in enumerate(children) if child.pieces]
    if not inked:
        return node
    first, last = inked[0], inked[-1]
    children[first] = with_layout(children[first], indent, children[first].pieces[-1].tail)
    children[last] = with_layout(children[last], children[last].pieces[0].indent, tail)
    return _holding(node, tuple(children))


def with_pieces(node: N, pieces: Iterator[Piece]) -> N:
    """The node with other pieces, taken in their order."""
    if isinstance(node, Piece):
        return cast(N, next(pieces))
    return _holding(node, tuple([with_pieces(child, pieces) for child in node.children]))


def _laid_out(old: Node, new: Node) -> Node:
    """The new node as it stands in the old one's place: what was built takes over the layout around."""
    gone, come = old.pieces, new.pieces
    if not gone or not come or isinstance(new, Piece):
        return new
    unended = "\n" in gone[-1].tail and "\n" not in come[-1].tail
    if is_built(new):
        return with_layout(new, gone[0].indent, gone[-1].tail)
    return with_layout(new, come[0].indent, gone[-1].tail) if unended else new


def _check(holder: Node, new: Node) -> None:
    allowed = next((kinds for kind, kinds in _HOLDS if isinstance(holder, kind)), _ITEMS)
    if not isinstance(new, allowed):
        names = ", ".join(kind.__name__ for kind in allowed)
        raise TypeError(
            f"what stands in {type(holder).__name__} is {names}, not {type(new).__name__}"
        )


def _walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    yield path, node
    for i, child in enumerate(node.children):
        yield from _walk(child, (*path, i))


def _neighbours(
    page: Page, path: Path, until: int
) -> tuple[tuple[Path, Piece] | None, tuple[Path, Piece] | None]:
    """The last piece before a path, and the first piece from the sibling with an index on."""
    before: tuple[Path, Piece] | None = None
    end = (*path[:-1], until)
    for at, node in _walk(page):
        if not isinstance(node, Piece):
            continue
        if at < path:
            before = (at, node)
        elif at >= end:
            return before, (at, node)
    return before, None


def _with(page: Page, path: Path, new: tuple[Node, ...]) -> Page:
    """The page with these nodes in the place of the one at a path."""
    return _spliced(page, path, 1, new)


def _spliced(node: N, path: Path, count: int, new: tuple[Node, ...]) -> N:
    i = path[0]
    if len(path) == 1:
        return _holding(node, (*node.children[:i], *new, *node.children[i + count :]))
    child = _spliced(node.children[i], path[1:], count, new)
    return _holding(node, (*node.children[:i], child, *node.children[i + 1 :]))


def _holding(node: N, children: tuple[Node, ...]) -> N:
    """The node with other children, which `_check` has let in."""
    changed: Node = evolve(cast(Any, node), **{"items" if _is_page(node) else "parts": children})
    if isinstance(node, Matched) and isinstance(changed, Matched) and changed.lines == node.lines:
        keep(changed, found_in(node))  # its print is the same
    return cast(N, changed)


def _same(children: list[Node], others: tuple[Node, ...]) -> bool:
    return all(child is other for child, other in zip(children, others, strict=True))


def _is_page(node: Node) -> TypeGuard[Page]:
    """Whether a node is a page: it alone holds items. Its class, which offers these changes, is not known here."""
    return hasattr(node, "items")
