"""Write a page as TEI. The text between the tags of a page's division is the page's text, layout and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from attrs import frozen

from edition._grammar.dialects import grammar_of
from edition._grammar.names import Names
from edition._model.matches import Places
from edition._model.nodes import signature_of
from edition._text.folding import fold
from edition.dialects import DialectMark
from edition.editions import Edition
from edition.formats._model import KIND_OF
from edition.formats._xml import DECLARATION, FORBIDDEN, SPACE, element, escape, start_tag
from edition.models import ModelMark
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
    Deck,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Index,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Node,
    Notice,
    NoticeText,
    Paragraph,
    Photo,
    Piece,
    Signed,
    Signoff,
    Stray,
    Summary,
)
from edition.pages import Page

NAMESPACE = "http://www.tei-c.org/ns/1.0"
#: The types of ``head``.
HEADS: dict[type[Block], str] = {Headline: "main", Kicker: "kicker", Deck: "sub", Label: "label"}
#: The types of ``fw``, for the blocks that are items of a page.
RUNNING: dict[type[Block], str] = {Masthead: "masthead", Folio: "header", Credits: "credits"}
#: What may open a line on which a paragraph goes on, and what may end it.
OPENERS = (Lead, Continuation)
ENDERS = (Signoff, Jump, Credit)

_ABOUT = (
    "Everything between the tags of a division of type page is the text of that page, its white space included, read in the "
    "dialect that the division declares, whose grammar's digest is the number of its language; where another model than the one of the program read it, the division is the responsibility of that; a g with the number of a character stands for a character that XML can't hold."
)
_Attributes: TypeAlias = dict[str, str | None]
#: A page's number, None for a page by itself, and the place of an item on it.
_Where: TypeAlias = tuple[int | None, int]
_Links: TypeAlias = Mapping[_Where, _Attributes]
#: A piece of a block, and an offset in its text.
_End: TypeAlias = tuple[int, int]


def document(source: Page | Edition) -> str:
    """The whole document."""
    links = _article_links(source)
    pages = source.pages if isinstance(source, Edition) else (source,)
    dialects = tuple(dict.fromkeys(page.dialect for page in pages))
    models = tuple(dict.fromkeys(page.model for page in pages if page.model is not None))
    numbers = source.numbers if isinstance(source, Edition) else (None,)
    written = [
        _Writer(
            page,
            links,
            f"#{_dialect_id(dialects.index(page.dialect))}",
            None if page.model is None else f"#{_model_id(models.index(page.model))}",
            number,
        ).page()
        for page, number in zip(pages, numbers, strict=True)
    ]
    opening = '<text type="edition">' if isinstance(source, Edition) else "<text>"
    body = "\n".join((opening, "<body>", *written, "</body>", "</text>"))
    root = {"xmlns": NAMESPACE, "xml:lang": "zh"}
    return (
        DECLARATION
        + element("TEI", f"\n{_header(source, dialects, models)}\n{body}\n", root)
        + "\n"
    )


def _dialect_id(n: int) -> str:
    return f"dialect{n + 1}"


def _model_id(n: int) -> str:
    return f"model{n + 1}"


def _header(
    source: Page | Edition, dialects: Sequence[DialectMark], models: Sequence[ModelMark]
) -> str:
    day = source.date.isoformat() if source.date else None
    label = source.label if isinstance(source, Page) else None
    title = " ".join(part for part in (source.paper, day, label) if part) or "A newspaper page"
    date = element("date", day or "", {"when": day})
    scope = element("biblScope", escape(label), {"unit": "page"}) if label else ""
    known = {"level": "j", "type": None if source.paper is not None else "unknown"}
    journal = element("title", _characters(source.paper or ""), known)
    about = f"<biblStruct><monogr>{journal}<imprint>{date}</imprint>{scope}</monogr></biblStruct>"
    files = source.sources if isinstance(source, Edition) else ()
    names = "".join(element("bibl", _characters(name)) for name in files)
    listed = element("listBibl", names, {"type": "files"}) if names else ""
    parts = (
        f"<titleStmt><title>{_characters(title)}</title></titleStmt>",
        "<publicationStmt><p>The text layer of printed pages.</p></publicationStmt>",
        f"<sourceDesc>{about}{listed}</sourceDesc>",
    )
    taught = "".join(
        element(
            "application",
            element("label", _characters(mark.name)),
            {"xml:id": _model_id(n), "ident": "edition-model", "version": "1", "n": mark.digest},
        )
        for n, mark in enumerate(models)
    )
    told = f"<encodingDesc><p>{_ABOUT}</p>{element('appInfo', taught) if taught else ''}</encodingDesc>"
    read = "".join(
        element(
            "langUsage",
            element("language", _characters(mark.name), {"ident": "zh", "n": mark.digest}),
            {"xml:id": _dialect_id(n)},
        )
        for n, mark in enumerate(dialects)
    )
    told += element("profileDesc", read) if read else ""
    return "\n".join(("<teiHeader>", "<fileDesc>", *parts, "</fileDesc>", told, "</teiHeader>"))


class _Writer:
    def __init__(
        self, page: Page, links: _Links, declared: str, taught: str | None, number: int | None
    ) -> None:
        self.tree = page
        self.names = grammar_of(page.dialect).names
        self.number = number
        """The page's number in its issue; None for a page by itself."""
        self.declared = declared
        """What in the header tells the page's dialect."""
        self.taught = taught
        """What in the header tells the model that the page was read with; None for the one that is shipped."""
        self.links = links
        self.paragraph_links = iter(_paragraph_links(page, "" if number is None else f"p{number}-"))
        self.out: list[str] = []
        self.gap = ""
        """White space behind the last block, written before the next tag that opens, or at the page's end."""
        self.ties: _Attributes = {}
        """How the story that is being written is tied to others."""
        paragraphs = page.find_all(Paragraph)
        torn = sum(len(p.parts) > 1 for p in paragraphs)
        self.wrapped = 3 * torn > len(paragraphs)
        """Whether lines end where the column does; a break in a paragraph then tells nothing of a column's end."""

    def page(self) -> str:
        label = self.tree.label
        about = {
            "type": "page",
            "n": label,
            "decls": self.declared,
            "resp": self.taught,
            "xml:space": "preserve",
        }
        if self.number is not None:
            about["xml:id"] = f"p{self.number}"
        self.out.append(start_tag("div", about) + start_tag("pb", {"n": label}, empty=True))
        if self.tree.head.strip(SPACE):
            self.out.append(element("ab", _characters(self.tree.head), {"type": "blank"}))
        else:
            self.gap = self.tree.head
        for n, item in enumerate(self.tree.items):
            self.ties = self.links.get((self.number, n), {})
            self.item(item)
        self.flush()
        self.out.append("</div>")
        return "".join(self.out)

    def link(self, block: Block) -> _Attributes:
        """How a paragraph that was cut off is tied to its rest; asked for once a paragraph, in order."""
        return next(self.paragraph_links) if isinstance(block, Paragraph) else {}

    def flush(self) -> None:
        self.out.append(self.gap.replace("\r", "&#13;"))
        self.gap = ""

    def open(self, name: str, attributes: _Attributes | None = None) -> None:
        self.flush()
        self.out.append(start_tag(name, attributes))

    def close(self, *names: str) -> None:
        self.out += [f"</{name}>" for name in names]

    def item(self, item: Node) -> None:
        if isinstance(item, Article):
            self.open("div", {"type": "article", **self.ties})
            self.article(item)
            self.close("div")
        elif isinstance(item, Photo):
            self.photo(item)
        elif isinstance(item, Notice | Stray):
            self.open("div", {"type": KIND_OF[type(item)]})
            for part in item.parts:
                if isinstance(part, NoticeText):
                    self.block("p", part)
                else:
                    self.block("ab", part, {"type": part.role})
            self.close("div")
        elif isinstance(item, Index):
            self.open("div", {"type": "index"})
            self.block("ab", item)
            self.close("div")
        elif isinstance(item, Block):
            self.block("fw", item, {"type": RUNNING[type(item)]})

    def article(self, article: Article) -> None:
        """A story: what stands above its body, its body, in sections if it has crossheads, and what stands below."""
        rows = list(_rows(article.parts, Paragraph))
        foot = len(rows)
        while foot and _fits_foot(rows[foot - 1]):
            foot -= 1
        above, in_section, heading = True, False, False
        before: Node | None = None
        for n, row in enumerate(rows):
            first = row[0]
            if len(row) > 1:
                self.row(row, Paragraph)
                above = False
            elif isinstance(first, Crosshead):
                if not (in_section and heading):
                    if in_section:
                        self.close("div")
                    self.open("div", {"type": "section"})
                    above = in_section = True
                self.block("head", first, {"type": "crosshead"})
            elif isinstance(first, HeadlineBlock):
                name = "head" if above else "trailer" if n >= foot else "ab"
                self.heading(first, name, before)
                above = above and name != "ab"
            elif isinstance(first, Photo):
                self.photo(first)
            elif isinstance(first, Block):
                above = self.part(first, above=above, below=n >= foot)
            heading = isinstance(first, Crosshead)
            before = row[-1]
        if in_section:
            self.close("div")

    def part(self, block: Block, *, above: bool, below: bool) -> bool:
        """Write a block of a story; whether what follows still stands above the body."""
        if isinstance(block, EditorNote):
            self.block("note", block, {"type": "editorial"})
            return above
        if isinstance(block, Byline) and (above or below):
            self.block("byline", block)
            return above
        if isinstance(block, Summary) and (above or below):
            self.open("argument")
            self.block("p", block)
            self.close("argument")
            return above
        if isinstance(block, Signoff) and below and not above:
            self.open("closer")
            self.block("signed", block)
            self.close("closer")
        elif isinstance(block, Paragraph):
            self.block("p", block, self.link(block))
        elif isinstance(block, Continuation | Jump):
            self.open("ab")
            self.block("ref", block, self.pointer(block))
            self.close("ab")
        else:
            self.plain(block)
        return False

    def plain(self, block: Block) -> None:
        """Any block anywhere."""
        subtype = "bare" if type(block) in HEADS else None
        self.block("ab", block, {"type": block.role, "subtype": subtype, **self.link(block)})

    def photo(self, photo: Photo) -> None:
        """A picture: headings, captions as paragraphs with their credit in them, and whatever else is printed of it."""
        self.open("figure")
        before: Node | None = None
        for row in _rows(photo.parts, Caption):
            first = row[0]
            if len(row) > 1:
                self.row(row, Caption)
            elif isinstance(first, HeadlineBlock):
                self.heading(first, "head", before)
            elif isinstance(first, Caption):
                self.block("p", first)
            elif isinstance(first, Block):
                self.plain(first)
            before = row[-1]
        self.close("figure")

    def heading(self, block: HeadlineBlock, name: str, before: Node | None) -> None:
        if not block.parts or isinstance(before, HeadlineBlock):
            self.flush()
            self.out.append('<milestone unit="heading"/>')
        for part in block.parts:
            kind = part.role if name == "ab" else HEADS[type(part)]
            self.block(name, part, {"type": kind})

    def row(self, row: Sequence[Node], anchor: type[Block]) -> None:
        """A paragraph, or a caption, with the lead that opens its first line and the sign-off that ends its last."""
        blocks = [block for block in row if isinstance(block, Block)]
        main = next(block for block in blocks if isinstance(block, anchor))
        self.open("p", self.link(main))
        for block in blocks:
            content, gap = self.ink(block, tail=block is main or block is blocks[-1])
            if block is main:
                self.out.append(content)
            else:
                self.inline(block, content)
            if block is blocks[-1]:
                self.gap = gap
            else:
                self.out.append(_characters(gap))
        self.close("p")

    def inline(self, block: Block, content: str) -> None:
        if isinstance(block, Lead):
            self.out.append(element("label", content, {"type": "lead"}))
        elif isinstance(block, Continuation | Jump):
            self.out.append(element("ref", content, self.pointer(block)))
        else:
            self.out.append(element("seg", content, {"type": block.role}))

    def pointer(self, block: Continuation | Jump) -> _Attributes:
        target = self.ties.get("next" if isinstance(block, Jump) else "prev")
        return {"type": block.role, "n": block.page, "target": target}

    def block(self, name: str, block: Block, attributes: _Attributes | None = None) -> None:
        self.flush()
        empty = None if block.parts else "none"
        content, self.gap = self.ink(block)
        self.out.append(element(name, content, {**(attributes or {}), "rend": empty}))

    def ink(self, block: Block, *, tail: bool = True) -> tuple[str, str]:
        """A block's pieces, and the white space behind them that can stand outside of it."""
        found: list[str] = []
        gap = ""
        before: Piece | None = None
        marks = _marks(block, self.names) if isinstance(block, Signed) else []
        for n, piece in enumerate(block.parts):
            if before is not None:
                column = isinstance(block, Paragraph) and (
                    not self.wrapped or before.tail.count("\n") > 1
                )
                found.append("<cb/>" if column else "<lb/>")
            behind = piece.tail
            if piece is block.parts[-1]:
                behind = piece.tail.rstrip(SPACE) if tail else ""
                gap = piece.tail[len(behind) :]
            found.append(
                _characters(piece.indent) + _marked(n, piece.text, marks) + _characters(behind)
            )
            before = piece
        return "".join(found), gap


def _rows(parts: Sequence[Node], anchor: type[Block]) -> Iterator[list[Node]]:
    """The parts, those together that share lines with a paragraph (or a caption): its lead, its sign-off."""
    row: list[Node] = []
    for part in [*parts, None]:
        if row and part is not None and _shares_line(row, part, anchor):
            row.append(part)
            continue
        if any(isinstance(p, anchor) for p in row):
            yield row
        else:
            yield from ([p] for p in row)
        row = [] if part is None else [part]


def _shares_line(row: list[Node], part: Node, anchor: type[Block]) -> bool:
    last = row[-1]
    if not (isinstance(last, Block) and isinstance(part, Block) and last.parts and part.parts):
        return False
    if "\n" in last.parts[-1].tail or part.parts[0].indent:
        return False
    if any(isinstance(p, anchor) for p in row):
        return isinstance(part, ENDERS)
    return isinstance(last, OPENERS) and isinstance(part, (*OPENERS, anchor))


def _fits_foot(row: list[Node]) -> bool:
    return len(row) == 1 and isinstance(
        row[0], HeadlineBlock | Photo | EditorNote | Byline | Summary | Signoff
    )


def _article_links(source: Page | Edition) -> _Links:
    """The attributes that tie together what is one story, by the page's number and the item's place on it."""
    found: dict[_Where, _Attributes] = {}
    if isinstance(source, Edition):
        pages: dict[int | None, Page] = dict(zip(source.numbers, source.pages, strict=True))
    else:
        pages = {None: source}
    for number, page in pages.items():
        before: int | None = None
        for n, item in enumerate(page.items):
            if not isinstance(item, Article):
                continue
            if item.continues:
                here = _tie(found, (number, before), (number, n))
                here["part"] = "F"
                if before is not None:
                    there = found[number, before]
                    there["part"] = "M" if there.get("part") else "I"
            before = n
    for story in source.stories:
        pieces = [
            (place.page if isinstance(source, Edition) else None, place.item)
            for piece, place in zip(story.pieces, story.places, strict=True)
            if isinstance(piece, Article)
        ]
        for here_, there_ in pairwise(pieces):
            if "next" not in found.get(here_, {}) and "prev" not in found.get(there_, {}):
                _tie(found, here_, there_)
    return found


def _tie(
    found: dict[_Where, _Attributes], one: tuple[int | None, int | None], rest: _Where
) -> _Attributes:
    """Let two stories point at each other; the attributes of the second."""
    after = found.setdefault(rest, {"xml:id": _identity(rest)})
    if one[1] is not None:
        where = (one[0], one[1])
        before = found.setdefault(where, {"xml:id": _identity(where)})
        before["next"] = f"#{after['xml:id']}"
        after["prev"] = f"#{before['xml:id']}"
    return after


def _identity(where: _Where) -> str:
    number, item = where
    return f"i{item + 1}" if number is None else f"p{number}-i{item + 1}"


def _paragraph_links(page: Page, prefix: str) -> list[_Attributes]:
    """For each paragraph of a page: the attributes that tie together what was cut apart."""
    found: list[_Attributes] = []
    for n, node in enumerate(page.find_all(Paragraph)):
        here: _Attributes = {}
        if node.continues:
            here = {"xml:id": f"{prefix}s{n + 1}", "part": "F"}
            if found:
                before = found[-1]
                before["xml:id"] = before.get("xml:id") or f"{prefix}s{n}"
                before["part"] = "M" if before.get("part") else "I"
                before["next"] = f"#{here['xml:id']}"
                here["prev"] = f"#{before['xml:id']}"
        found.append(here)
    return found


def _characters(text: str) -> str:
    """A text for use between tags, with a ``g`` for each character that XML can't hold."""
    if not FORBIDDEN.search(text):
        return escape(text)
    found: list[str] = []
    at = 0
    for match in FORBIDDEN.finditer(text):
        found.append(escape(text[at : match.start()]))
        found.append(f'<g type="character" n="U+{ord(match.group()):04X}"/>')
        at = match.end()
    return "".join([*found, escape(text[at:])])


@frozen(weakref_slot=False)
class _Mark:
    """An element around some print of a block; its ends are pieces and offsets in their texts."""

    begin: _End
    end: _End
    name: str
    attributes: tuple[tuple[str, str | None], ...] = ()


def _marks(block: Signed, names: Names) -> list[_Mark]:
    """The elements around people, and around a dateline's parts, as they begin; none crosses another."""
    found = signature_of(block)
    marks = [
        _mark(
            "persName" if names.are_names(fold(person.name)) else "name",
            person.places,
            (("role", "".join((person.role or "").split()) or None),),
        )
        for person in found.people
    ]
    marks += [_mark("orgName", found.source)] if found.source else []
    marks += [_mark("placeName", found.place)] if found.place else []
    if found.dateline is not None and found.date:
        marks.append(_mark("date", found.date, (("when", _when(found.dateline.day)),)))
    nested: list[_Mark] = []
    around: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.begin, [-n for n in mark.end])):
        while around and around[-1].end <= mark.begin:
            around.pop()
        if not around or mark.end <= around[-1].end:
            nested.append(mark)
            around.append(mark)
    return nested


def _mark(name: str, places: Places, attributes: tuple[tuple[str, str | None], ...] = ()) -> _Mark:
    return _Mark(places[0][:2], (places[-1][0], places[-1][2]), name, attributes)


def _marked(n: int, text: str, marks: Sequence[_Mark]) -> str:
    """The print of a block's piece, with the tags that stand in it."""
    here = [end for mark in marks for end in (mark.begin, mark.end) if end[0] == n]
    cuts = sorted({0, len(text), *(offset for _, offset in here)})
    found: list[str] = []
    at = 0
    for cut in cuts:
        found.append(_characters(text[at:cut]))
        found += [f"</{mark.name}>" for mark in reversed(marks) if mark.end == (n, cut)]
        found += [
            start_tag(mark.name, dict(mark.attributes)) for mark in marks if mark.begin == (n, cut)
        ]
        at = cut
    return "".join(found)


def _when(day: tuple[int | None, int, int] | None) -> str | None:
    if day is None:
        return None
    year, month, of_month = day
    return f"{f'{year:04}' if year else '-'}-{month:02}-{of_month:02}"
