"""Invented words for invented pages: places, people's doings, sentences, headlines, each numbered from the plainest on.

A phrase is picked by a number, so that a whole sentence is one draw and shrinks to the first words of each list. The words
are written in Simplified characters, and chosen so that each has one Traditional form.
"""

from __future__ import annotations

from itertools import product
from typing import Literal, TypeAlias

Script: TypeAlias = Literal["simplified", "traditional"]

_PLACES = (
    "汾河",
    "柳堤",
    "石鼓村",
    "榆河区",
    "青柯镇",
    "古渡区",
    "云坪县",
    "槐树巷",
    "白鹭滩",
    "桑峪县",
)
_THINGS = ("步道", "小桥", "灌渠", "书屋", "食堂", "公园", "老戏台", "游泳馆", "观鸟棚", "古碑亭")
_DONE = ("建成开放", "修葺一新", "投入使用", "完成改造", "提前完工")
_DAYS = ("昨日", "日前", "近日", "上周", "今年三月")
_FACTS = (
    "全长三公里",
    "占地九亩",
    "每天接待市民四百人次",
    "周边十四个村的农户受益",
    "沿线新栽了柳树和海棠",
    "比去年早了十天",
    "收费比外地低了近三成",
    "共有八十七名志愿者参加",
    "前后只用了一百二十一天",
    "今年还将向南延伸两公里",
)
_ENDS = (
    "傍晚前来散步的人络绎不绝",
    "老人和孩子都有了去处",
    "学生上学不必再绕道公路桥",
    "村民们站在岸边看了半个钟头",
    "账目抄在门口的黑板上",
    "灯不关门不锁",
    "最犯愁的不是种子而是渠水",
    "规矩立在明处才能长久",
    "能修补的一件也不扔掉",
    "一句真亮堂让满院子的人都笑了",
)
_SPEAKERS = ("村民", "馆长", "社区主任", "护林员", "投递员")
_PEOPLE = ("郭满仓", "杨水生", "江一苇", "汪若谷", "左明川", "谢望山", "傅春生", "魏淑珍")
_SAID = ("说", "介绍")

_FORMS = (
    "{place}的{thing}{day}{done}，{fact}，{end}。",
    "{day}{done}的{place}{thing}，{fact}，{more}。",
    "{speaker}{person}{said}，{place}的{thing}{fact}，{end}。",
    "“从前要绕五里路，如今十分钟就到。”{speaker}{person}{said}，{end}。",
    "据{place}有关部门介绍，{thing}{done}以来，{fact}，{end}。",
)
_HEADS = tuple(f"{place}{thing}{done}" for done, thing, place in product(_DONE, _THINGS, _PLACES))
_CROSS = (
    "账从哪里来",
    "钱怎么省",
    "路怎么走",
    "先治水再修路",
    "一盏灯守到天明",
    "老街的味道",
    "把书送到田埂上",
)
_OCCASIONS = ("在全市春季农业生产现场会上强调", "在调研城市更新工作时指出", "在防汛工作会议上要求")
_QUOTES = (
    ("“不误农时不误春”",),
    ("“不误农时不误春", "把每一块地种好”"),
    ("“留住老街的脾气”",),
    ("“留住老街的脾气", "补上身边的不足”"),
)
_DECKS = ("下游灌区见闻", "两岸联合治水侧记", "一座老桥的四十年", "社区食堂的账本")
_NOTES = (
    "春天来了，本报今起推出系列报道，请读者与我们一道走访城乡。",
    "一座城市的脾气藏在街巷里，本报即日起开设专栏，讲述身边的故事。",
)
_SHOWS = (
    "图为市民在{place}的{thing}旁放风筝，{fact}。",
    "图为志愿者在{place}的{thing}里整理账目，{fact}。",
    "图为{place}的孩子们在{thing}前合影，{fact}。",
)
_LOST = ("工作证", "身份证", "营业执照", "房屋租赁合同", "公章")

RUBRICS = ("今日谈", "简讯", "记者手记", "读者来信")
SECTIONS = ("要闻", "社会", "文化", "副刊", "民生")
PAPERS = ("汾河日报", "青柯晚报", "临川日报")
TOWNS = ("临川", "南浦", "桑峪", "云坪")
GIVEN = "立青兰露勇禾舟岚石秋川野雨桐若谷一苇启年守成明远望山"

# Simplified and Traditional characters in turn.
_PAIRS = (
    "与與专專业業两兩个個临臨为為乡鄉书書云雲产產亩畝从從仓倉们們会會传傳兰蘭关關农農区區华華县縣参參号號后後启啟员員园園国國图圖场場块塊声聲处處头頭学學对對将將岚嵐废廢开開强強戏戲户戶"
    "执執护護报報据據摄攝时時杨楊条條来來栏欄树樹桥橋气氣满滿滩灘灯燈电電现現盏盞种種简簡线線绍紹绎繹绕繞络絡绝絕统統编編联聯苇葦营營补補见見观觀规規让讓议議讯訊记記讲講论論设設访訪评評"
    "证證误誤说說请請读讀调調谈談谢謝责責账賬费費赁賃资資转轉边邊还還远遠递遞遗遺钟鐘钥鑰钱錢锁鎖镇鎮长長门門闻聞馆館鸟鳥鹭鷺辑輯马馬风風筝箏侧側"
)
_TRADITIONAL = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def in_script(text: str, script: Script) -> str:
    """The text in a script; it is written in Simplified characters.

    >>> in_script("本报讯（记者 江一苇）", "traditional")
    '本報訊（記者 江一葦）'
    """
    return text.translate(_TRADITIONAL) if script == "traditional" else text


#: How many sentences there are.
SENTENCES = 5 * len(_PLACES) * len(_THINGS) * len(_FACTS) * len(_ENDS)
HEADLINES = len(_HEADS)
CROSSHEADS = len(_CROSS)
KICKERS = len(_PEOPLE) * len(_OCCASIONS)
QUOTES = len(_QUOTES)
DECKS = len(_DECKS)
NOTES = len(_NOTES)
CAPTIONS = len(_SHOWS) * len(_PLACES) * len(_THINGS) * len(_FACTS)
POINTS = len(_PLACES) * len(_FACTS)
LOSSES = len(_LOST)


def sentence(number: int) -> str:
    """A sentence of 25 to 45 characters.

    >>> sentence(0)
    '汾河的步道昨日建成开放，全长三公里，傍晚前来散步的人络绎不绝。'
    """
    rest, form = divmod(number, 5)
    rest, end = divmod(rest, len(_ENDS))
    rest, fact = divmod(rest, len(_FACTS))
    place, thing = divmod(rest, len(_THINGS))
    words = {
        "end": _ENDS[end],
        "fact": _FACTS[fact],
        "place": _PLACES[place],
        "thing": _THINGS[thing],
        "more": _FACTS[(fact + end + 1) % len(_FACTS)],
        "day": _DAYS[(fact + place) % len(_DAYS)],
        "done": _DONE[(end + thing) % len(_DONE)],
        "speaker": _SPEAKERS[(fact + thing) % len(_SPEAKERS)],
        "person": _PEOPLE[(end + place) % len(_PEOPLE)],
        "said": _SAID[(end + thing) % len(_SAID)],
    }
    return _FORMS[form].format_map(words)


def headline(number: int) -> str:
    """A headline that tells the news by itself: 汾河步道建成开放."""
    return _HEADS[number]


def crosshead(number: int) -> str:
    """A heading inside a body: 账从哪里来."""
    return _CROSS[number]


def kicker(number: int) -> str:
    """A speaker and an occasion: 郭满仓在全市春季农业生产现场会上强调."""
    person, occasion = divmod(number, len(_OCCASIONS))
    return f"{_PEOPLE[person]}{_OCCASIONS[occasion]}"


def quote(number: int) -> tuple[str, ...]:
    """What was said, as a headline of one line or two: “不误农时不误春 / 把每一块地种好”."""
    return _QUOTES[number]


def deck(number: int) -> str:
    """What completes a headline: 下游灌区见闻."""
    return _DECKS[number]


def note(number: int) -> str:
    """What the paper says of a piece."""
    return _NOTES[number]


def point(number: int) -> str:
    """A key point: 汾河的步道全长三公里，傍晚前来散步的人络绎不绝."""
    place, fact = divmod(number, len(_FACTS))
    return f"{_PLACES[place]}的{_THINGS[fact]}{_FACTS[fact]}，{_ENDS[(place + fact) % len(_ENDS)]}"


def caption(number: int) -> str:
    """What a picture shows: 图为市民在汾河的步道旁放风筝，全长三公里。"""
    rest, show = divmod(number, len(_SHOWS))
    rest, said = divmod(rest, len(_FACTS))
    place, thing = divmod(rest, len(_THINGS))
    return _SHOWS[show].format(place=_PLACES[place], thing=_THINGS[thing], fact=_FACTS[said])


def loss(name: str, number: int) -> str:
    """A line of a notice: 何青遗失工作证一本，声明作废。"""
    return f"{name}遗失{_LOST[number]}一份，编号{10000 + 37 * number}，声明作废。"
