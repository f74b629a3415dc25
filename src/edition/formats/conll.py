"""CoNLL-style columns for taggers: a character a line, with its role, its story and the people named.

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

from edition._lines import BLANKS
from edition.formats._xml import FORBIDDEN
from edition.nodes import Article, Block, Notice, Photo, Signed
from edition.pages import Page

_PADDING = r"[ \t\u00a0\u3000]*"


def dump(page: Page) -> str:
    """A page's print, character by character."""
    rows: list[str] = []
    number = count = 0
    begins = True
    for item in page.items:
        story = "_"
        if isinstance(item, Article | Photo | Notice):
            number += not (isinstance(item, Article) and item.continues and number)
            story = str(number)
        for block in item.find_all(Block):
            mark = "B"
            for piece in block.parts:
                if begins:
                    count += 1
                    rows.append(f"# line = {count}")
                named = _names(block, piece.text) if isinstance(block, Signed) else {}
                for at, char in enumerate(piece.text):
                    if char not in BLANKS:
                        shown = FORBIDDEN.sub("\ufffd", char)
                        rows.append(f"{shown}\t{mark}-{block.role}\t{story}\t{named.get(at, 'O')}")
                        mark = "I"
                begins = "\n" in piece.tail
                if begins:
                    rows.append("")
    if not begins:
        rows.append("")
    return "".join(f"{row}\n" for row in rows)


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
