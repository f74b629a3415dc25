"""The invariants of a parse: exact, total, placed, local, values."""

from __future__ import annotations

import copy
import pickle
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition._text.lines import BLANKS
from edition.nodes import Block, Node, Piece

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").rglob("*.txt"))

#: What breaks line-splitting, offsets and encoders: every Unicode line separator, NUL, marks of no width, surrogates.
ODD = "\r\n\x0b\x0c\x00\x1c\x1d\x1e\x85\u2028\u2029\ufeff\u200b\u3000\u00a0\ud800\udfff😀"
TRADE = "本报讯记者（）()【】上接第1版下转图为摄：:。，、“”■●—— 　月日电"
texts = st.one_of(
    st.text(st.characters()),
    st.text(st.sampled_from(ODD + TRADE + "天地人汾河"), max_size=200),
    st.lists(
        st.sampled_from(
            [*TRADE, *ODD, "汾河两岸春灌忙", "本报讯 ", "(上接第1版)", "（记者 陈立）"]
        ),
        max_size=40,
    ).map("".join),
)


def _example_text(index: int) -> str:
    return EXAMPLES[index % len(EXAMPLES)].read_bytes().decode("utf-8")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A stretch of a page of the example issue, with lines cut, joined, doubled, swapped, and odd characters put in."""
    lines = _example_text(draw(st.integers(0, 3))).splitlines(keepends=True)
    at = draw(st.integers(0, len(lines)))
    lines = lines[at : at + draw(st.integers(1, 30))]
    rng = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(0, 8))):
        if not lines:
            break
        n = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0:
            k = rng.randrange(len(lines[n]) + 1)
            lines[n : n + 1] = [lines[n][:k] + "\n", lines[n][k:]]
        elif kind == 1:
            lines[n] = lines[n].rstrip("\n")
        elif kind == 2:
            lines.insert(n, lines[rng.randrange(len(lines))])
        elif kind == 3:
            del lines[n]
        elif kind == 4:
            joined = "".join(lines[n : n + 6]).rstrip("\n")
            lines[n : n + 6] = [
                joined.replace("\n", rng.choice(("    ", "　　", "\u00a0   "))) + "\n"
            ]
        else:
            k = rng.randrange(len(lines[n]) + 1)
            lines[n] = lines[n][:k] + rng.choice(ODD) + lines[n][k:]
    return "".join(lines)


pages = st.one_of(texts, mutated())


def assert_placed(text: str, page: edition.Page) -> None:
    """Every node covers what its extent says; children nest, stand in order and do not overlap."""
    for node in page.walk():
        if isinstance(node, edition.Page):
            continue
        extent, span = node.extent, node.span
        assert extent is not None
        assert span is not None
        assert text[slice(*extent)] == str(node)
        assert extent[0] <= span[0] < span[1] <= extent[1]
        assert span == (span[0], span[1])
        assert text[slice(*span)].strip() != ""
        if isinstance(node, Piece):
            assert text[slice(*span)] == node.text
            assert "\n" not in node.text
        at = extent[0]
        for child in node.children:
            inner = child.extent
            assert inner is not None
            assert inner[0] == at
            at = inner[1]
        if node.children:
            assert at == extent[1]


@given(pages)
def test_exact_and_total(text: str) -> None:
    """Whatever the text, it is a page, and the page is the text."""
    assert str(edition.parse(text)) == text


@given(pages)
def test_placed(text: str) -> None:
    """Every node knows its place."""
    page = edition.parse(text)
    assert_placed(text, page)
    at = len(page.head)
    for item in page.items:
        extent = item.extent
        assert extent is not None
        assert extent[0] == at
        at = extent[1]
    assert at == len(text)


@given(pages)
def test_values(text: str) -> None:
    """A page is hashable, picklable, copied by value, and parsed the same twice."""
    page = edition.parse(text)
    again = edition.parse(text)
    assert page == again
    assert hash(page) == hash(again)
    assert pickle.loads(pickle.dumps(page)) == page
    assert copy.deepcopy(page) == page
    with pytest.raises(AttributeError):
        page.head = "x"  # type: ignore[misc]


@given(pages)
def test_standoff_covers_the_print(text: str) -> None:
    """Every character that is not blank lies in exactly one span, and no span begins or ends with a blank."""
    spans = edition.to_standoff(edition.parse(text))["spans"]
    covered: set[int] = set()
    end = 0
    for span in spans:
        assert span["start"] >= end
        end = span["end"]
        stretch = text[span["start"] : end]
        assert stretch == stretch.strip(BLANKS) != ""
        assert "\n" not in stretch
        covered.update(range(span["start"], end))
    assert all(c in BLANKS for i, c in enumerate(text) if i not in covered)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_examples(path: Path) -> None:
    """The example issue is exact and placed."""
    text = path.read_bytes().decode("utf-8")
    page = edition.parse(text)
    assert str(page) == text
    assert_placed(text, page)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\r\n\r\n", "\r", " ", "\ufeff", "\ufeff\n\n", "\x00", "\ud800", "a\r", "\u2028"],
)
def test_edges(text: str) -> None:
    """Texts of almost nothing are pages too."""
    page = edition.parse(text)
    assert str(page) == text
    assert page.pieces or page.head == text


@pytest.mark.parametrize("value", [b"x", None, 1, ["x"]])
def test_only_str(value: object) -> None:
    """Anything but a str is a TypeError that says to decode first."""
    with pytest.raises(TypeError, match="decode"):
        edition.parse(value)  # type: ignore[arg-type]


@given(pages)
def test_no_node_is_empty(text: str) -> None:
    """No block stands for nothing."""
    for node in edition.parse(text).walk():
        if isinstance(node, Block):
            assert node.parts
            assert all(piece.text for piece in node.parts)
        assert isinstance(node, Node)
