"""Passages for retrieval: a story or a paragraph each, with flat metadata."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies as es

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
