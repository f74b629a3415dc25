"""Write the pages of tests/data/rules with their truth, for a fit to learn from.

usage: rules.py OUT

A rule's outline tells its truth to a reader; as spans it is what the page is read as while the rule holds. Rules that do
not hold at present are named and left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import edition
from test_rules import outline, rules


def main() -> None:
    """Write a pair of files for each rule that holds."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for n, (file, name, page, expected) in enumerate(rules()):
        read = edition.parse(page)
        if outline(read) != expected:
            print(f"does not hold: {file}: {name}")
            continue
        (out / f"{n:02}-{file}.txt").write_bytes(page.encode())
        truth = json.dumps(edition.to_standoff(read), ensure_ascii=False)
        (out / f"{n:02}-{file}.json").write_text(truth, "utf-8")


if __name__ == "__main__":
    main()
