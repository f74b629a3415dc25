"""Standoff annotation: roles as spans over the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired, TypedDict, overload

from edition._grammar.dialects import AnyDialect
from edition._model.editions import Edition
from edition._model.jump_ends import jumps_of
from edition._model.nodes import Paragraph, Signed
from edition._model.pages import Page, placed, sureness
from edition._model.stories import whole_paragraphs
from edition._standoff_reader import read_issue, read_page


class PersonRow(TypedDict):
    """A person."""

    name: str
    role: NotRequired[str]


class SpanRow(TypedDict):
    """A span of the text."""

    start: int
    """The start offset, in code points."""
    end: int
    """The end offset, exclusive."""
    role: str
    """The role: ``headline``, ``paragraph`` and so on."""
    article: int | None
    """The number of its story on the page, or None."""
    paragraph: int | None
    """The number of its whole paragraph in the story; None for other text."""
    people: NotRequired[list[PersonRow]]
    """The people named, on the first row of a block that can name people."""
    item: NotRequired[int]
    """The number of its item on the page, from 1."""
    block: NotRequired[int]
    """The number of its block on the page, from 1."""
    continues: NotRequired[bool]
    """True if it continues the paragraph before an interruption."""
    resumes: NotRequired[bool]
    """True if its item continues the story before running lines."""
    box: NotRequired[list[float]]
    """Its box on the paper, if known: x0, y0, x1, y1 in points from the top left corner of the page."""
    confidence: NotRequired[float]
    """The probability of the role, if requested and known."""


class DialectRow(TypedDict):
    """The dialect of a page."""

    name: str
    digest: str


class ModelRow(TypedDict):
    """The model that a page was read with, where it is not the one that the package ships."""

    name: str
    digest: str


class PinRow(TypedDict):
    """A stretch of the text of which a person said what it is."""

    start: int
    end: int
    role: str
    tie: NotRequired[str]
    """How it is tied to what stands before it: ``new``, ``same`` or ``join``, as in :func:`edition.parse`."""


class ReviewRow(TypedDict):
    """How a person has corrected a page (``edition review``)."""

    sha256: str
    """The SHA-256 of the text in UTF-8, in hexadecimal."""
    encoding: str
    """The encoding of the text's file."""
    done: bool
    """Whether all of the page was looked at."""
    pins: list[PinRow]


class Standoff(TypedDict):
    """A page's annotation."""

    version: int
    dialect: NotRequired[DialectRow]
    model: NotRequired[ModelRow]
    spans: list[SpanRow]
    review: NotRequired[ReviewRow]
    """How a person has corrected it, where one has."""


#: A jump: where the text before it ends, and where the text behind it begins; each a page's number and an offset in its
#: text, in code points. ``from`` is no name in Python, so that the class can't be written out.
JumpRow = TypedDict("JumpRow", {"from": list[int], "to": list[int]})


class IssueStandoff(TypedDict):
    """An issue's annotation."""

    version: int
    paper: NotRequired[str | None]
    date: NotRequired[str | None]
    sources: NotRequired[list[str]]
    pages: dict[str, Standoff]
    jumps: list[JumpRow]


#: The version of what is written. :func:`from_standoff` reads the one before, too, which told nothing of items and blocks.
VERSION = 2


@overload
def to_standoff(source: Page, *, confidence: bool = False) -> Standoff: ...
@overload
def to_standoff(source: Edition, *, confidence: bool = False) -> IssueStandoff: ...
def to_standoff(source: Page | Edition, *, confidence: bool = False) -> Standoff | IssueStandoff:
    """Convert a page or an issue to spans with roles: half-open, in code points.

    >>> import edition
    >>> page = edition.parse("步道开放\\n\\n本报讯 汾河西岸的步道昨日开放。（何青）\\n")
    >>> [(row["start"], row["end"], row["role"], row["block"]) for row in edition.to_standoff(page)["spans"]]
    [(0, 4, 'headline', 1), (6, 9, 'lead', 2), (10, 22, 'paragraph', 3), (22, 26, 'signoff', 4)]

    ``item`` numbers the items of the page, and ``block`` the blocks; the rows of one block are its pieces. ``article`` numbers the
    stories (:attr:`edition.Page.stories`), which can have several items, and ``paragraph`` the whole paragraphs of each. For an issue,
    ``pages`` has the pages by number, and ``jumps`` the jumps: ``{"from": [1, 805], "to": [4, 83]}`` is a story that stops at offset
    805 of page 1 and continues at offset 83 of page 4. :func:`edition.from_standoff` reads the result.

    ``confidence`` adds the probability of each role (:meth:`edition.Page.confidence`), to four places.

    Raises TypeError for anything else, a text included.
    """
    if isinstance(source, Page):
        return _page(source, confidence=confidence)
    if not isinstance(source, Edition):
        raise TypeError(f"roles are told of a Page or an Edition, not of {type(source).__name__}")
    told: IssueStandoff = {
        "version": VERSION,
        "paper": source.paper,
        "date": source.date.isoformat() if source.date else None,
        "pages": {
            str(n): _page(page, confidence=confidence)
            for n, page in zip(source.numbers, source.pages, strict=True)
        },
        "jumps": _jumps(source),
    }
    if source.sources:
        told["sources"] = [*source.sources]
    return told


@overload
def from_standoff(text: str, data: object, *, dialect: AnyDialect | None = None) -> Page: ...
@overload
def from_standoff(
    text: Mapping[int, str], data: object, *, dialect: AnyDialect | None = None
) -> Edition: ...
def from_standoff(
    text: str | Mapping[int, str], data: object, *, dialect: AnyDialect | None = None
) -> Page | Edition:
    """Make a page or an issue from its text and standoff annotation, as written by :func:`to_standoff` or another tool.

    >>> import edition
    >>> text = "步道开放\\n汾河西岸的步道昨日开放。\\n"
    >>> rows = [{"start": 0, "end": 4, "role": "headline", "article": 1}, {"start": 5, "end": 17, "role": "paragraph", "article": 1}]
    >>> edition.from_standoff(text, {"spans": rows}).articles[0].headline.text
    '步道开放'

    ``str(page) == text`` whatever the rows are, and ``from_standoff(str(page), to_standoff(page)) == page`` for what was parsed or
    built. Rows may stand in any order, have blanks at their ends, and run over line ends; print that none of them covers is
    ``other``. People that are given hold, elsewhere they are read from the row's words. A new item begins where the number of the
    ``item`` or of the ``article`` changes, and a new block where that of the ``block`` does. Rows without these are read by the rule of
    version 1 (docs/formats.md): rows of an article that stand together are one item, rows of one paragraph one block. Which items
    are one story, and which stories jump, are computed again by the page and the issue.

    What ``edition review`` has saved tells which text it is of: with another it is refused.

    An issue's texts are given by the numbers of their pages. ``dialect`` is as in :func:`edition.parse`; left out, it is the one that the
    data names, else the one that the page tells.

    Raises FormatError, with the path in the data and the offset in the text, for a row outside the text, one that overlaps with
    another or has no print, an unknown role, an item that the layout does not allow, and anything that is not as :func:`to_standoff`
    writes it; TypeError if the text is not a ``str``; ValueError for an unknown dialect.
    """
    if isinstance(text, str):
        return read_page(text, data, dialect)
    if not isinstance(text, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(f"a page is a str, not {type(text).__name__}")
    for number, page in text.items():
        if type(number) is not int or not isinstance(page, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(
                "the texts of an issue are str by their numbers, as in {1: text, 2: text}"
            )
    return read_issue(text, data, dialect)


def _page(page: Page, *, confidence: bool) -> Standoff:
    sure = sureness(page)
    article_of: dict[int, int] = {}
    paragraph_of: dict[int, int] = {}
    for number, story in enumerate(page.stories, 1):
        for place in story.places:
            article_of[place.item] = number
        for n, nodes in enumerate(whole_paragraphs(story), 1):
            for node in nodes:
                paragraph_of[id(node)] = n
    spans: list[SpanRow] = []
    last = -1
    for number, (item, block, starts) in enumerate(placed(page), 1):
        for n, (piece, start) in enumerate(zip(block.parts, starts, strict=True)):
            row: SpanRow = {
                "start": start,
                "end": start + len(piece.text),
                "role": block.role,
                "article": article_of.get(item),
                "paragraph": paragraph_of.get(id(block)) if isinstance(block, Paragraph) else None,
                "item": item + 1,
                "block": number,
            }
            if n == 0 and isinstance(block, Signed):
                row["people"] = [
                    {"name": p.name, "role": p.role} if p.role else {"name": p.name}
                    for p in block.people
                ]
            if n == 0 and isinstance(block, Paragraph) and block.continues:
                row["continues"] = True
            if item != last and getattr(page.items[item], "continues", False):
                row["resumes"] = True
            if piece.box is not None:
                row["box"] = [*piece.box]
            if confidence and (share := sure(block)) is not None:
                row["confidence"] = round(share, 4)
            last = item
            spans.append(row)
    mark: DialectRow = {"name": page.dialect.name, "digest": page.dialect.digest}
    told: Standoff = {"version": VERSION, "dialect": mark, "spans": spans}
    if page.model is not None:
        told["model"] = {"name": page.model.name, "digest": page.model.digest}
    return told


def _jumps(issue: Edition) -> list[JumpRow]:
    begins: dict[tuple[int, int, int], int] = {}
    ends: dict[tuple[int, int, int], int] = {}
    for number, page in zip(issue.numbers, issue.pages, strict=True):
        for item, block, starts in placed(page):
            key = (number, item, id(block))
            begins[key], ends[key] = starts[0], starts[-1] + len(block.parts[-1].text)
    found: list[JumpRow] = []
    for story in issue.stories:
        for tail, rest in jumps_of(story):
            here, there = tail.place, rest.place
            if here.page is not None and there.page is not None:
                end = ends[here.page, here.item, id(tail.block)]
                begin = begins[there.page, there.item, id(rest.block)]
                found.append({"from": [here.page, end], "to": [there.page, begin]})
    return found
