"""What every test may use: Hypothesis profiles, and the folders of pages and schemas.

`pytest` runs each property on a few dozen examples; `pytest --thorough` (or `EDITION_PROFILE=thorough`) on 100 000, or
on as many as `EDITION_EXAMPLES` says.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
)
settings.register_profile(
    "thorough",
    max_examples=int(os.environ.get("EDITION_EXAMPLES", "100000")),
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="run each property on EDITION_EXAMPLES examples (100000 unless told)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile") is not None:
        return
    thorough = config.getoption("--thorough")
    settings.load_profile("thorough" if thorough else os.environ.get("EDITION_PROFILE", "quick"))


def _folder(variable: str, holding: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} names no folder of {holding}")
    folder = Path(value)
    if not folder.is_dir():
        pytest.fail(f"{variable} is {value!r}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def gold_dir() -> Path:
    """The folder of annotated pages, which are press text and no part of the project."""
    return _folder("EDITION_GOLD", "annotated pages")


@pytest.fixture(scope="session")
def schemas_dir() -> Path:
    """The folder of official schemas (TEI, NITF, NewsML-G2, ninjs, schema.org)."""
    return _folder("EDITION_SCHEMAS", "official schemas")


@pytest.fixture(scope="session")
def examples_dir() -> Path:
    """The project's own pages, of an invented paper."""
    return ROOT / "examples"
