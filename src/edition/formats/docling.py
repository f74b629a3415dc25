"""Docling: a page or an issue as a ``DoclingDocument``, with headings, text, pictures and furniture, to export and to chunk.

Needs docling-core, which the extra ``docling`` brings. Where a page has a layout (:attr:`edition.Page.layout`), items have their boxes as provenance; a text
alone tells none.
"""

# pyright: reportMissingImports=false
# It is checked where docling-core is not installed, too.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from edition._model.pages import placed
from edition._text.surrogates import mended
from edition.editions import Edition
from edition.formats import _stories
from edition.formats._annotations import pages_of
from edition.layouts import Box
from edition.nodes import Block, Credits, Node
from edition.pages import Page
from edition.records import ParagraphRow, PartRow, Record, Stretch, to_records
from edition.stories import Story

if TYPE_CHECKING:
    from docling_core.types.doc import DocItem, DoclingDocument

#: The headings of a story that are text below its headline, so that they are in one chunk with what they head.
_ABOUT = ("label", "kicker", "deck")


def dump(source: Page | Edition) -> DoclingDocument:
    """A page or an issue as a document: a section a story, whole across pages, in the order in which they begin.

    A headline is a section header of level 1, a crosshead one of level 2. Rubric, kicker and deck are text below the headline, since a chunk takes
    its headings from above it. A paragraph is whole, with its lead before it. Pictures have their captions; credits stand below
    them as text. Mastheads, folios, staff lines and indexes are furniture, which exports leave out. Of a page with a layout every line of print has its
    box, in points from the top left corner. U+FFFD stands for a lone surrogate.

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
    places = _Places(document, source)
    records = iter(to_records(source))
    for unit in _stories.units(source, furniture=True):
        if isinstance(unit, Story):
            _Section(document, next(records), places).write()
        else:
            _furniture(document, unit, places)
    return document


class _Places:
    """Where print stands on the paper, as far as layouts tell it."""

    def __init__(self, document: DoclingDocument, source: Page | Edition) -> None:
        from docling_core.types.doc import Size

        self.by_start: dict[tuple[int | None, int], tuple[int, Box]] = {}
        """The page and the box of a piece, by page (as records have it) and place."""
        self.by_block: dict[int, list[tuple[int, Box]]] = {}
        for number, page in pages_of(source):
            if page.layout is None:
                continue
            size = Size(width=page.layout.width, height=page.layout.height)
            document.add_page(page_no=number, size=size)
            for _, block, starts in placed(page):
                for piece, start in zip(block.parts, starts, strict=True):
                    if piece.box is not None:
                        key = number if isinstance(source, Edition) else page.number
                        at = self.by_start[key, start] = (number, piece.box)
                        self.by_block.setdefault(id(block), []).append(at)

    def of(self, spans: Iterable[Stretch]) -> list[tuple[int, Box]]:
        """The boxes of what stands in some stretches."""
        found = [self.by_start.get((span["page"], span["start"])) for span in spans]
        return [at for at in found if at is not None]


def _stand(item: DocItem, places: Iterable[tuple[int, Box]]) -> None:
    """Tell of an item where it stands."""
    from docling_core.types.doc import BoundingBox, ProvenanceItem

    text = getattr(item, "text", "")
    for number, box in places:
        corners = BoundingBox(l=box.x0, t=box.y0, r=box.x1, b=box.y1)
        item.prov.append(ProvenanceItem(page_no=number, bbox=corners, charspan=(0, len(text))))


def _furniture(document: DoclingDocument, unit: Node, places: _Places) -> None:
    from docling_core.types.doc import ContentLayer, DocItemLabel

    label = DocItemLabel.PAGE_FOOTER if isinstance(unit, Credits) else DocItemLabel.PAGE_HEADER
    for block in unit.find_all(Block):
        item = document.add_text(
            label=label, text=str(mended(block.text)), content_layer=ContentLayer.FURNITURE
        )
        _stand(item, places.by_block.get(id(block), ()))


class _Section:
    """A story, as it is written."""

    def __init__(self, document: DoclingDocument, record: Record, places: _Places) -> None:
        from docling_core.types.doc import GroupLabel

        self.document = document
        self.record = record
        self.places = places
        self.group = document.add_group(label=GroupLabel.SECTION, name=record["id"])
        self.pictures: dict[int, Any] = {}
        """The pictures by their numbers. Docling's classes are not known where it is not installed."""
        self.lead = ""
        self.of_lead: list[tuple[int, Box]] = []

    def write(self) -> None:
        """Write its parts and paragraphs, in reading order."""
        rows = [*_in_order(self.record)]
        headlines = [row for row in rows if row["role"] == "headline" and self._is_own(row)]
        first = headlines[0] if headlines else None
        if first is not None:
            item = self.document.add_heading(first["text"], level=1, parent=self.group)
            _stand(item, self.places.of(first["spans"]))
        for row in rows:
            if row is not first:
                self._row(row)
        if self.lead:
            self._text("paragraph", "", [])

    def _is_own(self, row: PartRow | ParagraphRow) -> bool:
        return row["picture"] is None or self.record["kind"] == "photo"

    def _row(self, row: PartRow | ParagraphRow) -> None:
        role, text, picture = row["role"], row["text"], row["picture"]
        places = self.places.of(row["spans"])
        if picture is not None and not (role in _ABOUT and self._is_own(row)):
            self._in_picture(picture, role, text, places)
        elif role == "lead":
            self.lead = f"{self.lead}{text}"
            self.of_lead += places
        elif role in ("crosshead", "headline"):
            _stand(self.document.add_heading(text, level=2, parent=self.group), places)
        else:
            self._text(role, text, places)

    def _text(self, role: str, text: str, places: list[tuple[int, Box]]) -> None:
        from docling_core.types.doc import DocItemLabel

        if role == "paragraph" and self.lead:
            text = _stories.Line(role, text, self.lead).whole
            places = [*self.of_lead, *places]
            self.lead, self.of_lead = "", []
        label = DocItemLabel.PARAGRAPH if role in ("paragraph", "notice") else DocItemLabel.TEXT
        _stand(self.document.add_text(label=label, text=text, parent=self.group), places)

    def _in_picture(self, number: int, role: str, text: str, places: list[tuple[int, Box]]) -> None:
        from docling_core.types.doc import DocItemLabel

        picture = self.pictures.get(number)
        if picture is None:
            picture = self.pictures[number] = self.document.add_picture(parent=self.group)
        if role == "caption":
            item = self.document.add_text(label=DocItemLabel.CAPTION, text=text, parent=picture)
            picture.captions.append(item.get_ref())
        else:
            item = self.document.add_text(label=DocItemLabel.TEXT, text=text, parent=self.group)
        _stand(item, places)


def _in_order(record: Record) -> Iterator[PartRow | ParagraphRow]:
    """The parts and the paragraphs of a record, as they are read."""
    parts = [*record["parts"]]
    for n, paragraph in enumerate(record["paragraphs"]):
        while parts and parts[0]["before"] <= n:
            yield parts.pop(0)
        yield paragraph
    yield from parts
