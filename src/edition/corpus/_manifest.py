"""The manifest of a corpus: what was asked for, and which parts are done.

    {"corpus": 1, "edition": …, "part": 1000, …}    what was asked for, and what decides a row
    {"part": 0, "documents": 1000, "digest": …, …}  one line per finished part; another one if it is written again
    {"done": true, …}                               last, that all are

A line is forced to the disk before anything goes on. Whatever stands in a manifest may be damaged: a line counts if it is
whole and says what a line of its number says, and none counts behind one that does not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypedDict, TypeGuard

from attrs import frozen

from edition.corpus._opening import opened

MANIFEST = "manifest.jsonl"
#: How every manifest begins, and no other file by chance.
_BEGINNING = b'{"corpus": '
#: The longest line that is read, in bytes: what was asked for names every input.
_LONGEST = 64 * 2**20


class CorpusError(ValueError):
    """A corpus cannot be written, resumed or queried; the message says why."""


class File(TypedDict):
    """A table's file of a part, as it was written."""

    bytes: int
    sha256: str


class Part(TypedDict):
    """A part of a corpus that is done."""

    part: int
    documents: int
    digest: str
    """Of all that was read for it, and of how."""
    rows: dict[str, int]
    """How many rows each table got."""
    errors: dict[str, int]
    """How many errors there are of each kind."""
    files: dict[str, File]
    """The file of each table that got rows."""


@frozen(weakref_slot=False)
class Manifest:
    """What a manifest says as far as it can be believed."""

    header: dict[str, Any]
    parts: list[Part]
    end: int
    """Where the last of the parts ends, in bytes."""
    complete: bool
    """Whether it says that all is done."""
    damaged: bool
    """Whether a line follows that is whole and none of a manifest."""


def is_corpus(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder is one that a corpus was written into."""
    try:
        with opened(Path(folder) / MANIFEST) as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except (OSError, ValueError):
        return False


def read_manifest(folder: str | os.PathLike[str]) -> Manifest:
    """The manifest of a corpus. Raises CorpusError where the folder holds none."""
    try:
        with opened(Path(folder) / MANIFEST) as file:
            found = said(file)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise CorpusError(f"no corpus in {folder}: {why}") from None
    if found is None:
        raise CorpusError(f"no corpus in {folder}: a run that wrote nothing was stopped there")
    return found


def said(file: IO[bytes]) -> Manifest | None:
    """What a manifest says; None where there is none yet, or no more than the beginning of its first line.

    Raises CorpusError where the file is another, or its first line damaged.
    """
    file.seek(0)
    first = file.readline(_LONGEST)
    if not first.endswith(b"\n"):
        if _BEGINNING.startswith(first) or first.startswith(_BEGINNING):
            return None
        raise CorpusError(f"{MANIFEST} is not that of a corpus")
    header = _plain(first)
    if not isinstance(header, dict) or not isinstance(header.get("corpus"), int):
        what = "damaged in its first line" if first.startswith(_BEGINNING) else "not of a corpus"
        raise CorpusError(f"{MANIFEST} is {what}")
    parts: list[Part] = []
    end = len(first)
    for line in _lines(file):
        value = _plain(line)
        if not _is_part(value, at_most=len(parts)):
            is_done = value == {"done": True, "parts": len(parts), "rows": _sum(parts)}
            return Manifest(header, parts, end, is_done, not is_done and line.endswith(b"\n"))
        number = value["part"]
        parts[number : number + 1] = [value]
        end += len(line)
    return Manifest(header, parts, end, complete=False, damaged=False)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(_LONGEST):
        yield line


def _plain(line: bytes) -> object:
    """What a line says; None for one that is half or no JSON."""
    if not line.endswith(b"\n"):
        return None
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value


def _is_part(value: object, *, at_most: int) -> TypeGuard[Part]:
    """Whether a line is that of the next part or one before it, so that nobody who reads it has to ask."""
    if not isinstance(value, dict):
        return False
    number = value.get("part")
    if not _is_count(number) or number > at_most:
        return False
    rows, files = value.get("rows"), value.get("files")
    return (
        _is_count(value.get("documents"))
        and isinstance(value.get("digest"), str)
        and _are_counts(rows)
        and _are_counts(value.get("errors"))
        and isinstance(files, dict)
        and files.keys() == {table for table, count in rows.items() if count}
        and all(map(_is_file, files.values()))
    )


def _is_file(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_count(value.get("bytes"))
        and isinstance(value.get("sha256"), str)
    )


def _is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _are_counts(value: object) -> TypeGuard[dict[str, int]]:
    return isinstance(value, dict) and all(map(_is_count, value.values()))


def _sum(parts: list[Part]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for part in parts:
        for table, count in part["rows"].items():
            rows[table] = rows.get(table, 0) + count
    return rows


def append(manifest: IO[bytes], line: Mapping[str, object]) -> None:
    """Put a line behind the others, and have the disk hold it."""
    manifest.seek(0, os.SEEK_END)
    # A name that is no text is written with the escapes that JSON has for it.
    written = json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace")
    manifest.write(written + b"\n")
    manifest.flush()
    os.fsync(manifest.fileno())


@contextmanager
def locked(folder: Path) -> Iterator[IO[bytes]]:
    """The manifest, open and locked against other processes as long as this one lives."""
    path = folder / MANIFEST
    if path.exists() and not path.is_file():
        raise CorpusError(f"{path} is not a file")
    with path.open("a+b") as manifest:
        with suppress(
            ImportError
        ):  # where there are no such locks, two runs at once are the user's to avoid
            import fcntl

            try:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CorpusError(f"another process is writing {folder}") from None
        yield manifest


def changes(there: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What was asked otherwise, in words: ``part was 1000 and is 10 now``."""
    for key, value in now.items():
        before = there.get(key)
        if before == value:
            continue
        if isinstance(before, dict) and isinstance(value, dict):
            every = dict.fromkeys([*before, *value])
            for change in changes(before, {name: value.get(name) for name in every}):
                yield change if key == "asked" else f"{key}: {change}"
        elif isinstance(value, list):
            yield f"{key} were {_worded(before)} and are {_worded(value)} now"
        else:
            yield f"{key} was {_worded(before)} and is {_worded(value)} now"


def _worded(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "not given" if value is None else str(value)
