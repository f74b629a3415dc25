"""JSON: what it looks like, what its schema takes and refuses, and what its reader says of bad input."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from attrs import frozen
from cattrs import Converter
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import edition
from edition.formats import json as json_format
from edition.formats import schema
from edition.formats.json import Value
from edition.nodes import Article, Headline, HeadlineBlock, Paragraph, Piece, Signoff

PAGE = edition.Page(
    (
        Article(
            (
                HeadlineBlock((Headline((Piece("河堤步道开放", "", "\n\n"),)),)),
                Paragraph((Piece("汾河西岸的步道", "　　", "\n"), Piece("昨日开放。"))),
                Signoff((Piece("(何青)", "", "\r\n"),)),
            ),
            continues=True,
        ),
    ),
    "\ufeff",
)
WRITTEN: dict[str, Value] = {
    "edition": 2,
    "kind": "page",
    "dialect": {"name": "mainland", "digest": PAGE.dialect.digest},
    "head": "\ufeff",
    "items": [
        {
            "kind": "article",
            "continues": True,
            "parts": [
                {
                    "kind": "headline_block",
                    "parts": [
                        {
                            "kind": "headline",
                            "pieces": [{"text": "河堤步道开放", "tail": "\n\n", "start": 1}],
                        }
                    ],
                },
                {
                    "kind": "paragraph",
                    "pieces": [
                        {"text": "汾河西岸的步道", "indent": "　　", "tail": "\n"},
                        {"text": "昨日开放。"},
                    ],
                },
                {
                    "kind": "signoff",
                    "pieces": [{"text": "(何青)", "tail": "\r\n"}],
                    "people": [{"name": "何青", "at": [[0, 1, 3]]}],
                },
            ],
        }
    ],
}


@pytest.fixture(scope="session")
def validator() -> Draft202012Validator:
    """The schema that the package ships."""
    text = resources.files("edition").joinpath("formats/schema.json").read_text(encoding="utf-8")
    loaded = json.loads(text)
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)


def test_a_page_as_json() -> None:
    """Kinds are named, what is empty is left out, and Chinese stands as it is."""
    written = edition.to_json(PAGE)
    assert json.loads(written) == WRITTEN
    assert "河堤步道开放" in written
    assert "\n" not in written
    assert json.loads(edition.to_json(PAGE, indent=2)) == WRITTEN
    assert edition.to_json(PAGE, indent=2).startswith('{\n  "edition": 2,\n')


def test_places_stand_once_a_page() -> None:
    """A page has one start, whatever it was put together from; an article by itself has them where they do not follow."""
    page = edition.parse("　甲乙\n\n丙丁。\n")
    written = edition.to_json(page)
    assert written.count('"start"') == 1
    first = page.pieces[0]
    stray = edition.Stray((edition.Other((first, Piece("新"), first)),))
    again = edition.from_json(edition.to_json(edition.Page((stray,))), edition.Page)
    assert [piece.start for piece in again.pieces] == [0, 5, 6]
    alone = edition.from_json(edition.to_json(stray), edition.Stray)
    assert [piece.start for piece in alone.pieces] == [0, None, None]


#: A change to a document that no writer could have made, and where it is told.
FALSE: list[tuple[tuple[str | int, ...], Value, str, str]] = [
    (("items", 0, "parts", 0, "parts", 0, "pieces", 0, "start"), 0, ".start", "expected 1, where the text before it ends"),
    (("items", 0, "parts", 1, "pieces", 0, "start"), 8, ".start", "expected 9, where"),
    (("items", 0, "parts", 1, "pieces", 1, "start"), 99, ".start", "expected 19, where"),
    (("items", 0, "parts", 1, "pieces", 0, "text"), "", "pieces[0]", "a piece must have text"),
    (("items", 0, "parts", 1, "pieces", 0, "text"), " 天晴", "pieces[0]", "without surrounding whitespace"),
    (("items", 0, "parts", 1, "pieces", 0, "text"), "天\n晴", "pieces[0]", "without a line end"),
    (("items", 0, "parts", 1, "pieces", 0, "text"), ["天", "晴"], "pieces[0].text", "an array is cut where"),
    (("items", 0, "parts", 1, "pieces", 0, "indent"), "\n", "pieces[0]", "an indent stands on one line"),
    (("items", 0, "parts", 1, "pieces", 0, "tail"), "。\n", "pieces[0]", "a tail must be whitespace"),
    (("head",), "报", "head", "the head of a page must be whitespace"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where", "said"), FALSE)
def test_what_could_not_have_been_written_is_refused(
    path: tuple[str | int, ...], value: Value, where: str, said: str
) -> None:
    """What no page can hold, or no page's text could have where it says, is refused at its place."""
    document = changed(path, value)
    if path == ("head",):
        del document["items"][0]["parts"][0]["parts"][0]["pieces"][0]["start"]  # type: ignore[index,call-overload,union-attr,arg-type]
    with pytest.raises(edition.FormatError) as caught:
        edition.from_json(json.dumps(document))
    assert caught.value.path.endswith(where)
    assert said in caught.value.problem


def test_overlapping_starts_of_an_article_are_refused() -> None:
    """Outside of a page a start may leave something out, but not go back."""
    article = edition.parse("河堤步道开放\n\n汾河西岸的步道昨日开放。\n").items[0]
    document = json.loads(edition.to_json(article))
    second = document["parts"][1]["pieces"][0]
    for start, right in ((8, True), (20, True), (None, True), (7, False), (0, False)):
        second["start"] = start
        if right:
            assert edition.from_json(json.dumps(document)) == article
        else:
            with pytest.raises(edition.FormatError, match="expected an offset from 8"):
                edition.from_json(json.dumps(document))


@pytest.mark.parametrize(
    "numbers",
    [[-5, 4], [0, 1], [1, 1], [2, 1], [1, 10**400], [1, 2**53], [True, 2], [1.0, 2]],
    ids=lambda numbers: repr(numbers)[:20],
)
def test_numbers_that_no_issue_has_are_refused(numbers: list[int]) -> None:
    """The numbers of pages rise from 1, in JSON and in an issue put together by hand; neither has others."""
    issue = edition.Edition((PAGE, PAGE), (1, 2))
    written = json.loads(edition.to_json(issue)) | {"numbers": numbers}
    with pytest.raises(edition.FormatError):
        edition.from_json(json.dumps(written))
    with pytest.raises((TypeError, ValueError), match="number"):
        edition.Edition((PAGE, PAGE), tuple(numbers))


def test_an_edition_as_json() -> None:
    """An issue has its pages, their numbers, and what is known of it."""
    issue = edition.Edition((PAGE,), (4,), "汾河日报", dt.date(2025, 3, 6), ("04.txt",))
    written = json.loads(edition.to_json(issue))
    page = {key: value for key, value in WRITTEN.items() if key != "edition"}
    assert written == {
        "edition": 2,
        "kind": "edition",
        "paper": "汾河日报",
        "date": "2025-03-06",
        "sources": ["04.txt"],
        "numbers": [4],
        "pages": [page],
    }


@pytest.mark.parametrize(
    "text", ["\ud800", "\ud83d\ude00", "a\ud83d\ud83d\ude00\ude00b", "\x00\x1f\x7f\u2028"]
)
@pytest.mark.parametrize("indent", [None, 1])
def test_lone_surrogates_survive_a_file(text: str, indent: int | None, tmp_path: Path) -> None:
    """What no encoding can write comes back from a file in UTF-8, also where JSON would make one character of two."""
    file = tmp_path / "page.json"
    file.write_text(edition.to_json(edition.parse(text), indent=indent), encoding="utf-8")
    assert str(edition.from_json(file.read_bytes(), edition.Page)) == text


def test_bytes_of_any_unicode_encoding_are_read() -> None:
    """JSON may come in UTF-8 with a byte order mark, UTF-16 or UTF-32."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"):
        assert edition.from_json(edition.to_json(PAGE).encode(encoding)) == PAGE


def test_orjson_reads_the_same() -> None:
    """With orjson installed, and without, the same is read."""
    orjson = pytest.importorskip("orjson", reason="orjson is not installed")
    written = edition.to_json(PAGE)
    assert orjson.loads(written) == json.loads(written)


def test_the_schema_in_the_package_is_the_one_of_the_code() -> None:
    """`edition/formats/schema.json` is what `edition.formats.schema` makes of the nodes' types."""
    text = resources.files("edition").joinpath("formats/schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(schema.schema(), ensure_ascii=False, indent=1) + "\n", (
        "write it anew: edition.formats.schema.schema()"
    )


def test_the_schema_takes_what_is_written(validator: Draft202012Validator) -> None:
    """A page, an issue and every node of a page are valid."""
    validator.validate(WRITTEN)
    validator.validate(json.loads(edition.to_json(edition.Edition((PAGE,), (1,)))))
    validator.validate(json.loads(edition.to_json(edition.parse("\ud83d\ude00"))))
    for node in PAGE.walk():
        validator.validate(json.loads(edition.to_json(node)))


#: What is done to a sound document, where the error is told, and what is said.
WRONG: list[tuple[tuple[str | int, ...], Value, str, str]] = [
    (("edition",), None, "edition", "expected the version"),
    (("edition",), 3, "edition", "expected version 1 or 2"),
    (("edition",), "2", "edition", "expected version 1 or 2"),
    (("dialect",), None, "dialect", "expected an object"),
    (("dialect", "digest"), None, "dialect.digest", "expected a string"),
    (("dialect", "colour"), "red", "dialect", "no key 'colour'"),
    (("items", 0, "parts", 2, "people"), {}, "items[0].parts[2].people", "expected an array"),
    (("items", 0, "parts", 2, "people", 0, "name"), 7, "items[0].parts[2].people[0].name", "expected a string"),
    (("items", 0, "parts", 2, "people", 0, "at", 0), [0, 1], "items[0].parts[2].people[0].at[0]", "expected the number of a piece"),
    (("items", 0, "parts", 2, "dateline"), {"source": "本报"}, "items[0].parts[2].dateline.at", "expected an object"),
    (("items", 0, "parts", 1, "people"), [], "items[0].parts[1]", "no key 'people'"),
    (("kind",), "leaf", "kind", "expected edition, page, article"),
    (("kind",), None, "kind", "not null or nothing"),
    (("kind",), ["page"], "kind", "not an array"),
    (("items",), {}, "items", "expected an array, not an object"),
    (("items",), None, "items", "expected an array"),
    (("items", 0), "article", "items[0]", "expected an object of kind article"),
    (("items", 0, "kind"), "headline", "items[0].kind", "expected article, photo, notice"),
    (("items", 0, "continues"), 1, "items[0].continues", "expected true or false"),
    (("items", 0, "colour"), "red", "items[0]", "no key 'colour' is known here"),
    (("items", 0, "parts", 1, "pieces", 0), 7, "items[0].parts[1].pieces[0]", "expected an object"),
    (("items", 0, "parts", 1, "pieces", 0, "text"), 7, "items[0].parts[1].pieces[0].text", "a number (7)"),
    (("items", 0, "parts", 1, "pieces", 1, "text"), None, "items[0].parts[1].pieces[1].text", "expected a string"),
    (("items", 0, "parts", 1, "pieces", 1, "text"), ["a", 1], "items[0].parts[1].pieces[1].text", "expected a string"),
    (("items", 0, "parts", 2, "pieces", 0, "start"), -1, "items[0].parts[2].pieces[0].start", "expected an offset"),
    (("items", 0, "parts", 2, "pieces", 0, "start"), True, "items[0].parts[2].pieces[0].start", "expected an offset"),
    (("items", 0, "parts", 2, "pieces", 0, "start"), 1.5, "items[0].parts[2].pieces[0].start", "expected an offset"),
    (("items", 0, "parts", 0, "parts", 0, "kind"), "paragraph", "items[0].parts[0].parts[0].kind", "expected label, kicker"),
]  # fmt: skip


def changed(path: tuple[str | int, ...], value: Value) -> Value:
    """The sound document with something else at a path; with nothing there for None."""
    document: Value = copy.deepcopy(WRITTEN)
    at: Value = document
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    if value is None:
        del at[path[-1]]  # type: ignore[union-attr,arg-type]
    else:
        at[path[-1]] = value  # type: ignore[index]
    return document


@pytest.mark.parametrize(("path", "value", "where", "said"), WRONG)
def test_errors_name_the_path(
    validator: Draft202012Validator,
    path: tuple[str | int, ...],
    value: Value,
    where: str,
    said: str,
) -> None:
    """What is wrong is told with its path and what was expected; the schema refuses it too."""
    document = changed(path, value)
    with pytest.raises(edition.FormatError) as caught:
        edition.from_json(json.dumps(document))
    assert caught.value.path == where
    assert said in caught.value.problem
    assert str(caught.value).startswith("JSON, ")
    assert not validator.is_valid(document)


def test_errors_of_an_edition_name_the_path() -> None:
    """So it is in an issue."""
    sound = json.loads(
        edition.to_json(edition.Edition((PAGE,), (4,), "汾河日报", dt.date(2025, 3, 6)))
    )
    for key, value, where in [
        ("date", "2025-02-30", "date"),
        ("numbers", ["4"], "numbers[0]"),
        ("numbers", [4, 5], "numbers"),
        ("pages", [sound["pages"][0], {"kind": "article", "parts": []}], "pages[1].kind"),
        ("sources", ["a", "b"], "sources"),
        ("paper", 1, "paper"),
    ]:
        with pytest.raises(edition.FormatError) as caught:
            edition.from_json(json.dumps(sound | {key: value}))
        assert caught.value.path == where


def test_another_class_than_was_asked_for_is_refused() -> None:
    """`from_json(text, Edition)` gives an edition or an error."""
    assert edition.from_json(edition.to_json(PAGE), edition.Page) == PAGE
    with pytest.raises(edition.FormatError, match="expected edition, not a string \\('page'\\)"):
        edition.from_json(edition.to_json(PAGE), edition.Edition)


def test_a_converter_of_cattrs_takes_pages() -> None:
    """Classes of users' own that hold pages are written and read with them."""

    @frozen
    class Report:
        title: str
        page: edition.Page
        stories: list[Article]

    converter = Converter()
    json_format.register(converter)
    report = Report("三月", PAGE, list(PAGE.articles))
    written = converter.unstructure(report)
    assert written["page"] == WRITTEN
    assert converter.structure(json.loads(json.dumps(written)), Report) == report


HOSTILE: dict[str, str | bytes] = {
    "nothing": "",
    "blanks": " \n",
    "half a document": edition.to_json(PAGE)[:-40],
    "half a character": edition.to_json(PAGE).encode()[:95],
    "two documents": edition.to_json(PAGE) * 2,
    "bytes of no encoding": b"\xff\xfe\xfd\x80",
    "Latin-1": '{"edition": 2, "kind": "é"}'.encode("latin-1"),
    "XML": "<TEI/>",
    "arrays, ten million deep": "[" * 10**7,
    "objects, a million deep": '{"a":' * 10**6,
    "a node of a million levels": '{"edition":1,"kind":"page","items":[' * 10**6,
    "a number of a million digits": '{"edition":' + "1" * 10**6 + "}",
    "a kind of a million letters": '{"edition":1,"kind":"' + "x" * 10**6 + '"}',
    "a number without bounds": '{"edition":1e999}',
    "no number": '{"edition":NaN}',
    "null": "null",
    "an array": "[1]",
    "a string": '"page"',
    "larger than the limit": " " * (json_format.LIMIT + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_in_a_line(name: str) -> None:
    """Whatever comes, the error is a FormatError of one line, and never anything else."""
    with pytest.raises(edition.FormatError) as caught:
        edition.from_json(HOSTILE[name])
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


def values() -> st.SearchStrategy[Value]:
    """Any JSON with keys that the reader knows."""
    keys = st.sampled_from(
        ["kind", "items", "parts", "pieces", "text", "tail", "start", "head", "x"]
    )
    plain = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from(["page", "article", "piece", "label"]),
    )
    return st.recursive(
        plain, lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(keys, v, max_size=4))
    )


#: What the schema has no words for: blanks and print, and what follows from what stands before.
BEYOND_SCHEMA = re.compile(
    "blank|whitespace|line end|one line|an array is cut|where the text before it ends"
)


@given(values(), st.sampled_from(["page", "edition", "article", "headline", "piece"]))
def test_any_json_is_read_or_refused(value: Value, kind: str) -> None:
    """The reader raises nothing but FormatError, and takes what the schema takes, but for what no schema can say."""
    document = {
        "edition": 2,
        "kind": kind,
        **(value if isinstance(value, dict) else {"items": value}),
    }
    valid = Draft202012Validator(schema.schema()).is_valid(document)
    try:
        edition.from_json(json.dumps(document))
        problem = None
    except edition.FormatError as error:
        problem = error.problem
    assert valid == (problem is None) or (problem and BEYOND_SCHEMA.search(problem))


def walks(value: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from walks(below, (*path, key))
    elif isinstance(value, list):
        for n, below in enumerate(value):
            yield from walks(below, (*path, n))


@given(st.sampled_from([p for p in walks(WRITTEN) if p]), values())
def test_a_sound_document_with_something_else_in_it(
    path: tuple[str | int, ...], value: Value
) -> None:
    """A change anywhere gives a page or a FormatError, as the schema says."""
    document = changed(path, value)
    valid = Draft202012Validator(schema.schema()).is_valid(document)
    try:
        edition.from_json(json.dumps(document))
        problem = None
    except edition.FormatError as error:
        problem = error.problem
    assert valid == (problem is None) or (problem and BEYOND_SCHEMA.search(problem))


def test_only_documents_are_written() -> None:
    """TypeError for what is no node."""
    with pytest.raises(TypeError, match="expected a page or a node of one, not str"):
        edition.to_json("page")  # type: ignore[arg-type]
