"""The blocks of a page of ALTO, in the order in which they are read."""

from __future__ import annotations

from edition.formats._xml import Element, all_of


def reading_order(root: Element) -> dict[str, int]:
    """The place of each block in the reading order, by its ID; empty where the document has none."""
    order = next(all_of(root, "ReadingOrder"), None)
    refs = all_of(order, "ElementRef") if order is not None else ()
    return {ref.attributes.get("REF", ""): n for n, ref in enumerate(refs)}


def blocks_of(page: Element, order: dict[str, int]) -> list[Element]:
    """The blocks of text in their order: what is said of a group holds for each of its blocks."""
    blocks: list[tuple[int, Element]] = []
    todo = [(len(order), page)]
    while todo:
        rank, node = todo.pop()
        rank = order.get(node.attributes.get("ID", ""), rank)
        if node.name == "TextBlock":
            blocks.append((rank, node))
        else:
            below = [child for child in node.children if isinstance(child, Element)]
            todo += [(rank, child) for child in reversed(below)]
    blocks.sort(key=lambda block: block[0])
    return [block for _, block in blocks]
