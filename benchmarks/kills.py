"""Kill `edition corpus` at random moments and resume it, time after time; then compare its rows with an uninterrupted run.

usage: kills.py CORPUS OUT [--kills 20] [--workers 2] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from edition.corpus import connect
from edition.corpus._store import CorpusError, read_manifest
from edition.corpus.tables import TABLES


def parts_of(folder: Path) -> int:
    """How many parts are done."""
    try:
        return len(read_manifest(folder))
    except CorpusError:  # not begun
        return 0


def main() -> None:
    """Kill, resume, compare."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("corpus")
    ap.add_argument("out", type=Path)
    ap.add_argument("--kills", type=int, default=20)
    ap.add_argument("--workers", default="2")
    ap.add_argument("--seed", type=int, default=0)
    o = ap.parse_args()
    rng = random.Random(o.seed)
    command = [sys.executable, "-m", "edition", "corpus", o.corpus]
    options = ["--workers", o.workers, "--part", "10"]
    whole, killed = o.out / "whole", o.out / "killed"
    began = time.monotonic()
    subprocess.run([*command, str(whole), *options], stdout=subprocess.DEVNULL, check=False)
    length = time.monotonic() - began
    print(f"uninterrupted: {length:.1f} s, {len(read_manifest(whole))} parts")
    total = len(read_manifest(whole))
    for _ in range(o.kills):
        # So many parts further, and then some moment within the next.
        goal = parts_of(killed) + rng.randrange(max(total // o.kills, 1))
        running = subprocess.Popen(
            [*command, str(killed), *options, "--resume"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # Python's resource tracker complains of each kill
        )
        while parts_of(killed) < min(goal, total - 1) and running.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.random() * 2 * length / total)
        running.send_signal(signal.SIGKILL)
        running.wait()
        litter = len(list(killed.rglob("*.tmp")))
        print(f"killed with {parts_of(killed)} parts done, {litter} files half written", flush=True)
    subprocess.run([*command, str(killed), *options, "--resume"], check=False)
    one, other = connect(whole), connect(killed)
    for table in TABLES:
        rows = one.table(table).fetchall()
        again = other.table(table).fetchall()
        same = sorted(rows, key=repr) == sorted(again, key=repr)
        print(
            f"{table}: {len(rows)} rows, {len(again)} after {o.kills} kills: {'equal' if same else 'DIFFERENT'}"
        )
        assert same


if __name__ == "__main__":
    main()
