"""Fuzz everything that takes a text, bytes or a tree, with atheris: parse, the readers, the exporters.

    pip install -e '.[fuzz]'
    python fuzz/run.py -max_total_time=60                  # a minute, as in .ci/run
    python fuzz/run.py -max_total_time=3600 corpus         # an hour, keeping what reached new code in corpus/
    python fuzz/run.py crash-…                             # one finding again

Options are libFuzzer's. It stops at the first finding and writes the input to a file; put it, cut down, into
tests/test_fuzz.py and mend what it broke. ``targets.py`` says what is done with an input and what has to hold.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
with atheris.instrument_imports(include=["edition"]):
    from fuzz import targets


def main() -> None:
    """Run libFuzzer, beginning with an input for each target where there is no corpus."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    with TemporaryDirectory() as folder:
        for n, seed in enumerate(targets.seeds()):
            Path(folder, str(n)).write_bytes(seed)
        again = bool(given) and all(Path(name).is_file() for name in given)
        options = ["-timeout=20", "-max_len=4096", *sys.argv[1:], *([] if again else [folder])]
        atheris.Setup([sys.argv[0], *options], targets.one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
