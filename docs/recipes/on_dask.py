"""Parse a corpus on Dask: every worker has `edition-dom[arrow]`, and nothing else is needed there.

python on_dask.py PAGES OUT [SCHEDULER]

PAGES is Parquet with a page a row (`text`; `id`, `paper`, `date` and `page` where you have them), wherever Dask reads from.
OUT/articles is Parquet, too. Without the address of a scheduler, two workers are started on this machine.
"""

import sys

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
from dask.distributed import Client
from pyarrow.dataset import dataset

from edition.corpus import parse_batches, schema


def articles(pages: pd.DataFrame) -> pd.DataFrame:
    """The articles of a partition's pages."""
    batches = pa.Table.from_pandas(pages, preserve_index=False).to_batches(max_chunksize=200)
    made = pa.Table.from_batches(parse_batches(batches, "articles"), schema("articles"))
    # Arrow's own types, so that lists and days stay what they are.
    return made.to_pandas(types_mapper=pd.ArrowDtype)


def main(pages: str, out: str, scheduler: str | None = None) -> None:
    """Read PAGES, write OUT."""
    with Client(scheduler) if scheduler else Client(n_workers=2, threads_per_worker=1) as client:
        # A partition is what a worker holds; its size follows the row groups of the files.
        corpus = dd.read_parquet(pages, split_row_groups="adaptive", blocksize="32MiB")
        empty = schema("articles").empty_table().to_pandas(types_mapper=pd.ArrowDtype)
        made = corpus.map_partitions(articles, meta=empty)
        made.to_parquet(f"{out}/articles", schema=schema("articles"), write_index=False)
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        rows = dataset(f"{out}/articles").count_rows()
        print(f"Dask, {workers} workers: {rows} articles of {len(corpus)} pages")


if __name__ == "__main__":
    main(*sys.argv[1:])
