"""PDF: the text layer of newspaper pages, with the place, the size and the weight of every line.

What PDFium makes up between the characters of a file, blanks and line ends, is left out, and derived again from their positions: a line of print is
a line of the text, a paragraph's indent is two blanks as wide as a character, and an empty line stands where a heading begins below other
print. Lines stand in the order of the file where that is sound, else in that of the page (:mod:`edition.layouts`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from edition._geometry.setting import set_text
from edition._model.layout import Layout
from edition._text.files import StrPath
from edition.dialects import AnyDialect
from edition.editions import Edition, edition_of
from edition.errors import MissingExtraError
from edition.formats.errors import FormatError
from edition.limits import Limits
from edition.models import AnyModel

#: What a PDF has at most, unless more is asked for.
LIMITS = Limits(pages=1000)
#: How large the picture of a page is at most, in bytes, so that it is no more than a megabyte in HTML.
PICTURE = 700_000


def load(
    source: StrPath | bytes,
    *,
    pages: Collection[int] | None = None,
    name: str | None = None,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: AnyDialect | None = None,
    model: AnyModel | None = None,
    limits: Limits = LIMITS,
) -> Edition:
    """Read the pages of a PDF, a path or its bytes, as an issue.

        issue = edition.read_pdf("fenhe-2025-03-06.pdf", pages=[1, 4])
        issue.pages[0].articles[0].headline.boxes

    ``pages`` are page numbers from 1 (default: all). Each page is parsed with its :class:`edition.Layout`: sizes, columns and pictures are
    evidence for headings, frames and captions, so the result is better than for the text alone, and ``node.boxes`` has the positions. The
    other arguments are as in :func:`edition.read_edition`; ``name`` is the name of the file in errors and :attr:`edition.Edition.sources`.

    Damaged pages and pages without a text layer are empty. Raises FormatError if no page has text: the file is not a PDF, encrypted, damaged,
    or has only images; :class:`edition.LimitError` if the file or a page exceeds ``limits`` (default: :class:`edition.Limits`, with a
    thousand pages); ValueError for a missing page; OSError if the file cannot be read; :class:`edition.errors.MissingExtraError` without the
    extra ``pdf``.
    """
    if not isinstance(source, bytes):
        path = Path(source)
        limits.check_document(path.stat().st_size)
        name, source = name or path.name, path.read_bytes()
    name = name or "a PDF"
    found = list(pages_of(source, pages=pages, name=name, limits=limits))
    if not any(layout.lines for _, layout in found):
        raise FormatError("PDF", _without_text(name, found))
    about: dict[str, Any] = {"paper": paper, "date": date, "dialect": dialect, "model": model}
    return edition_of(found, name, limits=limits, **about)


def pages_of(
    data: bytes,
    *,
    pages: Collection[int] | None = None,
    name: str = "a PDF",
    limits: Limits = LIMITS,
) -> Iterator[tuple[str, Layout]]:
    """The text of each page of a PDF and where it stands, one page at a time. Raises as :func:`load` does."""
    from edition.formats._pdfium import LOCK, sheet_of

    document = _opened(data, name, limits)
    try:
        with LOCK:
            count = len(document)
        missing = [number for number in pages or () if not 0 < number <= count]
        if missing:
            raise ValueError(f"{name} has {count} pages, and none is number {missing[0]}")
        limits.check_issue(count if pages is None else len(set(pages)))
        for number in range(1, count + 1):
            if pages is None or number in pages:
                with LOCK:
                    sheet = sheet_of(document, number, limits)
                yield set_text(sheet)
    finally:
        with LOCK:
            document.close()


def picture(source: StrPath | bytes, page: int = 1, *, largest: int = PICTURE) -> bytes:
    """A page of a PDF, a path or its bytes, as a picture: WebP, of so many bytes at most, for :func:`edition.viz.page`.

        page = edition.read_pdf("fenhe-2025-03-06.pdf").pages[0]
        edition.viz.page(page, picture=edition.formats.pdf.picture("fenhe-2025-03-06.pdf"))

    It is in colour, of three million pixels, and of fewer where it would be too large; empty where the page is damaged.
    ``page`` is a number from 1.

    Raises FormatError, ValueError, OSError and :class:`edition.errors.MissingExtraError` as :func:`load` does.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    (found,) = pictures_of(data, [page], largest=largest)
    return found


def pictures_of(data: bytes, pages: Sequence[int], *, largest: int = PICTURE) -> list[bytes]:
    """The pictures of some pages of a PDF, as :func:`picture` has them."""
    try:
        import PIL.Image  # noqa: F401 - PDFium's picture is made one of it
    except ImportError:
        raise MissingExtraError("pictures of PDF", "pillow", "pdf") from None
    from edition.formats._pdfium import LOCK, picture_of

    document = _opened(data, "a PDF", LIMITS)
    with LOCK:
        try:
            for number in pages:
                if not 0 < number <= len(document):
                    raise ValueError(
                        f"the PDF has {len(document)} pages, and none is number {number}"
                    )
            return [picture_of(document, number, largest) for number in pages]
        finally:
            document.close()


def _opened(data: bytes, name: str, limits: Limits) -> Any:
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError("reading PDF", "pypdfium2", "pdf") from None
    from edition.formats._pdfium import LOCK

    limits.check_document(len(data))
    with LOCK:
        try:
            return pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as problem:
            if "password" in str(problem).lower():
                what = "is locked with a password: save it without one, as `qpdf --decrypt` does"
            else:
                what = f"can't be read ({problem}): it is no PDF, or damaged, which `qpdf` may mend"
            raise FormatError("PDF", f"{name} {what}") from None


def _without_text(name: str, found: Collection[tuple[str, Layout]]) -> str:
    scans = [n for n, (_, layout) in enumerate(found, 1) if layout.pictures]
    if not found:
        return f"{name} has no page"
    if scans:
        return f"{name}, page {scans[0]}: a picture without a text layer; recognise its text (OCR) and save that as text, or as ALTO"
    return f"{name}, page 1: there is no text on it, nor on any other"
