"""Tell why a line was given its role: the roles it could have had, and what spoke for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from edition._grammar.dialects import Dialect, grammar_for
from edition._model.nodes import Block, Node
from edition._model.pages import Page
from edition._parser.decode import Allowed, Step, candidates, decode, features
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.tree import segments
from edition._parser.weights import BODY, ROLES, shipped, weights

_LINKS = ("new", "same", "join", "none")


@frozen(weakref_slot=False)
class Evidence:
    """One piece of evidence and how strongly it spoke for the role (against it where negative)."""

    name: str
    """What was seen: ``ends:stop``, ``length:14``, ``below:lead``. docs/evidence.md explains each."""
    weight: float


@frozen(weakref_slot=False)
class Candidate:
    """A role that a line could have had."""

    role: str
    """The role's name in the standoff vocabulary."""
    score: float
    """The score of the best reading of the whole page in which the line has this role."""
    evidence: tuple[Evidence, ...]
    """What counted, the strongest first."""


@frozen(weakref_slot=False)
class Explanation:
    """The roles that were considered for a line: the one that it was given, then the others, the best first."""

    text: str
    """The line."""
    role: str
    """The role it was given."""
    candidates: tuple[Candidate, ...]
    margin: float
    """By how much its score leads the best other; infinite where there was none. It is below zero where another role would score
    higher in the end, but had fallen behind too far on the way to be followed, and where other pages of the issue told how the
    line is to be read."""

    def __str__(self) -> str:
        """The line, then a row for each role: its score, and what spoke for it more (or less) than for the others."""
        rows = [
            f"{self.text[:24]}{'…' if len(self.text) > 24 else ''}: {self.role}, by {self.margin:.1f}"
        ]
        summed = [_summed(one.evidence) for one in self.candidates]
        names = sorted({name for one in summed for name in one})
        usual = {name: sum(one[name] for one in summed) / len(summed) for name in names}
        for candidate, own in zip(self.candidates, summed, strict=True):
            telling = sorted(
                ((own[name] - usual[name], name) for name in names), key=lambda row: -abs(row[0])
            )
            why = [f"{name} {weight:+.1f}" for weight, name in telling[:5] if abs(weight) >= 0.05]
            rows.append(f"  {candidate.role:14} {candidate.score:8.1f}   {', '.join(why)}".rstrip())
        return "\n".join(rows)


def _summed(evidence: Iterable[Evidence]) -> defaultdict[str, float]:
    """The weight of each name: one can count for the line's role, and again for its tie to the line above."""
    found: defaultdict[str, float] = defaultdict(float)
    for one in evidence:
        found[one.name] += one.weight
    return found


def explain(page: Page, node: Node, *, dialect: Dialect | str | None = None) -> Explanation:
    """The roles considered for the line on which a node begins, their scores, and the evidence.

    The page is read again to tell this, so that a page carries nothing of it; in the ``dialect`` that it was parsed in,
    where that was told. Raises ValueError if the node does not stand in the page, and for a dialect that is not shipped.
    """
    at = _offset(page, node)
    text = str(page)
    readings = read_page(text, grammar_for(text, dialect))[1]
    n = next(
        n
        for n, r in enumerate(readings)
        if r.logical.lines[-1].start + len(r.logical.lines[-1].indent + r.logical.lines[-1].text)
        > at
    )
    # The role that the page was read with may have lagged on the way, and win by what comes later: it stands first all the same.
    chosen = decode(readings)[n].role
    # And so does the role that it has in an issue, whose other pages tell how this one is to be read.
    first = readings[n].logical.lines[0]
    block = page.node_at(first.start + len(first.indent))
    if block and block.role in ROLES and block.role != segments(readings[n], chosen)[0][0]:
        chosen = block.role
    found = []
    for role in dict.fromkeys((chosen, *candidates(readings[n]))):
        allowed: list[Allowed] = [None] * len(readings)
        allowed[n] = {(role, link) for link in _LINKS}
        path = decode(readings, shipped(), allowed)
        if path[n].role == role:
            found.append(Candidate(_plain(role), path[-1].score, _evidence(readings, n, path[n])))
    found.sort(key=lambda one: (one.role != _plain(chosen), -one.score))
    margin = found[0].score - found[1].score if len(found) > 1 else float("inf")
    return Explanation(readings[n].text, found[0].role, tuple(found), margin)


def _plain(role: str) -> str:
    return "paragraph" if role in BODY else role


def _evidence(readings: PageFeatures, n: int, step: Step) -> tuple[Evidence, ...]:
    table = weights()
    counted = [
        Evidence(name, weight)
        for part, name, target in features(readings, n, step)
        if (weight := table.get(part, {}).get(name, {}).get(target))
    ]
    return tuple(sorted(counted, key=lambda e: -abs(e.weight)))


def _offset(page: Page, node: Node) -> int:
    """Where a node's print begins in the page's own text."""
    first = node.find(Block) or node
    at = len(page.head)
    for block in page.find_all(Block):
        if block is first or (block.parts and block.parts[0] is first):
            return at + len(block.parts[0].indent)
        at += len(str(block))
    for piece in page.pieces:
        if piece is node and piece.start is not None:
            return piece.start + len(piece.indent)
    raise ValueError("the node does not stand in this page")
