"""Hypothesis strategies for pages and their nodes.

Generated pages look like newspaper pages: invented people and places, sentences in Simplified or Traditional characters, and the
usual leads, bylines and jumps. The text of a generated page parses to the same page::

    from hypothesis import given
    from edition import parse, strategies

    @given(strategies.pages())
    def test_reading(page):
        assert parse(str(page)) == page

All strategies shrink to short texts of plain words. They need Hypothesis, which ``pip install 'edition-dom[hypothesis]'``
brings; with it, ``st.from_type(edition.Article)`` draws from the strategy of this module without an import.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from attrs import evolve, frozen

try:
    from hypothesis import assume
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError as error:  # pragma: no cover
    raise ImportError(
        "edition.strategies needs Hypothesis: pip install 'edition-dom[hypothesis]'"
    ) from error

from edition._grammar.compiled import base
from edition._grammar.names import Person
from edition._grammar.people import people
from edition._model.edits import with_pieces
from edition._testing import words as phrases
from edition._testing.distortions import EFFECTS, lines_of, text_of
from edition._testing.words import Script, in_script
from edition.editions import Edition
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
    Dateline,
    Deck,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Index,
    Item,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
    Stray,
    Summary,
)
from edition.pages import Page, parse
from edition.standoff import Standoff

#: How much of a sentence stands on each page when a story jumps.
_SIDE = 8


#: How many given names there are, of one character and of two.
_GIVEN = len(phrases.GIVEN) * (len(phrases.GIVEN) + 1)


@st.composite
def scripts(draw: DrawFn) -> Script:
    """``"simplified"``, the plainer, or ``"traditional"``."""
    return draw(st.sampled_from(("simplified", "traditional")))


def _script(draw: DrawFn, script: Script | None) -> Script:
    return draw(scripts()) if script is None else script


# Names and days.


@cache
def _surnames(script: Script) -> tuple[str, ...]:
    """The grammar's surnames in a script, without those that stand for another word between names."""
    names = base().names
    charset = "gb2312" if script == "simplified" else "big5"
    found = (
        c
        for c in map(chr, range(0x4E00, 0xA000))
        if names.is_surname(c) and c.encode(charset, "ignore")
    )
    plain = (in_script(c, script) for c in "何马林")
    return (*plain, *(c for c in found if _is_read([f"{c}立", f"{c}立青"])))


def _is_read(names: Sequence[str]) -> bool:
    return all([p.name for p in people(f"（记者 {name}）")] == [name] for name in names)


@st.composite
def names(draw: DrawFn, script: Script | None = None) -> str:
    """A person's name of two or three characters, its surname from the grammar: 何立, 马立青."""
    script = _script(draw, script)
    surnames = _surnames(script)
    # One draw for a name, the plainest first: 何立, 马立, … 何立青.
    number, surname = divmod(draw(st.integers(0, _GIVEN * len(surnames) - 1)), len(surnames))
    return surnames[surname] + in_script(_given(number), script)


def _given(number: int) -> str:
    """A given name by its number, those of one character first."""
    second, first = divmod(number, len(phrases.GIVEN))
    if second:
        return phrases.GIVEN[first] + phrases.GIVEN[second - 1]
    # 周一 is Monday, and 左一 is the first from the left.
    return phrases.GIVEN[first].replace("一", "立")


@st.composite
def persons(draw: DrawFn, script: Script | None = None) -> Person:
    """Somebody whom a paper names, with a role or without: 记者 陈立."""
    script = _script(draw, script)
    role = draw(st.sampled_from(("记者", "通讯员", None)))
    return Person(draw(names(script)), role and in_script(role, script))


def dates() -> SearchStrategy[dt.date]:
    """A day of issue."""
    return st.dates(dt.date(1949, 10, 1), dt.date(2035, 12, 31))


@st.composite
def datelines(draw: DrawFn, script: Script | None = None) -> Dateline:
    """Where and when a report was filed: 新华社, 临川, 3月5日."""
    script = _script(draw, script)
    source, place = draw(st.sampled_from(("新华社", "本报"))), draw(st.sampled_from(phrases.TOWNS))
    return Dateline(in_script(source, script), in_script(place, script), draw(_days()))


@st.composite
def _days(draw: DrawFn) -> str:
    day = draw(dates())
    return f"{day.month}月{day.day}日"


@st.composite
def page_labels(draw: DrawFn) -> str:
    """How a page is called: 2, A04."""
    number = draw(st.integers(1, 32))
    return draw(st.sampled_from((f"{number}", f"A{number:02}")))


# Blocks.


@st.composite
def pieces(draw: DrawFn, script: Script | None = None) -> Piece:
    """A line of print with its layout."""
    text = in_script(draw(_SENTENCES), _script(draw, script))
    return Piece(
        text, draw(st.sampled_from(("", "　　"))), draw(st.sampled_from(("\n\n", "\n", " \r\n")))
    )


_SENTENCES = st.integers(0, phrases.SENTENCES - 1).map(phrases.sentence)


@st.composite
def mastheads(draw: DrawFn, script: Script | None = None) -> Masthead:
    """A line of a nameplate: 汾河日报, 国内统一刊号 CN14-0001."""
    number = draw(st.integers(1, 9999))
    lines = (
        "汾河日报",
        f"国内统一刊号 CN14-{number:04}",
        f"第{10000 + number}期 今日8版",
        "汾河日报社出版",
    )
    return Masthead.build(in_script(draw(st.sampled_from(lines)), _script(draw, script)))


@st.composite
def folios(draw: DrawFn, script: Script | None = None) -> Folio:
    """A running line: 第2版 要闻 2025年3月6日 星期四 汾河日报."""
    folio = Folio.build(
        page=draw(page_labels()),
        section=draw(st.sampled_from(phrases.SECTIONS)),
        date=draw(st.none() | dates()),
        paper=draw(st.sampled_from((None, *phrases.PAPERS))),
    )
    return Folio.build(in_script(folio.text, _script(draw, script)))


@st.composite
def indexes(draw: DrawFn, script: Script | None = None) -> Index:
    """An entry of the guide to the other pages: 汾河步道建成开放 （第2版）."""
    entry = Index.build(draw(_HEADINGS), page=draw(st.integers(2, 16)))
    return Index.build(in_script(entry.text, _script(draw, script)))


_HEADINGS = st.integers(0, phrases.HEADLINES - 1).map(phrases.headline)


@st.composite
def page_credits(draw: DrawFn, script: Script | None = None) -> Credits:
    """Who made the page: 责编 何青  版式 马兰."""
    script = _script(draw, script)
    duties = draw(st.sampled_from((("编辑",), ("编辑", "版式"), ("编辑", "版式", "校对"))))
    return Credits.build(
        "  ".join(f"{in_script(duty, script)} {draw(names(script))}" for duty in duties)
    )


@st.composite
def labels(draw: DrawFn, script: Script | None = None) -> Label:
    """A rubric: 今日谈."""
    return Label.build(in_script(draw(st.sampled_from(phrases.RUBRICS)), _script(draw, script)))


@st.composite
def kickers(draw: DrawFn, script: Script | None = None) -> Kicker:
    """A line that leads up to a quoted headline: 郭满仓在防汛工作会议上要求."""
    text = draw(st.integers(0, phrases.KICKERS - 1).map(phrases.kicker))
    return Kicker.build(in_script(text, _script(draw, script)))


@st.composite
def headlines(draw: DrawFn, script: Script | None = None) -> Headline:
    """A headline that tells the news: 汾河步道建成开放."""
    return Headline.build(in_script(draw(_HEADINGS), _script(draw, script)))


@st.composite
def quotes(draw: DrawFn, script: Script | None = None) -> Headline:
    """A headline that quotes, of one line or two: “不误农时不误春 / 把每一块地种好”."""
    lines = draw(st.integers(0, phrases.QUOTES - 1).map(phrases.quote))
    script = _script(draw, script)
    return Headline.build(*[in_script(line, script) for line in lines])


@st.composite
def decks(draw: DrawFn, script: Script | None = None) -> Deck:
    """What completes a headline: ——下游灌区见闻."""
    text = draw(st.integers(0, phrases.DECKS - 1).map(phrases.deck))
    return Deck.build(in_script(text, _script(draw, script)))


@st.composite
def summaries(draw: DrawFn, script: Script | None = None) -> Summary:
    """A key point: ■ 汾河的步道全长三公里，傍晚前来散步的人络绎不绝."""
    text = draw(st.integers(0, phrases.POINTS - 1).map(phrases.point))
    return Summary.build(in_script(text, _script(draw, script)))


@st.composite
def editor_notes(draw: DrawFn, script: Script | None = None) -> EditorNote:
    """The paper's own words: 编者按：春天来了，本报今起推出系列报道……"""
    note = EditorNote.build(draw(st.integers(0, phrases.NOTES - 1).map(phrases.note)))
    return EditorNote.build(in_script(note.text, _script(draw, script)))


@st.composite
def bylines(draw: DrawFn, script: Script | None = None) -> Byline:
    """Who wrote it: 本报记者 陈立, 本报记者 陈立 通讯员 何立青, 本报评论员."""
    script = _script(draw, script)
    form = draw(
        st.sampled_from(
            (
                "本报记者 {}",
                "本报记者 {} {}",
                "本报记者 {} 通讯员 {}",
                "■ 本报记者 {}",
                "本报评论员",
            )
        )
    )
    return Byline.build(_filled(form, draw, script))


def _filled(form: str, draw: DrawFn, script: Script) -> str:
    """A formula with a name for each gap."""
    gaps = [draw(names(script)) for _ in range(form.count("{}"))]
    return in_script(form, script).format(*gaps)


@st.composite
def leads(draw: DrawFn, script: Script | None = None) -> Lead:
    """The opening formula of a report: 本报讯, 本报讯（记者 陈立）, 新华社临川3月5日电, 【本報訊】."""
    script = _script(draw, script)
    forms = [
        "本报讯",
        "本报讯（记者 {}）",
        "本报讯（记者 {} 通讯员 {}）",
        "filed",
        "filed（记者 {}）",
    ]
    if script == "traditional":
        forms.append("【本报讯】")
    form = draw(st.sampled_from(forms))
    if form.startswith("filed"):
        line = draw(datelines(script))
        form = form.replace("filed", f"{line.source}{line.place}{line.date}电")
    return Lead.build(_filled(form, draw, script))


@st.composite
def paragraphs(draw: DrawFn, script: Script | None = None) -> Paragraph:
    """A paragraph of two sentences to four."""
    sentences = draw(st.lists(_SENTENCES, min_size=2, max_size=4))
    return Paragraph.build(in_script("".join(sentences), _script(draw, script)))


@st.composite
def crossheads(draw: DrawFn, script: Script | None = None) -> Crosshead:
    """A numbered heading inside a body: 一、账从哪里来."""
    number = draw(st.sampled_from("一二三四"))
    text = draw(st.integers(0, phrases.CROSSHEADS - 1).map(phrases.crosshead))
    return Crosshead.build(in_script(f"{number}、{text}", _script(draw, script)))


@st.composite
def signoffs(draw: DrawFn, script: Script | None = None) -> Signoff:
    """Who wrote it, after the body: （陈立）, （本报记者 陈立）, （新华社临川3月5日电）."""
    script = _script(draw, script)
    form = draw(st.sampled_from(("（{}）", "（{}、{}）", "（本报记者 {}）", "（filed）")))
    if form == "（filed）":
        line = draw(datelines(script))
        form = f"（{line.source}{line.place}{line.date}电）"
    return Signoff.build(_filled(form, draw, script))


@st.composite
def captions(draw: DrawFn, script: Script | None = None) -> Caption:
    """What a picture shows: 图为市民在汾河的步道旁放风筝，全长三公里。"""
    text = draw(st.integers(0, phrases.CAPTIONS - 1).map(phrases.caption))
    return Caption.build(in_script(text, _script(draw, script)))


@st.composite
def photo_credits(draw: DrawFn, script: Script | None = None) -> Credit:
    """Who made a picture: 陈立 摄, 本报记者 陈立 摄, （资料图片）."""
    script = _script(draw, script)
    form = draw(st.sampled_from(("{} 摄", "本报记者 {} 摄", "（资料图片）")))
    return Credit.build(_filled(form, draw, script))


@st.composite
def continuations(draw: DrawFn, script: Script | None = None) -> Continuation:
    """Where a story goes on from: （上接第1版）."""
    return Continuation.build(
        in_script(Continuation.build(page=draw(page_labels())).text, _script(draw, script))
    )


@st.composite
def jumps(draw: DrawFn, script: Script | None = None) -> Jump:
    """Where a story goes on to: （下转第4版）."""
    return Jump.build(in_script(Jump.build(page=draw(page_labels())).text, _script(draw, script)))


@st.composite
def notice_texts(draw: DrawFn, script: Script | None = None) -> NoticeText:
    """A line of a notice: 陈立遗失工作证一份，编号10000，声明作废。"""
    script = _script(draw, script)
    line = phrases.loss(draw(names(script)), draw(st.integers(0, phrases.LOSSES - 1)))
    return NoticeText.build(in_script(line, script))


@st.composite
def others(draw: DrawFn) -> Other:
    """A mark that means nothing: ※."""
    return Other.build(draw(st.sampled_from(("※", "＊＊＊", "（Ａ、Ｂ）"))))


# Groups.


@st.composite
def headline_blocks(draw: DrawFn, script: Script | None = None) -> HeadlineBlock:
    """The heading lines of a story: a headline with a deck, or a quote with a kicker, under a rubric or none."""
    script = _script(draw, script)
    label = draw(st.none() | labels(script))
    if draw(st.booleans()):
        return HeadlineBlock.build(draw(quotes(script)), label=label, kicker=draw(kickers(script)))
    return HeadlineBlock.build(
        draw(headlines(script)), label=label, deck=draw(st.none() | decks(script))
    )


@st.composite
def photos(draw: DrawFn, script: Script | None = None) -> Photo:
    """A picture with its caption and credit."""
    script = _script(draw, script)
    return Photo.build(draw(captions(script)), credit=draw(photo_credits(script)))


@st.composite
def photo_news(draw: DrawFn, script: Script | None = None) -> Photo:
    """A picture that stands alone, under a rubric: 图片新闻."""
    script = _script(draw, script)
    photo = draw(photos(script))
    return evolve(
        photo, parts=(HeadlineBlock.build(label=in_script("图片新闻", script)), *photo.parts)
    )


@st.composite
def articles(draw: DrawFn, script: Script | None = None, *, realistic: bool = True) -> Article:
    """A story with its headline, its lead or its byline, two paragraphs or more, and who wrote it.

    With ``realistic=False`` it is one that is read from a text of any characters (:func:`texts`).
    """
    if not realistic:
        found = parse(draw(texts())).articles
        assume(found)
        return draw(st.sampled_from(found))
    script = _script(draw, script)
    if draw(st.booleans()):
        return Article((*_opened(draw, script), draw(jumps(script))))
    return _closed(draw, script)


def _closed(draw: DrawFn, script: Script) -> Article:
    """A story that ends where it stands."""
    return Article((*_opened(draw, script), *draw(st.lists(signoffs(script), max_size=1))))


def _opened(draw: DrawFn, script: Script) -> list[StoryPart]:
    """A story up to the end of its last paragraph."""
    parts: list[StoryPart] = [draw(headline_blocks(script))]
    parts += draw(st.lists(editor_notes(script), max_size=1))
    parts += draw(st.just([]) | st.lists(summaries(script), min_size=2, max_size=3, unique=True))
    parts.append(draw(leads(script) | bylines(script)))
    body = draw(st.lists(paragraphs(script), min_size=2, max_size=4))
    parts.append(body[0])
    parts += draw(st.lists(photos(script), max_size=1))
    numbered = len(body) > 2 and draw(st.booleans())
    for number, paragraph in zip("一二三", body[1:], strict=False):
        if numbered:
            parts.append(Crosshead.build(number + draw(crossheads(script)).text[1:]))
        parts.append(paragraph)
    return parts


@st.composite
def continued_articles(draw: DrawFn, script: Script | None = None) -> Article:
    """The rest of a story that began on another page: （上接第1版） and its paragraphs."""
    script = _script(draw, script)
    body = draw(st.lists(paragraphs(script), min_size=1, max_size=3))
    return Article((draw(continuations(script)), *body))


@st.composite
def notices(draw: DrawFn, script: Script | None = None) -> Notice:
    """Announcements of losses under their heading."""
    script = _script(draw, script)
    lines = draw(st.lists(notice_texts(script), min_size=1, max_size=3))
    return Notice((NoticeText.build(in_script("遗失声明", script)), *lines))


@st.composite
def strays(draw: DrawFn) -> Stray:
    """A mark that belongs to nothing."""
    return Stray((draw(others()),))


# Pages.


@st.composite
def texts(draw: DrawFn) -> str:
    """The text of a page of any characters at all, with many that mean something to a newspaper."""
    some = st.sampled_from(_FRAGMENTS) | st.text(max_size=8)
    return "".join(draw(st.lists(some, max_size=40)))


_FRAGMENTS = (
    *"\n\n\n \r\t　\u2028\x0c\ufeff（）()【】“”。，、：——●■",
    *(
        "本报讯",
        "记者",
        "通讯员",
        "摄",
        "（上接第1版）",
        "（下转第4版）",
        "第2版",
        "3月5日",
        "图为",
        "新华社临川",
        "电",
        "责编",
    ),
    *("遗失声明", "编者按：", "陈立", "（何青）", "汾河步道建成开放", phrases.sentence(0)),
)


@st.composite
def pages(draw: DrawFn, script: Script | None = None, *, realistic: bool = True) -> Page:
    """A page of stories, pictures and notices under its folio, or a front page under its nameplate.

    With ``realistic=False`` a page is what is read from a text of any characters (:func:`texts`).
    """
    if not realistic:
        return parse(draw(texts()))
    script = _script(draw, script)
    items: list[Item] = draw(st.lists(folios(script), max_size=1))
    items += draw(st.lists(continued_articles(script), max_size=1))
    story = articles(script)
    items += draw(st.lists(story | story | photo_news(script), min_size=1, max_size=4))
    items += draw(st.lists(notices(script), max_size=1))
    items += draw(st.lists(page_credits(script), max_size=1))
    return _read_back(laid_out(items, draw(st.sampled_from(("airy", "tight")))))


def _read_back(page: Page) -> Page:
    """The page, if its text reads as the page that it is, with what is found in it in its dialect.

    What a line is shows in its wording and its neighbours. Where chance puts together what a reader would take for
    something else (about one page in twenty), the page is not one that a newspaper could have printed so, and another is
    drawn.
    """
    read = parse(str(page))
    assume(read == page)
    return read


def laid_out(items: Sequence[Item], spacing: str) -> Page:
    """The page of these items: ``airy`` has a blank line below every line, ``tight`` one below every item."""
    if spacing == "tight":
        items = [_tight(item) for item in items]
    return Page(tuple(items))


def _tight(item: Item) -> Item:
    """An item whose lines stand close, its paragraphs indented, with a blank line below the last."""
    pieces: list[Piece] = []
    for block in item.find_all(Block):
        for piece in block.parts:
            opens = not pieces or pieces[-1].tail == "\n"
            indent = "　　" if opens and isinstance(block, Paragraph | Lead) else ""
            pieces.append(Piece(piece.text, indent, "\n" if "\n" in piece.tail else piece.tail))
    pieces[-1] = evolve(pieces[-1], tail="\n\n")
    return with_pieces(item, iter(pieces))


# What comes of pages.


@frozen(weakref_slot=False)
class Layout:
    """A page as it was printed, and as text extraction delivers it."""

    page: Page
    """The page as it was meant."""
    text: str
    """What a PDF's text layer or OCR makes of it."""
    truth: Standoff
    """The roles of the extracted text, as :func:`edition.to_standoff` would give them for a perfect reading, in version 1:
    without items and blocks."""
    effects: tuple[str, ...]
    """What was done: ``displaced`` headings, ``columns`` that end in a paragraph, ``ascii`` punctuation, lines ``wrapped``."""


@st.composite
def layouts(draw: DrawFn, script: Script | None = None) -> Layout:
    """A page together with what text extraction does to it, and the truth about the result."""
    page = draw(pages(script))
    wanted = draw(st.lists(st.sampled_from(tuple(EFFECTS)), unique=True))
    effects = tuple(name for name in EFFECTS if name in wanted)
    lines = lines_of(page)
    for name in effects:
        lines = EFFECTS[name](lines, draw)
    text, truth = text_of(page.head, lines)
    return Layout(page, text, truth, effects)


@st.composite
def editions(draw: DrawFn, script: Script | None = None, *, realistic: bool = True) -> Edition:
    """An issue of two pages to four, with one story or more that jumps from the first page to another.

    With ``realistic=False`` its pages are read from texts of any characters (:func:`texts`).
    """
    script = _script(draw, script)
    date, paper = draw(dates()), in_script(draw(st.sampled_from(phrases.PAPERS)), script)
    count = draw(st.integers(2, 4))
    if not realistic:
        any_pages = tuple(parse(draw(texts())) for _ in range(count))
        return Edition(any_pages, tuple(range(1, count + 1)), paper, date)
    targets = draw(st.lists(st.integers(2, count), min_size=1, max_size=2, unique=True))
    fronts: list[Item] = []
    rests: dict[int, Article] = {}
    for target in targets:
        front, rests[target] = _jumping(draw, script, 1, target)
        fronts.append(front)
    pages: list[Page] = []
    for number in range(1, count + 1):
        section = phrases.SECTIONS[number - 1]
        folio = Folio.build(page=number, section=section, date=date, paper=paper).text
        items: list[Item] = [Folio.build(in_script(folio, script))]
        items += fronts if number == 1 else [rests[number]] if number in rests else []
        least = 0 if len(items) > 1 else 1
        items += [_closed(draw, script) for _ in range(draw(st.integers(least, 2)))]
        pages.append(_read_back(laid_out(items, "airy")))
    return Edition(tuple(pages), tuple(range(1, count + 1)), paper, date)


def _jumping(draw: DrawFn, script: Script, begins: int, ends: int) -> tuple[Article, Article]:
    """A story that breaks off in the middle of a sentence on one page and continues on another."""
    *parts, last = _opened(draw, script)
    text = last.text if isinstance(last, Paragraph) else ""
    spots = [i for i in range(_SIDE, len(text) - _SIDE) if text[i - 1 : i + 1].isalnum()]
    at = draw(st.sampled_from(spots))
    stump = Paragraph((Piece(text[:at]),))
    jump = Jump.build(in_script(Jump.build(page=ends).text, script))
    line = in_script(Continuation.build(page=begins).text, script)
    rest = (Continuation((Piece(line),)), Paragraph.build(text[at:]), draw(paragraphs(script)))
    return Article((*parts, stump, jump)), Article(rest)


# A test is measured from its first example on: what the parser compiles when it is first used is compiled now.
parse("\n".join(_FRAGMENTS))
