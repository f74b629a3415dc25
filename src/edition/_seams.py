"""Put back together the lines that were cut at the column's width.

A PDF's text layer has a line of text for each line of print. Whether a page is such a page shows in its profile: most
lines break off in mid-sentence, and their widths crowd at a column's width (or at a few of them: a box or a caption may
run wider). Then a full line goes on with the next one, unless the next one opens something.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from attrs import define

from edition._grammar import Grammar
from edition._lines import Line, width

#: Widths within this many cells of each other are one column's: justification moves punctuation and digits about.
_PLAY = 1.3
#: How many lines to each side tell the column's width.
_NEAR = 7


@define(weakref_slot=False)
class Entry:
    """What reads as one line: a line of print, or several that the column's width cut."""

    lines: list[Line]
    text: str
    #: Whether its lines are narrower than the column that follows, as a headline's are.
    narrow: bool = False

    @property
    def gap(self) -> int:
        return self.lines[-1].gap


def entries(lines: list[Line], grammar: Grammar) -> tuple[list[Entry], bool]:
    """The page's entries, and whether its lines were cut at the column's width."""
    widths = [width(line.text) for line in lines]
    if not is_wrapped(lines, widths, grammar):
        return [Entry([line], line.text) for line in lines], False
    full_widths = column_widths(widths)
    indented = sum(line.indent.startswith("\u3000") for line in lines) > len(lines) / 20
    found: list[Entry] = []
    for i, line in enumerate(lines):
        if i and _goes_on(lines, widths, full_widths, i - 1, found[-1].text, indented, grammar):
            entry = found[-1]
            entry.lines.append(line)
            latin = entry.text[-1].isascii() and entry.text[-1].isalpha() and line.text[0].isascii()
            entry.text += f" {line.text}" if latin and line.text[0].isalpha() else line.text
        else:
            found.append(Entry([line], line.text, narrow=widths[i] < full_widths[i] - 3))
    return found, True


def is_wrapped(lines: list[Line], widths: list[float], grammar: Grammar) -> bool:
    """Whether the page's lines were cut at the column's width."""
    stop = grammar.pattern("STOP_ENDING")
    long = [n for n, w in enumerate(widths) if w >= 8]
    if len(long) < 12:
        return False
    cut = sum(stop.search(lines[n].text, max(0, len(lines[n].text) - 4)) is None for n in long)
    if cut < 0.5 * len(long):
        return False
    sizes = sorted(widths[n] for n in long)
    crowd = 0
    for w in {round(2 * w) / 2 for w in sizes}:
        crowd = max(crowd, bisect_left(sizes, w + 0.6) - bisect_left(sizes, w - 1.1))
    return crowd >= 0.3 * len(long) and sizes[int(0.9 * len(sizes))] <= 60


def column_widths(widths: list[float]) -> list[float]:
    """For each line the width of the column around it: the widest that three lines near it share."""
    found = []
    near: list[float] = []
    for i in range(len(widths) + _NEAR):
        if i < len(widths):
            insort(near, widths[i])
        if i >= 2 * _NEAR + 1:
            del near[bisect_left(near, widths[i - 2 * _NEAR - 1])]
        if i >= _NEAR:
            shared = [w for n, w in enumerate(near[2:], 2) if w - near[n - 2] <= _PLAY]
            found.append(shared[-1] if shared else near[-1])
    return found


def _goes_on(
    lines: list[Line], widths: list[float], columns: list[float], i: int, so_far: str, indented: bool, grammar: Grammar
) -> bool:
    """Whether line i goes on in line i + 1."""
    here, below = lines[i].text, lines[i + 1].text
    if grammar.pattern("JOINING_OPENING").match(below):
        return True
    if lines[i + 1].indent.startswith("\u3000"):
        return False
    if grammar.pattern("LEAD_OPENING").match(below) or grammar.pattern("CONTINUED_FROM_OPENING").match(below):
        return False
    if len(so_far) < 120 and _is_open(so_far):
        return True
    column = columns[i]
    full = widths[i] >= column - _PLAY - 0.5 and widths[i] >= 7
    if not full:
        return False
    stopped = grammar.pattern("STOP_ENDING").search(here, max(0, len(here) - 4)) is not None
    if not stopped:
        return True
    if indented:
        return True
    # The line is full and a sentence ends with it. A paragraph without an indent opens with a line two cells short.
    opens = widths[i + 1] < columns[i + 1] - 1.2 and widths[i + 1] > columns[i + 1] - 2.9
    return not opens and widths[i + 1] >= columns[i + 1] - 1.2


def _is_open(text: str) -> bool:
    """Whether a bracket that opened in the last stretch is still open."""
    tail = text[-60:]
    return max(tail.rfind("（"), tail.rfind("("), tail.rfind("【")) > max(tail.rfind("）"), tail.rfind(")"), tail.rfind("】"), tail.rfind("。"))
