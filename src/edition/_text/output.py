"""Where a command writes, and how it says what it can't do."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from attrs import frozen

from edition._text.terminal import printable, printable_json


class Refused(Exception):  # noqa: N818 - it is no error of the program
    """What a command can't do, in a line for the user."""


@frozen(weakref_slot=False)
class Output:
    """Where a command writes."""

    stream: TextIO
    colour: bool

    def line(self, text: str = "") -> None:
        """Write a line; what the stream's encoding lacks is written as an escape."""
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")

    def json(self, value: object) -> None:
        """Write plain data as JSON: Chinese as it is, unless the stream's encoding has no word for something."""
        self.stream.write(self._json(value) + "\n")

    def array(self, values: Iterable[object]) -> None:
        """Write a JSON array, one of its values after the other, as :meth:`json` writes it whole."""
        before = "[\n "
        for value in values:
            self.stream.write(before + self._json(value).replace("\n", "\n "))
            before = ",\n "
        self.stream.write("[]\n" if before.startswith("[") else "\n]\n")

    def _json(self, value: object) -> str:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        try:
            text.encode(self.stream.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(value, indent=1)
        return printable_json(text) if self.stream.isatty() else text

    def utf8(self, text: str, *, is_json: bool = False) -> None:
        """Write a document, which is in UTF-8 wherever it goes; a terminal is shown what it would obey."""
        if self.stream.isatty():
            text = printable_json(text) if is_json else printable(text, keep="\t\n")
        self.stream.flush()
        self.stream.buffer.write(text.encode())

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return shutil.get_terminal_size((100, 24)).columns


def say(text: str) -> None:
    """Write to standard error; where that can't be written, the exit status has to tell."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, or the interpreter would complain of it when it ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
