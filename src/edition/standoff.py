"""Standoff annotation: which role each stretch of the text has."""

from __future__ import annotations

from typing import NotRequired, TypedDict, overload

from edition._model.editions import Edition
from edition._model.jump_ends import jumps_of
from edition._model.nodes import Paragraph, Signed
from edition._model.pages import Page, placed


class PersonRow(TypedDict):
    """Somebody named."""

    name: str
    role: NotRequired[str]


class SpanRow(TypedDict):
    """One stretch of the text."""

    start: int
    end: int
    role: str
    article: int | None
    paragraph: int | None
    people: NotRequired[list[PersonRow]]


class Standoff(TypedDict):
    """A page's annotation."""

    version: int
    spans: list[SpanRow]


#: A jump: where the text before it ends, and where the text behind it begins; each a page's number and an offset in its
#: text, in code points. ``from`` is no name in Python, so that the class can't be written out.
JumpRow = TypedDict("JumpRow", {"from": list[int], "to": list[int]})


class IssueStandoff(TypedDict):
    """An issue's annotation."""

    version: int
    pages: dict[str, Standoff]
    jumps: list[JumpRow]


@overload
def to_standoff(source: Page) -> Standoff: ...
@overload
def to_standoff(source: Edition) -> IssueStandoff: ...
def to_standoff(source: Page | Edition) -> Standoff | IssueStandoff:
    """The roles of a page as spans over its text, offsets in code points, end exclusive; or those of an issue's pages.

    ``article`` numbers the page's stories (:attr:`edition.Page.stories`), ``paragraph`` the whole paragraphs of each. An issue
    has its pages by number, and its jumps: ``{"from": [1, 805], "to": [4, 83]}`` says that the story that breaks off at
    offset 805 of page 1 goes on at offset 83 of page 4.

    Raises TypeError for anything else, a text included.
    """
    if isinstance(source, Page):
        return _page(source)
    if not isinstance(source, Edition):
        raise TypeError(f"roles are told of a Page or an Edition, not of {type(source).__name__}")
    return {
        "version": 1,
        "pages": {
            str(n): _page(page) for n, page in zip(source.numbers, source.pages, strict=True)
        },
        "jumps": _jumps(source),
    }


def _page(page: Page) -> Standoff:
    article_of: dict[int, int] = {}
    paragraph_of: dict[int, int] = {}
    for number, story in enumerate(page.stories, 1):
        for place in story.places:
            article_of[place.item] = number
        for n, paragraph in enumerate(story.paragraphs, 1):
            paragraph_of.update({id(node): n for node in paragraph.nodes})
    spans: list[SpanRow] = []
    for item, block, starts in placed(page):
        for n, (piece, start) in enumerate(zip(block.parts, starts, strict=True)):
            row: SpanRow = {
                "start": start,
                "end": start + len(piece.text),
                "role": block.role,
                "article": article_of.get(item),
                "paragraph": paragraph_of.get(id(block)) if isinstance(block, Paragraph) else None,
            }
            if n == 0 and isinstance(block, Signed) and (named := block.people):
                row["people"] = [
                    {"name": p.name, "role": p.role} if p.role else {"name": p.name} for p in named
                ]
            spans.append(row)
    return {"version": 1, "spans": spans}


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
