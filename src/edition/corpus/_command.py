"""The commands ``edition corpus`` and ``edition query``."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO, TypeAlias

from edition._signals import StoppedError, stoppable
from edition._text.output import Output, Refused, say
from edition._text.terminal import cells, cut, printable
from edition.corpus._inputs import Inputs, Options
from edition.corpus._manifest import CorpusError, read_manifest
from edition.corpus._model import FIELDS, Failure
from edition.corpus._query import connect
from edition.corpus._readers import Source
from edition.corpus._store import Tally, failures, write_corpus
from edition.errors import MissingExtraError

if TYPE_CHECKING:
    import duckdb

#: A row of an answer.
Row: TypeAlias = tuple[object, ...]

_BAR = 24
#: How often the progress is drawn, in seconds.
_EVERY = 0.2
#: How many rows of an answer are held at a time.
_AT_A_TIME = 1000
#: What a column of an answer has at least, in a terminal's cells.
_LEAST_WIDTH = 24
#: How many failures are named when a corpus is written.
_NAMED = 5


def corpus(options: argparse.Namespace, out: Output) -> int:
    """Write a corpus; the exit status: 1 if anything failed, and as a shell tells it where a signal ended it."""
    try:
        with stoppable():
            return _corpus(options, out)
    except StoppedError as stopped:
        try:
            done = _count(len(read_manifest(options.out).parts), "part")
            state = f"stopped with {done} written; --resume goes on"
        except CorpusError:
            state = "stopped before anything was written"
        say(f"edition: {printable(options.out)}: {state}\n")
        return 128 + stopped.signal


def _corpus(options: argparse.Namespace, out: Output) -> int:
    fields = dict(pair.partition("=")[::2] for pair in options.field)
    if not all(fields.values()) or not fields.keys() <= FIELDS:
        known = ", ".join(sorted(FIELDS))
        raise Refused(f"--field takes OURS=THEIRS, as in --field text=content; ours are {known}")
    progress = None
    try:
        asked = Options(
            kind=options.kind,
            encoding=options.encoding,
            paper=options.paper,
            fields=fields,
            largest=options.largest,
        )
        inputs = Inputs(options.inputs, asked, out=options.out)
        if sys.stderr.isatty():
            progress = _Progress(inputs, sys.stderr)
        tally = write_corpus(
            _some(inputs, iter(inputs) if progress is None else progress.watched()),
            options.out,
            workers=options.workers,
            resume=options.resume,
            model=options.model,
            part=options.part,
            asked={
                "inputs": inputs.paths,
                "kind": options.kind,
                "encoding": options.encoding,
                "paper": options.paper,
                "fields": fields,
                "largest": options.largest,
            },
            progress=progress,
        )
    except (ValueError, MissingExtraError) as problem:
        raise Refused(f"{printable(options.out)}: {printable(str(problem))}") from None
    except OSError as problem:
        where = printable(str(problem.filename or options.out))
        raise Refused(f"{where}: {problem.strerror or problem}") from None
    finally:
        if progress is not None:
            progress.end()
    for line in _closing(tally, inputs):
        out.line(line)
    if not tally.rows["errors"]:
        return 0
    out.stream.flush()
    for name, message in islice(failures(options.out), _NAMED):
        say(f"edition: {printable(name)}: {printable(message)}\n")
    if tally.rows["errors"] > _NAMED:
        rest = tally.rows["errors"] - _NAMED
        say(f"edition: and {rest:,} more, in the table errors\n")
    return 1


def _some(inputs: Inputs, documents: Iterator[Source]) -> Iterator[Source]:
    """The documents again. Raises Refused if there are none, nor anything else that was named."""
    nothing: list[Failure] = []
    for document in documents:
        if isinstance(document, Failure) and document.origin.id in inputs.paths:
            nothing.append(document)
        else:
            return chain(nothing, [document], documents)
    reasons = [f"{printable(f.origin.id)}: {printable(f.message)}" for f in nothing]
    if inputs.passed_over:
        reasons.append(f"passed over, as of no kind that is read: {_passed_over(inputs)}")
    names = printable(", ".join(inputs.paths))
    raise Refused("\n".join(reasons or [f"{names}: nothing to read in there"]))


def _closing(tally: Tally, inputs: Inputs) -> Iterator[str]:
    rows = tally.rows
    yield (
        f"{_count(rows['pages'], 'page')}, {_count(rows['articles'], 'article')}, "
        f"{_count(rows['blocks'], 'block')}, {_count(rows['errors'], 'error')} "
        f"from {_count(tally.documents, 'document')}"
    )
    for kind, count in sorted(tally.errors.items()):
        yield f"  {count:,} {kind}"
    if inputs.passed_over:
        yield f"passed over, as of no kind that is read: {_passed_over(inputs)}"
    rate = tally.pages / tally.seconds if tally.seconds else 0.0
    there = f"; {tally.resumed} of {tally.parts} parts were there" if tally.resumed else ""
    yield f"{_count(tally.pages, 'page')} in {_time(tally.seconds)}, {rate:,.0f} a second{there}"


def _passed_over(inputs: Inputs) -> str:
    return ", ".join([f"{n:,} {printable(end)}" for end, n in inputs.passed_over.most_common(8)])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


class _Progress:
    """A line on the terminal: how far, how fast, how long still."""

    def __init__(self, inputs: Inputs, stream: TextIO) -> None:
        self._inputs = inputs
        self._stream = stream
        self._size = inputs.size()
        self._began = time.monotonic()
        self._drawn = 0.0
        self._skipped = 0
        # Where each document ends that was read and is not done.
        self._ends: deque[int] = deque()
        self._documents = self._done = 0

    def watched(self) -> Iterator[Source]:
        """The inputs, as they are read."""
        for document in self._inputs:
            self._ends.append(self._inputs.position())
            yield document

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        while self._documents < tally.documents:
            self._done = self._ends.popleft()
            self._documents += 1
        done = self._done
        if not tally.pages:  # only passing what was done before
            self._skipped, self._began = done, now
        if now - self._drawn < _EVERY:
            return
        self._drawn = now
        passed = now - self._began
        share = min(done / self._size, 1.0) if self._size else 1.0
        bar = "#" * int(share * _BAR)
        rate = tally.pages / passed if passed else 0.0
        left = ""
        if passed > 1 and done > self._skipped:
            left = f", {_time(passed * (self._size - done) / (done - self._skipped))} left"
        errors = f", {_count(tally.rows['errors'], 'error')}" if tally.rows["errors"] else ""
        line = f"[{bar:<{_BAR}}] {share:4.0%} {_count(tally.rows['pages'], 'page')}, {rate:,.0f} a second{errors}{left}"
        self._stream.write(f"\r{line}\x1b[K")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line to what is printed next."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _time(seconds: float) -> str:
    """A span of time as people say it: 9 s, 12 min, 3 h 20 min."""
    if seconds < 100:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def query(options: argparse.Namespace, out: Output) -> int:
    """Answer a question in SQL: a table for people, or CSV or JSON for programs."""
    try:
        connection = connect(options.folder, locked=not options.unsafe)
        _tell_unfinished(options.folder)
    except (CorpusError, MissingExtraError) as problem:
        raise Refused(_shown(problem)) from None
    import duckdb

    try:
        if not connection.extract_statements(options.sql):
            raise Refused(
                'no question in that SQL; ask one such as "SELECT headline FROM articles"'
            )
        answer = connection.execute(options.sql)
        names = [str(column[0]) for column in answer.description or ()]
    # What Arrow finds wrong with a part, it raises itself; and what is no text, Python.
    except (duckdb.Error, OSError, ValueError) as problem:
        raise Refused(_shown(problem)) from None
    batches = _fetched(answer) if names else iter(())
    first = next(batches, [])  # before anything is written: what can go wrong mostly shows there
    rows = chain(first, chain.from_iterable(batches))
    if options.json:
        keys = list(_told_apart(names))
        out.array(dict(zip(keys, map(_as_json, row), strict=True)) for row in rows)
    elif options.csv:
        _write_csv(chain([names], rows), out)
    else:
        for line in _table(names, first, chain.from_iterable(batches), out.width):
            out.line(line)
    return 0


def _fetched(answer: duckdb.DuckDBPyConnection) -> Iterator[list[Row]]:
    """The rows of an answer, some at a time. Raises Refused where they can't be had."""
    import duckdb

    while True:
        try:
            rows: list[Row] = answer.fetchmany(_AT_A_TIME)
        except (duckdb.Error, OSError, ValueError) as problem:
            raise Refused(_shown(problem)) from None
        if not rows:
            return
        yield rows


def _tell_unfinished(folder: str) -> None:
    """Say on standard error what a corpus has not, or not yet."""
    found = read_manifest(folder)
    if found.complete:
        return
    state = "damaged" if found.damaged else "not finished"
    parts = _count(len(found.parts), "part")
    say(f"edition: {printable(folder)}: {state}; what is asked are the first {parts}\n")


def _shown(problem: Exception) -> str:
    """What is wrong, for a terminal: it may say what stands on a page."""
    return "\n".join([printable(line) for line in str(problem).split("\n")])


def _told_apart(names: list[str]) -> Iterator[str]:
    """Names of columns as keys: of two that are one, the second gets a number, as DuckDB gives it in a subquery."""
    seen = set[str]()
    for name in names:
        key, n = name, 0
        while key in seen or (n and key in names):
            n += 1
            key = f"{name}_{n}"
        seen.add(key)
        yield key


def _write_csv(rows: Iterable[Sequence[object]], out: Output) -> None:
    """Rows as CSV, always in UTF-8; a terminal is shown what it would obey."""
    for row in rows:
        text = StringIO()
        shown = ["" if cell is None else printable(str(cell)) for cell in row]
        csv.writer(text, lineterminator="\n").writerow(shown if out.stream.isatty() else row)
        out.utf8(text.getvalue())


def _as_json(value: object) -> object:
    """A value of a table as plain data: dates as text, and null for NaN."""
    if isinstance(value, dict):
        return {str(key): _as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _table(names: list[str], first: list[Row], rest: Iterable[Row], room: int) -> Iterator[str]:
    """Rows in columns as wide as the widest of the first rows' cells; cells are cut, and where a line has no room, columns."""
    lines = [list(map(printable, names)), *[[_cell(value) for value in row] for row in first]]
    widths = [max(cells(line[n]) for line in lines) for n in range(len(names))]
    if sum(widths) + 2 * len(widths) > room:
        most = max(room // max(len(widths), 1) - 2, _LEAST_WIDTH)
        widths = [min(width, most) for width in widths]
    yield _fitted(lines[0], widths, room)
    yield cut("  ".join(["-" * width for width in widths]), room)
    for line in lines[1:]:
        yield _fitted(line, widths, room)
    for row in rest:
        yield _fitted(list(map(_cell, row)), widths, room)


def _fitted(line: list[str], widths: list[int], room: int) -> str:
    """A line of a table, each cell as wide as its column, no wider than the terminal."""
    fitted = [cut(cell, width) for cell, width in zip(line, widths, strict=True)]
    return cut("  ".join([cell + " " * (width - cells(cell)) for cell, width in zip(fitted, widths, strict=True)]).rstrip(), room)  # fmt: skip


def _cell(value: object) -> str:
    plain = _as_json(value)
    if isinstance(plain, list | dict):
        plain = json.dumps(plain, ensure_ascii=False)
    return printable("" if plain is None else str(plain))
