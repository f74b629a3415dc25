"""Stories as records: `edition.to_records`, `edition.from_records`, JSON lines, and their schema."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import edition
from edition import strategies as es
from edition._model.nodes import join_text
from edition.formats import jsonl, record_schema
from edition.formats._types import FieldType, field_type
from edition.records import FIELDS, ParagraphRow, PartRow, Record
from edition.stories import Story

TEXT = """汾河日报
2025年3月6日 星期四 第2版 要闻

两岸春灌全面展开

十万亩麦田喝上返青水

本报讯（记者 陈立 通讯员 何青）汾河两岸的麦田里，水从斗渠里流进地头，今年的渠水比往年早来十天，下游的灌区昨日全部开闸。

渠水来得早

今年的渠水比往年早来十天，沿渠的九个村子排好了浇地的次序，没有一户误了返青。

图为春灌现场。 马兰 摄

（宋闻溪）
"""
_LONE = "".join(map(chr, (0xD800, 0xDC00)))

#: Pages of every kind: built and read anew, of odd characters, and plain Unicode.
_PAGES = st.one_of(es.pages(), es.pages(realistic=False), st.text(max_size=60).map(edition.parse))
_SOURCES = st.one_of(_PAGES, es.editions())
#: What a story by itself does not know of its pages.
_ABOUT_PAGES = ("id", "paper", "date", "pages", "dateline", "provenance")


def story_fields(record: Record) -> dict[str, object]:
    """The fields of a record that are the story's own."""
    return {key: value for key, value in record.items() if key not in _ABOUT_PAGES}


@given(_SOURCES)
def test_records_come_back(source: edition.Page | edition.Edition) -> None:
    """Stories made of records make the same records, places included."""
    records = edition.to_records(source)
    assert len(records) == len(source.stories)
    for record, story in zip(records, edition.from_records(records), strict=True):
        [again] = edition.to_records(story)
        assert story_fields(again) == story_fields(record)
        assert story.kind == record["kind"]
        assert list(story.pages) == [page["number"] for page in record["pages"] if page["number"]]


@given(_SOURCES)
def test_records_are_of_the_schema_also_as_lines(source: edition.Page | edition.Edition) -> None:
    """What is written is valid, encodable, a line each for every reader, and read as it was."""
    records = edition.to_records(source)
    validator = Draft202012Validator(record_schema.schema())
    for record in records:
        validator.validate(record)
    text = jsonl.dump(source)
    assert [json.loads(line) for line in text.encode().decode().splitlines()] == records
    assert jsonl.load(text) == jsonl.load(text.encode()) == edition.from_records(records)


@given(_SOURCES)
def test_places_are_where_the_text_is(source: edition.Page | edition.Edition) -> None:
    """Every line stands at its place in the text, and every stretch on its page has the print of it."""
    if isinstance(source, edition.Edition):
        pages: dict[int | None, str] = dict(zip(source.numbers, map(str, source.pages), strict=True))  # fmt: skip
    else:
        pages = {source.number: str(source)}
    for record in edition.to_records(source):
        for row in record["paragraphs"]:
            assert record["text"][row["start"] : row["end"]] == row["text"]
        assert record["text"] == "\n".join(row["text"] for row in record["paragraphs"])
        rows: list[ParagraphRow | PartRow] = [*record["paragraphs"], *record["parts"]]
        for each in rows:
            printed = []
            for span in each["spans"]:
                text = pages[span["page"]][span["start"] : span["end"]]
                printed.append(re.sub("[\ud800-\udfff]", "\ufffd", text))
                assert span["page"] == record["pieces"][span["piece"]]["page"]
            assert join_text(tuple(printed)) == each["text"]


def test_a_record_has_all_that_a_story_says() -> None:
    """Heading, people, dateline, body, pictures; what made it; where it stands."""
    [record] = edition.to_records(edition.parse(TEXT))
    assert (record["paper"], record["date"]) == ("汾河日报", "2025-03-06")
    assert record["pages"] == [{"number": 2, "label": "2", "name": "要闻"}]
    assert (record["kicker"], record["headline"]) == ("两岸春灌全面展开", "十万亩麦田喝上返青水")
    assert {"name": "陈立", "role": "记者"} in record["people"]
    assert record["dateline"] == {"source": "本报", "place": None, "date": None, "day": None}
    assert record["photos"][0]["credit"] == "马兰 摄"
    assert {row["role"] for row in record["parts"]} >= {"kicker", "headline", "lead", "credit"}
    made = record["provenance"]
    assert made["dialect"] == {"name": "mainland", "digest": edition.parse(TEXT).dialect.digest}
    assert len(made["model"]) == 16
    assert record["confidence"] is None


def test_paper_and_day_can_be_told() -> None:
    """What the caller knows comes before what the page prints; the day of a dateline takes its year from it."""
    page = edition.parse(
        "渡口归船\n\n新华社临川12月30日电（记者何青）汾河上的末班船昨日停航，两岸往来从此改走新桥。\n"
    )
    [record] = edition.to_records(page, paper="望川时报", date=dt.date(2025, 1, 2))
    assert (record["paper"], record["date"]) == ("望川时报", "2025-01-02")
    assert record["dateline"] is not None
    assert record["dateline"]["day"] == "2024-12-30"


def test_a_story_across_pages_is_one_record() -> None:
    """Text that breaks off on page 1 is whole, and its stretches are on both pages."""
    issue = edition.parse_edition({
        1: "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\n",
        2: "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\n",
    })  # fmt: skip
    [record] = edition.to_records(issue)
    assert [page["number"] for page in record["pages"]] == [1, 2]
    assert [(piece["joined"], piece["cut"]) for piece in record["pieces"]] == [
        (None, False),
        ("jump", True),
    ]
    assert [span["page"] for span in record["paragraphs"][0]["spans"]] == [1, 2]
    [story] = edition.from_records([record])
    assert story.pages == (1, 2)
    assert story.text == issue.stories[0].text


def test_a_story_that_was_built_has_no_places() -> None:
    """It is written, and read, without them."""
    article = edition.Article.build("河堤步道开放", paragraphs=["汾河西岸的步道今日开放。"])
    [record] = edition.to_records(article)
    assert record["paragraphs"][0]["spans"] == []
    [story] = edition.from_records([record])
    assert story.text == "汾河西岸的步道今日开放。"


def test_people_are_read_in_the_dialect_of_the_record() -> None:
    """A sign-off that only another dialect knows names the same people when it comes back."""
    page = edition.parse(
        "碼頭重開\n\n【明河專訊】昨日有雨，渡輪停航。（何青攝）\n", dialect="hongkong"
    )
    for record, story in zip(
        edition.to_records(page), edition.from_records(edition.to_records(page)), strict=True
    ):
        assert [{"name": p.name, "role": p.role} for p in story.people] == record["people"]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"headline": "渡口归船", "text": "末班船停航。\n明日坐桥。"}, "末班船停航。\n明日坐桥。"),
        ({"text": "末班船停航。", "kind": "notice", "mine": object()}, "末班船停航。"),
        ({"headline": "渡口归船", "version": 1.0, "kicker": float("nan"), "text": None}, ""),
    ],
)
def test_records_of_others_are_read(record: dict[str, object], text: str) -> None:
    """A headline and a text make a story; unknown fields are passed over, and a data frame's nulls."""
    [story] = edition.from_records([record])
    assert story.text == text


def test_a_picture_of_others_has_its_text_for_a_caption() -> None:
    """`kind` says what a record without parts is."""
    [story] = edition.from_records([{"kind": "photo", "text": "图为春灌现场。"}])
    assert (story.kind, story.photos[0].text) == ("photo", "图为春灌现场。")


def test_a_text_that_was_changed_loses_its_places_only() -> None:
    """Stretches that are not of the text any more are left out."""
    [record] = edition.to_records(edition.parse(TEXT))
    record["paragraphs"][0]["text"] = "改写过的一段。"
    [story] = edition.from_records([record])
    assert story.paragraphs[0].text == "改写过的一段。"
    assert edition.to_records(story)[0]["paragraphs"][0]["spans"] == []


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ({}, "records[0]: expected a headline"),
        ({"headline": "  "}, "records[0]: expected a headline"),
        (7, "records[0]: expected an object"),
        ({"version": 2, "text": "一"}, "records[0].version: expected version 1"),
        ({"text": 7}, "records[0].text: expected a string"),
        ({"paragraphs": "一"}, "records[0].paragraphs: expected a list"),
        ({"paragraphs": [{"role": "x", "text": "一"}]}, "records[0].paragraphs[0].role"),
        ({"paragraphs": [{"role": "paragraph", "text": " "}]}, "records[0].paragraphs[0].text"),
        ({"parts": [{"role": "headline", "text": "一", "before": "x"}]}, "records[0].parts[0].before"),
        ({"paragraphs": [{"role": "paragraph", "text": "一", "spans": [{"start": 3, "end": 3}]}]}, "spans[0]"),
        ({"text": "一", "pieces": [{"kind": "page"}]}, "records[0].pieces[0].kind"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_told(record: Any, where: str) -> None:
    """A FormatError names the place."""
    with pytest.raises(edition.FormatError) as caught:
        edition.from_records([record])
    assert where in str(caught.value)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["role", "text", "spans", "piece", "start", "end", "before", "picture", "kind"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([name for name, _, _ in FIELDS]), json_values))
def test_whatever_a_record_holds_is_read_or_refused(record: dict[str, object]) -> None:
    """Nothing but a FormatError is raised for what JSON can hold."""
    try:
        [story] = edition.from_records([record])
    except edition.FormatError:
        return
    assert isinstance(story, Story)


@pytest.mark.parametrize("given", ["{}", b"{}", {}, edition.parse("")])
def test_one_record_is_no_list_of_records(given: Any) -> None:
    """A TypeError says what is asked for."""
    with pytest.raises(TypeError):
        edition.from_records(given)


def test_a_text_is_no_source() -> None:
    """A text has to be parsed first."""
    with pytest.raises(TypeError):
        edition.to_records(TEXT)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ['{"text": ', "[]", b"\xff", "[" * 100_000])
def test_lines_that_are_no_records_are_told(bad: str | bytes) -> None:
    """With the number of the line, or what is expected."""
    with pytest.raises(edition.FormatError):
        jsonl.load(bad)


def test_a_document_has_a_limit() -> None:
    """Nobody has to read what is larger than they want."""
    with pytest.raises(edition.FormatError, match="limit"):
        jsonl.load('{"text": "一"}\n', limit=3)


def test_no_reader_sees_a_line_end_in_a_line() -> None:
    """U+2028 in a text is written as an escape, a lone surrogate as U+FFFD, and places stay."""
    page = edition.parse(f"晴天\n\n汾河西岸\u2028的步道{_LONE}开放，全长三公里，沿线新栽了柳树。\n")
    [line] = jsonl.dump(page).encode().decode().splitlines()
    assert "汾河西岸\u2028的步道\ufffd\ufffd开放" in json.loads(line)["text"]


def test_the_types_the_table_and_the_shipped_schema_agree() -> None:
    """`FIELDS` is the list of them; the schema in the package is made of it."""

    def keys(kind: FieldType, hint: Any) -> None:
        inner = getattr(hint, "__args__", (hint,))
        if kind.name == "list":
            keys(kind.inner[0][1], inner[0])
        elif kind.name == "struct":
            row = next(each for each in inner if each is not type(None))
            hints = get_type_hints(row)
            assert list(hints) == [name for name, _ in kind.inner]
            for name, of in kind.inner:
                keys(of, hints[name])
        assert kind.is_nullable == (type(None) in inner)

    hints = get_type_hints(Record)
    assert list(hints) == [name for name, _, _ in FIELDS]
    for name, kind, _ in FIELDS:
        keys(field_type(kind), hints[name])
    shipped = resources.files("edition").joinpath("formats/records.schema.json").read_text("utf-8")
    assert shipped == json.dumps(record_schema.schema(), ensure_ascii=False, indent=1) + "\n", (
        "write it anew: python tests/test_records.py"
    )
    Draft202012Validator.check_schema(json.loads(shipped))


def test_commands(tmp_path: Path) -> None:
    """`edition convert --format jsonl` writes lines, none for an empty page; `edition schema records` prints the schema."""
    around = {"PYTHONPATH": ":".join(sys.path)}
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run([sys.executable, "-m", "edition", *arguments], capture_output=True, check=True, env=around)  # fmt: skip
        return done.stdout.decode()

    [line] = run("convert", str(tmp_path / "01.txt"), "--format", "jsonl").splitlines()
    assert json.loads(line) == edition.to_records(edition.parse(TEXT))[0]
    assert run("convert", str(tmp_path / "empty.txt"), "--format", "jsonl") == ""
    assert json.loads(run("schema", "records"))["title"] == "A story of a newspaper"


if __name__ == "__main__":
    target = Path(record_schema.__file__).with_name("records.schema.json")
    target.write_text(json.dumps(record_schema.schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")  # fmt: skip
