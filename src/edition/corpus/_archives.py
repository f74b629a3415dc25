"""What is packed, unpacked within bounds: never more in memory than asked for, nor without end from a small file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from edition._text.files import zip_name

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: A name in an archive, how large it says it is, and what opens it.
Member: TypeAlias = tuple[str, int, Callable[[], IO[bytes]]]

#: How many times its own size a packed file may have, once it has a size to speak of: text comes to ten, a bomb to a thousand.
_RATIO, _FREE = 200, 2**28
#: The largest directory of a zip, in bytes, which has some 100 for a name and takes ten times as much in memory.
_DIRECTORY = 32 * 2**20
#: The longest header of a tar, in bytes, beyond the usual 512: it holds long names and what systems remember of a file.
_HEADER = 2**16
#: How many things may be said of all files of a tar.
_SAID = 1000
#: What xz may take to unpack, in bytes: twice as much as for its strongest packing.
_XZ_MEMORY = 128 * 2**20
_CHUNK = 2**16
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"


class TooLargeError(ValueError):
    """Something is larger than it may be; the message says what."""


def refuse_bomb(unpacked: int, packed: int) -> None:
    """Raise TooLargeError where so much has come out of so little that it is no text."""
    if unpacked > max(_FREE, _RATIO * packed):
        raise TooLargeError(f"it unpacks to more than {_RATIO} times its size")


def unpacked(raw: IO[bytes]) -> IO[bytes]:
    """The stream in a file that is packed by itself. Raises ValueError for one that is not."""
    stream = _stream(raw)
    if stream is raw:
        raise ValueError("it is not packed, whatever its name says")
    return stream


def _stream(raw: IO[bytes]) -> IO[bytes]:
    """The stream in a file that is packed, as its first bytes tell; any other as it is."""
    start = raw.read(len(_XZ))
    raw.seek(0)
    if start.startswith(_GZIP):
        return io.BufferedReader(_Counted(raw, cast(IO[bytes], gzip.GzipFile(fileobj=raw))))
    if start.startswith(_BZIP2):
        return io.BufferedReader(_Counted(raw, bz2.BZ2File(raw)))
    if start.startswith(_XZ):
        return io.BufferedReader(_Counted(raw, io.BufferedReader(_Xz(raw))))
    return raw


class _Counted(io.RawIOBase):
    """An unpacked stream that ends in TooLargeError where it is a bomb."""

    def __init__(self, raw: IO[bytes], stream: IO[bytes]) -> None:
        self._raw, self._stream = raw, stream
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        data = self._stream.read(min(memoryview(buffer).nbytes, _CHUNK))
        self._count += len(data)
        refuse_bomb(self._count, self._raw.tell())
        memoryview(buffer)[: len(data)] = data
        return len(data)


class _Xz(io.RawIOBase):
    """The stream in an xz file; Python's own reader takes as much memory as the file asks for."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._unpacking: lzma.LZMADecompressor | None = None
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer).nbytes
        data = b""
        while not data and (unpacking := self._ready()) is not None:
            data = unpacking.decompress(self._rest, max_length=room)
            self._rest = unpacking.unused_data if unpacking.eof else b""
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def _ready(self) -> lzma.LZMADecompressor | None:
        """What unpacks the rest that was read; None where the file ends behind a whole stream."""
        unpacking = self._unpacking
        if unpacking is not None and not unpacking.eof:
            if unpacking.needs_input and not self._rest:
                self._rest = self._raw.read(_CHUNK)
                if not self._rest:
                    raise EOFError("the file ends before what is packed in it does")
            return unpacking
        self._rest = self._rest.lstrip(b"\0")  # padding between streams
        while not self._rest:
            more = self._raw.read(_CHUNK)
            if not more:
                return None
            self._rest = more.lstrip(b"\0")
        self._unpacking = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
        return self._unpacking


def members(raw: IO[bytes], *, is_zip: bool) -> Iterator[Member]:
    """The files in an archive, in its order."""
    return _zipped(raw) if is_zip else _tarred(raw)


def _zipped(raw: IO[bytes]) -> Iterator[Member]:
    capped = _Capped(raw)
    with zipfile.ZipFile(cast(IO[bytes], capped)) as archive:
        capped.most = None
        count = 0
        packed = raw.seek(0, io.SEEK_END)
        for member in archive.infolist():
            if member.is_dir():
                continue
            count += member.file_size
            refuse_bomb(count, packed)
            yield zip_name(member), member.file_size, partial(_opened, archive, member)


class _Capped:
    """A zip file of which the directory, which is read at once, may be no larger than it may be."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = raw.seek, raw.tell, raw.seekable
        self._raw = raw
        self.most: int | None = _DIRECTORY

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that are left."""
        if self.most is None:
            return self._raw.read(size)
        data = self._raw.read(self.most + 1 if size < 0 else min(size, self.most + 1))
        if len(data) > self.most:
            raise TooLargeError(f"a directory of more than {self.most} bytes")
        return data


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    # Python unpacks the others a block at a time, however much comes out of it.
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed in another way than by deflate")
    return archive.open(member)


class _Header(tarfile.TarInfo):
    """A tar's header, of which none may be longer than names are, and none tell a file in pieces."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _LONG and self.size > _HEADER:
            raise TooLargeError(f"a header of {self.size} bytes")
        if self.size < 0 or self.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError("a header that no text needs")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]

    def _proc_gnusparse_10(self, *_: object) -> None:
        raise tarfile.ReadError("a header that no text needs")


#: The types of headers that are followed by more of a header.
_LONG = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)  # fmt: skip


def _tarred(raw: IO[bytes]) -> Iterator[Member]:
    stream = _stream(raw)
    # What is packed can only be read from its beginning to its end.
    with tarfile.open(fileobj=stream, mode="r:" if stream is raw else "r|", tarinfo=_Header) as archive:  # fmt: skip
        before = -1
        while (member := archive.next()) is not None:
            if archive.offset <= before or len(archive.pax_headers) > _SAID:
                raise tarfile.ReadError("headers without end")
            before = archive.offset
            archive.members = []  # type: ignore[attr-defined] # it would remember them all
            if member.isfile():
                yield member.name, member.size, partial(_extracted, archive, member)


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return cast(IO[bytes], archive.extractfile(member))  # None for a link, which it is not
