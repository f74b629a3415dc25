"""A corpus on disk: Parquet parts that are whole or not there, and a manifest of those that are done.

    OUT/manifest.jsonl            what was asked for; then a line for each part; last, that all is done
    OUT/pages/part-00000.parquet  and likewise articles, stories, blocks, errors

A part holds so many documents, in the order in which they come, and as many more as the issue has that it ends in. It is written beside its place under another name, forced
to the disk and renamed, table by table; then the manifest gets its line. Whatever is killed in between, a part without a
line is written again, from the same documents under the same names: nothing is lost and nothing doubled.

Who goes on with a corpus reads again what the parts that are there were made of, in the same processes that make the
others: only so a page that has changed since is noticed, and a part that was lost or damaged is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from attrs import astuple, define, field, frozen

from edition import __version__
from edition.corpus._ids import told_apart
from edition.corpus._issues import same_issue
from edition.corpus._manifest import (
    MANIFEST,
    CorpusError,
    File,
    Part,
    append,
    changes,
    locked,
    read_manifest,
    said,
)
from edition.corpus._model import Result, SourcePage
from edition.corpus._opening import opened
from edition.corpus._parsing import apart, batched, parsed
from edition.corpus._pool import Died, checked, run
from edition.corpus._readers import Document, Source, loaded
from edition.corpus.tables import TABLES, VERSION, TableName, batch, gathered, schema
from edition.dialects import Dialect
from edition.models import Model
from edition.records import rules_digest

if TYPE_CHECKING:
    import pyarrow.parquet as pq

#: How many documents a part has, and how many bytes of them are held in memory at most, if that is more than one.
PART = 1000
_LARGEST_PART = 10**6
_BYTES = 32 * 2**20
#: How many pages' rows a process gathers before it writes them.
_ROW_GROUP = 200
#: What a part is called before it is whole.
_TEMPORARY = re.compile(r"\.part-\d{5,}\.\d+\.tmp")


@define
class Tally:
    """The result of a run."""

    parts: int = 0
    resumed: int = 0
    """The number of parts that existed already."""
    documents: int = 0
    rows: Counter[str] = field(factory=Counter)
    """The number of rows of each table."""
    errors: Counter[str] = field(factory=Counter)
    """The number of errors of each kind."""
    seconds: float = 0.0
    """The duration of this run."""
    pages: int = 0
    """The number of pages parsed in this run."""


@frozen(weakref_slot=False)
class _Job:
    """A part to be written."""

    folder: str
    number: int
    sources: tuple[Source, ...]
    dialect: Dialect | str | None
    model: Model | None
    there: Part | None
    """What the manifest says of it."""


@frozen(weakref_slot=False)
class _Made:
    """A part that is on the disk."""

    part: Part
    kept: bool = False
    """Whether it was there already."""


def write_corpus(
    sources: Iterable[Source],
    folder: str | os.PathLike[str],
    *,
    workers: int | None = None,
    resume: bool = False,
    dialect: Dialect | str | None = None,
    model: Model | None = None,
    part: int = PART,
    asked: Mapping[str, object] | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Parse a corpus and write its tables to a folder, in parts of ``part`` documents.

    ``resume`` continues an interrupted run: the sources must be the same, byte for byte and
    in the same order, and so have ``part``, ``dialect``, ``model``, the version of this package, and what was ``asked`` (any plain
    data that identifies the sources). Missing or damaged parts are written again. ``progress`` is called after each part. Memory is
    bounded by the parts in progress, plus about 20 bytes per document.

    Duplicate ids are changed, so that they are unique. Other files in the folder are not touched.

    Raises CorpusError if the folder contains a corpus and ``resume`` is not set, if that corpus cannot be continued, if another file is
    in the way, or if another process is writing to it; ValueError for an invalid number of workers or documents per part; OSError if the
    disk is full or not writable; MissingExtraError without pyarrow.
    """
    count = checked(workers)
    if not 1 <= part <= _LARGEST_PART:
        raise ValueError(f"a part has from 1 to {_LARGEST_PART:,} documents, not {part}")
    for table in TABLES:
        schema(table)
    root = Path(folder)
    header = {
        "corpus": VERSION,
        "edition": __version__,
        "grammar and weights": rules_digest(),
        "part": part,
        "tables": list(TABLES),
        "dialect": _named(dialect),
        "model": _named(model),
        "asked": dict(asked or {}),
    }
    began = time.monotonic()
    tally = Tally()
    with _begun(root, header, resume=resume, tally=tally) as (manifest, done):

        def jobs() -> Iterator[_Job]:
            parts = batched(told_apart(sources), part, _BYTES, _held, _together)
            for number, documents in enumerate(parts):
                there = done[number] if number < len(done) else None
                yield _Job(str(root), number, tuple(documents), dialect, model, there)

        with closing(run(_make, jobs(), workers=count)) as results:
            for result in results:
                made = _made_apart(result.task) if isinstance(result, Died) else result
                if made.kept:
                    tally.resumed += 1
                else:
                    append(manifest, made.part)
                    tally.pages += made.part["rows"].get("pages", 0)
                _add(tally, made.part)
                tally.seconds = time.monotonic() - began
                if progress is not None:
                    progress(tally)
        if tally.parts < len(done):
            raise CorpusError(
                f"what is read has changed since: it had {len(done)} parts, and has {tally.parts} now"
            )
        append(manifest, {"done": True, "parts": tally.parts, "rows": dict(tally.rows)})
    tally.seconds = time.monotonic() - began
    return tally


def _named(wanted: Dialect | Model | str | None) -> str | None:
    """The name of a dialect or a model; of one from a file with what tells it from others of that name."""
    if isinstance(wanted, Model):
        return None if wanted.mark is None else f"{wanted.name} {wanted.digest}"
    return f"{wanted.name} {wanted.mark.digest}" if isinstance(wanted, Dialect) else wanted


def _held(source: Source) -> int:
    """How many bytes of a source are in memory: none of a file that is read where it is parsed."""
    if isinstance(source, Document):
        return len(source.data or b"")
    return len(source.text) * 3 if isinstance(source, SourcePage) else 0


def _together(one: Source, other: Source) -> bool:
    """Whether two sources are of one issue, which no part should cut."""
    return same_issue(one.origin, other.origin)


def _add(tally: Tally, part: Part) -> None:
    tally.parts += 1
    tally.documents += part["documents"]
    tally.rows.update(part["rows"])
    tally.errors.update(part["errors"])


@contextmanager
def _begun(
    root: Path, header: Mapping[str, object], *, resume: bool, tally: Tally
) -> Iterator[tuple[IO[bytes], list[Part]]]:
    """The manifest, and the parts that are done. What fails before there is one leaves nothing of ours behind."""
    made = not root.exists()
    root.mkdir(parents=True, exist_ok=True)
    new = not (root / MANIFEST).exists()
    with locked(root) as manifest:
        done: list[Part] | None = None
        try:
            done = _begin(root, manifest, header, resume=resume)
            with _cleared(root):
                yield manifest, done
        except BaseException:
            if not tally.parts and (done == [] or (done is None and new)):
                _leave(root, made=made)
            raise


@contextmanager
def _cleared(root: Path) -> Iterator[None]:
    """The tables' folders, before and after without what somebody who was killed left half written."""
    for table in TABLES:
        (root / table).mkdir(exist_ok=True)
        _clear(root / table)
    try:
        yield
    finally:
        for table in TABLES:
            _clear(root / table)


def _clear(folder: Path) -> None:
    """Take away the files of parts that are not whole."""
    for name in folder.iterdir():
        if _TEMPORARY.fullmatch(name.name):
            name.unlink(missing_ok=True)


def _leave(root: Path, *, made: bool) -> None:
    """Take away a corpus that has no part yet; whatever else is in its folder stays."""
    with suppress(OSError):
        (root / MANIFEST).unlink()
    for folder in [*[root / table for table in TABLES], *([root] if made else [])]:
        with suppress(OSError):  # it is not empty, or was not made
            folder.rmdir()


def _begin(
    root: Path, manifest: IO[bytes], header: Mapping[str, object], *, resume: bool
) -> list[Part]:
    """The parts that are done; the manifest cut behind them."""
    there = said(manifest)
    if there is None:
        _refuse_parts(root, resume=resume)
        manifest.truncate(0)
        append(manifest, header)
        return []
    if not resume:
        raise CorpusError("there is a corpus already; --resume goes on with it")
    changed = list(changes(there.header, json.loads(json.dumps(header))))
    if changed:
        raise CorpusError(f"can't go on with the corpus that is there: {'; '.join(changed)}")
    manifest.truncate(there.end)
    return there.parts


def _refuse_parts(root: Path, *, resume: bool) -> None:
    """Raise CorpusError if there are parts that no manifest names, unless the run is to be resumed."""
    for table in TABLES if not resume else ():
        for found in (root / table).glob("part-*.parquet"):
            raise CorpusError(
                f"{table}/{found.name} is there already, of a corpus without its manifest"
            )


def _make(job: _Job) -> _Made:
    """Write the tables of a part, unless they are there; called in a process of its own."""
    there = job.there
    if there is not None:
        if _digest(job.sources) != there["digest"]:
            first = job.sources[0].origin.id
            raise CorpusError(
                f"what is read has changed since: part {job.number}, which begins with {first}, is another now"
            )
        if all(is_whole(job.folder, there, table) for table in TABLES):
            return _Made(there, kept=True)
    digest = hashlib.sha256()

    def pages() -> Iterator[Result]:
        for source in job.sources:
            whole = loaded(source)
            _tell(digest, source, whole)
            yield from parsed(whole, job.dialect, job.model)

    rows, errors, files = _put(job, pages())
    return _Made(_part(job, digest.hexdigest(), rows, errors, files))


def _made_apart(job: _Job) -> _Made:
    """Write a part of which a process died: each of its documents is tried by itself, and what kills is an error."""
    pages = (page for found in apart(job.sources, job.dialect, job.model) for page in found)
    rows, errors, files = _put(job, pages)
    return _Made(_part(job, _digest(job.sources), rows, errors, files))


def _part(
    job: _Job, digest: str, rows: Counter[str], errors: Counter[str], files: dict[str, File]
) -> Part:
    return Part(
        part=job.number,
        documents=len(job.sources),
        digest=digest,
        rows=dict(rows),
        errors=dict(errors),
        files=files,
    )


def _digest(sources: Iterable[Source]) -> str:
    """What tells one part's documents, and how they are read, from others."""
    digest = hashlib.sha256()
    for source in sources:
        _tell(digest, source, loaded(source))
    return digest.hexdigest()


def _tell(digest: hashlib._Hash, source: Source, whole: Source) -> None:
    """Put a document into a digest: all that its rows are made of."""
    told: tuple[object, ...]
    data = b""
    if isinstance(whole, Document):
        data = whole.data or b""
        fields = sorted((whole.fields or {}).items())
        told = (whole.reader, whole.encoding, fields, whole.largest)
    elif isinstance(whole, SourcePage):
        data = whole.text.encode("utf-8", "surrogatepass") + b"\0" + (whole.raw or b"")
        told = (whole.encoding, whole.known_by)
    else:
        told = (whole.kind, whole.size)
    line = repr((astuple(source.origin), told, len(data))).encode("utf-8", "surrogatepass")
    digest.update(line)
    digest.update(data)


_Put = tuple[Counter[str], Counter[str], dict[str, File]]


def _put(job: _Job, pages: Iterable[Result]) -> _Put:
    """Write a part's tables: how many rows and errors they got, and their files."""
    counts: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    writers: dict[TableName, _Writer] = {}
    try:
        for rows in gathered(pages, _ROW_GROUP):
            errors.update([str(row["kind"]) for row in rows["errors"]])
            for table in TABLES:
                if not rows[table]:
                    continue
                counts[table] += len(rows[table])
                if table not in writers:
                    writers[table] = _Writer(path_of(job.folder, job.number, table), table)
                writers[table].rows.write_batch(batch(rows[table], table))
        made = {table: writer.ended() for table, writer in writers.items()}
        for table in TABLES:
            _place(job, table, writers.get(table))
    finally:
        for writer in writers.values():
            writer.drop()
    return counts, errors, dict(sorted(made.items()))


def path_of(folder: str | os.PathLike[str], number: int, table: TableName) -> Path:
    """A table's file of a part."""
    return Path(folder) / table / f"part-{number:05}.parquet"


class _Writer:
    """A table's file of a part, under another name until it is whole."""

    def __init__(self, final: Path, table: TableName) -> None:
        import pyarrow.parquet as pq

        self.final = final
        self.temporary = final.with_name(f".{final.stem}.{os.getpid()}.tmp")
        self._file = self.temporary.open("xb")
        # A name would be taken for an address where it looks like one.
        self.rows: pq.ParquetWriter = pq.ParquetWriter(
            self._file, schema(table), compression="zstd", write_page_checksum=True
        )

    def ended(self) -> File:
        """Have the disk hold what was written: how much, and its hash."""
        self.rows.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return _file(self.temporary)

    def drop(self) -> None:
        """Take away what did not come to be a part."""
        with suppress(Exception):  # it is closed, or the disk is full
            self.rows.close()
        self._file.close()
        self.temporary.unlink(missing_ok=True)


def _place(job: _Job, table: TableName, writer: _Writer | None) -> None:
    """Put a part's file where it belongs, or nothing where it has no rows."""
    final = path_of(job.folder, job.number, table)
    named = job.there is not None and table in job.there["files"]
    if not named and os.path.lexists(final) and not _is_ours(final, table):
        raise CorpusError(f"{final} is in the way, and no part of a corpus; take it elsewhere")
    if writer is not None:
        writer.temporary.replace(final)
    else:
        final.unlink(missing_ok=True)
    _force_names(final.parent)


def _is_ours(path: Path, table: TableName) -> bool:
    """Whether a file is one that a run wrote which was killed before the manifest named it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with opened(path) as file:
            about = pq.ParquetFile(file).schema_arrow.metadata or {}
            return about.get(b"edition.table") == table.encode()
    except (OSError, pa.ArrowException):
        return False


def _file(path: Path) -> File:
    with opened(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return File(bytes=file.tell(), sha256=digest)


def is_whole(folder: str | os.PathLike[str], part: Part, table: TableName) -> bool:
    """Whether a table's file of a part is as it was written."""
    try:
        return table not in part["files"] or _file(path_of(folder, part["part"], table)) == part["files"][table]  # fmt: skip
    except OSError:
        return False


def _force_names(folder: Path) -> None:
    """Have the disk hold the names of a folder, too, where a system lets one ask for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def failures(folder: str | os.PathLike[str]) -> Iterator[tuple[str, str]]:
    """The ids of what failed, in order, and what is the matter with each."""
    import pyarrow.parquet as pq

    for part in read_manifest(folder).parts:
        if "errors" not in part["files"]:
            continue
        with opened(path_of(folder, part["part"], "errors")) as file:
            for rows in pq.ParquetFile(file).iter_batches(columns=["id", "message"]):
                for row in rows.to_pylist():
                    yield row["id"], row["message"]
