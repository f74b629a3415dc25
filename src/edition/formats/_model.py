"""The kinds of node, and which may stand in which, as the types of the nodes' fields say."""

from __future__ import annotations

import re
import sys
from typing import Any, get_args, get_type_hints

from edition import nodes
from edition.nodes import Block, Node
from edition.pages import Page

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

#: The field that holds a node's children.
CHILDREN: dict[type[Node], str] = {Page: "items"}

#: Every class of node by its kind: ``headline_block`` for :class:`~edition.nodes.HeadlineBlock`.
KINDS: dict[str, type[Node]] = {
    _CAPITAL.sub("_", cls.__name__).lower(): cls
    for cls in (
        Page,
        nodes.Article,
        nodes.Photo,
        nodes.Notice,
        nodes.Stray,
        nodes.HeadlineBlock,
        nodes.Masthead,
        nodes.Folio,
        nodes.Index,
        nodes.Credits,
        nodes.Label,
        nodes.Kicker,
        nodes.Headline,
        nodes.Deck,
        nodes.Summary,
        nodes.EditorNote,
        nodes.Byline,
        nodes.Lead,
        nodes.Paragraph,
        nodes.Crosshead,
        nodes.Signoff,
        nodes.Caption,
        nodes.Credit,
        nodes.Continuation,
        nodes.Jump,
        nodes.NoticeText,
        nodes.Other,
        nodes.Piece,
    )
}

#: The kind of every class of node.
KIND_OF: dict[type[Node], str] = {cls: kind for kind, cls in KINDS.items()}

#: Every class of block by its role in the standoff vocabulary.
BLOCKS: dict[str, type[Block]] = {cls.role: cls for cls in KINDS.values() if issubclass(cls, Block)}


def _fields(cls: type[Node]) -> dict[str, Any]:  # the values are types, which no type describes
    """A class's fields and their types."""
    return get_type_hints(cls.__init__, vars(sys.modules[cls.__module__]))


def _allowed(cls: type[Node]) -> dict[str, type[Node]]:
    member = get_args(_fields(cls)[CHILDREN.get(cls, "parts")])[0]
    bases = get_args(member) or (member,)
    return {kind: found for kind, found in KINDS.items() if issubclass(found, bases)}


#: The kinds of node that may stand directly in a node of a class.
ALLOWED: dict[type[Node], dict[str, type[Node]]] = {
    cls: _allowed(cls) for cls in KINDS.values() if cls is not nodes.Piece
}

#: The classes whose nodes say whether they go on with the one before.
CONTINUING = frozenset(cls for cls in KINDS.values() if "continues" in _fields(cls))


def kind_of(node: object) -> str:
    """The node's kind; TypeError for what is no node of a page."""
    kind = KIND_OF.get(type(node))  # type: ignore[arg-type]
    if kind is None:
        raise TypeError(f"expected a page or a node of one, not {type(node).__name__}")
    return kind
