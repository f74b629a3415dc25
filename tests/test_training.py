"""Teaching: what a few corrected pages teach, what they leave as it is, and what is told of files that are wrong."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba", reason="numba is not installed (the extra 'train')")

import edition
from edition import Model
from edition.__main__ import main
from edition._parser.weights import shipped
from edition._training import splitting
from edition._training.field import Field, Settings
from edition._training.fitting import MOST_NAMES, MOST_WEIGHTS, fitted, prior
from edition._training.gold import pages
from edition._training.teaching import Teacher, Tried
from edition._training.truth import annotated
from edition.formats import standoff

#: A paper whose headlines end with a full stop, which elsewhere speaks against one.
PAGES = (
    """渡口的灯又亮了。
青柯渡口的马灯昨晚又亮了。七十三岁的摆渡人屈老满踩着凳子把灯点上，再顺手掸一掸玻璃罩上的灰。
他说，灯亮着，晚归的人心里就踏实。
桥头添了新石栏。
望月桥的石栏昨天换好了。石匠们用了三天，把旧栏上的花样一笔一笔描下来，再刻到新石上。
过桥的人都要停下来摸一摸。
麦田喝上返青水。
西岸的麦田昨天开闸放水。水渠两边站满了人，水头走到哪里，孩子们就跟到哪里。
今年雨水少，渠水来得正是时候。
""",
    """老戏台搭起新棚。
东村的老戏台昨天搭起了新棚。木匠何大川带着两个徒弟，从早上一直干到天黑，总算赶在庙会前完工。
棚子能遮雨，看戏的人不必再带伞。
集市搬到了河滩。
青柯镇的集市从今天起搬到河滩上。摆摊的人天不亮就来占地方，卖陶罐的和卖竹器的挨在一起。
镇上说，原来的街太窄，车过不去。
学堂开了夜课。
望月桥小学的夜课昨晚开讲。来听课的多是种田人，白天下地，晚上认字，油灯下坐得满满当当。
先生说，来多少人，他就讲多少回。
""",
    """水车修好了。
停了半年的水车昨天又转了起来。铁匠换了轴，木匠补了板，村里人轮流守着，怕它再停。
水顺着木槽流进菜地，菜叶一下子有了精神。
渡船换了新缆。
屈老满的渡船昨天换上了新缆。旧缆用了十二年，磨得只剩一半粗，他舍不得扔，盘在船头当坐垫。
过河的人都说，新缆拉起来不响了。
果园来了学徒。
西坡果园昨天来了六个学徒。老把式先不教剪枝，只让他们绕着树看，看够了再动手。
一个月后，他们要各自管一行树。
""",
)
NEXT = """瓦窑点了头一把火。
东村的瓦窑昨天点火。烧窑的人守了一夜，看火色从红变黄，再从黄变白，天亮时才敢合眼。
头一窑瓦要给学堂盖顶。
鱼塘清了淤。
镇南的鱼塘昨天清淤。塘泥一担一担挑到地里，当作肥料，塘底翻出三只旧陶罐。
陶罐送到了学堂，先生拿它给学生讲古。
邮路通到山里。
山里从今天起每天有信。邮差骑一头骡子，早上出门，天黑才回来，一路要过四条溪。
头一天，他带进山里二十一封信。
"""
#: An ordinary page, which is read right.
USUAL = "步道开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放。\n\n（何青）\n\n桥头添新栏\n\n本报讯（记者 贺勇）望月桥的石栏昨天换好了。\n"


def right(text: str) -> edition.Page:
    return edition.parse(text, pins=dict.fromkeys((1, 4, 7), ("headline", "new")))


def put(folder: Path, name: str, text: str, data: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")
    told = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    (folder / f"{name}.json").write_bytes(told)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taught") / "corrected"
    for n, text in enumerate(PAGES, 1):
        put(folder, f"{n}", text, edition.to_standoff(right(text)))
    return folder


@pytest.fixture(scope="module")
def taught(corrected: Path) -> Model:
    out = corrected.with_name("dukou.json")
    assert main(["train", str(corrected), "--out", str(out)]) == 0
    return Model.load(out)


def headlines(text: str, model: Model | None = None) -> list[str]:
    page = edition.parse(text, model=model)
    return [article.headline.text for article in page.articles if article.headline]


# --- what is learned ------------------------------------------------------------------------------


def test_three_pages_teach_what_a_paper_does(taught: Model) -> None:
    """A page that nobody corrected is read right from then on."""
    assert len(headlines(NEXT)) < 3
    assert headlines(NEXT, taught) == ["瓦窑点了头一把火。", "鱼塘清了淤。", "邮路通到山里。"]


def test_what_pages_do_not_speak_of_stays_as_it_was(taught: Model) -> None:
    """Other papers are read as before, and nearly all weights are the same."""
    assert edition.parse(USUAL, model=taught) == edition.parse(USUAL)
    before, after = shipped().numbers, taught.scores.numbers
    changed = sum(
        before[part].get(name, {}) != row
        for part, rows in after.items()
        for name, row in rows.items()
    )
    assert 0 < changed < 100


def test_pages_that_are_read_right_teach_nothing(tmp_path: Path) -> None:
    """Where the model to begin with reads pages left out as well as any, it stays as it is."""
    folder = tmp_path / "usual"
    for n in range(3):
        text = USUAL.replace("汾河", "汾滦沁"[n] + "河")
        put(folder, f"{n}", text, edition.to_standoff(edition.parse(text)))
    out = tmp_path / "same.json"
    assert main(["train", str(folder), "--out", str(out)]) == 0
    model = Model.load(out)
    assert model.scores.numbers == shipped().numbers
    assert model.made["penalty"] is None


@pytest.mark.slow
def test_the_same_pages_teach_the_same(corrected: Path, taught: Model, tmp_path: Path) -> None:
    """The file is the same, byte for byte, on the same day."""
    again = tmp_path / "dukou.json"
    assert main(["train", str(corrected), "--out", str(again)]) == 0
    assert Model.load(again).digest == taught.digest


@pytest.mark.slow
def test_a_model_is_taught_on(corrected: Path, taught: Model, tmp_path: Path) -> None:
    """It begins with another model of one's own, and tells so; there is nothing left to learn then."""
    out = tmp_path / "more.json"
    first = corrected.with_name("dukou.json")
    assert main(["train", str(corrected), "--from", str(first), "--out", str(out)]) == 0
    model = Model.load(out)
    assert model.made["base"] == {"name": "dukou", "digest": taught.digest}
    assert headlines(NEXT, model) == headlines(NEXT, taught)


def test_part_of_the_truth_teaches(tmp_path: Path) -> None:
    """Of a page only the headlines and where stories begin are told: lines of which nothing is told can be anything."""
    folder = tmp_path / "partly"
    for n, text in enumerate(PAGES):
        rows = [
            dict(row)
            for row in edition.to_standoff(right(text))["spans"]
            if row["role"] == "headline"
        ]
        put(folder, f"{n}", text, {"spans": rows})
    out = tmp_path / "partly.json"
    assert main(["train", str(folder), "--out", str(out)]) == 0
    # A line that is like a headline may be taken for one, too: nothing has told that it is none.
    found = headlines(NEXT, Model.load(out))
    assert {"瓦窑点了头一把火。", "鱼塘清了淤。", "邮路通到山里。"} <= set(found)
    assert len(found) <= 4


@pytest.mark.slow
def test_stories_alone_teach(tmp_path: Path) -> None:
    """A truth that says which lines are a story, and no more."""
    folder = tmp_path / "stories"
    for n, text in enumerate(PAGES):
        rows = [
            {"start": r["start"], "end": r["end"], "role": "story", "article": r["article"]}
            for r in edition.to_standoff(right(text))["spans"]
        ]
        put(folder, f"{n}", text, {"spans": rows})
    out = tmp_path / "stories.json"
    assert main(["train", str(folder), "--out", str(out)]) == 0
    assert len(edition.parse(NEXT, model=Model.load(out)).articles) == 3


@pytest.mark.slow
def test_pages_can_count_for_more(corrected: Path, tmp_path: Path) -> None:
    found, wrong = pages(str(corrected), 2.5, "utf-8")
    assert not wrong
    assert {page.share for page in found} == {2.5}
    out = tmp_path / "more.json"
    assert main(["train", f"{corrected}=2.5", "--out", str(out)]) == 0


def test_one_story_alone_teaches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be left out then, and the command says so."""
    text = "渡口的灯又亮了。\n马灯昨晚又亮了，摆渡人屈老满踩着凳子把灯点上。\n"
    put(tmp_path / "one", "1", text, edition.to_standoff(edition.parse(text, pins={1: "headline"})))
    out = tmp_path / "one.json"
    assert main(["train", str(tmp_path / "one"), "--out", str(out)]) == 0
    assert "cross-validation is not possible" in capsys.readouterr().out
    assert Model.load(out).made["penalty"] == 1.0


# --- what is told ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_figures_before_and_after(corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    out = tmp_path / "dukou.json"
    assert main(["train", str(corrected), "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.startswith("3 pages, 27 labelled lines\n")
    assert told.out.count("<- chosen") == 1
    lines = told.out.splitlines()
    names = next(line for line in lines if "role.f1" in line).split()
    before, after = (
        dict(zip(names, map(float, line.split()[1:]), strict=True))
        for line in lines
        if line.startswith(("  before", "  after"))
    )
    assert before["role.f1"] < after["role.f1"] == 100
    assert before["lossless"] == after["lossless"] == 100
    made = Model.load(out).made
    assert made["pages"] == {"corrected": 3}
    assert made["base"]["name"] == "shipped"
    assert made["cross-validation"] == after


@pytest.mark.slow
def test_pages_held_out(corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    out = tmp_path / "dukou.json"
    assert main(["train", str(corrected), "--out", str(out), "--hold-out", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("2 pages, ")
    assert "1 held-out page:" in told
    assert main(["train", str(corrected), "--out", str(out), "--hold-out", "3"]) == 2
    assert "at least one must be left" in capsys.readouterr().err


def _rows(change: Callable[[list[dict[str, Any]]], object]) -> dict[str, Any]:
    rows = [dict(row) for row in edition.to_standoff(right(PAGES[0]))["spans"]]
    change(rows)
    return {"version": 2, "spans": rows}


#: What is broken, the file of roles (or its bytes), and what is said of it.
BROKEN: dict[str, tuple[Any, str]] = {
    "no JSON": (b"{", r"JSON, line 1, column \d: this is no JSON"),
    "nothing": (b"", r"this is no JSON"),
    "a list": ([], r"standoff: expected an object with spans"),
    "an issue": ({"version": 2, "pages": {}, "jumps": []}, r"no key 'pages' is known here"),
    "a tree": ({"edition": 2, "kind": "page"}, r"no key 'edition' is known here"),
    "a later version": ({"version": 3, "spans": []}, r"version: expected version 1 or 2, not a number \(3\)"),
    "no spans": ({"version": 2}, r"spans: expected an array, not null or nothing"),
    "nothing told": ({"version": 2, "spans": []}, r"tells nothing of its page"),
    "a row that is none": ({"spans": [1]}, r"spans\[0\]: expected an object, not a number"),
    "a misspelt role": (_rows(lambda r: r[0].update(role="headlne")), r"spans\[0\]\.role, at 0: no role 'headlne'"),
    "outside the text": (_rows(lambda r: r[-1].update(end=9999)), r"spans\[8\]: \d+ to 9999 is outside the text"),
    "before the text": (_rows(lambda r: r[0].update(start=-1)), r"spans\[0\]: -1 to 8 is outside the text"),
    "back to front": (_rows(lambda r: r[1].update(end=3)), r"spans\[1\], at 9: a span that begins at 9 ends where it begins, or before"),
    "over one another": (_rows(lambda r: r[1].update(start=4)), r"spans\[1\], at 4: this span overlaps"),
    "without print": (_rows(lambda r: r.append({"start": 8, "end": 9, "role": "other"})), r"spans\[9\], at 8: there is no print"),
    "half an offset": (_rows(lambda r: r[0].update(start=0.5)), r"spans\[0\]\.start: expected a whole number"),
    "an article that is none": (_rows(lambda r: r[0].update(article=[1])), r"spans\[0\]\.article: expected a whole number"),
    "people of a headline": (_rows(lambda r: r[0].update(people=[{"name": "陈立"}])), r"spans\[0\]\.people, at 0: a headline names nobody"),
    "an unknown key": (_rows(lambda r: r[0].update(rôle="headline")), r"spans\[0\]: no key 'rôle' is known here"),
    "a mark that is none": ({"dialect": "taiwan", "spans": []}, r"dialect: expected an object"),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_roles_are_told_file_by_file(
    broken: str, corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file, the row and the offset, a line each; nothing is taught then."""
    data, said = BROKEN[broken]
    folder = tmp_path / "broken"
    put(folder, "1", PAGES[0], data)
    put(folder, "2", PAGES[0], data)
    out = tmp_path / "model.json"
    assert main(["train", str(corrected), str(folder), "--out", str(out)]) == 2
    told = capsys.readouterr()
    first, second = told.err.splitlines()
    assert first.startswith(f"edition: {folder / '1.json'}: ")
    assert second.startswith(f"edition: {folder / '2.json'}: ")
    assert re.search(said, first), first
    assert not out.exists()


def test_a_text_in_another_encoding_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "broken"
    put(folder, "1", PAGES[0], _rows(lambda _: None))
    (folder / "1.txt").write_bytes(PAGES[0].encode("gb18030"))
    (folder / "notes.json").write_text("{}", "utf-8")  # beside no text: nothing to be taught
    out = tmp_path / "m.json"
    assert main(["train", str(folder), "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"edition: {folder / '1.txt'}: not utf-8, byte 0xb6 at 0\n"
    assert main(["train", str(folder), "--out", str(out), "--encoding", "gb18030"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none"], "none: No such file or directory"),
        (["empty"], "empty: no labelled pages"),
        (["corrected=0"], "corrected=0: a weight is a number between 0 and 100"),
        (["corrected=nan"], "corrected=nan: a weight is a number"),
        (["corrected=much"], "corrected=much: a weight is a number"),
        (["corrected", "--encoding", "klingon"], "can't decode with 'klingon'"),
        (["corrected", "--hold-out", "-1"], "--hold-out -1: there are only 3 pages"),
        (["corrected", "--from", "corrected/1.json"], "1.json: no model of edition"),
    ],
)
def test_what_can_t_be_taught_is_told(
    arguments: list[str],
    said: str,
    corrected: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(corrected.parent)
    (corrected.parent / "empty").mkdir(exist_ok=True)
    assert main(["train", *arguments, "--out", "m.json"]) == 2
    assert said in capsys.readouterr().err


def test_what_does_not_go_together_is_told(
    corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that can't be what is told of it, and a page of which two files tell two things; the rest is taught."""
    folder = tmp_path / "odd"
    put(folder, "1", PAGES[0], _rows(lambda rows: rows[1].update(role="folio")))
    out = tmp_path / "m.json"
    assert main(["train", str(corrected), str(folder), "--out", str(out)]) == 0
    told = capsys.readouterr().err.splitlines()
    assert (
        f"edition: {folder / '1.json'}, line 2: the parser can't read this line as 'folio'; it is skipped"
        in told
    )
    assert (
        f"edition: {folder / '1.json'}: has the same text as {corrected / '1.json'}, but other labels"
        in told
    )
    assert len(told) == 2


@pytest.mark.parametrize("name", ["1.json", "2.txt"])
def test_no_page_is_written_over(
    name: str, corrected: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (corrected / name).read_bytes()
    assert main(["train", str(corrected), "--out", str(corrected / ".." / "corrected" / name)]) == 2
    assert "one of the labelled pages; name another file with --out" in capsys.readouterr().err
    assert (corrected / name).read_bytes() == before


def test_what_can_t_be_written_is_told(corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    assert main(["train", str(corrected), "--out", str(tmp_path / "none" / "m.json")]) == 2
    assert "No such file or directory" in capsys.readouterr().err


def test_without_numba_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    for name in [name for name in sys.modules if name.startswith("edition._training")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert main(["train", "x", "--out", "y"]) == 2
    assert (
        capsys.readouterr().err
        == "edition: training needs numba: pip install 'edition-dom[train]'\n"
    )


# --- the parts of it ------------------------------------------------------------------------------


def test_a_page_is_cut_between_its_stories() -> None:
    rows = edition.to_standoff(right(PAGES[0]))["spans"]
    found = list(splitting.parts(PAGES[0], rows, 3))
    assert [len(part) for part in found] == [3, 3, 3]
    assert [row for part in found for row in part] == rows
    assert [len(part) for part in splitting.parts(PAGES[0], rows[:3], 3)] == [3]
    assert len(list(splitting.parts(PAGES[0], rows, 50))) == 3


def test_teaching_takes_the_penalty_with_the_fewest_errors(corrected: Path) -> None:
    """Of those that are safe, and of equal ones the highest; and how far it is goes up to one."""
    told: list[float] = []
    found, _ = pages(str(corrected), 1.0, "utf-8")
    result = Teacher(found, Model.shipped(), told.append).teach()
    safe = [one for one in result.tried if one.is_safe]
    least = min(one.wrong for one in safe)
    assert result.penalty == max(one.penalty for one in safe if one.wrong == least)
    assert least < result.wrong
    for one in result.tried:
        assert one.wrong == result.wrong - one.fixed + one.broken
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("penalty", "fixed", "broken", "safe"),
    [
        (1.0, 0, 0, True),
        (3.0, 1, 0, True),
        (1.0, 2, 1, True),
        (1.0, 1, 1, False),
        (0.3, 2, 0, False),
        (0.3, 3, 0, True),
        (0.3, 5, 2, False),
    ],
)
def test_a_low_penalty_has_to_be_clearly_better(
    penalty: float, fixed: int, broken: int, safe: bool
) -> None:
    assert Tried(penalty, 0, fixed, broken).is_safe == safe


def test_a_fit_from_scratch_is_few_and_small() -> None:
    """As the weights of the package are made, on three pages; the same pages and seeds give the same numbers."""
    known = [annotated(f"{n}", text, edition.to_standoff(right(text))["spans"]) for n, text in enumerate(PAGES)]  # fmt: skip
    field = Field(known)
    told: list[tuple[int, int]] = []
    table = fitted(field, [1.0] * 3, Settings(epochs=2), 2, lambda fit, epoch, *_: told.append((fit, epoch)))  # fmt: skip
    assert table == fitted(Field(known), [1.0] * 3, Settings(epochs=2), 2)
    assert told == [(0, 0), (0, 1), (1, 0), (1, 1)]
    rows = [row for part in table.values() for row in part.values()]
    assert sum(map(len, rows)) <= MOST_WEIGHTS
    assert len(rows) <= MOST_NAMES
    kept = {(part, name) for part, rows in table.items() for name in rows}
    assert kept <= {*field.rows, *[key[:2] for key in prior()]}


def test_standoff_files_are_what_is_taught(corrected: Path) -> None:
    """What the package itself writes of a page is read as its truth."""
    text = PAGES[0]
    file = corrected.with_name("dumped")
    file.mkdir()
    (file / "1.txt").write_text(text, "utf-8")
    (file / "1.json").write_text(standoff.dump(right(text), confidence=True), "utf-8")
    [page], wrong = pages(str(file), 1.0, "utf-8")
    assert not wrong
    assert len(page.spans) == 9
