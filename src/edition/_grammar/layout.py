"""Compile the layout grammar: Lark reads the file, and its rules become the automaton that a search walks.

Lark would expand ``*``, ``+`` and ``?`` into helper rules and build a parser, which can't be asked what follows what. So the
rules are taken as Lark has read them, before that. Every place where a terminal stands in them is a position
(Glushkov's construction): a rule says which positions may come first, which last, and which may follow which. Sets of
positions are the states of a deterministic automaton, of which those that nothing tells apart are made one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from attrs import define, field
from lark.exceptions import GrammarError

from edition._grammar.automaton import JOIN, NEW, LayoutData, PositionData
from edition._grammar.rules import Choice, Kinds, Named, Node, Repeat, Sequence

#: The rule of a page, and the rule of what interrupts a story.
PAGE, FURNITURE = "page", "furniture"
#: The blocks of the headline block, and of what interrupts a story.
_HEADING = frozenset(("LABEL", "KICKER", "HEADLINE", "DECK"))
_RUNNING = frozenset(("MASTHEAD", "FOLIO", "CREDITS", "INDEX"))
#: The things that a page holds.
ITEMS = frozenset(("story", "picture", "photo", "notice", "stray"))
#: The groups that make a node, with the terminals that alone can stand in them.
_HOLDS: dict[str, frozenset[str]] = {
    "heading": _HEADING,
    "notice": frozenset(("NOTICE",)),
    "stray": frozenset(("OTHER",)),
}
#: The blocks.
_BLOCKS = (
    _HEADING
    | _RUNNING
    | {
        "SUMMARY", "EDITOR_NOTE", "BYLINE", "LEAD", "PARAGRAPH", "CROSSHEAD", "SIGNOFF", "CAPTION", "CREDIT", "CONTINUED_FROM",
        "CONTINUED_ON", "NOTICE", "OTHER",
    }
)  # fmt: skip
#: The groups in which other groups may stand.
_NESTS = {"story": {"heading", "photo"}, "picture": {"heading"}, "photo": {"heading"}}


@define
class _Part:
    """A part of a rule: whether it can be empty, and the positions that can come first and last in it."""

    empty: bool
    first: list[int] = field(factory=list)
    last: list[int] = field(factory=list)


def compile_layout(rules: Mapping[str, Node]) -> LayoutData:
    """Compile the rules that a page is made of; there may be other rules beside them.

    Raises lark.exceptions.LarkError where no page can be made of them.
    """
    return _Compiler(rules).data()


def layout_rules(rules: Mapping[str, Node]) -> frozenset[str]:
    """The rules that are about blocks and marks, by name: those in which one is named, or another such rule."""
    found = {name for name, node in rules.items() if not _BLOCKS.isdisjoint(_terminals_of(node))}
    found |= {name for name, node in rules.items() if {NEW, JOIN} & _terminals_of(node)}
    while more := {name for name, node in rules.items() if found & _named(node)} - found:
        found |= more
    return frozenset(found)


def _named(node: Node) -> set[str]:
    match node:
        case Named(name):
            return {name}
        case Sequence(nodes) | Choice(nodes):
            return {name for one in nodes for name in _named(one)}
        case Repeat(item, _, _):
            return _named(item)
        case _:
            return set()


class _Compiler:
    """Works out the positions of a page and what may follow what."""

    def __init__(self, rules: Mapping[str, Node]) -> None:
        self._rules = rules
        self._open: list[str] = []
        self._furniture: set[str] = set()
        self._terminals = [""]
        self._around: list[tuple[str, ...]] = [()]
        self._follow: list[dict[int, int]] = [{}]
        page = self._rule(PAGE)
        self._link([0], page.first)
        self._last = sorted({0, *page.last} if page.empty else {*page.last})
        self._check()

    def data(self) -> LayoutData:
        """The layout as data."""
        positions: list[PositionData] = [
            {
                "terminal": self._terminals[n],
                "rules": list(self._around[n]),
                "follow": {str(to): self._follow[n][to] for to in sorted(self._follow[n])},
            }
            for n in range(len(self._terminals))
        ]
        states, whole = _minimal(*self._deterministic())
        return {
            "positions": positions,
            "last": self._last,
            "furniture": sorted(self._furniture),
            "states": states,
            "whole": whole,
        }

    # --- positions -------------------------------------------------------------------------------

    def _rule(self, name: str) -> _Part:
        if name not in self._rules:
            raise GrammarError(f"the layout has no rule {name}")
        if name in self._open:
            around = " → ".join([*self._open[self._open.index(name) :], name])
            raise GrammarError(f"a layout rule can't stand in itself: {around}")
        if name == FURNITURE:
            self._furniture |= _terminals_of(self._rules[name])
            return _Part(empty=True)
        self._open.append(name)
        part = self._part(self._rules[name])
        self._open.pop()
        return part

    def _part(self, node: Node) -> _Part:
        match node:
            case Kinds(names):
                return self._either([self._position(name) for name in sorted(names)])
            case Named(name):
                return self._rule(name)
            case Choice(options):
                return self._either([self._part(option) for option in options])
            case Sequence(items):
                return self._row([self._part(item) for item in items])
            case Repeat(item, (0 | 1) as least, most) if most is None or (least, most) == (0, 1):
                return self._repeated(self._part(item), once=most is not None, needed=least == 1)
        raise GrammarError(
            f"a layout rule is made of names, |, ?, * and +; {self._open[-1]} is not"
        )

    def _position(self, terminal: str) -> _Part:
        n = len(self._terminals)
        self._terminals.append(str(terminal))
        rules = tuple(name for name in self._open[1:] if name[0] != "_")
        # What stands on a page in nothing that it can hold is a story.
        mark = terminal == NEW
        self._around.append(rules if mark or ITEMS.intersection(rules) else ("story", *rules))
        self._follow.append({})
        return _Part(empty=False, first=[n], last=[n])

    def _depth(self) -> int:
        """How many of the rules that are open now make something of what stands in them."""
        return sum(name[0] != "_" for name in self._open[1:])

    def _link(self, above: Iterable[int], below: Iterable[int]) -> None:
        kept = self._depth()
        for at in above:
            for to in below:
                self._follow[at][to] = max(kept, self._follow[at].get(to, 0))

    def _either(self, parts: list[_Part]) -> _Part:
        return _Part(
            any(part.empty for part in parts),
            [n for part in parts for n in part.first],
            [n for part in parts for n in part.last],
        )

    def _row(self, parts: list[_Part]) -> _Part:
        row = _Part(empty=True)
        for part in parts:
            self._link(row.last, part.first)
            row = _Part(
                row.empty and part.empty,
                row.first + (part.first if row.empty else []),
                part.last + (row.last if part.empty else []),
            )
        return row

    def _repeated(self, part: _Part, *, once: bool, needed: bool) -> _Part:
        if not once:
            self._link(part.last, part.first)
        return _Part(part.empty or not needed, part.first, part.last)

    # --- what a rule may hold ----------------------------------------------------------------------

    def _check(self) -> None:
        """Refuse what no tree can be made of."""
        if odd := self._furniture - _RUNNING:
            raise GrammarError(f"{', '.join(sorted(odd))} can't interrupt a story")
        for terminal, rules in zip(self._terminals[1:], self._around[1:], strict=True):
            if terminal in _RUNNING:
                raise GrammarError(f"{terminal} stands in the rule {FURNITURE} only")
            groups = [name for name in rules if name in ITEMS or name in _HOLDS]
            for outer, inner in pairwise(groups):
                if inner not in _NESTS.get(outer, ()):
                    raise GrammarError(f"{inner} can't stand in {outer}")
            if terminal in (NEW, JOIN):
                continue
            if terminal not in _BLOCKS:
                raise GrammarError(f"{terminal} is no block")
            for name in rules:
                # A rule with a block's name is that block, in as many lines as it has.
                own = frozenset((name.upper(),)) if name.upper() in _BLOCKS else None
                if terminal not in (_HOLDS.get(name, own) or (terminal,)):
                    raise GrammarError(f"{terminal} can't stand in {name}")

    # --- states --------------------------------------------------------------------------------------

    def _deterministic(self) -> tuple[list[dict[str, int]], list[int]]:
        """The sets of positions that runs of terminals come to, as states; and those at which a page can end."""
        before: frozenset[int] = frozenset((0,))
        number = {before: 0}
        states: list[dict[str, int]] = []
        todo = [before]
        for state in todo:
            reached: dict[str, set[int]] = {}
            for at in state:
                for to in self._follow[at]:
                    reached.setdefault(self._terminals[to], set()).add(to)
            row = {}
            for terminal in sorted(reached):
                to_state = frozenset(reached[terminal])
                if to_state not in number:
                    number[to_state] = len(number)
                    todo.append(to_state)
                row[terminal] = number[to_state]
            states.append(row)
        last = set(self._last)
        return states, [n for state, n in number.items() if state & last]


def _terminals_of(node: Node) -> set[str]:
    match node:
        case Kinds(names):
            return set(names)
        case Sequence(nodes) | Choice(nodes):
            return {name for one in nodes for name in _terminals_of(one)}
        case Repeat(item, _, _):
            return _terminals_of(item)
        case _:
            return set()


def _minimal(
    states: list[dict[str, int]], whole: list[int]
) -> tuple[list[dict[str, int]], list[int]]:
    """The automaton with all states made one that nothing tells apart (Moore); the first state stays the first."""
    group = [int(n in whole) for n in range(len(states))]
    while True:
        looks = [
            (group[n], tuple((terminal, group[to]) for terminal, to in row.items()))
            for n, row in enumerate(states)
        ]
        names: dict[Any, int] = {}
        finer = [names.setdefault(look, len(names)) for look in looks]
        if len(names) == len(set(group)):
            break
        group = finer
    # Renumbered in the order in which they are met, so that the first state is 0.
    order: dict[int, int] = {}
    for one in group:
        order.setdefault(one, len(order))
    rows: list[dict[str, int]] = [{} for _ in order]
    for n, row in enumerate(states):
        rows[order[group[n]]] = {terminal: order[group[to]] for terminal, to in row.items()}
    return rows, sorted({order[group[n]] for n in whole})
