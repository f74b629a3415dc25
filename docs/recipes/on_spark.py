"""Parse a corpus on Spark: every executor has `edition-dom[arrow]`, and nothing else is needed there.

spark-submit on_spark.py PAGES OUT

PAGES is Parquet with a page a row (`text`; `id`, `paper`, `date` and `page` where you have them), wherever Spark reads from.
OUT/articles and OUT/errors are Parquet, too.
"""

import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from edition.corpus import parse_batches, schema


def articles(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The articles of a partition's pages."""
    return parse_batches(batches, "articles")


def errors(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What could not be read among a partition's pages; nothing is parsed for that."""
    return parse_batches(batches, "errors")


def main(pages: str, out: str) -> None:
    """Read PAGES, write OUT."""
    spark = (
        SparkSession.builder.appName("edition")
        # A batch is what an executor holds: 200 pages are some 10 MB with all that is made of them.
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 200)
        .getOrCreate()
    )
    corpus = spark.read.parquet(pages)
    for table, function in (("articles", articles), ("errors", errors)):
        made = corpus.mapInArrow(function, from_arrow_schema(schema(table)))
        made.write.parquet(f"{out}/{table}")
    parallel = spark.sparkContext.defaultParallelism
    rows = spark.read.parquet(f"{out}/articles").count()
    print(f"Spark {spark.version}, {parallel} at a time: {rows} articles of {corpus.count()} pages")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
