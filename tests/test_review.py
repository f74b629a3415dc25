"""Corrections of a page: each becomes pins, holds, can be taken back, and is in a file before it is answered."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import strategies
from edition._cli import main
from edition._model.roles import ROLES
from edition._parser.model_file import written
from edition._parser.weights import FURNITURE, PARTS, shipped
from edition._review import command, state
from edition._review.corrections import Review, everything, names_of, names_text, read
from edition._review.folder import ConflictError, Folder, OpenPage
from edition._text.lines import BLANKS
from edition._text.output import Refused
from edition.formats import schema, standoff
from edition.formats.errors import FormatError
from edition.pages import Page

TEXT = """渡口的灯又亮了

本报讯（记者 陈立）青柯渡口的马灯昨晚又亮了。七十三岁的摆渡人屈老满踩着凳子把灯点上，再顺手掸一掸玻璃罩上的灰。

一声吆喝，半条河都醒了

记者到的那天，河上正起雾。对岸有人喊了一声，声音拖得很长。屈老满应了一声，解缆、撑篙，木船不紧不慢地没入雾里。

（何青）
"""


def fresh(text: str = TEXT) -> Review:
    return read(text, {}, {})


def at(review: Review, words: str) -> tuple[int, int]:
    """The span of the row with these words."""
    row = next(row for row in review.rows if words in review.text[row.start : row.end])
    return row.start, row.end


def told(review: Review) -> list[tuple[str, str]]:
    return [(review.text[row.start : row.end], row.role) for row in review.rows]


def test_a_role_mends_the_lines_around_it() -> None:
    """The crosshead that is a headline of a new story makes another story of what stands below it."""
    before = fresh()
    start, end = at(before, "一声吆喝")
    after = before.with_role(start, end, "headline").with_border(start, end, "new")
    assert [article.headline.text for article in after.page.articles if article.headline] == [
        "渡口的灯又亮了",
        "一声吆喝，半条河都醒了",
    ]
    row = next(row for row in after.rows if row.start == start)
    assert (row.role, row.tie, row.pinned) == ("headline", "new", True)
    assert after.mended(after, start, end) == 0
    assert str(after.page) == TEXT


def test_a_line_is_cut_where_the_cursor_stands() -> None:
    """What stands before the cursor stays what it is, and what stands behind it is read."""
    text = "步道开放\n图为市民在步道上散步。 林间 摄\n"
    review = fresh(text)
    whole = review.with_role(*at(review, "林间"), "caption").merged(*at(review, "林间"))
    start, end = 5, len(text) - 1
    whole = read(text, {(start, end): ("caption", None)}, {})
    assert told(whole)[1:] == [(text[start:end], "caption")]
    cut = whole.cut(start, end, text.index(" 林间"))
    assert told(cut)[1:] == [("图为市民在步道上散步。", "caption"), ("林间 摄", "credit")]
    assert [row.pinned for row in cut.rows] == [False, True, False]
    again = cut.merged(*at(cut, "林间"))
    assert told(again)[1:] == [(text[start:end], "caption")]
    for place in (start, end, text.index(" 林间") * 100, -1):
        with pytest.raises(ValueError, match="between two of its characters"):
            whole.cut(start, end, place)


def test_people_are_written_as_text() -> None:
    """Others than the words say are kept, and the words count again where they are the same."""
    review = fresh()
    start, end = at(review, "本报讯")
    other = review.naming(start, end, "陈立青（记者），何小满 (通讯员)；马兰")
    row = next(row for row in other.rows if row.start == start)
    assert row.people == (("陈立青", "记者"), ("何小满", "通讯员"), ("马兰", None))
    data = other.standoff()
    assert [one.name for one in edition.from_standoff(TEXT, data).articles[0].people][:3] == [
        "陈立青", "何小满", "马兰",
    ]  # fmt: skip
    assert not other.naming(start, end, "陈立（记者）").people
    assert other.naming(start, end, "").standoff()["spans"][1].get("people") == []
    with pytest.raises(ValueError, match="names nobody"):
        review.naming(*at(review, "渡口的灯"), "陈立")


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("陈立青·Aé "), min_size=1, max_size=6).map(str.strip),
            st.sampled_from([None, "记者", "通讯员"]),
        ).filter(lambda one: bool(one[0])),
        max_size=4,
    )
)
def test_names_are_read_as_they_are_written(people: list[tuple[str, str | None]]) -> None:
    """The text of some names tells these names."""
    assert names_of(names_text(tuple(people))) == tuple(people)


def test_what_is_right_is_no_more_doubtful() -> None:
    """A line that a person calls right is what it was, and so is all around it."""
    review = fresh()
    doubtful = [row for row in review.rows if row.doubtful]
    assert doubtful
    for row in doubtful:
        review = review.confirmed(row.start, row.end)
    assert not [row for row in review.rows if row.doubtful and row in doubtful]
    assert review.page == edition.parse(TEXT)
    free = review.freed(doubtful[0].start, doubtful[0].end)
    assert len(free.pins) == len(review.pins) - 1


def test_a_correction_within_another_leaves_the_rest_of_it() -> None:
    """The middle of three lines that were said to be a caption is a headline; the others stay what was said."""
    text = "河上起了雾\n雾里有人喊\n船慢慢靠岸\n"
    review = read(text, {(0, len(text) - 1): ("caption", "new")}, {})
    assert {row.role for row in review.rows} == {"caption"}
    review = review.with_role(*at(review, "雾里"), "headline")
    assert [row.role for row in review.rows] == ["caption", "headline", "caption"]
    assert review.pins == {
        (0, 6): ("caption", "new"),
        (6, 11): ("headline", None),
        (11, 17): ("caption", None),
    }


KINDS = ("role", "border", "cut", "merge", "right", "free", "people")


def corrected(review: Review, data: st.DataObject) -> Review:
    """A page with one correction more, of any kind."""
    n = data.draw(st.integers(0, len(review.rows) - 1))
    m = data.draw(st.integers(n, min(n + 3, len(review.rows) - 1)))
    start, end = review.rows[n].start, review.rows[m].end
    kind = data.draw(st.sampled_from(KINDS))
    try:
        if kind == "role":
            role = data.draw(st.sampled_from([*ROLES]))
            after = review.with_role(start, end, role)
            held = [row for row in after.rows if start <= row.start and row.end <= end]
            assert {row.role for row in held} == {role}
        elif kind == "border":
            tie = data.draw(st.sampled_from(["new", "same", "join"]))
            after = review.with_border(start, end, tie)
            # Two pieces of one block on one line become one with what they go on with.
            row = next(row for row in after.rows if row.start <= start < row.end)
            assert row.start == start or tie == "join"
            assert row.tie == (None if row.role in FURNITURE else tie) or tie != "new"
        elif kind == "cut":
            place = data.draw(st.integers(start, end))
            after = review.cut(start, end, place)
            assert any(row.start >= place for row in after.rows)
            assert not any(row.start < place < row.end for row in after.rows)
        elif kind == "people":
            return review.naming(start, end, data.draw(st.text(max_size=9)))
        else:
            does: dict[str, Callable[[int, int], Review]] = {
                "merge": review.merged,
                "right": review.confirmed,
                "free": review.freed,
            }
            after = does[kind](start, end)
            if kind == "right":
                assert all(row.pinned for row in after.rows if start <= row.start < end)
                assert any(row.pinned for row in after.rows if row.start <= start < row.end)
    except ValueError:
        assert kind in ("border", "cut", "merge", "people")
        return review
    return after


@given(
    st.one_of(strategies.layouts().map(lambda layout: layout.text), strategies.texts()), st.data()
)
def test_any_corrections_of_any_text_hold_and_are_read_back(text: str, data: st.DataObject) -> None:
    """A page stays exact through corrections, what is said of a line holds, and what is saved is the page that was seen."""
    review = fresh(text)
    if not review.rows:
        return
    for _ in range(data.draw(st.integers(1, 4))):
        review = corrected(review, data)
        assert str(review.page) == text
        assert "".join(text[row.start : row.end] for row in review.rows).replace(
            " ", ""
        ) == "".join(text[row.start : row.end].replace(" ", "") for row in review.rows)
        assert all(text[row.start : row.end].strip(BLANKS) for row in review.rows)
    saved = json.loads(json.dumps(OpenPage(review, None, None).annotation("utf-8")))
    back = edition.from_standoff(text, saved)
    assert back == review.page
    named = {row["start"]: row.get("people") for row in edition.to_standoff(back)["spans"]}
    assert named == {row["start"]: row.get("people") for row in saved["spans"]}


@given(
    st.one_of(
        strategies.layouts().map(lambda layout: edition.parse(layout.text)),
        strategies.pages(),
        strategies.pages(realistic=False),
    )
)
def test_all_of_a_page_can_be_held(page: Page) -> None:
    """Pins on everything as it is are the page as it is, whether it was parsed or built."""
    text = str(page)
    assert read(text, everything(Review(text, {}, {}, page)), {}).page == page


# What is in files.


def folder_of(*texts: Path, out: Path | None = None, encoding: str = "utf-8") -> Folder:
    def reader(name: str) -> str:
        try:
            return Path(name).read_bytes().decode(encoding)
        except (OSError, UnicodeDecodeError) as problem:
            raise Refused(str(problem)) from None

    return Folder(texts, out, encoding, reader)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    file = tmp_path / "01.txt"
    file.write_bytes(TEXT.encode())
    return file


def do(
    folder: Folder, what: str, words: str = "一声吆喝", index: int = 0, **more: Any
) -> dict[str, Any]:
    """Do something of a line, as the browser asks for it."""
    page = folder.page(index)
    start, end = at(page.review, words)
    asked = {"do": what, "start": start, "end": end, "revision": page.revision, **more}
    return state.act(folder, index, asked)


def test_a_correction_is_saved_and_goes_on_later(text_file: Path) -> None:
    """It is in the file when it is answered: roles, pins, the text's digest and its encoding; and there again when the page is opened."""
    folder = folder_of(text_file)
    told = do(folder, "role", to="headline")
    assert told["saved"]
    do(folder, "people", "本报讯", to="陈立青（记者）")
    file = text_file.with_suffix(".json")
    data = json.loads(file.read_bytes())
    assert data["review"] == {
        "sha256": hashlib.sha256(text_file.read_bytes()).hexdigest(),
        "encoding": "utf-8",
        "done": False,
        "pins": [
            {"start": TEXT.index("一声"), "end": TEXT.index("了\n\n记者") + 1, "role": "headline"}
        ],
    }
    from jsonschema import Draft202012Validator

    assert Draft202012Validator(schema.standoff()).is_valid(data)
    page = folder.page(0)
    assert standoff.load(TEXT, file.read_bytes()) == page.review.page
    other = folder_of(text_file).page(0)
    assert other.review.rows == page.review.rows
    assert other.review.pins == page.review.pins
    assert other.problem is None


def test_undo_takes_back_one_after_the_other(text_file: Path) -> None:
    """Back to the page as it was opened, in the file too."""
    folder = folder_of(text_file)
    seen = [state.page(folder, 0, folder.page(0))["rows"]]
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("role", "一声吆喝", {"to": "headline"}),
        ("border", "一声吆喝", {"to": "new"}),
        ("people", "本报讯", {"to": "马兰"}),
        ("right", "记者到的", {}),
    )
    for what, words, more in steps:
        seen.append(do(folder, what, words, **more)["rows"])
    for before in seen[-2::-1]:
        assert do(folder, "undo")["rows"] == before
    assert not do(folder, "undo")["undo"]
    saved = text_file.with_suffix(".json").read_bytes()
    assert standoff.load(TEXT, saved) == edition.parse(TEXT)


@pytest.mark.parametrize("content", [
    b'{"my": "settings"}', b"[]", b"no JSON", b"", b"\xff\xfe", b'{"spans": []}', b'{"version": 2, "spans": [], "pages": {}}',
    b'{"version": 2, "dialect": {"name": "mainland", "digest": ""}, "spans": [{"start": 0, "end": 9999, "role": "headline"}]}',
    b'{"version": 2, "dialect": {"name": "mainland", "digest": ""}, "spans": [], "review": {"sha256": "", "encoding": "", "done": true, "pins": []}}',
])  # fmt: skip
def test_a_file_that_is_none_of_ours_is_never_written_over(text_file: Path, content: bytes) -> None:
    """Whatever a person says: the page is shown, and why it can't be saved."""
    file = text_file.with_suffix(".json")
    file.write_bytes(content)
    folder = folder_of(text_file)
    assert folder.page(0).problem is not None
    for _ in range(2):
        told = do(folder, "role", to="headline")
        assert not told["saved"]
        assert told["problem"]["name"] == "foreign"
        assert file.read_bytes() == content
    told = state.act(folder, 0, {"do": "save", "over": True, "revision": 2})
    assert not told["saved"]
    assert file.read_bytes() == content
    # Once it is out of the way, nothing that was corrected is lost.
    file.rename(file.with_suffix(".old"))
    assert state.act(folder, 0, {"do": "save", "revision": 2})["saved"]
    assert standoff.load(TEXT, file.read_bytes()) == folder.page(0).review.page


def test_a_file_that_appears_meanwhile_is_not_written_over(text_file: Path) -> None:
    """One that is none of ours never, one of ours when a person says so."""
    folder = folder_of(text_file)
    file = text_file.with_suffix(".json")
    folder.page(0)
    file.write_bytes(b"{}")
    assert do(folder, "role", to="headline")["problem"]["name"] == "foreign"
    ours = json.dumps(edition.to_standoff(edition.parse(TEXT))).encode()
    file.write_bytes(ours)
    assert do(folder, "role", to="deck")["problem"]["name"] == "changed"
    assert file.read_bytes() == ours
    assert do(folder, "save", over=True)["saved"]
    assert standoff.load(TEXT, file.read_bytes()) == folder.page(0).review.page


def test_two_reviews_of_one_folder(text_file: Path) -> None:
    """Who comes second is told, and chooses; nothing is written over unseen."""
    one, two = folder_of(text_file), folder_of(text_file)
    one.page(0)
    two.page(0)
    assert do(one, "role", to="headline")["saved"]
    told = do(two, "role", to="kicker")
    assert (told["saved"], told["problem"]["name"]) == (False, "changed")
    file = text_file.with_suffix(".json")
    assert standoff.load(TEXT, file.read_bytes()) == one.page(0).review.page
    reloaded = do(two, "reload")
    assert reloaded["saved"]
    assert two.page(0).review.page == one.page(0).review.page
    assert do(two, "role", to="kicker")["saved"]
    assert do(one, "role", to="deck")["problem"]["name"] == "changed"
    assert do(one, "save", over=True)["saved"]
    assert standoff.load(TEXT, file.read_bytes()) == one.page(0).review.page


def test_what_was_asked_of_an_older_page_is_refused(text_file: Path) -> None:
    """Two windows show one page: what is asked in the older is not done."""
    folder = folder_of(text_file)
    do(folder, "role", to="headline")
    with pytest.raises(ConflictError):
        do(folder, "role", to="deck", revision=0)


def test_a_text_that_has_changed_is_told(text_file: Path) -> None:
    """Its offsets are others: nothing is saved, and what was saved is of another text."""
    folder = folder_of(text_file)
    do(folder, "role", to="headline")
    saved = text_file.with_suffix(".json").read_bytes()
    text_file.write_bytes(("号外\n" + TEXT).encode())
    assert do(folder, "role", to="deck")["problem"]["name"] == "text"
    assert text_file.with_suffix(".json").read_bytes() == saved
    told = do(folder, "reload")
    assert told["problem"]["name"] == "foreign"
    assert "another text" in told["problem"]["told"]
    assert told["rows"][0]["text"] == "号外"
    with pytest.raises(FormatError, match="another text"):
        edition.from_standoff("号外\n", json.loads(saved))


def test_a_file_that_can_not_be_written_is_told(
    text_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was corrected stays, and is saved when that can be done."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = folder_of(text_file)
    with monkeypatch.context() as patch:
        patch.setattr("edition._review.folder.write_whole", full)
        told = do(folder, "role", to="headline")
        assert told["problem"] == {"name": "disk", "told": "No space left on device"}
        assert (
            told["rows"]
            != state.page(folder_of(text_file), 0, folder_of(text_file).page(0))["rows"]
        )
    assert do(folder, "save")["saved"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_a_folder_that_can_not_be_locked_is_written(
    text_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have no locks."""

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse, raising=False)
    assert do(folder_of(text_file), "role", to="headline")["saved"]


def test_roles_of_another_hand_hold(text_file: Path) -> None:
    """What `edition standoff` printed and somebody edited is read as it is, and only what is corrected changes."""
    page = edition.parse(TEXT, pins={5: ("headline", "new"), 3: "caption"})
    file = text_file.with_suffix(".json")
    file.write_text(json.dumps(edition.to_standoff(page)), "utf-8")
    folder = folder_of(text_file)
    assert folder.page(0).review.page == page
    assert folder.page(0).problem is None
    rows = {row["start"]: row["role"] for row in do(folder, "role", "何青", to="other")["rows"]}
    start, _ = at(folder.page(0).review, "何青")
    assert {k: v for k, v in rows.items() if k != start} == {
        row.start: row.role for row in read(TEXT, everything(folder_of(text_file).page(0).review), {}).rows if row.start != start
    }  # fmt: skip


def test_files_go_where_they_are_wanted(tmp_path: Path) -> None:
    """Beside the text or into a folder, in the encoding that the text is in; the text is never touched."""
    text = tmp_path / "2025.03.txt"
    text.write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "out").mkdir()
    folder = folder_of(text, out=tmp_path / "out", encoding="gb18030")
    do(folder, "role", to="headline")
    data = json.loads((tmp_path / "out" / "2025.03.json").read_bytes())
    assert data["review"]["encoding"] == "gb18030"
    assert text.read_bytes() == TEXT.encode("gb18030")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025.03.txt", "out"]


def test_a_model_reads_the_pages(text_file: Path) -> None:
    """Every reading is the model's, the one after a correction too; opened with another, what was saved holds."""
    numbers = shipped().numbers
    odd = {part: numbers[part] for part in PARTS}
    odd["evidence"] = {**odd["evidence"], "any": {**odd["evidence"]["any"], "headline": -2000}}
    file = text_file.with_name("odd.json.txt")
    file.write_text(written(odd, {}), "utf-8")
    model = edition.Model.load(file)
    folder = Folder([text_file], None, "utf-8", lambda name: Path(name).read_text("utf-8"), model)
    before = folder.page(0).review
    assert before.page == edition.parse(TEXT, model=model) != edition.parse(TEXT)
    do(folder, "role", "何青", to="byline")
    page = folder.page(0).review.page
    assert page.model == model.mark
    assert page.find(edition.Headline) is None
    other = folder_of(text_file).page(0)
    assert other.problem is None
    assert other.review.page == page
    do(folder, "undo")
    assert folder.page(0).review.page == before.page


def test_what_is_saved_of_another_encoding_is_read_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The annotation is in UTF-8 and names the encoding of its text: no command has to be told."""
    file = tmp_path / "01.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    folder = folder_of(file, encoding="gb18030")
    do(folder, "people", "本报讯", to="陈立青（记者）")
    for options in ([], ["--encoding", "gb18030"]):
        assert main(["show", str(tmp_path / "01.json"), *options]) == 0
        assert "陈立青 记者" in capsys.readouterr().out


def test_two_texts_with_one_annotation_are_refused(tmp_path: Path) -> None:
    """Else one of them would be written over the other."""
    for name in ("01.txt", "01.TXT"):
        (tmp_path / name).write_bytes(TEXT.encode())
    if len([*tmp_path.iterdir()]) < 2:
        pytest.skip("this file system does not tell them apart")
    with pytest.raises(Refused, match=r"01\.json"):
        command._texts(str(tmp_path))


def test_files_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["1.txt", "2.txt", "10.txt", "A01.txt", "A2.txt"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "notes.md").write_bytes(b"")
    (tmp_path / "3.txt").mkdir()
    assert [path.name for path in command._texts(str(tmp_path))] == names


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_review_and_leaves_nothing(text_file: Path, number: signal.Signals) -> None:
    """Neither the file with the address nor anything else; and no traceback."""
    arguments = [sys.executable, "-m", "edition", "review", "--no-open", str(text_file)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = Path(process.stdout.readline().split("file://")[1].strip())
    assert address.exists()
    process.stdout.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "0 of 1 page done\n", "")
    assert not address.parent.exists()
    assert [*text_file.parent.iterdir()] == [text_file]


def test_a_large_page_is_corrected_in_linear_steps(tmp_path: Path) -> None:
    """Twice the lines take about twice the looks at lines, pinned or not."""

    def looks(times: int) -> int:
        text = TEXT * times
        review = fresh(text)
        pins = everything(review)
        count = 0

        def trace(frame: Any, event: str, _: Any) -> Any:
            nonlocal count
            if frame.f_code.co_filename.endswith("corrections.py"):
                count += event == "line"
                return trace
            return None

        page = Review(text, pins, {}, review.page)
        sys.settrace(trace)
        try:
            assert page.rows
            page._freed(pins, 0, 7)
        finally:
            sys.settrace(None)
        return count

    looks(1)
    few, many = looks(10), looks(40)
    assert many < 5 * few


def test_many_pages(tmp_path: Path) -> None:
    """They are opened one by one; which are done is in the files, and a page that can't be read does not keep the others."""
    files = [tmp_path / f"{n:02}.txt" for n in range(12)]
    for n, file in enumerate(files):
        file.write_bytes(TEXT.replace("何青", f"何青{n}").encode() if n != 3 else b"\xff")
    folder = folder_of(*files)
    assert state.session(folder, None)["pages"] == [{"name": f.name, "done": False} for f in files]
    for n in (0, 5, 11):
        told = do(folder, "finish", index=n, to=True)
        assert told["all_done"][n]
    with pytest.raises(Refused):
        folder.page(3)
    for n in (*range(3), *range(4, 12)):
        folder.page(n)
    again = folder_of(*files)
    assert [n for n, done in enumerate(again.done) if done] == [0, 5, 11]
    assert again.page(5).done


def test_an_unsaved_page_is_kept(tmp_path: Path) -> None:
    """However many others are opened."""
    files = [tmp_path / f"{n:02}.txt" for n in range(20)]
    for file in files:
        file.write_bytes(TEXT.encode())
    files[0].with_suffix(".json").write_bytes(b"{}")
    folder = folder_of(*files)
    do(folder, "role", to="headline")
    for n in range(1, 20):
        folder.page(n)
    assert folder.page(0).revision == 1


_WRITER = """
import sys
from pathlib import Path
from edition._cli import main
from edition._parser.model_file import written
from edition._parser.weights import PARTS, shipped
from edition._review import command, state
from edition._review.folder import Folder

folder = Folder([Path(sys.argv[1])], None, "utf-8", lambda name: Path(name).read_bytes().decode())
n = 0
while True:
    page = folder.page(0)
    row = page.review.rows[n % len(page.review.rows)]
    role = ("headline", "deck", "caption")[n // 7 % 3]
    told = state.act(folder, 0, {"do": "role", "to": role, "start": row.start, "end": row.end, "revision": page.revision})
    assert told["saved"], told["problem"]
    print(row.start, role, flush=True)
    n += 1
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_kill_in_mid_save_loses_nothing(text_file: Path) -> None:
    """What was answered is in the file, whole, wherever the kill comes; and the review goes on from there."""
    for n in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(text_file)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        time.sleep(0.003 * n)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        whole = [line.split() for line in lines if line.endswith(b"\n")]
        page = folder_of(text_file).page(0)
        assert page.problem is None
        roles = {row.start: row.role for row in page.review.rows}
        said = {int(start): role.decode() for start, role in whole}
        # One more may have been saved than was told.
        assert sum(roles[start] != role for start, role in said.items()) <= 1
    assert [path.suffix for path in text_file.parent.iterdir() if path.suffix != ".tmp"]


def _correct_for_a_while(file: str, role: str, times: int) -> None:
    folder = folder_of(Path(file))
    for _ in range(times):
        told = do(folder, "role", to=role)
        if not told["saved"]:
            assert told["problem"]["name"] == "changed"
            do(folder, "reload")


@pytest.mark.slow
def test_two_processes_at_once_write_whole_files(text_file: Path) -> None:
    """None writes over what it has not seen, and the file is a page of ours at any time."""
    spawn = multiprocessing.get_context("spawn")
    both = [
        spawn.Process(target=_correct_for_a_while, args=(str(text_file), role, 20))
        for role in ("headline", "deck")
    ]
    for process in both:
        process.start()
    file = text_file.with_suffix(".json")
    while any(process.is_alive() for process in both):
        if file.exists():
            standoff.load(TEXT, file.read_bytes())
        time.sleep(0.01)
    assert [process.exitcode for process in both] == [0, 0]


@given(
    st.dictionaries(
        st.sampled_from(["do", "start", "end", "at", "to", "over", "revision", "x"]),
        st.one_of(
            st.sampled_from([*KINDS, "undo", "finish", "save", "headline", "same"]),
            st.integers(-3, 150),
            st.none(),
            st.booleans(),
            st.floats(),
            st.text(max_size=4),
            st.lists(st.integers(), max_size=2),
        ),
    )
)
def test_anything_can_be_asked(asked: dict[str, Any]) -> None:
    """What can't be done is refused as that, and nothing else is raised."""
    with TemporaryDirectory() as name:
        file = Path(name) / "01.txt"
        file.write_bytes(TEXT.encode())
        folder = folder_of(file)
        try:
            told = state.act(folder, 0, {"do": "role", "revision": 0} | asked)
        except (ValueError, ConflictError):
            return
        assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("asked", [
    {}, {"do": 7}, {"do": "format"}, {"do": "role"}, {"do": "role", "start": "0", "end": 7}, {"do": "role", "start": True, "end": 7}, {"do": "role", "start": 0, "end": 7, "to": 9},
    {"do": "people", "start": 9, "end": 18, "to": "陈" * 5000}, {"do": "role", "start": 0, "end": 7, "to": "headlne"}, {"do": "border", "start": 0, "end": 7, "to": "old"},
    {"do": "border", "start": 0, "end": 7, "to": "same"}, {"do": "role", "start": 1, "end": 2, "to": "deck"}, {"do": "role", "start": -5, "end": 10**12, "to": "x"}, {"do": "merge", "start": 0, "end": 7},
    {"do": "cut", "start": 0, "end": 7, "at": 10**30},
])  # fmt: skip
def test_what_can_not_be_asked(text_file: Path, asked: dict[str, Any]) -> None:
    """It is a ValueError, and the page and its file stay as they are."""
    folder = folder_of(text_file)
    rows = folder.page(0).review.rows
    with pytest.raises(ValueError, match=r".+"):
        state.act(folder, 0, {"revision": 0, **asked})
    assert folder.page(0).review.rows == rows
    assert folder.page(0).revision == 0
    assert not text_file.with_suffix(".json").exists()
