"""Dialects: told from the page, asked for by name, or brought in a grammar file of one's own."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import Dialect, dialects
from edition._grammar.compiled import dialect
from edition._grammar.dialects import _shipped_signs
from edition.nodes import Credit, Label

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "data" / "dialects" / "wangchuan.lark"
FICTIONAL = ROOT / "tests" / "data" / "fictional"

OWN = """／街坊／

南河沿的修表摊留住了老时间

望川时报快报（记者 陈立）：南河沿菜场门口的修表摊摆了三十一年，摊主贺勇昨天收下了第一个徒弟。徒弟是附近技校的学生，每周来两个下午，先从认识螺丝学起。贺勇说，这门手艺急不得，坐得住比手巧更要紧。

街坊们听说他收徒，纷纷把家里停了多年的座钟抱来，给年轻人练手。不到半个月，摊子后面的架子上就摆满了滴答作响的钟表，走得快的慢的都有，热闹得像一间小小的学堂。

图为学徒在摊子后面辨认座钟里的螺丝。

影像组出品

三座老桥换上新灯

望川时报快报：3月5日晚，汾河上的三座老桥同时亮起了新灯。灯带沿着桥拱的弧线铺开，颜色随季节变换，春天是嫩绿，秋天是麦黄。市照明管理处介绍，新灯一晚的用电量只有旧灯的三成。
"""


@pytest.mark.parametrize(
    ("page", "dialect"),
    [
        ("qinghe-county-daily", "mainland"),
        ("hengtong-business", "mainland"),
        ("beichuan-gongren-1993-08-10-04", "nineties"),
        ("lanjiang-ribao-1996-11-19-02", "nineties"),
        ("weigang-chenbao-2016-05-18-A6", "hongkong"),
        ("nantai-ribao-2006-07-21-A3", "taiwan"),
        ("beicheng-wanbao-2011-10-02-D2", "taiwan"),
        ("puchao-sanrikan-1932-11-03-03", "republican"),
        ("hujiang-xianbao-1925-05-21-02", "republican"),
        ("zhongwai-gongbao-1906-04-22-p2", "shanghai"),
        ("songbin-huibao-1878-10-14-p2", "shanghai"),
        ("nandao-zaobao-2014-08-30-06", "singapore"),
        ("xingbin-ribao-1956-08-17-06", "singapore"),
        ("qingtang-xianbao-1974-05-18-02", "prc-early"),
        ("shixi-ribao-1955-05-20-01", "prc-early"),
    ],
)
def test_page_tells_its_dialect(page: str, dialect: str) -> None:
    """The formulas of a place or a time, often enough on a page, tell its dialect."""
    assert dialects.detect((FICTIONAL / f"{page}.txt").read_text("utf-8")) == dialect


def test_one_sign_is_not_enough() -> None:
    """One formula of another dialect on a page may be a quotation."""
    sign = "【明河專訊】昨日有雨。"
    assert dialects.detect(sign) == "mainland"
    assert dialects.detect(f"{sign}\n{sign}") == "hongkong"


def test_longer_page_needs_more_signs() -> None:
    """Two formulas in a hundred thousand characters tell nothing."""
    assert dialects.detect("【明河專訊】昨日有雨。\n" * 2 + "本市昨日晴。\n" * 20_000) == "mainland"


#: Signs of dialects, and pieces of some that overlap.
_SIGNS = st.sampled_from(
    ["【明河專訊】", "相關字詞", "（何青攝）", "３月５日", "１９９６年", "本报讯记者", "一九五八年三月", "互助组", "民國十年", "也、\n",
     "（初五日專電）", " ", "\n", "〔北門〕\n", "路透社江城三日電", "光緒", "（吉隆讯）", "组屋", "圖／", "記者何青／攝影", "年", "三", "電"]
)  # fmt: skip


@given(text=st.lists(_SIGNS, max_size=12).map("".join))
def test_signs_are_counted_for_each_dialect_by_itself(text: str) -> None:
    """One pass over a text counts what a search for the signs of each dialect finds, also where they overlap."""
    told = {
        name: sum(1 for _ in dialect(name).pattern("DIALECT_INSIDE").finditer(text))
        for name in dialects.names()[1:]
    }
    assert _shipped_signs(text) == told


@given(st.text())
def test_any_text_has_a_dialect(text: str) -> None:
    """Every text has one of the dialects that are shipped."""
    assert dialects.detect(text) in dialects.names()


def test_names_are_sorted_behind_the_base() -> None:
    """The mainland daily comes first, then those that extend it."""
    first, *others = dialects.names()
    assert first == "mainland"
    assert others == sorted(others)


def test_every_grammar_file_is_a_dialect() -> None:
    """What stands in grammar/dialects is what is shipped."""
    files = {file.stem for file in (ROOT / "grammar" / "dialects").glob("*.lark")}
    assert files == set(dialects.names()) - {"mainland"}


TELEGRAPHED = """縣城電燈昨夜通明

（縣城五日快信）縣城昨夜首次全城通電，自東門至西門三百二十盞路燈同時放光，商店住戶張燈結彩，看熱鬧的鄉親直到半夜才散，電力公司並派人沿街巡視。

電力公司經理方建泓說，機器可供三千盞燈之用，明年起將向四鄉架設線路，最遠的鹿寮鄉亦可在中秋前通電。
"""


def test_dialect_by_name_overrides_the_page() -> None:
    """A page whose signs are too few is read in the dialect that is asked for."""
    assert dialects.detect(TELEGRAPHED) == "mainland"
    page = edition.parse(TELEGRAPHED, dialect="republican")
    lead = page.articles[0].lead
    assert lead is not None
    assert lead.text == "（縣城五日快信）"
    assert edition.parse(TELEGRAPHED).articles[0].lead is None
    assert str(page) == TELEGRAPHED


TELEGRAM = """輪船公會議減水腳

（天津）輪船公會昨日集議、議定北洋各埠水腳一律減收一成、自下月朔日起實行、各公司均已簽字、

潮生社十七日江城電、江水續漲二尺、下游堤工吃緊、當局已派員督修、
"""
SIGNED = """把渠水引上山

青山大队党支部

去年冬天，我们大队的社员顶着北风，在鹰嘴岩下打通了一条三百米长的隧洞，把渠水引上了山，一千二百亩旱地变成了水浇地。
"""
ADVISED = """汾海集团业绩胜预期

集团首季营收同比增长百分之六，但因原料涨价，毛利率下跌一点八个百分点，我们把目标价从五角二分下调到四角八分。（德盛集团研究）
"""


@pytest.mark.parametrize(
    ("dialect", "text", "kind", "printed"),
    [
        ("shanghai", TELEGRAM, edition.Lead, ["（天津）", "潮生社十七日江城電、"]),
        ("prc-early", SIGNED, edition.Byline, ["青山大队党支部"]),
        ("singapore", ADVISED, edition.Signoff, ["（德盛集团研究）"]),
    ],
)
def test_formulas_of_a_dialect(
    dialect: str, text: str, kind: type[edition.Block], printed: list[str]
) -> None:
    """What a place or a time has of its own is found on its pages."""
    page = edition.parse(text, dialect=dialect)
    assert [node.text for node in page.find_all(kind)] == printed
    assert str(page) == text


def test_dialect_as_an_object_is_the_dialect_by_name() -> None:
    """A name and what it names read a page alike."""
    named = Dialect.named("republican")
    assert named.name == "republican"
    by_name = edition.parse(TELEGRAPHED, dialect="republican")
    assert edition.parse(TELEGRAPHED, dialect=named) == by_name


def test_mainland_can_be_asked_for() -> None:
    """A page full of another dialect's signs can be read as a mainland daily."""
    text = (FICTIONAL / "hujiang-xianbao-1925-05-21-02.txt").read_text("utf-8")
    assert edition.parse(text, dialect="mainland") != edition.parse(text)
    assert str(edition.parse(text, dialect="mainland")) == text


def test_unknown_name_is_refused() -> None:
    """A dialect that is not shipped is an error that lists those that are."""
    with pytest.raises(ValueError, match="unknown dialect 'martian': use mainland, hongkong"):
        edition.parse("本市昨日晴。", dialect="martian")
    with pytest.raises(ValueError, match=r"Dialect\.from_file"):
        Dialect.named("")


@pytest.fixture(scope="module")
def own() -> Dialect:
    return Dialect.from_file(str(FILE))


def test_grammar_file_of_one_s_own(own: Dialect) -> None:
    """A file of three rules is enough to read a paper's own formulas."""
    assert own.name == "wangchuan"
    page = edition.parse(OWN, dialect=own)
    first, second = page.articles
    assert first.lead is not None
    assert first.lead.text == "望川时报快报（记者 陈立）："
    assert [label.text for label in page.find_all(Label)] == ["／街坊／"]
    assert [credit.text for credit in page.find_all(Credit)] == ["影像组出品"]
    assert second.lead is not None
    assert second.lead.text == "望川时报快报："
    assert str(page) == OWN


def test_page_is_explained_in_its_dialect(own: Dialect) -> None:
    """What a dialect of one's own makes of a line is explained with that dialect."""
    page = edition.parse(OWN, dialect=own)
    label = page.find_all(Label)[0]
    credit = page.find_all(Credit)[0]
    for node in (label, credit):
        assert page.explain(node).role == page.explain(node, dialect=own).role == node.role
    # In another, the line's role is the page's, but nothing of its formula is known that speaks for it.
    told, untold = page.explain(credit), page.explain(credit, dialect="mainland")
    assert "is:credit" in {why.name for why in told.candidates[0].evidence}
    assert "is:credit" not in {why.name for why in untold.candidates[0].evidence}
    with pytest.raises(ValueError, match="martian"):
        page.explain(label, dialect="martian")


def test_formulas_of_one_s_own_are_unknown_elsewhere() -> None:
    """Without the file the same page has no lead: what a dialect adds stays in it."""
    assert [article.lead for article in edition.parse(OWN).articles if article.lead] == []


def test_base_is_extended_and_not_replaced(own: Dialect) -> None:
    """The formulas of the mainland daily stay what they are."""
    text = OWN.replace("望川时报快报：", "本报讯 ")
    lead = edition.parse(text, dialect=own).articles[1].lead
    assert lead is not None
    assert lead.text == "本报讯"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("%extend lead", "line 1"),
        ("这不是语法", "line 1"),
        ("// 望川时报\n\n%extend lead: (COMMA", "line 3"),
        ("%extend NO_SUCH_WORD: /a/", "NO_SUCH_WORD"),
        ("%extend lead: NO_SUCH_WORD", "NO_SUCH_WORD"),
        ("%extend lead: no_such_rule", "no_such_rule"),
        ("%extend lead: lead", "lead takes itself"),
        ('%extend lead: "快报"', "made of terminals and other rules"),
        ("_DESK: /影像组/\n%extend credit: _DESK", "_DESK is no word"),
        ("%declare DESK\n%extend credit: DESK", "DESK is no word"),
        ("DESK: /影像组?/\nPART: /组?/", "can't be nothing"),
        ("DESK: /.组/", "can't begin with just any character"),
        ("DESK: /影像(/", "DESK is no regular expression"),
        ("%extend NOTICE_INSIDE: /[/", "is no"),
        ("DESK: /(影像|视频)组/", "DESK has a group of its own"),
    ],
)
def test_file_that_is_no_grammar(text: str, told: str, tmp_path: Path) -> None:
    """A file that is no grammar is a ValueError that names it, says what is wrong and shows nothing of Lark's classes."""
    file = tmp_path / "broken.lark"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"broken\.lark is not a valid dialect grammar") as error:
        Dialect.from_file(file)
    assert type(error.value) is ValueError
    assert told in str(error.value)


def _of(tmp_path: Path, text: str) -> Dialect:
    file = tmp_path / "own.lark"
    file.write_text(text, "utf-8")
    return Dialect.from_file(file)


@pytest.mark.parametrize(
    ("text", "rule", "line", "refused"),
    [
        ('%extend byline: PENNED _names\nPENNED: "濡笔"', "byline", "濡笔林知遥", "濡笔"),
        (
            '%extend signoff: _open PENNED BLANK _names _close\nPENNED: "濡笔"',
            "signoff",
            "（濡笔　林知遥）",
            "濡笔",
        ),
        (
            "%extend continued_on: CROSSES target\nCROSSES: /渡往(?=[0-9])/",
            "continued_on",
            "渡往４版",
            "渡往",
        ),
        ("%extend continued_from: BACK_ARROW BACK_ARROW target", "continued_from", "◀◀２版", "◀◀"),
        ('%extend folio: TIDE COLON NUMBER\nTIDE: "潮汛"', "folio", "潮汛：１２", "潮汛："),
        ("%extend rubric: BULLET _run BULLET", "rubric", "●渡口●", "渡口"),
        ('%extend lead: FLASH COLON\nFLASH: "本报快报"', "lead", "本報快報：", "本報快報"),
    ],
)
def test_formula_of_one_s_own(
    tmp_path: Path, text: str, rule: str, line: str, refused: str
) -> None:
    """A formula stands in one place, with the role that it speaks for; a word of one's own comes before the others."""
    grammar = _of(tmp_path, text).grammar
    assert grammar.reads(rule, line)
    assert not grammar.reads(rule, refused)
    assert not Dialect.named("mainland").grammar.reads(rule, line)


def test_people_in_a_formula_of_one_s_own(own: Dialect) -> None:
    """Who stands in a formula that a file adds is found as in all others."""
    page = edition.parse(OWN, dialect=own)
    lead = page.articles[0].lead
    assert lead is not None
    assert lead.people == (edition.Person("陈立", "记者"),)


def test_page_of_the_documentation_is_the_file() -> None:
    """docs/howto/dialects.md shows the file of the invented paper as it is, and its rules are those of the grammar."""
    page = (ROOT / "docs" / "howto" / "dialects.md").read_text("utf-8")
    assert FILE.read_text("utf-8").rstrip() in page
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|.*\| (?:at|a) [a-z]+", page, re.MULTILINE)
    named = {name for row in rows for name in re.findall("`(.+?)`", row)}
    assert len(named) > 5
    assert named <= Dialect.named("mainland").grammar._data["formulas"].keys()
    words = {
        name
        for cell in re.findall(r"^Frequent terminals .*?\n\n", page, re.MULTILINE | re.DOTALL)
        for name in re.findall("`([A-Z_]+)`", cell)
    }
    assert len(words) > 10
    assert words <= Dialect.named("mainland").grammar.scanner.codes.keys()


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is a ValueError, as for every text that can't be decoded."""
    file = tmp_path / "gbk.lark"
    file.write_bytes("// 望川时报\n".encode("gbk"))
    with pytest.raises(ValueError, match="utf-8"):
        Dialect.from_file(file)


def test_file_that_is_missing(tmp_path: Path) -> None:
    """A file that is not there is an OSError, as of every file."""
    with pytest.raises(FileNotFoundError):
        Dialect.from_file(tmp_path / "missing.lark")


def test_empty_file_is_the_base(tmp_path: Path) -> None:
    """A file that adds nothing reads pages as a mainland daily."""
    file = tmp_path / "plain.lark"
    file.write_text("// nothing\n", "utf-8")
    text = (FICTIONAL / "qinghe-county-daily.txt").read_text("utf-8")
    assert edition.parse(text, dialect=Dialect.from_file(file)) == edition.parse(text)
    # A file that says what a shipped dialect says takes no page from it.
    page = edition.parse(text, dialect="mainland")
    assert edition.parse(text, dialect=page.dialect).dialect == page.dialect


@given(text=st.text(st.sampled_from("望川时报快报：记者陈立（）摄／街坊\n　 。，")))
def test_own_dialect_is_exact(own: Dialect, text: str) -> None:
    """Whatever a dialect adds, no character is lost."""
    assert str(edition.parse(text, dialect=own)) == text


def test_page_read_in_a_dialect_is_a_value(own: Dialect) -> None:
    """Nothing of the grammar stays in the page: it is pickled and compared as every page."""
    page = edition.parse(OWN, dialect=own)
    assert pickle.loads(pickle.dumps(page)) == page
