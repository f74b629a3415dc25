"""Citations: GB/T 7714-2015, CSL-JSON, RIS and BibTeX, and `edition cite`."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies as es
from edition.__main__ import main
from edition.citations import Citation, to_bibtex, to_csl, to_gbt7714, to_ris

DAY = dt.date(2025, 3, 6)
FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_SOURCES = st.one_of(es.pages(), es.pages(realistic=False), es.editions())


@pytest.mark.parametrize(
    ("citation", "reference"),
    [
        (Citation("数字时代的乡镇集市", ("何青",), "望川时报", DAY, ("15",)), "何青. 数字时代的乡镇集市[N]. 望川时报, 2025-03-06(15)."),
        (Citation("一河清水穿城过：访汾河水务专家陈立", ("宋闻溪", "马兰"), "汾河日报", DAY, ("2",)), "宋闻溪, 马兰. 一河清水穿城过：访汾河水务专家陈立[N]. 汾河日报, 2025-03-06(2)."),
        (Citation("渡口归船", ("陈立", "何青", "马兰"), "汾河日报", DAY, ("A04",)), "陈立, 何青, 马兰. 渡口归船[N]. 汾河日报, 2025-03-06(A04)."),
        (Citation("渡口归船", ("陈立", "何青", "马兰", "段秋禾"), "汾河日报", DAY, ("1", "4")), "陈立, 何青, 马兰, 等. 渡口归船[N]. 汾河日报, 2025-03-06(1, 4)."),
        (Citation("渡口归船", (), "汾河日报", DAY, ("1",)), "渡口归船[N]. 汾河日报, 2025-03-06(1)."),
        (Citation("渡口归船", (), None, DAY), "渡口归船[N]. 2025-03-06."),
        (Citation("渡口归船"), "渡口归船[N]."),
    ],
)  # fmt: skip
def test_references_are_those_of_the_standard(citation: Citation, reference: str) -> None:
    """GB/T 7714-2015, 报纸中析出的文献: the standard's forms, with invented names."""
    assert citation.gbt7714() == reference


def test_who_writes_is_author() -> None:
    """Reporters and correspondents are, photographers of the pictures are not; of a picture, the photographer is."""
    text = """两岸春灌全面展开

本报讯（记者 陈立 通讯员 何青）汾河两岸的麦田里，水从斗渠里流进地头，今年的渠水比往年早来十天，下游的灌区昨日全部开闸。

图为春灌现场。 马兰 摄
"""
    [citation] = edition.cite(edition.parse(text))
    assert citation.authors == ("陈立", "何青")
    photo = edition.Photo.build("图为市民在河边放风筝。", credit=["马兰"])
    [citation] = edition.cite(photo, paper="汾河日报", date=DAY)
    assert (citation.title, citation.authors) == ("图为市民在河边放风筝。", ("马兰",))


def test_who_does_both_is_author() -> None:
    """文/图 names somebody who wrote and photographed; 编辑 nobody who wrote."""
    article = edition.Article.build(
        "渡口归船", byline="文/图 本报记者 陈立", paragraphs=["末班船停航。"]
    )
    [citation] = edition.cite(article)
    assert citation.authors == ("陈立",)


def test_the_deck_stands_behind_a_colon() -> None:
    """Its dash does not; blanks that part a headline's halves are one."""
    article = edition.Article.build("十万亩麦田  喝上返青水", deck="——下游灌区见闻", paragraphs=["渠水到了。"])  # fmt: skip
    [citation] = edition.cite(article)
    assert citation.title == "十万亩麦田 喝上返青水：下游灌区见闻"


def test_an_issue_is_cited() -> None:
    """Paper, day and pages are those of the issue; a story on two pages names both."""
    found = edition.cite(edition.read_edition(FENHE))
    assert found[0].gbt7714() == "沈砚秋, 秦牧野. “不误农时不误春把每一块地种好”[N]. 汾河日报, 2025-03-06(1, 4)."  # fmt: skip
    assert len({each.key for each in found}) == len(found)


@given(_SOURCES)
def test_every_story_has_a_citation_that_is_read(source: edition.Page | edition.Edition) -> None:
    """Whatever the text, a title is there, all documents can be encoded, and none of their forms is broken."""
    found = edition.cite(source)
    assert len(found) == len(source.stories)
    assert all(each.title and "\n" not in each.title for each in found)
    assert [item["title"] for item in json.loads(to_csl(found))] == [each.title for each in found]
    ris = to_ris(found).encode().decode()
    assert all(re.match(r"[A-Z][A-Z0-9]  - |\Z", line) for line in ris.split("\n"))
    assert ris.count("TY  - NEWS") >= len(found)
    bibtex = re.sub(r"\\.", "", to_bibtex(found).encode().decode(), flags=re.DOTALL)
    depth = 0
    for mark in re.findall("[{}]", bibtex):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert to_gbt7714(found).encode().decode().count("\n") == len(found)


def test_reference_managers_read_what_is_written() -> None:
    """rispy, bibtexparser and citeproc-py take the documents, and find the names in them."""
    found = edition.cite(edition.read_edition(FENHE))[:3]
    rispy = pytest.importorskip("rispy")
    records = rispy.loads(to_ris(found))
    assert [record["authors"] for record in records if "authors" in record] == [list(each.authors) for each in found if each.authors]  # fmt: skip
    bibtexparser = pytest.importorskip("bibtexparser")
    entries = bibtexparser.parse_string(to_bibtex(found)).entries
    assert [entry["journal"] for entry in entries] == ["汾河日报"] * 3
    source = pytest.importorskip("citeproc.source.json")
    assert list(source.CiteProcJSON(json.loads(to_csl(found)))) == [each.key for each in found]


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`edition cite FILE [N]`: all stories, or one; in four forms."""
    assert main(["cite", str(FENHE), "1"]) == 0
    assert capsys.readouterr().out.startswith("[1] 沈砚秋, 秦牧野. ")
    assert main(["cite", str(FENHE), "--as", "csl"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 41
    assert main(["cite", str(FENHE), "2", "--as", "ris"]) == 0
    assert capsys.readouterr().out.startswith("TY  - NEWS\n")
    page = tmp_path / "page.txt"
    page.write_text("渡口归船\n\n汾河上的末班船昨日停航，两岸往来从此改走新桥。\n", "utf-8")
    told = ["--paper", "望川时报", "--date", "2025-03-07"]
    assert main(["cite", str(page), "--as", "bibtex", *told]) == 0
    out = capsys.readouterr().out
    assert "journal = {望川时报}" in out
    assert "date = {2025-03-07}" in out


@pytest.mark.parametrize("number", ["0", "43", "-1"])
def test_a_story_that_is_not_there_is_told(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With how many there are."""
    assert main(["cite", str(FENHE), "--", number]) == 2
    assert "41 stories" in capsys.readouterr().err


def test_a_text_is_no_source() -> None:
    """A text has to be parsed first."""
    with pytest.raises(TypeError):
        edition.cite("渡口归船")  # type: ignore[arg-type]
