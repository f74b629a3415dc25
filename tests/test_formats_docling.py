"""Docling: pages and issues as documents that docling-core validates, exports and chunks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies as es
from edition.formats import docling

FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_SOURCES = st.one_of(es.pages(), es.pages(realistic=False), es.editions())


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra, and what is no page."""
    monkeypatch.setitem(sys.modules, "docling_core.types.doc", None)
    with pytest.raises(ImportError, match=r"edition-dom\[docling\]"):
        docling.dump(edition.parse("渡口归船\n"))
    with pytest.raises(TypeError, match="expected a page or an edition"):
        docling.dump("渡口归船\n")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def core() -> Any:
    return pytest.importorskip("docling_core.types.doc")


@given(source=_SOURCES)
def test_every_block_is_in_it_once(core: Any, source: edition.Page | edition.Edition) -> None:
    """The document is valid, comes back out of its JSON, and has all print."""
    document = docling.dump(source)
    again = core.DoclingDocument.model_validate_json(document.model_dump_json())
    assert again == document
    assert document.validate_tree(document.body)
    said = "".join("".join(item.text.split()) for item in document.texts)
    records = edition.to_records(source)
    texts = [row["text"] for r in records for row in (*r["parts"], *r["paragraphs"])]
    body = [item for item in document.texts if item.content_layer == core.ContentLayer.BODY]
    assert sum(len("".join(item.text.split())) for item in body) == sum(len("".join(text.split())) for text in texts)  # fmt: skip
    assert all("".join(text.split()) in said for text in texts)


def test_an_issue_is_exported(core: Any) -> None:
    """Headlines are headings, furniture is left out, a story across pages is one section, a caption is its picture's."""
    issue = edition.read_edition(FENHE)
    document = docling.dump(issue)
    records = edition.to_records(issue)
    assert document.name == "汾河日报 2025-03-06"
    assert [group.name for group in document.groups] == [record["id"] for record in records]
    markdown = document.export_to_markdown()
    headings = [line.removeprefix("## ") for line in markdown.split("\n") if line.startswith("## ")]
    for record in records:
        if record["headline"] is not None:
            assert record["headline"] in headings
    furniture = [item.text for item in document.texts if item.content_layer == core.ContentLayer.FURNITURE]  # fmt: skip
    printed = json.dumps(records, ensure_ascii=False)
    alone = [text for text in furniture if text not in printed]
    assert len(alone) > 4
    assert not any(text in markdown for text in alone)
    captions = [picture.caption_text(document) for picture in document.pictures]
    assert sorted(filter(None, captions)) == sorted(photo["caption"] for record in records for photo in record["photos"] if photo["caption"])  # fmt: skip
    assert json.loads(document.model_dump_json())["schema_name"] == "DoclingDocument"


def test_a_lead_stands_before_its_paragraph(core: Any) -> None:
    """As a reader has it."""
    page = edition.parse(
        "渡口归船\n\n本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。\n"
    )
    document = docling.dump(page)
    assert [(item.label.value, item.text) for item in document.texts] == [
        ("section_header", "渡口归船"),
        ("paragraph", "本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。"),
    ]


def test_chunks_have_their_headline(core: Any) -> None:
    """Docling's chunker takes it from the section header."""
    chunking = pytest.importorskip("docling_core.transforms.chunker.hierarchical_chunker")
    page = edition.parse(
        "渡口归船\n\n本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。\n"
    )
    [chunk] = chunking.HierarchicalChunker().chunk(docling.dump(page))
    assert chunk.meta.headings == ["渡口归船"]
    assert chunk.text.startswith("本报讯")


def laid_out() -> edition.Page:
    """A page whose lines have places on the paper."""
    text = "汾河日报 第2版\n渡口归船\n本报讯（记者 陈立）汾河上的末班船昨日停航，\n两岸往来从此改走新桥。\n"
    lines, at = [], 0
    for n, line in enumerate(text.splitlines()):
        box = edition.Box(40, 20 + 30 * n, 40 + 10 * len(line), 30 + 30 * n)
        lines.append(
            edition.LayoutLine(at, at + len(line), box, size=24 if n == 1 else 9, source=n)
        )
        at += len(line) + 1
    return edition.parse(text, layout=edition.Layout(400, 600, tuple(lines), pictures=(edition.Box(200, 300, 390, 500),)))  # fmt: skip


def test_print_that_has_a_place_has_provenance(core: Any) -> None:
    """Every box of the page is one of an item's, and pages have their size."""
    page = laid_out()
    document = docling.dump(page)
    assert core.DoclingDocument.model_validate_json(document.model_dump_json()) == document
    [(number, sheet)] = document.pages.items()
    assert (number, sheet.size.width, sheet.size.height) == (page.number or 1, 400, 600)
    told = [(p.page_no, p.bbox.l, p.bbox.t, p.bbox.r, p.bbox.b) for item in document.texts for p in item.prov]  # fmt: skip
    assert sorted(told) == sorted((number, *box) for item in page.items for box in item.boxes)
    [heading] = [item for item in document.texts if item.label == core.DocItemLabel.SECTION_HEADER]
    assert heading.prov[0].bbox.t == 50
    assert not docling.dump(edition.parse(str(page))).pages
