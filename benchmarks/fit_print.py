"""Fit the weights of what print says (sizes, places, frames) to printed pages whose truth is told by place.

usage: fit_print.py SHARED [--out FILE] [--words FILE]

SHARED/gold-print holds pairs NAME.pdf / NAME.json: ``pieces`` with a role, an article, a paragraph, and ``runs`` of print with their
boxes. The weights of words under them are fitted first, to everything that ``fit.py`` takes but the papers of these pages: weights that
have read a page find nothing more to learn from its print. They stay as they are while those of print are fitted on top, from
what each says by itself. Each paper is left out in turn, too, and what is then read of it is told in the file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from fit import DRAWN_PAGES, MIXED_PAGES, ROOT, SETS, WHOLE, commit, gold, invented, mixed
from truth import Span, pairs
from unseen import paper_of

import edition
from edition._model.layout import Layout
from edition._parser import decode
from edition._parser.model_file import written
from edition._parser.parsing import read_page
from edition._parser.weights import ONE, PARTS, Model, Numbers
from edition._training.field import TARGETS, Field, Settings, shrunk
from edition._training.fitting import fitted
from edition._training.truth import Known, truth
from edition.evaluation import Evaluation, Gold, evaluate
from edition.formats.pdf import pages_of

#: What each says by itself: where a fit begins.
PRIOR = {
    "print bar": {"label": 6},
    "print running": {"folio": 6, "masthead": 3},
    "print under picture": {"caption": 4, "credit": 4},
    "print head:largest": {"headline": 6, "kicker": -2, "deck": -2, "label": -2},
    "print head:alone": {"headline": 5, "kicker": -2, "deck": -2},
    "print head:above": {"kicker": 5, "headline": -3, "deck": -2, "label": 3},
    "print head:below": {"deck": 6, "headline": -3, "kicker": -3},
    "print size:body": {"headline": -5, "kicker": -5, "deck": -4},
    "print:body plain": {"crosshead": -2, "label": -2},
    "print:body heavy": {"crosshead": 4},
    "print size:small": {
        "headline": -6,
        "kicker": -5,
        "deck": -5,
        "paragraph": -1,
        "crosshead": -3,
    },
    "print size:tiny": {"headline": -6, "kicker": -5, "deck": -5, "paragraph": -1, "crosshead": -3},
    "print place:centred": {"crosshead": 3},
    "print place:right": {"signoff": 4},
}
PRIOR_SEAMS = {
    "print:body>head": {"new": 4},
    "print:head>body": {"new": -6},
    "print:head>head": {"new": -5, "same": 2},
    "print:body>body": {"new": -3},
    "print frame:same": {"new": -5},
    "print frame:other": {"new": 3, "join": -1},
}
EPOCHS, PENALTY = 12, 0.3
#: What is as good as never moved: how often a weight that stays as it is was moved already.
_FIXED = 1e30


@frozen
class Print:
    """A printed page: its text, its places, and what is right."""

    name: str
    text: str
    layout: Layout
    spans: list[Span]

    @property
    def paper(self) -> str:
        """The paper that it is of."""
        return paper_of(self.name)

    def known(self) -> Known:
        """Its lines, and what is right for each."""
        lines = read_page(self.text, None, (), self.layout)[1]
        return Known(self.name, lines, truth(lines, self.spans))


def prints(folder: Path) -> list[Print]:
    """The pages of a folder, each with its truth over its own text."""
    found = []
    for pdf in sorted(folder.glob("*.pdf")):
        told = json.loads(pdf.with_suffix(".json").read_text("utf-8"))
        for text, layout in pages_of(pdf.read_bytes()):
            found.append(Print(pdf.stem, text, layout, spans_of(text, layout, told)))
    return found


def spans_of(text: str, layout: Layout, told: Mapping[str, Any]) -> list[Span]:
    """A truth that is told by place, as spans over the text that was made of the page."""
    rows: list[Span] = []
    for run in told["runs"]:
        x0, y0, x1, y1 = run["box"]
        piece = told["pieces"][run["piece"]]
        shared = [
            (min(x1, b.x1) - max(x0, b.x0), n)
            for n, b in enumerate(line.box for line in layout.lines)
            if min(y1, b.y1) - max(y0, b.y0) > 0.5 * min(y1 - y0, b.y1 - b.y0)
        ]
        width, n = max(shared, default=(0.0, 0))
        if width <= 0:
            continue
        line = layout.lines[n]
        ink = [i for i in range(line.end - line.start) if text[line.start + i].strip()]
        mine = [
            i for i in ink if x0 - 1 <= (line.stops[i] + line.stops[i + 1]) / 2 <= x1 + 1
        ] or ink
        place = {"start": line.start + mine[0], "end": line.start + mine[-1] + 1}
        rows.append({"article": None, "paragraph": None, **piece, **place})
        # Who is named is told once of a piece, with its first run.
        piece.pop("people", None)
    rows.sort(key=lambda row: row["start"])
    for one, other in pairwise(rows):
        other["start"] = max(other["start"], one["end"])
    return [row for row in rows if row["start"] < row["end"]]


def words(shared: Path, papers: Collection[str]) -> Numbers:
    """Weights of words that never saw some papers."""
    pages = [page for page in gold(shared, SETS) if paper_of(page.name) not in papers]
    seen = {stem for name in WHOLE for stem, *_ in pairs(shared / name) if paper_of(stem) in papers}
    pages += invented(DRAWN_PAGES) + mixed(shared, MIXED_PAGES, seen)
    return fitted(Field(pages), [page.share for page in pages], Settings(), fits=1)


def fit(field: Field, base: Numbers, use: Sequence[int], seed: int = 0) -> Numbers:
    """The weights of print, on top of those of words, fitted to some of a field's pages."""
    weights = np.zeros((len(field.rows), len(TARGETS)))
    seen = np.zeros_like(weights)
    started = {"evidence": PRIOR, "seam": PRIOR_SEAMS}
    for (part, name), row in field.rows.items():
        known = base.get(part, {}).get(name, {})
        told = started.get(part, {}).get(name, {})
        for target, number in known.items():
            weights[row, TARGETS.index(target)] = number / ONE
        for target, weight in told.items():
            weights[row, TARGETS.index(target)] = weight
        if not name.startswith("print"):
            seen[row] = _FIXED
    prior, mean = weights.copy(), np.zeros_like(weights)
    rng, settings = np.random.default_rng(seed), Settings()
    for epoch in range(EPOCHS):
        for n in rng.permutation(use):
            look = int(rng.integers(1 << 30))
            field.learn(int(n), weights, seen, 0.1, 1.0, look, settings.step)
        moved = settings.fading * (weights - prior)
        weights = prior + shrunk(moved, seen, PENALTY * settings.step)
        if 2 * epoch >= EPOCHS:
            mean += weights / (EPOCHS // 2)
    table: dict[str, dict[str, dict[str, int]]] = {"evidence": {}, "seam": {}}
    for (part, name), row in sorted(field.rows.items()):
        found = {t: v for n, t in enumerate(TARGETS) if (v := round(mean[row, n] * ONE))}
        if name.startswith("print") and found:
            table[part][name] = found
    return table


def together(base: Numbers, table: Numbers) -> Model:
    """The weights of words and those of print as one model."""
    return Model({part: {**base.get(part, {}), **table.get(part, {})} for part in PARTS})


def left_out(pages: Sequence[Print], field: Field, base: Numbers) -> Evaluation:
    """What is read of each paper with weights that were fitted to the others."""
    told: list[Gold] = []
    found: list[edition.Page] = []
    for paper in sorted({page.paper for page in pages}):
        table = fit(field, base, [n for n, page in enumerate(pages) if page.paper != paper])
        model = together(base, table)
        decode.shipped = lambda model=model: model  # type: ignore[assignment]
        for page in pages:
            if page.paper == paper:
                told.append(Gold(page.text, {"spans": page.spans}, page.name))
                found.append(edition.parse(page.text, layout=page.layout))
    return evaluate(told, found)


def main() -> None:
    """Fit, and write the weights; or tell what they are worth."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("shared", type=Path)
    ap.add_argument("--out", type=Path, default=ROOT / "src/edition/_parser/print_weights.json")
    ap.add_argument("--words", type=Path, help="weights of words that were fitted before, a file")
    o = ap.parse_args()
    pages = prints(o.shared / "gold-print")
    papers = {page.paper for page in pages}
    if o.words and o.words.exists():
        base: Numbers = json.loads(o.words.read_text("utf-8"))
    else:
        base = words(o.shared, papers)
        if o.words:
            o.words.write_text(written(base, {}), "utf-8")
    field = Field([page.known() for page in pages])
    told = {name: round(value, 1) for name, value in left_out(pages, field, base).figures.items()}
    print("papers left out:", told)
    made = {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "features": commit(),
        "pages": dict(Counter(page.paper for page in pages)),
        "epochs": EPOCHS,
        "penalty": PENALTY,
        "one": ONE,
        "papers left out": told,
    }
    table = fit(field, base, range(len(pages)))
    o.out.write_text(written(table, made), "utf-8")
    rows = [row for part in table.values() for row in part.values()]
    print(f"{len(rows)} names, {sum(map(len, rows))} weights")


if __name__ == "__main__":
    main()
