"""The commands read what `edition` has written, and take no document for a newspaper's text."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

import edition
from edition._cli import main

ROOT = Path(__file__).parents[1]
ISSUE = ROOT / "examples/fenhe-daily/2025-03-06"
TEXT = "河堤步道开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放，全长三公里。\n\n（何青）\n"
PAGE = edition.parse(TEXT, pins={1: "kicker"})


@pytest.fixture(params=["json", "tei", "standoff", "indented"])
def document(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A page that nobody would read so, as it is written in a format."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    name = {"tei": "01.xml"}.get(request.param, "01.json")
    written = {
        "json": lambda: edition.to_json(PAGE),
        "indented": lambda: "\ufeff" + edition.to_json(PAGE, indent=1),
        "tei": lambda: edition.to_tei(PAGE),
        "standoff": lambda: json.dumps(edition.to_standoff(PAGE)),
    }[request.param]()
    (tmp_path / name).write_bytes(written.encode())
    return str(tmp_path / name)


def test_show_and_convert(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The page is the one that was written, and no notice made of a document's text."""
    assert main(["show", document]) == 0
    told = capsys.readouterr().out
    assert "kicker" in told
    assert "notice" not in told
    assert main(["convert", "--format", "json", document]) == 0
    assert edition.from_json(capsys.readouterr().out) == PAGE
    assert main(["standoff", document]) == 0
    assert json.loads(capsys.readouterr().out) == edition.to_standoff(PAGE)


def test_check_and_view(document: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What looks wrong is told of the page, and the page is drawn; also beside another reading."""
    assert main(["check", document]) == 0
    assert capsys.readouterr().out == "".join(f"{document}:{d}\n" for d in PAGE.diagnostics)
    assert main(["view", document]) == 0
    assert 'class="e-r e-kicker"' in capsys.readouterr().out
    assert main(["view", document, "--against", str(tmp_path / "01.txt")]) == 0
    assert "kicker" in capsys.readouterr().out
    assert main(["convert", document, "--format", "json", "--output", document]) == 2
    assert "that is what was read" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["json", "tei"])
def test_standard_input(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it is shows in how it begins."""
    written = edition.to_json(PAGE) if kind == "json" else edition.to_tei(PAGE)
    stream = SimpleNamespace(buffer=io.BytesIO(written.encode()), fileno=lambda: -1)
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["convert", "-", "--format", "json"]) == 0
    assert edition.from_json(capsys.readouterr().out) == PAGE


@pytest.mark.parametrize("kind", ["json", "tei", "standoff"])
def test_issues(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An issue in a file is an issue; standoff finds its pages in the folder of its name, or beside it."""
    issue = edition.read_edition(ISSUE)
    for page, name in zip(issue.pages, issue.sources, strict=True):
        (tmp_path / name).write_bytes(str(page).encode())
    file = tmp_path / ("issue.xml" if kind == "tei" else "issue.json")
    written = {
        "json": lambda: edition.to_json(issue),
        "tei": lambda: edition.to_tei(issue),
        "standoff": lambda: json.dumps(edition.to_standoff(issue)),
    }[kind]()
    file.write_bytes(written.encode())
    assert main(["show", str(file)]) == 0
    shown = capsys.readouterr().out
    assert main(["show", str(ISSUE)]) == 0
    assert capsys.readouterr().out == shown
    assert main(["check", "--doubt", "1", str(file)]) in (0, 1)
    assert all(line.startswith(str(file)) for line in capsys.readouterr().out.splitlines())
    assert main(["convert", str(file), "--format", "json"]) == 0
    assert edition.from_json(capsys.readouterr().out) == issue


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", '{"edition": 9}', "expected version 1 or 2"),
        ("a.json", '{"type": "FeatureCollection"}', "expected the version"),
        ("a.json", '{"edition": 2, "kind"', "no JSON"),
        ("a.json", '{"edition": 2, "kind": "headline", "pieces": [{"text": "河堤"}]}', "expected a page or an issue"),
        ("a.json", '{"spans": []}', "a.txt: No such file"),
        ("a.json", '{"version": 2, "pages": {"1": {"spans": []}}}', "sources"),
        ("a.json", '{"version": 2, "pages": 7}', "sources"),
        ("a.xml", "<nitf/>", "TEI"),
        ("a.txt", '{"edition": 2, "kind": "page", "items": 7}', "dialect"),
    ],
)  # fmt: skip
def test_what_can_not_be_read(
    name: str, text: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused with a reason, and never read as a newspaper's text."""
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["show", str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert why in told.err
    assert not told.out


@pytest.mark.parametrize("text", ["{河堤步道开放}\n", "<河堤>步道开放\n", '{"河堤": 1}\n'])
def test_texts_that_look_like_documents(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is none of ours, under another name, is a text, and so is a text under a document's name."""
    (tmp_path / "a.xml").write_text(TEXT, "utf-8")
    assert main(["convert", "--format", "json", str(tmp_path / "a.xml")]) == 0
    assert edition.from_json(capsys.readouterr().out) == edition.parse(TEXT)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert main(["convert", "--format", "json", str(tmp_path / "a.txt")]) == 0
    assert edition.from_json(capsys.readouterr().out) == edition.parse(text)


@pytest.mark.parametrize(
    ("name", "said"),
    [("labelstudio.json", "edition.formats.labelstudio.load"), ("jsonl.jsonl", "edition.from_records"),
     ("doccano.jsonl", "edition.formats.doccano.load"), ("jsonld.jsonld", "not read"), ("inception.tsv", "edition.formats.inception.load")],
)  # fmt: skip
def test_what_is_written_for_others_is_no_newspaper(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused, with the function that reads it; a page of such a name, which begins otherwise, is a text."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    written = tmp_path / name
    assert main(["convert", str(tmp_path / "01.txt"), "--format", name.partition(".")[0], "--output", str(written)]) == 0  # fmt: skip
    assert main(["show", str(written)]) == 2
    assert said in capsys.readouterr().err
    written.write_bytes(TEXT.encode())
    assert main(["show", str(written)]) == 0
