"""Standoff annotation as JSON: which role each stretch of the text has, by offsets in code points.

The values are those of :func:`edition.to_standoff`; the text stands beside them, in a file of its own.
"""

from __future__ import annotations

import json

from edition.pages import Page
from edition.standoff import to_standoff


def dump(page: Page, *, indent: int | None = None) -> str:
    """A page's roles as spans over its text."""
    return json.dumps(to_standoff(page), ensure_ascii=False, indent=indent)
