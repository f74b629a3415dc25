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
BEAM = 12

#: Roles of the running furniture, which belong to no story and let a story go on around them.
FURNITURE = frozenset(("masthead", "folio", "credits", "index"))

#: ``opening`` is a paragraph with a lead, ``continuation`` one with 上接 before it.
BODY = frozenset(("paragraph", "opening", "continuation"))

Weights: TypeAlias = Mapping[str, float]
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
def weights() -> dict[str, float]:
    """The weight of each piece of evidence: ``evidence|role`` → score."""
    text = resources.files("edition").joinpath("_weights.json").read_text("utf-8")
    table: dict[str, dict[str, float]] = json.loads(text)
    return {f"{evidence}|{role}": value for evidence, row in table.items() for role, value in row.items()}


_LONG = ("paragraph", "caption", "editor_note", "summary", "notice")
_TEXT = ("headline", "paragraph", "kicker", "deck", "crosshead", "caption", "summary", "notice", "editor_note")
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
    "mark": ("other", "folio"),
    "names": ("byline", "signoff", "credit"),
}


_BY_INDEX = (("below", "index entry"), ("above", "index entry"), ("above", "index"))
_BY_FURNITURE = tuple(
    (side, shape)
    for side in ("above", "below")
    for shape in ("folio", "date", "page number", "masthead", "nameplate", "edge")
)


def candidates(reading: Reading) -> list[str]:
    """The roles that an entry could have at all."""
    if reading.shape == "continued":
        return ["continued_from"] if "is:continued" in reading.evidence else ["continuation"]
    if reading.shape == "lead":
        return ["opening"]
    size = len(reading.text)
    found = list(_LONG if size > 90 else _TEXT)
    for evidence in reading.evidence:
        if evidence.startswith("is:"):
            found += [role for role in _SHAPES.get(evidence[3:], ()) if role not in found]
    if size <= 16:
        found += [role for role in _SMALL if role not in found]
    if size <= 60 and any(f"{side}:{shape}" in reading.evidence for side, shape in _BY_INDEX):
        found += [role for role in ("index",) if role not in found]
    if size <= 30 and any(f"{side}:{shape}" in reading.evidence for side, shape in _BY_FURNITURE):
        found += [role for role in ("folio", "masthead") if role not in found]
    return found


def links(role: str, step: Step | None) -> tuple[str, ...]:
    """How an entry of this role can be tied to a path that ends in a step."""
    if role in FURNITURE:
        return ("none",)
    if step is None or step.had < 0:
        return ("new",)
    if role == "paragraph" and step.last in BODY | {"other", "caption", "credit", "crosshead", "signoff", "summary"} and step.had & 2:
        return ("new", "same", "join")
    if role == "continuation" or role == "continued_from":
        return ("new", "same")
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


def seam_features(reading: Reading, role: str, link: str) -> list[str]:
    """What the seam above an entry says of a link."""
    kind = kind_of(role)
    return [f"{s}:{link}|seam" for s in reading.seam] + [f"{s}:{link}:{kind}|seam" for s in reading.seam]


def path_features(role: str, link: str, step: Step | None) -> list[str]:
    """What the path so far says of a link: the role before, and what the story has had."""
    if step is None:
        return [f"edge>{role}:{link}|after"]
    return [
        f"{step.last}>{role}:{link}|after",
        f"{step.had}:{kind_of(role)}:{link}|had",
        f"{step.last}:{link}|link",
    ]


def decode(readings: list[Reading], table: Weights | None = None, allowed: list[Allowed] | None = None) -> list[Step]:
    """The best path: one step for each reading."""
    table = weights() if table is None else table
    get = table.get
    beam: list[Step | None] = [None]
    for n, reading in enumerate(readings):
        options = allowed[n] if allowed is not None else None
        roles = candidates(reading) if options is None else sorted({role for role, _ in options})
        best: dict[tuple[str, int], Step] = {}
        for role in roles:
            own = sum([get(f"{evidence}|{role}", 0.0) for evidence in reading.evidence])
            seams: dict[str, float] = {}
            for step in beam:
                before = step.score if step is not None else 0.0
                ties = links(role, step)
                if options is not None:
                    ties = tuple(link for link in ties if (role, link) in options) or ties
                for link in ties:
                    if link not in seams:
                        seams[link] = own + sum([get(f, 0.0) for f in seam_features(reading, role, link)])
                    score = before + seams[link]
                    for feature in path_features(role, link, step):
                        score += get(feature, 0.0)
                    had = had_after(role, link, step.had if step is not None else -1)
                    last = step.last if link == "none" and step is not None else role
                    old = best.get((last, had))
                    if old is None or score > old.score:
                        best[last, had] = Step(score, role, link, had, last, step)
        beam = [*sorted(best.values(), key=lambda s: -s.score)[:BEAM]]
    path: list[Step] = []
    at: Step | None = beam[0]
    while at is not None:
        path.append(at)
        at = at.before
    path.reverse()
    return path
