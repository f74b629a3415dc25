"""Two readings of a page beside each other, line by line, with what `edition.diff` tells of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import define, frozen

from edition._model.nodes import Block, Group, Node
from edition._model.pages import Page, placed
from edition._render.markup import ROLES, chip, chips, text, theme
from edition._text.alignment import opcodes
from edition.diff import Change, diff

_WORDS = {"added": "+ added", "removed": "− removed", "changed": "~ changed", "moved": "> moved"}


@define(weakref_slot=False)
class _Row:
    """A line that has print: its number, its pieces with their blocks, and its words."""

    number: int
    cells: list[tuple[Block, int]]
    words: str = ""


@frozen(weakref_slot=False)
class _Side:
    """The lines of one page, and where each of its blocks begins."""

    rows: list[_Row]
    row_of: Mapping[int, int]


def _side(page: Page) -> _Side:
    whole = str(page)
    rows: list[_Row] = []
    row_of: dict[int, int] = {}
    line, at = 1, 0
    for _, block, starts in placed(page):
        for n, start in enumerate(starts):
            line += whole.count("\n", at, start)
            at = start
            if not rows or rows[-1].number != line:
                rows.append(_Row(line, []))
            rows[-1].cells.append((block, n))
            rows[-1].words += block.parts[n].text
            row_of.setdefault(id(block), len(rows) - 1)
    return _Side(rows, row_of)


def compared(before: Page, after: Page) -> str:
    """The table as markup, without its style, below a list of the changes."""
    old, new = _side(before), _side(after)
    changes = tuple(diff(before, after))
    told = (_told(changes, old, before=True), _told(changes, new, before=False))
    body = []
    for i, j in _aligned(old, new, changes):
        kinds = {*told[0].get(i, ()), *told[1].get(j, ())}
        was, now = _words(old, i), _words(new, j)
        marks = _letters(was, now) if i is not None and j is not None else ((), ())
        words = "<br>".join(_WORDS[kind] for kind in sorted(kinds))
        same = "" if kinds else ' class="e-same"'
        body.append(
            f"<tr{same}>{_cells(old, i, 'a', marks[0], 'del')}{_cells(new, j, 'b', marks[1], 'ins')}<td>{words}</td></tr>"
        )
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("line", "role", "first reading", "line", "role", "second reading", "change")
    )
    return (
        f'<a class="e-skip" href="#text">Skip to the text</a>'
        f"<h1>{_count(len(changes))}</h1>{_list(changes, old, new)}"
        '<label class="e-only"><input type="checkbox"> Only lines that differ</label>'
        f'<div class="e-scroll" id="text" role="region" aria-label="Both readings" tabindex="0"><table class="e-both">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _count(number: int) -> str:
    return f"{number:,} change{'' if number == 1 else 's'}" if number else "No changes"


def _list(changes: Iterable[Change], old: _Side, new: _Side) -> str:
    rows = []
    for change in changes:
        side, node, name = (new, change.after, "b") if change.after else (old, change.before, "a")
        row = side.row_of.get(id(_first(node))) if node is not None else None
        says = f'<span lang="zh">{text(str(change)[:200])}</span>'
        rows.append(
            f"<li>{says}</li>"
            if row is None
            else f'<li><a href="#{name}-{side.rows[row].number}">{says}</a></li>'
        )
    return f'<ol class="e-changes">{"".join(rows)}</ol>' if rows else ""


def _first(node: Node) -> Node:
    return node.find(Block) or node


def _told(changes: Iterable[Change], side: _Side, *, before: bool) -> dict[int | None, set[str]]:
    """What is told of each row; of an item, on every row that it begins a block on."""
    found: dict[int | None, set[str]] = defaultdict(set)
    seen: set[tuple[int, str]] = (
        set()
    )  # an article that was taken apart is the first reading of all its parts
    for change in changes:
        node = change.before if before else change.after
        if node is None or isinstance(node, Page) or (id(node), change.kind) in seen:
            continue
        seen.add((id(node), change.kind))
        for block in node.find_all(Block) if isinstance(node, Group) else (node,):
            if (row := side.row_of.get(id(block))) is not None:
                found[row].add(change.kind)
    return found


def _aligned(
    old: _Side, new: _Side, changes: Iterable[Change]
) -> Iterator[tuple[int | None, int | None]]:
    """Rows beside each other, in the order of both pages; a row that has no counterpart stands alone."""
    known = {
        old.row_of[id(change.before)]: new.row_of[id(change.after)]
        for change in changes
        if id(change.before) in old.row_of and id(change.after) in new.row_of
    }
    was, now = ([row.words for row in side.rows] for side in (old, new))
    for same, i, i_end, j, j_end in opcodes(was, now):
        if same:
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
            continue
        here = j
        for row in range(i, i_end):
            partner = known.get(row)
            if partner is None or not here <= partner < j_end:
                yield row, None
                continue
            yield from ((None, alone) for alone in range(here, partner))
            yield row, partner
            here = partner + 1
        yield from ((None, alone) for alone in range(here, j_end))


def _words(side: _Side, row: int | None) -> str:
    return side.rows[row].words if row is not None else ""


def _letters(was: str, now: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where two lines differ, as the offsets at which a difference begins and ends, turn by turn."""
    differ = [code for code in opcodes(was, now) if not code[0]]
    return (
        [at for _, i, i_end, _, _ in differ for at in (i, i_end)],
        [at for _, _, _, j, j_end in differ for at in (j, j_end)],
    )


def _cells(side: _Side, row: int | None, name: str, marks: Sequence[int], tag: str) -> str:
    """A row's three cells: number, roles, print with what differs marked."""
    if row is None:
        return "<td></td><td></td><td></td>"
    line = side.rows[row]
    roles = "".join(chip(block.role) for block, piece in line.cells if piece == 0)
    printed, at = "", 0
    for block, piece in line.cells:
        says = block.parts[piece].text
        before = bisect_left(marks, at)
        inside = [mark - at for mark in marks[before : bisect_right(marks, at + len(says))]]
        runs = "".join(
            f"<{tag}>{text(says[a:b])}</{tag}>" if n % 2 else text(says[a:b])
            for n, (a, b) in enumerate(pairwise((0, *inside, len(says))), before)
            if a < b
        )
        printed += f'<span class="e-r e-{block.role}">{runs}</span>'
        at += len(says)
    return (
        f'<th scope="row" id="{name}-{line.number}">{line.number}</th><td>{roles}</td>'
        f'<td class="e-line" lang="zh">{printed}</td>'
    )


def style(root: str) -> str:
    """The style of the table."""
    grounds = "".join(
        f"{root} .e-r.e-{role}{{background:var(--{one.family}-ground)}}"
        for role, one in ROLES.items()
    )
    return theme(root) + _RULES.replace("ROOT", root) + chips() + grounds


_RULES = """\
ROOT{background:var(--paper);color:var(--ink);font:15px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
text-align:left;overflow-wrap:anywhere}
ROOT h1{margin:0;padding:.5em 0 .3em;font-size:1.35em}
ROOT a{color:var(--link)}
ROOT a:focus-visible,ROOT input:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ROOT .e-skip{position:absolute;left:-99em}ROOT .e-skip:focus{position:static}
ROOT .e-changes{margin:0 0 1em;padding-left:2.2em}
ROOT .e-only{display:inline-flex;gap:.4em;align-items:center;min-height:24px}
ROOT:has(.e-only :checked) .e-same{display:none}
ROOT .e-both{border-collapse:collapse;table-layout:fixed;width:100%;min-width:52em;margin:.6em 0}
ROOT .e-scroll{overflow-x:auto}
ROOT .e-both :is(th,td){border-top:1px solid var(--rule);padding:.15em .5em;vertical-align:top;text-align:left}
ROOT .e-both thead th{font-weight:600;font-size:13px;background:var(--box)}
ROOT .e-both thead th:is(:nth-child(1),:nth-child(4)){width:3.6em}
ROOT .e-both thead th:is(:nth-child(2),:nth-child(5)){width:10.5em}
ROOT .e-both thead th:nth-child(7){width:6.5em}
ROOT .e-both tbody th{font-weight:400;font-size:12px;color:var(--quiet);text-align:right;font-variant-numeric:tabular-nums}
ROOT .e-both tbody th:target{outline:3px solid var(--link)}
ROOT .e-both tbody tr:not(.e-same) :is(td,th){background:var(--box)}
ROOT .e-both td:last-child{font-size:13px;font-weight:600}
ROOT .e-line{white-space:pre-wrap;font-kerning:none;unicode-bidi:isolate;direction:ltr;overflow:clip}
ROOT .e-chip{display:inline-block;border-radius:3px;padding:0 .4em;margin:0 .2em .1em 0;font-size:12px;line-height:1.6}
ROOT .e-chip i{font-style:normal}
ROOT .e-code{border:1px solid var(--rule);border-radius:3px;font:11px/1.2 monospace;padding:0 .2em;color:var(--quiet)}
ROOT .e-r{border-radius:2px;padding:.08em 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
ROOT ins{text-decoration:underline 3px var(--picture);text-underline-offset:3px;font-weight:600}
ROOT del{text-decoration:line-through 2px var(--error);font-weight:600}
"""
