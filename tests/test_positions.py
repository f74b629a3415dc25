"""Places in a text: line and column, and offsets in bytes and UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.positions import Position, advanced, position

ANY = st.text(st.characters() | st.sampled_from("\n\n\r\ufffe\uffff\U00010000汾"), max_size=30)


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, Position(0, 1, 1, 0, 0)),
        ("汾河\n", 3, Position(3, 2, 1, 7, 3)),
        ("a\n汾河\n水", 4, Position(4, 2, 3, 8, 4)),
        ("\uffff\U00010000x", 2, Position(2, 1, 3, 7, 3)),
        ("\ud800x", 1, Position(1, 1, 2, 3, 1)),
    ],
)
def test_position(text: str, offset: int, place: Position) -> None:
    """Lines and columns from 1, offsets from 0, and a character beyond the plane is two units of UTF-16."""
    assert position(text, offset) == place


@given(ANY, ANY)
def test_a_place_is_advanced_by_what_stands_behind_it(head: str, tail: str) -> None:
    """To go on from a place is to go there from the beginning."""
    whole = head + tail
    place = position(whole, len(whole))
    assert advanced(position(head, len(head)), tail) == place
    assert place.offset == len(whole)
    assert place.line == len(whole.split("\n"))
    assert place.column == len(whole.split("\n")[-1]) + 1
    assert place.byte == len(whole.encode("utf-8", "surrogatepass"))
    assert place.utf16 == len(whole.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("offset", [-1, 3])
def test_what_is_outside_has_no_place(offset: int) -> None:
    """The end of a text has a place, and nothing behind it."""
    with pytest.raises(ValueError, match=f"an offset in this text is from 0 to 2, not {offset}"):
        position("汾河", offset)
