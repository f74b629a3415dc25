"""Regular expressions, compiled when the package was made.

Python's ``re`` compiles an expression in two steps. Code in Python works out a program for a small machine, a list of
numbers; code in C checks the program and makes a pattern of it. The first step takes fifty times as long as the second:
eighty milliseconds for the formulas that one page asks for. So the package carries the programs of its own expressions,
and of the two steps only the second is left: ``_patterns.bin`` holds their numbers, 32 bits each with the lowest byte
first, and ``_patterns.json`` tells which of them are whose.

All that has to be known of the inside of CPython stands in this module. Where the machine is another one than the programs
were made for, where it refuses one, and for a dialect of one's own, ``re`` does both steps.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from struct import pack
from typing import Any, TypeAlias

from edition._grammar.data import packaged, packaged_json

#: The machines that run these programs, as ``_sre`` numbers them: those of CPython 3.11, of 3.12, and of 3.13 and 3.14. A
#: test compiles everything anew on the Python that runs it: a number is added here when that test passes with it.
MACHINES = (20220615, 20221023, 20230612)
#: "Any number of times" in a program, which is another number where a pointer has 32 bits.
_ANY_NUMBER = 2**32 - 1

#: Where a program begins and ends among the numbers, and the names of its groups, that of the whole match first:
#: ``",ROLE,,NAME"`` where of three groups the second has none.
Program: TypeAlias = tuple[int, int, str]


def compiled(expression: str, program: Program | None) -> re.Pattern[str]:
    """What ``re.compile`` makes of an expression, by way of its program where there is one."""
    if program is None:
        return re.compile(expression)
    begin, end, names = program
    groups = [name or None for name in names.split(",")]
    try:
        pattern: re.Pattern[str] = import_module("_sre").compile(
            expression,
            re.UNICODE,
            _numbers()[begin:end].tolist(),
            len(groups) - 1,
            {name: n for n, name in enumerate(groups) if name},
            tuple(groups),
        )
    except RuntimeError:  # what C checks is wrong
        return re.compile(expression)
    return pattern


def shipped(dialect: str) -> Mapping[str, Program]:
    """The programs that the package carries for a dialect, by their expressions' names; none where they would not run."""
    return _programs()[dialect] if fits() else {}


@cache
def _programs() -> dict[str, dict[str, Program]]:
    programs: dict[str, dict[str, Program]] = packaged_json("_grammar/patterns.json")
    return programs


@cache
def _numbers() -> memoryview[int]:
    return memoryview(packaged("_grammar/patterns.bin")).cast("I")


def fits() -> bool:
    """Whether this Python has the machine that the programs were made for."""
    if sys.implementation.name != "cpython" or sys.byteorder != "little":
        return False
    engine: Any = import_module("_sre")
    return (engine.CODESIZE, engine.MAXREPEAT) == (4, _ANY_NUMBER) and engine.MAGIC in MACHINES


def written(
    expressions: Mapping[str, Mapping[str, str]],
) -> tuple[dict[str, dict[str, Program]], bytes]:
    """The programs of each dialect's expressions, and their numbers, as this Python's ``re`` works them out."""
    # Python has no public names for the first step, and no types.
    inside: Any = re
    numbers: list[int] = []
    programs: dict[str, dict[str, Program]] = {}
    for dialect, own in expressions.items():
        programs[dialect] = {}
        for name, expression in sorted(own.items()):
            tree = inside._parser.parse(expression)  # noqa: SLF001
            begin = len(numbers)
            numbers += inside._compiler._code(tree, 0)  # noqa: SLF001
            groups = [""] * tree.state.groups
            for group, number in tree.state.groupdict.items():
                groups[number] = group
            programs[dialect][name] = (begin, len(numbers), ",".join(groups))
    return programs, pack(f"<{len(numbers)}I", *numbers)
