"""Pages and issues through any sequence of edits and formats: each change is local, and what was kept comes back."""

from __future__ import annotations

import copy
from itertools import accumulate
from typing import cast

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import edition
from edition import strategies
from edition._text.lines import BLANKS
from edition.nodes import (
    Article,
    Block,
    Byline,
    Crosshead,
    Item,
    Lead,
    Node,
    Paragraph,
    Photo,
    Signoff,
)
from edition.pages import Page

pytestmark = pytest.mark.slow

#: What is put in: built nodes of every kind of place.
_PARTS: tuple[Block | Photo, ...] = (
    Paragraph.build("夜里，步道上的灯会亮到十点。"),
    Crosshead.build("一路灯光"),
    Lead.build(paper=True, people=["陈立"]),
    Byline.build(people=["何青"]),
    Signoff.build(people=["马兰"]),
    Photo.build("图为步道。", credit=["马兰"]),
)
_ITEMS: tuple[Item, ...] = (
    Article.build("河堤步道开放", paragraphs=["步道昨日开放。"]),
    Photo.build("图为步道。"),
)
_BLANKS = st.text(st.sampled_from(BLANKS), max_size=3)
_PAGES = st.one_of(
    strategies.pages(),
    strategies.pages(realistic=False),
    strategies.layouts().map(lambda layout: edition.parse(layout.text)),
    strategies.layouts().map(lambda layout: edition.parse(layout.text.replace("\n", "\r\n"))),
)


def _lines(page: Page) -> list[int]:
    """For each piece, the line on which it stands."""
    ends = accumulate((piece.tail.count("\n") for piece in page.pieces), initial=0)
    return list(ends)[:-1]


class Editing(RuleBasedStateMachine):
    """One page, changed again and again, in an issue with another."""

    @initialize(page=_PAGES)
    def begin(self, page: Page) -> None:
        self.page = page

    def node(self, data: st.DataObject) -> Node:
        found = [node for node in self.page.walk() if node is not self.page and node.pieces]
        return data.draw(st.sampled_from(found))

    @precondition(lambda self: self.page.pieces)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Its print is gone and no other; lines that were two are not one."""
        node, before = self.node(data), self.page
        gone = {id(piece) for piece in node.pieces}
        kept = [n for n, piece in enumerate(before.pieces) if id(piece) not in gone]
        self.page = before.remove(node)
        assert [p.text for p in self.page.pieces] == [before.pieces[n].text for n in kept]
        old, new = _lines(before), _lines(self.page)
        for k in range(1, len(kept)):
            assert (old[kept[k - 1]] == old[kept[k]]) == (new[k - 1] == new[k])
        extent = node.extent
        assert extent is not None
        # What stands before and behind stays, but for blanks beside what has gone.
        text, changed = str(before), str(self.page)
        assert changed.startswith(text[: extent[0]].rstrip(BLANKS))
        assert changed.endswith(text[extent[1] :].lstrip(BLANKS))

    @precondition(lambda self: self.page.pieces)
    @rule(data=st.data(), text=st.sampled_from(["某某", "（下转第4版）", "本报讯", "\x00"]))
    def evolve(self, data: st.DataObject, text: str) -> None:
        """A piece with another text changes that text."""
        piece = data.draw(st.sampled_from(self.page.pieces))
        assert piece.span is not None
        begin, end = piece.span
        before = str(self.page)
        self.page = self.page.replace(piece, attrs.evolve(piece, text=text))
        assert str(self.page) == before[:begin] + text + before[end:]

    @precondition(lambda self: self.page.pieces)
    @rule(data=st.data(), new=st.sampled_from(_PARTS))
    def replace(self, data: st.DataObject, new: Block | Photo) -> None:
        """A built part takes over the layout of the old one."""
        parts = [part for item in self.page.articles for part in item.parts if part.pieces]
        if not parts:
            return
        old = data.draw(st.sampled_from(parts))
        extent = old.extent
        assert extent is not None
        before = str(self.page)
        self.page = self.page.replace(old, new)
        changed = str(self.page)
        assert changed.startswith(before[: extent[0]])
        assert changed.endswith(before[extent[1] :])
        assert old.pieces[-1].tail == "" or changed[
            : len(changed) - len(before) + extent[1]
        ].endswith(old.pieces[-1].tail)

    @precondition(lambda self: self.page.items)
    @rule(data=st.data(), behind=st.booleans(), inside=st.booleans())
    def insert(self, data: st.DataObject, behind: bool, inside: bool) -> None:
        """A node more stands on lines of its own, or on the line of the two that it stands between."""
        articles = [item for item in self.page.articles if item.parts]
        place: Node
        new: Node
        if articles and inside:
            place = data.draw(st.sampled_from([part for item in articles for part in item.parts]))
            new = data.draw(st.sampled_from(_PARTS))
        else:
            place = data.draw(st.sampled_from(self.page.items))
            new = data.draw(st.sampled_from(_ITEMS))
        before, new = self.page, copy.deepcopy(new)
        self.page = (before.insert_after if behind else before.insert_before)(place, new)
        text, changed = str(before), str(self.page)
        grown = len(changed) - len(text)
        assert any(changed[:n] + changed[n + grown :] == text for n in range(len(text) + 1))
        # Taken out again it leaves what was there; but what has several lines parts the line that it was put into.
        last = place.pieces[-1]
        within_line = "\n" not in last.tail and last is not before.pieces[-1]
        if behind and not (within_line and "\n" in str(new).strip(BLANKS)):
            assert self.page.remove(new).pieces == before.pieces

    @precondition(lambda self: self.page.items)
    @rule(data=st.data(), head=_BLANKS)
    def take(self, data: st.DataObject, head: str) -> None:
        """Some items in any order, and other blanks at the head, are a page like any other."""
        items = tuple(data.draw(st.permutations(self.page.items)))
        self.page = attrs.evolve(self.page, items=items[: data.draw(st.integers(1, 9))], head=head)
        assert str(self.page) == head + "".join(map(str, self.page.items))

    @rule()
    def through_formats(self) -> None:
        """What is read back is what was written, in its place; what is only written can be encoded."""
        issue = edition.Edition((self.page, edition.parse("天晴\n")), (1, 2), "汾河日报")
        for back in (
            edition.from_json(edition.to_json(self.page), Page),
            edition.from_tei(edition.to_tei(self.page), Page),
            edition.from_json(edition.to_json(issue), edition.Edition).page(1),
            edition.from_tei(edition.to_tei(issue), edition.Edition).page(1),
        ):
            assert back == self.page
            assert [p.start for p in back.pieces] == [p.start for p in self.page.pieces]
            self.page = back
        for written in (
            *edition.to_nitf(self.page),
            edition.to_newsml(self.page),
            edition.to_ninjs(self.page),
            edition.to_jsonld(self.page),
            edition.to_conll(self.page),
            edition.to_html(self.page),
            edition.to_markdown(self.page),
            edition.to_text(self.page),
        ):
            written.encode()

    @rule()
    def read_again(self) -> None:
        """The text is a page, whatever edits have made of it."""
        self.page = edition.parse(str(self.page))

    @invariant()
    def placed(self) -> None:
        """Every node has its place in the page's text, without gaps."""
        text, at = str(self.page), len(self.page.head)
        for piece in self.page.pieces:
            assert piece.start == at
            at += len(str(piece))
            assert text[piece.start : at] == str(piece)
        assert at == len(text)
        for standoff in edition.to_standoff(self.page)["spans"]:
            assert text[standoff["start"] : standoff["end"]].strip(BLANKS)


TestEditing = cast("type[pytest.Item]", Editing.TestCase)
# An example is a dozen edits, and each of them is followed by a look at the whole page.
TestEditing.settings = settings(stateful_step_count=12)  # type: ignore[attr-defined]
