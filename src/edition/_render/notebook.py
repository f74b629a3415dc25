"""What a notebook shows of each value: compact, folded where it is long, and never more than a few hundred kilobytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from edition._grammar.names import Person
from edition._model.diagnostics import Diagnostic, Diagnostics, IssueDiagnostic
from edition._model.editions import Contributor, Edition, IndexRow
from edition._model.nodes import (
    Article,
    Block,
    HeadlineBlock,
    Item,
    Node,
    Piece,
    Signed,
    nobody_twice,
)
from edition._model.notebook import Listing
from edition._model.pages import Page
from edition._model.stories import Join, Story, headline_text
from edition._render import outline
from edition._render.markup import chip, chips, text, theme
from edition._render.outline import Entry

T = TypeVar("T")

#: How many rows a list has before the rest is only counted.
_ROWS = 300
#: How many characters of a text stand open, how many folded, and how many in a row of an outline.
_OPEN, _FOLDED, _ROW = 320, 8_000, 120
#: How many characters of markup the print of a view has in all, the last text not counted.
_BUDGET = 100_000
#: How wide the text is that stands in for the HTML.
_WIDTH = 100

_STYLE = (
    theme(".edition")
    + """.edition{background:var(--paper);color:var(--ink);font:14px/1.55 system-ui,sans-serif;padding:.5em .8em;max-width:70em;
border:1px solid var(--rule);border-radius:6px;overflow-wrap:anywhere;text-align:left}
.edition.edition ul{list-style:none;margin:0;padding:0 0 0 .2em}
.edition.edition li{margin:0;padding:.1em 0 .1em .7em}
.edition.edition p{margin:.2em 0}
.edition table{border-collapse:collapse;margin:.2em 0;font-size:inherit}
.edition.edition th,.edition.edition td{text-align:left;vertical-align:top;padding:.15em .8em .15em .2em;border-bottom:1px solid var(--rule);background:none;white-space:normal;overflow-wrap:break-word}
.edition.edition th{color:var(--quiet);font-weight:400;white-space:nowrap}
.edition ul ul{margin-left:1em;border-left:1px solid var(--rule)}
.edition summary{cursor:pointer}
.edition .e-title{font-weight:600;margin:0 0 .3em}
.edition .e-quiet{color:var(--quiet)}
.edition .e-chip{display:inline-block;border-radius:3px;padding:0 .45em;margin-right:.5em;font-size:12px;white-space:nowrap}
.edition .e-chip i{font-style:normal}
.edition .e-code{border:1px solid var(--rule);border-radius:3px;font:11px/1.2 monospace;padding:0 .2em;color:var(--quiet)}
.edition .e-text{white-space:pre-wrap;font-kerning:none;unicode-bidi:isolate}
.edition .e-error{color:var(--error);font-weight:600}.edition .e-warning{color:var(--warning);font-weight:600}
.edition .e-hint{color:var(--quiet);font-weight:600}
"""
    + chips()
)


def html(value: object) -> str:
    """A value as an element of HTML, with its style."""
    return f'<div class="edition" lang="en"><style>{_STYLE}</style>{"".join(_Budget().view(value))}</div>'


def plain(value: object) -> str:
    """A value as text, for where HTML is not shown."""
    if isinstance(value, Page):
        return "\n".join([outline.title(value), *_drawn(outline.outline(value))])
    if isinstance(value, Edition):
        lines = outline.contents(value, value.index(), _WIDTH, colour=False)
        return "\n".join(islice(lines, _ROWS))
    if isinstance(value, Story):
        entries = [outline.entry(piece) for piece in value.pieces]
        return "\n".join([_story_title(value), *_drawn(entries)])
    if isinstance(value, Node) and not isinstance(value, Block | Piece):
        return "\n".join(_drawn(outline.entries(value)))
    if isinstance(value, Diagnostics):
        return "\n".join(map(str, value)) or "nothing looks wrong"
    return str(value) if isinstance(value, Diagnostic | IssueDiagnostic) else repr(value)


def _drawn(entries: Sequence[Entry]) -> Iterator[str]:
    return islice(outline.draw(entries, _WIDTH, colour=False), _ROWS)


class _Budget:
    """Makes views, and stops printing when there is enough."""

    def __init__(self) -> None:
        self._left = _BUDGET

    def view(self, value: object) -> Iterator[str]:
        """The parts of a value's view."""
        if isinstance(value, Page):
            yield _title(outline.title(value))
            yield from self.rows(
                value.items, lambda item: self.item(outline.entry(item), _opening(item))
            )
            yield from self.folded(value.diagnostics)
        elif isinstance(value, Edition):
            yield from self.issue(value)
        elif isinstance(value, Story):
            yield from self.story(value)
        elif isinstance(value, Listing):
            yield from self.table(value)
        elif isinstance(value, Diagnostics):
            yield from self.rows(value, self.diagnostic)
            yield "" if value else _quiet("nothing looks wrong")
        elif isinstance(value, Diagnostic | IssueDiagnostic):
            yield self.diagnostic(value)
        elif isinstance(value, Piece):
            yield f"<p>{self.text(value.text)}</p>"
            layout = f"indent {value.indent!r} · tail {value.tail!r}"
            yield _quiet(layout if len(layout) < _ROW else layout[:_ROW] + "…")
        elif isinstance(value, Block):
            yield self.block(value)
        elif isinstance(value, Node):
            yield _title(type(value).__name__.lower())
            yield from self.rows(value.children, self.part)

    def rows(self, things: Sequence[T], drawn: Callable[[T], str]) -> Iterator[str]:
        """A list, the rest of it counted where it is long."""
        if things:
            yield "<ul>"
            yield from (f"<li>{drawn(thing)}</li>" for thing in things[:_ROWS])
            rest = len(things) - _ROWS
            yield f"<li>{_quiet(f'… and {rest:,} more')}</li></ul>" if rest > 0 else "</ul>"

    def table(self, values: Listing[object]) -> Iterator[str]:
        """A row for each of several values of one kind, the rest of them counted where they are many."""
        if not values:
            yield _quiet("nothing")
            return
        columns = _columns(values[0])
        heads = "".join(f'<th scope="col">{text(name)}</th>' for name in columns)
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        for value in values[:_ROWS]:
            cells = _columns(value)
            told = (f"<td>{self.text(cells.get(name, ''), _ROW)}</td>" for name in columns)
            yield f"<tr>{''.join(told)}</tr>"
        yield "</tbody></table>"
        rest = len(values) - _ROWS
        yield _quiet(f"… and {rest:,} more") if rest > 0 else ""

    def item(self, entry: Entry, opening: str = "") -> str:
        """An item of an outline, what it holds folded; by its opening where it has no heading."""
        if not entry.parts:
            return self.entry(entry)
        named = next((p for p in entry.parts if p.kind == "headline"), None)
        about = [f"→ {_names(people)}"] if (people := _people(entry.parts)) else []
        about += [f"→ page {part.page}" for part in entry.parts if part.page is not None]
        characters = sum(part.characters for part in entry.parts)
        about += [f"{characters:,} characters"] if characters else []
        head = self.text(named.text if named else opening, _ROW)
        bold = f"<b>{head}</b>" if named else head
        inside = "".join(self.rows(entry.parts, self.item))
        return f"<details><summary>{chip(entry.kind)}{bold} {_quiet(' · '.join(about))}</summary>{inside}</details>"

    def entry(self, entry: Entry) -> str:
        """A row of an outline."""
        about = [f"→ {_names(entry.people)}"] if entry.people else []
        about += [f"→ page {entry.page}"] if entry.page is not None else []
        if entry.count:
            unit = "paragraph" if entry.kind == "paragraph" else "line"
            about.append(
                f"{entry.count:,} {unit}{'s' * (entry.count > 1)}, {entry.characters:,} characters"
            )
        return f"{chip(entry.kind)}{self.text(entry.text, _ROW)} {_quiet(' · '.join(about))}"

    def part(self, node: Node) -> str:
        """What stands in a group, with its text."""
        if isinstance(node, Block):
            return self.block(node)
        if isinstance(node, HeadlineBlock):
            return "".join(map(self.block, node.parts))
        return chip(type(node).__name__.lower()) + "".join(self.rows(node.children, self.part))

    def block(self, block: Block) -> str:
        """A block: its role, its text, whom it names."""
        names = (
            _quiet(f"→ {_names(block.people)}")
            if isinstance(block, Signed) and block.people
            else ""
        )
        stacked = block.role in outline.STACKED
        says = " / ".join(block.lines) if stacked else block.text
        return f"<p>{chip(block.role)}{self.text(says)} {names}</p>"

    def story(self, story: Story) -> Iterator[str]:
        """A story: its pieces, why they were joined, its paragraphs."""
        yield _title(_story_title(story))
        for n, (piece, place) in enumerate(zip(story.pieces, story.places, strict=True)):
            if n > 0:
                yield f"<p>{_quiet(_why(story.evidence[n - 1]))}</p>"
            where = f" · page {place.page}" if place.page is not None else ""
            yield _quiet(f"{type(piece).__name__.lower()}{where}") if len(story.pieces) > 1 else ""
            yield from self.rows(piece.children, self.part)

    def issue(self, issue: Edition) -> Iterator[str]:
        """The contents of an issue, a page after the other."""
        rows = issue.index()
        yield _title(outline.issue_title(issue, rows))
        left = _ROWS
        for page, number in zip(issue.pages, issue.numbers, strict=True):
            mine = [row for row in rows if row.page == number]
            label = " ".join(part for part in (f"page {page.label or number}", page.name) if part)
            inside = "".join(self.rows(mine[:left], self.content))
            left = max(left - len(mine), 0)
            yield f"<details open><summary>{self.text(label, _ROW)} {_quiet(_count(len(mine)))}</summary>{inside}</details>"
        yield from self.folded(issue.diagnostics)

    def content(self, row: IndexRow) -> str:
        """A line of an issue's contents."""
        about = [f"→ {'、'.join(row.people)}"] if row.people else []
        about += [f"→ page {', '.join(map(str, row.goes_on))}"] if row.goes_on else []
        about.append(f"{row.length:,} characters")
        return f"{chip(row.kind)}{self.text(row.headline, _ROW)} {_quiet(' · '.join(about))}"

    def folded(self, diagnostics: Sequence[Diagnostic | IssueDiagnostic]) -> Iterator[str]:
        """The diagnostics, folded."""
        if diagnostics:
            number = len(diagnostics)
            yield f"<details><summary>{number:,} diagnostic{'s' * (number > 1)}</summary>"
            yield from self.rows(diagnostics, self.diagnostic)
            yield "</details>"

    def diagnostic(self, one: Diagnostic | IssueDiagnostic) -> str:
        """One thing that looks wrong."""
        page = (
            f"page {one.page} " if isinstance(one, IssueDiagnostic) and one.page is not None else ""
        )
        place = f"{one.line}:{one.column}" if one.line is not None else ""
        where = _quiet((page + place).strip())
        return (
            f'<span class="e-{one.severity}">{one.severity} {one.code}</span> '
            f"{where} {self.text(one.message, _ROW)}"
        )

    def text(self, says: str, most: int = _FOLDED) -> str:
        """A text: cut to a row, or folded where it is long."""
        room = most if self._left > 0 else 0
        over = len(says) - room
        shown, more = says[:room], f"… {over:,} more characters" if most > _ROW else "…"
        end = _quiet(more) if over > 0 else ""
        head, rest = _text(shown[:_OPEN]), _text(shown[_OPEN:])
        self._left -= len(head) + len(rest)
        return f"<details><summary>{head}…</summary>{rest}{end}</details>" if rest else head + end


def _columns(value: object) -> dict[str, str]:
    """What a row of a table tells of a value, by the columns' names."""
    if isinstance(value, Story):
        return {
            "kind": value.kind,
            "headline": _known(headline_text(value), value.pieces[0]),
            "people": _names(value.people),
            "pages": ", ".join(map(str, value.pages)),
            "characters": _size(value.text or "".join(photo.text for photo in value.photos)),
        }
    if isinstance(value, Article):
        return {
            "headline": _known(value.headline.text if value.headline else "", value),
            "people": _names(value.people),
            "paragraphs": str(len(value.paragraphs)),
            "characters": _size(value.text),
        }
    if isinstance(value, Contributor):
        titles = (_known(headline_text(story), story.pieces[0]) for story in value.stories)
        return {
            "name": value.name,
            "roles": "、".join(value.roles),
            "stories": str(len(value.stories)),
            "headlines": " · ".join(titles),
        }
    if isinstance(value, IndexRow):
        return {
            "page": str(value.page),
            "kind": value.kind,
            "headline": value.headline,
            "people": "、".join(value.people),
            "continued on": ", ".join(map(str, value.goes_on)),
            "characters": f"{value.length:,}",
        }
    if isinstance(value, Node):
        span = value.span
        return {
            "node": type(value).__name__,
            "text": value.text if isinstance(value, Piece) else _known("", value),
            "place": f"{span[0]}:{span[1]}" if span else "",
        }
    return {"value": repr(value)}


def _size(says: str) -> str:
    return f"{len(''.join(says.split())):,}"


def _known(headline: str, node: Node) -> str:
    """What a story is known by: its headline, or else its first words."""
    first = node.find(Block)
    return headline or (first.text if first is not None else "")


def _opening(item: Item) -> str:
    first = item.find(Block)
    return first.text if first is not None else ""


def _text(says: str) -> str:
    return f'<span class="e-text" lang="zh">{text(says)}</span>' if says else ""


def _title(says: str) -> str:
    return f'<p class="e-title" lang="zh">{text(says[:_OPEN])}</p>'


def _quiet(says: str) -> str:
    return f'<span class="e-quiet">{text(says[:_OPEN])}</span>' if says else ""


def _count(number: int) -> str:
    return f"{number:,} stor{'y' if number == 1 else 'ies'}"


def _names(people: Iterable[Person]) -> str:
    return "、".join(f"{p.name} {p.role}" if p.role else p.name for p in people)


def _people(entries: Iterable[Entry]) -> tuple[Person, ...]:
    return nobody_twice(p for e in entries for p in (*e.people, *_people(e.parts)))


def _story_title(story: Story) -> str:
    pages = f"page {', '.join(map(str, story.pages))}" if story.pages else ""
    return ": ".join(part for part in (headline_text(story) or story.kind, pages) if part)


def _why(join: Join) -> str:
    return f"↓ {join}"
