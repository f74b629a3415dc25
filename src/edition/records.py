"""Stories as records, plain dictionaries for retrieval, language models, data frames and tables.

>>> import edition
>>> page = edition.parse("河堤步道开放\\n\\n本报讯（记者 陈立）汾河西岸的步道今日开放。\\n")
>>> [record] = edition.to_records(page)
>>> record["headline"], record["text"], record["people"]
('河堤步道开放', '汾河西岸的步道今日开放。', [{'name': '陈立', 'role': '记者'}])
>>> [story] = edition.from_records([record])
>>> story.headline.text
'河堤步道开放'

A record has the text and metadata of a story, in reading order, with positions on the pages, but no layout and running lines. :mod:`edition.formats.jsonl` writes them one per line, ``edition.corpus`` puts them into tables.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias, TypedDict, cast

from attrs import define, field

from edition import __version__
from edition._grammar.data import packaged
from edition._model.pages import placed
from edition._model.stories import Place, Story, StoryPiece
from edition._text.surrogates import mended
from edition.editions import Edition
from edition.formats import _stories
from edition.formats._record_reader import read_record
from edition.formats._stories import Exportable, Issue
from edition.nodes import (
    Article,
    Block,
    Caption,
    Crosshead,
    NoticeText,
    Photo,
    Piece,
)
from edition.pages import Page

#: The version of the records. Fields may be added to a version; none is renamed, retyped or taken out.
VERSION = 1


class PageName(TypedDict):
    """A page on which a story stands."""

    number: int | None
    label: str | None
    name: str | None


class Who(TypedDict):
    """Somebody named."""

    name: str
    role: str | None


class Filed(TypedDict):
    """Where and when a story was filed."""

    source: str
    place: str | None
    date: str | None
    day: str | None


class Stretch(TypedDict):
    """Where a line stands in the text of its page, in code points, half-open."""

    piece: int
    page: int | None
    start: int
    end: int


class PieceRow(TypedDict):
    """One of the pieces that a story was joined of."""

    kind: str
    page: int | None
    item: int
    joined: str | None
    cut: bool


class ParagraphRow(TypedDict):
    """A line of the text."""

    role: str
    text: str
    start: int
    end: int
    picture: int | None
    spans: list[Stretch]


class PartRow(TypedDict):
    """What a story has beside its text: a headline, a byline, a credit."""

    role: str
    text: str
    before: int
    picture: int | None
    spans: list[Stretch]


class Picture(TypedDict):
    """A picture."""

    headline: str | None
    caption: str | None
    credit: str | None
    people: list[Who]


class DialectName(TypedDict):
    """The dialect in which a page was read."""

    name: str
    digest: str


class ModelName(TypedDict):
    """The model with which a page was read, where it is not the one that the package ships."""

    name: str
    digest: str


class Provenance(TypedDict):
    """What made a record."""

    edition: str
    model: str
    dialect: DialectName | None
    taught: ModelName | None


class Record(TypedDict):
    """A story."""

    version: int
    id: str
    kind: str
    paper: str | None
    date: str | None
    pages: list[PageName]
    label: str | None
    kicker: str | None
    headline: str | None
    deck: str | None
    people: list[Who]
    dateline: Filed | None
    text: str
    paragraphs: list[ParagraphRow]
    parts: list[PartRow]
    photos: list[Picture]
    pieces: list[PieceRow]
    continued_from: str | None
    continued_on: str | None
    confidence: float | None
    provenance: Provenance


_WHO = "list<name: string, role: string?>"
_SPANS = "list<piece: int32, page: int32?, start: int32, end: int32>"

#: The fields: name, type, what it says. Whatever may be null has ``?`` behind its type. JSON has ``date32`` as 2025-03-06.
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("version", "int32", "the version of the records: 1"),
    ("id", "string", "a URN made from its text, paper, date and position"),
    ("kind", "string", "`article`, `photo` (one without a story) or `notice`"),
    ("paper", "string?", "the newspaper"),
    ("date", "date32?", "the date of issue"),
    ("pages", "list<number: int32?, label: string?, name: string?>", "its pages in order: number in the issue, label (`A04`), name (要闻)"),
    ("label", "string?", "栏题, the rubric"),
    ("kicker", "string?", "引题, above the headline"),
    ("headline", "string?", "主题, in one line"),
    ("deck", "string?", "副题, below the headline"),
    ("people", _WHO, "the people in its byline, lead, sign-off and credits, without duplicates"),
    ("dateline", "struct<source: string, place: string?, date: string?, day: date32?>?", "the dateline: source, place and date as printed, and the day as a date, with the year of the issue if none is printed"),
    ("text", "string", "the body, one paragraph or crosshead per line, joined where the layout cut it; the caption of a photo"),
    ("paragraphs", f"list<role: string, text: string, start: int32, end: int32, picture: int32?, spans: {_SPANS}>", "the lines of `text`: role (`paragraph`, `crosshead`, `notice`, `caption`), text, range in `text`, for captions the index in `photos`, and the ranges of its printed lines on the pages"),
    ("parts", f"list<role: string, text: string, before: int32, picture: int32?, spans: {_SPANS}>", "everything else (headline, byline, lead, sign-off, captions, credits, jumps), in reading order; `before` is the index of the paragraph that follows"),
    ("photos", f"list<headline: string?, caption: string?, credit: string?, people: {_WHO}>", "its pictures"),
    ("pieces", "list<kind: string, page: int32?, item: int32, joined: string?, cut: bool>", "the joined pieces: page, index of the item from 0, kind of join (`furniture`, `page`, `jump`; null for the first), and whether a sentence was cut there"),
    ("continued_from", "string?", "the page of a beginning that was not found (上接)"),
    ("continued_on", "string?", "the page of a continuation that was not found (下转)"),
    ("confidence", "float64?", "the probability that it is right; null if not computed"),
    ("provenance", "struct<edition: string, model: string, dialect: struct<name: string, digest: string>?, taught: struct<name: string, digest: string>?>", "the version of the package, a digest of its grammar and weights, the dialect of the first page, and the trained model (`taught`), null for the shipped one"),
)  # fmt: skip

#: The package's data that decides how a page is read.
_RULES = ("_grammar/tables.json", "_parser/weights.json")
#: Where a block's print begins, a number a piece, by page, item and block; None where it stands on no page.
_Starts: TypeAlias = Callable[[Place, Block], Sequence[int | None]]


@cache
def rules_digest() -> str:
    """What tells this package's grammar and weights from those of another version: 16 hexadecimal digits."""
    import hashlib

    found = hashlib.sha256()
    for name in _RULES:
        found.update(packaged(name))
    return found.hexdigest()[:16]


def to_records(
    source: Exportable, *, paper: str | None = None, date: dt.date | None = None
) -> list[Record]:
    """Convert the stories of a page or an issue to records, in reading order, or one story.

    ``paper`` and ``date`` default to those of the page or issue. Places are code points of ``str(page)``, half-open; a
    story that was built and stands on no page has none. U+FFFD stands for a lone surrogate, so that every record can be
    encoded and all places stay what they are.

    Raises TypeError for anything else, a text included.

    >>> import edition
    >>> page = edition.parse("河堤步道开放\\n\\n汾河西岸的步道今日开放。\\n")
    >>> [record] = edition.to_records(page, paper="汾河日报")
    >>> record["paper"], record["paragraphs"][0]["spans"]
    ('汾河日报', [{'piece': 0, 'page': None, 'start': 8, 'end': 20}])
    """
    known = _stories.issue_of(source)
    issue = Issue(paper or known.paper, date or known.date)
    starts, names, read = _about(source)
    return [_record(story, issue, starts, names, read) for story in _stories.stories_of(source)]


_Names: TypeAlias = Mapping[int | None, PageName]
#: How each page was read.
_Read: TypeAlias = Mapping[int | None, tuple[DialectName, ModelName | None]]


def _about(source: Exportable) -> tuple[_Starts, _Names, _Read]:
    """Where the blocks of a source stand; what its pages are called, and how they were read, by number."""
    pages: list[tuple[int | None, Page, str | None]]
    if isinstance(source, Edition):
        pages = [*zip(source.numbers, source.pages, source.labels, strict=True)]
    elif isinstance(source, Page):
        pages = [(source.number, source, source.label)]
    else:
        return (lambda _, block: [_begin(piece) for piece in block.parts]), {}, {}
    at = {
        (number, item, id(block)): starts
        for number, page, _ in pages
        for item, block, starts in placed(page)
    }
    names = {n: PageName(number=n, label=label, name=page.name) for n, page, label in pages}
    read = {n: (_dialect(page), _taught(page)) for n, page, _ in pages}
    return (lambda place, block: at[place.page, place.item, id(block)]), names, read


def _dialect(page: Page) -> DialectName:
    return DialectName(name=page.dialect.name, digest=page.dialect.digest)


def _taught(page: Page) -> ModelName | None:
    mark = page.model
    return None if mark is None else ModelName(name=mark.name, digest=mark.digest)


def _begin(piece: Piece) -> int | None:
    return None if piece.start is None else piece.start + len(piece.indent)


@define
class _Gathered:
    """The lines and parts of a story, as they are found."""

    paragraphs: list[ParagraphRow] = field(factory=list)
    parts: list[PartRow] = field(factory=list)
    at: int = 0
    """Where the next line begins in the text."""

    def line(self, role: str, text: str, picture: int | None, spans: list[Stretch]) -> None:
        row = ParagraphRow(role=role, text=text, start=self.at, end=self.at + len(text), picture=picture, spans=spans)  # fmt: skip
        self.paragraphs.append(row)
        self.at += len(text) + 1


def _record(story: Story, issue: Issue, starts: _Starts, names: _Names, read: _Read) -> Record:
    gathered = _gather(story, starts)
    heading: dict[str, str] = {}
    for row in gathered.parts:
        # The heading of a picture is the story's where the picture is the story.
        if row["picture"] is None or (story.kind == "photo" and row["picture"] == 0):
            heading.setdefault(row["role"], row["text"])
    filed = _stories.dateline(story)
    day = _stories.day(filed, issue)
    pages = [names.get(n) or PageName(number=n, label=None, name=None) for n in story.pages]
    if not pages and None in names and any(names[None].values()):
        pages = [names[None]]
    first = story.places[0].page if story.places else None
    dialect, taught = read.get(first, (None, None))
    return _without_surrogates(
        Record(
            version=VERSION,
            id=_stories.urn(story, issue),
            kind=story.kind,
            paper=issue.paper,
            date=issue.date.isoformat() if issue.date else None,
            pages=pages,
            label=heading.get("label"),
            kicker=heading.get("kicker"),
            headline=story.headline.text if story.headline else None,
            deck=heading.get("deck"),
            people=[Who(name=p.name, role=p.role) for p in story.people],
            dateline=Filed(
                source=filed.source,
                place=filed.place,
                date=filed.date,
                day=day.isoformat() if day else None,
            )
            if filed is not None
            else None,
            text="\n".join(row["text"] for row in gathered.paragraphs),
            paragraphs=gathered.paragraphs,
            parts=gathered.parts,
            photos=[_picture(photo) for photo in story.photos],
            pieces=_pieces(story),
            continued_from=story.continued_from.page if story.continued_from else None,
            continued_on=story.continued_on.page if story.continued_on else None,
            confidence=None,
            provenance=Provenance(
                edition=__version__, model=rules_digest(), dialect=dialect, taught=taught
            ),
        )
    )


def _picture(photo: Photo) -> Picture:
    return Picture(
        headline=photo.headline.text if photo.headline else None,
        caption=photo.text or None,
        credit=" ".join(block.text for block in photo.credits) or None,
        people=[Who(name=p.name, role=p.role) for p in dict.fromkeys(photo.people)],
    )


def _pieces(story: Story) -> list[PieceRow]:
    joins = (None, *story.evidence)
    return [
        PieceRow(
            kind=type(piece).__name__.lower(),
            page=place.page,
            item=place.item,
            joined=join.kind if join else None,
            cut=join.cut if join else False,
        )
        for piece, place, join in zip(story.pieces, story.places, joins, strict=True)
    ]


def _gather(story: Story, starts: _Starts) -> _Gathered:
    """The lines of a story's text, and all else that it has, in reading order."""
    found = _Gathered()
    whole = {id(paragraph.nodes[0]): paragraph for paragraph in story.paragraphs}
    rest = {id(node) for paragraph in story.paragraphs for node in paragraph.nodes[1:]}
    pictures = {id(photo): n for n, photo in reversed([*enumerate(story.photos)])}
    has_body = bool(story.text)
    where = {
        id(node): n
        for n, piece in enumerate(story.pieces)
        if isinstance(piece, Article)
        for node in piece.paragraphs
    }

    def spans(n: int, *blocks: Block) -> list[Stretch]:
        made = []
        for block in blocks:
            n = where.get(id(block), n)
            place = story.places[n]
            for piece, start in zip(block.parts, starts(place, block), strict=True):
                if start is None:
                    return []
                end = start + len(piece.text)
                made.append(Stretch(piece=n, page=place.page, start=start, end=end))
        return made

    for n, piece in enumerate(story.pieces):
        for block, photo in _blocks(piece):
            picture = pictures[id(photo)] if photo is not None else None
            if photo is None and id(block) in rest:
                continue
            if photo is None and id(block) in whole:
                paragraph = whole[id(block)]
                found.line(block.role, paragraph.text, None, spans(n, *paragraph.nodes))
            elif (
                (photo is None and isinstance(block, Crosshead))
                or isinstance(block, NoticeText)
                or (isinstance(block, Caption) and photo is not None and not has_body)
            ):
                found.line(block.role, block.text, picture, spans(n, block))
            else:
                row = PartRow(role=block.role, text=block.text, before=len(found.paragraphs), picture=picture, spans=spans(n, block))  # fmt: skip
                found.parts.append(row)
    return found


def _blocks(piece: StoryPiece) -> Iterator[tuple[Block, Photo | None]]:
    """A piece's blocks, each with the picture that it belongs to."""
    if isinstance(piece, Photo):
        yield from ((block, piece) for block in piece.find_all(Block))
        return
    for part in piece.parts:
        photo = part if isinstance(part, Photo) else None
        yield from ((block, photo) for block in part.find_all(Block))


def _without_surrogates(record: Record) -> Record:
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return cast("Record", mended(record))
    return record


def from_records(records: Iterable[Mapping[str, object]]) -> tuple[Story, ...]:
    """The stories that records hold, a story a record, as :class:`edition.Story`: what every format for stories writes.

    What a record says comes back, and its places on the pages; what it does not carry (blanks, line ends, the reasons of joins)
    does not. People and datelines are parsed again from the signed lines, in the record's dialect where that is known in this
    process, else in the mainland dialect. Records of others are read as far as they go: of ``headline``, ``kicker``, ``deck``,
    ``label`` and ``text`` any will do where there are no ``parts`` and ``paragraphs``; fields that are not known are passed
    over. Rows that come out of a table are records, too.

    Raises :class:`edition.FormatError` for a record of a later version, for a field of another type than the schema says, and
    for a record that says nothing.

    >>> import edition
    >>> [story] = edition.from_records([{"headline": "渡口归船", "text": "末班船昨日停航。"}])
    >>> print(edition.to_text(story))
    渡口归船
    末班船昨日停航。
    <BLANKLINE>
    """
    if isinstance(records, str | bytes | Mapping):
        raise TypeError("records are several: a list, as to_records makes, not one, and no text")
    return tuple(read_record(record, n, VERSION) for n, record in enumerate(records))
