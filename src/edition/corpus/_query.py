"""A corpus asked in SQL, by DuckDB, which runs inside this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from edition.corpus._model import MissingExtraError
from edition.corpus._store import files
from edition.corpus.tables import TABLES, schema

if TYPE_CHECKING:
    import duckdb


def connect(folder: str | os.PathLike[str]) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with views ``pages``, ``articles``, ``blocks`` and ``errors`` of a corpus that was written.

    What an unfinished run left is there as far as its manifest goes. Raises CorpusError where the folder holds no corpus,
    and MissingExtraError without duckdb.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("querying a corpus", "duckdb", "corpus") from None
    found = {table: [str(path) for path in files(folder, table)] for table in TABLES}
    connection = duckdb.connect()
    for table, paths in found.items():
        if paths:
            listed = ", ".join(["'" + path.replace("'", "''") + "'" for path in paths])
            view = f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608 - quoted
            connection.execute(view)
        else:
            connection.register(table, schema(table).empty_table())
    return connection
