"""Join the stories of an issue across its pages: 下转 on page 1, 上接 on page 4.

Every story is a possible tail; every story that begins with a continuation is a rest that looks for its tail, on the
page that it names if it names one. All rests and tails of an issue are weighed against each other and assigned at
once. What has no clear partner stays an open end.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import frozen

from edition._grammar import Grammar
from edition._joining import Topics, Weighed, assign, is_finished, seam, terms
from edition._numerals import page_number
from edition.nodes import (
    Article,
    Block,
    Caption,
    Continuation,
    Credit,
    HeadlineBlock,
    Jump,
    Paragraph,
)
from edition.stories import Join, Place, Story, chain, story_text, weighed

#: So many stories of a page are looked at. No page has as many, but a text may go on for ever.
_MOST_ON_A_PAGE = 120
#: What texts that have nothing in common say at most.
_STRANGERS = -1.5
#: What a repeated headline says.
_REPEATED = 4.0
#: How much better than the next best reading of the issue a join must make it.
MARGIN = 1.0


@frozen(weakref_slot=False)
class Tail:
    """A story as one that may go on elsewhere."""

    story: int
    page: int
    #: The last text before it breaks off, and where it stands.
    block: Block
    place: Place
    jump: Jump | None


@frozen(weakref_slot=False)
class Rest:
    """A story as the continuation of another."""

    story: int
    page: int
    #: The first text behind the marker, and where it stands.
    block: Block
    place: Place
    continuation: Continuation
    #: The headline that is repeated before the marker.
    heading: str


def tail_of(story: Story, n: int = 0, page: int = 0) -> Tail | None:
    """The end of a story from which it may go on; None for what never does."""
    for piece in range(len(story.pieces) - 1, -1, -1):
        article = story.pieces[piece]
        if not isinstance(article, Article):
            continue
        jumps = [i for i, part in enumerate(article.parts) if isinstance(part, Jump)]
        until = jumps[-1] if jumps else len(article.parts)
        marker = article.parts[until] if jumps else None
        jump = marker if isinstance(marker, Jump) else None
        last = article.parts[until - 1] if jump is not None and until else None
        if isinstance(last, Block) and not isinstance(last, Caption | Credit):
            # A stump can look like anything: what stands right before the marker is what broke off.
            return Tail(n, page, last, story.places[piece], jump)
        body = [part for part in article.parts[:until] if isinstance(part, Paragraph)]
        if body:
            return Tail(n, page, body[-1], story.places[piece], jump)
    return None


def rest_of(story: Story, n: int = 0, page: int = 0) -> Rest | None:
    """The head of a story that goes on from another page."""
    for number, piece in enumerate(story.pieces):
        marker: Continuation | None = None
        heading = ""
        for part in piece.parts if isinstance(piece, Article) else ():
            if isinstance(part, Continuation):
                marker = part
            elif isinstance(part, HeadlineBlock) and marker is None:
                heading += "".join(block.text for block in part.parts)
            elif isinstance(part, Paragraph):
                if marker is None:
                    break
                return Rest(n, page, part, story.places[number], marker, heading)
    return None


def jumps_of(story: Story) -> Iterator[tuple[Tail, Rest]]:
    """Where a joined story breaks off, and where it goes on."""
    for n, why in enumerate(story.evidence, 1):
        if why.kind == "jump":
            tail = tail_of(Story(story.pieces[:n], story.places[:n], story.evidence[: n - 1]))
            rest = rest_of(Story(story.pieces[n:], story.places[n:], story.evidence[n:]))
            if tail is not None and rest is not None:
                yield tail, rest


def join_pages(
    pages: Sequence[Sequence[Story]],
    numbers: Sequence[int],
    labels: Sequence[str | None],
    grammar: Grammar,
) -> tuple[Story, ...]:
    """The stories of an issue, those that run over several pages joined, each where it begins.

    ``pages`` are the stories of each page, ``numbers`` and ``labels`` what each page is called.
    """
    stories = [story for page in pages for story in page]
    page_of = [page for page, mine in enumerate(pages) for _ in mine]
    tails = [tail for n, story in enumerate(stories) if (tail := tail_of(story, n, page_of[n]))]
    rests = [rest for n, story in enumerate(stories) if (rest := rest_of(story, n, page_of[n]))]
    if not rests:
        return tuple(stories)
    around = Surroundings(stories, page_of)
    by_page: dict[int, list[Tail]] = defaultdict(list)
    for tail in tails:
        if len(by_page[tail.page]) < _MOST_ON_A_PAGE:
            by_page[tail.page].append(tail)
    reasons: dict[tuple[int, int], Weighed] = {}
    for rest in rests:
        for page in range(len(pages)):
            if page == rest.page or not refers(rest.continuation.page, numbers[page], labels[page]):
                continue
            for tail in by_page[page]:
                if tail.jump is None or refers(
                    tail.jump.page, numbers[rest.page], labels[rest.page]
                ):
                    reasons[tail.story, rest.story] = _weigh(tail, rest, around, grammar)
    scores = {pair: sum([weight for _, weight in found]) for pair, found in reasons.items()}
    ends = {tail.story: tail for tail in tails}
    joins: dict[int, tuple[int, Join]] = {}
    for pair_tail, pair_rest, margin in assign(scores):
        at = pair_tail
        while at in joins:
            at = joins[at][0]
        if margin >= MARGIN and at != pair_rest:
            cut = not _is_paragraph_end(ends[pair_tail].block.text, grammar)
            why = Join("jump", weighed(reasons[pair_tail, pair_rest]), round(margin, 2), cut)
            joins[pair_rest] = (pair_tail, why)
    return tuple(chain(stories, joins))


def refers(label: str | None, number: int, page_label: str | None) -> bool:
    """Whether a page's label in a marker can mean a page of this number and label.

    >>> refers("A04", 4, None), refers("4", 4, "A04"), refers("B04", 4, "A04"), refers(None, 4, None)
    (True, True, False, True)
    """
    if label is None:
        return True
    if page_label is not None and label[0].isalpha() and page_label[0].isalpha():
        return label.rstrip("0123456789") == page_label.rstrip("0123456789") and page_number(
            label
        ) == page_number(page_label)
    return page_number(label) in {number, page_number(page_label)}


def _is_paragraph_end(text: str, grammar: Grammar) -> bool:
    return is_finished(text, grammar) or text.endswith(("；", ";", "：", ":"))


class Surroundings:
    """The stories of an issue, and what those of a page have in common with one of them."""

    def __init__(self, stories: Sequence[Story], page_of: Sequence[int]) -> None:
        self.stories = stories
        self.topics = Topics([story_text(story) for story in stories])
        self._on: dict[int, list[int]] = defaultdict(list)
        for n, page in enumerate(page_of):
            if len(self._on[page]) < _MOST_ON_A_PAGE:
                self._on[page].append(n)
        self._likest: dict[tuple[int, int], list[tuple[float, int]]] = {}

    def rival(self, story: int, page: int, but: int) -> float:
        """How much a story has in common with the likest one of a page, itself and one other left out."""
        likest = self._likest.get((story, page))
        if likest is None:
            others = [(self.topics.likeness(story, n), n) for n in self._on[page] if n != story]
            likest = self._likest[story, page] = sorted(others, reverse=True)[:2]
        return next((likeness for likeness, n in likest if n != but), 0.0)


def _weigh(tail: Tail, rest: Rest, around: Surroundings, grammar: Grammar) -> Weighed:
    """What speaks for a story being the rest of another."""
    before, after, topics = around.stories[tail.story], around.stories[rest.story], around.topics
    name, about = topics.about(tail.story, rest.story)
    found: Weighed = [(name, about), *_headlines(before, rest.heading)]
    # A cut that fits is luck where the texts have nothing in common.
    seams = seam(tail.block.text, rest.block.text, topics, grammar)
    seams = [reason for reason in seams if about > _STRANGERS or reason[1] < 0]
    likeness = topics.likeness(tail.story, rest.story)
    there = _compared(likeness, around.rival(tail.story, rest.page, rest.story))
    if tail.jump is not None:
        found.append((f"both markers ({tail.jump.text}, {rest.continuation.text})", 4.0))
        if there < 0:
            found.append(("something else on that page is more like it", max(1.5 * there, -3.0)))
    else:
        here = min(
            _compared(likeness, around.rival(rest.story, tail.page, tail.story)),
            _compared(likeness, around.rival(rest.story, rest.page, tail.story)),
        )
        found.append(
            (
                f"{'more' if here > 0 else 'less'} than with others",
                min(max(2.0 * here - 0.8, -3.0), 1.5),
            )
        )
        known = _is_known(found, seams)
        found.append((f"one marker ({rest.continuation.text})", 0.0 if known else -4.0))
        if before.signoff is not None:
            found.append(("is signed already", -2.0))
        if not is_finished(tail.block.text, grammar):
            found.append(("breaks off", 2.0))
    found += seams
    if after.lead is not None:
        found.append(("opens as a new report", -1.5))
    return found


def _is_known(found: Weighed, seams: Weighed) -> bool:
    """Whether a join can be told without a marker on the page that the story leaves.

    Nothing tells then but what both texts are about; and no other story may be about it as much, unless the headline is
    repeated or the cut fits.
    """
    *others, (_, relative) = found
    about = sum(weight for _, weight in others)
    fit = sum(weight for _, weight in seams)
    return about + relative + fit > 0.5 and (
        relative > 0.3 or about > _REPEATED or (fit > 0 and about > 0)
    )


def _compared(likeness: float, rival: float) -> float:
    """How much greater one likeness is than another, as a logarithm; no difference where both are slight."""
    return math.log((likeness + 0.01) / (rival + 0.01))


def _headlines(before: Story, heading: str) -> Weighed:
    """What the headlines say, where the rest has one too."""
    if not heading:
        return []
    blocks = [block for piece in before.pieces for block in piece.find_all(HeadlineBlock)]
    whole = "".join("".join(part.text for block in blocks for part in block.parts).split())
    again = "".join(heading.split())
    if not whole:
        return [("only the rest has a headline", -0.5)]
    if again in whole:
        return [("headline repeated", _REPEATED)]
    both, other = (terms(whole) & terms(again)).total(), terms(again).total()
    if both and both >= 0.75 * other:
        return [("headline much the same", 2.0)]
    return [("headlines share words", 1.0)] if both >= 3 else [("another headline", -2.0)]
