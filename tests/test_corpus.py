"""Corpora: many pages parsed over processes, as tables, and on disk."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import edition
from edition.corpus import (
    CorpusError,
    Document,
    Failure,
    Origin,
    ParsedPage,
    SourcePage,
    connect,
    parse_batches,
    parse_many,
    read_documents,
    read_pages,
    schema,
    to_arrow,
    write_corpus,
)
from edition.corpus.tables import COLUMNS, TABLES

ROOT = Path(__file__).resolve().parents[1]
FICTIONAL = ROOT / "tests" / "data" / "fictional"
PAPER = ROOT / "examples" / "fenhe-daily"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Short pages, one of them no text."""
    made = tmp_path / "in"
    made.mkdir()
    for n in range(40):
        text = f"河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放，全长{n}公里。\n"
        (made / f"{n:03}.txt").write_text(text, encoding="utf-8")
    (made / "017.txt").write_bytes(bytes(range(256)))
    return made


# --- many pages


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_pages_come_parsed_in_order(workers: int) -> None:
    found = list(parse_many(read_documents(FICTIONAL), workers=workers))
    names = [result.source.origin.path for result in found if isinstance(result, ParsedPage)]
    assert names == sorted(str(path) for path in FICTIONAL.glob("*.txt"))
    for result in found:
        assert isinstance(result, ParsedPage)
        text = Path(result.source.origin.path).read_bytes().decode()
        assert result.page == edition.parse(text)
        assert result.source.text == text


def test_pages_may_come_as_they_get_done(folder: Path) -> None:
    found = parse_many(read_documents(folder), workers=2, ordered=False)
    ids = sorted(f.origin.id if isinstance(f, Failure) else f.source.origin.id for f in found)
    assert ids == sorted(str(path) for path in folder.iterdir())


def test_failures_stand_among_the_pages(folder: Path) -> None:
    for sources in (read_documents(folder), read_pages(folder)):
        found = list(parse_many(sources, workers=1))
        assert [n for n, result in enumerate(found) if isinstance(result, Failure)] == [17]


def test_texts_are_pages_too() -> None:
    (result,) = parse_many(["河堤步道今日开放\n"], workers=1)
    assert isinstance(result, ParsedPage)
    assert str(result.page) == "河堤步道今日开放\n"


def test_dialect_of_ones_own_goes_along() -> None:
    dialect = edition.Dialect.from_file(ROOT / "tests" / "data" / "dialects" / "wangchuan.lark")
    texts = ["望川时报快报：今日晴，河水平静，两岸的柳树都绿了，往来的人也多了起来。\n"] * 20
    for result in parse_many(texts, workers=2, dialect=dialect):
        assert isinstance(result, ParsedPage)
        assert result.page.find(edition.Lead) is not None


def test_only_a_few_pages_are_taken_ahead(folder: Path) -> None:
    taken = 0

    def sources() -> Iterator[SourcePage]:
        nonlocal taken
        for n in range(10_000):
            taken += 1
            yield SourcePage(text="今日晴。\n", origin=Origin(path=str(n)))

    found = parse_many(sources(), workers=2)
    for _ in range(10):
        next(found)
    assert taken < 200
    found.close()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_death_of_a_process_is_an_error_of_the_page_it_died_of(folder: Path) -> None:
    """A library that crashes takes its process with it, and no other page."""
    script = f"""
import os, sys
import edition.corpus._readers as readers
text = readers.READERS["text"]
def deadly(document, data):
    if b"\\xe5\\x85\\xa8\\xe9\\x95\\xbf5" in data:  # 全长5
        os._exit(9)
    return text(document, data)
readers.READERS = {{**readers.READERS, "text": deadly}}
if __name__ == "__main__":
    from edition.corpus import Failure, parse_many, read_documents, write_corpus
    results = list(parse_many(read_documents({str(folder)!r}), workers=2))
    print([(r.origin.path[-7:], r.kind) for r in results if isinstance(r, Failure)], len(results))
    summary = write_corpus(read_documents({str(folder)!r}), sys.argv[1], workers=2, part=10)
    print(summary.parts, summary.rows["pages"], dict(summary.errors))
"""
    file = folder.parent / "deadly.py"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, str(file), str(folder.parent / "out")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines() == [
        "[('005.txt', 'crash'), ('017.txt', 'encoding')] 40",
        "4 38 {'crash': 1, 'encoding': 1}",
    ], done.stderr


# --- tables


def test_tables_say_what_the_pages_say() -> None:
    pytest.importorskip("pyarrow")
    pages = list(parse_many(read_documents(PAPER), workers=1))
    tables = to_arrow(pages)
    rows = tables.articles.to_pylist()
    stories = [
        (result, story)
        for result in pages
        if isinstance(result, ParsedPage)
        for story in result.page.stories
    ]
    assert len(rows) == len(stories) > 20
    for row, (result, story) in zip(rows, stories, strict=True):
        assert row["page_id"] == result.source.origin.id
        assert row["headline"] == (story.headline and story.headline.text)
        assert row["kind"] == story.kind
        assert [p["name"] for p in row["people"]] == [p.name for p in story.people]
        covered = "".join(result.source.text[s["start"] : s["end"]] for s in row["spans"])
        for line in row["text"].splitlines():
            assert "".join(line.split())[:8] in "".join(covered.split())
    blocks = tables.blocks.to_pylist()
    texts = {row["id"]: row["text"] for row in tables.pages.to_pylist()}
    for block in blocks:
        for span in block["spans"]:
            assert texts[block["page_id"]][span["start"] : span["end"]].strip()
    assert {b["role"] for b in blocks} > {"headline", "paragraph", "folio"}
    assert tables.errors.num_rows == 0


def test_table_of_pages_gives_the_bytes_back(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("charset_normalizer")
    datas = [
        "今日晴。\r\n".encode(),
        b"\xff\xfe" + "今日晴。".encode("utf-16-le"),
        b"\xa2\xcc\xa4\xb5",
    ]
    for n, data in enumerate(datas):
        (tmp_path / f"{n}.txt").write_bytes(data)
    pages = [*read_pages(tmp_path / "0.txt", tmp_path / "1.txt")]
    pages += read_pages(tmp_path / "2.txt", encoding="big5")
    rows = to_arrow(parse_many(pages, workers=1)).pages.to_pylist()
    assert [row["raw"] or row["text"].encode(row["encoding"]) for row in rows] == datas


def test_lone_surrogates_keep_their_place() -> None:
    pytest.importorskip("pyarrow")
    (row,) = to_arrow([edition.parse("今日\ud800晴。\n")]).pages.to_pylist()
    assert row["text"] == "今日\ufffd晴。\n"
    assert row["raw"].decode("utf-8", "surrogatepass") == "今日\ud800晴。\n"
    assert "E101" in [d["code"] for d in row["diagnostics"]]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A file's name may be any bytes; on disk as in the tables, two names stay two."""
    pytest.importorskip("duckdb")
    (tmp_path / "in").mkdir()
    for name in (b"\xff.txt", b"\xfe.txt"):
        (tmp_path / "in" / os.fsdecode(name)).write_text("今日晴。\n", encoding="utf-8")
    sources = read_documents(tmp_path / "in")
    out = tmp_path / "out"
    write_corpus(sources, out, workers=1, asked={"in": os.fsdecode(b"\xff")})
    ids = connect(out).execute("SELECT id FROM pages ORDER BY id").fetchall()
    assert [Path(name).name for (name,) in ids] == ["\\udcfe.txt", "\\udcff.txt"]
    again = read_documents(tmp_path / "in")
    write_corpus(again, out, workers=1, asked={"in": os.fsdecode(b"\xff")}, resume=True)


def test_tables_go_straight_to_others(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    articles = to_arrow(parse_many(read_documents(PAPER), workers=1)).articles
    pq.write_table(articles, tmp_path / "articles.parquet")
    assert pq.read_table(tmp_path / "articles.parquet").equals(articles)
    first = articles.column("headline")[0].as_py()
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql("SELECT headline FROM articles").fetchall()[0] == (first,)
    polars = pytest.importorskip("polars")
    assert polars.from_arrow(articles)["headline"][0] == first
    pytest.importorskip("pandas")
    assert articles.to_pandas()["headline"][0] == first


def test_schema_is_the_documented_one() -> None:
    """docs/howto/corpus.md has a row for each column."""
    pytest.importorskip("pyarrow")
    documented = re.findall(
        r"^\| `(\w+)` \| `([^`]+)` \| (.*) \|$",
        (ROOT / "docs" / "howto" / "corpus.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert documented == [column for table in TABLES for column in COLUMNS[table]]
    for table in TABLES:
        made = schema(table)
        assert made.names == [name for name, _, _ in COLUMNS[table]]
        assert made.metadata == {b"edition.table": table.encode(), b"edition.version": b"1"}


def test_batches_are_the_tables(folder: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    files = sorted(folder.iterdir())
    held = [path.read_bytes() for path in files]
    given = pa.record_batch({"id": [str(path) for path in files], "bytes": held})
    local = to_arrow(parse_many(read_documents(folder), workers=1))
    halves = [given.slice(0, 25), given.slice(25)]
    for table in TABLES:
        made = list(parse_batches(halves, table, text="bytes"))
        assert len(made) == 2
        assert pa.Table.from_batches(made).to_pylist() == getattr(local, table).to_pylist()


#: Two issues of two pages: in the first a story goes on from page 1 to page 2.
ISSUES = {
    "2025-03-06/01.txt": "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\n",
    "2025-03-06/02.txt": "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\n",
    "2025-03-07/01.txt": "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放，全长三公里，沿线新栽了柳树。\n",
    "2025-03-07/02.txt": "（上接第1版）步道分三期修建，今年还将向南延伸两公里。\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Issues in folders by day."""
    for name, text in ISSUES.items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "archive"


def test_stories_are_whole_across_pages(archive: Path) -> None:
    """A row of `stories` is a story of an issue: joined across its pages, and across none of another day."""
    pytest.importorskip("pyarrow")
    tables = to_arrow(parse_many(read_documents(archive, paper="汾河日报"), workers=1))
    assert tables.articles.num_rows == 4
    whole, *rest = tables.stories.to_pylist()
    assert [page["number"] for page in whole["pages"]] == [1, 2]
    assert whole["articles"] == tables.articles.column("id").to_pylist()[:2]
    assert whole["page_ids"] == tables.pages.column("id").to_pylist()[:2]
    assert (whole["id"], whole["year"]) == (whole["articles"][0], 2025)
    printed = map(str, tables.pages.column("text").to_pylist())
    texts = dict(zip(whole["page_ids"], printed, strict=False))
    [paragraph] = whole["paragraphs"]
    stretches = [texts[whole["page_ids"][s["piece"]]][s["start"] : s["end"]] for s in paragraph["spans"]]  # fmt: skip
    assert "".join(stretches) == paragraph["text"] == whole["text"]
    # Its places and words come back out of the table.
    [story] = edition.from_records([whole])
    assert (story.text, story.pages) == (whole["text"], (1, 2))
    assert not any(set(row["articles"]) & set(whole["articles"]) for row in rest)


def test_every_article_is_in_one_story(folder: Path, archive: Path) -> None:
    """What is no issue has its stories all the same: each row of `articles` is in just one of `stories`."""
    pytest.importorskip("pyarrow")
    found = to_arrow(parse_many(read_documents(folder, archive), workers=1))
    articles = [row["id"] for row in found.articles.to_pylist()]
    rows = found.stories.to_pylist()
    in_stories = [each for row in rows for each in row["articles"]]
    assert sorted(in_stories) == sorted(articles)
    firsts = [row["id"] for row in rows]
    assert firsts == sorted(set(firsts), key=articles.index)


@pytest.mark.parametrize("frame", ["pandas", "polars"])
def test_rows_of_data_frames_are_records(archive: Path, frame: str) -> None:
    """What comes out of pandas and polars, arrays and their nulls included, is read as what went in."""
    pytest.importorskip("pyarrow")
    pytest.importorskip(frame)
    table = to_arrow(parse_many(read_documents(archive), workers=1)).stories
    rows = table.to_pylist()
    if frame == "pandas":
        found = table.to_pandas().to_dict("records")
    else:
        import polars as pl

        made = pl.from_arrow(table)
        assert isinstance(made, pl.DataFrame)
        found = made.to_dicts()
    assert edition.from_records(found) == edition.from_records(rows)


def test_datasets_loads_the_tables_as_they_are(archive: Path, tmp_path: Path) -> None:
    """The Parquet of `stories`, parted by paper and year, is a data set without a loading script."""
    datasets = pytest.importorskip("datasets")
    pq = pytest.importorskip("pyarrow.parquet")
    tables = to_arrow(parse_many(read_documents(archive, paper="汾河日报"), workers=1))
    pq.write_to_dataset(tables.stories, tmp_path / "out", partition_cols=["paper", "year"])
    files = [str(path) for path in (tmp_path / "out").rglob("*.parquet")]
    loaded = datasets.load_dataset(
        "parquet", data_files=files, split="train", cache_dir=str(tmp_path / "cache")
    )
    rows = tables.stories.to_pylist()
    assert loaded["text"][:] == [row["text"] for row in rows]
    assert loaded[0]["paragraphs"] == rows[0]["paragraphs"]


def test_no_part_cuts_an_issue(archive: Path, tmp_path: Path) -> None:
    """A part has as many documents more as the issue has in which it would end."""
    pq = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out"
    summary = write_corpus(read_documents(archive), out, workers=1, part=1)
    assert (summary.parts, summary.documents) == (2, 4)
    rows = pq.read_table(out / "stories" / "part-00000.parquet").to_pylist()
    assert len(rows[0]["pieces"]) == 2


@pytest.mark.parametrize(
    ("first", "between", "rest"), [("A01", "A02", "B01"), ("1", "10", "2"), ("1", "2", "3")]
)
def test_pages_of_an_issue_are_told_by_their_labels(first: str, between: str, rest: str) -> None:
    """A jump to a page of another section, or to one whose file stands behind that of page 10, is found."""
    pytest.importorskip("pyarrow")
    named = {label: f"{label}版" if label[0] > "9" else f"第{label}版" for label in (first, rest)}
    texts = {
        first: ISSUES["2025-03-06/01.txt"].replace("第2版", named[rest]),
        between: "晴天\n\n汾河两岸昨日放晴，气温回升到十五度，市民纷纷出门踏青。\n",
        rest: ISSUES["2025-03-06/02.txt"].replace("第1版", named[first]),
    }
    pages = []
    for label, text in texts.items():
        origin = Origin(path="a", member=label, date=dt.date(2025, 3, 6), label=label)
        source = SourcePage(text=text, origin=origin)
        pages.append(ParsedPage(page=edition.parse(text), source=source))
    rows = to_arrow(pages).stories.to_pylist()
    assert [page["label"] for page in rows[0]["pages"]] == [first, rest]
    assert rows[0]["page_ids"] == [f"a#{first}", f"a#{rest}"]


# --- on disk


def rows_of(out: Path) -> dict[str, list[object]]:
    """All rows of a corpus, sorted."""
    connection = connect(out)
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in TABLES
    }


def test_corpus_on_disk(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    out = tmp_path / "out"
    seen: list[int] = []
    summary = write_corpus(
        read_documents(folder), out, workers=2, part=16, progress=lambda s: seen.append(s.parts)
    )
    assert (summary.parts, summary.documents, summary.rows["pages"]) == (3, 40, 39)
    assert dict(summary.errors) == {"encoding": 1}
    assert seen == [1, 2, 3]
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*"))
    assert names == [
        *[f"articles/part-0000{n}.parquet" for n in range(3)],
        *[f"blocks/part-0000{n}.parquet" for n in range(3)],
        "errors/part-00001.parquet",
        "manifest.jsonl",
        *[f"pages/part-0000{n}.parquet" for n in range(3)],
        *[f"stories/part-0000{n}.parquet" for n in range(3)],
    ]
    local = to_arrow(parse_many(read_documents(folder), workers=1))
    for table, rows in rows_of(out).items():
        assert len(rows) == getattr(local, table).num_rows


def test_corpus_that_is_there_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_corpus(read_documents(folder), tmp_path / "out", workers=1)
    with pytest.raises(CorpusError, match="--resume"):
        write_corpus(read_documents(folder), tmp_path / "out", workers=1)
    with pytest.raises(CorpusError, match="part was 1000 and is 10 now"):
        write_corpus(read_documents(folder), tmp_path / "out", workers=1, part=10, resume=True)
    (folder / "000.txt").write_text("另一页。", encoding="utf-8")
    with pytest.raises(CorpusError, match="has changed since: part 0"):
        write_corpus(read_documents(folder), tmp_path / "out", workers=1, resume=True)


@pytest.mark.slow
def test_manifest_cut_in_mid_line(folder: Path, tmp_path: Path) -> None:
    """What is written last may be half a line, after a loss of power."""
    pytest.importorskip("duckdb")
    out = tmp_path / "out"
    write_corpus(read_documents(folder), out, workers=1, part=10)
    whole = rows_of(out)
    manifest = (out / "manifest.jsonl").read_bytes()
    for length in (0, 10, manifest.index(b"\n") + 1, len(manifest) // 2, len(manifest) - 1):
        (out / "manifest.jsonl").write_bytes(manifest[:length])
        summary = write_corpus(read_documents(folder), out, workers=1, part=10, resume=True)
        assert summary.documents == 40
        assert (out / "manifest.jsonl").read_bytes() == manifest
        assert rows_of(out) == whole


@pytest.mark.skipif(os.name == "nt", reason="no file locks")
def test_two_runs_at_once_are_refused(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")

    def sources() -> Iterator[Document | Failure]:
        with pytest.raises(CorpusError, match="another process"):
            write_corpus(read_documents(folder), tmp_path / "out", workers=1, resume=True)
        yield from read_documents(folder)

    write_corpus(sources(), tmp_path / "out", workers=1)


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``edition`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "edition", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_killed_and_resumed(folder: Path, tmp_path: Path) -> None:
    """Whenever it is killed, what is resumed has every row once. benchmarks/kills.py does this at length."""
    pytest.importorskip("duckdb")
    whole, out = tmp_path / "whole", tmp_path / "out"
    arguments = ("corpus", folder, "--workers", "2", "--part", "4")
    done = command(*arguments, whole)
    assert done.returncode == 1, done.stderr  # one page is no text
    for wait in (0.6, 0.9, 1.1):
        running = subprocess.Popen(
            [sys.executable, "-m", "edition", *map(str, arguments), str(out), "--resume"],
            stdout=subprocess.DEVNULL,
        )
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
    done = command(*arguments, out, "--resume")
    assert done.returncode == 1, done.stderr
    assert rows_of(out) == rows_of(whole)


@pytest.mark.slow
def test_command_line(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    (folder / "notes.md").write_text("", encoding="utf-8")
    out = tmp_path / "out"
    done = command("corpus", folder, out, "--workers", "1")
    assert done.returncode == 1
    (reason,) = done.stderr.splitlines()
    assert reason.startswith(f"edition: {folder / '017.txt'}: neither UTF-8 nor")
    first, *rest = done.stdout.splitlines()
    assert re.fullmatch(r"39 pages, \d+ articles, \d+ blocks, 1 error from 40 documents", first)
    assert rest[:2] == ["  1 encoding", "passed over, as of no kind that is read: 1 .md"]
    done = command("query", out, "SELECT headline, count(*) AS n FROM articles GROUP BY 1")
    assert done.stdout.splitlines() == [
        "headline          n",
        "----------------  --",
        "河堤步道今日开放  39",
    ]
    done = command("query", out, "SELECT date, people FROM articles LIMIT 1", "--json")
    assert json.loads(done.stdout) == [{"date": None, "people": [{"name": "陈立", "role": "记者"}]}]
    done = command("query", out, "SELECT n, kind FROM articles LIMIT 1", "--csv")
    assert done.stdout == "n,kind\n1,article\n"
    done = command("query", out, "SELECT nothing FROM articles")
    assert (done.returncode, done.stderr.splitlines()[0][:22]) == (2, "edition: Binder Error:")
    assert command("query", folder, "SELECT 1").returncode == 2
    for wrong, says in (
        ((folder, out), "--resume goes on with it"),
        ((folder, out, "--part", "0"), "a part has from 1 to 1,000,000"),
        ((folder, out, "--workers", "-1"), "at least one worker"),
        ((folder, folder / "1998", out), "it would be read twice"),
        ((folder, out, "--field", "text"), "OURS=THEIRS"),
    ):
        done = command("corpus", *wrong)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert says in done.stderr
    done = command("corpus", folder, out, "--resume", "--workers", "1")
    assert re.fullmatch(
        r"0 pages in .+, 0 a second; 1 of 1 parts were there", done.stdout.splitlines()[-1]
    )


@pytest.mark.slow
def test_command_line_where_nothing_could_be_done(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    out = tmp_path / "out"
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("", encoding="utf-8")
    for given, says in (
        (tmp_path / "nope", f"edition: {tmp_path / 'nope'}: No such file or directory\n"),
        (tmp_path / "*.pdf", f"edition: {tmp_path / '*.pdf'}: no file fits this pattern\n"),
        (tmp_path / "empty", f"edition: {tmp_path / 'empty'}: nothing to read in there\n"),
        (tmp_path / "notes", "edition: passed over, as of no kind that is read: 1 .md\n"),
    ):
        done = command("corpus", given, out)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", says)
        assert not out.exists()
    done = command("corpus", folder / "000.txt", tmp_path / "nope", out, "--workers", "1")
    assert (done.returncode, done.stderr) == (1, f"edition: {tmp_path / 'nope'}: No such file or directory\n")  # fmt: skip
    assert re.match(r"1 page, 1 article, \d+ blocks, 1 error from 2 documents", done.stdout)
    done = command(
        "corpus",
        folder / "001.txt",
        out,
        "--resume",
        "--paper",
        "汾河日报",
        "--field",
        "text=content",
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"inputs were {folder / '000.txt'}, {tmp_path / 'nope'} and are {folder / '001.txt'} now" in done.stderr  # fmt: skip
    assert "paper was not given and is 汾河日报 now" in done.stderr
    assert "fields: text was not given and is content now" in done.stderr
    for sql in ("", "-- nothing", ";"):
        done = command("query", out, sql)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "no question in that SQL" in done.stderr
    done = command("query", out, "SELECT 1", "--csv", "--json")
    assert done.returncode == 2
    assert "not allowed with argument" in done.stderr


@pytest.mark.slow
def test_first_failures_are_named(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("charset_normalizer")
    (tmp_path / "in").mkdir()
    for n in range(7):
        (tmp_path / "in" / f"{n}.txt").write_bytes(bytes(range(256)))
    done = command("corpus", tmp_path / "in", tmp_path / "out", "--workers", "1")
    *named, rest = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in named] == [str(tmp_path / "in" / f"{n}.txt") for n in range(5)]  # fmt: skip
    assert rest == "edition: and 2 more, in the table errors"


def test_missing_extra_is_an_error_of_its_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\n")
    found = [f for f in parse_many(read_documents(folder), workers=1) if isinstance(f, Failure)]
    assert [f.kind for f in found] == ["encoding", "unreadable"]
    assert found[1].message == "reading PDF needs pypdfium2: pip install 'edition-dom[pdf]'"
    tally = write_corpus(read_documents(folder), tmp_path / "out", workers=1)
    assert (tally.rows["pages"], dict(tally.errors)) == (39, {"encoding": 1, "unreadable": 1})


@pytest.mark.parametrize("there", [False, True])
def test_what_fails_before_its_first_part_leaves_no_corpus(tmp_path: Path, there: bool) -> None:
    pytest.importorskip("duckdb")
    out = tmp_path / "out"
    if there:
        out.mkdir()
        (out / "mine.txt").write_text("", encoding="utf-8")

    def sources() -> Iterator[SourcePage]:
        yield SourcePage(text="今日开放。", origin=Origin(path="a"))
        raise RuntimeError("a source of one's own")

    with pytest.raises(RuntimeError):
        write_corpus(sources(), out, workers=1)
    assert out.exists() == there
    with pytest.raises(CorpusError, match="no corpus"):
        connect(out)
    write_corpus([SourcePage(text="今日开放。", origin=Origin(path="a"))], out, workers=1)
    assert (out / "mine.txt").exists() == there


@pytest.mark.slow
def test_corpus_within_what_it_is_read_from(folder: Path, tmp_path: Path) -> None:
    """It does not read itself, not even where each document is a part."""
    pytest.importorskip("duckdb")
    out = folder / "out"
    out.mkdir()
    for workers in ("1", "2"):
        done = command("corpus", folder, out, "--part", "1", "--workers", workers, "--resume")
        assert done.stdout.startswith("39 pages,"), done.stderr
        assert "1 corpus" in done.stdout
    done = command("corpus", folder, tmp_path / "second", "--workers", "1")
    assert done.stdout.startswith("39 pages,"), done.stderr
    done = command("corpus", folder, folder)
    assert (done.returncode, done.stderr) == (
        2,
        f"edition: {folder}: the corpus would be written into {folder}, which it is read from\n",
    )
    assert not (folder / "manifest.jsonl").exists()
    summary = write_corpus(read_documents(folder), folder / "third", workers=1, part=3)
    assert summary.documents == 40
