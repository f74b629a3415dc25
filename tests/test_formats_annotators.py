"""What taggers and annotators read: CoNLL-U Plus and W3C Web Annotation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import Box, Layout, LayoutLine
from edition import strategies as es
from edition.formats import conll, conllup, webannotation

TEXT = "渡口归船\n\n本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。\n"
FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_SOURCES = st.one_of(es.pages(), es.pages(realistic=False), es.editions())


@given(_SOURCES)
def test_sentences_are_lines_of_print(source: edition.Page | edition.Edition) -> None:
    """Each has an id of its own and its text, words are numbered from 1, and the columns are those of CoNLL."""
    text = conllup.dump(source)
    first, *rows = text.encode().decode().split("\n")
    assert first == "# global.columns = ID FORM EDITION:ROLE EDITION:STORY EDITION:PERSON"
    words = [row.split("\t") for row in rows if "\t" in row]
    plain = [row.split("\t") for row in conll.dump(source).split("\n") if "\t" in row]
    assert [word[1:] for word in words] == plain
    ids = re.findall(r"(?m)^# sent_id = (\d+)$", text)
    assert len(set(ids)) == len(ids)
    for sentence in "\n".join(rows).split("\n\n")[:-1]:
        lines = sentence.split("\n")
        [said] = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
        held = [line.split("\t") for line in lines if "\t" in line]
        assert "".join(word[1] for word in held) == said
        assert [word[0] for word in held] == [str(n) for n in range(1, len(held) + 1)]


def test_conllu_reads_it() -> None:
    """The package of treebank people finds words and columns."""
    conllu = pytest.importorskip("conllu")
    sentences = conllu.parse(conllup.dump(edition.parse(TEXT)))
    assert sentences[0].metadata["text"] == "渡口归船"
    assert sentences[0][0]["edition:role"] == "B-headline"
    issue = edition.read_edition(FENHE)
    words = [word["form"] for sentence in conllu.parse(conllup.dump(issue)) for word in sentence]
    assert "".join(words) == "".join("".join(map(str, issue.pages)).split())


def test_the_example_issue_is_annotated() -> None:
    """Each line of print of each page has its role, on the text that the annotation names."""
    issue = edition.read_edition(FENHE)
    texts = {number: f"https://example.org/{number}.txt" for number in issue.numbers}
    found = json.loads(webannotation.dump(issue, texts=texts))
    rows = [len(edition.to_standoff(page)["spans"]) for page in issue.pages]
    of = [item["target"]["source"] for item in found["items"] if item["motivation"] == "tagging"]
    assert [of.count(text) for text in texts.values()] == rows


@given(_SOURCES)
def test_annotations_are_where_they_say(source: edition.Page | edition.Edition) -> None:
    """Position and quote are of the same stretch, and every line of print has its role."""
    pages = source.pages if isinstance(source, edition.Edition) else (source,)
    texts = {n: f"https://example.org/{n}.txt" for n in range(1, 500)}
    numbers = source.numbers if isinstance(source, edition.Edition) else (source.number or 1,)
    texts |= {n: f"https://example.org/{n}.txt" for n in numbers}
    found = json.loads(webannotation.dump(source, texts=texts))
    held = {texts[n]: str(page) for n, page in zip(numbers, pages, strict=True)}
    tagged = []
    for item in found["items"]:
        text = re.sub("[\ud800-\udfff]", "\ufffd", held[item["target"]["source"]])
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        if item["motivation"] == "tagging":
            tagged.append((item["body"][0]["value"], start, end))
    rows = [row for page in pages for row in edition.to_standoff(page)["spans"]]
    assert tagged == [(row["role"], row["start"], row["end"]) for row in rows]
    assert len({item["id"] for item in found["items"]}) == len(found["items"])


def test_names_are_identified() -> None:
    """A name has an annotation of its own, with what the paper calls them."""
    found = json.loads(webannotation.dump(edition.parse(TEXT)))
    [person] = [item for item in found["items"] if item["motivation"] == "identifying"]
    assert [body["value"] for body in person["body"]] == ["陈立", "记者"]
    assert person["target"]["source"].startswith("urn:uuid:")
    assert person["target"]["selector"][1]["exact"] == "陈立"


def test_annotations_are_on_the_picture() -> None:
    """Where a page's layout is known, an annotation is on the part of its picture as well, in hundredths of the page."""
    text = "渡口归船\n末班船昨日停航。\n"
    lines = (
        LayoutLine(0, 4, Box(60, 80, 300, 120), size=40),
        LayoutLine(5, 13, Box(60, 200, 180, 220), size=15),
    )
    page = edition.parse(text, layout=Layout(600, 800, lines))
    found = json.loads(webannotation.dump(page, images="https://example.org/1.png"))
    on_text, on_picture = found["items"][0]["target"]
    assert on_text["selector"][1]["exact"] == "渡口归船"
    assert on_picture["source"] == "https://example.org/1.png"
    assert on_picture["selector"]["value"] == "xywh=percent:10.00,10.00,40.00,5.00"
    [item, *_] = json.loads(webannotation.dump(page))["items"]
    assert isinstance(item["target"], dict)


@pytest.mark.parametrize("dump", [conllup.dump, webannotation.dump])
def test_a_text_is_no_source(dump: object) -> None:
    """A text has to be parsed first."""
    with pytest.raises(TypeError):
        dump(TEXT)  # type: ignore[operator]
