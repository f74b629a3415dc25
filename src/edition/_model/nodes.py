"""The nodes of the tree, and how each is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Self, TypeAlias, TypeVar, cast, overload

from attrs import evolve, field, frozen

from edition._grammar import folio
from edition._grammar.compiled import Grammar, base
from edition._grammar.folio import RunningLine
from edition._grammar.names import Person
from edition._model import style
from edition._model.checks import (
    check_children,
    check_flag,
    check_start,
    checked_blanks,
    checked_str,
)
from edition._model.layout import Box
from edition._model.matches import (
    Dateline,
    Places,
    Pointer,
    Signature,
    Span,
    joined,
    read_pointer,
    read_signature,
)
from edition._model.notebook import Listing, Shown, brief
from edition._model.style import LINE_END, Lines, People
from edition._text.lines import BLANKS
from edition._text.numerals import page_label, page_number

N = TypeVar("N", bound="Node")


def join_text(pieces: tuple[str, ...]) -> str:
    """Join what the layout cut: no blank between Han characters, one between Latin words.

    >>> join_text(("城市的空", "间肌理")), join_text(("the evening", "paper"))
    ('城市的空间肌理', 'the evening paper')
    """
    return joined(pieces)[0]


class Node(Shown):
    """A node of a page."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The child nodes, in reading order."""
        return ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the node, in reading order."""
        found: list[Piece] = []
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            if isinstance(node, Block):
                found += node.parts
            elif isinstance(node, Piece):
                found.append(node)
            else:
                todo += reversed(node.children)
        return tuple(found)

    @property
    def span(self) -> Span | None:
        """The half-open range of the node's text in the page, in code points; None for a built node that is in no page.

        Surrounding whitespace and line endings are not in the span, but in the :attr:`extent`.
        """
        extent = self.extent
        if extent is None:
            return None
        pieces = self.pieces
        return (extent[0] + len(pieces[0].indent), extent[1] - len(pieces[-1].tail))

    @property
    def extent(self) -> Span | None:
        """The range of the node including its layout: ``text[a:b] == str(node)``; None for a built node that is in no page."""
        pieces = self.pieces
        if not pieces:
            return None
        first, last = pieces[0], pieces[-1]
        if first.start is None or last.start is None:
            return None
        return (first.start, last.start + len(last.indent) + len(last.text) + len(last.tail))

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where its print stands on the paper, a box a piece, in points from the page's top left corner.

        Empty where no layout told it (:attr:`edition.Page.layout`), as of a page that was read from a text alone.
        """
        return tuple([piece.box for piece in self.pieces if piece.box is not None])

    def __repr__(self) -> str:
        span = self.span
        place = f" {span[0]}:{span[1]}" if span else ""
        return f"<{type(self).__name__}{place} '{_opening(self)}'>"

    def __str__(self) -> str:
        """The exact text of the node, including its layout."""
        return "".join([part for p in self.pieces for part in (p.indent, p.text, p.tail)])

    def walk(self) -> Iterator[Node]:
        """Iterate over the node and its descendants, in reading order."""
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            yield node
            todo += reversed(node.children)

    @overload
    def find_all(
        self, kind: type[N], where: Callable[[N], object] | None = None
    ) -> tuple[N, ...]: ...
    @overload
    def find_all(
        self, kind: tuple[type[N], ...], where: Callable[[N], object] | None = None
    ) -> tuple[N, ...]: ...
    def find_all(
        self, kind: type[N] | tuple[type[N], ...], where: Callable[[N], object] | None = None
    ) -> tuple[N, ...]:
        """All nodes of a class in this subtree for which ``where`` is true, in reading order."""
        return Listing(
            node
            for node in self.walk()
            if isinstance(node, kind) and (where is None or where(node))
        )

    def find(self, kind: type[N], where: Callable[[N], object] | None = None) -> N | None:
        """The first result of :meth:`find_all`, or None."""
        for node in self.walk():
            if isinstance(node, kind) and (where is None or where(node)):
                return node
        return None


@frozen(weakref_slot=False, str=False, repr=False)
class Piece(Node):
    """A run of text: a line, or the part of a line that belongs to a block.

    ``　　本市昨日晴。\\n`` is ``Piece("本市昨日晴。", indent="　　", tail="\\n")``.
    """

    text: str
    """The text, without line endings and surrounding whitespace."""
    indent: str = ""
    """The whitespace before it on its line."""
    tail: str = ""
    """The whitespace after it up to the next piece: spaces, the line ending, blank lines."""
    start: int | None = field(default=None, eq=False, repr=False)
    """The offset of the indent in the page, in code points; None if it is in no page."""
    box: Box | None = field(default=None, eq=False, repr=False, kw_only=True)
    """Its position on the paper; None if unknown."""
    _origin: Piece | None = field(default=None, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        text = checked_str(self.text, "a piece's text")
        if not text or text != text.strip(BLANKS):
            raise ValueError(
                f"a piece must have text without surrounding whitespace, which is layout: {text!r}"
            )
        if "\n" in text:
            raise ValueError(f"a piece must be one line, without a line ending: {text!r}")
        if "\n" in checked_blanks(self.indent, "an indent"):
            raise ValueError(f"an indent stands on one line: {self.indent!r}")
        checked_blanks(self.tail, "a tail")
        check_start(self.start)

    @classmethod
    def build(cls, text: str, *, indent: str = "", tail: str = LINE_END) -> Self:
        """A line of print: ``Piece.build("本市昨日晴。")``."""
        return cls(style.line(text, "a piece"), indent, tail)

    def __repr__(self) -> str:
        place = "" if self.span is None else f" {self.span[0]}:{self.span[1]}"
        return f"<Piece{place} '{brief(self.indent, 8)}{brief(self.text)}{brief(self.tail, 8)}'>"

    def __str__(self) -> str:
        return self.indent + self.text + self.tail

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The piece itself."""
        return (self,)


@frozen(weakref_slot=False, str=False, repr=False)
class Block(Node):
    """The smallest unit with a role: a headline, a paragraph, a sign-off."""

    role: ClassVar[str] = "other"
    """The name of the role, as in standoff annotation."""
    parts: tuple[Piece, ...]
    """The pieces: several if the block has several lines, or was cut by a column."""
    _formulas: ClassVar[tuple[str, ...]] = ()
    _example: ClassVar[str] = ""

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (Piece,))

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a block from its printed lines: ``Headline.build("十万亩麦田", "喝上返青水")``.

        Raises ValueError for an empty line, a line with a line ending or with whitespace at its ends, and, for a block with a fixed
        form (a lead, a byline, a jump), for a line that does not have it.
        """
        what = f"a line of {cls.__name__}"
        if not lines:
            raise ValueError(f"{cls.__name__} has at least one line")
        if cls._formulas:
            lines = tuple(style.formula(line, what, cls._formulas, cls._example) for line in lines)
        return cls(tuple(Piece(style.line(line, what), tail=LINE_END) for line in lines))

    @property
    def children(self) -> tuple[Piece, ...]:
        """The pieces."""
        return self.parts

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces."""
        return self.parts

    @property
    def text(self) -> str:
        """The text in one line, joined where the layout cut it."""
        if len(self.parts) == 1:
            return self.parts[0].text
        return join_text(tuple(p.text for p in self.parts))

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each piece."""
        return tuple(p.text for p in self.parts)


#: What a block keeps of what was found in it.
Found: TypeAlias = Signature | RunningLine | Pointer


@frozen(weakref_slot=False, str=False, repr=False)
class Matched(Block):
    """A block with parsed content, such as people or a page number.

    What the formulas of the page's dialect found when the page was read stays on the block, wherever it goes. A block that
    was built or evolved has nothing yet: until it stands in a page, it is read in the mainland dialect when it is asked.
    """

    _found: Found | None = field(default=None, init=False, eq=False, repr=False)

    def _read(self, grammar: Grammar) -> Found:
        raise NotImplementedError


class Signed(Matched):
    """A block that names people."""

    __slots__ = ()

    _filed: ClassVar[bool] = False
    """Whether it can say where and when a report was filed."""
    _told: ClassVar[bool] = False
    """Whether only those are named of whom a word says what they did: （香港） opens a report, and is nobody."""

    @property
    def people(self) -> tuple[Person, ...]:
        """The people named, in order, with the spans of their names."""
        return tuple(
            Person(one.name, one.role, spans=self._spans(one.places))
            for one in self._signature.people
        )

    @property
    def _signature(self) -> Signature:
        return cast(Signature, self._found or self._read(base()))

    def _read(self, grammar: Grammar) -> Signature:
        return read_signature(self.lines, grammar, filed=self._filed, told=self._told)

    def _spans(self, places: Places) -> tuple[Span, ...]:
        """Where the page's text has some places; empty in a block that stands in none."""
        found: list[Span] = []
        for n, begin, end in places:
            span = self.parts[n].span
            if span is None:
                return ()
            found.append((span[0] + begin, span[0] + end))
        return tuple(found)


class _Running(Matched):
    """A line with the page, the newspaper and the date."""

    __slots__ = ()

    @property
    def _says(self) -> RunningLine:
        return cast(RunningLine, self._found or self._read(base()))

    def _read(self, grammar: Grammar) -> RunningLine:
        return folio.read(self.text, grammar)

    @property
    def label(self) -> str | None:
        """The normalised page label (``"2"``, ``"A04"``); None if the line names no page."""
        return self._says.label

    @property
    def number(self) -> int | None:
        """The number in that label."""
        return page_number(self.label)

    @property
    def name(self) -> str | None:
        """The name of the page: 要闻 in ``第2版 要闻``."""
        return self._says.name

    @property
    def paper(self) -> str | None:
        """The name of the newspaper, without spacing."""
        return self._says.paper

    @property
    def date(self) -> dt.date | None:
        """The date of issue; None if year, month or day is missing."""
        return self._says.date

    @property
    def weekday(self) -> int | None:
        """The weekday, from 1 (Monday) to 7 (Sunday)."""
        return self._says.weekday


def found_in(block: Matched) -> Found | None:
    """What was found in a block and stays on it; None where it is new."""
    return block._found  # noqa: SLF001 the slot is this module's own


def keep(block: Matched, found: Found | None) -> None:
    """Let a new block, which nobody else has yet, keep what is known to be found in it."""
    object.__setattr__(block, "_found", found)


def match(block: Matched, grammar: Grammar) -> None:
    """Let a new block, which nobody else has yet, keep what a dialect's formulas find in it."""
    keep(block, block._read(grammar))  # noqa: SLF001


def signature_of(block: Signed) -> Signature:
    """Who is named in a block and where it was filed, each with its places in the block."""
    return block._signature  # noqa: SLF001


def said_by(block: Masthead | Folio) -> RunningLine:
    """All that a running line says."""
    return block._says  # noqa: SLF001


class Masthead(_Running):
    """报头, the nameplate of a front page: ``汾河日报``, ``国内统一连续出版物号 CN 14-0000``, ``第1024期``."""

    __slots__ = ()

    role: ClassVar[str] = "masthead"

    @property
    def page_count(self) -> int | None:
        """The number of pages of the issue: 4 in ``今日4版``."""
        return self._says.page_count


class Folio(_Running):
    """报眉, the running line of a page: ``第2版 要闻 2025年3月6日 星期四``."""

    __slots__ = ()

    role: ClassVar[str] = "folio"

    @classmethod
    def build(
        cls,
        *lines: str,
        page: int | str | None = None,
        section: str | None = None,
        date: dt.date | None = None,
        paper: str | None = None,
    ) -> Self:
        """Build a folio from values (``page=2, section="要闻", paper="汾河日报"``), or from its printed lines."""
        if lines:
            return super().build(*lines)
        return super().build(style.folio(page, section, date, paper))


class Credits(Signed):
    """本版编辑, the page's staff: ``责编：何青 版式：马兰 校对：白露``."""

    __slots__ = ()

    role: ClassVar[str] = "credits"
    _formulas: ClassVar[tuple[str, ...]] = ("credits",)
    _example: ClassVar[str] = "责编 何青  版式 马兰"

    @classmethod
    def build(cls, *lines: str, staff: Mapping[str, str] | None = None) -> Self:
        """Build the line from duties and names (``staff={"责编": "何青", "版式": "马兰"}``), or from its printed lines."""
        return super().build(*lines) if lines else super().build(style.staff(staff or {}))


class Index(Block):
    """导读, a guide to other pages: ``导读``, ``河堤步道开放 2版``."""

    __slots__ = ()

    role: ClassVar[str] = "index"

    @classmethod
    def build(cls, *lines: str, page: int | str | None = None) -> Self:
        """Build a line of an index with its page: ``Index.build("河堤步道开放", page=2)``."""
        return super().build(
            *(lines if page is None else [style.index_entry(line, page) for line in lines])
        )

    @property
    def page(self) -> str | None:
        """The label of the page that the entry refers to (``"2"``, ``"A04"``)."""
        return page_label(self.text)


class Label(Block):
    """栏题, a standing rubric: ``图片新闻``, ``今日谈``, ``（评论员观察）``, a lone ``●``."""

    __slots__ = ()

    role: ClassVar[str] = "label"


class Kicker(Block):
    """引题, the line that leads up to a headline: ``汾河两岸春灌全面展开``."""

    __slots__ = ()

    role: ClassVar[str] = "kicker"


class Headline(Block):
    """主题, the main headline, one piece a line: ``十万亩麦田`` / ``喝上返青水``."""

    __slots__ = ()

    role: ClassVar[str] = "headline"


class Deck(Block):
    """副题, what completes a headline below it: ``——下游灌区见闻``."""

    __slots__ = ()

    role: ClassVar[str] = "deck"

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a deck, with a dash before the first line: ``Deck.build("下游灌区见闻")``."""
        first = [style.dashed(line) for line in lines[:1]]
        return super().build(*first, *lines[1:])


class Summary(Block):
    """提要, key points between headline and body: ``■ 今年新开步道三条``."""

    __slots__ = ()

    role: ClassVar[str] = "summary"

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a key point, with a bullet: ``Summary.build("今年新开步道三条")``."""
        return super().build(*[style.bulleted(line) for line in lines])


class EditorNote(Block):
    """编者按, the paper's own words on a piece: ``编者按：春天来了，本报今起推出……``."""

    __slots__ = ()

    role: ClassVar[str] = "editor_note"

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a note that begins with 编者按: ``EditorNote.build("春天来了，本报今起推出系列报道。")``."""
        first = [style.noted(line) for line in lines[:1]]
        return super().build(*first, *lines[1:])


class Byline(Signed):
    """署名, who wrote it, before the body: ``本报记者 陈立``, ``■ 汾河日报记者 贺  勇``, ``本报评论员``."""

    __slots__ = ()

    role: ClassVar[str] = "byline"
    _formulas: ClassVar[tuple[str, ...]] = ("byline", "institution", "byname")
    _example: ClassVar[str] = "本报记者 陈立"

    @classmethod
    def build(cls, *lines: str, people: People = ()) -> Self:
        """Build a byline from people (``people=["陈立"]``: 本报记者 陈立), or from its printed lines."""
        return super().build(*lines) if lines else super().build(style.byline(people))


class Lead(Signed):
    """电头, the opening formula of a report: ``本报讯（记者 陈立）``, ``新华社北京3月5日电``, ``【明河專訊】``."""

    __slots__ = ()

    role: ClassVar[str] = "lead"
    _filed: ClassVar[bool] = True
    _told: ClassVar[bool] = True
    _formulas: ClassVar[tuple[str, ...]] = ("lead",)
    _example: ClassVar[str] = "本报讯（记者 陈立）"

    @classmethod
    def build(
        cls,
        *lines: str,
        paper: bool = False,
        agency: str | None = None,
        place: str | None = None,
        date: dt.date | str | None = None,
        people: People = (),
    ) -> Self:
        """Build a lead from values, or from its printed line.

        ``Lead.build(paper=True, people=["陈立"])`` is 本报讯（记者 陈立）, and ``Lead.build(agency="新华社", place="临川",
        date="3月5日")`` is 新华社临川3月5日电. The paragraph follows on the lead's line, after a blank where no bracket closes.
        """
        if lines:
            lead, tail = (
                "".join(super().build(*lines).lines),
                "" if lines[-1][-1:] in "）】：" else " ",
            )
        else:
            lead, tail = style.lead(paper=paper, agency=agency, place=place, date=date, by=people)
            style.formula(lead, "a lead", cls._formulas, cls._example)
        return cls((Piece(lead, tail=tail),))

    @property
    def dateline(self) -> Dateline | None:
        """The source (paper or agency), place and date; None if it names no source."""
        return self._signature.dateline


@frozen(weakref_slot=False, str=False, repr=False)
class Paragraph(Block):
    """正文, a paragraph of the body, without its lead and its sign-off."""

    role: ClassVar[str] = "paragraph"
    continues: bool = False
    """Whether it continues the paragraph before an interruption, such as a picture."""

    def __attrs_post_init__(self) -> None:
        Block.__attrs_post_init__(self)
        check_flag(self.continues)


class Crosshead(Block):
    """小标题, a heading inside the body: ``一河清水穿城过``, ``（一）先治水``."""

    __slots__ = ()

    role: ClassVar[str] = "crosshead"


class Signoff(Signed):
    """文末署名, who wrote it, after the body: ``(何青)``, ``记者 陈立 通讯员 贺勇``, ``（新华社北京3月5日电）``."""

    __slots__ = ()

    role: ClassVar[str] = "signoff"
    _filed: ClassVar[bool] = True
    _formulas: ClassVar[tuple[str, ...]] = (
        "signoff",
        "bracketed",
        "byline",
        "institution",
        "byname",
    )
    _example: ClassVar[str] = "（何青）"

    @classmethod
    def build(cls, *lines: str, people: People = ()) -> Self:
        """Build a sign-off from people (``people=["何青"]``: （何青）), or from its printed lines."""
        return super().build(*lines) if lines else super().build(style.signoff(people))

    @property
    def dateline(self) -> Dateline | None:
        """The source, place and date, if the sign-off is a dateline; otherwise None."""
        return self._signature.dateline


class Caption(Block):
    """图片说明, what a picture shows: ``图为市民在河边放风筝。``."""

    __slots__ = ()

    role: ClassVar[str] = "caption"


class Credit(Signed):
    """图片署名, who made the picture: ``马兰 摄``, ``（资料图片）``, ``本报记者 白露 摄影报道``."""

    __slots__ = ()

    role: ClassVar[str] = "credit"
    _told: ClassVar[bool] = True
    _formulas: ClassVar[tuple[str, ...]] = ("credit", "byline")
    _example: ClassVar[str] = "马兰 摄"

    @classmethod
    def build(cls, *lines: str, people: People = ()) -> Self:
        """Build a credit from people (``people=["马兰"]``: 马兰 摄), or from its printed lines."""
        return super().build(*lines) if lines else super().build(style.credit(people))


def makers(nodes: Iterable[Node]) -> Iterator[Person]:
    """Everybody whom the bylines, leads, sign-offs and credits of some nodes name, as often as they do.

    Editors of the page are left out, whose line sometimes stands among the stories (责编 何青).
    """
    for node in nodes:
        for block in node.find_all((Byline, Lead, Signoff, Credit)):
            if block.people and not any(base().reads("credits", line) for line in block.lines):
                yield from block.people


def nobody_twice(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each of some people once, in order, with the first role that they are named with."""
    found: dict[str, Person] = {}
    for person in people:
        if person.name not in found or (person.role and not found[person.name].role):
            found[person.name] = person
    return tuple(found.values())


class _Pointer(Matched):
    __slots__ = ()

    @property
    def page(self) -> str | None:
        """The normalised label of the page that it names (``"1"``, ``"A04"``)."""
        return cast(Pointer, self._found or self._read(base())).page

    def _read(self, grammar: Grammar) -> Pointer:
        return read_pointer(self.text, grammar)

    @property
    def page_number(self) -> int | None:
        """The number in that label."""
        return page_number(self.page)


class Continuation(_Pointer):
    """转文头, where a story goes on from: ``(上接第1版)``, ``上接A01版``."""

    __slots__ = ()

    role: ClassVar[str] = "continued_from"
    _formulas: ClassVar[tuple[str, ...]] = ("continued_from",)
    _example: ClassVar[str] = "（上接第1版）"

    @classmethod
    def build(cls, *lines: str, page: int | str | None = None) -> Self:
        """Build a continuation line from a page (``page=1``: （上接第1版）), or from its printed line."""
        return super().build(*lines) if page is None else super().build(style.continued_from(page))


class Jump(_Pointer):
    """转文尾, where a story goes on to: ``(下转第4版)``, ``（全文见第3版）``."""

    __slots__ = ()

    role: ClassVar[str] = "continued_on"
    _formulas: ClassVar[tuple[str, ...]] = ("continued_on",)
    _example: ClassVar[str] = "（下转第4版）"

    @classmethod
    def build(cls, *lines: str, page: int | str | None = None) -> Self:
        """Build a jump line from a page (``page=4``: （下转第4版）), or from its printed line."""
        return super().build(*lines) if page is None else super().build(style.continued_on(page))


class NoticeText(Block):
    """公告、广告, a line of a notice: ``遗失声明``."""

    __slots__ = ()

    role: ClassVar[str] = "notice"


class Other(Block):
    """Text without another role: a stray mark, a lone number, ``（Ａ、Ｂ）``."""

    __slots__ = ()

    role: ClassVar[str] = "other"


HeadingPart: TypeAlias = Label | Kicker | Headline | Deck


class Group(Node):
    """A node with child nodes."""

    __slots__ = ()


def _opening(node: Node) -> str:
    """What a node is known by: its headline, or else its first words."""
    block = node.find(Headline) or node.find(Block)
    return brief(" / ".join(block.lines)) if block is not None else ""


@frozen(weakref_slot=False, str=False, repr=False)
class HeadlineBlock(Group):
    """标题, all heading lines of a story that stand together: rubric, kicker, headline, deck."""

    parts: tuple[HeadingPart, ...]

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (Label, Kicker, Headline, Deck))

    @classmethod
    def build(
        cls,
        headline: Headline | Lines | None = None,
        *,
        label: Label | str | None = None,
        kicker: Kicker | Lines | None = None,
        deck: Deck | Lines | None = None,
    ) -> Self:
        """Build a headline block: rubric, kicker, headline, deck."""
        parts = [
            _built(Label, label),
            _built(Kicker, kicker),
            _built(Headline, headline),
            _built(Deck, deck),
        ]
        found = tuple(part for part in parts if part is not None)
        if not found:
            raise ValueError("a headline block has a label, a kicker, a headline or a deck")
        return cls(found)

    @property
    def children(self) -> tuple[HeadingPart, ...]:
        """The heading lines."""
        return self.parts


@frozen(weakref_slot=False, str=False, repr=False)
class Photo(Group):
    """图片, what is printed of a picture: its caption and credit, and a heading where it stands alone."""

    parts: tuple[Block | HeadlineBlock, ...]

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (HeadlineBlock, Block))

    @classmethod
    def build(
        cls,
        caption: Caption | Lines,
        *,
        credit: Credit | str | People | None = None,
        headline: Headline | Lines | None = None,
        label: Label | str | None = None,
    ) -> Self:
        """Build a picture: ``Photo.build("图为市民在河边放风筝。", credit=["马兰"])``.

        The credit stands on the caption's line, as in 图为市民在河边放风筝。 马兰 摄. A label or a headline makes it a picture that
        stands alone.
        """
        parts: list[Block | HeadlineBlock] = []
        if headline is not None or label is not None:
            parts.append(HeadlineBlock.build(headline, label=label))
        if credit is None:
            return cls((*parts, _built(Caption, caption)))
        signed = credit if isinstance(credit, Credit) else _signed(Credit, credit)
        return cls((*parts, _before(_built(Caption, caption), " "), signed))

    @property
    def children(self) -> tuple[Block | HeadlineBlock, ...]:
        """The captions and credits, and a heading."""
        return self.parts

    @property
    def headline(self) -> Headline | None:
        """The headline of a picture that is not part of an article."""
        return self.find(Headline)

    @property
    def caption(self) -> Caption | None:
        """The first caption."""
        return self.find(Caption)

    @property
    def text(self) -> str:
        """The text of all captions, in one line."""
        return join_text(tuple(c.text for c in self.find_all(Caption)))

    @property
    def credits(self) -> tuple[Credit, ...]:
        """The credits."""
        return self.find_all(Credit)

    @property
    def people(self) -> tuple[Person, ...]:
        """The people in its credits and bylines, without duplicates."""
        return nobody_twice(makers((self,)))


StoryPart: TypeAlias = HeadlineBlock | Photo | Block


@frozen(weakref_slot=False, str=False, repr=False)
class Article(Group):
    """稿件, one run of blocks of one story, in the order in which the page has them.

    The properties find a block wherever it stands: a headline printed after its body is still the headline.
    """

    parts: tuple[StoryPart, ...]
    continues: bool = False
    """Whether it continues the article before an interruption by running lines."""

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (HeadlineBlock, Photo, Block))
        check_flag(self.continues)

    @classmethod
    def build(
        cls,
        headline: Headline | Lines | None = None,
        *,
        label: Label | str | None = None,
        kicker: Kicker | Lines | None = None,
        deck: Deck | Lines | None = None,
        summary: Iterable[Summary | str] = (),
        note: EditorNote | Lines | None = None,
        byline: Byline | str | People | None = None,
        continued_from: Continuation | int | str | None = None,
        lead: Lead | str | None = None,
        paragraphs: Iterable[str | Paragraph | Crosshead | Photo] = (),
        photos: Iterable[Photo] = (),
        signoff: Signoff | str | People | None = None,
        continued_on: Jump | int | str | None = None,
    ) -> Self:
        """Build an article; its parts are put in the order in which they are printed.

        ``Article.build("河堤步道开放", lead=Lead.build(paper=True), paragraphs=["……"], signoff=["何青"])``: a str is a line as
        it is printed, a list of names is people, a number of a page is a page. Crossheads and pictures stand among the
        paragraphs; ``photos`` stand behind them.

        Raises ValueError for what no newspaper could print, for a lead without a paragraph, and for an article without
        parts.
        """
        parts: list[StoryPart | None] = []
        if not (headline is None and label is None and kicker is None and deck is None):
            parts.append(HeadlineBlock.build(headline, label=label, kicker=kicker, deck=deck))
        for name, given in (("paragraphs", paragraphs), ("summary", summary)):
            if isinstance(given, str):
                raise TypeError(f"{name} are several: a list, as in [{given[:12]!r}], not a str")
        body = [
            part if isinstance(part, Block | Photo) else Paragraph.build(part)
            for part in paragraphs
        ]
        pictures = tuple(photos)
        for picture in pictures:
            if not isinstance(picture, Photo):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
                raise TypeError(f"a picture is a Photo, as in Photo.build('…'), not {picture!r}")
        if lead is not None and not (body and isinstance(body[0], Paragraph)):
            raise ValueError(
                "a lead opens a paragraph: give the paragraph as the first of paragraphs"
            )
        parts.append(_built(EditorNote, note))
        parts += [_built(Summary, point) for point in summary]
        parts.append(_signed(Byline, byline) if byline is not None else None)
        parts.append(
            _pointing(Continuation, continued_from) if continued_from is not None else None
        )
        parts.append(_built(Lead, lead))
        parts += [*body, *pictures]
        parts.append(_signed(Signoff, signoff) if signoff is not None else None)
        parts.append(_pointing(Jump, continued_on) if continued_on is not None else None)
        found = tuple(part for part in parts if part is not None)
        if not found:
            raise ValueError("an article has a headline, a paragraph or another part")
        return cls(found)

    @property
    def children(self) -> tuple[StoryPart, ...]:
        """The parts."""
        return self.parts

    @property
    def heading(self) -> HeadlineBlock | None:
        """The headline block with the headline."""
        blocks = [part for part in self.parts if isinstance(part, HeadlineBlock)]
        return next((b for b in blocks if b.find(Headline)), blocks[0] if blocks else None)

    @property
    def headline(self) -> Headline | None:
        """The main headline."""
        return self._own(Headline)

    @property
    def kicker(self) -> Kicker | None:
        """The kicker, before the headline."""
        return self._own(Kicker)

    @property
    def deck(self) -> Deck | None:
        """The deck, below the headline."""
        return self._own(Deck)

    @property
    def label(self) -> Label | None:
        """The rubric."""
        return self._own(Label)

    @property
    def note(self) -> EditorNote | None:
        """The editor's note."""
        return self._own(EditorNote)

    @property
    def byline(self) -> Byline | None:
        """The byline, before the body."""
        return self._own(Byline)

    @property
    def lead(self) -> Lead | None:
        """The lead of the first paragraph."""
        return self._own(Lead)

    @property
    def signoff(self) -> Signoff | None:
        """The sign-off, after the body."""
        return self._own(Signoff)

    @property
    def continued_from(self) -> Continuation | None:
        """The jump line at its beginning."""
        return self._own(Continuation)

    @property
    def continued_on(self) -> Jump | None:
        """The jump line at its end."""
        return self._own(Jump)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body."""
        return tuple(part for part in self.parts if isinstance(part, Paragraph))

    @property
    def crossheads(self) -> tuple[Crosshead, ...]:
        """The headings inside the body."""
        return tuple(part for part in self.parts if isinstance(part, Crosshead))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The pictures in the article."""
        return tuple(part for part in self.parts if isinstance(part, Photo))

    @property
    def people(self) -> tuple[Person, ...]:
        """The people in its byline, lead, sign-off and credits, without duplicates."""
        return nobody_twice(makers((self,)))

    @property
    def text(self) -> str:
        """The body, one paragraph or crosshead per line."""
        lines: list[str] = []
        for part in self.parts:
            if isinstance(part, Paragraph) and part.continues and lines:
                lines[-1] = join_text((lines[-1], part.text))
            elif isinstance(part, Paragraph | Crosshead):
                lines.append(part.text)
        return "\n".join(lines)

    def _own(self, kind: type[N]) -> N | None:
        for part in self.parts:
            if isinstance(part, kind):
                return part
            if isinstance(part, HeadlineBlock):
                for inner in part.parts:
                    if isinstance(inner, kind):
                        return inner
        return None


@frozen(weakref_slot=False, str=False, repr=False)
class Notice(Group):
    """公告、广告、天气: an announcement or advertisement, a line a part."""

    parts: tuple[NoticeText, ...]

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (NoticeText,))

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a notice from its lines: ``Notice.build("遗失声明", "何青遗失工作证一本，声明作废。")``."""
        if not lines:
            raise ValueError("a notice has at least one line")
        return cls(tuple(NoticeText.build(line) for line in lines))

    @property
    def children(self) -> tuple[NoticeText, ...]:
        """The lines."""
        return self.parts

    @property
    def text(self) -> str:
        """The text, one line each."""
        return "\n".join(part.text for part in self.parts)


@frozen(weakref_slot=False, str=False, repr=False)
class Stray(Group):
    """Text that belongs to no story: a mark, a lone number."""

    parts: tuple[Other, ...]

    def __attrs_post_init__(self) -> None:
        check_children(self, "parts", self.parts, (Other,))

    @classmethod
    def build(cls, *lines: str) -> Self:
        """Build a stray mark: ``Stray.build("※")``."""
        if not lines:
            raise ValueError("a stray mark has at least one line")
        return cls(tuple(Other.build(line) for line in lines))

    @property
    def children(self) -> tuple[Other, ...]:
        """The marks."""
        return self.parts


Item: TypeAlias = Article | Photo | Notice | Masthead | Folio | Index | Credits | Stray


B = TypeVar("B", bound=Block)


@overload
def _built(kind: type[B], value: B | Lines) -> B: ...
@overload
def _built(kind: type[B], value: B | Lines | None) -> B | None: ...
def _built(kind: type[B], value: B | Lines | None) -> B | None:
    """A block of a class from the block itself, or from its line or lines."""
    if value is None or isinstance(value, kind):
        return value
    if isinstance(value, str):
        return kind.build(value)
    if not isinstance(value, Sequence):
        raise TypeError(
            f"a {kind.__name__} is one, a str or a list of str, not {type(value).__name__}"
        )
    return kind.build(*value)


S = TypeVar("S", Byline, Signoff, Credit)


def _signed(kind: type[S], value: S | str | People) -> S:
    """A signed block from the block itself, from its line, or from people."""
    if isinstance(value, str):
        return kind.build(value)
    return value if isinstance(value, kind) else kind.build(people=cast(People, value))


P = TypeVar("P", Continuation, Jump)


def _pointing(kind: type[P], value: P | int | str) -> P:
    """A pointer from itself, or from the page that it names."""
    return kind.build(page=value) if isinstance(value, int | str) else value


def _before(block: B, tail: str) -> B:
    """A block that something follows on its line."""
    return evolve(block, parts=(*block.parts[:-1], evolve(block.parts[-1], tail=tail)))
