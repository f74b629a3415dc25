"""How fast a corpus is read, beside other loops over the same pages, and how much memory that takes.

usage: corpus.py rate CORPUS [--pages 1000]     pages a second on one and two workers; jieba.cut and mistune beside
       corpus.py memory CORPUS OUT              peak memory and disk of `edition corpus`, two workers

The machine should have nothing else to do; the time of its processors is told as well, which does not mind.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

import edition
from edition.corpus import SourcePage, read_pages
from edition.corpus._parsing import batched
from edition.corpus._pool import Died, run
from edition.corpus.tables import TABLES, batch, gathered

Pages = list[SourcePage]


def nothing(pages: Pages) -> int:
    """What it costs to send pages to a process."""
    return len(pages)


def parse(pages: Pages) -> int:
    """The trees."""
    return len([edition.parse(page.text) for page in pages])


def tables(pages: Pages) -> int:
    """The trees, the stories, the diagnostics, and all of that as Arrow."""
    from edition.corpus import ParsedPage

    parsed = [ParsedPage(page=edition.parse(page.text), source=page) for page in pages]
    for rows in gathered(parsed, len(pages)):
        for table in TABLES:
            batch(rows[table], table)
    return len(pages)


def jieba(pages: Pages) -> int:
    """Words."""
    import jieba

    return len([list(jieba.cut(page.text)) for page in pages])


def mistune(pages: Pages) -> int:
    """Markdown, to HTML."""
    import mistune

    return len([mistune.html(page.text) for page in pages])


@frozen
class Timed:
    """A loop, and how long the processor was at it, in seconds."""

    loop: Callable[[Pages], int]

    def __call__(self, pages: Pages) -> tuple[int, float]:
        """The pages done, and the time."""
        began = time.process_time()
        return self.loop(pages), time.process_time() - began


def rate(corpus: str, count: int) -> None:
    """Print a row for each loop."""
    pages = [page for page in read_pages(corpus) if isinstance(page, SourcePage)]
    pages = list(itertools.islice(pages, count))
    size = sum([len(page.data) for page in pages]) / len(pages)
    print(
        f"{len(pages)} pages of {size / 1000:.1f} kB, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    print("| loop | workers | pages/s | CPU ms/page |\n|---|---:|---:|---:|")
    loops: list[Callable[[Pages], int]] = [nothing, parse, tables, mistune, jieba]
    for loop in loops:
        for workers in (1, 2):
            tasks = list(batched(pages, 16, 2**20))
            # What is loaded once is loaded, in this process and in others.
            again = run(Timed(loop), itertools.chain(tasks[: 4 * workers], tasks), workers=workers)
            warm = list(itertools.islice(again, 4 * workers))
            began = time.perf_counter()
            done = [each for each in again if not isinstance(each, Died)]
            seconds = time.perf_counter() - began
            spent = sum([used for _, used in done]) / len(pages)
            assert (len(warm), sum([n for n, _ in done])) == (4 * workers, len(pages))
            rate = len(pages) / seconds
            print(f"| {loop.__name__} | {workers} | {rate:.0f} | {1000 * spent:.2f} |", flush=True)


def memory(corpus: str, out: str) -> None:
    """Run the command, and look at its processes five times a second."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "edition", "corpus", corpus, out, "--workers", "2"]
    began = time.monotonic()
    running = subprocess.Popen(command)
    most = most_one = 0
    while running.poll() is None:
        sizes = [resident(pid) for pid in family(running.pid)]
        most, most_one = max(most, sum(sizes)), max(most_one, *sizes, 0)
        time.sleep(0.2)
    seconds = time.monotonic() - began
    disk = sum([file.stat().st_size for file in Path(out).rglob("*.parquet")])
    print(
        f"{seconds:.0f} s; peak {most / 2**20:.0f} MiB in all processes, {most_one / 2**20:.0f} MiB in one; "
        f"{disk / 2**20:.1f} MiB written"
    )
    for table in TABLES:
        files = Path(out, table).glob("*.parquet")
        print(f"  {table}: {sum([file.stat().st_size for file in files]) / 2**20:.1f} MiB")


def family(pid: int) -> list[int]:
    """A process and all that it started, and those started."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def resident(pid: int) -> int:
    """A process's memory that no other shares, and its share of the rest, in bytes."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def main() -> None:
    """Measure."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("what", choices=("rate", "memory"))
    ap.add_argument("corpus")
    ap.add_argument("out", nargs="?")
    ap.add_argument("--pages", type=int, default=1000)
    o = ap.parse_args()
    if o.what == "rate":
        rate(o.corpus, o.pages)
    else:
        memory(o.corpus, o.out)


if __name__ == "__main__":
    main()
