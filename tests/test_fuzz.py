"""What fuzzing found, and that what is fuzzed holds on the inputs that it begins with."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from fuzz import targets

import edition
from edition import viz
from edition.nodes import Article, Jump, Paragraph, Photo, Piece


@pytest.mark.parametrize("seed", targets.seeds(), ids=lambda seed: f"{seed[0]}-{seed[1]}")
def test_seeds(seed: bytes) -> None:
    """Each target takes the input that it begins with, for each of the formats."""
    targets.one(seed)


def _archive(file: Path) -> bytearray:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01.txt", "汾河步道建成开放\n\n汾河西岸的步道昨日开放。\n" * 20)
    return bytearray(file.read_bytes())


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, 0x51),  # no member begins where the directory says
        (6, 0x01),  # locked with a password
        (8, 0x63),  # packed by a method that is none
        (40, 0xFF),  # damaged
    ],
)
def test_a_damaged_archive_is_a_value_error(tmp_path: Path, at: int, value: int) -> None:
    """An archive that can't be read is told as such, whatever is wrong with it."""
    file = tmp_path / "issue.zip"
    octets = _archive(file)
    directory = octets.rindex(b"PK\x01\x02")
    for place in {at, directory + at + 2 if at in {6, 8} else at}:
        octets[place] = value
    file.write_bytes(octets)
    with pytest.raises(ValueError, match=r"issue\.zip is an archive that can't be read"):
        edition.read_edition(file)


def test_names_with_long_numbers_are_sorted(tmp_path: Path) -> None:
    """A file's number may have more digits than Python makes a number of."""
    file = tmp_path / "issue.zip"
    names = [f"{'9' * 5000}.txt", "10.txt", "002.txt"]
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "天晴。")
    assert edition.read_edition(file).sources == ("002.txt", "10.txt", names[0])


def test_an_item_without_a_block_is_drawn() -> None:
    """A page put together by hand may hold a photo of nothing, and the story behind it comes from there."""
    stump = Article((Paragraph(()),), continues=True)
    rest = Article((Jump((Piece("下转第4版"),)),), continues=True)
    page = edition.Page((stump, Photo(()), rest))
    assert "下转第4版" in viz.page(page).body
