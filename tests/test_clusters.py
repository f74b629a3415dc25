"""The recipes of docs/recipes, on the real engines: Spark, Dask, Ray and datatrove on this machine, two workers each."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import edition
from edition.corpus import Failure, Origin, SourcePage, parse_many, to_arrow

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "docs" / "recipes"

pytestmark = pytest.mark.slow


def _needs(*modules: str) -> None:
    """Skip unless these are installed; none is imported here."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"could not import '{module}': it is not installed")


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Path, list[SourcePage | Failure]]:
    """The example issue's pages and others as two Parquet files, so that there is something for each worker; one of them has no text."""
    _needs("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = [
        *sorted((ROOT / "examples" / "fenhe-daily" / "2025-03-06").glob("*.txt")),
        *sorted((ROOT / "tests" / "data" / "fictional").glob("*.txt"))[:7],
    ]
    day = dt.date(2025, 3, 6)
    texts = [path.read_bytes().decode() for path in files]
    sources: list[SourcePage | Failure] = [
        SourcePage(text=text, origin=Origin(path=path.stem, paper="汾河日报", date=day))
        for path, text in zip(files, texts, strict=True)
    ]
    rows: list[dict[str, object]] = [
        {"id": path.stem, "paper": "汾河日报", "date": day, "text": text}
        for path, text in zip(files, texts, strict=True)
    ]
    rows.append({"id": "nothing", "paper": "汾河日报", "date": day, "text": None})
    sources.append(
        Failure(
            origin=Origin(path="nothing", paper="汾河日报", date=day),
            kind="format",
            message="the text is null",
        )
    )
    (tmp_path / "pages").mkdir()
    for n, half in enumerate((rows[:6], rows[6:])):
        pq.write_table(pa.Table.from_pylist(half), tmp_path / "pages" / f"{n}.parquet")
    return tmp_path / "pages", sources


def _run(recipe: str, pages: Path, **variables: str) -> tuple[str, Path]:
    """Run a recipe; its closing line, and where its tables are."""
    out = pages.parent / "out"
    done = subprocess.run(
        [sys.executable, str(RECIPES / recipe), str(pages), str(out)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | variables,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1], out


def _rows(folder: Path) -> list[dict[str, object]]:
    """A table that an engine wrote, in the order of its ids."""
    import pyarrow.parquet as pq

    names = sorted(folder.glob("*.parquet"))
    rows = [row for name in names for row in pq.ParquetFile(name).read().to_pylist()]
    return sorted(rows, key=lambda row: str(row["id"]))


def _same(rows: list[dict[str, object]], table: list[dict[str, object]]) -> None:
    assert rows == sorted(table, key=lambda row: str(row["id"]))


def test_spark(corpus: tuple[Path, list[SourcePage | Failure]]) -> None:
    """Spark's rows are those of a run in this process, one for one."""
    _needs("pyspark")
    if shutil.which("java") is None:
        pytest.skip("no Java, which Spark runs on")
    pages, sources = corpus
    said, out = _run(
        "on_spark.py",
        pages,
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_SUBMIT_ARGS="--master local[2] --conf spark.ui.enabled=false pyspark-shell",
    )
    local = to_arrow(parse_many(sources, workers=1))
    assert said.endswith(f", 2 at a time: {local.articles.num_rows} articles of 12 pages")
    _same(_rows(out / "articles"), local.articles.to_pylist())
    _same(_rows(out / "errors"), local.errors.to_pylist())


def test_dask(corpus: tuple[Path, list[SourcePage | Failure]]) -> None:
    """Dask's rows are those of a run in this process, one for one."""
    _needs("dask", "distributed", "pandas")
    pages, sources = corpus
    said, out = _run("on_dask.py", pages)
    local = to_arrow(parse_many(sources, workers=1))
    assert said == f"Dask, 2 workers: {local.articles.num_rows} articles of 12 pages"
    _same(_rows(out / "articles"), local.articles.to_pylist())


def test_ray(corpus: tuple[Path, list[SourcePage | Failure]]) -> None:
    """Ray's rows are those of a run in this process, one for one."""
    _needs("ray")
    pages, sources = corpus
    # Its workers would be installed anew otherwise, where this process was started by a tool that installs.
    said, out = _run("on_ray.py", pages, RAY_ENABLE_UV_RUN_RUNTIME_ENV="0", RAY_USAGE_STATS_ENABLED="0")  # fmt: skip
    local = to_arrow(parse_many(sources, workers=1))
    assert said.endswith(f", 2 at a time: {local.articles.num_rows} articles of 12 pages")
    _same(_rows(out / "articles"), local.articles.to_pylist())
    _same(_rows(out / "errors"), local.errors.to_pylist())


def test_datatrove(corpus: tuple[Path, list[SourcePage | Failure]]) -> None:
    """datatrove's documents are the stories of each page, with what is known of them."""
    _needs("datatrove")
    pages, sources = corpus
    said, out = _run("on_datatrove.py", pages)
    found = [json.loads(line) for file in out.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]  # fmt: skip
    wanted = {
        (source.origin.path, passage["text"], str(passage["metadata"].get("headline")))
        for source in sources
        if isinstance(source, SourcePage)
        for passage in edition.to_passages(edition.parse(source.text))
    }
    told = {(row["metadata"]["page_id"], row.get("text", ""), str(row["metadata"].get("headline"))) for row in found}  # fmt: skip
    assert told == wanted
    assert said == f"datatrove, 2 tasks: {len(wanted)} stories"
