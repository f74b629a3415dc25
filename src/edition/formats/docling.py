"""Docling: a page or an issue as a ``DoclingDocument``, with headings, text, pictures and furniture, to export and to chunk.

Needs docling-core, which the extra ``docling`` brings. A text layer tells no boxes, and so the document has no provenance and no sizes of pages.
"""

# pyright: reportMissingImports=false
# It is checked where docling-core is not installed, too.

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from edition._text.surrogates import mended
from edition.editions import Edition
from edition.formats import _stories
from edition.nodes import Block, Credits, Node
from edition.pages import Page
from edition.records import ParagraphRow, PartRow, Record, to_records
from edition.stories import Story

if TYPE_CHECKING:
    from docling_core.types.doc import DoclingDocument

#: The headings of a story that are text below its headline, so that they are in one chunk with what they head.
_ABOUT = ("label", "kicker", "deck")


def dump(source: Page | Edition) -> DoclingDocument:
    """A page or an issue as a document: a section a story, whole across pages, in the order in which they begin.

    A headline is a section header of level 1, a crosshead one of level 2. Rubric, kicker and deck are text below the headline, since a chunk takes
    its headings from above it. A paragraph is whole, with its lead before it. Pictures have their captions; credits stand below
    them as text. Mastheads, folios, staff lines and indexes are furniture, which exports leave out. U+FFFD stands for a lone surrogate.

    Raises TypeError for what is no page or issue, and ImportError without docling-core. docs/howto/retrieval.md has an example.
    """
    if not isinstance(source, Page | Edition):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(f"expected a page or an edition, not {type(source).__name__}")
    try:
        from docling_core.types.doc import DoclingDocument
    except ImportError:
        raise ImportError(
            "a page as a DoclingDocument needs docling-core: pip install 'edition-dom[docling]'"
        ) from None
    issue = _stories.issue_of(source)
    day = issue.date.isoformat() if issue.date else None
    name = " ".join(filter(None, (issue.paper, day)))
    document = DoclingDocument(name=name or "page")
    records = iter(to_records(source))
    for unit in _stories.units(source, furniture=True):
        if isinstance(unit, Story):
            _Section(document, next(records)).write()
        else:
            _furniture(document, unit)
    return document


def _furniture(document: DoclingDocument, unit: Node) -> None:
    from docling_core.types.doc import ContentLayer, DocItemLabel

    label = DocItemLabel.PAGE_FOOTER if isinstance(unit, Credits) else DocItemLabel.PAGE_HEADER
    for block in unit.find_all(Block):
        document.add_text(
            label=label, text=str(mended(block.text)), content_layer=ContentLayer.FURNITURE
        )


class _Section:
    """A story, as it is written."""

    def __init__(self, document: DoclingDocument, record: Record) -> None:
        from docling_core.types.doc import GroupLabel

        self.document = document
        self.record = record
        self.group = document.add_group(label=GroupLabel.SECTION, name=record["id"])
        self.pictures: dict[int, Any] = {}
        """The pictures by their numbers. Docling's classes are not known where it is not installed."""
        self.lead = ""

    def write(self) -> None:
        """Write its parts and paragraphs, in reading order."""
        rows = [*_in_order(self.record)]
        headlines = [row for row in rows if row["role"] == "headline" and self._is_own(row)]
        first = headlines[0] if headlines else None
        if first is not None:
            self.document.add_heading(first["text"], level=1, parent=self.group)
        for row in rows:
            if row is not first:
                self._row(row)
        if self.lead:
            self._text("paragraph", "")

    def _is_own(self, row: PartRow | ParagraphRow) -> bool:
        return row["picture"] is None or self.record["kind"] == "photo"

    def _row(self, row: PartRow | ParagraphRow) -> None:
        role, text, picture = row["role"], row["text"], row["picture"]
        if picture is not None and not (role in _ABOUT and self._is_own(row)):
            self._in_picture(picture, role, text)
        elif role == "lead":
            self.lead = f"{self.lead}{text}"
        elif role in ("crosshead", "headline"):
            self.document.add_heading(text, level=2, parent=self.group)
        else:
            self._text(role, text)

    def _text(self, role: str, text: str) -> None:
        from docling_core.types.doc import DocItemLabel

        if role == "paragraph" and self.lead:
            text = _stories.Line(role, text, self.lead).whole
            self.lead = ""
        label = DocItemLabel.PARAGRAPH if role in ("paragraph", "notice") else DocItemLabel.TEXT
        self.document.add_text(label=label, text=text, parent=self.group)

    def _in_picture(self, number: int, role: str, text: str) -> None:
        from docling_core.types.doc import DocItemLabel

        picture = self.pictures.get(number)
        if picture is None:
            picture = self.pictures[number] = self.document.add_picture(parent=self.group)
        if role == "caption":
            item = self.document.add_text(label=DocItemLabel.CAPTION, text=text, parent=picture)
            picture.captions.append(item.get_ref())
        else:
            self.document.add_text(label=DocItemLabel.TEXT, text=text, parent=self.group)


def _in_order(record: Record) -> Iterator[PartRow | ParagraphRow]:
    """The parts and the paragraphs of a record, as they are read."""
    parts = [*record["parts"]]
    for n, paragraph in enumerate(record["paragraphs"]):
        while parts and parts[0]["before"] <= n:
            yield parts.pop(0)
        yield paragraph
    yield from parts
