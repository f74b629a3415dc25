"""`edition convert` and `edition schema`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import edition
from edition._cli import FORMATS, main
from edition.formats import schema

TEXT = "十万亩麦田喝上返青水\n\n本报讯（记者 陈立）汾河两岸的麦田里，水从斗渠里流进地头。\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page in a file."""
    file = tmp_path / "01.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


#: What has several files, of a page or of an issue.
FOLDERS = ("nitf", "mets", "brat", "inception", "uima", "page_xml", "alto")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in FOLDERS])
def test_a_page_and_an_issue_are_converted(page: Path, name: str) -> None:
    """A file is a page, a folder an issue; both are written in every format."""
    single, issue = page.parent / "single", page.parent / "issue"
    assert main(["convert", str(page), "--format", name, "--output", str(single)]) == 0
    assert single.read_text(encoding="utf-8")
    assert main(["convert", str(page.parent), "--format", name, "--output", str(issue)]) == 0
    assert issue.read_text(encoding="utf-8")


def test_standard_output_is_utf8(page: Path) -> None:
    """What is written is in UTF-8, whatever the terminal speaks."""
    command = [
        sys.executable,
        "-X",
        "utf8=0",
        "-m",
        "edition",
        "convert",
        str(page),
        "--format",
        "tei",
    ]
    done = subprocess.run(command, env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
                          capture_output=True, check=True)  # fmt: skip
    assert edition.from_tei(done.stdout) == edition.parse(TEXT)


def test_nitf_goes_into_a_folder(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document a story needs a folder, and says so."""
    assert main(["convert", str(page), "--format", "nitf"]) == 2
    assert "--output" in capsys.readouterr().err
    folder = page.parent / "nitf"
    assert main(["convert", str(page), "--format", "nitf", "--output", str(folder)]) == 0
    (written,) = folder.iterdir()
    assert written.name == "001.xml"
    (document,) = edition.to_nitf(edition.parse(TEXT))
    assert written.read_text(encoding="utf-8") == document


def test_what_annotation_tools_take_goes_into_a_folder(page: Path) -> None:
    """brat has text and annotations apart, INCEpTION a file a page."""
    for name, files in (
        ("brat", ["01.ann", "01.txt", "annotation.conf"]),
        ("inception", ["01.tsv"]),
    ):
        folder = page.parent / name
        assert main(["convert", str(page.parent), "--format", name, "--output", str(folder)]) == 0
        assert sorted(file.name for file in folder.iterdir()) == files


def test_what_a_format_has_no_room_for_is_told(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extra that is not installed, too, in a line."""
    monkeypatch.setitem(sys.modules, "cassis", None)
    assert main(["convert", str(page), "--format", "uima", "--output", str(page.parent / "x")]) == 2
    assert "edition-dom[uima]" in capsys.readouterr().err


def test_what_cannot_be_converted_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without pages, and a place that can't be written, end with a line."""
    assert main(["convert", str(tmp_path), "--format", "json"]) == 2
    assert "no page" in capsys.readouterr().err
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    assert main(["convert", str(tmp_path), "--format", "json", "--output", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("edition: ")


def test_the_schema_is_printed() -> None:
    """`edition schema` prints the schema that the package ships."""
    done = subprocess.run([sys.executable, "-m", "edition", "schema"], capture_output=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip
    assert json.loads(done.stdout)["title"] == "A newspaper page, or a part of one"


def test_the_schema_of_standoff_is_printed() -> None:
    """`edition schema standoff` prints that of standoff annotation."""
    done = subprocess.run([sys.executable, "-m", "edition", "schema", "standoff"], capture_output=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip
    assert json.loads(done.stdout) == schema.standoff()
