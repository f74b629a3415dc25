"""Likely problems on a page, reported beside the tree and never in it.

A page is always read to its end; what its text can't be right about, and what an editor would look at again, is a
:class:`Diagnostic` with a stable code. The first letter of a code is its severity, its first digit what it is about:
1 the characters, 2 the layout, 3 the confidence of the reading.

>>> import edition
>>> for diagnostic in edition.parse("(上接第1版)\\n满满两推车。\\n").diagnostics:
...     print(diagnostic)
1:1: H201 continued from page 1, which was not provided
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from attrs import define, field, frozen

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_of
from edition._linking.assignment import is_finished
from edition._model.diagnostics import Code, Diagnostic, Diagnostics, Severity
from edition._model.matches import Span
from edition._model.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Folio,
    Headline,
    HeadlineBlock,
    Item,
    Jump,
    Lead,
    Masthead,
    Other,
    Paragraph,
    Photo,
    Signoff,
    Stray,
    said_by,
)
from edition._model.pages import Page
from edition._model.pages import placed as placed_blocks
from edition._text.lines import BLANKS
from edition._text.lunar import LunarDay, lunar
from edition._text.numerals import impossible_day, page_number

__all__ = ["CODES", "Code", "Diagnostic", "Diagnostics", "Severity", "diagnose"]

_CODES = (
    Code(
        "E101",
        "The text contains a lone surrogate.",
        "Half of a UTF-16 pair without the other half; no encoding can write it.",
        "Decode the source again; if the source is broken, replace the character.",
    ),
    Code(
        "E102",
        "The text contains a NUL character.",
        "A binary file, or UTF-16 decoded as something else.",
        "Decode the source with the right encoding.",
    ),
    Code(
        "W103",
        "The text contains a control character.",
        "Terminal output, a broken font table, or Windows-1252 decoded as Latin-1.",
        "Remove it, or decode the source again.",
    ),
    Code(
        "W104",
        "The text contains a replacement character.",
        "The decoder met invalid bytes: a character is lost.",
        "Decode the source again with the right encoding.",
    ),
    Code(
        "H105",
        "The text contains a private-use character.",
        "The PDF's font has custom glyphs, often for rare characters in names.",
        "Look it up in the page image.",
    ),
    Code(
        "W106",
        "A form feed stands between two lines of text.",
        "`pdftotext` ends each page with one: the text has several pages.",
        "Use `edition.read_edition`, or split the text at form feeds and parse each page.",
    ),
    Code(
        "H107",
        "The text mixes line endings (LF and CR LF).",
        "Files from two systems were concatenated.",
        "Nothing; both are kept.",
    ),
    Code(
        "W108",
        "The text contains a carriage return without a line feed.",
        "Line endings of old Macs or of a terminal. It does not end a line here.",
        "Replace it with a line feed where it should end a line.",
    ),
    Code(
        "W109",
        "Each character of a line is doubled.",
        "A PDF prints a glyph twice to make it bold, and the extractor keeps both.",
        "Extract the text again without doubled glyphs, as with pdfplumber's `dedupe_chars`.",
    ),
    Code(
        "W110",
        "The text contains a glyph number instead of a character.",
        "The PDF's font does not map its glyphs to characters: (cid:1234).",
        "Look it up in the page image, or use OCR.",
    ),
    Code(
        "W111",
        "The text was decoded with the wrong encoding.",
        "UTF-8 decoded as GBK, or either of them as Latin-1.",
        "Decode the source again with the right encoding.",
    ),
    Code(
        "H201",
        "A story continues from a page that was not provided.",
        "上接 names another page, and the page was parsed by itself.",
        "Parse the pages of the issue together.",
    ),
    Code(
        "H202",
        "A story continues on a page that was not provided.",
        "下转 names another page, and the page was parsed by itself.",
        "Parse the pages of the issue together.",
    ),
    Code(
        "W203",
        "上接 or 下转 names its own page.",
        "A misprint, or an OCR error in a digit, here or in the folio.",
        "Compare both numbers with the page image.",
    ),
    Code(
        "H204",
        "A headline stands after its body.",
        "The extractor read the boxes of the page in another order than a reader would.",
        "Nothing; `article.headline` finds it.",
    ),
    Code(
        "H205",
        "A story has no headline.",
        "A brief that begins with its lead, or a body separated from its headline.",
        "Look for the headline elsewhere on the page.",
    ),
    Code(
        "W206",
        "A quotation or bracket is not closed at the end of its paragraph.",
        "The paragraph was cut, or OCR lost the closing mark. A quotation that the next paragraph reopens, as is the custom, is not reported.",
        "Look for the rest of the sentence, or for the mark.",
    ),
    Code(
        "W207",
        "A story ends in mid-sentence, without 下转.",
        "The extractor tore the story apart, or lost its end.",
        "Look for the rest on the page; `page.stories` joins what it can.",
    ),
    Code(
        "H208",
        "A headline has no body.",
        "A title printed by itself, or one separated from its story.",
        "Look for the body elsewhere on the page.",
    ),
    Code(
        "W209",
        "The page has no text.",
        "The text is empty or blank: a full-page picture, or a page without a text layer.",
        "Use OCR.",
    ),
    Code(
        "H210",
        "A line belongs to no story.",
        "A typesetter's mark, a lone number, an OCR fragment.",
        "Nothing, or remove it.",
    ),
    Code(
        "H211",
        "A byline names nobody.",
        "A name in an unusual script, or a line that is not a byline.",
        "Check the line with `page.explain(byline)`.",
    ),
    Code(
        "H212",
        "A caption has no credit.",
        "The paper named no photographer, or the credit was separated from it.",
        "Look for the credit elsewhere on the page.",
    ),
    Code(
        "W213",
        "A headline occurs twice on the page.",
        "The text layer contains a box twice, or two stories share a title.",
        "Compare both stories.",
    ),
    Code(
        "E214",
        "The folio or the masthead has an impossible date.",
        "An OCR error in a digit: 2月30日, 13月6日.",
        "Correct the date; until then `page.date` is None.",
    ),
    Code(
        "W215",
        "The weekday does not match the date.",
        "A digit of the date or the weekday was misread.",
        "Compare both with the page image.",
    ),
    Code(
        "W216",
        "Two folios name different pages.",
        "The text is from two pages, or a number was misread.",
        "Split the text, or correct the number.",
    ),
    Code(
        "W217",
        "Two folios name different dates.",
        "The text is from two issues, or a date was misread.",
        "Split the text, or correct the date.",
    ),
    Code(
        "W218",
        "The lunar date does not match the date.",
        "A digit of the date or a character of the lunar date was misread.",
        "Compare both with the page image.",
    ),
    Code(
        "W301",
        "The text layer tears stories apart.",
        "`pdftotext`, pdfplumber and others sort lines by their position on the page, across columns: two leads share a line, or stories begin without a headline and end in mid-sentence.",
        "Extract the text again in content order: `pdftotext -raw`, or PyMuPDF.",
    ),
)

#: Every code there is, by its name, in the order of their numbers.
CODES: Mapping[str, Code] = {code.code: code for code in _CODES}


def diagnose(page: Page) -> Diagnostics[Diagnostic]:
    """The likely problems on a page, in the order of its text.

    Total, and linear in the page's length.
    """
    found = _Findings(str(page), grammar_of(page.dialect))
    _characters(found)
    if page.items:
        items = _place(page)
        for item in items:
            _item(found, item)
        stories = [(item.node, item.own) for item in items if isinstance(item.node, Article)]
        _stories(found, stories)
        if not _across(found):
            _tears(found, stories)
        _running(found, [p for item in items for p in item.blocks])
        _pointers(found, page.label, [p for item in items for p in item.blocks])
    else:
        found.report("W209", (0, len(found.text)), _without_text(page))
    return Diagnostics(sorted(found.diagnostics, key=lambda d: (d.span, d.code[1:])))


def _without_text(page: Page) -> str:
    """Why a page has no text, as far as its layout tells."""
    layout = page.layout
    if layout is not None and not layout.width:
        return "the page is damaged in its file, and nothing of it was read"
    if layout is not None and layout.pictures:
        return "the page is a picture without a text layer; OCR to ALTO, hOCR or PAGE XML helps"
    return "the page has no text"


@define(weakref_slot=False)
class _Findings:
    text: str
    grammar: Grammar
    diagnostics: list[Diagnostic] = field(factory=list[Diagnostic], init=False)
    _starts: list[int] = field(factory=list[int], init=False)

    def __attrs_post_init__(self) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, at: int) -> int:
        """The number of an offset's line, from 1."""
        return bisect_right(self._starts, at)

    def report(self, code: str, span: Span, message: str) -> None:
        line = self.line(span[0])
        column = span[0] - self._starts[line - 1] + 1
        severity = CODES[code].severity
        self.diagnostics.append(Diagnostic(code, severity, message, span, line, column))


@frozen(weakref_slot=False)
class _Placed:
    """A block, and where its pieces begin; those of a built page know it only from the page."""

    block: Block
    starts: tuple[int, ...]

    @property
    def span(self) -> Span:
        return (self.starts[0], self.starts[-1] + len(self.block.parts[-1].text))

    @property
    def first(self) -> Span:
        """Its first piece."""
        return (self.starts[0], self.starts[0] + len(self.block.parts[0].text))


_Blocks: TypeAlias = tuple[_Placed, ...]


@frozen(weakref_slot=False)
class _PlacedItem:
    node: Item
    blocks: _Blocks
    own: _Blocks
    """Those of the story itself, not of its pictures."""


def _place(page: Page) -> list[_PlacedItem]:
    """The items with their blocks, each with its place; what holds no print is left out."""
    found: defaultdict[int, list[_Placed]] = defaultdict(list)
    for number, block, starts in placed_blocks(page):
        if starts:
            found[number].append(_Placed(block, tuple(starts)))
    items: list[_PlacedItem] = []
    for number, blocks in found.items():
        item = page.items[number]
        inside = {id(b) for p in item.find_all(Photo) for b in p.find_all(Block)}
        own = tuple(p for p in blocks if id(p.block) not in inside)
        items.append(_PlacedItem(item, tuple(blocks), own))
    return items


#: Characters that say something went wrong before the text came here.
_SUSPICIOUS = re.compile(
    "(?P<E101>[\ud800-\udfff]+)|(?P<E102>\0+)|(?P<W103>[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f]+)"
    "|(?P<W104>\ufffd+)|(?P<H105>[\ue000-\uf8ff]+)|(?P<W106>\f+)"
)
_NAMES = {
    "E101": "lone surrogate",
    "E102": "NUL character",
    "W103": "control character",
    "W104": "replacement character",
    "H105": "private-use character",
    "W106": "form feed between lines: the text has several pages",
}


def _characters(found: _Findings) -> None:
    text = found.text
    print_begins = len(text) - len(text.lstrip(BLANKS))
    print_ends = len(text.rstrip(BLANKS))
    for match in _SUSPICIOUS.finditer(text):
        code = str(match.lastgroup)
        begin, end = match.span()
        if code == "W106" and not print_begins < begin < print_ends:
            continue  # behind the last line, as `pdftotext` leaves it
        what = _NAMES[code]
        if code != "W106":
            what += f", U+{ord(text[begin]):04X}"
        found.report(code, (begin, end), what)
    _line_ends(found)
    _glyphs(found)
    wrongly = next((m for p in _WRONGLY_DECODED if (m := p.search(text))), None)
    if wrongly is not None and _is_wrongly_decoded(text):
        found.report("W111", wrongly.span(), "text decoded with the wrong encoding")


#: Numbers of glyphs where characters should be, and a line of which each character stands twice.
_GLYPHS = re.compile(
    r"(?P<W110>(?:\(cid:[0-9]{1,6}\))+)|^[ \t\u3000]*(?P<W109>(?:(\S)\3){4,})\s*$", re.MULTILINE
)
#: How many characters a doubled line has at least: a row of one mark is a rule.
_DOUBLED_CHARACTERS = 3


def _glyphs(found: _Findings) -> None:
    """What a PDF's fonts do to characters."""
    for match in _GLYPHS.finditer(found.text):
        code = "W110" if match["W110"] else "W109"
        if code == "W110":
            found.report(code, match.span(code), "glyph number instead of a character")
        elif len(set(match[code])) >= _DOUBLED_CHARACTERS:
            found.report(code, match.span(code), "every character of the line is doubled")


#: UTF-8 read as GBK begins 锛 for full-width marks and 銆 for stops, which no Chinese text has in number; what was read as
#: Latin-1 has letters with accents in a row, and no Han character.
_WRONGLY_DECODED = (re.compile(r"[^\s]{0,2}[锛銆][^\s]{0,8}"), re.compile("[\u0080-\u00ff]{4,}"))
_HAN = re.compile("[\u3400-\u9fff]")
_FEWEST_WRONG, _WRONG_SHARE, _ACCENTED_SHARE = 2, 0.02, 0.3


def _is_wrongly_decoded(text: str) -> bool:
    size = len("".join(text.split()))
    marks = text.count("锛") + text.count("銆")
    if marks >= max(_FEWEST_WRONG, _WRONG_SHARE * size):
        return True
    accented = len(re.findall("[\u0080-\u00ff]", text))
    return accented >= _ACCENTED_SHARE * size and not _HAN.search(text)


def _line_ends(found: _Findings) -> None:
    """Line ends of more than one kind, told where the second kind stands first."""
    first: dict[str, Span] = {}
    for match in re.finditer(r"\r?\n|\r", found.text):
        first.setdefault(match.group(), match.span())
    if "\r" in first:
        found.report(
            "W108", first["\r"], "carriage return without a line feed; it does not end a line"
        )
    if "\n" in first and "\r\n" in first:
        kind = max(("\n", "\r\n"), key=lambda k: first[k])
        names = ("LF", "CR LF") if kind == "\n" else ("CR LF", "LF")
        found.report(
            "H107", first[kind], f"line ending {names[0]} on a page that begins with {names[1]}"
        )


def _item(found: _Findings, item: _PlacedItem) -> None:
    """What one item shows by itself."""
    node = item.node
    if isinstance(node, Stray):
        found.report("H210", item.blocks[0].span, "belongs to no story")
    bare = {id(p.find(Caption)) for p in node.find_all(Photo) if not p.find(Credit)}
    for placed in item.blocks:
        if isinstance(placed.block, Byline) and not placed.block.people:
            found.report("H211", placed.span, "byline that names nobody")
        if id(placed.block) in bare:
            found.report("H212", placed.first, "caption without a credit")


def _stories(found: _Findings, stories: list[tuple[Article, _Blocks]]) -> None:
    """What stories show: their headlines, their ends, their quotations."""
    titles: dict[str, int] = {}
    for n, (article, own) in enumerate(stories):
        goes_on = n + 1 < len(stories) and stories[n + 1][0].continues
        body = [i for i, p in enumerate(own) if isinstance(p.block, Paragraph)]
        heads = [i for i, p in enumerate(own) if isinstance(p.block, Headline)]
        resumed = article.continues or article.find(Continuation) is not None
        if heads and body and heads[0] > body[0]:
            found.report("H204", own[heads[0]].span, "headline after its body")
        if body and not heads and not resumed:
            found.report("H205", own[0].first, "story without a headline")
        bare = all(isinstance(part, HeadlineBlock | Byline) for part in article.parts)
        if heads and bare and not goes_on:
            found.report("H208", own[heads[0]].span, "headline without a body")
        for above, placed in pairwise(own):
            if isinstance(placed.block, Other) and placed.block.text == above.block.text:
                line = found.line(above.span[0])
                found.report("W213", placed.span, f"same line as line {line}, right above")
        for i in heads:
            title = own[i].block.text
            span = own[i].span
            if title in titles and not resumed:
                found.report("W213", span, f"same headline as line {titles[title]}")
            titles.setdefault(title, found.line(span[0]))
        if body:
            _body(found, own, goes_on=goes_on)


#: From how many loose ends on, and from which share of its stories on, a page counts as cut up. On pages whose stories are
#: whole there are at most two; what tears a page leaves a third of its stories or more with a loose end.
_TORN, _TORN_SHARE = 3, 0.2


def _tears(found: _Findings, stories: list[tuple[Article, _Blocks]]) -> None:
    """Whether the text layer tore the page; only where lines are those of print can it have done so."""
    body = [p.block for _, own in stories for p in own if isinstance(p.block, Paragraph)]
    cut = sum(len(paragraph.parts) > 1 for paragraph in body)
    finished = sum(is_finished(paragraph.text, found.grammar) for paragraph in body)
    if 2 * min(cut, finished) < len(body):
        return
    loose = [d.span for d in found.diagnostics if d.code in ("W206", "W207")]
    loose += [own[0].first for article, own in stories if _is_headless(article)]
    if len(loose) >= max(_TORN, _TORN_SHARE * len(stories)):
        message = (
            f"{len(loose)} loose ends in {len(stories)} stories: the text layer tears them apart; "
            "extract it with pdftotext -raw or PyMuPDF"
        )
        found.report("W301", min(loose), message)


#: Two leads on a line of print, with no sentence's end between them.
_LEADS_ABREAST = re.compile(
    r"(?P<lead>本[报報刊][^\n。]{0,12}[讯訊电電](?=[\s(（])|[讯訊电電]\s?[(（]\s?(?:本[报報])?[记記]者)"
    r"[^\n。！？]{2,60}?(?P=lead)"
)
#: Two stretches of running text on a line of print, with a wide gap between them; on so many lines, and such a share of them,
#: that the page has columns.
_TEXTS_ABREAST = re.compile(
    r"[^\W\d\x00-\xff][，、。；]?[^\n]{4,40}\S {2,}[^\W\d\x00-\xff][^\n]{5,40}"
)
_FEWEST_ABREAST, _ABREAST_SHARE = 8, 0.5
_LONGEST_ROW = 160


def _across(found: _Findings) -> bool:
    """Whether rows run across the columns: leads or texts stand side by side on lines of print."""
    leads = next(
        (m for m in _LEADS_ABREAST.finditer(found.text) if _is_row(found.text, m.start())), None
    )
    if leads is not None:
        message = "two leads on one line: lines run across columns"
        found.report("W301", leads.span(), message)
        return True
    rows = [line for line in found.text.split("\n") if line.strip()]
    abreast = sum(
        len(row) <= _LONGEST_ROW and _TEXTS_ABREAST.search(row) is not None for row in rows
    )
    if abreast < max(_FEWEST_ABREAST, _ABREAST_SHARE * len(rows)):
        return False
    first = next(m for m in _TEXTS_ABREAST.finditer(found.text))
    message = f"{abreast} of {len(rows)} lines hold text of two columns: lines run across columns"
    found.report("W301", first.span(), message)
    return True


def _is_row(text: str, at: int) -> bool:
    """Whether the line at an offset is no longer than a row of print can be."""
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return (len(text) if end < 0 else end) - begin <= _LONGEST_ROW


def _is_headless(article: Article) -> bool:
    """Whether a story begins in its midst, with neither a headline nor a lead nor 上接."""
    opened = article.continues or any(
        article.find(kind) is not None for kind in (Headline, Lead, Continuation)
    )
    return not opened and article.find(Paragraph) is not None


#: Marks that come in pairs, by the kind of pair: OCR mixes the widths of brackets.
_PAIRS = {c: kind for kind in ("“”", "「」", "『』", "（）", "【】", "《》") for c in kind} | {
    "(": "（）",
    ")": "（）",
}
_MARKS = re.compile("[" + re.escape("".join(_PAIRS)) + "]")
_OPENING = frozenset("“「『（(【《")
#: A mark, and where it stands.
_Mark: TypeAlias = tuple[str, int]


def _body(found: _Findings, own: _Blocks, *, goes_on: bool) -> None:
    """What a story's paragraphs show, the parts of one taken together."""
    whole: list[list[_Placed]] = []
    last = 0
    for n, placed in enumerate(own):
        if not isinstance(placed.block, Paragraph):
            continue
        last = n
        if placed.block.continues and whole:
            whole[-1].append(placed)
        else:
            whole.append([placed])
    for paragraph, below in pairwise(whole):
        _quotation(found, paragraph, below[0].block.text[:1])
    if goes_on or any(isinstance(p.block, Jump) for p in own):
        return
    _quotation(found, whole[-1], "")
    end = own[last]
    text = end.block.text
    prose = any(found.grammar.cue(name).search(text) for name in ("PERIOD_INSIDE", "COMMA_INSIDE"))
    signed = any(isinstance(p.block, Signoff) for p in own[last + 1 :])
    if prose and not signed and not is_finished(text, found.grammar):
        span = (end.span[1] - 1, end.span[1])
        found.report("W207", span, "story ends in mid-sentence without a jump")


def _quotation(found: _Findings, paragraph: Iterable[_Placed], again: str) -> None:
    """Whether a paragraph leaves a mark open, which the one below it does not open again."""
    mark = _open_mark(paragraph)
    if mark is not None and mark[0] != again:
        found.report(
            "W206", (mark[1], mark[1] + 1), f"{mark[0]} is not closed at the end of the paragraph"
        )


def _open_mark(paragraph: Iterable[_Placed]) -> _Mark | None:
    """The first mark that is still open at a paragraph's end."""
    opened: list[_Mark] = []
    for mark, at in _marks(paragraph):
        if mark in _OPENING:
            opened.append((mark, at))
        elif opened and _PAIRS[opened[-1][0]] == _PAIRS[mark]:
            opened.pop()
    return opened[0] if opened else None


def _marks(paragraph: Iterable[_Placed]) -> Iterator[_Mark]:
    for placed in paragraph:
        for piece, start in zip(placed.block.parts, placed.starts, strict=True):
            for match in _MARKS.finditer(piece.text):
                yield match.group(), start + match.start()


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _running(found: _Findings, blocks: list[_Placed]) -> None:
    """What the page's running lines say of its number and its day."""
    running = [(p, p.block) for p in blocks if isinstance(p.block, Folio | Masthead)]
    for placed, block in running:
        for piece, start in zip(block.parts, placed.starts, strict=True):
            if day := impossible_day(piece.text):
                span = (start + day[0], start + day[1])
                found.report("E214", span, f"impossible date {piece.text[day[0] : day[1]]}")
    page: str | None = None
    latest: dt.date | None = None
    issued: dt.date | None = None
    weekday: tuple[_Placed, int] | None = None
    moon: tuple[_Placed, LunarDay] | None = None
    for placed, block in running:
        weekday = (placed, block.weekday) if block.weekday else weekday
        latest = block.date or latest
        if latest is not None and weekday is not None:
            if weekday[1] != latest.isoweekday():
                message = f"{latest.isoformat()} is a {_WEEKDAYS[latest.weekday()]}"
                found.report("W215", weekday[0].span, message)
            weekday = None
        moon = (placed, said) if (said := said_by(block).lunar) else moon
        if latest is not None and moon is not None:
            known = lunar(latest)
            if known is not None and not moon[1].is_said_of(known):
                found.report("W218", moon[0].span, f"{latest.isoformat()} is {known}")
            moon = None
        if isinstance(block, Masthead):
            continue  # it may name the paper's first day, too, and the number of its pages
        if block.date and issued and block.date != issued:
            message = f"{block.date.isoformat()} on a page dated {issued.isoformat()}"
            found.report("W217", placed.span, message)
        issued = issued or block.date
        if label := block.label:
            if page is not None and label != page:
                found.report("W216", placed.span, f"page {label} on a page labelled {page}")
            page = page or label


def _pointers(found: _Findings, label: str | None, blocks: list[_Placed]) -> None:
    """Where the page's stories go on, and where from."""
    for placed in blocks:
        block = placed.block
        if not isinstance(block, Continuation | Jump):
            continue
        what, code = (
            ("continued from", "H201")
            if isinstance(block, Continuation)
            else ("continued on", "H202")
        )
        if block.page is not None and _is_same_page(block.page, label):
            found.report("W203", placed.span, f"{what} page {block.page}, which is this page")
        else:
            found.report(
                code,
                placed.span,
                f"{what} {f'page {block.page}' if block.page else 'a page'}, which was not provided",
            )


def _is_same_page(one: str, other: str | None) -> bool:
    """Whether two labels are of one page, where one may lack its section's letter."""
    if other is None or page_number(one) != page_number(other):
        return False
    return one == other or not (one[0].isalpha() and other[0].isalpha())
