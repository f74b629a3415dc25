"""What a corpus is read from: files of every kind, in every encoding, and what is no page at all."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition.corpus import Failure, SourcePage, _apart, read_documents, read_pages
from edition.corpus._encodings import UndecodableError, decode, parted
from edition.corpus._inputs import Inputs, Options

TEXT = """河堤步道今日开放

本报讯（记者 陈立）汾河西岸的步道今日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。

据城建部门介绍，步道分三期修建，今年还将向南延伸两公里，沿途设置座椅、路灯和饮水点。

（何青）
"""
TRADITIONAL = """河堤步道今日開放

【本報訊】汾河西岸的步道今日開放，全長三公里，沿線新栽了柳樹和海棠，傍晚前來散步的市民絡繹不絕。

據城建部門介紹，步道分三期修建，今年還將向南延伸兩公里，沿途設置座椅、路燈和飲水點。
"""


def pages(*paths: Path, **options: object) -> list[SourcePage]:
    """The pages of some files, none of which fails."""
    found = list(read_pages(*paths, **options))  # type: ignore[arg-type]
    assert all(isinstance(page, SourcePage) for page in found), found
    return [page for page in found if isinstance(page, SourcePage)]


def failures(*paths: Path, **options: object) -> dict[str, str]:
    """What failed, by the file's name."""
    found = read_pages(*paths, **options)  # type: ignore[arg-type]
    return {Path(f.origin.path).name: f.kind for f in found if isinstance(f, Failure)}


# --- encodings


@pytest.mark.parametrize(
    ("text", "data", "encoding", "known_by"),
    [
        (TEXT, TEXT.encode(), "utf-8", "valid"),
        ("\ufeff" + TEXT, TEXT.encode("utf-8-sig"), "utf-8", "mark"),
        ("\ufeff" + TEXT, b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", "mark"),
        ("\ufeff" + TEXT, b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", "mark"),
        (TEXT, TEXT.encode("utf-16-le"), "utf-16-le", "detected"),
        (TEXT, TEXT.encode("utf-16-be"), "utf-16-be", "detected"),
        (TEXT, TEXT.encode("gb18030"), "gb18030", "detected"),
        (TEXT, TEXT.encode("gbk"), "gb18030", "detected"),
        (TRADITIONAL, TRADITIONAL.encode("big5"), "big5hkscs", "detected"),
        (TRADITIONAL + "\u5605", (TRADITIONAL + "\u5605").encode("big5hkscs"), "big5hkscs", "detected"),
        ("", b"", "utf-8", "valid"),
        ("plain", b"plain", "utf-8", "valid"),
    ],
)  # fmt: skip
def test_encoding_is_found_and_gives_the_bytes_back(
    text: str, data: bytes, encoding: str, known_by: str
) -> None:
    pytest.importorskip("charset_normalizer")
    found = decode(data)
    assert tuple(found) == (text, encoding, known_by, None)
    assert found.text.encode(found.encoding) == data


@pytest.mark.parametrize("declared", ["gbk", "GB2312", "gb18030"])
def test_declared_encoding_is_honoured(declared: str) -> None:
    found = decode(TEXT.encode("gbk"), declared)
    assert (found.text, found.known_by) == (TEXT, "declared")


@pytest.mark.parametrize("declared", ["utf-8-sig", "utf-16", "UTF16"])
def test_declared_encoding_with_a_mark_keeps_the_mark(declared: str) -> None:
    data = TEXT.encode(declared)
    found = decode(data, declared)
    assert found.text == "\ufeff" + TEXT
    assert found.text.encode(found.encoding) == data


def test_characters_that_big5_has_twice_keep_their_bytes() -> None:
    data = TRADITIONAL.encode("big5") + b"\xa2\xcc\n"  # 十, which stands at A451 too
    found = decode(data, "big5")
    assert found.text.endswith("十\n")
    assert found.text.encode(found.encoding) != data
    assert found.raw == data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TEXT.encode()[:-2] + b"\xe6", "damaged UTF-8"),
        (TEXT.encode()[:400] + b"\xff\xfe" + TEXT.encode()[400:], "damaged UTF-8"),
        (bytes(range(256)) * 8, "neither UTF-8 nor"),
        (b"\x89PNG\r\n\x1a\n" + os.urandom(4096), "neither UTF-8 nor"),
        (b"\xff\xfe" + "汾".encode("utf-16-le") + b"\x00", "utf-16-le"),
    ],
)
def test_what_no_encoding_fits_is_told(data: bytes, says: str) -> None:
    pytest.importorskip("charset_normalizer")
    with pytest.raises(UndecodableError, match=says):
        decode(data)


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb18030", "big5hkscs", "utf-16"]))
def test_whatever_is_decoded_gives_its_bytes_back(data: bytes, declared: str | None) -> None:
    try:
        found = decode(data, declared)
    except UndecodableError:
        return
    assert (found.text.encode(found.encoding) if found.raw is None else found.raw) == data
    parts = parted(found)
    assert "".join(part.text for part in parts) == found.text
    raws = [part.text.encode(part.encoding) if part.raw is None else part.raw for part in parts]
    assert b"".join(raws) == data


# --- files, folders and archives


def test_dates_and_pages_in_names(tmp_path: Path) -> None:
    names = {
        "2025-03-06/01.txt": (dt.date(2025, 3, 6), "1"),
        "2025-03-06/A02.txt": (dt.date(2025, 3, 6), "A2"),
        "1998/01/03/04.txt": (dt.date(1998, 1, 3), "4"),
        "20110719_08.txt": (dt.date(2011, 7, 19), "8"),
        "fenhe-2025年3月6日-2.txt": (dt.date(2025, 3, 6), "2"),
        "fenhe-2025-03-07.txt": (dt.date(2025, 3, 7), None),
        "notes.txt": (None, None),
    }
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = {
        Path(p.origin.path).relative_to(tmp_path).as_posix(): (p.origin.date, p.origin.label)
        for p in pages(tmp_path, paper="汾河日报")
    }
    assert found == names
    assert list(found) == sorted(names)


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    (tmp_path / "issue.txt").write_bytes(TEXT.encode() + b"\x0c" + TRADITIONAL.encode() + b"\x0c\n")
    first, second = pages(tmp_path / "issue.txt")
    assert (first.origin.member, second.origin.member) == ("1", "2")
    assert first.text == TEXT + "\f"
    assert first.data + second.data == (tmp_path / "issue.txt").read_bytes()


def _zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025-03-06/01.txt", TEXT.encode())
        archive.writestr("2025-03-06/.hidden.txt", b"")
        archive.writestr("2025-03-06/photo.jpg", b"\xff\xd8")
        archive.writestr("2025-03-06/02.txt", TRADITIONAL.encode("big5"))
    return folder / "a.zip"


def _tar(folder: Path) -> Path:
    with tarfile.open(folder / "a.tar.gz", "w:gz") as archive:
        for name, data in (
            ("2025-03-06/01.txt", TEXT.encode()),
            ("2025-03-06/02.txt", TRADITIONAL.encode("big5")),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return folder / "a.tar.gz"


@pytest.mark.parametrize("made", [_zip, _tar])
def test_archives(made: Callable[[Path], Path], tmp_path: Path) -> None:
    pytest.importorskip("charset_normalizer")
    archive = made(tmp_path)
    one, two = pages(archive)
    assert (one.text, two.text) == (TEXT, TRADITIONAL)
    assert one.origin.id == f"{archive}#2025-03-06/01.txt"
    assert (two.origin.date, two.origin.label) == (dt.date(2025, 3, 6), "2")


def test_zip_names_of_chinese_systems(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("XXXX/01.txt", TEXT.encode())
    (tmp_path / "a.zip").write_bytes(data.getvalue().replace(b"XXXX", "汾河".encode("gbk")))
    assert [page.origin.member for page in pages(tmp_path / "a.zip")] == ["汾河/01.txt"]
    # Packed again by a program that took them for code page 437, and says that they are UTF-8.
    drawn = "汾河/01版.txt".encode("gbk").decode("cp437")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(drawn), TEXT.encode())
    assert [page.origin.member for page in pages(tmp_path / "b.zip")] == ["汾河/01版.txt"]


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_packed_files(ending: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / f"01.txt.{ending}").write_bytes(pack(TEXT.encode()))
    assert [page.text for page in pages(tmp_path)] == [TEXT]


def test_patterns(tmp_path: Path) -> None:
    for name in ("a/1.txt", "a/2.text", "b/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert len(pages(tmp_path / "**" / "*.t*xt")) == 3
    assert failures(tmp_path / "c*.txt") == {"c*.txt": "unreadable"}


def test_reading_is_lazy(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(TEXT, encoding="utf-8")
    found = read_pages(tmp_path)
    next(found)
    (tmp_path / "1.txt").write_text("现在", encoding="utf-8")
    page = next(found)
    assert isinstance(page, SourcePage)
    assert page.text == "现在"


def test_inputs_that_overlap_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="read twice"):
        read_documents(tmp_path, tmp_path / "1998")


def test_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="kind is one of alto, articles"):
        read_documents(tmp_path, kind="epub")


# --- records


def test_jsonl_of_pages(tmp_path: Path) -> None:
    rows: list[object] = [
        {"content": TEXT, "id": "x1", "date": "2025-03-06", "page": "A02", "paper": "汾河日报"},
        {"content": "\ud800"},
        ["no object"],
        {"text": "another field"},
        {"content": ""},
    ]
    lines = [json.dumps(row) for row in rows] + ["", "{cut"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = list(read_pages(tmp_path / "a.jsonl", fields={"text": "content"}))
    kinds = [page.kind if isinstance(page, Failure) else page.text for page in found]
    assert kinds == [TEXT, "\ud800", "format", "format", "", "format"]
    first, second = found[:2]
    assert first.origin.id == f"{tmp_path / 'a.jsonl'}#x1"
    assert (first.origin.paper, first.origin.label) == ("汾河日报", "A02")
    assert first.origin.date == dt.date(2025, 3, 6)
    assert second.origin.member == "2"
    assert isinstance(second, SourcePage)
    assert second.data == b"\xed\xa0\x80"


def test_jsonl_of_articles_becomes_pages(tmp_path: Path) -> None:
    def article(page: int, headline: str, *, body: str, **more: object) -> str:
        told = {"date": "2025-03-06", "page": page, "headline": headline, "text": body}
        return json.dumps({**told, **more}, ensure_ascii=False)

    body = "汾河西岸的步道今日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。"
    lines = [
        article(1, "河堤步道今日开放", kicker="市住房和城乡建设部门持续推进便民工程", body=f"　　本报讯（记者 陈立）{body}\n　　{body}"),
        article(1, "石鼓村书屋添了新书", byline="本报记者 何青", body=body),
        "{}",
        article(2, "古渡区社区食堂投入使用", body=body),
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    nothing, one, two = read_pages(tmp_path / "a.jsonl", kind="articles", paper="汾河日报")
    assert isinstance(nothing, Failure)
    assert isinstance(one, SourcePage)
    assert isinstance(two, SourcePage)
    assert (one.origin.member, one.origin.label, two.origin.member) == ("1-2", "1", "4")
    stories = edition.parse(one.text).stories
    assert [story.headline and story.headline.text for story in stories] == [
        "河堤步道今日开放",
        "石鼓村书屋添了新书",
    ]
    assert stories[0].kicker is not None
    assert stories[0].kicker.text == "市住房和城乡建设部门持续推进便民工程"
    assert [p.name for story in stories for p in story.people] == ["陈立", "何青"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["string", "binary"])
def test_parquet_column(kind: str, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    texts = [TEXT, TRADITIONAL, None]
    held = texts if kind == "string" else [text and text.encode("utf-8") for text in texts]
    days = [dt.date(2025, 3, n) for n in (6, 7, 8)]
    table = pa.table({"ocr": pa.array(held, kind), "date": days, "page": [1, 2, 3]})
    pq.write_table(table, tmp_path / "a.parquet")
    one, two, three = read_pages(tmp_path / "a.parquet", fields={"text": "ocr"})
    assert isinstance(one, SourcePage)
    assert isinstance(two, SourcePage)
    assert (one.text, two.text) == (TEXT, TRADITIONAL)
    assert (two.origin.member, two.origin.date, two.origin.label) == ("2", days[1], "2")
    assert isinstance(three, Failure)
    assert failures(tmp_path / "a.parquet") == {"a.parquet": "format"}


PKU = """19990203-01-001-001/m  河堤/n  步道/n  今日/t  开放/v
19990203-01-001-002/m  本报讯/n  [汾河/ns  日报/n]nt  记者/n  陈/nr  立/nr  报道/v  ：/w  步道/n  为{wei4}/p  市民/n  而/c  修/v  ，/w  长/a  ３/m  ／/w  ４/m  公里/q  。/w

19990203-01-002-001/m  书屋/n  添/v  新书/n
19990203-01-002-002/m  石鼓村/ns  的/u  书屋/n  添/v  了/u  新书/n  。/w
19990203-02-001-001/m  食堂/n  开张/v
19990204-01-001-001/m  灌渠/n  通水/v
没有号码的一行
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_peoples_daily_of_peking_university(encoding: str, tmp_path: Path) -> None:
    pytest.importorskip("charset_normalizer")
    (tmp_path / "1999.txt").write_bytes(PKU.encode(encoding))
    *found, wrong = read_pages(tmp_path, kind="pku", paper="汾河日报")
    assert isinstance(wrong, SourcePage | Failure)
    told = [(p.origin.member, p.origin.date, p.origin.label) for p in (*found, wrong)]
    assert told == [
        ("19990203-01", dt.date(1999, 2, 3), "1"),
        ("19990203-02", dt.date(1999, 2, 3), "2"),
        ("8", None, None),
        ("19990204-01", dt.date(1999, 2, 4), "1"),
    ]
    assert isinstance(found[0], SourcePage)
    assert found[0].text == (
        "河堤步道今日开放\n"
        "本报讯汾河日报记者陈立报道：步道为市民而修，长３／４公里。\n"
        "\n"
        "书屋添新书\n"
        "石鼓村的书屋添了新书。\n"
    )


def test_peoples_daily_without_tags(tmp_path: Path) -> None:
    (tmp_path / "1999.txt").write_text("19990203-01-001-001 河堤步道 今日开放\n", encoding="utf-8")
    assert [page.text for page in pages(tmp_path, kind="pku")] == ["河堤步道 今日开放\n"]


# --- PDF and ALTO


CATALOG = b"""1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
3 0 obj << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H
  /DescendantFonts [4 0 R] >> endobj
4 0 obj << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000
  /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >> endobj
"""


def write_pdf(path: Path, columns: Sequence[Sequence[Sequence[str]]]) -> None:
    """A PDF of pages of columns of lines, set column by column in a Chinese font that the reader has to know.

    It has no table of its objects, as damaged files have none: readers look for them.
    """
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(columns)))
    data = b"%PDF-1.5\n" + CATALOG
    data += b"2 0 obj << /Type /Pages /Count %d /Kids [%s] >> endobj\n" % (len(columns), kids)
    for n, page in enumerate(columns):
        shown = b""
        for column, lines in enumerate(page):
            for row, line in enumerate(lines):
                at = b"1 0 0 1 %d %d Tm" % (40 + 260 * column, 780 - 16 * row)
                shown += b"%s <%s> Tj\n" % (at, line.encode("utf-16-be").hex().encode())
        content = b"BT /F1 10 Tf\n%sET" % shown
        data += b"%d 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " % (5 + 2 * n)
        data += b"/Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >> endobj\n" % (6 + 2 * n)
        data += b"%d 0 obj << /Length %d >> stream\n" % (6 + 2 * n, len(content))
        data += content + b"\nendstream endobj\n"
    path.write_bytes(data + b"trailer << /Root 1 0 R >>\n%%EOF\n")


COLUMN = """河堤步道今日开放
本报讯（记者 陈立）汾河西岸的
步道今日开放，全长三公里，沿线
新栽了柳树和海棠，傍晚前来散步
的市民络绎不绝，老人和孩子都有
了去处，学生上学不必再绕道。
据城建部门介绍，步道分三期修建
，今年还将向南延伸两公里，沿途
设置座椅、路灯和饮水点，前后只
用了一百二十一天，比原先的计划
早了十天，费用低了近三成。"""


def test_pdf_in_the_order_of_its_content(tmp_path: Path) -> None:
    """Two columns beside each other stay two columns: the story in the left one is read to its end first."""
    pytest.importorskip("pypdfium2")
    left = COLUMN.split()
    right = [line.translate(str.maketrans("堤步道河", "岸书屋湖")) for line in left]
    write_pdf(tmp_path / "2025-03-06.pdf", [[left, right], [["第二版"]]])
    one, two = pages(tmp_path)
    assert one.text.split() == " ".join([*left, *right]).split()
    assert one.text.index(left[-1]) < one.text.index(right[0])
    assert (one.origin.member, two.origin.member) == ("1", "2")
    assert two.text.strip() == "第二版"
    headlines = [
        story.headline and story.headline.text for story in edition.parse(one.text).stories
    ]
    assert headlines == [left[0], right[0]]


ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">{order}<Layout><Page ID="P1"><PrintSpace>
<TextBlock ID="B2"><TextLine><String CONTENT="（何青）"/></TextLine></TextBlock>
<ComposedBlock ID="C1"><TextBlock ID="B1">
<TextLine><String CONTENT="河堤"/><SP/><String CONTENT="步道"/><SP/><String CONTENT="开放"/></TextLine>
<TextLine><String CONTENT="a"/><SP/><String CONTENT="new"/><SP/><String CONTENT="path"/><HYP CONTENT="-"/></TextLine>
</TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>
"""
ORDER = '<ReadingOrder><OrderedGroup ID="G"><ElementRef ID="r1" REF="{}"/><ElementRef ID="r2" REF="B2"/></OrderedGroup></ReadingOrder>'


@pytest.mark.parametrize(
    ("order", "text"),
    [
        ("", "（何青）\n\n河堤步道开放\na new path-\n"),
        (ORDER.format("B1"), "河堤步道开放\na new path-\n\n（何青）\n"),
        (ORDER.format("C1"), "河堤步道开放\na new path-\n\n（何青）\n"),
    ],
)
def test_alto_in_reading_order(order: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "2025-03-06-01.xml").write_text(ALTO.format(order=order), encoding="utf-8")
    (page,) = pages(tmp_path)
    assert page.text == text
    assert (page.origin.date, page.origin.label) == (dt.date(2025, 3, 6), "1")


# --- what is no page


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def other_user() -> Iterator[None]:
    """Permissions bind everybody but root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def bad_files(folder: Path) -> None:
    """A folder of bad files of every kind."""
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \r\n\x0c\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "truncated.txt").write_bytes(TEXT.encode()[:-5])
    (folder / "damaged.txt").write_bytes(TEXT.encode().replace(b"\xe5", b"\xff", 1))
    (folder / "control.txt").write_bytes(b"\x00\x01\x02\x1b[2J" * 100)
    with (folder / "long.txt").open("wb") as file:  # one line of 200 MB
        file.truncate(200 * 10**6)
    with (folder / "long.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        file.seek(60 * 10**6)
        file.write(b'"}\n{"text": "' + TEXT.splitlines()[0].encode() + b'"}\n')
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed").chmod(0)
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "round.txt").symlink_to("about.txt")
    (folder / "about.txt").symlink_to("round.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 no archive")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01.txt", TEXT.encode() * 40)
        archive.writestr("bomb.txt", b"0" * 50 * 10**6)
        archive.writestr("inner.zip", b"")
    (folder / "bomb.zip").write_bytes(whole.getvalue())
    (folder / "cut.tar.gz").write_bytes(gzip.compress(b"\0" * 5000)[:20])
    (folder / "cut.txt.gz").write_bytes(gzip.compress(TEXT.encode())[:-9])
    (folder / "not.txt.gz").write_bytes(b"not packed")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "broken.parquet").write_bytes(b"PAR1")
    (folder / "broken.xml").write_bytes(b"<alto><Layout>")
    (folder / "entities.xml").write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><alto>&b;</alto>')
    (folder / "other.xml").write_bytes(b"<html/>")
    (folder / "deep.jsonl").write_bytes(b"[" * 100_000)
    (folder / os.fsdecode(b"name-\xff.txt")).write_text(TEXT, encoding="utf-8")


BAD = {
    "binary.txt": "encoding",
    "truncated.txt": "encoding",
    "damaged.txt": "encoding",
    "long.txt": "too large",
    "long.jsonl#1": "too large",
    "secret.txt": "unreadable",
    "closed": "unreadable",
    "nowhere.txt": "unreadable",
    "round.txt": "unreadable",
    "about.txt": "unreadable",
    "loop": "unreadable",
    "pipe.txt": "unreadable",
    "broken.zip": "format",
    "bomb.zip#bomb.txt": "too large",
    "bomb.zip#inner.zip": "format",
    "cut.tar.gz": "format",
    "cut.txt.gz": "format",
    "not.txt.gz": "format",
    "broken.pdf": "format",
    "broken.parquet": "format",
    "broken.xml": "format",
    "entities.xml": "format",
    "other.xml": "format",
    "deep.jsonl#1": "format",
}
GOOD = {"good.txt", "empty.txt", "blank.txt", "control.txt", "long.jsonl#2", "bomb.zip#01.txt", os.fsdecode(b"name-\xff.txt")}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="permissions, links and pipes of POSIX")
def test_folder_of_bad_files(open_folder: Path, request: pytest.FixtureRequest) -> None:
    """Each has a row that says what it is; those that are pages after all are pages."""
    for package in ("pyarrow.parquet", "pypdfium2", "charset_normalizer"):
        pytest.importorskip(package)
    bad_files(open_folder)
    # What is imported when it is first needed is root's; another process has to import it anew.
    kinds = {Path(p.origin.path).name: p.kind for p in read_pages(open_folder) if isinstance(p, Failure)}  # fmt: skip
    assert kinds["broken.parquet"] == BAD["broken.parquet"]
    (open_folder / "broken.parquet").unlink()
    request.getfixturevalue("other_user")
    good, bad = set(), {}
    for page in read_pages(open_folder):
        name = page.origin.id.removeprefix(f"{open_folder}/")
        if isinstance(page, Failure):
            bad[name] = page.kind
        else:
            good.add(name)
    assert bad | {"broken.parquet": "format"} == BAD
    assert good == GOOD


@pytest.mark.parametrize("packed", [False, True])
def test_missing_extras_are_failures_of_their_files(
    packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "pypdfium2"):
        monkeypatch.setitem(sys.modules, package, None)
    without = _apart._PROGRAM.replace("from", "sys.modules['pyarrow'] = None; from", 1)
    monkeypatch.setattr(_apart, "_PROGRAM", without)
    files = {"a.parquet": b"PAR1", "b.pdf": b"%PDF-1.7\n", "c.txt": TEXT.encode()}
    if packed:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    else:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
    parquet, pdf, text = read_pages(tmp_path)
    assert isinstance(text, SourcePage)
    for found, extra in ((parquet, "edition-dom[corpus]"), (pdf, "edition-dom[pdf]")):
        assert isinstance(found, Failure)
        assert found.kind == "unreadable"
        assert extra in found.message


# --- corpora among what is read


def a_corpus(folder: Path) -> None:
    """What `edition corpus` writes, as far as it matters to who reads it."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    (folder / "pages").mkdir(parents=True)
    (folder / "manifest.jsonl").write_bytes(b'{"corpus": 1}\n')
    pq.write_table(pa.table({"text": [TEXT]}), folder / "pages" / "part-00000.parquet")


def test_corpora_are_left_out_wherever_they_lie(tmp_path: Path) -> None:
    """In a folder, below one, behind a link, and for a pattern that goes into them."""
    inputs = tmp_path / "in"
    (inputs / "1998").mkdir(parents=True)
    (inputs / "1998" / "01.txt").write_text(TEXT, encoding="utf-8")
    a_corpus(inputs / "a")
    a_corpus(inputs / "1998" / "deep" / "b")
    a_corpus(tmp_path / "c")
    (inputs / "z").symlink_to(tmp_path / "c", target_is_directory=True)
    for path in (inputs, inputs / "**" / "*.*", inputs / "*" / "*"):
        found = Inputs([path], Options())
        assert [f.origin.path for f in found] == [str(inputs / "1998" / "01.txt")]
        assert found.passed_over["corpus"] >= 2
    assert list(Inputs([inputs / "a"], Options())) == []
    # Who names a file means it.
    assert len(pages(inputs / "a" / "pages" / "part-00000.parquet")) == 1


def test_folder_to_be_written_is_left_out(tmp_path: Path) -> None:
    """Whatever lies in it yet, so that a second run reads what the first did."""
    inputs = tmp_path / "in"
    (inputs / "out").mkdir(parents=True)
    (inputs / "01.txt").write_text(TEXT, encoding="utf-8")
    (inputs / "out" / "00.txt").write_text(TEXT, encoding="utf-8")
    for path in (inputs, inputs / "**" / "*.txt"):
        found = [f.origin.path for f in Inputs([path], Options(), out=inputs / "out")]
        assert found == [str(inputs / "01.txt")]


def test_corpus_is_not_written_into_what_it_is_read_from(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "pages", target_is_directory=True)
    for path, out in (
        (tmp_path, tmp_path),
        (tmp_path / "pages", tmp_path),
        (tmp_path / "link", tmp_path / "pages"),
        (tmp_path / "pages" / "1998", tmp_path),
        (tmp_path / "manifest.jsonl", tmp_path),
    ):
        with pytest.raises(ValueError, match=r"would be written into .* which it is read from"):
            Inputs([path], Options(), out=out)
    assert list(Inputs([tmp_path / "pages"], Options(), out=tmp_path / "out")) == []


def test_file_that_several_paths_lead_to_is_read_once(tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "5.txt").write_text(TEXT, encoding="utf-8")
    found = read_pages(
        tmp_path / "1.txt",
        tmp_path / "[12].txt",
        tmp_path / "[23].txt",
        tmp_path / "in",
        tmp_path / "i*" / "*.txt",
    )
    names = [Path(page.origin.path).name for page in found]
    assert names == ["1.txt", "2.txt", "3.txt", "5.txt"]
