"""Threads and processes: pages are read at the same time as they are read one after another, and nothing grows or changes."""

from __future__ import annotations

import copy
import functools
import importlib
import json
import multiprocessing
import pkgutil
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from fuzz.targets import page_text

import edition
from edition._grammar.compiled import base
from edition._parser.decode import machine_of
from edition._parser.weights import shipped

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").rglob("*.txt"))
TEXTS = [path.read_text("utf-8") for path in EXAMPLES]

#: What is kept for good once it was asked for, by module; none of it grows with what is read.
KEPT = {
    "edition._grammar.dialects": {"_sign_beginnings"},
    "edition._parser.page_features": {"_shapes_at"},
    "edition._grammar.expressions": {"_in_category"},
    "edition._grammar.compiled": {"_tables", "base", "dialect"},
    "edition._parser.decode": {"machine_of"},
    "edition._parser.line_features": {"_asked"},
    "edition._parser.segments": {"plain_word", "word_of"},
    "edition._parser.weights": {"shipped"},
    "edition._review.document": {"_script", "_style", "policy"},
    "edition._text.entry_points": {"offers"},
    "edition._text.folding": {"_by_character"},
    "edition._render.plots": {"han_font"},
    "edition.corpus.tables": {"schema"},
    "edition.records": {"rules_digest"},
    "edition.strategies": {"_surnames"},
    "edition.transform": {"_methods"},
}

#: Eight threads that begin at once in a process that has read nothing yet, so that all of them find every table unmade.
THREADS = """
import hashlib, json, sys, threading
sys.setswitchinterval(1e-6)
import edition
texts = json.load(sys.stdin)
ready, found = threading.Barrier(8), [None] * 8

def read(n):
    ready.wait()
    digest = hashlib.sha256()
    for k in range(len(texts)):
        page = edition.parse(texts[(k + n) % len(texts)])
        told = [str(page), repr(page), repr(page.stories), repr(page.diagnostics), edition.to_json(page)]
        found[n] = (found[n] or {}) | {(k + n) % len(texts): hashlib.sha256("".join(told).encode("utf-8", "replace")).hexdigest()}

threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps([sorted(one.items()) for one in found]))
"""


@pytest.mark.slow
def test_eight_threads_read_what_one_reads() -> None:
    """Whoever comes first, everybody gets the same pages, stories, diagnostics and documents."""
    texts = [
        *TEXTS,
        "【明河專訊】昨日有雨。（何青攝）\n相關字詞﹕天氣\n",
        "（記者陳立攝）\n〔記者陳立／臨川報導〕雨。\n",
    ]
    asked = subprocess.run(
        [sys.executable, "-c", THREADS],
        input=json.dumps(texts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    first, *others = json.loads(asked.stdout)
    assert len(first) == len(texts)
    assert others == [first] * 7


@pytest.mark.slow
def test_a_pool_of_processes_reads_what_one_reads() -> None:
    """Pages come back from other processes as equal trees, with their places."""
    alone = [edition.parse(text) for text in TEXTS]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(edition.parse, TEXTS))
    assert found == alone
    for page, other in zip(found, alone, strict=True):
        assert [node.span for node in page.walk()] == [node.span for node in other.walk()]
        assert page.stories == other.stories


def _modules() -> dict[str, dict[str, object]]:
    """Every module of the package that is loaded, with what it holds."""
    return {
        name: vars(module)
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] == "edition"
    }


def test_what_is_kept_is_known() -> None:
    """Functions that keep their results are those of the list."""
    for module in pkgutil.walk_packages(edition.__path__, "edition."):
        if module.name not in ("edition.__main__", "edition.corpus._query"):
            importlib.import_module(module.name)
    cached = type(functools.cache(len))
    found = {
        name: {
            key
            for key, value in held.items()
            if isinstance(value, cached) and value.__module__ == name
        }
        for name, held in _modules().items()
    }
    assert {name: keys for name, keys in found.items() if keys} == KEPT


def _read_all() -> None:
    for text in TEXTS:
        page = edition.parse(text)
        assert page.stories
        assert page.diagnostics is not None
        edition.from_tei(edition.to_tei(page))
        edition.from_json(edition.to_json(page))


def test_no_global_changes_once_it_was_used() -> None:
    """Reading again binds no name of a module anew and changes no dict, list or set of one."""

    def held() -> dict[tuple[str, str], tuple[int, object]]:
        return {
            (module, name): (
                id(value), copy.copy(value) if isinstance(value, dict | list | set) else None
            )
            for module, values in _modules().items()
            for name, value in list(values.items())
            if not name.startswith("__")
        }  # fmt: skip

    _read_all()
    before = held()
    _read_all()
    assert held() == before


@pytest.mark.slow
def test_what_is_kept_does_not_grow_with_what_is_read() -> None:
    """Evidence has a name for each kind of thing that can be seen, and not for each thing that was."""
    model = shipped()
    rng = random.Random(7)

    def kept() -> int:
        machine = machine_of(base().layout, model)
        return sum([len(d) for d in (model.evidence, model.boundary, model.path)]) + len(
            machine.places
        )

    for n in range(50):
        edition.parse(page_text(rng.randbytes(rng.choice((50, 300)))))
        edition.parse("\n" * n + "汾" * rng.randrange(3000) + "\n" + "　" * n + "河\n" * n)
    before = kept()
    for n in range(50, 100):
        edition.parse(page_text(rng.randbytes(rng.choice((50, 300)))))
        edition.parse("\n" * n + "汾" * rng.randrange(3000) + "\n" + "　" * n + "河\n" * n)
    assert kept() < min(1.2 * before, 8000)
