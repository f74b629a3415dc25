"""The document object model: what a newspaper page is made of.

A page is a tuple of items (stories, photos, notices, the running furniture), an item a tuple of blocks, a block a tuple
of pieces, and a piece one run of print with the blanks before it and the line end behind it. Every character of the page
stands in exactly one piece, so ``str(node)`` joins pieces and nothing else.

Nodes are values: frozen, hashable, comparable, picklable. Two nodes are equal when they are of one class and hold the
same text and layout; where they stand in a page (``start``), and what was found in them, take no part in that.

What the formulas of the page's dialect found when it was read stays on the blocks: people, datelines, the page that a folio or
a jump names. A copy, a pickle and a block that is moved keep it. A block that was built or evolved is parsed again: in the
dialect of the page that it is put into, and by itself in the mainland's.

Nodes are made from plain values with ``build``, in the house style: a line of print a block, a blank line below it,
full-width brackets. ``build`` raises ValueError, and tells what is allowed, for what no newspaper could print. A
constructor takes pieces as they are, in any layout; it raises TypeError for what can't stand in the node, and ValueError
for print in the layout or layout in the print. ``attrs.evolve(node, …)`` gives a changed copy, and checks the same.

All offsets are in code points, and all spans are half-open: ``text[a:b]``.
"""

from __future__ import annotations

from edition._model.matches import Dateline, Span
from edition._model.nodes import (
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
    Group,
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
    Signed,
    Signoff,
    StoryPart,
    Stray,
    Summary,
    join_text,
)

__all__ = [
    "Article",
    "Block",
    "Byline",
    "Caption",
    "Continuation",
    "Credit",
    "Credits",
    "Crosshead",
    "Dateline",
    "Deck",
    "EditorNote",
    "Folio",
    "Group",
    "HeadingPart",
    "Headline",
    "HeadlineBlock",
    "Index",
    "Item",
    "Jump",
    "Kicker",
    "Label",
    "Lead",
    "Masthead",
    "Node",
    "Notice",
    "NoticeText",
    "Other",
    "Paragraph",
    "Photo",
    "Piece",
    "Signed",
    "Signoff",
    "Span",
    "StoryPart",
    "Stray",
    "Summary",
    "join_text",
]
