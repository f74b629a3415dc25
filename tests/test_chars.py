"""What a terminal can begin with, end with and needs, held against what it matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition._grammar.chars import ANY, begins, ends, needs
from edition._grammar.compiled import _holds, base, dialect, dialect_names

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("pattern", "first", "last", "one_of"),
    [
        ("摄影?", "摄", "摄影", "摄"),
        ("(?:本报|新华社)讯", "本新", "讯", "讯"),
        ("[甲乙]{0,3}丙", "甲乙丙", "丙", "丙"),
        ("[^a]b", None, "b", "b"),
        ("(?=图)[图上]", "图上", "图上", "图上"),
        ("a|b?", None, None, None),
        ("(?>ab)c{2}", "a", "c", "a"),
        (r"\w丁", None, "丁", "丁"),
        (r"[^\Wa]丁", None, "丁", "丁"),
    ],
)
def test_characters_of_a_pattern(
    pattern: str, first: str | None, last: str | None, one_of: str | None
) -> None:
    """None stands for more characters than are worth a look."""
    found = begins(pattern), ends(pattern), needs(pattern)
    for chars, expected in zip(found, (first, last, one_of), strict=True):
        if expected is None:
            assert chars == ANY or sum(high - low for low, high in chars) > 300
        else:
            assert "".join(chr(c) for low, high in chars for c in range(low, high)) == "".join(
                sorted(expected)
            )


def test_no_match_is_ruled_out() -> None:
    """Whatever a terminal matches on a page begins, ends and holds what was worked out from it."""
    asked = {
        (name, grammar.pattern(name), (chars["begins"], chars["ends"], chars["needs"]))
        for grammar in map(dialect, dialect_names())
        for name in grammar.terminals
        for chars in [grammar._chars[name]]
    }
    lines = {
        line
        for folder in ("examples", "tests/data")
        for file in sorted((ROOT / folder).rglob("*.txt"))
        for line in file.read_bytes().decode("utf-8").split("\n")
    }
    seen = set()
    for name, pattern, (begin, end, need) in asked:
        for line in lines:
            match = pattern.search(line)
            if match is None:
                continue
            seen.add(name)
            if not match.group():
                assert (begin, end, need) == ("\0", "\0", None)
                continue
            assert _holds(begin, match.group()[0])
            assert _holds(end, match.group()[-1])
            assert need is None or not set(need).isdisjoint(match.group())
    assert len(seen) > 0.9 * len(base().terminals)
