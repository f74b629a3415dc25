"""Align two sequences, in time that grows with their length, whatever they are made of.

What stands once in both, and in the same order, is taken for the same. Between two such places Myers' greedy search looks
for the fewest edits; where it has made very many, it keeps the best alignment so far and goes on from its end. So texts
that have much in common are aligned with as few edits as can be, or nearly, and others in one of many ways that say as
little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

#: What is the same: where it begins in either sequence, and how long it is.
Match: TypeAlias = tuple[int, int, int]
#: The matches of a search so far, the last one first.
_Chain: TypeAlias = "tuple[_Chain, Match] | None"

#: After so many edits a search goes on from the end of the best alignment so far.
_MOST_EDITS = 48
#: So many characters in a row are seldom the same by chance.
_GRAM = 3


def opcodes(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """How one sequence becomes the other: whether the items from one index to the next are those of the other's range.

    >>> [(same, "全长三公里"[i:i_end], "全长十五公里"[j:j_end])
    ...  for same, i, i_end, j, j_end in opcodes("全长三公里", "全长十五公里")]
    [(True, '全长', '全长'), (False, '三', '十五'), (True, '公里', '公里')]
    """
    i = j = 0
    for start, start_after, size in (*matches(before, after), (len(before), len(after), 0)):
        if i < start or j < start_after:
            yield False, i, start, j, start_after
        i, j = start + size, start_after + size
        if size:
            yield True, start, i, start_after, j


def likeness(before: str, after: str) -> float:
    """How much of two texts is the same, from 0 to 1.

    >>> likeness("全长三公里", "全长五公里")
    0.8
    """
    length = len(before) + len(after)
    return 2 * sum([size for *_, size in matches(before, after)]) / length if length else 1.0


def matches(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """What is the same in both and in the same order: the characters of two texts, or the items of two lists."""
    tail = _tail(before, after)
    ends = len(before) - tail, len(after) - tail
    found: list[Match] = []
    i = j = 0
    for i_end, j_end in (*_anchors(before[: ends[0]], after[: ends[1]]), ends):
        while i < i_end and j < j_end:
            i, j, some = _search(before, after, (i, i_end), (j, j_end))
            for match in some:
                _add(found, match)
        i, j = i_end, j_end
    if tail:
        _add(found, (*ends, tail))
    return found


def _tail(before: Sequence[str], after: Sequence[str]) -> int:
    """How much both end with; a search comes upon what both begin with by itself."""
    most = min(len(before), len(after))
    return next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)


def _add(found: list[Match], match: Match) -> None:
    """Put a match behind others, or make the last one longer by it."""
    if found:
        i, j, size = found[-1]
        if match[:2] == (i + size, j + size):
            found[-1] = (i, j, size + match[2])
            return
    found.append(match)


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Where what stands once in both sequences does, as much of it as stands in the same order, the first of a run."""
    here, there = _once(before), _once(after)
    pairs = [(i, there[gram]) for gram, i in here.items() if i >= 0 and there.get(gram, -1) >= 0]
    run = increasing(pairs)
    return run[:1] + [b for a, b in pairwise(run) if b != (a[0] + 1, a[1] + 1)]


def _once(items: Sequence[str]) -> dict[str, int]:
    """Where each item stands, or each few characters of a text; -1 for what stands there several times."""
    found: dict[str, int] = {}
    grams = (
        (items[n : n + _GRAM] for n in range(len(items) - _GRAM + 1))
        if isinstance(items, str)
        else items
    )
    for n, gram in enumerate(grams):
        found[gram] = -1 if gram in found else n
    return found


def increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of some pairs, in the order of their first numbers, whose second ones rise, too.

    >>> increasing([(0, 2), (1, 0), (2, 1), (3, 3)])
    [(1, 0), (2, 1), (3, 3)]
    """
    ends: list[int] = []  # the least second number with which a run of each length can end
    last: list[int] = []  # which pair that is
    before: list[int] = []  # for each pair the one before it in its run
    for n, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        ends[at : at + 1] = [second]
        last[at : at + 1] = [n]
        before.append(last[at - 1] if at else -1)
    found: list[tuple[int, int]] = []
    n = last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _search(
    before: Sequence[str], after: Sequence[str], rows: tuple[int, int], columns: tuple[int, int]
) -> tuple[int, int, list[Match]]:
    """The matches with the fewest edits between a part of one sequence and of the other, and how far they go in both."""
    (i, i_end), (j, j_end) = rows, columns
    # How far each diagonal (i - j) was followed, with the matches on the way; i alone tells it.
    reached: dict[int, tuple[int, _Chain]] = {}
    far, best, chain = i + j - 1, (i, j), None
    for edits in range(_MOST_EDITS + 1):
        for diagonal in range(i - j - edits, i - j + edits + 1, 2):
            start = _begin(reached, diagonal, i_end, j_end) if edits else (i, None)
            if start is None:
                continue
            at, way = start
            first = at
            while at < i_end and at - diagonal < j_end and before[at] == after[at - diagonal]:
                at += 1
            if at > first:
                way = (way, (first, first - diagonal, at - first))
            reached[diagonal] = at, way
            if 2 * at - diagonal > far:
                far, best, chain = 2 * at - diagonal, (at, at - diagonal), way
        if best == (i_end, j_end):
            break
    return *best, _matches_of(chain)


def _begin(
    reached: dict[int, tuple[int, _Chain]], diagonal: int, i_end: int, j_end: int
) -> tuple[int, _Chain] | None:
    """Where a diagonal is come to by one more edit from its neighbours; None where it lies outside."""
    found: tuple[int, _Chain] | None = None
    for neighbour, more in ((diagonal + 1, 0), (diagonal - 1, 1)):
        if neighbour in reached:
            at, way = reached[neighbour]
            at += more
            inside = at <= i_end and at - diagonal <= j_end
            if inside and (found is None or at > found[0]):
                found = at, way
    return found


def _matches_of(chain: _Chain) -> list[Match]:
    found: list[Match] = []
    while chain is not None:
        chain, match = chain
        found.append(match)
    return found[::-1]
