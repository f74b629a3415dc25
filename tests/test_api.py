"""The public API is what tests/data/api.txt lists: a change of it is seen in review.

After a change that is meant, `python tests/test_api.py` writes the file anew; docs/stability.md says which changes may be.
"""

from __future__ import annotations

import ast
import enum
import functools
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import attrs
import pytest

import edition

FILE = Path(__file__).parent / "data" / "api.txt"


def modules() -> Iterator[str]:
    """The public modules, by name."""
    yield "edition"
    for module in pkgutil.walk_packages(edition.__path__, "edition."):
        if not any(part.startswith("_") for part in module.name.split(".")):
            yield module.name


def public_api() -> Iterator[str]:
    """A line for each public name: where it is from, or what it takes and returns."""
    homes = _homes()
    for name in sorted(modules()):
        module = importlib.import_module(name)
        offered = getattr(module, "__all__", None)
        keys = vars(module) if offered is None else offered
        own = _own(module)
        for key in sorted(key for key in keys if not key.startswith("_")):
            value = getattr(module, key)
            home = value.__module__ if inspect.isroutine(value) or inspect.isclass(value) else name
            if offered is None and (home != name or key not in own):
                continue
            home = homes.get(id(value), name) if "._" in home else home
            if home != name:
                yield f"{name}.{key} is {home}.{value.__name__}"
            else:
                yield from _described(f"{name}.{key}", value)


def _homes() -> dict[int, str]:
    """The public module that offers a thing which lives in a private one, by the thing's identity."""
    return {
        id(getattr(module, key)): name
        for name in sorted(modules())
        if name != "edition"
        for module in [importlib.import_module(name)]
        for key in getattr(module, "__all__", ())
        if "._" in getattr(getattr(module, key), "__module__", "")
    }


def _own(module: ModuleType) -> set[str]:
    """The names that a module makes, and does not import."""
    found: set[str] = set()
    for node in ast.parse(Path(module.__file__ or "").read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def _described(path: str, value: object) -> Iterator[str]:
    if inspect.isclass(value):
        yield from _class(path, value)
    elif inspect.isroutine(value) or isinstance(value, functools._lru_cache_wrapper):
        yield f"{path}{_signature(value)}"
    elif not isinstance(value, TypeVar):
        yield f"{path}: {type(value).__name__}"


def _class(path: str, kind: type) -> Iterator[str]:
    bases = ", ".join(base.__name__ for base in kind.__bases__ if base is not object)
    yield f"class {path}({bases})"
    if issubclass(kind, enum.Enum):
        for member in kind:
            yield f"{path}.{member.name} = {member.value!r}"
    fields = {field.name: field for field in attrs.fields(kind)} if attrs.has(kind) else {}
    for name, field in fields.items():
        if not name.startswith("_"):
            optional = " = …" if field.default is not attrs.NOTHING else ""
            yield f"{path}.{name}: {_annotation(kind, name)}{optional}"
    for name, member in sorted(vars(kind).items()):
        if name.startswith("_") or name in fields or isinstance(member, enum.Enum):
            continue
        raw = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if isinstance(raw, property | functools.cached_property):
            getter = raw.fget if isinstance(raw, property) else raw.func
            returned = inspect.signature(getter).return_annotation if getter else ""
            yield f"{path}.{name} -> {'…' if returned is inspect.Signature.empty else returned}"
        elif inspect.isfunction(raw):
            yield f"{path}.{name}{_signature(raw)}"
        elif inspect.ismemberdescriptor(member):  # a view that is kept once it was asked for
            yield f"{path}.{name} -> …"


def _annotation(kind: type, name: str) -> str:
    """A field's type as it is written: attrs has the type itself once somebody asked to resolve it."""
    written = (base.__annotations__ for base in kind.__mro__ if "__annotations__" in vars(base))
    return next(str(names[name]) for names in written if name in names)


def _signature(value: object) -> str:
    try:
        return str(inspect.signature(value)).replace("'", "")  # type: ignore[arg-type]
    except ValueError:
        return "(…)"


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="signatures are written as Python 3.11 does"
)
def test_the_public_api_is_the_one_that_is_listed() -> None:
    """What was taken away or changed breaks somebody's program; what was added has to be kept."""
    listed = FILE.read_text("utf-8").splitlines()
    found = list(public_api())
    gone, new = sorted(set(listed) - set(found)), sorted(set(found) - set(listed))
    assert not gone, f"gone or changed (docs/stability.md): {gone}; new: {new}"
    assert not new, f"new: {new}; `python tests/test_api.py` lists it"


def test_every_name_is_documented() -> None:
    """Each public name of the package says what it is."""
    for name in edition.__all__:
        assert inspect.getdoc(getattr(edition, name)), name


if __name__ == "__main__":
    FILE.write_text("\n".join(public_api()) + "\n", "utf-8")
