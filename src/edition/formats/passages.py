"""Passages for retrieval and language models: stories or paragraphs as text with flat metadata.

>>> import edition
>>> page = edition.parse("河堤步道开放\\n\\n汾河西岸的步道今日开放，沿线新栽了柳树，市民络绎不绝。\\n")
>>> [passage] = edition.to_passages(page, by="paragraph", paper="汾河日报")
>>> print(passage["text"])
河堤步道开放
汾河西岸的步道今日开放，沿线新栽了柳树，市民络绎不绝。
>>> passage["metadata"]["paper"], passage["metadata"]["headline"]
('汾河日报', '河堤步道开放')

LangChain, LlamaIndex and Haystack documents can be made of them in one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, TypeAlias, TypedDict, get_args

from edition.formats._stories import Exportable
from edition.records import Record, to_records

#: What a passage is.
By: TypeAlias = Literal["story", "paragraph"]


class Passage(TypedDict):
    """A text to be found, and what is known of it."""

    id: str
    """What tells it from others: the record's, behind a ``#`` the paragraph's number from 0."""
    text: str
    """The heading (kicker, headline and deck, one per line), and below it the story's text, or the paragraph's."""
    metadata: dict[str, str | int]
    """Flat values, as vector stores take them; what nothing tells is left out."""


def dump(
    source: Exportable,
    *,
    by: By = "story",
    paper: str | None = None,
    date: dt.date | None = None,
) -> list[Passage]:
    """Convert the stories of a page or an issue to passages, or their paragraphs, each with its heading.

    Metadata are ``story`` (the id of the record), ``kind``, ``paper``, ``date``, ``pages`` (``1, 4``), ``kicker``, ``headline``, ``deck``, ``people``
    (names, ``、`` between them), ``edition`` (the version that read the page), and of a paragraph ``paragraph`` (from 0), and ``start`` and
    ``end`` in the story's text, in code points, half-open. Crossheads are no passages of their own: one stands above each
    paragraph that follows it. A story without a text has its heading only, and none by paragraphs.

    ``paper`` and ``date`` default to those of the page or issue. Raises TypeError for anything else, and ValueError for
    an invalid ``by``.
    """
    if by not in get_args(By):
        raise ValueError(f"passages are by story or paragraph, not by {by!r}")
    records = to_records(source, paper=paper, date=date)
    if by == "story":
        return [_story(record) for record in records]
    return [passage for record in records for passage in _paragraphs(record)]


def _heading(record: Record) -> list[str]:
    return [said for said in (record["kicker"], record["headline"], record["deck"]) if said]


def _metadata(record: Record) -> dict[str, str | int]:
    told = {
        "story": record["id"],
        "kind": record["kind"],
        "paper": record["paper"],
        "date": record["date"],
        "pages": ", ".join(
            page["label"] or str(page["number"])
            for page in record["pages"]
            if page["label"] or page["number"]
        ),
        "kicker": record["kicker"],
        "headline": record["headline"],
        "deck": record["deck"],
        "people": "、".join(dict.fromkeys(person["name"] for person in record["people"])),
        "edition": record["provenance"]["edition"],
    }
    return {name: said for name, said in told.items() if said}


def _story(record: Record) -> Passage:
    lines = [*_heading(record), *filter(None, [record["text"]])]
    return Passage(id=record["id"], text="\n".join(lines), metadata=_metadata(record))


def _paragraphs(record: Record) -> Iterator[Passage]:
    heading, crosshead = _heading(record), ""
    for n, row in enumerate(record["paragraphs"]):
        if row["role"] == "crosshead":
            crosshead = row["text"]
            continue
        yield Passage(
            id=f"{record['id']}#{n}",
            text="\n".join(filter(None, (*heading, crosshead, row["text"]))),
            metadata={
                **_metadata(record),
                "paragraph": n,
                "start": row["start"],
                "end": row["end"],
            },
        )
