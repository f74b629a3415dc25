"""Fit the weights of the features to pages whose truth is known.

usage: fit.py SHARED [--out FILE] [--epochs N] [--fits N] [--penalty X]

SHARED holds folders of gold (``SETS`` names them), each with pairs NAME.txt / NAME.json, the JSON in the standoff form of
``edition.to_standoff``; a truth may say no more than ``story``. To them come the invented pages of the tests, the pages of the
rules, pages composed of the stories of several papers (``mix.py``) and pages that the strategies draw. Weights are found with
which the right paths through them are likely (``field.py``; it needs numba and numpy), the mean of several fits is rounded to
small integers, and the least of them are left out until they are few. The file tells what they come from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from field import Field, Settings
from truth import Known, Senseless, annotated, drawn_pages, mixtures, pairs, rule_pages

from edition._parser.weights import ONE, Key, Numbers

ROOT = Path(__file__).parents[1]
FICTIONAL = ROOT / "tests/data/fictional"
#: The issue that the documentation shows, and its truth.
EXAMPLE = (
    ROOT / "examples/fenhe-daily/2025-03-06",
    ROOT / "tests/data/fenhe-daily/2025-03-06",
)
#: The folders of gold, and what a page of each counts for: less where the truth is known in part, or the page is another one's
#: text as it comes out of a PDF.
SETS = {
    "gold": 1.0,
    "gold-wide": 1.0,
    "gold-invented": 1.0,
    "gold-historic": 1.0,
    "gold-1998": 0.3,
    "gold-1930s": 0.3,
    "gold-pdf/pymupdf": 0.3,
    "gold-pdf/raw": 0.3,
}
#: The folders whose truth tells every span: their stories are put together to further pages.
WHOLE = ("gold", "gold-wide", "gold-invented")
#: What a page of a rule counts for, which alone shows what the rule is about, and one of the issue that the documentation shows.
RULE = 4.0
#: What a page counts for that was drawn, and how many are drawn and composed.
DRAWN, DRAWN_PAGES, MIXED_PAGES = 0.3, 150, 100
#: How many fits are taken the mean of.
FITS = 3
#: How many weights and names of features there may be at most: as many as can be read through in an afternoon.
MOST_WEIGHTS, MOST_NAMES = 6000, 800

#: Where a fit begins: what each formula says by itself. Roles that no page shows keep these.
PRIOR = {
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
#: The same of what stands between lines: what breaks off so goes on below.
PRIOR_SEAMS = {"binding": {"join": 4}, "leaning": {"join": 1}, "quote open": {"join": 1}, "announced": {"join": -2},
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


def gold(shared: Path, sets: Mapping[str, float]) -> list[Known]:
    """The pages of some folders; a folder that is not there has none."""
    return [
        annotated(f"{name}/{stem}", text, spans, share)
        for name, share in sets.items()
        for stem, text, spans in pairs(shared / name)
    ]


def invented(drawn: int) -> list[Known]:
    """The project's own pages: those of the tests and the rules, and pages that the strategies draw."""
    pages = [annotated(f"fictional/{stem}", *rest) for stem, *rest in pairs(FICTIONAL)]
    pages += [annotated(f"example/{stem}", *rest, RULE) for stem, *rest in pairs(*EXAMPLE)]
    pages += [annotated(*page, RULE) for page in rule_pages()]
    for name, text, spans in drawn_pages(drawn):
        page = annotated(name, text, spans, DRAWN)
        pages.append(Known(name, Senseless(page.lines), page.right, DRAWN))
    return pages


def mixed(shared: Path, count: int, without: Collection[str] = ()) -> list[Known]:
    """Pages composed of the stories of real and of invented pages, but for those of some names."""
    pool = [
        (stem, text, spans)
        for folder in (*[shared / name for name in WHOLE], FICTIONAL)
        for stem, text, spans in pairs(folder)
        if stem not in without
    ]
    return [annotated(*page) for page in mixtures(pool, count)]


def mean(fits: Iterable[dict[Key, float]]) -> dict[Key, float]:
    """The mean of several fits: what one of them owes to the order of its pages goes, what all of them say stays."""
    total: defaultdict[Key, float] = defaultdict(float)
    count = 0
    for count, one in enumerate(fits, 1):  # noqa: B007 -- how many there are is told last
        for key, weight in one.items():
            total[key] += weight
    return {key: weight / count for key, weight in total.items()}


def fitted(field: Field, shares: Sequence[float], settings: Settings, fits: int) -> Numbers:
    """The weights as they are shipped: the mean of some fits, few and small."""
    return few(mean(field.fit(prior(), shares, settings, seed) for seed in range(fits)))


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
    table: dict[str, dict[str, dict[str, int]]] = {"evidence": {}, "seam": {}, "path": {}}
    for part, name, target in sorted(ranked[:MOST_WEIGHTS]):
        table[part].setdefault(name, {})[target] = numbers[part, name, target]
    return table


def written(table: Numbers, made: Mapping[str, Any]) -> str:
    """The data file: a line for each feature."""
    parts = [f'"made": {json.dumps(made, ensure_ascii=False, indent=1)}']
    for part, rows in table.items():
        lines = [
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row, separators=(',', ':'))}"
            for name, row in rows.items()
        ]
        parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def commit() -> str:
    """The commit of the features."""
    asked = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or "unknown"


def main() -> None:
    """Fit, and write the weights."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("shared", type=Path)
    ap.add_argument("--out", type=Path, default=ROOT / "src/edition/_parser/weights.json")
    ap.add_argument("--epochs", type=int, default=Settings().epochs)
    ap.add_argument("--penalty", type=float, default=Settings().penalty)
    ap.add_argument("--fits", type=int, default=FITS, help="how many fits to take the mean of")
    ap.add_argument(
        "--left-out", type=Path, help="what unseen.py wrote with --json, to tell in the file"
    )
    o = ap.parse_args()
    settings = Settings(o.penalty, o.epochs)
    pages = gold(o.shared, SETS) + invented(DRAWN_PAGES) + mixed(o.shared, MIXED_PAGES)
    field = Field(pages)
    shares = [page.share for page in pages]
    sets = Counter(page.name.rpartition("/")[0] for page in pages)
    made = {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "features": commit(),
        "pages": dict(sets),
        "seeds": list(range(o.fits)),
        "epochs": o.epochs,
        "penalty": o.penalty,
        "one": ONE,
        "papers left out": json.loads(o.left_out.read_text("utf-8")) if o.left_out else None,
    }
    table = fitted(field, shares, settings, o.fits)
    text = written(table, made)
    o.out.write_text(text, "utf-8")
    rows = [row for part in table.values() for row in part.values()]
    print(f"{len(rows)} names, {sum(map(len, rows))} weights, {len(text.encode()) // 1000} kB")


if __name__ == "__main__":
    main()
