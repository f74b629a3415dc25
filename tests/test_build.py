"""Nodes made from plain values, in the house style, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

import edition
from edition import Person, viz
from edition.nodes import (
    Article,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
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

OPENED = "汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝，孩子们在河滩上放起了风筝。"
PLANNED = "据市城建部门介绍，步道分三期修建，今年还将向南延伸两公里，沿途设置座椅、路灯和饮水点，方便老人和孩子歇脚。"

BUILT = [
    (Piece.build("本市昨日晴。", indent="　　", tail="\n"), "　　本市昨日晴。\n"),
    (Masthead.build("汾河日报"), "汾河日报\n\n"),
    (
        Folio.build(page=2, section="要闻", date=dt.date(2025, 3, 6), paper="汾河日报"),
        "第2版 要闻 2025年3月6日 星期四 汾河日报\n\n",
    ),
    (Folio.build(page="A04"), "A04版\n\n"),
    (Credits.build(staff={"责编": "何青", "版式": "马兰"}), "责编 何青  版式 马兰\n\n"),
    (Index.build("河堤步道开放", page=2), "河堤步道开放 （第2版）\n\n"),
    (Index.build("导读"), "导读\n\n"),
    (Label.build("图片新闻"), "图片新闻\n\n"),
    (Kicker.build("汾河两岸春灌全面展开"), "汾河两岸春灌全面展开\n\n"),
    (Headline.build("十万亩麦田", "喝上返青水"), "十万亩麦田\n\n喝上返青水\n\n"),
    (Deck.build("下游灌区见闻"), "——下游灌区见闻\n\n"),
    (Deck.build("——下游灌区见闻"), "——下游灌区见闻\n\n"),
    (Summary.build("今年新开步道三条"), "■ 今年新开步道三条\n\n"),
    (EditorNote.build("春天来了。"), "编者按：春天来了。\n\n"),
    (Byline.build(people=["陈立", Person("贺勇", "通讯员")]), "本报记者 陈立 通讯员 贺勇\n\n"),
    (Byline.build("本报评论员"), "本报评论员\n\n"),
    (Byline.build(people=[Person("贺远")]), "贺远\n\n"),
    (Lead.build(paper=True), "本报讯 "),
    (Lead.build(paper=True, people=["陈立", "马兰"]), "本报讯（记者 陈立 马兰）"),
    (Lead.build(paper=True, place="临川", date=dt.date(2025, 3, 5)), "本报临川3月5日电 "),
    (
        Lead.build(agency="新华社", place="临川", date="3月5日", people=["卢见山"]),
        "新华社临川3月5日电（记者 卢见山）",
    ),
    (Lead.build("【本報訊】"), "【本報訊】"),
    (Paragraph.build("汾河西岸的步道昨日开放。"), "汾河西岸的步道昨日开放。\n\n"),
    (Crosshead.build("一河清水穿城过"), "一河清水穿城过\n\n"),
    (Signoff.build(people=["何青", "马兰"]), "（何青、马兰）\n\n"),
    (Signoff.build("（新华社北京3月5日电）"), "（新华社北京3月5日电）\n\n"),
    (Caption.build("图为步道。"), "图为步道。\n\n"),
    (Credit.build(people=["马兰"]), "马兰 摄\n\n"),
    (Credit.build(people=[Person("白露", "记者")]), "本报记者 白露 摄\n\n"),
    (Continuation.build(page=1), "（上接第1版）\n\n"),
    (Jump.build(page="A04"), "（下转A04版）\n\n"),
    (NoticeText.build("遗失声明"), "遗失声明\n\n"),
    (Other.build("※"), "※\n\n"),
    (HeadlineBlock.build("步道开放", label="今日谈"), "今日谈\n\n步道开放\n\n"),
    (Photo.build("图为步道。", credit=["马兰"], headline="步道"), "步道\n\n图为步道。 马兰 摄\n\n"),
    (Notice.build("遗失声明", "何青遗失工作证一本。"), "遗失声明\n\n何青遗失工作证一本。\n\n"),
    (Stray.build("※"), "※\n\n"),
]


@pytest.mark.parametrize(("node", "text"), BUILT, ids=[type(node).__name__ for node, _ in BUILT])
def test_the_house_style(node: Node, text: str) -> None:
    """What is built is printed in the house style, with what it was given in it."""
    assert str(node) == text
    assert node.span is None
    assert hash(node) == hash(type(node)(*(getattr(node, name) for name in node.__match_args__)))  # type: ignore[attr-defined]


def test_what_was_given_is_read_back() -> None:
    """The views find the people, days and pages that a formula was built from."""
    lead = Lead.build(agency="新华社", place="临川", date=dt.date(2025, 3, 5), people=["卢见山"])
    assert lead.dateline is not None
    assert (lead.dateline.source, lead.dateline.place, lead.dateline.day) == (
        "新华社",
        "临川",
        (None, 3, 5),
    )
    assert lead.people == (Person("卢见山", "记者"),)
    assert Credit.build(people=["马兰"]).people == (Person("马兰", "摄"),)
    assert Jump.build(page="A04").page == "A04"
    assert Continuation.build(page=12).page_number == 12


def test_an_article_has_its_parts_in_the_order_of_print() -> None:
    """Each keyword is a part, wherever it was given; crossheads and photos stand among the paragraphs."""
    photo = Photo.build("图为步道。")
    article = Article.build(
        ["河堤步道", "今日开放"],
        signoff=["何青"],
        continued_on=4,
        label="今日谈",
        kicker="汾河添景",
        deck="下游见闻",
        note="春天来了。",
        summary=["三公里", "两公里"],
        byline="本报评论员",
        continued_from=1,
        lead=Lead.build(paper=True),
        paragraphs=[OPENED, Crosshead.build("三期"), photo, Paragraph.build(PLANNED)],
    )
    kinds = [type(part).__name__ for part in article.parts]
    assert kinds == [
        "HeadlineBlock",
        "EditorNote",
        "Summary",
        "Summary",
        "Byline",
        "Continuation",
        "Lead",
        "Paragraph",
        "Crosshead",
        "Photo",
        "Paragraph",
        "Signoff",
        "Jump",
    ]
    assert article.heading is not None
    assert [type(part).__name__ for part in article.heading.parts] == [
        "Label",
        "Kicker",
        "Headline",
        "Deck",
    ]
    assert article.headline == Headline.build("河堤步道", "今日开放")
    assert article.photos == (photo,)
    assert "本报讯 汾河西岸" in str(article)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: Headline.build("河堤\n步道"),
        "a line of Headline must be one line, without a line ending",
    ),
    (lambda: Headline.build(" 河堤"), "without surrounding whitespace"),
    (lambda: Headline.build("　"), "must not be empty"),
    (Headline.build, "Headline has at least one line"),
    (lambda: Piece.build("河堤", indent="一"), "an indent must be whitespace"),
    (lambda: Piece.build("河堤", indent="\n"), "an indent stands on one line"),
    (
        lambda: Continuation.build(page=0),
        "a page is a number from 1 to 999 or a label such as 'A04', not 0",
    ),
    (lambda: Jump.build(page=True), "a page is a number"),
    (lambda: Jump.build(page="四"), "a page is a number"),
    (lambda: Jump.build(page="A00"), "a page is a number"),
    (lambda: Headline.build("河堤\r步道"), "characters that can be printed, not '\\r'"),
    (lambda: Paragraph.build("河堤\ud800步道"), "characters that can be printed"),
    (lambda: Folio.build(page=-2), "a page is a number"),
    (Folio.build, "a folio names a page, a section, a date or a paper"),
    (lambda: Folio.build(section="要 闻"), "no blank in it"),
    (
        lambda: Byline.build(people=["陈（立）"]),
        "a name is two Han characters or more, without brackets",
    ),
    (lambda: Byline.build(people=["陈 立"]), "a name is two Han characters or more"),
    (lambda: Byline.build(people=["陈"]), "a name is two Han characters or more"),
    (lambda: Byline.build(people=[]), "a byline names somebody"),
    (lambda: Signoff.build(people=[]), "a sign-off names somebody"),
    (lambda: Credit.build(people=[]), "a credit names somebody"),
    (lambda: Credit.build(people=[Person("马兰", "通讯员")]), "people are 摄 or 记者"),
    (lambda: Signoff.build(people=[Person("马兰", "快递员")]), "would be read as"),
    (Credits.build, "credits name somebody"),
    (Lead.build, "a lead names the paper (paper=True) or an agency"),
    (lambda: Lead.build(paper=True, agency="新华社"), "not both"),
    (
        lambda: Lead.build(paper=True, date="昨天"),
        "a date is a datetime.date or a text such as '3月5日'",
    ),
    (lambda: Lead.build("汾河边"), "a line of Lead must be a formula such as 本报讯"),
    (lambda: Jump.build("下面还有"), "a line of Jump must be a formula such as （下转第4版）"),
    (Article.build, "an article has a headline, a paragraph or another part"),
    (lambda: Article.build("步道", lead=Lead.build(paper=True)), "a lead opens a paragraph"),
    (HeadlineBlock.build, "a headline block has a label, a kicker, a headline or a deck"),
    (Notice.build, "a notice has at least one line"),
    (Stray.build, "a stray mark has at least one line"),
]


@pytest.mark.parametrize(("build", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_no_newspaper_could_print_is_refused(
    build: Callable[[], object], message: str
) -> None:
    """A ValueError tells what is allowed."""
    with pytest.raises(ValueError, match=re.escape(message)):
        build()


@pytest.mark.parametrize(
    "build",
    [
        lambda: Headline.build(3),  # type: ignore[arg-type]
        lambda: Byline.build(people="陈立"),
        lambda: HeadlineBlock.build(kicker=3),  # type: ignore[arg-type]
        lambda: Article.build(paragraphs="河堤步道开放。"),
        lambda: Article.build("河堤步道", summary="三公里"),
        lambda: Article.build("河堤步道", photos=["图为步道。"]),  # type: ignore[list-item]
        lambda: Page.build("河堤步道"),  # type: ignore[arg-type]
        lambda: Page.build(Headline.build("河堤步道")),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_the_wrong_type_is_refused(build: Callable[[], object]) -> None:
    """A TypeError tells what was wanted: a name is no list of names."""
    with pytest.raises(TypeError, match=r"str|not Headline|is a Photo"):
        build()


def test_a_page_is_read_as_it_was_built() -> None:
    """A built page equals what is parsed from its text, and knows its places."""
    folio = Folio.build(page=2, section="要闻", date=dt.date(2025, 3, 6), paper="汾河日报")
    article = Article.build(
        "河堤步道今日开放",
        lead=Lead.build(paper=True),
        paragraphs=[OPENED, PLANNED],
        signoff=["何青"],
    )
    page = Page.build(folio, article)
    assert page.items == (folio, article)
    assert page == edition.parse(str(page))
    assert page.articles[0].headline is not None
    assert page.articles[0].headline.span == (27, 35)


def test_a_page_that_would_be_read_otherwise_is_refused() -> None:
    """The message names the block and what it would be taken for."""
    with pytest.raises(ValueError, match=r"Headline '本报讯 汾河西岸.* would be read as"):
        Page.build(Article.build("本报讯 " + OPENED, paragraphs=[PLANNED]))
    with pytest.raises(ValueError, match="would be read"):
        Page.build(Article.build(paragraphs=[OPENED]), Article.build(paragraphs=[PLANNED]))


PAGE, ISSUE = edition.parse("本报讯"), edition.parse_edition({1: "本报讯"})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: edition.to_standoff("本报讯"), "a Page or an Edition, not of str"),  # type: ignore[call-overload]
        (lambda: edition.diff(PAGE, ISSUE), "not Edition"),  # type: ignore[arg-type]
        (lambda: viz.page(ISSUE), "viz.issue draws an Edition"),  # type: ignore[arg-type]
        (lambda: viz.issue(PAGE), "viz.page draws a Page"),  # type: ignore[arg-type]
        (lambda: Folio.build(date="2025-03-06"), "a date is a datetime.date, not '2025-03-06'"),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_kind_is_told_so(wrong: Callable[[], object], told: str) -> None:
    """A page where an issue is wanted, a text where a page is: the message says what is wanted."""
    with pytest.raises(TypeError, match=re.escape(told)):
        wrong()
