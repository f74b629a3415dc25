"""Asking a page: what stands where, what holds it, what it matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition.nodes import Article, Headline, HeadlineBlock, Lead, Paragraph, Photo, Piece
from edition.pages import Page
from edition.positions import position

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def page(examples_dir: Path) -> Page:
    """The front page of the example issue."""
    text = (examples_dir / "fenhe-daily" / "2025-03-06" / "01.txt").read_text("utf-8")
    return edition.parse(text)


def test_find_all_takes_one_class_or_several(page: Page) -> None:
    """Nodes come in reading order, whatever their classes."""
    articles = page.find_all(Article)
    both = page.find_all((Headline, Article))
    assert articles == page.articles
    assert set(both) == {*articles, *page.find_all(Headline)}
    begins = [n.extent[0] for n in both if n.extent is not None]
    assert begins == sorted(begins)
    assert len(begins) == len(both)


def test_find_all_asks_where(page: Page) -> None:
    """A predicate narrows what is found; find is the first of it."""
    long = page.find_all(Paragraph, lambda p: len(p.text) > 120)
    assert long
    assert all(len(p.text) > 120 for p in long)
    assert page.find(Paragraph, lambda p: len(p.text) > 120) is long[0]
    assert page.find(Paragraph, lambda p: not p.text) is None


def test_node_at_is_the_innermost_of_a_class(page: Page) -> None:
    """Each character lies on its piece, its block and its item."""
    for piece in page.pieces:
        assert piece.start is not None
        for offset in (piece.start, piece.start + len(str(piece)) - 1):
            assert page.node_at(offset, Piece) is piece
            block = page.node_at(offset)
            assert block is not None
            assert piece in block.parts
            assert page.node_at(offset, Page) is page


def test_node_at_the_head_and_the_end() -> None:
    """On the blanks at the head stands nothing; beyond the text is an error."""
    page = edition.parse("\n\n天晴")
    assert page.node_at(0) is None
    assert page.node_at(2) is not None
    assert page.node_at(4) is None
    for offset in (-1, 5):
        with pytest.raises(ValueError, match="from 0 to 4"):
            page.node_at(offset)
        with pytest.raises(ValueError, match="from 0 to 4"):
            page.line_col(offset)


def test_parent_holds_the_node(page: Page) -> None:
    """Going up from any node ends at the page."""
    assert page.parent(page) is None
    for node in page.walk():
        if node is not page:
            parent = page.parent(node)
            assert parent is not None
            assert any(child is node for child in parent.children)


def test_line_col_counts_lines_by_line_feeds_alone() -> None:
    """U+2028 and CR are characters of a line; a character beyond the BMP is two units in UTF-16."""
    page = edition.parse("天\u2028晴\r\n𠮷林")
    place = page.line_col(6)
    assert (place.line, place.column, place.byte, place.utf16) == (2, 2, 3 + 3 + 3 + 2 + 4, 7)
    assert str(place) == "2:2"


@given(st.text(), st.data())
def test_positions_are_what_python_counts(text: str, data: st.DataObject) -> None:
    """Line, column, bytes and units agree with splitting and encoding the text."""
    offset = data.draw(st.integers(0, len(text)))
    place = position(text, offset)
    lines = text.split("\n")
    assert sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1 == offset
    assert place.column - 1 <= len(lines[place.line - 1])
    assert text.encode("utf-8", "surrogatepass")[: place.byte] == text[:offset].encode(
        "utf-8", "surrogatepass"
    )
    assert 2 * place.utf16 == sum(
        len(c.encode("utf-16-le", "surrogatepass")) for c in text[:offset]
    )


def test_matching() -> None:
    """Nodes are matched by class and by what their views find."""
    article = Article.build(
        "河堤步道开放",
        kicker="汾河两岸添新景",
        lead=Lead.build(agency="新华社", place="临川", date="3月5日"),
        paragraphs=["汾河西岸的步道昨日开放。"],
    )
    match article:
        case Article(
            headline=Headline(text=text), lead=Lead(dateline=dateline), paragraphs=[first]
        ):
            assert text == "河堤步道开放"
            assert dateline is not None
            assert dateline.place == "临川"
            assert first.text == "汾河西岸的步道昨日开放。"
        case _:
            pytest.fail("the article does not match")
    match article:
        case Article(parts=[HeadlineBlock(parts=[_, Headline((Piece(line, tail=tail),))]), *rest]):
            assert (line, tail) == ("河堤步道开放", "\n\n")
            assert [type(part) for part in rest] == [Lead, Paragraph]
        case _:
            pytest.fail("the parts do not match")
    match Photo.build("图为步道。"):
        case Photo(headline=Headline()):
            pytest.fail("the photo has no headline")
        case Photo(caption=caption):
            assert caption is not None
            assert caption.text == "图为步道。"
