"""ALTO XML, what OCR of a page is kept in: its lines in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from edition.formats import _xml
from edition.formats._xml import Element
from edition.formats.errors import FormatError


def alto_text(data: bytes, *, limit: int) -> list[str]:
    """The text of each page of an ALTO document: one line per line, with an empty line between two blocks.

    Blocks stand in the order of ``ReadingOrder`` where the document has one, else in that of the document. The blanks
    that OCR puts between Chinese characters are left out. Raises ValueError (a FormatError) for what is no ALTO.
    """
    root = _xml.parse(data, format="ALTO", limit=limit)
    if root.name != "alto":
        raise FormatError("ALTO", f"this is no ALTO: its root is {root.name!r}")
    return [_page(page, _order(root)) for page in _all(root, "Page")]


def _page(page: Element, order: dict[str, int]) -> str:
    blocks: list[tuple[int, Element]] = []
    todo = [(len(order), page)]
    while todo:
        rank, node = todo.pop()
        # What is said of a group of blocks holds for each of them.
        rank = order.get(node.attributes.get("ID", ""), rank)
        if node.name == "TextBlock":
            blocks.append((rank, node))
        else:
            todo += [
                (rank, child) for child in reversed(node.children) if isinstance(child, Element)
            ]
    blocks.sort(key=lambda block: block[0])
    texts = ["".join([f"{_line(line)}\n" for line in _all(b, "TextLine")]) for _, b in blocks]
    return "\n".join([text for text in texts if text])


def _order(root: Element) -> dict[str, int]:
    """The place of each block in the reading order, by its ID; empty where the document has none."""
    order = next(_all(root, "ReadingOrder"), None)
    refs = _all(order, "ElementRef") if order is not None else ()
    return {ref.attributes.get("REF", ""): n for n, ref in enumerate(refs)}


def _line(line: Element) -> str:
    text = ""
    blank = False
    for part in line.children:
        if not isinstance(part, Element):
            continue
        if part.name == "SP":
            blank = True
        elif part.name in ("String", "HYP"):
            content = part.attributes.get("CONTENT", "")
            if blank and not (_is_wide(text[-1:]) and _is_wide(content[:1])):
                text += " "
            text += content
            blank = False
    return text


def _is_wide(character: str) -> bool:
    """Whether a character is set as wide as a Chinese one."""
    return character >= "\u2e80"


def _all(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name below one, in the order of the document."""
    todo = [element]
    while todo:
        node = todo.pop()
        if node.name == name:
            yield node
        todo += reversed([child for child in node.children if isinstance(child, Element)])
