"""Measure what a model learns of a paper that it never saw, from a part of its pages and from three.

usage: teaching.py SHARED [--weights DIR] [--papers N] [--json FILE]

The papers of the folders of gold are dealt into folds as ``unseen.py`` does, and for each fold weights are fitted without its papers;
they are kept in DIR, and taken from there the next time. The N papers of ``gold-wide`` and ``gold-invented`` with the most rows, as many of each, are cut
between their stories into four parts each. A model that begins with the weights fitted without the paper is taught one part, or three, as
``edition train`` teaches, and judged on the other parts, each part in its turn; what is left out is read on its page, as it was printed.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from attrs import evolve
from truth import pairs
from unseen import kept, paper_of

from edition import Model
from edition._grammar.dialects import grammar_for
from edition._training.field import Settings
from edition._training.gold import Page
from edition._training.splitting import parts
from edition._training.teaching import Teacher, judged, model_of
from edition.evaluation import Evaluation

JUDGED = ("gold-wide", "gold-invented")
PARTS, FOLDS = 4, 8
FIGURES = ("role.f1", "marks.f1", "article.b3", "article.exact", "headline.right")


def largest(shared: Path, count: int) -> dict[str, list[Page]]:
    """The parts of the papers with the most rows, as many of each folder: pages of which only some stories are told."""
    found: dict[str, list[Page]] = {}
    for name in JUDGED:
        papers: dict[str, list[Page]] = defaultdict(list)
        for stem, text, spans in pairs(shared / name):
            if "MIX" not in stem:  # stories of several papers
                page = Page(stem, text, spans, 1.0, grammar_for(text, None))
                papers[paper_of(stem)].append(page)
        cuts: dict[str, list[Page]] = {}
        for paper, pages in papers.items():
            each = -(-PARTS // len(pages))
            cut = [evolve(p, spans=spans) for p in pages for spans in parts(p.text, p.spans, each)]
            if len(cut) >= PARTS:
                cuts[paper] = cut
        ranked = sorted(cuts, key=lambda paper: -sum(len(page.spans) for page in cuts[paper]))
        found |= {paper: cuts[paper] for paper in ranked[: count // len(JUDGED)]}
    return found


def together(cut: list[Page]) -> list[Page]:
    """The parts of each page as one."""
    found: dict[str, Page] = {}
    for page in cut:
        before = found.get(page.file)
        told = [*before.spans, *page.spans] if before else page.spans
        found[page.file] = evolve(page, spans=sorted(told, key=lambda span: span["start"]))
    return [*found.values()]


def rows(cut: list[Page], base: Model) -> dict[str, Evaluation]:
    """What is right before, after a part and after three, over the parts that were not taught."""
    found = {name: Evaluation() for name in ("before", "one part", "three parts")}
    deals = [cut[n::PARTS] for n in range(PARTS)]
    for n, mine in enumerate(deals):
        rest = [page for k, deal in enumerate(deals) if k != n for page in deal]
        for page in mine:
            found["before"] += judged(page, base, page.spans)
        for name, taught, asked in (("one part", mine, rest), ("three parts", rest, mine)):
            model = model_of(Teacher(together(taught), base).teach().numbers)
            for page in asked:
                found[name] += judged(page, model, page.spans)
    return found


def main() -> None:
    """Teach each paper, print."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("shared", type=Path)
    ap.add_argument("--weights", type=Path, default=Path("left-out"))
    ap.add_argument("--papers", type=int, default=10)
    ap.add_argument("--json", type=Path)
    o = ap.parse_args()
    without = kept(o.shared, o.weights, FOLDS, Settings().penalty)
    told: dict[str, dict[str, dict[str, float]]] = {}
    whole: dict[str, Evaluation] = {}
    print(f"{'':32}" + "".join(f"{name:>16}" for name in FIGURES))
    for paper, cut in largest(o.shared, o.papers).items():
        numbers = next(numbers for papers, numbers in without if paper in papers)
        found = rows(cut, model_of(numbers))
        for name, one in found.items():
            whole[name] = whole.get(name, Evaluation()) + one
            _print(f"{paper} {name}", one)
        told[paper] = {name: one.figures for name, one in found.items()}
    for name, one in whole.items():
        _print(f"all {name}", one)
    if o.json:
        o.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _print(name: str, one: Evaluation) -> None:
    values = "".join(f"{one.figures[figure]:16.1f}" for figure in FIGURES)
    print(f"{name:32}{values}", flush=True)


if __name__ == "__main__":
    main()
