"""How good the best reading of a page is in which a line has this role, or that one: max-marginals.

One pass down the page finds the best path to every state that is kept, one pass back up the best way on from each. Together
they tell of every role of a line what the best whole path with it scores, without a search for each. More states are kept
than a parse keeps, since it is the less likely roles that are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from edition._grammar.automaton import Layout
from edition._parser.decode import (
    BEAM,
    EDGE,
    Machine,
    Place,
    Step,
    Transition,
    machine_of,
    unfinished,
)
from edition._parser.page_features import PageFeatures
from edition._parser.segments import Word, word
from edition._parser.weights import ONE, ROLE_LANES, Model, shipped

#: How many states are kept at each line: with as many, no search held to a role finds a better path on the example pages.
_WIDTH = 3 * BEAM
#: A step that a path may take: where it begins, its transition and its word, and what it adds to the score.
_Edge: TypeAlias = tuple[Place, Transition, Word, int]


def best_by_role(
    readings: PageFeatures, n: int, layout: Layout, role: str, model: Model | None = None
) -> dict[str, tuple[Step, float]]:
    """For each role that a line could have the step there of the best path with it, and what that path scores.

    ``role`` is one that is looked at whatever the constraints say of it.
    """
    machine = machine_of(layout, model or shipped())
    reached: dict[Place, int] = {machine.place(EDGE): 0}
    here: dict[Place, int] = {}
    edges: list[list[_Edge]] = []
    for k in range(len(readings)):
        words = machine.words(readings[k])
        if k == n:
            here = reached
            if role not in {one.role for one in words}:
                words.append(word(readings[k], role))
        steps = list(_edges(readings, k, reached, words, machine))
        reached = _kept(steps, reached, all_roles=k == n)
        if k >= n:
            edges.append(steps)
    left = {place: -unfinished(layout, place) for place in reached}
    for steps in edges[:0:-1]:
        left = _back(steps, left)
    found: dict[str, tuple[Step, float]] = {}
    for place, way, one, gain in edges[0]:
        if way[3] in left:
            so_far = here[place] + gain
            score = (so_far + left[way[3]]) / ONE
            if one.role not in found or score > found[one.role][1]:
                step = Step(so_far / ONE, one.role, way[0], place.state, way[3].state, way[4] / ONE)
                found[one.role] = step, score
    return found


def _edges(
    readings: PageFeatures,
    n: int,
    reached: dict[Place, int],
    words: Sequence[Word],
    machine: Machine,
) -> list[_Edge]:
    """All steps from the states that are kept."""
    own = machine.model.evidence.total(readings.evidence(n))
    seam = machine.model.boundary.total(readings[n].boundary)
    return [
        (place, way, one, own[ROLE_LANES[one.role]] + seam[way[1]] + way[2])
        for place in reached
        for one in words
        for way in place[one]
    ]


def _kept(
    steps: Sequence[_Edge], reached: dict[Place, int], *, all_roles: bool
) -> dict[Place, int]:
    """The states that are kept behind a line: the best, and the best of each role; at the line that is asked of, all."""
    best: dict[Place, int] = {}
    for place, way, _, gain in steps:
        score = reached[place] + gain
        if score > best.get(way[3], score - 1):
            best[way[3]] = score
    if all_roles:
        return best
    ranked = sorted(best.items(), key=lambda row: -row[1])
    first: dict[str, tuple[Place, int]] = {}
    for place, score in ranked:
        first.setdefault(place.state[1], (place, score))
    return dict([*ranked[:_WIDTH], *first.values()])


def _back(steps: Sequence[_Edge], left: dict[Place, int]) -> dict[Place, int]:
    """What the best way on from each state scores, one line further up."""
    best: dict[Place, int] = {}
    for place, way, _, gain in steps:
        behind = left.get(way[3])
        if behind is not None and (place not in best or gain + behind > best[place]):
            best[place] = gain + behind
    return best
