"""What looks wrong on a page is told with a stable code and its place, and nothing else is."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition._text.terminal import cells
from edition.diagnostics import CODES, Diagnostic, Severity
from edition.errors import EditionSyntaxError
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Deck,
    Folio,
    Headline,
    HeadlineBlock,
    Jump,
    Lead,
    Masthead,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    Stray,
)
from edition.pages import Page
from edition.positions import position

ROOT = Path(__file__).resolve().parents[1]
BODY = "汾河西岸的步道昨日开放，全长三公里。"


B = TypeVar("B", bound=Block)


def block(kind: type[B], *lines: str) -> B:
    """A block of these lines, whatever they would be read as."""
    return kind(tuple(Piece(line, tail="\n") for line in lines))


def story(*blocks: Block | Photo, continues: bool = False) -> Article:
    """A story of these blocks, each headline a headline block of its own."""
    parts = [HeadlineBlock((b,)) if isinstance(b, Headline | Deck) else b for b in blocks]
    return Article(tuple(parts), continues=continues)


def head(text: str = "河堤步道开放") -> Block:
    return block(Headline, text)


def body(*lines: str) -> Block:
    return block(Paragraph, *(lines or (BODY,)))


def photo(*blocks: Block) -> Photo:
    return Photo(blocks)


def codes(page: Page) -> list[str]:
    return [diagnostic.code for diagnostic in page.diagnostics]


#: Pages by the code that they have, with the text that it points at; of the layout, made and not read.
CASES: list[tuple[str, Page, str]] = [
    ("E101", edition.parse("天晴\ud800\udc00了。\n"), "\ud800\udc00"),
    ("E102", edition.parse("天晴\0\0了。\n"), "\0\0"),
    ("W103", edition.parse("天晴\x1b[1m了。\n"), "\x1b"),
    ("W104", edition.parse("记者 陈\ufffd报道\n"), "\ufffd"),
    ("H105", edition.parse("记者 陈\ue001报道\n"), "\ue001"),
    ("W106", edition.parse("第1版\n天晴。\n\f第2版\n风小。\n\f"), "\f"),
    ("H107", edition.parse("天晴。\n风小。\r\n"), "\r\n"),
    ("W108", edition.parse("天晴。\r\n风小。\r雨停。\r"), "\r"),
    (
        "W109",
        edition.parse("旧旧船船厂厂办办画画展展\n\n木工车间改成了画廊。\n"),
        "旧旧船船厂厂办办画画展展",
    ),
    ("W110", edition.parse("旧船厂(cid:71)(cid:8)画展\n"), "(cid:71)(cid:8)"),
    (
        "W111",
        edition.parse("旧船厂，画展。一，二，三。".encode().decode("gbk", "replace")),
        "诲睍銆備竴锛屼簩锛屼笁",
    ),
    ("W111", edition.parse("旧船厂办起画展".encode("gbk").decode("latin-1")), "¾É´¬³§°ìÆð»\xadÕ¹"),
    ("H201", Page((story(block(Continuation, "(上接第1版)"), body()),)), "(上接第1版)"),
    ("H202", Page((story(head(), body(), block(Jump, "（下转第４版）")),)), "（下转第４版）"),
    (
        "W203",
        Page((block(Folio, "第2版"), story(head(), body(), block(Jump, "(下转第2版)")))),
        "(下转第2版)",
    ),
    ("H204", Page((story(block(Lead, "本报讯"), body(), head()),)), "河堤步道开放"),
    ("H205", Page((story(block(Lead, "本报讯"), body()),)), "本报讯"),
    ("W206", Page((story(head(), body("他说：“路修好了。"), body()),)), "“"),
    ("W206", Page((story(head(), body("步道（全长三公里。")),)), "（"),
    ("W207", Page((story(head(), body("步道昨日开放，全长三")),)), "三"),
    ("H208", Page((story(head(), block(Deck, "——汾河见闻")),)), "河堤步道开放"),
    ("W209", edition.parse(" \n\n"), " \n\n"),
    ("W209", edition.parse(""), ""),
    ("H210", Page((Stray((Other((Piece("※"),)),)),)), "※"),
    ("H211", Page((story(head(), block(Byline, "●"), body()),)), "●"),
    ("H212", Page((story(head(), body(), photo(block(Caption, "图为步道。"))),)), "图为步道。"),
    ("H212", Page((photo(block(Caption, "图为步道。")),)), "图为步道。"),
    ("W213", Page((story(head(), body()), story(head(), body()))), "河堤步道开放"),
    (
        "W213",
        Page((story(head(), block(Other, "河堤步道开放"), body()),)),
        "河堤步道开放",
    ),
    ("E214", Page((block(Folio, "第2版 2025年2月30日"), story(head(), body()))), "2025年2月30日"),
    ("E214", Page((block(Masthead, "２月３０日"), story(head(), body()))), "２月３０日"),
    (
        "W215",
        Page((block(Folio, "2025年3月6日"), block(Folio, "星期五"), story(head(), body()))),
        "星期五",
    ),
    ("W215", Page((block(Folio, "星期五 2025年3月6日"),)), "星期五 2025年3月6日"),
    ("W216", Page((block(Folio, "第2版"), story(head(), body()), block(Folio, "第3版"))), "第3版"),
    (
        "W217",
        Page((block(Folio, "2025年3月6日"), block(Folio, "2025年3月7日"))),
        "2025年3月7日",
    ),
    (
        "W218",
        Page((block(Masthead, "2025年3月6日"), block(Masthead, "农历乙巳年二月初九"))),
        "农历乙巳年二月初九",
    ),
    ("W218", Page((block(Folio, "2025年3月6日 星期四 甲辰年"),)), "2025年3月6日 星期四 甲辰年"),
    (
        "W301",
        Page(
            (
                story(head(), body("汾河西岸的步道昨日开放，", "全长三公里。")),
                story(body("本月起每晚亮灯，沿河居民", "晚饭后都来走一走，")),
                story(body("渡口的茶摊也摆了出来。", "摊主说，生意比去年好。")),
                story(body("菜价三天没有动过。批发", "市场备足了半个月的货。")),
            )
        ),
        "本月起每晚亮灯，沿河居民",
    ),
    (
        "W301",
        edition.parse(
            "粮仓完工 渡口开船\n本报讯（记者 贺勇）三座粮仓 本报讯（记者 马兰）停了九年\n"
        ),
        "本报讯（记者 贺勇）三座粮仓 本报讯",
    ),
    (
        "W301",
        edition.parse("三座粮仓上月完工，能装下  停了九年的渡口昨天开\n" * 9),
        "三座粮仓上月完工，能装下  停了九年的渡口昨天开",
    ),
]


@pytest.mark.parametrize(("code", "page", "where"), CASES, ids=[case[0] for case in CASES])
def test_each_code_has_its_place(code: str, page: Page, where: str) -> None:
    """A page made for a code has it once, where it belongs."""
    text = str(page)
    (found,) = [d for d in page.diagnostics if d.code == code]
    assert text[slice(*found.span)] == where
    begin = text.rindex(where) if code in {"W213", "W108"} and where != "\r" else text.index(where)
    if where == "\r":
        begin = text.index("\r", text.index("风小"))
    assert found.span[0] == begin


def test_no_code_is_without_a_case() -> None:
    """Every code there is has a page that shows it."""
    assert {case[0] for case in CASES} == set(CODES)


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("W106", edition.parse("\f天晴。\n\f")),
        ("W109", edition.parse("哈哈哈哈哈哈哈哈\n————————\n高高兴兴\n")),
        ("W111", edition.parse("锛这个字少见，銆也是。\n" + BODY * 9)),
        ("W301", edition.parse("本报讯（记者 贺勇）粮仓完工。本报讯（记者 马兰）渡口开船。\n")),
        ("W207", Page((story(head(), body("步道昨日开放，全长三"), block(Signoff, "(何青)")),))),
        ("W207", Page((story(head(), body("步道开放，全"), block(Jump, "(下转第4版)")),))),
        (
            "W207",
            Page((story(head(), body("一条河，两岸花。")), story(head("汾河"), body("天晴风小")))),
        ),
        ("W206", Page((story(head(), body("“路修好了。"), body("“桥也修好了。”")),))),
        ("W206", Page((story(head(), body("步道（全长)三公里。")),))),
        ("W206", Page((story(head(), body("他说：“路"), block(Jump, "(下转第4版)")),))),
        ("H205", Page((story(block(Continuation, "(上接第1版)"), body()),))),
        ("H212", Page((photo(block(Caption, "图为步道。"), block(Credit, "马兰 摄")),))),
        ("W203", Page((block(Folio, "A02"), story(head(), body(), block(Jump, "转B02版"))))),
        ("E214", Page((block(Folio, "2024年2月29日 农历二月三十日"),))),
        ("W215", Page((block(Folio, "2025年3月6日"), block(Folio, "星期四")))),
        ("W218", Page((block(Folio, "2025年3月6日 星期四 乙巳年二月初七"),))),
        ("W218", Page((block(Folio, "農曆乙巳年閏六月初一"), block(Folio, "2025年7月25日")))),
        ("W218", Page((block(Folio, "1898年3月6日 星期四 乙巳年二月初七"),))),
        ("W217", Page((block(Masthead, "1949年5月1日创刊"), block(Folio, "2025年3月6日")))),
        # Briefs without headlines, each on its own line; and print without punctuation, whose sentences end unseen.
        ("W301", Page((story(body()), story(body()), story(body()), story(body())))),
        ("W301", Page(tuple(story(head(), body("西门外米行昨已", "复业")) for _ in range(4)))),
    ],
)
def test_what_is_usual_is_not_told(code: str, page: Page) -> None:
    """What looks like a fault and is a custom of the trade has no diagnostic."""
    assert code not in codes(page)


def test_a_text_that_furniture_cuts_is_one() -> None:
    """A sentence that goes on behind the folio does not break off, and its quotation is closed there."""
    page = Page(
        (
            story(head(), body("他说：“路修好了，桥")),
            block(Folio, "第2版"),
            story(body("也修好了。”"), continues=True),
        )
    )
    assert codes(page) == []


def test_a_built_page_has_places() -> None:
    """The places are those of the page's own text, also where its nodes come from nowhere."""
    page = Page((story(head(), body("天晴。"), block(Jump, "(下转第4版)")),), head="\ufeff\n")
    assert page.diagnostics == (
        Diagnostic(
            "H202", Severity.HINT, "continued on page 4, which was not provided", (13, 20), 4, 1
        ),
    )
    assert str(page)[13:20] == "(下转第4版)"


def test_a_diagnostic_prints_its_place() -> None:
    """It prints as an editor's list of problems has it."""
    page = Page((story(head(), body(), block(Jump, "(下转第4版)")),))
    assert [str(d) for d in page.diagnostics] == [
        "3:1: H202 continued on page 4, which was not provided"
    ]


def test_severities_follow_the_letters() -> None:
    """The letter of a code is its severity, its number is unique, and the table is in their order."""
    letters = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.HINT: "H"}
    assert all(letters[code.severity] == name[0] for name, code in CODES.items())
    numbers = [int(name[1:]) for name in CODES]
    assert numbers == sorted(set(numbers))


def test_documented_codes_are_the_codes() -> None:
    """docs/diagnostics.md lists every code, in these words, and no other."""
    text = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
    rows = re.findall(r"^\| `([EWH]\d+)` \| (.*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    assert rows == [(c.code, c.title, c.arises, c.remedy) for c in CODES.values()]


def test_the_example_issue_has_no_error() -> None:
    """An ordinary page has hints, perhaps warnings, and never an error."""
    pages = sorted((ROOT / "examples").rglob("*.txt"))
    assert pages
    for file in pages:
        found = edition.parse(file.read_bytes().decode()).diagnostics
        assert [d for d in found if d.severity is Severity.ERROR] == []


def test_annotated_pages_have_no_error(gold_dir: Path) -> None:
    """Real pages have no error either."""
    for file in sorted(gold_dir.glob("*.txt")):
        found = edition.parse(file.read_bytes().decode()).diagnostics
        assert [str(d) for d in found if d.severity is Severity.ERROR] == []


@given(
    st.text(
        st.one_of(
            st.sampled_from("\n\r\f\0\ufeff\ud800\ue000 　天晴，。“”（）《第2版下转上接本报讯摄图"),
            st.characters(),
        ),
        max_size=300,
    )
)
def test_every_text_is_diagnosed(text: str) -> None:
    """Whatever the text: no exception, places inside of it and in order, lines and columns that are right."""
    found = edition.parse(text).diagnostics
    assert [d.span for d in found] == sorted(d.span for d in found)
    for diagnostic in found:
        begin, end = diagnostic.span
        assert 0 <= begin <= end <= len(text)
        place = position(text, begin)
        assert (diagnostic.line, diagnostic.column) == (place.line, place.column)
        assert diagnostic.severity is CODES[diagnostic.code].severity


def test_diagnostics_are_values() -> None:
    """A page's diagnostics are found once, compare, hash and pickle; the page is the same page with them."""
    page, other = edition.parse("\0"), edition.parse("\0")
    assert page.diagnostics is page.diagnostics
    assert page == other
    assert pickle.loads(pickle.dumps(page.diagnostics)) == other.diagnostics
    assert hash(page.diagnostics) == hash(other.diagnostics)
    assert pickle.loads(pickle.dumps(page)).diagnostics == page.diagnostics


def test_strict_raises_at_the_first_error() -> None:
    """A strict reading tells what is wrong, where, and shows it."""
    text = "\n　　望月桥\x1b完工。\n　　天晴\0了。\0\n"
    with pytest.raises(EditionSyntaxError) as caught:
        edition.parse(text, strict=True)
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.doc, error.pos, error.lineno, error.colno) == (text, text.index("\0"), 3, 5)
    assert error.msg == "E102 NUL character, U+0000"
    assert str(error).splitlines() == [
        "E102 NUL character, U+0000 (line 3, column 5)",
        "天晴\\x00了。\\x00",
        "    ^",
    ]


def test_strict_lets_warnings_pass() -> None:
    """Only errors stop a strict reading; without it nothing does."""
    assert edition.parse("天晴\x1b。", strict=True) == edition.parse("天晴\x1b。")
    assert str(edition.parse("天晴\ud800。")) == "天晴\ud800。"


def test_a_syntax_error_pickles() -> None:
    """It can come back from another process."""
    error = EditionSyntaxError("E102 NUL character", "天\n晴\0", 3)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.msg, copy.doc, copy.pos, copy.lineno, copy.colno) == (
        error.msg,
        error.doc,
        3,
        2,
        2,
    )
    assert str(copy) == str(error)


@given(st.text(max_size=200), st.data())
def test_a_syntax_error_shows_one_line(text: str, data: st.DataObject) -> None:
    """Its text is three lines, printable and short, the caret below the place, whatever the document."""
    pos = data.draw(st.integers(0, len(text)))
    message, line, caret = str(EditionSyntaxError("E1", text, pos)).split("\n")
    assert message.startswith("E1 (line ")
    assert cells(line) < 48 + 2 + 25 * 10
    assert caret == " " * (len(caret) - 1) + "^"
    assert all(c.isprintable() or c in " \u3000\u00a0" or ord(c) > 0x7F for c in line)
    assert len(caret) <= 49
