"""A page as a spaCy `Doc`: spans to the character, with blank and with other pipelines."""

# pyright: reportMissingImports=false
# It is checked where spaCy is not installed, too.

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies as es

spacy = pytest.importorskip("spacy")

BLANK = spacy.blank("zh")
FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
TEXT = "渡口归船\n\n本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。\n"
_PAGES = st.one_of(es.pages(), st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(edition.parse))  # fmt: skip


@given(_PAGES)
def test_spans_are_those_of_the_page(page: edition.Page) -> None:
    """Roles and stories are where standoff has them, to the character, and say what the tree says."""
    doc = edition.to_spacy(page, BLANK)
    assert doc.text == str(page)
    rows = edition.to_standoff(page)["spans"]
    spans = doc.spans["roles"]
    assert [(s.start_char, s.end_char, s.label_, s._.edition_story) for s in spans] == [
        (row["start"], row["end"], row["role"], row["article"]) for row in rows
    ]
    assert [s._.edition_paragraph for s in spans] == [row["paragraph"] for row in rows]
    assert len(doc.spans["articles"]) == sum(len(story.places) for story in page.stories)


def test_people_are_entities_where_the_pipeline_has_none() -> None:
    """With what the paper calls them; all else is of unknown entity, and not of none."""
    doc = edition.to_spacy(edition.parse(TEXT))
    [person] = doc.spans["people"]
    assert (person.text, person.label_, person._.edition_role) == ("陈立", "PER", "记者")
    assert [entity.text for entity in doc.ents] == ["陈立"]
    assert doc[0].ent_iob == 0
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": [{"TEXT": "汾"}, {"TEXT": "河"}]}])  # fmt: skip
    doc = edition.to_spacy(edition.parse(TEXT), nlp)
    assert [entity.label_ for entity in doc.ents] == ["GPE"]
    assert len(doc.spans["people"]) == 1


@pytest.mark.parametrize(
    ("cut", "texts"),
    [("expand", ["本报讯（记者 陈立）汾河"]), ("contract", ["本报讯（记者 陈立"]), ("leave out", [])],
)  # fmt: skip
def test_spans_that_cut_tokens(cut: Any, texts: list[str]) -> None:
    """A span that ends inside a token is handled as asked, and tells where it really is."""
    from spacy.tokens import Doc

    def tokens(text: str) -> Any:
        return Doc(BLANK.vocab, words=["渡口归船", "\n\n", "本报讯（记者", "陈立", "）汾河", text[text.index("上") :]], spaces=[False, False, True, False, False, False])  # fmt: skip

    nlp = spacy.blank("zh")
    nlp.tokenizer = tokens
    doc = edition.to_spacy(edition.parse(TEXT), nlp, cut=cut)
    leads = [span for span in doc.spans["roles"] if span.label_ == "lead"]
    assert [span.text for span in leads] == texts
    for span in leads:
        start, end = span._.edition_span
        assert doc.text[start:end] == "本报讯（记者 陈立）"


def test_a_docbin_keeps_all() -> None:
    """Spans and attributes are there again after training data was written and read."""
    from spacy.tokens import DocBin

    issue = edition.read_edition(FENHE)
    binned = DocBin(store_user_data=True)
    for page in issue.pages:
        binned.add(edition.to_spacy(page, BLANK))
    read = list(DocBin().from_bytes(binned.to_bytes()).get_docs(BLANK.vocab))
    assert [doc.text for doc in read] == [str(page) for page in issue.pages]
    assert read[0]._.edition["paper"] == "汾河日报"
    assert {span.label_ for span in read[0].spans["roles"]} >= {"headline", "lead", "paragraph"}
    assert read[0].spans["articles"][0]._.edition_story == 1


def test_what_spacy_cannot_hold_is_named() -> None:
    """A lone surrogate is refused with its place, and so is what is no page, or a pipeline that changes the text."""
    with pytest.raises(ValueError, match="U\\+D800 at 2"):
        edition.to_spacy(edition.parse("晴天\ud800\n"))
    with pytest.raises(TypeError):
        edition.to_spacy(TEXT)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="leave out"):
        edition.to_spacy(edition.parse(TEXT), cut="no")  # type: ignore[arg-type]
    from spacy.tokens import Doc

    nlp = spacy.blank("zh")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.split())
    with pytest.raises(ValueError, match="changes the text"):
        edition.to_spacy(edition.parse(TEXT), nlp)
