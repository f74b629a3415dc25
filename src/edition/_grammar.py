"""The compiled grammar at hand: a terminal's regular expression by name, the layout table, the parts table."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from edition._lalr import Table

if TYPE_CHECKING:
    from edition._compile import GrammarData, TablesData

#: A token of a furniture formula: its terminal and its text.
Token = tuple[str, str]


class Grammar:
    """One dialect's tables. Patterns are compiled when they are first asked for and never change after."""

    __slots__ = ("_batteries", "_choices", "_patterns", "layout", "parts", "terminals")

    def __init__(self, data: GrammarData) -> None:
        self.terminals = data["terminals"]
        self.layout = Table(**data["layout"])
        self.parts = Table(**data["parts"])
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._choices: dict[tuple[str, ...], re.Pattern[str]] = {}
        self._batteries: dict[tuple[str, ...], re.Pattern[str]] = {}

    def pattern(self, name: str) -> re.Pattern[str]:
        """The regular expression of a terminal: closed at the line's end for ``_LINE`` and ``_ENDING``."""
        pattern = self._patterns.get(name)
        if pattern is None:
            pattern = self._patterns[name] = re.compile(self._source(name))
        return pattern

    def choice(self, names: tuple[str, ...]) -> re.Pattern[str]:
        """What matches where one of several patterns does, in one call."""
        choice = self._choices.get(names)
        if choice is None:
            source = "|".join(self._source(name) for name in names)
            choice = self._choices[names] = re.compile(source)
        return choice

    def _source(self, name: str) -> str:
        source = self.terminals[name]
        return rf"(?:{source})\Z" if name.endswith(("_LINE", "_ENDING")) else f"(?:{source})"

    def battery(self, names: tuple[str, ...]) -> re.Pattern[str]:
        """Many patterns asked at once: a match has a group for each name, None where that one has no match.

        ``_ENDING`` terminals are looked for anywhere and must end the text, the others must stand at its head.
        """
        found = self._batteries.get(names)
        if found is None:
            # A lookahead for each, which may fail: so the whole always matches, in one call.
            parts = [
                rf"(?=(?:[\s\S]*?({self.terminals[name]})\Z)?)"
                if name.endswith("_ENDING")
                else rf"(?=({self.terminals[name]})?)"
                for name in names
            ]
            found = self._batteries[names] = re.compile("".join(parts))
        return found

    def tokens(self, text: str) -> list[Token]:
        """A formula taken apart by ``parts.lark``: the tokens in order."""
        for start in ("lead", "people"):
            try:
                tree = self.parts.scan(start, text, {})
            except KeyError:
                continue
            return list(_flat(tree))
        return []


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
    text = resources.files("edition").joinpath("_tables.json").read_text("utf-8")
    tables: TablesData = json.loads(text)
    return tables


@cache
def base() -> Grammar:
    """The grammar of the mainland daily, which the other dialects extend."""
    return Grammar(_tables()["mainland"])


def dialect_names() -> tuple[str, ...]:
    """The dialects that the package ships, the mainland daily first."""
    return ("mainland", *_tables()["dialects"])


@cache
def dialect(name: str) -> Grammar:
    """The grammar of a dialect that the package ships. Raises KeyError for any other name."""
    if name == "mainland":
        return base()
    other = _tables()["dialects"][name]
    mainland = _tables()["mainland"]
    return Grammar({**mainland, "terminals": {**mainland["terminals"], **other}})
