"""Kill `edition corpus` at random moments within its parts and resume it, time after time; then compare its rows with an uninterrupted run.

usage: kills.py CORPUS OUT [--kills 50] [--workers 2] [--seed N]

Every other signal is SIGKILL, and the rest SIGTERM and Ctrl-C, to all of the run's processes; these two have to end it with
no more than one line.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from edition.corpus import connect
from edition.corpus._manifest import CorpusError, read_manifest
from edition.corpus.tables import TABLES


def parts_of(folder: Path) -> int:
    """How many parts are done."""
    try:
        return len(read_manifest(folder).parts)
    except CorpusError:  # not begun
        return 0


def half_written(folder: Path) -> set[Path]:
    """The files of parts that are not whole, those among them that a run which was killed left behind."""
    return set(folder.rglob(".part-*.tmp"))


def main() -> None:
    """Kill, resume, compare."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("corpus")
    ap.add_argument("out", type=Path)
    ap.add_argument("--kills", type=int, default=50)
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
    print(f"uninterrupted: {length:.1f} s, {parts_of(whole)} parts")
    total = parts_of(whole)
    within = 0
    for n in range(o.kills):
        before = half_written(killed)
        goal = n * total // o.kills  # so that all parts have their turn, and some moment within one
        running = subprocess.Popen(
            [*command, str(killed), *options, "--resume"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        while running.poll() is None and (
            parts_of(killed) < min(goal, total - 1) or half_written(killed) <= before
        ):
            time.sleep(0.01)
        time.sleep(rng.random() * length / total)
        within += running.poll() is None and not half_written(killed) <= before
        chosen = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)[n % 4]
        if running.poll() is None:
            os.killpg(running.pid, chosen)
        said = running.communicate()[1].decode()
        print(f"{chosen.name} with {parts_of(killed)} parts done: {said.strip()}", flush=True)
        assert chosen == signal.SIGKILL or said.count("\n") <= 1, said
    print(f"{within} of {o.kills} kills while a part was half written")
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
