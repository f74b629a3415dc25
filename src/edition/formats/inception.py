"""INCEpTION and WebAnno: pages in WebAnno TSV 3.3, and what was annotated read back.

A character is a token, a line of print a sentence. The layer ``webanno.custom.Print`` has the features ``role`` and ``tie``, how a line is tied to
what stands before it. Offsets are UTF-16 units, which programs in Java count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import define

from edition._text.lines import BLANKS
from edition._text.surrogates import refuse_surrogates
from edition.editions import Edition
from edition.formats._annotations import (
    Mark,
    Units,
    annotated,
    marks_of,
    pages_of,
    tie_named,
)
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import Standoff, to_standoff

#: How large a document is read unless more is asked for, in characters.
LIMIT = 64 * 2**20
#: The layer in which lines are annotated.
LAYER = "webanno.custom.Print"
_TOOL = "WebAnno TSV"
_FORMAT = "#FORMAT=WebAnno TSV 3.3"
_HEADER = f"{_FORMAT}\n#T_SP={LAYER}|role|tie\n\n"
#: The columns of a token that nobody has annotated.
_NOTHING = "_\t_"
#: How a text is written in the header of its sentence, and a value in its column.
_IN_TEXT = {
    **{chr(n): f"\\{chr(n)}" for n in range(32) if not 7 < n < 14},
    "\b": "\\b",
    "\t": "\\t",
    "\f": "\\f",
    "\r": "\\r",
    "\\": "\\\\",
}
_RESERVED = re.compile(r"->|[\\\[\]|_;*]")
_ESCAPED = re.compile(r"\\(->|.)")
_VALUE = re.compile(r"(.*?)(?:(?<!\\)\[(\d+)\])?", re.DOTALL)
_STACKED = re.compile(r"(?<!\\)\|")
_PLACE = re.compile(r"(\d+)-(\d+)")


def dump(source: Page | Edition) -> str | dict[str, str]:
    """A page in WebAnno TSV 3.3; of an issue, such files by their names, ``NN.tsv``.

    The project needs the layer, with its two features, and annotations of single characters (docs/howto/annotation.md). Raises TypeError
    for what is no page or issue, and ValueError for a page with a lone surrogate, which no file can hold in UTF-8.

    >>> import edition
    >>> page = edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")
    >>> print(dump(page).split("\\n")[6].expandtabs(4).rstrip())
    1-1 0-1 末   headline[1] new[1]
    """
    pages = pages_of(source)
    if isinstance(source, Page):
        return _document(source)
    return {f"{number:02}.tsv": _document(page) for number, page in pages}


def _document(page: Page) -> str:
    text = str(page)
    refuse_surrogates(text, _TOOL)
    units = Units(text)
    values: dict[int, str] = {}
    for n, mark in enumerate(marks_of(to_standoff(page)["spans"]), 1):
        value = f"{_written(mark.role)}[{n}]\t{mark.tie}[{n}]"
        values.update((at, value) for at in range(mark.start, mark.end))
    found = [_HEADER]
    for n, (start, end) in enumerate(_sentences(text), 1):
        # A reader puts a line end behind each line of a sentence, and so behind the last.
        lines = text[start:end].removesuffix("\n").split("\n")
        found += [f"#Text={''.join(_IN_TEXT.get(char, char) for char in line)}\n" for line in lines]
        tokens = [at for at in range(start, end) if text[at] not in BLANKS]
        for k, at in enumerate(tokens, 1):
            place = f"{units.of(at)}-{units.of(at + 1)}"
            found.append(f"{n}-{k}\t{place}\t{text[at]}\t{values.get(at, _NOTHING)}\t\n")
        found.append("\n")
    return f"{found[0]}\n{''.join(found[1:])}"


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The lines of print, each with the blanks behind it, those that begin the next one's line included."""
    starts: list[int] = []
    is_new = True
    for at, char in enumerate(text):
        if char == "\n":
            is_new = True
        elif is_new and char not in BLANKS:
            starts.append(at)
            is_new = False
    yield from pairwise([*starts, len(text)])


def _written(value: str) -> str:
    return _RESERVED.sub(lambda found: f"\\{found[0]}", value)


@define
class _Stretch:
    """An annotation, as its tokens are read."""

    start: int
    end: int
    role: str
    tie: str


def load(
    text: str, annotations: str, *, was: Standoff | None = None, limit: int = LIMIT
) -> Standoff:
    """What was annotated on a page, as data for :func:`edition.from_standoff`: ``text`` is the page's, ``annotations`` its TSV.

    ``was`` is the reading that went there, as :func:`edition.to_standoff` tells it: where nothing was changed, it comes back as it is.
    Else all annotations are held to, and the rest of the page is read around them. Other layers are passed over.

    Raises FormatError, with the line, for anything but WebAnno TSV 3 with the layer, for unknown roles, for annotations
    that overlap, and for tokens that do not stand in the text where they say.
    """
    if len(annotations) > limit:
        raise FormatError(
            _TOOL, f"{len(annotations)} characters are more than the limit of {limit}"
        )
    rows = annotations.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not re.fullmatch(r"#FORMAT=WebAnno TSV 3\.[23]", rows[0]):
        raise FormatError(_TOOL, f"expected {_FORMAT}", "line 1")
    role_at, tie_at = _columns(rows)
    units = Units(text)
    found: dict[object, _Stretch] = {}
    for n, row in enumerate(rows[1:], 2):
        fields = row.split("\t")
        if row.startswith("#") or not row or "-" not in fields[0]:
            continue
        path = f"line {n}"
        if len(fields) <= max(role_at, tie_at):
            raise FormatError(_TOOL, f"expected {max(role_at, tie_at) + 1} columns", path)
        start, end = _place(text, units, fields, path)
        ties = _STACKED.split(fields[tie_at]) if tie_at >= 0 else []
        for k, value in enumerate(_STACKED.split(fields[role_at])):
            if value == "_":
                continue
            role, number = _value(value)
            tie = _value(ties[k])[0] if k < len(ties) else "*"
            one = found.setdefault(number or (n, k), _Stretch(start, end, role, tie))
            one.start, one.end = min(one.start, start), max(one.end, end)
    marks = [
        Mark(
            one.start, one.end, one.role, None if one.tie in "*_" else tie_named(one.tie, _TOOL, "")
        )
        for one in found.values()
    ]
    return annotated(text, marks, was, tool=_TOOL)


def _columns(rows: list[str]) -> tuple[int, int]:
    """Which columns have the role and the tie; -1 for a tie that is not there."""
    at, found = 3, {}
    for n, row in enumerate(rows):
        if n and not row.startswith("#T_"):
            break
        if not n:
            continue
        layer, *features = row.partition("=")[2].split("|")
        for feature in features or [""]:
            found[layer, feature] = at
            at += 1
    if (LAYER, "role") not in found:
        raise FormatError(_TOOL, f"expected the layer {LAYER} with the feature role", "line 2")
    return found[LAYER, "role"], found.get((LAYER, "tie"), -1)


def _place(text: str, units: Units, fields: list[str], path: str) -> tuple[int, int]:
    told = _PLACE.fullmatch(fields[1])
    start, end = (units.back(int(told[1])), units.back(int(told[2]))) if told else (None, None)
    if start is None or end is None or start >= end:
        raise FormatError(_TOOL, f"{fields[1]} is no stretch of the text, in UTF-16 units", path)
    if text[start:end] != fields[2]:
        raise FormatError(
            _TOOL, f"the text has {text[start:end]!r:.40} there, not {fields[2]!r:.40}", path
        )
    return start, end


def _value(written: str) -> tuple[str, str | None]:
    """A value, and the number of its annotation."""
    told = _VALUE.fullmatch(written)
    assert told is not None  # noqa: S101 (whatever is written, it matches)
    return _ESCAPED.sub(lambda found: found[1], told[1]), told[2]
