"""Pages whose truth is known, as a fit needs them: the lines with their features, and what is right for each line.

Truth has the standoff form that ``edition.to_standoff`` writes. Where it says only ``story``, every role of a story is right;
a line of which it says nothing can be anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import define, field, frozen

from edition._grammar.compiled import Grammar
from edition._parser.decode import Allowed
from edition._parser.line_features import LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.weights import FURNITURE

#: A row of a standoff annotation.
Span: TypeAlias = Mapping[str, Any]
#: What a line of a story can be.
STORY_ROLES = frozenset(
    (
        "label", "kicker", "headline", "deck", "summary", "editor_note", "byline", "opening", "continuation", "paragraph",
        "crosshead", "signoff", "caption", "credit", "continued_from", "continued_on", "other",
    )
)  # fmt: skip
#: No line has as many blocks.
_MOST_BLOCKS = 60


@frozen
class Known:
    """A page, what is right for each of its lines, and how much it counts."""

    name: str
    lines: PageFeatures
    right: list[Allowed]
    share: float = 1.0


def annotated(
    name: str,
    text: str,
    spans: Sequence[Span],
    share: float = 1.0,
    grammar: Grammar | None = None,
) -> Known:
    """A page's lines, as they are read in a dialect, and what is right for each."""
    _, lines = read_page(text, grammar)
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
