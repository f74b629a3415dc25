"""Standoff annotation as JSON: roles as spans over the text, in code points.

The values are those of :func:`edition.to_standoff`; the text is in a separate file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import overload

from edition.dialects import AnyDialect
from edition.editions import Edition
from edition.formats._json_text import values
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import from_standoff, to_standoff

#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 16 * 2**20


def dump(source: Page | Edition, *, indent: int | None = None, confidence: bool = False) -> str:
    """Convert a page or an issue to standoff JSON, optionally with the confidence of each role."""
    return json.dumps(to_standoff(source, confidence=confidence), ensure_ascii=False, indent=indent)


@overload
def load(
    text: str, data: str | bytes, *, dialect: AnyDialect | None = None, limit: int = LIMIT
) -> Page: ...
@overload
def load(
    text: Mapping[int, str],
    data: str | bytes,
    *,
    dialect: AnyDialect | None = None,
    limit: int = LIMIT,
) -> Edition: ...
def load(
    text: str | Mapping[int, str],
    data: str | bytes,
    *,
    dialect: AnyDialect | None = None,
    limit: int = LIMIT,
) -> Page | Edition:
    """Read standoff JSON for a text, or for the texts of an issue by page number.

    Raises as :func:`edition.from_standoff` does, and FormatError for what is no JSON, or larger than ``limit``.
    """
    if len(data) > limit:
        raise FormatError("standoff", f"{len(data)} characters are more than the limit of {limit}")
    told = values(data)
    # What is no object is refused there, with the rest.
    if isinstance(text, str):
        return from_standoff(text, told, dialect=dialect)
    return from_standoff(text, told, dialect=dialect)
