"""Choose the best sequence of roles for a page.

Every entry has candidate roles, every candidate a score: the weights of the evidence for it. Between neighbours there
are three links: ``new`` (a story begins here), ``same`` (the same story goes on) and ``join`` (the same paragraph goes
on). The best path through all candidates is the page's reading: a shortest path over a small state machine, with a
bounded number of states an entry, so that the time is linear in the page.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from typing import TypeAlias

from attrs import define

from edition._evidence import Reading

#: How many states are kept at each entry.
BEAM = 8

#: By how much a state may lag behind the best and still be followed: more than any later evidence makes up for.
HOPELESS = 20.0

#: By how much a role's own evidence may fall short of the best role's and the role still be considered.
UNLIKELY = 16.0

#: Roles of the running furniture, which belong to no story and let a story go on around them.
FURNITURE = frozenset(("masthead", "folio", "credits", "index"))

#: ``opening`` is a paragraph with a lead, ``continuation`` one with 上接 before it.
BODY = frozenset(("paragraph", "opening", "continuation"))

#: Roles of the headline block.
HEADING = frozenset(("label", "kicker", "headline", "deck"))
#: What may stand between a paragraph and its rest.
_BEFORE_REST = BODY | {"other", "caption", "credit", "crosshead", "signoff", "summary"}

#: Which piece of evidence speaks for what, and how strongly: part → evidence → target → weight. The parts are
#: ``evidence`` (targets: roles), ``seam`` (targets: a link, or a link and a kind of role) and ``path`` (targets: the
#: same, and roles with links).
Weights: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
#: One weight's place in that table.
Key: TypeAlias = tuple[str, str, str]
#: What may be chosen for an entry: (role, link) pairs. Used where part of the truth is known.
Allowed: TypeAlias = Collection[tuple[str, str]] | None


@define(weakref_slot=False)
class Step:
    """One state on a path: the entry's role and link, and what the story has had so far."""

    score: float
    role: str
    link: str
    #: What the open story has had: 1 a headline, 2 a body, 4 a picture. None is open where it is -1.
    had: int
    #: The role before furniture that interrupts.
    last: str
    before: Step | None = None


@cache
def weights() -> Weights:
    """The weights that the package ships."""
    text = resources.files("edition").joinpath("_weights.json").read_text("utf-8")
    table: dict[str, dict[str, dict[str, float]]] = json.loads(text)
    return table


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


_SIGNATURES = {"is:signoff", "is:bracketed", "is:byline", "is:credit"}
_BY_FURNITURE = tuple(
    (side, shape)
    for side in ("above", "below")
    for shape in ("folio", "date", "page number", "masthead", "nameplate", "edge")
)


def candidates(reading: Reading) -> list[str]:
    """The roles that an entry could have at all."""
    evidence = set(reading.evidence)
    if reading.shape == "continued":
        return ["continued_from"] if "is:continued" in reading.evidence else ["continuation"]
    if reading.shape == "lead":
        return ["opening"]
    if reading.shape != "jump" and ("closes:jump" in evidence or "below:jump" in evidence):
        # What goes on elsewhere is a body, however short its stump.
        return ["paragraph", *(["signoff", "credit"] if evidence & _SIGNATURES else [])]
    size = len(reading.text)
    found: list[str] = [*(_LONG if size > 90 else _TEXT)]
    for name in reading.evidence:
        if name.startswith("is:"):
            found += [role for role in _SHAPES.get(name[3:], ()) if role not in found]
    if size <= 16:
        found += [role for role in _SMALL if role not in found]
    if "plate" in evidence:
        return ["masthead"]
    if "guide" in evidence:
        return ["index"]
    at_the_edge = any(f"{side}:{shape}" in evidence for side, shape in _BY_FURNITURE)
    number = "is:mark" in evidence and reading.text.isdigit()
    if ("is:mark" in evidence and not number) or (
        not at_the_edge and (number or "is:institution" in evidence)
    ):
        # A mark is no folio; a paper's name amid a story signs it, and a number there is a slip of the scanner's.
        return [role for role in found if role not in FURNITURE]
    return found


def links(role: str, step: Step | None) -> tuple[str, ...]:
    """How an entry of this role can be tied to a path that ends in a step."""
    if role in FURNITURE:
        return ("none",)
    if step is None or step.had < 0:
        return ("new",)
    if step.last == "continued_on" and role not in ("caption", "credit", "signoff", "continued_on"):
        return ("new",)  # a story that goes on elsewhere goes on no further here
    if role in ("continuation", "continued_from"):
        # It begins a piece, but for the headline that is repeated above it.
        if step.had & 2:
            return ("new",)
        return ("same",) if step.last in HEADING else ("new", "same")
    if role == "editor_note" and step.last in BODY:
        return ("new",)  # the paper speaks before a story, not after one
    if role == "paragraph" and step.last in _BEFORE_REST and step.had & 2:
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


def kind_of(role: str) -> str:
    """What a role is to a seam: every kind of body text is one."""
    return "body" if role in BODY else role


def features(reading: Reading, step: Step) -> list[Key]:
    """The weights that a step on a path rests on."""
    role, link, kind = step.role, step.link, kind_of(step.role)
    found: list[Key] = [("evidence", name, role) for name in reading.evidence]
    for name in reading.seam:
        found += [("seam", name, link), ("seam", name, f"{link} {kind}")]
    return found + _path_features(step.before, role, link)


def _path_features(before: Step | None, role: str, link: str) -> list[Key]:
    if before is None:
        return [("path", "after:edge", f"{link} {role}")]
    return [
        ("path", f"after:{before.last}", f"{link} {role}"),
        ("path", f"after:{before.last}", link),
        ("path", f"had:{before.had}", f"{link} {kind_of(role)}"),
    ]


def decode(
    readings: list[Reading], table: Weights | None = None, allowed: list[Allowed] | None = None
) -> list[Step]:
    """The best path: one step for each reading."""
    table = weights() if table is None else table
    seams, paths = table.get("seam", {}), table.get("path", {})
    evidence = table.get("evidence", {})
    ties_by: dict[tuple[str, int, str], list[tuple[str, float]]] = {}
    beam: list[Step | None] = [None]
    for n, reading in enumerate(readings):
        options = allowed[n] if allowed is not None else None
        roles = candidates(reading) if options is None else sorted({role for role, _ in options})
        rows = [row for name in reading.evidence if (row := evidence.get(name))]
        seam_rows = [row for name in reading.seam if (row := seams.get(name))]
        jumps = "continued_on" in reading.endings
        best: dict[tuple[str, int], Step] = {}
        scored = [(role, sum([row.get(role, 0.0) for row in rows])) for role in roles]
        floor = max(score for _, score in scored) - UNLIKELY
        for role, own in scored:
            if own < floor and options is None:
                continue
            kind = kind_of(role)
            ends = "continued_on" if role in BODY and jumps else role
            by_link: dict[str, float] = {}
            for step in beam:
                key = ("edge", -1, role) if step is None else (step.last, step.had, role)
                ties = ties_by.get(key)
                if ties is None:
                    ties = ties_by[key] = [
                        (
                            link,
                            sum(
                                [
                                    paths.get(e, {}).get(t, 0.0)
                                    for _, e, t in _path_features(step, role, link)
                                ]
                            ),
                        )
                        for link in links(role, step)
                    ]
                before = step.score if step is not None else 0.0
                for link, tie in ties:
                    if (
                        options is not None
                        and (role, link) not in options
                        and any((role, k) in options for k, _ in ties)
                    ):
                        continue
                    if link not in by_link:
                        both = f"{link} {kind}"
                        by_link[link] = own + sum(
                            [row.get(link, 0.0) + row.get(both, 0.0) for row in seam_rows]
                        )
                    score = before + by_link[link] + tie
                    had = had_after(role, link, step.had if step is not None else -1)
                    last = step.last if link == "none" and step is not None else ends
                    old = best.get((last, had))
                    if old is None or score > old.score:
                        best[last, had] = Step(score, role, link, had, last, step)
        ranked = sorted(best.values(), key=lambda s: -s.score)[:BEAM]
        beam = [s for s in ranked if s.score > ranked[0].score - HOPELESS]
    path: list[Step] = []
    at: Step | None = beam[0]
    while at is not None:
        path.append(at)
        at = at.before
    path.reverse()
    return path
