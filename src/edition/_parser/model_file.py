"""Model files: weights as readable JSON, a line a feature, with what they were learned from::

    {
    "model": 1,
    "features": 1,
    "made": {"day": "2025-03-06", "pages": {"fenhe": 12}},
    "evidence": {
    "is:folio": {"folio": 112, "masthead": -9}
    },
    "seam": {
    "binding": {"join": 80}
    },
    "path": {}
    }

Weights are whole numbers of a twentieth. A file may come from anywhere: what is read is bounded, and is what is described here or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, NoReturn, TypeAlias

from attrs import frozen

from edition._parser.weights import (
    EVIDENCE,
    FEATURES,
    PARTS,
    ROLE_UNITS,
    TIE_UNITS,
    Numbers,
)

#: The version of the format.
VERSION = 1
#: How many bytes a file may have, and how many names of features, each of so many characters.
LARGEST, MOST_NAMES, LONGEST_NAME = 2 * 2**20, 4096, 80
#: How large a weight may be, either way.
LARGEST_WEIGHT = 2**15

_KEYS = ("model", "features", "made", *PARTS)
#: How deep what is told of a model's making may be nested.
_DEEPEST = 8
_SHOWN = 40

#: What was told of a model's making: any JSON.
Made: TypeAlias = Mapping[str, Any]


class ModelError(ValueError):
    """A file is not a valid model for this release: ``evidence['is:folio'].folio: expected a whole number, not 1.5``."""

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(problem, path)
        self.problem = problem
        """What was expected and what was found."""
        self.path = path
        """Where in the file; empty if it concerns the whole file."""

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem


@frozen
class ModelFile:
    """What a model file holds."""

    numbers: Numbers
    made: Made


class _Object(dict[str, object]):
    """An object of JSON that knows whether one of its keys stood there twice."""

    twice: str | None = None


def _object(pairs: Sequence[tuple[str, object]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        found.twice = next(key for n, key in enumerate(keys) if key in keys[:n])
    return found


def _no_number(text: str) -> NoReturn:
    raise ModelError(f"{text} is no number")


def read_model(data: bytes) -> ModelFile:
    """What a model file holds. Raises ModelError for what is none, with the path to what is wrong."""
    if len(data) > LARGEST:
        raise ModelError(f"larger than a model may be, which is {LARGEST:,} bytes")
    try:
        told: object = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise ModelError(f"not UTF-8, at byte {error.start}: a model is JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ModelError(f"no JSON: {error.msg}", where) from None
    except RecursionError:
        raise ModelError("arrays and objects are nested too deeply") from None
    except ModelError:
        raise
    except ValueError as error:
        raise ModelError(f"no JSON: {error}") from None
    table = _table(told, "")
    _version(table)
    _check_keys(table, _KEYS, "")
    made = _table(table["made"], "made")
    _check_made(made, "made", 0)
    numbers = {part: _rows(_table(table[part], part), part) for part in PARTS}
    count = len({name for rows in numbers.values() for name in rows})
    if count > MOST_NAMES:
        raise ModelError(f"{count:,} names of features are more than {MOST_NAMES:,}")
    return ModelFile(numbers, made)


def written(numbers: Numbers, made: Made) -> str:
    """The file of a model."""
    about = json.dumps(made, ensure_ascii=False, indent=1)
    parts = [f'"model": {VERSION}', f'"features": {FEATURES}', f'"made": {about}']
    for part in PARTS:
        lines = [
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row, separators=(',', ':'))}"
            for name, row in numbers.get(part, {}).items()
        ]
        parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _version(table: _Object) -> None:
    for key, here, what in (
        ("model", VERSION, "a model file of version"),
        ("features", FEATURES, "weights of the features of version"),
    ):
        if key not in table:
            raise ModelError(
                f"no model of edition: the key {key!r} is missing; `edition train` writes models"
            )
        version = table[key]
        if type(version) is not int:
            raise ModelError(f"expected a whole number, not {_named(version)}", key)
        if version != here:
            raise ModelError(
                f"{what} {_shown(version)}, and this release reads version {here}: "
                "train it again from its pages, with `edition train`, or take the release that made it",
                key,
            )


def _table(value: object, path: str) -> _Object:
    if not isinstance(value, _Object):
        raise ModelError(f"expected an object, not {_named(value)}", path)
    if value.twice is not None:
        raise ModelError(f"the key {_shown(value.twice)} stands there twice", path)
    return value


def _check_keys(table: _Object, known: Sequence[str], path: str) -> None:
    for key in table:
        if key not in known:
            raise ModelError(f"no key {_shown(key)} is known here", path)
    for key in known:
        if key not in table:
            raise ModelError(f"the key {key!r} is missing", path)


def _check_made(value: object, path: str, depth: int) -> None:
    """Make sure that what is told of a model's making is plain, and no key of it doubled."""
    if depth > _DEEPEST:
        raise ModelError("nested too deeply", path)
    if isinstance(value, float) and not isfinite(value):
        raise ModelError("a number that is too large", path)
    if isinstance(value, list):
        for one in value:
            _check_made(one, path, depth + 1)
    if isinstance(value, dict):
        for key, one in _table(value, path).items():
            _check_made(one, f"{path}[{_shown(key)}]", depth + 1)


def _rows(table: _Object, part: str) -> dict[str, dict[str, int]]:
    targets = ROLE_UNITS if part == EVIDENCE else TIE_UNITS
    found: dict[str, dict[str, int]] = {}
    for name, value in table.items():
        at = f"{part}[{_shown(name)}]"
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise ModelError(
                f"a feature's name has from 1 to {LONGEST_NAME} printable characters", at
            )
        row = found[name] = {}
        for target, number in _table(value, at).items():
            if target not in targets:
                raise ModelError(f"nothing that a line can be is called {_shown(target)}", at)
            if type(number) is not int or abs(number) > LARGEST_WEIGHT:
                raise ModelError(
                    f"expected a whole number from -{LARGEST_WEIGHT} to {LARGEST_WEIGHT}, not {_named(number)}",
                    f"{at}.{target}",
                )
            row[target] = number
    return found


def _named(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > 10**30:
        return "a very large number"
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
