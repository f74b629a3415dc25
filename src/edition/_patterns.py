"""Regular expressions, compiled when the package was made.

Python's ``re`` compiles an expression in two steps. Code in Python works out a program for a small machine, a list of
numbers; code in C checks the program and makes a pattern of it. The first step takes fifty times as long as the second:
eighty milliseconds for the formulas that one page asks for. So the package carries the programs of its own expressions, in
``_patterns.json``, and of the two steps only the second is left.

All that has to be known of the inside of CPython stands in this module. Where the machine is another one than the programs
were made for, and for a dialect of one's own, ``re`` does both steps.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, TypedDict

from edition._data import packaged

#: The machines that run these programs, as ``_sre`` numbers them: those of CPython 3.11, 3.12 and 3.13. A test compiles
#: everything anew on the Python that runs it, so that a number is added here when that test passes with it.
MACHINES = (20220615, 20221023, 20230612)


class Program(TypedDict):
    """What ``re`` works out of an expression."""

    code: str
    """The program's numbers, 32 bits each, lowest byte first, packed by zlib and written in base 64."""
    groups: int
    names: dict[str, int]
    """The groups that have names, by their numbers."""


def compiled(expression: str, program: Program | None) -> re.Pattern[str]:
    """What ``re.compile`` makes of an expression, by way of its program where there is one."""
    if program is None:
        return re.compile(expression)
    from binascii import a2b_base64
    from zlib import decompress

    names: list[str | None] = [None] * (program["groups"] + 1)
    for name, number in program["names"].items():
        names[number] = name
    pattern: re.Pattern[str] = import_module("_sre").compile(
        expression,
        re.UNICODE,
        memoryview(decompress(a2b_base64(program["code"]))).cast("I").tolist(),
        program["groups"],
        program["names"],
        tuple(names),
    )
    return pattern


def shipped(dialect: str) -> Mapping[str, Program]:
    """The programs that the package carries for a dialect, by their expressions' names; none where they would not run."""
    return _carried()[dialect] if fits() else {}


@cache
def _carried() -> dict[str, dict[str, Program]]:
    carried: dict[str, dict[str, Program]] = packaged("_patterns.json")
    return carried


def fits() -> bool:
    """Whether this Python has the machine that the programs were made for."""
    if sys.implementation.name != "cpython" or sys.byteorder != "little":
        return False
    engine = import_module("_sre")
    return engine.CODESIZE == 4 and engine.MAGIC in MACHINES


def program(expression: str) -> Program:
    """The program of an expression, as this Python's ``re`` works it out."""
    from base64 import b64encode
    from struct import pack
    from zlib import compress

    # Python has no public names for its two halves, and no types for them.
    inside: Any = re
    tree = inside._parser.parse(expression)  # noqa: SLF001
    code: list[int] = inside._compiler._code(tree, 0)  # noqa: SLF001
    return {
        "code": b64encode(compress(pack(f"<{len(code)}I", *code), 9)).decode("ascii"),
        "groups": tree.state.groups - 1,
        "names": tree.state.groupdict,
    }
