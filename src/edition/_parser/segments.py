"""Cut a line into its blocks: a lead, its paragraph, the sign-off at its end.

A line that is given a role is one block, or several, as the formulas found at its start and its end cut it. The blocks are
the word that the layout's automaton reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from attrs import frozen

from edition._parser.line_features import LineFeatures
from edition._parser.weights import BODY

#: Which formula at a line's end is a block of its own, by the role of the text before it.
_ENDINGS: dict[str, frozenset[str]] = {
    "signoff": BODY,
    "continued_on": BODY | {"summary", "caption"},
    "credit": BODY | {"caption"},
    "label": frozenset(("headline", "kicker", "deck")),
    "deck": frozenset(("headline",)),
}
#: Which formula at a line's head is a block of its own, by the line's role.
_OPENERS = {
    "opening": ("lead",),
    "continuation": ("continued_from",),
    "caption": ("label",),
    "headline": ("label", "other"),
    **dict.fromkeys(("kicker", "deck", "crosshead", "label"), ("other",)),
}
#: Between a headline and a deck on one line. On each side has to stand more than so many code points: no headline is shorter.
_DASH, _SHORTEST_HEADLINE = re.compile("——|－－|──|――"), 3


@frozen(eq=False, weakref_slot=False)
class Word:
    """A role that a line may have, and the blocks that the line is then. There is one of each, so it is known by identity."""

    role: str
    #: The blocks' terminals in the layout grammar.
    blocks: tuple[str, ...]
    #: The only link that ties it, where there is one: ``new`` for what begins for certain, ``same`` for what goes on with its like.
    tie: str | None = None

    def __reduce__(self) -> tuple[Callable[..., Word], tuple[object, ...]]:
        return word_of, (self.role, tuple(block.lower() for block in self.blocks), self.tie)


@cache
def word_of(role: str, blocks: tuple[str, ...], tie: str | None = None) -> Word:
    """The word of these blocks."""
    return Word(role, tuple(block.upper() for block in blocks), tie)


def word(line: LineFeatures, role: str, tie: str | None = None) -> Word:
    """What a line is in a role."""
    if line.logical.pinned is not None:
        return word_of(role, (line.logical.pinned,), tie)
    if line.opening is None and not line.endings and role != "headline":
        return plain_word(role, tie)
    return word_of(role, tuple(block for block, _ in segments(line, role)), tie)


@cache
def plain_word(role: str, tie: str | None = None) -> Word:
    """What a line is in a role that is not cut."""
    return word_of(role, (_core(role),), tie)


def first_blocks(role: str) -> set[str]:
    """The blocks with which a line in a role may begin."""
    return {block.upper() for block in (_core(role), *_OPENERS.get(role, ()))}


def _core(role: str) -> str:
    return "paragraph" if role in BODY else role


def segments(line: LineFeatures, role: str) -> list[tuple[str, int]]:
    """The blocks of a line and where each begins in its text: one, where it is known what the line is."""
    if line.logical.pinned is not None:
        return [(line.logical.pinned, 0)]
    core = _core(role)
    found = [(core, 0)]
    if line.opening is not None:
        opener, end = line.opening
        if opener in _OPENERS.get(role, ()):
            found = [(opener, 0), (core, end)] if end < len(line.text) else [(opener, 0)]
    if role == "headline":
        dash = _DASH.search(line.text, _SHORTEST_HEADLINE + 1)
        if dash is not None and dash.start() < len(line.text) - _SHORTEST_HEADLINE:
            found.append(("deck", dash.start()))
    if line.endings:
        for ending, begin in sorted(line.endings.items(), key=lambda e: e[1]):
            if role in _ENDINGS[ending] and begin > found[-1][1]:
                found.append((ending, begin))
    return found
