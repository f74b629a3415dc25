"""Issues: their numbers, their days, the stories that run over their pages."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import pickle
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from edition import (
    Article,
    Block,
    Continuation,
    Crosshead,
    Edition,
    Folio,
    Headline,
    HeadlineBlock,
    Jump,
    Lead,
    Page,
    Paragraph,
    Piece,
    parse,
    parse_edition,
    read_edition,
    to_standoff,
)
from edition._grammar.compiled import base
from edition._linking import jumps
from edition._linking.joint_decoding import read_again
from edition._linking.jumps import JumpLinker
from edition._model.jump_ends import jumps_of
from edition._parser import parsing
from edition._parser.decode import Allowed
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import DecodedPage, decode_page
from edition.editions import ISSUE_CODES, name_label
from edition.nodes import Item, StoryPart

B = TypeVar("B", bound=Block)

ROOT = Path(__file__).resolve().parents[1]
DAY = dt.date(2025, 3, 6)

FIRST = """汾河日报
2025年3月6日 星期四
农历乙巳年二月初七
第18264期 今日2版
国内统一刊号 CN14-0000
汾河日报社出版

今晨雾散得早

本报讯 今晨汾河两岸的大雾比气象台预报的早散了一个钟头，早班公交车没有一趟晚点。

青柯渡口末班船昨日停航

本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，桨靠着木栏，缆绳盘成了一圈，他转身对岸上送行的街坊们说(下转第2版)
"""
SECOND = """第2版 要闻
2025年3月6日 星期四
汾河日报

（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船，缆绳磨断过二十七根，街坊们凑钱给他换过三条船。
"""

STRANGER = "（上接第1版）候鸟保护站的志愿者在湿地边搭起了九座观鸟棚，游客可以凭预约码入内，每棚限坐六人，望远镜由保护站提供，用后交回值班室登记。\n"


def codes(issue: Edition) -> list[str]:
    """The codes of what is wrong with the issue itself, and its open ends."""
    return [
        d.code for d in issue.diagnostics if d.code in ISSUE_CODES or d.code in {"H201", "H202"}
    ]


# --- the issue in examples/ ----------------------------------------------------------------------


def test_every_story_of_the_example_issue_is_joined_right(examples_dir: Path) -> None:
    """Four stories jump from page 1, one of them without a 下转, and all are whole again."""
    issue = read_edition(examples_dir / "fenhe-daily" / "2025-03-06")
    truth = ROOT / "tests" / "data" / "fenhe-daily" / "2025-03-06" / "issue.json"
    assert to_standoff(issue)["jumps"] == json.loads(truth.read_text("utf-8"))["jumps"]
    assert (issue.paper, issue.date, issue.numbers) == ("汾河日报", DAY, (1, 2, 3, 4))
    assert codes(issue) == []


def test_a_paragraph_that_a_jump_cut_is_whole(examples_dir: Path) -> None:
    """The paragraph that breaks off on page 1 and goes on on page 4 is one, and knows both of its nodes."""
    issue = read_edition(examples_dir / "fenhe-daily" / "2025-03-06")
    story = next(
        s for s in issue.stories if s.pages == (1, 4) and s.headline and "误农时" in s.headline.text
    )
    [torn] = [p for p in story.paragraphs if len(p.nodes) == 2]
    assert "三月底前完成干支渠清淤" in torn.text
    assert torn.nodes[0] in issue.page(1).find_all(type(torn.nodes[0]))
    assert torn.nodes[1] in issue.page(4).find_all(type(torn.nodes[1]))


def test_pages_are_lossless(examples_dir: Path) -> None:
    """Each page of an issue is the text of its file."""
    folder = examples_dir / "fenhe-daily" / "2025-03-06"
    issue = read_edition(folder)
    for number in issue.numbers:
        assert str(issue.page(number)) == (folder / f"{number:02d}.txt").read_bytes().decode()


# --- values --------------------------------------------------------------------------------------


def test_an_edition_is_a_value() -> None:
    """It compares, hashes and pickles, its stories looked at or not."""
    issue = parse_edition({1: FIRST, 2: SECOND})
    assert issue.stories
    again = pickle.loads(pickle.dumps(issue))
    assert again == issue == parse_edition({2: SECOND, 1: FIRST})
    assert hash(again) == hash(issue)
    assert again.stories == issue.stories


def test_contents_and_people() -> None:
    """The index has a row for each story, and people are found with what they wrote."""
    issue = parse_edition({1: FIRST, 2: SECOND})
    [row] = [row for row in issue.index() if row.goes_on]
    assert (row.page, row.headline, row.people, row.goes_on) == (
        1,
        "青柯渡口末班船昨日停航",
        ("陈立",),
        (2,),
    )
    [chen] = issue.people()
    [story] = [story for story in issue.stories if story.pages == (1, 2)]
    assert (chen.name, chen.roles, chen.stories) == ("陈立", ("记者",), (story,))


def test_pages_are_found_by_number_and_label() -> None:
    """A page answers to its number and to its label; no other page answers."""
    issue = parse_edition({1: FIRST, 2: SECOND})
    assert issue.page(2) is issue.page("2")
    with pytest.raises(KeyError):
        issue.page(3)
    with pytest.raises(ValueError, match="from 1"):
        parse_edition({0: FIRST})


# --- numbers, names, days ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("01.txt", "1"),
        ("A01.txt", "A1"),
        ("2025-03-06-02.txt", "2"),
        ("20250306_12.txt", "12"),
        ("page7.txt", "7"),
        ("inside.txt", None),
    ],
)
def test_page_numbers_in_file_names(name: str, label: str | None) -> None:
    """The last number of a name is the page's, a day in it is not."""
    assert name_label(name) == label


def write(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def test_folios_number_the_pages(tmp_path: Path) -> None:
    """What the folios say holds against the files' names, and the disagreement is told."""
    issue = read_edition(write(tmp_path, {"07.txt": SECOND, "08.txt": FIRST}))
    assert issue.numbers == (1, 2)
    assert issue.sources == ("08.txt", "07.txt")
    assert codes(issue) == ["W404", "W403", "W403"]


def test_names_number_pages_whose_folios_contradict_each_other(tmp_path: Path) -> None:
    """Two pages that call themselves the second are numbered after their files."""
    issue = read_edition(write(tmp_path, {"01.txt": FIRST, "02.txt": SECOND, "03.txt": SECOND}))
    assert issue.numbers == (1, 2, 3)
    assert "W402" in codes(issue)


def test_pages_without_a_number_stand_in_order(tmp_path: Path) -> None:
    """Where neither folio nor name says anything, the order of the names does."""
    plain = "雨后\n\n昨夜有雨，今晨放晴。\n"
    issue = read_edition(write(tmp_path, {"b.txt": plain, "a.txt": plain}))
    assert (issue.numbers, issue.sources) == ((1, 2), ("a.txt", "b.txt"))


def test_sections_keep_their_labels(tmp_path: Path) -> None:
    """A04 and B04 are two pages, numbered through."""
    texts = {
        f"{label}.txt": f"{label}版 财经\n\n雨后\n\n昨夜有雨，今晨放晴。\n"
        for label in ("A01", "A02", "B01")
    }
    issue = read_edition(write(tmp_path, texts))
    assert issue.numbers == (1, 2, 3)
    assert issue.page("B01") is issue.page(3)


def test_what_is_missing_of_a_section_is_told_by_its_label(tmp_path: Path) -> None:
    """A03 between A02 and A04, not a number of the whole issue."""
    texts = {
        f"{label}.txt": f"{label}版 财经\n\n雨后\n\n昨夜有雨，今晨放晴。\n"
        for label in ("A01", "A02", "A04", "B01", "B03")
    }
    found = [d for d in read_edition(write(tmp_path, texts)).diagnostics if d.code == "W401"]
    assert [d.message for d in found] == ["page A3 is missing", "page B2 is missing"]


def test_file_names_tell_sections(tmp_path: Path) -> None:
    """Where no folio tells, a page is of the section that its file's name has, and a jump to B01 means that page."""
    first = FIRST.replace("下转第2版", "下转B01版")
    texts = {
        "A01.txt": first,
        "A02.txt": "雨后\n\n昨夜有雨。\n",
        "B01.txt": SECOND.split("\n\n")[1],
    }
    issue = read_edition(write(tmp_path, texts))
    assert issue.numbers == (1, 2, 3)
    assert issue.labels == ("A1", "A2", "B1")
    assert issue.page("B01") is issue.page("B1") is issue.page(3)
    assert [story.pages for story in issue.stories if len(story.pages) > 1] == [(1, 3)]
    assert "W403" not in codes(issue)


def test_archives_and_lists_are_read(tmp_path: Path) -> None:
    """A zip archive and a list of files give the issue that the folder gives."""
    folder = write(tmp_path / "issue", {"01.txt": FIRST, "02.txt": SECOND})
    archive = tmp_path / "issue.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for file in folder.iterdir():
            target.write(file, f"issue/{file.name}")
        target.writestr("__MACOSX/issue/._01.txt", b"\0\1")
    wanted = read_edition(folder)
    assert read_edition([folder / "02.txt", folder / "01.txt"]) == wanted
    assert read_edition(archive).pages == wanted.pages


def test_what_is_no_issue_is_refused(tmp_path: Path) -> None:
    """An empty folder, a missing file and a file in another encoding say so."""
    with pytest.raises(ValueError, match="no page in"):
        read_edition(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_edition(tmp_path / "nowhere")
    (tmp_path / "01.txt").write_bytes("渡口归船".encode("gb18030"))
    with pytest.raises(UnicodeDecodeError) as caught:
        read_edition(tmp_path)
    assert caught.value.__notes__ == ["in 01.txt"]
    assert str(read_edition(tmp_path, encoding="gb18030").page(1)) == "渡口归船"


def test_missing_pages_are_told() -> None:
    """A gap in the numbers, and pages that the masthead counts."""
    assert codes(parse_edition({1: FIRST}))[:1] == ["W401"]
    assert codes(parse_edition({1: FIRST, 2: SECOND, 5: "雨后\n"})) == ["W401", "W401"]


def test_pages_of_another_issue_are_told() -> None:
    """Another day, another paper, another weekday."""
    other = "第3版 副刊\n2025年3月7日 星期五\n临川晚报\n\n雨后\n\n昨夜有雨，今晨放晴。\n"
    assert codes(parse_edition({1: FIRST, 2: SECOND, 3: other})) == ["W405", "W406"]
    weekday = "第3版 副刊 星期二\n\n雨后\n\n昨夜有雨，今晨放晴。\n"
    assert codes(parse_edition({1: FIRST, 2: SECOND, 3: weekday})) == ["W407"]


def test_given_numbers_hold_against_folios() -> None:
    """The caller's numbers are kept, and the folio that says otherwise is told."""
    issue = parse_edition({1: FIRST, 3: SECOND, 4: "第4版 副刊\n\n" + STRANGER})
    assert issue.numbers == (1, 3, 4)
    assert "W403" in codes(issue)


# --- open ends -----------------------------------------------------------------------------------


def test_ends_whose_page_is_not_at_hand_stay_open() -> None:
    """A continuation without its page 1, a jump without its page 2."""
    assert codes(parse_edition({2: SECOND})) == ["H201"]
    assert "H202" in codes(parse_edition({1: FIRST}))


def test_nothing_is_joined_on_a_guess() -> None:
    """Where two continuations name a page, markers that agree join no texts that have nothing to do with each other."""
    other = (
        "（上接第1版）盐田的闸门落下以后，晒盐工把木耙靠在堤边，等着太阳把水晒成白花花的一层。\n"
    )
    issue = parse_edition({1: FIRST, 2: f"第2版 要闻\n\n{STRANGER}\n{other}"})
    assert all(len(s.pages) == 1 for s in issue.stories)
    assert {"H408", "H409"} <= set(codes(issue))


_PLATE = "云坪日报\n2018年9月4日 星期二\n第2201期 今日3版\n\n"
_STUMP = "晒谷场上的夜戏\n\n本报讯（记者 宋闻溪）秋收前的最后一晚，云坪县的晒谷场搭起了戏台，一张口全场都静"
_SECOND = "第2版 乡村 2018年9月4日 星期二 云坪日报\n\n"
_REST = "了下来，连草垛上的孩子也不再打闹。\n\n散戏的时候已经过了半夜，月亮照着回家的路。\n"


@pytest.mark.parametrize(
    ("onward", "back"),
    [
        ("（下转第2版）", "（上接第1版）"),
        ("（紧接第二版）", "（紧接第一版）"),
        ("下转第二版①", "①上接第一版"),
        ("↘下转第2版", "↖上接第1版"),
        ("〉〉下转2版", "〈〈上接1版"),
        ("→2版", "←1版"),
        ("（未完，下转第二版）", "（续第一版）"),
        ("（下转2版）>>>", ">>>（上接1版）"),
    ],
)
@pytest.mark.parametrize("between", ["", "\n\n"])
def test_two_markers_without_a_rival_are_one_story(onward: str, back: str, between: str) -> None:
    """Markers that name each other and that no others of their pages rival need no word in common, whatever their form."""
    first = _PLATE + _STUMP + between + onward + "\n"
    issue = parse_edition({1: first, 2: _SECOND + back + between + _REST})
    story = issue.stories[0]
    assert story.pages == (1, 2)
    assert any("全场都静了下来" in paragraph.text for paragraph in story.paragraphs)


def test_two_markers_that_agree_count_for_much() -> None:
    """Two stories of a page go on on one other: what each rest has in common with its own is enough, but only with both markers."""
    onward = "梯田里的新路\n\n本报讯（记者 何青）云坪县的梯田修起一条运粮的水泥路，沿路的人家把石阶也铺平。"
    rests = f"{_REST}\n{{}}今年秋粮可以直接从田头运到粮站。\n"
    first = f"{_PLATE}{_STUMP}（下转第2版）\n\n{onward}"
    marked = parse_edition(
        {1: f"{first}（下转第2版）\n", 2: f"{_SECOND}（上接第1版）{rests.format('（上接第1版）')}"}
    )
    assert [story.pages for story in marked.stories] == [(1, 2), (1, 2)]
    assert "粮站" in marked.stories[1].paragraphs[-1].text
    lone = parse_edition(
        {1: f"{first}\n", 2: f"{_SECOND}（上接第1版）{rests.format('（上接第1版）')}"}
    )
    assert all(
        "粮站" not in p.text for story in lone.stories if 1 in story.pages for p in story.paragraphs
    )


def test_two_rests_of_one_page_are_rivals() -> None:
    """Where two continuations name a page, which of them is meant is asked of their texts."""
    rests = f"（上接第1版）{_REST}\n（上接第1版）退潮以后，渔民把船拖上了滩，补网的人坐成一排。\n"
    issue = parse_edition({1: f"{_PLATE}{_STUMP}（下转第2版）\n", 2: _SECOND + rests})
    joined = [story for story in issue.stories if story.pages == (1, 2)]
    assert all("补网" not in paragraph.text for story in joined for paragraph in story.paragraphs)


def test_as_many_markers_there_as_lead_there() -> None:
    """Two stories go on on page 2, which has two rests: what has no word in common with its own is the one that is left."""
    onward = "梯田里的新路\n\n本报讯（记者 何青）云坪县的梯田修起一条运粮的水泥路，沿路的人家把石阶也铺平了。（下转第2版）"
    first = f"{_PLATE}{_STUMP}（下转第2版）\n\n{onward}\n"
    rests = f"（上接第1版）\n{_REST}\n\n（上接第1版）\n石满囤、余有年、祁岚、章以沫、苏晚晴、魏长河等参加会见。\n"
    issue = parse_edition({1: first, 2: _SECOND + rests})
    assert [story.pages for story in issue.stories if len(story.pages) > 1] == [(1, 2), (1, 2)]
    assert "祁岚" in issue.stories[1].paragraphs[-1].text
    for story in issue.stories:
        [join] = [join for join in story.evidence if join.kind == "jump"]
        assert "as many markers there as lead there" in {reason.name for reason in join.reasons}


@pytest.mark.parametrize("marker", ["（上接第1版）\n\n", "上接A01版", "【上接第1版】\n\n"])
def test_what_stands_behind_a_continuation_is_one_story(marker: str) -> None:
    """Its headline stands on another page: the paragraphs below the marker, a blank line between each, are its own."""
    texts = (
        "6月8日，青柯湾第一座深水网箱下了水，渔民站在堤上看着它被拖船一点一点拖出湾口。",
        "网箱的钢架是在临川船厂焊的，焊了四个月。“网眼比过去大一指，小鱼都能游走。”船厂的何大川说。",
        "湾里的老渔民石满囤把自家的木排拆了，木料修了码头。他说往后要学着看水温和含氧量。",
    )
    above = "潮退以后，补网的人在滩上坐成一排，说着明年的鱼汛，天黑了才散。（本报青柯7月2日电）"
    page = parse(f"{above}\n\n\n{marker}" + "\n\n".join(texts) + "\n")
    article = page.articles[-1]
    assert article.find(Continuation) is not None
    assert [paragraph.text for paragraph in article.paragraphs] == [*texts]


def test_form_feeds_part_the_pages_of_a_file(tmp_path: Path) -> None:
    """A file as pdftotext writes it holds an issue's pages, each ended by a form feed."""
    text = (
        f"{_PLATE}{_STUMP}了下来。\n\f{_SECOND}新磨坊开始磨面\n\n本报讯 水磨坊修好了新的水轮。\n\f"
    )
    (tmp_path / "2018-09-04-01.txt").write_text(text, "utf-8", newline="")
    issue = read_edition(tmp_path)
    assert issue.numbers == (1, 2)
    assert "".join(map(str, issue.pages)) == text
    assert not [d for d in issue.diagnostics if d.code in {"W106", "W403"}]


def test_a_story_is_set_alike_on_both_of_its_pages() -> None:
    """Of two texts about the same, the one that is set with other commas is not the rest."""
    end = "他把缆绳盘好，把桨靠在栏上，转身对岸上送行的街坊们说明年春天再来，"
    rest = (
        "何大川在渡口撑了四十年船，缆绳磨断过二十七根，街坊们凑钱给他换过三条船，他都记在本子上。"
    )
    page = "第1版 要闻\n\n渡口归船\n\n本报讯（记者 陈立）渡口的船工何大川昨日停航，" + end + "\n"
    whole = parse_edition({1: page, 2: f"第2版 要闻\n\n（上接第1版）{rest}\n"})
    other = parse_edition({1: page, 2: f"第2版 要闻\n\n（上接第1版）{rest.replace('，', ',')}\n"})
    assert [len(s.pages) for s in whole.stories] == [2]
    assert all(len(s.pages) == 1 for s in other.stories)


# --- pages read with what others tell of them ----------------------------------------------------

BIRDS = "候鸟飞临湿地\n\n本报讯（记者 祁岚）九千只候鸟昨日飞临汾河湿地，保护站在水边搭起了九座观鸟棚，每棚限坐六人。"
FERRY = "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，桨靠着木栏，缆绳盘成了一圈。\n\n何大川在渡口撑了四十年船，缆绳磨断过二十七根，街坊们凑钱给他换过三条船。"
OPERA = "段长喜的戏班昨晚在老戏台开锣，梆子一响，台下的老人都跟着打起了拍子，唱到半夜才散。"


def broken_off(page: Page, issue: Edition) -> str:
    """What a page has up to where its one story breaks off that goes on elsewhere."""
    [jump] = to_standoff(issue)["jumps"]
    return str(page)[: jump["from"][1]]


@pytest.mark.parametrize(
    ("stump", "headline", "rest"),
    [
        ("四十年里，何大川给每一条船都取了", "老戏台上添新声", "名字，刻在船头。"),
        ("何大川给每条船取名，名字都刻在", "老戏台上添新声", "船头上，谁都看得见。"),
        ("何大川把每一条船的", "老戏台又开锣  梆子声里满座", "名字刻在船头。"),
        (
            "这天傍晚，何大川站在渡口对送行的街坊们说，明年春天他要把柳树下的船重新上一遍桐油，再把缆绳换成",
            "老戏台上添新声",
            "新的，好让孩子们上船玩。",
        ),
    ],
    ids=["a kicker", "a kicker with a comma", "a sign-off", "a headline below a cut sentence"],
)
def test_where_a_story_breaks_off_is_told_by_its_rest(stump: str, headline: str, rest: str) -> None:
    """A stump without 下转 looks like the next story's kicker, and that one's headline like the end of a cut sentence."""
    text = f"第1版 要闻\n\n{FERRY}\n\n{stump}\n\n{headline}\n\n{OPERA}\n"
    after = "桥通了以后，何大川的船停在渡口，缆绳还盘在柳树下，孩子们放学了就来船上玩。"
    back = f"第2版 社会\n\n{BIRDS}\n\n（上接第1版）{rest}{after}\n"
    # However the page is read by itself, and were it the likeliest wrong reading.
    misread = misread_stump(text, stump, headline)
    for issue in (
        parse_edition({1: text, 2: back}),
        Edition(
            read_again([misread, decode_page(back, base())], (1, 2), (None, None)).pages, (1, 2)
        ),
    ):
        assert str(issue.page(1)) == text
        assert_told_by_its_rest(issue, stump, headline, f"{stump}{rest}{after}")
    assert misread.page != issue.page(1)  # which is why it is read again


def misread_stump(text: str, stump: str, headline: str) -> DecodedPage:
    """A page as it is read where its stump heads the story below, or the headline below a long one is its end."""
    if len(stump) > 40:
        return misread(text, {headline: ("paragraph", "join")})
    return misread(text, {stump: ("kicker", "new"), headline: ("headline", "same")})


def misread(text: str, taken: Mapping[str, tuple[str, str]]) -> DecodedPage:
    """A page as it is read where some of its lines are taken for something, whatever the weights say."""
    page = decode_page(text, base())
    known: list[Allowed] = [
        {taken[line.text]} if line.text in taken else None for line in page.lines
    ]
    return page.again(known)


def assert_told_by_its_rest(issue: Edition, stump: str, headline: str, whole: str) -> None:
    """The stump ends the first story, and its rest completes it; the headline is the second story's."""
    assert broken_off(issue.page(1), issue).endswith(stump)
    story, other, _ = issue.stories
    assert story.headline is not None
    assert (story.headline.text, story.paragraphs[-1].text) == ("渡口归船", whole)
    assert other.headline is not None
    assert (other.headline.text, other.kicker) == (headline, None)


@pytest.mark.parametrize("marker", ["", "（下转第2版）"])
def test_a_repeated_headline_tells_how_far_its_story_goes(marker: str) -> None:
    """A crosshead near the end of a page's text looks like the headline of a short story, until 上接 says whose text it is."""
    text = (
        "第1版 体育\n\n汾河队客场一球惜败\n\n本报讯（记者 陈立）汾河队昨晚在临川客场以一比二不敌临川队，何大川上半场头球先拔头筹，"
        "下半场临川队连入两球。\n\n何大川赛后说，球队下半场体力不支，丢球都在最后一刻钟，回去以后要把防守练好。\n\n主帅石满囤揽责\n\n"
        "汾河队主帅石满囤赛后说，临川队下半场换人以后中场多了一人，汾河队的边路没有跟上，何大川孤身在前，丢球不能怪后卫，"
        f"{marker}\n"
    )
    rest = "汾河队客场一球惜败\n\n（上接第1版）只怪自己换人太晚。汾河队下周六主场迎战青柯队，石满囤说何大川的脚踝没有大碍，可以首发出场。"
    back = f"第2版 社会\n\n{BIRDS}\n\n{rest}\n"
    wrong = misread(text, {"主帅石满囤揽责": ("headline", "new")})
    assert len(wrong.page.articles) == 2
    again = read_again([wrong, decode_page(back, base())], (1, 2), (None, None))
    assert len(again.pages[0].articles) == 1
    issue = parse_edition({1: text, 2: back})
    [article] = issue.page(1).articles
    assert [crosshead.text for crosshead in article.find_all(Crosshead)] == ["主帅石满囤揽责"]
    story, _ = issue.stories
    assert story.headline is not None
    assert (story.headline.text, story.pages, len(story.paragraphs)) == (
        "汾河队客场一球惜败",
        (1, 2),
        3,
    )
    assert broken_off(issue.page(1), issue).endswith("不能怪后卫，")


def test_what_was_joined_is_not_told_to_break_off() -> None:
    """A cut sentence and an open quotation mark are no fault where the issue has the rest."""
    text = f"第1版 要闻\n\n{FERRY}\n\n这天傍晚，何大川站在渡口对送行的街坊们说：“明年春天我要把柳树下的船重新上一遍桐油，再把缆绳换成\n"
    rest = "（上接第1版）新的，好让孩子们上船玩。”桥通了以后，何大川的船停在渡口，缆绳还盘在柳树下，孩子们放学了就来船上玩。"
    issue = parse_edition({1: text, 2: f"第2版 社会\n\n{BIRDS}\n\n{rest}\n"})
    assert [story.pages for story in issue.stories] == [(1, 2), (2,)]
    torn = {"W206", "W207"}
    assert torn <= {d.code for d in issue.page(1).diagnostics}
    assert not torn & {d.code for d in issue.diagnostics}


def test_a_stump_at_the_foot_of_a_page_is_text() -> None:
    """Nothing stands below it, so that it looks like a small notice."""
    stump = "四十年里，何大川给每一条船都取了"
    text = f"第1版 要闻\n\n{FERRY}\n\n{stump}\n"
    rest = "（上接第1版）名字，刻在船头。桥通了以后，何大川的船停在渡口，缆绳还盘在柳树下，孩子们放学了就来船上玩。"
    back = f"第2版 社会\n\n{BIRDS}\n\n{rest}\n"
    wrong = misread(text, {stump: ("notice", "new")})
    again = read_again([wrong, decode_page(back, base())], (1, 2), (None, None))
    for issue in (parse_edition({1: text, 2: back}), Edition(again.pages, (1, 2))):
        assert broken_off(issue.page(1), issue).endswith(stump)
        assert issue.stories[0].paragraphs[-1].text.startswith(f"{stump}名字，刻在船头。")
    assert wrong.page != again.pages[0]


def test_text_behind_a_continuation_is_no_headline() -> None:
    """A short line right behind 上接 goes on with the text, unless a story of the issue is headed so."""
    front = (
        "第1版 要闻\n\n渡口为老船募捐修缮款\n\n本报讯（记者 陈立）汾河渡口昨日为停航的老船募捐修缮款，船工何大川捐出了第一笔。"
        "捐款可以汇入渡口管理所的账户（下转第2版）\n"
    )
    back = f"第2版 社会\n\n{BIRDS}\n\n（上接第1版）\n%s\n账号是渡口的电话号码，捐款人可以在渡口领到一截何大川用过的缆绳，老船修好以后停在柳树下。\n"
    number = "账号：２０２５０３０６"
    wrong = misread(back % number, {number: ("headline", "same")})
    again = read_again([decode_page(front, base()), wrong], (1, 2), (None, None))
    for issue in (parse_edition({1: front, 2: back % number}), Edition(again.pages, (1, 2))):
        assert issue.page(2) != wrong.page
        [jump] = to_standoff(issue)["jumps"]
        assert str(issue.page(2))[jump["to"][1] :].startswith("账号：")
    repeated = parse_edition({1: front, 2: back % "渡口为老船募捐修缮款"})
    assert len(repeated.page(2).find_all(Headline)) == 2


def test_a_page_that_was_read_again_is_explained() -> None:
    """The role that a line has in its issue stands first, though the page by itself would be read otherwise."""
    stump = "四十年里，何大川给每一条船都取了"
    text = f"第1版 要闻\n\n{FERRY}\n\n{stump}\n\n老戏台上添新声\n\n{OPERA}\n"
    rest = "（上接第1版）名字，刻在船头。桥通了以后，何大川的船停在渡口，缆绳还盘在柳树下，孩子们放学了就来船上玩。"
    page = parse_edition({1: text, 2: f"第2版 社会\n\n{BIRDS}\n\n{rest}\n"}).page(1)
    [paragraph] = page.find_all(Paragraph, lambda p: p.text == stump)
    why = page.explain(paragraph)
    [block] = parse(text).find_all(Block, lambda b: b.text == stump)
    assert (why.role, why.margin < 0) == ("paragraph", block.role != "paragraph")
    # Whatever the weights say: a line of the page is a crosshead where other pages told that it is one.
    told = misread(text, {stump: ("crosshead", "same")}).page
    [crosshead] = told.find_all(Crosshead)
    why = told.explain(crosshead)
    assert (why.role, why.margin < 0) == ("crosshead", True)


# --- drawn issues --------------------------------------------------------------------------------

#: Who and what each story is about, and nothing else is.
SUBJECTS = (
    ("渡船", "何大川", "缆绳", "码头"),
    ("豆腐", "石满囤", "石磨", "卤水"),
    ("书楼", "汪若谷", "书桌", "台灯"),
    ("戏台", "段长喜", "梆子", "戏服"),
    ("候鸟", "苗长庚", "芦苇", "湿地"),
    ("电梯", "魏淑珍", "井道", "楼道"),
    ("古籍", "柏静安", "镊子", "竹纸"),
    ("菜场", "韦素云", "秤杆", "三轮"),
)
HEADLINES = (
    "桥成之日渡船靠岸",
    "一板豆腐六十年",
    "书楼深夜为谁留灯",
    "老戏台上添新声",
    "九千只候鸟飞临湿地",
    "一部电梯装了四百天",
    "坐得住的修书人",
    "凌晨三点的菜场",
)


def words(text: str) -> list[str]:
    """The words of a text, two characters each."""
    return [text[i : i + 2] for i in range(0, len(text), 2)]


#: What they say about it; every eighth word is one story's, and a few are everybody's.
COMMON = words("天亮起身查看旁边说起多少记得街坊早就哪里冬天如今")
WORDS = words(
    "一遍站着半月守着修好看见立下写明徒弟学会自己摸透忙碌桥头巷口老人孩子门前水边晴朗下雨春风夜里清早"
    "慢慢常常总是从前往后几回许多热闹安静回家进城办法邻居商量答应担心放下拿起搬走留住打听相信明白愿意"
    "不肯终于忽然渐渐到处四周远近高低冷暖新旧早晚来往大雪晚霞星光炊烟石阶木门屋檐墙角院里田埂山路河滩"
    "集市车站饭馆茶水棉袄手套雨伞竹篮毛巾镜子钥匙账本笑着叹气点头摆手低声大声抬头转身弯腰伸手推开关上"
    "递给接过擦净叠好装满倒空数清算准问遍走完赶上错过"
)


def sentence(subject: int, seed: int) -> str:
    """A sentence of a story: some of its own words among some that any story could have."""
    chosen = random.Random(f"{subject}/{seed}")
    words = [*chosen.sample(WORDS[subject :: len(SUBJECTS)], 4), *chosen.sample(COMMON, 3)]
    chosen.shuffle(words)
    own = [SUBJECTS[subject][1], *chosen.sample(SUBJECTS[subject], 2)]
    return (
        f"{own[0]}{''.join(words[:3])}{own[1]}，{''.join(words[3:5])}{own[2]}{''.join(words[5:])}。"
    )


@frozen
class Drawn:
    """A story as it was drawn: its subject, its two halves, and what is printed of its markers."""

    subject: int
    page: int
    before: str
    after: str
    down: bool
    up: bool
    repeated: bool


@st.composite
def drawn(draw: st.DrawFn, *, complete: bool) -> tuple[list[Drawn], set[tuple[int, str]]]:
    """Stories that jump from page 1, and which of the halves (subject, ``before`` or ``after``) are missing."""
    stories = []
    for subject in draw(st.permutations(range(len(SUBJECTS))))[: draw(st.integers(1, 6))]:
        seed = draw(st.integers(0, 999))
        text = "".join(sentence(subject, seed + n) for n in range(14))
        at = text.index("。", len(text) // 2) + 1
        if draw(st.booleans()):
            at -= draw(st.integers(6, 12))
        stories.append(
            Drawn(
                subject,
                draw(st.integers(2, 4)),
                text[:at],
                text[at:],
                complete or draw(st.booleans()),
                complete or draw(st.booleans()),
                draw(st.booleans()),
            )
        )
    halves = [(s.subject, half) for s in stories for half in ("before", "after")]
    gone = set() if complete else set(draw(st.lists(st.sampled_from(halves), max_size=4)))
    return stories, gone


def printed(kind: type[B], text: str, tail: str = "\n") -> B:
    return kind((Piece(text, tail=tail),))


def set_issue(stories: list[Drawn], gone: set[tuple[int, str]]) -> Edition:
    """The issue in which the drawn stories stand, set as trees: joining is tested here, and not reading."""
    pages: dict[int, list[Item]] = {}
    for page in range(1, 5):
        brief = printed(
            Paragraph,
            "".join(
                f"{a}{b}{c}。"
                for a, b, c in zip(COMMON, COMMON[page:], COMMON[2 * page :], strict=False)
            ),
        )
        lead = printed(Lead, "本报讯（记者 祁岚）", "")
        pages[page] = [printed(Folio, f"第{page}版 要闻"), Article((lead, brief))]
    for story in stories:
        heading = HeadlineBlock((printed(Headline, HEADLINES[story.subject]),))
        if (story.subject, "before") not in gone:
            parts: list[StoryPart] = [
                heading,
                printed(Lead, "本报讯（记者 陈立）", ""),
                printed(Paragraph, story.before),
            ]
            if story.down:
                parts.append(printed(Jump, f"(下转第{story.page}版)"))
            pages[1].append(Article(tuple(parts)))
        if (story.subject, "after") not in gone:
            parts = [heading] if story.repeated else []
            if story.up:
                parts.append(printed(Continuation, "（上接第1版）", ""))
            at = story.after.index("。", len(story.after) // 2) + 1
            parts += [
                printed(Paragraph, text) for text in (story.after[:at], story.after[at:]) if text
            ]
            pages[story.page].append(Article(tuple(parts)))
    return Edition(tuple(Page(tuple(items)) for items in pages.values()), tuple(pages))


def joins(issue: Edition, stories: list[Drawn]) -> list[tuple[int, int]]:
    """For each join, whose text breaks off and whose goes on; -1 for text that is nobody's."""
    found = []
    for story in issue.stories:
        for tail, rest in jumps_of(story):
            before = [s.subject for s in stories if tail.block.text in s.before]
            after = [s.subject for s in stories if rest.block.text[:9] in s.after]
            found.append((before[0] if before else -1, after[0] if after else -1))
    return found


@given(drawn(complete=True))
def test_drawn_stories_are_found_exactly(drawing: tuple[list[Drawn], set[tuple[int, str]]]) -> None:
    """With both markers on each jump, every story is whole, and nothing else is joined."""
    stories, gone = drawing
    issue = set_issue(stories, gone)
    assert sorted(joins(issue, stories)) == sorted((s.subject, s.subject) for s in stories)


@given(drawn(complete=False))
def test_two_stories_are_never_joined(drawing: tuple[list[Drawn], set[tuple[int, str]]]) -> None:
    """Whatever markers and halves are missing, what goes on is what broke off."""
    stories, gone = drawing
    for before, after in joins(set_issue(stories, gone), stories):
        assert before == after


@given(drawn(complete=False))
def test_what_is_passed_over_would_not_have_been_joined(
    drawing: tuple[list[Drawn], set[tuple[int, str]]],
) -> None:
    """A pair that can't be joined, whatever its texts have in common, is left out early; no join changes by that."""
    stories, gone = drawing
    found = [(story.places, story.evidence) for story in set_issue(stories, gone).stories]
    with mock.patch.object(jumps, "MOST_OF_A_SEAM", math.inf):
        weighed = [(story.places, story.evidence) for story in set_issue(stories, gone).stories]
    assert found == weighed


@pytest.mark.parametrize("seed", [151, 302, 356])
def test_words_that_everybody_has_make_no_story(seed: int) -> None:
    """A whole text that has two or three phrases of a rest, and nothing of what that speaks of all the time, is not its head."""

    def story(subject: int, seed: int, *, up: bool) -> Drawn:
        text = "".join(sentence(subject, seed + n) for n in range(14))
        at = text.index("。", len(text) // 2) + 1
        return Drawn(subject, 3 if up else 2, text[:at], text[at:], False, up, False)

    others = [story(subject, 0, up=False) for subject in (1, 2, 3)]
    issue = set_issue([story(4, seed, up=True), *others], {(4, "before")})
    assert [one.pages for one in issue.stories if len(one.pages) > 1] == []


@pytest.mark.parametrize(
    ("seed", "cut"), [(155, 0), (271, 0), (347, 0), (32, 9), (155, 6), (191, 6), (226, 9), (273, 9)]
)
def test_two_lone_markers_join_no_two_stories(seed: int, cut: int) -> None:
    """下转 whose rest is missing, and 上接 whose head is, are the only markers of their pages: their texts tell them apart."""
    stories = []
    for n, subject in enumerate((3, 7, 1, 2, 5)):
        text = "".join(sentence(subject, seed + k) for k in range(14))
        at = text.index("。", len(text) // 2) + 1 - cut
        stories.append(Drawn(subject, 2, text[:at], text[at:], n == 0, n == 1, False))
    issue = set_issue(stories, {(3, "after"), (7, "before")})
    assert [one.pages for one in issue.stories if len(one.pages) > 1] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "02.txt")
    (tmp_path / "01.txt").write_text("第1版\n", "utf-8")
    assert read_edition(tmp_path).numbers == (1,)


def test_what_is_no_number_and_no_date_is_told_at_once() -> None:
    with pytest.raises(TypeError, match="by their numbers"):
        parse_edition({"A03": "桥"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match=r"datetime\.date"):
        parse_edition({1: "桥"}, date="2025-03-06")  # type: ignore[arg-type]


def test_no_page_of_an_issue_is_read_twice(
    examples_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found in a page's lines is kept until the other pages were asked how to read it."""
    lines: list[int] = []
    read_page = parsing.read_page

    def counted(text: str, *how: Any) -> tuple[str, PageFeatures]:
        found = read_page(text, *how)
        lines.append(len(found[1]))
        return found

    monkeypatch.setattr(parsing, "read_page", counted)
    issue = read_edition(examples_dir / "fenhe-daily" / "2025-03-06")
    assert issue.stories
    assert len(lines) == len(issue.pages)


def test_loose_ends_of_an_issue_are_worked_out_once(
    examples_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reading an issue weighs is what its stories are joined by, unless a page is read otherwise for it."""
    made: list[JumpLinker] = []
    init = JumpLinker.__init__

    def counted(self: JumpLinker, *args: Any) -> None:
        made.append(self)
        init(self, *args)

    monkeypatch.setattr(JumpLinker, "__init__", counted)
    issue = read_edition(examples_dir / "fenhe-daily" / "2025-03-06")
    assert any(len(story.pages) > 1 for story in issue.stories)
    assert len(made) == 1
    anew = Edition(issue.pages, issue.numbers, issue.paper, issue.date, issue.sources)
    assert anew.stories == issue.stories
    assert len(made) == 2


def test_a_page_of_an_issue_is_replaced() -> None:
    """By identity before equality; what is not in the issue, or in it twice, is not guessed."""
    issue = parse_edition({1: "天晴。\n", 2: "无风。\n", 3: "无风。\n"})
    new = parse("有雨。\n")
    changed = issue.replace(issue.page(3), new)
    assert [str(page) for page in changed.pages] == ["天晴。\n", "无风。\n", "有雨。\n"]
    assert (changed.numbers, str(issue.page(3))) == (issue.numbers, "无风。\n")
    assert issue.replace(parse("天晴。\n"), new).page(1) is new
    with pytest.raises(ValueError, match="in the issue 2 times"):
        issue.replace(parse("无风。\n"), new)
    with pytest.raises(ValueError, match="not in the issue"):
        issue.replace(new, new)
    with pytest.raises(TypeError, match="the pages of an issue must be Page, not '有雨。'"):
        issue.replace(issue.page(1), "有雨。")  # type: ignore[arg-type]


def test_a_gap_without_bounds_is_told_in_bounds() -> None:
    """Of pages numbered by days, or worse, not every number between is counted."""
    issue = parse_edition({1: "天晴。\n", 2**53 - 1: "无风。\n"})
    assert len([told for told in issue.diagnostics if told.code == "W401"]) == 400
