"""PAGE XML: valid by its schema, with all print, in the order of stories."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.test_formats_docling import laid_out

import edition
from edition import strategies as es
from edition.formats import _page_xml_writer, page_xml
from edition.standoff import to_standoff

FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
NS = {"p": _page_xml_writer.PAGE}
_PAGES = st.one_of(es.pages(), es.pages(realistic=False))


def read(page: edition.Page) -> Any:
    document = page_xml.dump(page)
    assert isinstance(document, str)
    return etree.fromstring(document.encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=_PAGES)
def test_documents_are_valid(page: edition.Page, schemas_dir: Path) -> None:
    """By the official schema, whatever the page is."""
    schema = etree.XMLSchema(etree.parse(str(next((schemas_dir / "page").glob("*.xsd")))))
    schema.assertValid(read(page))


@given(page=_PAGES)
def test_every_line_of_print_is_one(page: edition.Page) -> None:
    """With its text and its role, where the text has it, and once in the reading order."""
    root = read(page)
    rows = to_standoff(page)["spans"]
    lines = root.findall(".//p:TextLine", NS)
    assert len(lines) == len(rows)
    text = str(page)
    for line, row in zip(lines, rows, strict=True):
        role = re.search("type:(.*);", line.getparent().get("custom"))
        assert role is not None
        assert role[1] == row["role"]
        points = [[int(n) // 10 for n in p.split(",")] for p in line.find("p:Coords", NS).get("points").split(" ")]  # fmt: skip
        (left, top), _, (right, _), _ = points
        there = text.split("\n")[top][left:right]
        assert there == text[row["start"] : row["end"]]
    regions = [region.get("id") for region in root.findall(".//p:TextRegion", NS)]
    ordered = [one.get("regionRef") for one in root.findall(".//p:RegionRefIndexed", NS)]
    assert sorted(ordered) == sorted(regions)


def test_stories_are_groups_and_cut_paragraphs_are_joined() -> None:
    """In an issue, a file a page."""
    issue = edition.read_edition(FENHE)
    documents = page_xml.dump(issue)
    assert isinstance(documents, dict)
    assert [*documents] == ["01.xml", "02.xml", "03.xml", "04.xml"]
    page = issue.pages[0]
    root = etree.fromstring(documents["01.xml"].encode())
    groups = root.findall(".//p:OrderedGroupIndexed[@type='article']", NS)
    assert len(groups) == len(page.stories)
    cut = sum(len(paragraph.nodes) - 1 for story in page.stories for paragraph in story.paragraphs)
    assert len(root.findall(".//p:Relation[@type='join']", NS)) == cut
    types = {region.get("type") for region in root.findall(".//p:TextRegion", NS)}
    assert {"heading", "paragraph", "header", "caption", "credit"} <= types


def test_a_text_is_no_page() -> None:
    """It has to be parsed first."""
    with pytest.raises(TypeError, match="expected a page or an edition"):
        page_xml.dump("渡口归船\n")  # type: ignore[arg-type]


def test_places_on_the_paper_are_told(schemas_dir: Path) -> None:
    """In pixels at 300 dpi, pictures too; of a page that was edited since, those of the text."""
    page = laid_out()
    root = read(page)
    etree.XMLSchema(etree.parse(str(next((schemas_dir / "page").glob("*.xsd"))))).assertValid(root)
    sheet = root.find("p:Page", NS)
    assert (sheet.get("imageWidth"), sheet.get("imageHeight")) == ("1667", "2500")
    first = root.find(".//p:TextLine/p:Coords", NS).get("points").split(" ")
    box = page.items[0].boxes[0]
    assert first[0] == f"{round(box.x0 * 300 / 72)},{round(box.y0 * 300 / 72)}"
    assert len(root.findall(".//p:ImageRegion", NS)) == 1
    headline = page.find(edition.Headline)
    assert headline is not None
    edited = read(page.replace(headline, edition.Headline.build("渡口的灯又亮了")))
    assert not edited.findall(".//p:ImageRegion", NS)


def test_it_is_read_again() -> None:
    """All print is there, each line where it was to the pixel; a lead and its paragraph are lines of their own."""
    page = laid_out()
    document = page_xml.dump(page)
    assert isinstance(document, str)
    [again] = page_xml.load(document.encode()).pages
    assert "".join(str(again).split()) == "".join(str(page).split())
    assert again.layout is not None
    told = [tuple(round(edge) for edge in line.box) for line in again.layout.lines]
    assert told == [tuple(round(edge) for edge in box) for item in page.items for box in item.boxes]
