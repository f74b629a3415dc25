"""Put back together the lines that were cut at the column's width.

A PDF's text layer has a line of text for each line of print. Whether a page is such a page shows in its profile: most
lines break off in mid-sentence, and their widths crowd at a column's width (or at a few of them: a box or a caption may
run wider). Then a full line goes on with the next one, unless the next one opens something.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_left
from typing import Protocol

from attrs import define

from edition._text.lines import Line, width

#: Widths within this many cells of each other are one column's: justification moves punctuation and digits about.
_PLAY = 1.3
#: What a paragraph's first line is indented by, and how wide a line is at least that fills a column, in cells.
_INDENT, _NARROWEST = 2.0, 6
#: How many lines of a column a byline may take.
_SIGNED_LINES = 3
#: What stands at a line's head and is never parted: an opening mark, a character or a number, a closing mark.
_UNPARTED = re.compile(
    r"[“‘「『《〈（(【〔]*(?:[0-9A-Za-z.%]{1,12}|—+|.)[，。、；：！？”’」』》〉）)】〕…%]*"
)
#: A blank between two halves of a heading: running text has none.
_HALVES = re.compile(r"(?:[^\W\d\x00-\xff]|[”』」])? {1,2}(?=[^\W\d\x00-\xff]|[“『「])")
#: How wide nine lines of ten are at most where a column's width cut them, in cells.
_WIDEST = 70
#: How many long lines a page has whose profile shows its columns; on one of fewer, down to so many, the lines' wording has
#: to show it, too.
_ENOUGH_LINES, _FEWEST_LINES = 12, 5
#: A mark amid a line, and one at its end: a verse has its marks where its lines end.
_MARK_AMID, _MARK_LAST = re.compile(r"[，。、；：,;].*[^\W\d\x00-\xff]"), re.compile(r"[^\w\s]$")
#: How many lines to each side tell the column's width.
_NEAR = 7


@define(weakref_slot=False)
class LogicalLine:
    """What reads as one line: a line of print, or several that the column's width cut."""

    lines: list[Line]
    text: str
    #: Whether its lines are narrower than the column that follows, as a headline's are.
    narrow: bool = False
    #: Whether a sentence ends in its text, or a clause as long as one: told line by line as the entry grows.
    sentence: bool = False
    #: Whether it is a piece of the running line at the top of the page.
    running: bool = False
    #: The role that somebody knows it has, and how it is tied to what stands before it.
    pinned: str | None = None
    tied: str | None = None

    @property
    def gap(self) -> int:
        return self.lines[-1].gap


class Cues(Protocol):
    """What is asked of a line's wording; a module that knows the formulas of a dialect answers."""

    @abstractmethod
    def opens(self, text: str) -> bool:
        """Whether a text opens with what opens something of its own wherever it stands: a lead, 上接, a date."""

    @abstractmethod
    def opens_bullet(self, text: str) -> bool:
        """Whether a text opens with a bullet."""

    @abstractmethod
    def opens_quotation(self, text: str) -> bool:
        """Whether a text opens with an opening mark."""

    @abstractmethod
    def goes_on(self, text: str) -> bool:
        """Whether a text opens with what can't open a line of its own: a comma, a closing mark."""

    @abstractmethod
    def lead_end(self, text: str) -> int | None:
        """Where the lead ends with which a text opens; None where it opens with none, or is a sign-off."""

    @abstractmethod
    def stops(self, text: str) -> bool:
        """Whether a text ends with its sentence."""

    @abstractmethod
    def has_period(self, text: str) -> bool:
        """Whether a sentence ends in a text."""

    @abstractmethod
    def has_comma(self, text: str) -> bool:
        """Whether a text has a comma."""

    @abstractmethod
    def jumps(self, text: str) -> bool:
        """Whether a text ends with 下转: what goes on elsewhere goes on no further here."""

    @abstractmethod
    def names_a_signer(self, text: str) -> bool:
        """Whether a text may be a signature at all: the quick way to a no."""

    @abstractmethod
    def is_signature(self, text: str) -> bool:
        """Whether a text is a byline or a credit, however long, and names people."""

    @abstractmethod
    def is_formula(self, text: str) -> bool:
        """Whether a line is a formula of the trade, and so no part of a heading above it."""

    @abstractmethod
    def is_closed(self, text: str, *, sentence: bool) -> bool:
        """Whether a text is a whole formula, or ends in a bracket behind its last ``sentence``: nothing follows these."""


class _Measure:
    """The page's lines by their widths, and the widths of the columns around them."""

    __slots__ = ("_columns", "widths")

    def __init__(self, widths: list[float]) -> None:
        self.widths = widths
        self._columns: dict[int, float] = {}

    def column(self, i: int) -> float:
        """How wide the column around line i is: the middle one of the widest three lines near it that are about as wide."""
        found = self._columns.get(i)
        if found is None:
            near = sorted(self.widths[max(0, i - _NEAR) : i + _NEAR + 1], reverse=True)
            alike = (b for a, b, c in zip(near, near[1:], near[2:], strict=False) if a - c <= _PLAY)
            found = self._columns[i] = next(alike, near[0])
        return found

    def is_full(self, i: int, *, first: bool, below: str = "") -> bool:
        """Whether line i reaches the column's end, or what begins the next one would not have fitted into it.

        A paragraph's first line may lack its indent of two cells.
        """
        if self.widths[i] < _NARROWEST:
            return False
        short = self.column(i) - self.widths[i] - (_INDENT if first else 0)
        return short <= _PLAY or (below != "" and short <= _head_width(below))

    def opens(self, i: int) -> bool:
        """Whether line i is as short as a paragraph's first line whose indent was lost."""
        return _INDENT - 0.8 < self.column(i) - self.widths[i] < _INDENT + 1.0


def entries(lines: list[Line], cues: Cues, head: int) -> tuple[list[LogicalLine], bool]:
    """The page's entries, and whether its lines were cut at the column's width.

    The first ``head`` lines are the running line at the page's top.
    """
    widths = [] if _too_long(lines) else [width(line.indent) + width(line.text) for line in lines]
    if not widths or not is_wrapped(lines, widths, cues):
        return [
            LogicalLine([line], line.text, running=n < head) for n, line in enumerate(lines)
        ], False
    counts = [float(len(line.indent) + len(line.text)) for line in lines]
    cells = _Measure(widths)
    columns = _Columns(
        lines,
        measures=(cells, _Measure(counts)),
        sticks_out=[width > cells.column(i) + _INDENT for i, width in enumerate(widths)],
        indented=sum(line.is_indented for line in lines) > len(lines) / 20,
        usual_gap=sorted(line.gap for line in lines)[len(lines) // 2],
        cues=cues,
    )
    found: list[LogicalLine] = []
    text = ""  # of the last entry, which gets it when it is whole: a string that nothing else holds grows in place
    for i, line in enumerate(lines):
        if i > head and columns.goes_on(i - 1, found[-1], text):
            found[-1].lines.append(line)
            latin = text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii()
            if latin and line.text[0].isalpha():
                text += " "
            text += line.text
        else:
            if found:
                found[-1].text = text
            text = line.text
            narrow = widths[i] < cells.column(i) - _INDENT - _PLAY
            found.append(LogicalLine([line], text, narrow, running=i < head))
    found[-1].text = text
    return found, True


def _too_long(lines: list[Line]) -> bool:
    """Whether more lines than a tenth are too long for any column, in whatever print."""
    long = sum([len(line.text) > 2 * _WIDEST for line in lines])
    return long >= len(lines) - int(0.9 * len(lines))


def is_wrapped(lines: list[Line], widths: list[float], cues: Cues) -> bool:
    """Whether the page's lines were cut at the column's width."""
    long = [n for n, w in enumerate(widths) if w >= 8]
    if len(long) < _ENOUGH_LINES:
        return len(long) >= _FEWEST_LINES and _is_one_column(lines, widths, long, cues)
    cut = sum(not cues.stops(lines[n].text) for n in long)
    if cut < 0.5 * len(long):
        return False
    sizes = sorted(widths[n] for n in long)
    crowd = 0
    for w in {round(2 * w) / 2 for w in sizes}:
        crowd = max(crowd, bisect_left(sizes, w + 0.6) - bisect_left(sizes, w - 1.1))
    return crowd >= 0.3 * len(long) and sizes[int(0.9 * len(sizes))] <= _WIDEST


def _is_one_column(lines: list[Line], widths: list[float], long: list[int], cues: Cues) -> bool:
    """Whether the lines of a short page were cut: nearly all are as wide as each other but the last ones of paragraphs."""
    widest = max(widths[n] for n in long)
    full = [n for n in long if widths[n] > widest - _PLAY - _INDENT]
    cut = [n for n in full if not _MARK_LAST.search(lines[n].text)]
    amid = [n for n in full if _MARK_AMID.search(lines[n].text)]
    if widest > _WIDEST or 3 * len(full) < 2 * len(long) or len(cut) < 3:
        return False
    # What is shorter ends a paragraph, or is a heading with a gap below it.
    short = [n for n in long if widths[n] <= widest - _PLAY - _INDENT]
    ended = [n for n in short if cues.stops(lines[n].text) or lines[n].gap or n + 1 == len(lines)]
    return len(ended) == len(short) and 2 * len(cut) >= len(full) and 2 * len(amid) >= len(full)


@define(weakref_slot=False)
class _Columns:
    """A page whose lines were cut at the column's width."""

    lines: list[Line]
    #: By cells, and by characters: justified print fills a column by the one, a program that cuts lines by the other.
    measures: tuple[_Measure, _Measure]
    #: Whether each line is wider than the column around it, as a heading or a caption over several columns is.
    sticks_out: list[bool]
    #: Whether paragraphs open with an indent.
    indented: bool
    usual_gap: int
    cues: Cues

    def goes_on(self, i: int, entry: LogicalLine, text: str) -> bool:
        """Whether line i, the last of an entry, goes on in line i + 1."""
        if not entry.sentence and self.cues.has_period(self.lines[i].text):
            entry.sentence = True
        below = self.lines[i + 1].text
        if self.cues.jumps(text):
            return False
        if self.cues.goes_on(below):
            return True
        if self.lines[i + 1].is_indented:
            return False
        # What costs most is asked last, of lines that would go on.
        return self._reads_on(i, entry, text, below) and not self.cues.opens(below)

    def _reads_on(self, i: int, entry: LogicalLine, text: str, below: str) -> bool:
        """The same, of lines that neither their indent nor their first character tells apart."""
        if len(text) < 120 and _is_open(text):
            return True
        if len(entry.lines) == 1 and self._opens_report(text):
            return True
        if self.sticks_out[i] != self.sticks_out[i + 1]:
            return False
        first = len(entry.lines) == 1 and not self.indented
        full = self._is_full(i, first=first, below=below)
        if (
            full
            and not entry.sentence
            and len(entry.lines) < _SIGNED_LINES
            and self.cues.names_a_signer(text + below)
            and self.cues.is_signature(text + below)
        ):
            # 本报记者何采 | 薇 通讯员贺勇: whole already where it was cut, as it is with what follows.
            return not self.cues.is_formula(below)
        sentence = entry.sentence
        if self.cues.stops(text):
            return self._begins_nothing(i, below, full=full) and not self.cues.is_closed(
                text, sentence=sentence
            )
        body = not self.indented or entry.lines[0].is_indented
        # A sentence that has begun is not over, however short its last line: fonts and quotes tear lines, too.
        begun = sentence or (len(entry.lines) > 1 and body)
        if not full and not (
            begun and self.lines[i].gap <= self.usual_gap and not self.cues.opens_bullet(below)
        ):
            return False
        if first and self._is_heading(i, text, below):
            # What goes on in a line as short as a paragraph's first one is no paragraph: a heading as wide as the column.
            return False
        heading = not body or not (sentence or self.indented)
        return not (
            self.cues.is_closed(text, sentence=sentence)
            or (heading and self.cues.is_formula(below))
        )

    def _begins_nothing(self, i: int, below: str, *, full: bool) -> bool:
        """Whether line i is full, a sentence ends with it, and the next line opens no paragraph."""
        if not full or self.cues.opens_quotation(below):
            return False
        if not self.indented and self.measures[0].opens(i + 1):
            return False
        return self._is_full(i + 1, first=False) or self.cues.stops(below)

    def _is_full(self, i: int, *, first: bool, below: str = "") -> bool:
        cells, characters = self.measures
        return cells.is_full(i, first=first, below=below) or characters.is_full(
            i, first=first, below=below
        )

    def _is_heading(self, i: int, text: str, below: str) -> bool:
        """Whether line i, which breaks off, is a heading as wide as the column above a paragraph that line i + 1 opens."""
        if not self.measures[0].opens(i + 1):
            return False
        if self.cues.has_comma(text) and not _HALVES.search(text):
            return False
        return not self.measures[0].opens(i) or not self.cues.stops(below)

    def _opens_report(self, text: str) -> bool:
        """Whether a line is a lead, or opens with one and is no whole sentence."""
        lead = self.cues.lead_end(text)
        return lead is not None and (lead == len(text) or not self.cues.stops(text))


def _head_width(text: str) -> float:
    """How wide that is at a line's head which no line end parts: brackets and stops with their character, a number."""
    head = _UNPARTED.match(text)
    return width(head.group()) if head else 1.0


def _is_open(text: str) -> bool:
    """Whether a bracket that opened in the last stretch is still open."""
    tail = text[-60:]
    if "（" not in tail and "(" not in tail and "【" not in tail:
        return False
    opened = max(map(tail.rfind, "（(【"))
    return opened > max(map(tail.rfind, "）)】。"))
