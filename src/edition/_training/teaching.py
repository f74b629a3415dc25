"""Teach a model: begin with one that is there, move it as far as pages that were corrected say, and no further than helps.

A few pages say little, and weights that follow them to the letter read the next page worse. So every weight has to be worth a penalty
to leave what it was, and how high that is, pages tell that were left out: the pages are dealt into folds, for each of a few penalties
and each fold a model is taught all other pages, and what it reads wrong of the fold's is counted. Of the penalties that mend more lines than
they break, or break none, the one with the fewest lines read wrong is taken; where there is none, and where the model to begin with reads all right, it stays
as it is. Of few pages, parts are left out, some of their stories. To the pages come some that are composed of their stories, so that what is learned does not
hang on their order.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt

from attrs import evolve, frozen

from edition._parser.decode import Allowed, decode
from edition._parser.models import Model
from edition._parser.weights import ONE, PARTS, Key, Numbers, width_for
from edition._parser.weights import Model as Scores
from edition._training.field import Field, Settings
from edition._training.fitting import FITS, mean
from edition._training.gold import Page
from edition._training.mixing import Row, compose, stories
from edition._training.splitting import parts
from edition._training.truth import Known, Span, annotated, truth
from edition.evaluation import Count, Evaluation, Gold, compared, evaluate
from edition.pages import parse
from edition.standoff import to_standoff

#: What a weight has to be worth to leave what it was, in nats over all pages: the penalties that are tried.
PENALTIES = (0.3, 1.0, 3.0)
#: The one that mostly helps: of 22 papers that the weights had not seen, taught a few stories each, 452 lines were wrong before
#: and 432 after (``benchmarks/teaching.py``).
USUAL = 1.0
#: Into how many folds pages are dealt, and into how many parts fewer pages are cut together.
FOLDS = 5
#: How many pages are composed, and in how many taught pages one more.
_MIXED, _MORE_IN = 4, 10
#: How many pages that were left out are judged.
_JUDGED = 60

#: What is told how far teaching is, from 0 to 1.
Watch = Callable[[float], None]


@frozen
class Tried:
    """A penalty, and how many lines of the pages left out are read wrong by models that were taught with it."""

    penalty: float
    wrong: int
    fixed: int = 0
    """How many of the lines that the model to begin with reads wrong are right."""
    broken: int = 0
    """How many of those that it reads right are wrong."""

    @property
    def is_safe(self) -> bool:
        """Whether more lines are fixed than broken, or none is; of a low penalty, which lets weights go far, by more than chance would."""
        if self.penalty >= USUAL:
            return self.fixed > self.broken or not self.broken
        return self.fixed - self.broken > 1.5 * sqrt(self.fixed + self.broken)


@frozen
class Taught:
    """A model that was taught, and how it was."""

    numbers: Numbers
    penalty: float | None
    """The penalty; None where the model to begin with reads as well and stays as it is."""
    tried: tuple[Tried, ...]
    """What was tried; empty where there is one story alone, and nothing to leave out."""
    lines: int
    """How many lines of the pages left out are known."""
    wrong: int
    """How many of them the model to begin with reads wrong."""
    before: Evaluation
    """How right it reads the pages left out."""
    after: Evaluation
    """How right they are read by models that were taught the others."""

    def changed(self, base: Numbers) -> int:
        """How many weights are others than before."""
        ones, others = _flat(self.numbers), _flat(base)
        return sum(ones.get(key, 0) != others.get(key, 0) for key in {*ones, *others})


@frozen
class _Part:
    """Some stories of a page, which are left out together."""

    page: int
    """The number of the page."""
    spans: Sequence[Span]
    right: Sequence[Allowed]
    """What is right for each of the page's lines, where it stands in the part."""


class _Class:
    """The pages as they are taught: all of them, all but those of each fold, and pages composed of their stories."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        #: The pages, then what is left of them in each fold, then what was composed for each fold and for all.
        self.known = [
            annotated(page.file, page.text, page.spans, page.share, page.grammar) for page in pages
        ]
        self.parts = [
            _Part(n, spans, truth(self.known[n].lines, spans))
            for n, page in enumerate(pages)
            for spans in _cut(page, len(pages))
        ]
        #: The parts that are left out in each fold: none where there is one alone.
        self.folds = [self.parts[n::FOLDS] for n in range(min(FOLDS, len(self.parts)))]
        self.folds = self.folds if len(self.folds) > 1 else []
        whole = [page.share for page in pages]
        self._shares: list[dict[int, float]] = []
        for left_out in (*self.folds, ()):
            shares = dict(enumerate(whole))
            pool = list[list[Row]]()
            for n, page in enumerate(pages):
                spans = [s for part in self.parts if part.page == n and part not in left_out for s in part.spans]  # fmt: skip
                pool += stories(page.text, spans)
                if len(spans) < len(page.spans):
                    del shares[n]
                    if spans:
                        shares[len(self.known)] = page.share
                        lines = self.known[n].lines
                        self.known.append(Known(page.file, lines, truth(lines, spans), page.share))
            self._compose(pool, shares)
            self._shares.append(shares)

    def _compose(self, pool: list[list[Row]], shares: dict[int, float]) -> None:
        """Compose pages of some stories, and let each count for as much as a page does."""
        rng = random.Random(len(self._shares))  # noqa: S311 -- no secret
        share = sum(page.share for page in self.pages) / len(self.pages)
        for n in range(_MIXED + len(self.pages) // _MORE_IN if len(pool) > 1 else 0):
            shares[len(self.known)] = share
            text, spans = compose(pool, rng)
            self.known.append(annotated(f"composed {n}", text, spans, share, self.pages[0].grammar))

    def shares(self, fold: int | None) -> list[float]:
        """What each page counts for where a fold is left out; where it is None, nothing is."""
        shares = self._shares[-1 if fold is None else fold]
        return [shares.get(n, 0.0) for n in range(len(self.known))]


def _cut(page: Page, count: int) -> list[Sequence[Span]]:
    """A page's rows in one part, or in several where there are few pages."""
    return [page.spans] if count >= FOLDS else [*parts(page.text, page.spans, -(-FOLDS // count))]


class Teacher:
    """Teaches a model pages."""

    def __init__(self, pages: Sequence[Page], base: Model, watch: Watch | None = None) -> None:
        self._class = _Class(pages)
        self._field = Field(self._class.known)
        self._base = base
        self._start = {key: number / ONE for key, number in _flat(base.scores.numbers).items()}
        self._watch = watch
        self._done = 0
        self._looks = Settings().epochs * (
            len(PENALTIES) * sum(self._count(fold) for fold in range(len(self._class.folds)))
            + FITS * self._count(None)
        )

    @property
    def known(self) -> Sequence[Known]:
        """The pages as they are read."""
        return self._class.known[: len(self._class.pages)]

    @property
    def impossible(self) -> Sequence[Sequence[int]]:
        """For each page the lines that no reading takes as they are told."""
        return self._field.impossible[: len(self._class.pages)]

    def teach(self) -> Taught:
        """Choose a penalty, and teach all pages with it."""
        folds = self._class.folds
        wrong = {line for fold in folds for line in self._wrong(fold, self._base.scores)}
        found: dict[float, list[Numbers]] = {}
        tried: list[Tried] = []
        for penalty in PENALTIES if folds else ():
            found[penalty] = [self._fitted(penalty, n, 1) for n in range(len(folds))]
            pairs = list(zip(folds, found[penalty], strict=True))
            missed = {line for one, numbers in pairs for line in self._wrong(one, _scores(numbers))}
            tried.append(Tried(penalty, len(missed), len(wrong - missed), len(missed - wrong)))
        chosen = _chosen(tried, len(wrong))
        numbers = self._base.scores.numbers if chosen is None else self._fitted(chosen, None, FITS)
        models = [self._base] * len(folds)
        if chosen is not None and folds:
            models = [model_of(one) for one in found[chosen]]
        before, after = self._judged([self._base] * len(folds)), self._judged(models)
        lines = sum(right is not None for part in self._class.parts for right in part.right)
        return Taught(numbers, chosen, tuple(tried), lines, len(wrong), before, after)

    def _count(self, fold: int | None) -> int:
        return sum(map(bool, self._class.shares(fold)))

    def _fitted(self, penalty: float, fold: int | None, fits: int) -> Numbers:
        shares = self._class.shares(fold)
        looks = self._count(fold)

        def told(*_: object) -> None:
            self._done += looks
            if self._watch is not None:
                self._watch(self._done / self._looks)

        return self._with(
            mean(
                self._field.fit(self._start, shares, Settings(penalty), seed, told)
                for seed in range(fits)
            )
        )

    def _with(self, moved: Mapping[Key, float]) -> Numbers:
        """The weights, with those that the pages know of as they are now."""
        rows = self._field.rows
        whole = {key: weight for key, weight in self._start.items() if key[:2] not in rows}
        whole.update(moved)
        table: dict[str, dict[str, dict[str, int]]] = {part: {} for part in PARTS}
        for (part, name, target), weight in sorted(whole.items()):
            if number := round(weight * ONE):
                table[part].setdefault(name, {})[target] = number
        return table

    def _wrong(self, fold: Sequence[_Part], scores: Scores) -> Iterator[tuple[int, int]]:
        """The lines of some parts that are read otherwise than they are told, each between the others of its page."""
        for part in fold:
            lines = self._class.known[part.page].lines
            steps = decode(lines, self._class.pages[part.page].grammar.layout, scores)
            for n, (step, right) in enumerate(zip(steps, part.right, strict=True)):
                if right is not None and (step.role, step.link) not in right:
                    yield part.page, n

    def _judged(self, models: Sequence[Model]) -> Evaluation:
        """How right the parts of each fold are read by a model."""
        found = Evaluation()
        every = -(-len(self._class.parts) // _JUDGED)
        for fold, model in zip(self._class.folds, models, strict=True):
            for part in fold[::every]:
                found += judged(self._class.pages[part.page], model, part.spans)
        return found


def _chosen(tried: Sequence[Tried], wrong: int) -> float | None:
    """The penalty with the fewest wrong lines of those that are safe, of equal ones the highest; the usual one where nothing tells."""
    if not tried:
        return USUAL
    safe = [one for one in tried if one.is_safe] if wrong else []
    least = min((one.wrong for one in safe), default=wrong)
    best = [one.penalty for one in safe if one.wrong == least]
    if least == wrong and USUAL in best:
        return USUAL
    return max(best, default=None)


def judged(page: Page, model: Model, spans: Sequence[Span] | None = None) -> Evaluation:
    """How right a model reads a page, or that part of it of which some of its rows tell."""
    read = parse(page.text, dialect=page.grammar.mark, model=model)
    if spans is None:
        return evaluate([Gold(page.text, {"spans": page.spans})], [read])
    begin, end = spans[0]["start"], spans[-1]["end"]
    rows = [row for row in to_standoff(read)["spans"] if begin < row["end"] and row["start"] < end]
    return evolve(compared(page.text, spans, rows), pages=Count(1, 1, 1))


def model_of(numbers: Numbers) -> Model:
    """A model that has no file yet."""
    return Model("taught", "", scores=_scores(numbers))


def _scores(numbers: Numbers) -> Scores:
    return Scores(numbers, width_for(numbers))


def _flat(numbers: Numbers) -> dict[Key, int]:
    return {
        (part, name, target): number
        for part, rows in numbers.items()
        for name, row in rows.items()
        for target, number in row.items()
    }
