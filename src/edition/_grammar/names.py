"""Names: whether a run of Han characters is people, and where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from edition._text.folding import fold

_DOTS = "·"
#: The longest run that is taken for people, in code points: five names of three.
_LONGEST = 15


@frozen(weakref_slot=False)
class Person:
    """Somebody whom the paper names as author or maker.

    In ``本报记者 陈立 通讯员 贺  勇`` these are ``Person("陈立", "记者")`` and ``Person("贺勇", "通讯员")``.
    """

    name: str
    """The name, closed up where it was padded for layout; an institution's name where it stands for a person's."""
    role: str | None = None
    """What the text calls them: 记者, 通讯员, 摄, 实习生 …; None where it says nothing."""
    spans: tuple[tuple[int, int], ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """Where the page's text has the name, in code points, half-open: several where a column's end or padding cuts it
    (贺  勇), none for somebody whom no page names. They take no part in equality."""


#: What a name of so many characters costs, by the length of its surname (0: none, a pen name). Set by hand: three characters
#: are the rule, a pen name among names with surnames is rare.
_COSTS = {(1, 3): 0.0, (1, 2): 0.3, (2, 3): 0.1, (2, 4): 0.0, (0, 2): 2.0, (0, 3): 2.2}
#: How many characters a name has, the likeliest first.
_SIZES = (3, 2, 4)
#: What it costs to leave a stretch uncut.
_UNCUT = 9.0


class Names:
    """Names as one dialect knows them. All text is folded text."""

    __slots__ = ("_pen", "_place", "_surname", "_word")

    def __init__(self, tails: Mapping[str, str]) -> None:
        self._surname = re.compile(tails["SURNAME"]).match
        self._place = re.compile(tails["PROVINCE"]).match
        self._pen = re.compile(rf"[^\W\d\x00-\xff]{{1,3}}(?:{tails['PEN_TAIL']})\Z").match
        self._word = re.compile(tails["NO_NAME"]).fullmatch

    def is_word(self, run: str) -> bool:
        """Whether a run is a word of the trade, or a province, that nobody is called (综合, 专电, 香港)."""
        place = self._place(run)
        return self._word(run) is not None or (place is not None and place.end() == len(run))

    def is_surname(self, text: str) -> bool:
        """Whether a text is a surname and nothing more."""
        match = self._surname(fold(text))
        return match is not None and match.end() == len(text)

    def opens_with_name(self, run: str) -> bool:
        """Whether a run opens with a surname."""
        return self._surname(run) is not None

    def surname_length(self, run: str) -> int:
        """How many characters the surname has with which a run opens; 0 where it opens with none."""
        match = self._surname(run)
        return match.end() if match else 0

    def are_names(self, run: str) -> bool:
        """Whether a run reads as one or more people with surnames, or as a pen name."""
        if not 2 <= len(run) <= _LONGEST:
            return False
        if self._surname(run) is None and self._place(run) is None:
            return self._pen(run) is not None and not self.is_word(run)
        if self.is_word(run):
            return False
        if self._pen(run):
            return True
        # The last name has to begin with a surname, too: most phrases end otherwise.
        if not any(self._surname(run, max(len(run) - size, 0)) for size in _SIZES):
            return False
        return all(len(name) >= 2 and self._surname(name) for _, name in self.split(run))

    def split(self, run: str) -> list[tuple[int, str]]:
        """Cut names that stand side by side without a mark, by their surnames: each with its offset in the run."""
        if any(dot in run for dot in _DOTS) or len(run) <= 3 or self._pen(run):
            return [(0, run)]
        place = self._place(run)
        begin = (
            place.end()
            if place and len(run) - place.end() >= 2 and self._surname(run[place.end() :])
            else 0
        )
        return [(begin + at, name) for at, name in self._cut(run[begin:])]

    def _cut(self, run: str) -> list[tuple[int, str]]:
        if len(run) <= 3:
            return [(0, run)]
        if len(run) % 2 == 0 and not self._surname(run) and len(run) <= 8:
            return [(at, run[at : at + 2]) for at in range(0, len(run), 2)]
        # The cheapest way to cut: best[i] is the cost of run[:i] and where its last name begins.
        best: list[tuple[float, int]] = [(0.0, 0)]
        matches = [self._surname(run, begin) for begin in range(len(run) - 1)]
        families = [match.end() - match.start() if match else 0 for match in matches]
        for end in range(1, len(run) + 1):
            ways = [(_UNCUT * end, 0)]
            for length in _SIZES:
                begin = end - length
                if begin < 0 or (begin and not best[begin][1] and best[begin][0] >= _UNCUT * begin):
                    continue
                cost = _COSTS.get((families[begin], length))
                if cost is not None:
                    ways.append((best[begin][0] + cost, begin))
            best.append(min(ways, key=lambda way: (way[0], -way[1])))
        names: list[tuple[int, str]] = []
        end = len(run)
        while end:
            begin = best[end][1]
            names.insert(0, (begin, run[begin:end]))
            end = begin
        return names
