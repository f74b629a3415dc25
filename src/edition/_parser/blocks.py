"""Find the lines that stand in a block of their own: the nameplate, the guide, notices, key points, columns of briefs.

What a line of such a block is shows in its first line or its last one, and seldom in itself: a nameplate's date, the address
below a notice, the points below 核心阅读. Where a block's bounds are certain, its lines are told so by name.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from edition._grammar.compiled import Grammar
from edition._parser.feature_names import (
    BULLETED,
    COLOPHON,
    DATABASE_HEADING,
    DOUBLED,
    ENDS_COLON,
    GUIDE,
    HAS_NOTICE,
    IN_NOTICE,
    IN_SUMMARY,
    IS_CONTINUED,
    IS_INDEX,
    IS_JUMP,
    NOTICE_TITLE,
    OPENS_AD,
    OPENS_BULLET,
    OPENS_CAPTION,
    OPENS_SUMMARY,
    PLATE,
    TABLE_OF_STORY,
    VERTICAL,
    WHOLE_FOLIO,
)
from edition._parser.line_features import HEADS, RUNNING, TEXTS, LineFeatures
from edition._text.folding import fold

#: Shapes of what a summary's heading stands above.
_SUMMING = frozenset(("body", "torn", "sentence", "phrase", "line", "long line"))
#: The longest line that is the title of one.
_LONGEST_NOTICE_TITLE = 45
#: How many entries a notice may take, how far its words are looked for in each, and what is none of it.
_LONGEST_NOTICE, _ADDRESS_REACH = 12, 300
_NO_NOTICE = frozenset(("lead", "byline", "credits", "continued", "credit", "rubric"))
#: Among how many entries at the top a nameplate stands.
_PLATE_REACH = 12
#: How many entries with a bullet make a column of briefs.
_FEWEST_BRIEFS = 3
#: How many lines a guide to other pages may have.
_LONGEST_GUIDE = 30
#: How many characters, each on a line of its own, make a heading; how many lines a headline has at most that may be doubled.
_FEWEST_VERTICAL, _LONGEST_HEAD = 3, 4
#: The least length of a line that is printed twice, in code points, and the shapes that it has.
_SHORTEST_DOUBLED, _DOUBLED = 4, frozenset(("line", "long line"))
#: The brackets that a database puts around headings, and how many such lines show that a page comes from one.
_DATABASE_BRACKETS, _FEWEST_ENTRIES = ("[〔", "]〕"), 3
#: How many rows make a table; a row has cells with wide gaps between them, two or more, and some rows have figures.
_FEWEST_ROWS, _FEWEST_GAPS, _FEWEST_FIGURES = 3, 2, 2
_WIDE_GAP = re.compile(r"(?<=\S)(?:[ \u3000]{2,}|[ \u3000]*\t\s*)(?=\S)")


def find_blocks(readings: list[LineFeatures], grammar: Grammar) -> None:
    """Tell the lines of each block which block they stand in."""
    _pointers(readings, grammar)
    _plates(readings, grammar)
    _notices(readings, grammar)
    _summaries(readings, grammar)
    _bullets(readings)
    _reports(readings, grammar)
    _databases(readings)
    _verticals(readings)
    _doubles(readings)
    _tables(readings)


def _pointers(readings: list[LineFeatures], grammar: Grammar) -> None:
    """紧接第2版 may point either way: below a text and above none it says where the text goes on."""
    for n, reading in enumerate(readings):
        if IS_CONTINUED not in reading.features or not n:
            continue
        below = readings[n + 1].line_type if n + 1 < len(readings) else "edge"
        ends_text = readings[n - 1].line_type in TEXTS and below not in TEXTS
        if ends_text and grammar.reads("continued_on", reading.text):
            reading.features[reading.features.index(IS_CONTINUED)] = IS_JUMP
            reading.line_type, reading.opening = "jump", None


def _plates(readings: list[LineFeatures], grammar: Grammar) -> None:
    """Furniture that stands in a block: the nameplate with its issue number, the guide to other pages."""
    for _, run in groupby(readings, key=lambda reading: reading.line_type in RUNNING):
        block = list(run)
        if any(reading.line_type == "masthead" for reading in block):
            for reading in block:
                reading.features.append(PLATE)
    _colophon(readings)
    for n, reading in enumerate(readings):
        if IS_INDEX in reading.features:
            # Entries follow, each with its page; one of two lines has it on the second.
            end = n
            for at in range(n + 1, min(n + _LONGEST_GUIDE, len(readings))):
                if _is_entry(readings[at], grammar):
                    end = at
                elif at - end > 1 or readings[at].line_type not in HEADS:
                    break
            for entry in readings[n : end + 1]:
                entry.features.append(GUIDE)


def _is_entry(reading: LineFeatures, grammar: Grammar) -> bool:
    """Whether a line ends a guide's entry with its page, also one that could be a running line: 一城灯火/5版."""
    if reading.line_type in ("index entry", "page number"):
        return True
    return (
        reading.line_type == "folio"
        and WHOLE_FOLIO not in reading.features
        and not reading.logical.running
        and grammar.pattern("INDEX_ENTRY_LINE").match(reading.folded) is not None
    )


def _colophon(readings: list[LineFeatures]) -> None:
    """Prices and addresses at the foot of a page without a nameplate are its running furniture."""
    if any(PLATE in reading.features for reading in readings[:_PLATE_REACH]):
        return
    for reading in reversed(readings):
        if reading.line_type not in RUNNING:
            break
        if PLATE in reading.features:
            reading.features.remove(PLATE)
            reading.features.append(COLOPHON)


def _summaries(readings: list[LineFeatures], grammar: Grammar) -> None:
    """What stands behind 内容提要：, or below 核心阅读: its text, or its points."""
    for n, reading in enumerate(readings):
        if OPENS_SUMMARY not in reading.features:
            continue
        reading.features.append(IN_SUMMARY)
        if not grammar.pattern("SUMMARY_LINE").match(reading.folded):
            continue
        for at in range(n + 1, len(readings)):
            below = readings[at]
            point = OPENS_BULLET in below.features
            if below.line_type not in _SUMMING or (at > n + 1 and not point):
                break
            if grammar.pattern("SUMMARY_LINE").match(below.folded):
                break  # the heading of another
            below.features.append(IN_SUMMARY)
            if not point:
                break


def _notices(readings: list[LineFeatures], grammar: Grammar) -> None:
    """Notices that begin with a title (停电通知) and turn to their readers, down to who signs them and on which day."""
    titled = [
        len(one.text) <= _LONGEST_NOTICE_TITLE
        and grammar.pattern("NOTICE_TITLE_LINE").match(one.folded) is not None
        for one in readings
    ]
    for n, reading in enumerate(readings):
        end = n
        if titled[n]:
            reading.features.append(NOTICE_TITLE)
            for at in range(n + 1, min(n + _LONGEST_NOTICE, len(readings))):
                below = readings[at]
                if below.line_type in _NO_NOTICE or titled[at]:
                    break
                if _addresses(below, grammar):
                    end = at
                elif below.line_type == "date":
                    end = at if end > n else n
                    break
                elif below.line_type == "folio":
                    break
                elif end > n and grammar.pattern("NOTICE_SIGNER_LINE").match(below.folded):
                    end = at
                elif below.line_type not in TEXTS and at - end > 1:
                    break
        if end > n or _is_ad(reading, grammar):
            reading.forced_start = "notice"
            for one in readings[n : end + 1]:
                one.features.append(IN_NOTICE)


def _addresses(reading: LineFeatures, grammar: Grammar) -> bool:
    """Whether an entry turns to those whom a notice is for."""
    found = grammar.pattern("NOTICE_ADDRESS_INSIDE").search(fold(reading.text[:_ADDRESS_REACH]))
    return found is not None


def _is_ad(reading: LineFeatures, grammar: Grammar) -> bool:
    if OPENS_AD not in reading.features or IN_NOTICE in reading.features:
        return False
    headed = grammar.pattern("AD_HEAD_OPENING").match(reading.folded) is not None
    return headed or _addresses(reading, grammar)


def _bullets(readings: list[LineFeatures]) -> None:
    """Briefs in a row that open with the same bullet: what opens so is no caption, whatever the bullet points at."""
    for _, run in groupby(enumerate(readings), key=lambda row: _bullet(row[1])):
        block = [n for n, reading in run if _bullet(reading)]
        below_rubric = bool(block) and block[0] > 0 and readings[block[0] - 1].line_type == "rubric"
        if len(block) < (_FEWEST_BRIEFS - below_rubric):
            continue
        for n in block:
            readings[n].features.append(BULLETED)
            if OPENS_CAPTION in readings[n].features:
                readings[n].features.remove(OPENS_CAPTION)
            if n > block[0]:
                readings[n].boundary.append(BULLETED)
                if below_rubric:
                    readings[n].forced_start = "paragraph"


def _reports(readings: list[LineFeatures], grammar: Grammar) -> None:
    """Reports without a headline: 本报讯 right below a whole text opens another report."""
    for above, reading in pairwise(readings):
        below_text = above.line_type in TEXTS and above.stopped
        if (
            below_text
            and reading.line_type == "lead"
            and grammar.pattern("PAPER_NOTICE_OPENING").match(reading.folded)
        ):
            reading.forced_start = "opening"


def _bullet(reading: LineFeatures) -> str:
    bulleted = OPENS_BULLET in reading.features and reading.line_type in TEXTS
    return reading.text[0] if bulleted else ""


def _databases(readings: list[LineFeatures]) -> None:
    """Headings as a database of old papers keeps them, each in square brackets right above its text."""
    found = [reading for reading in readings if _is_database_heading(reading)]
    if len(found) < _FEWEST_ENTRIES:
        return
    for reading in found:
        reading.features.append(DATABASE_HEADING)
        reading.boundary.append(DATABASE_HEADING)


def _is_database_heading(reading: LineFeatures) -> bool:
    opening, closing = _DATABASE_BRACKETS
    return (
        reading.line_type in ("line", "long line")
        and reading.text[0] in opening
        and reading.text[-1] in closing
    )


def _verticals(readings: list[LineFeatures]) -> None:
    """Headings that are set from top to bottom, a character a line."""
    for vertical, run in groupby(readings, key=_is_character):
        block = list(run)
        if not vertical or len(block) < _FEWEST_VERTICAL:
            continue
        for reading in block:
            reading.features.append(VERTICAL)
        for reading in block[1:]:
            reading.boundary.append(VERTICAL)


def _is_character(reading: LineFeatures) -> bool:
    return len(reading.text) == 1 and reading.line_type == "line"


def _doubles(readings: list[LineFeatures]) -> None:
    """Heading lines that stand twice, one right below the other; not a stanza's, which come back."""
    for head, run in groupby(readings, key=lambda reading: reading.line_type in HEADS):
        block = list(run)
        if not head or len(block) > 2 * _LONGEST_HEAD:
            continue
        for above, reading in pairwise(block):
            if (
                reading.text == above.text
                and len(reading.text) >= _SHORTEST_DOUBLED
                and reading.line_type in _DOUBLED
                and DOUBLED not in above.features
            ):
                reading.features.append(DOUBLED)


def _tables(readings: list[LineFeatures]) -> None:
    """Rows of a table that a text announces with a colon: others may be a notice's."""
    above: LineFeatures | None = None
    for row, run in groupby(readings, key=_is_row):
        block = list(run)
        figures = sum(any(map(str.isdigit, reading.text)) for reading in block) if row else 0
        if row and len(block) >= _FEWEST_ROWS and figures >= _FEWEST_FIGURES:
            announced = (
                above is not None
                and ENDS_COLON in above.features
                and HAS_NOTICE not in above.features
                and IN_NOTICE not in above.features
            )
            for reading in block if announced else ():
                reading.features.append(TABLE_OF_STORY)
                reading.boundary.append(TABLE_OF_STORY)
        above = block[-1]


def _is_row(reading: LineFeatures) -> bool:
    if reading.line_type not in HEADS:
        return False
    return sum(1 for _ in _WIDE_GAP.finditer(reading.text)) >= _FEWEST_GAPS
