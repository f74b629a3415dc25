"""People in bylines, leads, sign-offs and credits: who they are, what they are to the paper, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import Article, Byline, Credit, Edition, Page, Person, Photo, Signoff
from edition._grammar.compiled import base
from edition._grammar.people import Found, people, read_people

NAMED = [
    ("本报记者 陈立", "记者 陈立"),
    ("本报记者陈立", "记者 陈立"),
    ("■ 汾河日报记者 贺  勇", "记者 贺勇"),
    ("本报记者　祁　岚", "记者 祁岚"),
    ("本报首席记者 陈立 特约记者 何青", "首席记者 陈立、特约记者 何青"),
    ("记者 张秀兰 通讯员 苗晓", "记者 张秀兰、通讯员 苗晓"),
    ("本报记者 陈立 何青 通讯员 贺勇", "记者 陈立、记者 何青、通讯员 贺勇"),
    ("本报记者 余立军何伟 通讯员 贺  勇", "记者 余立军、记者 何伟、通讯员 贺勇"),
    ("（记者卢见山、何采薇）", "记者 卢见山、记者 何采薇"),
    (
        "（记者高清军通讯员张拥军姜黎李志成）",
        "记者 高清军、通讯员 张拥军、通讯员 姜黎、通讯员 李志成",
    ),
    ("(何青)", "何青"),
    ("（杜望舒冯知白）", "杜望舒、冯知白"),
    ("（杜望舒 冯知白）", "杜望舒、冯知白"),
    ("（秦牧野、段秋禾）", "秦牧野、段秋禾"),
    ("本报讯（记者 马兰 实习生 白露）", "记者 马兰、实习生 白露"),
    ("本报讯记者佟立春报道：", "记者 佟立春"),
    ("本报临川3月5日电 （记者 祁  岚）", "记者 祁岚"),
    ("新华社北京3月5日电（记者卢见山、何采薇）", "记者 卢见山、记者 何采薇"),
    ("（新华社北京3月5日电）", ""),
    ("据新华社南浦3月5日电", ""),
    ("文/萧竹君 图/戴望山", "文 萧竹君、图 戴望山"),
    ("温石 摄", "摄 温石"),
    ("温石摄", "摄 温石"),
    ("马兰 白露/摄", "摄 马兰、摄 白露"),
    ("本报记者  温石  白屿  摄影报道", "记者 温石、记者 白屿"),
    ("（本报记者温石摄）", "记者 温石"),
    ("温石摄（影像中国）", "摄 温石"),
    ("（资料图片）", ""),
    ("（作者单位：云坪县第二中学）", ""),
    ("本报评论员", "本报评论员"),
    ("汾河日报", "汾河日报"),
    ("汾河日报全媒体记者", "汾河日报全媒体记者"),
    ("卡里·尼尔斯 摄", "摄 卡里·尼尔斯"),
    ("（本報記者 張三立）", "記者 張三立"),
    ("〔記者何采薇、祁嵐／南浦報導〕", "記者 何采薇、記者 祁嵐"),
    ("〔編譯祁嵐／綜合外電報導〕", "編譯 祁嵐"),
    ("記者何采薇／專題報導", "記者 何采薇"),
    ("實習記者何采薇", "實習記者 何采薇"),
    ("本报记者 何采薇 北京报道", "记者 何采薇"),
    ("（南浦3日讯）", ""),
    ("責編 何青  版式 馬蘭", "責編 何青、版式 馬蘭"),
    ("责编：何青 版式：马兰 校对：白露", "责编 何青、版式 马兰、校对 白露"),
    ("本刊记者 何青 学生记者 马  兰", "记者 何青、学生记者 马兰"),
    ("本报讯（小记者 白露）", "小记者 白露"),
    ("本报记者何采薇通讯员贺勇", "记者 何采薇、通讯员 贺勇"),
    ("柳堤中心校校长 东方岚", "校长 东方岚"),
    ("汾川市骨科医院副主任医师 白 露", "副主任医师 白露"),
    ("（主任医师 何 青）", "主任医师 何青"),
    ("（读者何女士）", "读者 何女士"),
    ("汾川市城北区 何春生", "何春生"),
    ("高一（3）班　何采薇", "何采薇"),
    ("■ 机修车间 贺 勇", "贺勇"),
    ("（望河坡 何青）", "何青"),
    ("（城郊供电局何青）", "何青"),
    ("何青 退休教師", "何青"),
    ("何青（汾川市，教师）", "何青"),
    ("（土木学院）", "土木学院"),
    ("（本报群工部）", "本报群工部"),
    ("汾川大学供图", "供图 汾川大学"),
    ("（企业供图）", ""),
    ("（本刊综合）", ""),
    ("（柳下道人）", "柳下道人"),
    ("漁村館主", "漁村館主"),
    ("均为 新华社发", ""),
    ("【記者何采薇南浦報導】", "記者 何采薇"),
    ("【本报记者何采薇南浦报导】", "记者 何采薇"),
    ("【本報記者何采薇專訊】", "記者 何采薇"),
    ("[何采薇　看山說水]", "何采薇"),
    ("何采薇  作", "作 何采薇"),
    ("汾川四中　蓝蓝", "蓝蓝"),
    ("（指导教师：何青）", "指导教师 何青"),
    ("晚报讯", ""),
    ("工商报讯（通讯员 何青）", "通讯员 何青"),
    ("（何青／安和市，工程師）", "何青"),
    ("安和市麻纺路　何青", "何青"),
    ("（本栏由汾河律师 何青 解答）", "律师 何青"),
    ("【本報實習記者司徒美琪柏克萊報導】", "實習記者 司徒美琪"),
    ("警方供图", ""),
    ("（渡口）何青", "何青"),
    ("何青／新竹", "何青"),
    ("何青教授", "何青"),
    ("石坡大队党支部", "石坡大队党支部"),
    ("汾河日报全媒体记者 何青 鹿鸣融媒记者 马兰", "全媒体记者 何青、记者 马兰"),
    ("特约：何青", "特约 何青"),
    ("案例提供：临浦县第一幼儿园 何青", "何青"),
    ("【何青、马兰报道】", "何青、马兰"),
    ("何青，本报记者", "何青"),
    ("【作者：本报评论员】", "本报评论员"),
    ("撰文/何青 摄影/马兰", "撰文 何青、摄影 马兰"),
    ("（通讯员 汾河市公安局）", "通讯员 汾河市公安局"),
    ("汾河日报·新汾河客户端记者 何青", "记者 何青"),
    ("（中央社記者何青台中5日電）", "記者 何青"),
    ("本报驻美国记者 何青", "记者 何青"),
    ("【作者：何青】", "作者 何青"),
    ("（综合新华社、央视）", ""),
    ("（主場）", ""),
    ("（记者何采薇翻摄）", "记者 何采薇"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_people(text: str, expected: str) -> None:
    """Everybody whom a formula names, in order, each with the word that says what they are to the paper."""
    assert "、".join(f"{p.role or ''} {p.name}".strip() for p in people(text)) == expected


def _found(text: str, begin: int = 0) -> list[Found]:
    scan = base().scan(text, begin)
    return read_people(scan, 0, len(scan.codes), base())


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_spans_are_the_name(text: str) -> None:
    """What stands at a person's places is their name: two places where it is padded."""
    for one in _found(text):
        assert "".join(text[begin:end] for begin, end in one.spans) == one.name


def test_padded_name_has_two_places() -> None:
    """A name that is padded to three cells stands in two places, none of which holds a blank."""
    assert _found("本报记者 贺  勇") == [Found("贺勇", "记者", ((5, 6), (8, 9)))]


def test_spans_are_those_of_the_line() -> None:
    """A stretch that begins further on in its line gives places of the line."""
    assert _found("（何青）", 30) == [Found("何青", None, ((31, 33),))]


@given(st.text(), st.integers(0, 50))
def test_people_of_any_text(text: str, begin: int) -> None:
    """Any text names somebody or nobody, nobody without a name, in order and nobody twice, and there is no error."""
    behind = begin
    for one in _found(text, begin):
        assert one.name
        assert one.role is None or one.role
        assert "".join(text[a - begin : b - begin] for a, b in one.spans) == one.name
        for a, b in one.spans:
            assert behind <= a < b
            behind = b


_TRADE = st.lists(
    st.sampled_from(
        [
            "记者",
            "通讯员",
            "本报",
            "何青",
            "贺  勇",
            "林知遥",
            "马兰",
            "摄",
            "文/",
            "（",
            "）",
            " ",
            "、",
            "，",
            "：",
            "云坪县",
            "讯",
            "3月5日",
            "电",
        ]
    ),
    max_size=20,
).map("".join)


@given(_TRADE)
def test_people_of_words_of_the_trade(text: str) -> None:
    """However words of the trade are put together, who is named stands where it says."""
    for one in _found(text):
        assert "".join(text[a:b] for a, b in one.spans) == one.name


SURNAMES = st.sampled_from("陈何马白贺祁温秦段卢余姜冯杜")
GIVEN = st.text(st.sampled_from("青立兰露勇岚石野禾山军黎白舒"), min_size=1, max_size=2)
NAMES = st.builds(lambda family, given_name: family + given_name, SURNAMES, GIVEN)


@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["、", " ", "  ", "，", "\u3000"]))
def test_names_with_marks_between_are_kept_apart(names: list[str], between: str) -> None:
    """Names that a mark or a blank parts are found as they are."""
    found = people(f"本报记者 {between.join(names)}")
    assert found == tuple(Person(name, "记者") for name in names)


@given(SURNAMES, st.sampled_from("青立兰露勇岚石"), st.sampled_from(["  ", "\u3000", " "]))
def test_padded_name_is_closed_up(family: str, given_name: str, blanks: str) -> None:
    """A name of two characters that is padded to three cells is closed up."""
    assert people(f"本报记者 {family}{blanks}{given_name}") == (
        Person(family + given_name, "记者"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "河堤步道开放",
        "记者节的由来和故事",
        "记者从水务局获悉",
        "本报综合",
        "（完）",
        "（上接第1版）",
        "（下转第4版）",
        "第2版 要闻",
        "图为步道。",
        "新华社照片",
        "（香港）",
        "",
    ],
)
def test_nobody(text: str) -> None:
    """Better nobody than a wrong name."""
    assert people(text) == ()


def test_lead_names_only_those_of_whom_a_word_speaks() -> None:
    """A place in a bracket, as a lead may have it, is nobody's name."""
    scan = base().scan("（何青）")
    assert read_people(scan, 0, len(scan.codes), base(), signed=False) == []
    scan = base().scan("（记者何青）")
    assert [one.name for one in read_people(scan, 0, len(scan.codes), base(), signed=False)] == [
        "何青"
    ]


def test_nobody_is_named_twice() -> None:
    """Who wrote and photographed is one person of a story, with the first role; the issue knows all roles."""
    article = Article.build(
        "望月桥修缮完工",
        byline=Byline.build("本报记者 林知遥"),
        paragraphs=["望月桥昨日恢复通行，附近三个村的村民不用再绕路过河。"],
        photos=[Photo.build("图为望月桥。", credit=Credit.build("林知遥 摄"))],
        signoff=Signoff.build("（林知遥 陆一舟）"),
    )
    wanted = (Person("林知遥", "记者"), Person("陆一舟"))
    page = Page((article,))
    assert article.people == wanted
    assert page.stories[0].people == wanted
    assert article.photos[0].people == (Person("林知遥", "摄"),)
    issue = Edition((page,), (1,))
    assert [(one.name, one.roles) for one in issue.people()] == [
        ("林知遥", ("记者", "摄")),
        ("陆一舟", ()),
    ]


def test_a_role_that_is_told_later_counts() -> None:
    photo = Photo.build("图为望月桥。", credit=Credit.build("林知遥 摄"))
    article = Article.build(
        "望月桥修缮完工",
        paragraphs=["望月桥昨日恢复通行，附近三个村的村民不用再绕路过河。"],
        signoff=Signoff.build("（林知遥）"),
        photos=[photo],
    )
    assert article.people == (Person("林知遥", "摄"),)


@pytest.mark.parametrize("line", ["（责编：何青、马兰）", "（责任编辑：何青）"])
def test_editors_of_the_page_are_not_the_story_s(line: str) -> None:
    """Their line stands below a story at times, and tells nothing of who made that."""
    signoff = Signoff((edition.Piece.build(line),))
    assert [person.name for person in signoff.people][:1] == ["何青"]
    article = Article.build(
        "望月桥修缮完工",
        byline=Byline.build("本报记者 林知遥"),
        paragraphs=["望月桥昨日恢复通行，附近三个村的村民不用再绕路过河。"],
        signoff=signoff,
    )
    assert article.people == (Person("林知遥", "记者"),)
    assert Page((article,)).stories[0].people == article.people
