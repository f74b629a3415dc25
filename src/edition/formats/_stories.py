"""What the formats of agencies and readers take from a story: its texts, whole, and who made it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import TypeAlias, TypeVar

from attrs import frozen

from edition.editions import Edition
from edition.formats._xml import FORBIDDEN
from edition.nodes import (
    Article,
    Block,
    Crosshead,
    Dateline,
    Lead,
    Notice,
    NoticeText,
    Paragraph,
    Photo,
    Signoff,
    Stray,
)
from edition.pages import Page
from edition.stories import Place, Story

B = TypeVar("B", bound=Block)
#: What holds one story.
OneStory: TypeAlias = Story | Article | Photo | Notice
#: What a format for stories can be asked to write.
Exportable: TypeAlias = OneStory | Page | Edition

#: Controls that files can hold, and what turns the direction of the text around it.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_OURS = uuid.UUID("5e1b6f2c-4a0c-5f7e-9d54-0c7a6a3f5c11")


@frozen(weakref_slot=False)
class Issue:
    """Which paper, and of which day; None where nothing tells."""

    paper: str | None = None
    date: dt.date | None = None


@frozen(weakref_slot=False)
class Line:
    """A line of reading text: a paragraph with its lead, a crosshead, a line of a notice."""

    role: str
    """The role in the standoff vocabulary."""
    text: str
    lead: str = ""
    """The opening formula before the text."""

    @property
    def whole(self) -> str:
        """Lead and text."""
        gap = " " if self.lead and self.text and self.lead[-1] not in "）)】]" else ""
        return self.lead + gap + self.text


def clean(text: str) -> str:
    """The text with U+FFFD for each character that files and XML can't hold, in one line."""
    return " ".join(FORBIDDEN.sub("\ufffd", text).splitlines())


def shown(text: str, around: tuple[str, str] = ("", "")) -> str:
    """The text with the code points, between two marks, of what acts on a reader's page and is not seen.

    >>> shown("晴\u202e\x9b天", ("[", "]"))
    '晴[U+202E U+009B]天'
    """
    return _ACTING.sub(
        lambda m: around[0] + " ".join(f"U+{ord(c):04X}" for c in m.group()) + around[1], text
    )


def issue_of(source: Exportable) -> Issue:
    """The issue that a page or an edition is of."""
    if isinstance(source, Page | Edition):
        return Issue(clean(source.paper) if source.paper else None, source.date)
    return Issue()


def stories_of(source: Exportable) -> tuple[Story, ...]:
    """All stories, whole, in the order in which they begin."""
    if isinstance(source, Story):
        return (source,)
    if isinstance(source, Page | Edition):
        return source.stories
    if isinstance(source, Article | Photo | Notice):  # pyright: ignore[reportUnnecessaryIsInstance]
        return (Story((source,), (Place(0),)),)
    raise TypeError(f"expected a story, a page or an edition, not {type(source).__name__}")


def story_of(source: OneStory) -> Story:
    """The one story."""
    return stories_of(source)[0]


def units(source: Exportable, *, furniture: bool) -> Iterator[Story | Block | Stray]:
    """The stories where they begin and, if they are wanted, the running lines of the pages between them."""
    stories = stories_of(source)
    if isinstance(source, Edition):
        pages = dict(zip(source.numbers, source.pages, strict=True))
    elif isinstance(source, Page):
        pages = {source.number or 0: source}
    else:
        yield from stories
        return
    begins = {(story.places[0].page or 0, story.places[0].item): story for story in stories}
    for number, page in pages.items():
        for n, item in enumerate(page.items):
            if (number, n) in begins:
                yield begins[number, n]
            elif furniture and isinstance(item, Block | Stray):
                yield item


def urn(source: Exportable, issue: Issue) -> str:
    """A name for a story or an issue: it depends on its text, its paper, its day and its place, and on nothing else."""
    if isinstance(source, Story):
        text = "".join(f"{place.page} {place.item} " for place in source.places)
        text += "".join(str(piece) for piece in source.pieces)
    else:
        text = (
            "".join(str(page) for page in source.pages)
            if isinstance(source, Edition)
            else str(source)
        )
    known = f"{issue.paper}\n{issue.date}\n{text}"
    return f"urn:uuid:{uuid.uuid5(_OURS, known.encode('utf-8', 'backslashreplace').decode())}"


def blocks(story: Story, kind: type[B]) -> tuple[B, ...]:
    """Every block of a class that is the story's own, and not one of its pictures'."""
    found: list[B] = []
    for n, piece in enumerate(story.pieces):
        if isinstance(piece, Photo) and n:
            continue
        parts = piece.parts if isinstance(piece, Article) else (piece,)
        for part in parts:
            if not (isinstance(piece, Article) and isinstance(part, Photo)):
                found += part.find_all(kind)
    return tuple(found)


def text_of(story: Story, kind: type[Block]) -> str:
    """The first such block's text, empty where there is none."""
    found = blocks(story, kind)
    return clean(found[0].text) if found else ""


def lines(story: Story) -> tuple[Line, ...]:
    """The body: whole paragraphs with their leads, crossheads, and the lines of a notice."""
    whole = {id(paragraph.nodes[0]): paragraph.text for paragraph in story.paragraphs}
    rest = {id(node) for paragraph in story.paragraphs for node in paragraph.nodes[1:]}
    found: list[Line] = []
    lead = ""
    for block in blocks(story, Block):
        if isinstance(block, Lead):
            if lead:
                found.append(Line("paragraph", "", lead))
            lead = clean(block.text)
        elif isinstance(block, Paragraph) and id(block) not in rest:
            found.append(Line("paragraph", clean(whole.get(id(block), block.text)), lead))
            lead = ""
        elif isinstance(block, Crosshead | NoticeText):
            found.append(Line(block.role, clean(block.text)))
    if lead:
        found.append(Line("paragraph", "", lead))
    return tuple(found)


def dateline(story: Story) -> Dateline | None:
    """Where and when it was filed."""
    filed: list[Lead | Signoff] = [*blocks(story, Lead), *blocks(story, Signoff)]
    return next((block.dateline for block in filed if block.dateline is not None), None)


def pictures(story: Story) -> tuple[Photo, ...]:
    """The story's pictures; not the one that is the story itself."""
    own = story.pieces[0]
    return tuple(photo for photo in story.photos if photo is not own)


def day(dateline: Dateline | None, issue: Issue) -> dt.date | None:
    """The day of a dateline, with the issue's year where it names none."""
    if dateline is None or dateline.day is None:
        return None
    year, month, of_month = dateline.day
    if year is None and issue.date is not None:
        # A report of December stands in an issue of January.
        year = issue.date.year - (month > issue.date.month)
    try:
        return dt.date(year, month, of_month) if year is not None else None
    except ValueError:
        return None
