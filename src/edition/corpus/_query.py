"""Query a corpus with SQL, in DuckDB within this process.

SQL may write files, fetch what an address names and change how it is run. A locked connection can do none of that: its
tables are Arrow data sets, which need no rights of DuckDB's own, so that it can be shut off from all files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edition.corpus._manifest import CorpusError, Part, read_manifest
from edition.corpus._opening import opened
from edition.corpus._parquet import refuse_damaged
from edition.corpus._pool import processors
from edition.corpus._store import path_of
from edition.corpus.tables import TABLES, TableName, schema
from edition.errors import MissingExtraError

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

#: The share of the machine's memory that a locked connection may use, and what is taken where nobody tells how much there is.
_SHARE = 2
_MEMORY = 4 * 2**30


def connect(folder: str | os.PathLike[str], *, locked: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB connection with the tables ``pages``, ``articles``, ``stories``, ``blocks`` and ``errors`` of a corpus on disk.

    A ``locked`` connection (default) can read only these tables: no files, network, extensions or Python variables. It writes no files, uses
    at most half of the memory, and its settings cannot be changed. Use ``locked=False`` only for SQL that you trust: it has your
    permissions.

    An unfinished corpus has the parts in its manifest. Raises CorpusError if the folder contains no corpus, or a part is missing or
    truncated, and MissingExtraError without duckdb or pyarrow. Damage within a part raises an error when it is read.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("querying a corpus", "duckdb", "corpus") from None
    parts = read_manifest(folder).parts
    found = {table: _table(folder, parts, table) for table in TABLES}
    connection = duckdb.connect()
    for table, data in found.items():
        connection.register(table, data)
    if locked:
        for setting, value in _locks().items():
            connection.execute(f"SET {setting} = {value}")
    return connection


def _locks() -> dict[str, str]:
    """What keeps a connection within its tables, in an order in which each can still be set."""
    return {
        "memory_limit": f"'{_memory() // 2**20}MiB'",
        "threads": str(processors()),
        "temp_directory": "''",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }


def _memory() -> int:
    """How many bytes a locked connection may hold."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _SHARE
    except (AttributeError, OSError, ValueError):
        return _MEMORY


def _table(folder: str | os.PathLike[str], parts: list[Part], table: TableName) -> ds.Dataset:
    """A table of a corpus. Raises CorpusError where a file of it is not there, or not as long as it was written."""
    form = schema(table)
    import pyarrow as pa
    import pyarrow.dataset as ds
    from pyarrow.fs import LocalFileSystem

    rows: dict[str, int] = {}
    for part in parts:
        if table in part["files"]:
            path = path_of(folder, part["part"], table)
            if _size(path) != part["files"][table]["bytes"]:
                raise _damaged(path, "damaged" if path.exists() else "missing")
            rows[str(path.resolve())] = part["rows"][table]
    if not rows:
        return ds.dataset(form.empty_table())

    class Checked(ds.FileSystemDataset):
        """Asked for columns, it looks first whether their values are as many as the manifest says there are rows."""

        def scanner(self, **asked: Any) -> ds.Scanner:  # type: ignore[override]  # as DuckDB calls it
            # What is filtered by need not be among what is asked for.
            columns = asked.get("columns") if asked.get("filter") is None else None
            for name, count in rows.items():
                try:
                    with opened(name) as file:
                        refuse_damaged(file, count, columns)
                except (OSError, ValueError, pa.ArrowException) as problem:
                    raise _damaged(name, f"damaged ({problem})") from None
            return super().scanner(**asked)

    checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    kind = ds.ParquetFileFormat(default_fragment_scan_options=checked)
    # Told where they are, names are names: none is a pattern, or an address.
    found = ds.dataset(list(rows), schema=form, format=kind, filesystem=LocalFileSystem())
    return Checked(list(found.get_fragments()), form, kind, LocalFileSystem())


def _damaged(path: str | Path, state: str) -> CorpusError:
    return CorpusError(
        f"{path} is {state}; edition corpus, as it was called, with --resume makes it again"
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
