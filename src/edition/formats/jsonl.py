"""JSON Lines: one record per story, as made by :func:`edition.to_records`, for retrieval, language models and data frames.

Every line is valid against the schema that ``edition schema records`` prints. Lines end with ``\\n``; other line separators (U+0085,
U+2028 and U+2029) are escaped.
"""

from __future__ import annotations

import datetime as dt
import json
import re

from edition.formats._stories import Exportable
from edition.formats.errors import FormatError
from edition.records import from_records, to_records
from edition.stories import Story

#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 64 * 2**20

#: What some readers take for the end of a line; JSON has it as it is.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def dump(source: Exportable, *, paper: str | None = None, date: dt.date | None = None) -> str:
    """The stories of a page or an issue as JSON Lines, one per line. Empty if there are none.

    ``paper`` and ``date`` default to those of the page or issue. Raises TypeError for anything else.

    >>> import edition
    >>> page = edition.parse("河堤步道开放\\n\\n汾河西岸的步道今日开放。\\n")
    >>> dump(page, paper="汾河日报")[:45]
    '{"version":1,"id":"urn:uuid:...
    """
    return "".join(
        f"{_LINE_ENDS.sub(_escape, json.dumps(record, ensure_ascii=False, separators=(',', ':')))}\n"
        for record in to_records(source, paper=paper, date=date)
    )


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def load(data: str | bytes, *, limit: int = LIMIT) -> tuple[Story, ...]:
    """Read the stories in lines of records, as :func:`edition.from_records` does; empty lines are skipped.

    Raises FormatError for invalid lines, and for input larger than ``limit``.

    >>> [story] = load('{"headline": "渡口归船", "text": "末班船昨日停航。"}')
    >>> story.headline.text
    '渡口归船'
    """
    if len(data) > limit:
        raise FormatError("JSONL", f"{len(data)} characters are more than the limit of {limit}")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"this is no {error.encoding}: {error.reason}"
        raise FormatError("JSONL", problem, f"byte {error.start}") from None
    records = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                records.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise FormatError("JSONL", f"this is no JSON: {error}", f"line {number}") from None
    return from_records(records)
