"""The learned weights, packed so that they add up fast.

The data file says which evidence speaks for what, and how strongly. A search asks the same few things of it for every
line: what all evidence together says of each role, what all seam evidence says of each role tied by each link. So each
piece of evidence has one integer with a lane of bits for every such sum, made when it is first met: to add up the
weights of twenty pieces of evidence for thirty targets is to add twenty integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING, TypeAlias

from edition._data import packaged

if TYPE_CHECKING:
    from edition._decode import Place

#: Which piece of evidence speaks for what, and how strongly: part → evidence → target → weight. The parts are
#: ``evidence`` (targets: roles), ``seam`` (targets: a link, or a link and a kind of role) and ``path`` (targets: the
#: same, and roles with links).
Weights: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
#: One weight's place in that table.
Key: TypeAlias = tuple[str, str, str]

#: Where a path stands: the role before furniture that interrupts, and what the open story has had: 1 a headline, 2 a
#: body, 4 a picture, added up. None is open where that is -1.
State: TypeAlias = tuple[str, int]

#: Scores are whole numbers of this fraction: in whatever order they are added up, they come out the same.
ONE = 100_000
#: The width of a lane, in bits.
_WIDTH = 32

#: Roles of the running furniture, which belong to no story and let a story go on around them.
FURNITURE = frozenset(("masthead", "folio", "credits", "index"))
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


def _ties() -> list[tuple[str, str]]:
    links = {role: ("none",) if role in FURNITURE else ("new", "same") for role in ROLES}
    return [("join", "paragraph"), *((link, role) for role in ROLES for link in links[role])]


#: The lane of a role's own evidence, and that of a role tied by a link.
ROLE_LANES = {role: n for n, role in enumerate(ROLES)}
TIE_LANES = {tie: n for n, tie in enumerate(_ties())}


def _units(lanes: Iterable[Iterable[str]]) -> dict[str, int]:
    """For each target the integer that has a one in every lane in which the target counts."""
    found: dict[str, int] = {}
    for n, targets in enumerate(lanes):
        for target in targets:
            found[target] = found.get(target, 0) | 1 << _WIDTH * n
    return found


_ROLE_UNITS = _units([role] for role in ROLE_LANES)
_TIE_UNITS = _units({link, f"{link} {kind_of(role)}", f"{link} {role}"} for link, role in TIE_LANES)


class Rows(dict[str, int]):
    """Rows of weights by the name of the evidence, each packed into one integer; those of unknown names are zero."""

    __slots__ = ("_signs", "_size", "_units", "_unpack", "_weights")

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], units: Mapping[str, int]
    ) -> None:
        super().__init__()
        lanes = max(units.values()).bit_length() // _WIDTH + 1
        self._weights, self._units = weights, units
        self._size = lanes * _WIDTH // 8
        self._unpack = Struct(f"<{lanes}i").unpack
        self._signs = sum(1 << _WIDTH * (n + 1) - 1 for n in range(lanes))

    def __missing__(self, name: str) -> int:
        weights, units = self._weights.get(name, {}), self._units
        row = sum([round(w * ONE) * units[target] for target, w in weights.items()])
        self[name] = row
        return row

    def total(self, names: Iterable[str]) -> tuple[int, ...]:
        """The sums of these names' weights, lane by lane."""
        # A lane below zero has borrowed from the next one: half a lane's range on top of each pays that back.
        total = (sum(map(self.__getitem__, names)) + self._signs) ^ self._signs
        return self._unpack(total.to_bytes(self._size, "little"))


class Model:
    """Weights, and the rows made of them so far."""

    __slots__ = ("evidence", "path", "places", "seam")

    def __init__(self, weights: Weights) -> None:
        self.evidence = Rows(weights.get("evidence", {}), _ROLE_UNITS)
        self.seam = Rows(weights.get("seam", {}), _TIE_UNITS)
        self.path = Rows(weights.get("path", {}), _TIE_UNITS)
        #: Where a search's paths come to, by their states: kept by the search.
        self.places: dict[State, Place] = {}


@cache
def weights() -> Weights:
    """The weights that the package ships."""
    table: dict[str, dict[str, dict[str, float]]] = packaged("_weights.json")
    return table


@cache
def shipped() -> Model:
    """The model that the package ships."""
    return Model(weights())
