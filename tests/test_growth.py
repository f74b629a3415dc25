"""Nothing takes more than linear time: four times as much takes about four times as many steps, whatever it is made of.

Steps are lines of Python run and calls into C, which are the same on every machine and at every run.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from functools import partial
from types import FrameType
from typing import Any, TypeVar

import pytest
from benchmarks.growth import SHAPES, text_of

import edition
from edition import Article, Edition, Page, Paragraph, Piece
from edition._linking import assignment, joint_decoding, jumps
from edition.formats import conll, html, jsonld, markdown, newsml, ninjs, nitf, tei, text
from edition.formats import json as json_format

T = TypeVar("T")

#: How many times the steps four times as much may take: a sort takes a little more than its share.
ALLOWED = 5.0
#: How many steps each part of what is done may take at least: a small page may be read as something with which there is nothing to do.
LEAST = 10


def steps(do: Callable[[], object]) -> int:
    """How many lines of Python are run, and how many calls made into C."""
    count = 0

    def line(_: FrameType, event: str, __: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return line

    def called(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(called)
    try:
        do()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def assert_linear(do: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """What is done with something takes no more than its share of steps with four times as much of it."""
    do(make(size))  # what is kept from a first use is there
    small, large = (steps(partial(do, make(n))) for n in (size, 4 * size))
    assert large < ALLOWED * max(small, LEAST * size), (
        f"{small:,} steps, with four times as much {large:,}"
    )


DEEDS: dict[str, Callable[[Page], object]] = {
    "stories": lambda page: page.stories,
    "diagnostics": lambda page: page.diagnostics,
    "replace": lambda page: page.replace(page.pieces[-1], page.pieces[-1]),
    "transform": lambda page: edition.Transformer().transform(page),
    "spans": lambda page: [node.span for node in page.walk()],
    "diff": lambda page: str(edition.diff(page, page.remove(page.pieces[0]))),
    "standoff": edition.to_standoff,
    "json": lambda page: json_format.load(json_format.dump(page)),
    "tei": lambda page: tei.load(tei.dump(page)),
    **{
        module.__name__.rpartition(".")[2]: module.dump
        for module in (conll, html, jsonld, markdown, newsml, ninjs, nitf, text)
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_parse(shape: str) -> None:
    assert_linear(edition.parse, lambda size: text_of(shape, size), 4_000)


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("shape", ["normal pages", "all short lines", "one line"])
def test_what_is_done_with_a_page(shape: str, deed: str) -> None:
    # The views of a page are kept with it, so that each time needs a page of its own.
    assert_linear(DEEDS[deed], lambda size: edition.parse(text_of(shape, size)), 4_000)


def _front(count: int) -> Page:
    """A page of stories that all break off in the same words and go on on page 2."""
    return Page(
        tuple(
            Article.build(f"步道开放之{n}", paragraphs=[f"步道{n}开放，市民在"], continued_on=2)
            for n in range(count)
        )
    )


def _rests(count: int, *, marked: bool) -> Page:
    """A page of as many that all go on in the same words."""
    return Page(
        tuple(
            Article.build(
                f"步道开放之{n}" if marked else None,
                continued_from=1 if marked else None,
                paragraphs=[f"步道{n}上散步。"],
            )
            for n in range(count)
        )
    )


@pytest.mark.slow
def test_stories_that_could_all_be_one_another_s() -> None:
    """Hundreds of headlines without a body and of bodies without a headline on one page."""

    def make(count: int) -> Page:
        heads = [Article.build(f"步道开放之{n}") for n in range(count)]
        bodies = _rests(count, marked=False).items
        return Page(tuple(x for pair in zip(heads, bodies, strict=True) for x in pair))

    assert_linear(lambda page: page.stories, make, 70)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many stories of a page are weighed, and so many together, that a test need not have hundreds."""
    for module in (jumps, joint_decoding):
        monkeypatch.setattr(module, "_MOST_ON_A_PAGE", 20)
    monkeypatch.setattr(assignment, "_MOST_TOGETHER", 20)


@pytest.mark.usefixtures("small_pages")
def test_jumps_that_could_all_be_one_another_s() -> None:
    """Far more stories that go on on page 2, and rests there, than are weighed."""
    assert_linear(
        lambda issue: issue.stories,
        lambda count: Edition((_front(count), _rests(count, marked=True)), (1, 2)),
        30,
    )


@pytest.mark.usefixtures("small_pages")
def test_pages_on_which_every_story_could_break_off_anywhere() -> None:
    """Far more cut sentences than are looked at, above short lines, and continuations of them."""
    cut = "渡口的缆绳磨断过二十七根，街坊们凑钱给他换过三条船，他都记在本子上，船工说"
    back = "".join(f"（上接第1版）不怕，缆绳还有{n}根。\n\n" for n in range(20))

    def make(count: int) -> Mapping[int, str]:
        front = "".join(f"老戏台上添新声{n}\n\n本报讯 {cut}\n\n" for n in range(count))
        return {1: front, 2: "第2版 社会\n\n" + back}

    assert_linear(edition.parse_edition, make, 40)


CUT = "渡口的缆绳磨断过二十七根，街坊们凑钱给他换过三条船，他都记在本子上，船工说"


def rest(n: int) -> str:
    """A text of some length: were it as short as a headline, a digit more or less would decide what it is read as."""
    return f"不怕，缆绳还有{n}根，街坊们说够用二十年，他听了笑笑，又把新的一根在柳树下盘好了。"


#: A page of so many, by its number: each of them jumps, or has the headline that all have.
PAGES: dict[str, Callable[[int, int], str]] = {
    "in a ring": lambda n, count: (
        f"步道开放之{n}\n\n本报讯 {CUT}（下转第{n % count + 1}版）\n\n"
        f"（上接第{(n - 2) % count + 1}版）{rest(n)}\n"
    ),
    "from page 1": lambda n, _: f"步道开放\n\n本报讯 {CUT}。\n\n步道开放\n（上接第1版）{rest(n)}\n",
    "one story": lambda n, count: (
        f"步道开放\n（上接第{(n - 2) % count + 1}版）\n步道开放\n{rest(n)}\n"
    ),
    "one headline": lambda n, count: (
        f"步道开放\n\n本报讯 {CUT}\n\n步道开放\n（上接第{(n - 2) % count + 1}版）{rest(n)}\n"
    ),
    "nowhere": lambda n, count: (
        f"步道开放{n}\n\n本报讯 {CUT}（下转第{count + 7}版）\n\n（上接第{count + 9}版）{rest(n)}\n"
    ),
    "headlines behind": lambda n, _: f"（上接第1版）\n步道开放{n}\n{rest(n)}\n",
}
#: What is done with an issue.
VIEWS: dict[str, Callable[[Edition], object]] = {
    "stories": lambda issue: issue.stories,
    "diagnostics": lambda issue: issue.diagnostics,
    "index": lambda issue: issue.index(),
    "people": lambda issue: issue.people(),
    "view": lambda issue: str(edition.viz.issue(issue)),
    "standoff": edition.to_standoff,
    **{
        module.__name__.rpartition(".")[2]: module.dump
        for module in (html, json_format, jsonld, newsml, ninjs, nitf, tei)
    },
}


def _issue(pages: str, count: int) -> dict[int, str]:
    return {n: PAGES[pages](n, count) for n in range(1, count + 1)}


@pytest.mark.slow
@pytest.mark.parametrize("pages", PAGES)
def test_issues_that_jump_everywhere(pages: str) -> None:
    assert_linear(edition.parse_edition, lambda count: _issue(pages, count), 25)


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("pages", ["one story", "nowhere"])
def test_what_is_done_with_issues_that_jump_everywhere(pages: str, view: str) -> None:
    assert_linear(VIEWS[view], lambda count: edition.parse_edition(_issue(pages, count)), 20)


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["stories", "diagnostics", "html", "jsonld", "newsml", "tei"])
@pytest.mark.parametrize(
    "line",
    ["（上接第2版）\n", "（下转第2版）\n", "步道开放\n\n市民在（下转第2版）\n\n", "（上接第2版）市民在散步。\n"],
)  # fmt: skip
def test_pages_of_markers(line: str, deed: str) -> None:
    assert_linear(DEEDS[deed], lambda count: edition.parse(line * count), 60)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["河水\n", "河水\n\n", "陈立\n", "“河\n", "{}{}\n"])
def test_lines_of_two_characters(line: str) -> None:
    def make(count: int) -> str:
        draw = random.Random(3).choice
        return "".join(line.format(draw("汾河水柳桥"), draw("东西南北中")) for _ in range(count))

    assert_linear(edition.parse, make, 200)
    for deed in ("stories", "diagnostics", "html"):
        assert_linear(DEEDS[deed], lambda count: edition.parse(make(count)), 400)


def _numbered(count: int) -> list[str]:
    return [f"第{n}段" for n in range(count)]


def _drawn(count: int, characters: str, seed: int) -> list[str]:
    return random.Random(seed).choices(characters, k=count)


#: The blocks of two readings of a page.
READINGS: dict[str, Callable[[int], tuple[list[str], list[str]]]] = {
    "backwards": lambda n: (_numbered(n), _numbered(n)[::-1]),
    "rotated": lambda n: (_numbered(n), _numbered(n)[n // 2 :] + _numbered(n)[: n // 2]),
    "shuffled": lambda n: (_numbered(n), random.Random(1).sample(_numbered(n), n)),
    "all changed": lambda n: ([f"第{k}段的步道" for k in range(n)], [f"{k}号的步道" for k in range(n)]),
    "one text": lambda n: (["声明"] * n, ["声明"] * (n // 2) + ["何青"] + ["声明"] * (n // 2)),
    "in turn": lambda n: (["声明", "何青"] * (n // 2), ["何青", "声明"] * (n // 2)),
    "of three": lambda n: (_drawn(n, "甲乙丙", 1), _drawn(n, "甲乙丙", 2)),
    "other texts": lambda n: ([f"{k:08}" for k in range(n)], [f"{-k:08}" for k in range(n)]),
    "one block": lambda n: (["汾河" * n], ["汾河" * (n // 2) + "水" + "河汾" * (n // 2)]),
    "one drawn": lambda n: (["".join(_drawn(4 * n, "汾河水柳", 1))], ["".join(_drawn(4 * n, "汾河水柳", 2))]),
    "five in turn": lambda n: (["汾河水柳桥" * n], ["河汾柳水桥" * n]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("compare", [edition.diff, edition.viz.page])
@pytest.mark.parametrize("blocks", READINGS)
def test_two_readings(blocks: str, compare: Callable[[Page, Page], object]) -> None:
    def make(count: int) -> tuple[Page, Page]:
        before, after = (
            Page((Article(tuple(Paragraph((Piece(line, tail="\n"),)) for line in lines)),))
            for lines in READINGS[blocks](count)
        )
        return before, after

    # Between lines that stand in any order the search has to come to its bound.
    size = 600 if blocks == "shuffled" else 150
    assert_linear(lambda pages: str(compare(*pages)), make, size)


@pytest.mark.parametrize("compare", [edition.diff, edition.viz.page])
def test_articles_taken_apart(compare: Callable[[Page, Page], object]) -> None:
    """One article of the first reading is as many as it has paragraphs in the second."""

    def make(count: int) -> tuple[Page, Page]:
        paragraphs = [Paragraph((Piece(line, tail="\n"),)) for line in _numbered(count)]
        return Page((Article(tuple(paragraphs)),)), Page(tuple(Article((p,)) for p in paragraphs))

    assert_linear(lambda pages: str(compare(*pages)), make, 100)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["●核心阅读\n", "河" * 17 + "）\n"])
def test_lines_that_could_each_take_in_the_rest(line: str) -> None:
    """A summary's heading above a page of them, a bracket that closes a paragraph of a page's length."""
    assert_linear(edition.parse, lambda size: line * (size // len(line)), 5_000)


@pytest.mark.slow
def test_one_story_in_many_parts() -> None:
    """The running line cuts one story again and again."""
    part = "\n\n第2版\n\n石板编了号。"
    assert_linear(
        lambda text: edition.parse(text).stories,
        lambda size: "本报讯 望月桥修缮完工。" + part * (size // len(part)),
        5_000,
    )
