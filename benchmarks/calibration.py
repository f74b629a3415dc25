"""Measure whether a reading is as sure as it is right, on papers that the weights never saw, and fit the temperature.

usage: calibration.py SHARED [--weights DIR] [--folds N] [--penalty X] [--margins] [--sets NAME ...]

The papers of the folders of gold are dealt into folds as ``unseen.py`` does, and for each fold weights are fitted without its papers;
they are kept in DIR, and taken from there the next time. A line of print is right when all of it has its role in the truth. Told are:

- the temperature with which the truth is likeliest (of each fold's papers by the other folds', too), and what is right of the lines
  that were read with so much confidence;
- the expected calibration error, over bins of equal width, and over bins of as many lines each;
- how many of the errors are among the least sure lines of a page set, and the area under risk and coverage: the share of errors when
  only the surest lines are kept, over all shares; by the confidence, and with --margins by the margin of an explanation, which takes minutes.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from truth import pairs
from unseen import JUDGED, kept, paper_of

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_for
from edition._parser import confidence
from edition._parser.confidence import shares
from edition._parser.decode import Seen, Step, decode
from edition._parser.marginals import best_by_role
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.segments import segments
from edition._parser.tree import _pieces
from edition._parser.weights import Model
from edition._text.lines import BLANKS
from edition._training.field import Settings

#: The temperatures that are tried.
HEATS = [round(1 + 0.05 * n, 2) for n in range(31)]
BINS = 10


class Line(NamedTuple):
    """A line of print that was read: the set and the fold of its page, whether it is right, how sure it is at each temperature."""

    folder: str
    fold: int
    right: bool
    sure: dict[float, float]
    margin: float


def lines_of(
    text: str,
    truth: Sequence[dict[str, object]],
    model: Model,
    heats: Sequence[float],
    *,
    margins: bool,
) -> list[tuple[bool, dict[float, float], float]]:
    """For each line of print of a page whether its role is right, how sure it is, and by what margin."""
    roles: dict[int, object] = {}
    for row in truth:
        roles.update(dict.fromkeys(range(row["start"], row["end"]), row["role"]))  # type: ignore[arg-type]
    grammar = grammar_for(text, None)
    readings = read_page(text, grammar)[1]
    seen: list[Seen] = []
    steps = decode(readings, grammar.layout, model, seen=seen)
    told = {heat: shares(seen, grammar.layout, model, heat) for heat in heats}
    found = []
    for n, (reading, step) in enumerate(zip(readings, steps, strict=True)):
        margin = margin_of(readings, n, step, grammar, model) if margins else 0.0
        for role, pieces in _pieces(reading.logical, segments(reading, step.role)):
            sure = {heat: told[heat][n].blocks.get(role.upper(), 0.0) for heat in heats}
            for piece in pieces:
                start = (piece.start or 0) + len(piece.indent)
                ink = [at for at in range(start, start + len(piece.text)) if text[at] not in BLANKS]
                found.append((all(roles.get(at) == role for at in ink), sure, margin))
    return found


def margin_of(readings: PageFeatures, n: int, step: Step, grammar: Grammar, model: Model) -> float:
    """By how much the best reading leads the best one in which a line has another role."""
    scores = {
        role: score
        for role, (_, score) in best_by_role(readings, n, grammar.layout, step.role, model).items()
    }
    others = [score for role, score in scores.items() if role != step.role]
    return scores[step.role] - max(others) if others else math.inf


def likelihood(lines: Sequence[Line], heat: float) -> float:
    """How surprising what is right and wrong is, a line on average, in logarithms."""
    return -sum(
        math.log(max(line.sure[heat] if line.right else 1 - line.sure[heat], 1e-4))
        for line in lines
    ) / len(lines)


def error(rows: Sequence[tuple[float, bool]], *, equal: bool) -> float:
    """The expected calibration error over bins of equal width, or of as many lines each."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for n, row in enumerate(sorted(rows)):
        bins[n * BINS // len(rows) if equal else min(int(row[0] * BINS), BINS - 1)].append(row)
    return sum(
        abs(sum(sure for sure, _ in one) - sum(right for _, right in one)) for one in bins.values()
    ) / len(rows)


def caught(rows: Sequence[tuple[float, bool]], share: float = 0.05) -> float:
    """What share of the errors is among the least sure lines."""
    ranked = sorted(rows, key=lambda row: row[0])
    wrong = [not right for _, right in ranked]
    return sum(wrong[: math.ceil(share * len(wrong))]) / max(sum(wrong), 1)


def area(rows: Sequence[tuple[float, bool]]) -> float:
    """The area under risk and coverage: the mean share of errors among the surest lines, over all numbers of lines kept."""
    wrong, total = 0, 0.0
    for n, (_, right) in enumerate(sorted(rows, key=lambda row: -row[0]), 1):
        wrong += not right
        total += wrong / n
    return total / len(rows)


def main() -> None:
    """Read all pages, fit the temperature, print the figures."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("shared", type=Path)
    ap.add_argument("--weights", type=Path, default=Path("build/folds"))
    ap.add_argument("--folds", type=int, default=4)
    ap.add_argument("--penalty", type=float, default=Settings().penalty)
    ap.add_argument("--sets", nargs="+", default=JUDGED, help="the folders that are judged")
    ap.add_argument("--margins", action="store_true")
    o = ap.parse_args()
    folds = [
        (papers, Model(table)) for papers, table in kept(o.shared, o.weights, o.folds, o.penalty)
    ]
    lines = [
        Line(folder, fold, *row)
        for fold, (papers, model) in enumerate(folds)
        for folder in o.sets
        for stem, text, truth in pairs(o.shared / folder)
        if paper_of(stem) in papers
        for row in lines_of(text, truth, model, HEATS, margins=o.margins)
    ]
    best = min(HEATS, key=lambda heat: likelihood(lines, heat))
    print(f"{len(lines)} lines; temperature {best} (the package has {confidence.TEMPERATURE})")
    apart: list[tuple[float, bool]] = []
    for fold in range(len(folds)):
        others = [line for line in lines if line.fold != fold]
        heat = min(HEATS, key=lambda heat: likelihood(others, heat))
        mine = [line for line in lines if line.fold == fold]
        apart += [(line.sure[heat], line.right) for line in mine]
        print(
            f"fold {fold}: by the others {heat}, by itself {min(HEATS, key=lambda h: likelihood(mine, h))}"
        )
    print(
        f"each fold by the others' temperature: error {error(apart, equal=False):.4f}, {error(apart, equal=True):.4f}"
    )
    print(
        f"{'set':16}{'lines':>8}{'wrong':>8}{'error':>8}{'equal':>8}{'caught':>8}{'area':>8}{'by margin: caught':>20}{'area':>8}"
    )
    for name in (*o.sets, "all"):
        mine = [line for line in lines if name in (line.folder, "all")]
        for heat in dict.fromkeys((best, 1.0)):
            rows = [(line.sure[heat], line.right) for line in mine]
            old = [(line.margin, line.right) for line in mine]
            wrong = sum(not right for _, right in rows) / len(rows)
            print(
                f"{name:16}{len(rows):8}{wrong:8.3f}{error(rows, equal=False):8.4f}{error(rows, equal=True):8.4f}"
                f"{caught(rows):8.3f}{area(rows):8.4f}"
                + (f"{caught(old):20.3f}{area(old):8.4f}" if o.margins else "")
                + f"  at {heat}"
            )
    print("confidence: lines, right")
    for n in range(BINS):
        rows = [
            (line.sure[best], line.right)
            for line in lines
            if min(int(line.sure[best] * BINS), BINS - 1) == n
        ]
        if rows:
            print(
                f"{n / BINS:.1f} to {(n + 1) / BINS:.1f} {len(rows):8} said {sum(s for s, _ in rows) / len(rows):.3f}"
                f" right {sum(r for _, r in rows) / len(rows):.3f}"
            )


if __name__ == "__main__":
    main()
