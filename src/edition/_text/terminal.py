"""Text for a terminal: how wide it is, how it is cut, coloured, and kept from doing anything."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import TextIO

#: Escape sequences by the name of a style.
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
#: Categories that a terminal would obey or not show: controls, marks of direction, lone surrogates, line separators.
UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))


def printable(text: str, *, keep: str = "") -> str:
    """The text with an escape for everything that a terminal would obey, and not show, but for what is to be kept.

    >>> print(printable("天\\x1b[1m晴\\ud800"))
    天\\x1b[1m晴\\ud800
    """
    return _escaped(text, keep, lambda c: c.encode("unicode_escape").decode())


def printable_json(text: str) -> str:
    """A document in JSON of the same meaning, with JSON's escape for all of that but line ends.

    >>> print(printable_json('["晴\\u202e\\x9b"]'))
    ["晴\\u202e\\u009b"]
    """
    import json  # only a command that prints needs it

    return _escaped(text, "\n", lambda c: json.dumps(c)[1:-1])


def _escaped(text: str, keep: str, escape: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(
        escape(c) if unicodedata.category(c) in UNSHOWN and c not in keep else c for c in text
    )


def cells(text: str) -> int:
    """How many cells a text takes on a terminal: two for a Han character, none for a combining mark.

    >>> cells("今晨12时")
    8
    """
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def _cells(c: str) -> int:
    if unicodedata.east_asian_width(c) in "WF":
        return 2
    return 0 if unicodedata.category(c) in ("Mn", "Me") else 1


def cut(text: str, room: int) -> str:
    """The text in at most so many cells, ending in … where it was cut.

    >>> cut("望月桥修缮完工", 9), cut("完工", 9)
    ('望月桥修…', '完工')
    """
    if cells(text) <= room:
        return text
    used = 0
    for n, c in enumerate(text):
        used += _cells(c)
        if used > room - 1:
            return text[:n] + "…" if room > 0 else ""
    return text


def is_coloured(stream: TextIO) -> bool:
    """Whether a stream is a terminal that wants colour; see https://no-color.org."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str) -> str:
    """The text in a style."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if text else ""
