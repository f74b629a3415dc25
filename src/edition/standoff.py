"""Standoff annotation: which role each stretch of the text has."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from edition.nodes import Article, Block, Notice, Paragraph, Photo, Signed
from edition.pages import Page


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


def to_standoff(page: Page) -> Standoff:
    """The page's roles as spans over its text, offsets in code points, end exclusive."""
    spans: list[SpanRow] = []
    story = 0
    paragraph = 0
    at = len(page.head)
    for item in page.items:
        number: int | None = None
        if isinstance(item, Article | Photo | Notice):
            if not (isinstance(item, Article) and item.continues):
                story += 1
                paragraph = 0
            number = story
        for block in item.find_all(Block):
            if isinstance(block, Paragraph) and not (block.continues and paragraph):
                paragraph += 1
            for n, piece in enumerate(block.parts):
                begin = at + len(piece.indent)
                end = begin + len(piece.text)
                at = end + len(piece.tail)
                row: SpanRow = {
                    "start": begin,
                    "end": end,
                    "role": block.role,
                    "article": number,
                    "paragraph": paragraph if isinstance(block, Paragraph) else None,
                }
                if n == 0 and isinstance(block, Signed) and (named := block.people):
                    row["people"] = [
                        {"name": p.name, "role": p.role} if p.role else {"name": p.name} for p in named
                    ]
                spans.append(row)
    return {"version": 1, "spans": spans}
