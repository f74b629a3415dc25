"""What `edition.diff` tells of two pages."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import Article, Block, Headline, Notice, Page, Paragraph, Photo, diff

FIRST = Article.build(
    "河堤步道开放", paragraphs=["汾河西岸的步道昨日开放。", "步道全长三公里。"], signoff=["何青"]
)
SECOND = Article.build("十万亩麦田喝上返青水", paragraphs=["桑峪县石鼓村的麦田里一片人声。"])
THIRD = Notice.build("遗失声明", "何青遗失工作证一本，声明作废。")
PAGE = Page((FIRST, SECOND, THIRD))


def test_equal_pages_do_not_differ() -> None:
    """The diff of equal pages is empty and false, wherever their nodes stand."""
    assert not diff(PAGE, Page((FIRST, SECOND, THIRD)))
    assert str(diff(PAGE, PAGE)) == ""


def test_a_changed_block() -> None:
    """What was taken out and put in is marked, with line and column in the second page."""
    old = PAGE.articles[0].paragraphs[1]
    found = diff(PAGE, PAGE.replace(old, Paragraph.build("步道全长五公里。")))
    assert str(found) == "~ 5:1 Paragraph: 步道全长[-三-]{+五+}公里。"
    (change,) = found
    assert (change.kind, change.before) == ("changed", old)


def test_another_class_of_the_same_text() -> None:
    """A line that was given another role is a change that names both."""
    old = PAGE.articles[0].paragraphs[1]
    found = diff(PAGE, PAGE.replace(old, Headline.build(old.text)))
    assert str(found) == "~ 5:1 Paragraph → Headline: 步道全长三公里。"


def test_layout_alone() -> None:
    """Blanks and line ends are told apart from print."""
    piece = PAGE.articles[0].paragraphs[1].parts[0]
    found = diff(PAGE, PAGE.replace(piece, attrs.evolve(piece, indent="　　")))
    assert str(found) == "~ 5:3 Paragraph: 步道全长三公里。 (layout)"
    assert str(diff(PAGE, attrs.evolve(PAGE, head="\n"))).startswith("~ 1:1 Page: 河堤步道开放")


def test_added_and_removed() -> None:
    """A whole item is told as one, a block by itself."""
    photo = Photo.build("图为市民在河边放风筝。")
    more = PAGE.insert_after(PAGE.items[0], photo)
    assert str(diff(PAGE, more)) == "+ 9:1 Photo: 图为市民在河边放风筝。"
    assert str(diff(more, PAGE)) == "- 9:1 Photo: 图为市民在河边放风筝。"
    less = PAGE.remove(PAGE.articles[0].paragraphs[1])
    assert str(diff(PAGE, less)) == "- 5:1 Paragraph: 步道全长三公里。"
    assert str(diff(less, PAGE)) == "+ 5:1 Paragraph: 步道全长三公里。"


def test_moved() -> None:
    """An item that stands elsewhere was moved, and is neither added nor removed."""
    found = diff(PAGE, Page((SECOND, FIRST, THIRD)))
    assert [(change.kind, type(change.after)) for change in found] == [("moved", Article)]
    inside = Page(
        (
            attrs.evolve(FIRST, parts=(*FIRST.parts[:1], *FIRST.parts[2:0:-1], *FIRST.parts[3:])),
            SECOND,
            THIRD,
        )
    )
    assert [(change.kind, type(change.after)) for change in diff(PAGE, inside)] == [
        ("moved", Paragraph)
    ]


def test_other_parts() -> None:
    """Stories that were joined or torn apart differ, if all their blocks are the same."""
    torn = Page((Article(FIRST.parts[:2]), Article(FIRST.parts[2:]), SECOND, THIRD))
    found = diff(PAGE, torn)
    assert {change.kind for change in found} == {"changed"}
    assert all(isinstance(change.after, Article) for change in found)
    assert diff(PAGE, Page((attrs.evolve(FIRST, continues=True), SECOND, THIRD)))


BLOCKS = tuple(block for item in (FIRST, SECOND) for block in item.find_all(Block))


@pytest.mark.parametrize("size", [0, 1, 3])
@given(st.data())
def test_empty_if_and_only_if_equal(size: int, data: st.DataObject) -> None:
    """A diff is empty for equal pages and for no others, and counts what was added and removed."""
    items = st.lists(
        st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=4).map(lambda b: Article(tuple(b))),
        max_size=size,
    )
    before, after = (Page(tuple(data.draw(items))) for _ in range(2))
    found = diff(before, after)
    assert bool(found) == (before != after)
    assert len(str(found).splitlines()) == len(found)
    gain = sum(
        len(c.after.find_all(Block)) for c in found if c.kind == "added" and c.after is not None
    )
    loss = sum(
        len(c.before.find_all(Block)) for c in found if c.kind == "removed" and c.before is not None
    )
    assert gain - loss == len(after.find_all(Block)) - len(before.find_all(Block))
