"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from edition._text.files import identity, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="links, modes and pipes are others on Windows")


def test_a_new_file_and_another_in_its_place(tmp_path: Path) -> None:
    """A new file has the mode that the user's mask leaves, and nothing is left beside it."""
    file, plain = tmp_path / ("页" * 80 + ".txt"), tmp_path / "plain"
    plain.write_bytes(b"")
    for content in (b"first", b"", b"second" * 100_000):
        write_whole(file, content)
        assert file.read_bytes() == content
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == sorted([file, plain])


@posix
def test_links_stay_and_modes_are_kept(tmp_path: Path) -> None:
    """A link still leads where it led, also where nothing was there yet; a file is as open or as closed as before."""
    (tmp_path / "there").mkdir()
    file = tmp_path / "there" / "file"
    link, chain = tmp_path / "link", tmp_path / "chain"
    link.symlink_to(Path("there") / "file")
    chain.symlink_to(link)
    for mode in (None, 0o600, 0o755, 0o2640):
        if mode is not None:
            file.chmod(mode)
        write_whole(chain, str(mode).encode())
        assert link.is_symlink()
        assert chain.is_symlink()
        assert file.read_text() == str(mode)
        assert mode is None or stat.S_IMODE(file.stat().st_mode) == mode
    assert [*file.parent.iterdir()] == [file]


@posix
def test_what_can_not_be_replaced_is_written_through(tmp_path: Path) -> None:
    """A pipe's reader gets what is written, and a device stays a device."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"text")
    reader.join()
    assert found == [b"text"]
    assert pipe.is_fifo()
    write_whole("/dev/null", b"text")
    assert Path("/dev/null").is_char_device()
    assert [*tmp_path.iterdir()] == [pipe]


@posix
def test_a_file_without_a_name_is_written_through(tmp_path: Path) -> None:
    """What a descriptor leads to, and no name any more, can't be put in its own place."""
    file = tmp_path / "file"
    with file.open("w+b") as stream:
        file.unlink()
        write_whole(f"/dev/fd/{stream.fileno()}", b"text")
        assert os.pread(stream.fileno(), 9, 0) == b"text"
    assert [*tmp_path.iterdir()] == []


@posix
@pytest.mark.parametrize("there", [b"old", None])
def test_a_disk_that_is_full_takes_nothing_away(there: bytes | None, tmp_path: Path) -> None:
    """The old file stays, byte for byte, and no half of the new one lies beside it."""
    file = tmp_path / "file"
    if there is not None:
        file.write_bytes(there)
    program = (
        "import resource, sys\n"
        "from edition._text.files import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "write_whole(sys.argv[1], bytes(5000))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, check=False
    )
    assert b"OSError" in done.stderr
    assert [*tmp_path.iterdir()] == ([file] if there is not None else [])
    assert there is None or file.read_bytes() == there


def test_who_stops_the_program_stops_it_before_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between any two steps leaves the old file or the new one, and nothing else."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "file"
    file.write_bytes(b"old")
    for owner, step in ((os, "fsync"), (Path, "chmod"), (Path, "replace")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, step, stop)
            with pytest.raises(KeyboardInterrupt):
                write_whole(file, b"new")
        assert [*tmp_path.iterdir()] == [file]
        assert file.read_bytes() == b"old"


def test_a_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder would allow it; its own mode does not."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o400)
    # The superuser may write everything: what another user is told is put here.
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with pytest.raises(PermissionError):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"


def test_identity(tmp_path: Path) -> None:
    """One file has one identity, whatever leads to it; what is no file has none."""
    file, other = tmp_path / "file", tmp_path / "other"
    file.write_bytes(b"")
    other.write_bytes(b"")
    (tmp_path / "hard").hardlink_to(file)
    with file.open("rb") as stream:
        assert identity(stream.fileno()) == identity(str(file)) == identity(tmp_path / "hard")
    assert identity(file) is not None
    assert identity(file) != identity(other)
    assert identity(tmp_path) is identity(tmp_path / "none") is identity("\0") is None
