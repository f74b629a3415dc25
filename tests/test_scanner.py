"""The scanner: a line becomes words of the trade and runs, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition._grammar.compiled import base, dialect, dialect_names


def _kinds(text: str) -> str:
    """The tokens of a text, each as its kind and what it covers; a blank as an underscore."""
    grammar = base()
    scan = grammar.scan(text)
    return " ".join(
        "_" if grammar.kind_of[code] == "BLANK" else f"{grammar.kind_of[code]}:{scan.word(n)}"
        for n, code in enumerate(scan.codes)
    )


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ""),
        ("本报讯（记者 陈立）", "OUTLET:本报 SENT:讯 OPEN:( ROLE:记者 _ NAME:陈立 CLOSE:)"),
        ("新华社北京３月５日電", "OUTLET:新华社 WORDS:北京 DATE:3月5日 SENT:电"),
        ("汾河日报讯", "OUTLET:汾河日报 SENT:讯"),
        ("汾河日报青州18日电", "OUTLET:汾河日报 SHORT:青州 DAY:18日 SENT:电"),
        ("榕城报记者", "PRESS:榕城报 ROLE:记者"),
        ("榕城报", "PRESS:榕城报"),
        ("榕城预报", "WORDS:榕城预报"),
        ("贺  勇", "HAN:贺 _ HAN:勇"),
        ("余立军何伟", "NAME:余立军何伟"),
        ("晒场", "SHORT:晒场"),
        ("云坪县 何青", "ORIGIN:云坪县 _ NAME:何青"),
        ("市第二医院副主任医师 白 露", "TITLED:市第二医院副主任医师 _ HAN:白 _ HAN:露"),
        ("城郊供电局何青", "TITLED:城郊供电局 NAME:何青"),
        ("汾河市公安局", "BODY:汾河市公安局"),
        ("文/林知遥", "TASK:文/ NAME:林知遥"),
        ("圖／林大為攝", "PICTURE_TASK:图/ NAME:林大为 MADE:摄"),
        ("温石 摄", "NAME:温石 _ MADE:摄"),
        ("摄氏零度", "WORDS:摄氏零度"),
        ("记者节", "SHORT:记者节"),
        ("（下转第4版）", "OPEN:( JUMP_ON:下转 PAGE:第4版 CLOSE:)"),
        ("上接A01版", "JUMP_FROM:上接 PAGE:A01版"),
        ("第2版 要闻", "PAGE:第2版 _ RUBRIC:要闻"),
        ("星期四", "WEEKDAY:星期四"),
        ("农历乙巳年二月初七", "LUNAR:农历乙巳年二月初七"),
        ("汾河时评②", "RUBRIC:汾河时评 CIRCLED:②"),
        ("责编 何青", "DUTY:责编 _ NAME:何青"),
        (
            "国内统一刊号CN14-0001",
            "REGISTRY:国内统一 REGISTRY:刊号 REGISTRY:CN14 SIGN:- NUMBER:0001",
        ),
        ("《汾河日报》", "PAPER_TITLE:《汾河日报》"),
        ("卡里·尼尔斯", "SHORT:卡里 DOT:· SHORT:尼尔斯"),
        ("汾河西岸的步道昨日开放全长三公里", "WORDS:汾河西岸的步道昨日开放全长三公里"),
        ("汾河西岸的步道昨日开放全长三公里多", "LONG:汾河西岸的步道昨日开放全长三公里多"),
        ("\ud800\n", "SIGN:\ud800 SIGN:\n"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    """What a text is cut into, and what each token is."""
    assert _kinds(text) == tokens


_WORDS = st.lists(
    st.sampled_from(
        [
            "记者",
            "通讯员",
            "本报",
            "汾河日报",
            "何青",
            "贺  勇",
            "摄",
            "文/",
            "（",
            "】",
            " ",
            "、",
            "3月5日",
            "电",
            "第4版",
            "下转",
            "②",
            "河",
            "〇",
            "A",
            "7",
        ]
    )
    | st.text(max_size=2),
    max_size=20,
).map("".join)


@pytest.mark.parametrize("name", dialect_names())
@given(text=_WORDS, begin=st.integers(0, 100))
def test_tokens_leave_no_gap(name: str, text: str, begin: int) -> None:
    """Tokens stand one behind the other, none is empty, and together they are the text."""
    grammar = dialect(name)
    scan = grammar.scan(text, begin)
    assert scan.begin == begin
    assert scan.text == text
    assert len(scan.folded) == len(text)
    assert len(scan.starts) == len(scan.codes) + 1
    assert scan.starts[0] == 0 if text else scan.starts == [0]
    assert scan.starts[-1] == len(text)
    assert all(a < b for a, b in zip(scan.starts, scan.starts[1:], strict=False))
    assert "".join(scan.word(n) for n in range(len(scan.codes))) == scan.folded
    assert set(scan.codes) <= grammar.kind_of.keys()


@given(_WORDS)
def test_the_same_text_is_cut_alike(text: str) -> None:
    """Nothing is remembered from one text to the next."""
    assert base().scan(text).codes == base().scan(text).codes


@pytest.mark.parametrize(("offset", "token"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 6)])
def test_token_at_an_offset(offset: int, token: int) -> None:
    """The first token that begins at an offset or behind it."""
    assert base().scan("本报讯（记者 陈立）").at(offset) == token


@pytest.mark.parametrize(
    ("run", "title"),
    [
        ("市第二医院副主任医师", "副主任医师"),
        ("柳堤中心校校长", "校长"),
        ("云坪县", None),
        ("", None),
    ],
)
def test_title(run: str, title: str | None) -> None:
    """What somebody is, at the end of what stands before their name."""
    assert base().scanner.title(run) == title


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("continued_on", "（下转第4版）"),
        ("continued_on", "（未完待续）"),
        ("continued_on", "未完，下转第4版"),
        ("continued_on", "▶▶相关评论见A02版"),
        ("continued_on", "☞下转A12版"),
        ("continued_on", "→2版"),
        ("continued_on", "（下转2版①）"),
        ("continued_on", "（下转2版）>>>"),
        ("continued_from", "←1版"),
        ("continued_from", "（①上接1版）"),
        ("continued_from", "（续第一版）"),
        ("continued_on", "相關新聞刊A11版"),
        ("continued_from", "（紧接01版）"),
        ("continued_from", "◀上接第一版"),
        ("folio", "第02版：要闻"),
        ("folio", "第2版()"),
        ("folio", "第2版 （国内要闻） 专栏：简讯"),
        ("folio", "汾河日报 2025年03月06日 星期四 第02版：要闻"),
        ("folio", "中华民国二十五年三月六日 星期五 第二版"),
        ("page_number", "三版"),
        ("lead", "▲汾河讯"),
        ("lead", "(汾河7日讯)记者林知遥报道："),
        ("lead", "【本報消息】"),
        ("lead", "据外电3月5日消息："),
        ("lead", "晚报东湖讯（记者 林知遥）"),
        ("lead", "本报汾河7月13日电　　沈望、本报记者何青报道："),
        ("byline", "○本报记者 何青 发自石浦"),
        ("byline", "本报通讯员，何青"),
        ("byline", "何青，本报记者  马兰，实习记者"),
        ("byline", "何青／特稿"),
        ("byline", "記者何青／台北－台中連線報導"),
        ("byline", "文/图 晨报记者何青"),
        ("byline", "晚报记者 何青 文/摄"),
        ("credit", "（何青摄于2004年1月）"),
        ("credit", "（本報資料照片）"),
        ("credit", "汾河日报制图/何青"),
        ("credit", "（本组照片由何青、马兰摄）"),
        ("credits", "（责编：何青、马兰）"),
    ],
)
def test_forms_of_other_papers(formula: str, line: str) -> None:
    """The same thing in the words and marks of many papers."""
    assert base().reads(formula, line)


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("folio", "（要闻）"),
        ("folio", "公社大搞水利　沟渠成网"),
        ("folio", "《盐路》　何青著"),
        ("continued_on", "转眼第4版就印好了"),
        ("lead", "汾河电站昨日投产"),
        ("credit", "记者在现场拍摄"),
        ("byline", "公　告"),
    ],
)
def test_lines_that_look_like_a_form(formula: str, line: str) -> None:
    """What has a word of a formula in it and is none."""
    assert not base().reads(formula, line)
