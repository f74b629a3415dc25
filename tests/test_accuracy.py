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
from typing import Any

import pytest

import edition

ROOT = Path(__file__).parents[1]
FICTIONAL = ROOT / "tests" / "data" / "fictional"
ISSUE = ROOT / "examples" / "fenhe-daily" / "2025-03-06"
ISSUE_TRUTH = ROOT / "tests" / "data" / "fenhe-daily" / "2025-03-06"

FLOORS: dict[str, dict[str, float]] = {
    "fictional": {
        "role": 92.4,
        "marks": 88.2,
        "b3": 94,
        "exact": 67.7,
        "paragraph": 93.4,
        "headline": 78,
        "people": 92.5,
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
        "fictional": accuracy.together(accuracy.measure(FICTIONAL).values()).figures,
        "fenhe-daily": accuracy.together(accuracy.measure(ISSUE, ISSUE_TRUTH).values()).figures,
    }


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


# --- The figures themselves ---------------------------------------------------------------------

TEXT = "河堤步道开放\n本报讯（记者 陈立）汾河西岸的步道\n昨日开放。\n（何青）\n三座老桥换上新灯\n灯亮了。\n"


def _row(printed: str, role: str, article: int | None, **more: Any) -> dict[str, Any]:
    start = TEXT.index(printed)
    return {"start": start, "end": start + len(printed), "role": role, "article": article, **more}


TRUTH = [
    _row("河堤步道开放", "headline", 1),
    _row("本报讯（记者 陈立）", "lead", 1, people=[{"name": "陈立", "role": "记者"}]),
    _row("汾河西岸的步道", "paragraph", 1, paragraph=1),
    _row("昨日开放。", "paragraph", 1, paragraph=1),
    _row("（何青）", "signoff", 1, people=[{"name": "何青"}]),
    _row("三座老桥换上新灯", "headline", 2),
    _row("灯亮了。", "paragraph", 2, paragraph=1),
]


def _changed(n: int, **changes: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in TRUTH]
    rows[n] |= changes
    return rows


def _figures(accuracy: ModuleType, reading: list[dict[str, Any]]) -> dict[str, float]:
    tally = accuracy.compare(accuracy.spans(TEXT, TRUTH), accuracy.spans(TEXT, reading))
    found: dict[str, float] = tally.figures
    return found


def test_truth_is_right_about_itself(accuracy: ModuleType) -> None:
    """Everything is 100 where a reading is the truth; whether the page is written back was not asked."""
    found = _figures(accuracy, TRUTH)
    assert {name for name, value in found.items() if value != 100} == {"lossless"}


def test_blanks_at_a_span_s_ends_do_not_count(accuracy: ModuleType) -> None:
    """A span that takes the line end along is right all the same."""
    wide = [row | {"end": row["end"] + (TEXT[row["end"]] == "\n")} for row in TRUTH]
    assert _figures(accuracy, wide)["role"] == 100


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (
            _changed(5, role="crosshead"),
            {"role": 600 / 7, "marks": 75, "headline": 50, "exact": 100},
        ),
        (_changed(3, paragraph=2), {"paragraph": 0, "role": 100}),
        (_changed(1, people=[]), {"people": 200 / 3}),
        (_changed(1, people=[{"name": "陈"}]), {"people": 50}),
        (_changed(6, article=1), {"exact": 0, "headline": 100, "role": 100}),
        (_changed(0, article=None), {"exact": 50, "headline": 100}),
        (
            [],
            {
                "role": 0,
                "b3": 200 * (2 / 44) / (1 + 2 / 44),
                "exact": 0,
                "paragraph": 0,
                "headline": 0,
                "people": 0,
            },
        ),
    ],
    ids=["role", "paragraph", "no name", "other name", "article", "no article", "nothing"],
)
def test_each_figure_counts_what_it_says(
    accuracy: ModuleType, reading: list[dict[str, Any]], expected: dict[str, float]
) -> None:
    """One thing wrong lowers the figures that are about it, by as much as it is of all."""
    found = _figures(accuracy, reading)
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=0.1), name


def test_truth_that_knows_only_stories(accuracy: ModuleType) -> None:
    """Text that the truth calls a story may have any role that a story's text can have."""
    vague = [row | {"role": "story"} for row in TRUTH]
    reading = accuracy.spans(TEXT, TRUTH)
    assert accuracy.compare(accuracy.spans(TEXT, vague), reading).figures["role"] == 100
    folio = accuracy.spans(TEXT, _changed(0, role="folio"))
    assert accuracy.compare(accuracy.spans(TEXT, vague), folio).figures["role"] == pytest.approx(
        600 / 7
    )


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
