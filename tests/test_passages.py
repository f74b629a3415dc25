"""Passages for retrieval: a story or a paragraph each, with flat metadata."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies as es
from edition.formats.langchain import EditionLoader

FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_SOURCES = st.one_of(es.pages(), es.pages(realistic=False), es.editions())


@given(_SOURCES)
def test_passages_hold_every_paragraph_once(source: edition.Page | edition.Edition) -> None:
    """All text is in them, ids are their own, metadata are flat, and a paragraph is where it says."""
    records = {record["id"]: record for record in edition.to_records(source)}
    stories = edition.to_passages(source)
    assert [passage["id"] for passage in stories] == [r["id"] for r in edition.to_records(source)]
    parts = edition.to_passages(source, by="paragraph")
    if len(records) == len(stories):
        assert len({passage["id"] for passage in parts}) == len(parts)
    for passage in (*stories, *parts):
        assert all(isinstance(value, str | int) for value in passage["metadata"].values())
    for passage in parts:
        told = passage["metadata"]
        start, end, story = told["start"], told["end"], told["story"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert passage["text"].split("\n")[-1:] == records[str(story)]["text"][start:end].split("\n")[-1:]  # fmt: skip


def test_a_paragraph_stands_below_its_heading_and_crosshead() -> None:
    """What it is about is known where it is found alone."""
    article = edition.Article.build(
        "渡口归船",
        kicker="汾河新桥通车",
        byline=["陈立"],
        paragraphs=["末班船昨日停航。", edition.Crosshead.build("四十年"), "何大川撑了四十年船。"],
    )
    first, second = edition.to_passages(article, by="paragraph", paper="汾河日报")
    assert first["text"] == "汾河新桥通车\n渡口归船\n末班船昨日停航。"
    assert second["text"] == "汾河新桥通车\n渡口归船\n四十年\n何大川撑了四十年船。"
    assert second["metadata"]["people"] == "陈立"
    assert second["metadata"]["paragraph"] == 2
    assert "date" not in second["metadata"]


def test_langchain_makes_documents_of_them() -> None:
    """In a line, with the real class."""
    documents = pytest.importorskip("langchain_core.documents")
    passages = edition.to_passages(edition.read_edition(FENHE))
    made = [documents.Document(page_content=p["text"], metadata=p["metadata"], id=p["id"]) for p in passages]  # fmt: skip
    assert len(made) == 41
    assert made[0].metadata["pages"] == "1, 4"


def test_what_is_asked_for_is_checked() -> None:
    """By story or by paragraph, of a page or an issue."""
    with pytest.raises(ValueError, match="by story or paragraph"):
        edition.to_passages(edition.parse(""), by="line")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        edition.to_passages("渡口归船")  # type: ignore[arg-type]


def test_the_loader_reads_pages_issues_and_folders(tmp_path: Path) -> None:
    """As any loader of LangChain, and with the source of each document."""
    pytest.importorskip("langchain_core")
    issue = EditionLoader(FENHE).load()
    assert [(d.page_content, d.id) for d in issue] == [(p["text"], p["id"]) for p in edition.to_passages(edition.read_edition(FENHE))]  # fmt: skip
    assert {d.metadata["source"] for d in issue} == {str(FENHE)}
    below = EditionLoader(FENHE.parent, by="paragraph").load()
    assert {d.metadata["source"] for d in below} == {str(one) for one in FENHE.parent.iterdir() if one.is_dir()}  # fmt: skip
    (tmp_path / "page.txt").write_bytes(
        "渡口归船\r\n\r\n本报讯 末班船昨日停航，两岸往来改走新桥。".encode("gb18030")
    )
    [document] = EditionLoader(tmp_path / "page.txt", encoding="gb18030").lazy_load()
    assert document.page_content == "渡口归船\n末班船昨日停航，两岸往来改走新桥。"
    with pytest.raises(ValueError, match="by story or paragraph"):
        EditionLoader(tmp_path, by="line")  # type: ignore[arg-type]


def test_the_loader_loads_for_programs_that_wait() -> None:
    """The same documents."""
    pytest.importorskip("langchain_core")

    async def loaded() -> list[str | None]:
        found = [document.id async for document in EditionLoader(FENHE).alazy_load()]
        assert found == [document.id for document in await EditionLoader(FENHE).aload()]
        return found

    assert len(asyncio.run(loaded())) == 41


def test_the_loader_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LangChain is not installed."""
    monkeypatch.setitem(sys.modules, "langchain_core.documents", None)
    with pytest.raises(ImportError, match="pip install langchain-core"):
        EditionLoader(FENHE).load()


def test_llama_index_makes_nodes_of_them() -> None:
    """In a line, with the real class."""
    schema = pytest.importorskip("llama_index.core.schema")
    passages = edition.to_passages(edition.read_edition(FENHE), by="paragraph")
    nodes = [schema.TextNode(id_=p["id"], text=p["text"], metadata=p["metadata"]) for p in passages]
    assert nodes[1].metadata["paper"] == "汾河日报"
    assert schema.TextNode.from_json(nodes[1].to_json()).text == passages[1]["text"]


def test_haystack_makes_documents_of_them() -> None:
    """In a line, with the real class, and they are found again by what is known of them."""
    haystack = pytest.importorskip("haystack")
    stores = pytest.importorskip("haystack.document_stores.in_memory")
    passages = edition.to_passages(edition.read_edition(FENHE), by="paragraph")
    store = stores.InMemoryDocumentStore()
    store.write_documents([haystack.Document(id=p["id"], content=p["text"], meta=p["metadata"]) for p in passages])  # fmt: skip
    found = store.filter_documents({"field": "meta.pages", "operator": "==", "value": "1, 4"})
    wanted = [p["id"] for p in passages if p["metadata"]["pages"] == "1, 4"]
    assert sorted(document.id for document in found) == sorted(wanted)
