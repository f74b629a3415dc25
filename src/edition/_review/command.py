"""Runs a review: finds the pages, opens the browser, and serves it until it ends."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import time
import webbrowser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

from attrs import field, frozen

from edition._parser.models import AnyModel
from edition._review.folder import Folder, Reader
from edition._review.server import ReviewServer
from edition._signals import StoppedError, stoppable
from edition._text.output import Output, Refused
from edition._text.terminal import printable

#: After how many seconds without a request it ends by itself.
_FORGOTTEN = 12 * 3600


@frozen
class Request:
    """What the command line asked for."""

    source: str
    """A page's text, or a folder of them."""
    out: str | None
    """The folder of the annotations; None where they stand beside the texts."""
    encoding: str
    lang: str | None
    model: AnyModel | None = None
    open_browser: bool = field(kw_only=True)


def review(asked: Request, reader: Reader, to: Output) -> int:
    """Serve the pages until the user ends the review; the exit status, 1 if corrections are left that could not be saved.

    Raises Refused if there are no pages.
    """
    folder = Folder(_texts(asked.source), _made(asked.out), asked.encoding, reader, asked.model)
    with ReviewServer(folder, asked.lang) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with suppress(StoppedError), stoppable(), _address_file(server.address) as file:
            to.line(f"{_counted(len(folder.names))}: {printable(file.as_uri())}")
            to.line("Every correction is saved immediately. Press Ctrl-C to end the review.")
            to.stream.flush()
            if asked.open_browser:
                webbrowser.open(file.as_uri())
            while not server.ended.wait(0.5) and time.monotonic() - server.last < _FORGOTTEN:
                pass
        server.shutdown()
        with server.lock:  # a correction in progress is saved first
            done, unsaved = sum(folder.done), folder.unsaved
        to.line(f"{done} of {_counted(len(folder.names))} done")
        for name in unsaved:
            to.line(f"{printable(name)}: the last corrections could not be saved")
        return int(bool(unsaved))


def _counted(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def _texts(source: str) -> list[Path]:
    path = Path(source)
    try:
        if not path.is_dir():
            if path.suffix.lower() == ".json":
                raise Refused(
                    f"{printable(source)}: pass the text file of the page, not its annotation"
                )
            path.stat()
            return [path]
        found = [
            file for file in path.iterdir() if file.suffix.lower() == ".txt" and file.is_file()
        ]
    except (OSError, ValueError) as problem:
        raise Refused(
            f"{printable(source)}: {getattr(problem, 'strerror', None) or problem}"
        ) from None
    twice = [stem for stem, count in Counter(file.stem for file in found).items() if count > 1]
    if twice:
        raise Refused(
            f"{printable(source)}: two texts would have one annotation, {printable(twice[0])}.json"
        )
    if not found:
        raise Refused(f"{printable(source)}: contains no .txt files")
    return sorted(found, key=lambda file: _natural(file.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """A key by which 2.txt stands before 10.txt."""
    parts = re.split("([0-9]+)", name)
    return [(int(part), "") if n % 2 else (0, part) for n, part in enumerate(parts)]


def _made(out: str | None) -> Path | None:
    if out is None:
        return None
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as problem:
        raise Refused(
            f"{printable(out)}: {getattr(problem, 'strerror', None) or problem}"
        ) from None
    return Path(out)


@contextmanager
def _address_file(address: str) -> Iterator[Path]:
    """A file that leads to an address, which nobody but its owner can read: arguments of a program are seen by all."""
    folder = Path(tempfile.mkdtemp(prefix="edition-"))
    try:
        file = folder / "review.html"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(
                f'<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>edition review</title>\n'
                f'<meta name="referrer" content="no-referrer">\n<meta http-equiv="refresh" content="0; url={escape(address)}">\n'
                f'<a href="{escape(address)}">edition review</a>\n'
            )
        yield file
    finally:
        shutil.rmtree(folder, ignore_errors=True)
