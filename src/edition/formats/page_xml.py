"""PAGE XML: pages as Transkribus, eScriptorium and OCR-D keep them, each line with its outline.

What is written has the boxes of the page's layout (:attr:`edition.Page.layout`), in pixels at 300 dpi, and its pictures as ``ImageRegion``. A text alone has no boxes, and
PAGE requires them: then they are of the text file, 10 units a line and 10 a character. They show regions in order and apart, and mean nothing on an image of
the page; reading such a file takes them for places on paper. ``imageFilename`` is empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from edition._model.layout import Box
from edition._text.files import StrPath
from edition.dialects import AnyDialect
from edition.editions import Edition
from edition.formats import _annotations, _xml
from edition.formats._page_xml_writer import document
from edition.formats._scans import (
    LARGEST_XML,
    POINTS,
    ScannedLine,
    ScannedPage,
    Word,
    issue_of,
    real,
    text_of,
)
from edition.formats._xml import Element, all_of
from edition.formats.errors import FormatError
from edition.limits import Limits
from edition.models import AnyModel
from edition.pages import Page

#: What a document has at most, unless more is asked for.
LIMITS = Limits()


def dump(source: Page | Edition) -> str | dict[str, str]:
    """A page as PAGE XML 2019; of an issue, such files by their names, ``NN.xml``.

    A block is a ``TextRegion`` whose ``custom`` has its role, a line of print a ``TextLine``. The reading order has a group for each story,
    and a relation joins the pieces of a paragraph that was cut. U+FFFD stands for characters that XML can't hold.

    Raises TypeError for what is no page or issue.

    >>> import edition
    >>> print(dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")).split("\\n")[5][:57])
    <TextRegion id="r1" type="heading" custom="structure {typ
    """
    pages = _annotations.pages_of(source)
    if isinstance(source, Page):
        return document(source)
    return {f"{number:02}.xml": document(page) for number, page in pages}


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
    """Read the page of a PAGE document (a path or its bytes), with the places of its lines.

    Regions are in the order of ``ReadingOrder`` if there is one, else in that of the document, unless it breaks up columns.

    ``dpi`` are the pixels per inch of the scan. The other arguments are as in :func:`edition.read_pdf`. Raises
    FormatError for what is no PAGE XML, or with no text that has a place; :class:`edition.LimitError` for one that is larger than ``limits``
    allow; OSError for a file that can't be read.
    """
    if not isinstance(source, bytes):
        name, source = name or Path(source).name, Path(source).read_bytes()
    limits.check_document(len(source))
    pages = _pages(source, dpi=dpi, limits=limits)
    return issue_of(pages, name or "a PAGE document", "PAGE", paper, date, dialect, model, limits)


def _pages(data: bytes, *, dpi: float = 300.0, limits: Limits = LIMITS) -> list[ScannedPage]:
    """The pages of a document. Raises FormatError."""
    root = _xml.parse(data, format="PAGE", limit=min(limits.bytes, LARGEST_XML))
    if root.name != "PcGts":
        raise FormatError("PAGE", f"this is no PAGE XML: its root is {root.name!r}")
    return [_page(page, POINTS / dpi) for page in all_of(root, "Page")]


def _page(page: Element, scale: float) -> ScannedPage:
    found = ScannedPage(
        real(page.attributes.get("imageWidth", "")),
        real(page.attributes.get("imageHeight", "")),
        scale,
        pictures=[box for one in all_of(page, "ImageRegion") if (box := _outline(one))],
        rules=[box for one in all_of(page, "SeparatorRegion") if (box := _outline(one))],
    )
    order = _order(page)
    found.ordered = bool(order)
    regions = list(all_of(page, "TextRegion"))
    regions.sort(key=lambda region: order.get(region.attributes.get("id", ""), len(order)))
    for region in regions:
        for line in region.children:
            if isinstance(line, Element) and line.name == "TextLine":
                one = _line(line)
                if one.words:
                    found.lines.append(one)
    return found


def _line(line: Element) -> ScannedLine:
    words = [
        Word(text, _outline(word), sure)
        for word in line.children
        if isinstance(word, Element) and word.name == "Word"
        for text, sure in _text(word)
    ]
    if not words:
        words = [Word(text, _outline(line), sure) for text, sure in _text(line)]
    found = ScannedLine(words, _outline(line))
    style = next(
        (c for c in line.children if isinstance(c, Element) and c.name == "TextStyle"), None
    )
    if style is not None:
        found.size = real(style.attributes.get("fontSize", "")) or None
        found.bold = style.attributes.get("bold") == "true"
    return found


def _text(element: Element) -> Iterator[tuple[str, float | None]]:
    """The first reading of a line or a word, and its confidence."""
    readings = [c for c in element.children if isinstance(c, Element) and c.name == "TextEquiv"]
    readings.sort(key=lambda one: real(one.attributes.get("index", "")))
    for reading in readings[:1]:
        for unicode in all_of(reading, "Unicode"):
            text = " ".join(text_of(unicode).split())
            sure = reading.attributes.get("conf")
            if text:
                yield text, real(sure) if sure is not None else None


def _order(page: Element) -> dict[str, int]:
    """The place of each region in the reading order, groups within groups; empty where there is none."""
    order = next(all_of(page, "ReadingOrder"), None)
    found: dict[str, int] = {}
    todo = [order] if order is not None else []
    while todo:
        node = todo.pop()
        if node.name.startswith("RegionRef"):
            found.setdefault(node.attributes.get("regionRef", ""), len(found))
        below = [child for child in node.children if isinstance(child, Element)]
        below.sort(key=lambda child: real(child.attributes.get("index", "")))
        todo += reversed(below)
    return found


def _outline(element: Element) -> Box | None:
    """The box around an element's outline."""
    coords = next(
        (c for c in element.children if isinstance(c, Element) and c.name == "Coords"), None
    )
    points = coords.attributes.get("points", "").split() if coords is not None else []
    pairs = [point.partition(",") for point in points]
    xs, ys = [real(x) for x, _, _ in pairs], [real(y) for _, _, y in pairs]
    if not pairs or max(xs) <= min(xs) or max(ys) <= min(ys):
        return None
    return Box(min(xs), min(ys), max(xs), max(ys))
