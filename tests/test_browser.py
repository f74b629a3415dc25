"""What people see: annotated pages and notebook views in Chromium, driven with mouse and keyboard.

Needs Playwright, and a Chromium that is installed (`chromium`, as Debian has it): Playwright's own browsers are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.press import example, write_pdf

import edition
import edition.formats.pdf
from edition import Article, Notice, Photo, Stray, viz

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

ISSUE = Path(__file__).resolve().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"
#: What a hostile text tries: to run, to load, to reach out of its place, to be read backwards.
HOSTILE = "\n\n".join(
    [
        "<script>document.title='ran'</script>",
        "本报讯（记者 <img src=x onerror=\"document.title='ran'\">）河堤步道昨日开放，全长三公里。javascript:document.title='ran'",
        '"><svg onload="document.title=\'ran\'"></style></section></main>',
        "<a href=\"javascript:document.title='ran'\">点这里</a><iframe srcdoc=\"<script>parent.document.title='ran'</script>\">",
        "河堤\u202e放开道步\u202c开放\u2066\u2067\u2069\u200f，全长\u0000三公里\u001b[2J。",
        "长" * 100_000,
        "A" * 100_000,
        "e" + "\u0301" * 5_000,
        "(\u4e0b\u8f6c\u7b2c4\u7248)",
    ]
)
WIDTHS = (1400, 800, 360)


@pytest.fixture(scope="module")
def issue() -> edition.Edition:
    return edition.read_edition(ISSUE)


#: Shows a document, in light or dark and at a width, in a tab that allows it nothing.
Show = Callable[..., "Page"]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    wrong: list[str] = []
    tabs: list[Page] = []

    def open_(html: str, *, dark: bool = False, width: int = 1400) -> Page:
        file = tmp_path / f"{len(tabs)}.html"
        file.write_text(html, encoding="utf-8")
        tab = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        tab.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        tab.on("console", lambda message: wrong.append(f"console: {message.text[:200]}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on("request", lambda request: wrong.append(f"request: {request.url[:200]}"))
        tab.goto(file.as_uri())
        wrong.remove(f"request: {file.as_uri()}")
        tabs.append(tab)
        return tab

    yield open_
    for tab in tabs:
        tab.close()
    assert wrong == []


def notebook(*values: object) -> str:
    """Views in a page that has no policy of its own and allows scripts, as a notebook does."""
    shown = "".join(f"<section>{value._repr_html_()}</section>" for value in values)  # type: ignore[attr-defined]  # what is shown has it
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>notebook</title><main><h1>notebook</h1>{shown}</main>'


def assert_sound(tab: Page, title: str) -> None:
    """Assert that nothing ran, nothing can run, and nothing is wider than its place."""
    assert tab.title() == title
    assert tab.locator("script, iframe, img, svg, object, embed, link, base").count() == 0
    acting = "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"
    assert tab.evaluate(acting) == 0
    away = "[...document.links].filter(a => !a.getAttribute('href').startsWith('#')).length"
    assert tab.evaluate(away) == 0
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    wide = """[...document.querySelectorAll('body *')].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width > 1 && box.right > innerWidth + 1 && !e.closest('.e-both');
    }).map(e => e.className)"""
    assert tab.evaluate(wide) == []
    # A line under its neighbours is read by nobody.
    tall = """[...document.querySelectorAll('.e-line')].filter(e =>
        e.scrollHeight > e.clientHeight + 4 && getComputedStyle(e).overflowY != 'clip').length"""
    assert tab.evaluate(tall) == 0


def assert_accessible(tab: Page) -> None:
    """Assert that axe finds nothing to complain of, best practices included."""
    found = Axe().run(tab, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_does_nothing_and_stays_in_its_place(show: Show, width: int) -> None:
    page = edition.parse(HOSTILE)
    view = viz.page(page)
    assert_sound(show(str(view), width=width), view.title)
    other = edition.parse(HOSTILE.replace("三公里", "五公里"))
    assert_sound(show(str(viz.page(page, other)), width=width), view.title)


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_does_nothing_in_a_notebook(show: Show, width: int) -> None:
    page = edition.parse(HOSTILE)
    values = (page, page.show(), *page.items, *page.stories, page.diagnostics, page.pieces[1])
    tab = show(notebook(*values), width=width)
    tab.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert_sound(tab, "notebook")


def test_marks_of_direction_are_shown_and_not_obeyed(show: Show) -> None:
    tab = show(str(viz.page(edition.parse("河堤\u202e放开道步\u202c开放\n"))))
    line = tab.locator(".e-line").first
    assert line.inner_text() == "河堤U+202E放开道步U+202C开放"
    boxes = line.evaluate(
        """e => {
            const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
                const range = document.createRange();
                range.selectNodeContents(walker.currentNode);
                found.push(range.getBoundingClientRect().left);
            }
            return found;
        }"""
    )
    assert boxes == sorted(boxes)


def test_a_continuation_is_followed_there_and_back(show: Show, issue: edition.Edition) -> None:
    tab = show(str(viz.issue(issue)))
    tab.get_by_role("link", name="continued on page 4, line 9").first.click()
    assert tab.evaluate("location.hash") == "#p4-9"
    target = tab.locator("#p4-9")
    assert target.inner_text().replace("\n", " ").find("干支渠清淤和闸门检修") > 0
    tab.wait_for_function(
        "(() => { const b = document.querySelector('#p4-9').getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; })()"
    )
    assert target.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    # The keyboard goes on from the line that was reached.
    tab.keyboard.press("Tab")
    assert (
        tab.evaluate("document.activeElement.getAttribute('aria-label')")
        == "continued from page 1, line 45"
    )
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#p1-45"


def visible_lines(tab: Page) -> list[str]:
    return tab.locator(".e-row:visible .e-line").all_inner_texts()


def test_roles_are_filtered_with_the_mouse_and_with_the_keyboard(
    show: Show, issue: edition.Edition
) -> None:
    page = issue.page(1)
    tab = show(str(viz.page(page)))
    everything = visible_lines(tab)
    headlines = [line for block in page.find_all(edition.Headline) for line in block.lines]
    tab.get_by_role("checkbox", name="headline 主题").check()
    assert visible_lines(tab) == headlines
    photos = tab.get_by_role("checkbox", name="caption 图片说明")
    photos.focus()
    tab.keyboard.press("Space")
    captions = [block.text for block in page.find_all(edition.Caption)]
    assert len(visible_lines(tab)) == len(headlines) + len(captions)
    tab.get_by_role("button", name="Show all").focus()
    tab.keyboard.press("Enter")
    assert visible_lines(tab) == everything
    assert tab.url.endswith(".html")  # the form went nowhere


def test_doubtful_lines_are_shown_by_themselves(show: Show, issue: edition.Edition) -> None:
    """The first box of the legend leaves the lines with a low confidence, which are marked, and no others."""
    page = issue.page(1)
    tab = show(str(viz.page(page)))
    doubtful = [block for block in page.find_all(edition.Block) if (page.confidence(block) or 1) < 0.8]  # fmt: skip
    assert tab.get_by_role("checkbox").first.get_attribute("class") == "e-in-doubt"
    assert tab.get_by_text("% sure").count() == len(doubtful) > 0
    tab.get_by_role("checkbox", name="doubtful").check()
    assert visible_lines(tab) == [block.lines[0] for block in doubtful]


def test_a_link_reaches_a_line_that_the_filter_hides(show: Show, issue: edition.Edition) -> None:
    tab = show(str(viz.page(issue.page(1))))
    tab.get_by_role("checkbox", name="paragraph 正文").check()
    assert not tab.locator("#p1-51").is_visible()
    tab.evaluate("location.hash = '#p1-51'")
    assert tab.locator("#p1-51").is_visible()


def test_the_contents_lead_to_each_story(show: Show, issue: edition.Edition) -> None:
    tab = show(str(viz.issue(issue)))
    links = tab.get_by_role("navigation").get_by_role("link")
    assert links.count() == len(issue.pages) + len(issue.stories)
    links.filter(has_text="夜读区").click()
    tab.wait_for_function(
        "document.querySelector(':target').getBoundingClientRect().top < innerHeight"
    )
    assert "市图书馆夜读区延时至零点" in tab.locator(":target").inner_text()


def test_a_screen_reader_is_told_what_is_what(show: Show, issue: edition.Edition) -> None:
    page = issue.page(1)
    tab = show(str(viz.page(page)))
    assert tab.get_by_role("heading", level=1).count() == 1
    boxes = [item for item in page.items if isinstance(item, Article | Photo | Notice | Stray)]
    assert tab.get_by_role("heading", level=2).count() == len(boxes)
    assert tab.get_by_role("group", name="Show only").count() == 1
    headlines = [s.headline.text.split(" ")[0] if s.headline else "" for s in page.stories]
    name = f"{headlines.index('汾川老厂区') + 1} article 汾川老厂区"
    assert tab.get_by_role("article", name=name).count() == 1
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the text"


def test_lines_that_are_the_same_are_hidden(show: Show, issue: edition.Edition) -> None:
    page = issue.page(2)
    tab = show(str(viz.page(page, edition.parse(str(page).replace("三十六只", "三十八只")))))
    tab.get_by_role("checkbox", name="Only lines that differ").check()
    rows = tab.locator("tbody tr:visible")
    assert rows.count() == 1
    assert rows.locator("ins").inner_text() == "八"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(1400, False), (360, True)], ids=["wide", "dark"])
def test_a_checker_of_accessibility_finds_nothing(
    show: Show, issue: edition.Edition, width: int, *, dark: bool
) -> None:
    page = issue.page(4)
    if not dark:
        two = {n: str(issue.page(n)) for n in (1, 4)}
        assert_accessible(show(str(viz.issue(edition.parse_edition(two)))))
    for view in (viz.page(page), viz.page(page, issue.page(3))):
        tab = show(str(view), dark=dark, width=width)
        assert_accessible(tab)
        for box in tab.get_by_role("checkbox").all()[::3]:
            box.check()
        tab.evaluate("location.hash = '#p4-15'")
        assert_accessible(tab)
    shown = notebook(issue, issue.page(3), issue.page(3).show(), page.stories[3], page.diagnostics)
    tab = show(shown, dark=dark, width=width)
    tab.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert_accessible(tab)


def ground(tab: Page, selector: str) -> str:
    found: str = tab.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor")
    return found


def test_a_notebook_that_is_dark_or_light_has_its_way(show: Show, issue: edition.Edition) -> None:
    shown = notebook(issue.page(1), issue.page(1).show())
    light, dark = "rgb(255, 255, 255)", "rgb(22, 22, 20)"
    for mark, expected in (
        ("data-jp-theme-light=false", dark),
        ("data-jp-theme-light=true", light),
    ):
        tab = show(shown.replace("<main>", f"<body {mark}><main>"), dark=expected == light)
        assert ground(tab, ".edition") == ground(tab, ".edition-view") == expected
    for system in (False, True):
        tab = show(shown, dark=system)
        assert ground(tab, ".edition") == (dark if system else light)


# --- the picture of a page -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facsimile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of a PDF on its picture."""
    pytest.importorskip("pypdfium2", reason="needs the extra pdf")
    pytest.importorskip("PIL", reason="needs the extra pdf")
    path = write_pdf(tmp_path_factory.mktemp("print") / "page.pdf", example())
    (page,) = edition.read_pdf(path).pages
    return str(viz.page(page, picture=edition.formats.pdf.picture(path)))


LIT = "e => getComputedStyle(e).outlineStyle == 'solid'"


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (800, True), (390, False), (390, True)])
def test_a_page_on_its_picture(show: Show, facsimile: str, width: int, dark: bool) -> None:
    """Nothing runs or is loaded, nothing is wider than its place, the picture is seen and its boxes lie on it."""
    tab = show(facsimile, width=width, dark=dark)
    assert tab.locator("script").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert tab.locator("img").evaluate("e => e.complete && e.naturalWidth > 500")
    outside = """[...document.querySelectorAll('.e-z')].filter(e => {
        const box = e.getBoundingClientRect(), paper = document.querySelector('img').getBoundingClientRect();
        return box.width < 1 || box.height < 1 || box.left < paper.left - 1 || box.right > paper.right + 1 || box.bottom > paper.bottom + 1;
    }).length"""
    assert tab.evaluate(outside) == 0
    assert_accessible(tab)


def test_picture_and_text_light_each_other(show: Show, facsimile: str) -> None:
    """What is pointed at in one is lit in the other: with the mouse, with the keyboard, and where a link leads."""
    tab = show(facsimile)
    box = tab.get_by_role("link", name="story 1, headline: 汾河西岸步道全线贯通")
    print_ = tab.locator(".e-r.e-headline").first
    assert not print_.evaluate(LIT)
    box.hover()
    assert print_.evaluate(LIT)
    assert not tab.locator(".e-r.e-headline").nth(1).evaluate(LIT)
    print_.hover()
    assert box.evaluate(LIT)
    tab.mouse.move(5, 890)
    assert not box.evaluate(LIT)
    box.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    assert print_.evaluate(LIT)
    tab.keyboard.press("Enter")
    assert tab.locator(".e-row:target").get_by_text("汾河西岸步道全线贯通").count() == 1
    tab.get_by_role("link", name="line 6 on the picture").click()
    deck = tab.get_by_role("link", name="deck: 三公里步道连起四座公园")
    assert tab.evaluate("location.hash.slice(1)") == deck.get_attribute("id")
    assert deck.evaluate(LIT)


def test_a_paragraph_in_two_columns_has_two_boxes(show: Show, facsimile: str) -> None:
    """Both are lit together, and one of them is reached with the keyboard."""
    tab = show(facsimile)
    keys = tab.evaluate(
        "[...document.querySelectorAll('.e-z[aria-hidden]')].map(e => e.classList[2])"
    )
    assert keys
    both = tab.locator(f".e-z.{keys[0]}")
    assert both.count() > 1
    assert [one.get_attribute("tabindex") for one in both.all()][:2] == [None, "-1"]
    both.nth(1).hover()
    assert both.nth(0).evaluate(LIT)


def test_the_legend_leaves_the_boxes_of_a_role(show: Show, facsimile: str) -> None:
    """With headlines ticked, no other box is on the picture."""
    tab = show(facsimile)
    tab.get_by_role("checkbox", name="headline 主题").check()
    assert tab.locator(".e-z:visible").count() == tab.locator(".e-z.e-headline").count() == 3
