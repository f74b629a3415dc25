"""ALTO: pages as OCR keeps them, each line with its box.

What is written has the boxes of the page's layout (:attr:`edition.Page.layout`), in 1200ths of an inch, and none where there is no layout.
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
from edition.formats._alto import blocks_of, reading_order
from edition.formats._alto_writer import AltoPage
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
    """Convert a page to ALTO 4.4; an issue to such documents by file name, ``NN.xml``.

    A block is a ``TextBlock`` in the ``ComposedBlock`` of its story, with its role as a tag; ``IDNEXT`` leads to the next piece of a paragraph that was
    cut. U+FFFD replaces characters that XML does not allow. Raises TypeError for what is no page or issue.

    >>> import edition
    >>> print(dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")).split("\\n")[2][:58])
    <ComposedBlock ID="P0001_C1" TYPE="article"><TextBlock ID=
    """
    pages = _annotations.pages_of(source)
    if isinstance(source, Page):
        return AltoPage(source, source.number or 1, source.label).document()
    labels = source.labels
    return {
        f"{number:02}.xml": AltoPage(page, number, label).document()
        for (number, page), label in zip(pages, labels, strict=True)
    }


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
    """Read the pages of an ALTO document (a path or its bytes), with the places of their lines.

    Blocks stand in the order of ``ReadingOrder`` (ALTO 4.3), else in that of ``IDNEXT``; where there is neither, in that of the document
    unless it breaks up columns.

    ``dpi`` are the pixels per inch of the scan, where the document measures in pixels. The other arguments are as in :func:`edition.read_pdf`. Raises
    FormatError for what is no ALTO, or with no text that has a place; :class:`edition.LimitError` for one that is larger than ``limits``
    allow; OSError for a file that can't be read.
    """
    if not isinstance(source, bytes):
        name, source = name or Path(source).name, Path(source).read_bytes()
    limits.check_document(len(source))
    pages = _pages(source, dpi=dpi, limits=limits)
    return issue_of(pages, name or "an ALTO document", "ALTO", paper, date, dialect, model, limits)


def _pages(data: bytes, *, dpi: float = 300.0, limits: Limits = LIMITS) -> list[ScannedPage]:
    """The pages of a document. Raises FormatError."""
    root = _xml.parse(data, format="ALTO", limit=min(limits.bytes, LARGEST_XML))
    if root.name != "alto":
        raise FormatError("ALTO", f"this is no ALTO: its root is {root.name!r}")
    unit = next((text_of(element).strip() for element in all_of(root, "MeasurementUnit")), "pixel")
    scale = {"mm10": POINTS / 254, "inch1200": POINTS / 1200}.get(unit, POINTS / dpi)
    styles = {style.attributes.get("ID", ""): style for style in all_of(root, "TextStyle")}
    order = reading_order(root)
    return [_page(page, scale, styles, order) for page in all_of(root, "Page")]


def _page(
    page: Element, scale: float, styles: dict[str, Element], order: dict[str, int]
) -> ScannedPage:
    blocks = blocks_of(page, order)
    found = ScannedPage(
        _number(page, "WIDTH"),
        _number(page, "HEIGHT"),
        scale,
        pictures=[box for one in all_of(page, "Illustration") if (box := _box(one))],
        rules=[box for one in all_of(page, "GraphicalElement") if (box := _box(one))],
    )
    chained = any("IDNEXT" in block.attributes for block in blocks)
    found.ordered = chained or bool(order)
    for block in _chained(blocks) if chained and not order else blocks:
        for line in all_of(block, "TextLine"):
            one = ScannedLine(list(_words(line)), _box(line))
            for reference in (block, line):
                _style(one, reference.attributes.get("STYLEREFS", "").split(), styles)
            if one.words:
                found.lines.append(one)
    if not found.width or not found.height:
        boxes = [line.box for line in found.lines if line.box]
        found.width = max((box.x1 for box in boxes), default=0.0)
        found.height = max((box.y1 for box in boxes), default=0.0)
    return found


def _chained(blocks: list[Element]) -> list[Element]:
    """The blocks, each followed by the one that its ``IDNEXT`` names."""
    by_id = {block.attributes.get("ID", str(n)): block for n, block in enumerate(blocks)}
    following = {block.attributes.get("IDNEXT") for block in blocks}
    firsts = [key for key in by_id if key not in following] + list(by_id)
    found: dict[str, Element] = {}
    for first in firsts:
        at: str | None = first
        while at is not None and at in by_id and at not in found:
            found[at] = by_id[at]
            at = by_id[at].attributes.get("IDNEXT")
    return list(found.values())


def _words(line: Element) -> Iterator[Word]:
    for part in line.children:
        if isinstance(part, Element) and part.name in ("String", "HYP"):
            text = "".join(part.attributes.get("CONTENT", "").split())
            if text:
                sure = part.attributes.get("WC")
                yield Word(text, _box(part), real(sure) if sure is not None else None)


def _style(line: ScannedLine, names: list[str], styles: dict[str, Element]) -> None:
    for name in names:
        style = styles.get(name)
        if style is not None:
            line.size = real(style.attributes.get("FONTSIZE", "")) or line.size
            line.bold = line.bold or "bold" in style.attributes.get("FONTSTYLE", "")


def _box(element: Element) -> Box | None:
    x, y = _number(element, "HPOS"), _number(element, "VPOS")
    width, height = _number(element, "WIDTH"), _number(element, "HEIGHT")
    return Box(x, y, x + width, y + height) if width > 0 and height > 0 else None


def _number(element: Element, key: str) -> float:
    return real(element.attributes.get(key, ""))
