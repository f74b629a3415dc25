"""Read standoff annotation: the rows of a page, or of the pages of an issue, beside their text.

Version 2 tells with each row which of the page's items it stands in, and which block it is a piece of; what does not tell that is
read by the rule of version 1:

- Rows of one ``article`` that stand together are one item; several, where nothing in the layout lets all of them stand in one.
- Rows of one article above and below the page's furniture are one story, which goes on.
- Rows of one ``paragraph`` of an article are one block where they stand together, and go on with it where something stands between.
  Two heading lines of one role are one block, as the layout says.
- A row without an article stands by itself.

Articles and paragraphs may have names (``"A1"``) in the place of numbers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

from attrs import evolve

from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import AnyDialect, grammar_for
from edition._model.editions import Edition, told_date, told_paper
from edition._model.pages import Page
from edition._model.provenance import ModelMark
from edition._model.roles import ROLES
from edition._parser.assembly import Senseless, Told, assembled
from edition._text.lines import BLANKS
from edition.formats._json_text import Value, named, short
from edition.formats.errors import FormatError

#: The versions that can be read.
READ = (1, 2)
_ROW = frozenset(
    ("start", "end", "role", "article", "paragraph", "people", "item", "block", "continues", "resumes",
     "confidence", "box")
)  # fmt: skip
_PAGE = frozenset(("version", "dialect", "model", "spans", "review", "text"))
_REVIEW = frozenset(("sha256", "encoding", "done", "pins"))
_PIN = frozenset(("start", "end", "role", "tie"))
_ISSUE = frozenset(("version", "paper", "date", "sources", "pages", "jumps"))
#: The role of text of which a truth knows no more than that it is a story's.
STORY = "story"
#: How much of an unknown role is shown.
_SHOWN = 40


def read_page(text: str, data: object, dialect: AnyDialect | None, path: str = "") -> Page:
    """The page that a text is with the rows of a standoff annotation."""
    under = f"{path}." if path else ""
    told = _object(data, path)
    _known(told, _PAGE, path)
    _version(told, under)
    held = _held(text, told["review"], f"{under}review") if "review" in told else frozenset()
    rows = _array(told, "spans", under)
    spans = [_told(row, n, f"{under}spans[{n}]", len(text)) for n, row in enumerate(rows)]
    spans = [evolve(span, held=True) if span.start in held else span for span in spans]
    mark = None
    if "dialect" in told:
        mark = DialectMark(*_name_and_digest(told["dialect"], f"{under}dialect"))
    if dialect is not None or mark is None:
        mark = grammar_for(text, dialect).mark
    model = None
    if "model" in told:
        model = ModelMark(*_name_and_digest(told["model"], f"{under}model"))
    try:
        return assembled(text, spans, mark, model)
    except Senseless as wrong:
        at = f"{under}spans[{wrong.row}]" if wrong.row >= 0 else f"{under}spans"
        raise FormatError("standoff", wrong.problem, at, wrong.offset) from None


def checked_rows(text: str, data: object) -> list[Mapping[str, object]]:
    """The rows of a page's annotation in the order of its text; those of the role ``story`` tell no more than that a story's text is there.

    Raises FormatError for what can't be read, and for rows outside the text, without print, or over one another.
    """
    told = _object(data, "")
    _known(told, _PAGE, "")
    _version(told, "")
    for mark in ("dialect", "model"):
        if mark in told:
            _name_and_digest(told[mark], mark)
    found: list[tuple[int, int, int, Mapping[str, object]]] = []
    for n, value in enumerate(_array(told, "spans", "")):
        path = f"spans[{n}]"
        row = _object(value, path)
        partly = {**row, "role": "other"} if row.get("role") == STORY else row
        one = _told(partly, n, path, len(text))
        if not text[one.start : one.end].strip(BLANKS):
            raise _wrong("there is no print in this span", path, one.start)
        found.append((one.start, one.end, n, row))
    found.sort(key=lambda one: one[:3])
    for (_, end, _, _), (start, _, n, _) in pairwise(found):
        if start < end:
            raise _wrong("this span overlaps with the one before it", f"spans[{n}]", start)
    return [row for *_, row in found]


def read_issue(texts: Mapping[int, str], data: object, dialect: AnyDialect | None) -> Edition:
    """The issue that some texts are with the annotation of their pages."""
    told = _object(data, "")
    _known(told, _ISSUE, "")
    _version(told, "")
    if "jumps" in told:
        _array(told, "jumps", "")
    sheets = _object(told.get("pages"), "pages")
    given = set(map(str, texts))
    for key in sheets:
        if key not in given:
            raise _wrong(f"no text of page {short(key)} was given", f"pages.{key}")
    pages: list[Page] = []
    for number in sorted(texts):
        if str(number) not in sheets:
            raise _wrong(f"no page {number} is told of", "pages")
        pages.append(read_page(texts[number], sheets[str(number)], dialect, f"pages.{number}"))
    paper = _paper(told["paper"]) if "paper" in told else told_paper(pages)
    date = _date(told["date"]) if "date" in told else told_date(pages)
    sources = tuple(
        _string(name, f"sources[{n}]")
        for n, name in enumerate(_array(told, "sources", "") if "sources" in told else ())
    )
    try:
        return Edition(tuple(pages), tuple(sorted(texts)), paper, date, sources)
    except ValueError as error:
        raise _wrong(str(error), "sources") from None


def _told(value: object, n: int, path: str, size: int) -> Told:
    row = _object(value, path)
    _known(row, _ROW, path)
    start, end = _whole(row.get("start"), f"{path}.start"), _whole(row.get("end"), f"{path}.end")
    if not 0 <= start <= size or not 0 <= end <= size:
        raise _wrong(f"{start} to {end} is outside the text, which has {size} code points", path)
    if end <= start:
        raise _wrong(f"a span that begins at {start} ends where it begins, or before", path, start)
    role = row.get("role")
    if not isinstance(role, str) or role not in ROLES:
        shown = repr(role[:_SHOWN]) if isinstance(role, str) else named(cast(Value, role))
        raise _wrong(f"no role {shown}: there are {', '.join(ROLES)}", f"{path}.role", start)
    article, paragraph = (
        _number(row.get(key), f"{path}.{key}") for key in ("article", "paragraph")
    )
    item, block = (
        _whole(number, f"{path}.{key}") if (number := row.get(key)) is not None else None
        for key in ("item", "block")
    )
    continues, resumes = (
        _flag(flag, f"{path}.{key}") if (flag := row.get(key)) is not None else None
        for key in ("continues", "resumes")
    )
    # The number of an item is the second of both: an error names it.
    by_article = None if article is None else ("article", article)
    thing = by_article if item is None else ("item", item, article)
    return Told(
        n,
        start,
        end,
        role,
        thing,
        item is not None,
        block,
        None if paragraph is None else (article, paragraph),
        continues,
        bool(resumes),
        _people(row, role, path, start),
    )


def _people(
    row: Mapping[str, object], role: str, path: str, start: int
) -> tuple[tuple[str, str | None], ...] | None:
    if "people" not in row:
        return None
    found: list[tuple[str, str | None]] = []
    for n, value in enumerate(_array(row, "people", f"{path}.")):
        at = f"{path}.people[{n}]"
        person = _object(value, at)
        _known(person, frozenset(("name", "role")), at)
        name = _string(person.get("name"), f"{at}.name")
        if not name.strip():
            raise _wrong("expected a string with print in it", f"{at}.name", start)
        told = person.get("role")
        found.append((name, None if told is None else _string(told, f"{at}.role")))
    if found and not hasattr(ROLES[role].kind, "people"):
        raise _wrong(f"a {role} names nobody", f"{path}.people", start)
    return tuple(found)


def _held(text: str, value: object, path: str) -> frozenset[int]:
    """Where what begins is known to go on, as a person has said. Refuses corrections of another text, and what are none."""
    told = _object(value, path)
    _known(told, _REVIEW, path)
    digest = _string(told.get("sha256"), f"{path}.sha256")
    _string(told.get("encoding"), f"{path}.encoding")
    _flag(told.get("done"), f"{path}.done")
    if digest != hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest():
        raise _wrong("this was written for another text, or the text has changed since", path)
    found: set[int] = set()
    for n, pin in enumerate(_array(told, "pins", f"{path}.")):
        at = f"{path}.pins[{n}]"
        row = _object(pin, at)
        _known(row, _PIN, at)
        start, _ = (_whole(row.get(key), f"{at}.{key}") for key in ("start", "end"))
        _string(row.get("role"), f"{at}.role")
        if "tie" in row and _string(row["tie"], f"{at}.tie") in ("same", "join"):
            found.add(start)
    return frozenset(found)


def _name_and_digest(value: object, path: str) -> tuple[str, str]:
    told = _object(value, path)
    _known(told, frozenset(("name", "digest")), path)
    return _string(told.get("name"), f"{path}.name"), _string(told.get("digest"), f"{path}.digest")


def _version(told: Mapping[str, object], under: str) -> None:
    version = told.get("version", 1)
    if type(version) is not int or version not in READ:
        raise _wrong(
            f"expected version 1 or 2, not {named(cast(Value, version))}", f"{under}version"
        )


def _paper(value: object) -> str | None:
    return None if value is None else _string(value, "paper")


def _date(value: object) -> dt.date | None:
    if value is None:
        return None
    text = _string(value, "date")
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        date = None
    if date is None or date.isoformat() != text:
        raise _wrong(f"expected a date such as 2025-03-06, not {short(text)}", "date")
    return date


def _object(value: object, path: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value)
    raise _wrong(f"expected an object, not {named(cast(Value, value))}", path)


def _array(data: Mapping[str, object], key: str, under: str) -> Sequence[object]:
    value = data.get(key)
    if isinstance(value, list | tuple):
        return cast("Sequence[object]", value)
    raise _wrong(f"expected an array, not {named(cast(Value, value))}", f"{under}{key}")


def _string(value: object, path: str) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(f"expected a string, not {named(cast(Value, value))}", path)


def _whole(value: object, path: str) -> int:
    if type(value) is int:
        return value
    raise _wrong(f"expected a whole number, not {named(cast(Value, value))}", path)


def _number(value: object, path: str) -> int | str | None:
    """A number of a kind that tells things apart, in whatever numbering."""
    if value is None or isinstance(value, str):
        return value
    return _whole(value, path)


def _flag(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(f"expected true or false, not {named(cast(Value, value))}", path)


def _known(data: Mapping[str, object], keys: frozenset[str], path: str) -> None:
    for key in data:
        if key not in keys:
            raise _wrong(f"no key {short(key)} is known here", path)


def _wrong(problem: str, path: str, offset: int | None = None) -> FormatError:
    return FormatError("standoff", problem, path, offset)
