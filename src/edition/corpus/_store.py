"""A corpus on disk: Parquet parts that are whole or not there, and a manifest of those that are done.

    OUT/manifest.jsonl            what was asked for; then a line for each part; last, that all is done
    OUT/pages/part-00000.parquet  and likewise articles, blocks, errors

A part holds so many documents, in the order in which they come. It is written beside its place under another name, forced
to the disk and renamed, table by table; then the manifest gets its line. Whatever is killed in between, a part without a
line is written anew, from the same documents under the same names: nothing is lost and nothing doubled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import IO, Any, TypedDict

from attrs import define, field, frozen

from edition.corpus._model import Document, Failure, Result, Source, SourcePage
from edition.corpus._parsing import apart, batched, parsed
from edition.corpus._pool import Died, processors, run
from edition.corpus.tables import TABLES, VERSION, TableName, batch, gathered, schema
from edition.dialects import Dialect

MANIFEST = "manifest.jsonl"
#: How many documents a part has, and how many bytes of them are held in memory at most, if that is more than one.
PART = 1000
_BYTES = 32 * 2**20
#: How many pages' rows a process gathers before it writes them.
_ROW_GROUP = 200


class CorpusError(ValueError):
    """A corpus can't be written, or gone on with, as it was asked for; the message says why."""


class Part(TypedDict):
    """A part of a corpus that is done."""

    part: int
    documents: int
    digest: str
    """Of the documents' ids and sizes."""
    rows: dict[str, int]
    """How many rows each table got."""
    errors: dict[str, int]
    """How many errors there are of each kind."""


@define
class Tally:
    """What a run made."""

    parts: int = 0
    resumed: int = 0
    """How many of the parts were there already."""
    documents: int = 0
    rows: Counter[str] = field(factory=Counter)
    """How many rows each table has."""
    errors: Counter[str] = field(factory=Counter)
    """How many errors there are of each kind."""
    seconds: float = 0.0
    """How long it took this time."""
    pages: int = 0
    """How many pages were parsed this time."""


@frozen(weakref_slot=False)
class _Job:
    """A part to be written."""

    folder: str
    number: int
    sources: tuple[Source, ...]
    dialect: Dialect | str | None


@define
class _Written:
    """What a part got."""

    rows: Counter[str] = field(factory=Counter)
    errors: Counter[str] = field(factory=Counter)


def write_corpus(
    sources: Iterable[Source],
    folder: str | os.PathLike[str],
    *,
    workers: int | None = None,
    resume: bool = False,
    dialect: Dialect | str | None = None,
    part: int = PART,
    asked: Mapping[str, object] | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Parse a corpus and write its tables into a folder, in parts of so many documents.

    ``resume`` goes on where an earlier run was stopped, however it was: the sources have to be the same, in the same
    order, and so have ``part`` and what was ``asked`` (any plain data that says what the sources are). ``progress`` is told
    how far it is after each part. Memory is bounded by the parts under way, not by the corpus.

    Raises CorpusError where the folder holds a corpus already and ``resume`` is not set, where it can't go on with the one
    that is there, and where another process writes it; ValueError for fewer than one worker or document a part; OSError where the disk is full or not writable; MissingExtraError
    without pyarrow.
    """
    count = processors() if workers is None else workers
    if count < 1 or part < 1:
        raise ValueError(
            f"a corpus has at least one worker and one document a part, not {count} and {part}"
        )
    for table in TABLES:
        schema(table)
    root = Path(folder)
    made = not root.exists()
    root.mkdir(parents=True, exist_ok=True)
    name = dialect.name if isinstance(dialect, Dialect) else dialect
    header = {
        "corpus": VERSION,
        "edition": metadata.version("edition-dom"),
        "part": part,
        "dialect": name,
        "asked": dict(asked or {}),
    }
    began = time.monotonic()
    tally = Tally()
    with (
        _locked(root / MANIFEST) as manifest,
        _begun(manifest, header, resume=resume, tally=tally, made=root if made else None) as done,
    ):
        for table in TABLES:
            (root / table).mkdir(exist_ok=True)
            for leftover in (root / table).glob(".*.tmp"):
                leftover.unlink(missing_ok=True)
        digests: dict[int, tuple[int, str]] = {}

        def jobs() -> Iterator[_Job]:
            for number, documents in enumerate(batched(sources, part, _BYTES, _held)):
                digest = _digest(documents)
                if number < len(done):
                    if done[number]["digest"] != digest:
                        first = documents[0].origin.id
                        raise CorpusError(
                            f"what is read has changed since: part {number}, which begins with {first}, is another now"
                        )
                    tally.resumed += 1
                    _add(tally, done[number])
                    if progress is not None:
                        progress(tally)
                    continue
                digests[number] = (len(documents), digest)
                yield _Job(str(root), number, tuple(documents), dialect)

        for result in run(_write, jobs(), workers=count):
            written = _rewritten(result.task) if isinstance(result, Died) else result
            number = tally.parts
            documents, digest = digests.pop(number)
            line = Part(
                part=number,
                documents=documents,
                digest=digest,
                rows=dict(written.rows),
                errors=dict(written.errors),
            )
            _append(manifest, line)
            _add(tally, line)
            tally.pages += line["rows"].get("pages", 0)
            tally.seconds = time.monotonic() - began
            if progress is not None:
                progress(tally)
        if tally.parts < len(done):
            raise CorpusError(
                f"what is read has changed since: it had {len(done)} parts, and has {tally.parts} now"
            )
        _append(manifest, {"done": True, "parts": tally.parts, "rows": dict(tally.rows)})
    tally.seconds = time.monotonic() - began
    return tally


def _held(source: Source) -> int:
    """How many bytes of a source are in memory: none of a file that is read where it is parsed."""
    if isinstance(source, Document):
        return len(source.data or b"")
    return len(source.text) * 3 if isinstance(source, SourcePage) else 0


def _digest(documents: Iterable[Source]) -> str:
    """What tells one part's documents from others."""
    found = hashlib.sha256()
    for document in documents:
        size = document.size if isinstance(document, Document | Failure) else len(document.text)
        found.update(f"{document.origin.id}\0{size}\0".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _add(tally: Tally, part: Part) -> None:
    tally.parts += 1
    tally.documents += part["documents"]
    tally.rows.update(part["rows"])
    tally.errors.update(part["errors"])


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The manifest, open and locked against other processes as long as this one lives."""
    with path.open("a+b") as manifest:
        with suppress(
            ImportError
        ):  # where there are no such locks, two runs at once are the user's to avoid
            import fcntl

            try:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CorpusError(f"another process is writing {path.parent}") from None
        yield manifest


@contextmanager
def _begun(
    manifest: IO[bytes],
    header: Mapping[str, object],
    *,
    resume: bool,
    tally: Tally,
    made: Path | None,
) -> Iterator[list[Part]]:
    """The parts that are done. What fails before there is one leaves no corpus, and no folder that was made for it."""
    done = _begin(manifest, header, resume=resume)
    try:
        yield done
    except BaseException:
        if not done and not tally.parts:
            manifest.truncate(0)
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)
        raise


def _begin(manifest: IO[bytes], header: Mapping[str, object], *, resume: bool) -> list[Part]:
    """The parts that are done; the manifest cut behind them."""
    manifest.seek(0)
    lines = list(_whole_lines(manifest))
    if not lines:
        manifest.truncate(0)
        _append(manifest, header)
        return []
    if not resume:
        raise CorpusError("there is a corpus already; --resume goes on with it")
    there, kept = lines[0]
    if not isinstance(there, dict) or "corpus" not in there:
        raise CorpusError(f"{MANIFEST} is not that of a corpus")
    changed = list(_changes(there, json.loads(json.dumps(header))))
    if changed:
        raise CorpusError(f"can't go on with the corpus that is there: {'; '.join(changed)}")
    parts: list[Part] = []
    for line, end in lines[1:]:
        if "part" not in line:
            break
        parts.append(line)
        kept = end
    manifest.truncate(kept)
    return parts


def _changes(there: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What was asked otherwise, in words: ``part was 1000 and is 10 now``."""
    for key, value in now.items():
        before = there.get(key)
        if before == value:
            continue
        if isinstance(before, dict) and isinstance(value, dict):
            every = dict.fromkeys([*before, *value])
            for change in _changes(before, {name: value.get(name) for name in every}):
                yield change if key == "asked" else f"{key}: {change}"
        elif isinstance(value, list):
            yield f"{key} were {_worded(before)} and are {_worded(value)} now"
        else:
            yield f"{key} was {_worded(before)} and is {_worded(value)} now"


def _worded(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "not given" if value is None else str(value)


def _whole_lines(manifest: IO[bytes]) -> Iterator[tuple[Any, int]]:
    """The lines of a manifest, and where each ends; one that was being written when its process was killed is none."""
    end = 0
    for line in manifest:
        end += len(line)
        if not line.endswith(b"\n"):
            return
        try:
            yield json.loads(line), end
        except ValueError:
            return


def _append(manifest: IO[bytes], line: Mapping[str, object]) -> None:
    manifest.seek(0, os.SEEK_END)
    # A name that is no text is written with the escapes that JSON has for it.
    written = json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace")
    manifest.write(written + b"\n")
    manifest.flush()
    os.fsync(manifest.fileno())


def _write(job: _Job) -> _Written:
    """Write the tables of a part; called in a process of its own."""
    return _put(job, (page for source in job.sources for page in parsed(source, job.dialect)))


def _rewritten(job: _Job) -> _Written:
    """Write a part of which a process died: each of its documents is tried by itself, and what kills is an error."""
    return _put(job, (page for found in apart(job.sources, job.dialect) for page in found))


def _put(job: _Job, pages: Iterable[Result]) -> _Written:
    import pyarrow.parquet as pq

    written = _Written()
    writers: dict[TableName, pq.ParquetWriter] = {}
    root = Path(job.folder)
    try:
        for rows in gathered(pages, _ROW_GROUP):
            written.errors.update([str(row["kind"]) for row in rows["errors"]])
            for table in TABLES:
                if not rows[table]:
                    continue
                written.rows[table] += len(rows[table])
                if table not in writers:
                    temporary = root / table / f".part-{job.number:05}.{os.getpid()}.tmp"
                    writers[table] = pq.ParquetWriter(temporary, schema(table), compression="zstd")
                writers[table].write_batch(batch(rows[table], table))
    finally:
        for writer in writers.values():
            writer.close()
    for table in TABLES:
        final = root / table / f"part-{job.number:05}.parquet"
        if table in writers:
            temporary = root / table / f".part-{job.number:05}.{os.getpid()}.tmp"
            _force(temporary)
            temporary.replace(final)
            _force_names(final.parent)
        else:
            final.unlink(missing_ok=True)
    return written


def _force(path: Path) -> None:
    """Have the disk hold what was written."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _force_names(folder: Path) -> None:
    """Have the disk hold the names of a folder, too, where a system lets one ask for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: str | os.PathLike[str]) -> list[Part]:
    """The parts of a corpus that are done. Raises CorpusError where the folder holds none."""
    path = Path(folder) / MANIFEST
    try:
        with path.open("rb") as manifest:
            lines = [line for line, _ in _whole_lines(manifest)]
    except OSError as problem:
        raise CorpusError(f"no corpus in {folder}: {problem.strerror}") from None
    if not lines or "corpus" not in lines[0]:
        raise CorpusError(f"no corpus in {folder}: {MANIFEST} is not that of one")
    return [line for line in lines[1:] if "part" in line]


def files(folder: str | os.PathLike[str], table: TableName) -> list[Path]:
    """The Parquet files of a table, of the parts that are done."""
    root = Path(folder) / table
    return [
        root / f"part-{part['part']:05}.parquet"
        for part in read_manifest(folder)
        if part["rows"].get(table)
    ]


def failures(folder: str | os.PathLike[str]) -> Iterator[tuple[str, str]]:
    """The ids of what failed, in order, and what is the matter with each."""
    import pyarrow.parquet as pq

    for path in files(folder, "errors"):
        for rows in pq.ParquetFile(path).iter_batches(columns=["id", "message"]):
            for row in rows.to_pylist():
                yield row["id"], row["message"]
