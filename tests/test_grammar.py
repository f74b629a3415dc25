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
from hypothesis import given
from hypothesis import strategies as st
from lark.exceptions import GrammarError

from edition._grammar import compiler, expressions, layout, rules
from edition._grammar.compiled import Grammar, GrammarData, WayData, dialect, dialect_names
from edition._grammar.letters import ANY_HAN
from edition._text.folding import fold

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
    formulas: dict[str, list[WayData]] = {}
    for name in every.keys() - layout.layout_rules(every):
        made = rules.compile_rule(name, every, data["words"]["codes"])
        formulas[name] = [
            {"pattern": way.pattern, "groups": list(way.groups), "begins": None, "needs": None}
            for way in made.ways
        ]
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


_ANY = ANY_HAN
#: Lines of the examples, also with a blank behind each character, and lines of what they are made of, in any order.
_EXAMPLES = [line for _, _, examples in RULES for _, line in examples]
_PARTS = sorted({part for line in _EXAMPLES for part in re.findall(r"\w+|.", line)})
_LINES = st.one_of(
    st.sampled_from(_EXAMPLES),
    st.sampled_from(_EXAMPLES).map(" ".join),
    st.lists(st.sampled_from(_PARTS), max_size=8).map("".join),
    st.text(st.sampled_from("".join(_PARTS)), max_size=12),
    st.text(max_size=12),
)


@pytest.mark.parametrize(
    ("pattern", "begins", "ends", "needs"),
    [
        ("记者", "记", "者", "记"),
        ("记者|通讯员", "记通", "者员", "记讯"),
        ("[记通]讯", "记通", "讯", "讯"),
        ("[一-三]月", "一丁丂七丄丅丆万丈三", "月", "月"),
        ("本?报", "本报", "报", "报"),
        ("本*报", "本报", "报", "报"),
        ("本+报", "本", "报", "报"),
        ("报本??", "报", "报本", "报"),
        ("本?+报", "本报", "报", "报"),
        ("(?>本报)社", "本", "社", "报"),
        ("(?:本|据)?报", "本据报", "报", "报"),
        ("(本)报", "本", "报", "报"),
        ("(?<!电)讯", "讯", "讯", "讯"),
        ("(?=讯)讯(?=:)", "讯", "讯", "讯"),
        (r"\b讯$", "讯", "讯", "讯"),
        ("[0-9]月[0-9]", "0123456789", "0123456789", "月"),
        ("[㐀-鿿]{2}报", _ANY, "报", "报"),
        (r"[^\W\d\x00-\xff]报", _ANY, "报", "报"),
        ("[:㐀-鿿]报", _ANY + ":", "报", "报"),
        ("本?", None, None, None),
        ("本?|报", None, None, None),
        ("", None, None, None),
        (".讯.", None, None, "讯"),
        ("[^电]讯[^电]", None, None, "讯"),
        (r"\w讯\w", None, None, "讯"),
        ("[一-鿿]讯[一-鿿]", None, None, "讯"),
        (r"()\1讯", None, "讯", "讯"),
        ("(?i:ap)讯", None, "讯", "讯"),
        ("(?i)ap", None, None, None),
    ],
)
def test_what_an_expression_tells_of_its_matches(
    pattern: str, begins: str | None, ends: str | None, needs: str | None
) -> None:
    """The characters that they begin with, end with, and of which each has one."""
    told = (
        expressions.beginnings(pattern),
        expressions.endings(pattern),
        expressions.needed(pattern),
    )
    assert told == tuple(None if one is None else frozenset(one) for one in (begins, ends, needs))


def test_categories_of_characters() -> None:
    """A digit is any that Python's expressions take for one."""
    assert expressions.beginnings(r"\d月") == frozenset(
        c for c in map(chr, range(0x110000)) if c.isdecimal()
    )
    assert expressions.beginnings(r"[\s本]报") == frozenset(
        c for c in map(chr, range(0x110000)) if c.isspace() or c == "本"
    )


@pytest.mark.parametrize(
    ("pattern", "second"),
    [
        ("报讯", "讯"),
        ("报?讯.", None),
        ("报?讯电", "讯电"),
        ("(?:报|快报)[讯电]", "讯电报"),
        ("报(?:讯|电)?", None),
        ("报{2,3}讯", "报"),
        ("报+讯", "报讯"),
        ("(?<=本)报(?=讯)", None),
        ("报(?!社)[讯电]", "讯电"),
        ("(?:报?)*讯", None),
        ("(?i)ab", None),
        ("报[㐀-鿿]", ANY_HAN),
    ],
)
def test_what_stands_second(pattern: str, second: str | None) -> None:
    """The characters that stand second in a match, where they are few and there is always one."""
    found = expressions.seconds(pattern)
    assert found == (None if second is None else frozenset(second))


@pytest.mark.parametrize(
    ("pattern", "within"),
    [
        ("本报[讯电]?", "本报讯电"),
        ("(?<!水)电(?=:)", "电"),
        ("(?:社|报)+", "社报"),
        ("《[^》]*》", None),
        ("本.报", None),
    ],
)
def test_what_stands_in_matches(pattern: str, within: str | None) -> None:
    """All characters that a match can have."""
    assert expressions.contained(pattern) == (None if within is None else frozenset(within))


def test_expressions_of_one_class() -> None:
    """What they match, they match wherever it stands."""
    assert expressions.single("[,、;]") == set(",、;")
    assert expressions.single(":") == {":"}
    assert not expressions.single("—+")
    assert not expressions.single(":(?=,)")


@pytest.mark.parametrize("pattern", [".讯", "[^电]讯", r"\w讯", r"[\w]讯", "[㐀-鿿]讯", r"()\1讯"])
def test_word_that_begins_with_anything_is_refused(pattern: str) -> None:
    """A word that could begin anywhere would be tried everywhere."""
    with pytest.raises(GrammarError, match="can't begin with just any character"):
        compiler._word("WORD", pattern)


@pytest.mark.parametrize("name", dialect_names())
@given(data=st.data())
def test_letters_rule_out_nothing_that_is_there(name: str, data: st.DataObject) -> None:
    """A formula or a cue that a line has is among those that its letters leave possible."""
    grammar = dialect(name)
    letters = grammar.letters
    line = fold(data.draw(_LINES))
    inside, within = letters.inside(line)
    head, end = letters.at_head(line), letters.at_end(line)
    scan = grammar.scan(line)
    for formula in grammar._data["formulas"]:
        if grammar.opening(formula, scan):
            assert inside & head & letters.bits[formula], formula
        if grammar.whole(formula, scan):
            assert within & head & end & letters.bits[formula], formula
    for cue in grammar._data["cues"].keys() - {"DIALECT_INSIDE", "WIDE_BLANK_INSIDE"}:
        bit, found = letters.bits[cue], grammar.pattern(cue)
        if cue.endswith(("_OPENING", "_LINE")) and found.match(line):
            assert inside & head & bit, cue
        if cue.endswith("_LINE") and found.match(line):
            assert within & end & bit, cue
        if cue.endswith("_ENDING") and found.search(line):
            assert inside & end & bit, cue
        if cue.endswith("_INSIDE") and found.search(line):
            assert inside & bit, cue


_A, _B = rules.Kinds(frozenset("A")), rules.Kinds(frozenset("B"))
_WORDS = 'A: "a"\nB: "b"\n'
_LONG_PATTERN = "ab" * 40


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
    (way,) = made.ways
    assert [bool(re.fullmatch(way.pattern, text)) for text in ("aa", "b", "a", "ab")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("rule: A | B A\n", ["(?:ba|a)"]),
        ("rule: long | B A\n", [_LONG_PATTERN, "ba"]),
        ("rule: A? (long | B A)\n", [f"a?{_LONG_PATTERN}", "a?ba"]),
        ("rule: (A B)? (long | B A)\n", [f"(?:ab)?(?:{_LONG_PATTERN}|ba)"]),
        ("people: long | B A\nrule: A? people B\n", [f"a?({_LONG_PATTERN})b", "a?(ba)b"]),
    ],
)
def test_a_long_rule_is_taken_apart(text: str, ways: list[str]) -> None:
    """Of a short rule the expression is one; of a long one each way is one of its own, compiled when a line could be that."""
    every = _rules_of(f"{_WORDS}long: {' '.join('AB' * 40)}\n{text}")
    made = rules.compile_rule("rule", every, {"A": "a", "B": "b"})
    assert [way.pattern for way in made.ways] == ways


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
    ways = _data(FOLDER / "words.lark")[0]["formulas"][name]
    steps, line = _worst("|".join(way["pattern"] for way in ways))
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
