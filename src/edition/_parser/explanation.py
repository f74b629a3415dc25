"""Tell why a line was given its role: the roles it could have had, and what spoke for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from edition._grammar.dialects import AnyDialect, grammar_for
from edition._model.nodes import Block, Node
from edition._model.notebook import brief
from edition._model.pages import Page, placed, sureness
from edition._parser.constraints import telling
from edition._parser.decode import Step, decode, features
from edition._parser.marginals import best_by_role
from edition._parser.models import model_for
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.phrases import phrase
from edition._parser.segments import segments
from edition._parser.weights import BODY, ONE, ROLES, Model, shipped

#: The name of what it costs to leave the layout.
LAYOUT = "layout"
#: How many reasons the sentence names, and how much one has to weigh.
_REASONS, _TELLING = 3, 0.05


@frozen(weakref_slot=False)
class Evidence:
    """One piece of evidence and how strongly it spoke for the role (against it where negative)."""

    name: str
    """What was seen: ``ends:stop``, ``length:14``, ``below:lead``. docs/evidence.md explains each."""
    weight: float


@frozen(weakref_slot=False, repr=False)
class Candidate:
    """A role that a line could have had."""

    role: str
    """The role's name in the standoff vocabulary."""
    score: float
    """The score of the best reading of the whole page in which the line has this role."""
    evidence: tuple[Evidence, ...]
    """What counted, the strongest first."""

    def __repr__(self) -> str:
        return f"<Candidate {self.role} {self.score:+.1f}>"


@frozen(weakref_slot=False, repr=False)
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
    constraints: tuple[str, ...] = ()
    """The rules that left the line no other roles than these, each as a sentence."""
    confidence: float | None = None
    """How likely it has its role, from 0 to 1 (:meth:`edition.Page.confidence`); None where that is not known."""

    def __repr__(self) -> str:
        return f"<Explanation '{brief(self.text)}': {self.role}, by {self.margin:.1f}>"

    @property
    def sentence(self) -> str:
        """Why it has this role and not the next best: ``headline rather than label: a lead below it, its words recur below``.

        It names the three features that tell the two roles apart best; where rules left no other role, it tells these.
        """
        if len(self.candidates) < 2:
            why = " ".join(self.constraints) or "No other role fits what it says."
            return f"{self.role}, and nothing else: {why}"
        own, other = (_summed(one.evidence) for one in self.candidates[:2])
        stronger = sorted({*own, *other}, key=lambda name: other[name] - own[name])
        told = (phrase(name) for name in stronger if own[name] - other[name] >= _TELLING)
        why = ", ".join([*dict.fromkeys(one for one in told if one)][:_REASONS])
        rival = self.candidates[1].role
        against = "rather than" if self.margin >= 0 else "although the page would score higher with"
        return f"{self.role} {against} {rival}: {why or 'the lines around it decide'}"

    def __str__(self) -> str:
        """The sentence; the line; then a row for each role: its score, and what spoke for it more (or less) than for the others."""
        rows = [
            self.sentence,
            f"{self.text[:24]}{'…' if len(self.text) > 24 else ''}: {self.role}, by {self.margin:.1f}{self._sure()}",
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

    def _sure(self) -> str:
        return "" if self.confidence is None else f", {self.confidence:.0%} sure"


def _summed(evidence: Iterable[Evidence]) -> defaultdict[str, float]:
    """The weight of each name: one can count for the line's role, and again for its tie to the line above."""
    found: defaultdict[str, float] = defaultdict(float)
    for one in evidence:
        found[one.name] += one.weight
    return found


def explain(page: Page, node: Node, *, dialect: AnyDialect | None = None) -> Explanation:
    """The roles considered for the line on which a node begins, their scores, and the evidence.

    The page is read again to tell this, so that a page carries nothing of it; with its own model, and in its own dialect, unless
    another is asked for. Raises ValueError if the node does not stand in the page, and for a dialect or a model that is not known
    in this process.
    """
    at = _offset(page, node)
    text = str(page)
    grammar = grammar_for(text, dialect or page.dialect)
    model = model_for(page.model)
    scores = shipped() if model is None else model.scores
    layout = page.layout if page.layout is not None and page.layout.fits(text) else None
    readings = read_page(text, grammar, layout=layout)[1]
    n = next(
        n
        for n, r in enumerate(readings)
        if r.logical.lines[-1].start + len(r.logical.lines[-1].indent + r.logical.lines[-1].text)
        > at
    )
    # The role that the page was read with may have lagged on the way, and win by what comes later: it is still listed first.
    chosen = decode(readings, grammar.layout, scores)[n].role
    # And so does the role that it has in an issue, whose other pages tell how this one is to be read.
    first = readings[n].logical.lines[0]
    block = page.node_at(first.start + len(first.indent))
    if block and block.role in ROLES and block.role != segments(readings[n], chosen)[0][0]:
        chosen = block.role
    found = [
        Candidate(_plain(role), score, _evidence(readings, n, step, scores))
        for role, (step, score) in best_by_role(readings, n, grammar.layout, chosen, scores).items()
    ]
    found.sort(key=lambda one: (one.role != _plain(chosen), -one.score))
    margin = found[0].score - found[1].score if len(found) > 1 else float("inf")
    why = tuple(one.reason for one in telling(readings[n]))
    return Explanation(
        readings[n].text, found[0].role, tuple(found), margin, why, _sure(page, block)
    )


def _sure(page: Page, block: Block | None) -> float | None:
    return None if block is None else sureness(page)(block)


def _plain(role: str) -> str:
    return "paragraph" if role in BODY else role


def _evidence(readings: PageFeatures, n: int, step: Step, scores: Model) -> tuple[Evidence, ...]:
    table = scores.numbers
    counted = [
        Evidence(name, number / ONE)
        for part, name, target in features(readings, n, step)
        if (number := table.get(part, {}).get(name, {}).get(target))
    ]
    if step.price:
        counted.append(Evidence(LAYOUT, -step.price))
    return tuple(sorted(counted, key=lambda e: -abs(e.weight)))


def _offset(page: Page, node: Node) -> int:
    """Where a node's print begins in the page's own text."""
    first = node.find(Block) or node
    for _, block, starts in placed(page):
        for piece, start in zip(block.parts, starts, strict=True):
            if block is first or piece is first:
                return start
    raise ValueError("the node is not in this page")
