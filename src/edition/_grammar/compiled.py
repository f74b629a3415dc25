"""The compiled grammar at hand: a terminal's regular expression by name, the layout table, the parts table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from attrs import frozen

from edition._grammar.data import packaged_json
from edition._grammar.lalr import Table
from edition._grammar.patterns import Program, compiled, shipped

if TYPE_CHECKING:
    from edition._grammar.compiler import CharsData, DialectData, GrammarData, TablesData

#: A token of a furniture formula: its terminal and its text.
Token = tuple[str, str]
#: A terminal to ask: characters of which it needs one (None: no few are known), its name, its word.
Question = tuple[frozenset[str] | None, str, str]

#: For so many first and last characters it is remembered which terminals to ask: no page has as many.
_REMEMBERED = 20_000


@frozen(eq=False, weakref_slot=False)
class Wording:
    """Terminals to ask of a text, each with the word for what it tells.

    They are looked up for every line, so one is known by identity.
    """

    terminals: tuple[tuple[str, str], ...]
    #: Whether they stand at a text's end rather than at its head.
    at_end: bool = False


def named(*names: str, at_end: bool = False) -> Wording:
    """Terminals to ask of a text where any of them will do."""
    return Wording(tuple((name, "") for name in names), at_end)


class Patterns(dict[str, re.Pattern[str]]):
    """The regular expressions of terminals, closed at the line's end for ``_LINE`` and ``_ENDING``.

    They are compiled when they are first asked for, and never change after.
    """

    __slots__ = ("_programs", "_terminals")

    def __init__(self, terminals: Mapping[str, str], programs: Mapping[str, Program]) -> None:
        super().__init__()
        self._terminals, self._programs = terminals, programs

    def __missing__(self, name: str) -> re.Pattern[str]:
        expression = _expression(name, self._terminals[name])
        pattern = self[name] = compiled(expression, self._programs.get(name))
        return pattern


def _expression(name: str, source: str) -> str:
    return rf"(?:{source})\Z" if name.endswith(("_LINE", "_ENDING")) else source


class Grammar:
    """One dialect: its terminals, the tables, and the programs of regular expressions, as far as there are any."""

    __slots__ = ("_asked", "_chars", "layout", "parts", "pattern", "terminals")

    def __init__(
        self, data: DialectData, layout: Table, parts: Table, programs: Mapping[str, Program]
    ) -> None:
        self.terminals = data["terminals"]
        self.layout, self.parts = layout, parts
        #: A terminal's regular expression by its name.
        self.pattern: Callable[[str], re.Pattern[str]] = Patterns(
            self.terminals, programs
        ).__getitem__
        self._chars = data["chars"]
        self._asked: dict[Wording, Asked] = {}

    @classmethod
    def made(cls, data: GrammarData, programs: Mapping[str, Program]) -> Grammar:
        """A grammar that stands by itself."""
        layout = Table(**data["layout"], programs=programs)
        return cls(data, layout, Table(**data["parts"], programs=programs), programs)

    def extended(self, other: DialectData, programs: Mapping[str, Program]) -> Grammar:
        """The grammar of a dialect that has some terminals otherwise."""
        return Grammar(
            {
                "terminals": {**self.terminals, **other["terminals"]},
                "chars": {**self._chars, **other["chars"]},
            },
            self.layout,
            self.parts,
            programs,
        )

    def told(self) -> list[object]:
        """All that it is made of, as plain data."""
        return [self.terminals, self._chars, self.layout.told(), self.parts.told()]

    def asked(self, wording: Wording) -> Asked:
        """Which of some terminals to ask of a text, by its first character, or by its last one."""
        asked = self._asked.get(wording)
        if asked is None:
            asked = self._asked[wording] = Asked(wording, self._chars)
        return asked

    def stands(self, wording: Wording, text: str) -> bool:
        """Whether one of some terminals stands at a text's head (or is all of it, as its name says)."""
        for needs, name, _ in (self._asked.get(wording) or self.asked(wording))[text[0]]:
            if (needs is None or not needs.isdisjoint(text)) and self.pattern(name).match(text):
                return True
        return False

    def expressions(self) -> dict[str, str]:
        """Every regular expression that this dialect can ask for, by its name."""
        terminals = {name: _expression(name, source) for name, source in self.terminals.items()}
        return terminals | self.parts.expressions()

    def tokens(self, text: str) -> list[Token]:
        """A formula taken apart by ``parts.lark``: the tokens in order."""
        for start in ("lead", "people"):
            try:
                tree = self.parts.scan(start, text, {})
            except KeyError:
                continue
            return list(_flat(tree))
        return []


class Asked(dict[str, tuple[Question, ...]]):
    """The terminals that a text can match at all, by its first character (or its last): most noes cost no match."""

    __slots__ = ("_chars", "_edge", "_terminals")

    def __init__(self, wording: Wording, chars: Mapping[str, CharsData]) -> None:
        super().__init__()
        self._terminals, self._chars = wording.terminals, chars
        self._edge: Literal["begins", "ends"] = "ends" if wording.at_end else "begins"

    def __missing__(self, char: str) -> tuple[Question, ...]:
        found: list[Question] = []
        for name, word in self._terminals:
            chars = self._chars[name]
            if _holds(chars[self._edge], char):
                found.append((_few(chars["needs"]), name, word))
        questions = tuple(found)
        if len(self) < _REMEMBERED:
            self[char] = questions
        return questions


def _holds(edges: str, char: str) -> bool:
    """Whether a character is in ranges: then more of them have begun than ended."""
    return bisect_right(edges, char) % 2 == 1


@cache
def _few(chars: str | None) -> frozenset[str] | None:
    return None if chars is None else frozenset(chars)


def _flat(tree: object) -> list[Token]:
    found: list[Token] = []
    todo = [tree]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo += reversed(item)
        else:
            found.append(cast(Token, item))
    return found


@cache
def _tables() -> TablesData:
    tables: TablesData = packaged_json("_grammar/tables.json")
    return tables


@cache
def base() -> Grammar:
    """The grammar of the mainland daily, which the other dialects extend."""
    return Grammar.made(_tables()["mainland"], shipped("mainland"))


def dialect_names() -> tuple[str, ...]:
    """The dialects that the package ships, the mainland daily first."""
    return ("mainland", *_tables()["dialects"])


@cache
def dialect(name: str) -> Grammar:
    """The grammar of a dialect that the package ships. Raises KeyError for any other name."""
    if name == "mainland":
        return base()
    programs = {**shipped("mainland"), **shipped(name)}
    return base().extended(_tables()["dialects"][name], programs)
