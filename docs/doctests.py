"""Runs the examples of the pages: `python -m pytest -p docs.doctests docs`, or `README.md` in the place of `docs`.

Every block fenced as `python` is run, in the order of its page, the blocks of a page sharing their names; one that has
prompts is held to the output that it shows. Every block fenced as `console` is run by a shell, and held to it, too. All
of it happens in a folder that is thrown away, with the checkout's `examples`, `tests` and `docs` in it. `...` in an output
stands for anything; `<!-- skip: next -->` above a block leaves it out, `<!-- skip: start if(missing("spacy"), reason="…") -->` all that
follow where a package is not installed.
"""

import os
import re
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

# An example that shows how to test says nothing about how fast this machine is.
settings.register_profile("pages", deadline=None)
settings.load_profile("pages")

ROOT = Path(__file__).resolve().parents[1]
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def _run_commands(example: Example) -> str | None:
    """Run the commands of a block; what was wrong with what they printed."""
    binaries = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    around = {**os.environ, "PATH": binaries, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    for command, wanted in _COMMAND.findall(f"{example.parsed.rstrip()}\n"):
        done = subprocess.run(
            ["bash", "-c", command],
            env=around,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if not OutputChecker().check_output(wanted, done.stdout, ELLIPSIS):
            return f"$ {command}\nshould print\n{wanted}\nand prints\n{done.stdout}"
    return None


def _missing(package: str) -> bool:
    return find_spec(package) is None


def _enter(names: dict[str, object]) -> None:
    """Go into a folder of the page's own."""
    names["missing"] = _missing
    names["_folder"] = folder = TemporaryDirectory()
    for name in ("examples", "tests", "docs"):
        (Path(folder.name) / name).symlink_to(ROOT / name)
    os.chdir(folder.name)


def _leave(names: dict[str, object]) -> None:
    os.chdir(ROOT)
    folder = names["_folder"]
    assert isinstance(folder, TemporaryDirectory)
    folder.cleanup()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        CodeBlockParser("console", _run_commands),
        SkipParser(),
    ],
    path=str(ROOT),
    patterns=["README*.md", "docs/*.md", "docs/*/*.md"],
    setup=_enter,
    teardown=_leave,
).pytest()
