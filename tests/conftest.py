"""What every test may use: Hypothesis profiles, and the folders of pages and schemas.

`pytest` runs what takes milliseconds, each property on a few examples. `pytest -m ''` runs all tests,
`--hypothesis-profile=ci` takes more examples, `--thorough` (or `EDITION_PROFILE=thorough`) 100 000 or as many as
`EDITION_EXAMPLES` says. With `--no-skips` a test that skips itself fails: nothing may be missing on that machine.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

#: Packages of the extras `bridges`, `annotators`, `retrieval` and `clusters`: CI has them in environments of their own, where the tests that want them are run.
BRIDGES = ("bibtexparser", "bioc", "cassis", "citeproc", "conllu", "datasets", "datatrove", "doccano_client", "docling_core", "haystack",
           "label_studio_sdk", "langchain_core", "llama_index", "ray", "rispy", "spacy")  # fmt: skip

# Seconds say nothing on a busy machine: there are no deadlines, and slow data is no failure.
settings.register_profile(
    "quick",
    max_examples=10,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "ci",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
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
        help="run each property on EDITION_EXAMPLES examples (default: 100000)",
    )
    parser.addoption(
        "--no-skips", action="store_true", help="a test that skips itself fails, and so does a file"
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what runs in its background with interrupts ignored, and so would be what tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--hypothesis-profile") is not None:
        return
    thorough = config.getoption("--thorough")
    settings.load_profile("thorough" if thorough else os.environ.get("EDITION_PROFILE", "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--no-skips"):
        _fail_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--no-skips"):
        _fail_skipped(report)
    return report


def _fail_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    # What is expected to fail is reported as skipped, too.
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if not any(f"could not import '{name}" in reason for name in BRIDGES):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {reason}"


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that is installed (`chromium`, as Debian has it); Playwright's own browsers are not used."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()
