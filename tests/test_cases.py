"""The same things as many papers print them: leads, people, bylines, credits, running lines, each in words of our own."""

from __future__ import annotations

import pytest

import edition
from edition._grammar.compiled import base, dialect
from edition._grammar.people import people
from edition._parser.formulas import Formulas

MAINLAND = Formulas(base())
TAIWAN = Formulas(dialect("taiwan"))


def names(text: str) -> list[str]:
    """The people that a text names, in either script."""
    return [person.name for person in people(text)]


# --- leads: what opens the first paragraph, and the text behind it -------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "云坪日报南浦3月5日电（记者何青）|山里",
        "云坪融媒讯（记者 何青）|山里的",
        "青网时刻新闻3月5日讯（记者 何青）|山里",
        "〔新华社云坪五日电〕|山里",
        "（中央社記者何青、馬蘭台北5日電）|山裡",
        "(何青／台北報導)|山裡",
        "雲坪時報【何青╱澎湖報導】|山裡",
        "南浦讯 记者何青 通讯员马兰|　　山里的路修好了",
        "晚报东湖讯（记者 何青）|山里",
        "本报青州18日电|　在山里",
        "【新华社江城十四日电】青州讯：|山里",
        "本报星港电  记者何青报道|  山国的总统昨天",
        "本報訊|",
        "本报3月5日讯（记者 何青 实习生 马兰）|山里",
        "本报南浦今日电（特派记者何青）|山里",
        "新华社北京3月5日新媒体专电（记者何青）|山里",
        "据新华社北京3月5日电|山里",
        "【本報專訊】|山裡",
        "【本報記者何青南浦專訊】|山裡",
        "〔何青／綜合報導〕|山裡",
        "本报讯(记者何青 通讯员马兰 文/图)|山里",
        "（路透社南浦五日電）|山裡",
        "【路透南浦五日電】|山裡",
        "中新网南浦3月5日电 题：|山里",
        "央视新闻消息：|山里",
        "本报综合报道|　山里",
        "本报特派记者何青3月5日发自南浦|　　山里",
        "（南浦5日訊）|山裡",
        "■本报记者 何青 报道|　　山里的路",
        "本报记者 何青 南浦报道|　　山里",
        "南都讯 记者何青 实习生马兰|　山里的路修好了",
        "【大公報訊】記者何青報道：|山裡",
        "（香港中通社南浦五日電）|山裡",
        "（南浦專電）|山裡",
        "本埠訊|　山裡",
        "本报讯 记者何青从水务局获悉：|山里",
    ],
)
def test_leads(line: str) -> None:
    """A lead in any paper's words ends where its report begins."""
    lead, _, rest = line.partition("|")
    match = MAINLAND.opening("lead", lead + rest)
    assert match is not None
    assert (lead + rest)[: match.end].rstrip(" \u3000") == lead


@pytest.mark.parametrize(
    "line",
    ["记者何青走进了山里的村子", "本报社址迁到河西", "何青／马兰合著的书出版了", "山里通讯站"],
)
def test_what_is_no_lead(line: str) -> None:
    """What has a lead's words in it is none."""
    assert MAINLAND.opening("lead", line) is None


# --- people: better nobody than a wrong name -----------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "（综合新华社、央视）", "版权所有 云坪日报社", "〔即時新聞／綜合報導〕", "【本報港聞部報道】", "本报3月5日云坪讯",
        "（主場）", "（客队）", "[失去幼犬]", "【编 者 按】", "文/图", "（上）", "（完）", "（本报综合）", "（据新华社）", "（见图）",
        "（资料图）", "（附图）", "（未完待续）", "（图文无关）", "（作者单位：云坪县第二中学）", "（作者系云坪县第二中学教师）",
        "【社评】", "（特稿）", "（本報資料照片）", "（網上圖片）", "（路透社）", "（美聯社）", "（新华社发）", "（受访者供图）",
        "（图片由学校提供）", "版权所有 违者必究", "（一）", "（左一）", "（前排右二）", "（化名）", "（南浦五日電）", "（摄影）",
        "（警方提供）", "（視頻截圖）", "（綜合報道）", "（小小说）", "【街坊·邻里】",
    ],
)  # fmt: skip
def test_words_are_nobody(text: str) -> None:
    """An outlet, a place, a day, a task, a word of the make-up is nobody, whatever bracket it stands in."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（通讯员 云坪县公安局）", ["云坪县公安局"]),
        ("（记者何小青翻摄）", ["何小青"]),
        ("云坪日报·新云坪客户端记者 何青", ["何青"]),
        ("【作者：何小满】", ["何小满"]),
        ("本报驻法国记者 何小满", ["何小满"]),
        ("撰文/何青 摄影/马兰", ["何青", "马兰"]),
        ("（中央社記者何小青台中5日電）", ["何小青"]),
        ("本报通讯员，何小满", ["何小满"]),
        ("本报评论员", ["本报评论员"]),
        ("（新华社发 何青 摄）", ["何青"]),
        ("（何青/文 马兰/图）", ["何青", "马兰"]),
        ("本报记者何青马兰", ["何青", "马兰"]),
        ("（何青 绘）", ["何青"]),
        ("［法］莫里斯 著 何小满 译", ["莫里斯", "何小满"]),
        ("——《秋水》唐·何满子", ["何满子"]),
        ("（卡里·尼尔斯）", ["卡里·尼尔斯"]),
        ("记者：何青 编辑：马兰", ["何青", "马兰"]),
    ],
)
def test_people(text: str, found: list[str]) -> None:
    """Who is named is found, and nobody else."""
    assert names(text) == found


# --- bylines, credits, running lines: what a line is from end to end -----------------------------


@pytest.mark.parametrize(
    "line",
    [
        "何青／特稿", "何青／台北報導", "采写：云坪记者 何青 实习生 马兰", "□ 云坪县文化研究中心课题组　执笔：何青",
        "何小满，本报记者  马兰，实习记者", "（本报记者  何小满）", "文｜何青", "文丨本报记者 何青", "文 | 本报记者 何青 图 | 马兰",
        "文/本报记者 何青 图/受访者提供", "何青 本报记者", "本报首席记者 何青/文 马兰/图", "[英] 约翰·伯格", "何青 译", "何青 全媒体记者",
        "作 者：何青", "主讲人：何青", "文字：何青", "文字/何青 图片/马兰", "采写/摄影 何青", "本版撰文 何青", "专题撰文 何青",
        "本版文/图 何青", "记 者 何 青", "讲述：何青 整理：马兰", "何青，教授  云坪大学经济研究中心主任",
    ],
)  # fmt: skip
def test_bylines(line: str) -> None:
    """Who wrote a text, in the forms of many papers."""
    assert MAINLAND.whole("byline", line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "云坪日报记者 何青 摄（资料图片）", "云坪日报制图/何青", "（何小青攝於2004年1月）", "記者何小青／攝影", "题图 何青", "新华社发（何青 摄）",
        "（中央社記者何小青台北傳真 102年6月29日）", "新华社/法新", "视觉中国供图", "视觉中国 供图", "（iStock）", "（檔案照片）", "记者沃青 摄", "图片由受访者提供", "以上图片均由何青摄", "漫画：何青",
        "（何青摄　影像中国）", "CFP供图", "航拍 何青", "云坪融媒 何青 摄", "（美聯社）", "（路透社圖片）", "（互聯網圖片）", "（電視截圖）",
        "摄影：云坪日报记者 何青（署名除外）",
    ],
)  # fmt: skip
def test_credits(line: str) -> None:
    """Who made a picture, or where it comes from."""
    assert MAINLAND.whole("credit", line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "双色球第2025031期 红球：02 05 08 11 20 30 蓝球：07", "“云坪六选五”第25121期  中奖号码：04 09 17 21 28",
        "七星彩 第25028期 开奖结果 2 3 4 5 6 7 8", "“大满堂”第25053期  前区：03 11 19 24 30  后区：02 09",
    ],
)  # fmt: skip
def test_draws_are_notices(line: str) -> None:
    """The number of a lottery's draw is no issue's number."""
    report = "望月桥修好了\n　　本报讯（记者 何青）望月桥修好了，孩子们走过修好的望月桥，河里的船也多了起来。\n"
    page = edition.parse(f"{report}体彩开奖\n{line}\n{report}")
    assert [line in str(item) for item in page.items if isinstance(item, edition.Notice)] == [True]
    assert not any(isinstance(item, edition.Masthead | edition.Folio) for item in page.items)


def test_credits_of_taiwan() -> None:
    """What Taiwan's papers print below a picture."""
    for line in ("圖／云坪縣府提供", "圖／翻攝自網路", "圖／何青攝"):
        assert TAIWAN.whole("credit", line) is not None, line


@pytest.mark.parametrize(
    "line",
    [
        "云坪日报 2025年03月06日 星期四 第02版：要闻", "云坪日报（ 2025年03月06日   第 02 版）", "《云坪日报》2025年3月6日第2版",
        "中华民国二十五年三月六日 星期五 第二版", "2017-09-10港聞", "Page 3", "云坪周刊 日期：1949-05-12 版次/卷期：02 版", "第貳版", "第壹版",
        "Thursday, March 6, 2025", "第三版 副刊", "A12 要聞 雲坪日報 2025年3月6日 星期四", "第02版：要闻",
    ],
)  # fmt: skip
def test_running_lines(line: str) -> None:
    """The running line, as e-papers, dumps and databases have it."""
    formulas = ("folio", "date", "page_number")
    assert any(MAINLAND.whole(name, line) for name in formulas)
