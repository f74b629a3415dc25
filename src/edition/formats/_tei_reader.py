"""Read a page from TEI: our own exactly, others' as far as it goes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import cast

from attrs import Factory, define

from edition._grammar.dialects import grammar_for
from edition._model.checks import LARGEST
from edition._model.matches import Dateline, Named, Place, Places, Signature
from edition._model.nodes import keep
from edition._text.folding import fold
from edition._text.lines import BLANKS
from edition.dialects import AnyDialect, DialectMark
from edition.editions import Edition
from edition.formats._model import BLOCKS, CONTINUING
from edition.formats._tei_writer import HEADS, NAMESPACE, RUNNING
from edition.formats._xml import Element
from edition.formats.errors import FormatError
from edition.models import ModelMark
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Crosshead,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Index,
    Kicker,
    Lead,
    Masthead,
    Node,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signed,
    Signoff,
    Stray,
    Summary,
)
from edition.pages import Page

_HEADING = tuple(HEADS)
_HEAD_TYPES = {name: cls for cls, name in HEADS.items()} | {"crosshead": Crosshead}
_RUNNING_TYPES = {name: cls for cls, name in RUNNING.items()}
#: Divisions of others that are no story.
_NOTICES = frozenset(
    ("notice", "advert", "advertisement", "ad", "announcement", "jAnnouncements", "jAn")
)
_MASTHEADS = frozenset(("masthead", "nameplate"))
#: Elements in a text that tell nothing of its structure; their text is read.
_INLINE = frozenset(
    "abbr c choice corr date emph expan foreign hi label mentioned name num orgName orig "  # noqa: SIM905 it is forty words
    "persName "
    "placeName pc q quote ref reg rs s said seg sic soCalled supplied term time title unclear w "
    "".split()
)
#: Elements that say what some print in a signed block is: people, and a dateline's source, place and day.
_FILED = ("orgName", "placeName", "date")
_NAMING = frozenset(("persName", "name", *_FILED))
#: Elements without a text of their own.
_EMPTY = frozenset(("anchor", "cols", "gap", "graphic", "milestone", "pb", "ptr", "space"))
_SPACES = re.compile(r"\s+")
_WORD = re.compile("[^ ]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@define
class _Ink:
    """A piece being read."""

    text: list[str] = Factory(list[str])

    def piece(self) -> Piece:
        """Its print, with the blanks around it as its layout."""
        whole = "".join(self.text)
        ink = whole.strip(BLANKS)
        indent = len(whole) - len(whole.lstrip(BLANKS))
        return Piece(ink, whole[:indent], whole[indent + len(ink) :])


@define
class _Mark:
    """An element that says what some print is; its ends are offsets in its block's text, layout and all."""

    element: Element
    begin: int
    end: int


@define
class _Draft:
    """A node being read: its class, and the drafts or pieces in it."""

    cls: type[Node]
    children: list[_Draft | _Ink] = Factory(list["_Draft | _Ink"])
    continues: bool = False
    marks: list[_Mark] = Factory(list["_Mark"])

    def end(self) -> int:
        """Where what was read of it ends, as an offset in its text."""
        return sum(len(text) for ink in _inks(self) for text in ink.text)


class Reader:
    """Reads the divisions of a document, and keeps what it did not understand."""

    def __init__(self, dialect: AnyDialect | None) -> None:
        self.dialect = dialect
        """That of pages which name none; None: the page itself tells."""
        self.declared: dict[str, DialectMark] = {}
        """The dialects that the header tells, by their identity."""
        self.taught: dict[str, ModelMark] = {}
        """The models that it tells, likewise."""
        self.notes: dict[str, str] = {}
        """What was not understood, once each, with its first place."""
        self.exact = True
        self.head: list[str] = []
        self.ink: _Ink | None = None
        """The piece that the text goes to."""

    def document(self, root: Element) -> Page | Edition:
        """An edition, where the document says so or has several pages; or its only page."""
        pages, numbers = self.pages(root)
        declared = any(t.attributes.get("type") == "edition" for t in _named(root, "text"))
        if len(pages) == 1 and not declared:
            return pages[0]
        paper, date, files = _about(root)
        if len(set(numbers)) < len(numbers):
            numbers = list(range(1, len(pages) + 1))
        order = sorted(range(len(pages)), key=numbers.__getitem__)
        return Edition(
            tuple(pages[n] for n in order),
            tuple(numbers[n] for n in order),
            paper,
            date,
            tuple(files[n] for n in order) if len(files) == len(pages) else (),
        )

    def pages(self, root: Element) -> tuple[list[Page], list[int]]:
        """The pages of a document: its divisions of type page, or its body as one page; and their numbers."""
        if root.space not in ("", NAMESPACE) or root.name not in ("TEI", "teiCorpus"):
            raise FormatError(
                "TEI", f"expected a TEI element, not {root.name}", f"line {root.line}"
            )
        bodies = [(text, b) for text in _named(root, "text") for b in _named(text, "body")]
        if not bodies:
            raise FormatError("TEI", "expected a text with a body", f"line {root.line}")
        divisions: list[Element] = []
        for text, body in bodies:
            pages = [div for div in _named(body, "div") if div.attributes.get("type") == "page"]
            empty = not pages and text.attributes.get("type") == "edition"
            divisions += [] if empty else pages or [body]
        self.declared, self.taught = _dialects(root), _models(root)
        numbers = [_number(division, n) for n, division in enumerate(divisions, 1)]
        return [self.page(division) for division in divisions], numbers

    def note(self, problem: str, element: Element) -> None:
        self.notes.setdefault(problem, f"line {element.line}: {problem}")

    def page(self, division: Element) -> Page:
        self.exact = division.attributes.get("xml:space") == "preserve"
        self.head, self.ink = [], None
        items: list[_Draft] = []
        self.items(division, items)
        text = self.head if self.exact else []
        for item in items:
            text = _settled(item, text)
        if not self.exact:
            _even_out(items)
        head = "".join(self.head)
        declared = division.attributes.get("decls", "")
        mark = self.declared.get(declared) if self.exact else None
        made = tuple(_node(item, carries=mark is not None) for item in items)
        if mark is None:
            mark = grammar_for(head + "".join(map(str, made)), self.dialect).mark
        model = self.taught.get(division.attributes.get("resp", "")) if self.exact else None
        return Page(made, head, dialect=mark, model=model)  # type: ignore[arg-type]

    def items(self, division: Element, items: list[_Draft]) -> None:
        """The items of a page; what stands between its divisions is a story of its own."""
        loose: _Draft | None = None
        for child in division.children:
            if isinstance(child, str):
                self.between(child, division)
                continue
            kind = child.attributes.get("type", "")
            if child.name == "ab" and kind == "blank":
                self.between("".join(_texts(child)), child)
            elif child.name == "fw":
                items.append(self.block(child, _RUNNING_TYPES.get(kind, Folio)))
            elif child.name == "figure":
                items.append(self.photo(child))
            elif child.name in (
                "div",
                "div1",
                "div2",
                "div3",
                "div4",
                "div5",
                "floatingText",
                "group",
            ):
                self.division(child, kind, items)
            elif child.name not in _EMPTY:
                if loose is None or items[-1] is not loose:
                    loose = _Draft(Article)
                    items.append(loose)
                self.part(child, loose, in_section=False)

    def division(self, division: Element, kind: str, items: list[_Draft]) -> None:
        blocks = [child for child in division.children if isinstance(child, Element)]
        if kind == "index":
            for child in self.elements(division):
                items.append(self.block(child, Index))  # noqa: PERF401 the reader keeps the place
        elif kind in _MASTHEADS:
            for child in self.elements(division):
                items.append(self.block(child, Masthead))  # noqa: PERF401 the reader keeps the place
        elif kind in _NOTICES or kind == "stray":
            group = _Draft(Stray if kind == "stray" else Notice)
            items.append(group)
            for child in self.elements(division):
                group.children.append(self.block(child, Other if kind == "stray" else NoticeText))
        elif kind != "article" and blocks and all(_holds_stories(b) for b in blocks):
            self.items(division, items)
        else:
            article = _Draft(Article, continues=_is_rest(division))
            items.append(article)
            self.parts(division, article, in_section=False)

    def elements(self, division: Element) -> Iterator[Element]:
        for child in division.children:
            if isinstance(child, str):
                self.between(child, division)
            elif child.name not in _EMPTY:
                yield child

    def parts(self, division: Element, article: _Draft, *, in_section: bool) -> None:
        for child in division.children:
            if isinstance(child, str):
                self.between(child, division)
            else:
                self.part(child, article, in_section=in_section)

    def part(self, element: Element, article: _Draft, *, in_section: bool) -> None:
        """An element of a story."""
        name, kind = element.name, element.attributes.get("type", "")
        if name in ("head", "trailer"):
            default: type[Block] = Crosshead if in_section else Headline
            cls = _HEAD_TYPES.get(kind, default)
            if not self.exact and kind == "sub" and not _has(article, Headline):
                cls = Kicker
            self.put(article, element, cls)
        elif name == "milestone" and element.attributes.get("unit") == "heading":
            article.children.append(_Draft(HeadlineBlock))
        elif name == "p":
            article.children += self.row(element, Paragraph)
        elif name == "ab":
            self.anonymous(element, article, Paragraph)
        elif name == "byline":
            self.put(article, element, Byline)
        elif name == "note" and kind == "editorial":
            self.put(article, element, EditorNote)
        elif name == "argument":
            for child in self.elements(element):
                self.put(article, child, Summary)
        elif name in ("closer", "postscript", "signed"):
            for child in self.elements(element) if _has_only(element, "signed") else [element]:
                self.put(article, child, Signoff)
        elif name in ("opener", "dateline"):
            self.put(article, element, Lead)
        elif name == "figure":
            article.children.append(self.photo(element))
        elif name == "div":
            self.parts(element, article, in_section=True)
        elif name in _EMPTY or name in ("lb", "cb"):
            pass
        elif name in (
            "list",
            "lg",
            "quote",
            "q",
            "cit",
            "table",
            "row",
            "floatingText",
            "body",
            "sp",
            "group",
        ):
            if name not in ("lg", "quote", "q"):
                self.note(f"{name} is read as the paragraphs in it", element)
            if any(
                isinstance(child, Element) and child.name in _CONTAINED
                for child in element.children
            ):
                for child in self.elements(element):
                    self.part(child, article, in_section=in_section)
            else:
                article.children += self.row(element, Paragraph)
        else:
            if name not in ("l", "item"):
                self.note(f"{name} is read as a paragraph", element)
            article.children += self.row(element, Paragraph)

    def anonymous(self, element: Element, holder: _Draft, default: type[Block]) -> None:
        """An ``ab``: a block of the role that its type names; without one, a paragraph, or what is marked in it."""
        kind = element.attributes.get("type", "")
        if kind in BLOCKS:
            self.put(holder, element, BLOCKS[kind])
        else:
            holder.children += self.row(element, default)

    def photo(self, figure: Element) -> _Draft:
        photo = _Draft(Photo)
        for child in figure.children:
            if isinstance(child, str):
                self.between(child, figure)
            elif child.name == "head":
                self.put(photo, child, _HEAD_TYPES.get(child.attributes.get("type", ""), Headline))
            elif child.name == "milestone" and child.attributes.get("unit") == "heading":
                photo.children.append(_Draft(HeadlineBlock))
            elif child.name == "ab":
                self.anonymous(child, photo, Caption)
            elif child.name == "byline":
                self.put(photo, child, Byline)
            elif child.name not in _EMPTY:
                photo.children += self.row(child, Caption)
        return photo

    def put(self, holder: _Draft, element: Element, cls: type[Block]) -> None:
        """A block; headings that follow one another stand in one headline block."""
        block = self.block(element, cls)
        if cls not in _HEADING or element.attributes.get("subtype") == "bare":
            holder.children.append(block)
            return
        last = holder.children[-1] if holder.children else None
        if not (isinstance(last, _Draft) and last.cls is HeadlineBlock):
            last = _Draft(HeadlineBlock)
            holder.children.append(last)
        last.children.append(block)

    def block(self, element: Element, cls: type[Block]) -> _Draft:
        draft = _Draft(cls, continues=cls in CONTINUING and _is_rest(element))
        if element.attributes.get("rend") != "none":
            self.begin(draft)
            self.content(element, draft)
        return draft

    def row(self, element: Element, cls: type[Block]) -> list[_Draft]:
        """A paragraph or caption, and the lead, sign-off, … that is marked in it."""
        main = _Draft(cls, continues=cls in CONTINUING and _is_rest(element))
        found: list[_Draft] = []
        if element.attributes.get("rend") == "none":
            return [main]
        blank = ""  # blanks before the first print
        for child in _with_characters(element.children):
            inner = _marked_block(child)
            if isinstance(child, Element) and inner is not None:
                found.append(_Draft(inner))
                if child.attributes.get("rend") != "none":
                    self.begin(found[-1])
                    self.add(blank)
                    self.content(child, found[-1])
                    blank = ""
                continue
            if isinstance(child, str) and not (found and found[-1] is main):
                ink = child.lstrip(BLANKS if self.exact else None)
                space = child[: len(child) - len(ink)]
                if found and space:
                    self.add(space)
                else:
                    blank += space
                if not ink:
                    continue
                child = ink
            if not (found and found[-1] is main):
                # A paragraph that goes on behind what is marked in it is still one block if others wrote it.
                if any(draft is main for draft in found):
                    main = _Draft(cls, continues=cls in CONTINUING)
                found.append(main)
                self.begin(main)
                self.add(blank)
                blank = ""
            self.inline(child, main)
        if not found:
            self.begin(main)
            self.add(blank)
            found.append(main)
        return found

    def begin(self, draft: _Draft) -> None:
        """The text goes to a new piece of a block."""
        self.ink = _Ink()
        draft.children.append(self.ink)

    def add(self, text: str) -> None:
        if self.ink is not None:
            self.ink.text.append(text if self.exact else _SPACES.sub(" ", text))

    def between(self, text: str, element: Element) -> None:
        """What stands between elements: the page's own white space, if it is kept."""
        if text.strip(BLANKS):
            self.note(
                f"text in {element.name} stands outside of any paragraph, and is left out", element
            )
        elif not self.exact:
            return
        elif self.ink is None:
            self.head.append(text)
        else:
            self.ink.text.append(text)

    def content(self, element: Element, draft: _Draft) -> None:
        for child in element.children:
            self.inline(child, draft)

    def inline(self, child: Element | str, draft: _Draft) -> None:
        """Text, a break, or an element in a text."""
        if isinstance(child, str):
            self.add(child)
        elif child.name in ("lb", "cb"):
            self.begin(draft)
        elif child.name == "g":
            self.add(
                _character(child)
                if child.attributes.get("type") == "character"
                else "".join(_texts(child))
            )
        elif child.name in _NAMING:
            begin = draft.end()
            self.content(child, draft)
            draft.marks.append(_Mark(child, begin, draft.end()))
        elif child.name == "choice":
            self.content(next((c for c in child.children if isinstance(c, Element)), child), draft)
        elif child.name not in _EMPTY:
            if child.name not in _INLINE:
                self.note(f"{child.name} in a text is read as text", child)
            self.content(child, draft)


_CONTAINED = frozenset(
    (
        "p",
        "item",
        "l",
        "lg",
        "row",
        "cell",
        "body",
        "quote",
        "list",
        "div",
        "head",
        "ab",
        "q",
        "table",
    )
)


def _number(division: Element, default: int) -> int:
    """The number of a page in its issue."""
    for text in (division.attributes.get("xml:id", ""), division.attributes.get("n", "")):
        found = re.fullmatch(r"p?([0-9]{1,18})", text)
        if found is not None and 0 < int(found[1]) < LARGEST:
            return int(found[1])
    return default


def _about(root: Element) -> tuple[str | None, dt.date | None, tuple[str, ...]]:
    """Paper, day and files, as the header has them."""
    sources = [s for header in _named(root, "teiHeader") for s in _named(header, "sourceDesc")]
    titles = [t for s in sources for t in _named(s, "title") if t.attributes.get("level") == "j"]
    paper = next(
        ("".join(_texts(t)) for t in titles if t.attributes.get("type") != "unknown"), None
    )
    date: dt.date | None = None
    for found in (d.attributes.get("when", "") for s in sources for d in _named(s, "date")):
        with suppress(ValueError):
            date = date or dt.date.fromisoformat(found)
    lists = [found for s in sources for found in _named(s, "listBibl")]
    files = [
        b
        for found in lists
        if found.attributes.get("type") == "files"
        for b in _named(found, "bibl")
    ]
    return paper, date, tuple("".join(_texts(file)) for file in files)


def _dialects(root: Element) -> dict[str, DialectMark]:
    """The dialects that the header tells, by what a page points at them with."""
    found: dict[str, DialectMark] = {}
    for header in _named(root, "teiHeader"):
        for usage in _named(header, "langUsage"):
            for language in _named(usage, "language"):
                if "n" in language.attributes and "xml:id" in usage.attributes:
                    name = "".join(_texts(language))
                    mark = DialectMark(name, language.attributes["n"])
                    found[f"#{usage.attributes['xml:id']}"] = mark
    return found


def _models(root: Element) -> dict[str, ModelMark]:
    """The models that the header tells, by what a page points at them with."""
    found: dict[str, ModelMark] = {}
    for header in _named(root, "teiHeader"):
        for application in _named(header, "application"):
            given = application.attributes
            if given.get("ident") == "edition-model" and "n" in given and "xml:id" in given:
                label = "".join(
                    text for one in _named(application, "label") for text in _texts(one)
                )
                found[f"#{given['xml:id']}"] = ModelMark(label, given["n"])
    return found


def _named(element: Element, name: str) -> list[Element]:
    """The elements of a name below one, none within another."""
    found: list[Element] = []
    todo = [element]
    while todo:
        at = todo.pop()
        if at.name == name and at is not element:
            found.append(at)
        else:
            todo += [child for child in reversed(at.children) if isinstance(child, Element)]
    return found


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.name == "g":
            yield _character(child)
        else:
            yield from _texts(child)


def _character(element: Element) -> str:
    """The character that a ``g`` stands for."""
    number = re.fullmatch(r"U\+([0-9A-F]{4,6})", element.attributes.get("n", ""))
    if number is None or int(number[1], 16) > 0x10FFFF:
        problem = f"expected the number of a character such as U+000C, not {element.attributes.get('n')!r}"
        raise FormatError("TEI", problem, f"line {element.line}")
    return chr(int(number[1], 16))


def _with_characters(children: list[Element | str]) -> Iterator[Element | str]:
    """What stands in an element, each ``g`` for a character as part of the text around it."""
    text = ""
    for child in children:
        if isinstance(child, str):
            text += child
        elif child.name == "g" and child.attributes.get("type") == "character":
            text += _character(child)
        else:
            if text:
                yield text
            text = ""
            yield child
    if text:
        yield text


def _marked_block(child: Element | str) -> type[Block] | None:
    """The block that an element in a paragraph marks."""
    if isinstance(child, Element) and child.name in ("label", "ref", "seg"):
        return BLOCKS.get(child.attributes.get("type", ""))
    return None


def _is_rest(element: Element) -> bool:
    return element.attributes.get("part") in ("M", "F")


def _holds_stories(element: Element) -> bool:
    return (
        element.name.startswith("div")
        or element.name in _EMPTY
        or element.name in ("fw", "cb", "lb")
    )


def _has(article: _Draft, cls: type[Node]) -> bool:
    return any(
        isinstance(child, _Draft) and (child.cls is cls or _has(child, cls))
        for child in article.children
    )


def _has_only(element: Element, name: str) -> bool:
    inside = [c for c in element.children if not isinstance(c, str) or c.strip()]
    return all(isinstance(c, Element) and c.name == name for c in inside)


def _settled(draft: _Draft, text: list[str]) -> list[str]:
    """Blanks by themselves go behind the print before them, and print on several lines is several pieces.

    ``text`` is what stands before; what is returned, what stands before the next.
    """
    if not issubclass(draft.cls, Block):
        for child in draft.children:
            text = _settled(cast(_Draft, child), text)
        return text
    lines = [line for ink in _inks(draft) for line in _LINES.findall("".join(ink.text))]
    draft.children = []
    for line in lines:
        if line.strip(BLANKS):
            text = [line]
            draft.children.append(_Ink(text))
        else:
            text.append(line)
            if not draft.children:
                for mark in draft.marks:
                    mark.begin, mark.end = mark.begin - len(line), mark.end - len(line)
    return text


def _even_out(items: list[_Draft]) -> None:
    """Where white space tells nothing, each piece stands on a line, with a blank line between items."""
    inks: list[_Ink] = []
    for item in items:
        own = list(_inks(item))
        for ink in own:
            ink.text = [ink.piece().text, "\n"]
        if own:
            own[-1].text.append("\n")
        inks += own
    if inks:
        del inks[-1].text[2:]


def _inks(draft: _Draft) -> Iterator[_Ink]:
    for child in draft.children:
        if isinstance(child, _Ink):
            yield child
        else:
            yield from _inks(child)


def _node(draft: _Draft, *, carries: bool) -> Node:
    """The node that was read; a signed block with what was marked in it, where the document ``carries`` all that was found."""
    below = tuple(
        child.piece() if isinstance(child, _Ink) else _node(child, carries=carries)
        for child in draft.children
    )
    if draft.cls in CONTINUING:
        return draft.cls(below, draft.continues)  # type: ignore[call-arg]
    made = draft.cls(below)  # type: ignore[call-arg]
    if carries and isinstance(made, Signed):
        keep(made, _signature(draft.marks, made.parts))
    return made


def _signature(marks: Iterable[_Mark], pieces: Sequence[Piece]) -> Signature:
    people: list[Named] = []
    filed: dict[str, Places] = {}
    for mark in marks:
        places = tuple(_places(mark, pieces))
        if not places:
            continue
        if mark.element.name in _FILED:
            filed.setdefault(mark.element.name, places)
        else:
            # A name has no blanks: those in it pad it.
            parts = tuple(part for place in places for part in _unpadded(place, pieces))
            name = _printed(parts, pieces)
            people.append(Named(name, mark.element.attributes.get("role"), parts))
    source, place, date = (filed.get(name, ()) for name in _FILED)
    if not source:
        return Signature(tuple(people))
    words = [_printed(places, pieces) or None for places in (place, date)]
    return Signature(tuple(people), Dateline(_printed(source, pieces), *words), source, place, date)


def _places(mark: _Mark, pieces: Sequence[Piece]) -> Iterator[Place]:
    """Where the print in an element stands in a block's pieces."""
    at = 0
    for n, piece in enumerate(pieces):
        at += len(piece.indent)
        begin, end = max(mark.begin - at, 0), min(mark.end - at, len(piece.text))
        if begin < end:
            yield n, begin, end
        at += len(piece.text) + len(piece.tail)


def _unpadded(place: Place, pieces: Sequence[Piece]) -> Iterator[Place]:
    n, begin, end = place
    for word in _WORD.finditer(fold(pieces[n].text), begin, end):
        yield n, *word.span()


def _printed(places: Places, pieces: Sequence[Piece]) -> str:
    return "".join(pieces[n].text[begin:end] for n, begin, end in places)
