"""Limits: what is larger than a page or an issue may be is refused before it is read."""

from __future__ import annotations

import pickle
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

import edition
from edition import LimitError, Limits

PAGE = "河堤步道开放\n\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\n"


def test_a_page_within_the_limits_is_read_as_without_them() -> None:
    """Limits change nothing of what is read."""
    exactly = Limits(characters=len(PAGE), lines=PAGE.count("\n"))
    assert edition.parse(PAGE, limits=exactly) == edition.parse(PAGE)
    assert edition.parse("", limits=Limits(1, 1, 1)) == edition.parse("")
    assert str(edition.parse("第2版\n第3版", limits=Limits(lines=2))) == "第2版\n第3版"
    with pytest.raises(LimitError, match="a page has 2 lines"):
        edition.parse("第2版\n第3版", limits=Limits(lines=1))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(characters=40), "a page has 42 characters, which is more than the limit of 40"),
        (Limits(lines=2), "a page has 3 lines, which is more than the limit of 2"),
    ],
)
def test_a_larger_page_is_refused(limits: Limits, message: str) -> None:
    """The error says how much there is, and how much is allowed."""
    with pytest.raises(LimitError) as refused:
        edition.parse(PAGE, limits=limits)
    assert str(refused.value) == message
    assert isinstance(refused.value, ValueError)
    again = pickle.loads(pickle.dumps(refused.value))
    assert str(again) == message
    assert again.args == (again.whole, again.unit, again.found, again.limit) == refused.value.args


def test_an_issue_of_more_or_larger_pages_is_refused() -> None:
    """Pages are counted before any is read, and each is held to the limits."""
    with pytest.raises(LimitError, match="an issue has 3 pages, which is more than the limit of 2"):
        edition.parse_edition({1: PAGE, 2: PAGE, 3: PAGE}, limits=Limits(pages=2))
    with pytest.raises(LimitError, match="a page has 42 characters"):
        edition.parse_edition({1: PAGE}, limits=Limits(characters=10))


@pytest.mark.parametrize("value", [0, -1, True, 1.5, "9", None])
def test_what_is_no_limit_is_refused(value: object) -> None:
    """A limit is a number from 1; the message names the one that is none."""
    with pytest.raises(ValueError, match=r"a limit \(lines\) is a whole number from 1, not "):
        Limits(lines=value)  # type: ignore[arg-type]


def _folder(folder: Path, count: int) -> Path:
    for n in range(1, count + 1):
        (folder / f"{n:02}.txt").write_text(PAGE, "utf-8")
    return folder


def test_files_are_refused_unread(tmp_path: Path) -> None:
    """Of a folder or a list of files, what is too much is refused by count and size."""
    folder = _folder(tmp_path, 3)
    assert edition.read_edition(folder, limits=Limits()) == edition.read_edition(folder)
    with pytest.raises(LimitError, match="an issue has 3 pages"):
        edition.read_edition(folder, limits=Limits(pages=2))
    (folder / "02.txt").write_bytes(b"\xff" * 900)  # not even UTF-8, but that is not looked at
    for source in (folder, sorted(folder.iterdir()), folder / "02.txt"):
        with pytest.raises(LimitError, match="a page's file has 900 bytes"):
            edition.read_edition(source, limits=Limits(characters=100))


def test_archives_are_refused_packed(tmp_path: Path) -> None:
    """Of an archive nothing is unpacked that says that it is too large, or of which there is too much."""
    file = tmp_path / "issue.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01.txt", "汾" * 4_000_000)
        archive.writestr("02.txt", PAGE)
    tracemalloc.start()
    with pytest.raises(LimitError, match="a page's file has 12000000 bytes"):
        edition.read_edition(file, limits=Limits())
    with pytest.raises(LimitError, match="an issue has 2 pages"):
        edition.read_edition(file, limits=Limits(pages=1))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_that_says_it_is_small_is_not_unpacked_whole(
    tmp_path: Path, method: int
) -> None:
    """A member that holds a hundred megabytes and says a hundred bytes is refused, without the hundred megabytes."""
    file = tmp_path / "issue.zip"
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("01.txt", b"0" * 100_000_000)
    octets = bytearray(file.read_bytes())
    for header, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = octets.rindex(header) + size_at
        octets[at : at + 4] = struct.pack("<I", 100)
    file.write_bytes(octets)
    tracemalloc.start()
    with pytest.raises(ValueError, match="an archive that can't be read"):
        edition.read_edition(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
