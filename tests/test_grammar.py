"""The grammar files: current, readable, and true to the examples that stand in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from re import _parser  # pyright: ignore[reportAttributeAccessIssue]
from typing import Any

import pytest
from lark.exceptions import GrammarError

from edition._grammar import compiler, layout, rules
from edition._grammar.compiled import FormulaData, Grammar, GrammarData, dialect

FOLDER = compiler.grammar_folder()
FILES = sorted(FOLDER.rglob("*.lark"))
OWN = sorted((Path(__file__).parent / "data" / "dialects").glob("*.lark"))
#: Formulas that are asked of a line's head, where text may follow.
OPENINGS = ("lead", "staff", "continued_from")
_LONGEST_LINE, _LONGEST_CUE = 120, 200
_MOST_TAKEN, _MOST_REFUSED = 5, 2


def _rules_in(file: Path) -> Iterator[tuple[str, list[tuple[bool, str]]]]:
    """The rules of a file, those of a dialect that extend one included, each with its examples: taken or not, and the line."""
    examples: list[tuple[bool, str]] = []
    for line in file.read_text("utf-8").split("\n"):
        rule = re.match(r"(?:%(?:extend|override) )?(_?[a-z]\w*)\s*:", line)
        if line.startswith(("//+ ", "//- ")):
            examples.append((line[2] == "+", line[4:]))
        elif rule:
            yield rule.group(1), examples
            examples = []


RULES = [
    (file, name, examples)
    for file in (*FILES, *OWN)
    if file.name != "layout.lark"
    for name, examples in _rules_in(file)
]


def _rules_of(text: str) -> dict[str, rules.Node]:
    return rules.read_rules(compiler.load(text).rule_defs)


@cache
def _data(file: Path) -> tuple[GrammarData, dict[str, rules.Node]]:
    """What a file is compiled to, on top of the mainland's, and all rules that stand in them."""
    own = file.read_text("utf-8") if file.parent != FOLDER else ""
    return compiler.compile_grammar(own), _rules_of(f"{compiler.base_text()}\n{own}")


@cache
def _grammar(file: Path) -> Grammar:
    """The grammar of a file's dialect, with every rule in it, those that are parts of others too."""
    data, every = _data(file)
    formulas: dict[str, FormulaData] = {}
    for name in every.keys() - layout.layout_rules(every):
        made = rules.compile_rule(name, every, data["words"]["codes"])
        formulas[name] = {"pattern": made.pattern, "groups": list(made.groups), "needs": None}
    return Grammar({**data, "formulas": formulas}, file.stem)


@pytest.mark.parametrize(
    ("file", "name", "examples"),
    [pytest.param(*row, id=f"{row[0].stem}: {row[1]}") for row in RULES if row[2]],
)
def test_examples(file: Path, name: str, examples: list[tuple[bool, str]]) -> None:
    """A rule takes the lines that stand over it as its examples, and refuses the others."""
    grammar = _grammar(file)
    ask = grammar.opening if name in OPENINGS else grammar.whole
    told = {line: ask(name, grammar.scan(line)) is not None for _, line in examples}
    assert told == {line: takes for takes, line in examples}


def test_every_rule_has_examples() -> None:
    """One to five lines that it takes stand over each rule, and one or two that it refuses."""
    for file, name, examples in RULES:
        taken = sum(takes for takes, _ in examples)
        if examples or not name.startswith("_"):
            assert 1 <= taken <= _MOST_TAKEN, (file.name, name)
            assert 1 <= len(examples) - taken <= _MOST_REFUSED, (file.name, name)


def test_tables_are_current() -> None:
    """The tables in the package are what the grammar files compile to."""
    shipped = json.loads(Path(compiler.__file__).with_name("tables.json").read_text("utf-8"))
    assert json.loads(json.dumps(compiler.compile_all())) == shipped


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_lines_are_short(file: Path) -> None:
    """A grammar file can be read without scrolling sideways."""
    lines = file.read_text("utf-8").split("\n")
    assert [line for line in lines if len(line) > _LONGEST_LINE] == []


@pytest.mark.parametrize(
    "name", ["mainland", *(file.stem for file in FILES if file.parent != FOLDER)]
)
def test_cues_are_short(name: str) -> None:
    """No cue is a long expression, with all its parts put in; nor is what a dialect adds to one."""
    base = {} if name == "mainland" else dialect("mainland")._data["cues"]
    own = {
        cue: len(text) - len(base.get(cue, "")) for cue, text in dialect(name)._data["cues"].items()
    }
    assert {cue: size for cue, size in own.items() if size > _LONGEST_CUE} == {}


# --- What the compiler makes of the files ---------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "first", "empty"),
    [
        ("记者", "记", False),
        ("记者|通讯员", "记通", False),
        ("[记通]讯", "记通", False),
        ("[一-三]月", "一丁丂七丄丅丆万丈三", False),
        (r"[\d\s年]月", "年", False),
        ("本?报", "本报", False),
        ("本*报", "本报", False),
        ("本+报", "本", False),
        ("本??报", "本报", False),
        ("本?+报", "本报", False),
        ("(?:本|据)?报", "本据报", False),
        ("(本)报", "本", False),
        ("(?<!电)讯", "讯", False),
        ("(?=讯)讯", "讯", False),
        (r"\b讯$", "讯", False),
        ("本?", "本", True),
        ("本?|报", "本报", True),
        ("", "", True),
    ],
)
def test_what_a_word_begins_with(pattern: str, first: str, empty: bool) -> None:
    """The characters that an expression can begin with, and whether it can be nothing."""
    chars, nothing = compiler._first(_parser.parse(pattern))
    assert (set(map(chr, chars)), nothing) == (set(first), empty)


@pytest.mark.parametrize("pattern", [".讯", "[^电]讯", r"\w讯", r"[\w]讯", "[一-鿿]讯", r"()\1讯"])
def test_word_that_begins_with_anything_is_refused(pattern: str) -> None:
    """A word that could begin anywhere would be tried everywhere."""
    with pytest.raises(GrammarError, match="can't begin with just any character"):
        compiler._first(_parser.parse(pattern))


_A, _B = rules.Kinds(frozenset("A")), rules.Kinds(frozenset("B"))
_WORDS = 'A: "a"\nB: "b"\n'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A", _A),
        ("A B", rules.Sequence((_A, _B))),
        ("A | B", rules.Choice((_A, _B))),
        ("(A | B) A", rules.Sequence((rules.Choice((_A, _B)), _A))),
        ("A | B A", rules.Choice((_A, rules.Sequence((_B, _A))))),
        ("A?", rules.Repeat(_A, 0, 1)),
        ("[A]", rules.Repeat(_A, 0, 1)),
        ("A*", rules.Repeat(_A, 0, None)),
        ("A+", rules.Repeat(_A, 1, None)),
        ("A~3", rules.Repeat(_A, 3, 3)),
        ("A~0..3", rules.Repeat(_A, 0, 3)),
        ("(A B)~1..2", rules.Repeat(rules.Sequence((_A, _B)), 1, 2)),
        ("other", rules.Named("other")),
    ],
)
def test_what_lark_leaves_of_a_rule(written: str, read: rules.Node) -> None:
    """Lark's loader hands over the rules as they are written: its trees are no public thing, and may change."""
    assert _rules_of(f"{_WORDS}other: B\nrule: {written}\n")["rule"] == read


def test_an_extended_rule_takes_either_way() -> None:
    """What a dialect adds to a rule stands beside what was there."""
    read = _rules_of(f"{_WORDS}rule: A A\n%extend rule: B\n")["rule"]
    made = rules.compile_rule("rule", {"rule": read}, {"A": "a", "B": "b"})
    assert [bool(re.fullmatch(made.pattern, text)) for text in ("aa", "b", "a", "ab")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('rule: A "b"\n', "made of terminals and other rules"),
        ("rule: A /b/\n", "made of terminals and other rules"),
        ("rule: A -> name\n", "made of terminals and other rules"),
        ("rule: A rule?\n", "rule rule takes itself: rule > rule"),
        ("rule: other\nother: A rule\n", "rule rule takes itself: rule > other > rule"),
    ],
)
def test_rule_of_another_make_is_refused(text: str, told: str) -> None:
    """A rule that this library has no use for is an error that says why."""
    with pytest.raises(GrammarError, match=told):
        rules.compile_rule("rule", _rules_of(_WORDS + text), {"A": "a", "B": "b"})


def test_rule_that_is_not_there_is_refused() -> None:
    """A rule that asks for another one that nobody wrote is an error that names both."""
    with pytest.raises(GrammarError, match="no rule other, which rule asks for"):
        rules.compile_rule("rule", {"rule": rules.Named("other")}, {})
    with pytest.raises(GrammarError, match="no rule rule, which the parser asks for"):
        rules.compile_rule("rule", {}, {})


# --- How long a rule can take ---------------------------------------------------------------------

#: How many steps a rule may take for a line of the longest: a step is one kind held against one token.
_ALLOWED = 100_000
_TOKENS = 70
#: How many lines are tried, and how many of the worst are kept to be changed.
_TRIES, _KEPT = 600, 12


def _steps(items: Any, begins: dict[int, int], text: str) -> tuple[dict[int, int], int]:
    """How often a backtracking matcher comes to each place behind some parsed items, and in how many steps.

    It begins at places, each so many times; each way through is one that the matcher goes when the line fails in the end.
    """
    steps = 0
    for kind, value in items:
        begins, more = _steps_of(str(kind), value, begins, text)
        steps += more
        if not begins:
            break
    return begins, steps


def _steps_of(
    kind: str, value: Any, begins: dict[int, int], text: str
) -> tuple[dict[int, int], int]:
    if kind in ("LITERAL", "IN"):
        chars = {value} if kind == "LITERAL" else {char for _, char in value}
        ends = {at + 1: n for at, n in begins.items() if at < len(text) and ord(text[at]) in chars}
        return ends, sum(begins.values())
    if kind == "SUBPATTERN":
        return _steps(value[3], begins, text)
    found: dict[int, int] = {}
    steps = 0
    if kind == "BRANCH":
        for way in value[1]:
            ends, more = _steps(way, begins, text)
            steps += more
            for at, n in ends.items():
                found[at] = found.get(at, 0) + n
        return found, steps
    assert kind == "MAX_REPEAT", kind
    least, most, item = value
    rounds = 0
    while begins and rounds <= min(most, len(text)):
        if rounds >= least:
            for at, n in begins.items():
                found[at] = found.get(at, 0) + n
        begins, more = _steps(item, begins, text)
        steps += more
        rounds += 1
    return found, steps


def _worst(pattern: str) -> tuple[int, str]:
    """The most steps found for a line of tokens, and the line.

    Lines repeat some tokens behind a few others; those that cost most are changed, and those that then cost most again.
    """
    chance, alphabet, tree = Random(1), _alphabet(pattern), _parser.parse(pattern)
    kept: list[tuple[int, str, str]] = []
    for _ in range(_TRIES):
        parts = (
            _changed(chance.choice(kept)[2], alphabet, chance)
            if chance.random() * 10 < len(kept)
            else ""
        )
        parts = parts or "".join(chance.choices(alphabet, k=chance.randint(1, 4)))
        head = chance.randrange(min(3, len(parts)))
        line = (parts[:head] + parts[head:] * _TOKENS)[:_TOKENS]
        if all(line != other for _, other, _ in kept):
            kept.append((_steps(tree, {0: 1}, line)[1], line, parts))
            kept = sorted(kept, reverse=True)[:_KEPT]
    return kept[0][:2]


def _changed(parts: str, alphabet: list[str], chance: Random) -> str:
    at = chance.randrange(len(parts))
    token = chance.choice(alphabet)
    return chance.choice(
        (
            parts[:at] + token + parts[at + 1 :],
            parts[:at] + token + parts[at:],
            parts[:at] + parts[at + 1 :],
        )
    )


def _alphabet(pattern: str) -> list[str]:
    """The kinds of a pattern, one for all that it tells apart nowhere."""
    classes = [set(c.strip("[]")) for c in re.findall(r"\[[^\]]*\]|[^\W_]", pattern)]
    seen: dict[tuple[bool, ...], str] = {}
    for char in sorted(set().union(*classes)):
        seen.setdefault(tuple(char in some for some in classes), char)
    return list(seen.values())


@pytest.mark.parametrize("name", sorted(_data(FOLDER / "words.lark")[0]["formulas"]))
def test_no_line_takes_a_rule_long(name: str) -> None:
    """Whatever stands on a line, a rule is through with it in a bounded number of steps: counted, not measured."""
    steps, line = _worst(_data(FOLDER / "words.lark")[0]["formulas"][name]["pattern"])
    assert steps <= _ALLOWED, (steps, line)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "steps"),
    [("ab*c", 3 * _TOKENS), ("(?:a|ab|b)*c", 2**30), ("(?:a?b?a?)*c", 2**30)],
)
def test_steps_are_counted(pattern: str, steps: int) -> None:
    """A rule that goes back and forth is told from one that does not."""
    counted, _ = _worst(pattern)
    assert counted >= steps if steps > _ALLOWED else counted <= steps
