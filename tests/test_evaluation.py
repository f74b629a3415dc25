"""Figures against pages whose truth is known: what each counts, and that they are those of the script that defines them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import edition
from edition.__main__ import main
from edition.evaluation import Count, Evaluation, Gold, compared, evaluate, read_gold
from edition.formats.errors import FormatError

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


def changed(n: int, **changes: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in TRUTH]
    rows[n] |= changes
    return rows


def figures(reading: list[dict[str, Any]], truth: list[dict[str, Any]] = TRUTH) -> dict[str, float]:
    gold = Gold(TEXT, {"spans": truth})
    return evaluate([gold], [edition.from_standoff(TEXT, {"spans": reading})]).figures


def test_truth_is_right_about_itself() -> None:
    assert set(figures(TRUTH).values()) == {100}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (
            changed(5, role="crosshead"),
            {"role.f1": 600 / 7, "marks.f1": 75, "headline.right": 50, "article.exact": 100},
        ),
        (changed(3, paragraph=2), {"paragraph.f1": 0, "role.f1": 100}),
        (changed(1, people=[]), {"people.f1": 200 / 3}),
        (changed(1, people=[{"name": "陈"}]), {"people.f1": 50}),
        (changed(6, article=1), {"article.exact": 0, "headline.right": 100, "role.f1": 100}),
        (changed(0, article=None), {"article.exact": 50, "headline.right": 100}),
        (
            [],
            {
                "role.f1": 0,
                "article.b3": 200 * (2 / 44) / (1 + 2 / 44),
                "article.exact": 0,
                "paragraph.f1": 0,
                "headline.right": 0,
                "people.f1": 0,
            },
        ),
    ],
    ids=["role", "paragraph", "no name", "other name", "article", "no article", "nothing"],
)
def test_each_figure_counts_what_it_says(
    reading: list[dict[str, Any]], expected: dict[str, float]
) -> None:
    """One wrong thing lowers the figures about it, by its share of all."""
    found = compared(TEXT, TRUTH, reading).figures
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=0.1)


def test_blanks_at_a_span_s_ends_do_not_count() -> None:
    """A span that includes the line end is right anyway; so is one with invisible characters at its ends."""
    wide = [row | {"end": row["end"] + (TEXT[row["end"]] == "\n")} for row in TRUTH]
    assert compared(TEXT, TRUTH, wide).figures["role.f1"] == 100
    text = "\u200d灯亮了。\ufeff\n"
    rows = [{"start": 0, "end": 6, "role": "paragraph"}]
    assert compared(text, rows, [{"start": 1, "end": 5, "role": "paragraph"}]).figures["role.f1"] == 100  # fmt: skip


def test_a_page_that_was_corrected_is_truth() -> None:
    """And one that was read is judged by it; an empty page has all right."""
    right = edition.from_standoff(TEXT, {"spans": TRUTH})
    assert set(evaluate([right], [right]).figures.values()) == {100}
    read = edition.parse(TEXT)
    assert evaluate([right], [read]).figures["role.f1"] == figures([dict(r) for r in edition.to_standoff(read)["spans"]])["role.f1"]  # fmt: skip
    nothing = evaluate([edition.parse("")], [edition.parse("")])
    assert nothing.figures["role.f1"] == 100
    assert nothing.characters == 0


def test_evaluations_add_up() -> None:
    page = edition.parse(TEXT)
    gold = Gold(TEXT, {"spans": TRUTH})
    twice = evaluate([gold, gold], [page, page])
    once = evaluate([gold], [page])
    assert once + once == twice
    assert twice.pages == Count(2, 2, 2)
    assert once + Evaluation() == once
    assert twice.figures == pytest.approx(once.figures)
    assert str(once).startswith("role.f1 ")


def test_counts_tell_precision_and_recall() -> None:
    count = Count(right=3, found=4, there=6)
    assert (count.precision, count.recall, count.f1) == (75, 50, 60)
    assert (Count().precision, Count().recall, Count().f1) == (0, 0, 100)


def test_a_story_is_right_in_any_role_of_one() -> None:
    """A truth that tells no more than that a text is a story's; furniture there is wrong, and a mark."""
    told = ("start", "end", "article")
    truth = [{"role": "story", **{key: row[key] for key in told}} for row in TRUTH]
    assert figures(TRUTH, truth)["role.f1"] == 100
    wrong = figures(changed(0, role="folio", article=None), truth)
    assert wrong["role.f1"] == pytest.approx(600 / 7)
    assert wrong["marks.f1"] == 0


def test_what_does_not_fit_is_told() -> None:
    page = edition.parse(TEXT)
    with pytest.raises(ValueError, match="zip"):
        evaluate([], [page])
    with pytest.raises(FormatError, match="outside the text"):
        evaluate([Gold("短", {"spans": TRUTH})], [page])
    other = evaluate([Gold(TEXT, {"spans": TRUTH})], [edition.parse(TEXT[:-1])])
    assert other.figures["lossless"] == 0


# --- the same as the script -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def script(gold_dir: Path) -> ModuleType:
    """The script that defines the figures."""
    path = gold_dir.parent / "eval" / "score.py"
    if not path.is_file():
        pytest.skip("the script that defines the figures is not there")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", ["gold", "gold-invented", "gold-historic", "gold-1930s"])
def test_figures_are_those_of_the_script(script: ModuleType, gold_dir: Path, folder: str) -> None:
    """On every page by itself, and on all of them together; also where the truth knows stories alone."""
    ours, theirs = Evaluation(), script.Tally()
    files = sorted((gold_dir.parent / folder).glob("*.json"))
    if not files:
        pytest.skip(f"there is no {folder}")
    for file in files[:12]:
        gold = read_gold(file)
        page = edition.parse(gold.text)
        one = script.Tally()
        one.add_page(gold.text, gold.data["spans"], edition.to_standoff(page)["spans"])
        one["lossless"], one["pages"] = str(page) == gold.text, 1
        mine = evaluate([gold], [page])
        assert mine.figures == pytest.approx(one.figures())
        theirs.update(one)
        ours += mine
    assert ours.figures == pytest.approx(theirs.figures())
    for role, count in ours.roles.items():
        told = [theirs[f"role.{role}.{name}"] for name in ("hit", "pred", "gold")]
        assert [count.right, count.found, count.there] == told


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "checked"
    found.mkdir()
    (found / "01.txt").write_text(TEXT, "utf-8")
    (found / "01.json").write_text(json.dumps({"spans": TRUTH}), "utf-8")
    return found


def test_score_prints_figures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder), "--pages", "--roles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    gold = read_gold(folder / "01.json")
    found = evaluate([gold], [edition.parse(TEXT)])
    assert lines[0].split()[1:] == [*found.figures]
    values = [f"{value:.1f}" for value in found.figures.values()]
    assert lines[1].split() == ["01", *values]
    assert lines[2].split() == ["1", "page", *values]
    assert lines[3].split() == ["role", "there", "found", "right", "F1"]
    assert {line.split()[0] for line in lines[4:]} == {*found.roles}


def test_score_tells_programs_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder), str(folder), "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out).values()
    assert told["all"] == told["pages"]["01"]
    assert told["all"].keys() == Evaluation().figures.keys()


def test_score_judges_another_tool_s_roles(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "01.json").write_text(json.dumps({"spans": changed(5, role="crosshead")}), "utf-8")
    assert main(["score", str(folder), "--pred", str(theirs), "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out).values()
    assert told["all"]["marks.f1"] == 75
    (theirs / "01.json").write_text("{}", "utf-8")
    assert main(["score", str(folder), "--pred", str(theirs)]) == 2
    (theirs / "01.json").unlink()
    assert main(["score", str(folder), "--pred", str(theirs)]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "01.json: standoff, spans: expected an array" in first
    assert "01.json: No such file or directory" in second


def test_score_refuses_what_is_no_truth(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "01.json").write_text('{"spans": [{"start": 0, "end": 99, "role": "headline"}]}', "utf-8")  # fmt: skip
    assert main(["score", str(folder)]) == 2
    assert "01.json: standoff, spans[0]: 0 to 99 is outside the text" in capsys.readouterr().err
    (folder / "01.json").unlink()
    assert main(["score", str(folder)]) == 2
    assert "no labelled pages" in capsys.readouterr().err
    assert main(["score", str(folder / "none")]) == 2
    assert "No such file or directory" in capsys.readouterr().err
