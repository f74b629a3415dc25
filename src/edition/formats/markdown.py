"""Markdown (CommonMark): a heading and paragraphs for each story, pictures as quotations::

    *两岸春灌全面展开*

    ## 河堤步道开放

    本报记者 陈立

    本报讯（记者 陈立）汾河西岸的步道昨日开放。

Markdown syntax in the text is escaped. Layout, spans and roles beyond these are not preserved. U+FFFD replaces
characters that files cannot contain, and invisible control characters are shown as code points, such as U+202E.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, clean, shown
from edition.formats.text import picture
from edition.nodes import Block, Byline, Deck, EditorNote, Kicker, Label, Signoff, Summary
from edition.pages import Page
from edition.stories import Story

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$!#]")
#: What makes a line something else than a paragraph: a list, a rule, an underline.
_OPENING = re.compile(r"^(?:([0-9]{1,9})([.)])|([-+=:]))")
#: White space at a line's end is a line break, four blanks at its beginning are code.
_BLANKS = " \t\x0b\x0c"


def dump(source: Exportable, *, furniture: bool = False) -> str:
    """Convert a story, a page or an edition; ``furniture`` includes running lines (folio, index and so on)."""
    parts: list[str] = []
    if isinstance(source, Page | Edition):
        known = _stories.issue_of(source)
        day = known.date.isoformat() if known.date else ""
        title = " ".join(part for part in (known.paper or "", day) if part)
        parts += [f"# {escape(title)}"] if title else []
    for unit in _stories.units(source, furniture=furniture):
        if isinstance(unit, Story):
            parts += _story(unit)
        else:
            parts += [escape(block.text) for block in unit.find_all(Block)]
    return "".join(f"{part}\n\n" for part in parts if part.strip()).removesuffix("\n")


def escape(text: str) -> str:
    """Escape a text for Markdown, on one line."""
    line = shown(_SPECIAL.sub(r"\\\g<0>", clean(text).strip(_BLANKS)), ("`", "`"))
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _story(story: Story) -> Iterator[str]:
    for kind in (Label, Kicker):
        for block in _stories.blocks(story, kind):
            yield _emphasis(block.text)
    if story.headline:
        yield f"## {escape(story.headline.text)}"
    for block in _stories.blocks(story, Deck):
        yield _emphasis(block.text)
    for block in _stories.blocks(story, Byline):
        yield escape(block.text)
    for block in _stories.blocks(story, EditorNote):
        yield f"> {escape(block.text)}"
    for block in _stories.blocks(story, Summary):
        yield _emphasis(block.text)
    for line in _stories.lines(story):
        yield f"### {escape(line.text)}" if line.role == "crosshead" else escape(line.whole)
    for block in _stories.blocks(story, Signoff):
        yield escape(block.text)
    for photo in story.photos:
        yield f"> {escape(picture(photo))}"


def _emphasis(text: str) -> str:
    shown = escape(text)
    return f"*{shown}*" if shown else ""
