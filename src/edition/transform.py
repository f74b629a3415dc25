"""Change many nodes of a page in one walk.

A transformer has two methods for each class of node: ``visit_headline(node)`` is called on the way down and says whether
the walk goes on below, and ``leave_headline(old, new)`` on the way up and says what stands in the node's place: the node
itself, another one, several of them (a tuple or list), or nothing (None). ``old`` is the node as the page had it, ``new`` the node with what has been changed
below it.

>>> import edition
>>> class Anonymous(Transformer):
...     def leave_signoff(self, old: Signoff, new: Signoff) -> StoryPart | None:
...         return None
>>> page = edition.parse("河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\\n\\n(何青)\\n")
>>> str(Anonymous().transform(page)).endswith("海棠。\\n\\n")
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias, TypeVar, cast

from edition._model import edits
from edition._model.pages import page_of
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
    Deck,
    EditorNote,
    Folio,
    HeadingPart,
    Headline,
    HeadlineBlock,
    Index,
    Item,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Node,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
    Stray,
    Summary,
)
from edition.pages import Page

N = TypeVar("N", bound=Node)
#: What may stand in a node's place: a node, several, or nothing.
Given: TypeAlias = N | Sequence[N] | None


class Transformer:
    """Changes nodes as it walks through a page; override the methods of the classes that it is about.

    Each change touches one place of the text, by the rules of :meth:`edition.Page.replace` and
    :meth:`edition.Page.remove`. A group that is left with nothing in it goes, too.
    """

    def transform(self, page: Page) -> Page:
        """The changed page; the page itself stays as it is.

        Raises TypeError if a method returns a node that can't stand where it was.
        """
        if not self.visit_page(page):
            return page
        changed = page_of(self._below(edits.draft_of(page), (), page))
        return self.leave_page(page, changed)

    def _below(self, draft: edits.Draft, path: edits.Path, old: Node) -> edits.Draft:
        """The draft with everything below a node changed."""
        i = 0
        for child in old.children:
            draft, count = self._at(draft, (*path, i), child)
            i += count
        return draft

    def _at(self, draft: edits.Draft, path: edits.Path, old: Node) -> tuple[edits.Draft, int]:
        """The draft with a node changed, and how many stand in its place."""
        visit, leave = _methods(type(old).__name__)
        if cast("Callable[[Node], bool]", getattr(self, visit))(old):
            draft = self._below(draft, path, old)
        new = edits.node_at(draft, path)
        if old.children and not new.children:
            return edits.removed(draft, path), 0
        left = cast("Callable[[Node, Node], Node | Sequence[Node] | None]", getattr(self, leave))
        wanted = left(old, new)
        if wanted is new:
            return draft, 1
        given = () if wanted is None else (wanted,) if isinstance(wanted, Node) else tuple(wanted)
        if not given:
            return edits.removed(draft, path), 0
        return edits.replaced(draft, path, given), len(given)

    def visit_page(self, node: Page) -> bool:
        """Whether to go on below."""
        return True

    def leave_page(self, old: Page, new: Page) -> Page:
        """What stands in its place."""
        return new

    def visit_article(self, node: Article) -> bool:
        """Whether to go on below."""
        return True

    def leave_article(self, old: Article, new: Article) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_photo(self, node: Photo) -> bool:
        """Whether to go on below."""
        return True

    def leave_photo(self, old: Photo, new: Photo) -> Given[Photo]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_notice(self, node: Notice) -> bool:
        """Whether to go on below."""
        return True

    def leave_notice(self, old: Notice, new: Notice) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_stray(self, node: Stray) -> bool:
        """Whether to go on below."""
        return True

    def leave_stray(self, old: Stray, new: Stray) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_masthead(self, node: Masthead) -> bool:
        """Whether to go on below."""
        return True

    def leave_masthead(self, old: Masthead, new: Masthead) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_folio(self, node: Folio) -> bool:
        """Whether to go on below."""
        return True

    def leave_folio(self, old: Folio, new: Folio) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_index(self, node: Index) -> bool:
        """Whether to go on below."""
        return True

    def leave_index(self, old: Index, new: Index) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_credits(self, node: Credits) -> bool:
        """Whether to go on below."""
        return True

    def leave_credits(self, old: Credits, new: Credits) -> Given[Item]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_headline_block(self, node: HeadlineBlock) -> bool:
        """Whether to go on below."""
        return True

    def leave_headline_block(
        self, old: HeadlineBlock, new: HeadlineBlock
    ) -> Given[Block | HeadlineBlock]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_label(self, node: Label) -> bool:
        """Whether to go on below."""
        return True

    def leave_label(self, old: Label, new: Label) -> Given[HeadingPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_kicker(self, node: Kicker) -> bool:
        """Whether to go on below."""
        return True

    def leave_kicker(self, old: Kicker, new: Kicker) -> Given[HeadingPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_headline(self, node: Headline) -> bool:
        """Whether to go on below."""
        return True

    def leave_headline(self, old: Headline, new: Headline) -> Given[HeadingPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_deck(self, node: Deck) -> bool:
        """Whether to go on below."""
        return True

    def leave_deck(self, old: Deck, new: Deck) -> Given[HeadingPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_summary(self, node: Summary) -> bool:
        """Whether to go on below."""
        return True

    def leave_summary(self, old: Summary, new: Summary) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_editor_note(self, node: EditorNote) -> bool:
        """Whether to go on below."""
        return True

    def leave_editor_note(self, old: EditorNote, new: EditorNote) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_byline(self, node: Byline) -> bool:
        """Whether to go on below."""
        return True

    def leave_byline(self, old: Byline, new: Byline) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_lead(self, node: Lead) -> bool:
        """Whether to go on below."""
        return True

    def leave_lead(self, old: Lead, new: Lead) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_paragraph(self, node: Paragraph) -> bool:
        """Whether to go on below."""
        return True

    def leave_paragraph(self, old: Paragraph, new: Paragraph) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_crosshead(self, node: Crosshead) -> bool:
        """Whether to go on below."""
        return True

    def leave_crosshead(self, old: Crosshead, new: Crosshead) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_signoff(self, node: Signoff) -> bool:
        """Whether to go on below."""
        return True

    def leave_signoff(self, old: Signoff, new: Signoff) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_continuation(self, node: Continuation) -> bool:
        """Whether to go on below."""
        return True

    def leave_continuation(self, old: Continuation, new: Continuation) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_jump(self, node: Jump) -> bool:
        """Whether to go on below."""
        return True

    def leave_jump(self, old: Jump, new: Jump) -> Given[StoryPart]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_caption(self, node: Caption) -> bool:
        """Whether to go on below."""
        return True

    def leave_caption(self, old: Caption, new: Caption) -> Given[Block]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_credit(self, node: Credit) -> bool:
        """Whether to go on below."""
        return True

    def leave_credit(self, old: Credit, new: Credit) -> Given[Block]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_notice_text(self, node: NoticeText) -> bool:
        """Whether to go on below."""
        return True

    def leave_notice_text(self, old: NoticeText, new: NoticeText) -> Given[NoticeText]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_other(self, node: Other) -> bool:
        """Whether to go on below."""
        return True

    def leave_other(self, old: Other, new: Other) -> Given[Other]:
        """What stands in its place: a node, several, or None for nothing."""
        return new

    def visit_piece(self, node: Piece) -> bool:
        """Whether to go on below."""
        return True

    def leave_piece(self, old: Piece, new: Piece) -> Given[Piece]:
        """What stands in its place: a node, several, or None for nothing."""
        return new


@cache
def _methods(kind: str) -> tuple[str, str]:
    """The names of a class's two methods."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    return f"visit_{name}", f"leave_{name}"
