"""CoNLL-style columns for taggers: a character a line, with its role, its story and the people named::

    # line = 3
    本	B-lead	2	O
    报	I-lead	2	O
    讯	I-lead	2	O
    陈	I-lead	2	B-PER
    立	I-lead	2	I-PER

Columns are separated by tabs: the character, the role of the block that it stands in (B- where the block begins), the
number of the story (``_`` where it belongs to none), and B-PER or I-PER within a name. A line of print ends with an empty
line. Blanks are left out, and U+FFFD stands for characters that files can't hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edition._text.lines import BLANKS
from edition.editions import Edition
from edition.formats._xml import FORBIDDEN
from edition.nodes import Block, Signed
from edition.pages import Page

_PADDING = r"[ \t\u00a0\u3000]*"


def dump(source: Page | Edition) -> str:
    """The print of a page, or of the pages of an issue one after the other, character by character."""
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
                for piece in block.parts:
                    if begins:
                        self.line += 1
                        self.found.append(f"# line = {self.line}")
                    named = _names(block, piece.text) if isinstance(block, Signed) else {}
                    for at, char in enumerate(piece.text):
                        if char not in BLANKS:
                            shown = FORBIDDEN.sub("\ufffd", char)
                            tag = named.get(at, "O")
                            self.found.append(f"{shown}\t{mark}-{block.role}\t{story}\t{tag}")
                            mark = "I"
                    begins = "\n" in piece.tail
                    if begins:
                        self.found.append("")
        if not begins:
            self.found.append("")


def _names(block: Signed, text: str) -> dict[int, str]:
    """The tags of the characters that are names."""
    found: dict[int, str] = {}
    at = 0
    for person in block.people:
        printed = re.compile(_PADDING.join(map(re.escape, person.name))).search(text, at)
        if printed is not None:
            begin, at = printed.span()
            found |= dict.fromkeys(range(begin, at), "I-PER") | {begin: "B-PER"}
    return found
