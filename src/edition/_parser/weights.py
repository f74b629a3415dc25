"""The learned weights, packed so that they add up fast.

The data file says which evidence speaks for what, and how strongly. A search asks the same few things of it for every
line: what all evidence together says of each role, what all seam evidence says of each role tied by each link. So each
piece of evidence has one integer with a lane of bits for every such sum: to add up the weights of twenty pieces of
evidence for thirty targets is to add twenty integers. The package carries these integers beside the weights, since to
make them takes as long as to read a page: ``_rows.bin`` holds them, and ``_rows.json`` tells where each of them begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING, TypeAlias

from edition._grammar.data import packaged, packaged_json
from edition._model import roles

if TYPE_CHECKING:
    from edition._parser.decode import Place

#: Which piece of evidence speaks for what, and how strongly: part → evidence → target → weight. The parts are
#: ``evidence`` (targets: roles), ``seam`` (targets: a link, or a link and a kind of role) and ``path`` (targets: the
#: same, and roles with links).
Weights: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
#: Where the integers of a part's evidence begin among all: part → evidence → place.
Places: TypeAlias = Mapping[str, Mapping[str, int]]
#: One weight's place in that table of weights.
Key: TypeAlias = tuple[str, str, str]

#: Where a path stands: the role before furniture that interrupts, and what the open story has had: 1 a headline, 2 a
#: body, 4 a picture, added up. None is open where that is -1.
State: TypeAlias = tuple[str, int]

#: Scores are whole numbers of this fraction: in whatever order they are added up, they come out the same.
ONE = 100_000
#: The width of a lane, in bits.
_WIDTH = 32

#: Roles of the running furniture, which belong to no story and let a story go on around them.
FURNITURE = frozenset(name for name, role in roles.ROLES.items() if role.family == "running")
#: ``opening`` is a paragraph with a lead, ``continuation`` one with 上接 before it; to a seam all three are ``body``.
BODY = frozenset(("paragraph", "opening", "continuation"))
#: What a line can be: a role, where a lead always opens a paragraph on its line.
ROLES = tuple(
    name
    for role in roles.ROLES
    for name in (("opening", "continuation") if role == "lead" else (role,))
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


def packed(weights: Weights) -> tuple[Places, bytes]:
    """Weights packed, as a model takes them."""
    own = _units([role] for role in ROLE_LANES)
    ties = _units({link, f"{link} {kind_of(role)}", f"{link} {role}"} for link, role in TIE_LANES)
    places: dict[str, dict[str, int]] = {}
    rows = b""
    for part, evidence in weights.items():
        lanes, units = (ROLE_LANES, own) if part == "evidence" else (TIE_LANES, ties)
        places[part] = {}
        for name, row in evidence.items():
            places[part][name] = len(rows)
            total = sum(round(weight * ONE) * units[target] for target, weight in row.items())
            rows += total.to_bytes(len(lanes) * _WIDTH // 8, "little", signed=True)
    return places, rows


class Rows(dict[str, int]):
    """The integers of a part by the name of the evidence; those of unknown names are zero."""

    __slots__ = ("_places", "_rows", "_signs", "_size", "_unpack")

    def __init__(self, places: Mapping[str, int], rows: bytes, lanes: int) -> None:
        super().__init__()
        self._places, self._rows = places, rows
        self._size = lanes * _WIDTH // 8
        self._unpack = Struct(f"<{lanes}i").unpack
        self._signs = sum(1 << _WIDTH * (n + 1) - 1 for n in range(lanes))

    def __missing__(self, name: str) -> int:
        at = self._places.get(name)
        bits = b"" if at is None else self._rows[at : at + self._size]
        row = self[name] = int.from_bytes(bits, "little", signed=True)
        return row

    def total(self, names: Iterable[str]) -> tuple[int, ...]:
        """The sums of these names' weights, lane by lane."""
        # A lane below zero has borrowed from the next one: half a lane's range on top of each pays that back.
        total = (sum(map(self.__getitem__, names)) + self._signs) ^ self._signs
        return self._unpack(total.to_bytes(self._size, "little"))


class Model:
    """The weights, ready to be added up."""

    __slots__ = ("boundary", "evidence", "path", "places")

    def __init__(self, places: Places, rows: bytes) -> None:
        self.evidence = Rows(places.get("evidence", {}), rows, len(ROLE_LANES))
        self.boundary = Rows(places.get("seam", {}), rows, len(TIE_LANES))
        self.path = Rows(places.get("path", {}), rows, len(TIE_LANES))
        #: Where a search's paths come to, by their states: kept by the search.
        self.places: dict[State, Place] = {}


@cache
def weights() -> Weights:
    """The weights that the package ships, which only an explanation looks into."""
    table: dict[str, dict[str, dict[str, float]]] = packaged_json("_parser/weights.json")
    return table


@cache
def shipped() -> Model:
    """The model that the package ships."""
    return Model(packaged_json("_parser/rows.json"), packaged("_parser/rows.bin"))


def main() -> None:
    """Pack the weights anew."""
    import json
    from pathlib import Path

    places, rows = packed(weights())
    room = Path(__file__).parent
    text = json.dumps(places, ensure_ascii=False, indent=0, sort_keys=True)
    (room / "rows.json").write_text(text + "\n", "utf-8")
    (room / "rows.bin").write_bytes(rows)


if __name__ == "__main__":
    main()
