"""Measure how right the reading is on papers that the weights never saw.

usage: unseen.py GOLD_DIR... --paper NAME... [--beside DIR] [--drawn DIR] [--judge DIR]

For each ``--paper`` the weights are fitted without any page whose name begins with NAME (several, with commas between, are
left out together), and then judged on its pages: those of the first GOLD_DIR, and, as rows of their own, those of each
``--judge``. Otherwise the arguments are those of ``fit.py``. The weights that the package ships stay as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from accuracy import Tally, _table, measure, together
from field import Field
from fit import BESIDE, load, mean, mixtures, nested, prior, senseless

from edition._parser import decode
from edition._parser.weights import Model, packed


def main() -> None:
    """Fit without each paper, judge, print."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--paper", action="append", required=True)
    ap.add_argument("--beside", action="append", default=[])
    ap.add_argument("--drawn", action="append", default=[])
    ap.add_argument("--judge", action="append", default=[])
    ap.add_argument("--fits", type=int, default=2)
    o = ap.parse_args()
    papers = [tuple(names.split(",")) for names in o.paper]
    pages, shares = load(o.gold, []), []
    shares = [1.0] * len(pages)
    beside = load(o.beside, []) + [senseless(page) for page in load(o.drawn, [])]
    pages += beside
    shares += [BESIDE] * len(beside)
    whose: list[tuple[str, ...] | None] = [None] * len(pages)
    for names in papers:
        mixed = mixtures(o.gold[:2], list(names), 60)
        pages += mixed
        shares += [1.0] * len(mixed)
        whose += [names] * len(mixed)
    field = Field(pages)
    rows: dict[str, Tally] = {}
    for names in papers:
        # Pages of the paper count for nothing, nor do mixtures that may have its stories.
        fold = [
            share
            if (mix is None and not Path(page[0]).name.startswith(names)) or mix == names
            else 0.0
            for page, share, mix in zip(pages, shares, whose, strict=True)
        ]
        weights = nested(mean([field.fit(prior(), fold, 8, seed) for seed in range(o.fits)]))
        model = Model(*packed(weights))
        decode.shipped = lambda model=model: model  # type: ignore[assignment]
        for folder in (o.gold[0], *o.judge):
            found = {k: t for k, t in measure(Path(folder)).items() if k.startswith(names)}
            if found:
                label = f"{Path(folder).name} all"
                one = together(found.values())
                rows[f"{Path(folder).name} {names[0]} ({len(found)})"] = one
                rows[label] = together([rows.pop(label, Tally()), one])
    print(*_table(rows), sep="\n")


if __name__ == "__main__":
    main()
