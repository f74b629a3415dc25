"""Standoff annotation: what is written is read as the very same page, and what people and tools write is read by rule."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import edition
from edition import FormatError, dialects, strategies
from edition.editions import Edition
from edition.formats import standoff
from edition.nodes import Article, Byline, Deck, Folio, Headline, Lead, Paragraph, Photo, Stray
from edition.pages import Page
from edition.standoff import from_standoff, to_standoff

ROOT = Path(__file__).parents[1]
ISSUE = ROOT / "examples/fenhe-daily/2025-03-06"
PAGES = [*sorted(ISSUE.glob("*.txt")), *sorted((ROOT / "tests/data/fictional").glob("*.txt"))]
TEXT = "河堤步道开放\n\n本报讯（记者 陈立）新修的步道昨日开放，\n全长三公里。\n\n（何青）\n"


def rows(text: str, *told: tuple[str, str, int | None]) -> dict[str, Any]:
    """Rows of stretches of a text, found in their order: each its words, its role and its article."""
    spans: list[dict[str, Any]] = []
    at = 0
    for words, role, article in told:
        start = text.index(words, at)
        at = start + len(words)
        spans.append({"start": start, "end": at, "role": role, "article": article})
    return {"spans": spans}


def same(page: Page) -> Page:
    """The page as it is read from what is written of it, on disk as in memory."""
    text = str(page)
    found = from_standoff(text, to_standoff(page))
    assert str(found) == text
    assert found == page
    assert found.dialect == page.dialect
    assert to_standoff(found) == to_standoff(page)
    assert standoff.load(text, standoff.dump(page)) == page
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(strategies.pages())
def test_pages_come_back(page: Page) -> None:
    """A page that is built comes back as it was."""
    same(page)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(strategies.layouts())
def test_what_extraction_makes_comes_back(layout: strategies.Layout) -> None:
    """So does what the parser reads out of a torn text."""
    same(edition.parse(layout.text))


@given(strategies.texts(), st.sampled_from(dialects.names()))
def test_any_text_comes_back(text: str, dialect: str) -> None:
    """So does a page of any characters, in every dialect."""
    same(edition.parse(text, dialect=dialect))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_come_back(path: Path) -> None:
    """So do the pages of the example issue and the fictional ones."""
    same(edition.parse(path.read_bytes().decode()))


def test_gold_comes_back(gold_dir: Path) -> None:
    """So do pages of press; and their truth, which is of version 1, is read and told again."""
    for path in sorted(gold_dir.rglob("*.txt")):
        text = path.read_bytes().decode()
        same(edition.parse(text))
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        page = from_standoff(text, truth)
        assert str(page) == text
        again: Any = to_standoff(page)["spans"]
        assert [(s["start"], s["end"], s["role"]) for s in again] == [
            (s["start"], s["end"], s["role"]) for s in truth["spans"]
        ]
        named = [s["people"] for s in truth["spans"] if s.get("people")]
        assert [s["people"] for s in again if s.get("people")] == named


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.editions())
def test_issues_come_back(issue: Edition) -> None:
    """An issue comes back with its numbers, its paper and its day."""
    texts = {n: str(page) for n, page in zip(issue.numbers, issue.pages, strict=True)}
    assert from_standoff(texts, to_standoff(issue)) == issue
    assert standoff.load(texts, standoff.dump(issue)) == issue


def test_an_issue_of_files_comes_back() -> None:
    """The names of its files come back, too."""
    issue = edition.read_edition(ISSUE)
    texts = {n: str(page) for n, page in zip(issue.numbers, issue.pages, strict=True)}
    found = from_standoff(texts, to_standoff(issue))
    assert found == issue
    assert found.sources == issue.sources
    assert [story.pages for story in found.stories] == [story.pages for story in issue.stories]


def test_two_captions_and_a_caption_of_two_lines() -> None:
    """``block`` tells both apart, and ``item`` two pictures from one."""
    text = "图为市民在新开的步道上\n图为渡口的老船\n"
    told = rows(text, ("图为市民在新开的步道上", "caption", 1), ("图为渡口的老船", "caption", 1))
    one, two = copy.deepcopy(told), copy.deepcopy(told)
    for data, blocks, items in ((one, (1, 1), (1, 1)), (two, (1, 2), (1, 2))):
        data["version"] = 2
        for row, block, item in zip(data["spans"], blocks, items, strict=True):
            row |= {"block": block, "item": item}
    [photo] = from_standoff(text, one).items
    assert [len(block.pieces) for block in photo.children] == [2]
    assert [len(item.pieces) for item in from_standoff(text, two).items] == [1, 1]
    [photo] = from_standoff(text, told).items
    assert [len(block.pieces) for block in photo.children] == [1, 1]


def test_version_1_by_rule() -> None:
    """Rows of one article that stand together are one item; rows of one paragraph are one block, or go on with it."""
    text = "步道开放\n步道昨日开放，\n市民纷纷前来，\n图为步道。\n一直走到渡口。\n第2版 要闻\n渡口也有人。\n"
    told = rows(
        text,
        ("步道开放", "headline", 1),
        ("步道昨日开放，", "paragraph", 1),
        ("市民纷纷前来，", "paragraph", 1),
        ("图为步道。", "caption", 1),
        ("一直走到渡口。", "paragraph", 1),
        ("第2版 要闻", "folio", None),
        ("渡口也有人。", "paragraph", 1),
    )
    for row in told["spans"]:
        row["paragraph"] = 1 if row["role"] == "paragraph" else None
    page = from_standoff(text, told)
    first, folio, rest = page.items
    assert isinstance(first, Article)
    assert isinstance(folio, Folio)
    assert isinstance(rest, Article)
    assert [len(p.pieces) for p in first.paragraphs] == [2, 1]
    assert [p.continues for p in (*first.paragraphs, *rest.paragraphs)] == [False, True, True]
    assert rest.continues
    assert first.find(Photo)
    assert len(page.stories) == 1


def test_rows_of_other_tools() -> None:
    """A span may run over lines and have blanks at its ends, rows may stand in any order; what no row has is ``other``."""
    text = "  步道开放\n步道昨日开放，\n\n市民纷纷前来。  \n※\n"
    data = {
        "spans": [
            {"start": 7, "end": len(text) - 2, "role": "paragraph", "article": 1},
            {"start": 0, "end": 7, "role": "headline", "article": 1},
        ]
    }
    page = from_standoff(text, data)
    assert str(page) == text
    article, stray = page.items
    assert isinstance(article, Article)
    assert article.headline is not None
    assert article.headline.text == "步道开放"
    assert [p.lines for p in article.paragraphs] == [("步道昨日开放，", "市民纷纷前来。")]
    assert isinstance(stray, Stray)
    assert [type(item) for item in from_standoff(text, {"spans": []}).items] == [Stray] * 4
    assert from_standoff(" \n", {"spans": []}) == edition.parse(" \n")


def test_a_gap_within_a_story_is_its_own() -> None:
    """What no row has between two rows of a story stands in that story."""
    text = "步道开放\n步道昨日开放。\n（Ａ、Ｂ）\n市民纷纷前来。\n"
    told = rows(
        text, ("步道开放", "headline", 1), ("步道昨日开放。", "paragraph", 1),
        ("市民纷纷前来。", "paragraph", 1),
    )  # fmt: skip
    [article] = from_standoff(text, told).items
    assert [child.__class__.__name__ for child in article.children] == [
        "HeadlineBlock", "Paragraph", "Other", "Paragraph",
    ]  # fmt: skip


def test_a_role_corrected_by_hand() -> None:
    """A role changed in the rows is changed in the tree, and the headline block is made anew."""
    text = "渡口的灯又亮了\n步道昨日全线贯通\n\n本报讯（记者 陈立）渡口的马灯昨晚又亮了。\n"
    data: Any = to_standoff(edition.parse(text))
    data["spans"][0]["role"], data["spans"][1]["role"] = "headline", "deck"
    data["spans"][0]["block"], data["spans"][1]["block"] = 101, 102
    [article] = from_standoff(text, data).articles
    assert article.headline is not None
    assert isinstance(article.deck, Deck)
    assert article.heading is not None
    assert [type(part) for part in article.heading.parts] == [Headline, Deck]


def test_a_border_corrected_by_hand() -> None:
    """An item begins where the number of the item or of the article changes."""
    text = "步道开放\n步道昨日开放。\n渡口通船\n渡口昨日通船。\n"
    told = rows(
        text, ("步道开放", "headline", 1), ("步道昨日开放。", "paragraph", 1),
        ("渡口通船", "headline", 2), ("渡口昨日通船。", "paragraph", 2),
    )  # fmt: skip
    for row in told["spans"]:
        row["item"] = 1
    assert len(from_standoff(text, told | {"version": 2}).articles) == 2


def test_people_given_hold() -> None:
    """Who is named in the rows holds, with the places where the print has the name; nobody told is nobody."""
    data: Any = to_standoff(edition.parse(TEXT))
    lead, signoff = (row for row in data["spans"] if row["role"] in ("lead", "signoff"))
    assert lead["people"] == [{"name": "陈立", "role": "记者"}]
    lead["people"] = [{"name": "陈立", "role": "见习记者"}]
    signoff["people"] = []
    page = from_standoff(TEXT, data)
    block = page.find(Lead)
    assert block is not None
    assert [(p.name, p.role) for p in block.people] == [("陈立", "见习记者")]
    start = TEXT.index("陈立")
    assert block.people[0].spans == ((start, start + 2),)
    assert block.dateline is not None
    assert page.articles[0].signoff is not None
    assert page.articles[0].signoff.people == ()
    for row in (lead, signoff):
        del row["people"]
    again = from_standoff(TEXT, data)
    assert [p.name for p in again.articles[0].people] == ["陈立", "何青"]


def test_people_are_found_where_they_are_padded_or_cut() -> None:
    """A name with blanks in it, or over two pieces, has its places; a name that is not printed has none, and holds."""
    text = "本报记者 贺  勇 陈\n立\n步道昨日开放。\n"
    end = text.index("步道")
    byline = {"start": 0, "end": end - 1, "role": "byline", "article": 1}
    names = ("贺勇", "陈立", "白露")
    data = {"spans": [byline | {"people": [{"name": name} for name in names]}]}
    page = from_standoff(text, data)
    block = page.find(Byline)
    assert block is not None
    assert tuple(p.name for p in block.people) == names
    assert ["".join(text[a:b] for a, b in p.spans) for p in block.people] == ["贺勇", "陈立", ""]
    kept = edition.from_json(edition.to_json(page), Page).find(Byline)
    assert kept is not None
    assert kept.people == block.people


def _broken(**changed: object) -> dict[str, Any]:
    row: dict[str, Any] = {"start": 0, "end": 6, "role": "headline", "article": 1, **changed}
    return {"version": 2, "spans": [row]}


ROW = {"start": 8, "end": 12, "role": "paragraph", "article": 1}
WRONG = [
    ([], "", "expected an object"),
    ({"version": 3, "spans": []}, "version", "expected version 1 or 2"),
    ({"version": True, "spans": []}, "version", "expected version 1 or 2"),
    ({"version": 2}, "spans", "expected an array"),
    ({"spans": [7]}, "spans[0]", "expected an object"),
    ({"spans": [], "span": []}, "", "no key 'span'"),
    (_broken(roll="x"), "spans[0]", "no key 'roll'"),
    (_broken(role="headlne"), "spans[0].role", "no role 'headlne'"),
    (_broken(role=["x"]), "spans[0].role", "no role"),
    (_broken(end=400), "spans[0]", "outside the text"),
    (_broken(start=-1), "spans[0]", "outside the text"),
    (_broken(start=6), "spans[0]", "ends where it begins"),
    (_broken(start="0"), "spans[0].start", "a whole number"),
    (_broken(start=True), "spans[0].start", "a whole number"),
    (_broken(start=6, end=8), "spans[0]", "no print"),
    (_broken(item="1"), "spans[0].item", "a whole number"),
    (_broken(continues=1), "spans[0].continues", "true or false"),
    (_broken(people={}), "spans[0].people", "expected an array"),
    (_broken(people=[{"nam": "何青"}]), "spans[0].people[0]", "no key 'nam'"),
    (_broken(people=[{}]), "spans[0].people[0].name", "a string"),
    (_broken(people=[{"name": ""}]), "spans[0].people[0].name", "a string with print"),
    (_broken(people=[{"name": "何青"}]), "spans[0].people", "names nobody"),
    ({"spans": [ROW, ROW | {"start": 11, "end": 14}]}, "spans[1]", "overlaps"),
    ({"version": 2, "spans": [], "dialect": {"name": 7}}, "dialect.name", "a string"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "path", "problem"), WRONG)
def test_what_is_wrong_is_told_with_its_place(data: Any, path: str, problem: str) -> None:
    """A FormatError names the row and, where it has one, the offset in the text."""
    with pytest.raises(FormatError) as caught:
        from_standoff(TEXT, data)
    assert caught.value.format == "standoff"
    assert caught.value.path == path
    assert problem in caught.value.problem
    with pytest.raises(FormatError):
        standoff.load(TEXT, json.dumps(data))


def test_an_offset_is_told() -> None:
    """Where a row is wrong at a place in the text, the error has that place."""
    with pytest.raises(FormatError, match=r"spans\[0\].role, at 0: no role 'x'") as caught:
        from_standoff(TEXT, _broken(role="x"))
    assert caught.value.offset == 0
    with pytest.raises(FormatError) as caught:
        from_standoff(TEXT, {"spans": [ROW, ROW | {"start": 11, "end": 14}]})
    assert caught.value.offset == 11
    assert copy.copy(caught.value).offset == 11


def test_what_no_layout_allows() -> None:
    """An item that nothing in the layout allows, and one that another cuts in two, are no items."""
    text = "遗失声明\n步道昨日开放。\n渡口通船\n"
    told = rows(
        text, ("遗失声明", "notice", 1), ("步道昨日开放。", "paragraph", 1),
        ("渡口通船", "headline", 1),
    )  # fmt: skip
    told["version"] = 2
    for row in told["spans"]:
        row["item"] = 1
    with pytest.raises(FormatError, match=r"spans\[1\], at 5: .*paragraph can't stand") as caught:
        from_standoff(text, told)
    assert caught.value.offset == 5
    told["spans"][1]["item"] = 2
    with pytest.raises(FormatError, match=r"spans\[2\].*item 1.*another"):
        from_standoff(text, told)
    for row in told["spans"]:
        del row["item"]
    assert len(from_standoff(text, told).items) == 2


def test_wrong_types() -> None:
    """A text is a str, and those of an issue are by their numbers."""
    with pytest.raises(TypeError, match="a page is a str"):
        from_standoff(b"x", {"spans": []})  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="by their numbers"):
        from_standoff({"1": TEXT}, {"pages": {}})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="unknown dialect"):
        from_standoff(TEXT, {"spans": []}, dialect="nowhere")


def test_wrong_issues() -> None:
    """Texts and pages of an issue are the same ones; what is wrong on a page is told with the page."""
    good = to_standoff(edition.parse_edition({1: TEXT}))
    assert from_standoff({1: TEXT}, good) == edition.parse_edition({1: TEXT})
    with pytest.raises(FormatError, match="pages: no page 2"):
        from_standoff({1: TEXT, 2: TEXT}, good)
    with pytest.raises(FormatError, match=r"pages\.1: no text"):
        from_standoff({}, good)
    bad: Any = copy.deepcopy(good)
    bad["pages"]["1"]["spans"][0]["role"] = "x"
    with pytest.raises(FormatError, match=r"pages\.1\.spans\[0\]\.role, at 0: no role"):
        from_standoff({1: TEXT}, bad)
    for key, value in (
        ("date", "6. März"),
        ("paper", 7),
        ("sources", [1]),
        ("jumps", {}),
        ("x", 1),
    ):
        with pytest.raises(FormatError):
            from_standoff({1: TEXT}, {**good, key: value})
    old = {"version": 1, "pages": {"1": {"version": 1, "spans": []}}, "jumps": []}
    assert from_standoff({1: TEXT}, old).numbers == (1,)
    with pytest.raises(FormatError, match="no key"):
        from_standoff(TEXT, good)


@given(st.text(max_size=60), st.data())
def test_any_rows_make_the_text_or_an_error(text: str, data: st.DataObject) -> None:
    """Whatever rows are given, the page is the text, or an error tells why not."""
    size = len(text)
    row = st.fixed_dictionaries(
        {
            "start": st.integers(-1, size + 1),
            "end": st.integers(-1, size + 1),
            "role": st.sampled_from(["headline", "paragraph", "caption", "folio", "byline", "notice"]),
            "article": st.none() | st.integers(1, 2),
        },
        optional={
            "paragraph": st.none() | st.integers(1, 2),
            "item": st.integers(1, 3),
            "block": st.integers(1, 3),
            "continues": st.booleans(),
            "resumes": st.booleans(),
        },
    )  # fmt: skip
    spans = data.draw(st.lists(row, max_size=5))
    try:
        page = from_standoff(text, {"version": 2, "spans": spans})
    except FormatError:
        return
    assert str(page) == text
    assert str(from_standoff(text, to_standoff(page))) == text


def test_the_schema() -> None:
    """What is written is what its schema says, and so are the rows of version 1; the schema stands in the package."""
    from importlib import resources

    from jsonschema import Draft202012Validator

    from edition.formats import schema

    text = resources.files("edition").joinpath("formats/standoff.schema.json").read_text("utf-8")
    assert text == json.dumps(schema.standoff(), ensure_ascii=False, indent=1) + "\n", (
        "write it anew: edition.formats.schema.standoff()"
    )
    Draft202012Validator.check_schema(schema.standoff())
    valid: Any = Draft202012Validator(schema.standoff()).is_valid
    assert valid(to_standoff(edition.parse(TEXT)))
    assert valid(json.loads(standoff.dump(edition.read_edition(ISSUE))))
    assert valid(rows(TEXT, ("河堤步道开放", "headline", 1)))
    assert not valid(_broken(role="headlne"))
    assert not valid(_broken(roll=1))


def test_blocks_and_items_are_told() -> None:
    """Version 2 numbers a page's items and blocks, and tells what goes on."""
    page = edition.parse(TEXT, pins={4: ("paragraph", "join")})
    data: Any = to_standoff(page)
    assert data["version"] == 2
    assert data["dialect"]["name"] == "mainland"
    assert [(row["item"], row["block"]) for row in data["spans"]] == [
        (1, 1), (1, 2), (1, 3), (1, 3), (1, 4),
    ]  # fmt: skip
    paragraph = page.find(Paragraph)
    assert paragraph is not None
    assert len(paragraph.pieces) == 2
