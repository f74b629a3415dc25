"""How sure a page was read: shares of all readings, calibrated, told of nodes that are as they were read."""

from __future__ import annotations

import copy
import itertools
import json
import math
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import edition
from edition import strategies
from edition._cli import main
from edition._grammar.compiled import base
from edition._parser import confidence
from edition._parser.confidence import TEMPERATURE, shares
from edition._parser.decode import EDGE, Place, Seen, decode, machine_of, unfinished
from edition._parser.parsing import read_page
from edition._parser.segments import Word
from edition._parser.weights import ONE, ROLE_LANES, shipped
from edition.nodes import Article, Block, Headline, Lead, Paragraph
from edition.pages import Page

TEXT = "河堤步道开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放，全长三公里。\n\n（何青）\n"
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "examples/fenhe-daily/2025-03-06/01.txt"


def blocks(page: Page) -> tuple[Block, ...]:
    return page.find_all(Block)


@pytest.mark.parametrize(("lag", "off"), [(40.0, 1e-6), (confidence._LAG, 0.05)])
def test_shares_are_those_of_all_paths(
    monkeypatch: pytest.MonkeyPatch, lag: float, off: float
) -> None:
    """One pass down and one up tell what going through all paths one by one tells, and nearly so where few states are kept."""
    monkeypatch.setattr(confidence, "_LAG", lag)
    monkeypatch.setattr(confidence, "_WIDTH", 40 if lag < 40 else 10_000)
    readings = read_page("步道开放\n渡口通船\n（何青）\n", base())[1]
    layout, model = base().layout, shipped()
    seen: list[Seen] = []
    decode(readings, layout, seen=seen)
    machine = machine_of(layout, model)
    paths: list[tuple[Place, float, tuple[Word, ...]]] = [(machine.place(EDGE), 0.0, ())]
    for n, (words, _, _, _) in enumerate(seen):
        own = model.evidence.total(readings.evidence(n))
        seam = model.boundary.total(readings[n].boundary)
        paths = [
            (way[3], score + own[ROLE_LANES[word.role]] + seam[way[1]] + way[2], (*steps, word))
            for place, score, steps in paths
            for word in words
            for way in place[word]
        ]
    heat = TEMPERATURE * ONE
    weighed = [(math.exp((s - unfinished(layout, p)) / heat), steps) for p, s, steps in paths]
    whole = sum(weight for weight, _ in weighed)
    for n, told in enumerate(shares(seen, layout)):
        for block, share in told.blocks.items():
            right = sum(w for w, steps in weighed if block in steps[n].blocks) / whole
            assert share == pytest.approx(right, abs=off)


def test_every_block_and_item_has_one() -> None:
    """A share from 0 to 1; the least sure of its blocks is that of what stands within an item."""
    page = edition.parse(PAGE.read_text("utf-8"))
    for node in (*page.items, *blocks(page), *page.find_all(edition.HeadlineBlock)):
        sure = page.confidence(node)
        assert sure is not None
        assert 0 <= sure <= 1
    assert page.confidence(page) == min(page.confidence(block) or 0 for block in blocks(page))
    article = page.articles[0]
    assert article.heading is not None
    found = [page.confidence(part) for part in article.heading.parts]
    assert page.confidence(article.heading) == min(one for one in found if one is not None)


@given(strategies.texts())
def test_any_text_has_some(text: str) -> None:
    """Whatever the text."""
    page = edition.parse(text)
    for block in blocks(page):
        sure = page.confidence(block)
        assert sure is not None
        assert 0 <= sure <= 1


def test_what_is_known_is_sure() -> None:
    """A pin leaves no doubt of its line."""
    page = edition.parse(TEXT, pins={1: ("deck", "new")})
    deck = page.find(edition.Deck)
    assert deck is not None
    assert page.confidence(deck) == pytest.approx(1)


def test_none_for_what_was_built_or_changed() -> None:
    """An edit takes away what is known of the node it changed, and of nothing else."""
    page = edition.parse(TEXT)
    headline, lead = page.find(Headline), page.find(Lead)
    assert headline is not None
    assert lead is not None
    changed = page.replace(headline, Headline.build("步道昨日开放"))
    assert [changed.confidence(block) for block in blocks(changed)] == [
        None,
        *(page.confidence(block) for block in blocks(page)[1:]),
    ]
    assert changed.confidence(changed.articles[0]) is None
    assert changed.confidence(lead) == page.confidence(lead)
    again = changed.remove(lead)
    assert again.confidence(again.find_all(Paragraph)[0]) is not None
    built = Page.build(Article.build("步道开放", paragraphs=["步道昨日开放。"]))
    assert [built.confidence(block) is None for block in blocks(built)] == [False, False]
    by_hand = Page(page.items)
    assert [by_hand.confidence(block) for block in blocks(by_hand)] == [None] * 4
    other = Headline.build("渡口通船")
    with pytest.raises(ValueError, match="is not in"):
        page.confidence(other)


@pytest.mark.parametrize("asked", [False, True])
def test_copies_know_the_same(asked: bool) -> None:
    """A page that was pickled or copied is as sure, whether it was asked before or not."""
    page = edition.parse(TEXT)
    if asked:
        page.confidence(page.articles[0])
    copies = [pickle.loads(pickle.dumps(page)), copy.deepcopy(page), copy.copy(page)]
    for one in copies:
        assert one == page
        assert [one.confidence(b) for b in blocks(one)] == [
            page.confidence(b) for b in blocks(page)
        ]
        assert one.confidence(one.articles[0]) == page.confidence(page.articles[0])


def test_json_carries_it() -> None:
    """As an optional key, which is given back; without it nothing is known."""
    page = edition.parse(TEXT)
    assert "confidence" not in edition.to_json(page)
    written = edition.to_json(page, confidence=True)
    found = edition.from_json(written, Page)
    assert found == page
    for one, other in zip(
        (*blocks(found), *found.items), (*blocks(page), *page.items), strict=True
    ):
        assert found.confidence(one) == pytest.approx(page.confidence(other), abs=1e-4)
    assert edition.to_json(found, confidence=True) == written
    silent = edition.from_json(edition.to_json(page), Page)
    assert [silent.confidence(block) for block in blocks(silent)] == [None] * 4
    issue = edition.parse_edition({1: TEXT, 2: TEXT})
    read = edition.from_json(edition.to_json(issue, confidence=True), edition.Edition)
    assert read.pages[1].confidence(read.pages[1].articles[0]) is not None


@pytest.mark.parametrize("value", ["true", '"1"', "2", "-0.1", "null", "[]"])
def test_json_that_is_no_share(value: str) -> None:
    """What is no number from 0 to 1 is refused, with its place."""
    written = edition.to_json(edition.parse("步道开放\n"), confidence=True)
    key = written.index('"confidence":') + len('"confidence":')
    end = min(written.index(mark, key) for mark in ",}" if mark in written[key:])
    with pytest.raises(edition.FormatError, match="a number from 0 to 1"):
        edition.from_json(written[:key] + value + written[end:])


def test_schemas_take_it() -> None:
    """Both schemas have the key."""
    from jsonschema import Draft202012Validator

    from edition.formats import schema

    page = edition.parse(TEXT)
    written = json.loads(edition.to_json(page, confidence=True))
    assert Draft202012Validator(schema.schema()).is_valid(written)
    rows: Any = edition.to_standoff(page, confidence=True)
    assert all(0 <= row["confidence"] <= 1 for row in rows["spans"])
    assert Draft202012Validator(schema.standoff()).is_valid(rows)
    assert edition.from_standoff(TEXT, rows) == page


def test_an_explanation_tells_it() -> None:
    """With the role, in the line that repeats the text."""
    page = edition.parse(TEXT)
    headline = page.find(Headline)
    assert headline is not None
    told = page.explain(headline)
    assert told.confidence == page.confidence(headline)
    assert f"{told.confidence:.0%} sure" in str(told).splitlines()[1]


def test_tables_have_it() -> None:
    """Blocks and articles."""
    pytest.importorskip("pyarrow")
    from edition.corpus.tables import to_arrow

    page = edition.parse(TEXT)
    tables = to_arrow([page])
    assert tables.blocks["confidence"].to_pylist() == [page.confidence(b) for b in blocks(page)]
    assert tables.articles["confidence"].to_pylist() == [page.confidence(page.articles[0])]


def doubtful() -> tuple[str, Page]:
    """A page on which something is doubtful."""
    for path in sorted((ROOT / "tests/data/fictional").glob("*.txt")):
        text = path.read_bytes().decode()
        page = edition.parse(text)
        if any((page.confidence(block) or 1) < 0.8 for block in blocks(page)):
            return text, page
    raise AssertionError("no page is doubtful")


def test_what_is_doubtful_is_marked() -> None:
    """The annotated page has a quiet mark on each, and a box to show only these."""
    _, page = doubtful()
    count = sum((page.confidence(block) or 1) < 0.8 for block in blocks(page))
    drawn = str(edition.viz.page(page))
    assert drawn.count('class="e-note e-doubt"') == count
    assert f"doubtful<small>{count}</small>" in drawn
    sure = str(edition.viz.page(Page(page.items)))
    assert 'class="e-note e-doubt"' not in sure
    assert "e-in-doubt" not in sure.partition("<body")[2]


def test_check_tells_doubts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`edition check --doubt` has a line for each, which is no error."""
    text, page = doubtful()
    file = tmp_path / "01.txt"
    file.write_bytes(text.encode())
    assert main(["check", str(file)]) == 0
    plain = capsys.readouterr().out
    assert main(["check", "--doubt", "0.8", str(file)]) == 0
    told = capsys.readouterr().out.removeprefix(plain).splitlines()
    least = [block for block in blocks(page) if (page.confidence(block) or 1) < 0.8]
    assert len(told) == len(least)
    span = least[0].span
    assert span is not None
    place = page.line_col(span[0])
    assert told[0].startswith(f"{file}:{place.line}:{place.column}: doubt ")
    assert least[0].role in told[0]
    assert main(["check", "--doubt", "0.8", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-len(told) :] == told
    with pytest.raises(SystemExit):
        main(["check", "--doubt", "2", str(file)])


def test_a_page_of_an_issue_has_some() -> None:
    """Pages that were read again, with what others tell of them, too."""
    issue = edition.read_edition(PAGE.parent)
    for page, block in itertools.chain.from_iterable(
        ((page, block) for block in blocks(page)) for page in issue.pages
    ):
        assert page.confidence(block) is not None
