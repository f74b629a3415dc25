"""What Hypothesis calls when it is imported: ``st.from_type(edition.Article)`` draws what :mod:`edition.strategies` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition import nodes
from edition._grammar.names import Person
from edition.editions import Edition
from edition.nodes import Node
from edition.pages import Page

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

#: The name of the strategy of each class.
STRATEGIES: dict[type[object], str] = {
    Page: "pages",
    Edition: "editions",
    Person: "persons",
    nodes.Article: "articles",
    nodes.Byline: "bylines",
    nodes.Caption: "captions",
    nodes.Continuation: "continuations",
    nodes.Credit: "photo_credits",
    nodes.Credits: "page_credits",
    nodes.Crosshead: "crossheads",
    nodes.Dateline: "datelines",
    nodes.Deck: "decks",
    nodes.EditorNote: "editor_notes",
    nodes.Folio: "folios",
    nodes.Headline: "headlines",
    nodes.HeadlineBlock: "headline_blocks",
    nodes.Index: "indexes",
    nodes.Jump: "jumps",
    nodes.Kicker: "kickers",
    nodes.Label: "labels",
    nodes.Lead: "leads",
    nodes.Masthead: "mastheads",
    nodes.Notice: "notices",
    nodes.NoticeText: "notice_texts",
    nodes.Other: "others",
    nodes.Paragraph: "paragraphs",
    nodes.Photo: "photos",
    nodes.Piece: "pieces",
    nodes.Signoff: "signoffs",
    nodes.Stray: "strays",
    nodes.Summary: "summaries",
}


def register() -> None:
    """Tell Hypothesis of the strategies; they are imported when the first one is drawn from."""
    from hypothesis import strategies as st

    for kind in STRATEGIES:
        st.register_type_strategy(kind, _strategy)
    st.register_type_strategy(
        Node,
        lambda _: st.one_of([_strategy(kind) for kind in STRATEGIES if issubclass(kind, Node)]),
    )


def _strategy(kind: type[object]) -> SearchStrategy[object]:
    from edition import strategies

    strategy: SearchStrategy[object] = getattr(strategies, STRATEGIES[kind])()
    return strategy
