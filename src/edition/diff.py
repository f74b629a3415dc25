"""What is different between two readings of a page: two runs of OCR, before and after an edit.

>>> import edition
>>> text = "河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\\n\\n(何青)\\n"
>>> print(diff(edition.parse(text), edition.parse(text.replace("三公里", "五公里"))))
~ 3:5 Paragraph: 汾河西岸的步道昨日开放，全长[-三-]{+五+}公里，沿线新栽了柳树和海棠。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal, TypeAlias

from attrs import frozen

from edition.nodes import Block, Node
from edition.pages import Page
from edition.positions import Position, position

Kind: TypeAlias = Literal["added", "removed", "changed", "moved"]

_SIGNS: dict[Kind, str] = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
#: How much of two texts has to be the same for one to be the other, changed.
_ALIKE = 0.5
#: How many characters of a text are shown.
_SHOWN = 40


@frozen(weakref_slot=False)
class Change:
    """One difference: a block, or a whole item where all of it was added, removed or moved.

    A changed node differs in its text, in its layout (blanks and line ends), or in its class or its parts alone.
    """

    kind: Kind
    before: Node | None
    """The node in the first page; None where it was added."""
    after: Node | None
    """The node in the second page; None where it was removed."""
    position: Position
    """Where its print begins in the second page; in the first one, if it was removed."""

    def __str__(self) -> str:
        node = self.after or self.before
        name = type(node).__name__
        if self.before is not None and type(self.before) is not type(node):
            name = f"{type(self.before).__name__} → {name}"
        return f"{_SIGNS[self.kind]} {self.position} {name}: {self._text()}"

    def _text(self) -> str:
        old, new = (_ink(node) if node is not None else "" for node in (self.before, self.after))
        if self.kind != "changed":
            return _cut(new or old)
        if not (isinstance(self.before, Block) and isinstance(self.after, Block)):
            return (
                f"{_cut(new)} (parts)"
                if old != new or str(self.before) == str(self.after)
                else f"{_cut(new)} (layout)"
            )
        if old != new:
            return _marked(old, new)
        if str(self.before) != str(self.after):
            return f"{_cut(new)} (layout)"
        return _cut(new)


@frozen(weakref_slot=False)
class Diff:
    """All differences between two pages, in the order of the second one; false where there are none."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes))


def diff(before: Page, after: Page) -> Diff:
    """What was added, removed, changed and moved from one page to another; empty if, and only if, they are equal."""
    if before == after:
        return Diff(())
    old, new = _Rows(before), _Rows(after)
    pairs, moved = _pairs(old.texts, new.texts)
    partner = {j: i for i, j in pairs.items()}
    found: list[tuple[int, Change]] = []

    def tell(kind: Kind, i: int | None, j: int | None, at: int) -> None:
        where = new.position(j) if j is not None else old.position(i or 0)
        here = (old.blocks[i] if i is not None else None, new.blocks[j] if j is not None else None)
        found.append((at, Change(kind, *here, where)))

    for members in old.items:
        if all(i not in pairs for i in members):
            change = Change("removed", old.item(members[0]), None, old.position(members[0]))
            found.append((_next(pairs, members[-1], len(new.blocks)), change))
            continue
        for i in members:
            if i not in pairs:
                tell("removed", i, None, _next(pairs, i, len(new.blocks)))
    for members in new.items:
        theirs = [partner.get(j) for j in members]
        gone = old.item(theirs[0]) if theirs[0] is not None else None
        whole: Kind | None = None
        if all(i is None for i in theirs):
            whole = "added"
        elif all(i in moved for i in theirs):
            whole = "moved"
        elif (gone := _regrouped(theirs, old, new.item(members[0]), pairs, moved)) is not None:
            whole = "changed"
        if whole is not None:
            change = Change(whole, gone, new.item(members[0]), new.position(members[0]))
            found.append((members[0], change))
        for was, j in zip(theirs, members, strict=True):
            if was is None:
                if whole != "added":
                    tell("added", None, j, j)
                continue
            if was in moved and whole != "moved":
                tell("moved", was, j, j)
            if old.blocks[was] != new.blocks[j]:
                tell("changed", was, j, j)
    if not found or before.head != after.head:
        found.append((-1, Change("changed", before, after, position("", 0))))
    found.sort(key=lambda entry: entry[0])
    return Diff(tuple(change for _, change in found))


class _Rows:
    """A page's blocks in their order, and which of them make an item."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = str(page)
        self.blocks: list[Block] = []
        self.items: list[list[int]] = []
        self._holders: list[Node] = []
        for item in page.items:
            blocks = item.find_all(Block)
            if not blocks:
                continue
            self.items.append([len(self.blocks) + n for n in range(len(blocks))])
            self.blocks += blocks
            self._holders += [item] * len(blocks)
        self.texts = [_ink(block) for block in self.blocks]
        self._starts: list[int] = []
        at = len(page.head)
        for block in self.blocks:
            indent = len(block.parts[0].indent) if block.parts else 0
            self._starts.append(at + indent)
            at += len(str(block))

    def item(self, i: int) -> Node:
        return self._holders[i]

    def position(self, i: int) -> Position:
        return position(self.text, self._starts[i])


def _pairs(old: list[str], new: list[str]) -> tuple[dict[int, int], set[int]]:
    """Which text of one page is which of the other's, by their indices, and which of them stand elsewhere now."""
    pairs: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(i, i_end), range(j, j_end), strict=True))
        else:
            gaps.append((range(i, i_end), range(j, j_end)))
    elsewhere: dict[str, list[int]] = defaultdict(list)
    for j in chain.from_iterable(there for _, there in gaps):
        elsewhere[new[j]].append(j)
    moved: set[int] = set()
    for i in chain.from_iterable(here for here, _ in gaps):
        if elsewhere[old[i]]:
            pairs[i] = elsewhere[old[i]].pop(0)
            moved.add(i)
    taken = set(pairs.values())
    for here, there in gaps:
        free = [j for j in there if j not in taken]
        for i in here:
            if i in pairs:
                continue
            # In their order: what a changed text is compared with stands behind the last one that was found.
            match = next((j for j in free if _alike(old[i], new[j])), None)
            if match is not None:
                pairs[i] = match
                free = [j for j in free if j > match]
    return pairs, moved


def _alike(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE
        and matcher.quick_ratio() >= _ALIKE
        and matcher.ratio() >= _ALIKE
    )


def _regrouped(
    theirs: Sequence[int | None], old: _Rows, item: Node, pairs: dict[int, int], moved: set[int]
) -> Node | None:
    """The item that an item was, if it holds other blocks of the first page now, or the same ones in another way."""
    known = [i for i in theirs if i is not None and i not in moved]
    if not known:
        return None
    was = old.item(known[0])
    members = next(rows for rows in old.items if known[0] in rows)
    if known != [i for i in members if i in pairs and i not in moved]:
        return was
    if isinstance(item, Block) and isinstance(was, Block):
        return None
    blocks = tuple(old.blocks[i] for i in known)
    rearranged = was != item and blocks == item.find_all(Block) == was.find_all(Block)
    return was if rearranged or type(was) is not type(item) else None


def _next(pairs: dict[int, int], i: int, end: int) -> int:
    """Where what is gone would stand in the other page: before the next block that is there."""
    return next((pairs[k] for k in sorted(pairs) if k > i), end)


def _ink(node: Node) -> str:
    return "/".join(piece.text for piece in node.pieces)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _marked(old: str, new: str) -> str:
    """What was taken out and put in, with a little of the text around it."""
    out: list[str] = []
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for n, (tag, i, i_end, j, j_end) in enumerate(opcodes):
        if tag == "equal":
            out.append(_middle(new[j:j_end], first=n == 0, last=n == len(opcodes) - 1))
            continue
        out.append(f"[-{old[i:i_end]}-]" if i < i_end else "")
        out.append(f"{{+{new[j:j_end]}+}}" if j < j_end else "")
    return "".join(out)


def _middle(text: str, *, first: bool, last: bool) -> str:
    """A text between two changes, its middle left out where it is long."""
    half = _SHOWN // 2
    if len(text) <= _SHOWN:
        return text
    head = "" if first else text[:half]
    tail = "" if last else text[-half:]
    return f"{head}…{tail}"
