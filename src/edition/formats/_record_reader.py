"""Reads stories out of records, ours exactly and others' as far as they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import index
from typing import TypeAlias, cast

from attrs import evolve, frozen

from edition._grammar.dialects import grammar_of
from edition._model.nodes import Matched, match
from edition._model.stories import Join, Place, Story, StoryPiece
from edition._text.lines import BLANKS
from edition.dialects import DialectMark
from edition.formats._model import BLOCKS
from edition.formats.errors import FormatError
from edition.nodes import (
    Article,
    Block,
    Headline,
    HeadlineBlock,
    Notice,
    NoticeText,
    Paragraph,
    Photo,
    Piece,
    StoryPart,
)

Row: TypeAlias = Mapping[str, object]

_HEADING = ("label", "kicker", "headline", "deck")


def read_record(record: object, number: int, version: int) -> Story:
    """The story that a record holds; the number is the one that an error tells, the version the last that is read.

    Raises FormatError for what is no record.
    """
    return _Reader(f"records[{number}]", version).story(record)


@frozen(weakref_slot=False)
class _Line:
    """What a row says, or the part of it that stands on one piece of the story."""

    role: str
    text: str
    picture: int | None = None
    spans: tuple[tuple[int, int, int], ...] = ()
    """Piece, start and end."""
    continues: bool = False
    """Whether it goes on with a paragraph."""

    @property
    def start(self) -> int | None:
        """Where it begins on its page."""
        return self.spans[0][1] if self.spans else None

    def cut(self) -> list[str] | None:
        """The text as the layout had it, a line a span; None where the spans are not of this text."""
        at = 0
        found = []
        for _, start, end in self.spans:
            # A blank stands between two lines of Latin letters; no line of print begins with one.
            at += at > 0 and self.text[at : at + 1] == " "
            found.append(self.text[at : at + end - start])
            at += end - start
        fits = at == len(self.text) and all(line == line.strip(BLANKS) for line in found)
        return found if found and fits else None

    def shared(self, count: int) -> Iterator[tuple[int, _Line]]:
        """The parts of it by the pieces, of so many, on which they stand."""
        lines = self.cut()
        if lines is None:
            yield min(self.spans[0][0] if self.spans else 0, count - 1), evolve(self, spans=())
            return
        rows = zip(self.spans, lines, strict=True)
        for n, (piece, group) in enumerate(groupby(rows, key=lambda row: row[0][0])):
            spans, texts = zip(*group, strict=True)
            part = evolve(self, text="\n".join(texts), spans=spans, continues=n > 0)
            yield min(piece, count - 1), part

    def block(self) -> Block:
        """It as a node: a piece a line of print."""
        lines = [line for line in (one.strip(BLANKS) for one in self.text.split("\n")) if line]
        starts = [start for _, start, _ in self.spans] if len(self.spans) == len(lines) else []
        # A lead stands on a line with the paragraph that it opens.
        tails = ["\n"] * (len(lines) - 1) + ["" if self.role == "lead" else "\n"]
        parts = tuple(
            Piece(line, tail=tails[n], start=starts[n] if starts else None)
            for n, line in enumerate(lines)
        )
        cls = BLOCKS[self.role]
        return (
            Paragraph(parts, continues=True) if cls is Paragraph and self.continues else cls(parts)
        )


def _parts(lines: Sequence[_Line]) -> tuple[StoryPart, ...]:
    """The lines as the parts of a story: those of a picture and those of a heading together."""
    found: list[StoryPart] = []
    for picture, group in groupby(lines, key=lambda line: line.picture):
        parts = _headed(tuple(group))
        found += [Photo(parts)] if picture is not None else parts
    return tuple(found)


def _headed(lines: Sequence[_Line]) -> tuple[Block | HeadlineBlock, ...]:
    found: list[Block | HeadlineBlock] = []
    for is_heading, group in groupby(lines, key=lambda line: line.role in _HEADING):
        blocks = tuple(line.block() for line in group)
        if is_heading:
            found.append(HeadlineBlock(cast("tuple[Headline, ...]", blocks)))
        else:
            found += blocks
    return tuple(found)


@frozen(weakref_slot=False)
class _Reader:
    """Reads a record, and tells where in it something is wrong."""

    path: str
    version: int

    def story(self, record: object) -> Story:
        data = self.mapping(record, "")
        version = self.number(data, "version", "")
        if version is not None and not 1 <= version <= self.version:
            raise self.wrong(f"expected version {self.version}, which can be read, not {version}", ".version")  # fmt: skip
        lines = self.lines(data)
        rows = [self.mapping(row, f".pieces[{n}]") for n, row in enumerate(self.several(data, "pieces", ""))]  # fmt: skip
        places = [self.place(row, f".pieces[{n}]") for n, row in enumerate(rows)]
        if not rows:
            kind = self.string(data, "kind", "")
            rows = [{"kind": kind if kind is not None else "article"}]
            places = [Place(0, self.first_page(data))]
        held: list[list[_Line]] = [[] for _ in rows]
        for line in lines:
            for n, part in line.shared(len(rows)):
                held[n].append(part)
        pieces: list[StoryPiece] = []
        kept: list[int] = []
        for n, row in enumerate(rows):
            if held[n]:
                pieces.append(self.piece(row, held[n], f".pieces[{n}]", is_whole=len(rows) == 1))
                kept.append(n)
        if not pieces:
            raise self.wrong("expected a headline, a text or another part", "")
        joins = tuple(self.join(rows[n], f".pieces[{n}]") for n in kept[1:])
        story = Story(tuple(pieces), tuple(places[n] for n in kept), joins)
        grammar = grammar_of(self.dialect(data))
        for piece in pieces:
            for block in piece.find_all(Matched):
                match(block, grammar)
        return story

    def lines(self, data: Row) -> list[_Line]:
        """All print of a story in reading order."""
        body = [
            self.line(row, f".paragraphs[{n}]")
            for n, row in enumerate(self.several(data, "paragraphs", ""))
        ]
        text = self.string(data, "text", "")
        if not body and text:
            role = "notice" if self.string(data, "kind", "") == "notice" else "paragraph"
            body = [_Line(role, line) for line in text.split("\n") if line.strip(BLANKS)]
        parts: dict[int, list[_Line]] = {}
        rows = self.several(data, "parts", "")
        for n, row in enumerate(rows):
            before = self.number(self.mapping(row, f".parts[{n}]"), "before", f".parts[{n}]") or 0
            line = self.line(row, f".parts[{n}]")
            parts.setdefault(min(max(before, 0), len(body)), []).append(line)
        if not rows:
            named = {name: self.string(data, name, "") for name in ("label", "kicker", "headline", "deck")}  # fmt: skip
            parts[0] = [_Line(role, said) for role, said in named.items() if said and said.strip(BLANKS)]  # fmt: skip
        found: list[_Line] = []
        for n in range(len(body) + 1):
            found += parts.get(n, [])
            found += body[n : n + 1]
        return found

    def line(self, value: object, path: str) -> _Line:
        row = self.mapping(value, path)
        role, text = self.string(row, "role", path), self.string(row, "text", path)
        if role not in BLOCKS:
            raise self.wrong(f"expected a role such as paragraph, not {role!r}", f"{path}.role")
        if text is None or not text.strip(BLANKS):
            raise self.wrong("expected what the line says", f"{path}.text")
        spans: list[tuple[int, int, int]] = []
        for n, each in enumerate(self.several(row, "spans", path)):
            here = f"{path}.spans[{n}]"
            span = self.mapping(each, here)
            piece, start, end = (
                self.number(span, name, here) for name in ("piece", "start", "end")
            )
            if start is None or end is None or not 0 <= start < end:
                raise self.wrong("expected a start and an end behind it, in code points", here)
            spans.append((max(piece or 0, 0), start, end))
        return _Line(role, text, self.number(row, "picture", path), tuple(spans))

    def piece(self, row: Row, lines: list[_Line], path: str, *, is_whole: bool) -> StoryPiece:
        kind = self.string(row, "kind", path) or "article"
        if kind not in ("article", "photo", "notice"):
            raise self.wrong(f"expected article, photo or notice, not {kind!r}", f"{path}.kind")
        if all(line.start is not None for line in lines):
            lines = sorted(lines, key=lambda line: line.start or 0)
        parts = _parts(lines)
        if kind == "notice" and all(isinstance(part, NoticeText) for part in parts):
            return Notice(cast("tuple[NoticeText, ...]", parts))
        if kind == "photo":
            if len(parts) == 1 and isinstance(parts[0], Photo):
                return parts[0]
            if is_whole and all(line.picture is None for line in lines):
                # One of others: its text is what the picture shows.
                shown = [evolve(line, role="caption") if line.role == "paragraph" else line for line in lines]  # fmt: skip
                return Photo(_headed(shown))
        continues = self.string(row, "joined", path) == "furniture"
        return Article(parts, continues)

    def place(self, row: Row, path: str) -> Place:
        return Place(self.number(row, "item", path) or 0, self.number(row, "page", path))

    def join(self, row: Row, path: str) -> Join:
        cut = row.get("cut")
        return Join(self.string(row, "joined", path) or "page", (), 0.0, bool(cut))

    def first_page(self, data: Row) -> int | None:
        pages = self.several(data, "pages", "")
        row = self.mapping(pages[0], ".pages[0]") if pages else {}
        return self.number(row, "number", ".pages[0]")

    def dialect(self, data: Row) -> DialectMark:
        """The dialect that the record names; the mainland's where it names none."""
        made = data.get("provenance")
        told = made.get("dialect") if isinstance(made, Mapping) else None
        if not isinstance(told, Mapping):
            return DialectMark("mainland", "")
        here = ".provenance.dialect"
        name, digest = self.string(told, "name", here), self.string(told, "digest", here)
        return DialectMark(name or "mainland", digest or "")

    def mapping(self, value: object, path: str) -> Row:
        if isinstance(value, Mapping):
            return cast("Row", value)
        raise self.wrong(f"expected an object, not {type(value).__name__}", path)

    def several(self, row: Row, name: str, path: str) -> Sequence[object]:
        """A list; what comes out of a data frame is an array."""
        value = row.get(name)
        if value is None:
            return ()
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise self.wrong(f"expected a list, not {type(value).__name__}", f"{path}.{name}")
        return list(cast("Iterable[object]", value))

    def string(self, row: Row, name: str, path: str) -> str | None:
        value = row.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, float) and value != value:  # what pandas makes of null  # noqa: PLR0124
            return None
        raise self.wrong(f"expected a string, not {type(value).__name__}", f"{path}.{name}")

    def number(self, row: Row, name: str, path: str) -> int | None:
        value = row.get(name)
        if value is None or isinstance(value, float):
            # pandas has a column with nulls in it as floating point.
            if value is None or value != value:  # noqa: PLR0124
                return None
            value = int(value) if value.is_integer() else value
        try:
            return index(value)  # type: ignore[arg-type]
        except TypeError:
            raise self.wrong(f"expected a whole number, not {type(value).__name__}", f"{path}.{name}") from None  # fmt: skip

    def wrong(self, problem: str, path: str) -> FormatError:
        return FormatError("records", problem, self.path + path)
