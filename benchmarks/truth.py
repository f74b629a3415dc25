"""Pages whose truth is known, as a fit needs them: the lines with their features, and what is right for each line.

Truth has the standoff form that ``edition.to_standoff`` writes. Where it says only ``story``, every role of a story is right;
a line of which it says nothing can be anything.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field, frozen
from mix import compose, stories

from edition._parser.decode import Allowed
from edition._parser.line_features import LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.weights import FURNITURE

#: Features of words that come back, which say nothing on a page whose stories were drawn word by word.
_COMING_BACK = ("echo", "kin:", "lead kin:")
#: What a line of a story can be.
STORY_ROLES = frozenset(
    (
        "label", "kicker", "headline", "deck", "summary", "editor_note", "byline", "opening", "continuation", "paragraph",
        "crosshead", "signoff", "caption", "credit", "continued_from", "continued_on", "other",
    )
)  # fmt: skip
#: No line has as many blocks.
_MOST_BLOCKS = 60
#: How an outline says that something goes on, and whom a block names.
_GOES_ON = "(goes on) "
_PEOPLE = re.compile(r" \[[^\[\]]+\]$")
_STOPS = "。！？…”"

Span = dict[str, Any]


@frozen
class Known:
    """A page, what is right for each of its lines, and how much it counts."""

    name: str
    lines: PageFeatures
    right: list[Allowed]
    share: float = 1.0


def annotated(name: str, text: str, spans: Sequence[Span], share: float = 1.0) -> Known:
    """A page's lines and what is right for each."""
    _, lines = read_page(text)
    return Known(name, lines, truth(lines, spans), share)


def truth(lines: Iterable[LineFeatures], spans: Sequence[Span]) -> list[Allowed]:
    """For each line the roles and links that are right."""
    told = _Told(spans)
    return [told.right(line) for line in lines]


@define
class _Told:
    """Goes down a page with its truth."""

    spans: Sequence[Span]
    at: int = 0
    open_article: Any = None
    #: The article and the paragraph of the last text.
    last: tuple[Any, Any] = (None, None)
    seen: set[Any] = field(factory=set)

    def right(self, line: LineFeatures) -> Allowed:
        """What is right for the next line."""
        mine = self._of(line)
        if not mine:
            return None
        core = _core(mine)
        if core["role"] in FURNITURE:
            return {(core["role"], "none")}
        links = self._links(core, mine)
        self._go_on(core, mine)
        return {(role, link) for role in _roles(line, core) for link in links}

    def _of(self, line: LineFeatures) -> list[Span]:
        """The spans that stand in a line."""
        first, last = line.logical.lines[0], line.logical.lines[-1]
        end = last.start + len(last.indent) + len(last.text)
        while self.at < len(self.spans) and self.spans[self.at]["end"] <= first.start:
            self.at += 1
        near = self.spans[self.at : self.at + _MOST_BLOCKS]
        return [span for span in near if span["start"] < end and span["end"] > first.start]

    def _links(self, core: Span, mine: list[Span]) -> Collection[str]:
        role, article = core["role"], core.get("article")
        if mine[0].get("article") != self.open_article:
            # A notice needs no sign that it begins.
            return ("new", "same") if role == "notice" and article not in self.seen else ("new",)
        if role == "story":
            return ("same", "join")
        paragraph = next((span for span in mine if span["role"] == "paragraph"), None)
        if paragraph and (paragraph.get("article"), paragraph.get("paragraph")) == self.last:
            return ("join",)
        return ("same",)

    def _go_on(self, core: Span, mine: list[Span]) -> None:
        paragraphs = [span for span in mine if span["role"] == "paragraph"]
        article = core.get("article")
        self.last = (article, paragraphs[-1].get("paragraph")) if paragraphs else self.last
        self.seen.add(article)
        self.open_article = mine[-1].get("article")


def _core(mine: list[Span]) -> Span:
    """The span whose role a line has: its text, else the longest."""
    core = max(mine, key=lambda s: (s["role"] in ("paragraph", "caption"), s["end"] - s["start"]))
    # One line with headline and deck is a headline, which a parse cuts at its dash.
    return mine[0] if core["role"] == "deck" and mine[0]["role"] == "headline" else core


def _roles(line: LineFeatures, core: Span) -> Collection[str]:
    if line.line_type == "lead":
        return {"opening"}
    if line.line_type == "continued":
        return {"continued_from"} if "is:continued" in line.features else {"continuation"}
    role: str = core["role"]
    if role == "story":
        return STORY_ROLES
    return {"paragraph", "opening"} if role == "lead" else {role}


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
