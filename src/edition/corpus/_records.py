"""Files of many records, cut into documents as they are read: JSONL, Parquet, and the People's Daily of Peking University."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Protocol

from attrs import evolve

from edition.corpus._apart import Reader
from edition.corpus._encodings import UndecodableError, decode
from edition.corpus._model import Failure, Origin
from edition.corpus._readers import Document, as_date, described, json_object

#: What a page of Parquet, which holds the text of many pages, may have, as a multiple of one of those.
_PARQUET_PAGE = 32
#: What a record may have beside the text of its page, as a multiple of that.
_RECORD = 4
#: How much of a file is looked at to find its encoding, in bytes.
_HEAD = 2**16


class _Lined(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


def _lines(stream: _Lined, template: Document) -> Iterator[tuple[int, bytes | Failure]]:
    """The lines of a file that are not blank, by number from 1; of one that is too long only that it is."""
    bound = template.largest * _RECORD
    number = 0
    while line := stream.readline(bound + 1):
        number += 1
        if len(line) > bound and not line.endswith(b"\n"):
            size = len(line)
            while rest := stream.readline(bound):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            message = f"a line of more than {bound} bytes"
            place = _member(template.origin, str(number))
            yield number, Failure(origin=place, kind="too large", message=message, size=size)
        elif line.strip():
            yield number, line


class _Chained:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or ``size`` bytes of it."""
        return self._head.readline(size) or self._rest.readline(size)


def _member(origin: Origin, name: str) -> Origin:
    return evolve(origin, member=name if origin.member is None else f"{origin.member}#{name}")


def records(stream: IO[bytes], template: Document) -> Iterator[Document | Failure]:
    """JSONL with one page per line; of each line no more than its id is asked here, and the rest where it is parsed."""
    names = template.fields or {}
    for number, line in _lines(stream, template):
        if isinstance(line, Failure):
            yield line
            continue
        place = _member(template.origin, str(number))
        with suppress(
            ValueError, LookupError, RecursionError
        ):  # it is told where the line is parsed
            place = described(place, json_object(line, template.encoding), names)
        yield evolve(template, origin=place, data=line, size=len(line))


def rows(reader: Reader, stream: IO[bytes], template: Document) -> Iterator[Document | Failure]:
    """Parquet with one page per row, read by another process: a column of text, or of bytes in whatever encoding."""
    names = template.fields or {}
    wanted = [names.get(key, key) for key in ("text", "id", "paper", "date", "page")]
    bound = template.largest * _PARQUET_PAGE
    found = reader.rows(stream, wanted[0], wanted[1:], bound=bound)
    for number, (data, is_text, said) in enumerate(found, 1):
        place = _member(template.origin, str(number))
        if data is None:
            yield Failure(origin=place, kind="format", message="the text is null")
            continue
        about = described(place, said, names)
        kind = "decoded" if is_text else "text"
        yield evolve(template, origin=about, reader=kind, data=data, size=len(data))


def articles(stream: IO[bytes], template: Document) -> Iterator[Document | Failure]:
    """JSONL with an article a line, as e-paper sites are gathered: neighbours of one paper, day and page are put on one page.

    An article is printed as a page has it: kicker, headline, deck, byline, the text.
    """
    names = template.fields or {}
    texts: list[str] = []
    # Of the page that is gathered: what is said of it, and its first and last line.
    about, first, last = template.origin, 0, 0

    def page() -> Document:
        lines = str(first) if first == last else f"{first}-{last}"
        place = evolve(about, member=_member(template.origin, lines).member)
        data = "\n".join(texts).encode("utf-8", "surrogatepass")
        return evolve(template, origin=place, reader="decoded", data=data, size=len(data))

    for number, line in _lines(stream, template):
        if isinstance(line, Failure):
            yield line
            continue
        try:
            record = json_object(line, template.encoding)
            text = _printed(record, names)
        except (ValueError, LookupError, RecursionError) as problem:
            kind = "encoding" if isinstance(problem, UndecodableError | LookupError) else "format"
            place = _member(template.origin, str(number))
            yield Failure(origin=place, kind=kind, message=str(problem), size=len(line))
            continue
        this = evolve(described(template.origin, record, names), member=None)
        if texts and (this != about or this.date is None or this.label is None):
            yield page()
            texts = []
        if not texts:
            about, first = this, number
        texts.append(text)
        last = number
    if texts:
        yield page()


def _printed(record: Mapping[str, object], names: Mapping[str, str]) -> str:
    """An article of an e-paper as it stands on a page: a blank line below each of its parts."""
    parts: list[str] = []
    for key in ("kicker", "headline", "deck", "byline", "text"):
        value = record.get(names.get(key, key))
        if value is None:
            continue
        lines = value if isinstance(value, list) else str(value).splitlines()
        parts += [line for each in lines if (line := str(each).strip())]
    if not parts:
        raise ValueError("an article without headline and text")
    return "".join([f"{part}\n\n" for part in parts])


#: 19980101-01-001-001: the day, the page, the article on it, the paragraph in that; a letter may tell segmentations apart.
_ID = re.compile(r"\ufeff?((?:19|20)\d{6})-(\d\d)-(\d{3})-(\d{3})[A-Z]?(?:/m)?\s*")
#: 为{wei4}: how a character is read.
_READING = re.compile(r"\{[A-Za-z]+\d?\}")
_BRACKETS = re.compile(r"\](?:/?[A-Za-z]+)?$")
_TAGGED = re.compile(r"\S+/[A-Za-z]+(?:\]\S*)?(?:\s|$)")


def pku(stream: IO[bytes], template: Document) -> Iterator[Document | Failure]:
    """人民日报语料库: a paragraph a line behind its id, words parted and tagged or not; the lines of a page are put together.

    An empty line stands between two articles, as in the corpus itself.
    """
    encoding = template.encoding
    lined: _Lined = stream
    if encoding is None:
        # Of a few words nobody could tell; of the first lines together one can.
        head = stream.read(_HEAD) + stream.readline()
        encoding = decode(head).encoding
        lined = _Chained(head, stream)
    day = number = article = ""
    lines: list[str] = []

    def page() -> Document:
        place = evolve(
            _member(template.origin, f"{day}-{number}"),
            date=as_date(day),
            label=str(int(number)),
        )
        data = "".join(lines).encode()
        return evolve(template, origin=place, reader="decoded", data=data, size=len(data))

    for n, line in _lines(lined, template):
        if isinstance(line, Failure):
            yield line
            continue
        place = _member(template.origin, str(n))
        try:
            text = decode(line, encoding).text
        except (UndecodableError, LookupError) as problem:
            yield Failure(origin=place, kind="encoding", message=str(problem), size=len(line))
            continue
        match = _ID.match(text)
        if match is None:
            message = "no id such as 19980101-01-001-001 at its beginning"
            yield Failure(origin=place, kind="format", message=message, size=len(line))
            continue
        if lines and (day, number) != match.group(1, 2):
            yield page()
            lines = []
        if lines and article != match.group(3):
            lines.append("\n")
        day, number, article = match.group(1, 2, 3)
        lines.append(_plain(text[match.end() :]) + "\n")
    if lines:
        yield page()


def _plain(text: str) -> str:
    """A paragraph as it was printed: without tags, brackets of compounds and readings, the words closed up."""
    if not _TAGGED.match(text):
        return text.strip()
    words: list[str] = []
    for token in text.split():
        token = _BRACKETS.sub("", token)
        if "/" in token[1:]:
            token = token[: token.rindex("/", 1)]
        if len(token) > 1:
            token = token.removeprefix("[")
        words.append(_READING.sub("", token))
    return "".join(words)
