"""How fast a page is read, written and kept, beside other libraries on the same text: ``python benchmarks/peers.py PAGE``.

Needs the ``bench`` extra; a peer that is not installed is left out. Each figure is a median, and its ratio to the lower
bound (``splitlines`` and one regular expression a line) in the same run. TOML and Python rows read the page's paragraphs
as strings of their own format: they tell the class of tool, not who wins.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from _timing import lower_bound, medians

import edition

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
            print(f"{name}: {modules[name]} is not installed", file=sys.stderr)

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


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1])
    text = path.read_bytes().decode("utf-8")
    page = edition.parse(text)
    as_json = edition.to_json(page)
    ours: dict[str, Callable[[], object]] = {
        "edition.parse": lambda: edition.parse(text),
        "edition.parse, with diagnostics": lambda: edition.parse(text).diagnostics,
        "str(page)": lambda: str(page),
        "edition.to_json": lambda: edition.to_json(page),
        "edition.from_json": lambda: edition.from_json(as_json),
    }
    floor = "splitlines and a regular expression"
    times = medians({floor: lambda: lower_bound(text), **ours, **peers(text)})
    print(f"{'':38} {'µs':>9} {'× bound':>9} {'× mistune':>9}")
    mistune = times.get("mistune, to its AST")
    for name, seconds in times.items():
        beside = "" if mistune is None else f"{seconds / mistune:9.2f}"
        print(f"{name:38} {seconds * 1e6:9.0f} {seconds / times[floor]:9.1f} {beside}")
    print(f"{'import edition':38} {fresh('import edition'):9.1f} ms")
    print(f"{'import attrs, which is in it':38} {fresh('import attrs'):9.1f} ms")
    first = f"import edition; text = open({str(path)!r}, newline='', encoding='utf-8').read(); begin = time.process_time(); edition.parse(text)"
    print(f"{'first parse of the page':38} {fresh(first):9.1f} ms")
    print(f"{'memory held by the page':38} {kept(text):9.1f} × its bytes")


if __name__ == "__main__":
    main()
