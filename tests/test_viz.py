"""Annotated pages, and two readings beside each other: the text as it is, links that lead somewhere, nothing that acts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition import viz
from edition.__main__ import main
from edition.nodes import Block

ROOT = Path(__file__).resolve().parents[1]
ISSUE = ROOT / "examples" / "fenhe-daily" / "2025-03-06"
#: Elements that a document is made of; anything else came out of the text.
ELEMENTS = set(
    re.findall(
        r"\w+",
        "html head meta title style body main article a h1 h2 h3 div section nav p ol li b i u span small br details summary form "
        "fieldset legend label input button table thead tbody tr th td ins del",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"\S+",
        "lang charset http-equiv content name class id href tabindex title method type open role scope aria-label "
        "aria-labelledby",
    )
)
VOID = {"meta", "input", "br"}
#: What stands in a line of the source and is no text of it.
AROUND = {"e-tag", "e-arrow", "e-seam", "e-quiet"}
HOSTILE = st.sampled_from(
    [
        "<script>document.title='ran'</script>",
        '" onmouseover="alert(1)',
        "javascript:alert(1)",
        "</style></title></section>",
        "\u202e河堤\u202c",
        "\x00\x0c\x1b\ud800\u2028",
        "&amp;&#60;",
    ]
)


class Document(HTMLParser):
    """A document's elements, once none of them is one that a view never has."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lines: list[str] = []
        self._open: list[tuple[str, set[str]]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        assert tag in ELEMENTS, tag
        assert set(given_) <= ATTRIBUTES, attrs
        classes = set((given_.get("class") or "").split())
        self.ids += [given_["id"] or ""] if "id" in given_ else []
        self.links += [given_["href"] or ""] if "href" in given_ else []
        if "e-line" in classes:
            self.lines.append("")
        if tag not in VOID:
            self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        within = set().union(*(classes for _, classes in self._open))
        if "e-line" in within and not within & AROUND:
            self.lines[-1] += data


def check(view: viz.View) -> Document:
    """A view's document, sound, its ids unique, its links leading to lines of its own."""
    document = Document(str(view))
    assert len(set(document.ids)) == len(document.ids)
    assert {link[:1] for link in document.links} <= {"#"}
    assert {link[1:] for link in document.links} <= set(document.ids)
    return document


@pytest.fixture(scope="module")
def issue() -> edition.Edition:
    return edition.read_edition(ISSUE)


def targets(html: str, line: str) -> list[str]:
    """Where the links of a line lead."""
    row = re.search(rf'<div class="[^"]*" id="{line}">.*?</div>', html)
    assert row is not None
    return re.findall(r'href="#([^"]+)"', row.group())


def test_the_text_stands_there_line_for_line(issue: edition.Edition) -> None:
    for page in issue.pages:
        document = check(viz.page(page))
        assert "\n".join(document.lines) == str(page).removesuffix("\n")


def test_a_jump_leads_to_the_page_where_the_story_goes_on_and_back(issue: edition.Edition) -> None:
    html = str(viz.issue(issue))
    check(viz.issue(issue))
    assert targets(html, "p1-45") == ["p4-9"]
    assert targets(html, "p4-9") == ["p1-45"]
    assert html.count("↓ continued on") == html.count("↑ continued from") >= 4
    assert "jump join" in html


def test_a_cut_paragraph_leads_to_its_rest(issue: edition.Edition) -> None:
    html = str(viz.page(issue.page(1)))
    assert targets(html, "p1-41") == ["p1-43"]


def test_roles_people_and_diagnostics_are_marked(issue: edition.Edition) -> None:
    page = issue.page(1)
    html = str(viz.page(page))
    for role in {block.role for block in page.find_all(Block)}:
        assert f'class="e-in-{role}"' in html
        assert f'e-r e-{role}"' in html
    assert '<u class="e-who" title="记者">沈砚秋</u>' in html
    assert '<u class="e-who" title="记者">祁  岚</u>' in html  # padded, as it is printed
    assert html.count("hint H202") == 3


def test_story_numbers_are_those_of_the_stories(issue: edition.Edition) -> None:
    html = str(viz.page(issue.page(2)))
    numbers = [int(n) for n in re.findall(r'class="e-story" tabindex="-1"><b>(\d+)</b>', html)]
    assert set(numbers) == set(range(1, len(issue.page(2).stories) + 1))


def test_what_is_wrong_with_an_issue_stands_above_its_pages() -> None:
    issue = edition.parse_edition({1: "河堤步道开放\n", 3: "第3版\n\n渡口归船\n"})
    html = str(viz.issue(issue))
    assert [one.code for one in issue.diagnostics if one.page is None] == ["W401"]
    assert html.index("W401") < html.index('id="p1"')


def test_what_holds_nothing_is_drawn() -> None:
    check(viz.issue(edition.parse_edition({})))
    empty = edition.Page((edition.Article(()), edition.Photo(()), edition.Stray(())))
    check(viz.page(empty))
    check(viz.page(empty, edition.Page(())))
    for node in (empty, *empty.items, edition.parse_edition({})):
        assert node._repr_html_()


def test_a_node_may_stand_on_a_page_twice() -> None:
    article = edition.Article.build("渡口归船", paragraphs=["船工何大川把最后一班船系在柳树上。"])
    page = edition.Page((article, article))
    assert len(check(viz.page(page)).lines) == 8


def test_a_document_runs_nothing_and_loads_nothing(issue: edition.Edition) -> None:
    html = str(viz.issue(issue))
    assert "default-src 'none'" in html
    assert not re.search(r"<script|\bsrc=|\bon\w+=|@import|url\(|https?:", html)


@pytest.mark.slow
def test_in_a_notebook_a_long_page_is_cut_and_says_so() -> None:
    for text in (
        "长" * 100_000,
        "本报讯（记者 陈立）河\n" * 3_000,
        "a\u202e\n" * 6_000,
        "&" * 100_000,
    ):
        shown = edition.parse(text).show()._repr_html_()
        assert len(shown.encode()) < 700_000
        assert " more " in shown


def test_a_page_in_a_notebook_has_ids_of_its_own(issue: edition.Edition) -> None:
    one, two = (Document(issue.page(n).show()._repr_html_()).ids for n in (1, 2))
    assert not set(one) & set(two)
    check(issue.page(1).show())


def test_showing_says_what_it_is(issue: edition.Edition) -> None:
    assert repr(issue.page(2).show()) == f"View({viz.page(issue.page(2)).title!r})"
    assert "汾河日报 page 2" in viz.page(issue.page(2)).title


def pages() -> Iterator[st.SearchStrategy[str]]:
    line = st.one_of(HOSTILE, st.text(st.characters(codec=None), max_size=20))
    yield st.lists(
        st.one_of(line, st.just(""), st.just("本报讯（记者 陈立）河堤步道开放。（何青）")),
        max_size=12,
    ).map("\n".join)


@given(next(pages()))
def test_any_text_makes_a_sound_document(text: str) -> None:
    page = edition.parse(text)
    document = check(viz.page(page))
    str(viz.page(page)).encode()
    assert not set("".join(document.lines)) & set("\u202e\u202c\x00\x0c\x1b\ud800\u2028")
    check(page.show())


@given(next(pages()), next(pages()))
def test_any_two_texts_stand_beside_each_other(text: str, other: str) -> None:
    check(viz.page(edition.parse(text), edition.parse(other)))


def test_two_readings_are_aligned_and_what_differs_is_marked(issue: edition.Edition) -> None:
    page = issue.page(2)
    text = str(page)
    again = text.replace("三十六只特种阀", "三十八只特种阀").replace("南浦发现一处宋代砖窑群\n", "")
    other = edition.parse(again)
    view = viz.page(page, other)
    html = str(view)
    document = check(view)
    assert "<del>六</del>" in html
    assert "<ins>八</ins>" in html
    assert "− removed" in html
    assert "南浦发现一处宋代砖窑群" in document.lines
    rows = html.split("<tbody>")[1].split("<tr")[1:]
    printed = [line for line in text.split("\n") if line.strip()]
    assert sum('id="a-' in row for row in rows) == len(printed)
    assert sum('id="b-' in row for row in rows) == len(printed) - 1
    # What stands in an item that both readings have is the same; the line that changed and the one that is gone are not.
    kept = [line for item in page.items if item in other.items for line in str(item).split("\n")]
    same = sum('class="e-same"' in row for row in rows)
    assert len(printed) / 2 < sum(bool(line.strip()) for line in kept) <= same <= len(printed) - 2


def test_a_page_beside_itself_has_no_changes(issue: edition.Edition) -> None:
    html = str(viz.page(issue.page(3), issue.page(3)))
    assert "<h1>No changes</h1>" in html
    assert "<tr>" not in html.split("<tbody>")[1]


def test_a_view_is_saved_and_opened(
    issue: edition.Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    view = viz.issue(issue)
    assert view.save(tmp_path / "page.html").read_text(encoding="utf-8") == str(view)
    path = view.open(tmp_path / "again.html")
    temporary = view.open()
    assert opened == [path.as_uri(), temporary.as_uri()]
    assert temporary.read_text(encoding="utf-8") == str(view)
    temporary.unlink()


def test_command_writes_the_page_the_issue_and_two_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    out = tmp_path / "page.html"
    front = ISSUE / "01.txt"
    assert main(["view", str(ISSUE), "--output", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == str(viz.issue(edition.read_edition(ISSUE)))
    assert main(["view", str(front), "--against", str(ISSUE / "02.txt"), "--output", str(out)]) == 0
    assert "first reading" in out.read_text(encoding="utf-8")
    assert main(["view", str(front), "--open", "--output", str(out)]) == 0
    assert opened == [out.as_uri()]
    assert capsys.readouterr().out == f"{out}\n"
    assert main(["view", str(ISSUE), "--against", str(front)]) == 2
    assert main(["view", str(front), "--output", str(tmp_path)]) == 2
    assert "edition: two readings are of a page each" in capsys.readouterr().err


def test_command_writes_to_standard_output_in_utf8() -> None:
    command = [sys.executable, "-X", "utf8=0", "-m", "edition", "view", str(ISSUE / "01.txt")]
    # Where the package is found stays known, by whatever way the tests were told.
    env = {"PATH": "", "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, check=True, env=env)
    page = edition.parse((ISSUE / "01.txt").read_bytes().decode())
    assert done.stdout.decode() == str(viz.page(page))
