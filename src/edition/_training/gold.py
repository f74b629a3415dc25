"""The pages that a model is taught: read from folders, checked, and what of them can't be learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from attrs import frozen

from edition._grammar.compiled import DialectMark, Grammar
from edition._grammar.dialects import grammar_for
from edition._parser.decode import Allowed
from edition._training.truth import Known, Span
from edition.evaluation import Gold, gold_in


@frozen
class Page:
    """A page to be learned from."""

    file: str
    """The file of its truth."""
    text: str
    spans: Sequence[Span]
    share: float
    grammar: Grammar


@frozen
class Problem:
    """What does not go together in a file."""

    file: str
    message: str
    line: int | None = None
    """The line of the page's text, from 1."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"


def pages(folder: str, share: float, encoding: str) -> tuple[list[Page], list[str]]:
    """The pages of a folder, and a line for each file that is broken. Raises as :func:`edition.evaluation.gold_in` does."""
    found, wrong = gold_in(folder, encoding)
    return [
        Page(str(path), gold.text, gold.rows, share, _grammar(gold)) for path, gold in found
    ], wrong


def _grammar(gold: Gold) -> Grammar:
    """The grammar of the dialect that a truth names, where this process knows it; else the page tells."""
    told = gold.data.get("dialect")
    if told is not None:
        try:
            return grammar_for(gold.text, DialectMark(told["name"], told["digest"]))
        except ValueError:
            pass
    return grammar_for(gold.text, None)


def inconsistent(
    taught: Sequence[Page], read: Sequence[Known], impossible: Sequence[Sequence[int]]
) -> Iterator[Problem]:
    """What does not go together: lines that no reading takes as they are told, and pages of which two files tell two things."""
    for page, one, lines in zip(taught, read, impossible, strict=True):
        for n in lines:
            line = one.lines[n].logical.lines[0]
            yield Problem(
                page.file,
                f"the parser can't read this line as {_named(one.right[n])}; it is skipped",
                page.text.count("\n", 0, line.start + len(line.indent)) + 1,
            )
    files: dict[str, Page] = {}
    for page in taught:
        other = files.setdefault(page.text, page)
        if other is not page and _roles(other) != _roles(page):
            yield Problem(page.file, f"has the same text as {other.file}, but other labels")


def _named(right: Allowed) -> str:
    roles = sorted({role for role, _ in right or ()})
    return "a story's" if len(roles) > 2 else " or ".join(map(repr, roles))


def _roles(page: Page) -> list[tuple[int, int, str]]:
    return [(cast(int, s["start"]), cast(int, s["end"]), cast(str, s["role"])) for s in page.spans]
