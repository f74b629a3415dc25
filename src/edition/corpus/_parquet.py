"""Parquet with one page per row, read so that nothing is unpacked before it is known how large it will be.

Columns are stored in pages (of Parquet, not of a paper), each behind a header that says how large it is unpacked; Arrow
believes that header, and so may any reader that looks at it first. A value is no larger than the page that it stands in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from edition.corpus._archives import TooLargeError, refuse_bomb
from edition.errors import MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: A row: the text, and whether it came as characters; and what else is told, by its column.
Row: TypeAlias = tuple[bytes | None, bool, dict[str, str]]

#: How many rows are held at a time, if they are small.
_ROWS = 64
#: How many values a page may have: their places are unpacked at once.
_VALUES = 2**24
#: How much is read for a header at first, and then, in bytes: it may hold the least and the greatest value.
_HEADERS = (512, 2**16, 2**25)
_STRUCT, _BINARY, _DOUBLE = 12, 8, 7
#: The kinds of pages that hold a column's values.
_OF_DATA = (0, 3)


def parquet_rows(stream: IO[bytes], text: str, others: list[str], *, bound: int) -> Iterator[Row]:
    """The rows of a file: of one column the text, as it is stored, of others what they say.

    Raises ValueError for what is no Parquet or has another kind of columns, TooLargeError for pages of more than ``bound``
    bytes, MissingExtraError without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("reading Parquet", "pyarrow", "corpus") from None
    try:
        file = pq.ParquetFile(stream, buffer_size=2**16, thrift_string_size_limit=2**24)
        is_text = _text_kind(file.schema_arrow, text)
        columns = [text, *_told_by(file.schema_arrow, others)]
        size = stream.seek(0, 2)
        count = 0
        for group in range(file.num_row_groups):
            largest = _largest_page(stream, file, group, columns, bound)
            at_once = max(1, min(_ROWS, bound // largest))
            for batch in file.iter_batches(at_once, row_groups=[group], columns=columns):
                for row in zip(*[_stored(batch.column(name)) for name in columns], strict=True):
                    count += len(row[0] or b"")
                    refuse_bomb(count, size)
                    said = {
                        name: value.decode("utf-8", "replace")
                        for name, value in zip(columns[1:], row[1:], strict=True)
                        if value is not None
                    }
                    yield row[0], is_text, said
    except (pa.ArrowException, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise  # of the system, and not of Arrow
        raise ValueError(f"this Parquet can't be read: {problem}") from None


def _text_kind(form: pa.Schema, column: str) -> bool:
    """Whether a column holds characters, and not bytes. Raises ValueError if it holds something else."""
    from pyarrow import types

    if form.names.count(column) != 1:
        raise ValueError(f"no column {column!r}" if column not in form.names else f"{column!r} is two columns")  # fmt: skip
    kind = form.field(column).type
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_binary(kind) or types.is_large_binary(kind):
        return False
    if types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind):
        return True
    raise ValueError(f"column {column!r} holds {kind}, and no text")


def _told_by(form: pa.Schema, columns: list[str]) -> list[str]:
    """Which of some columns there are. Raises ValueError for one that holds more than a word or a number."""
    from pyarrow import types

    there = [name for name in columns if form.names.count(name) == 1]
    for name in there:
        kind = form.field(name).type
        if types.is_nested(kind) or types.is_binary(kind) or types.is_large_binary(kind):
            raise ValueError(f"column {name!r} holds {kind}, and no word or number")
    return there


def _stored(column: Any) -> list[bytes | None]:
    """A column's values as bytes; whether they are text in UTF-8 nobody has asked yet."""
    # An array of Arrow has methods by its type, which its stubs know one by one.
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (types.is_binary(column.type) or types.is_large_binary(column.type)):
        if not (types.is_string(column.type) or types.is_large_string(column.type)):
            column = column.cast(pa.string())
        column = column.cast(pa.large_binary())
    found: list[bytes | None] = column.to_pylist()
    return found


def _largest_page(
    stream: IO[bytes], file: pq.ParquetFile, group: int, columns: list[str], bound: int
) -> int:
    """How large the largest page of some columns is unpacked, in bytes, at least one."""
    about = file.metadata.row_group(group)
    largest = 1
    for n in range(about.num_columns):
        chunk = about.column(n)
        if chunk.path_in_schema not in columns:
            continue
        for size, packed, values, *_ in _pages(stream, chunk):
            if size > bound or values > _VALUES:
                raise TooLargeError(f"a page of Parquet of {size} bytes and {values} values")
            if size < 0 or packed < 0:
                raise ValueError("this Parquet can't be read: a page has no size")
            largest = max(largest, size)
    return largest


def refuse_damaged(stream: IO[bytes], rows: int, columns: Collection[str] | None) -> None:
    """Raise ValueError where a file has not so many rows, or the headers in some of its columns, or all, tell of other values.

    What Arrow takes for no page of a column it passes over, and the column ends early: in silence, where it is read alone.
    """
    import pyarrow.parquet as pq

    about = pq.ParquetFile(stream).metadata
    if about.num_rows != rows:
        raise ValueError(f"{about.num_rows} rows, not {rows}")
    for group in range(about.num_row_groups):
        for n in range(about.num_columns):
            chunk = about.row_group(group).column(n)
            if columns is not None and chunk.path_in_schema.split(".")[0] not in columns:
                continue
            count = taken = 0
            for _, packed, values, length, kind in _pages(stream, chunk):
                count += values if kind in _OF_DATA else 0
                taken += length + max(packed, 0)
            if taken != chunk.total_compressed_size or count != chunk.num_values:
                raise ValueError(
                    f"{count} values in {chunk.path_in_schema}, not {chunk.num_values}"
                )


def _pages(
    stream: IO[bytes], chunk: pq.ColumnChunkMetaData
) -> Iterator[tuple[int, int, int, int, int]]:
    """What :func:`_page` says of each page of a column, in their order in the file."""
    at = chunk.data_page_offset
    if chunk.has_dictionary_page and chunk.dictionary_page_offset:
        at = min(at, chunk.dictionary_page_offset)
    end = at + chunk.total_compressed_size
    while at < end:
        page = _page(stream, at)
        yield page
        _, packed, _, length, _ = page
        at += length + max(packed, 0)


def _page(stream: IO[bytes], at: int) -> tuple[int, int, int, int, int]:
    """Of a page its size unpacked and packed, how many values it has, how long its header is, and what kind it says."""
    for room in _HEADERS:
        stream.seek(at)
        data = stream.read(room)
        try:
            said, end = _struct(data, 0)
        except IndexError:  # it is longer
            continue
        values = max(said.get((field, 1), 0) for field in (5, 7, 8))
        return said.get((2,), -1), said.get((3,), -1), values, end, said.get((1,), -1)
    raise ValueError("this Parquet can't be read: a page without a header")


def _struct(data: bytes, at: int, within: tuple[int, ...] = ()) -> tuple[dict[tuple[int, ...], int], int]:  # fmt: skip
    """The numbers in a structure in Thrift's compact protocol, by the fields that lead to them; and where it ends.

    Raises IndexError where the data end before it, ValueError for what no header has.
    """
    found: dict[tuple[int, ...], int] = {}
    field = 0
    while head := data[at]:
        at += 1
        kind = head & 15
        if head >> 4:
            field += head >> 4
        else:
            field, at = _number(data, at)
        if kind in (1, 2):
            continue
        if kind in (4, 5, 6):
            found[(*within, field)], at = _number(data, at)
        elif kind == _BINARY:
            length, at = _varint(data, at)
            at += length
        elif kind == _STRUCT and len(within) < 8:
            inner, at = _struct(data, at, (*within, field))
            found |= inner
        elif kind in (3, _DOUBLE):
            at += 8 if kind == _DOUBLE else 1
        else:
            raise ValueError("this Parquet can't be read: a page with a header of another kind")
    return found, at + 1


def _number(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return (value >> 1) ^ -(value & 1), at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("this Parquet can't be read: a number without end")
