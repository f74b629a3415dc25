"""What is looked up in an issue is what its definition says, asked of one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edition import Article, Page
from edition._linking.assignment import Chains
from edition._linking.joint_decoding import _Titles
from edition._linking.jumps import PageNames, refers

LABELS = st.from_regex(r"(?:[AB]0?)?[1-4]", fullmatch=True)
TITLES = st.text("汾河", min_size=1, max_size=4)


@given(st.lists(st.tuples(st.integers(1, 5), st.none() | LABELS)), st.none() | LABELS)
def test_the_pages_that_a_marker_means(
    pages: list[tuple[int, str | None]], wanted: str | None
) -> None:
    names = PageNames([number for number, _ in pages], [label for _, label in pages])
    assert names.meant(wanted) == [n for n, page in enumerate(pages) if refers(wanted, *page)]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9)), unique_by=(lambda p: p[0], lambda p: p[1])
    )
)
def test_no_story_goes_on_from_itself(joins: list[tuple[int, int]]) -> None:
    chains = Chains()
    before: dict[int, int] = {}
    for tail, rest in joins:
        first = tail
        while first in before:
            first = before[first]
        assert chains.join(tail, rest) == (first != rest)
        if first != rest:
            before[rest] = tail


@given(st.lists(st.lists(TITLES, max_size=3), min_size=1, max_size=4), TITLES, st.data())
def test_headlines_that_are_repeated(
    pages: list[list[str]], text: str, data: st.DataObject
) -> None:
    page = data.draw(st.integers(0, len(pages) - 1))
    titles = _Titles([Page(tuple(map(Article.build, mine))) for mine in pages])
    others = [title for n, mine in enumerate(pages) if n != page for title in mine]
    assert titles.repeats(text, page) == any(text in title or title in text for title in others)
