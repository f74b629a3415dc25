"""Read the pages of an issue again, with what they tell of each other.

A page read by itself can't know that a story was cut off on it without a word. So the next story's headline becomes the
end of the cut sentence, a short stump the kicker of what stands below, a crosshead the headline of a story. But 上接第1版 on
another page says that a story breaks off on page 1, and the text behind it says what that story is about. So a page that
a continuation names is looked at for other readings that are nearly as likely as the best one, their stories are weighed
with all others, and where the best joins need one of them, the page is read so.

What stands right behind 上接 is text, too, and a headline only where a story on another page has the same.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile

from attrs import frozen

from edition._linking.assignment import Weighed, is_finished, terms
from edition._linking.jumps import JumpLinker, joined, numbered_stories
from edition._linking.page_stories import page_stories
from edition._model.jump_ends import JumpSource, JumpTarget, jump_source_of
from edition._model.nodes import Block, Continuation, HeadlineBlock
from edition._model.pages import Page
from edition._model.stories import Join, Story
from edition._parser.constraints import HEADING, candidates
from edition._parser.decode import Allowed, Step
from edition._parser.parsing import DecodedPage, page_of
from edition._parser.tree import build
from edition._parser.weights import BODY, FURNITURE

#: How much less likely than the best reading of a page another may be to be thought of, in logarithms of odds.
_FAR_FETCHED = 8.0
#: The same for two stories that would be one, where the text breaks off or is sent on, and where it ends like any other.
_HARDLY_ONE, _BARELY_ONE = 3.0, 1.5
#: The shapes of lines that a cut sentence can end with, and of those that can stand at a story's head.
_CUT = frozenset(("torn", "long line", "lead"))
_SHORT = frozenset(("line", "long line"))
_HEAD = _SHORT | {"continued"}
#: What a stump above a headline is taken for, and the text behind 上接.
_MISTAKEN = frozenset(("kicker", "headline", "deck", "caption", "notice"))
#: The same right behind 上接, where a story seldom goes on with a crosshead.
_MISTAKEN_BEHIND = _MISTAKEN | {"crosshead"}

#: No page has so many readings that differ in where a story breaks off, and no story so many lines or code points; but a text
#: may go on for ever.
_MOST_ON_A_PAGE, _MOST_LINES, _LONGEST = 120, 150, 30_000

#: No headline has so many characters.
_LONGEST_TITLE = 120

#: What can stand right below the stump of another story.
_BELOW_A_STUMP = HEADING | {"crosshead", "continued_from"}

# What is said of a join by its page being read otherwise, in logarithms of odds; fitted together with the weights of joins.
# What a unit of a page's score is worth is measured, as it depends on how the page's weights were fitted: on 58 pages labelled by
# hand, with 610 stories cut in mid-sentence, the log-odds that such a stump is one fall by 0.41 a unit, words in common aside.
# Of 144 such stories whose rest stands on another page, 101 are joined where they were cut with these bounds and costs, and 99
# where the bound is 6 and the cost 1.1; of 44 rests of stories that are not there none is joined with either.
#: What it weighs that a headline was read as the end of a cut sentence, or a stump as the head of the story below, and how
#: much each unit takes away by which the other reading is the less likely one.
_HEADLINE, _HEADLINE_COST = 0.55, -0.2
_STUMP, _STUMP_COST = 0.0, -0.4
_READ_APART = "its end was read as something else"
#: How much it counts that such a line shares more words with the one story than with the other, for each e-fold.
_KIN = 0.8
#: What it weighs that a headline may be a crosshead.
_ONE_STORY = 0.8


@frozen
class Doubt:
    """Another reading of a part of a page, as likely as the best one or nearly so."""

    #: The story that breaks off in it.
    story: Story
    #: The part of the page that it changes, by offsets.
    begin: int
    end: int
    #: What speaks for it and against it.
    reasons: Weighed
    #: What has to be read so, by entry.
    known: dict[int, Allowed]


@frozen
class ReadAgain:
    """The pages of an issue, and its stories where they were found on the way."""

    pages: tuple[Page, ...]
    stories: tuple[Story, ...] | None = None


def read_again(
    decoded: Sequence[DecodedPage], numbers: Sequence[int], labels: Sequence[str | None]
) -> ReadAgain:
    """The pages of an issue; those whose reading other pages change are decoded again."""
    pages = [one.page for one in decoded]
    if not any(page.find(Continuation) for page in pages):
        return ReadAgain(tuple(pages))
    sheets = [_Sheet(one) for one in decoded]
    found = list(pages)
    mistaken = [
        n
        for n, page in enumerate(pages)
        if any(isinstance(a, Continuation) and b.role in _MISTAKEN_BEHIND for a, b in _blocks(page))
    ]
    if mistaken:
        titles = _Titles(pages)
        for n in mistaken:
            found[n] = sheets[n].read(_texts_behind_continuations(sheets[n], n, titles))
    grammars = [one.grammar for one in decoded]
    loose = JumpLinker(numbered_stories(found, numbers), numbers, labels, grammars)
    as_read, joins = tuple(loose.stories), list(loose.joins())
    doubts: dict[int, tuple[int, Doubt]] = {}
    for n in sorted(_doubtful(loose, joins)):
        for doubt in _doubts(sheets[n]):
            instead = loose.between(n, doubt.begin, doubt.end)
            doubts[loose.suppose(doubt.story, n, instead, doubt.reasons)] = n, doubt
    # Of two readings the likelier one is taken, by however little; whether the story is joined then is another question.
    taken = [
        doubts[tail.story]
        for tail, _, _ in (loose.joins(lead=0.0) if doubts else ())
        if tail.story in doubts
    ]
    for n, doubt in taken:
        found[n] = sheets[n].read(doubt.known)
    # Where no page was read otherwise for that, the joins that were weighed are those of the issue.
    return ReadAgain(tuple(found), None if taken else joined(as_read, joins))


class _Sheet:
    """A page as it is read: its lines, and what is known of them."""

    def __init__(self, decoded: DecodedPage) -> None:
        self._decoded = decoded
        self.grammar, self.readings, self.steps = decoded.grammar, decoded.lines, decoded.steps
        self._known: dict[int, Allowed] = {}

    def read(self, known: dict[int, Allowed]) -> Page:
        """The page, read with what is known now of some lines, and what was before of others."""
        self._known |= known
        self._decoded = self._decoded.again(self._allowed(self._known))
        self.steps = self._decoded.steps
        return self._decoded.page

    def _allowed(self, known: dict[int, Allowed]) -> list[Allowed]:
        return [known.get(n) for n in range(len(self.readings))]

    def part(self, lines: range, known: dict[int, Allowed]) -> tuple[list[Step], float]:
        """Some of the page's stories, read with what is known of some entries, and how much less likely that is."""
        as_it_is: dict[int, Allowed] = {
            n: {(self.steps[n].role, self.steps[n].link)} for n in known
        }
        other, usual = (
            self._decoded.part(self._allowed(said), lines) for said in (known, as_it_is)
        )
        return other, usual[-1].score - other[-1].score

    def story(self, lines: range, steps: Sequence[Step]) -> Story | None:
        """The last of some stories; None where its lines make more than one."""
        first = max((n for n, step in enumerate(steps) if step.link == "new"), default=0)
        readings = self.readings[lines.start + first : lines.start + len(steps)]
        stories = page_stories(
            page_of(build(readings, steps[first:], self.grammar.layout), "", self.grammar)
        )
        return stories[0] if len(stories) == 1 else None

    def kinship(self, n: int, mine: range, others: range) -> float:
        """How much more an entry has in common with some entries than with others, as a logarithm."""
        own = terms(self.readings[n].text).keys()
        here, there = (
            len(own & terms("\n".join([self.readings[k].text for k in rows])).keys())
            for rows in (mine, others)
        )
        return math.log((here + 0.5) / (there + 0.5))

    def doubt(
        self,
        lines: range,
        steps: Sequence[Step],
        reasons: Weighed,
        known: dict[int, Allowed],
    ) -> Doubt | None:
        """The reading of some stories in which the last one breaks off where these steps do."""
        story = self.story(lines, steps)
        if story is None:
            return None
        begin = self.readings[lines[0]].logical.lines[0].start
        end = self.readings[lines[-1]].logical.lines[-1].start + 1
        return Doubt(story, begin, end, reasons, known)


def _blocks(page: Page) -> Iterator[tuple[Block, Block]]:
    """Each block of a page with the next."""
    return pairwise(page.find_all(Block))


class _Titles:
    """The headlines of an issue's pages, closed up, to be asked which of them others repeat.

    Of a headline that is longer than any newspaper's its beginning counts.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        titles = [
            (_closed_up(str(title))[:_LONGEST_TITLE], n)
            for n, page in enumerate(pages)
            for title in page.find_all(HeadlineBlock)
        ]
        # All ends of headlines in their order: those that begin with the same text stand together. With each, its page.
        ends = sorted({(title[at:], n) for title, n in titles for at in range(len(title))})
        self._ends = [end for end, _ in ends]
        self._page = [n for _, n in ends]
        # Behind each the next one of another page.
        self._next = [len(ends)] * len(ends)
        for k in range(len(ends) - 2, -1, -1):
            same = self._page[k] == self._page[k + 1]
            self._next[k] = self._next[k + 1] if same else k + 1
        # The pages that have a headline, or None where several do; and all that a headline begins with.
        self._whole: dict[str, int | None] = {}
        for title, n in titles:
            self._whole[title] = n if self._whole.get(title, n) == n else None
        self._begun = {title[:at] for title in self._whole for at in range(1, len(title) + 1)}

    def repeats(self, text: str, page: int) -> bool:
        """Whether a text is a part of a headline on another page, or has such a one in it."""
        text = text[:_LONGEST_TITLE]
        first = bisect_left(self._ends, text)
        behind = bisect_right(self._ends, text + chr(sys.maxunicode))
        if first < behind and (self._page[first] != page or self._next[first] < behind):
            return True
        for at in range(len(text)):
            end = at + 1
            while end <= len(text) and text[at:end] in self._begun:
                if self._whole.get(text[at:end], page) != page:
                    return True
                end += 1
        return False


def _texts_behind_continuations(sheet: _Sheet, page: int, titles: _Titles) -> dict[int, Allowed]:
    """The entries right behind 上接 that are no headline of another page repeated: they are text."""
    found: dict[int, Allowed] = {}
    for n, (above, step) in enumerate(pairwise(sheet.steps), 1):
        if (
            above.role == "continued_from"
            and step.role in _MISTAKEN_BEHIND
            and not titles.repeats(_closed_up(sheet.readings[n].text), page)
        ):
            found[n] = {("paragraph", "same")}
    return found


def _closed_up(text: str) -> str:
    return "".join(text.split())


def _doubtful(loose: JumpLinker, joins: Iterable[tuple[JumpSource, JumpTarget, Join]]) -> set[int]:
    """The pages that a continuation names, but for those on which markers tell, and no headline contradicts, what goes on there."""
    clear = {rest.story for tail, rest, _ in joins if tail.jump is not None and not rest.heading}
    return {
        page
        for rest in loose.rests
        if rest.story not in clear and rest.continuation.page is not None
        for page in loose.sought(rest)
    }


def _doubts(sheet: _Sheet) -> Iterator[Doubt]:
    """The other readings of a page in which a story breaks off elsewhere, as many as there can be on a page."""
    starts = [n for n, step in enumerate(sheet.steps) if step.link == "new"]
    found = (
        doubt
        for n in range(starts[0] + 1 if starts else 1, len(sheet.steps))
        if (doubt := _doubt_above(sheet, starts, n)) is not None
    )
    return islice(found, _MOST_ON_A_PAGE)


def _doubt_above(sheet: _Sheet, starts: Sequence[int], n: int) -> Doubt | None:
    """Another way to part an entry from the one above, where there is one."""
    above, step = sheet.steps[n - 1], sheet.steps[n]
    if {above.role, step.role} & FURNITURE:
        return None
    at = bisect_left(starts, n) - 1
    below = bisect_right(starts, n)
    end = starts[below] if below < len(starts) else len(sheet.steps)
    lines = range(starts[at], end)
    if len(lines) > _MOST_LINES or sum([len(sheet.readings[k].text) for k in lines]) > _LONGEST:
        return None
    if step.link == "new" and above.role in BODY:
        return _one_story(sheet, lines, n) or _stump_below(sheet, lines, n)
    if above.role in BODY and sheet.readings[n - 1].line_type in _CUT:
        return _cut_above(sheet, lines, n, n)
    is_stump = above.role in _MISTAKEN or (
        above.role == "signoff" and sheet.readings[n - 1].line_type in _SHORT
    )
    if is_stump and step.role in _BELOW_A_STUMP:
        # The stump may be no part of the story below, but the end of the one before.
        if at and not any(step.role in BODY for step in sheet.steps[lines.start : n - 1]):
            lines = range(starts[at - 1], end)
        return _cut_above(sheet, lines, n, n - 1)
    return None


def _cut_above(sheet: _Sheet, lines: range, n: int, misread: int) -> Doubt | None:
    """The reading in which a story breaks off in mid-sentence above an entry, and another begins with that.

    ``misread`` is the entry that then belongs to the other of both: the stump above, or the headline below.
    """
    stump, head = sheet.readings[n - 1], sheet.readings[n]
    if head.line_type not in _HEAD or head.stopped or stump.stopped or stump.endings:
        return None
    role = {"lead": "opening", "continued": "continuation"}.get(stump.line_type, "paragraph")
    known: dict[int, Allowed] = {
        n - 1: {(role, link) for link in ("new", "same", "join")},
        n: {(role, "new") for role in candidates(head).roles},
    }
    steps, less = sheet.part(lines, known)
    less = max(less, 0.0)
    if less > _FAR_FETCHED or steps[n - lines.start].link != "new":
        return None
    above, below = (
        range(lines.start, n - 1 if misread < n else n),
        range(max(misread, n - 1) + 1, lines.stop),
    )
    if misread < n:
        kin = sheet.kinship(misread, above, below)
        name, weight = _READ_APART, _STUMP + _STUMP_COST * less
    else:
        kin = sheet.kinship(misread, below, above)
        name, weight = "breaks off above what was read with it", _HEADLINE + _HEADLINE_COST * less
    reasons = [(name, weight), ("that line's words stand there", _KIN * kin)]
    return sheet.doubt(lines, steps[: n - lines.start], reasons, known)


def _one_story(sheet: _Sheet, lines: range, n: int) -> Doubt | None:
    """The reading in which what stands above the second of two stories is a crosshead, and both are one."""
    heads = list(takewhile(lambda k: sheet.steps[k].role in HEADING, range(n, lines.stop)))
    body = [step.role for step in sheet.steps[n + len(heads) : lines.stop]]
    if (
        not heads
        or not BODY.intersection(body)
        or {"opening", "byline"}.intersection(body[:2])
        or sheet.readings[n].line_type not in _SHORT
        or sheet.readings[n - 1].endings
    ):
        return None
    known: dict[int, Allowed] = {k: {("crosshead", "same")} for k in heads}
    steps, less = sheet.part(lines, known)
    if less > _HARDLY_ONE:
        return None
    doubt = sheet.doubt(lines, steps, [("its headline may be a crosshead", _ONE_STORY)], known)
    tail = jump_source_of(doubt.story) if doubt is not None else None
    if doubt is None or tail is None:
        return None
    ends = tail.jump is None and is_finished(tail.block.text, sheet.grammar)
    return None if ends and (less > _BARELY_ONE or doubt.story.signoff) else doubt


def _stump_below(sheet: _Sheet, lines: range, n: int) -> Doubt | None:
    """The reading in which a line below a story, or two, that were taken for a notice or a picture's are its stump."""
    last = sheet.readings[lines[-1]]
    roles = {step.role for step in sheet.steps[n : lines.stop]}
    if lines.stop - n > 2 or not roles <= _MISTAKEN or last.stopped or last.endings:
        return None
    known: dict[int, Allowed] = {n: {("crosshead", "same"), ("paragraph", "same")}}
    known[lines[-1]] = {("paragraph", "same"), ("paragraph", "join")}
    steps, less = sheet.part(lines, known)
    if less > _FAR_FETCHED:
        return None
    return sheet.doubt(lines, steps, [(_READ_APART, _STUMP + _STUMP_COST * max(less, 0.0))], known)
