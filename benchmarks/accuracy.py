"""Measure how right the reading of pages is, on pages whose truth is known.

usage: accuracy.py DIR... [--pages] [--json FILE]

DIR holds pairs NAME.txt / NAME.json: a page's text, and its truth in the form that ``edition.to_standoff`` writes. The
quickest way to gold of your own is to write that file for a page (``edition standoff NAME.txt > NAME.json``) and to
correct it. A truth may say ``story`` for text of which it knows no more than that.

Each figure is in per cent, all pages counted together:

role        F1 of the spans: one is right when its begin, its end and its role are
marks       the same without the body's paragraphs, which are most of a page and its easiest part
b3          B-cubed F1 of the articles: for each character, how much of its article was found, and nothing else with it
exact       articles of which every character, and no other, was put together
paragraph   F1 of the pairs of pieces that are neighbours in one paragraph
headline    articles with a headline whose kicker, headline and deck are all right
people      F1 of the names in bylines, leads, sign-offs and credits
lossless    pages that are written back as they were
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import edition
from edition.evaluation import Evaluation, Gold, evaluate

#: The figures by the names that the tables have, which are shorter.
NAMES = {
    "role": "role.f1",
    "marks": "marks.f1",
    "b3": "article.b3",
    "exact": "article.exact",
    "paragraph": "paragraph.f1",
    "headline": "headline.right",
    "people": "people.f1",
    "lossless": "lossless",
}


def figures(one: Evaluation) -> dict[str, float]:
    """The figures by their shorter names."""
    found = one.figures
    return {name: found[whole] for name, whole in NAMES.items()}


def measure(folder: Path, truths: Path | None = None) -> dict[str, Evaluation]:
    """What was counted on each page of a folder, whose truths stand there or in a folder of their own.

    Raises FileNotFoundError where there are no pairs.
    """
    found = {}
    for file in sorted(folder.glob("*.txt")):
        truth = (truths or folder) / f"{file.stem}.json"
        if truth.exists():
            text = file.read_bytes().decode("utf-8")
            gold = Gold(text, json.loads(truth.read_text("utf-8")), file.stem)
            found[file.stem] = evaluate([gold], [edition.parse(text)])
    if not found:
        raise FileNotFoundError(f"no pairs NAME.txt / NAME.json in {folder}")
    return found


def together(evaluations: Iterable[Evaluation]) -> Evaluation:
    """Several pages counted as one."""
    return sum(evaluations, Evaluation())


def _table(rows: Mapping[str, Evaluation]) -> Iterator[str]:
    yield " " * 48 + "".join(f"{name:>10}" for name in NAMES)
    for name, one in rows.items():
        yield f"{name[:47]:48}" + "".join(f"{value:10.1f}" for value in figures(one).values())


def _role_table(one: Evaluation) -> Iterator[str]:
    yield f"{'role':20}{'there':>8}{'found':>8}{'right':>8}{'F1':>8}"
    for role, count in sorted(one.roles.items(), key=lambda row: -row[1].there):
        yield f"{role:20}{count.there:8}{count.found:8}{count.right:8}{count.f1:8.1f}"


def main() -> None:
    """Print the figures."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--pages", action="store_true", help="a row for each page, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args()
    pages: dict[str, Evaluation] = {}
    for folder in options.folders:
        try:
            pages |= {f"{folder.name}/{name}": t for name, t in measure(folder).items()}
        except FileNotFoundError as error:
            parser.error(str(error))
    total = together(pages.values())
    rows = {**(pages if options.pages else {}), f"{len(pages)} pages": total}
    print(*_table(rows), "", *_role_table(total), sep="\n")
    if options.json:
        told = {name: figures(one) for name, one in rows.items()}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
