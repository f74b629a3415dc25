"""hOCR: pages as Tesseract and others write them, HTML with boxes in its titles."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

from edition._model.layout import Box
from edition._text.files import StrPath
from edition.dialects import AnyDialect
from edition.editions import Edition
from edition.formats._scans import POINTS, ScannedLine, ScannedPage, Word, issue_of, real
from edition.formats.errors import FormatError
from edition.limits import Limits
from edition.models import AnyModel

#: What a document has at most, unless more is asked for.
LIMITS = Limits()


def load(
    source: StrPath | bytes,
    *,
    dpi: float = 300.0,
    name: str | None = None,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: AnyDialect | None = None,
    model: AnyModel | None = None,
    limits: Limits = LIMITS,
) -> Edition:
    """Read the pages of an hOCR document (a path or its bytes), with the places of their lines.

    Lines are in the order of the document, unless it breaks up columns.

    ``dpi`` are the pixels per inch of the scan. The other arguments are as in :func:`edition.read_pdf`. Raises
    FormatError for what has no page of hOCR or with no text that has a place; :class:`edition.LimitError` for one that is larger than ``limits``
    allow; OSError for a file that can't be read.
    """
    if not isinstance(source, bytes):
        name, source = name or Path(source).name, Path(source).read_bytes()
    limits.check_document(len(source))
    pages = _pages(source, dpi=dpi, limits=limits)
    return issue_of(pages, name or "an hOCR document", "hOCR", paper, date, dialect, model, limits)


_LINES = frozenset(("ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"))
_PICTURES = frozenset(("ocr_photo", "ocr_image", "ocr_linedrawing"))
_PROPERTY = re.compile(r"\b(bbox|x_wconf|x_size|x_fsize)((?: -?[0-9.]+)+)")
_VOID = frozenset(("br", "hr", "img", "meta", "link", "input"))


def _pages(data: bytes, *, dpi: float = 300.0, limits: Limits = LIMITS) -> list[ScannedPage]:
    """The pages of a document. Raises FormatError, and LimitError for one with too many elements."""
    reader = _Reader(POINTS / dpi, limits)
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    if not reader.pages:
        raise FormatError("hOCR", "this is no hOCR: it has no element of the class ocr_page")
    return reader.pages


class _Reader(HTMLParser):
    """Goes through a document, and gathers its pages, lines and words."""

    def __init__(self, scale: float, limits: Limits) -> None:
        super().__init__()
        self.pages: list[ScannedPage] = []
        self._scale, self._limits = scale, limits
        #: The classes of the open elements.
        self._open: list[str] = []
        self._line: ScannedLine | None = None
        self._text = ""
        self._word: tuple[Box | None, float | None] = (None, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _VOID:
            return
        told = dict(attrs)
        kind = (told.get("class") or "").split(" ")[0]
        self._open.append(kind)
        self._limits.check_objects(len(self._open))
        found = {
            key: [real(n) for n in rest.split()]
            for key, rest in _PROPERTY.findall(told.get("title") or "")
        }
        box = _box(found.get("bbox", []))
        if kind == "ocr_page":
            width, height = (box.x1, box.y1) if box else (0.0, 0.0)
            self.pages.append(ScannedPage(width, height, self._scale))
        elif self.pages and kind in _PICTURES and box is not None:
            self.pages[-1].pictures.append(box)
        elif self.pages and kind == "ocr_separator" and box is not None:
            self.pages[-1].rules.append(box)
        elif self.pages and kind in _LINES:
            size = found.get("x_fsize", [0.0])[0] or found.get("x_size", [0.0])[0] * self._scale
            self._line = ScannedLine([], box, size or None)
            self.pages[-1].lines.append(self._line)
        elif kind == "ocrx_word":
            self._end_word()
            sure = found.get("x_wconf")
            self._word = box, (sure[0] / 100 if sure else None)
        if tag in ("strong", "b") and self._line is not None:
            self._line.bold = True

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in _VOID or not self._open:
            return
        kind = self._open.pop()
        if kind == "ocrx_word" or kind in _LINES:
            self._end_word()
        if kind in _LINES:
            self._line = None

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._line is not None:
            self._text += data

    def _end_word(self) -> None:
        text = " ".join(self._text.split())
        self._text = ""
        if text and self._line is not None:
            box, sure = self._word
            self._line.words.append(Word(text, box or self._line.box, sure))
        self._word = (None, None)


def _box(edges: list[float]) -> Box | None:
    if len(edges) != 4 or edges[2] <= edges[0] or edges[3] <= edges[1]:
        return None
    return Box(*edges)
