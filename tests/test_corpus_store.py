"""A corpus on disk that others meddle with: nothing stale, nothing doubled, nothing of others lost."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition.corpus import (
    CorpusError,
    Origin,
    SourcePage,
    connect,
    read_documents,
    write_corpus,
)
from edition.corpus import _store as store
from edition.corpus._ids import Hashes, told_apart
from edition.corpus._manifest import Manifest, read_manifest, said
from edition.corpus.tables import TABLES

pytest.importorskip("duckdb")

ROOT = Path(__file__).resolve().parents[1]
TEXT = "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight short pages."""
    made = tmp_path / "in"
    made.mkdir()
    for n in range(8):
        (made / f"{n}.txt").write_text(f"{TEXT}全长{n}公里。\n", encoding="utf-8")
    return made


def ids(out: Path) -> list[str]:
    """The ids of a corpus' pages."""
    return [name for (name,) in connect(out).execute("SELECT id FROM pages").fetchall()]


def contents(out: Path) -> dict[str, bytes]:
    """All files of a folder but the manifest."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "manifest.jsonl"
    }


# --- what was read is no longer the same


def test_page_of_the_same_length_is_another(folder: Path, tmp_path: Path) -> None:
    """What is read again is compared by its content, whatever its name, its size and its time say."""
    page = folder / "3.txt"
    write_corpus(read_documents(folder), tmp_path / "out", workers=1, part=2)
    before = page.stat()
    page.write_text(page.read_text("utf-8").replace("立", "丙"), encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert page.stat().st_size == before.st_size
    with pytest.raises(CorpusError, match=r"has changed since: part 1, which begins with .*2.txt"):
        write_corpus(read_documents(folder), tmp_path / "out", workers=1, part=2, resume=True)


def test_what_decides_a_row_is_the_same_or_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    own = edition.Dialect.from_file(ROOT / "tests" / "data" / "dialects" / "wangchuan.lark")

    def again(**settings: object) -> None:
        write_corpus(read_documents(folder), out, workers=1, resume=True, **settings)  # type: ignore[arg-type]

    write_corpus(read_documents(folder), out, workers=1, dialect=own)
    again(dialect=own)
    other = edition.Dialect(own.name, edition.Dialect.named("taiwan").grammar)
    with pytest.raises(CorpusError, match=r"dialect was wangchuan [0-9a-f]+ and is wangchuan"):
        again(dialect=other)
    with pytest.raises(CorpusError, match=r"dialect was wangchuan .* and is not given now"):
        again()
    for sources in (
        read_documents(folder, encoding="utf-8"),
        read_documents(folder, paper="汾河日报"),
        read_documents(folder, largest=9999),
    ):
        with pytest.raises(CorpusError, match="has changed since: part 0"):
            write_corpus(sources, out, workers=1, resume=True, dialect=own)
    monkeypatch.setattr(store, "rules_digest", lambda: "others")
    with pytest.raises(CorpusError, match=r"grammar and weights was [0-9a-f]+ and is others now"):
        again(dialect=own)
    monkeypatch.setattr("edition.corpus._store.__version__", "99")
    with pytest.raises(CorpusError, match=r"edition was .* and is 99 now"):
        again(dialect=own)


# --- parts that are missing or damaged


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("harm", [Path.unlink, _cut, _flip, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("workers", [1, 2])
def test_part_that_is_lost_or_damaged_is_made_again(
    harm: Callable[[Path], None], workers: int, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write_corpus(read_documents(folder), out, workers=1, part=2)
    whole = contents(out)
    harm(out / "articles" / "part-00001.parquet")
    tally = write_corpus(read_documents(folder), out, workers=workers, part=2, resume=True)
    assert (tally.parts, tally.resumed, tally.pages) == (4, 3, 2)
    assert contents(out) == whole
    assert len(ids(out)) == 8
    assert read_manifest(out).complete
    again = write_corpus(read_documents(folder), out, workers=1, part=2, resume=True)
    assert again.resumed == 4


# --- damaged manifests


def _lines(out: Path) -> list[bytes]:
    return (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)


DAMAGED = [
    b"\n",
    b"null\n",
    b"[]\n",
    b"3\n",
    b'"part"\n',
    b"\xff\xfe\n",
    b"[" * 100_000 + b"\n",
    b'{"part": "1"}\n',
    b'{"part": 1}\n',
    b'{"part": true, "documents": 2, "digest": "", "rows": {}, "errors": {}, "files": {}}\n',
    b'{"part": 1, "documents": -2, "digest": "", "rows": {}, "errors": {}, "files": {}}\n',
    b'{"part": 1, "documents": 2, "digest": "", "rows": {"pages": []}, "errors": {}, "files": {}}\n',
    b'{"part": 1, "documents": 2, "digest": "", "rows": {"pages": 2}, "errors": {}, "files": {}}\n',
    b'{"part": 1, "documents": 2, "digest": "", "rows": {"pages": 2}, "errors": {}, "files": {"pages": 7}}\n',
    b'{"part": ' + b"9" * 5000 + b"}\n",
    b'{"done": true}\n',
]


@pytest.mark.slow
@pytest.mark.parametrize("line", DAMAGED)
def test_damaged_line_ends_what_is_believed(line: bytes, folder: Path, tmp_path: Path) -> None:
    """And is written anew, as is all behind it."""
    out = tmp_path / "out"
    write_corpus(read_documents(folder), out, workers=1, part=2)
    lines, whole = _lines(out), contents(out)
    (out / "manifest.jsonl").write_bytes(b"".join([*lines[:2], line, *lines[3:]]))
    found = read_manifest(out)
    assert (len(found.parts), found.damaged, found.complete) == (1, True, False)
    tally = write_corpus(read_documents(folder), out, workers=1, part=2, resume=True)
    assert tally.resumed == 1
    assert (_lines(out), contents(out)) == (lines, whole)


@pytest.mark.parametrize("line", [b"null\n", b"[]\n", b'{"corpus": "x"}\n', b'{"corpus": \n', b"a,b\n1,2"])  # fmt: skip
def test_other_manifests_stay_as_they_are(line: bytes, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.jsonl").write_bytes(line)
    for resume in (False, True):
        with pytest.raises(CorpusError, match=r"manifest.jsonl is "):
            write_corpus(read_documents(folder), out, workers=1, resume=resume)
    with pytest.raises(CorpusError, match=r"manifest.jsonl is "):
        connect(out)
    assert (out / "manifest.jsonl").read_bytes() == line
    assert [path.name for path in out.iterdir()] == ["manifest.jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_manifest_that_is_a_pipe(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / "manifest.jsonl")
    with pytest.raises(CorpusError, match="not a file"):
        write_corpus(read_documents(folder), out, workers=1)
    with pytest.raises(CorpusError, match="not a file"):
        connect(out)


@given(st.data())
def test_any_bytes_are_a_manifest_or_refused(data: st.DataObject) -> None:
    """Whatever a manifest holds, it raises CorpusError or says no more than is true."""
    import io

    begins = data.draw(st.sampled_from([b"", b'{"corpus": 1}\n', b'{"corpus": ']))
    file = io.BytesIO(begins + data.draw(st.binary()))
    try:
        found = said(file)
    except CorpusError:
        return
    assert found is None or isinstance(found, Manifest)


# --- what others have in the folder


def test_what_others_wrote_stays(folder: Path, tmp_path: Path) -> None:
    """Neither a start, nor a resumption, nor a failure takes away or changes what is none of ours."""
    out = tmp_path / "out"
    write_corpus(read_documents(folder), out, workers=1, part=2)
    others = {
        "mine.txt": b"1",
        "pages/.mine.tmp": b"2",
        "pages/.part-0.tmp": b"3",
        "articles/part-00009.parquet": b"4",
        "errors/part-1.parquet": b"5",
    }
    for name, data in others.items():
        (out / name).write_bytes(data)
    (out / "pages" / ".part-00003.123.tmp").write_bytes(b"a run was killed")
    write_corpus(read_documents(folder), out, workers=1, part=2, resume=True)
    now = contents(out)
    assert {name: now[name] for name in others} == others
    assert "pages/.part-00003.123.tmp" not in now


@pytest.mark.parametrize("table", TABLES)
def test_file_of_somebody_else_is_not_written_over(
    table: str, folder: Path, tmp_path: Path
) -> None:
    """Where a part belongs and something else is, the run says so; what it wrote goes on when that is gone."""
    out = tmp_path / "out"
    (folder / "5.txt").write_bytes(bytes(range(256)))
    write_corpus(read_documents(folder), tmp_path / "whole", workers=1, part=4)

    def sources() -> Iterator[object]:
        for n, source in enumerate(read_documents(folder)):
            if n == 4:
                (out / table / "part-00001.parquet").write_bytes(b"mine")
            yield source

    with pytest.raises(CorpusError, match=rf"{table}/part-00001.parquet is in the way"):
        write_corpus(sources(), out, workers=1, part=4)  # type: ignore[arg-type]
    assert (out / table / "part-00001.parquet").read_bytes() == b"mine"
    (out / table / "part-00001.parquet").unlink()
    write_corpus(read_documents(folder), out, workers=1, part=4, resume=True)
    assert contents(out) == contents(tmp_path / "whole")


def test_corpus_without_its_manifest_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_corpus(read_documents(folder), out, workers=1)
    (out / "manifest.jsonl").unlink()
    before = contents(out)
    with pytest.raises(CorpusError, match="of a corpus without its manifest"):
        write_corpus(read_documents(folder), out, workers=1)
    assert contents(out) == before
    assert not (out / "manifest.jsonl").exists()


def test_failure_leaves_what_came_meanwhile(folder: Path, tmp_path: Path) -> None:
    """A folder that was made for a corpus that failed goes, unless somebody else put something there."""
    out = tmp_path / "out"

    def sources() -> Iterator[SourcePage]:
        yield SourcePage(text=TEXT, origin=Origin(path="a"))
        (out / "mine.txt").write_bytes(b"mine")
        (out / "pages" / "mine.txt").write_bytes(b"mine")
        raise RuntimeError("a source of one's own")

    with pytest.raises(RuntimeError):
        write_corpus(sources(), out, workers=1)
    assert contents(out) == {"mine.txt": b"mine", "pages/mine.txt": b"mine"}
    assert not (out / "manifest.jsonl").exists()


def test_full_disk_leaves_no_half_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_corpus(read_documents(folder), tmp_path / "whole", workers=1, part=4)
    from edition.corpus.tables import batch as made

    calls = 0

    def full(rows: list[dict[str, object]], table: str) -> object:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise OSError(28, "No space left on device")
        return made(rows, table)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "batch", full)
    with pytest.raises(OSError, match="No space left"):
        write_corpus(read_documents(folder), out, workers=1, part=4)
    assert not list(out.rglob("*.tmp"))
    monkeypatch.undo()
    write_corpus(read_documents(folder), out, workers=1, part=4, resume=True)
    assert contents(out) == contents(tmp_path / "whole")


# --- no two pages of one id


def test_ids_are_unique(tmp_path: Path) -> None:
    import zipfile

    source = tmp_path / "in"
    source.mkdir()
    records = [{"text": TEXT, "id": name} for name in ("a", "a", "3", "b", "b~5", "b")]
    lines = [json.dumps(record) for record in records]
    lines.insert(2, json.dumps({"text": TEXT}))  # the third line, without an id
    (source / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with zipfile.ZipFile(source / "z.zip", "w") as archive:
        archive.writestr("01.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("01.txt", TEXT)
    (source / "p.txt").write_text(f"{TEXT}\f{TEXT}", encoding="utf-8")
    (source / "p.txt#2").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    named = [source / name for name in ("p.txt", "p.txt#2", "r.jsonl", "z.zip")]
    write_corpus(read_documents(*named), out, workers=1)
    found = ids(out)
    assert len(found) == len(set(found)) == 12
    short = [name.removeprefix(f"{source}/") for name in found]
    assert short[:3] == ["p.txt#1", "p.txt#2", "p.txt#2#~2"]
    assert short[3:10] == ["r.jsonl#a", "r.jsonl#a~4", "r.jsonl#3", "r.jsonl#3~6", "r.jsonl#b", "r.jsonl#b~5", "r.jsonl#b~9"]  # fmt: skip
    assert short[10:] == ["z.zip#01.txt", "z.zip#01.txt~11"]


_NAME = st.text("ab#1~", max_size=3)


@given(st.lists(st.tuples(_NAME, st.none() | _NAME, st.integers(1, 3))))
def test_no_page_of_any_documents_has_the_id_of_another(
    named: list[tuple[str, str | None, int]],
) -> None:
    """Whatever documents are called, and however many pages each of them has."""
    sources = [SourcePage(text="", origin=Origin(path=p, member=m)) for p, m, _ in named]
    found: list[str] = []
    for source, (_, _, pages) in zip(told_apart(sources), named, strict=True):
        name = source.origin.id
        found += [name] if pages == 1 else [f"{name}#{n}" for n in range(1, pages + 1)]
    assert len(found) == len(set(found))


@given(st.lists(st.binary(max_size=2)))
def test_hashes_are_a_set(values: list[bytes]) -> None:
    ours, theirs = Hashes(), set[bytes]()
    for value in values:
        assert (value in ours) == (value in theirs)
        ours.add(value)
        theirs.add(value)


def test_hashes_grow() -> None:
    ours = Hashes()
    for n in range(10_000):
        ours.add(b"%d" % n)
    assert all(b"%d" % n in ours for n in range(10_000))
    assert not any(b"%d" % n in ours for n in range(10_000, 20_000))


def test_copy_of_a_corpus_goes_on(folder: Path, tmp_path: Path) -> None:
    """Times and places of files say nothing about what is in them."""
    write_corpus(read_documents(folder), tmp_path / "out", workers=1, part=2)
    shutil.copytree(tmp_path / "out", tmp_path / "copy")
    tally = write_corpus(read_documents(folder), tmp_path / "copy", workers=1, part=2, resume=True)
    assert tally.resumed == 4
