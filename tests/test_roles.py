"""Why a line has its role, and the page that explains the evidence."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

import edition
from edition._grammar.compiled import base
from edition._parser import feature_names, line_features, weights
from edition._parser.constraints import candidates
from edition._parser.decode import Allowed, decode
from edition._parser.explanation import LAYOUT
from edition._parser.marginals import best_by_role
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.phrases import phrase
from edition.nodes import Block, Headline, Lead, Paragraph, Signoff
from edition.pages import Page

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "examples").rglob("*.txt"), *(ROOT / "tests" / "data").rglob("*.txt")])

TEXT = """桑峪流动法庭获评

全省便民服务示范点

本报讯（记者 陈立）3月4日，桑峪县流动法庭获评全省便民服务示范点。这个由四名法官、两辆车组成的法庭，五年来走遍全县一百三十二个村，在院坝、地头和集市上审结纠纷七百余件，调解成功率接近九成。

流动法庭随车带着一张折叠桌和一枚国徽。遇上邻里争地界，法官先不急着开庭，拉着双方把地走一遍、量一遍，很多官司量着量着就和解了。

（梁雨桐）

三座老桥换上新灯

本报讯 3月5日晚，汾河上的三座老桥同时亮起了新灯。灯带沿着桥拱的弧线铺开，颜色随季节变换，春天是嫩绿，秋天是麦黄。市照明管理处介绍，新灯一晚的用电量只有旧灯的三成。(下转第4版)

责编 段秋禾  版式 宋闻溪
"""


@pytest.fixture(scope="module")
def page() -> Page:
    return edition.parse(TEXT)


def test_explanation_agrees_with_the_parse(page: Page) -> None:
    """The role that is explained is the role of the block; a lead's line is explained as the paragraph it opens."""
    for block in page.find_all(Block):
        span = block.span
        assert span is not None
        if TEXT[: span[0]].endswith("\n") or span[0] == 0:
            role = "paragraph" if isinstance(block, Lead) else block.role
            assert page.explain(block).role == role, block.text


@pytest.mark.slow
@pytest.mark.parametrize("file", PAGES[::6], ids=lambda file: file.stem)
def test_what_is_explained_is_what_was_read(file: Path) -> None:
    """On any page the role that is explained is the one that the line has, though another may score higher."""
    text = file.read_bytes().decode("utf-8")[:1500]
    page, readings = edition.parse(text), read_page(text)[1]
    for reading, step in zip(readings, decode(readings, base().layout), strict=True):
        line = reading.logical.lines[0]
        node = page.node_at(line.start + len(line.indent))
        assert node is not None
        role = "paragraph" if step.role in weights.BODY else step.role
        assert page.explain(node).role == role, reading.text


def test_candidates_are_ranked(page: Page) -> None:
    """The best candidate comes first, and the margin is its lead over the second."""
    why = page.explain(page.articles[0].headline or page)
    scores = [candidate.score for candidate in why.candidates]
    assert scores == sorted(scores, reverse=True)
    assert why.role == why.candidates[0].role == "headline"
    assert why.margin == scores[0] - scores[1] > 0
    roles = [candidate.role for candidate in why.candidates]
    assert len(roles) == len(set(roles))


def test_roles_are_of_the_standoff_vocabulary(page: Page) -> None:
    """Candidates go by the names that the annotation has, not by those of the search."""
    known = {kind.role for kind in _leaves(Block)}
    for block in page.find_all(Block):
        assert {candidate.role for candidate in page.explain(block).candidates} <= known


def _leaves(kind: type[Block]) -> list[type[Block]]:
    return [leaf for sub in kind.__subclasses__() for leaf in _leaves(sub)] or [kind]


def test_evidence_is_ranked_and_named(page: Page) -> None:
    """What spoke most strongly, for or against, comes first; what had no weight is left out."""
    why = page.explain(page.articles[0].headline or page)
    for candidate in why.candidates:
        weights = [abs(evidence.weight) for evidence in candidate.evidence]
        assert weights == sorted(weights, reverse=True)
        assert 0 not in weights
    assert {"bare", "length:8"} & {evidence.name for evidence in why.candidates[0].evidence}


def test_formula_leaves_no_choice(page: Page) -> None:
    """A line that opens with a lead can be nothing else: one candidate, and an infinite margin."""
    lead = page.articles[0].lead
    assert lead is not None
    why = page.explain(lead)
    assert [candidate.role for candidate in why.candidates] == ["paragraph"]
    assert why.margin == float("inf")
    assert why.constraints == ("A lead opens a report.",)


def test_line_of_a_block_can_be_explained(page: Page) -> None:
    """Of a headline of two lines, each piece has an explanation of its own."""
    headline = page.articles[0].headline
    assert isinstance(headline, Headline)
    assert [page.explain(piece).text for piece in headline.parts] == list(headline.lines)


def test_group_is_explained_by_its_first_line(page: Page) -> None:
    """An article, a headline block or a page is explained by the line on which it begins."""
    first = "桑峪流动法庭获评"
    assert page.explain(page.articles[0]).text == first
    assert page.explain(page).text == first


def test_sign_off_in_a_paragraph_is_explained_by_its_line(page: Page) -> None:
    """A block that begins inside a line is explained by that line."""
    jump = page.articles[1].continued_on
    assert jump is not None
    why = page.explain(jump)
    assert why.text.endswith("(下转第4版)")
    assert why.role == "paragraph"


def test_page_that_was_built_can_be_explained() -> None:
    """Spans are not needed: a page from the builders is explained, too."""
    body = "汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。"
    built = Page.build(
        edition.Article.build("河堤步道开放", lead=Lead.build(paper=True), paragraphs=[body])
    )
    assert built.explain(built.articles[0].headline or built).text == "河堤步道开放"


def test_node_of_another_page_is_refused(page: Page) -> None:
    """A node that does not stand in the page has no explanation."""
    with pytest.raises(ValueError, match="is not in"):
        page.explain(Paragraph.build("本市昨日晴。"))


def test_explanation_prints_as_a_table(page: Page) -> None:
    """As a str, behind the sentence: the line, its role and margin, then a row for each candidate."""
    why = page.explain(page.articles[1].headline or page)
    _, head, *rows = str(why).splitlines()
    assert head.startswith(f"三座老桥换上新灯: headline, by {why.margin:.1f}, ")
    assert head.endswith("% sure")
    assert [row.split()[0] for row in rows] == [candidate.role for candidate in why.candidates]


def test_explanation_shows_what_tells_the_roles_apart() -> None:
    """What counts alike for every role explains none, however much it weighs."""
    page = edition.parse(
        "河堤步道开放\n\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\n\n（何青）\n"
    )
    why = page.explain(page.find(Signoff) or page)
    shown = [row.split(maxsplit=2)[2] for row in str(why).splitlines()[2:]]
    assert "is:bracketed +" in shown[0]
    assert len(set(shown)) == len(shown)
    only = page.explain(page.articles[0].paragraphs[0])
    assert len(only.candidates) == 1
    assert str(only).splitlines()[2].split()[0] == "paragraph"


# --- docs/evidence.md ---------------------------------------------------------------------------

_PLACEHOLDERS = {
    "SHAPE": r"[a-z ]+",
    "ROLE": r"[a-z_]+",
    "DEGREE": r"(?:none|some|much|most|short)",
    "N": r"(?:-?[0-9.]+|more)",
    "PRINT": r"(?:tiny|small|body|over|large|larger|huge|head|edge)(?: (?:plain|dark|heavy))?",
}


def _documented() -> dict[str, re.Pattern[str]]:
    """The names in the tables of the page, as patterns."""
    rows = re.findall(
        r"^\| `([^`]+)` \| [A-Z].*\. \|$",
        (ROOT / "docs/evidence.md").read_text("utf-8"),
        re.MULTILINE,
    )
    found = {}
    for name in rows:
        parts = re.split("(PRINT|SHAPE|ROLE|DEGREE|N)", name)
        pattern = "".join(_PLACEHOLDERS.get(part, re.escape(part)) for part in parts)
        found[name] = re.compile(pattern)
    assert len(found) == len(rows), "a name stands twice"
    return found


@cache
def _known() -> frozenset[str]:
    """The names that weights are kept for, and those that the pages at hand show."""
    names = {name for part in weights.shipped().numbers.values() for name in part}
    for file in PAGES:
        readings = read_page(file.read_bytes().decode("utf-8"))[1]
        for n, reading in enumerate(readings):
            names.update(readings.evidence(n), reading.boundary)
    names.add(LAYOUT)
    # Formulas that no page at hand may show.
    names.update(f"is:{word}" for _, word in line_features.WHOLE)
    for table in (line_features.OPENINGS, line_features.ENDINGS, line_features.INSIDES):
        names.update(word for _, word in table)
    return frozenset(names)


def test_every_piece_of_evidence_is_explained() -> None:
    """docs/evidence.md has a sentence for each name that the code can produce."""
    patterns = _documented().values()
    missing = {name for name in _known() if not any(p.fullmatch(name) for p in patterns)}
    assert missing == set()


def test_no_explanation_is_stale() -> None:
    """docs/evidence.md explains nothing that the code does not produce."""
    stale = {row for row, p in _documented().items() if not any(p.fullmatch(n) for n in _known())}
    assert stale == set()


def test_every_shape_is_explained() -> None:
    """docs/evidence.md names every shape that is not the name of a formula."""
    page = (ROOT / "docs/evidence.md").read_text("utf-8")
    shapes = {"lead", "continued", "edge"}
    for file in PAGES:
        shapes |= {reading.line_type for reading in read_page(file.read_bytes().decode("utf-8"))[1]}
    formulas = {word for _, word in line_features.WHOLE} | {"names"}
    assert {shape for shape in shapes - formulas if f"`{shape}`" not in page} == set()


def test_path_is_made_of_documented_evidence(page: Page) -> None:
    """What an explanation names is what the tables of the page name."""
    patterns = _documented().values()
    for block in page.find_all(Block):
        for candidate in page.explain(block).candidates:
            for evidence in candidate.evidence:
                assert any(p.fullmatch(evidence.name) for p in patterns), evidence.name


def test_a_search_that_followed_the_wrong_paths_goes_on() -> None:
    """Weights may favour a reading so much that what comes next is ruled out in it: then a story begins there."""
    text = "本报讯 望月桥昨天修缮完工，恢复通行。\n桥与村\n（上接第1版）桥长四十二米，有三个孔。\n"
    readings = read_page(text)[1]
    model = weights.Model.of({"seam": {"any": {"same": 90.0}}})
    steps = decode(readings, base().layout, model)
    assert [step.link for step in steps] == ["new", "same", "new"]


def test_one_pass_tells_what_a_search_for_each_role_tells() -> None:
    """Held to a role, the search scores no more than the max-marginal says, and of the role that was read as much."""
    layout = base().layout
    readings = read_page(TEXT, base())[1]
    best = decode(readings, layout)
    for n, step in enumerate(best):
        told = best_by_role(readings, n, layout, step.role)
        assert told[step.role][1] == pytest.approx(best[-1].score)
        for role in candidates(readings[n]).roles:
            there, score = told[role]
            allowed: list[Allowed] = [None] * len(readings)
            allowed[n] = {(role, link) for link in ("new", "same", "join", "none")}
            assert decode(readings, layout, None, allowed)[-1].score <= score + 1e-9
            assert there.role == role


def test_a_line_costs_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many roles a line could have, it is explained by weighing each line of the page twice: to read it, and to compare."""
    page = edition.parse(TEXT)
    weighed = 0
    around = PageFeatures.evidence

    def counted(readings: PageFeatures, n: int) -> list[str]:
        nonlocal weighed
        weighed += 1
        return around(readings, n)

    monkeypatch.setattr(PageFeatures, "evidence", counted)
    why = page.explain(page.articles[0].headline or page)
    lines = len(read_page(TEXT, base())[1])
    assert weighed == 2 * lines + len(why.candidates)


def test_names_that_code_asks_for_are_made() -> None:
    """A constant for a feature's name is the name of a feature, and stands there once."""
    names = [value for key, value in vars(feature_names).items() if key.isupper()]
    assert len(set(names)) == len(names) > 40
    patterns = _documented().values()
    assert [name for name in names if not any(p.fullmatch(name) for p in patterns)] == []


def test_an_explanation_begins_with_a_sentence(page: Page) -> None:
    """It names the role, the next best one, and what tells them apart; a formula's role has no other, and a rule instead."""
    headline, lead = page.articles[0].headline, page.articles[0].lead
    assert headline is not None
    assert lead is not None
    why = page.explain(headline)
    rival = why.candidates[1].role
    assert str(why).startswith(f"{why.sentence}\n{why.text[:24]}")
    assert why.sentence.startswith(f"headline rather than {rival}: ")
    told = why.sentence.partition(": ")[2].split(", ")
    own, other = (
        {phrase(one.name) for one in candidate.evidence} for candidate in why.candidates[:2]
    )
    assert set(told) <= own | other
    assert page.explain(lead).sentence == "paragraph, and nothing else: A lead opens a report."


def test_a_role_that_others_outweigh_says_so(page: Page) -> None:
    """Below a margin of zero the sentence does not claim that the role is the likelier one."""
    why = page.explain(page.articles[0].headline or page)
    rival = why.candidates[1].role
    beaten = evolve(why, margin=-0.5)
    assert beaten.sentence.startswith(
        f"headline although the page would score higher with {rival}: "
    )


def test_every_feature_has_a_phrase() -> None:
    """Whatever a weight asks for can be told in words (src/edition/_parser/phrases.py)."""
    names = {name for part in weights.shipped().numbers.values() for name in part}
    assert [name for name in sorted(names) if phrase(name) == name] == []
    assert phrase("no such feature") == "no such feature"
