"""Join the stories of an issue across its pages: 下转 on page 1, 上接 on page 4.

Every story is a possible tail; every story that begins with a continuation is a rest that looks for its tail, on the
page that it names if it names one. All rests and tails of an issue are weighed against each other and assigned at
once. What has no clear partner stays an open end.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen

from edition._grammar import Grammar
from edition._joining import Topics, Weighed, assign, counting, is_finished, seam, terms
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
#: How much better than the next best reading of the issue a join must make it.
MARGIN = 1.0

#: A comma that is none of a number's.
_NARROW_COMMA = re.compile(r",(?![0-9])")

# What each thing says of a join, in logarithms of odds: fitted on issues made of real pages, so that the best set of joins
# is the true one, and rounded. A headline that is repeated, and a cut that can't be, count for more than was fitted.

#: 下转 and 上接; 上接 alone. Where both stand, the texts have to be alike, too; where one does, they have to be more alike
#: than any others on either page.
_BOTH, _ONE = 4.0, -2.0
_ALIKE_BOTH, _ALIKE_ONE, _MORE_ALIKE = 1.4, 0.45, 1.85
#: How much more or less alike than the others counts at most, in e-folds.
_LESS, _MORE = -1.5, 1.0
_BREAKS_OFF, _SIGNED = 2.0, -2.5
_REPEATED, _SAME_WORDS, _OTHER_HEADLINE = 2.0, 1.5, -1.3
_SET_OTHERWISE = -2.5


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


class Facts:
    """What is asked of a story again and again."""

    def __init__(self, story: Story) -> None:
        self.is_signed = story.signoff is not None
        self._story = story

    @cached_property
    def paragraphs(self) -> list[str]:
        """The text of each paragraph."""
        return [paragraph.text for paragraph in self._story.paragraphs]

    @cached_property
    def headline(self) -> str:
        """All of its headings, closed up."""
        blocks = [block for piece in self._story.pieces for block in piece.find_all(HeadlineBlock)]
        return "".join("".join(part.text for block in blocks for part in block.parts).split())

    @cached_property
    def words(self) -> Counter[str]:
        """The terms of its headline."""
        return terms(self.headline)

    @cached_property
    def commas(self) -> int:
        """Whether it is set with full-width commas (1), half-width ones (-1), or both, or too few to tell (0)."""
        text = story_text(self._story)
        wide, narrow = text.count("，"), len(_NARROW_COMMA.findall(text))
        return (wide > 9 * narrow) - (narrow > 9 * wide) if wide + narrow >= 3 else 0


class Surroundings:
    """The stories of an issue, and what those of a page have in common with one of them."""

    def __init__(self, stories: Sequence[Story], page_of: Sequence[int]) -> None:
        self.facts = [Facts(story) for story in stories]
        self.topics = Topics([story_text(story) for story in stories])
        self._on: dict[int, list[int]] = defaultdict(list)
        for n, page in enumerate(page_of):
            if len(self._on[page]) < _MOST_ON_A_PAGE:
                self._on[page].append(n)
        self._likest: dict[tuple[int, int], list[tuple[float, int]]] = {}

    def count(self, page: int) -> int:
        """How many stories a page has."""
        return len(self._on[page])

    def rival(self, story: int, page: int, but: int) -> float:
        """How much a story has in common with the likest one of a page, itself and one other left out."""
        likest = self._likest.get((story, page))
        if likest is None:
            others = [(self.topics.likeness(story, n), n) for n in self._on[page] if n != story]
            likest = self._likest[story, page] = sorted(others, reverse=True)[:2]
        return next((likeness for likeness, n in likest if n != but), 0.0)


def _weigh(tail: Tail, rest: Rest, around: Surroundings, grammar: Grammar) -> Weighed:
    """What speaks for a story being the rest of another."""
    before, after, topics = around.facts[tail.story], around.facts[rest.story], around.topics
    name, about = topics.about(tail.story, rest.story)
    found: Weighed = []
    if tail.jump is not None:
        found.append((f"both markers ({tail.jump.text}, {rest.continuation.text})", _BOTH))
        found.append((name, _ALIKE_BOTH * about))
    else:
        found.append((f"one marker ({rest.continuation.text})", _ONE))
        found.append((name, _ALIKE_ONE * about))
        likeness = topics.likeness(tail.story, rest.story)
        rival = max(around.rival(rest.story, page, tail.story) for page in (tail.page, rest.page))
        lead = max(_LESS, min(_compared(likeness, rival), _MORE))
        if lead > 0:
            # To be more alike than a few says less than to be more alike than many.
            lead *= 1 - 3 / (3 + around.count(tail.page) + around.count(rest.page))
        found.append((f"{'more' if lead > 0 else 'less'} than with others", _MORE_ALIKE * lead))
        if before.is_signed:
            found.append(("is signed already", _SIGNED))
        if not is_finished(tail.block.text, grammar):
            found.append(("breaks off", _BREAKS_OFF))
    found += seam(tail.block.text, rest.block.text, topics, grammar)
    found += _headlines(before, rest, topics)
    if before.commas * after.commas < 0:
        found.append(("set with other commas", _SET_OTHERWISE))
    found += counting(before.paragraphs, rest.block.text, grammar)
    return found


def _compared(likeness: float, rival: float) -> float:
    """How much greater one likeness is than another, as a logarithm; no difference where both are slight."""
    return math.log((likeness + 0.01) / (rival + 0.01))


def _headlines(before: Facts, rest: Rest, topics: Topics) -> Weighed:
    """What the headline says: its words in the rest, and the headline of the rest if that has one."""
    if not before.headline:
        return []
    found: Weighed = []
    if (there := topics.coverage(before.words, rest.story)) > 0.05:
        found.append(("words of the headline come back", _SAME_WORDS * there))
    if not rest.heading:
        return found
    again = "".join(rest.heading.split())
    both, other = (before.words & terms(again)).total(), terms(again).total()
    if again in before.headline:
        found.append(("headline repeated", _REPEATED))
    elif both and both >= 0.75 * other:
        found.append(("headline much the same", _REPEATED))
    elif both < 3:
        found.append(("another headline", _OTHER_HEADLINE))
    return found
