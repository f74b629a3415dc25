"""CoNLL-style columns for taggers: one character per line, with its role, its story and the people named::

    # line = 3
    本	B-lead	2	O
    报	I-lead	2	O
    讯	I-lead	2	O
    陈	I-lead	2	B-PER
    立	I-lead	2	I-PER

Columns are separated by tabs: the character, the role of the block that it stands in (B- where the block begins), the
number of the story (``_`` where it belongs to none), and B-PER or I-PER within a name: a name that a column's end cuts goes
on with I-PER on its next line. A line of print ends with an empty line. Blanks are left out, and U+FFFD replaces characters that files cannot contain.
"""

from __future__ import annotations

from collections.abc import Mapping

from edition._model.nodes import signature_of
from edition._text.lines import BLANKS
from edition.editions import Edition
from edition.formats._xml import FORBIDDEN
from edition.nodes import Block, Signed
from edition.pages import Page


def dump(source: Page | Edition) -> str:
    """Convert the text of a page, or of all pages of an issue, one character per line."""
    whole = isinstance(source, Edition)
    numbers = {
        (place.page if whole else None, place.item): str(number)
        for number, story in enumerate(source.stories, 1)
        for place in story.places
    }
    rows = _Rows(numbers)
    if isinstance(source, Edition):
        for number, page in zip(source.numbers, source.pages, strict=True):
            rows.found.append(f"# page = {number}")
            rows.page(page, number)
    else:
        rows.page(source, None)
    return "".join(f"{row}\n" for row in rows.found)


class _Rows:
    def __init__(self, numbers: Mapping[tuple[int | None, int], str]) -> None:
        self.numbers = numbers
        """The number of the story of each item, by page and place."""
        self.found: list[str] = []
        self.line = 0

    def page(self, page: Page, number: int | None) -> None:
        begins = True
        for n, item in enumerate(page.items):
            story = self.numbers.get((number, n), "_")
            for block in item.find_all(Block):
                mark = "B"
                named = _names(block) if isinstance(block, Signed) else {}
                for k, piece in enumerate(block.parts):
                    if begins:
                        self.line += 1
                        self.found.append(f"# line = {self.line}")
                    for at, char in enumerate(piece.text):
                        if char not in BLANKS:
                            shown = FORBIDDEN.sub("\ufffd", char)
                            tag = named.get((k, at), "O")
                            self.found.append(f"{shown}\t{mark}-{block.role}\t{story}\t{tag}")
                            mark = "I"
                    begins = "\n" in piece.tail
                    if begins:
                        self.found.append("")
        if not begins:
            self.found.append("")


def _names(block: Signed) -> dict[tuple[int, int], str]:
    """The tags of the characters that are names, by their piece and their offset in it."""
    found: dict[tuple[int, int], str] = {}
    for person in signature_of(block).people:
        mark = "B-PER"
        for piece, begin, end in person.places:
            for at in range(begin, end):
                found[piece, at] = mark
                mark = "I-PER"
    return found
