"""Standoff annotation as JSON: which role each stretch of the text has, by offsets in code points.

The values are those of :func:`edition.to_standoff`; the text stands beside them, in a file of its own.
"""

from __future__ import annotations

import json

from edition.editions import Edition
from edition.pages import Page
from edition.standoff import to_standoff


def dump(source: Page | Edition, *, indent: int | None = None) -> str:
    """The roles of a page, or of the pages of an issue, as spans over the text."""
    return json.dumps(to_standoff(source), ensure_ascii=False, indent=indent)
