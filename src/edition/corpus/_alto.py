"""ALTO XML, what OCR of a page is kept in: its lines in reading order."""

from __future__ import annotations

from edition.formats import _xml
from edition.formats._alto import blocks_of, reading_order
from edition.formats._xml import Element, all_of
from edition.formats.errors import FormatError


def alto_text(data: bytes, *, limit: int) -> list[str]:
    """The text of each page of an ALTO document: one line per line, with an empty line between two blocks.

    Blocks stand in the order of ``ReadingOrder`` where the document has one, else in that of the document. The blanks
    that OCR puts between Chinese characters are left out. Raises ValueError (a FormatError) for what is no ALTO.
    """
    root = _xml.parse(data, format="ALTO", limit=limit)
    if root.name != "alto":
        raise FormatError("ALTO", f"this is no ALTO: its root is {root.name!r}")
    return [_page(page, reading_order(root)) for page in all_of(root, "Page")]


def _page(page: Element, order: dict[str, int]) -> str:
    blocks = blocks_of(page, order)
    texts = ["".join([f"{_line(line)}\n" for line in all_of(b, "TextLine")]) for b in blocks]
    return "\n".join([text for text in texts if text])


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
