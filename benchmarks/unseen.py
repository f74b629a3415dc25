"""Measure how right the reading is on papers that the weights never saw, and how much a penalty costs there.

usage: unseen.py SHARED [--folds N] [--penalty X ...] [--without PATTERN] [--json FILE]

The papers of the folders of gold whose truth is known span by span are dealt into folds. For each fold the weights are fitted
to everything that ``fit.py`` takes but the pages of the fold's papers, in whatever folder they are, and judged on those. The
table has a row for each folder, and one for all. Features that match PATTERN are left out, to see what they are worth. The weights that the package ships stay as they are.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from accuracy import figures as shown
from accuracy import together
from fit import (
    DRAWN_PAGES,
    FICTIONAL,
    MIXED_PAGES,
    SETS,
    WHOLE,
    gold,
    invented,
    mixed,
)
from truth import pairs

import edition
from edition import Model
from edition._parser.weights import Numbers
from edition._training.field import Field, Settings
from edition._training.fitting import FITS, few, fitted, prior
from edition._training.teaching import model_of
from edition._training.truth import Known
from edition.evaluation import Evaluation, Gold, evaluate

#: The folders that are judged: their truth tells every span.
JUDGED = ("gold", "gold-wide", "gold-invented", "gold-historic")
FIGURES = ("role", "marks", "b3", "exact", "headline", "people")


def paper_of(name: str) -> str:
    """The paper that a page is of, by its file's name: what stands before the day or the number of the page."""
    return re.split(r"-(?=\d|[A-Z]-|inside|composed)", name.rpartition("/")[2])[0]


def dealt(shared: Path, count: int) -> list[set[str]]:
    """The papers of the folders that are judged, dealt into folds."""
    papers = sorted({paper_of(stem) for name in JUDGED for stem, *_ in pairs(shared / name)})
    return [set(papers[n::count]) for n in range(count)]


def judge(shared: Path, papers: set[str], rows: dict[str, Evaluation], model: Model) -> None:
    """Count what a model has right on the pages of some papers."""
    for name in JUDGED:
        for stem, text, truth in pairs(shared / name):
            if paper_of(stem) in papers:
                gold = Gold(text, {"spans": truth}, stem)
                one = evaluate([gold], [edition.parse(text, model=model)])
                for row in (name, "all"):
                    rows[row] = together([rows.get(row, Evaluation()), one])


def measured(
    field: Field,
    pages: Sequence[Known],
    folds: Sequence[set[str]],
    settings: Settings,
    shared: Path,
    *,
    fits: int,
) -> tuple[dict[str, Evaluation], int]:
    """What is right on each fold's pages, with weights fitted to the others; and how many weights there were at most."""
    rows: dict[str, Evaluation] = {}
    most = 0
    for n, papers in enumerate(folds):
        shares = [_share(page, n, papers) for page in pages]
        table = fitted(field, shares, settings, fits)
        most = max(most, sum(len(row) for part in table.values() for row in part.values()))
        judge(shared, papers, rows, model_of(table))
    return rows, most


def kept(shared: Path, where: Path, count: int, penalty: float) -> list[tuple[set[str], Numbers]]:
    """Papers left out, and weights that were fitted without them; from files where these are there."""
    folds = dealt(shared, count)
    files = [where / f"{n}.json" for n in range(count)]
    if not all(file.exists() for file in files):
        where.mkdir(parents=True, exist_ok=True)
        pages = gold(shared, SETS) + invented(DRAWN_PAGES) + mixed_for(shared, folds)
        field = Field(pages)
        for n, (papers, file) in enumerate(zip(folds, files, strict=True)):
            shares = [_share(page, n, papers) for page in pages]
            table = few(field.fit(prior(), shares, Settings(penalty), seed=0))
            file.write_text(json.dumps(table), "utf-8")
    return [
        (papers, json.loads(file.read_text("utf-8")))
        for papers, file in zip(folds, files, strict=True)
    ]


def _share(page: Known, fold: int, papers: set[str]) -> float:
    """What a page counts for in a fold: nothing if it is of one of its papers, or mixed for another fold."""
    folder, _, name = page.name.rpartition("/")
    if folder.startswith("mix"):
        return page.share * (folder == f"mix {fold}")
    return 0.0 if paper_of(name) in papers else page.share


def mixed_for(shared: Path, folds: Sequence[set[str]]) -> list[Known]:
    """For each fold pages composed of stories of other papers."""
    found: list[Known] = []
    for n, papers in enumerate(folds):
        without = {
            stem
            for folder in (*[shared / name for name in WHOLE], FICTIONAL)
            for stem, *_ in pairs(folder)
            if paper_of(stem) in papers
        }
        found += [
            Known(page.name.replace("mix/", f"mix {n}/"), page.lines, page.right)
            for page in mixed(shared, MIXED_PAGES, without)
        ]
    return found


def main() -> None:
    """Fit without each fold, judge, print."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("shared", type=Path)
    ap.add_argument("--folds", type=int, default=8)
    ap.add_argument("--epochs", type=int, default=Settings().epochs)
    ap.add_argument("--fits", type=int, default=FITS)
    ap.add_argument("--penalty", type=float, nargs="+", default=[Settings().penalty])
    ap.add_argument("--without", help="features to leave out, as a regular expression")
    ap.add_argument("--json", type=Path, help="write the figures there, those of the last penalty")
    o = ap.parse_args()
    folds = dealt(o.shared, o.folds)
    pages = gold(o.shared, SETS) + invented(DRAWN_PAGES) + mixed_for(o.shared, folds)
    field = Field(pages, o.without)
    figures: dict[str, dict[str, float]] = {}
    for penalty in o.penalty:
        rows, most = measured(
            field, pages, folds, Settings(penalty, o.epochs), o.shared, fits=o.fits
        )
        print(f"penalty {penalty}: at most {most} weights")
        print(" " * 16 + "".join(f"{name:>10}" for name in FIGURES))
        for name, tally in rows.items():
            figures[name] = {figure: round(shown(tally)[figure], 1) for figure in FIGURES}
            print(
                f"{name:16}" + "".join(f"{value:10.1f}" for value in figures[name].values()),
                flush=True,
            )
    if o.json:
        o.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
