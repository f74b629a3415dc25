"""The table of constraints: each has its reason, and a case in which it alone keeps a reading from being taken."""

from __future__ import annotations

import pytest

import edition
from edition._grammar.compiled import base
from edition._parser import constraints
from edition._parser.constraints import (
    HEADLINE_SEEN,
    NARROWING,
    NEIGHBOURS,
    SETTLING,
    TEXT_SEEN,
    Candidates,
    barred_by,
    candidates,
    telling,
)
from edition._parser.decode import decode
from edition._parser.line_features import LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.weights import Model, Weights
from edition.nodes import EditorNote

LONG = "石板编了号，一块一块照原样铺回去，匠人们用的还是老法子，缝里灌了糯米灰浆，工期因此多出二十来天光景。\n"
LEAD = "本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝，都说好。\n"


def lines(text: str) -> PageFeatures:
    return read_page(text, base())[1]


#: A page, and which of its lines a constraint settles.
SETTLED: dict[str, tuple[str, int]] = {
    "continuation line": ("（上接第1版）\n", 0),
    "continuation": ("（上接第1版）往后坐桥吧。何大川在渡口撑了四十年船。\n", 0),
    "lead": (LEAD, 0),
    "signature sent on": ("桥修好了。\n（何青）\n（下转第4版）\n", 1),
    "text sent on": ("他站在柳树下说\n（下转第4版）\n", 0),
    "notice": ("遗失声明\n何青遗失工作证一本，号码0917，声明作废。\n", 1),
    "key points": ("核心阅读\n●步道全长三公里\n●沿线新栽柳树\n", 0),
    "table of a story": ("各站的数字如下：\n城关  86  51\n青柯  64  37\n南坪  45  19\n", 2),
    "printed twice": ("旧船厂办起画展\n旧船厂办起画展\n" + LEAD, 1),
    "vertical": ("渡\n口\n开\n船\n" + LEAD, 2),
    "markup": ("## 旧船厂办起画展\n" + LEAD, 0),
    "filed": ("望月橋修繕完工\n何采薇／台北報導\n" + LEAD, 1),
    "caption with its credit": (LEAD + "孩子们走过修好的望月桥。 陆一舟 摄\n", 1),
    "running text": (LEAD + LONG, 1),
    "nameplate": ("汾河日报\n2025年3月6日 星期四\n第8321期\n", 1),
    "guide": ("河堤步道开放\n" + LEAD + "导读\n步道开放……2版\n老桥亮灯……3版\n" + LEAD, 3),
    "folio": ("2025年3月6日 星期四 汾河日报 第2版 要闻\n", 0),
    "staff": ("责编 段秋禾  版式 宋闻溪\n", 0),
    "last clause": (LEAD + "石板编了号，一块一块照原样铺回去，匠人们用的还是老法子\n", 1),
    "repeated headline": ("望月桥修缮完工\n（上接第1版）桥长四十二米，有三个孔。\n", 0),
}

#: A page, the line that a constraint narrows, and a role that it could have without that.
NARROWED: dict[str, tuple[str, int, str]] = {
    "presented": ("汾河中学教师 陈立\n桥长四十二米，有三个孔。\n", 0, "credit"),
    "field": ("日期：9月9日\n桥长四十二米，有三个孔。\n", 0, "headline"),
    "number in a signature": ("桥长四十二米。\n夜航延至晚10时\n", 1, "signoff"),
    "listed": ("一、桥长四十二米\n桥上有灯。\n", 0, "caption"),
    "left open": ("他说：“桥修好了\n往后坐桥吧\n", 0, "headline"),
    "mark": ("……\n", 0, "headline"),
    "last mark": ("桥修好了。\n桥上有灯。\n7\n", 2, "label"),
    "last heading": ("桥长四十二米。\n桥上有灯\n", 1, "crosshead"),
    "day amid stories": ("桥长四十二米。\n2025年3月6日\n桥上有灯。\n", 1, "headline"),
    "amid stories": ("桥长四十二米。\n12\n桥上有灯。\n", 1, "folio"),
}


def test_names_are_unlike_and_reasons_are_sentences() -> None:
    """A constraint is known by its name, and says why it is one."""
    table = [(one.name, one.reason) for one in (*SETTLING, *NARROWING)]
    table += [(one.name, one.reason) for one in NEIGHBOURS]
    assert len(dict(table)) == len(table)
    for _, reason in table:
        assert reason[-1] == "."
        assert len(reason.split()) > 4


#: What is settled by its print alone: what was seen of that, and what it is then.
PRINTED = {
    "above the rule": "print running",
    "rubric with a bar": "print bar",
    "large print": "print heading",
}


@pytest.mark.parametrize(("name", "seen"), PRINTED.items())
def test_print_settles_a_line(name: str, seen: str) -> None:
    """However a line is worded, its print has the first word."""
    line = lines(LEAD + LONG)[1]
    line.features.append(seen)
    [one] = telling(line)
    assert one.name == name
    assert candidates(line).roles == one.only
    assert "paragraph" not in one.only


def test_every_line_constraint_has_a_case() -> None:
    """No constraint without a page that shows it."""
    assert SETTLED.keys() | PRINTED.keys() == {one.name for one in SETTLING}
    assert NARROWED.keys() == {one.name for one in NARROWING}


@pytest.mark.parametrize("name", SETTLED)
def test_constraint_settles_a_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line has the roles of that constraint, and no others; without it, it could have others."""
    text, n = SETTLED[name]
    line = lines(text)[n]
    [one] = telling(line)
    assert one.name == name
    assert candidates(line) == Candidates(one.only, one.going_on)
    others = tuple(other for other in SETTLING if other.name != name)
    monkeypatch.setattr(constraints, "SETTLING", others)
    assert candidates(line) != Candidates(one.only, one.going_on)


@pytest.mark.parametrize("name", NARROWED)
def test_constraint_narrows_a_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line can't have a role that it could have without that constraint."""
    text, n, role = NARROWED[name]
    line = lines(text)[n]
    assert name in {one.name for one in telling(line)}
    assert role not in candidates(line).roles
    others = tuple(other for other in NARROWING if other.name != name)
    monkeypatch.setattr(constraints, "NARROWING", others)
    assert role in candidates(line).roles


def test_narrowing_leaves_something(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where constraints together leave no role, the line is none of a story's."""
    line = lines("他说：“桥修好了\n往后坐桥吧\n")[0]
    nothing = constraints.LineConstraint(
        "no text", "A test wants none of it to be left at all.", lambda *_: True, only=("masthead",)
    )
    monkeypatch.setattr(constraints, "NARROWING", (*NARROWING, nothing))
    assert candidates(line).roles == ("other",)


def test_candidates_are_not_shared() -> None:
    """Nobody who is told a line's roles can change what the next one is told."""
    line = lines(LEAD + LONG)[1]
    assert isinstance(candidates(line).roles, tuple)
    assert isinstance(candidates(line).going_on, tuple)
    assert candidates(line) == candidates(line)


#: What a constraint bars, and what it lets pass: a role, its link, the role above it, and what the story has had.
FOLLOWING: dict[str, tuple[tuple[str, str, str, int], tuple[str, str, str, int]]] = {
    "sent on": (
        ("paragraph", "same", "continued_on", TEXT_SEEN),
        ("signoff", "same", "continued_on", TEXT_SEEN),
    ),
    "headline above 上接": (
        ("continuation", "new", "headline", HEADLINE_SEEN),
        ("continuation", "same", "headline", HEADLINE_SEEN),
    ),
    "上接 begins": (
        ("continued_from", "same", "paragraph", TEXT_SEEN),
        ("continued_from", "new", "paragraph", TEXT_SEEN),
    ),
    "note first": (
        ("editor_note", "same", "paragraph", TEXT_SEEN),
        ("editor_note", "same", "headline", HEADLINE_SEEN),
    ),
    "rest of a paragraph": (
        ("paragraph", "join", "headline", HEADLINE_SEEN | TEXT_SEEN),
        ("paragraph", "join", "caption", TEXT_SEEN),
    ),
}


@pytest.mark.parametrize("one", NEIGHBOURS, ids=lambda one: one.name)
def test_constraint_bars_a_neighbour(one: constraints.NeighbourConstraint) -> None:
    """It bars what its reason says, no other constraint does, and its exception passes all of them."""
    barred, free = FOLLOWING[one.name]
    assert barred_by(*barred) is one
    assert not [other for other in NEIGHBOURS if other is not one and other.bars(*barred)]
    assert barred_by(*free) is None


NOTE = "编者按：今起本报推出“家门口的河”专栏，邀请读者一起讲述汾河两岸的变化，来稿请寄本报编辑部，选用后付酬。\n"


def _told(text: str, weights: Weights | None = None) -> list[tuple[str, str]]:
    model = Model.of(weights) if weights is not None else None
    return [(step.role, step.link) for step in decode(lines(text), base().layout, model)]


def test_a_note_begins_a_story() -> None:
    """Right below a text an editor's note is the next story's, however much speaks for going on."""
    page = edition.parse(f"河堤步道开放\n{LEAD}{LONG}{NOTE}望月桥修缮完工\n{LEAD}{LONG}")
    first, second = page.articles
    assert first.find(EditorNote) is None
    assert isinstance(second.parts[0], EditorNote)
    goes_on = {"evidence": {"opens:note": {"editor_note": 50.0}}, "seam": {"any": {"same": 20.0}}}
    assert _told(LEAD + NOTE, goes_on) == [("opening", "new"), ("editor_note", "new")]
    assert _told("河堤步道开放\n" + NOTE, goes_on)[1] == ("editor_note", "same")


def test_running_text_goes_on_with_the_aside_that_is_open() -> None:
    """A second whole paragraph of an editor's note is the note's; below a report the same text can't be one."""
    line = lines(LEAD + LONG)[1]
    assert candidates(line).going_on == ("caption", "editor_note", "notice", "summary")
    note = "编者按：" + LONG
    aside = {"evidence": {"any": {"editor_note": 5.0}}}
    assert [role for role, _ in _told(note + LONG, aside)] == ["editor_note", "editor_note"]
    assert [role for role, _ in _told(LEAD + LONG, aside)] == ["opening", "paragraph"]


def test_sorting_of_lines_is_by_what_was_seen() -> None:
    """A line is asked for its signs alone: the same signs, the same constraints."""
    line = lines(LEAD)[0]
    twin = LineFeatures(
        line.logical, line.text, line.folded, features=[*line.features], line_type="lead"
    )
    assert candidates(twin) == candidates(line)
