"""Read a JSON text into values, and name a value that is not what was expected."""

from __future__ import annotations

import json
from typing import TypeAlias

from edition.formats.errors import FormatError

#: What JSON holds.
Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
_TYPES: dict[type[object], str] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "true or false",
    int: "a number",
}


def values(data: str | bytes) -> Value:
    """What a JSON text holds, read by orjson where that is installed and takes the text."""
    try:
        import orjson  # pyright: ignore[reportMissingImports]
    except ImportError:
        pass
    else:
        try:
            return orjson.loads(data)  # type: ignore[no-any-return]
        except orjson.JSONDecodeError:
            pass  # the standard library reads more (lone surrogates), or reports the error
    try:
        text = data if isinstance(data, str) else data.decode(json.detect_encoding(data))
        return json.loads(text)  # type: ignore[no-any-return]
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FormatError("JSON", f"this is no JSON: {error.msg}", where) from None
    except UnicodeDecodeError as error:
        raise FormatError(
            "JSON", f"this is no {error.encoding}: {error.reason}", f"byte {error.start}"
        ) from None
    except RecursionError:
        raise FormatError("JSON", "arrays and objects are nested too deeply") from None
    except ValueError as error:
        raise FormatError("JSON", f"this is no JSON: {error}") from None


def named(value: Value) -> str:
    if value is None:
        return "null or nothing"
    name = _TYPES.get(type(value), "a number")
    return name if isinstance(value, dict | list) else f"{name} ({short(value)})"


def short(value: str | float) -> str:
    text = "a very large one" if isinstance(value, int) and abs(value) > 10**30 else repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
