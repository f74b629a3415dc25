"""The assertions that the library offers to other test suites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import Article, Headline, Page, Paragraph, testing
from edition.testing import assert_lossless, assert_roundtrip, assert_same

TEXT = (
    "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。\n\n"
    "据市城建部门介绍，步道分三期修建，今年还将向南延伸，沿途设置座椅、路灯和饮水点，方便老人和孩子歇脚。\n\n（何青）\n"
)


@given(st.text() | st.text(alphabet=" \n\r　（）记者本报讯摄版第12。，——●【】"))
def test_every_text_is_lossless(text: str) -> None:
    """Whatever the text, it is read and written back, each node in its place."""
    assert_lossless(text)


def test_a_loss_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure tells line and column, what was read and what was written."""
    monkeypatch.setattr(testing, "parse", lambda text, **_: edition.parse(text.replace("三", "五")))
    with pytest.raises(
        AssertionError,
        match=r"differs from 3:25 on:\n  '.*三公里.*' was parsed\n  '.*五公里.*' was written",
    ):
        assert_lossless(TEXT)


def test_a_node_out_of_place_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the node and what it covers."""
    page = edition.parse(TEXT)
    moved = edition.parse(TEXT)
    object.__setattr__(moved.pieces[2], "start", 1)  # no page can be made so
    monkeypatch.setattr(testing, "parse", lambda _, **__: moved)
    assert str(moved) == str(page)
    with pytest.raises(AssertionError, match=r"\w+ at 1:\d+ covers "):
        assert_lossless(TEXT)


def test_roundtrip() -> None:
    """A parsed page is read from its own text; one whose roles its text does not show is told."""
    assert_roundtrip(edition.parse(TEXT))
    with pytest.raises(
        AssertionError, match=r"the pages differ in \d places?:\n(?:.*\n)*~ 1:\d Headline → "
    ):
        assert_roundtrip(
            Page((Article((Headline.build("本报讯 汾河西岸的步道昨日开放，市民络绎不绝。"),)),))
        )


def test_same() -> None:
    """Equal pages pass; others fail with their difference."""
    page = edition.parse(TEXT)
    assert_same(page, edition.parse(TEXT))
    gone = page.find_all(Paragraph)[1]
    with pytest.raises(AssertionError, match=r"differ in 1 place:\n- 5:1 Paragraph: 据市"):
        assert_same(page, page.remove(gone))
