"""The learned weights, laid out so that they add up fast.

The data file says which features speak for what, and how strongly, as small integers. A search asks the same few things of
them for every line: what all features together say of each role, what all boundary features say of each role tied by each link.
So each feature has one integer with a lane of bits for every such sum, made when it is first asked for: to add up the weights
of twenty features for thirty targets is to add twenty integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from struct import Struct
from typing import Literal, TypeAlias

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
#: What the names of the features stand for, in a number that grows whenever one is added, renamed or told of something else: weights
#: say nothing of other features than those that they were learned on. ``tests/test_weights.py`` tells when to raise it.
FEATURES = 1
#: The width of a lane, in bits, and of one for weights so large that their sums would not fit: a line has some fifty features.
_WIDTH, _WIDE = 16, 32

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


#: For each lane the targets that count in it: a role's own features, and what ties it.
_OF_ROLES = [(role,) for role in ROLE_LANES]
_OF_TIES = [
    (link, *dict.fromkeys((f"{link} {kind_of(role)}", f"{link} {role}")))
    for link, role in TIE_LANES
]


def _units(lanes: Sequence[Iterable[str]], width: int) -> dict[str, int]:
    """For each target the integer that has a one in every lane in which the target counts."""
    found: dict[str, int] = {}
    for n, targets in enumerate(lanes):
        for target in targets:
            found[target] = found.get(target, 0) | 1 << width * n
    return found


#: The same for the usual width.
ROLE_UNITS, TIE_UNITS = _units(_OF_ROLES, _WIDTH), _units(_OF_TIES, _WIDTH)


class Rows(dict[str, int]):
    """The integers of a part by the name of the feature; those of unknown names are zero."""

    __slots__ = ("_signs", "_size", "_table", "_units", "_unpack", "code")

    def __init__(
        self,
        table: Mapping[str, Mapping[str, int]],
        units: Mapping[str, int],
        lanes: int,
        width: int = _WIDTH,
    ) -> None:
        super().__init__()
        self._table, self._units = table, units
        self._size = lanes * width // 8
        #: What the sums fit in, as :mod:`array` and :mod:`struct` call it.
        self.code: Literal["h", "i"] = "h" if width == _WIDTH else "i"
        self._unpack = Struct(f"<{lanes}{self.code}").unpack
        self._signs = sum(1 << width * (n + 1) - 1 for n in range(lanes))

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

    __slots__ = ("boundary", "evidence", "numbers", "path")

    def __init__(self, numbers: Numbers, width: int = _WIDTH) -> None:
        #: What was learned, as it was given.
        self.numbers = numbers
        roles, ties = ROLE_UNITS, TIE_UNITS
        if width != _WIDTH:
            roles, ties = _units(_OF_ROLES, width), _units(_OF_TIES, width)
        self.evidence = Rows(numbers.get(EVIDENCE, {}), roles, len(ROLE_LANES), width)
        self.boundary = Rows(numbers.get(SEAM, {}), ties, len(TIE_LANES), width)
        self.path = Rows(numbers.get(PATH, {}), ties, len(TIE_LANES), width)

    @classmethod
    def of(cls, weights: Weights) -> Model:
        """The model of some weights."""
        return cls(numbers_of(weights))


def width_for(numbers: Numbers) -> int:
    """How wide lanes have to be, whatever features a line has: wide, where all of them together could leave the usual width."""
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for part, rows in numbers.items():
        for row in rows.values():
            for target, number in row.items():
                found[part, target] += abs(number)
    # What ties a role is the sum of three targets.
    return _WIDTH if 3 * max(found.values(), default=0) < 1 << _WIDTH - 1 else _WIDE


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
def shipped() -> Model:
    """The model that the package ships."""
    table: dict[str, dict[str, dict[str, int]]] = packaged_json("_parser/weights.json")
    # What print says has names of its own, and is fitted by itself: a text that is read alone has none of them.
    printed: dict[str, dict[str, dict[str, int]]] = packaged_json("_parser/print_weights.json")
    return Model({part: table[part] | printed.get(part, {}) for part in PARTS})
