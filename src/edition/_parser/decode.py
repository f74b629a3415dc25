"""Choose the best sequence of roles for a page.

Every line has candidate roles, every candidate a score: the weights of its features. A line is tied to the one before by one
of three links: ``new`` (something begins here), ``same`` (it goes on) and ``join`` (the same paragraph goes on); furniture is
tied by ``none``. What may follow what is told by the layout's automaton and by the constraints between neighbours. The
best path over the page is its reading: a beam search, with a bounded number of states at each line, so that the time is
linear in the page.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

from attrs import frozen

from edition._grammar.automaton import CLOSED, Layout
from edition._parser.constraints import (
    HEADLINE_SEEN,
    PICTURE_SEEN,
    TEXT_SEEN,
    barred_by,
    candidates,
)
from edition._parser.line_features import LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.segments import Word, first_blocks, word
from edition._parser.weights import (
    BODY,
    FURNITURE,
    ONE,
    ROLE_LANES,
    ROLES,
    TIE_LANES,
    Key,
    Model,
    kind_of,
    shipped,
)

#: How many states are kept at each line. Of 359 pages of press and of invention, none is read otherwise with 16.
BEAM = 8

#: By how much a state may lag behind the best and still be followed. More is seldom made up for: on three hundred pages of
#: press and of invention, five lines in ten thousand read otherwise where it is 20.
BEAM_MARGIN = 8.0

#: By how much a role's own features may fall short of the best role's and the role still be considered.
UNLIKELY = 10.0

#: What it costs to leave the layout, or to begin something where a constraint is against it: more than a state may lag, so that
#: it is done only where nothing else is left.
LAYOUT_PRICE = 12.0

#: How many seams are remembered with what their features say.
_SEAMS_KEPT = 4096

#: Where a path stands: the state of the layout's automaton, the last role before furniture that interrupts, and what the open
#: story has had, added up; nothing has begun where that is -1. Features name the last two alone.
State: TypeAlias = tuple[int, str, int]
#: What may be chosen for a line: (role, link) pairs. Used where part of the truth is known.
Allowed: TypeAlias = Collection[tuple[str, str]] | None


class Held(frozenset[tuple[str, str]]):
    """What has to be chosen for a line, whatever the layout and the constraints say of it: they have their price then."""

    __slots__ = ()


#: A way on from a place: the link, its lane, what the path says of it less what it costs, the place it leads to, and the cost.
Transition: TypeAlias = "tuple[str, int, int, Place, int]"
#: A path: its score, the place it has come to, the last transition and its word, and the path up to that.
_Path: TypeAlias = "tuple[int, Place, Transition | None, Word | None, _Path | None]"

#: What is seen of a line: the words that it could be, what its features say of each, what ties it by lane, and what may be chosen.
Seen: TypeAlias = "tuple[tuple[Word, ...], array[int], array[int], Allowed]"

#: The lanes of a role, tied by any link.
_LANES = {role: [n for (_, of), n in TIE_LANES.items() if of == role] for role in ROLES}
#: Before the first line.
EDGE: State = (CLOSED, "edge", -1)
_score = itemgetter(0)
#: Further than any score can fall behind in one step.
_FAR = 1 << 62


@frozen(weakref_slot=False)
class Step:
    """One line on a path: its role, its link, the states before and after it, the score so far, and what it paid."""

    score: float
    role: str
    link: str
    before: State
    state: State
    price: float = 0.0


class Ties(dict[str, int]):
    """What the features of a seam say of each way to tie a line there; by role the most that they say of one."""

    __slots__ = ("kept", "seam")

    def __init__(self, seam: tuple[int, ...], kept: array[int]) -> None:
        super().__init__()
        #: By lane; and the same, kept small.
        self.seam, self.kept = seam, kept

    def __missing__(self, role: str) -> int:
        most = self[role] = max([self.seam[lane] for lane in _LANES[role]])
        return most


class Machine:
    """A layout and a model together: the places that paths come to, found when they are first asked for."""

    __slots__ = ("_plain", "layout", "model", "places", "ties")

    def __init__(self, layout: Layout, model: Model) -> None:
        self.layout, self.model = layout, model
        #: What a seam's features say; most seams are like others.
        self.ties = lru_cache(maxsize=_SEAMS_KEPT)(self._ties)
        # Roles whose lines the layout has a place for, however they are cut.
        self._plain = {role for role in ROLES if layout.blocks.issuperset(first_blocks(role))}
        self.places: dict[State, Place] = {}

    def _ties(self, *names: str) -> Ties:
        boundary = self.model.boundary
        seam = boundary.total(names)
        return Ties(seam, array(boundary.code, seam))

    def place(self, state: State) -> Place:
        """The place of a state, known by identity."""
        place = self.places.get(state)
        if place is None:
            # Of two threads that make one at once, both go on with the first that is stored.
            place = self.places.setdefault(state, Place(self, state))
        return place

    def options(self, line: LineFeatures) -> list[tuple[str, str | None]]:
        """The roles that the constraints leave a line, each with the only link that it may have, where there is one."""
        forced = line.forced_start
        if forced is not None and self._knows(line, forced):
            return [(forced, "new")]
        roles, going_on = candidates(line)
        found: list[tuple[str, str | None]] = [(role, None) for role in roles]
        if not any(self._knows(line, role) for role in roles):
            # Whatever speaks for them, the layout has no place for these: where it has one for strays, the line is one.
            if self._knows(line, "other"):
                found.clear()
            found.append(("other", None))
        if going_on:
            found += [(role, "same") for role in going_on]
        return found

    def words(self, line: LineFeatures) -> list[Word]:
        """What a line could be: its blocks in each role that the constraints leave it."""
        return [word(line, role, tie) for role, tie in self.options(line)]

    def _knows(self, line: LineFeatures, role: str) -> bool:
        """Whether the layout has a place for what the line is in a role."""
        return role in self._plain or word(line, role).blocks[0] in self.layout.blocks


@lru_cache(maxsize=8)
def machine_of(layout: Layout, model: Model) -> Machine:
    """The machine of a layout and a model."""
    return Machine(layout, model)


class Place(dict[Word, "tuple[Transition, ...]"]):
    """A state that paths come to, and the ways on from it by word, found when they are first asked for."""

    __slots__ = ("_machine", "_path", "most", "state")

    def __init__(self, machine: Machine, state: State) -> None:
        super().__init__()
        self._machine, self.state = machine, state
        self._path = machine.model.path.total(path_names(state))
        #: The most that the path says of any way on from here.
        self.most = max(self._path)

    # Places are known by identity, not by the ways that were asked for.
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__

    def __missing__(self, one: Word) -> tuple[Transition, ...]:
        found: list[Transition] = []
        for link, state, price in ways_on(self._machine.layout, self.state, one):
            lane, cost = TIE_LANES[link, one.role], round(price * ONE)
            to = self._machine.place(state)
            found.append((link, lane, self._path[lane] - cost, to, cost))
        ways = self[one] = tuple(found)
        return ways

    def held(self, one: Word, link: str) -> Transition:
        """The way on by a word that is known to be tied so, where the layout or a constraint is against it."""
        layout = self._machine.layout
        at, _, had = self.state
        behind = (layout.rejoin if link == "join" else layout.go_on)(at, one.blocks[0])
        if behind is None:
            behind = layout.begin(at, one.blocks[0])[0]
        to = self._machine.place((behind, one.role, had_after(one.role, link, had)))
        lane, cost = TIE_LANES[link, one.role], round(LAYOUT_PRICE * ONE)
        return link, lane, self._path[lane] - cost, to, cost


def ways_on(layout: Layout, state: State, one: Word) -> Iterator[tuple[str, State, float]]:
    """The ways on from a state by a word: the link, the state that it leads to, and what it costs.

    A word can always begin something; where the layout or a constraint is against that, it costs.
    """
    at, last, had = state
    role = one.role
    if role in FURNITURE:
        price = 0.0 if one.blocks[0] in layout.furniture else LAYOUT_PRICE
        yield "none", (state if state != EDGE else (at, role, had)), price
        return
    ends = "continued_on" if role in BODY and one.blocks[-1] == "CONTINUED_ON" else role
    for link in ("new", "same", "join") if role == "paragraph" else ("new", "same"):
        if one.tie not in (None, link) or (one.tie == "same" and last != role):
            continue
        barred = barred_by(role, link, last, had) is not None
        if link == "new":
            to, price = _read(layout, layout.begin(at, one.blocks[0]), one)
            yield link, (to, ends, had_after(role, link, had)), price or barred * LAYOUT_PRICE
        elif not barred:
            behind = (layout.go_on if link == "same" else layout.rejoin)(at, one.blocks[0])
            if behind is not None:
                to, price = _read(layout, (behind, True), one)
                yield link, (to, ends, had_after(role, link, had)), price


def _read(layout: Layout, first: tuple[int, bool], one: Word) -> tuple[int, float]:
    """The state behind a word whose first block was read, and what it costs."""
    state, known = first
    price = 0.0 if known else LAYOUT_PRICE
    for block in one.blocks[1:]:
        behind = layout.go_on(state, block)
        if behind is None:
            behind = layout.begin(state, block)[0]
            price += LAYOUT_PRICE
        state = behind
    return state, price


def had_after(role: str, link: str, had: int) -> int:
    """What the story has had after a line; one that goes on from elsewhere had its headline there."""
    if link == "new" or had < 0:
        had = 0
    if role in ("headline", "continued_from"):
        return had | HEADLINE_SEEN
    if role == "continuation":
        return had | HEADLINE_SEEN | TEXT_SEEN
    if role in BODY:
        return had | TEXT_SEEN
    if role in ("caption", "credit"):
        return had | PICTURE_SEEN
    return had


def features(readings: PageFeatures, n: int, step: Step) -> list[Key]:
    """The weights that a step on a path to a line rests on."""
    role, link, kind = step.role, step.link, kind_of(step.role)
    found: list[Key] = [("evidence", name, role) for name in readings.evidence(n)]
    for name in readings[n].boundary:
        found += [("seam", name, link), ("seam", name, f"{link} {kind}")]
    if step.before == EDGE:
        return [*found, ("path", "after:edge", f"{link} {role}")]
    after, had = path_names(step.before)
    found += [("path", after, f"{link} {role}"), ("path", after, link)]
    return [*found, ("path", had, f"{link} {kind}")]


def path_names(state: State) -> tuple[str, ...]:
    """What features say of a state: not where it is in the layout, so that weights outlive one."""
    _, last, had = state
    return ("after:edge",) if state == EDGE else (f"after:{last}", f"had:{had}")


def decode(  # noqa: PLR0917 the last two are given by name
    readings: PageFeatures,
    layout: Layout,
    model: Model | None = None,
    allowed: Sequence[Allowed] | None = None,
    lines: range | None = None,
    seen: list[Seen] | None = None,
) -> list[Step]:
    """The best path: one step for each reading, or for those of some ``lines``. What was ``seen`` on the way is put there."""
    machine = machine_of(layout, model or shipped())
    hopeless = round(BEAM_MARGIN * ONE)
    beam: list[_Path] = [(0, machine.place(EDGE), None, None, None)]
    for n in range(len(readings)) if lines is None else lines:
        options = allowed[n] if allowed is not None else None
        scored = _scored(readings, n, beam, machine, options)
        ties = machine.ties(*readings[n].boundary)
        seam = ties.seam
        if seen is not None:
            words, owns = zip(*scored, strict=True)
            seen.append((words, array(machine.model.evidence.code, owns), ties.kept, options))
        best: dict[Place, _Path] = {}
        lost = beam[0][0] - _FAR
        # The most that a word can score: what is below the bound whatever the way need not be looked at.
        topped = [(one, own, own + ties[one.role]) for one, own in scored]
        for path in beam:
            before, place = path[0], path[1]
            most = before + place.most
            for one, own, top in topped:
                if most + top <= lost:
                    continue
                for way in place[one] if options is None else ways_of(place, one, options):
                    score = before + own + seam[way[1]] + way[2]
                    if score > lost:
                        to = way[3]
                        old = best.get(to)
                        if old is None or score > old[0]:
                            best[to] = (score, to, way, one, path)
                            lost = max(lost, score - hopeless)
        beam = sorted(best.values(), key=_score, reverse=True)[:BEAM]
        while beam[-1][0] <= lost:
            beam.pop()
    return _steps(max(beam, key=lambda path: path[0] - unfinished(layout, path[1])))


def unfinished(layout: Layout, place: Place) -> int:
    """What it costs to end with what the layout does not call whole."""
    return 0 if layout.is_whole(place.state[0]) else round(LAYOUT_PRICE * ONE)


def _steps(path: _Path) -> list[Step]:
    """A path's steps, the first one first."""
    steps: list[Step] = []
    while True:
        score, place, way, one, before = path
        if way is None or one is None or before is None:
            return steps[::-1]
        link, cost = way[0], way[4]
        steps.append(Step(score / ONE, one.role, link, before[1].state, place.state, cost / ONE))
        path = before


def _scored(
    readings: PageFeatures, n: int, beam: Sequence[_Path], machine: Machine, allowed: Allowed
) -> list[tuple[Word, int]]:
    """The words worth following, each with what the line's features say of its role."""
    weighed = machine.model.evidence.total(readings.evidence(n))
    if allowed is not None:
        roles = sorted({role for role, _ in allowed})
        return [(word(readings[n], role), weighed[ROLE_LANES[role]]) for role in roles]
    options = machine.options(readings[n])
    if options[-1][1] == "same":
        opened = {path[1].state[1] for path in beam}
        options = [one for one in options if one[1] is None or one[0] in opened]
    scored = [(weighed[ROLE_LANES[role]], role, tie) for role, tie in options]
    unlikely = max(map(_score, scored)) - round(UNLIKELY * ONE) if len(scored) > 1 else scored[0][0]
    return [(word(readings[n], role, tie), own) for own, role, tie in scored if own >= unlikely]


def ways_of(place: Place, one: Word, options: Allowed) -> tuple[Transition, ...]:
    """The ways on by a word that are allowed; all, where none of them is, unless they have to be taken."""
    ways = place[one]
    if options is None:
        return ways
    found = tuple(way for way in ways if (one.role, way[0]) in options)
    if not found and isinstance(options, Held):
        found = tuple(place.held(one, link) for role, link in sorted(options) if role == one.role)
    return found or ways
