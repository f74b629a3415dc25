"""Pages corrected in Chromium, with keyboard and mouse, as a person does it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import edition
from edition._review.document import _script
from edition._review.folder import Folder
from edition._review.server import ReviewServer
from edition.formats import standoff

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
from axe_playwright_python.sync_playwright import Axe
from tests.test_browser import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

#: A page that is read wrongly in several places, line by line: its words, role, and tie.
TRUTH = [
    ("汾河日报 2025年3月6日 星期四 副刊 第7版", "folio", None),
    ("灯火", "label", "new"),
    ("渡口的灯又亮了", "headline", "same"),
    ("何青", "byline", "same"),
    ("马灯昨晚又亮了。七十三岁的摆渡人屈老满踩着凳子把灯点上。", "paragraph", "same"),
    ("屈老满说", "crosshead", "same"),
    ("灯亮着，过河的人心里就不慌。他说这话时，河上正起雾。", "paragraph", "same"),
    ("一声吆喝", "headline", "new"),
    ("对岸有人喊了一声，声音拖得很长。木船不紧不慢地没入雾里。", "paragraph", "same"),
    ("雾里的船", "caption", "new"),
    ("林间", "credit", "same"),
    ("春分", "headline", "new"),
    ("风从河上来", "paragraph", "same"),
    ("把柳条吹软", "paragraph", "same"),
]
TEXT = "\n".join(words for words, *_ in TRUTH[:9]) + "\n雾里的船  林间\n" + "\n".join(words for words, *_ in TRUTH[11:]) + "\n"  # fmt: skip
#: The key of each role, as the script has it.
KEYS = dict(re.findall(r'(\w+): "(.)"', _script()[_script().index("ROLE_KEYS") :].split("};")[0]))
BORDERS = {"new": "w", "same": "s", "join": "d"}

#: Opens a review of some texts, in a tab of a width, light or dark, and a language.
Open = Callable[..., "Page"]


class Review:
    """A review that runs: its folder, its pages and its server."""

    def __init__(self, folder: Path, lang: str | None) -> None:
        files = sorted(folder.glob("*.txt"))
        self.folder = Folder(files, None, "utf-8", lambda name: Path(name).read_bytes().decode("utf-8", "surrogatepass"))  # fmt: skip
        self.server = ReviewServer(self.folder, lang)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def review(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    wrong: list[str] = []
    running: list[Review] = []

    def open_(
        *texts: str,
        width: int = 1280,
        dark: bool = False,
        lang: str | None = "en",
        locale: str = "en-US",
    ) -> Page:
        for n, text in enumerate(texts, 1):
            (tmp_path / f"{n:02}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
        one = Review(tmp_path, lang)
        running.append(one)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=locale,
        )
        tab = context.new_page()
        ours = f"http://127.0.0.1:{one.server.server_port}/"
        tab.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on("request", lambda r: None if r.url.startswith(ours) else wrong.append(r.url[:200]))
        # What the program answers to nonsense is told on the console, too.
        tab.on("console", lambda m: None if "status of 4" in m.text else wrong.append(f"console: {m.text[:200]}"))  # fmt: skip
        tab.goto(one.server.address)
        tab.wait_for_selector("#editor")
        return tab

    yield open_
    for one in running:
        one.server.shutdown()
        one.server.server_close()
    assert wrong == []


def rows(tab: Page) -> list[tuple[str, str, str | None]]:
    """The page as the script has it: words, role and tie of each line."""
    found: list[tuple[str, str, str | None]] = [
        (text, role, tie)
        for text, role, tie in tab.evaluate("page.rows.map(row => [row.text, row.role, row.tie])")
    ]
    return found


def press(tab: Page, key: str) -> None:
    """Press a key, and wait for what the program answers."""
    with tab.expect_response(lambda answer: answer.request.method == "POST"):
        tab.keyboard.press(key)
    tab.evaluate("waiting")


def wait(tab: Page, expression: str) -> None:
    """Wait until something is so; not as Playwright does it, since our page evaluates no string."""
    for _ in range(400):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(25)
    pytest.fail(f"never so: {expression}")


def line(tab: Page, words: str) -> Locator:
    return tab.locator(".line", has_text=words).first


def test_a_page_is_corrected_to_its_truth_with_the_keyboard(review: Open, tmp_path: Path) -> None:
    """Whoever corrects the first wrong line again and again comes to the truth; it is in the file, and there after a reload."""
    tab = review(TEXT)
    assert rows(tab) != TRUTH
    steps = 0
    while (now := rows(tab)) != TRUTH:
        n = next(n for n, (one, other) in enumerate(zip(now, TRUTH, strict=False)) if one != other)
        words, role, tie = TRUTH[n]
        tab.locator(".line").nth(n).click()
        if now[n][0] != words and now[n][0].startswith(words):
            tab.keyboard.press("Enter")
            for _ in words:
                tab.keyboard.press("ArrowRight")
            press(tab, "x")
        elif now[n][1] != role:
            press(tab, KEYS[role])
        else:
            assert tie is not None
            press(tab, BORDERS[tie])
        steps += 1
        assert steps < len(TRUTH)
    assert tab.locator(".status").inner_text() in (
        "No other line changed.",
        *(f"{n} other lines changed, too." for n in range(2, 14)),
        "1 other line changed, too.",
    )
    tab.reload()
    tab.wait_for_selector("#editor")
    assert rows(tab) == TRUTH
    saved = (tmp_path / "01.json").read_bytes()
    page = standoff.load(TEXT, saved)
    told = [(TEXT[row["start"] : row["end"]], row["role"]) for row in edition.to_standoff(page)["spans"]]  # fmt: skip
    assert told == [(words, role) for words, role, _ in TRUTH]
    assert [type(item).__name__ for item in page.items] == ["Folio", "Article", "Article", "Photo", "Article"]  # fmt: skip


def test_doubtful_lines_first(review: Open) -> None:
    """The first is chosen when the page opens; n and p go from one to the other; the list has the least sure first, and leads there."""
    tab = review(TEXT)
    doubtful: list[int] = tab.evaluate("page.rows.flatMap((row, n) => row.doubtful ? [n] : [])")
    assert len(doubtful) > 2
    chosen = tab.locator('.line[aria-expanded="true"]')
    assert chosen.get_attribute("id") == f"row{doubtful[0]}"
    assert tab.evaluate("document.activeElement.id") == f"row{doubtful[0]}"
    tab.keyboard.press("n")
    assert chosen.get_attribute("id") == f"row{doubtful[1]}"
    tab.keyboard.press("p")
    assert chosen.get_attribute("id") == f"row{doubtful[0]}"
    tab.keyboard.press("p")
    assert "No more doubtful lines" in tab.locator(".status").inner_text()
    shares = [int(share.split()[0]) for share in tab.locator(".percent").all_inner_texts()]
    assert shares == sorted(shares)
    assert len(shares) == len(doubtful)
    tab.get_by_role("navigation", name="Doubtful lines").get_by_role("button").last.click()
    least: int = tab.evaluate("page.rows.filter(row => row.doubtful).sort((a, b) => a.sure - b.sure).at(-1).start")  # fmt: skip
    assert tab.evaluate("page.rows[active].start") == least
    press(tab, "r")
    assert (
        f"{len(doubtful) - 1} doubtful, 1 confirmed or corrected"
        in tab.locator("header").inner_text()
    )
    assert tab.locator(".mark.right").count() == 1


def test_several_lines_and_undo(review: Open) -> None:
    """Shift selects more, u and Ctrl+Z take back; the file says so, too."""
    tab = review(TEXT)
    before = rows(tab)
    line(tab, "风从河上来").click()
    tab.keyboard.press("Shift+ArrowDown")
    assert tab.locator('.line[aria-pressed="true"]').count() == 2
    press(tab, KEYS["notice"])
    assert [role for _, role, _ in rows(tab)[-2:]] == ["notice", "notice"]
    assert tab.evaluate("page.rows.filter(row => row.pinned).length") == 2
    press(tab, "u")
    assert rows(tab) == before
    press(tab, "a")
    press(tab, "Control+z")
    assert rows(tab) == before
    assert tab.get_by_role("button", name="Undo").is_disabled()


def test_people_are_edited_as_text(review: Open, tmp_path: Path) -> None:
    """e goes to them; what is written is saved, and shown again."""
    tab = review("渡口的灯又亮了\n\n本报讯（记者 陈立）青柯渡口的马灯昨晚又亮了。\n")
    line(tab, "本报讯").click()
    tab.keyboard.press("e")
    field = tab.get_by_label("People")
    assert field.input_value() == "陈立（记者）"
    field.fill("陈立青（记者）、何青")
    press(tab, "Tab")
    people = json.loads((tmp_path / "01.json").read_bytes())["spans"][1]["people"]
    assert people == [{"name": "陈立青", "role": "记者"}, {"name": "何青"}]
    tab.reload()
    tab.wait_for_selector("#editor")
    line(tab, "本报讯").click()
    assert tab.get_by_label("People").input_value() == "陈立青（记者）、何青"


def test_a_line_is_cut_in_code_points(review: Open) -> None:
    """Characters outside the first plane count once, and what a screen would obey is shown and counted."""
    tab = review("𠮷河𠮷岸\u202e步道 林间小鹿𠮷\n")
    tab.locator(".line").first.click()
    tab.keyboard.press("Enter")
    for _ in range(8):
        tab.keyboard.press("ArrowRight")
    assert tab.locator("#text").input_value() == "𠮷河𠮷岸\ufffd步道 林间小鹿𠮷"
    tab.keyboard.press("Backspace")
    tab.keyboard.type("，")
    assert tab.locator("#text").input_value() == "𠮷河𠮷岸\ufffd步道 林间小鹿𠮷"
    press(tab, "Enter")
    assert [words for words, *_ in rows(tab)] == ["𠮷河𠮷岸\u202e步道", "林间小鹿𠮷"]


def test_a_mouse_does_all_of_it(review: Open) -> None:
    """Every correction has a button, too."""
    tab = review(TEXT)
    line(tab, "屈老满说").click()
    checks: tuple[tuple[str, Callable[[tuple[str, str, str | None]], bool]], ...] = (
        ("label 栏题", lambda row: row[1] == "label"),
        ("New story", lambda row: row[2] == "new"),
        ("New block of the same story", lambda row: row[2] == "same"),
        ("Continues the line above", lambda row: row[1:] == ("paragraph", "join")),
        ("Confirm", lambda row: row[1] == "paragraph"),
    )
    for name, check in checks:
        with tab.expect_response(lambda answer: answer.request.method == "POST"):
            tab.locator("#editor").get_by_role("button", name=name).click()
        tab.evaluate("waiting")
        assert check(next(row for row in rows(tab) if row[0] == "屈老满说"))
    with tab.expect_response(lambda answer: answer.request.method == "POST"):
        tab.get_by_role("button", name="Remove correction").click()
    tab.evaluate("waiting")
    assert tab.locator(".mark.right").count() == 0


def test_several_pages(review: Open, tmp_path: Path) -> None:
    """Done and next; how many are done is told; the last that was open is open after a reload; the end is told."""
    tab = review(TEXT, TEXT.replace("何青", "陈立"), "天晴\n")
    assert "0 of 3 pages done" in tab.locator("header").inner_text()
    with tab.expect_response(lambda answer: answer.url.endswith("/pages/1")):
        tab.keyboard.press("g")
    wait(tab, "document.querySelector('h1').textContent.startsWith('02.txt')")
    assert "1 of 3 pages done" in tab.locator("header").inner_text()
    assert json.loads((tmp_path / "01.json").read_bytes())["review"]["done"] is True
    tab.get_by_label("Page", exact=True).select_option("03.txt")
    wait(tab, "document.querySelector('h1').textContent.startsWith('03.txt')")
    tab.reload()
    wait(tab, "document.querySelector('h1').textContent.startsWith('03.txt')")
    assert tab.get_by_role("button", name="Next page").is_disabled()
    tab.get_by_role("button", name="End review").click()
    wait(tab, "document.querySelector('.status').textContent.startsWith('The review has ended')")  # fmt: skip


def test_two_reviews_at_once_are_told_of_each_other(review: Open, tmp_path: Path) -> None:
    """Who comes second reads why it is not saved, and can load or write over."""
    one = review(TEXT)
    two = review(TEXT)
    line(one, "灯火").click()
    press(one, KEYS["kicker"])
    line(two, "灯火").click()
    press(two, KEYS["deck"])
    alert = two.get_by_role("alert")
    assert "another program changed" in alert.inner_text()
    assert "not saved" in two.locator("header").inner_text()
    assert json.loads((tmp_path / "01.json").read_bytes())["spans"][1]["role"] == "kicker"
    with two.expect_response(lambda answer: answer.request.method == "POST"):
        alert.get_by_role("button", name="Overwrite it with mine").click()
    two.evaluate("waiting")
    assert not alert.is_visible()
    assert json.loads((tmp_path / "01.json").read_bytes())["spans"][1]["role"] == "deck"


def test_two_windows_of_one_review(review: Open) -> None:
    """The older window is shown what has become of the page, and nothing is done."""
    tab = review(TEXT)
    other = tab.context.new_page()
    token: str = tab.evaluate("token")
    other.goto(f"{tab.url}#{token}")
    other.wait_for_selector("#editor")
    line(tab, "灯火").click()
    press(tab, KEYS["kicker"])
    line(other, "灯火").click()
    with other.expect_response(lambda answer: answer.request.method == "GET"):
        other.keyboard.press(KEYS["deck"])
    wait(other, "document.querySelector('.status').textContent.includes('another window')")  # fmt: skip
    assert rows(other) == rows(tab)
    assert rows(tab)[1][1] == "kicker"


def test_the_token_leaves_the_address(review: Open) -> None:
    """It is in no address that a history keeps, and another tab without it is told nothing."""
    tab = review(TEXT)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", tab.url)
    other = tab.context.new_page()
    other.goto(tab.url)
    wait(other, "document.querySelector('.status').textContent.includes('no longer valid')")
    assert other.locator(".line").count() == 0


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin, which tries to reach the review."""

    target = ""

    def do_GET(self) -> None:
        content = f"""<!DOCTYPE html><title>elsewhere</title><iframe src="{self.target}"></iframe><script>
        const tries = [fetch("{self.target}session"), fetch("{self.target}pages/0", {{method: "POST", headers: {{"Content-Type": "application/json"}}, body: "{{}}"}}),
          fetch("{self.target}session", {{headers: {{"X-Edition-Token": "x"}}}}), fetch("{self.target}end", {{method: "POST", mode: "no-cors", body: "{{}}"}}).then(r => {{ if (r.type !== "opaque") return r; throw r; }})];
        Promise.allSettled(tries).then(all => {{ document.title = all.map(one => one.status).join(" "); }});
        </script>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_a_page_from_elsewhere_reaches_nothing(browser: Browser, tmp_path: Path) -> None:
    """It reads nothing, does nothing, and shows nothing in a frame."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    running = Review(tmp_path, None)
    Elsewhere.target = f"http://127.0.0.1:{running.server.server_port}/"
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{other.server_port}/")
        wait(tab, "document.title !== 'elsewhere'")
        assert tab.title() == "rejected rejected rejected rejected"
        assert "渡口" not in tab.frames[1].content()
        tab.close()
        other.shutdown()
    assert not running.server.ended.is_set()
    running.server.shutdown()
    running.server.server_close()


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_text_does_nothing(review: Open, tmp_path: Path, width: int) -> None:
    """It is shown as text: nothing runs, nothing is loaded, nothing is wider than its place; and it can be corrected."""
    tab = review(HOSTILE, width=width)
    assert tab.title() == "01.txt – edition review"
    assert tab.locator("main script, main img, main svg, main iframe, main a").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert "U+202E" in tab.locator(".lines").inner_text()
    tab.locator(".line").first.click()
    press(tab, KEYS["notice"])
    assert tab.title() == "01.txt – edition review"
    assert standoff.load(HOSTILE, (tmp_path / "01.json").read_bytes()).at(1) is not None


def test_a_hostile_name_does_nothing(review: Open, tmp_path: Path) -> None:
    """A file's name is text, too."""
    (tmp_path / "<img src=x onerror=alert(1)>.txt").write_bytes(TEXT.encode())
    tab = review("天晴\n")
    tab.get_by_label("Page", exact=True).select_option(index=1)
    wait(tab, "document.querySelector('h1').textContent.includes('<img')")
    assert tab.locator("img").count() == 0


def assert_accessible(tab: Page) -> None:
    found = Axe().run(tab, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_checker_of_accessibility_finds_nothing(
    review: Open, tmp_path: Path, width: int, lang: str, *, dark: bool
) -> None:
    """As it opens, with corrections, several lines, people, the keys, a problem, and at its end."""
    tab = review(TEXT, "天晴\n", width=width, dark=dark, lang=lang)
    assert_accessible(tab)
    line(tab, "何青").click()
    press(tab, KEYS["byline"])
    tab.keyboard.press("Shift+ArrowDown")
    assert_accessible(tab)
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    tab.keyboard.press("?")
    assert_accessible(tab)
    tab.keyboard.press("Escape")
    (tmp_path / "01.json").write_bytes(b"{}")
    press(tab, KEYS["headline"])
    assert tab.get_by_role("alert").is_visible()
    box, height = tab.get_by_role("alert").bounding_box(), tab.evaluate("innerHeight")
    assert box is not None
    assert 0 < box["y"] < box["y"] + box["height"] <= height
    assert_accessible(tab)
    tab.locator("#end").click()
    wait(tab, "document.querySelector('.status').textContent.includes('01.txt')")
    (tmp_path / "01.json").unlink()
    press(tab, "u")
    tab.locator("#end").click()
    wait(tab, "!document.querySelector('#editor')")
    assert_accessible(tab)


def test_a_screen_reader_is_told_what_is_what(review: Open) -> None:
    """Each line says its number, its role and its words; what is done is told; every field has a name."""
    tab = review(TEXT)
    button = line(tab, "渡口的灯")
    name = button.evaluate("e => e.textContent")
    assert re.search(r"line 3.*主题.*渡口的灯又亮了", name)
    assert tab.locator(".line").evaluate_all("all => all.filter(e => e.tabIndex === 0).length") == 1
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    group = tab.get_by_role("group", name="Edit line 3")
    assert group.get_by_role("toolbar", name="Role").get_by_role("button", pressed=True).count() == 1  # fmt: skip
    assert group.get_by_role("group", name="Boundary").get_by_role("button").count() == 3
    assert tab.get_by_role("status").count() == 1
    assert tab.get_by_label("Text: place").input_value() == "渡口的灯又亮了"
    # One stop of the Tab key for all roles; the arrows go from one to the next.
    tab.keyboard.press("Tab")
    before: str = tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.textContent") != before
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent").startswith("New story")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.id") == "row2"


def test_keys_can_be_turned_off(review: Open) -> None:
    """Whoever speaks to the computer does not want letters to act."""
    tab = review(TEXT)
    before = rows(tab)
    tab.keyboard.press("?")
    tab.get_by_label("Single-key shortcuts").uncheck()
    tab.get_by_role("button", name="Close").click()
    line(tab, "灯火").click()
    tab.keyboard.press("a")
    tab.evaluate("waiting")
    assert rows(tab) == before
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("active") == 2


@pytest.mark.parametrize(
    ("lang", "locale", "words"),
    [(None, "zh-CN", "存疑的行"), (None, "fr-FR", "Doubtful lines"), ("zh", "en-US", "存疑的行"), ("en", "zh-TW", "Doubtful lines")],
)  # fmt: skip
def test_the_language(review: Open, lang: str | None, locale: str, words: str) -> None:
    """The browser's, unless another was asked for."""
    tab = review(TEXT, lang=lang, locale=locale)
    assert words in tab.locator(".doubts").inner_text()
    assert tab.evaluate("document.documentElement.lang") == ("zh-CN" if words[0] == "存" else "en")
