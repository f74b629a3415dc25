"""The confidence of each node of a page, and which nodes are unchanged since parsing.

What is known is asked of the page as it was read. A node of a page that was edited since is found by its pieces, which are known for
the ones that they were; a node that was built or changed is none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from edition._model import hooks
from edition._model.anchor import origin
from edition._model.nodes import Block, Item, Node, Piece

#: What is known by the offset at which a node begins, and its class: how many pieces it has, and how likely it is what it is.
Known: TypeAlias = Mapping[tuple[int, str], tuple[int, float]]


@frozen(eq=False, weakref_slot=False)
class Certainty:
    """The confidence of a page's reading, computed on first use."""

    items: tuple[Item, ...]
    """What stood on the page when it was read."""
    told: Known | None = None
    """What a file told of it; None where the reading tells."""
    trace: object = field(default=None, repr=False)
    """What the search looked at, which the hook knows; without it nothing is known."""
    _found: dict[str, tuple[Known, frozenset[int]]] = field(factory=dict, init=False, repr=False)

    def __getstate__(self) -> tuple[tuple[Item, ...], Known | None, object]:
        # What was found is known by identity, which is another one elsewhere.
        known = self._found[""][0] if self._found and self.trace is not None else self.told
        return self.items, known, self.trace if known is None else None

    def __setstate__(self, state: tuple[tuple[Item, ...], Known | None, object]) -> None:
        for name, value in zip(("items", "told", "trace"), state, strict=True):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_found", {})

    def of(self, node: Node) -> float | None:
        """How likely a node is what it was read as; None where it was not read so, or nothing is known.

        Of a block it is its role, of an item of several blocks that it begins where it does and nothing else begins in it; of what
        stands in an item the least sure of its blocks counts.
        """
        pieces = [origin(piece) for piece in node.pieces]
        known, same = self._all()
        if not pieces or pieces[0].start is None or not same.issuperset(map(id, pieces)):
            return None
        count, found = known.get((pieces[0].start, type(node).__name__), (0, None))
        if count == len(pieces):
            return found
        if isinstance(node, Block | Piece):
            return None
        blocks = [self.of(block) for block in node.find_all(Block)]
        sure = [one for one in blocks if one is not None]
        return min(sure) if len(sure) == len(blocks) else None

    def _all(self) -> tuple[Known, frozenset[int]]:
        """What is known, and the pieces that it is known of, by identity."""
        found = self._found.get("")
        if found is None:
            known = self.told
            if known is None:
                known = hooks.confidences(self) if self.trace is not None else {}
            same = frozenset(id(piece) for item in self.items for piece in item.pieces)
            found = self._found.setdefault("", (known, same))
        return found


def by_place(items: Sequence[tuple[Node, float]]) -> Known:
    """What is known of some nodes, by their places."""
    found: dict[tuple[int, str], tuple[int, float]] = {}
    for node, sure in items:
        pieces = node.pieces
        if pieces and pieces[0].start is not None:
            found[pieces[0].start, type(node).__name__] = len(pieces), sure
    return found
