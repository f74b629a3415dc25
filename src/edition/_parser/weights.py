"""The learned weights, laid out so that they add up fast.

The data file says which features speak for what, and how strongly, as small integers. A search asks the same few things of
them for every line: what all features together say of each role, what all boundary features say of each role tied by each link.
So each feature has one integer with a lane of bits for every such sum, made when it is first asked for: to add up the weights
of twenty features for thirty targets is to add twenty integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from struct import Struct
from typing import TypeAlias

from edition._grammar.data import packaged_json
from edition._model import roles

#: Which feature speaks for what, and how strongly: part → feature → target → weight. The parts are ``evidence`` (targets:
#: roles), ``seam`` (targets: a link, or a link and a kind of role) and ``path`` (targets: the same, and roles with links).
Weights: TypeAlias = Mapping[str, Mapping[str, Mapping[str, float]]]
#: The same as the data file has it, in whole numbers of :data:`ONE`.
Numbers: TypeAlias = Mapping[str, Mapping[str, Mapping[str, int]]]
#: One weight's place in that table.
Key: TypeAlias = tuple[str, str, str]

#: The parts of the table.
PARTS = EVIDENCE, SEAM, PATH = "evidence", "seam", "path"
#: Scores are whole numbers of this fraction: in whatever order they are added up, they come out the same. Two fits to the same
#: pages differ by more than that in most weights.
ONE = 20
#: The width of a lane, in bits. A line has some fifty features; a test holds the sum of the largest weights below its bounds.
_WIDTH = 16

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


#: The lane of what a line's features say of a role, and that of a role tied by a link.
ROLE_LANES = {role: n for n, role in enumerate(ROLES)}
TIE_LANES = {tie: n for n, tie in enumerate(_ties())}


def _units(lanes: Iterable[Iterable[str]]) -> dict[str, int]:
    """For each target the integer that has a one in every lane in which the target counts."""
    found: dict[str, int] = {}
    for n, targets in enumerate(lanes):
        for target in targets:
            found[target] = found.get(target, 0) | 1 << _WIDTH * n
    return found


#: The targets of a role's own features, and of what ties it.
ROLE_UNITS = _units([role] for role in ROLE_LANES)
TIE_UNITS = _units({link, f"{link} {kind_of(role)}", f"{link} {role}"} for link, role in TIE_LANES)


class Rows(dict[str, int]):
    """The integers of a part by the name of the feature; those of unknown names are zero."""

    __slots__ = ("_signs", "_size", "_table", "_units", "_unpack")

    def __init__(
        self, table: Mapping[str, Mapping[str, int]], units: Mapping[str, int], lanes: int
    ) -> None:
        super().__init__()
        self._table, self._units = table, units
        self._size = lanes * _WIDTH // 8
        self._unpack = Struct(f"<{lanes}h").unpack
        self._signs = sum(1 << _WIDTH * (n + 1) - 1 for n in range(lanes))

    def __missing__(self, name: str) -> int:
        targets = self._table.get(name, {})
        units = self._units
        row = self[name] = sum([number * units[target] for target, number in targets.items()])
        return row

    def total(self, names: Iterable[str]) -> tuple[int, ...]:
        """The sums of these names' weights, lane by lane."""
        # A lane below zero has borrowed from the next one: half a lane's range on top of each pays that back.
        total = (sum(map(self.__getitem__, names)) + self._signs) ^ self._signs
        return self._unpack(total.to_bytes(self._size, "little"))


class Model:
    """The weights, ready to be added up."""

    __slots__ = ("boundary", "evidence", "path")

    def __init__(self, numbers: Numbers) -> None:
        self.evidence = Rows(numbers.get(EVIDENCE, {}), ROLE_UNITS, len(ROLE_LANES))
        self.boundary = Rows(numbers.get(SEAM, {}), TIE_UNITS, len(TIE_LANES))
        self.path = Rows(numbers.get(PATH, {}), TIE_UNITS, len(TIE_LANES))

    @classmethod
    def of(cls, weights: Weights) -> Model:
        """The model of some weights."""
        return cls(numbers_of(weights))


def numbers_of(weights: Weights) -> Numbers:
    """Weights as whole numbers."""
    return {
        part: {
            name: {target: round(weight * ONE) for target, weight in row.items()}
            for name, row in rows.items()
        }
        for part, rows in weights.items()
    }


@cache
def _file() -> Numbers:
    table: dict[str, dict[str, dict[str, int]]] = packaged_json("_parser/weights.json")
    return {part: table[part] for part in PARTS}


@cache
def weights() -> Weights:
    """The weights that the package ships, which only an explanation looks into."""
    return {
        part: {
            name: {target: number / ONE for target, number in row.items()}
            for name, row in rows.items()
        }
        for part, rows in _file().items()
    }


@cache
def shipped() -> Model:
    """The model that the package ships."""
    return Model(_file())
