"""The outline of a page: what stands on it, its bodies counted and not printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from attrs import frozen

from edition._grammar.names import Person
from edition._model.editions import Edition, IndexRow
from edition._model.matches import Span
from edition._model.nodes import (
    Article,
    Block,
    Continuation,
    HeadlineBlock,
    Index,
    Item,
    Jump,
    Node,
    Notice,
    Paragraph,
    Photo,
    Signed,
    Stray,
)
from edition._model.pages import Page
from edition._text.terminal import cells, cut, printable, styled

#: Plain data, as `json` writes it. A name for the union that contains itself has to be a string.
Json: TypeAlias = "str | int | Sequence[Json] | dict[str, Json] | None"

#: Roles whose lines are lines because they were set so, and not because a column was full.
STACKED = frozenset(("headline", "kicker", "deck", "crosshead"))


@frozen(weakref_slot=False)
class Entry:
    """A line of the outline, and the lines below it."""

    kind: str
    """A role (``headline``), or an item that holds others (``article``, ``photo``)."""
    text: str = ""
    """What it says, the lines of a heading with a stroke between; empty for what is only counted."""
    span: Span | None = None
    people: tuple[Person, ...] = ()
    page: str | None = None
    """The page that it points to."""
    count: int = 0
    """How many paragraphs or lines it is."""
    characters: int = 0
    """How many characters these have, in code points."""
    parts: tuple[Entry, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """The entry as plain data, without what it does not have."""
        found: dict[str, Json] = {"kind": self.kind}
        if self.text:
            found["text"] = self.text
        if self.span is not None:
            found["span"] = self.span
        if self.people:
            found["people"] = [
                {"name": p.name, "role": p.role} if p.role else {"name": p.name}
                for p in self.people
            ]
        if self.page is not None:
            found["page"] = self.page
        if self.count:
            found |= {"count": self.count, "characters": self.characters}
        if self.parts:
            found["parts"] = [part.to_json() for part in self.parts]
        return found


def outline(page: Page) -> tuple[Entry, ...]:
    """The items of a page, each with its parts."""
    return tuple(entry(item) for item in page.items)


def title(page: Page) -> str:
    """What a page is, in a line: ``第2版 要闻 2025-03-06: 9 articles, 2 photos``."""
    named = [page.paper, f"page {page.label}" if page.label else None, page.name]
    named.append(page.date.isoformat() if page.date else None)
    counted = [
        _number(len(page.articles), "article"),
        _number(len(page.photos), "photo"),
        _number(sum(isinstance(item, Notice) for item in page.items), "notice"),
    ]
    head = " ".join(printable(part) for part in named if part)
    tail = ", ".join(part for part in counted if not part.startswith("0 "))
    return ": ".join(part for part in (head, tail or "nothing to read") if part)


def issue_title(issue: Edition, rows: Sequence[IndexRow]) -> str:
    """What an issue is, in a line: ``汾河日报 2025-03-06: 4 pages, 51 stories``."""
    named = [issue.paper, issue.date.isoformat() if issue.date else None]
    head = " ".join(printable(part) for part in named if part)
    counted = f"{_number(len(issue.pages), 'page')}, {_number(len(rows), 'story', 'stories')}"
    return ": ".join(part for part in (head, counted) if part)


def contents(
    issue: Edition, rows: Sequence[IndexRow], width: int, *, colour: bool
) -> Iterator[str]:
    """The lines of an issue's contents: each page, and under it its stories."""
    first = cut(issue_title(issue, rows), width)
    yield styled(first, "bold") if colour else first
    labels = {
        number: page.label or str(number)
        for page, number in zip(issue.pages, issue.numbers, strict=True)
    }
    beginning: dict[int, list[IndexRow]] = defaultdict(list)
    for row in rows:
        beginning[row.page].append(row)
    for page, number in zip(issue.pages, issue.numbers, strict=True):
        label = " ".join(part for part in (f"page {labels[number]}", page.name) if part)
        label = cut(printable(label), width)
        yield styled(label, "cyan") if colour else label
        for row in beginning[number]:
            yield _content(row, labels, width, colour=colour)


def _content(row: IndexRow, labels: Mapping[int, str], width: int, *, colour: bool) -> str:
    about = "  ".join(
        part
        for part in (
            f"→ {', '.join(row.people)}" if row.people else "",
            f"→ page {', '.join(labels[number] for number in row.goes_on)}" if row.goes_on else "",
            _number(row.length, "character"),
        )
        if part
    )
    about = f"  {printable(about)}"
    room = min(max(width - 2 - cells(about), width // 4), width - 2)
    text = cut(printable(row.headline), room)
    about = cut(about, max(width - 2 - cells(text), 0))
    if colour:
        text, about = styled(text, "bold") if row.kind == "article" else text, styled(about, "dim")
    return f"  {text}{about}".rstrip()


def entries(node: Node) -> tuple[Entry, ...]:
    """The outline of a node: an item as it stands in the page's, anything else by its blocks."""
    if isinstance(node, Article | Photo | Notice | Stray | Block):
        return (entry(node),)
    return tuple(map(_block, node.find_all(Block)))


def entry(item: Item | Photo | Block) -> Entry:
    """The outline of one item."""
    if isinstance(item, Article | Photo):
        return Entry(type(item).__name__.lower(), span=item.span, parts=tuple(_parts(item)))
    if isinstance(item, Notice | Stray):
        lines = [part.text for part in item.parts]
        kind = type(item).__name__.lower()
        return Entry(
            kind,
            lines[0] if lines else "",
            item.span,
            count=len(lines),
            characters=sum(map(len, lines)),
        )
    return _block(item)


def _parts(item: Article | Photo) -> Iterator[Entry]:
    """An item's blocks, those of a heading among them, and runs of paragraphs as one."""
    for is_body, run in groupby(item.parts, lambda part: isinstance(part, Paragraph)):
        parts = tuple(run)
        if is_body:
            yield _body([part for part in parts if isinstance(part, Paragraph)])
            continue
        for part in parts:
            if isinstance(part, HeadlineBlock):
                yield from map(_block, part.parts)
            else:
                yield entry(part)


def _body(paragraphs: Sequence[Paragraph]) -> Entry:
    count = sum(n == 0 or not p.continues for n, p in enumerate(paragraphs))
    first, last = paragraphs[0].span, paragraphs[-1].span
    span = (first[0], last[1]) if first and last else None
    return Entry(
        "paragraph", "", span, count=count, characters=sum(len(p.text) for p in paragraphs)
    )


def _block(block: Block) -> Entry:
    page = block.page if isinstance(block, Continuation | Jump | Index) else None
    named = block.people if isinstance(block, Signed) else ()
    return Entry(
        block.role,
        " / ".join(block.lines) if block.role in STACKED else block.text,
        block.span,
        named,
        page,
    )


def draw(entries: Sequence[Entry], width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a tree of entries, at most so many terminal cells wide."""
    rows = list(_rows(entries, ""))
    names = max((cells(branch) + len(entry.kind) for branch, entry in rows), default=0) + 2
    left = max(width - names, 0)
    for branch, entry in rows:
        branch = cut(branch, width)
        name = cut(entry.kind, width - cells(branch)).ljust(min(names, width) - cells(branch))
        about = _about(entry)
        text = cut(printable(entry.text), max(left - cells(about), min(width // 4, left)))
        about = cut(about, left - cells(text))
        if colour:
            name, text, about = (
                styled(name, "dim"),
                _coloured(text, entry.kind),
                styled(about, "cyan"),
            )
        yield f"{branch}{name}{text}{about}".rstrip()


def _rows(entries: Sequence[Entry], margin: str) -> Iterator[tuple[str, Entry]]:
    for n, entry in enumerate(entries):
        last = n + 1 == len(entries)
        yield margin + ("└─ " if last else "├─ "), entry
        yield from _rows(entry.parts, margin + ("   " if last else "│  "))


def _about(entry: Entry) -> str:
    """What is known of an entry beside its text."""
    found: list[str] = []
    if entry.people:
        names = ", ".join(f"{p.name} {p.role}" if p.role else p.name for p in entry.people)
        found.append(f"→ {names}")
    if entry.page is not None:
        found.append(f"→ page {entry.page}")
    if entry.count:
        unit = "paragraph" if entry.kind == "paragraph" else "line"
        characters = _number(entry.characters, "character")
        found.append(f"{_number(entry.count, unit)}, {characters}")
    about = printable("  ".join(found))
    return f"  {about}" if about and entry.text else about


def _coloured(text: str, kind: str) -> str:
    style = {"headline": "bold", "continued_from": "yellow", "continued_on": "yellow"}.get(kind)
    return styled(text, style) if style else text


def _number(n: int, unit: str, units: str | None = None) -> str:
    return f"{n:,} {unit}" if n == 1 else f"{n:,} {units or unit + 's'}"
