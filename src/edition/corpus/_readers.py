"""Documents, and how the pages are taken out of them: one function for each kind of document."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from attrs import evolve, field, frozen

from edition._model.layout import Layout
from edition._text.entry_points import Offer, offered
from edition.corpus._alto import alto_text
from edition.corpus._archives import TooLargeError
from edition.corpus._encodings import Decoded, UndecodableError, decode, from_text, parted
from edition.corpus._model import LARGEST, Failure, Origin, SourcePage, ToldError
from edition.corpus._opening import opened
from edition.errors import MissingExtraError
from edition.formats.pdf import pages_of

#: A PDF holds many pages, with their pictures and fonts: its size says nothing about that of the text.
_LARGEST_FILE = 512 * 2**20
#: The largest document of a kind, as a multiple of the largest page: a record and an ALTO file are more than their text.
_SIZES = {"text": 1, "record": 4, "alto": 32}

#: The pages of a document: which of it, the text, and where it stands on the paper, if that is known.
_Pages: TypeAlias = Iterator[tuple[str | None, Decoded, Layout | None]]


@frozen(weakref_slot=False, kw_only=True)
class Document:
    """A file, or a record in one, that holds pages and was not read yet: small enough to be sent to another process."""

    origin: Origin
    reader: str = "text"
    """What takes pages out of it: a key of ``READERS``."""
    data: bytes | None = field(default=None, repr=False)
    """Its bytes; None where they are to be read from ``origin.path``."""
    size: int = 0
    """How many bytes it has."""
    encoding: str | None = None
    """The encoding that was declared for it."""
    fields: Mapping[str, str] | None = None
    """What its fields are called, by our names for them."""
    largest: int = LARGEST
    """How many bytes a page may have."""

    def pages(self) -> Iterator[SourcePage | Failure]:
        """The pages in it. Raises nothing: what can't be read is a :class:`Failure`."""
        return read(self)


#: What a corpus is made from.
Source: TypeAlias = Document | SourcePage | Failure


class _FormatError(ValueError):
    """A document is not what its reader reads."""


def loaded(source: Source) -> Source:
    """A document with its bytes, read if they were not yet; a failure where that can't be. Any other source as it is."""
    if not isinstance(source, Document):
        return source
    bound = source.largest * _SIZES.get(source.reader, 0) or _LARGEST_FILE
    if source.size > bound:
        return _failed(source, "too large", f"{source.size} bytes are more than {bound}")
    data = source.data
    if data is None:
        try:
            with opened(source.origin.path) as file:
                data = file.read(bound + 1)  # it may have grown
        except (OSError, ValueError) as problem:
            return _failed(source, "unreadable", getattr(problem, "strerror", None) or str(problem))
    if len(data) > bound:
        return _failed(source, "too large", f"more than {bound} bytes")
    return source if source.data is not None else evolve(source, data=data)


def _failed(document: Document, kind: str, message: str) -> Failure:
    return Failure(origin=document.origin, kind=kind, message=message, size=document.size)


def read(document: Document) -> Iterator[SourcePage | Failure]:
    """The pages of a document, or why there are none."""
    origin = document.origin
    whole = loaded(document)
    if not isinstance(whole, Document):
        if isinstance(whole, Failure):
            yield whole
        return
    data = whole.data or b""

    try:
        if document.reader == "record":
            yield _record(document, data)
            return
        for member, found, layout in _reader(document.reader)(document, data):
            if member is not None:
                joined = member if origin.member is None else f"{origin.member}#{member}"
                place = evolve(origin, member=joined)
            else:
                place = origin
            if len(found.text) > document.largest:
                message = f"{len(found.text)} characters are more than {document.largest}"
                yield Failure(origin=place, kind="too large", message=message, size=document.size)
                continue
            yield SourcePage(origin=place, layout=layout, **found._asdict())
    except Exception as problem:  # noqa: BLE001 - one bad document stops nothing
        yield _failed(document, *told(problem))


def told(problem: Exception) -> tuple[str, str]:
    """Of what went wrong with a document the kind of failure, and what is the matter."""
    message = str(problem) or type(problem).__name__
    if isinstance(problem, ToldError):
        return problem.kind, problem.message
    if isinstance(problem, MemoryError):
        return "too large", "there is not enough memory for it"
    if isinstance(problem, TooLargeError):
        return "too large", message
    if isinstance(problem, UndecodableError | LookupError):
        return "encoding", message
    if isinstance(problem, MissingExtraError):
        return "unreadable", message
    if isinstance(problem, OSError) and not isinstance(problem, gzip.BadGzipFile):
        return "unreadable", problem.strerror or message
    return "format", message


def _text(document: Document, data: bytes) -> _Pages:
    """A page, or several that form feeds part."""
    pages = parted(decode(data, document.encoding))
    for n, page in enumerate(pages, 1):
        yield (str(n) if len(pages) > 1 else None), page, None


def _decoded(_: Document, data: bytes) -> _Pages:
    """A page that came as characters, in UTF-8 for the way between processes."""
    yield None, from_text(data.decode("utf-8", "surrogatepass")), None


def _pdf(_: Document, data: bytes) -> _Pages:
    for n, (text, layout) in enumerate(pages_of(data, name="this PDF"), 1):
        yield str(n), from_text(text), layout


def _alto(document: Document, data: bytes) -> _Pages:
    pages = alto_text(data, limit=document.largest * _SIZES["alto"])
    for n, text in enumerate(pages, 1):
        yield (str(n) if len(pages) > 1 else None), from_text(text), None


#: The readers, by name.
READERS: Mapping[str, Callable[[Document, bytes], _Pages]] = {
    "text": _text,
    "decoded": _decoded,
    "pdf": _pdf,
    "alto": _alto,
}


def _reader(name: str) -> Callable[[Document, bytes], _Pages]:
    """A reader by its name; those that other packages bring are looked up when it is none of ours."""
    if name in READERS:
        return READERS[name]
    offer = offered("readers", name)
    if offer is None:
        raise _FormatError(f"no reader {name!r} is installed")
    return plugged_reader(offer)


def plugged_reader(offer: Offer) -> Callable[[Document, bytes], _Pages]:
    """The reader that a package offers. Raises PluginError for what is no function."""
    read_texts = offer.loaded()
    if not callable(read_texts):
        raise offer.wrong(f"is no function but a {type(read_texts).__name__}")
    read = cast("Callable[[bytes], Iterable[object]]", read_texts)

    def pages(_: Document, data: bytes) -> _Pages:
        texts = [*read(data)]
        for n, text in enumerate(texts, 1):
            if not isinstance(text, str):
                raise offer.wrong(f"read a page that is no str but a {type(text).__name__}")
            yield (str(n) if len(texts) > 1 else None), from_text(text), None

    return pages


def _record(document: Document, data: bytes) -> SourcePage:
    """A line of a JSONL; what else it tells of the page stands in the document's origin."""
    record = json_object(data, document.encoding)
    names = document.fields or {}
    text = record.get(names.get("text", "text"))
    if not isinstance(text, str):
        raise _FormatError(f"no text in field {names.get('text', 'text')!r}")
    found = from_text(text)
    return SourcePage(text=text, origin=document.origin, raw=found.raw)


def json_object(line: bytes, encoding: str | None) -> dict[str, object]:
    """The object that a line of a JSONL holds. Raises UndecodableError and ValueError."""
    record: object = json.loads(decode(line, encoding or "utf-8").text.lstrip("\ufeff"))
    if not isinstance(record, dict):
        raise _FormatError('a line is an object, as in {"text": "…"}')
    return record


def described(origin: Origin, record: Mapping[str, object], names: Mapping[str, str]) -> Origin:
    """The origin with what a record says of its page; ``names`` are what its fields are called, by our names."""

    def said(key: str) -> str | None:
        value = record.get(names.get(key, key))
        return None if value is None or value == "" else str(value)

    return evolve(
        origin,
        member=said("id") or origin.member,
        paper=said("paper") or origin.paper,
        date=as_date(said("date") or "") or origin.date,
        label=said("page") or origin.label,
    )


_DAY = re.compile(
    r"(?<!\d)((?:18|19|20)\d\d)(?:([-_./年])(\d\d?)[-_./月](\d\d?)|(\d\d)(\d\d))(?!\d)"
)


def as_date(text: str) -> dt.date | None:
    """The first day that a text names in digits: 2025-03-06, 2025/3/6, 20250306, 2025年3月6日.

    >>> as_date("rmrb/1998/01/03/01.txt"), as_date("no. 19981399")
    (datetime.date(1998, 1, 3), None)
    """
    found = find_date(text)
    return found[0] if found else None


def find_date(text: str) -> tuple[dt.date, tuple[int, int]] | None:
    """The first day that a text names in digits, and where."""
    for match in _DAY.finditer(text):
        year, _, month, day, month2, day2 = match.groups()
        try:
            return dt.date(int(year), int(month or month2), int(day or day2)), match.span()
        except ValueError:
            continue
    return None
