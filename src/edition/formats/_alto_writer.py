"""Write a page as ALTO."""

from __future__ import annotations

from collections.abc import Sequence

from edition._model.layout import Box, around
from edition.formats._stories import clean
from edition.formats._xml import DECLARATION, element, start_tag
from edition.nodes import Article, Block, Notice, Photo
from edition.pages import Page

ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
#: How many 1200ths of an inch, ALTO's finest unit, a point is.
_UNIT = 1200 / 72
_GROUPS: dict[type, str] = {Article: "article", Photo: "illustration", Notice: "notice"}


class AltoPage:
    """A page as ALTO, and the IDs of its blocks there."""

    def __init__(self, page: Page, number: int, label: str | None) -> None:
        self._page, self._number, self._label = page, number, label
        self._name = f"P{number:04}"
        #: The ID of each block, by the number of its item and the identity of the node.
        self.ids: dict[tuple[int, int], str] = {}
        for item_number, item in enumerate(page.items):
            for block in item.find_all(Block):
                self.ids[item_number, id(block)] = f"{self._name}_B{len(self.ids) + 1}"
        self._names = {node: name for (_, node), name in self.ids.items()}
        #: The next piece of a paragraph that was cut, by the identity of its nodes.
        self._next = {
            id(one): id(other)
            for story in page.stories
            for paragraph in story.paragraphs
            for one, other in zip(paragraph.nodes, paragraph.nodes[1:], strict=False)
        }
        self._groups = 0

    def document(self) -> str:
        """The ALTO document."""
        self._groups = 0
        inside = "\n".join(self._group(item) for item in self._page.items)
        roles = dict.fromkeys(block.role for block in self._page.find_all(Block))
        tags = "".join(
            start_tag("LayoutTag", {"ID": f"ROLE_{role}", "LABEL": role}, empty=True)
            for role in roles
        )
        paper = _paper(self._page)
        whole = {"HPOS": "0", "VPOS": "0", **paper} if paper else {}
        space = element(
            "PrintSpace", f"\n{inside}\n" if inside else "", {"ID": f"{self._name}_PS", **whole}
        )
        label = clean(self._label) if self._label else None
        about = {"ID": self._name, "PHYSICAL_IMG_NR": str(self._number), "PRINTED_IMG_NR": label}
        content = (
            element("Description", element("MeasurementUnit", "inch1200" if paper else "pixel"))
            + (element("Tags", tags) if tags else "")
            + element("Layout", element("Page", space, {**about, **paper}))
        )
        return (
            DECLARATION + element("alto", content, {"xmlns": ALTO, "SCHEMAVERSION": "4.4"}) + "\n"
        )

    def _group(self, node: object) -> str:
        """A node: a block, or a group with the blocks of a story, a picture or a notice."""
        if isinstance(node, Block):
            return self._block(node)
        children = "".join(self._group(child) for child in node.children)  # type: ignore[attr-defined]
        kind = _GROUPS.get(type(node))
        if kind is None:
            return children
        self._groups += 1
        return element(
            "ComposedBlock", children, {"ID": f"{self._name}_C{self._groups}", "TYPE": kind}
        )

    def _block(self, block: Block) -> str:
        """A block with its lines: a string each, since Chinese has no blanks between its words."""
        lines = ""
        for line, piece in zip(block.lines, block.parts, strict=True):
            place = _place(piece.boxes)
            string = start_tag("String", {"CONTENT": clean(line), **place}, empty=True)
            lines += element("TextLine", string, place)
        about = {
            "ID": self._names[id(block)],
            **_place(block.boxes),
            "TAGREFS": f"ROLE_{block.role}",
            "IDNEXT": self._names.get(self._next.get(id(block), 0)),
        }
        return element("TextBlock", lines, about)


def _paper(page: Page) -> dict[str, str]:
    """How large a page is, in 1200ths of an inch; nothing where that is not known."""
    layout = page.layout
    if layout is None:
        return {}
    return {
        "WIDTH": str(round(layout.width * _UNIT)),
        "HEIGHT": str(round(layout.height * _UNIT)),
    }


def _place(boxes: Sequence[Box]) -> dict[str, str]:
    """Where something stands on its page, in 1200ths of an inch; nothing where that is not known."""
    if not boxes:
        return {}
    x0, y0, x1, y1 = (round(edge * _UNIT) for edge in around(boxes))
    return {"HPOS": str(x0), "VPOS": str(y0), "WIDTH": str(x1 - x0), "HEIGHT": str(y1 - y0)}
