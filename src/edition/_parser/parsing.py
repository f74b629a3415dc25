"""Read a text from end to end: lines, logical lines, features, the best sequence of roles, the tree."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from attrs import frozen

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_for
from edition._model.certainty import Certainty
from edition._model.layout import Layout
from edition._model.nodes import Item, Matched, match
from edition._model.pages import Page, lay_out, trust
from edition._model.provenance import ModelMark
from edition._parser.confidence import Trace
from edition._parser.decode import Allowed, Seen, Step, decode
from edition._parser.formulas import Formulas
from edition._parser.line_cues import LineCues
from edition._parser.models import Model
from edition._parser.page_features import PageFeatures, read
from edition._parser.pins import Pin, cut, known
from edition._parser.running_head import reach
from edition._parser.tree import build
from edition._parser.weights import Model as Scores
from edition._text.lines import split_lines
from edition._text.unwrap import entries


def read_page(
    text: str,
    grammar: Grammar | None = None,
    pins: Sequence[Pin] = (),
    layout: Layout | None = None,
) -> tuple[str, PageFeatures]:
    """The leading whitespace of a page, and its entries with their evidence; pinned spans are entries."""
    if grammar is None:
        grammar = grammar_for(text, None)
    head, lines = split_lines(text)
    formulas = Formulas(grammar)
    running = reach([line.text for line in lines], formulas)
    cues = LineCues(formulas)
    if layout is None or not layout.lines:
        rows, wrapped = entries(lines, cues, running)
        return head, read(cut(rows, pins), formulas, wrapped=wrapped)
    # A text by itself, as most are, needs none of this.
    from edition._geometry import evidence
    from edition._geometry.entries import PrintedPage

    printed = PrintedPage.of(layout)
    rows = cut(printed.entries(lines, cues, running), pins)
    return head, read(rows, formulas, wrapped=True, printed=evidence.read(rows, printed))


@frozen(eq=False, weakref_slot=False)
class DecodedPage:
    """A text and how it was read: its lines with their features, and the best path through them."""

    grammar: Grammar
    head: str
    """The blanks before the first line."""
    lines: PageFeatures
    steps: Sequence[Step]
    page: Page
    """What came of it."""
    model: Model | None = None
    """The model that it was read with; None for the one that the package ships."""

    def again(self, allowed: Sequence[Allowed]) -> DecodedPage:
        """The same text, read with what is known of some of its lines."""
        return _decoded(
            self.grammar, self.model, self.head, self.lines, allowed, layout=self.page.layout
        )

    def part(self, allowed: Sequence[Allowed], lines: range) -> list[Step]:
        """The best path through some of the lines, with what is known of them."""
        return decode(self.lines, self.grammar.layout, _scores(self.model), allowed, lines)


def _scores(model: Model | None) -> Scores | None:
    return None if model is None else model.scores


def decode_page(
    text: str,
    grammar: Grammar,
    pins: Sequence[Pin] = (),
    model: Model | None = None,
    *,
    layout: Layout | None = None,
) -> DecodedPage:
    """Read a text in a dialect, around what is known of it and of its places, and keep how it was read."""
    head, lines = read_page(text, grammar, pins, layout)
    said = known(lines) if pins else None
    allowed = None if said is None else [said.get(n) for n in range(len(lines))]
    return _decoded(grammar, model, head, lines, allowed, layout=layout)


def _decoded(
    grammar: Grammar,
    model: Model | None,
    head: str,
    lines: PageFeatures,
    allowed: Sequence[Allowed] | None,
    *,
    layout: Layout | None,
) -> DecodedPage:
    seen: list[Seen] = []
    steps = decode(lines, grammar.layout, _scores(model), allowed, seen=seen)
    mark = None if model is None else model.mark
    page = page_of(build(lines, steps, grammar.layout), head, grammar, mark)
    firsts = [one.logical.lines[0] for one in lines]
    starts = array("q", [line.start + len(line.indent) for line in firsts])
    if layout is not None:
        lay_out(page, layout)
    trust(page, Certainty(page.items, trace=Trace(grammar.mark, starts, tuple(seen), mark)))
    return DecodedPage(grammar, head, lines, steps, page, model)


def parse_page(text: str, grammar: Grammar) -> Page:
    """The page that a text is in a dialect."""
    return decode_page(text, grammar).page


def page_of(
    items: tuple[Item, ...], head: str, grammar: Grammar, model: ModelMark | None = None
) -> Page:
    """A page of new items, whose blocks keep what the formulas of its dialect find in them."""
    # A page looks for what nobody has looked for yet, and copies the blocks: it finds nothing left to do.
    for item in items:
        for block in item.find_all(Matched):
            match(block, grammar)
    return Page(items, head, dialect=grammar.mark, model=model)
