"""What a user writes to find, match and change nodes; type checkers read it, nobody runs it."""

from __future__ import annotations

from typing import assert_type

import attrs

import edition
from edition.diff import diff
from edition.nodes import (
    Article,
    Block,
    Byline,
    HeadingPart,
    Headline,
    HeadlineBlock,
    Lead,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
)
from edition.pages import Page
from edition.transform import Transformer

page = edition.parse("")

# Finding.
assert_type(page.find(Headline), Headline | None)
assert_type(page.find_all(Photo), tuple[Photo, ...])
assert_type(page.find_all(Photo, lambda photo: photo.headline is not None), tuple[Photo, ...])
assert_type(page.node_at(3), Block | None)
assert_type(page.node_at(3, Article), Article | None)
assert_type(page.line_col(3).column, int)
for signed in page.find_all((Byline, Signoff, Lead)):
    assert_type(signed.people, tuple[edition.Person, ...])
for article in page.articles:
    if article.headline is not None:
        assert_type(article.headline.text, str)
    for part in article.parts:
        assert_type(part, StoryPart)

# Matching.
for item in page.items:
    match item:
        case Article(headline=Headline() as headline, lead=Lead(dateline=dateline)):
            assert_type(headline, Headline)
        case Photo(parts=[HeadlineBlock() as heading, *_]):
            assert_type(heading, HeadlineBlock)
        case Article(paragraphs=[Paragraph(text=text), *_]):
            assert_type(text, str)
        case _:
            pass

# Changing.
if (found := page.find(Headline)) is not None:
    assert_type(attrs.evolve(found, parts=(Piece("河堤步道开放"),)), Headline)
    assert_type(page.replace(found, Headline.build("河堤步道开放")), Page)
assert_type(Lead.build(paper=True, people=["陈立"]), Lead)
assert_type(
    Article.build("河堤步道开放", paragraphs=["一段。", Photo.build("图为步道。")]), Article
)


class Louder(Transformer):
    """Ends every headline in an exclamation mark, and takes the bylines out."""

    def visit_photo(self, node: Photo) -> bool:
        return node.headline is not None

    def leave_headline(self, old: Headline, new: Headline) -> HeadingPart | None:
        return Headline.build(f"{new.text}！")

    def leave_byline(self, old: Byline, new: Byline) -> None:
        return None


assert_type(Louder().transform(page), Page)

# Comparing.
for change in diff(page, Louder().transform(page)):
    if change.kind == "changed":
        assert_type(change.position.line, int)
