"""What pytest shows where two pages differ, and what it pays for that: nothing until pages are compared."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PLUGIN = ("-p", "pytest_edition", "-p", "no:cacheprovider")


def test_a_failed_comparison_shows_the_differences(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import edition

        TEXT = "河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。（何青）\\n"

        def test_pages():
            assert edition.parse(TEXT) == edition.parse(TEXT.replace("三公里", "五公里"))

        def test_others():
            assert edition.parse(TEXT) == TEXT

        def test_order():
            assert edition.parse(TEXT) != edition.parse(TEXT)
        """
    )
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(failed=3)
    # The summary repeats it where CI is set.
    told = result.stdout.str().partition("short test summary info")[0]
    assert told.count("the pages differ in 1 place:") == 1
    assert (
        "~ 3:5 Paragraph: 汾河西岸的步道昨日开放，全长[-三-]{+五+}公里，沿线新栽了柳树和海棠。"
        in told
    )


@pytest.mark.slow
def test_who_compares_no_page_does_not_import_the_library(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_numbers():
            assert 1 == 2

        def test_modules():
            assert "pytest_edition" in sys.modules
            assert "edition" not in sys.modules
        """
    )
    result = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:xdist")
    result.assert_outcomes(passed=1, failed=1)


def test_pytest_finds_it() -> None:
    """Under the name of its module, so that `-p` finds it with and without an installation."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"pytest_edition": "pytest_edition"}
