"""The nodes that a page is read into: what each says, where it stands, and the values it was parsed into."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import attrs
import pytest

import edition
from edition import Person
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
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Node,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    Stray,
    Summary,
)
from edition.pages import Page

FRONT = """汾河日报

第18264期 今日4版

汾河日报社出版

陆承远在全市春季农业生产现场会上强调

“不误农时不误春

把每一块地种好”

■ 新建高标准农田11万亩，管护责任写进开工合同

■ 塌方斗渠清明前修通，头水要浇得上、浇得匀

■ 四十八支农机服务队乡镇登记、随叫随到

本报讯（记者 沈砚秋 秦牧野）惊蛰刚到，桑峪县石鼓村的麦田里已是一片人声。3月5日，全市春季农业生产现场会在这里召开。市长陆承远沿着田埂走了近两公里，看墒情、问苗情，在农机合作社的院子里同种粮大户围着一台播种机算起了账。他强调，不误农时就是不误收成。

现场会通报了全市备耕的家底：越冬小麦一二类苗占比达到八成六，化肥、农药、地膜到户率均好于往年同期，48支跨区作业的农机服

务队已在各乡镇登记待命。与会人员还观摩了无人机追肥和深松整地作业。

陆承远指出，今年全市要新建高标准农田11万亩，难处不在开工，而在管护。他要求，各县区把渠系配套作为今春的头等大事，三月底前完成(下转第4版)

图片新闻

3月5日，古渡区柳堤小学的学生在校园气象站里记录惊蛰当天的气温。 温石 摄

导读

榆河区：社区食堂的账本晒在墙上 （第2版）

青柯渡口，一盏灯守了四十年 （第3版）

全国乡村图书馆春季论坛在京举行

新华社北京3月5日电（记者卢见山、何采薇）以“把书送到田埂上”为主题的全国乡村图书馆春季论坛5日在北京举行。来自23个省份的一百六十余名乡村图书馆管理员围绕选书、借阅、守馆等话题展开交流。

与会者认为，乡村图书馆的难处不在缺书，而在缺人。论坛发起的“一馆一人”计划拟用三年时间，为五千个村馆各培养一名常年在岗的管理员，并按借阅量给予补助。

责编 段秋禾  版式 宋闻溪  校对 冯知白
"""

INSIDE = """第4版 综合
2025年3月6日 星期四
汾河日报

（上接第1版）这一年，断面水质全年达标，临川反过来补给汾川四百五十万元。两市商定，这笔钱一分不留，全部用在上游的退耕还湿和村庄截污上。

账算清了，人也走近了。如今两市的巡河员共用一张排班表，每月逢五会面，互换记录本。走到交界处，老远看见船头的红布条，就知道是谁来了。

春寒里的古籍修复室

——三个人和一千一百册书

本报记者  梁雨桐  通讯员  贺  勇

古籍修复室在市图书馆的三楼背阴处，一年里有九个月不见太阳。为了护纸，屋里不开暖气，温度常年守在十六度上下。3月初的一天，记者推门进去，三个人都穿着棉背心，谁也没有抬头。

一、补纸先认纸

修书的第一步不是动手，是认纸。竹纸、皮纸、棉连纸，厚薄、颜色、帘纹各不相同，补错了，新纸会把旧纸扯坏。修复室的铁皮柜里存着两百多种老纸，都是一张一张收来的。

图①：柏静安在补一页虫蛀的县志。

（本报记者温石摄）

二、把时间补回去

修好的书，装进蓝布函套，送到楼下的恒温库。四年里，三个人修了一千一百册，而库里等着修的还有九千多册。有人替他们算过一笔账，照这个速度，得修到三十多年以后。

三座老桥换上新灯

本报讯 3月5日晚，汾河上的三座老桥同时亮起了新灯。灯带沿着桥拱的弧线铺开，颜色随季节变换，春天是嫩绿，秋天是麦黄。市照明管理处介绍，新灯一晚的用电量只有旧灯的三成。

灯光亮起的时候，岸边散步的市民停下脚步，举起手机。七十六岁的卢守田在桥头住了一辈子，他说，小时候桥上只有一盏马灯，看桥的人每天傍晚提着油壶来添油。（杜望舒 冯知白）

遗失声明

柳青山遗失汾川市房屋租赁合同一份，编号FC-0021735，声明作废。

汾川市桥西五金商行遗失公章一枚，声明作废。

责编 佟立春  版式 白屿  校对 秦牧野
"""


NOTED = """夜班公交加开两趟

本报讯（记者 马兰）从3月10日起，汾川市夜2路公交末班车由晚上十一点延到次日零点三十分，每晚加开两趟，方便在城南菜场和急救中心上夜班的市民回家。遇到雨雪天气，还可以再加一趟。

编者按：春天是定调子的时候。事情怎么想、怎么问、怎么干，关系着一年的收成。本报今起推出“开春三问”系列评论，与读者一道掂量办事的分寸。

问一问办事的人

本报评论员

一项便民的措施好不好，谁说了算？写方案的人说了不算，念报告的人说了也不算，站在窗口外面、手里攥着材料的人说了才算。道理人人都懂，难的是真的走到窗口外面去，排一回队，填一回表。

问办事的人，贵在问得细。满意不满意，一个勾就答完了；卡在哪一步、等了多少分钟、少了哪一张纸，才是有用的话。问得细，还要改得快，人家下次才肯再开口。
"""


class Case(NamedTuple):
    """A node that a page holds: its class, the stretch of the page that it covers, and what it says."""

    kind: type[Block]
    page: str
    printed: str
    text: str


CASES = [
    Case(Masthead, FRONT, "汾河日报", "汾河日报"),
    Case(Masthead, FRONT, "第18264期 今日4版", "第18264期 今日4版"),
    Case(Index, FRONT, "青柯渡口，一盏灯守了四十年 （第3版）", "青柯渡口，一盏灯守了四十年 （第3版）"),
    Case(Kicker, FRONT, "陆承远在全市春季农业生产现场会上强调", "陆承远在全市春季农业生产现场会上强调"),
    Case(Headline, FRONT, "“不误农时不误春\n\n把每一块地种好”", "“不误农时不误春把每一块地种好”"),
    Case(Summary, FRONT, "■ 塌方斗渠清明前修通，头水要浇得上、浇得匀", "■ 塌方斗渠清明前修通，头水要浇得上、浇得匀"),
    Case(Lead, FRONT, "本报讯（记者 沈砚秋 秦牧野）", "本报讯（记者 沈砚秋 秦牧野）"),
    Case(
        Paragraph,
        FRONT,
        "现场会通报了全市备耕的家底：越冬小麦一二类苗占比达到八成六，化肥、农药、地膜到户率均好于往年同期，48支跨区作业的农机服\n\n"
        "务队已在各乡镇登记待命。与会人员还观摩了无人机追肥和深松整地作业。",
        "现场会通报了全市备耕的家底：越冬小麦一二类苗占比达到八成六，化肥、农药、地膜到户率均好于往年同期，48支跨区作业的农机服"
        "务队已在各乡镇登记待命。与会人员还观摩了无人机追肥和深松整地作业。",
    ),
    Case(Jump, FRONT, "(下转第4版)", "(下转第4版)"),
    Case(Label, FRONT, "图片新闻", "图片新闻"),
    Case(
        Caption,
        FRONT,
        "3月5日，古渡区柳堤小学的学生在校园气象站里记录惊蛰当天的气温。",
        "3月5日，古渡区柳堤小学的学生在校园气象站里记录惊蛰当天的气温。",
    ),
    Case(Credit, FRONT, "温石 摄", "温石 摄"),
    Case(Credits, FRONT, "责编 段秋禾  版式 宋闻溪  校对 冯知白", "责编 段秋禾  版式 宋闻溪  校对 冯知白"),
    Case(Folio, INSIDE, "第4版 综合", "第4版 综合"),
    Case(Continuation, INSIDE, "（上接第1版）", "（上接第1版）"),
    Case(
        EditorNote,
        NOTED,
        "编者按：春天是定调子的时候。事情怎么想、怎么问、怎么干，关系着一年的收成。本报今起推出“开春三问”系列评论，与读者一道掂量办事的分寸。",
        "编者按：春天是定调子的时候。事情怎么想、怎么问、怎么干，关系着一年的收成。本报今起推出“开春三问”系列评论，与读者一道掂量办事的分寸。",
    ),
    Case(Deck, INSIDE, "——三个人和一千一百册书", "——三个人和一千一百册书"),
    Case(Byline, INSIDE, "本报记者  梁雨桐  通讯员  贺  勇", "本报记者  梁雨桐  通讯员  贺  勇"),
    Case(Crosshead, INSIDE, "一、补纸先认纸", "一、补纸先认纸"),
    Case(Caption, INSIDE, "图①：柏静安在补一页虫蛀的县志。", "图①：柏静安在补一页虫蛀的县志。"),
    Case(Credit, INSIDE, "（本报记者温石摄）", "（本报记者温石摄）"),
    Case(Signoff, INSIDE, "（杜望舒 冯知白）", "（杜望舒 冯知白）"),
    Case(NoticeText, INSIDE, "汾川市桥西五金商行遗失公章一枚，声明作废。", "汾川市桥西五金商行遗失公章一枚，声明作废。"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.__name__} {case.text[:8]}")
def test_block_says_what_is_printed_where_it_stands(case: Case) -> None:
    """A block has its class, its text without the layout's blanks, and its span in code points."""
    page = edition.parse(case.page)
    begin = case.page.index(case.printed)
    found = page.find_all(case.kind, lambda block: block.span == (begin, begin + len(case.printed)))
    assert [block.text for block in found] == [case.text]
    assert str(page) == case.page


def test_every_class_of_blocks_has_a_case() -> None:
    """No class of blocks is left without a page that shows it; Other stands in a page of its own."""
    assert {case.kind for case in CASES} | {Other} == set(_leaves(Block))


def _leaves(kind: type[Node]) -> list[type[Node]]:
    below = [sub for sub in kind.__subclasses__() if sub.__module__ == "edition._model.nodes"]
    return [leaf for sub in below for leaf in _leaves(sub)] or [kind]


GROUPS = [
    (HeadlineBlock, INSIDE, "春寒里的古籍修复室\n\n——三个人和一千一百册书"),
    (Photo, INSIDE, "图①：柏静安在补一页虫蛀的县志。\n\n（本报记者温石摄）"),
    (
        Photo,
        FRONT,
        "图片新闻\n\n3月5日，古渡区柳堤小学的学生在校园气象站里记录惊蛰当天的气温。 温石 摄",
    ),
    (Notice, INSIDE, INSIDE[INSIDE.index("遗失声明") : INSIDE.index("\n\n责编")]),
    (Article, INSIDE, INSIDE[INSIDE.index("（上接") : INSIDE.index("\n\n春寒里")]),
    (Article, INSIDE, INSIDE[INSIDE.index("春寒里") : INSIDE.index("\n\n三座老桥")]),
    (Article, FRONT, FRONT[FRONT.index("陆承远") : FRONT.index("\n\n图片新闻")]),
    (Piece, INSIDE, "——三个人和一千一百册书"),
    (Page, INSIDE, INSIDE.rstrip("\n")),
]


@pytest.mark.parametrize(
    ("kind", "text", "printed"), GROUPS, ids=[f"{g[0].__name__} {g[2][:6]}" for g in GROUPS]
)
def test_group_covers_what_it_holds(kind: type[Node], text: str, printed: str) -> None:
    """A group's span reaches from the first print of its parts to the last."""
    page = edition.parse(text)
    begin = text.index(printed)
    found = page.find_all(kind, lambda node: node.span == (begin, begin + len(printed)))
    assert len(found) == 1
    assert found[0].extent is not None
    assert text[slice(*found[0].extent)] == str(found[0])


def test_mark_in_the_text_is_an_other() -> None:
    """A lone number or mark of the make-up is no text of the story around it."""
    text = INSIDE.replace("图①：", "4\n\n图①：")
    page = edition.parse(text)
    [mark] = page.find_all(Other)
    assert (mark.text, mark.span) == ("4", (text.index("\n4\n") + 1, text.index("\n4\n") + 2))
    assert "4" not in page.articles[1].text
    assert str(page) == text


def test_mark_that_belongs_to_no_story_is_a_stray() -> None:
    """A page of one mark has a stray, and no story."""
    [stray] = edition.parse("※\n").items
    assert isinstance(stray, Stray)
    assert [mark.text for mark in stray.parts] == ["※"]


def test_node_outside_of_a_text_has_no_span() -> None:
    """A node that was built stands in no text."""
    built = Article.build("河堤步道开放", paragraphs=["汾河西岸的步道昨日开放。"])
    assert built.span is None
    assert built.extent is None


# --- Parsed values ------------------------------------------------------------------------------

TWO = """夜班公交加开两趟

{lead}从3月10日起，汾川市夜2路公交末班车由晚上十一点延到次日零点三十分，每晚加开两趟，方便在城南菜场和急救中心上夜班的市民回家。市公交公司在调度中心专门安排了一名值班员，遇到雨雪天气还可以再加一趟。

首趟加班车发车时，车厢里坐了十七个人，有护士、厨师和刚刚收摊的菜贩。驾驶员郝平把车开得很慢，他说，夜里坐车的人都累了，车稳一点，大家就能多睡几分钟。{end}

三座老桥换上新灯

本报讯 3月5日晚，汾河上的三座老桥同时亮起了新灯。灯带沿着桥拱的弧线铺开，颜色随季节变换，春天是嫩绿，秋天是麦黄。市照明管理处介绍，新灯一晚的用电量只有旧灯的三成。
"""

LEADS = [
    ("本报讯", Dateline("本报"), None, []),
    ("本报讯（记者 陈立）", Dateline("本报"), None, ["记者 陈立"]),
    ("本报讯 （记者 马兰 通讯员 余立军）", Dateline("本报"), None, ["记者 马兰", "通讯员 余立军"]),
    ("本报讯(记者马兰 白露通讯员余立军)", Dateline("本报"), None, ["记者 马兰", "记者 白露", "通讯员 余立军"]),
    ("本报讯记者佟立春报道：", Dateline("本报"), None, ["记者 佟立春"]),
    ("本报临川3月5日电 （记者 祁  岚）", Dateline("本报", "临川", "3月5日"), (None, 3, 5), ["记者 祁岚"]),
    ("本报南浦１１月１８日讯记者邵文轩报道：", Dateline("本报", "南浦", "１１月１８日"), (None, 11, 18), ["记者 邵文轩"]),
    ("新华社北京3月5日电（记者卢见山、何采薇）", Dateline("新华社", "北京", "3月5日"), (None, 3, 5), ["记者 卢见山", "记者 何采薇"]),
    ("新华社日内瓦3月5日电", Dateline("新华社", "日内瓦", "3月5日"), (None, 3, 5), []),
    ("据新华社南浦3月5日电", Dateline("据新华社", "南浦", "3月5日"), (None, 3, 5), []),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "dateline", "day", "people"), LEADS)
def test_lead_is_taken_apart(
    printed: str, dateline: Dateline, day: tuple[int | None, int, int] | None, people: list[str]
) -> None:
    """A lead tells its source, place and day, and the people with their roles, beside the verbatim text."""
    text = TWO.format(lead=printed, end="")
    lead = edition.parse(text).articles[0].lead
    assert lead is not None
    assert (lead.text, lead.span) == (
        printed,
        (text.index(printed), text.index(printed) + len(printed)),
    )
    assert lead.dateline is not None
    assert lead.dateline == dateline
    assert lead.dateline.day == day
    assert lead.dateline.is_paper == (dateline.source == "本报")
    assert [f"{one.role} {one.name}" for one in lead.people] == people


SIGNOFFS = [
    ("（何青）", [Person("何青")], None),
    ("(杜望舒 冯知白)", [Person("杜望舒"), Person("冯知白")], None),
    ("（杜望舒冯知白）", [Person("杜望舒"), Person("冯知白")], None),
    ("（秦牧野、段秋禾）", [Person("秦牧野"), Person("段秋禾")], None),
    ("（本报记者 纪小满）", [Person("纪小满", "记者")], None),
    ("记者 谈小楼 通讯员 乔一苇", [Person("谈小楼", "记者"), Person("乔一苇", "通讯员")], None),
    ("（新华社北京3月5日电）", [], Dateline("新华社", "北京", "3月5日")),
    ("（作者单位：云坪县第二中学）", [], None),
]


@pytest.mark.parametrize("own_line", [True, False], ids=["own line", "run in"])
@pytest.mark.parametrize(("printed", "people", "dateline"), SIGNOFFS)
def test_signoff_is_taken_apart(
    printed: str, people: list[Person], dateline: Dateline | None, own_line: bool
) -> None:
    """A sign-off names its people, wherever it stands, and tells its dateline where it is one."""
    text = TWO.format(lead="本报讯 ", end=("\n\n" if own_line else "") + printed)
    article = edition.parse(text).articles[0]
    assert article.signoff is not None
    assert article.signoff.text == printed
    assert list(article.signoff.people) == people
    assert article.signoff.dateline == dateline
    assert article.paragraphs[-1].text.endswith("大家就能多睡几分钟。")


BYLINES = [
    ("本报记者 陈立", [Person("陈立", "记者")]),
    ("■ 本报记者 段秋禾 谈小楼", [Person("段秋禾", "记者"), Person("谈小楼", "记者")]),
    ("本报记者  祁  岚  通讯员  贺  勇", [Person("祁岚", "记者"), Person("贺勇", "通讯员")]),
    ("本报记者 余立军何伟", [Person("余立军", "记者"), Person("何伟", "记者")]),
    ("文/萧竹君 图/戴望山", [Person("萧竹君", "文"), Person("戴望山", "图")]),
    ("本报评论员", [Person("本报评论员")]),
]


@pytest.mark.parametrize(("printed", "people"), BYLINES)
def test_byline_is_taken_apart(printed: str, people: list[Person]) -> None:
    """A byline names its people with their roles; an institution stands for itself."""
    text = TWO.format(lead="", end="").replace("两趟\n", f"两趟\n\n{printed}\n", 1)
    byline = edition.parse(text).articles[0].byline
    assert byline is not None
    assert byline.text == printed
    assert list(byline.people) == people


CREDITS = [
    ("温石 摄", [Person("温石", "摄")]),
    ("本报记者 贺云川摄", [Person("贺云川", "记者")]),
    ("（本报记者温石摄）", [Person("温石", "记者")]),
    ("本报记者  温石  白屿  摄", [Person("温石", "记者"), Person("白屿", "记者")]),
    ("通讯员 尤晚晴 摄", [Person("尤晚晴", "通讯员")]),
    ("（资料图片）", []),
    ("新华社发", []),
]


@pytest.mark.parametrize(("printed", "people"), CREDITS)
def test_credit_is_taken_apart(printed: str, people: list[Person]) -> None:
    """A credit names who made the picture; an agency or an archive is nobody."""
    text = TWO.format(lead="本报讯 ", end=f"\n\n图为夜2路公交车驶过汾河桥。\n\n{printed}")
    [photo] = edition.parse(text).photos
    assert photo.text == "图为夜2路公交车驶过汾河桥。"
    assert [credit.text for credit in photo.credits] == [printed]
    assert list(photo.people) == people


LABELS = [
    ("(下转第4版)", "4", 4),
    ("（下转第４版）", "4", 4),
    ("（下转第四版）", "4", 4),
    ("（下转第十二版）", "12", 12),
    ("(下转A04版)", "A04", 4),
    ("（下转第4版]", "4", 4),
    ("［下转第4版)", "4", 4),
]


@pytest.mark.parametrize(("printed", "label", "number"), LABELS)
def test_jump_names_its_page(printed: str, label: str, number: int) -> None:
    """A jump at a paragraph's end tells its page, whatever digits and brackets it is printed in."""
    text = TWO.format(lead="本报讯 ", end=printed).replace("大家就能多睡几分钟。", "大家就能多睡")
    article = edition.parse(text).articles[0]
    assert article.continued_on is not None
    assert article.continued_on.text == printed
    assert (article.continued_on.page, article.continued_on.page_number) == (label, number)


@pytest.mark.parametrize("own_line", [True, False], ids=["own line", "run in"])
@pytest.mark.parametrize(
    ("printed", "label", "number"),
    [(p.replace("下转", "上接"), *rest) for p, *rest in LABELS],
)
def test_continuation_names_its_page(printed: str, label: str, number: int, own_line: bool) -> None:
    """A continuation tells its page, on a line of its own and at the head of its first paragraph."""
    text = INSIDE.replace("（上接第1版）", printed + ("\n\n" if own_line else ""))
    article = edition.parse(text).articles[0]
    assert article.continued_from is not None
    assert article.continued_from.text == printed
    assert (article.continued_from.page, article.continued_from.page_number) == (label, number)
    assert article.paragraphs[0].text.startswith("这一年，断面水质全年达标")


# --- Views --------------------------------------------------------------------------------------


def _texts(*nodes: Block | None) -> list[str | None]:
    return [node.text if node else None for node in nodes]


def test_views_of_a_story_that_jumps() -> None:
    """The views of a front-page story find its blocks, in whatever order the page has them."""
    story = edition.parse(FRONT).articles[0]
    assert _texts(story.kicker, story.headline, story.deck, story.label, story.byline) == [
        "陆承远在全市春季农业生产现场会上强调",
        "“不误农时不误春把每一块地种好”",
        None,
        None,
        None,
    ]
    assert story.headline is not None
    assert story.headline.lines == ("“不误农时不误春", "把每一块地种好”")
    assert story.lead is not None
    assert story.people == story.lead.people == (Person("沈砚秋", "记者"), Person("秦牧野", "记者"))
    assert [len(paragraph.parts) for paragraph in story.paragraphs] == [1, 2, 1]
    assert story.signoff is None
    assert story.continued_from is None
    assert story.continued_on is not None
    assert story.continued_on.page_number == 4
    assert len(story.find_all(Summary)) == 3


def test_views_of_a_story_with_everything() -> None:
    """Deck, byline, crossheads and photo of a feature are found by their names."""
    page = edition.parse(INSIDE)
    rest, story, brief = page.articles
    assert _texts(rest.headline, rest.continued_from) == [None, "（上接第1版）"]
    assert _texts(story.headline, story.deck, story.byline) == [
        "春寒里的古籍修复室",
        "——三个人和一千一百册书",
        "本报记者  梁雨桐  通讯员  贺  勇",
    ]
    assert story.heading is not None
    assert story.heading.parts == (story.headline, story.deck)
    assert _texts(*story.crossheads) == ["一、补纸先认纸", "二、把时间补回去"]
    assert [photo.text for photo in story.photos] == ["图①：柏静安在补一页虫蛀的县志。"]
    assert story.people == (
        Person("梁雨桐", "记者"),
        Person("贺勇", "通讯员"),
        Person("温石", "记者"),
    )
    assert story.text.count("\n") == len(story.paragraphs) + len(story.crossheads) - 1 == 4
    assert "图①" not in story.text
    assert brief.text.endswith("每天傍晚提着油壶来添油。")
    assert brief.people == (Person("杜望舒"), Person("冯知白"))


def test_note_before_a_headline_belongs_to_its_story() -> None:
    """The paper's own words about a piece are the note of the story below them."""
    first, second = edition.parse(NOTED).articles
    assert first.note is None
    assert second.note is not None
    assert second.note.text.startswith("编者按：春天")
    assert _texts(second.headline, second.byline) == ["问一问办事的人", "本报评论员"]
    assert second.people == (Person("本报评论员"),)


def test_views_of_a_page() -> None:
    """Number, name, paper and date come from the folio, and from the masthead on a front page."""
    inside, front = edition.parse(INSIDE), edition.parse(FRONT)
    assert (inside.number, inside.label, inside.name, inside.paper) == (4, "4", "综合", "汾河日报")
    assert (inside.date, inside.weekday) == (dt.date(2025, 3, 6), 4)
    assert (front.number, front.label, front.paper) == (1, "1", "汾河日报")
    assert [masthead.page_count for masthead in front.find_all(Masthead)].count(4) == 1
    assert [entry.page for entry in front.find_all(Index)] == [None, "2", "3"]


def test_photo_and_notice_have_views() -> None:
    """A photo tells its caption and its makers, a notice its lines."""
    [photo] = edition.parse(FRONT).photos
    assert photo.headline is None
    assert photo.people == (Person("温石", "摄"),)
    [notice] = edition.parse(INSIDE).find_all(Notice)
    assert notice.text.splitlines()[0] == "遗失声明"
    assert len(notice.parts) == 3


def test_paragraph_is_whole_across_the_page_s_furniture() -> None:
    """Where the folio stands in the middle of a sentence, the story has the sentence whole."""
    text = """汾河渡口今天停航

本报讯（记者 白露）3月6日清晨，汾河下游最后一处人力渡口停航。撑了四十年船的船工何大川把竹篙靠在岸边的柳树上，向等船的乡亲们

第2版 要闻

2025年3月6日 星期四

鞠了一躬。从今天起，两岸的人改走新修的步行桥。

桥长一百二十米，桥头给老渡口留了一块石碑，碑上刻着历任船工的名字。何大川的名字排在最后，他说，排在最后好，后面再没有人要在雨里撑船了。
"""
    page = edition.parse(f"{text}\n{TWO.format(lead='本报讯 ', end='（何青）')}")
    first, second = page.articles[:2]
    assert second.continues
    assert second.paragraphs[0].continues
    story = page.stories[0]
    assert story.pieces == (first, second)
    assert "向等船的乡亲们鞠了一躬。" in story.paragraphs[0].text


@pytest.mark.parametrize(
    ("text", "label", "name", "day"),
    [
        ("2 要闻", "2", "要闻", None),
        ("影像·8", "8", "影像", None),
        ("民生　11　汾河日报　2012年8月6日　星期一", "11", "民生", "2012-08-06"),
        ("科技 2009-08-31 06", "6", "科技", "2009-08-31"),
        ("2012.3.21 星期三", None, None, "2012-03-21"),
        ("94.9.28", None, None, None),
        ("2009-13-31", None, None, None),
    ],
)
def test_folio_in_figures(text: str, label: str | None, name: str | None, day: str | None) -> None:
    """A page's number without 版 and a day in figures are read; a year of two digits could be of any calendar."""
    folio = edition.Folio((Piece(text),))
    assert (folio.label, folio.name) == (label, name)
    assert (folio.date.isoformat() if folio.date else None) == day


def test_joined_text_has_a_blank_between_latin_words_alone() -> None:
    """Pieces close up between Han characters and keep a blank between Latin words."""
    cut = Paragraph(
        (Piece("城市的空", tail="\n"), Piece("间肌理 the evening", tail="\n"), Piece("paper"))
    )
    assert cut.text == "城市的空间肌理 the evening paper"


def test_nodes_are_values() -> None:
    """Equal print makes equal nodes wherever it stands, and no node can be changed in place."""
    one, two = edition.parse(INSIDE), edition.parse("\n" + INSIDE)
    assert one.articles == two.articles
    assert hash(one.articles) == hash(two.articles)
    assert one.articles[0].span != two.articles[0].span
    headline = one.articles[1].headline
    assert headline is not None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        headline.parts = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(edition).values() if isinstance(kind, type) and attrs.has(kind)],
)
def test_what_attributes_hold_can_be_asked(kind: type[attrs.AttrsInstance]) -> None:
    """The types of all fields resolve, for whoever makes converters, schemas or strategies out of them."""
    for attribute in attrs.fields(attrs.resolve_types(kind)):
        assert not isinstance(attribute.type, str | None)
