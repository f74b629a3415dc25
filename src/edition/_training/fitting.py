"""Fit weights to pages whose truth is known: the mean of several fits, as small integers.

The weights that the package ships began with what each formula says by itself (:func:`prior`), and are few.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from edition._parser.weights import ONE, PARTS, Key, Numbers
from edition._training.field import Field, Settings

#: How many fits are taken the mean of.
FITS = 3
#: How many weights and names of features there may be at most: as many as can be read through in an afternoon.
MOST_WEIGHTS, MOST_NAMES = 6000, 800

#: Where a fit begins: what each formula says by itself. Roles that no page shows keep these.
PRIOR: dict[str, dict[str, float]] = {
    "any": {"masthead": -5, "folio": -4, "credits": -4, "index": -4, "notice": -2, "other": -3, "label": -2.5, "summary": -2, "editor_note": -2,
                "signoff": -2.5, "byline": -2.5, "caption": -1.5, "credit": -3, "kicker": -1, "deck": -1, "crosshead": -0.5},
    "is:masthead": {"masthead": 6}, "is:nameplate": {"masthead": 5}, "is:folio": {"folio": 6},
    "is:date": {"folio": 5, "masthead": 4}, "is:page number": {"folio": 5}, "is:credits": {"credits": 7},
    "is:index": {"index": 7}, "is:index entry": {"index": 3}, "is:rubric": {"label": 4}, "is:bullet": {"label": 3},
    "is:picture rubric": {"label": 5}, "is:mark": {"other": 4}, "is:residue": {"other": 8}, "is:byline": {"byline": 4, "signoff": 3, "credit": 1.5},
    "is:institution": {"byline": 4}, "is:signoff": {"signoff": 5}, "is:bracketed": {"signoff": 4},
    "is:names": {"byline": 3}, "is:credit": {"credit": 5}, "is:jump": {"continued_on": 8}, "is:note end": {"editor_note": 6},
    "opens:note": {"editor_note": 6}, "has:self": {"editor_note": 3}, "opens:summary": {"summary": 6},
    "opens:notice": {"notice": 3}, "has:notice": {"notice": 3}, "opens:caption": {"caption": 5}, "has:picture": {"caption": 2},
    "closes:credit": {"caption": 4}, "below:credit": {"caption": 3}, "ends:picture": {"headline": 4},
    "opens:dash": {"deck": 4}, "ends:dash": {"kicker": 3}, "ends:speaker": {"kicker": 2}, "ends:stop": {"paragraph": 3, "headline": -3},
    "ends:art": {"caption": 5}, "above:art title": {"credit": 4}, "ends:binding": {"crosshead": -3, "headline": -2},
    "open quote": {"crosshead": -3}, "above:index": {"index": 3}, "above:index entry": {"index": 2},
}  # fmt: skip
#: The same for ties between lines: text that breaks off continues below.
PRIOR_SEAMS: dict[str, dict[str, float]] = {"binding": {"join": 4}, "leaning": {"join": 1}, "quote open": {"join": 1}, "announced": {"join": -2},
               "behind picture:torn": {"join": 3}, "below field": {"new": -6, "same": 2},
               "run on": {"new": -6, "join": -4}}  # fmt: skip


def prior() -> dict[Key, float]:
    """The hand-set scores from which a fit begins."""
    return {
        (part, name, target): float(weight)
        for part, table in (("evidence", PRIOR), ("seam", PRIOR_SEAMS))
        for name, row in table.items()
        for target, weight in row.items()
    }


def mean(fits: Iterable[dict[Key, float]]) -> dict[Key, float]:
    """The mean of several fits: what one of them owes to the order of its pages goes, what all of them say stays."""
    total: defaultdict[Key, float] = defaultdict(float)
    count = 0
    for count, one in enumerate(fits, 1):  # noqa: B007 -- how many there are is told last
        for key, weight in one.items():
            total[key] += weight
    return {key: weight / count for key, weight in total.items()}


def fitted(
    field: Field,
    shares: Sequence[float],
    settings: Settings,
    fits: int,
    watch: Callable[[int, int, float, int], None] | None = None,
) -> Numbers:
    """The weights as they are shipped: the mean of some fits, few and small.

    ``watch`` is told the number of the fit, that of the epoch, how unlikely the truth was, and how many weights there are.
    """

    def one(seed: int) -> dict[Key, float]:
        told = None if watch is None else partial(watch, seed)
        return field.fit(prior(), shares, settings, seed, told)

    return few(mean(map(one, range(fits))))


def few(weights: Mapping[Key, float]) -> Numbers:
    """Weights as small integers, those that matter least left out where there are more than there may be."""
    numbers = {key: round(weight * ONE) for key, weight in weights.items()}
    size: Counter[tuple[str, str]] = Counter()
    for (part, name, _), number in numbers.items():
        size[part, name] += abs(number)
    kept = {row for row, _ in size.most_common(MOST_NAMES)}
    ranked = sorted(
        (key for key, number in numbers.items() if number and key[:2] in kept),
        key=lambda key: (-abs(numbers[key]), key),
    )
    table: dict[str, dict[str, dict[str, int]]] = {part: {} for part in PARTS}
    for part, name, target in sorted(ranked[:MOST_WEIGHTS]):
        table[part].setdefault(name, {})[target] = numbers[part, name, target]
    return table
