"""The characters that matches of a regular expression begin with, end with and must contain, derived from the expression.

The answers are sets of characters: the grammar is compiled with them, so that a parse can tell by a line's letters which
formulas and cues can't be in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from re import _constants, _parser  # pyright: ignore[reportAttributeAccessIssue] the standard library's own
from sys import maxunicode
from typing import Any, TypeAlias

from edition._grammar.letters import ANY_HAN

#: Characters; None for whatever characters there are.
Letters: TypeAlias = frozenset[str] | None

_LAST_HAN = 0x9FFF
#: The largest range of characters, and the largest set without one of which there is no match, that are worth telling.
_WIDEST, _MOST_NEEDED = 1000, 300
#: The characters that are in most texts, the commonest first.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天"
    "政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期"
)
#: How much more often than a rare character the commonest one is in a line, and a mark or a digit.
_COMMONEST, _MARK = 40, 60
_EMPTY: frozenset[str] = frozenset()


def groups_in(expression: str) -> int:
    """How many groups an expression has. Raises re.error for what is none."""
    return int(_parser.parse(expression).state.groups) - 1


def may_be_empty(expression: str) -> bool:
    """Whether a match of it may be nothing at all."""
    return _edge(_parser.parse(expression), last=False)[1]


def beginnings(expression: str) -> Letters:
    """The characters that its matches begin with; None for any, and where a match may be empty."""
    return _at(expression, last=False)


def seconds(expression: str) -> Letters:
    """The characters that stand second in its matches; None for any, and where a match may be one character or less."""
    parsed = _parser.parse(expression)
    return _in_case(_second(list(parsed)), parsed.state.flags)


def endings(expression: str) -> Letters:
    """The characters that its matches end with; None for any, and where a match may be empty."""
    return _at(expression, last=True)


def needed(expression: str) -> Letters:
    """Characters of which one stands in each of its matches; None where no few are known."""
    parsed = _parser.parse(expression)
    return _in_case(_needed(parsed), parsed.state.flags)


def contained(expression: str) -> Letters:
    """The characters that stand in its matches; None for any."""
    parsed = _parser.parse(expression)
    return _in_case(_contained(parsed), parsed.state.flags)


def single(expression: str) -> frozenset[str]:
    """The characters that it matches wherever they stand; none for an expression of more than one class."""
    parsed = _parser.parse(expression)
    if len(parsed) != 1 or str(parsed[0][0]) not in ("LITERAL", "IN"):
        return _EMPTY
    return beginnings(expression) or _EMPTY


def union(every: Iterable[Letters]) -> Letters:
    """The characters of all of these."""
    found: set[str] = set()
    for one in every:
        if one is None:
            return None
        found |= one
    return frozenset(found)


def _at(expression: str, *, last: bool) -> Letters:
    parsed = _parser.parse(expression)
    letters, empty = _edge(parsed, last=last)
    return None if empty else _in_case(letters, parsed.state.flags)


def _edge(items: Any, *, last: bool) -> tuple[Letters, bool]:
    """What a sequence of parsed items can begin with, or end with, and whether it can be nothing."""
    found: Letters = _EMPTY
    for kind, value in reversed(items) if last else items:
        letters, empty = _edge_of(str(kind), value, last=last)
        found = union((found, letters))
        if not empty:
            return found, False
    return found, True


def _edge_of(kind: str, value: Any, *, last: bool) -> tuple[Letters, bool]:
    match kind:
        case "LITERAL":
            return frozenset(chr(value)), False
        case "IN":
            return _members(value), False
        case "BRANCH":
            ways = [_edge(way, last=last) for way in value[1]]
            return union(letters for letters, _ in ways), any(empty for _, empty in ways)
        case "SUBPATTERN":
            letters, empty = _edge(value[3], last=last)
            return _in_case(letters, value[1]), empty
        case "ATOMIC_GROUP":
            return _edge(value, last=last)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            letters, empty = _edge(value[2], last=last)
            return letters, empty or value[0] == 0
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return _EMPTY, True
    return None, kind not in ("ANY", "NOT_LITERAL")


def _second(items: list[Any]) -> Letters:
    """What stands second in a sequence of parsed items."""
    if not items:
        return None
    (kind, value), rest = items[0], items[1:]
    match str(kind):
        case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
            letters, empty = _edge(rest, last=False)
            return None if empty else letters
        case "BRANCH":
            return union(_second([*way, *rest]) for way in value[1])
        case "SUBPATTERN":
            return _in_case(_second([*value[3], *rest]), value[1])
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return _second(rest)
        case "MAX_REPEAT" if not _edge(value[2], last=False)[1]:
            least, most, item = value
            again = [(kind, (max(least - 1, 0), most - 1, item))] if most > 1 else []
            once = _second([*item, *again, *rest])
            return once if least else union((once, _second(rest)))
    return None


def _needed(items: Any) -> Letters:
    """The rarest characters that one of the items must contain."""
    every = [_needed_of(str(kind), value) for kind, value in items]
    return min((one for one in every if one is not None), key=_commonness, default=None)


def _commonness(letters: frozenset[str]) -> float:
    """How many lines have one of some characters, against a rare one."""
    ranks = (_COMMON.find(letter) if letter.isalpha() else -_COMMONEST for letter in letters)
    return sum(
        1 if rank == -1 else _MARK if rank < 0 else _COMMONEST / (1 + rank / 10) for rank in ranks
    )


def _needed_of(kind: str, value: Any) -> Letters:
    found: Letters = None
    match kind:
        case "LITERAL":
            found = frozenset(chr(value))
        case "IN":
            found = _members(value)
        case "BRANCH":
            found = union(map(_needed, value[1]))
        case "SUBPATTERN":
            found = _in_case(_needed(value[3]), value[1])
        case "ATOMIC_GROUP":
            found = _needed(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if value[0]:
            found = _needed(value[2])
    return None if found is None or ANY_HAN in found or len(found) > _MOST_NEEDED else found


def _contained(items: Any) -> Letters:
    return union(_contained_in(str(kind), value) for kind, value in items)


def _contained_in(kind: str, value: Any) -> Letters:
    match kind:
        case "LITERAL":
            return frozenset(chr(value))
        case "IN":
            return _members(value)
        case "BRANCH":
            return union(map(_contained, value[1]))
        case "SUBPATTERN":
            return _in_case(_contained(value[3]), value[1])
        case "ATOMIC_GROUP":
            return _contained(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _contained(value[2])
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return _EMPTY
    return None


def _in_case(letters: Letters, flags: int) -> Letters:
    """The same; any where capitals and small letters are no different."""
    return None if flags & re.IGNORECASE else letters


def _members(items: Any) -> Letters:
    """The characters of a class."""
    found: set[str] = set()
    if str(items[0][0]) == "NEGATE":
        # A word's character that is neither Latin nor a digit is how the compiled grammar writes [㐀-鿿].
        outside = [
            (_constants.CATEGORY, _constants.CATEGORY_NOT_WORD),
            (_constants.CATEGORY, _constants.CATEGORY_DIGIT),
        ]
        return frozenset(ANY_HAN) if items[1:3] == outside else None
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[0] == ord(ANY_HAN) and value[1] <= _LAST_HAN:
            found.add(ANY_HAN)
        elif str(kind) == "RANGE" and value[1] - value[0] < _WIDEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif value in (_constants.CATEGORY_DIGIT, _constants.CATEGORY_SPACE):
            found |= _in_category(r"\d" if value is _constants.CATEGORY_DIGIT else r"\s")
        else:
            return None
    return frozenset(found)


@cache
def _in_category(category: str) -> frozenset[str]:
    return frozenset(filter(re.compile(category).match, map(chr, range(maxunicode + 1))))
