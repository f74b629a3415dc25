"""Tables of a corpus: pages, articles, stories, blocks and errors, as Arrow.

>>> import edition
>>> from edition.corpus.tables import to_arrow
>>> page = edition.parse("河堤步道开放\\n\\n本报讯（记者 陈立）汾河西岸的步道今日开放。\\n")
>>> to_arrow([page]).articles.select(["headline", "text"]).to_pylist()
[{'headline': '河堤步道开放', 'text': '汾河西岸的步道今日开放。'}]

They can be passed to any tool that reads Arrow: ``.to_pandas()``, ``polars.from_arrow``, ``duckdb.from_arrow``,
``pyarrow.parquet.write_table``, ``datasets.Dataset``. Needs the extra ``arrow``.

The schema has version 1, documented in docs/howto/corpus.md; its metadata has the table and the version. Within a version, columns may
be added, but not renamed, retyped or removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import asdict, frozen

from edition._model.pages import placed, sureness
from edition._text.numerals import page_number
from edition._text.surrogates import mended
from edition.corpus._encodings import UndecodableError, decode, from_text
from edition.corpus._issues import Issues, Row
from edition.corpus._model import (
    LARGEST,
    Failure,
    Origin,
    ParsedPage,
    Result,
    SourcePage,
)
from edition.corpus._readers import described, told
from edition.dialects import Dialect
from edition.errors import MissingExtraError
from edition.formats._types import FieldType, field_type
from edition.models import Model
from edition.nodes import Paragraph, Signed
from edition.pages import Page, parse
from edition.records import FIELDS

if TYPE_CHECKING:
    import pyarrow as pa

#: The version of the tables' schema.
VERSION = 1
#: The tables' names.
TableName: TypeAlias = Literal["pages", "articles", "stories", "blocks", "errors"]
TABLES: tuple[TableName, ...] = ("pages", "articles", "stories", "blocks", "errors")

#: How many pages' rows are gathered before they become Arrow.
_PAGES_AT_A_TIME = 256
#: And how many blocks and characters, if those are fewer pages.
_BLOCKS_AT_A_TIME, _CHARACTERS_AT_A_TIME = 50_000, 2**22

_SPANS = "list<start: int32, end: int32>"
_PEOPLE = "list<name: string, role: string>"
#: What a table says otherwise of a field of the records, or more.
_TABLED = {
    "id": "the id in `articles` of its first part",
    "date": "as in `pages`",
}
_FOUND = "list<code: string, severity: string, message: string, start: int32, end: int32, line: int32, column: int32>"

#: The columns of each table: name, type, what it says.
COLUMNS: dict[TableName, tuple[tuple[str, str, str], ...]] = {
    "pages": (
        ("id", "string", "path and member, `1998.zip#01/0103.txt`; unique"),
        ("path", "string", "the file"),
        ("member", "string", "the part of the file: a name in an archive, a line, a page of a PDF; null for the whole file"),
        ("paper", "string", "the newspaper, from the source or else from the page"),
        ("date", "date32", "the date of issue, likewise"),
        ("page", "string", "the page label, likewise: `1`, `A04`"),
        ("number", "int32", "the number in the label"),
        ("name", "string", "the name of the page in its folio: 要闻"),
        ("encoding", "string", "the codec that `text` was decoded with"),
        ("known_by", "string", "how the encoding was determined: `declared`, `mark`, `valid`, `detected`, `text`"),
        ("bytes", "int64", "the size of the source in bytes"),
        ("sha256", "string", "the SHA-256 hash of these bytes, in hexadecimal"),
        ("characters", "int32", "the length of `text` in code points"),
        ("articles", "int32", "the number of its rows in `articles`"),
        ("diagnostics", _FOUND, "likely problems; spans in code points of `text`, lines and columns from 1"),
        ("text", "string", "the exact text layer; lone surrogates, which Arrow cannot store, are U+FFFD"),
        ("raw", "binary", "the original bytes if encoding `text` does not restore them; otherwise null"),
        ("model", "struct<name: string, digest: string>", "the model used for parsing; null for the shipped one"),
    ),
    "articles": (
        ("id", "string", "the id of the page and the number of the article: `01.txt#3`"),
        ("page_id", "string", "the id of the page"),
        ("paper", "string", "as in `pages`"),
        ("date", "date32", "as in `pages`"),
        ("page", "string", "as in `pages`"),
        ("n", "int32", "the number of the article on its page, from 1, in reading order"),
        ("kind", "string", "`article`, `photo` (one without a story) or `notice`"),
        ("headline", "string", "主题, in one line; null if there is none"),
        ("kicker", "string", "引题, above the headline"),
        ("deck", "string", "副题, below the headline"),
        ("people", _PEOPLE, "the people in its byline, lead, sign-off and credits, without duplicates"),
        ("text", "string", "the body, one paragraph or crosshead per line, joined where the layout cut it; the caption of a photo"),
        ("characters", "int32", "the length of the text in code points"),
        ("continued_from", "string", "the page of a beginning that was not found (上接)"),
        ("continued_on", "string", "the page of a continuation that was not found (下转)"),
        ("diagnostics", "list<string>", "the codes of diagnostics within its spans"),
        ("spans", _SPANS, "the half-open ranges of its pieces in the `text` of the page, in code points"),
        ("confidence", "float64", "the probability that its borders are right, from 0 to 1; null if unknown"),
    ),
    "stories": (
        *((name, kind.replace("?", ""), _TABLED.get(name, about)) for name, kind, about in FIELDS),
        ("year", "int32", "the year of `date`, for partitioning"),
        ("page_ids", "list<string>", "the id in `pages` of the page of each piece"),
        ("articles", "list<string>", "the ids in `articles` of its parts on all pages"),
    ),
    "blocks": (
        ("page_id", "string", "the id of the page"),
        ("n", "int32", "the number of the block on its page, from 1"),
        ("article", "int32", "the number of its article; null for running lines"),
        ("role", "string", "`headline`, `paragraph`, `byline` …: the roles of `edition.to_standoff`"),
        ("paragraph", "int32", "the number of the whole paragraph to which it belongs, from 1"),
        ("text", "string", "the text in one line, without layout whitespace"),
        ("people", _PEOPLE, "the people named in it"),
        ("spans", _SPANS, "the half-open ranges of its lines in the `text` of the page, in code points"),
        ("confidence", "float64", "the probability of its role, from 0 to 1; null if unknown"),
    ),
    "errors": (
        ("id", "string", "path and member"),
        ("path", "string", "the file"),
        ("member", "string", "the part of the file; null for the whole file"),
        ("kind", "string", "`unreadable`, `too large`, `encoding`, `format` or `crash`"),
        ("message", "string", "the problem"),
        ("bytes", "int64", "the size, if known"),
    ),
}  # fmt: skip

Rows: TypeAlias = dict[TableName, list[Row]]


@frozen(weakref_slot=False)
class Tables:
    """A corpus as five Arrow tables."""

    pages: pa.Table
    articles: pa.Table
    stories: pa.Table
    blocks: pa.Table
    errors: pa.Table


@cache
def schema(table: TableName) -> pa.Schema:
    """The schema of a table, with a description of each column in its metadata. Raises MissingExtraError without pyarrow."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("making tables", "pyarrow", "corpus") from None

    metadata: dict[str | bytes, str | bytes] = {
        "edition.table": table,
        "edition.version": str(VERSION),
    }
    fields = [
        pa.field(name, _type(field_type(kind)), metadata={"description": about})
        for name, kind, about in COLUMNS[table]
    ]
    return pa.schema(fields, metadata)


def _type(kind: FieldType) -> pa.DataType:
    import pyarrow as pa

    if kind.name == "list":
        return pa.list_(_type(kind.inner[0][1]))
    if kind.name == "struct":
        return pa.struct([(name, _type(of)) for name, of in kind.inner])
    made: dict[str, Callable[[], pa.DataType]] = {
        "string": pa.string,
        "binary": pa.binary,
        "bool": pa.bool_,
        "int32": pa.int32,
        "int64": pa.int64,
        "float64": pa.float64,
        "date32": pa.date32,
    }
    return made[kind.name]()


def to_arrow(pages: Iterable[Page | Result]) -> Tables:
    """Convert parsed pages, or the results of ``parse_many``, to tables.

    All pages are held in memory; ``write_corpus`` streams them. Raises MissingExtraError without pyarrow.
    """
    schemas = {table: schema(table) for table in TABLES}
    import pyarrow as pa

    made: dict[TableName, list[pa.RecordBatch]] = {table: [] for table in TABLES}
    for rows in gathered(pages, _PAGES_AT_A_TIME):
        for table in TABLES:
            if rows[table]:
                made[table].append(batch(rows[table], table))
    whole = {table: pa.Table.from_batches(made[table], schemas[table]) for table in TABLES}
    return Tables(**whole)


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    table: TableName = "articles",
    *,
    text: str = "text",
    encoding: str | None = None,
    dialect: Dialect | str | None = None,
    model: Model | None = None,
    largest: int = LARGEST,
) -> Iterator[pa.RecordBatch]:
    """Convert batches of pages to batches of one table, one to one, for Spark, Dask and Ray.

    Each row is a page. The column named by ``text`` has its text or bytes; the columns ``id``, ``paper``, ``date`` and ``page`` are
    optional. The default id is the hash of the bytes. Pages that cannot be read (null, larger than ``largest``, undecodable) are rows of
    ``errors`` only; for that table, nothing is parsed. Stories are joined across the pages of an issue within a batch: neighbouring rows of one ``date``.

    docs/howto/clusters.md has the recipes.
    """
    for given in batches:
        rows = _no_rows()
        issues = Issues()
        for page in _sources(given, text, encoding, largest):
            if isinstance(page, Failure):
                add_rows(rows, page)
            elif table != "errors":
                parsed = ParsedPage(
                    page=parse(page.text, dialect=dialect, model=model), source=page
                )
                add_rows(rows, parsed)
                rows["stories"] += issues.add(parsed, _written(page.origin.id))
        rows["stories"] += issues.end()
        yield batch(rows[table], table)


def _sources(
    given: pa.RecordBatch, column: str, encoding: str | None, largest: int
) -> Iterator[SourcePage | Failure]:
    """The pages of a batch, a row each."""
    there = [name for name in ("id", "paper", "date", "page") if name in given.schema.names]
    for row in given.select([column, *there]).to_pylist():
        value = row.pop(column)
        data = value.encode() if isinstance(value, str) else value
        name = str(row.pop("id", None) or hashlib.sha256(data or b"").hexdigest())
        origin = described(Origin(path=name), row, {})
        if data is None:
            yield Failure(origin=origin, kind="format", message="the text is null")
        elif len(data) > largest:
            message = f"{len(data)} bytes are more than {largest}"
            yield Failure(origin=origin, kind="too large", message=message, size=len(data))
        else:
            try:
                found = from_text(value) if isinstance(value, str) else decode(data, encoding)
            except (UndecodableError, LookupError) as problem:
                message = str(problem)
                yield Failure(origin=origin, kind="encoding", message=message, size=len(data))
                continue
            yield SourcePage(origin=origin, **found._asdict())


def batch(rows: list[Row], table: TableName) -> pa.RecordBatch:
    """Rows as Arrow; lone surrogates, for which it has no room, are replaced, and all places stay what they are."""
    import pyarrow as pa

    try:
        return pa.RecordBatch.from_pylist(rows, schema=schema(table))
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist(
            [{key: mended(value) for key, value in row.items()} for row in rows],
            schema=schema(table),
        )


def _place(origin: Origin) -> Row:
    member = None if origin.member is None else _written(origin.member)
    return {"id": _written(origin.id), "path": _written(origin.path), "member": member}


def _written(name: str) -> str:
    """A file's name, with escapes for the bytes in it that are no text: two names stay two."""
    return name.encode("utf-8", "backslashreplace").decode()


def gathered(pages: Iterable[Page | Result], count: int) -> Iterator[Rows]:
    """The rows of so many pages at a time, or of fewer that have much on them."""
    rows = _no_rows()
    issues = Issues()
    held = characters = 0
    for n, page in enumerate(pages, 1):
        result = _as_result(page, n)
        mine = _no_rows()
        try:
            add_rows(mine, result)
            if isinstance(result, ParsedPage):
                mine["stories"] += issues.add(result, _written(result.source.origin.id))
        except MemoryError as problem:
            mine = _no_rows()
            if isinstance(result, ParsedPage):
                kind, message = told(problem)
                failure = Failure(origin=result.source.origin, kind=kind, message=message)
                add_rows(mine, failure)
        for table in TABLES:
            rows[table] += mine[table]
        held += 1
        characters += sum(len(str(row["text"])) for row in mine["pages"])
        if held == count or len(rows["blocks"]) > _BLOCKS_AT_A_TIME or characters > _CHARACTERS_AT_A_TIME:  # fmt: skip
            yield rows
            rows, held, characters = _no_rows(), 0, 0
    rows["stories"] += issues.end()
    if held or rows["stories"]:
        yield rows


def _no_rows() -> Rows:
    return {table: [] for table in TABLES}


def _as_result(page: Page | Result, n: int) -> Result:
    if isinstance(page, Page):
        found = from_text(str(page))
        source = SourcePage(text=found.text, raw=found.raw, origin=Origin(path=f"text {n}"))
        return ParsedPage(page=page, source=source)
    return page


def add_rows(rows: Rows, result: Result) -> None:
    """Put what is known of a page into the rows of the tables; its stories follow when its issue is over."""
    if isinstance(result, Failure):
        rows["errors"].append(
            {
                **_place(result.origin),
                "kind": result.kind,
                "message": result.message,
                "bytes": result.size,
            }
        )
        return
    page, source = result.page, result.source
    origin = source.origin
    about: Row = {
        "paper": origin.paper or page.paper,
        "date": origin.date or page.date,
        "page": origin.label or page.label,
    }
    data = source.data
    found = [
        {
            "code": d.code,
            "severity": d.severity.value,
            "message": d.message,
            "start": d.span[0],
            "end": d.span[1],
            "line": d.line,
            "column": d.column,
        }
        for d in page.diagnostics
    ]
    rows["pages"].append(
        {
            **_place(origin),
            **about,
            "number": page_number(origin.label) if origin.label else page.number,
            "name": page.name,
            "encoding": source.encoding,
            "known_by": source.known_by,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "characters": len(source.text),
            "articles": len(page.stories),
            "diagnostics": found,
            "text": source.text,
            "raw": source.raw,
            "model": None if page.model is None else asdict(page.model),
        }
    )
    _add_articles(rows, page, _written(origin.id), about)


def _add_articles(rows: Rows, page: Page, page_id: str, about: Row) -> None:
    """The rows of a page's articles and blocks."""
    number_of: dict[int, int] = {}
    paragraph_of: dict[int, int] = {}
    for n, story in enumerate(page.stories, 1):
        for place in story.places:
            number_of[place.item] = n
        for k, paragraph in enumerate(story.paragraphs, 1):
            paragraph_of.update({id(node): k for node in paragraph.nodes})
    ends: dict[int, tuple[int, int]] = {}
    sure = sureness(page)
    for n, (item, block, starts) in enumerate(placed(page), 1):
        spans = [(start, start + len(p.text)) for start, p in zip(starts, block.parts, strict=True)]
        ends[item] = (ends.get(item, spans[0])[0], spans[-1][1])
        people = block.people if isinstance(block, Signed) else ()
        rows["blocks"].append(
            {
                "page_id": page_id,
                "n": n,
                "article": number_of.get(item),
                "role": block.role,
                "paragraph": paragraph_of.get(id(block)) if isinstance(block, Paragraph) else None,
                "text": block.text,
                "people": [{"name": p.name, "role": p.role} for p in people],
                "spans": [{"start": start, "end": end} for start, end in spans],
                "confidence": sure(block),
            }
        )
    for n, story in enumerate(page.stories, 1):
        spans = [ends[place.item] for place in story.places]
        shares = [sure(piece) for piece in story.pieces]
        known = [share for share in shares if share is not None]
        text = story.text or "\n".join([photo.text for photo in story.photos if photo.text])
        rows["articles"].append(
            {
                "id": f"{page_id}#{n}",
                "page_id": page_id,
                **about,
                "n": n,
                "kind": story.kind,
                "headline": story.headline.text if story.headline else None,
                "kicker": story.kicker.text if story.kicker else None,
                "deck": story.deck.text if story.deck else None,
                "people": [{"name": p.name, "role": p.role} for p in story.people],
                "text": text,
                "characters": len(text),
                "continued_from": story.continued_from.page if story.continued_from else None,
                "continued_on": story.continued_on.page if story.continued_on else None,
                "diagnostics": [
                    d.code
                    for d in page.diagnostics
                    if any(start <= d.span[0] < end for start, end in spans)
                ],
                "spans": [{"start": start, "end": end} for start, end in spans],
                "confidence": min(known) if len(known) == len(shares) else None,
            }
        )
