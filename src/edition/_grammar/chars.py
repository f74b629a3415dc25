"""What a regular expression can begin and end with, and what it can't do without.

To ask sixty formulas of every line of a page is to be told no nearly sixty times. Most noes show in one character: 责编
begins no headline, and without 摄, 图 or their kin a line credits nobody. What those characters are is worked out here
when the grammar is compiled, from each terminal's own regular expression, so that it can't say anything else.
"""

# The standard library's parser of regular expressions has no public name since 3.11, and carries no types.
# pyright: basic

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

#: Characters as half-open ranges of code points, in order and apart.
Chars: TypeAlias = tuple[tuple[int, int], ...]

ANY: Chars = ((0, 0x110000),)
NONE: Chars = ()
#: Of more characters than this, nearly every line has one: nothing is won by looking for them.
_FEW = 300


def begins(pattern: str) -> Chars:
    """The characters that a match can begin with; all of them, where it can be empty.

    >>> begins("(?:本报|新华社?)讯|[0-9]")
    ((48, 58), (26032, 26033), (26412, 26413))
    """
    return _edge(_parsed(pattern), 1)


def ends(pattern: str) -> Chars:
    """The characters that a match can end with; all of them, where it can be empty."""
    return _edge(_parsed(pattern), -1)


def needs(pattern: str) -> Chars:
    """Characters of which every match has at least one; all of them, where no few are known.

    >>> needs("[a-z]{2,3}摄影?"), needs("摄?")
    (((25668, 25669),), ((0, 1114112),))
    """
    found = _needed(_parsed(pattern))
    return found if _size(found) <= _FEW else ANY


def _parsed(pattern: str) -> Any:
    return re._parser.parse(pattern)  # pyright: ignore[reportAttributeAccessIssue]  # noqa: SLF001


def _edge(items: Iterable[Any], way: int) -> Chars:
    found, empty = _edge_or_empty(items, way)
    return ANY if empty else found


def _edge_or_empty(items: Iterable[Any], way: int) -> tuple[Chars, bool]:
    """The characters at one end (``way`` 1: the first, -1: the last), and whether there may be none."""
    found: Chars = NONE
    for op, value in list(items)[::way]:
        name = str(op)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        chars, empty = _item_edge(name, value, way)
        found = _union(found, chars)
        if not empty:
            return found, False
    return found, True


def _item_edge(name: str, value: Any, way: int) -> tuple[Chars, bool]:
    if name == "SUBPATTERN":
        return _edge_or_empty(value[3], way)
    if name == "ATOMIC_GROUP":
        return _edge_or_empty(value, way)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        chars, empty = _edge_or_empty(value[2], way)
        return chars, empty or value[0] == 0
    if name == "BRANCH":
        sides = [_edge_or_empty(side, way) for side in value[1]]
        return _union(*(chars for chars, _ in sides)), any(empty for _, empty in sides)
    return _one(name, value), False


def _needed(items: Sequence[Any]) -> Chars:
    """The fewest characters of which every match of a sequence has one."""
    return min((_item_needed(str(op), value) for op, value in items), key=_size, default=ANY)


def _item_needed(name: str, value: Any) -> Chars:
    if name == "SUBPATTERN":
        return _needed(value[3])
    if name == "ATOMIC_GROUP":
        return _needed(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _needed(value[2]) if value[0] else ANY
    if name == "BRANCH":
        return _union(*map(_needed, value[1]))
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return ANY
    return _one(name, value)


def _one(name: str, value: Any) -> Chars:
    """The characters that an item of one character stands for, or more of them where not all is told in ranges."""
    if name == "LITERAL":
        return ((value, value + 1),)
    if name == "NOT_LITERAL":
        return _others(((value, value + 1),))
    if name != "IN":
        return ANY
    negated = str(value[0][0]) == "NEGATE"
    parts: list[Chars] = []
    for op, item in value[negated:]:
        if str(op) == "LITERAL":
            parts.append(((item, item + 1),))
        elif str(op) == "RANGE":
            parts.append(((item[0], item[1] + 1),))
        elif not negated:  # \w and the like
            return ANY
    return _others(_union(*parts)) if negated else _union(*parts)


def _union(*sets: Chars) -> Chars:
    found: list[tuple[int, int]] = []
    for low, high in sorted(one for chars in sets for one in chars):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def _others(chars: Chars) -> Chars:
    edges = [0, *(edge for one in chars for edge in one), 0x110000]
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _size(chars: Chars) -> int:
    return sum(high - low for low, high in chars)
