"""What the pictures of the docs show, as text.

`docs/screens.py` takes the pictures and keeps, in `docs/images/shown.json`, a digest of each picture's file and of what it
shows; `tests/test_pictures.py` compares both. Fonts, browsers and how sure a reading is make no difference; another reading does.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import edition
from edition import viz
from edition.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
ISSUE = ROOT / "examples" / "fenhe-daily" / "2025-03-06"
IMAGES = ROOT / "docs" / "images"
RECORD = "shown.json"
#: Not what a page says: styles, scripts, and how many lines are doubtful, and how much.
_APART = re.compile(
    r"<(style|script)\b.*?</\1>|<[^>]+>|\d+ ?%|(?<=Show only doubtful )\d+", re.DOTALL
)


def changed(page: edition.Page) -> edition.Page:
    """Another reading of page 2, for the picture of two side by side."""
    text = str(page).replace("二十六岁", "26岁").replace("三十六只", "三十八只")
    text = text.replace("一、账从哪里来\n", "").replace("二、钱怎么省", "二、钱怎么省？")
    return edition.parse(text)


def shown() -> dict[str, str]:
    """The text that pictures show, by how their names begin."""
    issue = edition.read_edition(ISSUE)
    page = issue.page(2)
    whole = _text(str(viz.issue(issue)))
    return {
        "view-light": whole,
        "view-dark": whole,
        "view-links": whole,
        "view-filter": whole,
        "view-readings": _text(str(viz.page(page, changed(page)))),
        "terminal-page": _printed("show", str(ISSUE / "01.txt")),
        "terminal-issue": _printed("show", str(ISSUE)),
        "notebook-light": _notebook(page),
        "notebook-dark": _notebook(page),
        "review-light": _printed("show", str(ISSUE / "01.txt")),
        "review-dark": _printed("show", str(ISSUE / "01.txt")),
    }


def digests(folder: Path) -> dict[str, list[str]]:
    """For each picture the digests of its file and of what the program shows now."""
    return {
        name: [_digest((folder / f"{name}.png").read_bytes()), _digest(text.encode())]
        for name, text in sorted(shown().items())
    }


def record(folder: Path) -> None:
    """Keep what the pictures in a folder show."""
    (folder / RECORD).write_text(json.dumps(digests(folder), indent=1) + "\n", "utf-8")


def _notebook(page: edition.Page) -> str:
    display: list[Callable[[], str]] = [
        page._repr_html_,
        page.stories._repr_html_,  # type: ignore[attr-defined]
    ]
    return "\n".join(_text(show()) for show in display)


def _printed(*arguments: str) -> str:
    with redirect_stdout(StringIO()) as out:
        main([*arguments, "--json"])
    return out.getvalue().replace(str(ROOT), "")


def _text(document: str) -> str:
    """The words of a document."""
    return " ".join(html.unescape(_APART.sub(" ", document)).split())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
