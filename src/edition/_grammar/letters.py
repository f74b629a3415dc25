"""What the letters of a line rule out: most formulas and cues can't be in it, and need not be asked.

Each formula and each cue is a bit. The mask of a text has the bits of those that its letters leave possible: by the one at its
head, by the one at its end, by those that a formula or a cue can't do without, and by the marks that it has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TypeAlias

from edition._grammar.scanner import HAN

#: What the matches of a formula or a cue begin with, end with, and of what they have one: characters, None for any. Then which
#: marks are in none that has none of the last characters.
LettersData: TypeAlias = tuple[str | None, str | None, str | None, str, str]
#: Stands for any Han character among these, as it begins the class [㐀-鿿] in the grammar files.
ANY_HAN = "㐀"


class _Edge(dict[str, int]):
    """The mask of each character at an end of a text."""

    __slots__ = ("_han", "_is_han", "_other")

    def __init__(self, rows: Iterable[tuple[int, str | None]]) -> None:
        super().__init__()
        self._is_han = re.compile(HAN).match
        self._other = self._han = 0
        for bit, letters in rows:
            for char in letters or "":
                self[char] = self.get(char, 0) | bit
            if letters is None:
                self._other |= bit
            elif ANY_HAN in letters:
                self._han |= bit
        self._han |= self._other
        for char in self:
            self[char] |= self.__missing__(char)

    def __missing__(self, char: str) -> int:
        return self._han if self._is_han(char) else self._other


class Letters:
    """The letters of one dialect's formulas and cues."""

    __slots__ = (
        "_at_end",
        "_at_head",
        "_every",
        "_needless",
        "_telling",
        "_told",
        "_width",
        "bits",
    )

    def __init__(self, data: Mapping[str, LettersData]) -> None:
        #: The bit of each formula and each cue.
        self.bits = {name: 1 << n for n, name in enumerate(data)}
        rows = [(self.bits[name], letters) for name, letters in data.items()]
        self._at_head = _Edge((bit, begins) for bit, (begins, *_) in rows)
        self._at_end = _Edge((bit, ends) for bit, (_, ends, *_) in rows)
        self._needless = sum(bit for bit, (_, _, needs, *_) in rows if needs is None)
        self._width, self._every = len(rows), (1 << len(rows)) - 1
        #: What a character tells: three masks in a row, of what it lets be there, of what it is a mark too many for, and of
        #: what has room for any mark beside it.
        self._told: dict[str, int] = {}
        for bit, (_, _, needs, lacks, shown) in rows:
            for n, letters in enumerate((needs or "", lacks, shown)):
                for char in letters:
                    self._told[char] = self._told.get(char, 0) | bit << n * self._width
        self._telling = frozenset(self._told)

    def mask(self, *names: str) -> int:
        """The bits of some formulas and cues."""
        return sum(self.bits[name] for name in names)

    def inside(self, folded: str) -> tuple[int, int]:
        """What can stand somewhere in a text, and what it can be from end to end, by the characters in it."""
        told = reduce(
            or_, map(self._told.__getitem__, self._telling.intersection(folded)), self._needless
        )
        width, every = self._width, self._every
        some, lacking, shown = told & every, told >> width & every, told >> 2 * width
        return some, some & (~lacking | shown)

    def at_head(self, folded: str) -> int:
        """What a text can begin with, as far as its first character tells."""
        return self._at_head[folded[0]] if folded else 0

    def at_end(self, folded: str) -> int:
        """What a text can end with, as far as its last character tells."""
        # A formula is asked of a line that may be closed up before, and then has no blank at its end.
        return self._at_end[folded[-1]] if folded and folded[-1] != " " else -1


class Asked(dict[int, "tuple[tuple[str, str], ...]"]):
    """Formulas and cues that are asked one after the other, each with what it speaks for; by mask those that are left."""

    __slots__ = ("_bits", "_rows", "mask")

    def __init__(self, rows: Iterable[tuple[str, str]], letters: Letters) -> None:
        super().__init__()
        self._rows = [(letters.bits[name], (name, word)) for name, word in rows]
        self.mask = sum(bit for bit, _ in self._rows)

    def of(self, mask: int) -> tuple[tuple[str, str], ...]:
        """Those of a mask."""
        return self[mask & self.mask]

    def __missing__(self, mask: int) -> tuple[tuple[str, str], ...]:
        left = self[mask] = tuple(row for bit, row in self._rows if bit & mask)
        return left
