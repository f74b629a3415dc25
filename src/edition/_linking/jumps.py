"""Join the stories of an issue across its pages: 下转 on page 1, 上接 on page 4.

Every story is a possible tail; every story that begins with a continuation is a rest that looks for its tail, on the
page that it names if it names one. All rests and tails of an issue are weighed against each other and assigned at
once. What has no clear partner stays an open end.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from attrs import evolve

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_of
from edition._linking.assignment import (
    MOST_OF_A_SEAM,
    Chains,
    Topics,
    Weighed,
    assign,
    counting,
    is_finished,
    seam,
    terms,
)
from edition._linking.page_stories import chain, weighed
from edition._model.editions import Edition, is_same_label, section_of
from edition._model.jump_ends import JumpSource, JumpTarget, jump_source_of, jump_target_of
from edition._model.nodes import Continuation, HeadlineBlock, Jump
from edition._model.pages import Page
from edition._model.stories import Join, Story, story_text
from edition._text.numerals import page_number

#: So many stories of a page are looked at. No page has as many, but a text may go on for ever.
_MOST_ON_A_PAGE = 120
#: How much better than the next best reading of the issue a join must make it.
MARGIN = 1.5

#: A comma outside a number.
_NARROW_COMMA = re.compile(r",(?![0-9])")

# What each thing says of a join, in logarithms of odds: fitted on issues made of real and of invented pages, so that the best
# set of joins is the true one, and rounded. A headline that is repeated, and a cut that can't be, count for more than was fitted.

#: 下转 and 上接; 上接 alone. Where both stand, the texts have to be alike, too; where one does, they have to be more alike
#: than any others on either page.
_BOTH, _ONE = 2.15, -0.85
_ALIKE_BOTH, _ALIKE_ONE = 0.5, 0.6
_MORE_ALIKE_BOTH, _MORE_ALIKE_HERE, _MORE_ALIKE_THERE = 3.1, 1.5, 0.6
#: How much more or less alike than the others counts at most, in e-folds.
_LESS, _MORE = -1.5, 1.5
#: Where a page has no more 下转 to another than that has 上接 from it, each leads to one of those, whatever the texts share; and
#: where a text of hardly any terms breaks off in mid-sentence, so much more, of a longer one less, whose terms tell. Set by hand:
#: on issues made of real pages (14 seeds) the first finds 9 more of 556 joins, and no wrong one.
_ANSWERED, _SILENT = 1.5, 6.0
_BREAKS_OFF, _SIGNED, _UNSIGNED = 1.6, -2.6, 1.1
#: Where nothing breaks off, so much more alike than any others the texts have to be, and so much it says that they are less.
_CLEARLY, _UNCLEAR = 0.4, -2.5
#: What it says that a text names nothing of what the other is about (:meth:`Topics.is_strange`).
_STRANGE = -2.2
#: Of how many terms a text is for what it has in common with others to count half.
_LITTLE = 40
#: How many stories a page must have for its habit to sign them to show.
_HABIT = 3
_REPEATED, _OTHER_HEADLINE, _NO_HEADLINE = 1.0, -1.5, -1.0
_SET_OTHERWISE = -2.5


class JumpLinker:
    """The stories of an issue as what may go on elsewhere and as what goes on from elsewhere, and the best joins of both."""

    def __init__(
        self,
        pages: Sequence[Sequence[Story]],
        numbers: Sequence[int],
        labels: Sequence[str | None],
        grammars: Sequence[Grammar],
    ) -> None:
        self.stories = [story for page in pages for story in page]
        self._numbers, self._labels, self._grammars = numbers, labels, grammars
        page_of = [page for page, mine in enumerate(pages) for _ in mine]
        self.rests = [
            rest
            for n, story in enumerate(self.stories)
            if (rest := jump_target_of(story, n, page_of[n]))
        ]
        if not self.rests:
            return
        self._pages = PageNames(numbers, labels)
        self._markers = [
            (page, marker)
            for page, mine in enumerate(pages)
            for story in mine
            for piece in story.pieces
            for marker in piece.find_all((Jump, Continuation))
        ]
        self._around = Surroundings(self.stories, page_of)
        self._tails: dict[int, list[JumpSource]] = defaultdict(list)
        for n, story in enumerate(self.stories):
            tail = jump_source_of(story, n, page_of[n])
            if tail is not None and len(self._tails[tail.page]) < _MOST_ON_A_PAGE:
                self._tails[tail.page].append(tail)
        self._around.know(tail for tails in self._tails.values() for tail in tails)

    def sought(self, rest: JumpTarget) -> list[int]:
        """The pages, counted from 0, on which a story may have begun that goes on here."""
        return [page for page in self._pages.meant(rest.continuation.page) if page != rest.page]

    def between(self, page: int, begin: int, end: int) -> list[int]:
        """The stories that stand on a page from one offset to another, or partly there."""
        return [
            tail.story
            for tail in self._tails[page]
            if any(
                begin <= (piece.start or 0) < end
                for item in self.stories[tail.story].pieces
                for piece in item.pieces
            )
        ]

    def suppose(self, story: Story, page: int, instead: Collection[int], doubt: Weighed) -> int:
        """Weigh what a page's stories would be if it were read otherwise, too; the number that the story gets."""
        self.stories.append(story)
        n = self._around.suppose(story, instead)
        tail = jump_source_of(story, n, page)
        if tail is not None:
            self._tails[page].append(evolve(tail, doubt=tuple(doubt)))
        return n

    def joins(self, lead: float = MARGIN) -> Iterator[tuple[JumpSource, JumpTarget, Join]]:
        """The joins that are best together, each with such a lead over the best set without it."""
        found: dict[tuple[int, int], tuple[float, JumpSource, JumpTarget, Weighed]] = {}
        ends: dict[tuple[int, int], int] = {}
        answered = self._answered() if self.rests else set[tuple[int, int]]()
        for rest in self.rests:
            here = self._numbers[rest.page], self._labels[rest.page]
            for tail in [tail for page in self.sought(rest) for tail in self._tails[page]]:
                if tail.jump is None or refers(tail.jump.page, *here):
                    marked = tail.jump is not None and (tail.page, rest.page) in answered
                    grammar = self._grammars[tail.page]
                    reasons = _weigh(tail, rest, self._around, grammar, answered=marked)
                    if reasons is None:
                        continue
                    score = sum([weight for _, weight in reasons])
                    # Two readings of a page may agree on where a story breaks off: they are one end.
                    pair = ends.setdefault(_end(tail), len(ends)), rest.story
                    if pair not in found or score > found[pair][0]:
                        found[pair] = score, tail, rest, reasons
        chains = Chains()
        for end, n, margin in assign({pair: score for pair, (score, *_) in found.items()}):
            _, tail, rest, reasons = found[end, n]
            if margin >= lead and chains.join(tail.story, n):
                cut = not _is_paragraph_end(tail.block.text, self._grammars[tail.page])
                yield tail, rest, Join("jump", weighed(reasons), round(margin, 2), cut)

    def _answered(self) -> set[tuple[int, int]]:
        """Pages, counted from 0, of which the second has as many 上接 from the first as that has 下转 to it, or more."""
        on, back = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for page, marker in self._markers:
            if marker.page is None:
                continue
            for other in self._pages.meant(marker.page):
                if isinstance(marker, Jump):
                    on[page, other] += 1
                else:
                    back[other, page] += 1
        return {pair for pair, count in on.items() if count <= back[pair]}


def issue_stories(issue: Edition) -> tuple[Story, ...]:
    """All stories of an issue, each where it begins, those that run over several pages whole."""
    pages = numbered_stories(issue.pages, issue.numbers)
    grammars = [grammar_of(page.dialect) for page in issue.pages]
    loose = JumpLinker(pages, issue.numbers, issue.labels, grammars)
    return joined(loose.stories, loose.joins())


def numbered_stories(pages: Sequence[Page], numbers: Sequence[int]) -> list[list[Story]]:
    """The stories of each page, each with the number that its page has in the issue."""
    return [
        [
            evolve(story, places=tuple(evolve(place, page=number) for place in story.places))
            for story in page.stories
        ]
        for page, number in zip(pages, numbers, strict=True)
    ]


def joined(
    stories: Sequence[Story], joins: Iterable[tuple[JumpSource, JumpTarget, Join]]
) -> tuple[Story, ...]:
    """Stories after joins, those that run over several pages whole, each where it begins."""
    return tuple(chain(stories, {rest.story: (tail.story, why) for tail, rest, why in joins}))


def _end(tail: JumpSource) -> tuple[int, int]:
    """Where a story breaks off: its page, and the offset there; of what was built, the story's number."""
    span = tail.block.span
    return tail.page, -1 - tail.story if span is None else span[1]


def refers(label: str | None, number: int, page_label: str | None) -> bool:
    """Whether a page's label in a marker can mean a page of this number and label.

    >>> refers("A04", 4, None), refers("4", 4, "A04"), refers("B04", 4, "A04"), refers(None, 4, None)
    (True, True, False, True)
    """
    if label is None:
        return True
    if page_label is not None and label[0].isalpha() and page_label[0].isalpha():
        return is_same_label(label, page_label)
    return page_number(label) in {number, page_number(page_label)}


class PageNames:
    """The pages of an issue by what a marker may call them."""

    def __init__(self, numbers: Sequence[int], labels: Sequence[str | None]) -> None:
        self._count = len(numbers)
        # What is asked for with a section's letter, of pages that have one; and of those that have none.
        self._sections: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        self._plain: dict[int | None, list[int]] = defaultdict(list)
        self._any: dict[int | None, list[int]] = defaultdict(list)
        for page, (number, label) in enumerate(zip(numbers, labels, strict=True)):
            known = {number, page_number(label)}
            in_section = label is not None and label[0].isalpha()
            if label is not None and in_section:
                self._sections[section_of(label), page_number(label)].append(page)
            for one in known:
                self._any[one].append(page)
                if not in_section:
                    self._plain[one].append(page)

    def meant(self, label: str | None) -> list[int]:
        """The pages, counted from 0, that a page's label in a marker can mean, as :func:`refers` tells of each."""
        if label is None:
            return [*range(self._count)]
        number = page_number(label)
        if not label[0].isalpha():
            return self._any.get(number, [])
        return sorted(
            self._sections.get((section_of(label), number), []) + self._plain.get(number, [])
        )


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
        self._instead: dict[int, Collection[int]] = {}
        self._likest: dict[tuple[int, int], list[tuple[float, int]]] = {}
        self._signed: dict[int, list[bool]] = defaultdict(list)

    def know(self, tails: Iterable[JumpSource]) -> None:
        """Look at how stories end that do not go on elsewhere."""
        for tail in tails:
            if tail.jump is None:
                self._signed[tail.page].append(self.facts[tail.story].is_signed)

    def suppose(self, story: Story, instead: Collection[int]) -> int:
        """Take in what would be a story if some others were not; its number."""
        self.facts.append(Facts(story))
        n = self.topics.add(story_text(story))
        self._instead[n] = instead
        return n

    def count(self, page: int) -> int:
        """How many stories a page has."""
        return len(self._on[page])

    def signed(self, page: int) -> float:
        """What share of a page's stories is signed below, from 0 to 1; 0 where too few show a habit."""
        signed = self._signed[page]
        return sum(signed) / len(signed) if len(signed) >= _HABIT else 0.0

    def rival(self, story: int, page: int, but: int) -> float:
        """How much a story has in common with the likest one of a page, itself and one other left out."""
        likest = self._likest.get((story, page))
        if likest is None:
            others = [(self.topics.likeness(story, n), n) for n in self._on[page] if n != story]
            likest = self._likest[story, page] = sorted(others, reverse=True)[:4]
        left_out = self._instead.get(but, (but,))
        return next((likeness for likeness, n in likest if n not in left_out), 0.0)


def _weigh(
    tail: JumpSource, rest: JumpTarget, around: Surroundings, grammar: Grammar, *, answered: bool
) -> Weighed | None:
    """What speaks for a story being the rest of another; None where nothing could outweigh what speaks against it."""
    before, after, topics = around.facts[tail.story], around.facts[rest.story], around.topics
    about = topics.weigh(tail.story, rest.story)
    breaks_off = not is_finished(tail.block.text, grammar)
    found: Weighed = [*tail.doubt]
    if tail.jump is not None:
        found.append((f"both markers ({tail.jump.text}, {rest.continuation.text})", _BOTH))
        about, most = _ALIKE_BOTH * about, _MORE_ALIKE_BOTH * _MORE
        if answered:
            found.append(("as many markers there as lead there", _ANSWERED))
        if answered and breaks_off and not topics.is_strange(tail.story, rest.story):
            # Of two long texts that have nothing in common, one may still have lost its other half; and so have two of which
            # the one never names what the other speaks of again and again.
            size = topics.length(rest.story)
            found.append(("hardly any words to compare", _SILENT * (1 - size / (size + _LITTLE))))
    else:
        found.append((f"one marker ({rest.continuation.text})", _ONE))
        about, most = _ALIKE_ONE * about, _MORE_ALIKE_HERE + _MORE_ALIKE_THERE * _MORE
        if before.is_signed:
            found.append(("is signed already", _SIGNED))
        elif habit := around.signed(tail.page):
            found.append(("is not signed, as others on its page are", _UNSIGNED * habit))
        if breaks_off:
            found.append(("breaks off", _BREAKS_OFF))
    found += _headlines(before, rest)
    if before.commas * after.commas < 0:
        found.append(("set with other commas", _SET_OTHERWISE))
    found += counting(before.paragraphs, rest.block.text, grammar)
    if about + most + MOST_OF_A_SEAM + sum([weight for _, weight in found]) <= 0:
        return None
    found += seam(tail.block.text, rest.block.text, topics, grammar)
    found += _comparison(tail, rest, around, breaks_off=breaks_off)
    return [(topics.shared(tail.story, rest.story), about), *found]


def _comparison(
    tail: JumpSource, rest: JumpTarget, around: Surroundings, *, breaks_off: bool
) -> Weighed:
    """How much more a story and its rest have in common than either has with others."""
    likeness = around.topics.likeness(tail.story, rest.story)
    size = around.topics.length(rest.story)
    telling = size / (size + _LITTLE)
    there = telling * _compared(likeness, around.rival(tail.story, rest.page, rest.story))
    found: Weighed = []
    if tail.jump is not None:
        lead = _MORE_ALIKE_BOTH * there
    else:
        rival = max(around.rival(rest.story, page, tail.story) for page in (tail.page, rest.page))
        here = telling * min(_compared(likeness, rival), 1.0)
        if here > 0:
            # To be more alike than a few says less than to be more alike than many.
            here *= 1 - 3 / (3 + around.count(tail.page) + around.count(rest.page))
        lead = _MORE_ALIKE_HERE * here + _MORE_ALIKE_THERE * there
        if here < _CLEARLY and not breaks_off:
            weight = _UNCLEAR * (_CLEARLY - here)
            found.append(("nothing breaks off, and others are as much alike", weight))
    # A text that breaks off without a word has lost a rest, whatever that is about.
    silent = breaks_off and tail.jump is None
    if not silent and around.topics.is_strange(tail.story, rest.story):
        found.append(("nothing of what this is about is named", _STRANGE))
    return [(f"{'more' if lead > 0 else 'less'} in common than with others", lead), *found]


def _compared(likeness: float, rival: float) -> float:
    """How much greater one likeness is than another, as a logarithm; no difference where both are slight."""
    return max(_LESS, min(math.log((likeness + 0.01) / (rival + 0.01)), _MORE))


def _headlines(before: Facts, rest: JumpTarget) -> Weighed:
    """What the headline of a rest says that has one."""
    if not rest.heading:
        return []
    if not before.headline:
        return [("no headline to repeat", _NO_HEADLINE)]
    again = "".join(rest.heading.split())
    both, other = (before.words & terms(again)).total(), terms(again).total()
    if again in before.headline:
        return [("headline repeated", _REPEATED)]
    if both and both >= 0.75 * other:
        return [("headline much the same", _REPEATED)]
    return [("another headline", _OTHER_HEADLINE)] if both < 3 else []
