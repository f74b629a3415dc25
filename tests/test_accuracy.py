"""How right the reading is on the project's own pages: it can't get worse without a test that says so.

The floors lie a point or a few below what was measured; docs/accuracy.md has the figures. Whoever makes the reading better
raises them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

import edition

ROOT = Path(__file__).parents[1]
FICTIONAL = ROOT / "tests" / "data" / "fictional"
ISSUE = ROOT / "examples" / "fenhe-daily" / "2025-03-06"
ISSUE_TRUTH = ROOT / "tests" / "data" / "fenhe-daily" / "2025-03-06"

FLOORS: dict[str, dict[str, float]] = {
    "fictional": {
        "role": 91.6,
        "marks": 87.2,
        "b3": 94,
        "exact": 66.1,
        "paragraph": 93,
        "headline": 77.9,
        "people": 91.7,
    },
    "fenhe-daily": {
        "role": 98.7,
        "marks": 98.7,
        "b3": 97.8,
        "exact": 94.6,
        "paragraph": 93.1,
        "headline": 99,
        "people": 98,
    },
}


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    """The benchmark, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(accuracy: ModuleType) -> dict[str, dict[str, float]]:
    return {
        name: accuracy.figures(accuracy.together(accuracy.measure(*folders).values()))
        for name, folders in (("fictional", (FICTIONAL,)), ("fenhe-daily", (ISSUE, ISSUE_TRUTH)))
    }


#: Lines of the example issue that are read wrongly: an editor's note without a label, which reads as text.
MISREAD = frozenset({("02", 1667, "editor_note", "paragraph")})


def test_the_example_issue_is_read_as_its_truth_says() -> None:
    """In every role of every line: these are the pages that everybody sees first."""
    wrong = set()
    issue = edition.read_edition(ISSUE)
    for name, page in zip(("01", "02", "03", "04"), issue.pages, strict=True):
        truth = json.loads((ISSUE_TRUTH / f"{name}.json").read_text("utf-8"))["spans"]
        read = {row["start"]: row["role"] for row in edition.to_standoff(page)["spans"]}
        for row in truth:
            if read.get(row["start"]) != row["role"]:
                wrong.add((name, row["start"], row["role"], read.get(row["start"])))
    assert wrong <= MISREAD


@pytest.mark.parametrize(
    ("pages", "figure"), [(pages, figure) for pages, floors in FLOORS.items() for figure in floors]
)
def test_reading_is_no_worse_than_it_was(
    figures: dict[str, dict[str, float]], pages: str, figure: str
) -> None:
    """Each figure is at least what it was when the floor was set."""
    assert figures[pages][figure] >= FLOORS[pages][figure]


@pytest.mark.parametrize("pages", FLOORS)
def test_every_page_is_written_back(figures: dict[str, dict[str, float]], pages: str) -> None:
    """Exactness is no matter of degree."""
    assert figures[pages]["lossless"] == 100


# --- The command ---------------------------------------------------------------------------------

TEXT = "河堤步道开放\n本报讯（记者 陈立）汾河西岸的步道\n昨日开放。\n（何青）\n三座老桥换上新灯\n灯亮了。\n"


def test_command_prints_the_figures(
    accuracy: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A folder of pairs gives a table of figures and one of roles, and the same as JSON."""
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    truth = edition.to_standoff(edition.parse(TEXT))
    (tmp_path / "page.json").write_text(json.dumps(truth), "utf-8")
    out = tmp_path / "figures.json"
    monkeypatch.setattr(sys, "argv", ["accuracy.py", str(tmp_path), "--pages", "--json", str(out)])
    accuracy.main()
    printed = capsys.readouterr().out
    assert "1 pages" in printed
    assert "headline" in printed
    assert json.loads(out.read_text("utf-8"))["1 pages"]["role"] == 100


def test_folder_without_pairs(accuracy: ModuleType, tmp_path: Path) -> None:
    """A folder that holds no pair is an error."""
    with pytest.raises(FileNotFoundError, match="no pairs"):
        accuracy.measure(tmp_path)
