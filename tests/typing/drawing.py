"""What a user writes to draw pages and to test with them; type checkers read it, nobody runs it."""

from __future__ import annotations

from typing import assert_type

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import edition
from edition import strategies, testing
from edition.editions import Edition
from edition.strategies import Layout

assert_type(strategies.pages(), SearchStrategy[edition.Page])
assert_type(strategies.pages("traditional", realistic=False), SearchStrategy[edition.Page])
assert_type(strategies.articles(script="simplified"), SearchStrategy[edition.Article])
assert_type(strategies.articles(realistic=False), SearchStrategy[edition.Article])
assert_type(strategies.editions(), SearchStrategy[Edition])
assert_type(st.from_type(edition.Headline), SearchStrategy[edition.Headline])


@given(strategies.layouts(), st.from_type(edition.Page))
def test_of_a_user(layout: Layout, page: edition.Page) -> None:
    """Reads what was drawn."""
    testing.assert_lossless(layout.text)
    testing.assert_roundtrip(page)
    for span in layout.truth["spans"]:
        assert_type(span["role"], str)
    assert_type(layout.page.articles[0].headline, edition.Headline | None)
