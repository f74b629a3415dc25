"""The files of an issue: what their names say, several pages in one, names in archives."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import attrs
import pytest

import edition
from edition import read_edition
from edition.__main__ import main
from edition.editions import name_label

FIRST = "第1版 要闻 2025年3月6日 星期四\n\n渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，街坊们都来送他。\n"
SECOND = "第2版 社会 2025年3月6日 星期四\n\n老戏台上添新声\n\n本报讯（记者 何青）段长喜的戏班昨晚在老戏台开锣，唱到半夜才散。\n"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("20250306-01-02.txt", "1"),
        ("20250306-A03-02.txt", "A3"),
        ("rmrb2025030603.txt", "3"),
        ("rmrb-2025-03-06-03-1.txt", "3"),
        ("04-20250306.txt", "4"),
        ("2025-03-06/05.txt", "5"),
    ],
)
def test_names_that_crawlers_give(name: str, label: str) -> None:
    """Behind a day stands the page, and then perhaps the article."""
    assert name_label(name) == label


def test_a_form_feed_stands_between_two_pages(tmp_path: Path) -> None:
    """One file can be a whole issue; nothing is lost, and a form feed at its end makes no page."""
    text = f"{FIRST}\f{SECOND}\f"
    file = tmp_path / "20250306.txt"
    file.write_text(text, "utf-8")
    issue = read_edition(file)
    assert [page.label for page in issue.pages] == ["1", "2"]
    assert issue.numbers == (1, 2)
    assert issue.sources == (file.name, file.name)
    assert "".join(str(page) for page in issue.pages) == text
    assert [d.code for d in issue.diagnostics if d.code.startswith("W4")] == []
    with pytest.raises(edition.LimitError):
        read_edition(file, limits=edition.Limits(pages=1))
    file.write_text(f"{FIRST}\f\n", "utf-8")
    assert len(read_edition(file).pages) == 1


def test_the_command_line_reads_form_feeds_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`show` lists the issue, `explain` finds a line of the file, and standoff comes back beside its text."""
    file = tmp_path / "20250306.txt"
    text = f"{FIRST}\f{SECOND}\f"
    file.write_text(text, "utf-8")
    assert main(["show", "--json", str(file)]) == 0
    issue = read_edition(file)
    assert json.loads(capsys.readouterr().out)["stories"] == json.loads(
        json.dumps([attrs.asdict(row) for row in issue.index()])
    )
    for number, page in zip((1, FIRST.count("\n") + 1), issue.pages, strict=True):
        folio = page.find(edition.Folio)
        assert folio is not None
        assert main(["explain", f"{file}:{number}"]) == 0
        assert capsys.readouterr().out.rstrip("\n") == str(page.explain(folio))
    assert main(["standoff", str(file)]) == 0
    file.with_suffix(".json").write_text(capsys.readouterr().out, "utf-8")
    assert main(["diff", str(file), str(file.with_suffix(".json"))]) == 0


@pytest.mark.parametrize("text", [f"\f{FIRST}", f"{FIRST}\f\n", "\f"])
def test_one_page_with_form_feeds_is_a_page(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.txt").write_text(text, "utf-8")
    assert main(["show", "--json", str(tmp_path / "1.txt")]) == 0
    assert "items" in json.loads(capsys.readouterr().out)


def test_a_file_for_each_article_is_told(tmp_path: Path) -> None:
    """Crawlers write such; a page of each of them is not what was meant, and the diagnostic says what to do."""
    for name in ("20250306-01-01.txt", "20250306-01-02.txt", "20250306-02-01.txt"):
        (tmp_path / name).write_text("步道开放\n\n汾河西岸的步道昨日开放，全长三公里。\n", "utf-8")
    issue = read_edition(tmp_path)
    told = [(d.code, d.page, d.message) for d in issue.diagnostics if d.code.startswith("W4")]
    why = "page 1 by its file name, like 20250306-01-01.txt: if each file is an article, join the files of a page"
    assert ("W402", 2, why) in told
    assert not [row for row in told if row[:2] == ("W403", 2)]


def test_names_in_a_zip_can_be_in_gbk(tmp_path: Path) -> None:
    """As Chinese systems write them, without a word of it."""
    name = "汾河日报-02.txt"
    raw = name.encode("gb18030")
    archive = tmp_path / "issue.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("x" * len(raw), SECOND)
    archive.write_bytes(archive.read_bytes().replace(b"x" * len(raw), raw))
    assert read_edition(archive).sources == (name,)
