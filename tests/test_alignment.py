"""Two sequences aligned: what is told to be the same is the same, and little that is the same is missed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._text.alignment import increasing, likeness, matches, opcodes

FEW = st.text("汾河水", max_size=30)
#: Texts and lists, also such as a search goes through in several steps.
SEQUENCES = st.one_of(
    st.tuples(FEW, FEW),
    st.tuples(st.text("汾河水柳", max_size=400), st.text("汾河水柳", max_size=400)),
    st.tuples(
        st.lists(st.sampled_from(["声明", "何青"])), st.lists(st.sampled_from(["声明", "河"]))
    ),
    st.tuples(st.text(), st.text()),
)


def common(a: str, b: str) -> int:
    """The length of the longest common subsequence, by its definition."""
    row = [0] * (len(b) + 1)
    for one in a:
        last = row
        row = [0]
        for n, other in enumerate(b):
            row.append(last[n] + 1 if one == other else max(row[n], last[n + 1]))
    return row[-1]


@given(SEQUENCES)
def test_what_is_told_to_be_the_same_is(both: tuple[Sequence[str], Sequence[str]]) -> None:
    """Matches stand in order, do not touch, and hold the same items; opcodes are all of both sequences."""
    before, after = both
    i = j = 0
    for start, start_after, size in matches(before, after):
        assert size > 0
        assert start >= i
        assert start_after >= j
        assert (start, start_after) > (i, j) or (i, j) == (0, 0)
        i, j = start + size, start_after + size
        assert before[start:i] == after[start_after:j]
    codes = list(opcodes(before, after))
    assert [code[0] for code in codes] == [n % 2 == (not codes[0][0]) for n in range(len(codes))]
    ends = [(0, 0), *((code[2], code[4]) for code in codes)]
    assert ends[:-1] == [(code[1], code[3]) for code in codes]
    assert ends[-1] == (len(before), len(after))


@given(FEW, FEW)
def test_short_texts_have_as_much_in_common_as_can_be(before: str, after: str) -> None:
    """Without what stands once in both the search is exact; with it, it may miss a little."""
    found = sum(size for *_, size in matches(before, after))
    most = common(before, after)
    assert found <= most
    if len(before) < 3 or len(after) < 3:
        assert found == most


@given(st.text(), st.text())
def test_likeness(before: str, after: str) -> None:
    assert 0 <= likeness(before, after) <= 1
    assert likeness(before, before) == 1
    assert (likeness(before, after) == 1) == (before == after)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("全长三公里，沿线新栽了柳树。", "全长五公里，沿线又新栽了柳树。", 13),
        ("甲" * 300 + "乙" * 300, "甲" * 250 + "丙" * 120 + "乙" * 300, 550),
        ("".join(map(chr, range(0x4E00, 0x5200))), "".join(map(chr, range(0x5000, 0x5400))), 0x200),
        (
            [f"第{n}段" for n in range(900)],
            [f"第{n}段" for n in (*range(500, 900), *range(500))],
            500,
        ),
    ],
    ids=["a line", "a long run", "half of a text", "lines in another order"],
)
def test_what_is_found(before: Sequence[str], after: Sequence[str], same: int) -> None:
    """Far shifts are found where something stands once; the longest that is in order is kept."""
    assert sum(size for *_, size in matches(before, after)) == same


@given(st.lists(st.integers(0, 20)))
def test_increasing(seconds: list[int]) -> None:
    """The longest rising subsequence, by its definition."""
    best: list[int] = []
    for n, second in enumerate(seconds):
        best.append(1 + max((best[k] for k in range(n) if seconds[k] < second), default=0))
    found = increasing(list(enumerate(seconds)))
    assert len(found) == max(best, default=0)
    assert found == sorted(found)
    assert all(a[1] < b[1] for a, b in pairwise(found))
