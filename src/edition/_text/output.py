"""Where a command writes, and how it says what it can't do."""

from __future__ import annotations

import json
import shutil
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
        text = json.dumps(value, ensure_ascii=False, indent=1)
        try:
            text.encode(self.stream.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(value, indent=1)
        self.stream.write((printable_json(text) if self.stream.isatty() else text) + "\n")

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
