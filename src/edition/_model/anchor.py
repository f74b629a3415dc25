"""Give nodes their places in a page's text, and keep what they are while they move."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from attrs import evolve

from edition._model.nodes import Node, Piece

N = TypeVar("N", bound=Node)


def anchored(node: N, at: int) -> tuple[N, int]:
    """The node with the offsets that it has when its text begins at an offset, and where the text ends.

    What stands there already is the very same node.
    """
    if isinstance(node, Piece):
        end = at + len(node.indent) + len(node.text) + len(node.tail)
        return (node if node.start == at else cast(N, moved(node, start=at))), end
    children: list[Node] = []
    for child in node.children:
        placed, at = anchored(child, at)
        children.append(placed)
    if all(child is old for child, old in zip(children, node.children, strict=True)):
        return node, at
    return evolve(cast(Any, node), parts=tuple(children)), at


def moved(piece: Piece, **layout: str | int | None) -> Piece:
    """The piece in another place or another layout. It is still known for the one that it was (:func:`origin`)."""
    there = evolve(piece, **layout)  # type: ignore[arg-type]
    object.__setattr__(there, "_origin", origin(piece))
    return there


def origin(piece: Piece) -> Piece:
    """The piece that this one was before edits moved it."""
    return piece._origin or piece  # noqa: SLF001 hidden from users, who have no use for it
