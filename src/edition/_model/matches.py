"""What formulas found in a block: who is named, where and when it was filed, which page it names.

A block keeps what was found in it, each part with its places: the number of a piece, and a half-open range in that piece's
text. So a part stays where it is when the block moves, and is absolute only when somebody asks where the page has it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from edition._grammar.compiled import Grammar
from edition._grammar.people import read_people
from edition._text.numerals import day, page_label

#: A half-open range of code points.
Span: TypeAlias = tuple[int, int]
#: Where something stands in its block: the number of the piece, and where it begins and ends in the piece's text.
Place: TypeAlias = tuple[int, int, int]
Places: TypeAlias = tuple[Place, ...]

#: Kinds of tokens behind which a pointer's page stands.
_POINTING = ("JUMP_FROM", "JUMP_EITHER", "JUMP_ON", "SEE", "ARROW", "DASH")


@frozen(weakref_slot=False)
class Dateline:
    """The source, place and date of a report: 本报 · 临川 · 3月5日 in ``本报临川3月5日电``."""

    source: str
    """The paper or agency: 本报, 新华社, 据新华社."""
    place: str | None = None
    """The place, as printed."""
    date: str | None = None
    """The day, as printed."""

    @property
    def is_paper(self) -> bool:
        """Whether the source is the paper itself, not an agency."""
        return "社" not in self.source

    @property
    def day(self) -> tuple[int | None, int, int] | None:
        """Year (None if not given), month and day; None for an impossible or missing date."""
        return day(self.date or "")


@frozen(weakref_slot=False)
class Named:
    """Somebody whom a block names."""

    name: str
    role: str | None
    places: Places
    """Where the name is printed: in two places where a column's end cuts it, or padding (贺  勇)."""


@frozen(weakref_slot=False)
class Signature:
    """What a signed block says."""

    people: tuple[Named, ...] = ()
    dateline: Dateline | None = None
    source: Places = ()
    """Where the dateline's source is printed."""
    place: Places = ()
    """Where its place is printed."""
    date: Places = ()
    """Where its day is printed."""


@frozen(weakref_slot=False)
class Pointer:
    """What a jump or a continuation says."""

    page: str | None
    """The label of the page that it names."""


def joined(texts: Iterable[str]) -> tuple[str, list[int]]:
    """The text that pieces are, whole again, and where each begins in it.

    No blank stands between Han characters, one between Latin words: what a column's end cut is read as it was before.
    """
    whole, starts, size = [], [], 0
    last = ""
    for text in texts:
        if _is_latin(last[-1:]) and _is_latin(text[:1]):
            whole.append(" ")
            size += 1
        starts.append(size)
        whole.append(text)
        size += len(text)
        last = text or last
    return "".join(whole), starts


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def read_signature(texts: Sequence[str], grammar: Grammar, *, filed: bool, told: bool) -> Signature:
    """Read the pieces of a signed block; with its dateline, where it can have been ``filed`` somewhere."""
    whole, starts = joined(texts)
    scan = grammar.scan(whole)
    read = read_people(scan, 0, len(scan.codes), grammar, signed=not told)
    found = sorted(read, key=lambda one: one.spans)
    people = tuple(
        Named(one.name, one.role, tuple(p for span in one.spans for p in _cut(span, texts, starts)))
        for one in found
    )
    lead = grammar.opening("lead", scan) if filed else None
    source = lead.span("source") if lead else None
    if lead is None or source is None:
        return Signature(people)
    parts = (source, lead.span("place"), lead.span("day"))
    said = [whole[slice(*span)] if span else None for span in parts]
    places = [tuple(_cut(span, texts, starts)) if span else () for span in parts]
    return Signature(people, Dateline(said[0] or "", *said[1:]), *places)


def _cut(span: Span, texts: Sequence[str], starts: Sequence[int]) -> Iterator[Place]:
    """The places in a block's pieces that a span of their whole text is."""
    begin, end = span
    for n in range(max(bisect_right(starts, begin) - 1, 0), len(texts)):
        if starts[n] >= end:
            return
        a, b = max(begin - starts[n], 0), min(end - starts[n], len(texts[n]))
        if a < b:
            yield n, a, b


def read_pointer(text: str, grammar: Grammar) -> Pointer:
    """Read a jump or a continuation: the page behind 下转, and not the G20 before it."""
    scan = grammar.scan(text)
    kinds = [grammar.kind_of[code] for code in scan.codes]
    first = next((n for n, kind in enumerate(kinds) if kind in _POINTING), 0)
    at = next((n for n in range(first, len(kinds)) if kinds[n] == "PAGE"), None)
    label = None if at is None else page_label(scan.word(at))
    return Pointer(label or page_label(text))


def stretches(places: Places) -> list[Place]:
    """Places, those in one piece as one stretch, with the padding between them."""
    ends = {n: end for n, _, end in places}
    begins = {n: begin for n, begin, _ in reversed(places)}
    return [(n, begins[n], end) for n, end in ends.items()]


def stands(words: str, places: Places, texts: Sequence[str]) -> bool:
    """Whether words are what the pieces of a block have in some places, in their order."""
    last = (0, 0)
    printed = ""
    for n, begin, end in places:
        if not (n < len(texts) and last <= (n, begin) and begin < end <= len(texts[n])):
            return False
        printed += texts[n][begin:end]
        last = (n, end)
    return bool(printed) and printed == words
