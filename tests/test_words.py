"""Plain words: phrases that a reader has to decode stand neither in the pages nor in what the package says of itself."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: Brief by intention.
BRIEF = frozenset(("anatomy.md", "glossary.md"))  # fmt: skip
PAGES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in BRIEF),
]
MODULES = sorted((ROOT / "src").rglob("*.py"))
#: What is not written, and what is written instead: docs/contributing.md.
WORDS = {
    r"unless (it is )?told": "default: …",
    r"(which|that) (is|are) not at hand": "which was not provided",
    r"(a|an) \w+ that is none\b": "if … is not a …",
    r"at (its|the page's|a page's) head\b": "leading …",
    r"\bof one's own\b": "your own",
    r"\bdrawn pages\b": "generated pages",
    r"\ba line each\b": "one per line",
    r"\ba (story|page|block|line) a (row|line|file|story|role)\b": "one … per …",
    r"\btells? what (looks|is) wrong\b": "reports likely problems",
    r"\bwhoever\b": "anyone who, users who",
    r"\bgoes on on\b|\bgo on on\b": "continues on",
    r"\bit is all the same\b|\ball the same\b": "anyway, still",
    r"\bput to gether\b|\bmade whole\b": "joined",
}
#: The same for the package's own comments and docstrings, private ones included.
CODE_WORDS = {
    r"\banew\b": "again",
    r"\bat hand\b": "available, provided",
    r"\bhangs on\b": "depends on, is attached to",
    r"\bthat (?-i:is|are) (?-i:none)(?! of)\b": "unknown, invalid",
    r"\bthe same of\b": "the same for",
    r"\bwhat it is told\b": "its arguments",
}
UNWANTED = re.compile("|".join(f"(?:{phrase})" for phrase in WORDS), re.IGNORECASE)
UNWANTED_IN_CODE = re.compile(
    "|".join(f"(?:{phrase})" for phrase in WORDS | CODE_WORDS), re.IGNORECASE
)


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """The lines of a page that are neither code nor the examples of what is not written."""
    code = False
    for n, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code and not (page.name == "contributing.md" and line.startswith("|")):
            yield n, line


def messages(module: Path) -> Iterator[tuple[int, str]]:
    """The docstrings, messages and comments of a module."""
    text = module.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_are_in_plain_words(page: Path) -> None:
    found = [f"{n}: {hit.group()}" for n, line in prose(page) if (hit := UNWANTED.search(line))]
    assert found == []


def test_the_package_speaks_in_plain_words() -> None:
    found = [
        f"{module.relative_to(ROOT)}:{n}: {hit.group()}"
        for module in MODULES
        for n, text in messages(module)
        if (hit := UNWANTED_IN_CODE.search(text))
    ]
    assert found == []


def test_a_phrase_is_found() -> None:
    assert UNWANTED.search("all unless told")
    assert UNWANTED.search("a date that is none")
    assert not UNWANTED.search("default: all")
