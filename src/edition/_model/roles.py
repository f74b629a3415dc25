"""The roles of the standoff vocabulary: the one list of them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from edition._model.nodes import (
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
    Headline,
    Index,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    NoticeText,
    Other,
    Paragraph,
    Signoff,
    Summary,
)


@frozen(weakref_slot=False)
class Role:
    """What a block is to the page."""

    kind: type[Block]
    """The class of its blocks."""
    term: str
    """The trade's word for it."""
    family: str
    """What it belongs with: ``running`` (the page's furniture), ``heading``, ``people``, ``body`` …"""

    @property
    def name(self) -> str:
        """Its name in the vocabulary."""
        return self.kind.role


#: Every role by its name, in the order in which a newspaper has them.
ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role(Masthead, "报头", "running"),
        Role(Folio, "报眉", "running"),
        Role(Credits, "本版编辑", "running"),
        Role(Index, "导读", "running"),
        Role(Label, "栏题", "note"),
        Role(Kicker, "引题", "heading"),
        Role(Headline, "主题", "heading"),
        Role(Deck, "副题", "heading"),
        Role(Summary, "提要", "note"),
        Role(EditorNote, "编者按", "note"),
        Role(Byline, "署名", "people"),
        Role(Lead, "电头", "people"),
        Role(Paragraph, "正文", "body"),
        Role(Crosshead, "小标题", "heading"),
        Role(Signoff, "文末署名", "people"),
        Role(Caption, "图片说明", "picture"),
        Role(Credit, "图片署名", "picture"),
        Role(Continuation, "转文头", "jump"),
        Role(Jump, "转文尾", "jump"),
        Role(NoticeText, "公告", "notice"),
        Role(Other, "其他", "notice"),
    )
}
