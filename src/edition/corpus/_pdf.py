"""The text of a PDF's pages in the order of its content stream.

A newspaper is set story by story, and that is the order in which the page's content names its characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.corpus._model import MissingExtraError


def pdf_pages(data: bytes) -> Iterator[str]:
    """The text of each page. Raises ValueError for what is no PDF, is locked or broken, MissingExtraError without pypdfium2."""
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError("reading PDF", "pypdfium2", "pdf") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise ValueError(f"this PDF can't be read: {problem}") from None
    try:
        for number in range(len(document)):
            try:
                page = document[number]
                text = page.get_textpage()
                # PDFium marks where a word was hyphenated, and ends lines as DOS does.
                yield text.get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
                text.close()
                page.close()
            except pypdfium2.PdfiumError as problem:
                raise ValueError(f"page {number + 1} can't be read: {problem}") from None
    finally:
        document.close()
