"""What a terminal can begin with, end with and needs, held against what it matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition._chars import ANY, begins, ends, needs
from edition._grammar import base, dialect, dialect_names

ROOT = Path(__file__).parents[1]


def _has(chars: tuple[tuple[int, int], ...], char: str) -> bool:
    return any(low <= ord(char) < high for low, high in chars)


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
    patterns = {
        (name, dialect(which).pattern(name))
        for which in dialect_names()
        for name in base().terminals
    }
    lines = {
        line
        for folder in ("examples", "tests/data")
        for file in sorted((ROOT / folder).rglob("*.txt"))
        for line in file.read_bytes().decode("utf-8").split("\n")
    }
    seen = set()
    for name, pattern in patterns:
        chars = begins(pattern.pattern), ends(pattern.pattern), needs(pattern.pattern)
        for line in lines:
            match = pattern.search(line)
            if match is None:
                continue
            seen.add(name)
            if not match.group():
                assert chars == (ANY, ANY, ANY)
                continue
            assert _has(chars[0], match.group()[0])
            assert _has(chars[1], match.group()[-1])
            assert any(_has(chars[2], char) for char in match.group())
    assert len(seen) > 0.9 * len(base().terminals)
