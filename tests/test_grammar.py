"""The grammar files: strict, current, and open to every sequence of roles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

import edition
from edition._grammar import compiler, patterns
from edition._grammar.compiled import base
from edition._grammar.data import packaged, packaged_json
from edition._grammar.patterns import compiled
from edition._parser.weights import packed, weights

_MARKS = ("STORY", "PICTURE", "NOTICES")


def _layout_text() -> str:
    return (compiler.grammar_folder() / "layout.lark").read_text("utf-8")


def _roles() -> list[str]:
    names: list[str] = []
    for line in _layout_text().splitlines():
        if line.startswith("%declare"):
            names += line.split()[1:]
    return [name for name in names if name not in (*_MARKS, "NOTICE", "STRAY")]


def test_layout_has_no_hidden_conflict() -> None:
    """Built strict, the layout grammar resolves no shift/reduce conflict silently."""
    Lark(_layout_text(), parser="lalr", lexer="basic", start="page", strict=True)


def test_tables_are_current() -> None:
    """The tables in the package are what the grammar files compile to."""
    shipped = json.loads(Path(compiler.__file__).with_name("tables.json").read_text("utf-8"))
    assert json.loads(json.dumps(compiler.compile_all())) == shipped


@given(st.lists(st.lists(st.sampled_from(_roles()), min_size=1, max_size=8), max_size=6))
def test_every_sequence_of_roles_is_a_page(items: list[list[str]]) -> None:
    """Whatever roles the lines of a story get, the layout grammar has a place for them."""
    tokens: list[tuple[str, object]] = []
    furniture = {"MASTHEAD", "FOLIO", "CREDITS", "INDEX"}
    for roles in items:
        inside = [role for role in roles if role not in furniture]
        if inside:
            tokens.append(("STORY", None))
            tokens += [(role, role) for role in inside]
        tokens += [(role, role) for role in roles if role in furniture]
    page = base().layout.parse("page", tokens, {})
    assert isinstance(page, list)


def test_driver_agrees_with_lark(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver of the tables makes the tree that Lark's own parser makes."""
    # Which terminals overlap is no question here, since all have priorities, and would take Lark minutes to work out.
    monkeypatch.setattr("lark.lexer.has_interegular", False)
    text = "本报记者 陈立 何青 通讯员 贺勇"
    grammar = "\n".join(
        (compiler.grammar_folder() / f).read_text("utf-8") for f in compiler.LINE_FILES
    )
    parser = Lark(grammar, parser="lalr", lexer="contextual", start=["people", "lead"])
    expected = [
        (t.type, t.value) for t in parser.parse(text, start="people").scan_values(lambda _: True)
    ]
    assert base().tokens(text) == expected


@pytest.mark.parametrize(
    "name", ["common.lark", "furniture.lark", "cues.lark", "parts.lark", "layout.lark"]
)
def test_grammar_file_is_there(name: str) -> None:
    """Every grammar file is found from the package."""
    assert (compiler.grammar_folder() / name).is_file()


@pytest.mark.skipif(not patterns.fits(), reason="this Python's machine is not known to fit")
def test_programs_are_current() -> None:
    """The programs in the package are what this Python makes of every expression of the grammar, and of no other."""
    expressions = compiler.expressions(packaged_json("_grammar/tables.json"))
    programs, numbers = patterns.written(expressions)
    assert json.loads(json.dumps(programs)) == packaged_json("_grammar/patterns.json")
    assert numbers == packaged("_grammar/patterns.bin")
    for dialect, own in expressions.items():
        for name, expression in own.items():
            ready, anew = compiled(expression, programs[dialect][name]), re.compile(expression)
            assert (ready, ready.groupindex) == (anew, anew.groupindex)


def test_packed_weights_are_current() -> None:
    """The integers that a search adds up are made of the weights beside them."""
    assert (packaged_json("_parser/rows.json"), packaged("_parser/rows.bin")) == packed(weights())


READ = """
import sys, edition
from pathlib import Path
from edition._grammar import patterns

patterns.MACHINES = ()
assert not patterns.fits()
for path in sys.argv[1:]:
    print(edition.to_json(edition.parse(Path(path).read_text("utf-8"))))
"""


def test_pages_are_read_alike_without_the_programs() -> None:
    """A Python with another machine reads what this one reads, if later."""
    pages = sorted((Path(__file__).parents[1] / "examples").rglob("*.txt"))
    asked = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", READ, *pages], capture_output=True, check=True
    )
    expected = [edition.to_json(edition.parse(page.read_text("utf-8"))) for page in pages]
    assert asked.stdout.decode("utf-8").splitlines() == expected


def test_program_that_the_machine_refuses_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers that are no program do no harm."""
    monkeypatch.setattr(patterns, "_numbers", lambda: memoryview(bytes(range(240))).cast("I"))
    assert compiled("汾河+", (0, 60, "")) == re.compile("汾河+")


def test_expression_without_a_program_is_compiled() -> None:
    """What the package carries no program of goes by Python's own way."""
    assert compiled("望川时报快报[：:]", None) == re.compile("望川时报快报[：:]")
