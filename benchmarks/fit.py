"""Fit the weights of the features to pages whose truth is known.

usage: fit.py SHARED [--out FILE] [--epochs N] [--fits N] [--penalty X]

SHARED holds folders of gold (``SETS`` names them), each with pairs NAME.txt / NAME.json, the JSON in the standoff form of
``edition.to_standoff``; a truth may say no more than ``story``. To them come the invented pages of the tests, the pages of the
rules, pages composed of the stories of several papers and pages that the strategies draw. Weights are found with
which the right paths through them are likely (``edition._training``; it needs numba), the mean of several fits is rounded to
small integers, and the least of them are left out until they are few. The file tells what they come from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from truth import Senseless, drawn_pages, mixtures, pairs, rule_pages

from edition._parser.model_file import written
from edition._parser.weights import ONE
from edition._training.field import Field, Settings
from edition._training.fitting import FITS, fitted
from edition._training.truth import Known, annotated

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


def commit() -> str:
    """The commit of the features."""
    asked = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or "unknown"


def _tell(fit: int, epoch: int, loss: float, count: int) -> None:
    print(f"fit {fit}, epoch {epoch}: loss {loss:.0f}, {count} weights", flush=True)


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
    table = fitted(field, shares, settings, o.fits, _tell)
    text = written(table, made)
    o.out.write_text(text, "utf-8")
    rows = [row for part in table.values() for row in part.values()]
    print(f"{len(rows)} names, {sum(map(len, rows))} weights, {len(text.encode()) // 1000} kB")


if __name__ == "__main__":
    main()
