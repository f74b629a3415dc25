"""METS with ALTO: valid by the official schemas, every pointer leads somewhere, and the print comes back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import edition
from edition import strategies as es
from edition.__main__ import main
from edition.corpus._alto import alto_text
from edition.formats import alto, mets
from edition.formats._alto_writer import ALTO
from edition.formats._stories import clean

FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_SOURCES = st.one_of(es.pages(), es.pages(realistic=False), es.editions())
_NAMES = {"m": mets.METS, "a": ALTO, "x": "http://www.w3.org/1999/xlink"}


@cache
def schema(path: Path) -> etree.XMLSchema:
    """A schema, which takes a while to load."""
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("profile", get_args(mets.Profile))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=_SOURCES)
def test_packages_are_valid(source: Any, profile: mets.Profile, schemas_dir: Path) -> None:
    """Whatever is on the pages, METS 1.12.1 and ALTO 4.4 take the documents."""
    package = mets.dump(source, profile=profile)
    for name, text in package.items():
        of = "mets/mets-1.12.1.xsd" if name == "mets.xml" else "alto/alto-4-4.xsd"
        schema(schemas_dir / of).assertValid(etree.fromstring(text.encode()))


@given(source=_SOURCES)
def test_alto_alone_is_that_of_the_package(source: Any) -> None:
    """ALTO by itself has the same pages as beside METS, and is as valid."""
    pages = [text for name, text in mets.dump(source).items() if name != "mets.xml"]
    alone = alto.dump(source)
    assert ([alone] if isinstance(alone, str) else [*alone.values()]) == pages


@pytest.mark.parametrize("profile", get_args(mets.Profile))
@given(source=_SOURCES)
def test_every_pointer_leads_somewhere(source: Any, profile: mets.Profile) -> None:
    """Each area is a block of the ALTO file that it names, and each block of a story is in one area."""
    package = {name: etree.fromstring(text.encode()) for name, text in mets.dump(source, profile=profile).items()}  # fmt: skip
    root = package.pop("mets.xml")
    files = {file.get("ID"): file[0].get(f"{{{_NAMES['x']}}}href") for file in root.iterfind(".//m:file", _NAMES)}  # fmt: skip
    assert list(files.values()) == list(package)
    areas = [(files[area.get("FILEID")], area.get("BEGIN")) for area in root.iterfind(".//m:area", _NAMES)]  # fmt: skip
    blocks = [(name, block.get("ID")) for name, page in package.items() for block in page.iterfind(".//a:ComposedBlock//a:TextBlock", _NAMES)]  # fmt: skip
    assert sorted(areas) == sorted(set(blocks))
    ids = {node.get("ID") for node in root.iterfind(".//m:div", _NAMES)}
    for link in root.iterfind(".//m:smLink", _NAMES):
        assert {link.get(f"{{{_NAMES['x']}}}{end}") for end in ("from", "to")} <= ids


@given(es.pages(realistic=False))
def test_the_print_comes_back(page: edition.Page) -> None:
    """What reads ALTO finds the lines of the page in their order."""
    [_, alto] = mets.dump(page).values()
    lines = [line for line in alto_text(alto.encode(), limit=2**24)[0].split("\n") if line]
    assert lines == [clean(piece.text) for piece in page.pieces]


def test_a_story_across_pages_is_one_division() -> None:
    """Its areas are on both pages, and it is linked to both; the paragraph that the jump cuts has both its parts."""
    issue = edition.parse_edition({
        1: "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\n",
        2: "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\n",
    })  # fmt: skip
    root = etree.fromstring(mets.dump(issue)["mets.xml"].encode())
    [article] = root.iterfind(".//m:div[@TYPE='article']", _NAMES)
    assert article.get("LABEL") == "渡口归船"
    assert [area.get("FILEID") for area in article.iterfind(".//m:area", _NAMES)][-1] == "FILE_0002"
    links = [link.get(f"{{{_NAMES['x']}}}to") for link in root.iterfind(".//m:smLink", _NAMES)]
    assert links == ["PHYS_0000", "PHYS_0001", "PHYS_0002"]
    root = etree.fromstring(mets.dump(issue, profile="europeana")["mets.xml"].encode())
    [paragraph] = root.iterfind(".//m:div[@TYPE='PARAGRAPH']", _NAMES)
    assert [area.get("FILEID") for area in paragraph.iterfind(".//m:area", _NAMES)] == ["FILE_0001", "FILE_0002"]  # fmt: skip


def test_what_is_no_source_is_told() -> None:
    """A story is no package, and a profile is one of two."""
    page = edition.parse("渡口归船\n\n末班船昨日停航。\n")
    with pytest.raises(TypeError):
        mets.dump(page.stories[0])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="kitodo or europeana"):
        mets.dump(page, profile="marc")  # type: ignore[arg-type]


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A package goes into a folder, which holds no page of another issue afterwards."""
    assert main(["convert", str(FENHE), "--format", "mets"]) == 2
    assert "--output" in capsys.readouterr().err
    out = tmp_path / "out"
    assert main(["convert", str(FENHE), "--format", "mets", "-o", str(out)]) == 0
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.xml"))
    assert names == [*(f"alto/000{n}.xml" for n in range(1, 5)), "mets.xml"]
    assert main(["convert", str(FENHE), "--format", "mets", "-o", str(out)]) == 0
    (tmp_path / "01.txt").write_text("渡口归船\n\n末班船昨日停航。\n", "utf-8")
    assert main(["convert", str(tmp_path / "01.txt"), "--format", "mets", "-o", str(out)]) == 2
    assert "0002.xml" in capsys.readouterr().err
