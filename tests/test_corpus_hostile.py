"""Documents that were made to stop a run or to take the machine: each is a row of errors, and the others are read."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import shlex
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.corpus import Failure, SourcePage, parse_many, read_documents, read_pages, write_corpus
from edition.corpus import _parquet as parquet
from edition.corpus._archives import TooLargeError, members, unpacked

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("charset_normalizer")

TEXT = "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放。\n"
#: What a run may have, in kB of address space, as `ulimit -v` takes it: the libraries alone take half a gigabyte.
MEMORY = 1_650_000


def found(*paths: Path, **settings: object) -> list[SourcePage | Failure]:
    """The pages and failures of some files."""
    return list(read_pages(*paths, **settings))  # type: ignore[arg-type]


def only_failure(path: Path, **settings: object) -> Failure:
    """What a file is that holds nothing else."""
    (failure,) = found(path, **settings)
    assert isinstance(failure, Failure)
    return failure


# --- Parquet


@pytest.mark.slow
@pytest.mark.parametrize(
    "column",
    [
        pa.array([["a"], ["b"]]),
        pa.array([1.5, 2.5]),
        pa.array([5, 2**40]),
        pa.array([True, False]),
        pa.array([{"a": 1}, {"a": 2}]),
        pa.array([0, 10**9], pa.timestamp("ns")),
    ],
    ids=str,
)
def test_column_that_holds_no_text(column: object, tmp_path: Path) -> None:
    """Neither a traceback nor pages of NULs."""
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    failure = only_failure(tmp_path / "a.parquet")
    assert failure.kind == "format"
    assert "column 'text' holds" in failure.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("date", pa.array([[1], [2]]), "column 'date' holds"),
        ("id", pa.array([{"a": 1}, {"a": 2}]), "column 'id' holds"),
        ("page", pa.array([b"\xff", b"1"]), "column 'page' holds"),
    ],
)
def test_columns_beside_the_text(name: str, column: object, says: str, tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [TEXT, TEXT], name: column}), tmp_path / "a.parquet")
    failure = only_failure(tmp_path / "a.parquet")
    assert (failure.kind, says in failure.message) == ("format", True)
    assert len(found(tmp_path / "a.parquet", fields={name: "no such"})) == 2


def test_days_that_python_has_not(tmp_path: Path) -> None:
    days = pa.array([10**7, 20000], pa.int32()).cast(pa.date32())
    pq.write_table(pa.table({"text": [TEXT, TEXT], "date": days}), tmp_path / "a.parquet")
    one, two = found(tmp_path / "a.parquet")
    assert isinstance(one, SourcePage)
    assert isinstance(two, SourcePage)
    assert (one.origin.date, str(two.origin.date)) == (None, "2024-10-04")


def test_row_that_is_no_utf8(tmp_path: Path) -> None:
    """It is an error of its own, and the next one a page."""
    text = pa.array([b"\xff\xfe", TEXT.encode()]).view(pa.string())
    pq.write_table(pa.table({"text": text}), tmp_path / "a.parquet", write_statistics=False)
    one, two = found(tmp_path / "a.parquet")
    assert isinstance(one, Failure)
    assert isinstance(two, SourcePage)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string())], ids=str)  # fmt: skip
def test_columns_of_text_of_every_kind(kind: object, tmp_path: Path) -> None:
    column = pa.array([TEXT, None]).cast(kind)
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    one, two = found(tmp_path / "a.parquet")
    assert isinstance(one, SourcePage)
    assert one.text == TEXT
    assert isinstance(two, Failure)


def test_page_of_parquet_that_is_too_large_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its header says how large it is; Arrow is not asked for it."""
    table = pa.table({"text": ["天" * 2**20]})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 10_000

    def unpack(*_: object, **__: object) -> None:
        pytest.fail("it is unpacked")

    failure = only_failure(tmp_path / "a.parquet", largest=2**16)
    assert failure.kind == "too large"
    assert failure.message.startswith("a page of Parquet of ")
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", unpack)
    with (tmp_path / "a.parquet").open("rb") as stream, pytest.raises(TooLargeError):
        next(parquet.parquet_rows(stream, "text", [], bound=2**21))


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY"])
def test_pages_of_parquet_are_as_large_as_arrow_finds_them(
    version: str, dictionary: bool, encoding: str, tmp_path: Path
) -> None:
    """What is read of the headers adds up to what the file says of its columns."""
    texts = [f"{TEXT}{n}" * (n % 7) for n in range(3000)]
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"text": texts}), path, data_page_version=version, data_page_size=4096,
        row_group_size=1000, compression="zstd", use_dictionary=dictionary,
        column_encoding=None if dictionary else encoding,
    )  # fmt: skip
    file = pq.ParquetFile(path)
    with path.open("rb") as stream:
        for group in range(file.num_row_groups):
            chunk = file.metadata.row_group(group).column(0)
            at = chunk.dictionary_page_offset or chunk.data_page_offset
            end = at + chunk.total_compressed_size
            unpacked_size = rows = 0
            while at < end:
                size, packed, values, length, _ = parquet._page(stream, at)
                rows += values
                unpacked_size += size + length
                at += length + packed
            assert at == end
            assert unpacked_size == chunk.total_uncompressed_size
            assert rows >= chunk.num_values
    assert [p.text for p in found(path) if isinstance(p, SourcePage)] == texts


@given(st.binary(max_size=64))
def test_header_of_any_bytes(data: bytes) -> None:
    """It is a header, or a ValueError."""
    try:
        size, _, _, length, _ = parquet._page(io.BytesIO(data), 0)
    except ValueError:
        return
    assert length <= len(data)
    assert size >= -(2**63)


@pytest.mark.slow
def test_file_that_repeats_one_text_without_end(tmp_path: Path) -> None:
    """A few kilobytes for three gigabytes of pages: it is read until that is plain."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int16()), ["天\n" * 250_000])
    pq.write_table(pa.table({"text": text}), tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 20_000
    *documents, last = read_documents(tmp_path / "a.parquet")
    assert isinstance(last, Failure)
    assert (last.kind, last.message) == ("too large", "it unpacks to more than 200 times its size")
    assert len(documents) == 2**28 // 1_000_000


#: Changes bytes of a file as told on standard input, and reads it: a row or a failure, whatever it is now.
MUTATED = """
import io, random, sys, zipfile
from pathlib import Path
import pyarrow as pa
import pyarrow.parquet as pq
from edition.corpus import Failure, SourcePage, read_pages

seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
rng = random.Random(seed)
wholes = []
for settings in ({}, {"compression": "zstd", "use_dictionary": False}, {"data_page_version": "2.0"}):
    whole = io.BytesIO()
    table = pa.table({"text": ["天晴", "天晴了"], "date": ["2025-03-06", None], "page": [1, 2]})
    pq.write_table(table, whole, **settings)
    wholes.append(whole.getvalue())
for n in range(count):
    content = bytearray(rng.choice(wholes))
    for _ in range(rng.randint(1, 4)):
        content[rng.randrange(len(content))] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
    (folder / f"{n:04}.parquet").write_bytes(content)
(folder / "last.txt").write_text("天晴", encoding="utf-8")
kinds = {}
for page in read_pages(folder):
    assert isinstance(page, SourcePage | Failure), page
    kind = page.kind if isinstance(page, Failure) else "page"
    kinds[kind] = kinds.get(kind, 0) + 1
assert page.origin.id.endswith("last.txt"), page
print(kinds)
"""


def test_any_parquet_is_read_or_refused(tmp_path: Path) -> None:
    """Whatever bytes of a file fall over, there are pages and failures, and the next file is read."""
    command = [sys.executable, "-c", MUTATED, "1", "300", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "'format'" in done.stdout
    assert "'page'" in done.stdout


CRASH = pytest.mark.skipif(os.name != "posix", reason="processes that die of a signal")


@pytest.mark.slow
@CRASH
def test_file_that_a_process_dies_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another is begun for the next one; what stands before the fault is read."""
    from edition.corpus import _apart

    for n in range(3):
        pq.write_table(pa.table({"text": [TEXT] * 200}), tmp_path / f"{n}.parquet")
    dying = (
        "import os\nreading = _apart.parquet_rows\n"
        "def dies(stream, *arguments, **settings):\n"
        "    for n, row in enumerate(reading(stream, *arguments, **settings)):\n"
        "        n == 100 and stream.name.endswith('1.parquet') and os.abort()\n"
        "        yield row\n"
        "_apart.parquet_rows = dies\n"
    )
    program = _apart._PROGRAM.replace("_apart.serve()", f"exec({dying!r}); _apart.serve()")
    monkeypatch.setattr(_apart, "_PROGRAM", program)
    pages = found(tmp_path)
    failures = [page for page in pages if isinstance(page, Failure)]
    assert [(failure.origin.path, failure.kind) for failure in failures] == [(str(tmp_path / "1.parquet"), "crash")]  # fmt: skip
    assert 400 <= len(pages) - 1 <= 500


# --- tar, zip, xz


def _long_header(kind: bytes, size: int) -> bytes:
    header = tarfile.TarInfo("././@LongLink")
    header.type = kind
    header.size = size
    return header.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.SOLARIS_XHDTYPE])  # fmt: skip
@pytest.mark.parametrize("packed", [True, False])
def test_header_of_a_tar_that_is_too_long(kind: bytes, packed: bool, tmp_path: Path) -> None:
    """It is refused for what it says of itself, before any of it is read."""
    data = _long_header(kind, 1_500_000_000)
    path = tmp_path / ("a.tar.gz" if packed else "a.tar")
    path.write_bytes(gzip.compress(data) if packed else data)
    failure = only_failure(path)
    assert (failure.kind, failure.message) == ("too large", "a header of 1500000000 bytes")


def test_long_names_of_a_tar_are_read(tmp_path: Path) -> None:
    name = "汾" * 400 + "/01.txt"
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        for mode in ("w", "w:gz", "w:bz2", "w:xz"):
            with tarfile.open(tmp_path / "a.tar", mode, format=form) as archive:
                member = tarfile.TarInfo(name)
                member.size = len(TEXT.encode())
                archive.addfile(member, io.BytesIO(TEXT.encode()))
            (page,) = found(tmp_path / "a.tar")
            assert isinstance(page, SourcePage)
            assert (page.origin.member, page.text) == (name, TEXT)


def test_tar_remembers_no_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tarfile.TarFile] = []
    opening = tarfile.open

    def opened(*arguments: object, **settings: object) -> tarfile.TarFile:
        made.append(opening(*arguments, **settings))  # type: ignore[call-overload]
        return made[-1]

    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for n in range(50):
            archive.addfile(tarfile.TarInfo(f"{n}.txt"), io.BytesIO(b""))
    monkeypatch.setattr(tarfile, "open", opened)
    for _ in read_documents(tmp_path / "a.tar"):
        assert len(made[0].members) <= 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_zip_is_unpacked_by_deflate_alone(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("01.txt", b"0" * 2**20, method)
        archive.writestr("02.txt", TEXT, zipfile.ZIP_DEFLATED)
    one, two = found(tmp_path / "a.zip")
    assert isinstance(one, Failure)
    assert one.message == "packed in another way than by deflate"
    assert isinstance(two, SourcePage)


def test_zip_of_very_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.corpus._archives._DIRECTORY", 1000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(50):
            archive.writestr(f"{n}.txt", b"")
    failure = only_failure(tmp_path / "a.zip")
    assert (failure.kind, failure.message) == ("too large", "a directory of more than 1000 bytes")


def _greedy_xz() -> bytes:
    """An xz that asks for four gigabytes to be unpacked."""
    data = bytearray(lzma.compress(TEXT.encode()))
    length = (data[12] + 1) * 4
    block = data[12 : 12 + length]
    block[block.index(b"\x21\x01") + 2] = 40
    block[-4:] = struct.pack("<I", zlib.crc32(block[:-4]))
    data[12 : 12 + length] = block
    return bytes(data)


def test_xz_that_asks_for_more_than_it_needs(tmp_path: Path) -> None:
    for name in ("a.txt.xz", "a.tar.xz"):
        (tmp_path / name).write_bytes(_greedy_xz())
        failure = only_failure(tmp_path / name)
        assert failure.kind == "format"
        assert "emory" in failure.message


def test_xz_of_several_streams(tmp_path: Path) -> None:
    half = len(TEXT) // 2
    streams = [lzma.compress(part.encode()) for part in (TEXT[:half], TEXT[half:])]
    for padding in (0, 4, 2**17):
        (tmp_path / "a.txt.xz").write_bytes((b"\0" * padding).join(streams) + b"\0" * padding)
        (page,) = found(tmp_path / "a.txt.xz")
        assert isinstance(page, SourcePage)
        assert page.text == TEXT
    (tmp_path / "a.txt.xz").write_bytes(streams[0] + streams[1][:-20])
    assert only_failure(tmp_path / "a.txt.xz").kind == "format"


@pytest.mark.slow
@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_stream_that_unpacks_without_end(
    pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edition.corpus._archives._FREE", 2**20)
    stream = unpacked(io.BytesIO(pack(b"0" * 2**24)))
    with pytest.raises(TooLargeError, match="200 times"):
        stream.read()
    many = pack(os.urandom(2**21))
    assert len(unpacked(io.BytesIO(many)).read()) == 2**21


@given(st.data())
def test_any_archive_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever bytes fall over, what is raised is one of what a reader of archives takes for damage."""
    is_zip = data.draw(st.booleans())
    whole = io.BytesIO()
    if is_zip:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("1.txt", TEXT)
    else:
        with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tarred:
            tarred.addfile(tarfile.TarInfo("汾" * 60 + ".txt"), io.BytesIO(b""))
    content = bytearray(whole.getvalue())
    for at in data.draw(st.lists(st.integers(0, min(len(content), 2048) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    count = 0
    try:
        for _, _, opening in members(io.BytesIO(content), is_zip=is_zip):
            count += 1
            opening().read(1000)
    except Exception as problem:  # noqa: BLE001
        assert not isinstance(problem, AssertionError | MemoryError)  # noqa: PT017
    assert count < 100


# --- what is no file


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    for name in ("a.txt", "a.zip", "a.jsonl", "a.parquet", "a.txt.gz"):
        os.mkfifo(tmp_path / name)
    for paths in ([*tmp_path.iterdir()], [tmp_path / "a.*"], [tmp_path], [Path("/dev/zero")]):
        failures = found(*paths)
        assert failures
        for failure in failures:
            assert isinstance(failure, Failure)
            assert (failure.kind, failure.message) == ("unreadable", "not a file")


# --- options


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--workers", "99999999999"], "at most"),
        (["--workers", "0"], "at least one worker"),
        (["--workers", "-5"], "at least one worker"),
        (["--largest", str(10**21)], "a page may have from 1 to"),
        (["--largest", "0"], "a page may have from 1 to"),
        (["--largest", "-1"], "a page may have from 1 to"),
        (["--part", str(10**21)], "a part has from 1 to"),
        (["--part", "-1"], "a part has from 1 to"),
        (["--field", "=x"], "OURS=THEIRS"),
        (["--field", "text="], "OURS=THEIRS"),
        (["--field", "words=x"], "OURS=THEIRS"),
        (["--field", ""], "OURS=THEIRS"),
    ],
)
def test_options_that_nobody_means(options: list[str], says: str, tmp_path: Path) -> None:
    """A line, and nothing is begun."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "edition", "corpus", str(tmp_path / "a.txt"), str(tmp_path / "out"), *options]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_workers_are_bounded() -> None:
    with pytest.raises(ValueError, match="at least one worker is needed, and at most"):
        list(parse_many(["天晴"], workers=10**9))


# --- memory


def _bombs(folder: Path) -> dict[str, str]:
    """A folder of what unpacks to gigabytes, and what each is an error of."""
    zeros = b"\0" * 2**24

    def flood(opening: Callable[[io.BufferedWriter], object], path: Path, blocks: int) -> None:
        with path.open("wb") as raw:
            stream = opening(raw)
            for _ in range(blocks):
                stream.write(zeros)  # type: ignore[attr-defined]
            stream.close()  # type: ignore[attr-defined]

    flood(lambda raw: gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1), folder / "a.txt.gz", 40)  # fmt: skip
    flood(lambda raw: gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1), folder / "a.jsonl.gz", 40)  # fmt: skip
    (folder / "b.txt.xz").write_bytes(_greedy_xz())
    (folder / "c.tar.gz").write_bytes((folder / "a.txt.gz").read_bytes())
    with (folder / "d.tar.gz").open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1) as stream:  # fmt: skip
        stream.write(_long_header(tarfile.GNUTYPE_LONGNAME, 2**31))
        for _ in range(40):
            stream.write(zeros)
    with zipfile.ZipFile(folder / "e.zip", "w") as archive, archive.open(zipfile.ZipInfo("01.txt"), "w", force_zip64=True) as member:  # fmt: skip
        for _ in range(4):
            member.write(zeros)
    with zipfile.ZipFile(folder / "f.zip", "w", zipfile.ZIP_LZMA) as archive, archive.open("01.txt", "w") as member:  # fmt: skip
        for _ in range(20):
            member.write(zeros)
    value = pa.array(["天" * (2**28 // 3)])
    pq.write_table(pa.table({"text": value}), folder / "g.parquet", compression="zstd")
    pq.write_table(pa.table({"text": pa.array([b"\0" * 2**29])}), folder / "h.parquet", compression="zstd", use_dictionary=False)  # fmt: skip
    (folder / "i.jsonl").write_text(json.dumps({"text": "天" * 10_000_000}), encoding="utf-8")
    (folder / "j.txt").write_text(TEXT, encoding="utf-8")
    return {
        "a.txt.gz": "too large", "a.jsonl.gz": "too large", "b.txt.xz": "format",
        "d.tar.gz": "too large", "e.zip#01.txt": "too large", "f.zip": "too large",
        "g.parquet": "too large", "h.parquet": "too large", "i.jsonl#1": "too large",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits as Linux knows them")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_bombs_in_bounded_memory(workers: str, tmp_path: Path) -> None:
    """Gigabytes in a few kilobytes: each is an error, the page among them is read, in less memory than one of them takes."""
    (tmp_path / "in").mkdir()
    expected = _bombs(tmp_path / "in")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "edition", "corpus", str(tmp_path / "in"), str(out), "--workers", workers]  # fmt: skip
    limited = f"ulimit -v {MEMORY} && exec {shlex.join(command)}"
    done = subprocess.run(["/bin/sh", "-c", limited], capture_output=True, encoding="utf-8", check=False, env=os.environ | {"PYTHONUTF8": "1"})  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    errors = pq.read_table(sorted((out / "errors").iterdir())).to_pylist()
    kinds = {row["id"].removeprefix(f"{tmp_path / 'in'}/"): row["kind"] for row in errors}
    assert kinds == expected
    pages = pq.read_table(sorted((out / "pages").iterdir()), columns=["id"]).to_pylist()
    assert f"{tmp_path / 'in' / 'j.txt'}" in [row["id"] for row in pages]


def test_what_has_no_memory_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it runs out: a page is too large for this machine, and the next one is not."""
    from edition.corpus import tables
    from edition.pages import parse

    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(f"{TEXT}第{n}页", encoding="utf-8")
    add = tables.add_rows

    def hungry(text: str, **settings: object) -> object:
        if "第1页" in text:
            raise MemoryError
        return parse(text, **settings)  # type: ignore[arg-type]

    def hungry_too(rows: object, result: object) -> None:
        if not isinstance(result, Failure) and "第2页" in str(result.page):  # type: ignore[attr-defined]
            raise MemoryError
        add(rows, result)  # type: ignore[arg-type]

    monkeypatch.setattr("edition.corpus._parsing.parse", hungry)
    monkeypatch.setattr(tables, "add_rows", hungry_too)
    tally = write_corpus(read_documents(tmp_path), tmp_path / "out", workers=1)
    assert (tally.rows["pages"], dict(tally.errors)) == (2, {"too large": 2})


def test_rows_of_large_pages_are_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process holds few of them at a time, however many a part has."""
    from edition.corpus import tables

    monkeypatch.setattr(tables, "_CHARACTERS_AT_A_TIME", 100)
    pages = list(parse_many([TEXT] * 20, workers=1))
    sizes = [len(rows["pages"]) for rows in tables.gathered(pages, 1000)]
    assert sum(sizes) == 20
    assert max(sizes) <= 4
