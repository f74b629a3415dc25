"""Make a corpus of invented pages, as large as one likes: the same seed makes the same bytes.

usage: make_corpus.py COUNT OUT [--seed N] [--stories 12]

OUT is a folder of dated pages (``OUT/1950/01/02/03.txt``), or, by its ending, one ``.zip``, ``.jsonl`` or ``.parquet``. A page
has the size of a broadsheet's: some 7,000 characters, 20 kB, a dozen stories with their kickers, bylines, crossheads,
captions and jumps; --stories makes it smaller or larger.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from edition._testing import words

FIRST_DAY = dt.date(1950, 1, 1)
PAGES_A_DAY = 8
PAPER = "汾河日报"


def story(rng: random.Random, number: int) -> list[str]:
    """The lines of a story."""
    lines: list[str] = []
    kind = rng.random()
    if kind < 0.25:
        lines.append(words.kicker(rng.randrange(words.KICKERS)))
        lines += words.quote(rng.randrange(words.QUOTES))
    else:
        lines.append(words.headline(rng.randrange(words.HEADLINES)))
        if kind > 0.8:
            lines.append("——" + words.deck(rng.randrange(words.DECKS)))
    name = rng.choice(("陈立", "何青", "马兰", "贺勇", "白露", "段秋禾", "宋闻溪"))
    lead = rng.choice(
        (
            f"本报讯（记者 {name}）",
            "本报讯 ",
            f"新华社临川{number % 12 + 1}月{number % 28 + 1}日电 ",
            "",
        )
    )
    for paragraph in range(rng.randint(2, 7)):
        sentences = [
            words.sentence(rng.randrange(words.SENTENCES)) for _ in range(rng.randint(2, 6))
        ]
        if paragraph and rng.random() < 0.1:
            lines.append(words.crosshead(rng.randrange(words.CROSSHEADS)))
        lines.append((lead if not paragraph else "") + "".join(sentences))
    if lead in ("", "本报讯 "):
        lines.append(f"（{name}）")
    elif rng.random() < 0.1:
        lines[-1] += f"（下转第{rng.randint(2, PAGES_A_DAY)}版）"
    if rng.random() < 0.2:
        lines.append(f"{words.caption(rng.randrange(words.CAPTIONS))} {name} 摄")
    return lines


def page(seed: int, number: int, stories: int = 12) -> tuple[dt.date, int, str]:
    """A page: its day, which it is of that day, its text."""
    rng = random.Random(f"{seed}/{number}")
    day, which = divmod(number, PAGES_A_DAY)
    date = FIRST_DAY + dt.timedelta(days=day)
    section = rng.choice(words.SECTIONS)
    lines = [f"第{which + 1}版 {section} {PAPER} {date.year}年{date.month}月{date.day}日"]
    for _ in range(rng.randint(max(stories * 3 // 4, 1), stories * 5 // 4)):
        lines += story(rng, number)
    return date, which + 1, "".join([f"{line}\n\n" for line in lines])


def pages(count: int, seed: int, stories: int) -> Iterator[tuple[dt.date, int, str]]:
    """So many pages, day by day."""
    return (page(seed, number, stories) for number in range(count))


def main() -> None:
    """Write the corpus."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("count", type=int)
    ap.add_argument("out", type=Path)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--stories", type=int, default=12, help="how many a page has, about")
    o = ap.parse_args()
    made = pages(o.count, o.seed, o.stories)
    if o.out.suffix == ".zip":
        with zipfile.ZipFile(o.out, "w", zipfile.ZIP_DEFLATED) as archive:
            for date, which, text in made:
                archive.writestr(f"{date:%Y/%m/%d}/{which:02}.txt", text.encode())
    elif o.out.suffix == ".jsonl":
        with o.out.open("w", encoding="utf-8") as file:
            for date, which, text in made:
                row = {"text": text, "paper": PAPER, "date": date.isoformat(), "page": which}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif o.out.suffix == ".parquet":
        write_parquet(o.out, made)
    else:
        for date, which, text in made:
            file = o.out / f"{date:%Y/%m/%d}" / f"{which:02}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())


def write_parquet(out: Path, made: Iterator[tuple[dt.date, int, str]]) -> None:
    """The pages as rows, with what Spark and Dask read them by."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        {
            "id": pa.string(),
            "paper": pa.string(),
            "date": pa.date32(),
            "page": pa.string(),
            "text": pa.string(),
        }
    )
    with pq.ParquetWriter(out, schema) as writer:
        rows: list[dict[str, object]] = []
        for date, which, text in made:
            rows.append(
                {
                    "id": f"{date}-{which:02}",
                    "paper": PAPER,
                    "date": date,
                    "page": str(which),
                    "text": text,
                }
            )
            if len(rows) == 100:
                writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
                rows = []
        if rows:
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))


if __name__ == "__main__":
    main()
