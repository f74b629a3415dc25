"""Which room may import which: read off the imports themselves, those inside functions too."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import edition

PACKAGE = Path(edition.__file__).parent
#: The rooms, and what each may import beside itself. A public module is a room of its own, named ``public``.
DOORS = {
    "_text": set[str](),
    "_grammar": {"_text"},
    "_model": {"_text", "_grammar"},
    "_geometry": {"_text", "_model"},
    "_parser": {"_text", "_grammar", "_model", "_geometry"},
    "_linking": {"_text", "_grammar", "_model", "_geometry", "_parser"},
    "_render": {"_text", "_grammar", "_model", "public"},
    "_testing": {"public"},
    "_training": {"_grammar", "_model", "_parser", "_text", "public"},
    "_review": {"_text", "_grammar", "_model", "_parser", "formats", "public"},
    "public": {
        "_text",
        "_grammar",
        "_model",
        "_geometry",
        "_parser",
        "_linking",
        "_testing",
        "_review",
        "formats",
        "corpus",
    },
    "formats": {"_text", "_grammar", "_model", "_geometry", "_linking", "public"},
    "corpus": {"_text", "_grammar", "_model", "_parser", "_linking", "formats", "public"},
}
#: Only these draw.
DRAWING = {
    "edition.viz",
    "edition._cli",
    "edition._wiring",
    "edition._review.document",
}
#: Only this teaches: what it needs is an extra.
TEACHING = {"edition._cli"}
#: Only the package fills the hooks of values.
WIRED_BY = {"edition"}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    """The room in which a module stands."""
    first = [*module.split("."), ""][1]
    return first if first in DOORS else "public"


def imports(module: str, *, for_checkers: bool) -> Iterator[str]:
    """The modules of the package that one imports, by name; those for type checkers alone if wanted."""
    todo: list[ast.AST] = [ast.parse(MODULES[module].read_text("utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            todo += node.orelse + (node.body if for_checkers else [])
            continue
        todo += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found = whole if whole in MODULES else node.module or ""
                if found in MODULES and found != module:
                    yield found


GRAPH = {module: set(imports(module, for_checkers=False)) for module in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_every_import_goes_through_a_door(module: str) -> None:
    """A module imports from its own room, and from those that the table allows."""
    checked = room(module) in ("_text", "_grammar")
    for other in imports(module, for_checkers=checked):
        here, there = room(module), room(other)
        if there == "_render" and here != "_render":
            assert module in DRAWING, other
        elif there == "_training" and here != "_training":
            assert module in TEACHING, other
        elif other == "edition._wiring":
            assert module in WIRED_BY
        else:
            assert here == there or there in DOORS[here], other


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Whoever reads a module has read all that it stands on, and not the module itself."""
    above: dict[str, set[str]] = {}
    for module, direct in GRAPH.items():
        reached: set[str] = set()
        todo = [*direct]
        while todo:
            other = todo.pop()
            if other not in reached:
                reached.add(other)
                todo += GRAPH[other]
        above[module] = reached
    circles = {frozenset(b for b in above[a] if a in above[b]) for a in above if a in above[a]}
    assert not circles


def test_importing_edition_loads_nothing_heavy() -> None:
    """What takes long to import is imported by what needs it."""
    heavy = {
        "lark",
        "pathlib",
        "edition._geometry",
        "urllib.parse",
        "hashlib",
        "difflib",
        "argparse",
        "concurrent.futures",
    }
    code = f"import sys, edition; print(sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
