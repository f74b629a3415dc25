"""A conditional random field over the automaton of a parse, compiled with numba: how weights are learned.

For each page two sums over paths are made: over all paths that a parse could take, and over those that the truth allows.
What a feature counts for in the second and not in the first, it gains; so weights settle where the right paths are as
likely as the pages say. What is wrong is given a margin, so that what is right has to win by more than a hair. The paths are the
parser's own: its words, its automaton, its constraints, what leaving them costs.

Weights are kept few: every weight has to be worth a penalty (L1: a truncated gradient), in nats over all pages together, or it is
what it began as, which nearly everywhere is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numba import njit  # pyright: ignore[reportMissingImports]

from edition._grammar.compiled import base
from edition._parser.decode import EDGE, Machine, State, path_names, ways_on
from edition._parser.segments import Word
from edition._parser.weights import EVIDENCE, PATH, ROLES, SEAM, TIE_LANES, Key, Model, kind_of
from edition._training.truth import Known

#: What is told at the end of an epoch: its number, how unlikely the truth was, and how many weights there are.
Watch: TypeAlias = Callable[[int, float, int], None]
Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
#: A page in arrays: the rows of its lines' features and of what parts them, its words, where each line's end, what may be and what is right.
_Page: TypeAlias = tuple[Array, Array, Array, Array, Array, Array]
#: The ways on of states and words: where they begin, their lanes, ends and costs.
_Ways: TypeAlias = tuple[Array, Array, Array, Array]

#: By how much what is wrong must lose.
MARGIN = 1.0
#: The share of the features that a look at a page leaves unseen, in the first half of a fit and after it, so that none of them
#: is relied on alone.
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
_AT_LINKS = len(ROLES) + len(LANES)
_AT_KINDS = _AT_LINKS + len(LINKS)
#: For each lane the columns that count for it.
ROLE_OF = np.array([ROLES.index(role) for _, role in LANES])
LINK_OF = np.array([_AT_LINKS + LINKS.index(link) for link, _ in LANES])
KIND_OF = np.array([_AT_KINDS + KINDS.index((link, kind_of(role))) for link, role in LANES])


def _columns(part: str, name: str) -> tuple[bool, bool, bool]:
    """Which of lane, link and kind a row speaks of; a line's own features speak of roles alone."""
    if part == SEAM:
        return False, True, True
    if part == EVIDENCE or not name:
        return False, False, False
    if name.startswith("had:"):
        return False, False, True
    return True, name != "after:edge", False


@frozen
class Settings:
    """How a fit is made."""

    #: What a weight has to be worth, in nats over all pages.
    penalty: float = 1.0
    epochs: int = 8
    #: What is left of a weight, beyond where it began, from one epoch to the next.
    fading: float = 0.95
    #: How large the first steps are; each weight's own grow smaller the more it was moved (Adagrad).
    step: float = 0.3


class Paths:
    """The states and ways of the parser's machine, as far as some words go."""

    def __init__(self) -> None:
        self._layout = base().layout
        self.machine = Machine(self._layout, Model({}))
        self.words: dict[Word, int] = {}

    def number(self, word: Word) -> int:
        """The number of a word."""
        return self.words.setdefault(word, len(self.words))

    def arrays(self) -> tuple[list[State], _Ways]:
        """All states that words lead to, and the ways on: where those of a state and a word begin, their lanes, ends and costs."""
        states: dict[State, int] = {EDGE: 0}
        begins, lanes, reached, costs = [0], [], [], []
        todo = [EDGE]
        for state in todo:
            for word in self.words:
                for link, to, price in ways_on(self._layout, state, word):
                    if to not in states:
                        states[to] = len(states)
                        todo.append(to)
                    lanes.append(TIE_LANES[link, word.role])
                    reached.append(states[to])
                    costs.append(np.exp(-price))
                begins.append(len(lanes))
        return todo, (np.array(begins), np.array(lanes), np.array(reached), np.array(costs))


class Field:
    """Pages in arrays, and the rows of weights that they need."""

    def __init__(self, pages: Sequence[Known], without: str | None = None) -> None:
        self.rows: dict[tuple[str, str], int] = {}
        self._without = re.compile(without) if without else None
        paths = Paths()
        #: For each page the lines whose truth no parse could take.
        self.impossible: list[list[int]] = []
        self.pages = [self._encoded(page, paths) for page in pages]
        states, self._ways = paths.arrays()
        kinds: dict[tuple[str, ...], int] = {}
        self._kind_of_state = np.array(
            [kinds.setdefault(path_names(s), len(kinds)) for s in states]
        )
        #: What features say of a state; of the edge there is one name only.
        self._state_rows = np.array(
            [[self._row(PATH, name) for name in (*names, "")[:2]] for names in kinds]
        )
        self._speaks = np.array([_columns(*row) for row in self.rows])
        self._words = len(paths.words)

    def _row(self, part: str, name: str) -> int:
        return self.rows.setdefault((part, name), len(self.rows))

    def _used(self, names: Sequence[str]) -> Sequence[str]:
        """The features that are fitted: all, but for those that are left out to see what they are worth."""
        return [name for name in names if not (self._without and self._without.fullmatch(name))]

    def _encoded(self, page: Known, paths: Paths) -> _Page:
        own, seams, words = [], [], []
        self.impossible.append(impossible := [])
        ends = [(0, 0, 0)]
        may = np.zeros((len(page.lines), len(LANES)), np.bool_)
        allowed = may.copy()
        for n, (line, options) in enumerate(zip(page.lines, page.right, strict=True)):
            own += [self._row(EVIDENCE, name) for name in self._used(page.lines.evidence(n))]
            seams += [self._row(SEAM, name) for name in self._used(line.boundary)]
            here = paths.machine.words(line)
            words += [paths.number(word) for word in here]
            ends.append((len(own), len(seams), len(words)))
            roles = {word.role for word in here}
            may[n] = [role in roles for _, role in LANES]
            known = may[n] & [options is None or (role, link) in options for link, role in LANES]
            # A truth that a parse can't take says nothing.
            allowed[n] = known if known.any() else may[n]
            if not known.any():
                impossible.append(n)
        features, between, spoken = (np.array(row, np.int64) for row in (own, seams, words))
        return features, between, spoken, np.array(ends, np.int64), may, allowed

    def learn(  # noqa: PLR0917 -- as the compiled code takes them
        self,
        n: int,
        weights: Array,
        seen: Array,
        unseen: float,
        share: float,
        seed: int,
        step: float,
    ) -> float:
        """One look at page n, which counts for a share: moves the weights, tells how unlikely the truth was."""
        return _learn(
            weights, seen, self._speaks, self._state_rows, self._kind_of_state, *self.pages[n], *self._ways,
            self._words, ROLE_OF, LINK_OF, KIND_OF, unseen, share, seed, step,
        )  # fmt: skip

    def fit(
        self,
        start: Mapping[Key, float],
        shares: Sequence[float],
        settings: Settings,
        seed: int,
        watch: Watch | None = None,
    ) -> dict[Key, float]:
        """The weights, from where they start; a page counts for its share. ``watch`` is told how far it is."""
        weights = np.zeros((len(self.rows), len(TARGETS)))
        for (part, name, target), weight in start.items():
            if (part, name) in self.rows:
                weights[self.rows[part, name], TARGETS.index(target)] = weight
        prior, mean = weights.copy(), np.zeros_like(weights)
        seen = np.zeros_like(weights)
        rng = np.random.default_rng(seed)
        used = [n for n, share in enumerate(shares) if share]
        late = settings.epochs - (settings.epochs + 1) // 2
        for epoch in range(settings.epochs):
            loss = 0.0
            unseen = UNSEEN[2 * epoch >= settings.epochs]
            for n in map(int, rng.permutation(used)):
                look = int(rng.integers(1 << 30))
                loss += self.learn(n, weights, seen, unseen, shares[n], look, settings.step)
            weights = prior + shrunk(
                settings.fading * (weights - prior), seen, settings.penalty * settings.step
            )
            if watch is not None:
                watch(epoch, loss, int(np.count_nonzero(weights)))
            if 2 * epoch >= settings.epochs:
                mean += weights / late
        return {
            (part, name, target): float(mean[row, n])
            for (part, name), row in self.rows.items()
            for n, target in enumerate(TARGETS)
            if mean[row, n]
        }


def shrunk(moved: Array, seen: Array, cost: float) -> Array:
    """What is left of how far weights were moved when each has paid its penalty in steps of its own size."""
    return np.sign(moved) * np.maximum(np.abs(moved) - cost / np.sqrt(1.0 + seen), 0.0)


def _learn(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    weights: Array,
    seen: Array,
    speaks: Array,
    state_rows: Array,
    kind_of_state: Array,
    own: Array,
    seams: Array,
    words: Array,
    ends: Array,
    may: Array,
    allowed: Array,
    begins: Array,
    lanes: Array,
    reached: Array,
    costs: Array,
    count: int,
    role_of: Array,
    link_of: Array,
    kind_of_lane: Array,
    unseen: float,
    share: float,
    seed: int,
    step: float,
) -> float:
    """One look at a page: moves the weights, tells how unlikely the truth was."""
    own, seams = _hidden(own, unseen, seed), _hidden(seams, unseen, seed + 1)
    local = _local(weights, own, seams, ends, may, allowed, role_of, link_of, kind_of_lane)
    between = _between(weights, state_rows, role_of.max() + 1, link_of, kind_of_lane)
    local_gain, between_gain = np.zeros_like(local), np.zeros_like(between)
    way = (kind_of_state, words, ends, begins, lanes, reached, costs, count)
    right = _sum(local, between, allowed, *way, 1.0, local_gain, between_gain)
    if right < -1e200:
        return 0.0  # the truth is no path from end to end
    loss = _sum(local, between, may, *way, -1.0, local_gain, between_gain) - right
    gain = np.zeros_like(weights)
    touched = np.zeros(weights.shape[0], np.bool_)
    _gains_of_lines(gain, touched, local_gain, own, seams, ends, role_of, link_of, kind_of_lane)
    _gains_of_states(
        gain, touched, between_gain, state_rows, speaks, role_of.max() + 1, link_of, kind_of_lane
    )
    _move(weights, seen, gain, touched, share, step)
    return loss


@njit(cache=True)
def _hidden(
    rows: Array,
    unseen: float,
    seed: int,
) -> Array:
    """A line's features, some of them left out."""
    np.random.seed(seed)
    return np.where(np.random.random(rows.shape[0]) < unseen, -1, rows)


@njit(cache=True)
def _local(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    weights: Array,
    own: Array,
    seams: Array,
    ends: Array,
    may: Array,
    allowed: Array,
    role_of: Array,
    link_of: Array,
    kind_of_lane: Array,
) -> Array:
    """For each line and lane what its features say, as a factor; what is right has the margin against it."""
    n, lanes = may.shape
    local = np.zeros((n, lanes))
    for k in range(n):
        for at in range(ends[k, 0], ends[k + 1, 0]):
            if own[at] >= 0:
                for lane in range(lanes):
                    local[k, lane] += weights[own[at], role_of[lane]]
        for at in range(ends[k, 1], ends[k + 1, 1]):
            if seams[at] >= 0:
                row = weights[seams[at]]
                for lane in range(lanes):
                    local[k, lane] += row[link_of[lane]] + row[kind_of_lane[lane]]
        _as_factors(local[k], may[k], allowed[k])
    return local


@njit(cache=True)
def _as_factors(
    row: Array,
    may: Array,
    allowed: Array,
) -> None:
    """Sums as factors, the largest of them 1."""
    if not np.all(allowed == may):
        row -= MARGIN * allowed
    top = np.max(np.where(may, row, -1e9))
    for lane in range(row.shape[0]):
        row[lane] = np.exp(min(max(row[lane] - top, -60.0), 0.0))


@njit(cache=True)
def _between(
    weights: Array,
    state_rows: Array,
    roles: int,
    link_of: Array,
    kind_of_lane: Array,
) -> Array:
    """For each kind of state and lane what the path says, as a factor."""
    lanes = link_of.shape[0]
    between = np.zeros((state_rows.shape[0], lanes))
    for state in range(state_rows.shape[0]):
        for row in state_rows[state]:
            for lane in range(lanes):
                between[state, lane] += (
                    weights[row, roles + lane]
                    + weights[row, link_of[lane]]
                    + weights[row, kind_of_lane[lane]]
                )
    return np.exp(np.minimum(np.maximum(between, -60.0), 60.0))


@njit(cache=True)
def _gains_of_lines(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    gain: Array,
    touched: Array,
    local_gain: Array,
    own: Array,
    seams: Array,
    ends: Array,
    role_of: Array,
    link_of: Array,
    kind_of_lane: Array,
) -> None:
    lanes = local_gain.shape[1]
    for k in range(local_gain.shape[0]):
        if np.abs(local_gain[k]).max() < 1e-4:
            continue
        for at in range(ends[k, 0], ends[k + 1, 0]):
            if own[at] >= 0:
                touched[own[at]] = True
                for lane in range(lanes):
                    gain[own[at], role_of[lane]] += local_gain[k, lane]
        for at in range(ends[k, 1], ends[k + 1, 1]):
            if seams[at] >= 0:
                touched[seams[at]] = True
                for lane in range(lanes):
                    gain[seams[at], link_of[lane]] += local_gain[k, lane]
                    gain[seams[at], kind_of_lane[lane]] += local_gain[k, lane]


@njit(cache=True)
def _gains_of_states(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    gain: Array,
    touched: Array,
    between_gain: Array,
    state_rows: Array,
    speaks: Array,
    roles: int,
    link_of: Array,
    kind_of_lane: Array,
) -> None:
    for state in range(state_rows.shape[0]):
        for row in state_rows[state]:
            touched[row] = True
            for lane in range(between_gain.shape[1]):
                moved = between_gain[state, lane]
                gain[row, roles + lane] += moved * speaks[row, 0]
                gain[row, link_of[lane]] += moved * speaks[row, 1]
                gain[row, kind_of_lane[lane]] += moved * speaks[row, 2]


@njit(cache=True)
def _move(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    weights: Array,
    seen: Array,
    gain: Array,
    touched: Array,
    share: float,
    step: float,
) -> None:
    for row in range(weights.shape[0]):
        if touched[row]:
            for target in range(weights.shape[1]):
                g = gain[row, target] * share
                if g != 0.0:
                    seen[row, target] += g * g
                    weights[row, target] += step * g / np.sqrt(1.0 + seen[row, target])


@njit(cache=True)
def _sum(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    local: Array,
    between: Array,
    use: Array,
    kind_of_state: Array,
    words: Array,
    ends: Array,
    begins: Array,
    lanes: Array,
    reached: Array,
    costs: Array,
    count: int,
    sign: float,
    local_gain: Array,
    between_gain: Array,
) -> float:
    """The logarithm of the sum over all paths; adds to the gains how often each way is gone, with a sign."""
    n, states = local.shape[0], kind_of_state.shape[0]
    ahead, scale = np.zeros((n + 1, states)), np.ones(n)
    ahead[0, 0] = 1.0
    total = 0.0
    for k in range(n):
        for state in range(states):
            if ahead[k, state] > 1e-30:
                _onward(
                    k,
                    state,
                    ahead,
                    local,
                    between,
                    use,
                    kind_of_state,
                    words,
                    ends,
                    begins,
                    lanes,
                    reached,
                    costs,
                    count,
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
                before[state] = _backward(
                    k, state, ahead[k, state], behind, scale[k], local, between, use, kind_of_state, words, ends, begins, lanes,
                    reached, costs, count, sign, local_gain, between_gain,
                )  # fmt: skip
        behind = before
    return total


@njit(cache=True)
def _backward(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    k: int,
    state: int,
    ahead: float,
    behind: Array,
    scale: float,
    local: Array,
    between: Array,
    use: Array,
    kind_of_state: Array,
    words: Array,
    ends: Array,
    begins: Array,
    lanes: Array,
    reached: Array,
    costs: Array,
    count: int,
    sign: float,
    local_gain: Array,
    between_gain: Array,
) -> float:
    """The sum over all ways on from a state; adds how often each is gone."""
    kind = kind_of_state[state]
    total = 0.0
    for at in range(ends[k, 2], ends[k + 1, 2]):
        first = state * count + words[at]
        for way in range(begins[first], begins[first + 1]):
            lane = lanes[way]
            if use[k, lane]:
                rest = (
                    local[k, lane] * between[kind, lane] * costs[way] * behind[reached[way]] / scale
                )
                total += rest
                local_gain[k, lane] += sign * ahead * rest
                between_gain[kind, lane] += sign * ahead * rest
    return total


@njit(cache=True)
def _onward(  # noqa: PLR0917 -- compiled code takes its arrays one by one
    k: int,
    state: int,
    ahead: Array,
    local: Array,
    between: Array,
    use: Array,
    kind_of_state: Array,
    words: Array,
    ends: Array,
    begins: Array,
    lanes: Array,
    reached: Array,
    costs: Array,
    count: int,
) -> None:
    """Go on from a state by all that a line can be."""
    kind = kind_of_state[state]
    for at in range(ends[k, 2], ends[k + 1, 2]):
        first = state * count + words[at]
        for way in range(begins[first], begins[first + 1]):
            lane = lanes[way]
            if use[k, lane]:
                ahead[k + 1, reached[way]] += (
                    ahead[k, state] * local[k, lane] * between[kind, lane] * costs[way]
                )
