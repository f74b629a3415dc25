"""What notebooks show: escaped, without script, folded where long, and never large."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition._model.notebook import Listing, Shown
from edition.diagnostics import Diagnostic

#: The most that a value may put into a notebook, in bytes of UTF-8.
LARGEST = 300_000
HOSTILE = (
    "<script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "javascript:alert(1)",
    '"><svg/onload=alert(1)>',
    "</style></details><style>*{display:none}",
    "\u202e河堤\u202c",
    "\x00\x1b[2J\ud800",
    "&lt;&amp;&#x3c;",
)
#: Elements that a view is made of; anything else came out of the text.
ELEMENTS = {"div", "style", "p", "ul", "li", "b", "i", "span", "details", "summary"}
ELEMENTS |= {"table", "thead", "tbody", "tr", "th", "td"}


class Checker(HTMLParser):
    """Refuses what a view never has, and keeps the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        assert {name for name, _ in attrs} <= {"class", "lang", "open", "scope"}, attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def shown(value: object) -> str:
    """The text of a value's view, once it is known to be sound."""
    assert isinstance(value, Shown)
    html = value._repr_html_()
    assert len(html.encode()) < LARGEST
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    return checker.text


@pytest.fixture(scope="module")
def issue(examples_dir: Path) -> edition.Edition:
    return edition.read_edition(examples_dir / "fenhe-daily" / "2025-03-06")


def test_page_shows_its_outline(issue: edition.Edition) -> None:
    text = shown(issue.page(1))
    assert text.startswith(f"汾河日报 page 1 2025-03-06: {len(issue.page(1).articles)} articles")
    for article in issue.page(1).articles:
        assert article.headline is not None
        assert " / ".join(article.headline.lines) in text
    assert "→ 沈砚秋 记者、秦牧野 记者 · → page 4" in text
    assert "H202" in text


def test_issue_shows_its_contents(issue: edition.Edition) -> None:
    text = shown(issue)
    assert [s for s in issue.stories if s.headline and s.headline.text not in text] == []
    assert "page 4 综合" in text


def test_several_values_are_a_table(issue: edition.Edition) -> None:
    """A column for what each says, a row for each; of many the rest is counted."""
    page = issue.page(1)
    text = shown(page.stories)
    assert text.startswith("kindheadlinepeoplepagescharacters")
    assert all(s.headline.text in text for s in page.stories if s.headline)
    assert shown(page.articles).startswith("headlinepeopleparagraphscharacters")
    assert shown(issue.index()).startswith("pagekindheadline")
    people = issue.people()
    assert isinstance(people, Shown)
    table = people._repr_html_()
    assert table.count("<tr>") == 1 + len(people)
    assert all(person.name in table for person in people)
    leads = page.find_all(edition.Lead)
    assert isinstance(leads, Shown)
    assert shown(leads).startswith("nodetextplaceLead")
    assert leads._repr_mimebundle_()["text/plain"] == repr(leads)
    nobody = page.find_all(edition.Lead, lambda _: False)
    assert shown(nobody) == "nothing"
    many = Listing(leads * 1000)
    assert shown(many).endswith(f"… and {len(many) - 300:,} more")


def test_an_article_names_nobody_twice() -> None:
    """Who wrote it and took its picture stands in its row once."""
    page = edition.parse(
        "渡口的灯\n\n本报记者 何青\n\n青柯渡口的马灯昨晚又亮了，七十三岁的摆渡人把灯点上，再掸一掸玻璃罩上的灰。\n\n图为渡口。 何青 摄\n"
    )
    [article] = page.articles
    assert [person.role for person in article.people] == ["记者"]
    assert "→ 何青 记者 · " in shown(page)


def test_story_tells_why_its_pieces_were_joined(issue: edition.Edition) -> None:
    story = next(s for s in issue.stories if s.pages == (1, 4))
    text = shown(story)
    assert "jump join" in text
    assert all(node.text in text for p in story.paragraphs for node in p.nodes)


def test_every_node_shows_its_text(issue: edition.Edition) -> None:
    for page in issue.pages:
        for node in page.walk():
            text = shown(node)
            if isinstance(node, edition.Block) and node.role not in {"headline", "kicker", "deck"}:
                assert node.text.replace("…", "") in text.replace("…", "")


def test_diagnostics_show_themselves_one_by_one_and_together(issue: edition.Edition) -> None:
    page = issue.page(1)
    assert [d.code in shown(d) for d in page.diagnostics] == [True] * len(page.diagnostics)
    codes = Counter(d.code for d in page.diagnostics)
    assert codes["H202"] == 3
    assert {code: shown(page.diagnostics).count(code) for code in codes} == codes
    told = [d for d in issue.diagnostics if d.page == 4]
    assert shown(issue.diagnostics).count("page 4 ") == len(told) > 0
    assert shown(edition.parse("\n").diagnostics).startswith("warning W209")
    assert page.diagnostics == tuple(page.diagnostics)


def test_a_page_without_a_fault_says_so() -> None:
    page = edition.parse("河堤步道开放\n\n本报讯 汾河西岸的步道昨日开放，全长三公里。（何青）\n")
    assert not page.diagnostics
    assert shown(page.diagnostics) == "nothing looks wrong"


def test_bundle_has_a_text_too(issue: edition.Edition) -> None:
    page = issue.page(1)
    bundle = page._repr_mimebundle_()
    assert bundle["text/html"] == page._repr_html_()
    counts = f"{len(page.articles)} articles, {len(page.photos)} photos"
    assert bundle["text/plain"].startswith(f"汾河日报 page 1 2025-03-06: {counts}")
    assert set(page._repr_mimebundle_(exclude={"text/html"})) == {"text/plain"}
    assert set(page._repr_mimebundle_(include={"text/html"})) == {"text/html"}
    assert "→ page 4" in issue._repr_mimebundle_()["text/plain"]
    assert "paragraph" in issue.stories[0]._repr_mimebundle_()["text/plain"]
    assert page.diagnostics._repr_mimebundle_()["text/plain"] == "\n".join(
        map(str, page.diagnostics)
    )
    headline = page.find(edition.Headline)
    assert headline is not None
    assert headline._repr_mimebundle_()["text/plain"] == repr(headline)


@pytest.mark.parametrize("print_", HOSTILE)
def test_hostile_print_is_shown_and_does_nothing(print_: str) -> None:
    page = edition.parse(
        f"{print_}\n\n本报讯（记者 陈立）{print_}河堤步道开放，全长三公里。{print_}\n"
    )
    visible = "".join(c for c in print_ if c.isprintable())
    for value in (page, *page.walk(), *page.stories, page.diagnostics):
        text = shown(value)
        assert not set(text) & set("\u202e\u202c\x00\x1b\ud800")
    assert visible in shown(page.items[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "长" * 100_000,
        "&\n" * 20_000,
        "a\u202e" * 60_000,
        "标题一行\n\n" * 20_000,
        "本报讯（记者 陈立）河\n" * 10_000,
        ("<b>&" * 2_000 + "。\n") * 50,
    ],
    ids=["line", "lines", "controls", "headlines", "leads", "markup"],
)
def test_nothing_is_ever_large(text: str) -> None:
    page = edition.parse(text)
    for value in (page, page.diagnostics, *page.items[:3], *page.stories[:3], *page.pieces[:3]):
        shown(value)


def test_a_long_text_is_cut_and_what_is_left_out_counted() -> None:
    page = edition.parse("长" * 100_000)
    assert "… 92,000 more characters" in shown(page.items[0])
    assert "… and 700 more" in shown(edition.parse("&\n" * 1_000))


@given(st.text(st.characters(codec=None)))
def test_any_text_is_shown(text: str) -> None:
    page = edition.parse(text)
    for node in page.walk():
        shown(node)
    for one in page.diagnostics:
        assert isinstance(one, Diagnostic)
        shown(one)


def test_importing_edition_makes_no_view() -> None:
    code = "import sys, edition; print([m for m in sys.modules if m in ('edition._render.notebook', 'html')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
