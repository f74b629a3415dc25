"""Takes the pictures of the docs: `python -m docs.screens [FOLDER]` (default: `docs/images`).

Keeps beside them what they show (`docs/shown.py`), so that a test tells when they have to be taken again.

Needs the extras `ci` and `docs`, nbconvert, Chromium, and fonts-noto-cjk, whose characters are exactly two cells wide.
"""

import datetime as dt
import html
import os
import pty
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib as mpl
import nbformat
from docs.shown import IMAGES, ISSUE, ROOT, changed, record
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import edition
from edition import viz

COLOURS = {
    "1": "font-weight:700",
    "2": "color:#8d8a82",
    "31": "color:#ff9a8f",
    "33": "color:#f5c463",
    "36": "color:#8ac7f0",
}


def main() -> None:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    issue = edition.read_edition(ISSUE)
    page = issue.page(2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme in ("light", "dark"):
            tab = shown(browser, str(viz.issue(issue)), dark=scheme == "dark", height=900)
            tab.screenshot(path=folder / f"view-{scheme}.png")
        tab = shown(browser, str(viz.issue(issue)))
        tab.get_by_role("link", name="continued on page 4, line 15").first.click()
        tab.wait_for_timeout(300)
        tab.screenshot(path=folder / "view-links.png")
        tab.get_by_role("checkbox", name="headline").check()
        tab.get_by_role("checkbox", name="byline").check()
        tab.evaluate("location.hash = '#text'")
        tab.screenshot(path=folder / "view-filter.png")
        tab = shown(browser, str(viz.page(page, changed(page))), height=620)
        tab.get_by_role("checkbox", name="Only lines that differ").check()
        tab.screenshot(path=folder / "view-readings.png")
        for name, arguments in (("page", [str(ISSUE / "01.txt")]), ("issue", [str(ISSUE)])):
            tab = shown(browser, terminal("show", *arguments), width=860, height=640)
            tab.screenshot(path=folder / f"terminal-{name}.png")
        for scheme in ("light", "dark"):
            tab = shown(browser, notebook(scheme), dark=scheme == "dark", width=1120, height=900)
            tab.screenshot(path=folder / f"notebook-{scheme}.png")
        review(browser, folder)
        browser.close()
    plots(issue, folder)
    for file in folder.glob("*.png"):
        # A picture of text needs few colours, and these as they are.
        few = Image.open(file).convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE)
        few.save(file, optimize=True)
    record(folder)


def notebook(theme: str) -> str:
    """A notebook with a page and its stories, as JupyterLab shows it, in a light or a dark theme."""
    cells = (
        (
            "import edition\n\n"
            'issue = edition.read_edition("examples/fenhe-daily/2025-03-06")\n'
            "page = issue.page(2)\n"
            "page"
        ),
        "page.stories",
    )
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(made, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    document, _ = HTMLExporter(template_name="lab", theme=theme).from_notebook_node(made)
    # Formulas and widgets, which are not there, would be fetched from elsewhere.
    return re.sub(r"<script[^>]*src=.*?</script>", "", document, flags=re.DOTALL)


def shown(
    browser: Browser, document: str, *, dark: bool = False, width: int = 1280, height: int = 800
) -> Page:
    """A document in a tab."""
    tab = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    tab.set_content(document)
    return tab


def review(browser: Browser, folder: Path) -> None:
    """A page that is being corrected, as the command serves it."""
    with tempfile.TemporaryDirectory() as pages:
        for file in ISSUE.glob("*.txt"):
            shutil.copy(file, pages)
        command = [sys.executable, "-m", "edition", "review", "--no-open", pages]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
        assert process.stdout is not None  # noqa: S101 - a pipe
        address = process.stdout.readline().split(": ", 1)[1].strip()
        for scheme in ("light", "dark"):
            tab = browser.new_page(
                viewport={"width": 1280, "height": 800}, color_scheme=scheme, locale="en-US"
            )
            tab.goto(address)
            tab.wait_for_selector("#editor")
            tab.keyboard.press("r")
            tab.wait_for_timeout(500)
            tab.keyboard.press("n")
            tab.screenshot(path=folder / f"review-{scheme}.png")
            tab.keyboard.press("u")
            tab.wait_for_timeout(500)
        process.send_signal(signal.SIGINT)
        process.wait()


def terminal(*arguments: str) -> str:
    """What a command prints on a terminal of a hundred cells, as a document."""
    ours, theirs = pty.openpty()
    env = os.environ | {"COLUMNS": "100", "TERM": "xterm-256color"}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "edition", *arguments]
    process = subprocess.Popen(command, stdout=theirs, env=env, cwd=ROOT)  # noqa: S603 - our own command
    os.close(theirs)
    printed = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux tells that the other end was closed
            break
        if not more:
            break
        printed += more
    process.wait()
    text = html.escape(printed.decode())
    text = re.sub(
        r"\x1b\[(\d+)m(.*?)\x1b\[0m", lambda m: f'<span style="{COLOURS[m[1]]}">{m[2]}</span>', text
    )
    style = "background:#161614;color:#ebe8e0;margin:0;padding:12px;font:15px/1.35 'Noto Sans Mono CJK SC'"
    name = " ".join(Path(a).name if "/" in a else a for a in arguments)
    return f'<body style="margin:0;background:#161614"><pre style="{style}">$ edition {name}\n{text}</pre>'


def plots(issue: edition.Edition, folder: Path) -> None:
    """The plots, the people of a fortnight of two papers that don't exist."""
    mpl.use("agg")
    draw = random.Random(7)  # noqa: S311 - a picture
    papers = {
        "汾河日报": ("沈砚秋", "秦牧野", "祁岚", "温石", "段秋禾", "贺云川", "顾南乔"),
        "临川晚報": ("陳立仁", "何大川", "林知遙", "石守拙", "馬蘭"),
    }
    rows = [
        {
            "paper": paper,
            "date": dt.date(2025, 3, 1) + dt.timedelta(days=day),
            "people": draw.sample(names, draw.choice((1, 1, 2))),
        }
        for day in range(14)
        for paper, names in papers.items()
        for _ in range(6)
    ]
    drawn = {
        "profile": viz.plot_profile(issue.page(2)),
        "stories": viz.plot_issue(issue),
        "people": viz.plot_people(rows),
        "accuracy": viz.plot_accuracy(accuracy()),
    }
    for name, axes in drawn.items():
        axes.figure.savefig(folder / f"plot-{name}.png", dpi=80)


def accuracy() -> dict[str, float]:
    """How right each role is read on the fictional pages of the tests."""
    from benchmarks.accuracy import measure, together

    tally = together(measure(ROOT / "tests" / "data" / "fictional").values())
    return {role: match.f1 for role, match in tally.roles.items()}


if __name__ == "__main__":
    main()
