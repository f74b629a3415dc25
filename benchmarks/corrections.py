"""Counts the corrections that a page takes: `python -m benchmarks.corrections FOLDER...`, of pages as `edition review` saves them.

Somebody corrects the first wrong line of a page (where it ends, its role, or what begins with it), looks at how the page is read now,
and goes on, until all of it is as NAME.json beside NAME.txt says. Every line that was wrong at first and that nobody touched was mended by
the corrections around it; what they have spoilt is corrected and counted, too.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import edition
from edition._review.corrections import Review, Row, read


def main() -> None:
    """Print a line for each page, and their sum."""
    print(f"{'page':32} {'lines':>6} {'wrong':>6} {'corrections':>12} {'mended':>7} {'doubted':>8}")
    whole = [0, 0, 0, 0, 0]
    for folder in sys.argv[1:]:
        for file in sorted(Path(folder).glob("*.txt")):
            text = file.read_bytes().decode()
            truth = edition.from_standoff(text, json.loads(file.with_suffix(".json").read_bytes()))
            counts = count(text, truth)
            whole = [a + b for a, b in zip(whole, counts, strict=True)]
            print(_row(file.stem, counts))
    print(_row("all", whole))


def _row(name: str, counts: Sequence[int]) -> str:
    lines, wrong, corrections, mended, doubted = counts
    return f"{name[:32]:32} {lines:6} {wrong:6} {corrections:12} {mended:7} {doubted:8}"


def count(text: str, truth: edition.Page) -> tuple[int, int, int, int, int]:
    """The lines of a page, how many are wrong, the corrections that it takes, how many lines these mend beside their own, and how
    many of the wrong ones were marked as doubtful.
    """
    wanted = Review(text, {}, {}, truth).rows
    review = read(text, {}, {})
    keys = {_key(row) for row in review.rows}
    wrong = {_key(row) for row in wanted if _key(row) not in keys}
    doubtful = [row for row in review.rows if row.doubtful]
    doubted = sum(any(row.start < end and start < row.end for row in doubtful) for start, end, *_ in wrong)  # fmt: skip
    touched: set[int] = set()
    corrections = 0
    while True:
        pairs = zip(review.rows, wanted, strict=False)
        found = next(((one, right) for one, right in pairs if _key(one) != _key(right)), None)
        if found is None:
            break
        review = _corrected(review, *found)
        touched.add(found[1].start)
        corrections += 1
        assert corrections <= 3 * len(wanted), "this comes to no end"
    mended = sum(key[0] not in touched for key in wrong)
    return len(wanted), len(wrong), corrections, mended, doubted


def _key(row: Row) -> tuple[int, int, str, str | None]:
    return row.start, row.end, row.role, row.tie


def _corrected(review: Review, row: Row, right: Row) -> Review:
    """The page with one correction more, of the first of these things that is wrong with a line."""
    if row.end > right.end:
        return review.cut(row.start, row.end, right.end)
    if row.end < right.end:
        below = review.rows[review.rows.index(row) + 1]
        return review.merged(below.start, below.end)
    if row.role != right.role:
        return review.with_role(row.start, row.end, right.role)
    assert right.tie is not None
    return review.with_border(row.start, row.end, right.tie)


if __name__ == "__main__":
    main()
