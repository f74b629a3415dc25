"""Compare two versions of a page, such as two OCR results, or before and after an edit.

>>> import edition
>>> text = "河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。\\n\\n(何青)\\n"
>>> print(diff(edition.parse(text), edition.parse(text.replace("三公里", "五公里"))))
~ 3:5 Paragraph: 汾河西岸的步道昨日开放，全长[-三-]{+五+}公里，沿线新栽了柳树和海棠。
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Literal, TypeAlias

from attrs import frozen

from edition._model.nodes import Block, Node
from edition._model.pages import Page
from edition._text.alignment import increasing, likeness, opcodes
from edition.positions import Position, advanced, position

Kind: TypeAlias = Literal["added", "removed", "changed", "moved"]

_SIGNS: dict[Kind, str] = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
#: How much of two texts has to be the same for one to be the other, changed.
_ALIKE = 0.5
#: How many characters of a text are shown.
_SHOWN = 40
#: How many blocks that stand where one was are looked at for what it has become.
_LOOKED_AT = 30


@frozen(weakref_slot=False)
class Change:
    """One difference: a block, or a whole item that was added, removed or moved.

    A changed node differs in its text, its layout (whitespace), its class, or its parts.
    """

    kind: Kind
    before: Node | None
    """The node in the first page; None if it was added."""
    after: Node | None
    """The node in the second page; None if it was removed."""
    position: Position
    """The position of its text in the second page; in the first page if it was removed."""

    def __str__(self) -> str:
        node = self.after or self.before
        name = type(node).__name__
        if self.before is not None and type(self.before) is not type(node):
            name = f"{type(self.before).__name__} → {name}"
        return f"{_SIGNS[self.kind]} {self.position} {name}: {self._text()}"

    def _text(self) -> str:
        before, after = self.before, self.after
        if before is None or after is None or self.kind != "changed":
            shown = after or before
            return _cut(_ink(shown)) if shown is not None else ""
        same = _is_same_ink(before, after)
        layout = same and str(before) != str(after)
        if isinstance(before, Block) and isinstance(after, Block):
            if not same:
                return _marked(_ink(before), _ink(after))
            return f"{_cut(_ink(after))} (layout)" if layout else _cut(_ink(after))
        return f"{_cut(_ink(after))} ({'layout' if layout else 'parts'})"


@frozen(weakref_slot=False, repr=False)
class Diff:
    """The differences between two pages, in the order of the second page; false if there are none."""

    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        return f"<Diff: {len(self.changes)} change{'s' if len(self.changes) != 1 else ''}>"

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes))


def diff(before: Page, after: Page) -> Diff:
    """List what was added, removed, changed and moved between two pages; empty if and only if they are equal.

    Raises TypeError if an argument is not a page; compare issues page by page.
    """
    for page in (before, after):
        if not isinstance(page, Page):
            raise TypeError(f"pages are compared, not {type(page).__name__}")
    if before == after:
        return Diff(())
    old, new = _Rows(before), _Rows(after)
    pairs, moved = _pairs(old.texts, new.texts)
    partner = {j: i for i, j in pairs.items()}
    behind = _behind(pairs, len(old.blocks), len(new.blocks))
    found: list[tuple[int, Change]] = []

    def tell(kind: Kind, i: int | None, j: int | None, at: int) -> None:
        where = new.position(j) if j is not None else old.position(i or 0)
        here = (old.blocks[i] if i is not None else None, new.blocks[j] if j is not None else None)
        found.append((at, Change(kind, *here, where)))

    for members in old.items:
        if all(i not in pairs for i in members):
            change = Change("removed", old.item(members[0]), None, old.position(members[0]))
            found.append((behind[members[-1]], change))
            continue
        for i in members:
            if i not in pairs:
                tell("removed", i, None, behind[i])
    # The blocks of each item that stand where they stood.
    stayed = {
        id(old.item(members[0])): [i for i in members if i in pairs and i not in moved]
        for members in old.items
    }
    for members in new.items:
        theirs = [partner.get(j) for j in members]
        gone = old.item(theirs[0]) if theirs[0] is not None else None
        whole: Kind | None = None
        if all(i is None for i in theirs):
            whole = "added"
        elif all(i in moved for i in theirs):
            whole = "moved"
        elif (gone := _regrouped(theirs, old, new.item(members[0]), stayed, moved)) is not None:
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
        self._positions: list[Position] = []
        at, before = position("", 0), page.head
        for block in self.blocks:
            indent = block.parts[0].indent if block.parts else ""
            at = advanced(at, before + indent)
            self._positions.append(at)
            before = str(block)[len(indent) :]

    def item(self, i: int) -> Node:
        return self._holders[i]

    def position(self, i: int) -> Position:
        return self._positions[i]


def _pairs(old: list[str], new: list[str]) -> tuple[dict[int, int], set[int]]:
    """Which text of one page is which of the other's, by their indices, and which of them stand elsewhere now."""
    pairs: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    i = j = 0
    for i_next, j_next in (*_in_order(old, new), (len(old), len(new))):
        gaps.append((range(i, i_next), range(j, j_next)))
        pairs[i_next] = j_next
        i, j = i_next + 1, j_next + 1
    del pairs[len(old)]
    elsewhere: dict[str, deque[int]] = defaultdict(deque)
    for j in chain.from_iterable(there for _, there in gaps):
        elsewhere[new[j]].append(j)
    moved: set[int] = set()
    for i in chain.from_iterable(here for here, _ in gaps):
        if elsewhere[old[i]]:
            pairs[i] = elsewhere[old[i]].popleft()
            moved.add(i)
    taken = set(pairs.values())
    for here, there in gaps:
        free = [j for j in there if j not in taken]
        at = 0
        for i in here:
            if i in pairs:
                continue
            # In their order: what a changed text is compared with stands behind the last one that was found.
            for n in range(at, min(at + _LOOKED_AT, len(free))):
                if _alike(old[i], new[free[n]]):
                    pairs[i] = free[n]
                    at = n + 1
                    break
    return pairs, moved


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The most texts that both pages have in the same order, by their indices.

    Of texts that stand there several times the first is the first, the second the second.
    """
    there: dict[str, list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        there[new[j]].append(j)
    return increasing([(i, there[text].pop()) for i, text in enumerate(old) if there.get(text)])


def _alike(a: str, b: str) -> bool:
    """Whether one text may be the other, changed; what takes the least time to tell is asked first."""
    length = (len(a) + len(b)) * _ALIKE
    return (
        2 * min(len(a), len(b)) >= length
        and 2 * (Counter(a) & Counter(b)).total() >= length
        and likeness(a, b) >= _ALIKE
    )


def _regrouped(
    theirs: Sequence[int | None],
    old: _Rows,
    item: Node,
    stayed: Mapping[int, Sequence[int]],
    moved: set[int],
) -> Node | None:
    """The item that an item was, if it holds other blocks of the first page now, or the same ones in another way."""
    known = [i for i in theirs if i is not None and i not in moved]
    if not known:
        return None
    was = old.item(known[0])
    if known != stayed[id(was)]:
        return was
    if isinstance(item, Block) and isinstance(was, Block):
        return None
    blocks = tuple(old.blocks[i] for i in known)
    rearranged = was != item and blocks == item.find_all(Block) == was.find_all(Block)
    return was if rearranged or type(was) is not type(item) else None


def _behind(pairs: dict[int, int], count: int, end: int) -> list[int]:
    """Where what is gone would stand in the other page, for each block: before the next block that is there."""
    found = [end] * count
    for i in range(count - 2, -1, -1):
        found[i] = pairs.get(i + 1, found[i + 1])
    return found


def _ink(node: Node) -> str:
    return "/".join(piece.text for piece in node.pieces)


def _is_same_ink(before: Node, after: Node) -> bool:
    """Whether two nodes have the same print, piece by piece: of one that was a part of the other it is told by that part."""
    old, new = (
        (p.text for b in node.walk() if isinstance(b, Block) for p in b.parts)
        for node in (before, after)
    )
    return all(a == b for a, b in zip_longest(old, new))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _marked(old: str, new: str) -> str:
    """What was taken out and put in, with a little of the text around it."""
    out: list[str] = []
    steps = list(opcodes(old, new))
    for n, (same, i, i_end, j, j_end) in enumerate(steps):
        before, after = old[i:i_end], new[j:j_end]
        if same:
            out.append(_middle(after, first=n == 0, last=n == len(steps) - 1))
            continue
        out.append(f"[-{before}-]" if before else "")
        out.append(f"{{+{after}+}}" if after else "")
    return "".join(out)


def _middle(text: str, *, first: bool, last: bool) -> str:
    """A text between two changes, its middle left out where it is long."""
    half = _SHOWN // 2
    if len(text) <= _SHOWN:
        return text
    head = "" if first else text[:half]
    tail = "" if last else text[-half:]
    return f"{head}…{tail}"
