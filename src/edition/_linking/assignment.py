"""Weigh which loose ends belong together, and choose the best set of joins.

Three tools, none of which knows what a page is: what two texts have in common that the others have not
(:class:`Topics`), whether a sentence goes on across a cut (:func:`seam`), and the assignment of tails to rests that is
best as a whole (:func:`assign`). Weights are natural logarithms of odds: positive speaks for a join, negative against.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from edition._grammar.compiled import Grammar
from edition._text.numerals import number

#: What speaks for or against a join, and how strongly.
Weighed: TypeAlias = list[tuple[str, float]]

_RUN = re.compile(r"[㐀-鿿豈-﫿〇\U00020000-\U0003134f]+|[A-Za-z0-9]+")
#: What numbers that count paragraphs stand between, in folded text.
_AROUND_NUMBERS = "()第、,:.．"
#: How a number is cut: 24. | 7% and １９ | ９８年.
_NUMBER_BEFORE, _NUMBER_AFTER = re.compile(r"[0-9０-９][.．]?\Z"), re.compile(r"[.．]?[0-9０-９]")
_QUOTES = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")"}
_CLOSERS = {close: open_ for open_, close in _QUOTES.items()}
#: How much more a rare term counts than a common one: the power of its rarity. Names are rare, and names tell.
_RARE = 5
#: Measured between stories of issues made of real pages: at this likeness, for each root of a code point that the shorter
#: text is long, two texts are as likely one story as not. Texts of more than this length share no more.
_LIKENESS, _LONG = 0.0021, 300
#: With each e-fold of likeness the odds for one story rise by so much: least where the texts are short, most from this length on.
_SLIGHT, _STEEP, _TELLING = 1.5, 4.5, 200
#: What likeness says at most, or nearly; and how much against, where the texts are long.
_ENOUGH, _STRANGERS = 3.0, 6.0
#: The share of a headline's terms in a text at which that text is as likely its own as not.
_COVERAGE = 0.2
#: What it says that a word is whole again, and that a quotation is closed that was open.
_CUT_WORD, _QUOTATION = 2.0, 1.7
#: What it says that two texts count on, and, against a join, that they don't.
_COUNTS_ON = 2.0
#: What a text speaks of: of the terms that it has so many times, so many that count most. Of 137 rests of real stories, cut between
#: two paragraphs, that have as many and share much with what stands before them, five in a hundred have none of these in common
#: with it; of 37 other texts that share as much with a rest, half.
_AGAIN, _SUBJECTS = 3, 5
#: How many tails and rests that could all be one another's are weighed as a whole; an issue has a few dozen at most.
_MOST_TOGETHER = 100


def terms(text: str) -> Counter[str]:
    """What a text is about, roughly: its pairs of Han characters, and its Latin words and numbers.

    >>> sorted(terms("汾河KTV"))
    ['KTV', '汾河']
    """
    found: Counter[str] = Counter()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text)):
        if not run.isascii():
            found.update([run[i : i + 2] for i in range(len(run) - 1)])
        elif len(run) > 1:
            found[run] += 1
    return found


class Topics:
    """What texts of one issue have in common that the rest of the issue has not."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._terms = [terms(text) for text in texts]
        self._in: Counter[str] = Counter()
        for found in self._terms:
            self._in.update(found.keys())
        self._lengths = [found.total() for found in self._terms]
        #: The fewer the texts, the less is known of which terms are rare, and the more any two seem to share.
        self._even = _LIKENESS * (1 + 6 / max(len(self._terms), 1))
        self._count = len(self._terms)
        #: Texts as vectors of length 1, made when they are first compared.
        self._vectors: dict[int, dict[str, float]] = {}
        self._subjects: dict[int, list[str]] = {}

    def add(self, text: str) -> int:
        """Take in a text made of parts of the others, which says nothing of what is rare; its number."""
        found = terms(text)
        self._terms.append(found)
        self._lengths.append(found.total())
        return len(self._terms) - 1

    def __contains__(self, term: str) -> bool:
        return term in self._in

    def length(self, n: int) -> int:
        """How many terms a text has, each as often as it stands there."""
        return self._lengths[n]

    def likeness(self, a: int, b: int) -> float:
        """How much two texts share, from 0 to 1: the cosine of their terms, the rare ones counting most."""
        one, other = self._vector(a), self._vector(b)
        if len(other) < len(one):
            one, other = other, one
        return sum([weight * other[term] for term, weight in one.items() if term in other])

    def subjects(self, n: int) -> list[str]:
        """What a text speaks of again and again, what tells most of it first; nothing where that is too little to tell."""
        found = self._subjects.get(n)
        if found is None:
            again = [term for term, times in self._terms[n].items() if times >= _AGAIN]
            weight = self._vector(n)
            found = sorted(again, key=lambda term: (-weight[term], term))[:_SUBJECTS]
            self._subjects[n] = found = found if len(found) == _SUBJECTS else []
        return found

    def is_strange(self, text: int, other: int) -> bool:
        """Whether a text names nothing of what another speaks of again and again."""
        subjects = self.subjects(other)
        return bool(subjects) and self._terms[text].keys().isdisjoint(subjects)

    def shared(self, a: int, b: int) -> str:
        """What two texts have in common, in words: the terms that speak loudest."""
        both = self._terms[a].keys() & self._terms[b].keys()
        weight = {
            term: self._rarity(term) * math.log1p(self._terms[a][term] * self._terms[b][term])
            for term in both
        }
        loudest = sorted(both, key=lambda term: (-weight[term], term))[:3]
        return f"shares {'、'.join(loudest)}" if loudest else "nothing in common"

    def weigh(self, a: int, b: int) -> float:
        """What the likeness of two texts says of their being one story."""
        length = max(min(self._lengths[a], self._lengths[b], _LONG), 10)
        even = self._even * math.sqrt(length)
        steepness = _SLIGHT + (_STEEP - _SLIGHT) * min(length / _TELLING, 1)
        weight = steepness * math.log((self.likeness(a, b) + 0.002) / (even + 0.002))
        if weight > _ENOUGH:
            # Still a little more for more, so that of two likely ones the likelier wins; but markers outweigh it.
            weight = _ENOUGH + 0.4 * (weight - _ENOUGH)
        return max(weight, -_STRANGERS * (1 - math.exp(-length / 120)))

    def coverage(self, said: Iterable[str], text: int) -> float:
        """How many of a headline's or a caption's terms a text has too, from 0 to 1, the rare ones counting most."""
        there = self._terms[text]
        whole = shared = 0.0
        for term in said:
            weight = self._rarity(term) ** _RARE
            whole += weight
            shared += weight if term in there else 0.0
        return shared / whole if whole else 0.0

    def weigh_coverage(self, a: int, b: int) -> float:
        """What it says of a headline or a caption and a text being of one story."""
        there = self.coverage(self._terms[a], b)
        return max(-2.0, min(3.0 * math.log((there + 0.03) / _COVERAGE), 4.0))

    def _rarity(self, term: str) -> float:
        # The two texts that are compared do not make a term they share a common one.
        return math.log((self._count + 2) / max(self._in[term] - 1, 1))

    def _vector(self, text: int) -> dict[str, float]:
        """How much each term of a text counts."""
        found = self._vectors.get(text)
        if found is None:
            counted = {
                term: math.log1p(n) * self._rarity(term) ** (_RARE / 2)
                for term, n in self._terms[text].items()
            }
            size = math.sqrt(sum([weight * weight for weight in counted.values()]))
            found = {term: weight / size for term, weight in counted.items()} if size else {}
            self._vectors[text] = found
        return found


def is_finished(text: str, grammar: Grammar) -> bool:
    """Whether a text ends with a sentence."""
    return grammar.cue("STOP_ENDING").search(text[-6:]) is not None


#: What a seam says for a join at most.
MOST_OF_A_SEAM = _CUT_WORD + _QUOTATION


def seam(before: str, after: str, topics: Topics, grammar: Grammar) -> Weighed:
    """Whether a sentence goes on from the end of one text to the head of another."""
    found: Weighed = []
    finished = is_finished(before, grammar)
    joining = grammar.cue("JOINING_OPENING").match(after) is not None
    if finished and joining:
        found.append(("begins in mid-sentence, nothing was cut", -5.0))
    elif not finished:
        if joining:
            found.append(("sentence goes on", 1.0))
        elif (pair := terms(before[-1:] + after[:1])) and all(term in topics for term in pair):
            found.append((f"cut word {before[-1:]}{after[:1]}", _CUT_WORD))
        elif _NUMBER_BEFORE.search(before) and _NUMBER_AFTER.match(after):
            found.append(("cut number", 0.9))
        else:
            found.append(("sentence cut", -0.3))
    still_open = _unclosed(before)
    closer = _first_closer(after)
    if still_open and closer and _QUOTES[still_open] == closer:
        found.append(("quotation goes on", _QUOTATION))
    elif still_open in {"“", "「", "『", "《"} and closer is None and finished is False:
        found.append(("quotation left open", -2.0))
    elif closer and not still_open:
        found.append(("closes what was not open", -8.0))
    return found


def counting(before: Sequence[str], after: str, grammar: Grammar) -> Weighed:
    """Whether a text counts on where paragraphs stop counting: 三、 behind 二、, an answer behind a question."""
    for asks, replies in (
        ("QUESTION_OPENING", "ANSWER_OPENING"),
        ("ANSWER_OPENING", "QUESTION_OPENING"),
    ):
        if grammar.cue(replies).match(after):
            if before and grammar.cue(asks).match(before[-1]):
                return [("question and answer", _COUNTS_ON)]
            return [("neither question nor answer before it", -_COUNTS_ON)]
    here = _count(after, grammar)
    if here is None or here[1] <= 1:
        return []
    style, value = here
    if (style, value - 1) in (_count(text, grammar) for text in before):
        return [(f"counts on from {value - 1} to {value}", _COUNTS_ON)]
    return [(f"no {value - 1} before {value}", -_COUNTS_ON)]


def _count(text: str, grammar: Grammar) -> tuple[str, int] | None:
    """The number that a paragraph begins with, and what it stands between: （ and ） of （二）."""
    match = grammar.cue("ENUMERATED_OPENING").match(text)
    if match is None:
        return None
    digits = match.group().strip(_AROUND_NUMBERS)
    value = number(digits)
    return None if value is None else (match.group().replace(digits, "", 1), value)


def _unclosed(text: str) -> str | None:
    """The quote or bracket that is still open at the end of a text."""
    todo: list[str] = []
    for c in text[-400:]:
        if c in _QUOTES:
            todo.append(c)
        elif c in _CLOSERS and todo and todo[-1] == _CLOSERS[c]:
            todo.pop()
    return todo[-1] if todo else None


def _first_closer(text: str) -> str | None:
    """The quote or bracket that a text closes without having opened it."""
    depth = 0
    for c in text[:200]:
        if c in _QUOTES:
            depth += 1
        elif c in _CLOSERS:
            if not depth:
                return c
            depth -= 1
    return None


def assign(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int, float]]:
    """The joins (tail, rest) that score best together, each tail and each rest in one at most.

    Only joins that score above 0 are made. With each comes its margin: by how much the best set of joins is better
    than the best one without it. Of more than a hundred that all hang together the best single joins are made.
    """
    found: list[tuple[int, int, float]] = []
    for part in _parts([pair for pair, score in scores.items() if score > 0]):
        tails = sorted({tail for tail, _ in part})
        rests = sorted({rest for _, rest in part})
        if len(tails) + len(rests) > _MOST_TOGETHER:
            found += _one_by_one(part, scores)
            continue
        table = [[max(scores.get((tail, rest), 0.0), 0.0) for rest in rests] for tail in tails]
        best = _best(table)
        total = sum([table[row][column] for row, column in best])
        for row, column in best:
            score = table[row][column]
            if score > 0:
                table[row][column] = 0.0
                without = sum([table[i][j] for i, j in _best(table)])
                table[row][column] = score
                found.append((tails[row], rests[column], total - without))
    return sorted(found)


class Chains:
    """Which stories were joined so far, each as the rest of another: none may go on from itself."""

    def __init__(self) -> None:
        self._before: dict[int, int] = {}

    def join(self, tail: int, rest: int) -> bool:
        """Join a rest that nothing goes before; False, and nothing done, where the tail's story begins with it.

        >>> chains = Chains()
        >>> chains.join(1, 2), chains.join(2, 3), chains.join(3, 1)
        (True, True, False)
        """
        first = self._first(tail)
        if first == rest:
            return False
        self._before[rest] = first
        return True

    def _first(self, n: int) -> int:
        """With what a story begins; the way there is shortened for later lookups."""
        way = []
        while n in self._before:
            way.append(n)
            n = self._before[n]
        self._before.update(dict.fromkeys(way, n))
        return n


def _one_by_one(
    pairs: Iterable[tuple[int, int]], scores: Mapping[tuple[int, int], float]
) -> Iterator[tuple[int, int, float]]:
    """The joins that score best, the best first, each with its lead over the next best of its tail or its rest."""
    ends: set[tuple[str, int]] = set()
    ranked = sorted(pairs, key=lambda pair: (-scores[pair], pair))
    best: dict[tuple[str, int], list[float]] = defaultdict(list)
    for pair in ranked:
        for end in zip(("tail", "rest"), pair, strict=True):
            best[end].append(scores[pair])
    for tail, rest in ranked:
        both = {("tail", tail), ("rest", rest)}
        if not both & ends:
            ends |= both
            score = scores[tail, rest]
            second = max([next((s for s in best[end][1:]), 0.0) for end in both])
            yield tail, rest, max(score - second, 0.0)


def _parts(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs in groups that have no tail and no rest in common."""
    by_tail: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_rest: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        by_tail[pair[0]].append(pair)
        by_rest[pair[1]].append(pair)
    found = []
    while by_tail:
        todo = [by_tail.popitem()]
        part: list[tuple[int, int]] = []
        while todo:
            _, mine = todo.pop()
            part += mine
            for _, rest in mine:
                for tail, _ in by_rest.pop(rest, ()):
                    if tail in by_tail:
                        todo.append((tail, by_tail.pop(tail)))
        found.append(part)
    return found


def _best(table: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The assignment of rows to columns with the greatest sum (the Hungarian method)."""
    if len(table) > len(table[0]):
        return [
            (row, column)
            for column, row in _best([list(column) for column in zip(*table, strict=True)])
        ]
    rows, columns = len(table), len(table[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # rows and columns count from 1 here; 0 is none
    for row in range(1, rows + 1):
        row_of[0] = row
        slack, came_from, done = (
            [math.inf] * (columns + 1),
            [0] * (columns + 1),
            [False] * (columns + 1),
        )
        column = 0
        while row_of[column]:
            done[column] = True
            at, step, nearest = row_of[column], math.inf, 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                cost = -table[at - 1][j - 1] - row_price[at] - column_price[j]
                if cost < slack[j]:
                    slack[j], came_from[j] = cost, column
                if slack[j] < step:
                    step, nearest = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                else:
                    slack[j] -= step
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return [(row_of[j] - 1, j - 1) for j in range(1, columns + 1) if row_of[j]]
