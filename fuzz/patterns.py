"""Check with recheck that no regular expression can be made to take long: `npm install recheck`, `python fuzz/patterns.py`.

recheck proves a pattern linear, or searches for a text that is read more than once for each character. It knows the
patterns of JavaScript, so those of the grammar and of the source are translated: atomic groups, which JavaScript lacks,
become a look ahead and a reference to what it found.

The formulas of a line hold for no more than a hundred characters; what is asked of them is that no text of a few hundred is
read more than a few thousand times over. `tests/test_patterns.py` measures the same, and needs no node.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import edition
from edition._grammar.compiled import base, dialect, dialect_names

#: The longest text that recheck tries, in characters, and how many steps it may take.
_LONGEST, _STEPS = 400, 2_000_000

_SCRIPT = """
const { check } = require("recheck");
const rows = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  for (const [name, source] of rows) {
    const found = await check(source, "su", { maxAttackStringSize: LONGEST, attackLimit: STEPS, timeout: 60000 });
    console.log(JSON.stringify([name, found.status, found.attack?.pattern ?? found.error?.kind ?? ""]));
  }
  process.exit(0);
})();
"""


def patterns() -> dict[str, str]:
    """Every pattern of the package by name: the terminals of each dialect, and what the source compiles."""
    found: dict[str, str] = {}
    for name in dialect_names():
        grammar = base() if name == "mainland" else dialect(name)
        for terminal in grammar.terminals:
            source = grammar.pattern(terminal).pattern
            if name == "mainland" or source != base().terminals.get(terminal) != source:
                found.setdefault(f"{name} {terminal}", source)
    for module in pkgutil.walk_packages(edition.__path__, "edition."):
        if module.name in ("edition.__main__", "edition._cli"):
            continue
        loaded = importlib.import_module(module.name)
        values = vars(loaded).items()
        found |= {
            f"{module.name} {key}": value.pattern
            for key, value in values
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
        }
        found |= {
            f"{module.name} line {line}": source
            for line, source in _literals(Path(loaded.__file__ or ""))
        }
    return {source: name for name, source in reversed(found.items())}


def _literals(file: Path) -> Iterator[tuple[int, str]]:
    """The patterns that stand in calls of functions of `re`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr != "escape"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.lineno, node.args[0].value


def translated(source: str) -> str:
    """A pattern in JavaScript's syntax."""
    found, closers, names = "", [], 0
    at = 0
    in_class = False
    while at < len(source):
        char = source[at]
        if char == "\\":
            escaped = source[at : at + 2]
            found += {r"\Z": "$", r"\A": "^", r"\/": "/"}.get(escaped, escaped)
            if escaped == r"\U":
                found = f"{found[:-2]}\\u{{{source[at + 2 : at + 10]}}}"
                at += 8
            at += 2
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif source.startswith("(?>", at):
            names += 1
            found, at = f"{found}(?=(?<atomic{names}>", at + 3
            closers.append(rf"))\k<atomic{names}>")
            continue
        elif source.startswith("(?P<", at):
            found, at = f"{found}(?<", at + 4
            closers.append(")")
            continue
        elif char == "(":
            closers.append(")")
        elif char == ")":
            char = closers.pop()
        found += char
        at += 1
    return found


def main() -> int:
    """Ask recheck about every pattern; tell those that it finds slow, or can't tell of."""
    node = which("node")
    if node is None:
        print("recheck needs node")
        return 2
    rows = [
        # What stands in a line is looked for everywhere, and all else at the head of what is given.
        [name, translated(source if name.endswith("_INSIDE") else f"^(?:{source})")]
        for source, name in patterns().items()
    ]
    script = _SCRIPT.replace("LONGEST", str(_LONGEST)).replace("STEPS", str(_STEPS))
    asked = subprocess.run(
        [node, "-e", script], input=json.dumps(rows), text=True, stdout=subprocess.PIPE, check=True
    )
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    slow = [answer for answer in answers if answer[1] != "safe"]
    for name, status, told in slow:
        print(f"{name}: {status} {told}")
    print(f"{len(answers)} patterns, {len(answers) - len(slow)} safe")
    return 1 if slow or len(answers) < len(rows) else 0


if __name__ == "__main__":
    sys.exit(main())
