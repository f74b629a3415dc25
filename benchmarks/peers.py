"""How fast pages are read, written and kept, beside other libraries on the same texts.

usage: peers.py PATH... [--train DIR...] [--count]

A path is a page, or a folder of pages (``*.txt``), which are taken together. Needs the ``bench`` extra; a peer that is not
installed is left out. Each figure is the least of some rounds in which all take turns, and its ratio to the lower bound
(``splitlines`` and one regular expression a line) in the same rounds. TOML and Python rows read the page's paragraphs as
strings of their own format: they tell the class of tool, not who wins. The one that does this job, or a part of it, is a line
tagger on CRFsuite (``_tagger.py``), which needs folders of pages with their truth to learn from (``--train``, none of them
measured); where the measured folder has its truth, how many lines each reads wrongly stands below its table.

Where valgrind is installed (and ``--count`` given), a page's instructions are counted, too: they do not depend on what the
machine does besides.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from _tagger import Tag, errors, trained
from _timing import least, lower_bound

import edition

_FLOOR = "splitlines and a regular expression"
#: Sets of strings have one order then.
_SAME_HASHES = {"PYTHONHASHSEED": "0"}
#: The peers that are not installed.
_MISSING: set[str] = set()
_FRESH = """
import sys, time
begin = time.process_time()
{}
print((time.process_time() - begin) * 1e3)
"""


def peers(text: str) -> dict[str, Callable[[], object]]:
    """What other libraries do with the text, by name, of those that are installed."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    as_toml = "".join(f"[[p]]\nt = '''{line}'''\n" for line in paragraphs)
    as_python = "".join(f"p({line!r})\n" for line in paragraphs)

    def made(name: str, make: Callable[[Any], Callable[[], object]]) -> None:
        try:
            found[name] = make(import_module(modules[name]))
        except ImportError:
            if name not in _MISSING:
                print(f"{name}: {modules[name]} is not installed", file=sys.stderr)
            _MISSING.add(name)

    modules = {
        "mistune, to its AST": "mistune",
        "markdown-it-py, with its tree": "markdown_it",
        "mistletoe": "mistletoe",
        "LibCST": "libcst",
        "tomlkit": "tomlkit",
        "docutils": "docutils.core",
        "jieba.cut": "jieba",
    }
    found: dict[str, Callable[[], object]] = {}

    def mistune(m: Any) -> Callable[[], object]:
        parser = m.create_markdown(renderer=None)
        return lambda: parser(text)

    made("mistune, to its AST", mistune)

    def markdown_it(m: Any) -> Callable[[], object]:
        tree, parser = import_module("markdown_it.tree"), m.MarkdownIt()
        return lambda: tree.SyntaxTreeNode(parser.parse(text))

    made("markdown-it-py, with its tree", markdown_it)
    made("mistletoe", lambda m: lambda: m.Document(text))
    made("LibCST", lambda m: lambda: m.parse_module(as_python))
    made("tomlkit", lambda m: lambda: m.parse(as_toml))
    made(
        "docutils",
        lambda m: lambda: m.publish_doctree(text, settings_overrides={"report_level": 5}),
    )

    def jieba(m: Any) -> Callable[[], object]:
        m.setLogLevel(60)
        m.initialize()
        return lambda: list(m.cut(text))

    made("jieba.cut", jieba)
    return found


def fresh(code: str) -> float:
    """How many milliseconds code takes in a process of its own; the median of seven."""
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", _FRESH.format(code)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for _ in range(7)
    ]
    return sorted(runs)[3]


def kept(text: str) -> float:
    """How many bytes a parsed page holds for each byte of its text in UTF-8, people and stories not asked for."""
    edition.parse(text)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    page = edition.parse(text)
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert page.items
    return size / len(text.encode("utf-8", "surrogatepass"))


def ours(text: str) -> dict[str, Callable[[], object]]:
    """What this library does with a text."""
    page = edition.parse(text)
    as_json = edition.to_json(page)
    return {
        "edition.parse": lambda: edition.parse(text),
        "edition.parse, with diagnostics": lambda: edition.parse(text).diagnostics,
        "edition.parse, with stories": lambda: edition.parse(text).stories,
        "edition.parse, with standoff": lambda: edition.to_standoff(edition.parse(text)),
        "str(page)": lambda: str(page),
        "edition.to_json": lambda: edition.to_json(page),
        "edition.from_json": lambda: edition.from_json(as_json),
    }


_COUNTED = """
import sys
import edition
texts = [open(file, newline="", encoding="utf-8").read() for file in sys.argv[2:]]
for _ in range(int(sys.argv[1])):
    for text in texts:
        edition.parse(text)
"""


def instructions(files: list[Path]) -> float:
    """How many instructions a parse takes, a page: what a further round over the pages adds."""
    counts = []
    for rounds in (1, 2):
        command = [
            *("valgrind", "--tool=cachegrind", "--cache-sim=no"),
            "--cachegrind-out-file=/dev/null",
            *(sys.executable, "-c", _COUNTED, str(rounds), *map(str, files)),
        ]
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | _SAME_HASHES
        ).stderr
        found = re.search(r"I +refs: +([0-9,]+)", told)
        assert found is not None, told
        counts.append(int(found.group(1).replace(",", "")))
    return (counts[1] - counts[0]) / len(files)


def on_all(texts: list[str], tag: Tag | None) -> dict[str, Callable[[], object]]:
    """All calls by name, each made on every text."""
    every: list[dict[str, Callable[[], object]]] = [
        {
            _FLOOR: partial(lower_bound, text),
            **({} if tag is None else {"CRFsuite tagger, roles of lines": partial(tag, text)}),
            **ours(text),
            **peers(text),
        }
        for text in texts
    ]
    return {name: partial(_in_turn, [calls[name] for calls in every]) for name in every[0]}


def _in_turn(calls: list[Callable[[], object]]) -> None:
    for call in calls:
        call()


def table(path: Path, tag: Tag | None, *, count: bool) -> None:
    """Print the table of a page or a folder of pages."""
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    texts = [file.read_bytes().decode("utf-8") for file in files]
    times = least(on_all(texts, tag))
    print(f"{path}: {len(texts)} {'page' if len(texts) == 1 else 'pages'}")
    print(f"{'':38} {'µs a page':>10} {'pages a s':>10} {'× bound':>9}")
    for name, seconds in times.items():
        each = seconds / len(texts)
        print(f"{name:38} {each * 1e6:10.0f} {1 / each:10.0f} {seconds / times[_FLOOR]:9.1f}")
    if tag is not None and path.is_dir() and any(path.glob("*.json")):
        theirs, own = errors(path, tag)
        print(f"lines with another role than is right: tagger {theirs:.1%}, edition {own:.1%}")
    if count:
        print(f"{'instructions of a parse':38} {instructions(files) / 1e3:10,.0f} thousand a page")
    print(f"{'memory held by the first page':38} {kept(texts[0]):10.1f} × its bytes")
    first = f"import edition; text = open({str(files[0])!r}, newline='', encoding='utf-8').read(); begin = time.process_time(); edition.parse(text)"
    print(f"{'first parse of the first page':38} {fresh(first):10.1f} ms")


def main() -> None:
    """Print a table for each path, and what a start takes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a page, or a folder")
    parser.add_argument(
        "--train", nargs="+", type=Path, metavar="DIR", help="what the tagger learns"
    )
    parser.add_argument("--count", action="store_true", help="count instructions with valgrind")
    asked = parser.parse_args()
    tag = trained(asked.train) if asked.train else None
    for path in asked.paths:
        table(path, tag, count=asked.count)
    print(f"{'import edition':38} {fresh('import edition'):10.1f} ms")
    print(f"{'import attrs, which is in it':38} {fresh('import attrs'):10.1f} ms")


if __name__ == "__main__":
    main()
