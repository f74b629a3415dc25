"""Write a file whole or not at all, and tell which file is which.

A disk that is full, a kill or a power cut leave the file that was there as it was: what is written goes into a file
beside it, which takes its name when all of it is on the disk.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import zipfile

#: A file's name as ``open`` takes it.
StrPath: TypeAlias = str | os.PathLike[str]
#: A file on its device, whatever names lead to it.
Identity: TypeAlias = tuple[int, int]


def identity(file: StrPath | int) -> Identity | None:
    """Which regular file a name or a descriptor leads to; None where that is no file, or one such as a pipe."""
    try:
        found = os.stat(file)  # noqa: PTH116 - a descriptor is no path
    except (OSError, ValueError):  # there is none, or no file can have such a name
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


#: Lines and blocks that code page 437 has where GBK has Han characters: no name has them, whatever the archive says.
_DRAWN = re.compile("[\u2500-\u259f]")


def zip_name(member: zipfile.ZipInfo) -> str:
    """A member's name; Chinese systems write it in GBK where nothing says what it is in."""
    if member.flag_bits & 0x800 and not _DRAWN.search(member.filename):
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def write_whole(path: StrPath, content: bytes) -> None:
    """Write a file. What is no regular file (a device, a pipe) is written as it comes.

    A link is followed to the file that it names, and stays. A file that was there keeps its mode and, where that may be
    set, its owner. Raises OSError where it can't be written; then it is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        old = os.stat(path)  # noqa: PTH116 - of the path, which /proc may lead to what has no name
    except FileNotFoundError:
        old = None
    if old is not None and identity(target) != (old.st_dev, old.st_ino):
        Path(path).write_bytes(content)
        return
    if old is not None and not os.access(target, os.W_OK):
        # Its folder may allow to put another file in its place; a user who removed that permission meant the text.
        raise PermissionError(13, "the file is write-protected", str(path))
    _replace(target, content, old)


def _replace(target: Path, content: bytes, old: os.stat_result | None) -> None:
    """Put a new file in the place of an old one."""
    # Its name is short, whatever the target's length: a folder may hold no longer name than that.
    beside = target.with_name(f".edition-{os.urandom(8).hex()}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            _take_after(beside, old)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _take_after(file: Path, old: os.stat_result) -> None:
    """Give a file the owner and the mode of another."""
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(file, old.st_uid, old.st_gid)
    file.chmod(
        stat.S_IMODE(old.st_mode)
    )  # behind the owner, whose change takes bits of the mode away
