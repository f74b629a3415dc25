"""People in bylines, leads, sign-offs and credits: who they are, and where one name ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import Person
from edition._grammar.compiled import base
from edition._grammar.names import is_name, names_people, people, split_names

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
    ("（指导教师：何青）", "教师 何青"),
    ("晚报讯", ""),
    ("工商报讯（通讯员 何青）", "通讯员 何青"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_people(text: str, expected: str) -> None:
    """Everybody whom a formula names, in order, each with the word that says what they are to the paper."""
    assert "、".join(f"{p.role or ''} {p.name}".strip() for p in people(text)) == expected


@given(st.text())
def test_people_of_any_text(text: str) -> None:
    """Any text names somebody or nobody, nobody without a name, and there is no error."""
    for person in people(text):
        assert person.name
        assert person.role is None or person.role


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
    ("run", "names"),
    [
        ("余立军何伟", ["余立军", "何伟"]),
        ("杜中武孙传岗", ["杜中武", "孙传岗"]),
        ("何青马兰", ["何青", "马兰"]),
        ("欧阳清和何青", ["欧阳清和", "何青"]),
        ("陈立", ["陈立"]),
        ("四川苟冰", ["苟冰"]),
        ("卡里·尼尔斯", ["卡里·尼尔斯"]),
        ("张拥军姜黎李志成", ["张拥军", "姜黎", "李志成"]),
    ],
)
def test_split_names(run: str, names: list[str]) -> None:
    """Names that stand side by side are cut by their surnames; a place before a name is no part of it."""
    assert split_names(run, base()) == names


@given(
    st.lists(
        st.builds(lambda f, g: f + g, SURNAMES, st.sampled_from(["小青", "大立", "小兰", "大勇"])),
        min_size=1,
        max_size=5,
    )
)
def test_names_of_three_are_cut_apart(names: list[str]) -> None:
    """A run of names of three characters, none of which holds another's surname, is cut where they meet."""
    assert split_names("".join(names), base()) == names


@given(st.text(st.sampled_from("陈何马白贺青立兰露勇岚石的了河东"), min_size=1, max_size=15))
def test_split_names_loses_no_character(run: str) -> None:
    """Whatever the cut, the names together are the run."""
    assert "".join(split_names(run, base())) == run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("陈立", True),
        ("欧阳清和", True),
        ("卡里·尼尔斯", True),
        ("余立军何伟", True),
        ("陈", False),
        ("晒场", False),
        ("渐渐", False),
    ],
)
def test_is_name(text: str, expected: bool) -> None:
    """A name begins with a surname and has a given name."""
    assert is_name(text, base()) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 余立军何伟", True),
        ("（杜望舒 冯知白）", True),
        ("（新华社北京3月5日电）", True),
        ("记者节的由来和故事", False),
    ],
)
def test_names_people(text: str, expected: bool) -> None:
    """A formula's names are names, and not the rest of a phrase."""
    assert names_people(text, base()) is expected
