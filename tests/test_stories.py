"""Stories: what belongs together on one page, and the tools that tell."""

from __future__ import annotations

import itertools
import pickle
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import (
    Article,
    Block,
    Byline,
    Caption,
    Credit,
    Folio,
    Headline,
    HeadlineBlock,
    Jump,
    Lead,
    Notice,
    NoticeText,
    Page,
    Paragraph,
    Photo,
    Piece,
    parse,
    to_standoff,
)
from edition._grammar.compiled import base
from edition._linking import page_stories
from edition._linking.assignment import Topics, assign, counting, seam, terms
from edition.nodes import Item, StoryPart

B = TypeVar("B", bound=Block)


def printed(kind: type[B], *lines: str) -> B:
    return kind(tuple(Piece(line, tail="\n") for line in lines))


def heading(*lines: str) -> HeadlineBlock:
    return HeadlineBlock((printed(Headline, *lines),))


def article(*parts: StoryPart, continues: bool = False) -> Article:
    return Article(parts, continues=continues)


def page(*items: Item) -> Page:
    return Page(items)


LEAD = printed(Lead, "本报讯（记者 陈立）")
FERRY = printed(
    Paragraph,
    "汾河渡口的末班船昨日停航，船工何大川把缆绳系在柳树上。四十年里，何大川的船磨断过二十七根缆绳，街坊们凑钱换过三条船。",
)
FERRY_CUT = printed(
    Paragraph,
    "汾河渡口的末班船昨日停航，船工何大川把缆绳系在柳树上。四十年里，何大川的船磨断过二十七根缆绳，渡口的街坊们凑钱",
)
FERRY_REST = printed(
    Paragraph,
    "换过三条船。何大川说，缆绳断了还能接，渡口没了就只剩一条河。往后过河走桥，船工们改做桥上的巡护，缆绳留给了博物馆。",
)
TOFU = printed(
    Paragraph,
    "豆腐坊凌晨两点开工，石满囤推着石磨走了一圈又一圈。卤水要点三遍，石满囤从不看钟，只听石磨的声音，豆浆熟不熟他听得出来。",
)
BIRDS = printed(
    Paragraph,
    "湿地的候鸟今年多了两千只，保护站的苗长庚架起望远镜数了三天。白琵鹭头一回在湿地过冬，苗长庚给它们起了名字，记在本子里。",
)


def joined(found: Page) -> list[list[int]]:
    """For each story the numbers of its items."""
    return [[place.item for place in story.places] for story in found.stories]


# --- on one page ---------------------------------------------------------------------------------


def test_what_stands_together_is_one_story() -> None:
    """Articles, photos and notices are stories, the running furniture is none."""
    found = page(
        printed(Folio, "第2版 要闻"),
        article(heading("桥归路", "渡口归船"), LEAD, FERRY),
        Photo((printed(Caption, "图为晚霞中的城墙。"),)),
        Notice((printed(NoticeText, "遗失声明"),)),
    )
    assert joined(found) == [[1], [2], [3]]
    assert [story.kind for story in found.stories] == ["article", "photo", "notice"]
    headline = found.stories[0].headline
    assert headline is not None
    assert headline.text == "桥归路渡口归船"
    assert [person.name for person in found.stories[0].people] == ["陈立"]
    assert found.stories[0].pages == (2,)


def test_furniture_does_not_cut_a_story() -> None:
    """A folio between two halves of a paragraph leaves it whole."""
    rest = Paragraph(FERRY_REST.parts, continues=True)
    found = page(
        article(heading("渡口归船"), LEAD, FERRY_CUT),
        printed(Folio, "第2版 要闻"),
        article(rest, continues=True),
    )
    [story] = found.stories
    [paragraph] = story.paragraphs
    assert paragraph.nodes == (FERRY_CUT, rest)
    assert "街坊们凑钱换过三条船" in paragraph.text
    assert story.evidence[0].kind == "furniture"


def test_a_sentence_finds_its_other_half() -> None:
    """A box between the halves of a torn story does not keep them apart, and the reasons are told."""
    found = page(
        article(heading("渡口归船"), LEAD, FERRY_CUT),
        article(heading("石磨不停"), LEAD, TOFU),
        article(FERRY_REST),
        article(heading("候鸟过冬"), LEAD, BIRDS),
    )
    assert joined(found) == [[0, 2], [1], [3]]
    [why] = found.stories[0].evidence
    assert why.kind == "page"
    assert why.cut
    assert why.score >= why.margin > 0
    assert any("何大" in reason.name or "缆绳" in reason.name for reason in why.reasons)
    assert str(why).startswith("page join, +")


def test_a_headline_finds_its_body() -> None:
    """Headline, writer and photo stand at the top of the page, the body somewhere else."""
    found = page(
        Photo(
            (
                heading("候鸟过冬 湿地添丁"),
                printed(Byline, "本报记者 祁岚"),
                printed(Caption, "图为湿地上空的候鸟。"),
            )
        ),
        article(heading("石磨不停"), LEAD, TOFU),
        article(BIRDS),
    )
    assert joined(found) == [[0, 2], [1]]
    [story, _] = found.stories
    assert story.headline is not None
    assert story.headline.text == "候鸟过冬 湿地添丁"
    assert [p.text for p in story.paragraphs] == [BIRDS.text]
    assert len(story.photos) == 1


def test_a_picture_finds_the_story_that_its_caption_names() -> None:
    """A picture beside another story goes to the one that it shows."""
    found = page(
        article(heading("候鸟过冬"), LEAD, BIRDS),
        article(heading("石磨不停"), LEAD, TOFU),
        Photo((printed(Caption, "上图为苗长庚在湿地看白琵鹭。"), printed(Credit, "马兰 摄"))),
    )
    assert joined(found) == [[0, 2], [1]]
    assert [person.name for person in found.stories[0].people] == ["陈立", "马兰"]


def test_a_picture_of_nothing_on_the_page_stays_alone() -> None:
    """Neighbours are no evidence."""
    found = page(
        article(heading("候鸟过冬"), LEAD, BIRDS),
        Photo((printed(Caption, "孩子们在城墙下放纸灯。"), printed(Credit, "马兰 摄"))),
    )
    assert joined(found) == [[0], [1]]


@pytest.mark.parametrize(("weight", "found"), [(0.95, [[0], [1]]), (1.05, [[0, 1]])])
def test_a_join_on_a_page_must_lead_by_so_much(
    monkeypatch: pytest.MonkeyPatch, weight: float, found: list[list[int]]
) -> None:
    """What hardly speaks for a headline and a body, or for a picture and a story, joins neither."""
    monkeypatch.setattr(page_stories, "_torn", lambda *_: [("said", weight)])
    assert joined(page(article(heading("渡口归船")), article(FERRY))) == found
    monkeypatch.setattr(page_stories, "_shows", lambda *_: [("said", weight)])
    picture = Photo((printed(Caption, "图为候鸟过冬。"),))
    assert joined(page(article(heading("渡口归船"), FERRY), picture)) == found


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("　　步道由市园林局修建，市民可以从早上六点走到晚上", "十点，沿路的灯也是新换的。", True),
        ("　　步道由市园林局修建，市民早上六点就来了。", "　　沿路的灯也是新换的。", False),
        ("步道由市园林局修建，市民早上六点就来了。", "沿路的灯也是新换的。", False),
        ("　　走在步道上的市民陈立青说：", "　　“沿路的灯也是新换的。”", False),
    ],
)
def test_a_folio_parts_a_sentence_but_not_what_has_ended(
    above: str, below: str, goes_on: bool
) -> None:
    """Below the folio a paragraph goes on that broke off above it; behind a full stop or a colon another begins."""
    story = (
        "汾河日报 2025年3月6日 星期四 第2版\n\n河堤步道开放\n\n　　本报讯（记者 陈立）汾河西岸的步道昨日开放，"
        f"全长三公里，沿路设了十二处凉亭。\n{above}\n\n第2版 要闻\n\n{below}\n"
    )
    last = parse(story).articles[-1]
    assert last.continues
    assert [paragraph.continues for paragraph in last.paragraphs] == [goes_on]


def test_strangers_are_not_joined() -> None:
    """A text that breaks off and one without a head are two stories where they share nothing."""
    found = page(
        article(heading("渡口归船"), LEAD, FERRY_CUT),
        article(heading("石磨不停"), LEAD, TOFU),
        article(BIRDS),
    )
    assert joined(found) == [[0], [1], [2]]


def test_a_jump_is_not_mended_on_its_page() -> None:
    """What goes on on another page does not go on on this one."""
    found = page(
        article(heading("渡口归船"), LEAD, FERRY_CUT, printed(Jump, "(下转第4版)")),
        article(FERRY_REST),
    )
    assert joined(found) == [[0], [1]]
    assert found.stories[0].continued_on is not None


def test_standoff_numbers_stories() -> None:
    """The pieces of a story have one number, those of a torn paragraph another."""
    found = page(
        article(heading("渡口归船"), LEAD, FERRY_CUT),
        article(heading("石磨不停"), LEAD, TOFU),
        article(FERRY_REST),
        article(heading("候鸟过冬"), LEAD, BIRDS),
    )
    rows = [row for row in to_standoff(found)["spans"] if row["role"] == "paragraph"]
    assert [(row["article"], row["paragraph"]) for row in rows] == [(1, 1), (2, 1), (1, 1), (3, 1)]


def test_stories_are_values() -> None:
    """They compare, hash and pickle."""
    found = page(
        article(heading("渡口归船"), LEAD, FERRY), article(heading("石磨不停"), LEAD, TOFU)
    )
    assert pickle.loads(pickle.dumps(found.stories)) == found.stories
    assert len(set(found.stories)) == 2


@given(st.text(st.sampled_from("渡船缆绳，。“”（）上接下转第版14 \n"), max_size=120))
def test_every_item_is_in_one_story(text: str) -> None:
    """Whatever the page, each article, photo and notice is in one story, and no node is in two paragraphs."""
    found = parse(text)
    wanted = [n for n, item in enumerate(found.items) if isinstance(item, Article | Photo | Notice)]
    assert sorted(n for numbers in joined(found) for n in numbers) == wanted
    nodes = [id(n) for s in found.stories for p in s.paragraphs for n in p.nodes]
    assert sorted(nodes) == sorted(id(n) for n in found.find_all(Paragraph))


# --- tools ---------------------------------------------------------------------------------------


def test_terms_are_pairs_of_characters_and_latin_words() -> None:
    """A single letter says nothing, a word of two does."""
    assert terms("Ｋ歌A4老渡口渡口") == {"A4": 1, "老渡": 1, "渡口": 2, "口渡": 1}


@pytest.mark.slow
@given(
    st.integers(1, 5).flatmap(
        lambda rows: st.integers(1, 5).flatmap(
            lambda columns: st.lists(
                st.lists(st.integers(-6, 9).map(float), min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            )
        )
    )
)
def test_the_assignment_is_the_best_there_is(table: list[list[float]]) -> None:
    """No choice of joins scores more, each join's margin is what the best choice loses without it."""
    scores = {(i, j): score for i, row in enumerate(table) for j, score in enumerate(row)}
    found = assign(scores)
    total = sum(scores[tail, rest] for tail, rest, _ in found)
    assert total == pytest.approx(best(scores))
    assert len({tail for tail, _, _ in found}) == len({rest for _, rest, _ in found}) == len(found)
    for tail, rest, margin in found:
        without = {pair: score for pair, score in scores.items() if pair != (tail, rest)}
        assert margin == pytest.approx(total - best(without))
        assert scores[tail, rest] > 0


def best(scores: dict[tuple[int, int], float]) -> float:
    """The greatest sum of joins, by trying all."""
    tails = sorted({tail for tail, _ in scores})
    rests = sorted({rest for _, rest in scores})
    slots = [*rests, *(-1 - n for n in range(len(tails)))]
    return max(
        sum(
            max(scores.get((tail, rest), 0.0), 0.0) for tail, rest in zip(tails, order, strict=True)
        )
        for order in itertools.permutations(slots, len(tails))
    )


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        ("船工何大川说，“往后", "坐桥吧。”他说完就走了。", 1),
        ("船工何大川收好了桨。", "，转身走了。", -1),
        ("船工何大川收好了桨。", "坐桥吧。”他说完就走了。", -1),
        ("船工何大川把桨", "，靠在墙上。", 1),
    ],
)
def test_seams(before: str, after: str, sign: int) -> None:
    """Open quotations and unfinished sentences tell what goes on."""
    found = seam(before, after, Topics([before, after]), base())
    assert sum(weight for _, weight in found) * sign > 0


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        (["一、渠道清淤；", "二、闸门检修；"], "三、苗情会诊。", 1),
        (["一、渠道清淤；"], "三、苗情会诊。", -1),
        (["（1）渠道清淤；"], "2.苗情会诊。", -1),
        (["第一，渠道清淤；"], "第二，苗情会诊。", 1),
        (["问：渡口还开吗？"], "答：不开了。", 1),
        (["答：不开了。"], "答：桥修好了。", -1),
        ([], "一、渠道清淤；", 0),
        (["末班船开走了。"], "桥修好了。", 0),
    ],
)
def test_what_counts_on(before: list[str], after: str, sign: int) -> None:
    """Three goes on from two, in the same style, and an answer from a question."""
    total = sum(weight for _, weight in counting(before, after, base()))
    assert (total > 0) - (total < 0) == sign


def test_long_texts_have_to_share_more() -> None:
    """What two long texts don't share says more than what two short ones don't."""
    words = [f"{a}{b}" for a in "渡船缆绳石磨卤水" for b in "书桌台灯梆子戏服芦苇湿地"]
    texts = ["".join(words[:3]), "".join(words[3:6]), "".join(words[6:60]), "".join(words[60:])]
    topics = Topics([*texts, *("河滩水渠麦田果园" for _ in range(20))])
    assert topics.weigh(2, 3) < topics.weigh(0, 1) < 0


def test_a_cut_word_is_heard() -> None:
    """A word that the cut tore, and that stands elsewhere whole, speaks for the join."""
    topics = Topics(["渡口的缆绳", "缆绳磨断了"])
    assert ("cut word 缆绳", 2.0) in seam("他拿着缆", "绳走了", topics, base())
