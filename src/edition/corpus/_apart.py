"""Parquet read in a process of its own: Arrow is C++, and a damaged file may crash the process that reads it.

The process is asked for one file after the other, a line of JSON each, behind it the file itself where it has no name. It
answers with a line for each row, behind it the row's text, and with a last line. Nothing that it says is run here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Self, cast

from edition._signals import deferred
from edition.corpus._model import ToldError
from edition.corpus._opening import opened
from edition.corpus._parquet import Row, parquet_rows

#: The longest line of an answer, in bytes: it holds what a row says beside its text.
_LONGEST = 2**28
#: What the process runs: it finds modules where this one does, and nowhere else.
_PROGRAM = "import sys; sys.path[:] = {}; from edition.corpus import _apart; _apart.serve()"
_CRASHED = "a process died of it, for want of memory or by a fault in a library"


class Reader:
    """A process that reads Parquet, begun when it is wanted, and again when it died of a file."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def rows(self, stream: IO[bytes], text: str, others: list[str], *, bound: int) -> Iterator[Row]:
        """What :func:`parquet_rows` yields. Raises ToldError for what that raises, and where the process dies."""
        data = stream.getvalue() if isinstance(stream, BytesIO) else b""
        path = None if isinstance(stream, BytesIO) else str(Path(os.fsdecode(stream.name)).absolute())  # fmt: skip
        asked = {"path": path, "size": len(data), "text": text, "others": others, "bound": bound}
        whole = False
        try:
            process = self._running()
            answer = cast(IO[bytes], process.stdout)
            with suppress(BrokenPipeError):  # it is told below
                stdin = cast(IO[bytes], process.stdin)
                stdin.write(json.dumps(asked).encode() + b"\n")
                stdin.write(data)
                stdin.flush()
            while "end" not in (said := _line(answer)):
                if path is not None:
                    stream.seek(said["at"])  # so that one sees how far it is
                yield _text(answer, said["size"], bound), said["is_text"], said["said"]
            whole = True
        finally:
            if not whole:
                self._end()
        if said["end"] is not None:
            raise ToldError(*said["end"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command = [sys.executable, "-c", _PROGRAM.format(sys.path)]
            with deferred():
                # Out of the reach of a terminal's signals; it ends when nobody can ask it any more.
                self._process = subprocess.Popen(  # noqa: S603 - Python itself
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
        return self._process

    def _end(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(BrokenPipeError):  # what it was to be asked may still be there
                process.communicate()


def _line(answer: IO[bytes]) -> dict[str, Any]:
    line = answer.readline(_LONGEST)
    if not line.endswith(b"\n"):
        raise ToldError("crash", _CRASHED)
    said: dict[str, Any] = json.loads(line)
    return said


def _text(answer: IO[bytes], size: int | None, bound: int) -> bytes | None:
    if size is None:
        return None
    data = answer.read(min(size, bound))
    if len(data) < size:
        raise ToldError("crash", _CRASHED)
    return data


def serve() -> None:
    """Answer on standard output what is asked on standard input, until nobody asks any more."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(BrokenPipeError):
        while line := sys.stdin.buffer.readline():
            asked = json.loads(line)
            for part in _answers(asked):
                answer.write(part)
            answer.flush()


def _answers(asked: dict[str, Any]) -> Iterator[bytes]:
    """The rows of a file, and how that ended."""
    from edition.corpus._readers import told

    path, size = asked["path"], asked["size"]
    end = None
    data = sys.stdin.buffer.read(size)
    try:
        with BytesIO(data) if path is None else opened(path) as stream:
            for text, is_text, said in parquet_rows(stream, asked["text"], asked["others"], bound=asked["bound"]):  # fmt: skip
                length = None if text is None else len(text)
                line = {"size": length, "is_text": is_text, "said": said, "at": stream.tell()}
                yield json.dumps(line).encode() + b"\n" + (text or b"")
    except Exception as problem:  # noqa: BLE001 - it is told
        end = told(problem)
    yield json.dumps({"end": end}).encode() + b"\n"
