"""Choose the best sequence of roles for a page.

Every entry has candidate roles, every candidate a score: the weights of the evidence for it. Between neighbours there
are three links: ``new`` (a story begins here), ``same`` (the same story goes on) and ``join`` (the same paragraph goes
on). The best path through all candidates is the page's reading: a shortest path over a small state machine, with a
bounded number of states an entry, so that the time is linear in the page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import attrgetter, itemgetter
from typing import TypeAlias

from attrs import define

from edition._parser.line_features import RUNNING, LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.weights import (
    BODY,
    FURNITURE,
    ONE,
    ROLE_LANES,
    TIE_LANES,
    Key,
    Model,
    State,
    kind_of,
    shipped,
)

#: How many states are kept at each entry.
BEAM = 8

#: By how much a state may lag behind the best and still be followed. More is seldom made up for: on three hundred pages of
#: press and of invention, five lines in ten thousand read otherwise where it is 20.
BEAM_MARGIN = 8.0

#: By how much a role's own evidence may fall short of the best role's and the role still be considered.
UNLIKELY = 10.0

#: Roles of the headline block.
HEADING = frozenset(("label", "kicker", "headline", "deck"))
#: What may stand between a paragraph and its rest.
_BEFORE_REST = BODY | {"other", "caption", "credit", "crosshead", "signoff", "summary"}

#: What may be chosen for an entry: (role, link) pairs. Used where part of the truth is known.
Allowed: TypeAlias = Collection[tuple[str, str]] | None

#: A path: its score, the place it has come to, the role and the link of its last entry, and the path up to that.
_Path: TypeAlias = "tuple[int, Place, str, str, _Path | None]"
#: A way on from a place: the link, the lane of what seams say of it, what the path says, and the place it leads to.
_Way: TypeAlias = "tuple[str, int, int, Place]"

#: Before the first entry.
_EDGE: State = ("edge", -1)
_score = itemgetter(0)
_own = itemgetter(1)
_ended = attrgetter("ended")
_open = attrgetter("open")
#: Further than any score can fall behind in one step.
_FAR = 1 << 62


@define(weakref_slot=False)
class Step:
    """One entry on a path: its role, its link, the state after it and the score so far."""

    score: float
    role: str
    link: str
    state: State
    before: Step | None = None


_LONG = ("paragraph", "caption", "editor_note", "summary", "notice")
_TEXT = (
    "headline",
    "paragraph",
    "kicker",
    "deck",
    "crosshead",
    "caption",
    "summary",
    "notice",
    "editor_note",
)
_SMALL = ("label", "other", "signoff", "byline")
_SHAPES = {
    "jump": ("continued_on",),
    "byline": ("byline", "signoff", "credit"),
    "institution": ("byline", "signoff"),
    "signoff": ("signoff", "byline", "credit", "other"),
    "credit": ("credit", "signoff", "byline"),
    "bracketed": ("signoff", "byline", "label", "other", "credit"),
    "credits": ("credits", "byline"),
    "date": ("folio", "masthead"),
    "page number": ("folio", "index"),
    "folio": ("folio", "masthead", "byline"),
    "masthead": ("masthead", "folio", "notice"),
    "nameplate": ("masthead", "folio", "byline"),
    "index": ("index",),
    "index entry": ("index", "continued_on"),
    "rubric": ("label",),
    "picture rubric": ("label",),
    "bullet": ("label", "other"),
    "note end": ("editor_note",),
    "residue": ("other",),
    "mark": ("other", "folio"),
    "names": ("byline", "signoff", "credit"),
}


#: What a line without a word can be: make-up, the bullet of a rubric, words left out (……).
_MARKS = {"other", "label", "paragraph"}
_SIGNATURES = {"is:signoff", "is:bracketed", "is:byline", "is:credit"}
#: What a line can be that was cut inside a quotation or a bracket: no heading and no signature ends there.
_CUT = {"paragraph", "caption", "summary", "editor_note"}
#: What a heading right above 上接 is: the headline that the story has on the page before, repeated.
_REPEATED = ["headline", "deck", "label"]
#: What a line with a duty and names can be: the page's staff, or who made a story.
_STAFF = ["credits", "byline", "signoff", "credit"]
#: Any of these proves a running line.
_PROOFS = frozenset(("running head", "whole folio", "colophon"))
#: What belongs to a story or a notice amid these, and is furniture elsewhere.
_OF_STORIES = frozenset(("is:institution", "is:date", "is:contact"))
#: What a day alone is not, amid a page's stories.
_NO_DAY = FURNITURE | {"headline", "kicker"}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
#: Without any of these, what opens with a number or stands in a row of briefs is no caption.
_OF_PICTURES = frozenset(("opens:caption", "closes:credit", "has:picture"))
#: Beside which shapes an entry stands at a story's edge.
_EDGES = (RUNNING - {"institution"}) | {"credits", "edge"}


#: What a long line can be beside a paragraph, and the signs of it. Without any of them, what stands below running text
#: is running text, or goes on with what is open.
_ASIDES = frozenset(("caption", "summary", "notice", "editor_note"))
#: Shapes below one.
_BELOW_ASIDES = ("credit", "note end")
_ASIDE_SIGNS = frozenset(
    (
        "opens:caption", "opens:picture label", "has:picture", "closes:credit", "opens:note", "has:self", "opens:summary",
        "opens:bullet", "opens:notice", "has:notice",
    )
)  # fmt: skip
#: Shapes of the text that another may go on from.
_TEXTS = ("body", "torn", "lead", "continued")
_RUNNING_TEXT = ["paragraph"]


def candidates(reading: LineFeatures) -> list[str]:
    """The roles that an entry could have at all."""
    shape, below, text = reading.line_type, reading.below, reading.text
    if shape == "continued":
        return ["continued_from"] if "is:continued" in reading.features else ["continuation"]
    if shape == "lead":
        return ["opening"]
    signs = frozenset(reading.features)
    if shape != "jump" and ("closes:jump" in signs or below == "jump"):
        # What goes on elsewhere is a body, however short its stump.
        return ["paragraph", *(["signoff", "credit"] if signs & _SIGNATURES else [])]
    if "in notice" in signs:
        return ["notice"]
    if "in summary" in signs:
        return ["summary"]
    goes_on = (
        reading.above in _TEXTS and below not in _BELOW_ASIDES and signs.isdisjoint(_ASIDE_SIGNS)
    )
    if goes_on and shape in ("body", "torn"):
        return _RUNNING_TEXT
    formulas = [name[3:] for name in reading.features if name.startswith("is:")]
    found = [*(_LONG if len(text) > 90 else _TEXT)]
    for formula in formulas:
        found += [role for role in _SHAPES.get(formula, ()) if role not in found]
    if len(text) <= 16:
        found += [role for role in _SMALL if role not in found]
    if "presented" in signs:
        found.remove("credit")
    if "plate" in signs:
        return ["masthead"]
    if "guide" in signs:
        return ["index"]
    if not signs.isdisjoint(_PROOFS):
        return ["folio"]
    if "is:credits" in signs and "opens:staff" in signs:
        return _STAFF
    # ① names a picture more often than not, and ２、 may.
    listed = "opens:number" in signs and (
        "ends:exclaim" in signs or not (text[0].isdigit() or text[0] in _CIRCLES)
    )
    of_picture = below == "credit" or not signs.isdisjoint(_OF_PICTURES)
    if (listed or "bulleted" in signs) and not of_picture:
        found = [role for role in found if role != "caption"]
    if "left open" in signs and not formulas:
        return [role for role in found if role in _CUT]
    if goes_on and shape == "long line" and below == "edge" and "has:comma" in signs:
        return ["paragraph"]  # a clause with which the page breaks off
    if shape == "line" and below == "continued":
        return _REPEATED
    number = "is:mark" in signs and text.isdigit()
    if "is:mark" in signs and not number:
        return [role for role in found if role in _MARKS]
    at_the_edge = reading.above in _EDGES or below in _EDGES
    if not at_the_edge and (number or not signs.isdisjoint(_OF_STORIES)):
        # A paper's name amid a story signs it, a number there is a slip of the scanner's, a day and a telephone are a notice's.
        barred = _NO_DAY if "is:date" in signs else FURNITURE
        return [role for role in found if role not in barred]
    return found


def links(role: str, state: State) -> tuple[str, ...]:
    """How an entry of this role can be tied to a path in this state."""
    last, had = state
    if role in FURNITURE:
        return ("none",)
    if had < 0:
        return ("new",)
    if last == "continued_on" and role not in ("caption", "credit", "signoff", "continued_on"):
        return ("new",)  # a story that goes on elsewhere goes on no further here
    if role in ("continuation", "continued_from"):
        # It begins a piece, but for the headline that is repeated above it, which so is not that of the text before.
        if had & 2:
            return () if last in HEADING else ("new",)
        return ("same",) if last in HEADING else ("new", "same")
    if role == "editor_note" and last in BODY:
        return ("new",)  # the paper speaks before a story, not after one
    if role == "paragraph" and last in _BEFORE_REST and had & 2:
        return ("new", "same", "join")
    return ("new", "same")


def had_after(role: str, link: str, had: int) -> int:
    """What the story has had after an entry."""
    if link == "none":
        return had
    if link == "new" or had < 0:
        had = 0
    if role == "headline":
        return had | 1
    if role in BODY:
        return had | 2
    if role in ("caption", "credit"):
        return had | 4
    return had


def features(readings: PageFeatures, n: int, step: Step) -> list[Key]:
    """The weights that a step on a path to an entry rests on."""
    role, link, kind = step.role, step.link, kind_of(step.role)
    found: list[Key] = [("evidence", name, role) for name in readings.evidence(n)]
    for name in readings[n].boundary:
        found += [("seam", name, link), ("seam", name, f"{link} {kind}")]
    return found + _path_features(step.before.state if step.before else None, role, link)


def _path_features(state: State | None, role: str, link: str) -> list[Key]:
    if state is None:
        return [("path", "after:edge", f"{link} {role}")]
    last, had = state
    return [
        ("path", f"after:{last}", f"{link} {role}"),
        ("path", f"after:{last}", link),
        ("path", f"had:{had}", f"{link} {kind_of(role)}"),
    ]


class Place:
    """A state that paths come to, with the ways on from it. A model has one for each state, so it is known by identity."""

    __slots__ = ("ended", "open", "state")

    def __init__(self, model: Model, state: State) -> None:
        self.state = state
        path = model.path.total(
            ("after:edge",) if state == _EDGE else (f"after:{state[0]}", f"had:{state[1]}")
        )
        #: The ways on by role: to an entry at whose end 下转 stands, and to any other.
        self.ended = _Ways(model, state, path, jumps=True)
        self.open = _Ways(model, state, path, jumps=False)


class _Ways(dict[str, tuple[_Way, ...]]):
    """The ways on from a state, by role, found when they are first asked for."""

    __slots__ = ("_jumps", "_model", "_path", "_state")

    def __init__(self, model: Model, state: State, path: Sequence[int], *, jumps: bool) -> None:
        super().__init__()
        self._model, self._state, self._path, self._jumps = model, state, path, jumps

    def __missing__(self, role: str) -> tuple[_Way, ...]:
        last, had = self._state
        ends = "continued_on" if role in BODY and self._jumps else role
        found: list[_Way] = []
        for link in links(role, self._state):
            lane = TIE_LANES[link, role]
            stays = link == "none" and self._state != _EDGE
            to = _place(self._model, (last if stays else ends, had_after(role, link, had)))
            found.append((link, lane, self._path[lane], to))
        ways = self[role] = tuple(found)
        return ways


def _place(model: Model, state: State) -> Place:
    place = model.places.get(state)
    if place is None:
        # Of two threads that make one at once, both go on with the first that is stored.
        place = model.places.setdefault(state, Place(model, state))
    return place


def decode(
    readings: PageFeatures,
    model: Model | None = None,
    allowed: Sequence[Allowed] | None = None,
    lines: range | None = None,
) -> list[Step]:
    """The best path: one step for each reading, or for those of some ``lines``."""
    model = model or shipped()
    hopeless = round(BEAM_MARGIN * ONE)
    beam: list[_Path] = [(0, _place(model, _EDGE), "", "", None)]
    for n in range(len(readings)) if lines is None else lines:
        reading = readings[n]
        options = allowed[n] if allowed is not None else None
        if options is None and reading.forced_start is not None:
            options = ((reading.forced_start, "new"),)
        scored = _scored(readings, n, beam, model, options)
        seam = model.boundary.total(reading.boundary)
        ways_of = _ended if "continued_on" in reading.endings else _open
        best: dict[Place, _Path] = {}
        lost = beam[0][0] - _FAR
        for path in beam:
            before = path[0]
            every = ways_of(path[1])
            for role, own in scored:
                ways = every[role]
                if options is not None:
                    ways = _within(options, role, ways)
                for link, lane, weight, to in ways:
                    score = before + own + seam[lane] + weight
                    if score > lost:
                        old = best.get(to)
                        if old is None or score > old[0]:
                            best[to] = (score, to, role, link, path)
                            lost = max(lost, score - hopeless)
        if not best:
            # On every path stands a headline that 上接 can't follow: then it has to.
            role, own = scored[0]
            to = _place(model, (role, had_after(role, "new", -1)))
            best[to] = (beam[0][0] + own, to, role, "new", beam[0])
        beam = sorted(best.values(), key=_score, reverse=True)[:BEAM]
        while beam[-1][0] <= lost:
            beam.pop()
    return _steps(beam[0])


def _steps(path: _Path) -> list[Step]:
    """A path's steps, the first one first."""
    rows: list[_Path] = []
    at: _Path | None = path
    while at is not None:
        rows.append(at)
        at = at[4]
    steps: list[Step] = []
    for score, place, role, link, _ in rows[-2::-1]:
        steps.append(Step(score / ONE, role, link, place.state, steps[-1] if steps else None))
    return steps


def _scored(
    readings: PageFeatures, n: int, beam: Sequence[_Path], model: Model, options: Allowed
) -> list[tuple[str, int]]:
    """The roles worth following, each with what the entry's evidence says of it."""
    if options is not None:
        weighed = model.evidence.total(readings.evidence(n))
        return [(role, weighed[ROLE_LANES[role]]) for role in sorted({role for role, _ in options})]
    roles = candidates(readings[n])
    if roles is _RUNNING_TEXT:  # and not the one thing that a line with 下转 can be
        # What such text goes on with may be open: an editor's note of two paragraphs.
        roles = [*roles, *sorted({path[1].state[0] for path in beam} & _ASIDES)]
    if len(roles) == 1:
        return [(roles[0], 0)]
    weighed = model.evidence.total(readings.evidence(n))
    scored = [(role, weighed[ROLE_LANES[role]]) for role in roles]
    unlikely = max(map(_own, scored)) - round(UNLIKELY * ONE)
    return [row for row in scored if row[1] >= unlikely]


def _within(
    options: Collection[tuple[str, str]], role: str, ways: tuple[_Way, ...]
) -> tuple[_Way, ...]:
    """The ways that are allowed; all, where none of them is."""
    return tuple(way for way in ways if (role, way[0]) in options) or ways
