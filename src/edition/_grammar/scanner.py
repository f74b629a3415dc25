"""Cut a line into the words of the trade and the runs of Han characters between them.

A word is looked for where a character stands that one can begin with; what none of them takes is a run. A run is one token with
all that it could be: people, a place, a body that signs. What it looks like, and what stands behind it, gives it its kind; a
rule picks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypedDict

from edition._grammar.names import Names
from edition._text.folding import fold

#: Any character of a word that is neither Latin nor a digit: Han, the rarer ones and kana, too.
HAN = r"[^\W\d\x00-\xff]"
#: How many runs are remembered with what they are.
_RUNS_KEPT = 4096
_LAST_LATIN = "\xff"
#: The longest run that can be a part of a formula, in code points; the longest that can be people.
_LONGEST_RUN, _LONGEST_NAMES = 16, 15
#: What stands for the end of the stretch where the kind of the next token is asked.
_END = "$"
#: What shows that a run which ends like an outlet's name is one.
_AT_OUTLET = (
    "SENT", "ROLE", "DATE", "DAY", "OPEN", "CLOSE", "SQUARE_OPEN", "SQUARE_CLOSE", "PICTURE_SOURCE",
)  # fmt: skip
#: What is asked of a run's end, in the order in which the scanner keeps them.
_ENDS = ("OUTLET_END", "PAPER_END", "BODY_TAIL", "RUBRIC_RUN", "TITLE_TAIL", "ORIGIN_TAIL")
#: Who works there may be presented by it.
_WORKPLACES = "厂矿村"
#: A run that ends so, of three characters or more, is a place and nobody (安和市).
_PLACE_ENDS = "省市县区乡镇"
#: The longest run that is a name with a place behind it, in code points.
_LONGEST_NAMED = 8
#: How many code points an outlet's name has at most, and an agency's at least.
_LONGEST_OUTLET, _SHORTEST_AGENCY = 10, 3
#: How many code points of a line are scanned from its head, and how many from its end.
REACH = 120
#: A line in which so many code points are a blank at most may have one behind each character (本 报 讯); with fewer
#: characters than this it is a padded name, a nameplate, a heading.
_MOSTLY_BLANK, _FEWEST_SPACED = 2.5, 8


class WordData(TypedDict):
    """A word's terminal."""

    name: str
    pattern: str
    begins: str
    """The characters that it begins with."""
    second: str | None
    """Those that stand second in it; None for any, and where it may be one character."""
    single: bool
    """Whether it is any one of those that it begins with, and nothing more."""


class WordsData(TypedDict):
    """What the scanner is made of, as the grammar is compiled."""

    words: list[WordData]
    """The words, in the order in which they are tried."""
    tails: dict[str, str]
    """What a run says by its end: terminal → regular expression."""
    tail_ends: dict[str, str | None]
    """The characters that these end with; None for any."""
    codes: dict[str, str]
    """One character for each kind of token."""


class Scan:
    """A stretch of a line, cut into tokens."""

    __slots__ = ("_kept", "begin", "codes", "folded", "starts", "text")

    def __init__(
        self,
        text: str,
        folded: str,
        codes: str,
        starts: list[int],
        begin: int,
        *,
        kept: Sequence[int] | None = None,
    ) -> None:
        self.text = text
        """The stretch as it is printed; closed up where a blank stands behind each of its characters."""
        self.folded = folded
        """The same as formulas read it, character for character."""
        self.codes = codes
        """The kind of each token."""
        self.starts = starts
        """Where each token begins in the text, and where the last one ends: tokens leave no gap."""
        self.begin = begin
        """Where the stretch begins in its line."""
        self._kept = kept

    def place(self, offset: int) -> int:
        """Where a character of the text stands in the line."""
        if self._kept is None:
            return self.begin + offset
        return self.begin + self._kept[offset]

    def place_behind(self, offset: int) -> int:
        """Where the line goes on behind a character of the text that stands before an offset."""
        return self.place(offset - 1) + 1 if offset else self.begin

    def spread(self, begin: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where a part of the text stands in the line: each character by itself in a stretch that was closed up."""
        if self._kept is None:
            return ((self.begin + begin, self.begin + end),)
        places = [self.place(offset) for offset in range(begin, end)]
        return tuple((place, place + 1) for place in places)

    def at(self, offset: int) -> int:
        """The first token that begins at an offset of the stretch, or behind it."""
        return bisect_left(self.starts, offset)

    def word(self, n: int) -> str:
        """A token as formulas read it."""
        return self.folded[self.starts[n] : self.starts[n + 1]]


class _Word:
    """A word, whose expression is compiled when it is first tried."""

    __slots__ = ("_pattern", "code", "match", "second")

    def __init__(self, data: WordData, code: str) -> None:
        self._pattern, self.code = data["pattern"], code
        #: The characters that stand second in it; None for any: most words are ruled out by that.
        self.second = None if data["second"] is None else frozenset(data["second"])
        self.match: Callable[[str, int], re.Match[str] | None] = self._compiled

    def _compiled(self, text: str, at: int) -> re.Match[str] | None:
        self.match = re.compile(self._pattern).match
        return self.match(text, at)


class _Words(dict[str, "tuple[tuple[_Word, ...], str]"]):
    """By character the words that begin with it, in the order in which they are tried, and what it is where it begins none.

    Alone it is a mark, a sign, or, where that is nothing, a part of a run.
    """

    __slots__ = ("_is_han", "_sign", "_words")

    def __init__(self, words: list[WordData], codes: Mapping[str, str]) -> None:
        super().__init__()
        self._words = [(data, _Word(data, codes[data["name"]])) for data in words]
        self._sign = codes["SIGN"]
        self._is_han = re.compile(HAN).match

    def __missing__(self, char: str) -> tuple[tuple[_Word, ...], str]:
        rows: list[_Word] = []
        alone = "" if self._is_han(char) else self._sign
        for data, word in self._words:
            if char in data["begins"]:
                if data["single"]:
                    alone = word.code
                    break
                rows.append(word)
        found = self[char] = tuple(rows), alone
        return found


class _Tail:
    """What a run says by its end."""

    __slots__ = ("_ends", "_pattern")

    def __init__(self, expression: str, ends: str | None) -> None:
        self._pattern = re.compile(rf"(?:{expression})\Z")
        #: The characters that it ends with; most runs end with another.
        self._ends = ends

    def search(self, run: str) -> re.Match[str] | None:
        """Where it begins that ends a run."""
        return self._pattern.search(run) if self._ends is None or run[-1:] in self._ends else None

    def fullmatch(self, run: str) -> re.Match[str] | None:
        """A run that is that and nothing more."""
        return self._pattern.match(run) if self._ends is None or run[-1:] in self._ends else None


class Scanner:
    """The words of one dialect."""

    __slots__ = (
        "_at_outlet",
        "_before_place",
        "_behind_title",
        "_body",
        "_cut",
        "_ends",
        "_find",
        "_origin",
        "_outlet",
        "_outlet_end",
        "_outlet_sign",
        "_paper_end",
        "_rubric",
        "_title",
        "_words",
        "codes",
        "names",
    )  # fmt: skip

    def __init__(self, data: WordsData, names: Names) -> None:
        self.codes = codes = data["codes"]
        self._at_outlet = {codes[name] for name in _AT_OUTLET} | {_END}
        self._before_place = {codes[name] for name in ("DATE", "DAY", "SENT", "REPORTED", "MADE")}
        self._ends = {codes["CLOSE"], codes["SQUARE_CLOSE"], _END}
        self._behind_title = {codes[name] for name in ("BLANK", "COLON")}
        begins = {
            c for word in data["words"] for c in word["begins"] if c.isalnum() and c > _LAST_LATIN
        }
        # Whatever is no plain character of a run: a word can begin there.
        self._find = re.compile(rf"[\W\d\x00-\xff{''.join(sorted(begins))}]").finditer
        self._words = _Words(data["words"], codes)
        tails, ends = data["tails"], data["tail_ends"]
        self._outlet = re.compile(tails["OUTLET_TAIL"]).search
        self._outlet_sign = re.compile(f"[{ends['OUTLET_TAIL'] or HAN}]").search
        self._outlet_end, self._paper_end, self._body, self._rubric, self._title, self._origin = (
            _Tail(tails[name], ends[name]) for name in _ENDS
        )
        #: The tokens that a run is before a kind of token; the same words come again and again.
        self._cut = lru_cache(maxsize=_RUNS_KEPT)(self._cut_run)
        self.names = names

    def scan(self, text: str, begin: int = 0, folded: str | None = None) -> Scan:
        """Cut a stretch of a line that begins at an offset of it; it may be ``folded`` already."""
        if folded is None:
            folded = fold(text)
        kept: list[int] | None = None
        if is_spaced(folded) and (spaced := _spaced(folded)):
            kept = spaced
            text, folded = ("".join(map(line.__getitem__, kept)) for line in (text, folded))
        kinds: list[str] = []
        starts: list[int] = []
        words, end = self._words, 0
        for found in self._find(folded):
            at = found.start()
            if at < end:
                continue
            rows, kind = words[found.group()]
            behind = at + 1
            second = folded[behind : behind + 1]
            for one in rows:
                if (one.second is None or second in one.second) and (word := one.match(folded, at)):
                    kind, behind = one.code, word.end()
                    break
            if not kind:
                continue
            if end < at:
                kinds.append("")
                starts.append(end)
            kinds.append(kind)
            starts.append(at)
            end = behind
        if end < len(folded):
            kinds.append("")
            starts.append(end)
        starts.append(len(text))
        if "" in kinds:
            kinds, starts = self._runs(folded, kinds, starts)
        return Scan(text, folded, "".join(kinds), starts, begin, kept=kept)

    def title(self, run: str) -> str | None:
        """What somebody is, at the end of a run before their name: 副主任医师 in 市第二医院副主任医师; None where it is a place."""
        match = self._title.search(run)
        return match.group() if match else None

    def _runs(
        self, folded: str, kinds: list[str], starts: list[int]
    ) -> tuple[list[str], list[int]]:
        """Give each run its kind; an outlet at its start is a separate token where what follows shows that it is one."""
        found: list[str] = []
        places: list[int] = []
        for n, kind in enumerate(kinds):
            at = starts[n]
            if kind:
                found.append(kind)
                places.append(at)
                continue
            behind = kinds[n + 1] if n + 1 < len(kinds) else _END
            for code, size in self._cut(folded[at : starts[n + 1]], behind):
                found.append(code)
                places.append(at)
                at += size
        places.append(starts[-1])
        return found, places

    def _cut_run(self, run: str, behind: str) -> tuple[tuple[str, int], ...]:
        """The tokens that a run is before a kind of token, each with its length."""
        codes = self.codes
        found: list[tuple[str, int]] = []
        cut, listed = self._outlet_in(run, behind)
        if cut and not (behind in self._ends and self._rubric.fullmatch(run)):
            found.append((codes["OUTLET" if listed else "PRESS"], cut))
            run = run[cut:]
            if not run:
                return tuple(found)
        cut = self._presents(run, behind)
        if cut:
            found.append((codes["TITLED"], cut))
            run = run[cut:]
        cut = self._is_titled(run, behind)
        if cut:
            found += [(codes["NAME"], cut), (codes["TITLED"], len(run) - cut)]
        else:
            found.append((self._kind(run, behind), len(run)))
        return tuple(found)

    def _outlet_in(self, run: str, behind: str) -> tuple[int, bool]:
        """How much of a run is an outlet's name at its start, 0 if there is none; and whether its end is a listed one."""
        size = len(run)
        if size < 2:
            return 0, False
        shown = behind in self._at_outlet
        match = self._outlet(run, 1) if self._outlet_sign(run, 1) else None
        while match is not None:
            # 科技日报北京 before a day; 日报 amid a phrase says nothing.
            if match.end() == size or (shown and match.end() <= _LONGEST_OUTLET):
                return (match.end(), True) if match.end() <= _LONGEST_RUN else (0, False)
            match = self._outlet(run, match.end())
        if not shown:
            return 0, False
        end = self._paper_end if behind in self._ends else self._outlet_end
        if size <= _LONGEST_OUTLET and end.search(run):
            return size, False
        agency = run.find("社", _SHORTEST_AGENCY - 1, 6) + 1
        return (agency, False) if behind in self._before_place and agency else (0, False)

    def _presents(self, run: str, behind: str) -> int:
        """How much of a run says who somebody is, right before the name (城郊供电局何青); 0 where it is not so."""
        if len(run) < 4 or behind not in self._ends:
            return 0
        for size in (3, 2):
            cut = len(run) - size
            if (
                cut >= 2
                and self.names.opens_with_name(run[cut:])
                and self._presents_somebody(run[:cut])
            ):
                return cut
        return 0

    def _presents_somebody(self, run: str) -> bool:
        """Whether a run ends like a title, a body or a place of work."""
        return run[-1] in _WORKPLACES or any(tail.search(run) for tail in (self._title, self._body))

    def _is_titled(self, run: str, behind: str) -> int:
        """How much of a run is one name before a title (程士衡教授); 0 where it is not so."""
        if len(run) < 4 or behind not in self._ends:
            return 0
        title = self._title.search(run)
        cut = title.start() if title else 0
        return (
            cut
            if 2 <= cut <= 4
            and len(self.names.split(run[:cut])) == 1
            and self.names.are_names(run[:cut])
            else 0
        )

    def _kind(self, run: str, behind: str) -> str:
        """What kind of run it is."""
        codes, size = self.codes, len(run)
        if size == 1:
            return codes["HAN"]
        if size > _LONGEST_RUN:
            return codes["LONG"]
        if self._rubric.fullmatch(run):
            return codes["RUBRIC"]
        if behind in self._behind_title:
            if self._title.search(run):
                return codes["TITLED"]
            if size > 2 and self._origin.search(run):
                return codes["ORIGIN"]
        if size >= 3 and self._body.search(run):
            return codes["BODY"]
        if size >= 3 and run[-1] in _PLACE_ENDS:
            return codes["WORDS"]
        if self.names.are_names(run):
            return codes["NAME"]
        if (
            3 < size <= _LONGEST_NAMED
            and behind in self._before_place
            and self.names.opens_with_name(run)
        ):
            return codes["NAMED_PLACE"]
        if size <= 3:
            known = self.names.is_word(run) or self._title.fullmatch(run)
            return codes["WORDS" if known else "SHORT"]
        return codes["WORDS"]


def is_spaced(folded: str) -> bool:
    """Whether a stretch may have a blank behind each character: 本 报 讯."""
    return _MOSTLY_BLANK * folded.count(" ") >= len(folded)


def _spaced(folded: str) -> list[int] | None:
    """Which characters of a line are kept where one blank stands behind nearly each of them; None where that is not so."""
    single = [
        n
        for n, char in enumerate(folded)
        if char == " " and folded[n - 1 : n] not in ("", " ") and folded[n + 1 : n + 2] != " "
    ]
    characters = len(folded) - folded.count(" ")
    if characters < _FEWEST_SPACED or len(single) < 0.9 * (characters - 1):
        return None
    blanks = set(single)
    return [n for n in range(len(folded)) if n not in blanks]
