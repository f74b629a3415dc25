"""What annotation tools take and give back: Label Studio, doccano, brat, INCEpTION, UIMA."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import edition
from edition import strategies as es
from edition.formats import brat, doccano, inception, labelstudio, uima
from edition.formats._annotations import Units
from edition.standoff import Standoff, to_standoff

TEXT = "渡口归船😊\r\n\n　　本报讯（记者 陈立）汾河上的末班船昨日停航。\n两岸往来改走新桥。\n图为渡口。何青摄\n"
FENHE = Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
_PAGES = st.one_of(es.pages(), es.pages(realistic=False))


def export(tasks: str) -> str:
    """What Label Studio exports of tasks whose predictions were submitted as they are."""
    told = json.loads(tasks)
    for n, task in enumerate(told, 1):
        [prediction] = task["predictions"]
        task |= {"id": n, "annotations": [{"id": n, "was_cancelled": False, "ground_truth": False, "result": prediction["result"]}]}  # fmt: skip
    return json.dumps(told)


def by_labelstudio(page: edition.Page, was: Standoff | None) -> Standoff:
    tasks = json.loads(export(labelstudio.dump(page)))
    tasks[0]["data"]["edition"] = was
    [found] = labelstudio.load(json.dumps(tasks))
    assert found.text == str(page)
    return found.data


def by_doccano(page: edition.Page, was: Standoff | None) -> Standoff:
    [found] = doccano.load(json.dumps(json.loads(doccano.dump(page)) | {"id": 7, "Comments": [], "edition": was}))  # fmt: skip
    assert found.text == str(page)
    return found.data


def by_brat(page: edition.Page, was: Standoff | None) -> Standoff:
    files = brat.dump(page)
    [name] = [name for name in files if name.endswith(".ann")]
    return brat.load(str(page), files[name], was=was)


def by_inception(page: edition.Page, was: Standoff | None) -> Standoff:
    document = inception.dump(page)
    assert isinstance(document, str)
    return inception.load(str(page), document, was=was)


def by_uima(page: edition.Page, was: Standoff | None) -> Standoff:
    pytest.importorskip("cassis")
    files = uima.dump(page)
    [name] = [name for name in files if name.endswith(".xmi")]
    found = uima.load(files[name], files[uima.TYPES], was=was)
    assert found.text == str(page)
    return found.data


TOOLS = [by_labelstudio, by_doccano, by_brat, by_inception, by_uima]
Through = Callable[[edition.Page, Standoff | None], Standoff]


def held(page: edition.Page, through: Through) -> bool:
    """Whether the tool's files can hold the page."""
    text = str(page)
    wanted = "[\ud800-\udfff]" if through is not by_uima else "[\ud800-\udfff\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # fmt: skip
    return not re.search(wanted, text)


@pytest.mark.parametrize("through", TOOLS)
@given(page=_PAGES)
def test_what_nobody_changed_comes_back(through: Through, page: edition.Page) -> None:
    """With the reading that went there, to the last number; the page is the same."""
    assume(held(page, through))
    told = to_standoff(page)
    data = through(page, told)
    assert data == told
    assert edition.from_standoff(str(page), data) == page


@pytest.mark.parametrize("through", TOOLS)
@given(page=_PAGES)
def test_roles_hold_without_the_reading(through: Through, page: edition.Page) -> None:
    """Every character has the role that it was marked with, and what comes back makes a page."""
    assume(held(page, through))
    data = through(page, None)

    def roles(rows: Standoff) -> list[tuple[int, str]]:
        text = str(page)
        return [
            (at, row["role"])
            for row in rows["spans"]
            for at in range(row["start"], row["end"])
            if not text[at].isspace()
        ]

    assert roles(data) == roles(to_standoff(page))
    assert str(edition.from_standoff(str(page), data)) == str(page)


@pytest.mark.parametrize("through", TOOLS)
def test_a_page_that_was_parsed_is_the_same_without_the_reading(through: Through) -> None:
    """Roles and ties are enough, and doccano's roles alone here."""
    page = edition.parse(TEXT)
    assert through(page, None) == to_standoff(page)


def test_offsets_are_in_the_units_of_each_tool() -> None:
    """Behind a character that is two units in UTF-16, places differ by one."""
    page = edition.parse(TEXT)
    lead = page.articles[0].lead
    assert lead is not None
    assert lead.span is not None
    start, end = lead.span
    results = json.loads(labelstudio.dump(page))[0]["predictions"][0]["result"]
    assert [r["value"]["start"] for r in results if r["value"].get("labels") == ["lead"]] == [start]
    labels = json.loads(doccano.dump(page))["label"]
    assert [start + 1, end + 1, "lead"] in labels
    assert f"\tlead {start} {end}\t" in brat.dump(page)["01.ann"]
    assert f"\t{start + 1}-{start + 2}\t本\tlead[" in inception.dump(page)


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    """There and back, and no place inside a character."""
    units = Units(text)
    wide = text.encode("utf-16-le", "surrogatepass")
    known = {}
    for at in range(len(text) + 1):
        assert units.of(at) == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
        known[units.of(at)] = at
    for n in range(-1, len(wide) // 2 + 2):
        assert units.back(n) == known.get(n)


@pytest.mark.parametrize("dump", [labelstudio.dump, doccano.dump, brat.dump, inception.dump])
def test_lone_surrogates_are_refused_by_name(dump: Callable[[edition.Page], object]) -> None:
    """No file in UTF-8 has room for one."""
    with pytest.raises(
        ValueError, match=r"can't hold a lone surrogate, and the page has U\+D83D at 2"
    ):
        dump(edition.parse("渡口\ud83d归船\n"))
    with pytest.raises(TypeError):
        dump(TEXT)  # type: ignore[arg-type]


def relabelled(role: str, tie: str | None) -> str:
    """An export in which somebody has given the second paragraph another role."""
    tasks = json.loads(export(labelstudio.dump(edition.parse(TEXT))))
    result = tasks[0]["annotations"][0]["result"]
    at = TEXT.index("两岸")
    mine = [r for r in result if r["value"]["start"] == at]
    for region in mine:
        if region["type"] == "labels":
            region["value"]["labels"] = [role]
        elif tie is None:
            result.remove(region)
        else:
            region["value"]["choices"] = [tie]
    return json.dumps(tasks)


def test_a_correction_holds_and_the_rest_follows() -> None:
    """A line that begins something begins a story, and the picture below goes with it."""
    [found] = labelstudio.load(relabelled("headline", "new"))
    rows = {row["start"]: row for row in found.data["spans"]}
    before, mine = rows[TEXT.index("汾河上的")], rows[TEXT.index("两岸")]
    assert (before["role"], mine["role"]) == ("paragraph", "headline")
    assert before.get("item") != mine.get("item")
    page = edition.from_standoff(found.text, found.data)
    assert [story.headline and story.headline.text for story in page.stories] == [
        "渡口归船😊",
        "两岸往来改走新桥。",
    ]


def test_people_that_somebody_gave_stay() -> None:
    """A correction elsewhere does not read them anew."""
    told = to_standoff(edition.parse(TEXT))
    rows = [row for row in told["spans"] if row["role"] == "lead"]
    rows[0]["people"] = [{"name": "陈立", "role": "实习记者"}]
    tasks = json.loads(relabelled("crosshead", None))
    tasks[0]["data"]["edition"] = told
    [found] = labelstudio.load(json.dumps(tasks))
    [lead] = [row for row in found.data["spans"] if row["role"] == "lead"]
    assert lead.get("people") == [{"name": "陈立", "role": "实习记者"}]


def test_a_tie_that_a_role_can_not_have_is_passed_over() -> None:
    """Only paragraphs are joined, and the furniture goes on with nothing."""
    for role, tie in (("crosshead", "join"), ("credits", "same")):
        [found] = labelstudio.load(relabelled(role, tie))
        assert role in {row["role"] for row in found.data["spans"]}


def test_label_studio_of_old_counted_otherwise() -> None:
    """What a region quotes tells in which units it is."""
    page = edition.parse(TEXT)
    tasks = json.loads(export(labelstudio.dump(page)))
    units = Units(TEXT)
    for region in tasks[0]["annotations"][0]["result"]:
        value = region["value"]
        value["start"], value["end"] = units.of(value["start"]), units.of(value["end"])
    [found] = labelstudio.load(json.dumps(tasks))
    assert found.data == to_standoff(page)


def test_the_annotation_that_counts() -> None:
    """The ground truth, else the last that was not cancelled; a task without one is left out."""
    tasks = json.loads(relabelled("headline", "new"))
    [right] = tasks[0]["annotations"]
    wrong = {"result": [], "was_cancelled": True}
    other = {"result": json.loads(relabelled("crosshead", "same"))[0]["annotations"][0]["result"]}
    for made, role in (
        ([other, right, wrong], "headline"),
        ([right, other], "crosshead"),
        ([{**right, "ground_truth": True}, other], "headline"),
    ):
        tasks[0]["annotations"] = made
        [found] = labelstudio.load(json.dumps(tasks))
        [row] = [row for row in found.data["spans"] if row["start"] == TEXT.index("两岸")]
        assert row["role"] == role
    tasks[0]["annotations"] = [wrong]
    assert labelstudio.load(json.dumps(tasks)) == []


def test_doccano_has_two_forms() -> None:
    """Relations have entities, with their names for places."""
    page = edition.parse(TEXT)
    row = json.loads(doccano.dump(page))
    labels = row.pop("label")
    row["entities"] = [{"id": n, "start_offset": a, "end_offset": b, "label": role} for n, (a, b, role) in enumerate(labels)]  # fmt: skip
    row["relations"] = []
    [found] = doccano.load(json.dumps(row).encode())
    assert found.data == to_standoff(page)


def test_a_line_end_within_an_annotation_is_no_line_of_brats() -> None:
    """What ends a line for Python parts the fragments of an annotation."""
    page = edition.parse("渡口\u2028归船\n\n末班船昨日停航，两岸往来改走新桥。\n")
    rows = brat.dump(page)["01.ann"].splitlines()
    assert rows[0] == "T1\theadline 0 2;3 5\t渡口 归船"
    assert by_brat(page, None) == to_standoff(page)


def test_inceptions_text_is_the_pages() -> None:
    """Read as INCEpTION does, the text between its tokens is the page's, blanks and all."""
    document = inception.dump(edition.parse(TEXT))
    assert isinstance(document, str)
    text = ""
    for part in document.split("\n\n\n", 1)[1].rstrip("\n").split("\n\n"):
        rows = part.split("\n")
        said = [row.removeprefix("#Text=") for row in rows if row.startswith("#Text=")]
        begin = int(rows[len(said)].split("\t")[1].split("-")[0])
        text = text[: Units(text).back(begin)]
        text += "".join(f"{line}\n" for line in said).replace("\\r", "\r")
    assert text == TEXT


BROKEN: list[tuple[Callable[[], object], str]] = [
    (lambda: labelstudio.load("{}"), "expected an array of tasks"),
    (lambda: labelstudio.load('[{"text": "渡口", "role": []}]'), "export as JSON, not JSON-MIN"),
    (lambda: labelstudio.load(export(labelstudio.dump(edition.parse(TEXT))).replace('"headline"', '"headlne"')), "no role 'headlne'"),
    (lambda: labelstudio.load(export(labelstudio.dump(edition.parse(TEXT))).replace('"start": 0', '"start": 1')), "do not fit the text that is quoted"),
    (lambda: labelstudio.load(relabelled("headline", "newer")), "a line is tied by new, same, join"),
    (lambda: labelstudio.load("[]", limit=1), "more than the limit"),
    (lambda: doccano.load('{"text": "渡口", "label": [[0, 3, "headline"]]}'), r"doccano, line 1, label\[0\]: 0 to 3 is no stretch"),
    (lambda: doccano.load('{"text": "😊渡口", "label": [[1, 3, "headline"]]}'), "1 to 3 is no stretch"),
    (lambda: doccano.load('{"text": "渡口归船", "label": [[0, 2, "headline"], [1, 4, "deck"]]}'), "two pins overlap|overlap"),
    (lambda: doccano.load('{"text": "渡口  ", "label": [[2, 4, "headline"]]}'), "no print"),
    (lambda: doccano.load('{"text": 7}'), "expected a string"),
    (lambda: doccano.load(b'{"text": "\xff"}'), "byte 10: this is no UTF-8"),
    (lambda: brat.load("渡口", "T1\theadline 0 9\t渡口"), "brat, line 1: 0 9 is no stretch"),
    (lambda: brat.load("渡口", "T1\tPER 0 2\t渡口"), "no role 'PER'"),
    (lambda: brat.load("渡口", "T1\theadline\t渡口"), "expected a type and offsets"),
    (lambda: inception.load("渡口", "渡口"), "expected #FORMAT=WebAnno TSV 3.3"),
    (lambda: inception.load("渡口", "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Other|a\n\n\n"), "expected the layer"),
    (lambda: inception.load("归口", str(inception.dump(edition.parse("渡口")))), "the text has '归' there, not '渡'"),
]  # fmt: skip


@pytest.mark.parametrize(("load", "said"), BROKEN)
def test_what_is_wrong_is_told(load: Callable[[], object], said: str) -> None:
    """Where, and what was expected."""
    with pytest.raises(edition.FormatError, match=said):
        load()


def test_an_issue_is_a_page_each() -> None:
    """Tasks, lines and files are named after their pages."""
    issue = edition.read_edition(FENHE)
    texts = [str(page) for page in issue.pages]
    for found in (
        labelstudio.load(export(labelstudio.dump(issue))),
        doccano.load(doccano.dump(issue)),
    ):
        assert [one.text for one in found] == texts
        assert [edition.from_standoff(one.text, one.data) for one in found] == [*issue.pages]
    assert sorted(inception.dump(issue)) == ["01.tsv", "02.tsv", "03.tsv", "04.tsv"]
    assert sorted(brat.dump(issue))[:2] == ["01.ann", "01.txt"]


def test_label_studio_takes_config_and_tasks() -> None:
    """Its own package finds nothing wrong with either."""
    interface = pytest.importorskip("label_studio_sdk.label_interface").LabelInterface
    checked = interface(config=labelstudio.config())
    checked.validate()
    for task in json.loads(labelstudio.dump(edition.read_edition(FENHE))):
        assert checked.validate_task({"data": task["data"]})
        [prediction] = task["predictions"]
        assert checked.validate_prediction(prediction, return_errors=True) == []


def test_doccanos_client_knows_the_fields() -> None:
    """The rows of its client's models are those that are written."""
    models = pytest.importorskip("doccano_client.beta.models.examples")
    issue = edition.read_edition(FENHE)
    for page, line in zip(issue.pages, doccano.dump(issue).splitlines(), strict=True):
        row = json.loads(line)
        example = models.Example.from_dict({"text": row["text"], "meta": {"edition": row["edition"]}})  # fmt: skip
        assert example.text == str(page)
        assert example.meta["edition"] == to_standoff(page)


def test_others_read_brats_files() -> None:
    """bioc reads every annotation of the example issue, and finds its words in the text."""
    bioc = pytest.importorskip("bioc.brat")
    validate = pytest.importorskip("bioc.brat.validator").validate
    files = brat.dump(edition.read_edition(FENHE))
    for number, page in enumerate(edition.read_edition(FENHE).pages, 1):
        document = bioc.loads(str(page), files[f"{number:02}.ann"])
        validate(document)
        rows = to_standoff(page)["spans"]
        found = [(*entity.total_span, entity.type) for entity in document.entities]
        assert found == [(row["start"], row["end"], row["role"]) for row in rows]
        assert [attribute.type for attribute in document.attributes] == ["Tie"] * len(rows)


def test_cassis_reads_what_it_wrote() -> None:
    """Types and features are those of the layer, on every page of the example issue."""
    cassis = pytest.importorskip("cassis")
    issue = edition.read_edition(FENHE)
    files = uima.dump(issue)
    types = cassis.load_typesystem(files[uima.TYPES])
    for number, page in enumerate(issue.pages, 1):
        cas = cassis.load_cas_from_xmi(files[f"{number:02}.xmi"], typesystem=types)
        text = str(page)
        rows = to_standoff(page)["spans"]
        wanted = [(row["role"], text[row["start"] : row["end"]]) for row in rows]
        assert [(fs.role, fs.get_covered_text()) for fs in cas.select(inception.LAYER)] == wanted


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | st.text(max_size=4) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(value: object, at: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """All places in a value, as keys and indexes."""
    if isinstance(value, dict):
        return [at, *(place for key, inner in value.items() for place in places(inner, (*at, key)))]
    if isinstance(value, list):
        return [at, *(place for n, inner in enumerate(value) for place in places(inner, (*at, n)))]
    return [at]


@given(data=st.data(), tool=st.sampled_from(["Label Studio", "doccano"]))
def test_whatever_is_in_a_document_is_read_or_refused(data: st.DataObject, tool: str) -> None:
    """A value somewhere in an export is another: there is a page, or a FormatError, and nothing else."""
    page = edition.parse(TEXT)
    told = json.loads(export(labelstudio.dump(page)) if tool == "Label Studio" else doccano.dump(page))  # fmt: skip
    *path, last = data.draw(st.sampled_from([place for place in places(told) if place]))
    at = told
    for key in path:
        at = at[key]
    at[last] = data.draw(_VALUES)
    load = labelstudio.load if tool == "Label Studio" else doccano.load
    try:
        found = load(json.dumps(told))
    except edition.FormatError:
        return
    for text, standoff in found:
        assert str(edition.from_standoff(text, standoff)) == text


@given(data=st.data(), tool=st.sampled_from(["brat", "inception"]))
def test_whatever_is_in_a_file_is_read_or_refused(data: st.DataObject, tool: str) -> None:
    """The same of a line of annotations that is another, and of text that is none of it."""
    page = edition.parse(TEXT)
    whole = brat.dump(page)["01.ann"] if tool == "brat" else inception.dump(page)
    assert isinstance(whole, str)
    n = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(n, len(whole)))
    other = data.draw(st.text("T1\t \n0-9;[]|_*\\#=headline" + "渡", max_size=6))
    load = brat.load if tool == "brat" else inception.load
    try:
        standoff = load(TEXT, whole[:n] + other + whole[cut:])
    except edition.FormatError:
        return
    assert str(edition.from_standoff(TEXT, standoff)) == TEXT
