"""Pages read from what OCR keeps of them: ALTO, hOCR and PAGE XML, in files that the tests write."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from tests.press import BRIDGE, LAMP, Run, Sheet, example, set_story

import edition
from edition.__main__ import main
from edition.formats import alto, hocr, mets, page_xml
from edition.formats.errors import FormatError
from edition.limits import LimitError, Limits

#: A page of 300 dpi: so many pixels a point.
PIXELS = 300 / 72
SCHEMAS = Path(os.environ.get("EDITION_SCHEMAS", "nowhere"))
Writer = Callable[..., str]


def _box(run: Run) -> tuple[int, int, int, int]:
    x0, y0 = round(run.x * PIXELS), round(run.y * PIXELS)
    width = sum(1.0 for _ in run.text) * run.size
    return x0, y0, round(width * PIXELS), round(run.size * PIXELS)


def pixels_of(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """What is drawn on a sheet, in pixels."""
    found = []
    for rectangle in sheet.rectangles:
        x0, y0, x1, y1 = (round(edge * PIXELS) for edge in rectangle)
        found.append((x0, y0, x1, y1))
    return found


def write_alto(
    sheet: Sheet, order: Sequence[int] = (), chain: Sequence[int] = (), version: int = 4
) -> str:
    """A page as ALTO."""
    space = f"http://www.loc.gov/standards/alto/ns-v{version}#"
    sizes = sorted({(run.size, run.bold) for chunk in sheet.chunks for run in chunk})
    styles = "".join(
        f'<TextStyle ID="S{n}" FONTSIZE="{size}"{" FONTSTYLE=" + quoteattr("bold") if bold else ""}/>'
        for n, (size, bold) in enumerate(sizes)
    )
    blocks = ""
    for n, chunk in enumerate(sheet.chunks):
        following = dict(pairwise(chain)).get(n)
        lines = ""
        for run in chunk:
            x, y, width, height = _box(run)
            place = f'HPOS="{x}" VPOS="{y}" WIDTH="{width}" HEIGHT="{height}"'
            word = f'<String CONTENT={quoteattr(run.text)} {place} WC="0.9"/>'
            style = sizes.index((run.size, run.bold))
            lines += f'<TextLine {place} STYLEREFS="S{style}">{word}</TextLine>'
        next_id = f' IDNEXT="B{following}"' if following is not None else ""
        blocks += f'<TextBlock ID="B{n}"{next_id} HPOS="0" VPOS="0" WIDTH="1" HEIGHT="1">{lines}</TextBlock>'
    drawn = ""
    for n, (x0, y0, x1, y1) in enumerate(pixels_of(sheet)):
        kind = "Illustration" if y1 - y0 > 50 else "GraphicalElement"
        drawn += f'<{kind} ID="I{n}" HPOS="{x0}" VPOS="{y0}" WIDTH="{x1 - x0}" HEIGHT="{y1 - y0}"/>'
    refs = "".join(f'<ElementRef ID="r{n}" REF="B{n}"/>' for n in order)
    reading = (
        f'<ReadingOrder><OrderedGroup ID="g">{refs}</OrderedGroup></ReadingOrder>' if order else ""
    )
    width, height = round(sheet.width * PIXELS), round(sheet.height * PIXELS)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{space}"><Description>'
        f"<MeasurementUnit>pixel</MeasurementUnit></Description><Styles>{styles}</Styles>{reading}"
        f'<Layout><Page ID="P" PHYSICAL_IMG_NR="1" WIDTH="{width}" HEIGHT="{height}">'
        f'<PrintSpace HPOS="0" VPOS="0" WIDTH="{width}" HEIGHT="{height}">{blocks}{drawn}</PrintSpace>'
        f"</Page></Layout></alto>"
    )


def write_page_xml(sheet: Sheet, order: Sequence[int] = ()) -> str:
    """A page as PAGE XML."""
    refs = "".join(f'<RegionRefIndexed index="{k}" regionRef="r{n}"/>' for k, n in enumerate(order))
    reading = (
        f'<ReadingOrder><OrderedGroup id="g">{refs}</OrderedGroup></ReadingOrder>' if order else ""
    )
    regions = ""
    for n, chunk in enumerate(sheet.chunks):
        lines = ""
        for k, run in enumerate(chunk):
            x, y, width, height = _box(run)
            points = f"{x},{y} {x + width},{y} {x + width},{y + height} {x},{y + height}"
            lines += (
                f'<TextLine id="l{n}-{k}"><Coords points="{points}"/>'
                f'<TextEquiv conf="0.9"><Unicode>{escape(run.text)}</Unicode></TextEquiv>'
                f'<TextStyle fontSize="{run.size}" bold="{str(run.bold).lower()}"/></TextLine>'
            )
        regions += f'<TextRegion id="r{n}"><Coords points="0,0 1,1"/>{lines}</TextRegion>'
    for n, (x0, y0, x1, y1) in enumerate(pixels_of(sheet)):
        kind = "ImageRegion" if y1 - y0 > 50 else "SeparatorRegion"
        regions += f'<{kind} id="d{n}"><Coords points="{x0},{y0} {x1},{y1}"/></{kind}>'
    width, height = round(sheet.width * PIXELS), round(sheet.height * PIXELS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata>'
        "<Creator>press</Creator><Created>2025-03-06T00:00:00</Created><LastChange>2025-03-06T00:00:00</LastChange>"
        f'</Metadata><Page imageFilename="a.png" imageWidth="{width}" imageHeight="{height}">'
        f"{reading}{regions}</Page></PcGts>"
    )


def write_hocr(sheet: Sheet) -> str:
    """A page as hOCR."""
    lines = ""
    for chunk in sheet.chunks:
        lines += '<div class="ocr_carea"><p class="ocr_par">'
        for run in chunk:
            x, y, width, height = _box(run)
            box = f"bbox {x} {y} {x + width} {y + height}"
            size = f"{box}; x_size {run.size * PIXELS:.1f}"
            word = f'<span class="ocrx_word" title="{box}; x_wconf 90">{escape(run.text)}</span>'
            lines += f'<span class="ocr_line" title="{size}">{f"<strong>{word}</strong>" if run.bold else word}</span>\n'
        lines += "</p></div>"
    for x0, y0, x1, y1 in pixels_of(sheet):
        kind = "ocr_photo" if y1 - y0 > 50 else "ocr_separator"
        lines += f'<div class="{kind}" title="bbox {x0} {y0} {x1} {y1}"></div>'
    width, height = round(sheet.width * PIXELS), round(sheet.height * PIXELS)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd"><html><head>'
        '<meta name="ocr-system" content="press"/></head><body>'
        f'<div class="ocr_page" title="image a.png; bbox 0 0 {width} {height}">{lines}</div></body></html>'
    )


READERS = [
    pytest.param(write_alto, edition.read_alto, id="alto"),
    pytest.param(write_page_xml, edition.read_page_xml, id="page"),
    pytest.param(write_hocr, edition.read_hocr, id="hocr"),
]


def headlines(issue: edition.Edition) -> list[str]:
    """The headlines of an issue's stories."""
    return [story.headline.text for story in issue.stories if story.headline is not None]


@pytest.mark.parametrize(("write", "read"), READERS)
def test_print_of_a_scan_is_read(
    write: Writer, read: Callable[..., edition.Edition], tmp_path: Path
) -> None:
    """Boxes, sizes and weights are those of the press, and tell what is what."""
    sheet = example()
    (tmp_path / "page.xml").write_text(write(sheet), "utf-8")
    issue = read(tmp_path / "page.xml")
    assert sorted(headlines(issue)) == sorted(
        ["汾河西岸步道全线贯通", "望月桥修缮完工", "渡口的灯又亮了"]
    )
    (page,) = issue.pages
    assert [block.text for block in page.find_all(edition.Crosshead)] == ["夜里也有人走"]
    assert page.layout is not None
    assert page.layout.width == pytest.approx(sheet.width, abs=0.5)
    assert {line.confidence for line in page.layout.lines} == {0.9}
    first = next(line for line in page.layout.lines if line.size > 20)
    assert first.size == pytest.approx(24, abs=0.1)
    assert first.weight == 700
    assert first.box.x0 == pytest.approx(30, abs=0.5)
    assert read(write(sheet).encode(), name="page.xml") == issue


@pytest.mark.parametrize(("write", "read"), READERS)
def test_torn_order_is_mended(write: Writer, read: Callable[..., edition.Edition]) -> None:
    """Without a reading order, blocks in any order are read as they stand on the page."""
    sheet = example().shuffled(5)
    assert sorted(headlines(read(write(sheet).encode()))) == sorted(
        headlines(read(write(example()).encode()))
    )


@pytest.mark.parametrize(
    "written",
    [
        lambda sheet: edition.read_alto(write_alto(sheet, order=(2, 3, 0, 1)).encode()),
        lambda sheet: edition.read_alto(write_alto(sheet, chain=(2, 3, 0, 1), version=2).encode()),
        lambda sheet: edition.read_page_xml(write_page_xml(sheet, order=(2, 3, 0, 1)).encode()),
    ],
    ids=["ReadingOrder", "IDNEXT", "PAGE"],
)
def test_reading_order_is_kept(written: Callable[[Sheet], edition.Edition]) -> None:
    """What a format tells of the order holds, whatever stands where."""
    sheet = Sheet()
    set_story(sheet, LAMP, 0, 1, 60)
    set_story(sheet, BRIDGE, 2, 1, 60)
    sheet.chunks = [chunk for chunk in sheet.chunks if "图为" not in chunk[0].text]
    text = str(written(sheet).pages[0])
    assert text.index(BRIDGE.head[0][0]) < text.index(LAMP.head[0][0])


def test_units_of_alto() -> None:
    """Tenths of millimetres and 1200ths of inches are points, too."""
    document = write_alto(example())
    for unit, points in (("mm10", 72 / 254), ("inch1200", 0.06)):
        (page,) = edition.read_alto(document.replace("pixel", unit).encode()).pages
        assert page.layout is not None
        assert page.layout.width == pytest.approx(round(example().width * PIXELS) * points, abs=0.1)


@pytest.mark.parametrize("schema", ["alto", "page"])
def test_what_is_read_is_valid(schema: str) -> None:
    """The files of these tests are what the formats' schemas say."""
    etree = pytest.importorskip("lxml.etree")
    files = sorted((SCHEMAS / schema).glob("*.xsd"))
    if not files:
        pytest.skip("EDITION_SCHEMAS names no folder of schemas")
    document = (write_alto if schema == "alto" else write_page_xml)(example(), order=(0, 1, 2))
    root = etree.fromstring(document.encode())
    space = etree.QName(root).namespace
    wanted = [file for file in files if f'"{space}"' in file.read_text("utf-8")]
    if not wanted:
        pytest.skip(f"no schema of {space}")
    # The latest of a namespace: 4.4 has what 4.3 brought.
    xsd = etree.parse(str(wanted[-1]))
    try:
        validator = etree.XMLSchema(xsd)
    except etree.XMLSchemaParseError:
        pytest.skip("the schema imports another from the network")
    assert validator.validate(root), validator.error_log


@pytest.mark.parametrize(
    ("read", "data", "problem"),
    [
        (alto.load, b"<a/>", "this is no ALTO"),
        (alto.load, b"<alto/>", "there is no text"),
        (page_xml.load, b"<a/>", "this is no PAGE XML"),
        (page_xml.load, b"<PcGts/>", "there is no text"),
        (hocr.load, b"<html></html>", "this is no hOCR"),
        (hocr.load, b'<div class="ocr_page"></div>', "there is no text"),
        (alto.load, b"<alto><TextLine><String CONTENT='a'/>", "no element found"),
    ],
)
def test_what_is_none_is_refused(
    read: Callable[[bytes], edition.Edition], data: bytes, problem: str
) -> None:
    """A document of another format, or without text, is told."""
    with pytest.raises(FormatError, match=problem):
        read(data)


def test_limits() -> None:
    """A document is no larger than the limits allow."""
    with pytest.raises(LimitError):
        edition.read_alto(write_alto(example()).encode(), limits=Limits(bytes=100))
    with pytest.raises(LimitError):
        edition.read_hocr(write_hocr(example()).encode(), limits=Limits(characters=20))
    with pytest.raises(LimitError):
        edition.read_hocr(b"<div class='ocr_page'>" + b"<p>" * 5000, limits=Limits(objects=1000))


def test_nonsense_for_numbers() -> None:
    """Boxes that are none are no boxes."""
    document = write_alto(example()).replace('HPOS="', 'HPOS="x').replace('WC="0.9"', 'WC="nan"')
    (page,) = edition.read_alto(document.encode()).pages
    assert page.layout is not None
    assert page.layout.fits(str(page))


@pytest.mark.parametrize("write", [write_alto, write_page_xml, write_hocr])
def test_commands_take_scans(
    write: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document of OCR is a page to a command, as a text is."""
    (tmp_path / "a.xml").write_text(write(example()), "utf-8")
    assert main(["show", str(tmp_path / "a.xml")]) == 0
    assert "望月桥修缮完工" in capsys.readouterr().out


def test_boxes_go_through_mets(schemas_dir: Path) -> None:
    """The ALTO files of METS have the boxes of what was printed, and are valid with them."""
    etree = pytest.importorskip("lxml.etree")
    issue = edition.read_alto(write_alto(example()).encode())
    written = mets.dump(issue)
    (document,) = [text for name, text in written.items() if name != "mets.xml"]
    xsd = etree.XMLSchema(etree.parse(schemas_dir / "alto/alto-4-4.xsd"))
    xsd.assertValid(etree.fromstring(document.encode()))
    (page,) = issue.pages
    (again,) = edition.read_alto(document.encode()).pages
    assert page.layout is not None
    assert again.layout is not None
    assert again.layout.width == pytest.approx(page.layout.width, abs=0.1)
    places = {round(box.x0) for box in page.boxes}
    assert {round(line.box.x0) for line in again.layout.lines} == places


@pytest.mark.parametrize(
    ("dump", "read"),
    [
        pytest.param(page_xml.dump, edition.read_page_xml, id="page"),
        pytest.param(alto.dump, edition.read_alto, id="alto"),
    ],
)
def test_boxes_come_back(dump: Any, read: Any) -> None:
    """What is written as PAGE XML or ALTO has its lines where they were."""
    issue = edition.read_alto(write_alto(example()).encode())
    written = dump(issue.pages[0])
    assert isinstance(written, str)
    (again,) = read(written.encode()).pages
    assert again.layout is not None
    assert {round(line.box.x0) for line in again.layout.lines} >= {
        round(box.x0) for box in issue.pages[0].boxes
    }
