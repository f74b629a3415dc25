"""The pictures of README and the docs show what the program shows."""

from __future__ import annotations

import json
import re

from docs import shown


def test_pictures_show_what_the_program_shows() -> None:
    """If not, take them again: `python -m docs.screens`."""
    kept = json.loads((shown.IMAGES / shown.RECORD).read_text("utf-8"))
    now = shown.digests(shown.IMAGES)
    assert [name for name in now if kept.get(name) != now[name]] == []
    assert kept.keys() == now.keys()


def test_every_picture_of_the_readmes_is_compared() -> None:
    compared = shown.shown()
    for readme in ("README.md", "README.zh.md"):
        pictures = re.findall(
            r"docs/images/([\w-]+)\.png", (shown.ROOT / readme).read_text("utf-8")
        )
        assert pictures
        assert not {*pictures} - compared.keys()
