"""What holds of every format, whatever the page: it is written, and where it is read it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import edition
from edition.formats import json as json_format
from edition.formats import tei
from edition.formats._model import ALLOWED, CHILDREN, CONTINUING, KINDS
from edition.nodes import Block, Node, Piece
from edition.pages import Page

#: Lines of every role, and what breaks readers.
_LINES = (
    "汾河日报",
    "第2版 要闻 2025年3月6日 星期四",
    "导读",
    "图片新闻",
    "两岸春灌全面展开",
    "十万亩麦田  喝上返青水",
    "——下游灌区见闻",
    "本报记者 陈立 通讯员 贺  勇",
    "本报讯（记者 陈立）汾河西岸的步道昨日开放，沿线新栽了柳树。",
    "　　新华社临川3月5日电 （记者何青）论坛5日举行。(何青)",
    "在步道的尽头，老人说：“这条路",
    "修得好。”（下转第4版）",
    "(上接第1版)全长三公里。",
    "一河清水穿城过",
    "（何青）",
    "图为市民在河边放风筝。 马兰 摄",
    "编者按：春天来了。",
    "遗失声明",
    "责编 段秋禾  版式 宋闻溪",
    "",
    "\t\u3000",
    "\x0c\x0b\x85\u2028\ufeff",
    "<b>&amp;]]>\x00\ud800\udc00\ufffe",
)
_ENDS = st.sampled_from(["\n", "\n\n", "\r\n", " \n\u3000\n", "\r", ""])


@st.composite
def pages(draw: st.DrawFn) -> str:
    """The text of a page: lines of print, plain Unicode, or both."""
    line = st.one_of(st.sampled_from(_LINES), st.text(max_size=12))
    return "".join(draw(line) + draw(_ENDS) for _ in range(draw(st.integers(0, 14))))


_BLANKS = st.sampled_from(["", "", "\n", "\n\n", " ", "\u3000\u3000", "\x0c\n", "\r\n"])
_PRINT = st.one_of(st.sampled_from(["本报讯", "(何青)", "天晴。", "马兰 摄"]), st.text(max_size=5))
_PIECES = st.builds(
    Piece,
    _PRINT,
    st.one_of(_BLANKS, st.text(max_size=3)),
    st.one_of(_BLANKS, st.text(max_size=3)),
    st.one_of(st.none(), st.integers(0, 99)),
)


def nodes(cls: type[Node]) -> st.SearchStrategy[Node]:
    """Any node of a class, of any nodes that may stand in it, with any text: more than a parser or builder makes."""
    if cls is Piece:
        return cast(st.SearchStrategy[Node], _PIECES)
    below = st.lists(
        st.sampled_from(sorted(ALLOWED[cls])).flatmap(lambda kind: nodes(KINDS[kind])),
        max_size=3 if issubclass(cls, Block) else 5,
    )
    fields: dict[str, st.SearchStrategy[object]] = {CHILDREN.get(cls, "parts"): below.map(tuple)}
    if cls in CONTINUING:
        fields["continues"] = st.booleans()
    if cls is Page:
        fields["head"] = st.one_of(_BLANKS, st.text(max_size=3))
    return st.builds(cls, **fields)


any_page = cast("st.SearchStrategy[Page]", nodes(Page))


def starts(node: Node) -> list[int | None]:
    return [piece.start for piece in node.pieces]


@given(pages())
def test_json_gives_back_a_page_and_where_its_nodes_stand(text: str) -> None:
    """A parsed page comes back equal, with every span."""
    page = edition.parse(text)
    written = json_format.dump(page)
    written.encode()
    again = json_format.load(written, Page)
    assert again == page
    assert starts(again) == starts(page)
    assert str(again) == text


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: nodes(KINDS[kind])), st.booleans())
def test_json_gives_back_any_node(node: Node, indented: bool) -> None:
    """So does a node of any class, whatever stands in it, indented or not, as text or as bytes."""
    written = json_format.dump(node, indent=2 if indented else None)
    again = json_format.load(written.encode())
    assert again == node
    assert starts(again) == starts(node)


@given(pages())
def test_tei_gives_back_a_page(text: str) -> None:
    """A parsed page comes back from TEI equal, placed in its text, with nothing left over."""
    page = edition.parse(text)
    reading = tei.read(tei.dump(page).encode())
    assert reading.document == page
    assert reading.notes == ()
    assert starts(reading.document) == starts(page)


@given(any_page)
def test_tei_gives_back_any_page(page: Page) -> None:
    """So does a page made by hand, in any order and with any text."""
    assert tei.load(tei.dump(page)) == page


@pytest.fixture(scope="session")
def tei_schema(schemas_dir: Path) -> etree.RelaxNG:
    """What TEI says of TEI."""
    return etree.RelaxNG(etree.parse(schemas_dir / "tei" / "tei_all-4.9.0.rng"))


@given(page=st.one_of(pages().map(edition.parse), any_page))
def test_tei_is_valid(tei_schema: etree.RelaxNG, page: Page) -> None:
    """Every page, parsed or made by hand, is valid against tei_all."""
    tei_schema.assertValid(etree.fromstring(tei.dump(page).encode()))
