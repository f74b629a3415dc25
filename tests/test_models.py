"""Models: what loads, what is refused, and what a page that was read with one keeps of it."""

from __future__ import annotations

import json
import multiprocessing
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.growth import text_of
from hypothesis import given
from hypothesis import strategies as st
from tests.test_growth import assert_linear

import edition
from edition import Model, strategies
from edition.__main__ import main
from edition._parser.model_file import LARGEST, LARGEST_WEIGHT, MOST_NAMES, read_model, written
from edition._parser.weights import (
    EVIDENCE,
    PARTS,
    PATH,
    ROLE_UNITS,
    SEAM,
    TIE_UNITS,
    Numbers,
    shipped,
)
from edition.models import ModelError, ModelMark

TEXT = (
    "步道开放\n本报讯（记者 陈立）汾河西岸的步道昨日开放。\n（何青）\n三座老桥换上新灯\n灯亮了。\n"
)


def numbers_with(**more: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The shipped weights, some rows of them others."""
    return {part: {**shipped().numbers[part], **more.get(part, {})} for part in PARTS}


#: Nothing is a headline to this one.
ODD = numbers_with(evidence={"any": {**shipped().numbers[EVIDENCE]["any"], "headline": -2000}})


def saved(folder: Path, numbers: Numbers, name: str = "fenhe.json") -> Path:
    file = folder / name
    file.write_text(written(numbers, {"day": "2025-03-06"}), "utf-8")
    return file


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return Model.load(saved(tmp_path, ODD))


def roles(page: edition.Page) -> list[str]:
    return [block.role for block in page.find_all(edition.Block)]


# --- reading with one -----------------------------------------------------------------------------


def test_a_page_is_read_with_it(model: Model) -> None:
    """What it was taught is what is read, and the page says by whom."""
    page = edition.parse(TEXT, model=model)
    assert "headline" in roles(edition.parse(TEXT))
    assert "headline" not in roles(page)
    assert str(page) == TEXT
    assert page.model == model.mark == ModelMark("fenhe", model.digest)
    assert len(model.digest) == 16
    assert model.made == {"day": "2025-03-06"}


def test_a_page_s_mark_finds_the_model_again(model: Model) -> None:
    page = edition.parse(TEXT, model=model)
    assert edition.parse(TEXT, model=page.model) == page
    with pytest.raises(ValueError, match=r"'other' \(00\) is not known in this process"):
        edition.parse(TEXT, model=ModelMark("other", "00"))


def test_what_is_no_model_is_a_type_error() -> None:
    wrong: Any = "fenhe.json"
    with pytest.raises(TypeError, match=r"load it with Model\.load"):
        edition.parse(TEXT, model=wrong)


def test_the_shipped_one_leaves_no_mark() -> None:
    page = edition.parse(TEXT, model=Model.shipped())
    assert page.model is None
    assert page == edition.parse(TEXT)
    assert Model.shipped().name == "shipped"
    assert "model" not in edition.to_standoff(page)
    assert pickle.loads(pickle.dumps(Model.shipped())).mark is None


def test_the_same_weights_read_the_same(tmp_path: Path) -> None:
    """The shipped weights from a file of one's own."""
    model = Model.load(saved(tmp_path, shipped().numbers))
    assert model.digest == Model.shipped().digest
    assert model.mark is not None
    assert edition.parse(TEXT, model=model) == edition.parse(TEXT)


def test_edits_keep_it(model: Model) -> None:
    page = edition.parse(TEXT, model=model)
    assert page.remove(page.items[-1]).model == model.mark


def test_pins_hold_against_it(model: Model) -> None:
    page = edition.parse(TEXT, model=model, pins={1: "headline"})
    assert roles(page)[0] == "headline"
    assert page.model == model.mark


def test_explanations_and_confidence_are_its_own(model: Model) -> None:
    """The weights that counted are those that the page was read with."""
    page = edition.parse(TEXT, model=model)
    block = page.at(1)
    assert block is not None
    headline = next(c for c in page.explain(block).candidates if c.role == "headline")
    assert {e.name: e.weight for e in headline.evidence}["any"] == -100
    other = edition.parse(TEXT)
    sure, usual = page.confidence(page), other.confidence(other)
    assert sure is not None
    assert sure != usual


def test_an_issue_is_read_with_it(model: Model) -> None:
    """Joint decoding, too: a page that is read again for what another says of it."""
    front = "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\n"
    rest = "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\n桥上的灯\n"
    issue = edition.parse_edition({1: front, 2: rest}, model=model)
    assert {page.model for page in issue.pages} == {model.mark}
    assert all("headline" not in roles(page) for page in issue.pages)


def test_read_edition_takes_it(model: Model, tmp_path: Path) -> None:
    folder = tmp_path / "issue"
    folder.mkdir()
    (folder / "01.txt").write_text(TEXT, "utf-8")
    assert edition.read_edition(folder, model=model).pages[0].model == model.mark


# --- what carries it ------------------------------------------------------------------------------


def test_json_tei_and_standoff_carry_it(model: Model) -> None:
    page = edition.parse(TEXT, model=model)
    assert edition.from_json(edition.to_json(page), edition.Page).model == model.mark
    back = edition.from_tei(edition.to_tei(page))
    assert isinstance(back, edition.Page)
    assert back.model == model.mark
    assert edition.from_standoff(TEXT, edition.to_standoff(page)).model == model.mark
    issue = edition.Edition((page, edition.parse(TEXT)), (1, 2))
    both = edition.from_tei(edition.to_tei(issue))
    assert isinstance(both, edition.Edition)
    assert [one.model for one in both.pages] == [model.mark, None]


def test_records_and_tables_carry_it(model: Model) -> None:
    page = edition.parse(TEXT, model=model)
    told = {"name": "fenhe", "digest": model.digest}
    assert {str(row["provenance"]["taught"]) for row in edition.to_records(page)} == {str(told)}
    assert edition.to_records(edition.parse(TEXT))[0]["provenance"]["taught"] is None
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from edition.corpus.tables import to_arrow

    tables = to_arrow([page, edition.parse(TEXT)])
    assert tables.pages.column("model").to_pylist() == [told, None]
    made: Any = tables.stories.column("provenance").to_pylist()[0]
    assert made["taught"] == told


def test_schemas_take_it(model: Model) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from edition.formats import record_schema, schema

    read = edition.parse(TEXT, model=model)
    jsonschema.Draft202012Validator(schema.schema()).validate(json.loads(edition.to_json(read)))
    jsonschema.Draft202012Validator(schema.standoff()).validate(edition.to_standoff(read))
    for record in edition.to_records(read):
        jsonschema.Draft202012Validator(record_schema.schema()).validate(record)


def test_a_broken_mark_is_told_with_its_path(model: Model) -> None:
    page = edition.parse(TEXT, model=model)
    data = json.loads(edition.to_json(page))
    data["model"] = {"name": 1}
    with pytest.raises(ValueError, match=r"JSON, model\.name: expected a string"):
        edition.from_json(json.dumps(data))
    rows: Any = edition.to_standoff(page)
    rows["model"] = "fenhe"
    with pytest.raises(ValueError, match="standoff, model: expected an object"):
        edition.from_standoff(TEXT, rows)


def _elsewhere(sent: tuple[Model, edition.Page]) -> tuple[edition.Page, bool, float | None]:
    model, page = sent
    read = edition.parse(TEXT, model=page.model)
    return read, read.model == model.mark, page.confidence(page)


def test_it_goes_to_other_processes(model: Model) -> None:
    """A process that it was sent to knows it from then on, and finds it by a page's mark; pages do not carry it along."""
    page = edition.parse(TEXT, model=model)
    assert len(pickle.dumps(page)) < 20_000
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        [(read, marked, sure)] = pool.map(_elsewhere, [(model, page)])
    assert read == page
    assert marked
    assert sure == page.confidence(page)


def test_a_process_that_does_not_know_it_says_so(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = edition.parse(TEXT, model=model)
    monkeypatch.setattr("edition._parser.models._OWN", {})
    assert page.confidence(page) is None
    block = page.at(1)
    assert block is not None
    with pytest.raises(ValueError, match="is not known in this process"):
        page.explain(block)


def test_a_corpus_is_read_with_it(model: Model, tmp_path: Path) -> None:
    """The tables say so, and a run goes on with the same one only."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from edition.corpus import CorpusError, ParsedPage, SourcePage, parse_many, write_corpus
    from edition.corpus._model import Origin

    [result] = parse_many([TEXT], workers=1, model=model)
    assert isinstance(result, ParsedPage)
    assert result.page.model == model.mark

    def sources() -> list[Any]:
        return [SourcePage(text=TEXT, origin=Origin(path="01.txt"))]

    write_corpus(sources(), tmp_path / "out", workers=1, model=model)
    write_corpus(sources(), tmp_path / "out", workers=1, model=model, resume=True)
    with pytest.raises(CorpusError, match="model"):
        write_corpus(sources(), tmp_path / "out", workers=1, resume=True)


@pytest.mark.parametrize(
    "command",
    ["show {}", "check {}", "explain {}:1", "diff {} {}", "standoff {}", "convert {} --format json",
     "view {} -o {}.html", "cite {}"],
)  # fmt: skip
def test_commands_take_it(
    model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    file = tmp_path / "page.txt"
    file.write_text(TEXT, "utf-8")
    words = [word.replace("{}", str(file)) for word in command.split()]
    assert main([*words, "--model", str(tmp_path / "fenhe.json")]) in (0, 1)
    told = capsys.readouterr()
    assert told.err == ""
    if words[0] in ("standoff", "convert"):
        assert model.digest in told.out


# --- what is no model -----------------------------------------------------------------------------


def _file(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A small model, with a change."""
    table: dict[str, Any] = {
        "model": 1,
        "features": 1,
        "made": {"day": "2025-03-06"},
        "evidence": {"is:folio": {"folio": 112}},
        "seam": {"binding": {"join": 80}},
        "path": {"after:edge": {"new headline": 4}},
    }
    change(table)
    return json.dumps(table, ensure_ascii=False).encode("utf-8", "surrogatepass")


#: What is broken, the file, and what is said of it.
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", r"line 1, column 1: no JSON: Expecting value"),
    "a text": ("步道开放\n".encode(), r"line 1, column 1: no JSON: Expecting value"),
    "another encoding": ("{步道}".encode("gb18030"), r"not UTF-8, at byte 1"),
    "cut short": (_file(lambda _: None)[:-40], r"no JSON: "),
    "a list": (b"[]", r"expected an object, not an array"),
    "standoff": (b'{"version": 2, "spans": []}', r"no model of edition: the key 'model' is missing"),
    "the file's form of a later release": (
        _file(lambda table: table.update(model=2)),
        r"model: a model file of version 2, and this release reads version 1",
    ),
    "other features": (
        _file(lambda table: table.update(features=0)),
        r"features: weights of the features of version 0, and this release reads version 1: train it again",
    ),
    "a version that is none": (
        _file(lambda table: table.update(features=True)),
        r"features: expected a whole number, not true",
    ),
    "a part is missing": (_file(lambda table: table.pop("path")), r"the key 'path' is missing"),
    "an unknown key": (_file(lambda table: table.update(seams={})), r"no key 'seams' is known here"),
    "a doubled key": (
        b'{"model": 1, "features": 1, "made": {}, "made": {}, "evidence": {}, "seam": {}, "path": {}}',
        r"the key 'made' stands there twice",
    ),
    "a doubled feature": (
        _file(lambda _: None).replace(b'"is:folio": {', b'"is:folio": {}, "is:folio": {'),
        r"evidence: the key 'is:folio' stands there twice",
    ),
    "a role that is none": (
        _file(lambda table: table["evidence"].update(any={"title": 1})),
        r"evidence\['any'\]: nothing that a line can be is called 'title'",
    ),
    "a role where a link has to be": (
        _file(lambda table: table["seam"].update(any={"headline": 1})),
        r"seam\['any'\]: nothing that a line can be is called 'headline'",
    ),
    "a fraction": (
        _file(lambda table: table["evidence"].update(any={"other": 1.5})),
        r"evidence\['any'\]\.other: expected a whole number from -32768 to 32768, not 1\.5",
    ),
    "too large": (
        _file(lambda table: table["evidence"].update(any={"other": LARGEST_WEIGHT + 1})),
        r"expected a whole number from -32768 to 32768, not 32769",
    ),
    "far too large": (
        _file(lambda table: table["path"].update(any={"new": -(10**400)})),
        r"not a very large number",
    ),
    "true": (
        _file(lambda table: table["path"].update(any={"new": True})),
        r"path\['any'\]\.new: expected a whole number from -32768 to 32768, not true",
    ),
    "not a number": (
        _file(lambda table: table["path"].update(any={"new": float("nan")})),
        r"NaN is no number",
    ),
    "infinite": (_file(lambda _: None).replace(b"112", b"1e999"), r"not inf"),
    "infinite in what is told": (
        _file(lambda _: None).replace(b'"2025-03-06"', b"-1e999"),
        r"made\['day'\]: a number that is too large",
    ),
    "a row is a list": (
        _file(lambda table: table["seam"].update(any=[1])),
        r"seam\['any'\]: expected an object, not an array",
    ),
    "a long name": (
        _file(lambda table: table["seam"].update({"步" * 81: {}})),
        r"a feature's name has from 1 to 80 printable characters",
    ),
    "a name that acts on a terminal": (
        _file(lambda table: table["seam"].update({"a\x1b[2J": {}})),
        r"seam\['a\\x1b\[2J'\]: a feature's name has",
    ),
    "a lone surrogate": (
        _file(lambda _: None).replace(b"is:folio", b"\\ud800"),
        r"a feature's name has from 1 to 80 printable characters",
    ),
    "many names": (
        _file(lambda table: table["seam"].update({f"n{n}": {} for n in range(MOST_NAMES)})),
        r"4,099 names of features are more than 4,096",
    ),
    "large": (b" " * (LARGEST + 1), r"larger than a model may be, which is 2,097,152 bytes"),
    "deep": (b"[" * 100_000, r"nested too deeply"),
    "deep in what is told": (
        _file(lambda table: table.update(made={"a": [[[[[[[[[]]]]]]]]]})),
        r"made\['a'\]: nested too deeply",
    ),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_model_is_told(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong and where, in one line; the command says the same, and reads nothing."""
    data, said = BROKEN[broken]
    file = tmp_path / "broken.json"
    file.write_bytes(data)
    with pytest.raises(ModelError, match=said) as raised:
        Model.load(file)
    assert "\n" not in str(raised.value)
    assert raised.value.__notes__ == [f"in {file}"]
    page = tmp_path / "page.txt"
    page.write_text(TEXT, "utf-8")
    assert main(["show", str(page), "--model", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"edition: {file}: ")
    assert told.err.count("\n") == 1
    assert told.err.strip().isprintable()


def test_no_file_is_an_os_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError):
        Model.load(tmp_path / "none.json")
    with pytest.raises(IsADirectoryError):
        Model.load(tmp_path)
    assert main(["show", "-", "--model", str(tmp_path / "none.json")]) == 2
    assert "none.json: No such file" in capsys.readouterr().err


def test_what_is_written_is_read(tmp_path: Path) -> None:
    data = saved(tmp_path, ODD).read_bytes()
    found = read_model(data)
    assert found.numbers == ODD
    assert written(found.numbers, found.made).encode() == data


# --- any model ------------------------------------------------------------------------------------

_NAMES = st.sampled_from(
    [*sorted({name for part in PARTS for name in shipped().numbers[part]}), "步道", "no feature"]
)
_WEIGHTS = st.one_of(
    st.integers(-LARGEST_WEIGHT, LARGEST_WEIGHT),
    st.sampled_from([-LARGEST_WEIGHT, LARGEST_WEIGHT, 0]),
    st.integers(-60, 60),
)


def _part(targets: dict[str, int]) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    row = st.dictionaries(st.sampled_from(sorted(targets)), _WEIGHTS, max_size=12)
    return st.dictionaries(_NAMES, row, max_size=30)


@st.composite
def models(draw: st.DrawFn) -> bytes:
    """A file that loads: few weights or many, as large as they may be."""
    numbers: dict[str, Any] = {
        EVIDENCE: draw(_part(ROLE_UNITS)),
        SEAM: draw(_part(TIE_UNITS)),
        PATH: draw(_part(TIE_UNITS)),
    }
    if draw(st.booleans()):
        factor = draw(st.sampled_from([-80, -1, 7, 80]))
        for part, rows in shipped().numbers.items():
            for name, row in rows.items():
                numbers[part].setdefault(name, {t: n * factor for t, n in row.items()})
    return written(numbers, {}).encode()


@given(models(), st.one_of(strategies.texts(), st.text(), strategies.pages().map(str)))
def test_any_model_that_loads_reads_every_text_exactly(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, text: str
) -> None:
    """Whatever the weights are, a parse raises for no text and loses nothing of it, nor does anything that is asked of the page."""
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(data)
    model = Model.load(file)
    page = edition.parse(text, model=model)
    assert str(page) == text
    assert edition.from_json(edition.to_json(page), edition.Page) == page
    assert edition.from_standoff(text, edition.to_standoff(page)) == page
    assert all(node.extent is not None for node in page.walk() if node.pieces)
    assert len(page.diagnostics) >= 0
    for block in page.find_all(edition.Block):
        sure = page.confidence(block)
        assert sure is not None
        assert 0 <= sure <= 1
    if page.pieces:
        assert page.explain(page.find_all(edition.Block)[0]).candidates
    issue = edition.parse_edition({1: text, 2: f"（上接第1版）{text}"}, model=model)
    assert str(issue.pages[0]) == text


@given(models(), st.lists(_NAMES, max_size=40))
def test_sums_are_right_however_large_weights_are(data: bytes, names: list[str]) -> None:
    """The lanes of one integer are the sums that were added one by one."""
    numbers = read_model(data).numbers
    from edition._parser.weights import ROLES, TIE_LANES, kind_of, width_for
    from edition._parser.weights import Model as Scores

    scores = Scores(numbers, width_for(numbers))
    names = list(dict.fromkeys(names))
    rows = [numbers[EVIDENCE].get(name, {}) for name in names]
    assert scores.evidence.total(names) == tuple(
        sum(row.get(role, 0) for row in rows) for role in ROLES
    )
    rows = [numbers[SEAM].get(name, {}) for name in names]
    assert scores.boundary.total(names) == tuple(
        sum(row.get(t, 0) for row in rows for t in {link, f"{link} {kind_of(role)}", f"{link} {role}"})
        for link, role in TIE_LANES
    )  # fmt: skip


@pytest.mark.parametrize("factor", [-80, 80])
def test_time_is_linear_with_any_model(tmp_path: Path, factor: int) -> None:
    """With weights turned over, and with weights as large as they may be."""
    numbers = {
        part: {
            name: {target: number * factor for target, number in row.items()}
            for name, row in rows.items()
        }
        for part, rows in shipped().numbers.items()
    }
    model = Model.load(saved(tmp_path, numbers))
    assert_linear(
        lambda text: edition.parse(text, model=model),
        lambda size: text_of("normal pages", size),
        4_000,
    )
