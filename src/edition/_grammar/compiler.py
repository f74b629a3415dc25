"""Compile the grammar files into tables: plain data that a parse needs no Lark for.

Lark reads ``grammar/*.lark`` and resolves the terminals into regular expressions; :mod:`edition._grammar.rules` makes regular
expressions over kinds of tokens out of the rules. What comes out is a dictionary of strings and lists, kept in the package as
``tables.json``; a test compiles it again and compares. It runs when the package is built, and when a user loads a dialect.
"""

# Lark's grammar loader carries no types.
# pyright: basic

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

from lark.exceptions import GrammarError, LarkError
from lark.load_grammar import load_grammar

from edition._grammar.compiled import DialectData, GrammarData, TablesData, WayData
from edition._grammar.expressions import (
    Letters,
    beginnings,
    contained,
    endings,
    groups_in,
    may_be_empty,
    needed,
    seconds,
    single,
    union,
)
from edition._grammar.layout import compile_layout, layout_rules
from edition._grammar.letters import ANY_HAN, LettersData
from edition._grammar.rules import RUNS, Expression, compile_rule, read_rules
from edition._grammar.scanner import WordData

#: The grammar files, in the order in which they build on each other.
FILES = ("words.lark", "formulas.lark", "cues.lark", "layout.lark")
DIALECT_FOLDER = "dialects"
#: Terminals about the end of a run, or about names: the scanner asks them of runs.
_TAILS = (
    "OUTLET_TAIL", "OUTLET_END", "PAPER_END", "BODY_TAIL", "TITLE_TAIL", "ORIGIN_TAIL", "RUBRIC_RUN", "PROVINCE", "PEN_TAIL", "SURNAME", "NO_NAME",
)  # fmt: skip
_CUE_ENDS = ("_OPENING", "_LINE", "_ENDING", "_INSIDE", "_CUE")
#: Characters for kinds: letters and digits, then private ones where a dialect has words of its own.
_CODES = ascii_letters + digits + "".join(map(chr, range(0xE000, 0xE100)))
_DEFINED = re.compile(r"^([A-Z]\w*)(?:\.[0-9]+)?\s*:", re.MULTILINE)
_LINE = re.compile(r"line ([0-9]+)")
#: How the grammar files write characters of a word, and what stands for them: Python's ``re`` goes through a class of ranges
#: character by character when it compiles a pattern, and has nothing to do for a class of categories.
_QUICK = {"[㐀-鿿]": r"[^\W\d\x00-\xff]", "[㐀-鿿·]": r"(?:[^\W\d\x00-\xff]|·)"}


def grammar_folder() -> Path:
    """Where the grammar files are: inside an installed package, or beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "grammar"
    return inside if inside.is_dir() else package.parents[1] / "grammar"


def base_text() -> str:
    """The text of the base grammar's files, one behind the other."""
    return "\n".join((grammar_folder() / name).read_text("utf-8") for name in FILES)


def load(text: str) -> Any:
    """A grammar as Lark loads it, before anything of it is expanded: ``rule_defs`` and ``term_defs``.

    Raises lark.exceptions.LarkError where the text is not a grammar.
    """
    grammar, _ = load_grammar(text, "<edition>", [], global_keep_all_tokens=False)  # type: ignore[no-untyped-call]
    return grammar


def compile_grammar(extension: str = "") -> GrammarData:
    """Compile the base grammar, with the text of a dialect file after it.

    Raises lark.exceptions.LarkError where the extension is not a grammar.
    """
    base = base_text()
    try:
        grammar = load(f"{base}\n{extension}")
    except LarkError as error:
        raise GrammarError(_with_own_lines(str(error), base.count("\n") + 1)) from error
    rules = read_rules(grammar.rule_defs)
    layout, of_layout = compile_layout(rules), layout_rules(rules)
    order = [str(name) for name, (tree, _) in grammar.term_defs if tree is not None]
    grammar.rule_defs = []  # read above; Lark would expand them
    terminals, _, _ = grammar.compile([], "*")
    patterns = {str(t.name): _quick(t.pattern.to_regexp()) for t in terminals}
    public = [name for name in order if not name.startswith("_")]
    for name, pattern in patterns.items():
        _check(name, pattern)
    shipped = set(_DEFINED.findall(base))
    words = [name for name in public if name not in _TAILS and not name.endswith(_CUE_ENDS)]
    own = [name for name in words if name not in shipped]
    kinds = (*RUNS, "SIGN", *words)
    if len(kinds) > len(_CODES):
        raise GrammarError(f"there can be {len(_CODES)} kinds of tokens, not {len(kinds)}")
    codes = dict(zip(kinds, _CODES, strict=False))
    formulas = {
        name: compile_rule(name, rules, codes)
        for name in rules.keys() - of_layout
        if not name.startswith("_")
    }
    return {
        "words": {
            # A dialect's words come first: of two that begin at a character, the paper's own is meant.
            "words": [
                _word(name, patterns[name]) for name in (*own, *words[: len(words) - len(own)])
            ],
            "tails": {name: patterns[name] for name in _TAILS},
            "tail_ends": {name: _written_if(endings(patterns[name])) for name in _TAILS},
            "codes": codes,
        },
        "formulas": {name: _formula(made, codes) for name, made in formulas.items()},
        "letters": dict(_letters(formulas, kinds, patterns)),
        "cues": {name: patterns[name] for name in public if name.endswith(_CUE_ENDS)},
        "layout": layout,
    }


def _with_own_lines(message: str, before: int) -> str:
    """What an error says, in lines of the dialect's file, which stands behind so many others."""
    return _LINE.sub(lambda match: f"line {int(match.group(1)) - before}", message)


def _check(name: str, pattern: str) -> None:
    """Refuse an expression that Python does not take, or that would be taken for another one's part."""
    try:
        groups = groups_in(pattern)
    except re.error as error:
        raise GrammarError(f"{name} is no regular expression: {error}") from error
    if groups:
        raise GrammarError(f"{name} has a group of its own: write (?:…) for (…)")


def _formula(made: Expression, codes: Mapping[str, str]) -> list[WayData]:
    def coded(kinds: frozenset[str] | None) -> str | None:
        return None if kinds is None else "".join(sorted(codes[kind] for kind in kinds))

    return [
        {
            "pattern": way.pattern,
            "groups": list(way.groups),
            "begins": coded(way.begins),
            "needs": coded(way.needs),
        }
        for way in made.ways
    ]


def _quick(pattern: str) -> str:
    for slow, quick in _QUICK.items():
        pattern = pattern.replace(slow, quick)
    return pattern


def _word(name: str, pattern: str) -> WordData:
    if may_be_empty(pattern):
        raise GrammarError(f"a word can't be nothing at all: {name}: {pattern}")
    letters = beginnings(pattern)
    if letters is None or ANY_HAN in letters:
        raise GrammarError(f"a word can't begin with just any character: {name}: {pattern}")
    second = seconds(pattern)
    return {
        "name": name,
        "pattern": pattern,
        "begins": _written(letters),
        "second": None if second is None or ANY_HAN in second else _written(second),
        "single": bool(single(pattern)),
    }


def _letters(
    expressions: Mapping[str, Expression], kinds: Iterable[str], patterns: Mapping[str, str]
) -> Iterator[tuple[str, LettersData]]:
    """What the letters of a line tell of every formula and cue."""
    cues = {name: pattern for name, pattern in patterns.items() if name.endswith(_CUE_ENDS)}
    # An outlet may be one by its shape, too.
    words = {name: patterns[name] for name in kinds if name in patterns and name != "OUTLET"}
    # What is a mark wherever it stands, but for the blanks that are closed up before a formula is asked.
    marks = frozenset().union(*map(single, words.values()))
    within = {name: contained(pattern) for name, pattern in words.items()}
    for name, one in expressions.items():
        has = [within[kind] for kind in one.kinds & words.keys()]
        # What takes in any character, as 《…》 does, has characters of its own that show it.
        shown = union(needed(words[k]) for k in one.kinds & words.keys() if within[k] is None)
        lacks = marks.difference(*filter(None, has))
        yield (
            name,
            (
                _of_kinds(one.begins, words, beginnings),
                _of_kinds(one.ends, words, endings),
                _of_kinds(one.needs, words, needed),
                "" if shown is None else _written(lacks),
                _written(shown or ()),
            ),
        )
    for name, pattern in cues.items():
        has_any = contained(pattern) if name.endswith("_LINE") else None
        told = (tell(pattern) for tell in (beginnings, endings, needed))
        begins, ends, needs = map(_written_if, told)
        yield name, (begins, ends, needs, "" if has_any is None else _written(marks - has_any), "")


def _of_kinds(
    kinds: frozenset[str] | None, words: Mapping[str, str], tell: Callable[[str], Letters]
) -> str | None:
    """What one of some kinds of tokens begins with, ends with or needs."""
    if kinds is None or "SIGN" in kinds:
        return None
    run = None if tell is needed else frozenset(ANY_HAN)
    return _written_if(union(tell(words[kind]) if kind in words else run for kind in kinds))


def _written_if(letters: Letters) -> str | None:
    return None if letters is None else _written(letters)


def _written(letters: Iterable[str]) -> str:
    return "".join(sorted(letters))


def compile_all() -> TablesData:
    """The tables that the package ships."""
    mainland = compile_grammar()
    dialects: dict[str, DialectData] = {}
    for file in sorted((grammar_folder() / DIALECT_FOLDER).glob("*.lark")):
        own = compile_grammar(file.read_text("utf-8"))
        dialects[file.stem] = {
            "words": own["words"] if own["words"] != mainland["words"] else None,
            "layout": own["layout"] if own["layout"] != mainland["layout"] else None,
            "formulas": {
                k: v for k, v in own["formulas"].items() if mainland["formulas"].get(k) != v
            },
            "letters": {k: v for k, v in own["letters"].items() if mainland["letters"].get(k) != v},
            "cues": {k: v for k, v in own["cues"].items() if mainland["cues"].get(k) != v},
        }
    return {"mainland": mainland, "dialects": dialects}


def main() -> None:
    """Write the tables again."""
    text = json.dumps(compile_all(), ensure_ascii=False, indent=0, sort_keys=True)
    (Path(__file__).parent / "tables.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
