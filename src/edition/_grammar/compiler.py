"""Compile the grammar files into tables: plain data that a parse needs no Lark for.

Lark reads ``grammar/*.lark``, resolves the terminals into regular expressions and the rules into LALR tables. What
comes out is a dictionary of strings, numbers and lists, kept in the package as ``_tables.json``; a test makes it anew
and compares. Only this module knows Lark. It runs when the package is made, and when a user brings a dialect of their
own.
"""

# Lark's tables and its grammar loader carry no types.
# pyright: basic

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

from lark import Lark, Token
from lark.common import LexerConf
from lark.lexer import Lexer, LexerState
from lark.load_grammar import load_grammar
from lark.parsers.lalr_analysis import Shift

from edition._grammar.chars import ANY, Chars, begins, ends, needs
from edition._grammar.compiled import Grammar
from edition._grammar.patterns import written


class TableData(TypedDict):
    """An LALR table: what to do in each state on each terminal, and the rules that reductions name."""

    start: dict[str, int]
    end: dict[str, int]
    states: list[dict[str, int]]
    rules: list[tuple[str, int, list[str]]]
    lexer: dict[str, tuple[int, str]]


class CharsData(TypedDict):
    """The characters that a terminal can begin and end with, and those of which it needs one."""

    begins: str
    """Where ranges of characters begin and end, in turn: ``"09[a"`` is the digits but 9, and all from [ to before a."""
    ends: str
    needs: str | None
    """The characters one by one; None where no few are known."""


class GrammarData(TypedDict):
    """Everything that is compiled from one dialect's grammar files."""

    terminals: dict[str, str]
    chars: dict[str, CharsData]
    layout: TableData
    parts: TableData


class DialectData(TypedDict):
    """The terminals that a dialect has otherwise than the mainland grammar."""

    terminals: dict[str, str]
    chars: dict[str, CharsData]


class TablesData(TypedDict):
    """What the package ships: the mainland grammar, and the terminals that each dialect has otherwise."""

    mainland: GrammarData
    dialects: dict[str, DialectData]


#: The grammar files that describe what stands inside a line, in the order in which they build on each other.
LINE_FILES = ("common.lark", "furniture.lark", "cues.lark", "parts.lark")
LAYOUT_FILE = "layout.lark"
DIALECT_FOLDER = "dialects"
#: How the grammar files write characters of a word, and what stands for them in the tables. Python's ``re`` goes through a
#: class of ranges character by character when it compiles a pattern, a millisecond for all of Han, and there are a
#: hundred of them in the formulas; to a class of categories it has nothing to do.
_QUICK = {
    "[㐀-鿿]": r"[^\W\d\x00-\xff]",
    "[㐀-鿿0-9０-９]": r"[^\W\x00-\x2f\x3a-\xff]",
    "[㐀-鿿·]": r"(?:[^\W\d\x00-\xff]|·)",
}


def grammar_folder() -> Path:
    """Where the grammar files are: inside an installed package, or beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "grammar"
    return inside if inside.is_dir() else package.parents[1] / "grammar"


def compile_grammar(extension: str = "") -> GrammarData:
    """Compile the base grammar, with the text of a dialect file after it.

    Raises lark.exceptions.LarkError where the extension is not a grammar.
    """
    folder = grammar_folder()
    lines = "\n".join((folder / name).read_text("utf-8") for name in LINE_FILES) + "\n" + extension
    layout = _tables_only((folder / LAYOUT_FILE).read_text("utf-8"), ["page"])
    parts = _tables_only(lines, ["people", "lead"])
    terminals = _terminals(lines)
    return {
        "terminals": terminals,
        "chars": {name: _chars(pattern) for name, pattern in terminals.items()},
        "layout": _table(layout),
        "parts": _table(parts),
    }


class _NoLexer(Lexer):
    """No lexer: Lark would build one, and where interegular is installed compare all terminals for half a minute."""

    def __init__(self, _: LexerConf) -> None:
        """Build nothing."""

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """Never asked."""
        raise NotImplementedError


def _tables_only(text: str, start: list[str]) -> Lark:
    return Lark(text, parser="lalr", lexer=_NoLexer, start=start)


def compile_all() -> TablesData:
    """The tables that the package ships."""
    mainland = compile_grammar()
    dialects: dict[str, DialectData] = {}
    for file in sorted((grammar_folder() / DIALECT_FOLDER).glob("*.lark")):
        own = compile_grammar(file.read_text("utf-8"))
        others = [k for k, v in own["terminals"].items() if mainland["terminals"].get(k) != v]
        dialects[file.stem] = {
            "terminals": {name: own["terminals"][name] for name in others},
            "chars": {name: own["chars"][name] for name in others},
        }
    return {"mainland": mainland, "dialects": dialects}


def _terminals(text: str) -> dict[str, str]:
    """Every terminal that stands for something by itself, as a regular expression."""
    grammar, _ = load_grammar(text, "<edition>", [], global_keep_all_tokens=False)  # type: ignore[no-untyped-call]
    terminals, _, _ = grammar.compile(["people", "lead"], "*")
    return {t.name: _quick(t.pattern.to_regexp()) for t in terminals if not t.name.startswith("_")}


def _quick(pattern: str) -> str:
    for slow, quick in _QUICK.items():
        pattern = pattern.replace(slow, quick)
    return pattern


def _chars(pattern: str) -> CharsData:
    one_of = needs(pattern)
    return {
        "begins": _edges(begins(pattern)),
        "ends": _edges(ends(pattern)),
        "needs": None if one_of == ANY else "".join(chr(c) for r in one_of for c in range(*r)),
    }


def _edges(chars: Chars) -> str:
    return "".join(chr(edge) for one in chars for edge in one if edge <= sys.maxunicode)


def _table(parser: Lark) -> TableData:
    # Lark offers no public way to its tables; these attributes have been stable since 1.0.
    inner: Any = parser.parser.parser
    table = inner._parse_table  # noqa: SLF001 - Lark has no public name for it
    # States are numbered anew in the order in which a walk from the start states meets them, and rules in the order of
    # their text, so that equal grammars make equal tables whatever order Lark's sets had.
    rules = sorted({str(rule): rule for rule in parser.rules}.items())
    number = {text: n for n, (text, _) in enumerate(rules)}
    order: dict[Any, int] = {}
    todo = [state for _, state in sorted(table.start_states.items())]
    while todo:
        state = todo.pop(0)
        if state in order:
            continue
        order[state] = len(order)
        todo += [arg for _, (action, arg) in sorted(table.states[state].items()) if action is Shift]
    states = []
    for state in order:
        row = {}
        for name, (action, arg) in sorted(table.states[state].items()):
            row[str(name)] = order[arg] if action is Shift else -1 - number[str(arg)]
        states.append(row)
    by_rank = sorted(
        parser.terminals,
        key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name),
    )
    return {
        "start": {name: order[state] for name, state in sorted(table.start_states.items())},
        "end": {name: order[state] for name, state in sorted(table.end_states.items())},
        "states": states,
        "rules": [
            (
                str(rule.origin.name),
                len(rule.expansion),
                [str(symbol.name) for symbol in rule.expansion],
            )
            for _, rule in rules
        ],
        "lexer": {
            t.name: (rank, _quick(t.pattern.to_regexp()))
            for rank, t in enumerate(by_rank)
            if not t.name.startswith("_") and any(t.name in row for row in states)
        },
    }


def expressions(tables: TablesData) -> dict[str, dict[str, str]]:
    """Every regular expression of each dialect by its name; of the others those that the mainland's has not."""
    mainland = Grammar.made(tables["mainland"], {})
    found = {"mainland": mainland.expressions()}
    for name, data in tables["dialects"].items():
        own = mainland.extended(data, {}).expressions()
        found[name] = {k: v for k, v in own.items() if found["mainland"].get(k) != v}
    return found


def main() -> None:
    """Write the data files anew that are made out of others."""
    tables = compile_all()
    programs, numbers = written(expressions(tables))
    files = {
        "_grammar/tables.json": tables,
        "_grammar/patterns.json": programs,
    }
    package = Path(__file__).parents[1]
    for name, data in files.items():
        text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
        (package / name).write_text(text + "\n", "utf-8")
    (package / "_grammar/patterns.bin").write_bytes(numbers)


if __name__ == "__main__":
    main()
