"""What there is to read: folders, archives and files of records, one document after the other."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import IO, TypeAlias

from attrs import field, frozen

from edition._text.entry_points import offered
from edition._text.files import StrPath
from edition.corpus._apart import Reader
from edition.corpus._archives import members, unpacked
from edition.corpus._manifest import MANIFEST, is_corpus
from edition.corpus._model import (
    LARGEST,
    Failure,
    Origin,
    SourcePage,
)
from edition.corpus._opening import opened
from edition.corpus._readers import Document, find_date, told
from edition.corpus._records import articles, pku, records, rows
from edition.corpus.tables import TABLES
from edition.editions import name_label

#: What a file holds, by the end of its name.
KINDS = {
    ".txt": "text",
    ".pdf": "pdf",
    ".xml": "alto",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
#: Kinds that are asked for, since no name tells them, and what a name tells instead.
ASKED = {"articles": "jsonl", "pku": "text"}
#: The kinds that can be asked for; others are readers that other packages bring.
NAMED = frozenset((*KINDS.values(), *ASKED))
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_PACKED = (".gz", ".bz2", ".xz")
_Split: TypeAlias = Callable[[IO[bytes], Document], Iterator[Document | Failure]]
#: Kinds that are a stream of records, each a document; Parquet is another.
_RECORDS: dict[str, _Split] = {"jsonl": records, "articles": articles, "pku": pku}
#: How large a page may be asked to be at most, in bytes: of a few of them Arrow can make one table.
_MOST = 2**29


def _within_bounds(_: object, __: object, value: int) -> None:
    if not 1 <= value <= _MOST:
        raise ValueError(f"a page may have from 1 to {_MOST} bytes, not {value}")


@frozen(weakref_slot=False, kw_only=True)
class Options:
    """How inputs are read."""

    kind: str | None = None
    encoding: str | None = None
    paper: str | None = None
    fields: Mapping[str, str] = field(factory=dict)
    largest: int = field(default=LARGEST, validator=_within_bounds)


class Inputs:
    """The documents of some files, folders and archives, in the order of their names; and how far one has got.

    Names with ``*``, ``?`` or ``[`` in them that are no file's are patterns, ``**`` among them. Folders that a corpus was
    written into are left out, ``out`` among them, into which one is to be written. Raises ValueError for paths of which one
    lies in another, and for one in which ``out`` would write what it reads.
    """

    def __init__(
        self, paths: Iterable[StrPath], options: Options, *, out: StrPath | None = None
    ) -> None:
        self.paths = [os.fspath(path) for path in paths]
        real = [Path(path).resolve() for path in self.paths]
        self._out = None if out is None else Path(out).resolve()
        if self._out is not None:
            _refuse_own(real, self._out)
        for n, path in enumerate(real):
            for other in real[:n] + real[n + 1 :]:
                if path.is_relative_to(other):
                    raise ValueError(f"{path} is in {other}: it would be read twice")
        self.options = options
        self.passed_over: Counter[str] = Counter()
        """How many files a folder or an archive had of other kinds, by the end of their names."""
        self._done = 0
        self._open: IO[bytes] | None = None
        self._records = _RECORDS

    def __iter__(self) -> Iterator[Document | Failure]:
        with Reader() as reader:
            self._records = _RECORDS | {"parquet": partial(rows, reader)}
            yield from self._documents()

    def _documents(self) -> Iterator[Document | Failure]:
        for path, named in self._files():
            if isinstance(path, Failure):
                yield path
                continue
            kind = self._kind(path, named=named)
            if kind is None:
                self.passed_over[Path(path).suffix.lower() or "no ending"] += 1
                continue
            yield from self._file(path, kind)

    def size(self) -> int:
        """How many bytes all files have that will be read."""
        return sum(
            [
                _size(path)
                for path, named in self._files()
                if isinstance(path, str) and self._kind(path, named=named)
            ]
        )

    def position(self) -> int:
        """How many of those bytes were come to."""
        return self._done + (self._open.tell() if self._open and not self._open.closed else 0)

    def _files(self) -> Iterator[tuple[str | Failure, bool]]:
        """Every file, and whether it was named itself."""
        self.passed_over.clear()
        for path in self.paths:
            if _is_pattern(path):
                for name in self._fitting(path):
                    yield name, True
            elif Path(path).is_dir():
                for name in self._walk(path):
                    yield name, False
            elif not os.path.lexists(path):
                yield _unreadable(path, os.strerror(errno.ENOENT)), True
            else:
                yield path, True

    def _fitting(self, pattern: str) -> Iterator[str | Failure]:
        """The files that a pattern fits, but for those of a corpus and those that are read for another path."""
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not found:
            yield _unreadable(pattern, "no file fits this pattern")
        fixed = _fixed(pattern)
        before = self.paths[: self.paths.index(pattern)]
        others = [Path(path).resolve() for path in self.paths if not _is_pattern(path)]
        earlier = {
            Path(name).resolve()
            for path in before
            if _is_pattern(path)
            for name in glob.iglob(path, recursive=True)  # noqa: PTH207
        }
        corpora: dict[Path, bool] = {}
        for name in found:
            path = Path(name)
            real = path.resolve()
            if path.is_dir() or real in earlier or any(map(real.is_relative_to, others)):
                continue
            if not any(self._is_in_corpus(folder, corpora) for folder in _between(fixed, path)):
                yield name

    def _is_in_corpus(self, folder: Path, known: dict[Path, bool]) -> bool:
        """Whether a folder is one of a corpus, which is counted once."""
        if folder not in known:
            known[folder] = self._is_corpus(folder)
            self.passed_over["corpus"] += known[folder]
        return known[folder]

    def _is_corpus(self, folder: StrPath) -> bool:
        """Whether a corpus was written into a folder, or will be."""
        return is_corpus(folder) or Path(folder).resolve() == self._out

    def _walk(self, folder: str) -> Iterator[str | Failure]:
        """The files in a folder and the folders in it, in the order of their names, hidden ones left out.

        A folder that links lead to twice is read once, so that a loop of links ends.
        """
        seen: set[tuple[int, int]] = set()
        todo = [folder]
        while todo:
            path = todo.pop()
            try:
                about = os.stat(path)  # noqa: PTH116 - paths stay as they were given
                if not stat.S_ISDIR(about.st_mode):
                    # A pipe or a device would be waited for without end.
                    yield path if stat.S_ISREG(about.st_mode) else _unreadable(path, "not a file")
                    continue
                key = (about.st_dev, about.st_ino)
                if key in seen:
                    yield _unreadable(path, "a link to a folder that was read already")
                    continue
                seen.add(key)
                if self._is_corpus(path):
                    self.passed_over["corpus"] += 1
                    continue
                names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208
            except OSError as problem:
                yield _unreadable(path, problem.strerror or str(problem))
                continue
            todo += [os.path.join(path, name) for name in names if not name.startswith(".")]  # noqa: PTH118

    def _kind(self, path: str, *, named: bool) -> str | None:
        """What a file holds; None for one that is not for us. One that was named itself is text if nothing else."""
        name = path.lower()
        if name.endswith(_ARCHIVES):
            return "archive"
        end = Path(Path(name).stem if name.endswith(_PACKED) else name).suffix
        kind = KINDS.get(end)
        asked = self.options.kind
        if asked is None:
            return kind or ("text" if named else None)
        if asked not in NAMED:  # a reader of another package reads the files that end in its name
            kind = end.removeprefix(".")
        return asked if named or kind == ASKED.get(asked, asked) else None

    def _file(self, path: str, kind: str) -> Iterator[Document | Failure]:
        size = _size(path)
        origin = self._origin(path)
        packed = path.lower().endswith(_PACKED)
        if kind not in self._records and kind != "archive" and not packed:
            self._done += size
            yield self._document(origin, kind, None, size)
            return
        try:
            with opened(path) as raw:
                self._open = raw
                if kind == "archive":
                    yield from self._archive(raw, origin)
                else:
                    yield from self._stream(unpacked(raw) if packed else raw, origin, kind, size)
        except Exception as problem:  # noqa: BLE001 - one bad file stops nothing
            yield _failure(problem, origin, size)
        finally:
            self._open = None
            self._done += size

    def _stream(
        self, stream: IO[bytes], origin: Origin, kind: str, size: int
    ) -> Iterator[Document | Failure]:
        """What an open file holds: records, or one document."""
        split = self._records.get(kind)
        bound = self.options.largest * (1 if kind == "text" else 32)
        # Parquet is read from its end, and so is no stream.
        if split is not None and (kind != "parquet" or stream is self._open):
            template = self._document(origin, "record", b"", 0)
            yield from split(stream, template)
            return
        data = stream.read(bound + 1)
        if len(data) > bound:
            message = f"more than {bound} bytes"
            yield Failure(origin=origin, kind="too large", message=message, size=size)
        elif split is not None:
            yield from split(BytesIO(data), self._document(origin, "record", b"", 0))
        else:
            yield self._document(origin, kind, data, len(data))

    def _archive(self, raw: IO[bytes], origin: Origin) -> Iterator[Document | Failure]:
        for name, size, opening in members(raw, is_zip=origin.path.lower().endswith(".zip")):
            if any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")):
                continue
            kind = self._kind(name, named=False)
            if kind is None:
                self.passed_over[Path(name).suffix.lower() or "no ending"] += 1
                continue
            place = self._origin(origin.path, name)
            if kind == "archive" or name.lower().endswith(_PACKED):
                yield Failure(
                    origin=place, kind="format", message="packed within an archive", size=size
                )
                continue
            try:
                with opening() as stream:
                    yield from self._stream(stream, place, kind, size)
            except Exception as problem:  # noqa: BLE001 - nor does one bad file in it
                yield _failure(problem, place, size)

    def _origin(self, path: str, member: str | None = None) -> Origin:
        """Where a page comes from; a day in its path is that of the issue, and a number behind it that of the page."""
        name = path if member is None else member
        found = find_date(name)
        date, label = None, None
        if found is not None:
            date, (start, end) = found
            # Any day will do, as long as it is written so that it is known for one.
            label = name_label(f"{name[:start]}2000-01-01 {name[end:]}")
        return Origin(path=path, member=member, paper=self.options.paper, date=date, label=label)

    def _document(self, origin: Origin, reader: str, data: bytes | None, size: int) -> Document:
        options = self.options
        return Document(
            origin=origin,
            reader=reader,
            data=data,
            size=size,
            encoding=options.encoding,
            fields=options.fields,
            largest=options.largest,
        )


def _refuse_own(paths: Iterable[Path], out: Path) -> None:
    """Raise ValueError for an input that is what a corpus is written into."""
    written = [out / name for name in (MANIFEST, *TABLES)]
    for path in paths:
        if path == out or any(path.is_relative_to(each) for each in written):
            raise ValueError(f"the corpus would be written into {path}, which it is read from")


def _is_pattern(path: str) -> bool:
    return glob.has_magic(path) and not os.path.lexists(path)


def _between(outer: Path, path: Path) -> list[Path]:
    """The folders that hold a file, from the outer one on."""
    return [folder for folder in path.parents if folder.is_relative_to(outer)]


def _fixed(pattern: str) -> Path:
    """The folder that a pattern begins with, before any part of it that fits several names."""
    parts = Path(pattern).parts
    fixed = [*takewhile(lambda part: not glob.has_magic(part), parts)]
    return Path(*fixed)


def _failure(problem: Exception, origin: Origin, size: int) -> Failure:
    """What an input is that something went wrong with, whatever that is: it stops nothing."""
    kind, message = told(problem)
    return Failure(origin=origin, kind=kind, message=message, size=size)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _unreadable(path: str, message: str) -> Failure:
    return Failure(origin=Origin(path=path), kind="unreadable", message=message)


def is_kind(name: str) -> bool:
    """Whether there are such inputs; readers of other packages are looked up when the name is none of ours."""
    return name in NAMED or offered("readers", name) is not None


def read_documents(
    *paths: StrPath,
    kind: str | None = None,
    encoding: str | None = None,
    paper: str | None = None,
    fields: Mapping[str, str] | None = None,
    largest: int = LARGEST,
) -> Iterator[Document | Failure]:
    """Find the documents of a corpus lazily, without reading them; the workers of :func:`parse_many` read them.

    Takes the same arguments as :func:`read_pages`.
    """
    if kind is not None and not is_kind(kind):
        raise ValueError(f"kind is one of {', '.join(sorted(NAMED))}, not {kind!r}")
    options = Options(
        kind=kind, encoding=encoding, paper=paper, fields=fields or {}, largest=largest
    )
    return iter(Inputs(paths, options))


def read_pages(
    *paths: StrPath,
    kind: str | None = None,
    encoding: str | None = None,
    paper: str | None = None,
    fields: Mapping[str, str] | None = None,
    largest: int = LARGEST,
) -> Iterator[SourcePage | Failure]:
    """Read pages from files, folders, glob patterns and archives, lazily, in the order of their names, each with its origin.

    The input format is detected from the file name: text (``.txt``; form feeds separate pages), ``.pdf``, ALTO (``.xml``), one page per line
    or row (``.jsonl``, ``.parquet``), and any of these in ``.zip`` and ``.tar`` (``.gz`` and so on). ``kind`` overrides the detection: ``text``, ``pdf``, ``alto``, ``jsonl``, ``parquet``; ``articles`` for JSONL with one article per line,
    grouped by page; ``pku`` for lines that begin with ids such as ``19980101-01-001-001``.

    ``encoding`` is the encoding of all text (default: detected for each page). ``fields`` maps our field names to those of the records;
    ours are ``text``, ``id``, ``paper``, ``date``, ``page``, and for articles ``headline``, ``kicker``, ``deck``,
    ``byline``: ``fields={"text": "content"}``. Pages of more than ``largest`` bytes are failures.

    Sources that cannot be read, also because an extra is missing, yield a :class:`Failure`. ``kind`` can be a reader from another
    package (:mod:`edition.plugins`), which reads the files with that suffix. Raises ValueError for an unknown kind.
    """
    documents = read_documents(
        *paths, kind=kind, encoding=encoding, paper=paper, fields=fields, largest=largest
    )
    return (
        page
        for document in documents
        for page in ([document] if isinstance(document, Failure) else document.pages())
    )
