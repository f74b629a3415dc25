"""Draw pages from ``edition.strategies`` and write them with their truth, for a fit to learn from.

usage: draw.py COUNT OUT_DIR [--seed N]

What the strategies draw has to be read as it was drawn. A fit that has seen some of it reads the rest, too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

import edition
from edition import strategies


def main() -> None:
    """Draw the pages and write them."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("count", type=int)
    ap.add_argument("out")
    ap.add_argument("--seed", type=int, default=0)
    o = ap.parse_args()
    out = Path(o.out)
    out.mkdir(parents=True, exist_ok=True)
    drawn: dict[edition.Page, None] = {}

    @seed(o.seed)
    @settings(
        max_examples=o.count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.pages())
    def draw(page: edition.Page) -> None:
        drawn[page] = None

    draw()
    for n, page in enumerate(drawn):
        file = out / f"drawn-{n:05}.txt"
        file.write_bytes(str(page).encode("utf-8"))
        truth = edition.to_standoff(page)
        file.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
