"""Plain text for reading: stories with whole paragraphs, separated by blank lines::

    两岸春灌全面展开
    河堤步道开放
    本报记者 陈立
    本报讯（记者 陈立）汾河西岸的步道昨日开放。
    [图] 图为市民在河边放风筝。 马兰 摄

Layout and spans are not preserved. U+FFFD replaces characters that files cannot contain.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.formats import _stories
from edition.formats._stories import Exportable, clean
from edition.nodes import (
    Block,
    Byline,
    Deck,
    EditorNote,
    Kicker,
    Label,
    Photo,
    Signoff,
    Summary,
)
from edition.stories import Story


def dump(source: Exportable, *, furniture: bool = False) -> str:
    """Convert a story, a page or an edition; ``furniture`` includes running lines (folio, index and so on)."""
    found: list[str] = []
    running = True
    for unit in _stories.units(source, furniture=furniture):
        if isinstance(unit, Story):
            lines, between = list(_lines(unit)), True
        else:
            lines, between = [clean(block.text) for block in unit.find_all(Block)], not running
        if found and lines and between:
            found.append("")
        found += lines
        running = not isinstance(unit, Story)
    return "".join(f"{line}\n" for line in found)


def _lines(story: Story) -> Iterator[str]:
    above: tuple[type[Block], ...] = (Label, Kicker)
    below: tuple[type[Block], ...] = (Deck, Byline, EditorNote, Summary)
    for kind in above:
        yield from (clean(block.text) for block in _stories.blocks(story, kind))
    if story.headline:
        yield clean(story.headline.text)
    for kind in below:
        yield from (clean(block.text) for block in _stories.blocks(story, kind))
    yield from (line.whole for line in _stories.lines(story))
    yield from (clean(block.text) for block in _stories.blocks(story, Signoff))
    yield from (f"[图] {picture(photo)}" for photo in story.photos)


def picture(photo: Photo) -> str:
    """Caption and credit in one line."""
    return " ".join([clean(photo.text), *(clean(block.text) for block in photo.credits)]).strip()
