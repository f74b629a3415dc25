"""Change many nodes of a page in one traversal.

A transformer has two methods for each node class. ``visit_headline(node)`` is called before the children and returns whether to visit
them. ``leave_headline(old, new)`` is called after them and returns the replacement: the node, another node, several nodes (a tuple or
list), or None to remove it. ``old`` is the original node, ``new`` the node with its changed children.

>>> import edition
>>> class Anonymous(Transformer):
...     def leave_signoff(self, old: Signoff, new: Signoff) -> StoryPart | None:
...         return None
>>> page = edition.parse("河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\\n\\n(何青)\\n")
>>> str(Anonymous().transform(page)).endswith("海棠。\\n")
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
    """Changes the nodes of a page; override the methods for the node classes that you want to change.

    Changes follow the rules of :meth:`edition.Page.replace` and :meth:`edition.Page.remove`. Groups that become empty are removed.
    """

    def transform(self, page: Page) -> Page:
        """Return the changed page; the original does not change.

        Raises TypeError if a method returns a node that is not allowed in that place.
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
        """Return whether to visit the children."""
        return True

    def leave_page(self, old: Page, new: Page) -> Page:
        """Return the replacement."""
        return new

    def visit_article(self, node: Article) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_article(self, old: Article, new: Article) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_photo(self, node: Photo) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_photo(self, old: Photo, new: Photo) -> Given[Photo]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_notice(self, node: Notice) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_notice(self, old: Notice, new: Notice) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_stray(self, node: Stray) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_stray(self, old: Stray, new: Stray) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_masthead(self, node: Masthead) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_masthead(self, old: Masthead, new: Masthead) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_folio(self, node: Folio) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_folio(self, old: Folio, new: Folio) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_index(self, node: Index) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_index(self, old: Index, new: Index) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_credits(self, node: Credits) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_credits(self, old: Credits, new: Credits) -> Given[Item]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_headline_block(self, node: HeadlineBlock) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_headline_block(
        self, old: HeadlineBlock, new: HeadlineBlock
    ) -> Given[Block | HeadlineBlock]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_label(self, node: Label) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_label(self, old: Label, new: Label) -> Given[HeadingPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_kicker(self, node: Kicker) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_kicker(self, old: Kicker, new: Kicker) -> Given[HeadingPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_headline(self, node: Headline) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_headline(self, old: Headline, new: Headline) -> Given[HeadingPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_deck(self, node: Deck) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_deck(self, old: Deck, new: Deck) -> Given[HeadingPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_summary(self, node: Summary) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_summary(self, old: Summary, new: Summary) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_editor_note(self, node: EditorNote) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_editor_note(self, old: EditorNote, new: EditorNote) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_byline(self, node: Byline) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_byline(self, old: Byline, new: Byline) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_lead(self, node: Lead) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_lead(self, old: Lead, new: Lead) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_paragraph(self, node: Paragraph) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_paragraph(self, old: Paragraph, new: Paragraph) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_crosshead(self, node: Crosshead) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_crosshead(self, old: Crosshead, new: Crosshead) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_signoff(self, node: Signoff) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_signoff(self, old: Signoff, new: Signoff) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_continuation(self, node: Continuation) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_continuation(self, old: Continuation, new: Continuation) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_jump(self, node: Jump) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_jump(self, old: Jump, new: Jump) -> Given[StoryPart]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_caption(self, node: Caption) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_caption(self, old: Caption, new: Caption) -> Given[Block]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_credit(self, node: Credit) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_credit(self, old: Credit, new: Credit) -> Given[Block]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_notice_text(self, node: NoticeText) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_notice_text(self, old: NoticeText, new: NoticeText) -> Given[NoticeText]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_other(self, node: Other) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_other(self, old: Other, new: Other) -> Given[Other]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new

    def visit_piece(self, node: Piece) -> bool:
        """Return whether to visit the children."""
        return True

    def leave_piece(self, old: Piece, new: Piece) -> Given[Piece]:
        """Return the replacement: a node, several nodes, or None to remove it."""
        return new


@cache
def _methods(kind: str) -> tuple[str, str]:
    """The names of a class's two methods."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    return f"visit_{name}", f"leave_{name}"
