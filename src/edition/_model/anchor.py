"""Give nodes their places in a page's text, and what its dialect finds in them, and keep what they are while they move."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from attrs import evolve

from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import grammar_of
from edition._model.nodes import Matched, Node, Piece, found_in, keep, match

N = TypeVar("N", bound=Node)


def anchored(node: N, at: int, dialect: DialectMark) -> tuple[N, int]:
    """The node with the offsets that it has when its text begins at an offset, and where the text ends.

    Blocks in which nobody has looked for people and the like get what the dialect finds in them. What stands there already,
    and is no such block, is the very same node.
    """
    if isinstance(node, Piece):
        end = at + len(node.indent) + len(node.text) + len(node.tail)
        return (node if node.start == at else cast(N, moved(node, start=at))), end
    children: list[Node] = []
    for child in node.children:
        placed, at = anchored(child, at, dialect)
        children.append(placed)
    new = isinstance(node, Matched) and found_in(node) is None
    if not new and all(child is old for child, old in zip(children, node.children, strict=True)):
        return node, at
    there: Node = evolve(cast(Any, node), parts=tuple(children))
    if isinstance(there, Matched):
        if new:
            match(there, grammar_of(dialect))
        else:
            keep(there, found_in(cast(Matched, node)))
    return cast(N, there), at


def moved(piece: Piece, **layout: str | int | None) -> Piece:
    """The piece in another place or another layout. It is still known for the one that it was (:func:`origin`)."""
    there = evolve(piece, **layout)  # type: ignore[arg-type]
    object.__setattr__(there, "_origin", origin(piece))
    return there


def origin(piece: Piece) -> Piece:
    """The piece that this one was before edits moved it."""
    return piece._origin or piece  # noqa: SLF001 hidden from users, who have no use for it
