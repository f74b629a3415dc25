"""What a value says of itself at a prompt: one short line, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import edition
from edition import nodes, strategies
from edition._text.terminal import printable
from edition.nodes import Article, Caption, Headline, Photo, Piece

#: No line at a prompt is longer, in characters.
LONGEST = 160


@pytest.fixture(scope="module")
def issue(examples_dir: Path) -> edition.Edition:
    return edition.read_edition(examples_dir / "fenhe-daily" / "2025-03-06")


def one_line(value: object) -> str:
    shown = repr(value)
    assert len(shown) <= LONGEST, shown
    assert printable(shown) == shown
    return shown


def test_a_node_is_its_class_its_place_and_its_first_words() -> None:
    page = edition.parse(
        "汾河日报 第2版\n\n步道开放\n\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。（何青）\n"
    )
    article = page.articles[0]
    assert repr(article.headline) == "<Headline 10:14 '步道开放'>"
    assert repr(article.lead) == "<Lead 16:19 '本报讯'>"
    assert (
        repr(article.paragraphs[0])
        == "<Paragraph 20:49 '汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳…'>"
    )
    assert repr(article) == "<Article 10:53 '步道开放'>"
    assert repr(page) == "<Page 汾河日报 2: 2 items, 54 characters>"
    assert (
        repr(Headline.build("十万亩麦田", "喝上返青水")) == "<Headline '十万亩麦田 / 喝上返青水'>"
    )
    assert repr(Piece("本市昨日晴。", "　　", "\n")) == r"<Piece '　　本市昨日晴。\n'>"
    assert repr(edition.Page(())) == "<Page: 0 items, 0 characters>"


def test_stories_and_issues_say_where_they_stand(issue: edition.Edition) -> None:
    assert repr(issue) == "<Edition 汾河日报 2025-03-06: 4 pages>"
    story = next(one for one in issue.stories if one.pages == (1, 4))
    assert story.headline is not None
    assert repr(story) == f"<Story {story.headline.text!r}: 2 pieces, pages 1, 4>"
    person = issue.people()[0]
    assert repr(person).startswith(f"<Contributor {person.name} ")
    assert repr(person.stories).startswith("(<Story '")


def test_several_are_the_first_and_how_many_more(issue: edition.Edition) -> None:
    found = issue.page(1).articles
    assert repr(found).endswith(f", … {len(found) - repr(found).count('<')} more)")
    assert repr(found[:1]) == f"({found[0]!r},)"
    assert repr(found[:0]) == "()"
    assert found == tuple(found)
    assert hash(found) == hash(tuple(found))
    assert edition.Page(found) == edition.Page(tuple(found))
    assert type(edition.Page(found).items) is tuple


def test_every_value_of_an_issue_is_one_line(issue: edition.Edition) -> None:
    values: list[object] = [issue, issue.stories, issue.people(), issue.index()]
    values += [*issue.stories, *issue.people()]
    values += [paragraph for story in issue.stories for paragraph in story.paragraphs]
    for page in issue.pages:
        values += [*page.walk(), page.stories, page.articles, page.photos, page.find_all(Piece)]
        values.append(edition.diff(page, edition.parse("")))
        why = page.explain(page.items[0])
        values += [why, *why.candidates]
    for value in values:
        one_line(value)


@given(strategies.pages(realistic=False))
def test_whatever_stands_on_a_page_is_one_line(page: edition.Page) -> None:
    for node in page.walk():
        one_line(node)
    one_line(page.stories)


def test_headlines_and_captions_are_nodes(issue: edition.Edition) -> None:
    """They can be asked for their place, replaced and explained, on a story as on an article."""
    page = issue.page(1)
    story = next(one for one in page.stories if isinstance(one.pieces[0], Article))
    assert isinstance(story.pieces[0], Article)
    assert isinstance(story.headline, Headline)
    assert story.headline is story.pieces[0].headline
    photo = page.photos[0]
    assert isinstance(photo.caption, Caption)
    assert photo.caption in photo.find_all(Caption)
    assert photo.text == photo.caption.text
    alone = Photo((nodes.Credit.build(people=["马兰"]),))
    assert (alone.caption, alone.text) == (None, "")
