"""Write a page as PAGE XML: its regions with their types, its reading order by stories, and its lines."""

from __future__ import annotations

from typing import TypeAlias

from edition import __version__
from edition._model.pages import placed
from edition.formats import _stories
from edition.formats._stories import clean
from edition.formats._xml import DECLARATION, element, escape, start_tag
from edition.layouts import Box, Layout
from edition.nodes import Block, Piece
from edition.pages import Page

#: Left, top, right and bottom.
Corners: TypeAlias = tuple[int, int, int, int]
PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
#: What PAGE calls the roles that it has a word for; the role itself is in ``custom``.
_TYPES = {
    "masthead": "header",
    "folio": "header",
    "credits": "footer",
    "index": "TOC-entry",
    "kicker": "heading",
    "headline": "heading",
    "deck": "heading",
    "crosshead": "heading",
    "label": "heading",
    "lead": "paragraph",
    "paragraph": "paragraph",
    "notice": "paragraph",
    "summary": "paragraph",
    "editor_note": "paragraph",
    "caption": "caption",
    "credit": "credit",
    "byline": "credit",
    "signoff": "credit",
}
#: How large a character is, in the units of the coordinates.
_CELL = 10
#: Pixels in a point, at 300 dpi.
_PIXELS = 300 / 72
#: When a document was made is not told by a page without a day; the same page makes the same document.
_NO_DAY = "1970-01-01"


def document(page: Page) -> str:
    """A page as a document."""
    places = (
        _Paper(page.layout) if page.layout is not None and _is_whole(page) else _Grid(str(page))
    )
    width, height = places.size
    size = {"imageFilename": "", "imageWidth": str(width), "imageHeight": str(height)}
    issue = _stories.issue_of(page)
    day = issue.date.isoformat() if issue.date else _NO_DAY
    metadata = element(
        "Metadata",
        element("Creator", escape(f"edition {__version__}"))
        + element("Created", f"{day}T00:00:00")
        + element("LastChange", f"{day}T00:00:00"),
    )
    found = [*placed(page)]
    names = {id(block): f"r{n}" for n, (_, block, _) in enumerate(found, 1)}
    regions = "\n".join(
        _region(
            names[id(block)],
            block,
            [places.box(*at) for at in zip(block.parts, starts, strict=True)],
        )
        for _, block, starts in found
    )
    pictures = "\n".join(
        element("ImageRegion", _coords(box), {"id": f"i{n}"})
        for n, box in enumerate(places.pictures, 1)
    )
    order = _order(page, [(item, names[id(block)]) for item, block, _ in found])
    content = "\n".join(filter(None, (order, _relations(page, names), regions, pictures)))
    whole = element("Page", f"\n{content}\n" if content else "", size)
    return DECLARATION + element("PcGts", f"\n{metadata}\n{whole}\n", {"xmlns": PAGE}) + "\n"


def _order(page: Page, regions: list[tuple[int, str]]) -> str:
    """The regions in their order, those of one story in a group where it begins."""
    story_of = {place.item: n for n, story in enumerate(page.stories, 1) for place in story.places}
    members: dict[int, list[str]] = {}
    for item, name in regions:
        members.setdefault(story_of.get(item, 0), []).append(name)
    found: list[str] = []
    done = set[int]()
    for item, name in regions:
        story = story_of.get(item, 0)
        index = str(len(found))
        if not story:
            found.append(_reference(index, name))
        elif story not in done:
            done.add(story)
            inside = "".join(_reference(str(n), one) for n, one in enumerate(members[story]))
            about = {"id": f"s{story}", "index": index, "type": "article"}
            found.append(element("OrderedGroupIndexed", inside, about))
    if not found:
        return ""
    return element("ReadingOrder", element("OrderedGroup", "".join(found), {"id": "order"}))


def _reference(index: str, name: str) -> str:
    return start_tag("RegionRefIndexed", {"index": index, "regionRef": name}, empty=True)


def _relations(page: Page, names: dict[int, str]) -> str:
    """The joins of paragraphs that were cut."""
    joins = [
        (names[id(one)], names[id(rest)])
        for story in page.stories
        for paragraph in story.paragraphs
        for one, rest in zip(paragraph.nodes, paragraph.nodes[1:], strict=False)
    ]
    return (
        element(
            "Relations",
            "".join(
                element(
                    "Relation",
                    start_tag("SourceRegionRef", {"regionRef": one}, empty=True)
                    + start_tag("TargetRegionRef", {"regionRef": rest}, empty=True),
                    {"id": f"j{n}", "type": "join"},
                )
                for n, (one, rest) in enumerate(joins, 1)
            ),
        )
        if joins
        else ""
    )


def _region(name: str, block: Block, boxes: list[Corners]) -> str:
    """A block, with its lines."""
    lines = [
        element(
            "TextLine",
            _coords(box) + element("TextEquiv", element("Unicode", escape(clean(piece.text)))),
            {"id": f"{name}l{n}"},
        )
        for n, (piece, box) in enumerate(zip(block.parts, boxes, strict=True), 1)
    ]
    left, top, right, bottom = zip(*boxes, strict=True)
    about = {
        "id": name,
        "type": _TYPES.get(block.role, "other"),
        "custom": f"structure {{type:{block.role};}}",
    }
    around = _coords((min(left), min(top), max(right), max(bottom)))
    return element("TextRegion", around + "".join(lines), about)


def _is_whole(page: Page) -> bool:
    """Whether all print has its box; what was edited since has none."""
    return all(piece.box is not None for piece in page.pieces)


class _Paper:
    """The paper: boxes are those of the layout, in pixels."""

    def __init__(self, layout: Layout) -> None:
        self.size = _pixels(layout.width), _pixels(layout.height)
        self.pictures = [_corners(box) for box in layout.pictures]

    def box(self, piece: Piece, _: int) -> Corners:
        """The box of a piece."""
        assert piece.box is not None  # noqa: S101 (all have one)
        return _corners(piece.box)


def _corners(box: Box) -> Corners:
    x0, y0, x1, y1 = map(_pixels, box)
    return x0, y0, x1, y1


def _pixels(points: float) -> int:
    return max(0, round(points * _PIXELS))


class _Grid:
    """The text as it stands: boxes are its lines and columns."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = text.split("\n")
        self.size = _CELL * max(1, *map(len, lines)), _CELL * len(lines)
        self.pictures: list[Corners] = []
        self.line = self.start = 0
        """The line that was reached, from 0, and where it begins; places are asked for in their order."""

    def box(self, piece: Piece, start: int) -> Corners:
        """The box of a piece of print, which stands on one line."""
        self.line += self.text.count("\n", self.start, start)
        self.start = max(self.start, self.text.rfind("\n", 0, start) + 1)
        left, top = _CELL * (start - self.start), _CELL * self.line
        return left, top, left + _CELL * len(piece.text), top + _CELL


def _coords(box: Corners) -> str:
    left, top, right, bottom = box
    points = f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
    return start_tag("Coords", {"points": points}, empty=True)
