"""The command line: what it prints, its exit status, and that nothing makes it fall over."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

import edition
from edition.__main__ import main
from edition._cli import FORMATS
from edition._render import outline
from edition._text.terminal import UNSHOWN, cells, cut, is_coloured, printable
from edition.nodes import (
    Article,
    Headline,
    HeadlineBlock,
    Jump,
    Lead,
    Notice,
    NoticeText,
    Paragraph,
    Piece,
)
from edition.pages import Page

ROOT = Path(__file__).resolve().parents[1]
ISSUE = ROOT / "examples" / "fenhe-daily" / "2025-03-06"
FRONT = str(ISSUE / "01.txt")
TEXT = "河堤步道开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放。（下转第4版）\n"

#: How a file that is no PDF is refused, with the extra that reads PDFs and without it.
NO_PDF = "PDF: " if find_spec("pypdfium2") else "reading PDF needs pypdfium2"

#: A page made, and not read, so that its outline depends on nothing else.
PAGE = Page(
    (
        Article(
            (
                HeadlineBlock((Headline((Piece("十万亩麦田"), Piece("喝上返青水"))),)),
                Lead((Piece("本报讯（记者 陈立）"),)),
                Paragraph((Piece("汾河水到了地头。"),)),
                Paragraph((Piece("麦田解了渴。"),)),
                Jump((Piece("（下转第4版）"),)),
            )
        ),
        Notice((NoticeText((Piece("遗失声明"),)), NoticeText((Piece("何青遗失工作证。"),)))),
    )
)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal's size, and nothing said of colours."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def page(tmp_path: Path) -> str:
    """A file with a short page."""
    file = tmp_path / "01.txt"
    file.write_bytes(TEXT.encode())
    return str(file)


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "edition", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def test_outline_of_a_page() -> None:
    """The outline is a tree of roles, with people, pages and counts, in columns."""
    assert "\n".join(outline.draw(outline.outline(PAGE), 80, colour=False)) == (
        "├─ article\n"
        "│  ├─ headline      十万亩麦田 / 喝上返青水\n"
        "│  ├─ lead          本报讯（记者 陈立）  → 陈立 记者\n"
        "│  ├─ paragraph     2 paragraphs, 14 characters\n"
        "│  └─ continued_on  （下转第4版）  → page 4\n"
        "└─ notice           遗失声明  2 lines, 12 characters"
    )
    assert outline.title(PAGE) == "1 article, 1 notice"
    assert outline.title(Page(())) == "nothing to read"


def test_colour_changes_no_text() -> None:
    """Colours are escape sequences around the same text."""
    coloured = list(outline.draw(outline.outline(PAGE), 80, colour=True))
    assert "\x1b[1m十万亩麦田 / 喝上返青水\x1b[0m" in coloured[1]
    plain = [re.sub(r"\x1b\[\d+m", "", line).rstrip() for line in coloured]
    assert plain == list(outline.draw(outline.outline(PAGE), 80, colour=False))


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a terminal gets colours, and not where NO_COLOR is set or the terminal is dumb."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert is_coloured(Terminal())
    assert not is_coloured(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not is_coloured(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert is_coloured(Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert not is_coloured(Terminal())


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    """Controls, marks of direction and lone surrogates are shown as escapes, blanks as blanks."""
    assert printable("天\x1b[2J\u202e\ud800\n　晴") == "天\\x1b[2J\\u202e\\ud800\\n　晴"
    assert cut("望月桥", 4) == "望…"
    assert cut("望月桥", 0) == ""
    assert cells("e\u0301望") == 3


def test_show(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`show` prints a line about the page and the outline."""
    assert main(["show", page]) == 0
    out, err = capsys.readouterr()
    title, *tree = out.splitlines()
    assert "1 article" in title
    assert tree == list(outline.draw(outline.outline(edition.parse(TEXT)), 80, colour=False))
    assert err == ""


def test_show_json(capsys: pytest.CaptureFixture[str]) -> None:
    """`show --json` has the same outline for scripts, with the place of everything."""
    assert main(["show", "--json", FRONT]) == 0
    found = json.loads(capsys.readouterr().out)
    text = Path(FRONT).read_bytes().decode()
    page = edition.parse(text)
    assert found["file"] == FRONT
    assert [item["kind"] for item in found["items"]] == [e.kind for e in outline.outline(page)]
    stories = [item for item in found["items"] if item["kind"] == "article"]
    headlines = [p for s in stories for p in s["parts"] if p["kind"] == "headline"]
    assert headlines
    for one in headlines:
        begin, end = one["span"]
        assert re.split("\n+", text[begin:end]) == one["text"].split(" / ")


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` prints what looks wrong as an editor reads it, and says by its status whether that is an error."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TEXT.replace("昨日", "\x07昨日"), "utf-8")
    bad.write_text(TEXT.replace("昨日", "\0昨日"), "utf-8")
    assert main(["check", str(good)]) == 0
    assert f"{good}:3:18: W103 control character, U+0007" in capsys.readouterr().out.splitlines()
    assert main(["check", str(bad), str(good)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"{bad}:3:18: E102 NUL character, U+0000" in lines
    assert f"{good}:3:18: W103 control character, U+0007" in lines


def test_standoff(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`standoff` prints the annotation as JSON, Chinese as it is."""
    assert main(["standoff", page]) == 0
    out = capsys.readouterr().out
    assert json.loads(out) == edition.to_standoff(edition.parse(TEXT))
    assert "\\u" not in out


def test_text_is_read_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A byte order mark and the line ends stay in the text, so that offsets are those of the file."""
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    file = tmp_path / "01.txt"
    file.write_bytes(text.encode())
    assert main(["standoff", str(file)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == edition.to_standoff(edition.parse(text))
    assert found["spans"][0]["start"] == 1


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-` is standard input, in the encoding that is named."""
    stream = io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030")), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stream)
    assert main(["standoff", "--encoding", "gb18030", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == edition.to_standoff(edition.parse(TEXT))


@pytest.mark.parametrize("command", ["show", "check", "standoff"])
def test_what_can_not_be_read(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, a folder, other bytes, an unknown encoding: a line on standard error, and status 2."""
    binary, print_file = tmp_path / "binary", tmp_path / "a1.pdf"
    binary.write_bytes(b"\x80\xfe\x00")
    print_file.write_bytes(b"%PDF-1.7\n")
    archive, damaged = tmp_path / "archive", tmp_path / "damaged.zip"
    archive.write_bytes(b"PK\x03\x04")
    damaged.write_bytes(b"PK\x03\x04")
    wide = tmp_path / "wide.txt"
    wide.write_bytes("本报讯".encode("utf-16"))
    missing = tmp_path / "missing"
    for arguments, told in (
        ([str(missing)], f"{missing}: "),
        ([str(tmp_path)], f"{tmp_path}: "),
        (["\0"], "\\x00: "),
        ([str(binary)], f"{binary}: not utf-8, byte 0x80 at 0"),
        ([str(print_file)], f"{print_file}: {NO_PDF}"),
        ([str(archive)], f"{archive}: an archive; one of an issue's pages is called *.zip"),
        ([str(damaged)], f"{damaged}: {damaged} is an archive that can't be read"),
        ([str(wide)], f"{wide}: not utf-8 but utf-16, after its mark; try --encoding utf-16"),
        (["--encoding", "martian", str(binary)], f"{binary}: can't decode with 'martian'"),
        (["--encoding", "hex", str(binary)], f"{binary}: can't decode with 'hex'"),
        (["--encoding", "undefined", str(binary)], f"{binary}: can't decode with 'undefined'"),
    ):
        assert main([command, *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert err.startswith(f"edition: {told}")


def test_check_goes_on_behind_what_can_not_be_read(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files that can be read are checked, and the status tells that some could not."""
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["check", str(empty), page, str(tmp_path / "missing")]) == 2
    out, err = capsys.readouterr()
    assert f"{page}:3:" in out
    assert len(err.splitlines()) == 2


def test_no_standard_stream(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A process may have been started without them."""
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["show", "-"]) == 2
    assert capsys.readouterr().err == "edition: standard input: closed\n"
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["show", page]) == 2


def test_arguments_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no command ends with status 2 and says what is one; `--help` tells about each."""
    for arguments in ([], ["shew"], ["show"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        assert "usage: edition" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert all(f"\n    {command} " in told for command in ("show", "check", "standoff"))


def test_what_an_encoding_lacks_is_escaped(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stream in ASCII gets escapes, and JSON that means the same."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    assert main(["standoff", page]) == 0
    assert main(["show", page]) == 0
    written = out.getvalue().decode("ascii")
    annotation, end = json.JSONDecoder().raw_decode(written)
    assert annotation == edition.to_standoff(edition.parse(TEXT))
    assert "\\u672c\\u62a5\\u8baf" in written[end:]


def test_a_process_of_its_own(page: str) -> None:
    """`python -m edition` is the command, with lone surrogates read and shown."""
    done = run("show", page)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "本报讯" in done.stdout.decode()
    done = run("check", "--encoding", "raw_unicode_escape", "-", stdin=b"\\u5929\\ud800\n")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"-:1:2: E101 lone surrogate, U+D800" in done.stdout
    done = run("show", "--json", "--encoding", "raw_unicode_escape", "-", stdin=b"\\u5929\\ud800\n")
    assert json.loads(done.stdout)["items"]


posix = pytest.mark.skipif(os.name == "nt", reason="streams end otherwise on Windows")


@pytest.mark.slow
@posix
@pytest.mark.parametrize(
    "arguments", [("standoff", FRONT), ("schema",), ("--version",), ("--help",), ("show", "--help")]
)
def test_a_closed_pipe_is_no_trouble(arguments: tuple[str, ...]) -> None:
    """Nobody reads on, as behind `| head`: the command ends, and says nothing."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "edition", *arguments],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
NEITHER = (b"", b"")
NO_SPACE = b"edition: standard output: No space left on device\n"
CLOSED = b"edition: standard output: closed\n"


@pytest.mark.slow
@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        pytest.param(f"standoff {FRONT} >/dev/full", 2, (b"", NO_SPACE), marks=FULL),
        pytest.param("schema >/dev/full", 2, (b"", NO_SPACE), marks=FULL),
        pytest.param("--version >/dev/full", 2, (b"", NO_SPACE), marks=FULL),
        pytest.param("--help >/dev/full", 2, (b"", NO_SPACE), marks=FULL),
        pytest.param("--version >/dev/full 2>/dev/full", 2, NEITHER, marks=FULL),
        pytest.param("show nothing 2>/dev/full", 2, NEITHER, marks=FULL),
        pytest.param("shew 2>/dev/full", 2, NEITHER, marks=FULL),
        ("--version >&-", 2, (b"", CLOSED)),
        ("--help >&-", 2, (b"", CLOSED)),
        (f"show {FRONT} >&- 2>&-", 2, NEITHER),
        ("show nothing 2>&-", 2, NEITHER),
        ("shew 2>&-", 2, NEITHER),
        (f"check {ISSUE / '01.txt'} >/dev/null 2>&-", 0, NEITHER),
    ],
)
def test_streams_that_take_nothing(
    command: str, status: int, told: tuple[bytes, bytes], unbuffered: str
) -> None:
    """A stream that is closed or full changes no status but to 2, and ends in no traceback."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m edition {command}'],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert (done.returncode, (done.stdout, done.stderr)) == (status, told)


def on_a_terminal(*arguments: str, stream: str = "stdout") -> str:
    """What a command writes to a terminal."""
    import pty

    reader, terminal = pty.openpty()
    stdout, stderr = (
        (terminal, subprocess.DEVNULL) if stream == "stdout" else (subprocess.DEVNULL, terminal)
    )
    command = [sys.executable, "-m", "edition", *arguments]
    with subprocess.Popen(command, stdout=stdout, stderr=stderr) as process:
        os.close(terminal)
        found = b""
        # A terminal whose other end is closed can't be read any more.
        with suppress(OSError):
            while read := os.read(reader, 2**16):
                found += read
    os.close(reader)
    assert process.returncode in (0, 1, 2)
    return found.decode().replace("\r\n", "\n")


@pytest.mark.slow
@posix
@pytest.mark.parametrize(
    "command",
    [*(["convert", "--format", name] for name in FORMATS if name not in ("nitf", "uima")), ["show"], ["show", "--json"], ["check"],
     ["standoff"], ["view"]],
    ids=" ".join,
)  # fmt: skip
def test_a_terminal_is_shown_what_it_would_obey(command: list[str], tmp_path: Path) -> None:
    """A file and a pipe get every character of the page; a terminal gets escapes, in JSON those of JSON."""
    file = tmp_path / "page.txt"
    file.write_text(
        "河堤\x9b31m步道\u202e开放\n\n本报讯\x1b（记者 陈立）汾河\x9b\u2066步道。（下转第\u202e4版）\n",
        "utf-8",
    )
    terminal = on_a_terminal(*command, str(file))
    seen = re.sub(r"\x1b\[\d+m", "", terminal)  # the colours are ours
    assert [c for c in seen if c not in "\t\n" and unicodedata.category(c) in UNSHOWN] == []
    piped = run(*command, str(file)).stdout.decode()
    if piped.startswith("{"):
        assert json.loads(seen) == json.loads(piped)
    elif command[0] == "convert" and command[-1] in ("tei", "text", "conll"):
        assert "\x9b" in piped
        assert "\u202e" in piped
        assert printable(piped, keep="\n\t") == seen


@posix
def test_an_argument_does_nothing_to_a_terminal() -> None:
    assert "\\x9b31m" in on_a_terminal("show", FRONT, "\x9b31m", stream="stderr")


def test_an_issue_is_shown_as_its_contents(capsys: pytest.CaptureFixture[str]) -> None:
    """A line a story, under its page, with its people and the page where it goes on."""
    assert main(["show", str(ISSUE)]) == 0
    first, second, third, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("汾河日报 2025-03-06: 4 pages, ")
    assert second == "page 1"
    assert "沈砚秋, 秦牧野  → page 4" in third
    assert main(["show", "--json", str(ISSUE)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stories"][0]["goes_on"] == [4]


def test_an_issue_is_checked_and_annotated(capsys: pytest.CaptureFixture[str]) -> None:
    """Diagnostics name the page's file, standoff has the jumps."""
    assert main(["check", str(ISSUE)]) == 0
    assert f"{ISSUE / '02.txt'}:" in capsys.readouterr().out
    assert main(["standoff", str(ISSUE)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == edition.to_standoff(edition.read_edition(ISSUE))
    assert len(found["jumps"]) == 4


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", ["01.txt", "02.txt", ""])
def test_no_line_is_wider_than_the_terminal(name: str, colour: bool) -> None:
    """However narrow it is, a Han character taking two cells."""
    issue = edition.read_edition(ISSUE)
    entries = outline.outline(edition.parse((ISSUE / (name or "01.txt")).read_text("utf-8")))
    for width in (*range(1, 45), 60, 100):
        lines = (
            outline.draw(entries, width, colour=colour)
            if name
            else outline.contents(issue, issue.index(), width, colour=colour)
        )
        shown = [re.sub(r"\x1b\[\d+m", "", line) for line in lines]
        assert [line for line in shown if cells(line) > width] == []


@pytest.mark.parametrize("command", [["convert", "--format", "text"], ["view"]])
def test_the_page_itself_is_not_written_over(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By none of its names: not by a link, and not by a second name on the disk."""
    file = tmp_path / "page.txt"
    file.write_text(TEXT, "utf-8")
    (tmp_path / "link.txt").symlink_to(file)
    (tmp_path / "again.txt").hardlink_to(file)
    for target in (file, tmp_path / "link.txt", tmp_path / "again.txt"):
        assert main([*command, str(file), "--output", str(target)]) == 2
        assert "that is what was read" in capsys.readouterr().err
    assert file.read_text("utf-8") == TEXT


def test_nothing_else_that_was_read_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second reading, a page of the issue, its archive, a page that is called like a document."""
    texts = {}
    for name in ("a.txt", "b.txt", "issue/01.txt", "issue/02.txt", "issue/001.xml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(TEXT, "utf-8")
        texts[file] = file.read_bytes()
    archive = tmp_path / "issue.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("01.txt", TEXT)
    texts[archive] = archive.read_bytes()
    a, b, first, second, document = list(texts)[:5]
    issue = first.parent
    for command in (
        ["view", a, "--against", b, "--output", b],
        ["view", a, "--against", b, "--output", a],
        ["view", issue, "--output", second],
        ["convert", issue, "--format", "json", "--output", first],
        ["convert", archive, "--format", "json", "--output", archive],
        ["convert", document, "--format", "nitf", "--output", issue],
    ):
        assert main([str(word) for word in command]) == 2, command
        assert "that is what was read" in capsys.readouterr().err
        assert {file: file.read_bytes() for file in texts} == texts
    assert main(["convert", str(a), "--format", "json", "--output", str(issue / "03.json")]) == 0


@pytest.mark.parametrize("command", [["convert", "-", "--format", "json"], ["view", "-"]])
def test_standard_input_is_not_written_over(command: list[str], page: str) -> None:
    with Path(page).open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "edition", *command, "--output", page],
            stdin=stream,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert b"that is what was read" in done.stderr
    assert Path(page).read_text("utf-8") == TEXT


def test_documents_of_another_run_are_told(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that holds more documents than there are stories now is left as it is."""
    folder = tmp_path / "nitf"
    folder.mkdir()
    for name in ("001.xml", "002.xml", "1000.xml", "notes.xml"):
        (folder / name).write_text("old", "utf-8")
    command = ["convert", page, "--format", "nitf", "--output", str(folder)]
    assert main(command) == 2
    assert f"{folder}: 002.xml to 1000.xml lie there from before" in capsys.readouterr().err
    assert {file.read_text("utf-8") for file in folder.iterdir()} == {"old"}
    (folder / "1000.xml").unlink()
    assert main(command) == 2
    assert f"{folder}: 002.xml lies there from before" in capsys.readouterr().err
    (folder / "002.xml").unlink()
    assert main(command) == 0
    assert (folder / "001.xml").read_text("utf-8") == edition.to_nitf(edition.parse(TEXT))[0]
    assert (folder / "notes.xml").read_text("utf-8") == "old"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["-V"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"edition {edition.__version__}\n"


def test_explain(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A line of a file is named as compilers name it, whatever colons the file's name has."""
    assert main(["explain", f"{page}:1"]) == 0
    assert "headline" in capsys.readouterr().out
    odd = Path(page).with_name("a:7.txt")
    odd.write_text(TEXT, "utf-8")
    assert main(["explain", f"{odd}:1"]) == 0
    capsys.readouterr()
    for place, told in (
        (page, "name a file and a line"),
        (f"{page}:", "name a file and a line"),
        (f"{page}:0", "line"),
        (f"{page}:999", "line"),
        ("nothing.txt:1", "No such file"),
    ):
        assert main(["explain", place]) == 2
        assert told in capsys.readouterr().err


def test_diff(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1 says that two readings differ."""
    other = tmp_path / "other.txt"
    other.write_text(TEXT.rstrip("\n") + "\n\n步道上的灯夜里十点才关。\n", "utf-8")
    assert main(["diff", page, page]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", page, str(other)]) == 1
    assert "步道上的灯" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "tei"])
def test_explain_and_diff_read_what_edition_wrote(
    form: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document is the page in it, for these commands as for the others."""
    written = str(tmp_path / "page.json" if form == "json" else tmp_path / "page.xml")
    assert main(["convert", page, "--format", form, "-o", written]) == 0
    assert main(["diff", page, written]) == 0
    assert main(["explain", f"{page}:1"]) == 0
    told = capsys.readouterr().out.partition("\n")[0]
    assert main(["explain", f"{written}:1"]) == 0
    assert capsys.readouterr().out.startswith(f"{told}\n")


def test_diff_of_issues(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Page by page, those that only one of them has in a line each."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, texts in (
        (one, (TEXT, TEXT)),
        (two, (TEXT, TEXT + "\n步道上的灯夜里十点才关。\n", TEXT)),
    ):
        folder.mkdir()
        for n, text in enumerate(texts, 1):
            (folder / f"0{n}.txt").write_text(text, "utf-8")
    assert main(["diff", str(one), str(one)]) == 0
    assert main(["diff", str(one), str(two)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert all(line.startswith("page 2: ") for line in told[:-1])
    assert "步道上的灯" in "".join(told[:-1])
    assert told[-1] == "page 3: added"
    assert main(["diff", str(one), page]) == 2
    assert "a page can only be compared with a page" in capsys.readouterr().err
    assert main(["explain", f"{one}:1"]) == 2
    assert "name a page and a line" in capsys.readouterr().err


def test_no_color(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr("edition._cli.is_coloured", lambda _: True)
    for command in (["show", page], ["check", page], ["diff", page, page]):
        main([*command, "--no-color"])
        assert "\x1b" not in capsys.readouterr().out
    main(["show", page])
    assert "\x1b" in capsys.readouterr().out


def test_many_documents(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each page and issue goes into a file of its own; what can't be read keeps nothing else."""
    papers = tmp_path / "papers"
    for day in ("2025/03-06", "2025/03-07"):
        (papers / day).mkdir(parents=True)
        (papers / day / "01.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "out"
    command = ["convert", str(papers), page, "--format", "tei"]
    assert main(command) == 2
    assert "--output" in capsys.readouterr().err
    assert main([*command, "-o", str(out)]) == 0
    found = sorted(file.relative_to(out).as_posix() for file in out.rglob("*.xml"))
    assert found == sorted(["2025/03-06.xml", "2025/03-07.xml", f"{Path(page).stem}.xml"])
    assert edition.from_tei((out / f"{Path(page).stem}.xml").read_text("utf-8")) == edition.parse(
        TEXT
    )
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    assert main(["convert", str(tmp_path / "page.pdf"), str(papers), "--format", "nitf", "-o", str(tmp_path / "nitf")]) == 2  # fmt: skip
    assert NO_PDF in capsys.readouterr().err
    assert (tmp_path / "nitf/2025/03-06/001.xml").is_file()
    assert main(["convert", page, page, "--format", "json", "-o", str(out)]) == 2
    assert "two documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"Rar!\x1a", "RAR"),
        (b"PAR1", "Parquet"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "HTML"),
        (b"\n<?xml version='1.0'?>", "ALTO"),
    ],
)
def test_what_is_no_text_is_named(
    data: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what to do is said with it."""
    (tmp_path / "file").write_bytes(data)
    assert main(["show", str(tmp_path / "file")]) == 2
    assert told in capsys.readouterr().err


def test_a_folder_without_pages_says_what_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    assert main(["show", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "1 .pdf" in said
    assert "edition corpus" in said


def test_lines_are_counted_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a file holds two pages, a diagnostic of the second one says the file's line."""
    (tmp_path / "01.txt").write_text(f"{TEXT}\f{TEXT}\x00\n", "utf-8")
    main(["check", str(tmp_path)])
    line = 2 * TEXT.count("\n") + 1
    assert f"01.txt:{line}:1: E102" in capsys.readouterr().out


def test_contents_call_pages_by_their_labels(tmp_path: Path) -> None:
    """A story that jumps from A03 to A05 goes on on page A05, whatever its place in the folder."""
    body = "3月5日，历时两年修缮的望月桥恢复通行，附近三个村的村民不用再绕路过河，孩子们上学只要走"
    (tmp_path / "A03.txt").write_text(
        f"A03 民生\n\n望月桥修缮完工\n\n本报讯（记者 陈立）{body}（下转A05版）\n", "utf-8"
    )
    (tmp_path / "A05.txt").write_text(
        "A05 民生\n\n（上接A03版）十分钟。望月桥的石板有一半是从河里捞起来的，每块都编了号。\n",
        "utf-8",
    )
    issue = edition.read_edition(tmp_path)
    lines = list(outline.contents(issue, issue.index(), 80, colour=False))
    assert any("→ page A05" in line for line in lines), lines
