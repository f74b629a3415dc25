"""The data files that the package carries, read from wherever it is installed, a zip included."""

from __future__ import annotations

from os.path import dirname, join
from typing import Any


def packaged(name: str) -> bytes:
    """What a file of the package holds, by its path below the package."""
    # What pkgutil.get_data does; pkgutil takes a millisecond to import, and pathlib two.
    loader: Any = __spec__.loader
    data: bytes = loader.get_data(join(dirname(dirname(__file__)), name))  # noqa: PTH118, PTH120
    return data


def packaged_json(name: str) -> Any:
    """What a JSON file of the package holds. The caller knows its form."""
    import json  # with the calendar, half of what the package takes to import

    return json.loads(packaged(name).decode("utf-8"))
