"""Runs the examples of the pages: `python -m pytest -p docs.doctests docs`, or `README.md` in the place of `docs`.

Every block fenced as `python` is run, in the order of its page, the blocks of a page sharing their names; one that has
prompts is held to the output that it shows. `<!-- skip: next -->` above a block leaves it out.
"""

from doctest import ELLIPSIS
from pathlib import Path

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    path=str(Path(__file__).resolve().parents[1]),
    patterns=["README.md", "docs/*.md", "docs/howto/*.md"],
).pytest()
