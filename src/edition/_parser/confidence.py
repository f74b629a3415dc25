"""How likely each role and each border is that a page was read with: sum-product over the automaton that the search walks.

One pass down the page adds up all paths to each state, one pass back up all ways on from each; together they tell what share of all
readings has a line in a role. It rests on what the search looked at, which is kept small: for each line the words that it could be,
what its features say of each, and what ties it. So nothing of the text is read again.

What comes out is too sure of itself, since the weights were fitted to other pages: scores are divided by a temperature first, which
was fitted to pages of papers that the weights had not seen (``benchmarks/calibration.py``).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from math import exp, inf, log
from typing import TypeAlias

from attrs import frozen

from edition._grammar.automaton import Layout
from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import grammar_of
from edition._model.certainty import Certainty, Known, by_place
from edition._model.nodes import Block, Node
from edition._model.provenance import ModelMark
from edition._parser.decode import EDGE, Place, Seen, machine_of, unfinished, ways_of
from edition._parser.models import scores_of
from edition._parser.segments import Word
from edition._parser.weights import ONE, Model, shipped

#: What scores are divided by: with it, of a hundred lines that are said to be 90 % sure, ninety are right.
TEMPERATURE = 1.5
#: How many states are kept at each line, and how far one may lag behind the best, in logarithms of odds: a state that lags more
#: has less than a six-hundredth of the best one's readings. What lags further than the last counts for nothing anywhere.
_WIDTH, _LAG, _FAR = 40, 6.5, 600.0
#: How much further a single step may lag: many of them may lead to one state.
_SLACK = 2.0
#: A step that a path may take: where it begins, where it leads, its word, whether something begins, what it adds, and the path to it.
_Edge: TypeAlias = "tuple[Place, Place, Word, bool, float, float]"


@frozen(eq=False, weakref_slot=False)
class Trace:
    """What the search looked at on its way down a page."""

    mark: DialectMark
    #: Where the print of each line begins.
    starts: array[int]
    seen: tuple[Seen, ...]
    model: ModelMark | None = None
    """The model; None for the one that the package ships."""


@frozen(weakref_slot=False)
class LineShares:
    """The share of all readings of a page in which a line is this or that."""

    blocks: dict[str, float]
    """In which it has a block of a kind, by the block's terminal."""
    begins: float
    """In which something begins with it."""


def shares(
    seen: Sequence[Seen],
    layout: Layout,
    model: Model | None = None,
    temperature: float | None = None,
) -> list[LineShares]:
    """For each line the share of all readings in which it is this or that."""
    heat = (TEMPERATURE if temperature is None else temperature) * ONE
    machine = machine_of(layout, model or shipped())
    ahead: dict[Place, float] = {machine.place(EDGE): 0.0}
    paths: list[list[_Edge]] = []
    for one in seen:
        steps = _edges(ahead, one, heat)
        paths.append(steps)
        ahead = _added([(step[1], step[5]) for step in steps], _LAG)
        ahead = dict(sorted(ahead.items(), key=lambda row: -row[1])[:_WIDTH])
    behind = {place: -unfinished(layout, place) / heat for place in ahead}
    found: list[LineShares] = []
    for steps in reversed(paths):
        ways = [(step, behind[step[1]]) for step in steps if step[1] in behind]
        scores = [step[5] + rest for step, rest in ways]
        least = max(scores) - 3 * _LAG
        counted: defaultdict[tuple[Word, bool], float] = defaultdict(float)
        for (step, _), score in zip(ways, scores, strict=True):
            if score > least:
                counted[step[2], step[3]] += exp(score - least)
        found.append(_shares(counted))
        behind = _added([(step[0], step[4] + rest) for step, rest in ways])
    return found[::-1]


def _edges(ahead: dict[Place, float], one: Seen, heat: float) -> list[_Edge]:
    """All steps from the states that are kept, but for those with hardly a share."""
    words, owns, seam, options = one
    cool = 1 / heat
    found: list[_Edge] = []
    best, least = -inf, -inf
    for place, score in ahead.items():
        for word, own in zip(words, owns, strict=True):
            ways = place[word] if options is None else ways_of(place, word, options)
            for link, lane, path, to, _ in ways:
                gain = (own + seam[lane] + path) * cool
                whole = score + gain
                if whole > least:
                    found.append((place, to, word, link == "new", gain, whole))
                    if whole > best:
                        best, least = whole, whole - _LAG - _SLACK
    return found


def _added(scores: Sequence[tuple[Place, float]], lag: float = _FAR) -> dict[Place, float]:
    """The logarithm of the sum at each place, but for those that lag too far behind the best."""
    best = max([score for _, score in scores])
    sums: defaultdict[Place, float] = defaultdict(float)
    for place, score in scores:
        if score > best - 2 * lag:
            sums[place] += exp(score - best)
    least = exp(-lag) * max(sums.values())
    return {place: best + log(share) for place, share in sums.items() if share >= least}


def _shares(counted: dict[tuple[Word, bool], float]) -> LineShares:
    whole = sum(counted.values())
    blocks: defaultdict[str, float] = defaultdict(float)
    new = 0.0
    for (word, begins), share in counted.items():
        for block in set(word.blocks):
            blocks[block] += share / whole
        new += share / whole if begins else 0.0
    return LineShares({block: min(share, 1.0) for block, share in blocks.items()}, min(new, 1.0))


def confidences(certainty: Certainty) -> Known:
    """How likely each block is its role, and each item what its borders say."""
    trace = certainty.trace
    if not isinstance(trace, Trace):
        return {}
    scores = scores_of(trace.model)
    if scores is None:  # the page came from another process
        return {}
    lines = shares(trace.seen, grammar_of(trace.mark).layout, scores)
    found: list[tuple[Node, float]] = []
    for item in certainty.items:
        rows: list[int] = []
        for block in item.find_all(Block):
            mine = [_line(trace.starts, piece.span) for piece in block.parts]
            rows += mine
            name = block.role.upper()
            found.append((block, min(lines[n].blocks.get(name, 0.0) for n in mine)))
        if rows and not isinstance(item, Block):
            begins = lines[rows[0]].begins
            goes_on = getattr(item, "continues", False)
            inside = [1 - lines[n].begins for n in set(rows) - {rows[0]}]
            found.append((item, min([1 - begins if goes_on else begins, *inside])))
    return by_place(found)


def _line(starts: Sequence[int], span: tuple[int, int] | None) -> int:
    return bisect_right(starts, span[0] if span else 0) - 1
