"""A conditional random field over the state machine of a parse, compiled with numba: how a fit learns its weights.

For each page two sums over paths are made: over all paths that a parse could take, and over those that the truth allows.
What the evidence counts for in the second and not in the first, it gains; so weights settle where the right paths are as
likely as the pages say. What is wrong is given a margin, so that what is right has to win by more than a hair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numba import njit

from edition._parser.decode import _EDGE, Allowed, candidates, had_after, links
from edition._parser.page_features import PageFeatures
from edition._parser.weights import BODY, ROLES, TIE_LANES, Key, State, kind_of

Page: TypeAlias = "tuple[str, PageFeatures, list[Allowed]]"

#: By how much what is wrong must lose.
MARGIN = 1.0
#: How large the first steps are; each weight's own grow smaller the more it was moved (Adagrad).
STEP = 0.3
#: What is left of a weight, beyond where it began, from one epoch to the next.
FADING = 0.9
#: The share of the evidence that a look at a page leaves unseen, in the first half of a fit and after it, so that no piece of
#: it is relied on alone.
UNSEEN = (0.15, 0.05)

LINKS = ("none", "new", "same", "join")
LANES = list(TIE_LANES)
KINDS = sorted({(link, kind_of(role)) for link, role in LANES})
#: What a row of weights has columns for: roles; a link with a role; a link; a link with a kind of role.
TARGETS = [
    *ROLES,
    *(f"{link} {role}" for link, role in LANES),
    *LINKS,
    *(f"{link} {kind}" for link, kind in KINDS),
]
ROLE_OF = np.array([ROLES.index(role) for _, role in LANES])
_AT_LANES, _AT_LINKS, _AT_KINDS = (
    len(ROLES),
    len(ROLES) + len(LANES),
    len(ROLES) + len(LANES) + len(LINKS),
)
#: For each lane the columns that count for it.
LINK_OF = np.array([_AT_LINKS + LINKS.index(link) for link, _ in LANES])
KIND_OF = np.array([_AT_KINDS + KINDS.index((link, kind_of(role))) for link, role in LANES])


def _columns(part: str, name: str) -> tuple[bool, bool, bool]:
    """Which of lane, link and kind a row speaks of; evidence speaks of roles alone."""
    if part == "seam":
        return False, True, True
    if part == "evidence" or not name:
        return False, False, False
    if name.startswith("had:"):
        return False, False, True
    return True, name != "after:edge", False


def _machine() -> tuple[list[State], Any, Any, Any]:
    """The states of a path, and the ways on from each: where they begin in a list of lanes and of states reached."""
    states: dict[State, int] = {_EDGE: 0}
    begins, lanes, reached = [0], [], []
    todo = [_EDGE]
    for state in todo:
        for role in ROLES:
            for link in links(role, state):
                row = []
                for jumps in (False, True):
                    ends = "continued_on" if role in BODY and jumps else role
                    stays = link == "none" and state != _EDGE
                    to = (state[0] if stays else ends, had_after(role, link, state[1]))
                    if to not in states:
                        states[to] = len(states)
                        todo.append(to)
                    row.append(states[to])
                lanes.append(TIE_LANES[link, role])
                reached.append(row)
        begins.append(len(lanes))
    return list(states), np.array(begins), np.array(lanes), np.array(reached)


STATES, BEGINS, WAYS, REACHED = _machine()


class Field:
    """Pages in arrays, and the rows of weights that they need."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.rows: dict[tuple[str, str], int] = {}
        # Before the first line nothing is known but that.
        self.states = np.array(
            [
                [self._row("path", f"after:{last}"), self._row("path", f"had:{had}" if n else "")]
                for n, (last, had) in enumerate(STATES)
            ]
        )
        self.pages = [self._encoded(page) for page in pages]
        self.speaks = np.array([_columns(*row) for row in self.rows])

    def _row(self, part: str, name: str) -> int:
        return self.rows.setdefault((part, name), len(self.rows))

    def _encoded(self, page: Page) -> tuple[Any, ...]:
        _, readings, right = page
        own, seams, owns_at, seams_at = [], [], [0], [0]
        may = np.zeros((len(readings), len(LANES)), np.bool_)
        allowed = may.copy()
        for n, (reading, options) in enumerate(zip(readings, right, strict=True)):
            own += [self._row("evidence", name) for name in readings.evidence(n)]
            seams += [self._row("seam", name) for name in reading.boundary]
            owns_at.append(len(own))
            seams_at.append(len(seams))
            roles = candidates(reading)
            may[n] = [role in roles for _, role in LANES]
            if reading.forced_start is not None:
                may[n] = [lane == ("new", reading.forced_start) for lane in LANES]
            known = may[n] & [options is None or (role, link) in options for link, role in LANES]
            # A truth that a parse can't take says nothing.
            allowed[n] = known if known.any() else may[n]
        jumps = np.array(["continued_on" in reading.endings for reading in readings], np.int64)
        ints = [np.array(row, np.int64) for row in (own, owns_at, seams, seams_at)]
        return (*ints, may, allowed, jumps)

    def fit(
        self, start: dict[Key, float], shares: Sequence[float], epochs: int, seed: int
    ) -> dict[Key, float]:
        """The weights, from where they start; a page counts for its share."""
        weights = np.zeros((len(self.rows), len(TARGETS)))
        for (part, name, target), weight in start.items():
            if (part, name) in self.rows:
                weights[self.rows[part, name], TARGETS.index(target)] = weight
        prior, mean = weights.copy(), np.zeros_like(weights)
        seen = np.zeros_like(weights)
        rng = np.random.default_rng(seed)
        for epoch in range(epochs):
            loss = 0.0
            unseen = UNSEEN[2 * epoch >= epochs]
            for n in rng.permutation([n for n, share in enumerate(shares) if share]):
                loss += _learn(
                    weights, seen, self.speaks, self.states, *self.pages[n], BEGINS, WAYS, REACHED,
                    ROLE_OF, LINK_OF, KIND_OF, unseen, shares[n], int(rng.integers(1 << 30)),
                )  # fmt: skip
            print(f"fit {seed}, epoch {epoch}: loss {loss:.0f}", flush=True)
            # What no page needs any more fades to where it began.
            weights = prior + FADING * (weights - prior)
            if 2 * epoch >= epochs:
                mean += weights / (epochs - (epochs + 1) // 2)
        return {
            (part, name, target): float(mean[row, n])
            for (part, name), row in self.rows.items()
            for n, target in enumerate(TARGETS)
            if mean[row, n]
        }


@njit(cache=True)
def _learn(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    weights, seen, speaks, states, own, owns_at, seams, seams_at, may, allowed, jumps, begins, ways,
    reached, role_of, link_of, kind_of_lane, unseen, share, seed,
):  # fmt: skip
    """One look at a page: moves the weights, tells how unlikely the truth was."""
    np.random.seed(seed)
    n, lanes, roles = may.shape[0], may.shape[1], role_of.max() + 1
    own = np.where(np.random.random(own.shape[0]) < unseen, -1, own)
    seams = np.where(np.random.random(seams.shape[0]) < unseen, -1, seams)
    local = np.zeros((n, lanes))
    for k in range(n):
        for row in own[owns_at[k] : owns_at[k + 1]]:
            if row >= 0:
                for lane in range(lanes):
                    local[k, lane] += weights[row, role_of[lane]]
        for row in seams[seams_at[k] : seams_at[k + 1]]:
            if row >= 0:
                for lane in range(lanes):
                    local[k, lane] += weights[row, link_of[lane]] + weights[row, kind_of_lane[lane]]
        certain = np.all(allowed[k] == may[k])
        top = -1e9
        for lane in range(lanes):
            if may[k, lane]:
                if allowed[k, lane] and not certain:
                    local[k, lane] -= MARGIN
                top = max(top, local[k, lane])
        for lane in range(lanes):
            local[k, lane] = np.exp(max(local[k, lane] - top, -60.0))
    between = np.zeros((states.shape[0], lanes))
    for state in range(states.shape[0]):
        for row in states[state]:
            for lane in range(lanes):
                between[state, lane] += (
                    weights[row, roles + lane]
                    + weights[row, link_of[lane]]
                    + weights[row, kind_of_lane[lane]]
                )
    between = np.exp(np.minimum(np.maximum(between, -60.0), 60.0))
    local_gain, between_gain = np.zeros((n, lanes)), np.zeros((states.shape[0], lanes))
    right = _sum(
        local, between, allowed, jumps, begins, ways, reached, 1.0, local_gain, between_gain
    )
    if right < -1e200:
        return 0.0  # the truth is no path from end to end
    loss = (
        _sum(local, between, may, jumps, begins, ways, reached, -1.0, local_gain, between_gain)
        - right
    )
    gain = np.zeros_like(weights)
    touched = np.zeros(weights.shape[0], np.bool_)
    for k in range(n):
        if np.abs(local_gain[k]).max() < 1e-4:
            continue
        for row in own[owns_at[k] : owns_at[k + 1]]:
            if row >= 0:
                touched[row] = True
                for lane in range(lanes):
                    gain[row, role_of[lane]] += local_gain[k, lane]
        for row in seams[seams_at[k] : seams_at[k + 1]]:
            if row >= 0:
                touched[row] = True
                for lane in range(lanes):
                    gain[row, link_of[lane]] += local_gain[k, lane]
                    gain[row, kind_of_lane[lane]] += local_gain[k, lane]
    for state in range(states.shape[0]):
        for row in states[state]:
            touched[row] = True
            for lane in range(lanes):
                moved = between_gain[state, lane]
                if speaks[row, 0]:
                    gain[row, roles + lane] += moved
                if speaks[row, 1]:
                    gain[row, link_of[lane]] += moved
                if speaks[row, 2]:
                    gain[row, kind_of_lane[lane]] += moved
    for row in range(weights.shape[0]):
        if touched[row]:
            for n_target in range(weights.shape[1]):
                g = gain[row, n_target] * share
                if g != 0.0:
                    seen[row, n_target] += g * g
                    weights[row, n_target] += STEP * g / np.sqrt(1.0 + seen[row, n_target])
    return loss


@njit(cache=True)
def _sum(  # noqa: PLR0917 -- as above
    local, between, use, jumps, begins, ways, reached, sign, local_gain, between_gain
):
    """The logarithm of the sum over all paths; adds to the gains how often each way is gone, with a sign."""
    n, states = local.shape[0], between.shape[0]
    ahead, scale = np.zeros((n + 1, states)), np.ones(n)
    ahead[0, 0] = 1.0
    total = 0.0
    for k in range(n):
        for state in range(states):
            if ahead[k, state] > 1e-30:
                for way in range(begins[state], begins[state + 1]):
                    lane = ways[way]
                    if use[k, lane]:
                        ahead[k + 1, reached[way, jumps[k]]] += (
                            ahead[k, state] * local[k, lane] * between[state, lane]
                        )
        scale[k] = ahead[k + 1].sum()
        if scale[k] <= 0.0:
            return -1e300
        ahead[k + 1] /= scale[k]
        total += np.log(scale[k])
    behind = np.ones(states)
    for k in range(n - 1, -1, -1):
        before = np.zeros(states)
        for state in range(states):
            if ahead[k, state] > 1e-30:
                for way in range(begins[state], begins[state + 1]):
                    lane = ways[way]
                    if use[k, lane]:
                        rest = (
                            local[k, lane]
                            * between[state, lane]
                            * behind[reached[way, jumps[k]]]
                            / scale[k]
                        )
                        before[state] += rest
                        local_gain[k, lane] += sign * ahead[k, state] * rest
                        between_gain[state, lane] += sign * ahead[k, state] * rest
        behind = before
    return total
