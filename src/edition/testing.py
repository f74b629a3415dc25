"""Assertions for tests of code that parses, edits or writes pages; each failure shows the differences.

>>> assert_lossless("河堤步道开放\\n\\n汾河西岸的步道昨日开放。\\n")
"""

from __future__ import annotations

from edition._text.lines import BLANKS
from edition.dialects import AnyDialect
from edition.diff import diff
from edition.pages import Page, parse
from edition.positions import position

#: How much text is shown around a difference. (Errors are raised, not asserted: pytest would rewrite the messages.)
_AROUND = 12


def assert_lossless(text: str, *, dialect: AnyDialect | None = None) -> None:
    """Assert that parsing a text is lossless, and that all spans are right.

    ``dialect`` is as in :func:`edition.parse`.
    """
    page = parse(text, dialect=dialect)
    _assert_text(str(page), text)
    for node in page.walk():
        if (extent := node.extent) is not None and node is not page:
            begin, end = extent
            if text[begin:end] != str(node):
                raise AssertionError(
                    f"{type(node).__name__} at {begin}:{end} covers {text[begin:end]!r}, not {str(node)!r}"
                )
    blanks = page.head + "".join(piece.indent + piece.tail for piece in page.pieces)
    if blanks.strip(BLANKS):
        raise AssertionError(f"the layout contains text: {blanks.strip(BLANKS)[:40]!r}")


def assert_roundtrip(page: Page, *, dialect: AnyDialect | None = None) -> None:
    """Assert that the text of a built or edited page parses to the same page.

    ``dialect`` is as in :func:`edition.parse` (default: the dialect of the page).
    """
    text = str(page)
    read = parse(text, dialect=dialect or page.dialect)
    _assert_text(str(read), text)
    assert_same(page, read)


def assert_same(page: Page, other: Page) -> None:
    """Assert that two pages are equal; the failure shows their :func:`edition.diff`."""
    found = diff(page, other)
    if found:
        places = f"{len(found)} place{'s' if len(found) > 1 else ''}"
        raise AssertionError(f"the pages differ in {places}:\n{found}")
    if hash(page) != hash(other):
        raise AssertionError("equal pages have different hashes")


def _assert_text(found: str, wanted: str) -> None:
    if found == wanted:
        return
    at = next(
        (n for n, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b),
        min(len(found), len(wanted)),
    )
    begin = max(at - _AROUND, 0)
    raise AssertionError(
        f"the text differs from {position(wanted, at)} on:\n"
        f"  {wanted[begin : at + _AROUND]!r} was parsed\n"
        f"  {found[begin : at + _AROUND]!r} was written"
    )
