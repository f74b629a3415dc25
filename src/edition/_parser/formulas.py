"""Match the formulas of the trade in a line: at its start, as a whole, at its end."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from edition._grammar.compiled import Grammar, Match
from edition._grammar.people import Found, read_people
from edition._grammar.scanner import REACH, Scan
from edition._text.folding import fold

#: The longest line that can be a formula from end to end, in code points, and in tokens: a rule can go through a line's tokens
#: in many ways, so their number is bounded.
LONGEST_FORMULA, _MOST_TOKENS = 100, 70
#: How many lines' scans are remembered: no column goes back further.
_REMEMBERED = 64
#: Formulas that are one only where they name people (记者节的由来 is none), and those that some source may make instead.
_NAMING = frozenset(("byline", "presented", "byname"))
#: The longest run of names without a mark that is one where nothing else says so, in code points: two names of three.
_LONGEST_RUN_OF_NAMES = 6


class Glance(NamedTuple):
    """What the letters at a line's head tell of it."""

    folded: str
    """Its first stretch as formulas read it: all of a short line."""
    inside: int
    """The formulas and cues that may stand somewhere in it, as a mask."""
    opens: int
    """Those that it may open with."""
    whole: int
    """Those that it may be from end to end."""


class Formulas:
    """The formulas of one dialect, asked of the lines of one page."""

    __slots__ = ("_bits", "_glances", "_letters", "_scans", "codes", "grammar", "pattern")

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.pattern = grammar.pattern
        self.codes = grammar.scanner.codes
        self._scans: dict[tuple[str, int], Scan] = {}
        self._letters = grammar.letters
        self._bits = grammar.letters.bits
        self._glances: dict[str, Glance] = {}

    def glance(self, text: str) -> Glance:
        """What the letters at a line's head tell."""
        stretch = text[:REACH]
        found = self._glances.get(stretch)
        if found is None:
            if len(self._glances) >= _REMEMBERED:
                self._glances.clear()
            folded, letters = fold(stretch), self._letters
            (inside, within), head = letters.inside(folded), letters.at_head(folded)
            whole = within & head & letters.at_end(folded) if stretch == text else 0
            found = self._glances[stretch] = Glance(folded, inside, inside & head, whole)
        return found

    def head(self, text: str) -> Scan:
        """The tokens at a line's head: all of a short line."""
        return self._scan(text[:REACH], 0)

    def tail(self, text: str) -> Scan:
        """The tokens at a line's end: all of a short line."""
        begin = max(0, len(text) - REACH)
        return self._scan(text[begin:], begin)

    def _scan(self, stretch: str, begin: int) -> Scan:
        scan = self._scans.get((stretch, begin))
        if scan is None:
            if len(self._scans) >= _REMEMBERED:
                self._scans.clear()
            glance = self._glances.get(stretch)
            folded = None if glance is None else glance.folded
            scan = self._scans[stretch, begin] = self.grammar.scan(stretch, begin, folded)
        return scan

    def whole(self, formula: str, text: str) -> Match | None:
        """A formula that a line is from end to end."""
        if len(text) > LONGEST_FORMULA:
            return None
        if not self.glance(text).whole & self._bits[formula]:
            return None
        return self.ending(formula, self.head(text), 0)

    def ending(self, formula: str, scan: Scan, first: int) -> Match | None:
        """A formula that a stretch ends with, from its token ``first`` on."""
        if len(scan.codes) - first > _MOST_TOKENS:
            return None
        match = self.grammar.whole(formula, scan, first)
        if match is not None and formula in _NAMING and not self.people(match):
            return None
        if match is not None and formula == "byname" and _longest(match) > _LONGEST_RUN_OF_NAMES:
            return None
        return match

    def opening(self, formula: str, text: str) -> Match | None:
        """A formula at a line's head."""
        if not self.glance(text).opens & self._bits[formula]:
            return None
        return self.grammar.opening(formula, self.head(text))

    def people(self, match: Match, *, signed: bool = True) -> list[Found]:
        """The people that a formula names."""
        return read_people(match.scan, match.first, match.last, self.grammar, signed=signed)

    def may_hold(self, name: str, text: str) -> bool:
        """Whether a cue may stand somewhere in a text, as far as the letters of its first stretch tell."""
        return len(text) > REACH or self.glance(text).inside & self._bits[name] != 0

    def at_head(self, name: str, text: str) -> bool:
        """Whether a text's first character is a cue."""
        return self.grammar.is_char(name, text[0])

    def at_end(self, name: str, text: str) -> bool:
        """Whether a text's last character is a cue."""
        return self.grammar.is_char(name, text[-1])

    def cue(self, name: str, text: str) -> bool:
        """Whether a cue stands at a text's head (or is all of it, as its name says)."""
        return self.pattern(name).match(fold(text)) is not None

    def ends(self, name: str, text: str) -> bool:
        """Whether a text ends with a cue."""
        return self.pattern(name).search(fold(text)) is not None


def _longest(match: Match) -> int:
    """How long the longest token of a match is, in code points."""
    starts = match.scan.starts[match.first : match.last + 1]
    return max(b - a for a, b in pairwise(starts))
