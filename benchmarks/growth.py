"""How time and memory grow with the text: ten sizes from 1 kB to 100 MB, five shapes, each in a process of its own.

    python benchmarks/growth.py                   # the table, up to 100 MB (half an hour, and 20 GB of memory)
    python benchmarks/growth.py --most 2200000    # up to 2.2 MB

Where parsing is linear, the time and the memory for a kilobyte are the same in every row. Sizes are bytes of UTF-8, times
those of the processor; memory is the most that Python held at a time, up to a megabyte, and above that the most that the
process held above what it held before (to trace a larger text would take hours). ``tests/test_growth.py`` holds the same in small.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
import tracemalloc
from itertools import cycle
from pathlib import Path

import edition

SIZES = (1_000, 3_600, 13_000, 46_000, 170_000, 600_000, 2_200_000, 7_700_000, 28_000_000, 100_000_000)  # fmt: skip
_EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").rglob("*.txt"))
_SENTENCE = "汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。"

SHAPES: dict[str, tuple[str, ...]] = {
    "normal pages": tuple(path.read_text("utf-8") + "\n" for path in _EXAMPLES),
    "all short lines": ("河堤步道开放\n", "何青\n", "3月5日\n", "第2版\n", "——下游见闻\n"),
    "one line": (_SENTENCE,),
    "all blanks": ("\n", "　　\n", " \t\r\n", "\u2028"),
    "all brackets": ("（", "【", "(", "“", "《", "）"),
}


def text_of(shape: str, size: int) -> str:
    """A text of a shape, of so many bytes, or a few less."""
    parts = [(part, len(part.encode())) for part in SHAPES[shape]]
    found, left = [], size
    for part, octets in cycle(parts):
        if octets > left:
            break
        found.append(part)
        left -= octets
    if not found:
        found.append(parts[0][0].encode()[:size].decode("utf-8", "ignore"))
    return "".join(found)


def _peak() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(shape: str, size: int) -> tuple[float, float]:
    """Seconds to parse a text, the best of as many times as fit into a quarter of a second, and the bytes it took."""
    edition.parse(text_of(shape, 3_000))  # what is compiled at the first parse
    text = text_of(shape, size)
    before = _peak()
    start = time.process_time()
    page = edition.parse(text)
    best = spent = time.process_time() - start
    held = _peak() - before
    assert str(page) == text
    del page
    while spent < 0.25:
        start = time.process_time()
        edition.parse(text)
        taken = time.process_time() - start
        best, spent = min(best, taken), spent + taken
    return best, _traced(text) if size < 1_000_000 else held


def _traced(text: str) -> int:
    """The most memory that Python held at a time while it parsed a text, in bytes."""
    tracemalloc.start()
    edition.parse(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def _asked(shape: str, size: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--one", shape, str(size)]
    seconds, octets = json.loads(subprocess.check_output(command, text=True))
    return seconds, octets


def main() -> int:
    """Print the table, or fail where something grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest size, in bytes")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one[0], int(options.one[1]))))
        return 0
    print("| bytes | " + " | ".join(SHAPES) + " |\n|---|" + "---|" * len(SHAPES))
    for size in SIZES:
        if size > options.most:
            break
        cells = []
        for shape in SHAPES:
            seconds, octets = _asked(shape, size)
            cells.append(f"{seconds * 1e9 / size:,.0f} µs, {octets / size:,.1f} kB")
        print(f"| {size:,} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
