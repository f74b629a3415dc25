"""A corpus asked in SQL that nobody has to trust, with answers that nobody's terminal has to fear."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from edition.corpus import CorpusError, Origin, SourcePage, _query, connect, write_corpus
from edition.corpus._command import _told_apart

duckdb = pytest.importorskip("duckdb")

TEXT = "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放。\n"


def written(out: Path, *names: str, text: str = TEXT, part: int = 2) -> Path:
    """A corpus of pages of these names."""
    sources = [SourcePage(text=text, origin=Origin(path=name)) for name in names]
    write_corpus(sources, out, workers=1, part=part)
    return out


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of five pages in three parts."""
    return written(tmp_path / "out", *"abcde")


def ask(folder: Path | str, sql: str, *options: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """``edition query`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "edition", "query", str(folder), sql, *options],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"} | (env or {}),
        check=False,
    )


# --- names are names


@pytest.mark.parametrize(
    ("asked", "others"),
    [("a[1]", ["a1"]), ("o*", ["out", "over"]), ("p?", ["pp"]), ("it's", []), ("s3:", []), ("{x,y}", ["x", "y"])],
)  # fmt: skip
@pytest.mark.parametrize("locked", [True, False])
def test_folder_is_no_pattern(asked: str, others: list[str], locked: bool, tmp_path: Path) -> None:
    if os.name == "nt" and set(asked) & set("*?:"):
        pytest.skip("no such names there")
    for name in (*others, asked):
        written(tmp_path / name, name)
    answer = connect(tmp_path / asked, locked=locked).execute("SELECT id FROM pages")
    assert answer.fetchall() == [(asked,)]


def test_rows_come_in_the_order_of_the_pages(tmp_path: Path) -> None:
    names = [f"{n:03}" for n in range(100)]
    answer = connect(written(tmp_path / "out", *names, part=7)).execute("SELECT id FROM pages")
    assert [name for (name,) in answer.fetchall()] == names


# --- a locked connection


ATTACKS = [
    "COPY pages TO '{}/o.parquet'",
    "COPY (SELECT 1) TO '{}/manifest.jsonl'",
    "COPY (SELECT 1) TO '{}/pages/part-00000.parquet'",
    "EXPORT DATABASE '{}/exported'",
    "IMPORT DATABASE '{}'",
    "ATTACH '{}/db.duckdb'",
    "ATTACH '{}/pages/part-00000.parquet' AS z",
    "SELECT * FROM '{}/x.csv'",
    "SELECT * FROM read_csv('{}/x.csv')",
    "SELECT * FROM read_json('{}/manifest.jsonl')",
    "SELECT * FROM read_text('{}/manifest.jsonl')",
    "SELECT * FROM read_blob('{}/x.csv')",
    "SELECT * FROM read_parquet('{}/pages/*.parquet')",
    "SELECT * FROM parquet_metadata('{}/pages/part-00000.parquet')",
    "SELECT * FROM sniff_csv('{}/x.csv')",
    "SELECT * FROM glob('{}/*')",
    "SELECT * FROM query('SELECT * FROM ''{}/x.csv''')",
    "FROM 'http://127.0.0.1:9/x.parquet'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{}/x.csv'",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET memory_limit = '999GB'",
    "SET threads = 999",
    "SET temp_directory = '{}'",
    "SET secret_directory = '{}'",
    "SET python_enable_replacements = true",
    "SET autoload_known_extensions = true",
    "SET log_query_path = '{}/log'",
    "SET profiling_output = '{}/profile'",
    "PRAGMA profiling_output = '{}/profile'",
    "PRAGMA enable_profiling = 'json'",
    "CALL enable_logging(storage = 'file', storage_path = '{}/log')",
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SELECT * FROM a_table_of_python",
    "SELECT getenv('HOME')",
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_locked_connection_reads_its_tables_and_nothing_else(
    sql: str, corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a file of the corpus, nor one outside, nor the network, nor Python."""
    pa = pytest.importorskip("pyarrow")
    a_table_of_python = pa.table({"secret": [1]})
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (corpus / "x.csv").write_bytes(b"a,b\n1,2\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    connection = connect(corpus)
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(corpus)).fetchall()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert connection.execute("SELECT count(*) FROM pages").fetchall() == [(5,)]
    assert a_table_of_python.num_rows == 1


@pytest.mark.slow
def test_what_is_not_locked_has_ones_own_rights(corpus: Path, tmp_path: Path) -> None:
    """Who asks for it writes files."""
    sql = f"COPY articles TO '{tmp_path / 'articles.parquet'}'"
    done = ask(corpus, sql)
    assert (done.returncode, done.stderr[:26]) == (2, "edition: Permission Error:")
    assert not (tmp_path / "articles.parquet").exists()
    assert ask(corpus, sql, "--unsafe").returncode == 0
    assert (tmp_path / "articles.parquet").exists()


def test_what_has_no_room_in_memory_is_refused(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And not written to the disk."""
    monkeypatch.setattr(_query, "_memory", lambda: 64 * 2**20)
    monkeypatch.chdir(tmp_path)
    connection = connect(corpus)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(duckdb.OutOfMemoryException):
        connection.execute("SELECT count(DISTINCT hash(range)) FROM range(100000000)").fetchall()
    assert sorted(tmp_path.rglob("*")) == before


def test_memory_and_processors_are_bounded(corpus: Path) -> None:
    said = connect(corpus).execute(
        "SELECT current_setting('temp_directory'), current_setting('threads'), current_setting('memory_limit')"
    )
    ((folder, threads, memory),) = said.fetchall()
    assert folder == ""
    assert 1 <= threads <= (os.cpu_count() or 1)
    assert memory.endswith("iB")


# --- what is damaged, missing, or not there yet


@pytest.mark.slow
def test_query_says_what_is_missing(corpus: Path) -> None:
    part = corpus / "articles" / "part-00001.parquet"
    data = part.read_bytes()
    part.write_bytes(data[:-1])
    done = ask(corpus, "SELECT 1")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"{part} is damaged; edition corpus" in done.stderr
    part.unlink()
    with pytest.raises(CorpusError, match=r"part-00001.parquet is missing; edition corpus, as it"):
        connect(corpus)
    part.write_bytes(data)
    assert ask(corpus, "SELECT 1").returncode == 0


@pytest.mark.slow
def test_query_says_what_is_damaged(tmp_path: Path) -> None:
    """A file that is as long as it was is asked for the sums of its Parquet pages as it is read."""
    pq = pytest.importorskip("pyarrow.parquet")
    corpus = written(tmp_path / "out", "a", text=TEXT * 20)
    part = corpus / "pages" / "part-00000.parquet"
    group = pq.read_metadata(part).row_group(0)
    columns = [group.column(n) for n in range(group.num_columns)]
    (chunk,) = [column for column in columns if column.path_in_schema == "text"]
    data = bytearray(part.read_bytes())
    compressed = data.index(b"\x28\xb5\x2f\xfd", chunk.dictionary_page_offset)
    for at in range(compressed, chunk.data_page_offset):
        data[at] ^= 0x10
        part.write_bytes(data)
        data[at] ^= 0x10
        with pytest.raises((duckdb.Error, OSError)):
            connect(corpus).execute("SELECT text FROM pages").fetchall()
    data[compressed + 9] ^= 0x10
    part.write_bytes(data)
    done = ask(corpus, "SELECT text FROM pages")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("edition: ")


@pytest.mark.slow
def test_query_says_what_is_not_finished(corpus: Path) -> None:
    manifest = corpus / "manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    for kept, says in (
        (lines[:-1], "not finished; what is asked are the first 3 parts"),
        ([*lines[:2], b"null\n", *lines[3:]], "damaged; what is asked are the first 1 part"),
    ):
        manifest.write_bytes(b"".join(kept))
        done = ask(corpus, "SELECT count(*) FROM pages", "--csv")
        assert (done.returncode, done.stderr) == (0, f"edition: {corpus}: {says}\n")
    assert done.stdout == "count_star()\n2\n"


# --- answers

#: What a terminal would obey: a colour, a title, a control of the second set, a mark of direction.
EVIL = "\x1b[31m\x1b]0;名\x07\x9b2J\u202e\x7f"


def on_a_terminal(*arguments: str) -> bytes:
    """What a command writes to a terminal, both streams together."""
    import pty

    primary, secondary = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "edition", "query", *arguments],
        stdin=subprocess.DEVNULL, stdout=secondary, stderr=secondary,
        env=os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(secondary)
    stuck = threading.Timer(120, running.kill)
    stuck.start()
    found = b""
    while True:
        try:
            data = os.read(primary, 65536)
        except OSError:  # closed at the other end
            break
        if not data:
            break
        found += data
    assert running.wait() >= 0, "it was killed, for it did not end"
    stuck.cancel()
    os.close(primary)
    return found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"]])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT text FROM pages",
        "SELECT text::INT FROM pages",
        "PIVOT (SELECT text FROM pages) ON text USING count(*)",
        "SELECT error(text) FROM pages",
    ],
)
def test_no_escape_sequence_of_a_page_gets_to_a_terminal(
    sql: str, options: list[str], tmp_path: Path
) -> None:
    corpus = written(tmp_path / "out", "a", text=f"{EVIL}今日开放。")
    shown = on_a_terminal(str(corpus), sql, *options).decode()
    assert "今日开放" in shown
    assert not set(shown) & (set(EVIL) - set("[31m]0;名2J")), shown


@pytest.mark.slow
def test_csv_is_exact_where_it_is_no_terminal(tmp_path: Path) -> None:
    corpus = written(tmp_path / "out", "a", text=f'{EVIL},"今日\n开放。')
    done = ask(corpus, "SELECT text, NULL FROM pages", "--csv")
    assert done.stdout == f'text,NULL\n"{EVIL},""今日\n开放。",\n'


@pytest.mark.slow
def test_errors_are_lines_whatever_a_page_says(tmp_path: Path) -> None:
    corpus = written(tmp_path / "out", "a", text="今\u2028日\x1c开\x85放\x1b[2J")
    done = ask(corpus, "SELECT text::INT FROM pages")
    assert done.returncode == 2
    for line in done.stderr.removesuffix("\n").split("\n"):
        assert line.startswith("edition: ")
        assert line.isprintable()


@pytest.mark.slow
def test_json_is_json(corpus: Path) -> None:
    """Numbers that are none are null, and no column is lost that has another's name."""
    sql = "SELECT 'nan'::DOUBLE AS a, 'inf'::FLOAT AS a, [1.5, '-inf'::DOUBLE] AS a_1, 1 AS a, {'x': 'nan'::DOUBLE} AS s"
    done = ask(corpus, sql, "--json")
    (row,) = json.loads(done.stdout, parse_constant=pytest.fail)
    assert row == {"a": None, "a_2": None, "a_1": [1.5, None], "a_3": 1, "s": {"x": None}}


@pytest.mark.parametrize("names", [["a", "a"], ["a", "a", "a_1"], ["a_1", "a", "a"], ["", "", "_1", "_1"]])  # fmt: skip
def test_keys_are_as_many_as_columns(names: list[str]) -> None:
    keys = list(_told_apart(names))
    assert len(set(keys)) == len(names)
    assert set(names) <= set(keys)


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"]])
def test_standard_output_in_ascii(options: list[str], corpus: Path) -> None:
    """CSV is in UTF-8 wherever it goes; the others have escapes for what is not in ASCII."""
    environment = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = ask(corpus, "SELECT headline FROM articles LIMIT 1", *options, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    if options == ["--json"]:
        assert json.loads(done.stdout) == [{"headline": "河堤步道今日开放"}]
    assert ("河堤" if options == ["--csv"] else r"\u6cb3\u5824") in done.stdout


# --- headers of pages that are damaged

#: Flips bits in the headers of a table's pages, of every column; says of each whether a question has the rows that it had.
FLIPPED = """
import sys
import threading
from pathlib import Path
import duckdb
import pyarrow.parquet as pq
from edition.corpus import connect
from edition.corpus._parquet import _page

folder, seen = Path(sys.argv[1]), {"same": 0, "told": 0}
part = folder / "articles" / "part-00000.parquet"
whole = part.read_bytes()
group = pq.read_metadata(part).row_group(0)
for column in ("n", "headline", "people"):
    sql = f"SELECT {column} FROM articles"
    expected = connect(folder).execute(sql).fetchall()
    assert len(expected) == 20
    places = []
    for n in range(group.num_columns):
        chunk = group.column(n)
        if chunk.path_in_schema.split(".")[0] == column:
            at = chunk.data_page_offset
            if chunk.dictionary_page_offset:
                at = min(at, chunk.dictionary_page_offset)
            end = at + chunk.total_compressed_size
            with part.open("rb") as stream:
                while at < end:
                    _, packed, _, length, _ = _page(stream, at)
                    places += range(at, at + min(length, 24))  # behind that stand the least and the greatest value
                    at += length + packed
    for place in places:
        for bit in (1, 2, 16):
            data = bytearray(whole)
            data[place] ^= bit
            part.write_bytes(data)
            try:
                rows = connect(folder).execute(sql).fetchall()
            except (duckdb.Error, OSError, ValueError):
                seen["told"] += 1
            else:
                assert len(rows) == len(expected), (column, place, bit, len(rows))
                seen["same" if rows == expected else "other"] = seen.get("same" if rows == expected else "other", 0) + 1
    part.write_bytes(whole)
print(seen)
"""


@pytest.mark.slow
def test_no_row_is_lost_to_a_header_that_is_damaged(tmp_path: Path) -> None:
    """In a process of its own: what Arrow makes of such a file is nothing to rely on."""
    corpus = written(tmp_path / "out", *map(str, range(20)), part=100)
    done = subprocess.run([sys.executable, "-c", FLIPPED, str(corpus)], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "other" not in done.stdout


@pytest.mark.slow
def test_manifest_tells_how_many_rows_there_are(corpus: Path) -> None:
    """A part that is another file of the same length, with fewer rows, is no part."""
    manifest = corpus / "manifest.jsonl"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    part = json.loads(lines[1])
    part["rows"]["pages"] += 1
    lines[1] = json.dumps(part)
    manifest.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    done = ask(corpus, "SELECT count(*) FROM pages", "--csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "part-00000.parquet is damaged (2 rows, not 3)" in done.stderr


# --- large answers, narrow terminals, streams that take nothing


@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"]])
def test_an_answer_is_held_a_thousand_rows_at_a_time(
    options: list[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: the next are asked for when these were written."""
    import argparse
    import io

    from edition._text.output import Output
    from edition.corpus import _command

    asked: list[int] = []

    class Counted:
        description = (("n",),)

        def extract_statements(self, sql: str) -> list[str]:
            return [sql]

        def execute(self, _: str) -> Counted:
            return self

        def fetchmany(self, count: int) -> list[tuple[int]]:
            asked.append(len(out.stream.buffer.getvalue()))  # type: ignore[attr-defined]
            return [(n,) for n in range(count)] if len(asked) <= 5 else []

    monkeypatch.setattr(_command, "connect", lambda *_, **__: Counted())
    out = Output(io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), colour=False)
    _command.query(argparse.Namespace(folder=corpus, sql="", unsafe=False, json="--json" in options, csv="--csv" in options), out)  # fmt: skip
    assert len(asked) == 6
    assert all(before < after for before, after in pairwise(asked[1:]))
    text = out.stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert len(json.loads(text) if "--json" in options else text.splitlines()) >= 5000


@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 5, 12, 23, 24, 80])
def test_no_line_is_wider_than_the_terminal(columns: int, corpus: Path) -> None:
    from edition._text.terminal import cells

    sql = "SELECT headline, text, page_id, n FROM articles"
    for done in (ask(corpus, sql, env={"COLUMNS": str(columns)}),):
        assert done.returncode == 0
        assert max(map(cells, done.stdout.splitlines())) <= columns
        assert len(done.stdout.splitlines()) == 7


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is full")  # noqa: PTH110
def test_standard_error_that_is_full(corpus: Path, tmp_path: Path) -> None:
    """What can't be said is no reason for another exit status."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF")
    manifest = corpus / "manifest.jsonl"
    manifest.write_bytes(b"".join(manifest.read_bytes().splitlines(keepends=True)[:-1]))
    command = [sys.executable, "-m", "edition"]
    for arguments, status in (
        (["corpus", str(tmp_path / "in"), str(tmp_path / "new"), "--workers", "1"], 1),
        (["query", str(corpus), "SELECT 1"], 0),
    ):
        with open("/dev/full", "wb") as full:  # noqa: PTH123
            done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, stderr=full, check=False)  # fmt: skip
        assert done.returncode == status
        assert done.stdout
