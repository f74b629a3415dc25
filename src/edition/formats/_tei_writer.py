"""Write a page as TEI. The text between the tags of a page's division is the page's text, layout and all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from edition._grammar import base
from edition._lines import BLANKS
from edition._names import is_name
from edition._numerals import page_label
from edition.formats._model import KIND_OF
from edition.formats._xml import DECLARATION, FORBIDDEN, SPACE, element, escape, start_tag
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
    "Everything between the tags of a division of type page is the text of that page, its white space included; "
    "a g with the number of a character stands for a character that XML can't hold."
)
_PADDING = r"[ \t\u00a0\u3000]*"


def document(pages: Sequence[Page]) -> str:
    """The whole document."""
    body = "\n".join(
        _Writer(page, n, several=len(pages) > 1).page() for n, page in enumerate(pages, 1)
    )
    text = f"<text>\n<body>\n{body}\n</body>\n</text>"
    root = {"xmlns": NAMESPACE, "xml:lang": "zh"}
    return DECLARATION + element("TEI", f"\n{_header(pages)}\n{text}\n", root) + "\n"


def _header(pages: Sequence[Page]) -> str:
    paper = next((page.paper for page in pages if page.paper), None)
    date_ = next((page.date for page in pages if page.date), None)
    day = date_.isoformat() if date_ else None
    label = pages[0].label if len(pages) == 1 else None
    title = " ".join(part for part in (paper, day, label) if part) or "A newspaper page"
    date = element("date", day, {"when": day}) if day else element("date")
    scope = element("biblScope", escape(label), {"unit": "page"}) if label else ""
    journal = element("title", escape(paper or ""), {"level": "j"})
    source = f"<biblStruct><monogr>{journal}<imprint>{date}</imprint>{scope}</monogr></biblStruct>"
    parts = (
        f"<titleStmt><title>{escape(title)}</title></titleStmt>",
        "<publicationStmt><p>The text layer of a printed page.</p></publicationStmt>",
        f"<sourceDesc>{source}</sourceDesc>",
    )
    about = f"<encodingDesc><p>{_ABOUT}</p></encodingDesc>"
    return "\n".join(("<teiHeader>", "<fileDesc>", *parts, "</fileDesc>", about, "</teiHeader>"))


class _Writer:
    def __init__(self, page: Page, number: int, *, several: bool) -> None:
        self.tree = page
        self.number = number
        self.several = several
        self.out: list[str] = []
        self.gap = ""
        """White space behind the last block, written before the next tag that opens, or at the page's end."""
        prefix = f"p{number}-" if several else ""
        self.links: dict[type[Node], Iterator[dict[str, str | None]]] = {
            kind: iter(_links(page, kind, prefix)) for kind in (Article, Paragraph)
        }
        paragraphs = page.find_all(Paragraph)
        torn = sum(len(p.parts) > 1 for p in paragraphs)
        self.wrapped = 3 * torn > len(paragraphs)
        """Whether lines end where the column does; a break in a paragraph then tells nothing of a column's end."""

    def page(self) -> str:
        label = self.tree.label
        about = {"type": "page", "n": label, "xml:space": "preserve"}
        if self.several:
            about["xml:id"] = f"p{self.number}"
        self.out.append(start_tag("div", about) + start_tag("pb", {"n": label}, empty=True))
        if self.tree.head.strip(SPACE):
            self.out.append(element("ab", _characters(self.tree.head), {"type": "blank"}))
        else:
            self.gap = self.tree.head
        for item in self.tree.items:
            self.item(item)
        self.flush()
        self.out.append("</div>")
        return "".join(self.out)

    def link(self, node: Node) -> dict[str, str | None]:
        """How a story or paragraph that was cut off points at what it goes on with; asked for once a node, in order."""
        return next(self.links[type(node)]) if type(node) in self.links else {}

    def flush(self) -> None:
        self.out.append(self.gap.replace("\r", "&#13;"))
        self.gap = ""

    def open(self, name: str, attributes: dict[str, str | None] | None = None) -> None:
        self.flush()
        self.out.append(start_tag(name, attributes))

    def close(self, *names: str) -> None:
        self.out += [f"</{name}>" for name in names]

    def item(self, item: Node) -> None:
        if isinstance(item, Article):
            self.open("div", {"type": "article", **self.link(item)})
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
            self.block("ref", block, _pointer(block))
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
            tail = block.parts[-1].tail
            if block is main:
                content, gap = self.ink(block)
                self.out.append(content)
            elif block is not blocks[-1] and not tail.strip(BLANKS):
                content, gap = self.ink(block, tail=False)[0], tail
                self.inline(block, content)
            else:
                content, gap = self.ink(block)
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
            self.out.append(element("ref", content, _pointer(block)))
        else:
            self.out.append(element("seg", content, {"type": block.role}))

    def block(
        self, name: str, block: Block, attributes: dict[str, str | None] | None = None
    ) -> None:
        self.flush()
        empty = None if block.parts else "none"
        content, self.gap = self.ink(block)
        self.out.append(element(name, content, {**(attributes or {}), "rend": empty}))

    def ink(self, block: Block, *, tail: bool = True) -> tuple[str, str]:
        """A block's pieces, and the white space behind them that can stand outside of it."""
        found: list[str] = []
        gap = ""
        before: Piece | None = None
        for piece in block.parts:
            if before is not None:
                column = isinstance(block, Paragraph) and (
                    not self.wrapped or before.tail.count("\n") > 1
                )
                found.append("<cb/>" if column else "<lb/>")
            behind = piece.tail
            if piece is block.parts[-1]:
                behind = piece.tail.rstrip(SPACE) if tail else ""
                gap = piece.tail[len(behind) :]
            print_ = piece.text
            if (
                print_
                and print_ == print_.strip(BLANKS)
                and not (piece.indent + piece.tail).strip(BLANKS)
            ):
                print_ = _marked(block, print_)
            else:
                print_ = element("seg", _characters(print_), {"type": "text"})
            found.append(_characters(piece.indent) + print_ + _characters(behind))
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


def _links(page: Page, kind: type[Article | Paragraph], prefix: str) -> list[dict[str, str | None]]:
    """For each story, or each paragraph, of a page: the attributes that tie together what was cut apart."""
    found: list[dict[str, str | None]] = []
    letter = "a" if kind is Article else "s"
    for n, node in enumerate(page.find_all(kind)):
        here: dict[str, str | None] = {}
        if node.continues:
            here = {"xml:id": f"{prefix}{letter}{n + 1}", "part": "F"}
            if found:
                before = found[-1]
                before["xml:id"] = before.get("xml:id") or f"{prefix}{letter}{n}"
                before["part"] = "M" if before.get("part") else "I"
                before["next"] = f"#{here['xml:id']}"
                here["prev"] = f"#{before['xml:id']}"
        found.append(here)
    return found


def _pointer(block: Continuation | Jump) -> dict[str, str | None]:
    return {"type": block.role, "n": page_label(block.text)}


def _characters(text: str) -> str:
    """A text for use between tags, with a ``g`` for each character that XML can't hold."""
    if not FORBIDDEN.search(text):
        return escape(text)
    found = []
    at = 0
    for match in FORBIDDEN.finditer(text):
        found.append(escape(text[at : match.start()]))
        found.append(f'<g type="character" n="U+{ord(match.group()):04X}"/>')
        at = match.end()
    return "".join([*found, escape(text[at:])])


def _marked(block: Block, text: str) -> str:
    """The print of a piece, with the people, places and days in it marked."""
    marks = sorted(_marks(block, text)) if isinstance(block, Signed) else []
    found = []
    at = 0
    for begin, end, name, attributes in marks:
        if begin >= at:
            found.append(_characters(text[at:begin]))
            found.append(element(name, _characters(text[begin:end]), dict(attributes)))
            at = end
    return "".join([*found, _characters(text[at:])])


def _marks(
    block: Signed, text: str
) -> Iterator[tuple[int, int, str, tuple[tuple[str, str | None], ...]]]:
    at = 0
    for person in block.people:
        printed = re.compile(_PADDING.join(map(re.escape, person.name))).search(text, at)
        if printed is not None:
            name = "persName" if is_name(person.name, base()) else "name"
            yield (*printed.span(), name, (("role", "".join((person.role or "").split()) or None),))
            at = printed.end()
    filed = block.dateline if isinstance(block, Lead | Signoff) else None
    if filed is None:
        return
    if filed.place and (at := text.find(filed.place)) >= 0:
        yield at, at + len(filed.place), "placeName", ()
    if filed.date and (at := text.find(filed.date)) >= 0:
        yield at, at + len(filed.date), "date", (("when", _when(filed.day)),)


def _when(day: tuple[int | None, int, int] | None) -> str | None:
    if day is None:
        return None
    year, month, of_month = day
    return f"{f'{year:04}' if year else '-'}-{month:02}-{of_month:02}"
