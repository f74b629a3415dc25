"""Parse a corpus on Ray: every worker has `edition-dom[arrow]`, and nothing else is needed there.

python on_ray.py PAGES OUT

PAGES is Parquet with a page a row (`text`; `id`, `paper`, `date` and `page` where you have them), wherever Ray reads from.
OUT/articles and OUT/errors are Parquet, too. Without RAY_ADDRESS, two workers are started on this machine.
"""

import os
import sys

import pyarrow as pa
import ray

from edition.corpus import parse_batches, schema


def articles(pages: pa.Table) -> pa.Table:
    """The articles of a batch of pages."""
    return pa.Table.from_batches(parse_batches(pages.to_batches(), "articles"), schema("articles"))


def errors(pages: pa.Table) -> pa.Table:
    """What could not be read among a batch of pages; nothing is parsed for that."""
    return pa.Table.from_batches(parse_batches(pages.to_batches(), "errors"), schema("errors"))


def main(pages: str, out: str) -> None:
    """Read PAGES, write OUT."""
    ray.init(**({} if "RAY_ADDRESS" in os.environ else {"num_cpus": 2, "include_dashboard": False}))
    corpus = ray.data.read_parquet(pages)
    for table, function in (("articles", articles), ("errors", errors)):
        # A batch is what a worker holds: 200 pages are some 10 MB with all that is made of them.
        made = corpus.map_batches(function, batch_format="pyarrow", batch_size=200)
        made.write_parquet(f"{out}/{table}")
    rows = ray.data.read_parquet(f"{out}/articles").count()
    workers = int(ray.cluster_resources()["CPU"])
    print(f"Ray {ray.__version__}, {workers} at a time: {rows} articles of {corpus.count()} pages")
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
