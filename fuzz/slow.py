"""Search for texts that a regular expression is slow to refuse: made of what its own parts match, and changed on where it takes long.

recheck finds no fault with some patterns that take seconds for a hundred characters, since those have to be characters
of the right formulas in the right order. So the texts here are made of matches of the pattern's parts, repeated and put
together by chance; the slowest are kept and changed, and the slowest of those again.
"""

from __future__ import annotations

import random
import re
import time
from typing import Any

#: How many texts are kept to be changed, and of how many parts one is at most.
_KEPT, _PARTS = 15, 60
#: What a negated class, of which only that is known, stands for: one of these that it matches.
_LETTERS = "甲乙aA1·.、，x "


class Slow:
    """A pattern, and the slowest texts found so far."""

    def __init__(self, source: str, size: int, seed: int) -> None:
        self._match = re.compile(source).match
        self._random = random.Random(seed)  # noqa: S311 - it guards nothing
        self._size = size
        inside: Any = re
        self._tree = inside._parser.parse(source)  # it has no public name
        self._nodes = [node for node in _sequences(self._tree) if len(node)]
        #: Seconds and parts, the slowest first.
        self.found: list[tuple[float, list[str]]] = []

    def search(self, tries: int, enough: float) -> tuple[float, str]:
        """The longest time for a text, in seconds, and the text; no more are tried once one takes long enough."""
        for _ in range(tries):
            parts = self._changed() if self.found and self._random.random() < 0.75 else self._new()
            self.found.append((self._time(self._text(parts)), parts))
            self.found.sort(key=lambda one: -one[0])
            del self.found[_KEPT:]
            if self.found[0][0] > enough:
                break
        taken, parts = self.found[0]
        return taken, self._text(parts)

    def _text(self, parts: list[str]) -> str:
        return "".join(parts)[: self._size - 1] + "!"

    def _time(self, text: str) -> float:
        """The best of up to three, so that what else the machine does counts for little."""
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            self._match(text)
            best = min(best, time.process_time() - start)
            if self.found and best <= self.found[-1][0]:
                break
        return best

    def _new(self) -> list[str]:
        return [self._part() for _ in range(self._random.randint(1, 25))]

    def _changed(self) -> list[str]:
        parts = list(self._random.choice(self.found)[1])
        for _ in range(self._random.randint(1, 3)):
            at = self._random.randrange(len(parts) + 1)
            some = parts[at : at + self._random.randint(1, 6)]
            ways: tuple[list[str], ...] = (
                some * self._random.randint(2, 6),
                [self._part()],
                [self._part(), *some],
                [],
            )
            parts[at : at + len(some)] = self._random.choice(ways)
        return parts[:_PARTS] or self._new()

    def _part(self) -> str:
        return self._matched(self._random.choice(self._nodes))[:40]

    def _matched(self, sequence: Any) -> str:
        """Something that a part of the pattern could match."""
        found = ""
        for op, value in sequence:
            name = str(op)
            if name == "LITERAL":
                found += chr(value)
            elif name == "IN":
                found += self._one_of(value)
            elif name in ("NOT_LITERAL", "ANY"):
                found += self._random.choice(_LETTERS)
            elif name == "BRANCH":
                found += self._matched(self._random.choice(value[1]))
            elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                least, most, repeated = value
                times = self._random.randint(least, min(most, least + 3))
                found += "".join(self._matched(repeated) for _ in range(times))
            elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
                found += self._matched(value[3] if name == "SUBPATTERN" else value)
        return found

    def _one_of(self, items: Any) -> str:
        op, value = self._random.choice(items)
        if str(items[0][0]) != "NEGATE" and str(op) == "LITERAL":
            return chr(value)
        if str(items[0][0]) != "NEGATE" and str(op) == "RANGE":
            return chr(self._random.randint(*value))
        return self._random.choice(_LETTERS)


def _sequences(sequence: Any) -> list[Any]:
    """A sequence of the parsed pattern, and all sequences in it."""
    found = [sequence]
    for op, value in sequence:
        name = str(op)
        if name == "BRANCH":
            inner = value[1]
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            inner = [value[2]]
        elif name == "SUBPATTERN":
            inner = [value[3]]
        elif name in ("ASSERT", "ASSERT_NOT"):
            inner = [value[1]]
        else:
            inner = [value] if name == "ATOMIC_GROUP" else []
        found += [deeper for one in inner for deeper in _sequences(one)]
    return found
