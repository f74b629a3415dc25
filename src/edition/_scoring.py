"""The command ``edition score``: measures parsing accuracy on labelled pages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from edition._standoff_reader import checked_rows
from edition._text.output import Output, Refused
from edition._text.terminal import cells, cut, printable
from edition.evaluation import Count, Evaluation, Gold, compared, evaluate, gold_in
from edition.formats._json_text import values
from edition.formats.errors import FormatError
from edition.models import Model
from edition.pages import parse

#: How wide the column of names is at least and at most, one of figures, and one of counts.
_LEAST, _MOST, _FIGURE, _COUNT = 12, 32, 16, 8


def score(options: argparse.Namespace, out: Output) -> int:
    """Score the pages of some folders and print the figures; returns the exit status."""
    found = {
        folder: {gold.name: _judged(gold, options) for gold in _pages(folder, options.encoding)}
        for folder in options.gold
    }
    if options.json:
        out.json({folder: _told(pages) for folder, pages in found.items()})
        return 0
    whole = [one for pages in found.values() for one in pages.values()]
    tables = [(folder, pages if options.pages else {}, [*pages.values()]) for folder, pages in found.items()]  # fmt: skip
    if len(found) > 1:
        tables.append(("all", {}, whole))
    names = [name for folder, pages, _ in tables for name in (folder, *pages)]
    room = min(max(_LEAST, *[cells(name) + 2 for name in names]), _MOST)
    lines = [line for table in tables for line in _table(*table, room)]
    if options.roles:
        lines += _by_role(sum(whole, Evaluation()), room)
    for line in lines:
        out.line(line)
    return 0


def _pages(folder: str, encoding: str) -> list[Gold]:
    """The pages of a folder. Raises Refused where a file is broken, and where there is none."""
    try:
        found, wrong = gold_in(folder, encoding)
    except OSError as problem:
        raise Refused(f"{printable(folder)}: {problem.strerror or problem}") from None
    except LookupError as problem:
        raise Refused(f"can't decode with {printable(encoding)!r}: {problem}") from None
    if wrong:
        raise Refused("\n".join(map(printable, wrong)))
    if not found:
        raise Refused(
            f"{printable(folder)}: no labelled pages; a labelled page is NAME.txt with NAME.json beside it"
        )
    return [gold for _, gold in found]


def _judged(gold: Gold, options: argparse.Namespace) -> Evaluation:
    """How right a page is read: by a parse, or in the file of its name in another folder."""
    model: Model | None = options.model
    if options.pred is None:
        return evaluate([gold], [parse(gold.text, model=model)])
    path = Path(options.pred) / f"{gold.name}.json"
    try:
        rows = checked_rows(gold.text, values(path.read_bytes()))
    except OSError as problem:
        raise Refused(f"{printable(str(path))}: {problem.strerror or problem}") from None
    except FormatError as problem:
        raise Refused(f"{printable(str(path))}: {printable(str(problem))}") from None
    # Roles alone do not tell whether the page is written back.
    return evolve(compared(gold.text, gold.rows, rows), pages=Count(1, 1, 1))


def _told(pages: Mapping[str, Evaluation]) -> dict[str, object]:
    return {
        "all": _rounded(sum(pages.values(), Evaluation())),
        "pages": {name: _rounded(one) for name, one in pages.items()},
    }


def _rounded(one: Evaluation) -> dict[str, float]:
    return {name: round(value, 1) for name, value in one.figures.items()}


def _table(
    name: str, pages: Mapping[str, Evaluation], all_of: Sequence[Evaluation], room: int
) -> Iterator[str]:
    """A line with the names of the figures, a line for each of some pages, and one for all."""
    yield _padded(name, room) + "".join(f"{figure:>{_FIGURE}}" for figure in Evaluation().figures)
    count = f"{len(all_of):,} page{'' if len(all_of) == 1 else 's'}"
    for row, one in (*pages.items(), (count, sum(all_of, Evaluation()))):
        values = "".join(f"{value:{_FIGURE}.1f}" for value in one.figures.values())
        yield _padded(f"  {row}", room) + values


def _padded(name: str, room: int) -> str:
    shown = cut(printable(name), room)
    return shown + " " * (room - cells(shown))


def _by_role(one: Evaluation, room: int) -> Iterator[str]:
    """A line for each role: how often it is there, was found, and is right."""
    heads = ("there", "found", "right", "F1")
    yield _padded("role", room) + "".join(f"{head:>{_COUNT}}" for head in heads)
    for role, count in one.roles.items():
        numbers = "".join(f"{n:{_COUNT},}" for n in (count.there, count.found, count.right))
        yield f"{_padded(f'  {role}', room)}{numbers}{count.f1:{_COUNT}.1f}"
