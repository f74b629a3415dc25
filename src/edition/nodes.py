"""The document object model: what a newspaper page is made of.

A page is a tuple of items (stories, photos, notices, the running furniture), an item a tuple of blocks, a block a tuple
of pieces, and a piece one run of print with the blanks before it and the line end behind it. Every character of the page
stands in exactly one piece, so ``str(node)`` joins pieces and nothing else.

Nodes are values: frozen, hashable, comparable, picklable. Two nodes are equal when they are of one class and hold the
same text and layout; where they stand in a page (``start``) takes no part in that.

All offsets are in code points, and all spans are half-open: ``text[a:b]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, TypeAlias, TypeVar, overload

from attrs import field, frozen

from edition._names import Person, people
from edition._numerals import day, page_label, page_number

N = TypeVar("N", bound="Node")

#: A half-open range of code points.
Span: TypeAlias = tuple[int, int]


def join_text(pieces: tuple[str, ...]) -> str:
    """Join what the layout cut: no blank between Han characters, one between Latin words.

    >>> join_text(("城市的空", "间肌理")), join_text(("the evening", "paper"))
    ('城市的空间肌理', 'the evening paper')
    """
    whole = ""
    for piece in pieces:
        latin = whole[-1:].isascii() and whole[-1:].isalpha() and piece[:1].isascii() and piece[:1].isalpha()
        whole += f" {piece}" if latin else piece
    return whole


class Node:
    """Anything that stands in a page."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly below, in reading order."""
        return ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The runs of print that the node covers, in reading order."""
        found: list[Piece] = []
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            if isinstance(node, Piece):
                found.append(node)
            else:
                todo += reversed(node.children)
        return tuple(found)

    @property
    def span(self) -> Span | None:
        """Where the node's print begins and ends in the text it was parsed from; None if it was built.

        Blanks before it, and blanks and line ends behind it, are not in the span but in the :attr:`extent`.
        """
        pieces = self.pieces
        if not pieces or pieces[0].start is None or pieces[-1].start is None:
            return None
        first, last = pieces[0], pieces[-1]
        assert first.start is not None and last.start is not None
        return (first.start + len(first.indent), last.start + len(last.indent) + len(last.text))

    @property
    def extent(self) -> Span | None:
        """Where the node begins and ends with its layout: ``text[a:b] == str(node)``; None if it was built."""
        pieces = self.pieces
        if not pieces or pieces[0].start is None or pieces[-1].start is None:
            return None
        first, last = pieces[0], pieces[-1]
        assert first.start is not None and last.start is not None
        return (first.start, last.start + len(last.indent) + len(last.text) + len(last.tail))

    def __str__(self) -> str:
        """The node's text, exactly, with its layout."""
        return "".join([part for p in self.pieces for part in (p.indent, p.text, p.tail)])

    def walk(self) -> Iterator[Node]:
        """The node itself and everything below it, in reading order."""
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            yield node
            todo += reversed(node.children)

    @overload
    def find_all(self, kind: type[N], where: Callable[[N], object] | None = None) -> tuple[N, ...]: ...
    @overload
    def find_all(self, kind: tuple[type[N], ...], where: Callable[[N], object] | None = None) -> tuple[N, ...]: ...
    def find_all(
        self, kind: type[N] | tuple[type[N], ...], where: Callable[[N], object] | None = None
    ) -> tuple[N, ...]:
        """Every node of a class below this one (itself included), in reading order, that ``where`` says yes to."""
        return tuple(node for node in self.walk() if isinstance(node, kind) and (where is None or where(node)))

    def find(self, kind: type[N], where: Callable[[N], object] | None = None) -> N | None:
        """The first node that :meth:`find_all` finds, or None."""
        for node in self.walk():
            if isinstance(node, kind) and (where is None or where(node)):
                return node
        return None


@frozen(weakref_slot=False, str=False)
class Piece(Node):
    """One run of print: a line, or what a block has of a line.

    ``　　本市昨日晴。\\n`` is ``Piece("本市昨日晴。", indent="　　", tail="\\n")``.
    """

    text: str
    """The print itself: no line end in it, no blank at its ends."""
    indent: str = ""
    """The blanks before it on its line."""
    tail: str = ""
    """What stands behind it up to the next piece: blanks, the line end, blank lines."""
    start: int | None = field(default=None, eq=False, repr=False)
    """Offset of the indent in the text it was parsed from, in code points."""

    def __str__(self) -> str:
        return self.indent + self.text + self.tail

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (self,)


@frozen(weakref_slot=False, str=False)
class Block(Node):
    """The smallest unit with a role: a headline, a paragraph, a sign-off."""

    role: ClassVar[str] = "other"
    """The role's name in the standoff vocabulary."""
    parts: tuple[Piece, ...]
    """The block's pieces: more than one where it stands on several lines, or a column end cut it."""

    @property
    def children(self) -> tuple[Piece, ...]:
        return self.parts

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.parts

    @property
    def text(self) -> str:
        """What it says, whole again where the layout cut it, without the layout's blanks."""
        if len(self.parts) == 1:
            return self.parts[0].text
        return join_text(tuple(p.text for p in self.parts))

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says, line by line."""
        return tuple(p.text for p in self.parts)


class Signed(Block):
    """A block that names people."""

    __slots__ = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Who is named, in order."""
        return people(self.text)


@frozen(weakref_slot=False, str=False)
class Masthead(Block):
    """报头, the nameplate of a front page: ``汾河日报``, ``国内统一连续出版物号 CN 14-0000``, ``第1024期``."""

    role: ClassVar[str] = "masthead"


@frozen(weakref_slot=False, str=False)
class Folio(Block):
    """报眉, the running line of a page: ``第2版 要闻 2025年3月6日 星期四``."""

    role: ClassVar[str] = "folio"


@frozen(weakref_slot=False, str=False)
class Credits(Signed):
    """本版编辑, the page's staff: ``责编：何青 版式：马兰 校对：白露``."""

    role: ClassVar[str] = "credits"


@frozen(weakref_slot=False, str=False)
class Index(Block):
    """导读, a guide to other pages: ``导读``, ``河堤步道开放 2版``."""

    role: ClassVar[str] = "index"

    @property
    def page(self) -> str | None:
        """The page that an entry points to, as a label (``"2"``, ``"A04"``)."""
        return page_label(self.text)


@frozen(weakref_slot=False, str=False)
class Label(Block):
    """栏题, a standing rubric: ``图片新闻``, ``今日谈``, ``（评论员观察）``, a lone ``●``."""

    role: ClassVar[str] = "label"


@frozen(weakref_slot=False, str=False)
class Kicker(Block):
    """引题, the line that leads up to a headline: ``汾河两岸春灌全面展开``."""

    role: ClassVar[str] = "kicker"


@frozen(weakref_slot=False, str=False)
class Headline(Block):
    """主题, the main headline, one piece a line: ``十万亩麦田`` / ``喝上返青水``."""

    role: ClassVar[str] = "headline"


@frozen(weakref_slot=False, str=False)
class Deck(Block):
    """副题, what completes a headline below it: ``——下游灌区见闻``."""

    role: ClassVar[str] = "deck"


@frozen(weakref_slot=False, str=False)
class Summary(Block):
    """提要, key points between headline and body: ``■ 今年新开步道三条``."""

    role: ClassVar[str] = "summary"


@frozen(weakref_slot=False, str=False)
class EditorNote(Block):
    """编者按, the paper's own words on a piece: ``编者按：春天来了，本报今起推出……``."""

    role: ClassVar[str] = "editor_note"


@frozen(weakref_slot=False, str=False)
class Byline(Signed):
    """署名, who wrote it, before the body: ``本报记者 陈立``, ``■ 汾河日报记者 贺  勇``, ``本报评论员``."""

    role: ClassVar[str] = "byline"


@frozen(weakref_slot=False)
class Dateline:
    """Where and when a report was filed, and with whom: 本报 · 临川 · 3月5日 in ``本报临川3月5日电``."""

    source: str
    """The paper or agency: 本报, 新华社, 据新华社."""
    place: str | None = None
    """The place, as printed."""
    date: str | None = None
    """The day, as printed."""

    @property
    def is_paper(self) -> bool:
        """Whether the paper itself reports, and not an agency."""
        return "社" not in self.source

    @property
    def day(self) -> tuple[int | None, int, int] | None:
        """Year (None where the text gives none), month and day; None where no possible day is named."""
        return day(self.date or "")


def _dateline(text: str) -> Dateline | None:
    from edition._grammar import base

    found = dict(reversed([t for t in base().tokens(text) if t[0] in ("SOURCE", "PLACE", "DATE")]))
    if "SOURCE" not in found:
        return None
    return Dateline(found["SOURCE"], found.get("PLACE"), found.get("DATE"))


@frozen(weakref_slot=False, str=False)
class Lead(Signed):
    """电头, the opening formula of a report: ``本报讯（记者 陈立）``, ``新华社北京3月5日电``, ``【明河專訊】``."""

    role: ClassVar[str] = "lead"

    @property
    def dateline(self) -> Dateline | None:
        """Paper or agency, place and day; None where the formula names no source."""
        return _dateline(self.text)


@frozen(weakref_slot=False, str=False)
class Paragraph(Block):
    """正文, a paragraph of the body, without its lead and its sign-off."""

    role: ClassVar[str] = "paragraph"
    continues: bool = False
    """Whether it goes on with the last paragraph before it, from which something else on the page cut it off."""


@frozen(weakref_slot=False, str=False)
class Crosshead(Block):
    """小标题, a heading inside the body: ``一河清水穿城过``, ``（一）先治水``."""

    role: ClassVar[str] = "crosshead"


@frozen(weakref_slot=False, str=False)
class Signoff(Signed):
    """文末署名, who wrote it, after the body: ``(何青)``, ``记者 陈立 通讯员 贺勇``, ``（新华社北京3月5日电）``."""

    role: ClassVar[str] = "signoff"

    @property
    def dateline(self) -> Dateline | None:
        """Paper or agency, place and day, where the sign-off is a dateline."""
        return _dateline(self.text)


@frozen(weakref_slot=False, str=False)
class Caption(Block):
    """图片说明, what a picture shows: ``图为市民在河边放风筝。``."""

    role: ClassVar[str] = "caption"


@frozen(weakref_slot=False, str=False)
class Credit(Signed):
    """图片署名, who made the picture: ``马兰 摄``, ``（资料图片）``, ``本报记者 白露 摄影报道``."""

    role: ClassVar[str] = "credit"


class _Pointer(Block):
    __slots__ = ()

    @property
    def page(self) -> str | None:
        """The page it names, as a label (``"1"``, ``"A04"``), whatever digits it is printed in."""
        return page_label(self.text)

    @property
    def page_number(self) -> int | None:
        """The number in that label."""
        return page_number(self.page)


@frozen(weakref_slot=False, str=False)
class Continuation(_Pointer):
    """转文头, where a story goes on from: ``(上接第1版)``, ``上接A01版``."""

    role: ClassVar[str] = "continued_from"


@frozen(weakref_slot=False, str=False)
class Jump(_Pointer):
    """转文尾, where a story goes on to: ``(下转第4版)``, ``（全文见第3版）``."""

    role: ClassVar[str] = "continued_on"


@frozen(weakref_slot=False, str=False)
class NoticeText(Block):
    """公告、广告, a line of a notice: ``遗失声明``."""

    role: ClassVar[str] = "notice"


@frozen(weakref_slot=False, str=False)
class Other(Block):
    """What no other role covers: a stray mark, a lone number, ``（Ａ、Ｂ）``."""

    role: ClassVar[str] = "other"


HeadingPart: TypeAlias = Label | Kicker | Headline | Deck


class Group(Node):
    """A node that holds other nodes."""

    __slots__ = ()


@frozen(weakref_slot=False, str=False)
class HeadlineBlock(Group):
    """标题, all heading lines of a story that stand together: rubric, kicker, headline, deck."""

    parts: tuple[HeadingPart, ...]

    @property
    def children(self) -> tuple[HeadingPart, ...]:
        return self.parts


@frozen(weakref_slot=False, str=False)
class Photo(Group):
    """图片, what is printed of a picture: its caption and credit, and a heading where it stands alone."""

    parts: tuple[Block | HeadlineBlock, ...]

    @property
    def children(self) -> tuple[Block | HeadlineBlock, ...]:
        return self.parts

    @property
    def headline(self) -> Headline | None:
        """The heading of a picture that stands alone."""
        return self.find(Headline)

    @property
    def caption(self) -> str:
        """What the picture shows, all caption lines together."""
        return join_text(tuple(c.text for c in self.find_all(Caption)))

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Who made the picture, as printed."""
        return self.find_all(Credit)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whom the picture's credits and bylines name."""
        return tuple(p for block in self.find_all((Credit, Byline, Signoff, Lead)) for p in block.people)


StoryPart: TypeAlias = HeadlineBlock | Photo | Block


@frozen(weakref_slot=False, str=False)
class Article(Group):
    """稿件, one run of blocks of one story, in the order in which the page has them.

    The views find a block wherever it stands: a headline printed after its body is the headline all the same.
    """

    parts: tuple[StoryPart, ...]
    continues: bool = False
    """Whether it goes on with the story before it, from which the page's furniture cut it off."""

    @property
    def children(self) -> tuple[StoryPart, ...]:
        return self.parts

    @property
    def heading(self) -> HeadlineBlock | None:
        """The headline block that holds the headline."""
        blocks = [part for part in self.parts if isinstance(part, HeadlineBlock)]
        return next((b for b in blocks if b.find(Headline)), blocks[0] if blocks else None)

    @property
    def headline(self) -> Headline | None:
        """The main headline."""
        return self._own(Headline)

    @property
    def kicker(self) -> Kicker | None:
        """The line before the headline."""
        return self._own(Kicker)

    @property
    def deck(self) -> Deck | None:
        """The line below the headline."""
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
        """Who wrote it, before the body."""
        return self._own(Byline)

    @property
    def lead(self) -> Lead | None:
        """The opening formula of the first paragraph."""
        return self._own(Lead)

    @property
    def signoff(self) -> Signoff | None:
        """Who wrote it, after the body."""
        return self._own(Signoff)

    @property
    def continued_from(self) -> Continuation | None:
        """The page it goes on from."""
        return self._own(Continuation)

    @property
    def continued_on(self) -> Jump | None:
        """The page it goes on to."""
        return self._own(Jump)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body, each in its pieces."""
        return tuple(part for part in self.parts if isinstance(part, Paragraph))

    @property
    def crossheads(self) -> tuple[Crosshead, ...]:
        """The headings inside the body."""
        return tuple(part for part in self.parts if isinstance(part, Crosshead))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The pictures printed with it."""
        return tuple(part for part in self.parts if isinstance(part, Photo))

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whom its byline, lead, sign-off and credits name, in order, nobody twice."""
        named = (p for block in self.find_all((Byline, Lead, Signoff, Credit)) for p in block.people)
        return tuple(dict.fromkeys(named))

    @property
    def text(self) -> str:
        """The body as reading text: whole paragraphs and crossheads, a line each."""
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


@frozen(weakref_slot=False, str=False)
class Notice(Group):
    """公告、广告、天气: an announcement or advertisement, a line a part."""

    parts: tuple[NoticeText, ...]

    @property
    def children(self) -> tuple[NoticeText, ...]:
        return self.parts

    @property
    def text(self) -> str:
        """What it says, a line each."""
        return "\n".join(part.text for part in self.parts)


@frozen(weakref_slot=False, str=False)
class Stray(Group):
    """What belongs to no story: a mark, a lone number."""

    parts: tuple[Other, ...]

    @property
    def children(self) -> tuple[Other, ...]:
        return self.parts


Item: TypeAlias = Article | Photo | Notice | Masthead | Folio | Index | Credits | Stray
