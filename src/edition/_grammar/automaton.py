"""The layout of a page as an automaton: what may stand behind what, and which things a run of blocks makes up.

``grammar/layout.lark`` says what a page is made of. Compiled (:mod:`edition._grammar.layout`), each place in its rules where a
block or a mark is named is a *position*, with the rules that it stands in and the positions that may follow it. The
search walks the *states* made of them: a state stands for all positions that the blocks so far may have come to.

The automaton is complete: whatever the layout says, a block may begin something new, at a price. So every text has a
reading in every layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypedDict

from attrs import frozen

#: The marks before blocks: something begins, a paragraph goes on.
NEW, JOIN = "NEW", "JOIN"
#: The state before anything has begun, and the one that a block outside the layout leaves behind.
CLOSED = 0


class PositionData(TypedDict):
    """A place in the rules: the terminal there, the rules around it, the outermost first, and what may follow."""

    terminal: str
    rules: list[str]
    follow: dict[str, int]
    """The positions that may follow, each with the number of rules around both that it leaves open."""


class LayoutData(TypedDict):
    """A layout, compiled."""

    positions: list[PositionData]
    """All positions; before the first block stands the first one, which is in no rule."""
    last: list[int]
    """The positions at which a page can end."""
    furniture: list[str]
    """The blocks that interrupt a story without ending it."""
    states: list[dict[str, int]]
    """From each state the next one, by terminal."""
    whole: list[int]
    """The states at which a page can end."""


#: Positions, the best first, each with the one before it and how many rules stay open between both.
_Row: TypeAlias = dict[int, tuple[int, int]]


@frozen
class Placed:
    """A block's position: the rules that it stands in, and how many of them go on from the block before."""

    rules: tuple[str, ...]
    kept: int


class Layout:
    """A compiled layout, ready to be walked."""

    __slots__ = (
        "_behinds", "_follow", "_last", "_positions", "_ranks", "_states", "_whole", "blocks", "furniture",
    )  # fmt: skip

    def __init__(self, data: LayoutData) -> None:
        self._positions = [(one["terminal"], tuple(one["rules"])) for one in data["positions"]]
        self._follow = [
            {int(to): kept for to, kept in one["follow"].items()} for one in data["positions"]
        ]
        self._last = frozenset(data["last"])
        self._states = data["states"]
        self._behinds: dict[tuple[tuple[int, ...], str, bool], _Row] = {}
        self._ranks: dict[str, int] = {}
        for n, (_, rules) in enumerate(self._positions):
            self._ranks.setdefault(rules[0] if rules else "", n)
        self._whole = frozenset(data["whole"])
        #: The blocks that interrupt a story without ending it.
        self.furniture = frozenset(data["furniture"])
        #: The blocks that the layout has a place for.
        self.blocks = self.furniture.union(terminal for terminal, _ in self._positions)

    def begin(self, state: int, block: str) -> tuple[int, bool]:
        """The state behind a block that begins something, and whether the layout has it there."""
        new = self._states[state].get(NEW)
        if new is not None and (to := self._states[new].get(block)) is not None:
            return to, True
        # What stood open is left as it is; what begins now may be whole, or nothing that the layout knows.
        new = self._states[CLOSED].get(NEW)
        return (CLOSED if new is None else self._states[new].get(block, CLOSED)), False

    def go_on(self, state: int, block: str) -> int | None:
        """The state behind a block of what is open; None where it can't be a part of that."""
        return self._states[state].get(block)

    def rejoin(self, state: int, block: str) -> int | None:
        """The same behind the rest of a block that was cut."""
        cut = self._states[state].get(JOIN)
        return None if cut is None else self._states[cut].get(block)

    def is_whole(self, state: int) -> bool:
        """Whether a page can end there."""
        return state in self._whole

    def nest(self, blocks: Iterable[tuple[str, bool]]) -> list[Placed]:
        """The positions of the blocks of one thing, of as many as can stand in one; each block comes with whether it is joined.

        Of several readings the one is taken that is whole, then the one that the layout names first; and what can go on
        does so rather than begin again: two heading lines are one heading.
        """
        rows: list[_Row] = []
        before = tuple(self._behind((0,), NEW, joined=False))
        for terminal, joined in blocks:
            row = self._behind(before, terminal, joined=joined)
            if not row:
                break
            rows.append(row)
            before = tuple(row)
        if not rows:
            return []
        at = min(before, key=lambda one: (one not in self._last, self._rank(one)))
        found: list[Placed] = []
        for row in reversed(rows):
            above, kept = row[at]
            found.append(Placed(self._positions[at][1], kept))
            at = above
        return found[::-1]

    def _rank(self, position: int) -> int:
        """How early the layout names what stands outermost around a position."""
        return self._ranks[self._positions[position][1][0]]

    def _behind(self, before: tuple[int, ...], terminal: str, *, joined: bool) -> _Row:
        """The positions of a block behind some others, the best first."""
        key = before, terminal, joined
        found = self._behinds.get(key)
        if found is None:
            found = self._ways(dict.fromkeys(before, (0, _ALL)), terminal)
            if joined:
                marks = self._ways(dict.fromkeys(before, (0, _ALL)), JOIN)
                cut = self._ways(marks, terminal)
                # What the page's furniture cut off from a paragraph is one, too, in a layout that knows no rest of any.
                found = {to: (marks[mark][0], kept) for to, (mark, kept) in cut.items()} or found
            self._behinds[key] = found
        return found

    def _ways(self, before: _Row, terminal: str) -> _Row:
        """The same, where what stays open was counted down to those others."""
        found: _Row = {}
        for at, (_, open_) in before.items():
            for to, kept in self._follow[at].items():
                if self._positions[to][0] == terminal:
                    stays = min(kept, open_)
                    if to not in found or stays > found[to][1]:
                        found[to] = at, stays
        return dict(sorted(found.items(), key=lambda row: -row[1][1]))

    def states(self) -> Iterator[int]:
        """All states."""
        return iter(range(len(self._states)))


#: More rules than are ever open.
_ALL = 1 << 30
