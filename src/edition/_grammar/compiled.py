"""The compiled grammar: scans lines, matches formulas against them, and has the cues by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TypedDict

from attrs import field, frozen

from edition._grammar.automaton import Layout, LayoutData
from edition._grammar.data import packaged_json
from edition._grammar.letters import ANY_HAN, Letters, LettersData
from edition._grammar.names import Names
from edition._grammar.scanner import Scan, Scanner, WordsData
from edition._text.folding import fold

#: How many answers about single characters are remembered.
_CHARS_KEPT = 4096


class WayData(TypedDict):
    """One of the ways that a rule can be taken, compiled: a regular expression over kinds of tokens, each a code."""

    pattern: str
    groups: list[str]
    """Which part each group is."""
    begins: str | None
    """The kinds that a match begins with; None where one may be empty."""
    needs: str | None
    """Kinds of which every match has at least one; None where no few are known."""


class GrammarData(TypedDict):
    """Everything that is compiled from one dialect's grammar files."""

    words: WordsData
    formulas: dict[str, list[WayData]]
    cues: dict[str, str]
    letters: dict[str, LettersData]
    """What the matches of each formula and each cue begin with, end with, and of what they have one."""
    layout: LayoutData


class DialectData(TypedDict):
    """What a dialect has otherwise than the mainland grammar."""

    words: WordsData | None
    layout: LayoutData | None
    formulas: dict[str, list[WayData]]
    cues: dict[str, str]
    letters: dict[str, LettersData]


class TablesData(TypedDict):
    """What the package ships: the mainland grammar, and what each dialect has otherwise."""

    mainland: GrammarData
    dialects: dict[str, DialectData]


@frozen(weakref_slot=False)
class DialectMark:
    """Which dialect a page was read in: what a page keeps of it, and a file of the page carries."""

    name: str
    """The shipped dialect's name, or the name of the file it was made from, without its ending."""
    digest: str
    """A digest of its grammar, which tells two dialects of one name, or of two releases, apart."""


@frozen(eq=False, weakref_slot=False)
class Match:
    """A formula found in a line."""

    formula: str
    scan: Scan = field(repr=False)
    first: int
    """The first of its tokens."""
    last: int
    """The first token behind it."""
    parts: Mapping[str, tuple[int, int]]
    """Which tokens each part takes, half-open: people, source, place, day, target."""

    @property
    def begin(self) -> int:
        """Where it begins in its line, in code points."""
        return self.scan.place(self.scan.starts[self.first])

    @property
    def end(self) -> int:
        """Where it ends in its line, in code points."""
        return self.scan.place_behind(self.scan.starts[self.last])

    def span(self, part: str) -> tuple[int, int] | None:
        """Where a part stands in the line, in code points, half-open; None where it has no such part."""
        found = self.parts.get(part)
        if found is None:
            return None
        scan = self.scan
        return scan.place(scan.starts[found[0]]), scan.place_behind(scan.starts[found[1]])

    def text(self, part: str) -> str | None:
        """A part as formulas read it; None where it has no such part."""
        found = self.parts.get(part)
        if found is None:
            return None
        return self.scan.folded[self.scan.starts[found[0]] : self.scan.starts[found[1]]]


class _Way:
    """One of the ways that a rule can be taken; its expression is compiled when a line first could be that."""

    __slots__ = ("_data", "_pattern", "begins", "groups", "needs")

    def __init__(self, data: WayData) -> None:
        self._data = data
        self._pattern: re.Pattern[str] | None = None
        self.begins, self.groups = data["begins"], data["groups"]
        self.needs = None if data["needs"] is None else frozenset(data["needs"])

    @property
    def pattern(self) -> re.Pattern[str]:
        """Its expression."""
        if self._pattern is None:
            self._pattern = re.compile(self._data["pattern"])
        return self._pattern


class _Formula(dict[str, "tuple[_Way, ...]"]):
    """A formula: by the kind of the first token the ways that it can be taken, in the order in which they are tried."""

    __slots__ = ("_ways",)

    def __init__(self, ways: Iterable[WayData]) -> None:
        super().__init__()
        self._ways = [_Way(way) for way in ways]

    def __missing__(self, code: str) -> tuple[_Way, ...]:
        left = [way for way in self._ways if way.begins is None or (code and code in way.begins)]
        found = self[code] = tuple(left)
        return found


class _Formulas(dict[str, _Formula]):
    """The formulas by name, made when they are first asked for."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, list[WayData]]) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, name: str) -> _Formula:
        made = self[name] = _Formula(self._data[name])
        return made


class _Cues(dict[str, re.Pattern[str]]):
    """The cues by name, closed at the line's end for ``_LINE`` and ``_ENDING``; compiled when they are first asked for."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, name: str) -> re.Pattern[str]:
        source = self._data[name]
        closed = rf"(?:{source})\Z" if name.endswith(("_LINE", "_ENDING")) else source
        made = self[name] = re.compile(closed)
        return made


class Cue:
    """A cue, asked of a text as it is printed."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def match(self, text: str) -> re.Match[str] | None:
        """Where it stands at the text's head; offsets are those of the text."""
        return self._pattern.match(fold(text))

    def search(self, text: str) -> re.Match[str] | None:
        """Where it stands in the text first."""
        return self._pattern.search(fold(text))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The whole text, where that is one."""
        return self._pattern.fullmatch(fold(text))


class Grammar:
    """One dialect: its words, its formulas, its cues."""

    __slots__ = (
        "_data",
        "_formulas",
        "_letters",
        "_mark",
        "_name",
        "_scanner",
        "is_char",
        "kind_of",
        "layout",
        "pattern",
    )

    def __init__(self, data: GrammarData, name: str) -> None:
        self.layout = Layout(data["layout"])
        self._data = data
        self._name = name
        self._mark: DialectMark | None = None
        self._formulas = _Formulas(data["formulas"])
        self._scanner: Scanner | None = None
        self._letters: Letters | None = None
        #: The name of a kind by its code.
        self.kind_of = {code: name for name, code in data["words"]["codes"].items()}
        #: A cue's regular expression by its name; it is asked of folded text.
        self.pattern = _Cues(data["cues"]).__getitem__
        #: Whether a cue stands at a character's place, by its name and the character; the same ones come again and again.
        self.is_char = lru_cache(maxsize=_CHARS_KEPT)(self._is_char)

    def __reduce__(self) -> tuple[type[Grammar], tuple[GrammarData, str]]:
        # What is derived from the data on first use is not pickled, but derived again by the receiver.
        return Grammar, (self._data, self._name)

    @property
    def scanner(self) -> Scanner:
        """What cuts lines into words; made when it is first asked for, for a page asks each dialect for its signs alone."""
        if self._scanner is None:
            self._scanner = Scanner(self._data["words"], Names(self._data["words"]["tails"]))
        return self._scanner

    @property
    def letters(self) -> Letters:
        """What the letters of a line say of its formulas and cues; made when it is first asked for."""
        if self._letters is None:
            self._letters = Letters(self._data["letters"])
        return self._letters

    @property
    def names(self) -> Names:
        """What tells names from words."""
        return self.scanner.names

    @property
    def sign_letters(self) -> str:
        """The characters that the dialect's signs begin with."""
        letters = self._data["letters"]["DIALECT_INSIDE"][0]
        if letters is None or ANY_HAN in letters:
            raise ValueError(f"the signs of {self._name} begin with just any character")
        return letters

    def scan(self, text: str, begin: int = 0, folded: str | None = None) -> Scan:
        """Cut a stretch of a line that begins at an offset of it; it may be ``folded`` already."""
        return self.scanner.scan(text, begin, folded)

    @property
    def mark(self) -> DialectMark:
        """Which dialect it is."""
        if self._mark is None:
            import json
            from zlib import crc32

            data = json.dumps(self._data, sort_keys=True).encode()
            # It tells a few grammars apart, and keeps no secret: hashlib would take longer to import than a page to read.
            digest = f"{crc32(data):08x}{crc32(data[::-1]):08x}"
            self._mark = DialectMark(self._name, digest)
        return self._mark

    def _is_char(self, name: str, char: str) -> bool:
        return self.pattern(name).match(fold(char)) is not None

    def cue(self, name: str) -> Cue:
        """A cue by its name."""
        return Cue(self.pattern(name))

    def reads(self, formula: str, text: str) -> bool:
        """Whether a text is a formula from end to end."""
        return self.whole(formula, self.scan(text)) is not None

    def with_layout(self, layout: LayoutData) -> Grammar:
        """The same grammar of lines, with another layout of the page."""
        return Grammar({**self._data, "layout": layout}, self._name)

    def extended(self, other: DialectData, name: str) -> Grammar:
        """The grammar of a dialect that has some things otherwise."""
        return Grammar(
            {
                "words": other["words"] or self._data["words"],
                "formulas": {**self._data["formulas"], **other["formulas"]},
                "cues": {**self._data["cues"], **other["cues"]},
                "letters": {**self._data["letters"], **other["letters"]},
                "layout": other["layout"] or self._data["layout"],
            },
            name,
        )

    def whole(self, formula: str, scan: Scan, first: int = 0) -> Match | None:
        """A formula that takes all tokens of a stretch, or all from ``first`` on."""
        return self.between(formula, scan, first, len(scan.codes))

    def between(self, formula: str, scan: Scan, first: int, last: int) -> Match | None:
        """A formula that takes all tokens from ``first`` to before ``last``."""
        codes = scan.codes
        for way in self._formulas[formula][codes[first : first + 1]]:
            if way.needs is None or not way.needs.isdisjoint(codes):
                match = way.pattern.fullmatch(codes, first, last)
                if match is not None:
                    return _made(formula, scan, match, way.groups)
        return None

    def opening(self, formula: str, scan: Scan) -> Match | None:
        """A formula at the head of a stretch."""
        codes = scan.codes
        for way in self._formulas[formula][codes[:1]]:
            if way.needs is None or not way.needs.isdisjoint(codes):
                match = way.pattern.match(codes)
                if match is not None:
                    return _made(formula, scan, match, way.groups)
        return None


def _made(formula: str, scan: Scan, match: re.Match[str], groups: Iterable[str]) -> Match:
    parts = {name: match.span(n) for n, name in enumerate(groups, 1) if match.start(n) >= 0}
    return Match(formula, scan, match.start(), match.end(), parts)


@cache
def _tables() -> TablesData:
    tables: TablesData = packaged_json("_grammar/tables.json")
    return tables


@cache
def base() -> Grammar:
    """The grammar of the mainland daily, which the other dialects extend."""
    return Grammar(_tables()["mainland"], "mainland")


def dialect_names() -> tuple[str, ...]:
    """The dialects that the package ships, the mainland daily first."""
    return ("mainland", *_tables()["dialects"])


@cache
def dialect(name: str) -> Grammar:
    """The grammar of a dialect that the package ships. Raises KeyError for any other name."""
    if name == "mainland":
        return base()
    return base().extended(_tables()["dialects"][name], name)
