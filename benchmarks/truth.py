"""The project's own pages whose truth is known: those of the rules, those that the strategies draw, and mixtures of all."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from edition._parser.page_features import PageFeatures
from edition._training.mixing import compose, stories

#: Features of words that come back, which say nothing on a page whose stories were drawn word by word.
_COMING_BACK = ("echo", "kin:", "lead kin:")
#: How an outline says that something goes on, and whom a block names.
_GOES_ON = "(goes on) "
_PEOPLE = re.compile(r" \[[^\[\]]+\]$")
_STOPS = "。！？…”"

Span = dict[str, Any]


def pairs(folder: Path, truths: Path | None = None) -> Iterator[tuple[str, str, list[Span]]]:
    """The pages of a folder whose truth stands beside them, or in another folder: name, text, spans."""
    for file in sorted(folder.glob("*.txt")):
        told = (truths or folder) / f"{file.stem}.json"
        if told.exists():
            spans = json.loads(told.read_text("utf-8"))["spans"]
            yield file.stem, file.read_bytes().decode("utf-8"), spans


def mixtures(
    pages: Iterable[tuple[str, str, list[Span]]], count: int, seed: int = 1
) -> list[tuple[str, str, list[Span]]]:
    """Pages composed of the stories of some pages."""
    rng = random.Random(seed)
    pool = [story for _, text, spans in pages for story in stories(text, spans)]
    return [(f"mix/{n}", *compose(pool, rng)) for n in range(count)]


def rule_pages() -> Iterator[tuple[str, str, list[Span]]]:
    """The pages of the rules, whether they hold at present or not."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from test_rules import rules

    for n, (file, _, page, outline) in enumerate(rules()):
        yield f"rules/{n:02}-{file}", page, outlined(page, outline)


def outlined(text: str, outline: str) -> list[Span]:
    """A page's truth as spans, from the outline that a rule gives of it.

    An outline has the page's blocks in their order, so each piece of one is the next print of the page.
    """
    spans: list[Span] = []
    articles = paragraphs = at = ended = 0
    article: int | None = None
    goes_on = False
    for line in outline.split("\n"):
        name, colon, said = line.strip().partition(": ")
        if name == "one story":
            continue  # what is joined above the page's items is no matter of lines
        if not colon:
            if not line.startswith(" "):
                # An item that goes on below the page's furniture is the last one still.
                goes_on = name.endswith(_GOES_ON.rstrip())
                articles += not goes_on
                article = None if name == "stray" else articles
            continue
        if not line.startswith(" "):
            article = None
        if name == "paragraph":
            torn = goes_on and text[ended - 1] not in _STOPS
            paragraphs += not (torn or said.startswith(_GOES_ON))
            goes_on = False
        for piece in _PEOPLE.sub("", said.removeprefix(_GOES_ON)).split(" | "):
            start, at = _piece(text, at, piece)
            numbered = paragraphs if name == "paragraph" else None
            spans.append(
                {"start": start, "end": at, "role": name, "article": article, "paragraph": numbered}
            )
        ended = at if name == "paragraph" else ended
    if text[at:].strip():
        raise ValueError(f"the outline stops before the page does, at {text[at : at + 20]!r}")
    return spans


def _piece(text: str, at: int, shown: str) -> tuple[int, int]:
    """Where a piece stands that is the next print of a page; a long one is shown by its ends."""
    start = len(text) - len(text[at:].lstrip())
    if text.startswith(shown, start):
        return start, start + len(shown)
    head, _, tail = shown.partition("…")
    line_end = text.find("\n", start)
    end = text.find(tail, start + len(head), line_end)
    if not text.startswith(head, start) or end < 0:
        raise ValueError(f"the outline has {shown!r} where the page has {text[start:line_end]!r}")
    return start, end + len(tail)


def drawn_pages(count: int, seed: int = 0) -> Iterator[tuple[str, str, list[Span]]]:
    """Pages that the strategies draw and what text extraction makes of them, with their truth."""
    import hypothesis

    from edition import strategies

    drawn: dict[str, list[Span]] = {}

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategies.layouts())
    def draw(layout: strategies.Layout) -> None:
        drawn[layout.text] = [dict(row) for row in layout.truth["spans"]]

    draw()
    for n, (text, spans) in enumerate(drawn.items()):
        yield f"drawn/{n}", text, spans


class Senseless(PageFeatures):
    """A drawn page's lines, without the features that only a text with a sense has."""

    def __init__(self, lines: PageFeatures) -> None:
        super().__init__(lines)
        self._drawn = lines
        for line in lines:
            line.boundary = _senseless(line.boundary)

    def evidence(self, n: int) -> list[str]:
        """The features for a line's role."""
        return _senseless(self._drawn.evidence(n))


def _senseless(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(_COMING_BACK)]
