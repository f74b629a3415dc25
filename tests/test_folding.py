"""Folding: what formulas don't tell apart becomes one, character for character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._text.folding import fold

_ANY = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("【本報訊】（記者　陳立）３月５日", "[本报讯](记者 陈立)3月5日"),
        ("「渡口」『渡口』", "“渡口”“渡口”"),
        ("〈渡口〉", "《渡口》"),
        ("文／何青　圖╱馬立", "文/何青 图/马立"),
        ("Ａ０４版", "A04版"),
        ("卡里‧尼爾斯・・", "卡里·尼爾斯··"),
        ("\t\u00a0\u3000", "   "),
        ("渡口\n", "渡口\n"),
        ("⾼⽴⽩⺠⾒", "高立白民见"),
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Scripts, widths, brackets and blanks."""
    assert fold(text) == folded


@given(_ANY)
def test_offsets_stay_what_they_are(text: str) -> None:
    """A character becomes one character, whatever it is."""
    assert len(fold(text)) == len(text)
    assert fold(text) == "".join(map(fold, text))


@given(_ANY)
def test_folded_text_is_folded(text: str) -> None:
    """Folding twice is folding once."""
    assert fold(fold(text)) == fold(text)


def test_every_character_is_folded_once() -> None:
    """No character of all that there are becomes one that is folded further."""
    every = "".join(map(chr, range(0x110000)))
    assert len(fold(every)) == len(every)
    assert fold(fold(every)) == fold(every)
