"""Change a tree in one place: find a node, put others in its place, and settle the layout around them.

A node is reached by its path, the indices of the children from the page down to it. All layout that a change leaves
behind is settled here: lines keep their ends and their indents, so that a change never runs two lines together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from attrs import evolve, frozen

from edition._grammar.compiled import DialectMark, base
from edition._model.anchor import moved, origin
from edition._model.nodes import Byline, Group, Matched, Node, Piece, found_in, keep
from edition._model.provenance import ModelMark
from edition._model.style import LINE_END
from edition._text.lines import BLANKS

if TYPE_CHECKING:
    from edition._model.certainty import Certainty
    from edition._model.layout import Layout
    from edition._model.pages import Page

N = TypeVar("N", bound=Node)
#: Indices of children, from the page down.
Path: TypeAlias = tuple[int, ...]


@frozen
class Draft(Group):
    """A page while it is changed: what stands in it gets its place when it is a page again."""

    items: tuple[Node, ...]
    head: str
    dialect: DialectMark
    model: ModelMark | None = None
    certainty: Certainty | None = None
    layout: Layout | None = None

    @property
    def children(self) -> tuple[Node, ...]:
        """The items."""
        return self.items


def draft_of(page: Page) -> Draft:
    """The draft that is the page as it is."""
    about = (page.dialect, page.model, certainty_of(page), page.layout)
    return Draft(page.items, page.head, *about)


def certainty_of(page: Page) -> Certainty | None:
    """The confidence of the page's reading, or of the page before edits; None if unknown."""
    return page._certainty  # noqa: SLF001 hidden from users, who ask page.confidence


def find_path(page: Page, node: Node) -> Path:
    """The path to a node: to this very one, to what it has become in other edits, or to one that equals it.

    Of several it is the one that stands where the node stood. Raises ValueError if there is none, or several elsewhere.
    """
    become: list[tuple[Path, Node]] = []
    equal: list[tuple[Path, Node]] = []
    for path, other in _walk(page):
        if other is node:
            return path
        if type(other) is type(node):
            if _is_same_print(other, node):
                become.append((path, other))
            elif other == node:
                equal.append((path, other))
    found = become or equal
    for path, other in found:
        if len(found) == 1 or other.extent == node.extent:
            return path
    name = f"this {type(node).__name__} ({str(node).strip()[:40]!r})"
    if not found:
        raise ValueError(f"{name} is not in the page")
    raise ValueError(f"{name} occurs {len(found)} times in the page: pass the node of this page")


def node_at(top: Node, path: Path) -> Node:
    """The node at a path."""
    node = top
    for i in path:
        node = node.children[i]
    return node


def after(path: Path) -> Path:
    """The path of the place behind a node."""
    if not path:
        raise ValueError("a page has no siblings")
    return (*path[:-1], path[-1] + 1)


def outermost(page: Page, path: Path) -> Path:
    """The path of the outermost node that holds nothing but the one at a path."""
    while len(path) > 1 and len(node_at(page, path[:-1]).children) == 1:
        path = path[:-1]
    return path


def replaced(draft: Draft, path: Path, new: Sequence[Node]) -> Draft:
    """The draft with other nodes, one or more, in the place of the one at a path."""
    if not path:
        raise ValueError("a whole page cannot be replaced: use the other page")
    draft = _spliced(draft, path, 1, (_laid_out(node_at(draft, path), new[0]),))
    for node in new[1:]:
        path = after(path)
        draft = inserted(draft, path, node)
    return draft


def removed(draft: Draft, path: Path) -> Draft:
    """The draft without the node at a path."""
    if not path:
        raise ValueError("a page can't be removed from itself")
    gone = node_at(draft, path).pieces
    before, behind = _before(draft, path), _behind(draft, after(path))
    shared = before is not None and "\n" not in before[1].tail
    ends = [piece.tail for piece in gone if "\n" in piece.tail]
    if gone and before is not None and (behind is None or (shared and ends)):
        # It stood at the end, and the text ends as it did; or behind something else on a line, which keeps its end.
        tail = gone[-1].tail if behind is None else ends[-1]
        draft = _spliced(draft, before[0], 1, (moved(before[1], tail=tail),))
    alone = not shared or bool(ends)
    if gone and behind is not None and "\n" not in gone[-1].tail and alone:
        # It stood before something else on its last line: that line keeps its indent.
        opens = [i for i, piece in enumerate(gone) if i and "\n" in gone[i - 1].tail]
        indent = gone[opens[-1] if opens else 0].indent
        draft = _spliced(draft, behind[0], 1, (moved(behind[1], indent=indent),))
    return _spliced(draft, path, 1, ())


def inserted(draft: Draft, path: Path, new: Node) -> Draft:
    """The draft with a node before the one at a path; the last index may be one past the end."""
    if not path:
        raise ValueError("a page has no siblings")
    pieces = new.pieces
    if not pieces:
        return _spliced(draft, path, 0, (new,))
    before, behind = _before(draft, path), _behind(draft, path)
    built = is_built(new)
    if before is None:
        # Leading blank lines: the rhythm is that of the lines below.
        end = _first_end(piece.tail for piece in draft.pieces)
    elif behind is None and (built or "\n" not in before[1].tail):
        # Behind the last line: that one ends as others do here, and the new last line as it did.
        at, last = before
        end = last.tail
        draft = _spliced(draft, at, 1, (moved(last, tail=_usual_end(draft, path)),))
    else:
        end = before[1].tail if "\n" in before[1].tail else ""
    if built or ("\n" in end and "\n" not in pieces[-1].tail):
        new = with_layout(new, pieces[0].indent, end)
    return _spliced(draft, path, 0, (new,))


def is_built(node: Node) -> bool:
    """Whether no part of a node came from a text."""
    return all(piece.start is None for piece in node.pieces)


def with_layout(node: N, indent: str, tail: str) -> N:
    """The node with another indent before it and another tail behind it."""
    if isinstance(node, Piece):
        return cast(N, moved(node, indent=indent, tail=tail))
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
    if not gone or not come:
        return new
    if is_built(new):
        if isinstance(new, Byline) and isinstance(old, Byline):
            new = _marked(new, old)
        return with_layout(new, gone[0].indent, gone[-1].tail)
    evolved = isinstance(new, Piece) and new.start == gone[0].start
    if "\n" in gone[-1].tail and "\n" not in come[-1].tail and not evolved:
        return with_layout(new, come[0].indent, gone[-1].tail)
    return new


def _marked(new: Byline, old: Byline) -> Byline:
    """The new byline with the old one's mark, unless it has one: ``■ 本报记者 陈立``."""
    text = old.parts[0].text
    mark = _mark(text)
    if not mark or _mark(new.parts[0].text):
        return new
    first = moved(new.parts[0], text=mark + new.parts[0].text)
    return evolve(new, parts=(first, *new.parts[1:]))


def _mark(text: str) -> str:
    """The mark that opens a line, with the blanks behind it."""
    found = base().cue("BULLET_OPENING").match(text)
    if found is None:
        return ""
    return text[: len(text) - len(text[found.end() :].lstrip(BLANKS))]


def _usual_end(draft: Draft, path: Path) -> str:
    """How a line ends behind which a node is put at the end of a text: as between its siblings, or else as lines do here."""
    siblings = node_at(draft, path[:-1]).children[: path[-1] - 1]
    between = (child.pieces[-1].tail for child in reversed(siblings) if child.pieces)
    lines = (piece.tail for piece in reversed(draft.pieces[:-1]))
    last = draft.pieces[-1].tail
    return _first_end(tail for tails in (between, lines, [last]) for tail in tails)


def _first_end(tails: Iterable[str]) -> str:
    return next((tail for tail in tails if "\n" in tail), LINE_END)


def _is_same_print(node: Node, other: Node) -> bool:
    """Whether two nodes of one class have the same pieces, in whatever places and layout edits have brought them."""
    ones, others = node.pieces, other.pieces
    return len(ones) == len(others) > 0 and all(
        origin(one) is origin(two) for one, two in zip(ones, others, strict=True)
    )


def _walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    yield path, node
    for i, child in enumerate(node.children):
        yield from _walk(child, (*path, i))


def _before(top: Node, path: Path) -> tuple[Path, Piece] | None:
    """The last piece before a path."""
    for depth in reversed(range(len(path))):
        siblings = node_at(top, path[:depth]).children
        for i in reversed(range(path[depth])):
            if (found := _end(siblings[i], -1)) is not None:
                return (*path[:depth], i, *found[0]), found[1]
    return None


def _behind(top: Node, path: Path) -> tuple[Path, Piece] | None:
    """The first piece from a path on."""
    for depth in reversed(range(len(path))):
        siblings = node_at(top, path[:depth]).children
        for i in range(path[depth] + (depth < len(path) - 1), len(siblings)):
            if (found := _end(siblings[i], 1)) is not None:
                return (*path[:depth], i, *found[0]), found[1]
    return None


def _end(node: Node, step: int) -> tuple[Path, Piece] | None:
    """The first piece of a node, or with a step of -1 its last, and the path to it."""
    if isinstance(node, Piece):
        return (), node
    for i in range(len(node.children))[::step]:
        if (found := _end(node.children[i], step)) is not None:
            return (i, *found[0]), found[1]
    return None


def _spliced(node: N, path: Path, count: int, new: tuple[Node, ...]) -> N:
    i = path[0]
    if len(path) == 1:
        return _holding(node, (*node.children[:i], *new, *node.children[i + count :]))
    child = _spliced(node.children[i], path[1:], count, new)
    return _holding(node, (*node.children[:i], child, *node.children[i + 1 :]))


def _holding(node: N, children: tuple[Node, ...]) -> N:
    """The node with other children; TypeError for what can't stand in it."""
    field = "items" if isinstance(node, Draft) else "parts"
    changed: Node = evolve(cast(Any, node), **{field: children})
    if isinstance(node, Matched) and isinstance(changed, Matched) and changed.lines == node.lines:
        keep(changed, found_in(node))  # its print is the same
    return cast(N, changed)
