"""The data files that the package carries, read from wherever it is installed, a zip included."""

from __future__ import annotations

import json
from typing import Any


def packaged(name: str) -> Any:
    """What a JSON file of the package holds. The caller knows its form."""
    import pkgutil

    data = pkgutil.get_data("edition", name)
    if data is None:
        raise FileNotFoundError(f"the package lacks its file {name}")
    return json.loads(data)
