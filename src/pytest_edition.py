"""Shows in what two pages differ where a test compares them with ``==``.

pytest loads this module wherever the package is installed. It stands beside the package, not in it, so that a run of tests
that compares no page does not import the library.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeGuard

    from edition.pages import Page


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """The lines that pytest shows for a failed comparison of two pages; None for any other."""
    if op != "==" or not (_is_page(left) and _is_page(right)):
        return None
    from edition.diff import diff

    found = diff(left, right)
    places = f"{len(found)} place{'s' if len(found) > 1 else ''}"
    return [f"{left!r} == {right!r}", f"the pages differ in {places}:", *str(found).splitlines()]


def _is_page(value: object) -> TypeGuard[Page]:
    """Whether a value is a page; where there is one, its module is loaded."""
    pages = sys.modules.get("edition.pages")
    return pages is not None and isinstance(value, pages.Page)
