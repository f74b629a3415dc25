"""doccano: pages for sequence labelling, a line of JSON a page, and what was labelled read back.

A label is a role over a stretch of the text. Offsets are UTF-16 units, which doccano's pages in the browser count. Everything else that a line
of JSON has comes back as it went there; so the reading travels along, under ``edition``.
"""

from __future__ import annotations

import json
from typing import cast

from edition._text.surrogates import refuse_surrogates
from edition.editions import Edition
from edition.formats._annotations import (
    Annotated,
    Mark,
    Units,
    annotated,
    marks_of,
    pages_of,
)
from edition.formats._json_text import Value, named, values
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import Standoff, to_standoff

#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 64 * 2**20
_TOOL = "doccano"


def dump(source: Page | Edition) -> str:
    """The pages as lines of JSON, to import in the format "JSONL" with the columns ``text`` and ``label``.

    The text is the page's to the character. Raises TypeError for what is no page or issue, and ValueError for a page with a lone
    surrogate, which no file can hold in UTF-8.

    >>> import edition
    >>> json.loads(dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")))["label"]
    [[0, 8, 'headline'], [10, 13, 'lead'], [14, 25, 'paragraph']]
    """
    return "".join(f"{_line(number, page)}\n" for number, page in pages_of(source))


def _line(number: int, page: Page) -> str:
    text = str(page)
    refuse_surrogates(text, _TOOL)
    told = to_standoff(page)
    units = Units(text)
    labels = [
        [units.of(mark.start), units.of(mark.end), mark.role] for mark in marks_of(told["spans"])
    ]
    row = {"text": text, "label": labels, "page": number, "edition": told}
    return json.dumps(row, ensure_ascii=False)


def load(data: str | bytes, *, limit: int = LIMIT) -> list[Annotated]:
    """The pages of an export as JSONL: each text with data for :func:`edition.from_standoff`.

    Both of doccano's forms are read: with ``label``, and with ``entities`` (and relations, which are passed over). Where nothing was
    changed, the data are those that went there. Else all labels are held to, and the rest of the page is read around them: lines whose
    labels have stayed are tied to each other as they were.

    Raises FormatError, with the line and the path in it, for what is no such export, or larger than ``limit``, for labels that are no
    roles, for labels that overlap, and for offsets outside the text or inside a character.
    """
    if len(data) > limit:
        raise FormatError(_TOOL, f"{len(data)} characters are more than the limit of {limit}")
    try:
        whole = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            _TOOL, f"this is no UTF-8: {error.reason}", f"byte {error.start}"
        ) from None
    return [
        _page(values(line), f"line {n}")
        for n, line in enumerate(whole.split("\n"), 1)
        if line.strip()
    ]


def _page(row: Value, path: str) -> Annotated:
    if not isinstance(row, dict):
        raise FormatError(_TOOL, f"expected an object, not {named(row)}", path)
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise FormatError(_TOOL, f"expected a string, not {named(text)}", f"{path}, text")
    key = next((key for key in ("label", "labels", "entities") if key in row), "label")
    labels = row.get(key, [])
    if not isinstance(labels, list):
        raise FormatError(_TOOL, f"expected an array, not {named(labels)}", f"{path}, {key}")
    units = Units(text)
    marks = [_mark(label, units, f"{path}, {key}[{n}]") for n, label in enumerate(labels)]
    was = cast("Standoff | None", row.get("edition"))
    return Annotated(text, annotated(text, marks, was, tool=f"{_TOOL}, {path}"))


def _mark(label: Value, units: Units, path: str) -> Mark:
    parts: list[Value] = []
    if isinstance(label, list):
        parts = label
    elif isinstance(label, dict):
        parts = [label.get(key) for key in ("start_offset", "end_offset", "label")]
    if [type(part) for part in parts] != [int, int, str]:
        raise FormatError(_TOOL, "expected where a label begins and ends, and its name", path)
    begin, end, role = cast("tuple[int, int, str]", parts)
    start, stop = units.back(begin), units.back(end)
    if start is None or stop is None or start >= stop:
        raise FormatError(
            _TOOL, f"{begin} to {end} is no stretch of the text, in UTF-16 units", path
        )
    return Mark(start, stop, role)
