"""What the public strategies draw: pages that are read as they were drawn, of realistic text, shrinking to small ones."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import edition
from edition import _hypothesis, strategies
from edition._grammar.compiled import base
from edition._testing import words as vocabulary
from edition._testing.distortions import in_version_1
from edition._testing.words import Script, in_script
from edition.editions import Edition
from edition.nodes import Article, Block, Byline, Jump, Node, Notice, Signoff
from edition.pages import Page
from edition.strategies import Layout
from edition.testing import assert_lossless, assert_roundtrip

# The entry point does this where the package is installed.
_hypothesis.register()

PUBLIC = sorted(
    set(_hypothesis.STRATEGIES.values())
    | {
        "continued_articles",
        "editions",
        "layouts",
        "names",
        "page_labels",
        "photo_news",
        "quotes",
        "scripts",
        "texts",
    }
)


@given(strategies.pages())
def test_canonical(page: Page) -> None:
    """A page that is drawn is read from its own text as the page that it is."""
    assert_roundtrip(page)


@given(strategies.pages(realistic=False) | strategies.texts().map(edition.parse))
def test_canonical_for_any_text(page: Page) -> None:
    """A page of any characters is, too."""
    assert_roundtrip(page)


@given(strategies.pages(), st.data())
def test_local(page: Page, data: st.DataObject) -> None:
    """One node replaced by another of its class changes the text where it stood, and no other character."""
    old = data.draw(st.sampled_from(page.find_all(Block)))
    new = data.draw(st.from_type(type(old)))
    extent = old.extent
    assert extent is not None
    changed, text = str(page.replace(old, new)), str(page)
    ink = str(new).removeprefix(new.parts[0].indent).removesuffix(new.parts[-1].tail)
    begin, end = extent[0] + len(old.parts[0].indent), extent[1] - len(old.parts[-1].tail)
    assert changed == text[:begin] + ink + text[end:]


@given(strategies.articles(realistic=False), strategies.editions(realistic=False))
def test_any_characters(article: Article, issue: Edition) -> None:
    """Articles and issues of any characters are exact, too."""
    assert article.parts
    assert_lossless(str(article))
    for page in issue.pages:
        assert_roundtrip(page)


@given(strategies.pages())
def test_places(page: Page) -> None:
    """A page that is drawn knows its places, as one that is parsed does."""
    text = str(page)
    for node in page.walk():
        if node is not page:
            assert node.extent is not None
            assert text[slice(*node.extent)] == str(node)
    assert edition.Page(page.items, page.head).items is page.items


@pytest.mark.parametrize("name", PUBLIC)
@settings(max_examples=20)
@given(st.data())
def test_every_strategy_draws(name: str, data: st.DataObject) -> None:
    """Each strategy draws what its name says, and nothing without print."""
    drawn = data.draw(getattr(strategies, name)())
    kinds = [kind for kind, strategy in _hypothesis.STRATEGIES.items() if strategy == name]
    assert all(isinstance(drawn, kind) for kind in kinds)
    if isinstance(drawn, Node):
        assert all(piece.text == piece.text.strip() != "" for piece in drawn.pieces)


@given(strategies.articles("simplified"), strategies.articles("traditional"))
def test_scripts(simplified: Article, traditional: Article) -> None:
    """An article is in one script: what differs between the two can be written in the one, or in the other."""
    assert not set(str(simplified)) & set("記訊電攝圖開說來車陳馬")
    assert not set(str(traditional)) & set("记讯电摄图开说来车陈马")


@pytest.mark.parametrize(("script", "charset"), [("simplified", "gb2312"), ("traditional", "big5")])
def test_words_have_both_forms(script: Script, charset: str) -> None:
    """Every invented word can be written in the character set of either script."""
    words = json.dumps(
        [value for value in vars(vocabulary).values() if isinstance(value, tuple)],
        ensure_ascii=False,
    )
    assert in_script(words, script).encode(charset)


@pytest.mark.parametrize("kind", list(_hypothesis.STRATEGIES), ids=lambda kind: str(kind.__name__))
@settings(max_examples=5)
@given(st.data())
def test_from_type(kind: type[object], data: st.DataObject) -> None:
    """Hypothesis knows a strategy for every class of nodes."""
    assert isinstance(data.draw(st.from_type(kind)), kind)


def test_every_class_of_nodes_has_a_strategy() -> None:
    """No concrete class is left out, and no strategy is registered that is not there."""
    concrete = {
        kind
        for kind in vars(edition).values()
        if isinstance(kind, type) and issubclass(kind, Node) and kind not in (Node, Block)
    }
    assert concrete <= set(_hypothesis.STRATEGIES)


def test_the_entry_point_is_there() -> None:
    """The name in pyproject.toml is that of the function that registers the strategies."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    (point,) = project["project"]["entry-points"]["hypothesis"].values()
    assert EntryPoint("edition", point, "hypothesis").load() is _hypothesis.register


def test_hypothesis_is_not_imported_unless_it_is_used() -> None:
    """`import edition` brings neither Hypothesis nor the strategies."""
    code = "import sys, edition; assert not {'hypothesis', 'edition.strategies'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_hypothesis_the_error_names_the_extra() -> None:
    """Importing the strategies without Hypothesis tells how to get it."""
    code = "import sys; sys.modules['hypothesis'] = None; import edition.strategies"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8"
    )
    assert "pip install 'edition-dom[hypothesis]'" in done.stderr


@given(strategies.layouts())
def test_layouts(layout: Layout) -> None:
    """The truth covers the print of the extracted text, and nothing of the page is lost on the way."""
    assert_lossless(layout.text)
    at = 0
    covered = []
    for span in layout.truth["spans"]:
        assert at <= span["start"] < span["end"]
        assert not layout.text[at : span["start"]].strip()
        at = span["end"]
        covered.append(layout.text[span["start"] : at])
        assert covered[-1] == covered[-1].strip()
        assert "\n" not in covered[-1]
    assert not layout.text[at:].strip()
    plain = str(layout.page).translate(str.maketrans("，（）：；！？％", ",():;!?%"))
    ink = "".join(covered).translate(str.maketrans("，（）：；！？％", ",():;!?%"))
    assert sorted("".join(ink.split())) == sorted("".join(plain.split()))
    if not layout.effects:
        rows = edition.to_standoff(layout.page)["spans"]
        assert layout.truth["spans"] == [in_version_1(row) for row in rows]


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.layouts())
def test_layouts_keep_who_is_named(layout: Layout) -> None:
    """Everybody whom the page names is named once in the truth, whatever the layout."""
    named = [person["name"] for span in layout.truth["spans"] for person in span.get("people", [])]
    whole = [
        p["name"]
        for span in edition.to_standoff(layout.page)["spans"]
        for p in span.get("people", [])
    ]
    assert sorted(named) == sorted(whole)


def smallest(strategy: SearchStrategy[Any], what: Callable[[Any], bool]) -> Any:
    """The smallest example that Hypothesis finds."""
    return find(
        strategy,
        what,
        settings=settings(max_examples=2000, database=None, phases=[Phase.generate, Phase.shrink]),
    )


@pytest.mark.slow
def test_what_shrinks_is_small_and_readable() -> None:
    """A page shrinks to one story of plain words, a story with a sign-off to one without anything else."""
    page = smallest(strategies.pages(), lambda _: True)
    assert len(str(page)) < 250
    assert len(page.items) == 1
    signed = smallest(strategies.pages(), lambda page: page.find(Signoff) is not None)
    assert len(str(signed)) < 260
    assert len(smallest(strategies.pages(), lambda page: len(page.articles) > 1).items) == 2
    noticed = smallest(strategies.pages(), lambda page: page.find(Notice) is not None)
    assert len(str(noticed)) < 260


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        lambda text: edition.parse(text.replace("（", "(")),
        lambda text: edition.parse(text.replace("。", "。\n")),
        lambda text: attrs.evolve(edition.parse(text), items=edition.parse(text).items[:3]),
    ],
    ids=["brackets", "stops", "fourth item"],
)
def test_broken_parsers_are_found(broken: Callable[[str], Page]) -> None:
    """A parser that is broken on purpose is caught, by a small page."""
    page = smallest(strategies.pages(), lambda page: broken(str(page)) != edition.parse(str(page)))
    assert len(str(page)) < 300


@given(strategies.editions())
def test_editions(issue: Edition) -> None:
    """An issue has stories that jump from its first page, and each of its pages is one that can be printed."""
    jumps = sorted(jump.page_number or 0 for jump in issue.pages[0].find_all(Jump))
    assert jumps
    for number in issue.numbers:
        page = issue.page(number)
        assert page.number == number
        assert_lossless(str(page))
        goes_on = bool(page.articles) and page.articles[0].continued_from is not None
        assert goes_on == (number in jumps)
    assert {story.pages for story in issue.stories if len(story.pages) > 1} <= {
        (1, number) for number in jumps
    }


def test_formulas_come_from_the_grammar() -> None:
    """Surnames are the grammar's own, without those that mean something else between names."""
    surnames = strategies._surnames("simplified")
    assert len(surnames) > 200
    assert all(base().names.is_surname(name) for name in surnames)
    assert "和" not in surnames


@pytest.mark.parametrize("surname", "何周左")
def test_a_short_name_is_read_as_a_name(surname: str) -> None:
    """周一 is a day, and 左一 a place in a picture."""
    for number in range(len(vocabulary.GIVEN)):
        name = surname + strategies._given(number)
        assert [one.name for one in Byline.build(f"本报记者 {name}").people] == [name]
