"""Nothing takes more than linear time: four times the text takes about four times as long, whatever it is made of."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from benchmarks.growth import SHAPES, text_of

import edition
from edition import Article, Edition, Page, Paragraph, Piece
from edition.formats import conll, html, jsonld, markdown, newsml, ninjs, nitf, tei, text
from edition.formats import json as json_format

#: How much longer four times as much may take: four times, and as much again for a machine that has other things to do.
ALLOWED = 8.0

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


def assert_linear(do: Callable[[int], object], size: int) -> None:
    """What is done with a size takes no more than twice its share with four times the size."""

    def taken(size: int) -> float:
        start = time.process_time()
        do(size)
        return time.process_time() - start

    small, large = (min(taken(n) for _ in range(2)) for n in (size, 4 * size))
    if large > ALLOWED * small + 0.01:
        # A stop of the garbage collector, or of the machine.
        small, large = (min(taken(n) for _ in range(5)) for n in (size, 4 * size))
    assert large < ALLOWED * small + 0.01, f"{small:.4f} s, four times as much {large:.4f} s"


@pytest.mark.parametrize("shape", SHAPES)
def test_parse(shape: str) -> None:
    texts = {size: text_of(shape, size) for size in (12_000, 48_000)}
    assert_linear(lambda size: edition.parse(texts[size]), 12_000)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("shape", ["normal pages", "all short lines", "one line"])
def test_what_is_done_with_a_page(shape: str, deed: str) -> None:
    def do(size: int) -> None:
        # The views of a page are kept with it, so that each time needs a page of its own.
        DEEDS[deed](Page(pages[size].items, pages[size].head))

    pages = {size: edition.parse(text_of(shape, size)) for size in (12_000, 48_000)}
    assert_linear(do, 12_000)


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


def test_stories_that_could_all_be_one_another_s() -> None:
    """Hundreds of headlines without a body and of bodies without a headline on one page."""

    def do(count: int) -> None:
        heads = [Article.build(f"步道开放之{n}") for n in range(count)]
        bodies = _rests(count, marked=False).items
        assert Page(tuple(x for pair in zip(heads, bodies, strict=True) for x in pair)).stories

    assert_linear(do, 120)


def test_jumps_that_could_all_be_one_another_s() -> None:
    """Hundreds of stories that go on on page 2, and of rests there."""
    assert_linear(
        lambda count: Edition((_front(count), _rests(count, marked=True)), (1, 2)).stories, 120
    )


def test_pages_on_which_every_story_could_break_off_anywhere() -> None:
    """Hundreds of cut sentences above short lines, and continuations of them."""
    cut = "渡口的缆绳磨断过二十七根，街坊们凑钱给他换过三条船，他都记在本子上，船工说"
    back = "".join(f"（上接第1版）不怕，缆绳还有{n}根。\n\n" for n in range(20))

    def do(count: int) -> None:
        front = "".join(f"老戏台上添新声{n}\n\n本报讯 {cut}\n\n" for n in range(count))
        assert edition.parse_edition({1: front, 2: "第2版 社会\n\n" + back}).stories

    assert_linear(do, 200)


@pytest.mark.parametrize(
    "blocks",
    [
        lambda n: ([f"第{i}段" for i in range(n)], [f"第{i}段" for i in range(n)][::-1]),
        lambda n: (["声明"] * n, ["声明"] * (n // 2) + ["何青"] + ["声明"] * (n // 2)),
        lambda n: ([f"{i:08}" for i in range(n)], [f"{-i:08}" for i in range(n)]),
        lambda n: (["汾河" * n], ["汾河" * (n // 2) + "水" + "河汾" * (n // 2)]),
    ],
    ids=["backwards", "one text", "other texts", "one block"],
)
def test_diff(blocks: Callable[[int], tuple[list[str], list[str]]]) -> None:
    """Pages that have the same blocks in another order, the same block again and again, or nothing in common."""

    def do(count: int) -> None:
        before, after = (
            Page((Article(tuple(Paragraph((Piece(line, tail="\n"),)) for line in lines)),))
            for lines in blocks(count)
        )
        assert str(edition.diff(before, after))

    assert_linear(do, 300)


@pytest.mark.parametrize("line", ["●核心阅读\n", "河" * 17 + "）\n"])
def test_lines_that_could_each_take_in_the_rest(line: str) -> None:
    """A summary's heading above a page of them, a bracket that closes a paragraph of a page's length."""
    assert_linear(lambda size: edition.parse(line * (size // len(line))), 20_000)


def test_one_story_in_many_parts() -> None:
    """The running line cuts one story again and again."""

    def do(size: int) -> None:
        part = "\n\n第2版\n\n石板编了号。"
        page = edition.parse("本报讯 望月桥修缮完工。" + part * (size // len(part)))
        assert page.stories

    assert_linear(do, 20_000)
