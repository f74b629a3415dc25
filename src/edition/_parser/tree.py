"""Make the tree: cut lines into pieces, and nest them as the layout grammar does.

Each block of the best path stands at a position in the layout's rules, and these rules are what it is nested in: a
heading within a story, a second line within a headline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from attrs import define, field

from edition._grammar.automaton import Layout, Placed
from edition._model.nodes import (
    Article,
    Block,
    Group,
    HeadlineBlock,
    Item,
    Notice,
    Paragraph,
    Photo,
    Piece,
    StoryPart,
    Stray,
)
from edition._model.roles import ROLES
from edition._parser.decode import Step
from edition._parser.feature_names import (
    ENDS_COLON,
    ENDS_DASH,
)
from edition._parser.line_features import LineFeatures
from edition._parser.segments import segments
from edition._parser.weights import BODY, FURNITURE
from edition._text.lines import BLANKS
from edition._text.unwrap import LogicalLine

#: The rules that make a node of what stands in them.
GROUPS: dict[str, Callable[[tuple[Any, ...]], Group]] = {
    "story": Article,
    "picture": Photo,
    "photo": Photo,
    "notice": Notice,
    "stray": Stray,
    "heading": HeadlineBlock,
}


def _pieces(entry: LogicalLine, cuts: list[tuple[str, int]]) -> Iterator[tuple[str, list[Piece]]]:
    """Cut an entry's lines into the pieces of its segments."""
    if len(cuts) == 1:
        yield cuts[0][0], [Piece(x.text, x.indent, x.tail, x.start) for x in entry.lines]
        return
    ends = [begin for _, begin in cuts[1:]] + [len(entry.text)]
    offsets: list[int] = []
    at = 0
    for line in entry.lines:
        at = entry.text.find(line.text, at)
        offsets.append(at)
        at += len(line.text)
    row = 0
    for (role, begin), end in zip(cuts, ends, strict=True):
        pieces: list[Piece] = []
        while row < len(entry.lines):
            line, offset = entry.lines[row], offsets[row]
            a, b = max(begin - offset, 0), min(end - offset, len(line.text))
            if a < b:
                # The blanks between two segments of a line belong to the first one's tail.
                ink = line.text[a:b]
                lead = len(ink) - len(ink.lstrip(BLANKS))
                a += lead
                ink = ink[lead:].rstrip(BLANKS)
                if ink:
                    until = len(line.text) if b == len(line.text) else b + _blanks(line.text, b)
                    tail = line.text[a + len(ink) : until] + (
                        line.tail if b == len(line.text) else ""
                    )
                    indent = line.indent if a == 0 else ""
                    start = line.start if a == 0 else line.start + len(line.indent) + a
                    pieces.append(Piece(ink, indent, tail, start))
            if end - offset <= len(line.text) and end < len(entry.text):
                break
            row += 1
        if pieces:
            yield role, pieces


def _blanks(text: str, at: int) -> int:
    rest = text[at:]
    return len(rest) - len(rest.lstrip(BLANKS))


@define
class Run:
    """Blocks of one thing on the page: each with its role, its pieces, and whether it goes on with a paragraph that was cut."""

    #: Whether it goes on with what the page's furniture cut.
    resumed: bool = False
    blocks: list[tuple[str, list[Piece], bool]] = field(factory=list)
    #: Which of them are no part of the block before, although the layout would take both for one.
    apart: set[int] = field(factory=set)
    #: Which of them are known to go on with what stands before, whatever the layout says.
    held: set[int] = field(factory=set)


def build(
    readings: Sequence[LineFeatures], steps: Sequence[Step], layout: Layout
) -> tuple[Item, ...]:
    """The page's items."""
    items: list[Item] = []
    for run in _runs(readings, steps):
        if isinstance(run, Run):
            items += nested(run, layout)
        else:
            items.append(run)
    return tuple(items)


def _runs(readings: Sequence[LineFeatures], steps: Sequence[Step]) -> Iterator[Run | Item]:
    """The page's furniture, and between it the blocks of one thing after the other."""
    run = Run()
    above: LineFeatures | None = None  # the body text right above, furniture between them aside
    for reading, step in zip(readings, steps, strict=True):
        parts = _pieces(reading.logical, segments(reading, step.role))
        if step.role in FURNITURE:
            yield run
            run = Run(resumed=run.resumed or bool(run.blocks))
            yield from (ROLES[role].kind(tuple(pieces)) for role, pieces in parts)  # type: ignore[misc]
            continue
        if step.link == "new":
            yield run
            run = Run()
        # What breaks off above the running line goes on below it.
        torn = step.link == "same" and above is not None and _breaks_off(above)
        above = reading if step.role in BODY else None
        if reading.logical.tied in ("same", "join"):
            run.held.add(len(run.blocks))
        joins = step.link == "join" or (run.resumed and not run.blocks and torn)
        for role, pieces in parts:
            run.blocks.append((role, pieces, joins and role == "paragraph"))
            joins = False
    yield run


def _breaks_off(reading: LineFeatures) -> bool:
    """Whether a text ends in mid-sentence, with nothing that says where it goes on, or that something else follows."""
    announced = ENDS_COLON in reading.features or ENDS_DASH in reading.features
    return not (reading.stopped or reading.endings or announced)


#: What a block is that the layout has no place for, by its role; any other is a story's.
_BY_ITSELF = {
    **dict.fromkeys(("label", "kicker", "headline", "deck"), ("story", "heading")),
    **dict.fromkeys(("caption", "credit"), ("photo",)),
    "notice": ("notice",),
    "other": ("stray",),
}


def nested(run: Run, layout: Layout) -> Iterator[Item]:
    """What a run of blocks is; several things where the layout has no place for all of them in one, and nobody knows better."""
    if not run.held:
        yield from (item for _, item in _things(run, layout))
        return
    items: list[Item] = []
    for begin, item in _things(run, layout):
        if begin not in run.held:
            items.append(item)
        elif items:
            items[-1] = _one_of_both(items[-1], item)
        elif run.resumed and not isinstance(item, Article):
            items.append(Article(_as_parts(item), continues=True))
        else:
            items.append(item)
    yield from items


def _one_of_both(item: Item, rest: Item) -> Item:
    """One thing of two that the layout would part."""
    if isinstance(item, Photo) and isinstance(rest, Photo):
        return Photo((*item.parts, *rest.parts))
    continues = isinstance(item, Article) and item.continues
    return Article((*_as_parts(item), *_as_parts(rest)), continues=continues)


def _as_parts(item: Item) -> tuple[StoryPart, ...]:
    return (item,) if isinstance(item, Photo | Block) else item.parts


def _things(run: Run, layout: Layout) -> Iterator[tuple[int, Item]]:
    """The things that the layout makes of a run of blocks, each with the number of its first block."""
    word = [(role.upper(), joined) for role, _, joined in run.blocks]
    begin = 0
    while begin < len(word):
        places = layout.nest(word[n] for n in range(begin, len(word)))
        if not places:
            places = [Placed(_BY_ITSELF.get(run.blocks[begin][0], ("story",)), 0)]
        starts = [n for n, place in enumerate(places) if n == 0 or place.kept == 0]
        if len(starts) > 1:
            places = _each_by_itself(places, starts, word[begin : begin + len(places)], layout)
        nest = _Nest(resumed=run.resumed and begin == 0)
        for n, place in enumerate(places, begin):
            role, pieces, joined = run.blocks[n]
            nest.put(role, pieces, place, joined=joined, apart=n in run.apart)
        nest.close(0)
        for item, start in zip_longest(nest.items, starts, fillvalue=None):
            if item is not None:
                yield begin + (start or 0), item
        begin += len(places)


def _each_by_itself(
    places: list[Placed], starts: list[int], word: Sequence[tuple[str, bool]], layout: Layout
) -> list[Placed]:
    """The positions of several things in a row: what stands below a thing does not tell what that thing is."""
    found: list[Placed] = []
    for start, end in zip(starts, [*starts[1:], len(places)], strict=True):
        alone = layout.nest(word[start:end])
        whole = len(alone) == end - start and all(place.kept for place in alone[1:])
        found += alone if whole else places[start:end]
    return found


class _Nest:
    """The rules that are open, each with what stands in it so far, and the items that are closed."""

    def __init__(self, *, resumed: bool) -> None:
        self.items: list[Item] = []
        self._resumed = resumed
        self._open: list[tuple[str, list[Any]]] = []

    def put(
        self, role: str, pieces: list[Piece], place: Placed, *, joined: bool, apart: bool
    ) -> None:
        """A block at its position."""
        rules, kept = place.rules, place.kept
        in_block = rules[-1] == role and role not in GROUPS
        if in_block and kept == len(rules):
            if not apart:
                self._open[-1][1][0].extend(pieces)
                return
            kept -= 1
        self.close(kept)
        self._open += [(name, []) for name in rules[kept:]]
        # What stands in the rule of its own block is made when no more of it comes.
        self._open[-1][1].extend(
            (pieces, joined) if in_block else (_block(role, pieces, joined=joined),)
        )

    def close(self, kept: int) -> None:
        """Close all rules that are open but some."""
        while len(self._open) > kept:
            name, parts = self._open.pop()
            if name in GROUPS:
                made: list[Any] = [GROUPS[name](tuple(parts))]
                if name == "story" and self._resumed and not self.items:
                    made = [Article(tuple(parts), continues=True)]
            else:
                made = [_block(name, parts[0], joined=parts[1])] if name in ROLES else parts
            (self._open[-1][1] if self._open else self.items).extend(made)


def _block(role: str, pieces: list[Piece], *, joined: bool) -> Block:
    if role == "paragraph":
        return Paragraph(tuple(pieces), continues=joined)
    return ROLES[role].kind(tuple(pieces))
