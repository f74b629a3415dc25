"""Make a page of spans whose roles are told, and not found: by a person, by a file, by another tool.

Each span is cut into pieces, a line a piece; what stands between two pieces is their layout, as a parse has it; and what a run of
spans is nested in is what the layout grammar makes of their roles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import grammar_of
from edition._model.matches import Named, Places
from edition._model.nodes import Item, Piece, Signed, keep, signature_of
from edition._model.pages import Page, placed
from edition._model.provenance import ModelMark
from edition._model.roles import ROLES
from edition._parser.tree import Run, nested
from edition._parser.weights import FURNITURE
from edition._text.lines import BLANKS, split_lines


@frozen
class Told:
    """A span and what is told of it."""

    row: int
    """Its number among those that were told; -1 for one that fills a gap."""
    start: int
    end: int
    role: str
    thing: Hashable = None
    """What it stands in: neighbours in the same are one item. What is in None stands by itself."""
    whole: bool = False
    """Whether all spans of that thing are one item, or else wrong."""
    block: int | None = None
    """The number of its block, where the blocks are told."""
    paragraph: Hashable = None
    """Which paragraph it is a part of, where the blocks are not told."""
    continues: bool | None = None
    """Whether its paragraph goes on with the one before; None where the numbers of paragraphs tell."""
    resumes: bool = False
    """Whether it goes on with the item that the page's furniture cut."""
    people: tuple[tuple[str, str | None], ...] | None = None
    """Who is named in it: names and roles; None where its words tell."""
    held: bool = False
    """Whether it is known to go on with what stands before it, whatever the layout says."""


class Senseless(ValueError):  # noqa: N818 it becomes a FormatError where the rows are read
    """A span can't be what is told of it."""

    def __init__(self, problem: str, row: int, offset: int) -> None:
        super().__init__(problem, row, offset)
        self.problem, self.row, self.offset = problem, row, offset


def assembled(
    text: str, told: Iterable[Told], mark: DialectMark, model: ModelMark | None = None
) -> Page:
    """The page that a text is with these spans; what none of them covers is ``other``.

    Raises Senseless for spans without print, spans that overlap, and a thing that nothing in the layout allows.
    """
    spans = _filled(text, sorted(told, key=lambda one: (one.start, one.end)))
    head, pieces = _pieces(text, spans)
    layout = grammar_of(mark).layout
    items: list[Item] = []
    for of_run, run in _runs(spans, pieces):
        if isinstance(run, Run):
            made = list(nested(run, layout))
            if of_run[0].whole and len(made) > 1:
                _refuse(of_run, made)
            items += made
        else:
            items.append(run)
    page = Page(tuple(items), head, dialect=mark, model=model)
    _name_people(page, spans)
    return page


def _refuse(spans: Sequence[Told], made: Sequence[Item]) -> None:
    start = made[1].pieces[0].start or 0
    wrong = next(one for one in spans if one.end > start)
    before = [one.role for one in spans if one.end <= start][-1]
    raise Senseless(
        f"{wrong.role} can't stand behind {before} in one item: nothing in the layout allows it",
        wrong.row,
        wrong.start,
    )


def _filled(text: str, told: Sequence[Told]) -> list[Told]:
    """The spans without the blanks at their ends, and spans for the print between them."""
    found: list[Told] = []
    at = 0
    for one in told:
        start, end = _print(text, one.start, one.end)
        if start == end:
            raise Senseless("there is no print in this span", one.row, one.start)
        if start < at:
            raise Senseless("this span overlaps with the one before it", one.row, one.start)
        above = found[-1] if found else None
        within = above is not None and above.thing is not None and above.thing == one.thing
        found += _gap(text, at, start, above if within else None)
        found.append(evolve(one, start=start, end=end))
        at = end
    return [*found, *_gap(text, at, len(text), None)]


def _gap(text: str, begin: int, end: int, within: Told | None) -> Iterator[Told]:
    """A span for each line of print between two others, which stands in what both of them stand in."""
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        a, b = _print(text, begin, stop)
        if a < b and within is None:
            yield Told(-1, a, b, "other")
        elif a < b and within is not None:
            yield Told(-1, a, b, "other", within.thing, within.whole)
        begin = stop + 1


def _print(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the print of a stretch begins and ends."""
    ink = text[start:end]
    start += len(ink) - len(ink.lstrip(BLANKS))
    return start, start + len(ink.strip(BLANKS))


def _pieces(text: str, spans: Sequence[Told]) -> tuple[str, list[list[Piece]]]:
    """The leading whitespace of the page, and the pieces of each span, one per line.

    The blanks between two pieces on a line are behind the first, as those between a lead and its paragraph are; where a dump
    has run two paragraphs together, they are the indent of the second.
    """
    prints: list[tuple[int, int]] = []
    counts: list[int] = []
    for one in spans:
        printed = [(line.start, line.end) for line in _gap(text, one.start, one.end, None)]
        prints += printed
        counts.append(len(printed))
    head, lines = split_lines(text)
    starts = [line.start for line in lines]
    begins = [len(head)]
    for (_, end), (start, _) in pairwise(prints):
        line_end = text.rfind("\n", end, start) + 1
        n = bisect_left(starts, end)
        is_line = n < len(starts) and starts[n] == end
        begins.append(line_end or (end if is_line else start))
    ends = [*begins[1:], len(text)]
    made = iter(
        [
            Piece(text[start:end], text[begin:start], text[end:until], begin)
            for (start, end), begin, until in zip(prints, begins, ends, strict=False)
        ]
    )
    return head, [[next(made) for _ in range(count)] for count in counts]


def _runs(
    spans: Sequence[Told], pieces: Sequence[list[Piece]]
) -> Iterator[tuple[list[Told], Run | Item]]:
    """The page's furniture, and between it the blocks of one thing after the other; each with its spans."""
    #: The thing that the last run was, and those that were before it.
    last: Hashable = None
    past: set[Hashable] = set()
    paragraph: Hashable = None
    run, of_run, cut = Run(), list[Told](), False
    furniture: tuple[list[Told], list[Piece]] | None = None
    for n, one in enumerate(spans):
        before = spans[n - 1] if n else None
        goes_on = before is not None and _is_same_block(before, one)
        if furniture is not None and not goes_on:
            yield furniture[0], _running(*furniture)
            furniture = None
        if one.role in FURNITURE:
            if furniture is not None:
                furniture[0].append(one)
                furniture[1].extend(pieces[n])
                continue
            if of_run:
                yield of_run, run
            run, of_run, cut = Run(), [], True
            furniture = ([one], [*pieces[n]])
            continue
        same = one.thing is not None and one.thing == last
        if not (of_run and same) and not goes_on:
            if of_run:
                yield of_run, run
            if one.whole and one.thing in past and not same:
                raise Senseless(
                    f"item {one.thing[1]} goes on here, and another stands between",  # type: ignore[index]
                    one.row,
                    one.start,
                )
            run, of_run = Run(resumed=one.resumes or (same and cut)), []
            if not run.resumed:
                paragraph = None
            last, cut = one.thing, False
            past.add(last)
        _put(run, one, pieces[n], goes_on=goes_on, paragraph=paragraph)
        of_run.append(one)
        if one.role == "paragraph":
            paragraph = one.paragraph
    if furniture is not None:
        yield furniture[0], _running(*furniture)
    if of_run:
        yield of_run, run


def _is_same_block(one: Told, other: Told) -> bool:
    return one.block is not None and (one.block, one.role, one.thing) == (
        other.block,
        other.role,
        other.thing,
    )


def _put(run: Run, one: Told, pieces: list[Piece], *, goes_on: bool, paragraph: Hashable) -> None:
    """Put a span into a run, in a block of its own unless it goes on with the one before."""
    if goes_on:
        run.blocks[-1][1].extend(pieces)
        return
    joined = one.continues
    if joined is None:
        joined = one.block is None and one.paragraph is not None and one.paragraph == paragraph
    if one.block is not None:
        run.apart.add(len(run.blocks))
    if one.held:
        run.held.add(len(run.blocks))
    run.blocks.append((one.role, [*pieces], joined and one.role == "paragraph"))


def _running(spans: Sequence[Told], pieces: Sequence[Piece]) -> Item:
    return ROLES[spans[0].role].kind(tuple(pieces))  # type: ignore[return-value]


def _name_people(page: Page, spans: Sequence[Told]) -> None:
    """Let the blocks of which it is told who is named in them keep that."""
    told = {one.start: one.people for one in spans if one.people is not None}
    for _, block, starts in placed(page) if told else ():
        people = [one for start in starts for one in told.get(start) or ()]
        if isinstance(block, Signed) and any(start in told for start in starts):
            found = signature_of(block)
            if [(one.name, one.role) for one in found.people] != people:
                named = tuple(
                    Named(name, role, places)
                    for (name, role), places in zip(
                        people, _places(block.lines, [name for name, _ in people]), strict=True
                    )
                )
                keep(block, evolve(found, people=named))


def _places(texts: Sequence[str], names: Sequence[str]) -> Iterator[Places]:
    """Where some texts have some names, one behind the other, blanks in the print aside; empty for one that is not there."""
    inked = [
        (n, at)
        for n, text in enumerate(texts)
        for at, char in enumerate(text)
        if char not in BLANKS
    ]
    whole = "".join([texts[n][at] for n, at in inked])
    behind = 0
    for name in names:
        closed_up = "".join([char for char in name if char not in BLANKS])
        found = whole.find(closed_up, behind)
        found = whole.find(closed_up) if found < 0 else found
        if found < 0:
            yield ()
            continue
        behind = found + len(closed_up)
        places: list[tuple[int, int, int]] = []
        for n, at in inked[found:behind]:
            if places and places[-1][0] == n and places[-1][2] == at:
                places[-1] = (n, places[-1][1], at + 1)
            else:
                places.append((n, at, at + 1))
        yield tuple(places)
