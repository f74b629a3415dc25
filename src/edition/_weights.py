"""The learned weights, laid out as a search asks for them.

The data file says which evidence speaks for what, and how strongly. A search asks the same few things of it for every
line: what all evidence together says of a role, what all seam evidence says of a role tied by a link. So each piece of
evidence has a row with a weight for everything that can be asked, made when it is first met.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import TypeAlias

#: Which piece of evidence speaks for what, and how strongly: part → evidence → target → weight. The parts are
#: ``evidence`` (targets: roles), ``seam`` (targets: a link, or a link and a kind of role) and ``path`` (targets: the
#: same, and roles with links).
Weights: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
#: One weight's place in that table.
Key: TypeAlias = tuple[str, str, str]

#: Where a path stands: the role before furniture that interrupts, and what the open story has had: 1 a headline, 2 a
#: body, 4 a picture, added up. None is open where that is -1.
State: TypeAlias = tuple[str, int]
#: A way on from a state: the link, what the path says of it, and the state that it leads to.
Move: TypeAlias = tuple[str, float, State]

LINKS = ("new", "same", "join", "none")
#: ``opening`` is a paragraph with a lead, ``continuation`` one with 上接 before it; to a seam all three are ``body``.
BODY = frozenset(("paragraph", "opening", "continuation"))
ROLES = (
    "masthead",
    "folio",
    "credits",
    "index",
    "label",
    "kicker",
    "headline",
    "deck",
    "summary",
    "editor_note",
    "byline",
    "opening",
    "continuation",
    "paragraph",
    "crosshead",
    "signoff",
    "caption",
    "credit",
    "continued_from",
    "continued_on",
    "notice",
    "other",
)


def kind_of(role: str) -> str:
    """What a role is to a seam: every kind of body text is one."""
    return "body" if role in BODY else role


#: Ask a row of evidence for a role's weight, and a row of seam evidence for that of a role tied by a link.
OF_ROLE = {role: itemgetter(role) for role in ROLES}
OF_TIE = {(role, link): itemgetter(f"{link} {kind_of(role)}") for role in ROLES for link in LINKS}

Row: TypeAlias = dict[str, float]


class _Rows(dict[str, Row]):
    """Rows by the name of the evidence; a name that no weight is kept for has a row of zeros."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__()
        self.weights = weights


class _RoleRows(_Rows):
    def __missing__(self, name: str) -> Row:
        given = self.weights.get(name, {})
        row = self[name] = {role: given.get(role, 0.0) for role in ROLES}
        return row


class _TieRows(_Rows):
    def __missing__(self, name: str) -> Row:
        given = self.weights.get(name, {})
        row = self[name] = {
            (tie := f"{link} {kind}"): given.get(link, 0.0) + given.get(tie, 0.0)
            for link in LINKS
            for kind in {kind_of(role) for role in ROLES}
        }
        return row


class Model:
    """Weights, and the rows made of them so far."""

    __slots__ = ("evidence", "moves", "path", "seam")

    def __init__(self, weights: Weights) -> None:
        self.evidence = _RoleRows(weights.get("evidence", {}))
        self.seam = _TieRows(weights.get("seam", {}))
        self.path = weights.get("path", {})
        #: The ways on from a state by role, of an entry that 下转 ends and of any other: kept by the search.
        self.moves: dict[tuple[State | None, bool], dict[str, tuple[Move, ...]]] = {}


@cache
def weights() -> Weights:
    """The weights that the package ships."""
    text = resources.files("edition").joinpath("_weights.json").read_text("utf-8")
    table: dict[str, dict[str, dict[str, float]]] = json.loads(text)
    return table


@cache
def shipped() -> Model:
    """The model that the package ships."""
    return Model(weights())
