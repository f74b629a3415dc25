"""Files opened so that nobody waits for them: a pipe or a device is refused, not read."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader, FileIO

#: Without it, opening a pipe waits until somebody writes to it. Not every system has it, or such pipes.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def opened(path: str | os.PathLike[str]) -> BufferedReader:
    """A file, open for reading bytes. Raises OSError, also for what is no regular file, and ValueError for no name."""
    raw = FileIO(os.fspath(path), "rb", opener=_at_once)
    if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        raw.close()
        raise OSError(errno.EINVAL, "not a file", os.fspath(path))
    return BufferedReader(raw)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _AT_ONCE)
