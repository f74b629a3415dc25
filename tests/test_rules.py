"""The rules of the trade, one invented page for each: what is printed, and what it is read as.

A file of ``tests/data/rules`` holds any number of rules: a name, the page, and its outline, each closed by a line with a
full stop. The outline has a line for each block, with its role; ``|`` parts the pieces that the layout cut, names stand in
brackets. Long pieces show their first twelve and last ten characters. The last lines tell which items are one story.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import edition
from edition.nodes import Article, Block, HeadlineBlock, Node, Paragraph, Signed

FOLDER = Path(__file__).parent / "data" / "rules"
_HEAD, _TAIL = 12, 10


def rules() -> Iterator[tuple[str, str, str, str]]:
    """The rules of all files: file, name, page, outline."""
    for file in sorted(FOLDER.glob("*.txt")):
        fields = file.read_bytes().decode("utf-8").split("\n.\n")
        for name, page, outline in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
            yield file.stem, name.strip("\n"), page + "\n", outline


def outline(page: edition.Page) -> str:
    """A page's blocks, a line each."""
    lines = [line for item in page.items for line in _lines(item, "")]
    for story in page.stories:
        if len(story.places) > 1:
            numbers = ", ".join(str(place.item + 1) for place in story.places)
            lines.append(f"one story: items {numbers}")
    return "\n".join(lines)


def _lines(node: Node, indent: str) -> Iterator[str]:
    if isinstance(node, Block):
        yield f"{indent}{node.role}: {_said(node)}"
        return
    if not isinstance(node, HeadlineBlock):
        goes_on = isinstance(node, Article) and node.continues
        yield f"{indent}{type(node).__name__.lower()}{' (goes on)' if goes_on else ''}"
        indent += "  "
    for child in node.children:
        yield from _lines(child, indent)


def _said(block: Block) -> str:
    said = " | ".join(map(_short, block.lines))
    if isinstance(block, Paragraph) and block.continues:
        said = f"(goes on) {said}"
    if isinstance(block, Signed) and block.people:
        names = "、".join(f"{one.role or ''} {one.name}".strip() for one in block.people)
        said += f" [{names}]"
    return said


def _short(text: str) -> str:
    return text if len(text) <= _HEAD + _TAIL + 2 else f"{text[:_HEAD]}…{text[-_TAIL:]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=f"{file}: {name}") for file, name, text, expected in rules()],
)
def test_rule(text: str, expected: str) -> None:
    """The page is read as the rule says, and nothing of its text is lost."""
    page = edition.parse(text)
    assert outline(page) == expected
    assert str(page) == text


def test_every_rule_has_a_name_of_its_own() -> None:
    """No two rules share a name, and no file ends in the middle of one."""
    names = [(file, name) for file, name, _, _ in rules()]
    assert len(names) == len(set(names)) >= 30
    for file in FOLDER.glob("*.txt"):
        assert file.read_text("utf-8").count("\n.\n") % 3 == 0, file
