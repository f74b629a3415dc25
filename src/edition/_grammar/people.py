"""Read the people whom a formula names off its tokens: 本报记者 余立军何伟 通讯员 贺  勇 → three, each with their role."""

from __future__ import annotations

import re

from attrs import define, field, frozen

from edition._grammar.compiled import Grammar, base
from edition._grammar.names import Person
from edition._grammar.scanner import Scan
from edition._text.folding import fold

#: Kinds of tokens that can stand before a role as a part of it (汾河日报全媒体 记者), and how many of them.
_UNIT = (
    "SLASH",
    "OUTLET",
    "PRESS",
    "SHORT",
    "WORDS",
    "BODY",
    "NAME",
    "NAMED_PLACE",
    "RUBRIC",
    "ORIGIN",
    "TITLED",
    "HAN",
    "DOT",
    "NUMBER",
    "QUOTE",
)
_LONGEST_UNIT = 4
#: What may stand on each side of a name without a known surname.
_BEFORE_NAME = (
    "ROLE",
    "BLANK",
    "COMMA",
    "OPEN",
    "SQUARE_OPEN",
    "COLON",
    "SLASH",
    "TASK",
    "PICTURE_TASK",
    "BULLET",
    "DUTY",
    "ORIGIN",
    "TITLED",
    "MADE",
)
_BEHIND_NAME = (
    "ROLE", "BLANK", "COMMA", "CLOSE", "SQUARE_CLOSE", "SLASH", "TASK", "PICTURE_TASK", "MADE", "WROTE", "REPORTED", "OPEN", "DUTY", "BAR", "COLON",
)  # fmt: skip
_OUTLETS = ("OUTLET", "PRESS")
_NAMES = ("NAME", "SHORT", "NAMED_PLACE", "WORDS")
_SYLLABLES = ("HAN", "NAME", "SHORT", "WORDS")
#: In a bracket behind a name these say that others are named there.
_WORKERS = frozenset(("ROLE", "TASK", "PICTURE_TASK", "MADE", "DUTY"))
#: What stands behind the place that somebody writes from.
_BEHIND_PLACE = ("SENT", "DAY", "DATE", "REPORTED")
#: Beside these, a short word without a surname is nobody.
_NOBODY = (
    "OUTLET",
    "PRESS",
    "WORDS",
    "LONG",
    "SENT",
    "SOURCE_NOTE",
    "PICTURE_SOURCE",
    "DAY",
    "DATE",
    "COLON",
)
#: What goes on behind a reporter's name: 从水务局获悉, 在现场看到.
_CLAUSE = "从自在近昨今日就向对"
#: A source by its name, which signs nothing: 据新华社, 中央社, 新华网.
_SOURCE = re.compile(r"^据|(?:(?<!报)社|网|电视台|央视|央广)\Z")
_CLOSED_UP = re.compile(r"[/／╱:：﹕·•\s]")
#: How many characters a place takes behind a name in one run (王小明台北): two, three where it says what it is (高雄市).
_PLACE, _LONG_PLACE = 2, 3
_PLACE_ENDS = "市县省州区"


@frozen(weakref_slot=False)
class Found:
    """Somebody whom a line names, and where."""

    name: str
    role: str | None
    spans: tuple[tuple[int, int], ...]
    """Where the name stands in the line, in code points, half-open: twice for a name that is padded (贺  勇)."""


def people(text: str, grammar: Grammar | None = None, *, signed: bool = True) -> tuple[Person, ...]:
    """The people that a byline, lead, sign-off or credit names, in order; :func:`read_people` says what ``signed`` is."""
    grammar = grammar or base()
    scan = grammar.scan(text)
    return tuple(
        Person(one.name, one.role)
        for one in read_people(scan, 0, len(scan.codes), grammar, signed=signed)
    )


def read_people(
    scan: Scan, first: int, last: int, grammar: Grammar, *, signed: bool = True
) -> list[Found]:
    """The people that tokens name, from ``first`` to before ``last``.

    Where nothing is ``signed``, as in a lead (（香港）), only those count of whom a word says what they did.
    """
    reading = _Reading(scan, first, last, grammar)
    reading.read()
    found = reading.found
    if not signed:
        found = found if reading.told else []
    elif not found:
        found = _institution(scan, first, last, grammar)
    return [
        Found(one.name, one.role, tuple(p for span in one.spans for p in scan.spread(*span)))
        for one in found
    ]


def _institution(scan: Scan, first: int, last: int, grammar: Grammar) -> list[Found]:
    """A body that signs by its name alone: 本报评论员, 汾河日报."""
    around = {
        grammar.scanner.codes[name]
        for name in ("OPEN", "CLOSE", "SQUARE_OPEN", "SQUARE_CLOSE", "BULLET", "BLANK")
    }
    while first < last and scan.codes[first] in around:
        first += 1
    while last > first and scan.codes[last - 1] in around:
        last -= 1
    if (
        scan.codes[first : first + 2]
        == grammar.scanner.codes["ROLE"] + grammar.scanner.codes["COLON"]
    ):
        first += 2  # 【作者：本报评论员】
    if first >= last or grammar.between("signing_body", scan, first, last) is None:
        return []
    if _SOURCE.search(scan.folded[scan.starts[first] : scan.starts[last]]):
        return []
    # A name has no blanks: 本报记 者 is closed up, and stands in two parts.
    words = re.finditer(r"[^ ]+", scan.folded[scan.starts[first] : scan.starts[last]])
    spans = [(scan.starts[first] + word.start(), scan.starts[first] + word.end()) for word in words]
    name = "".join(scan.text[begin:end] for begin, end in spans)
    return [Found(name, None, tuple(spans))]


@define
class _Reading:
    """One walk over the tokens."""

    scan: Scan
    first: int
    last: int
    grammar: Grammar
    kinds: list[str] = field(init=False)
    found: list[Found] = field(factory=list)
    #: What the next names are, and the first name of which a word behind them (摄, ／文) speaks.
    role: str | None = None
    since: int = 0
    #: Whether a role or a task was seen at all, and bodies that sign where nobody else does.
    told: bool = False
    bodies: list[Found] = field(factory=list)

    def read(self) -> None:
        """Go through the tokens once."""
        names = self.grammar.kind_of
        self.kinds = [names[code] for code in self.scan.codes[self.first : self.last]]
        n = 0
        while n < len(self.kinds):
            n += self._token(n)
        if not self.found:
            self.found = self.bodies
        elif not self.told:
            self._alone()

    def _token(self, n: int) -> int:
        """Take what stands at token n; how many tokens that is."""
        kind, word = self.kinds[n], self._printed(n)
        if unit := self._unit(n):
            return unit
        if kind in ("ROLE", "DUTY") or (kind in ("TASK", "PICTURE_TASK") and word[0] not in "/／╱"):
            self._now(_CLOSED_UP.sub("", word))
        elif kind == "TITLED" and n and self.kinds[n - 1] == "NAME":
            pass  # 程士衡教授
        elif kind == "TITLED":
            self.role, self.since = (
                self.grammar.scanner.title(self.scan.word(self.first + n)),
                len(self.found),
            )
        elif kind == "MADE" and n and self.kinds[n - 1] in _OUTLETS:
            pass  # 均为 新华社发: it says what the outlet did
        elif kind in ("MADE", "WROTE", "TASK", "PICTURE_TASK"):
            self._behind(word.strip("/／╱ "))
        elif kind == "OPEN" and self.kinds[max(n - 1, 0)] == "SENT":
            self.told = True  # 据新华社南浦3月5日电（陈立）
        elif kind in ("REPORTED", "SOURCE_NOTE"):
            self.role, self.since = None, len(self.found)
            # 【祁凤山、郭明报道】
            self.told = self.told or (
                len(self.found) > 1 and self.kinds[n - 2 : n] == ["COMMA", "NAME"]
            )
        elif (
            kind == "OPEN"
            and n
            and self.kinds[n - 1] in _NAMES
            and not _WORKERS.intersection(self._bracket(n))
        ):
            return len(self._bracket(n))  # who somebody is, behind the name: 何青（云坪县，教师）
        else:
            return self._somebody(n)
        return 1

    def _now(self, role: str) -> None:
        self.role, self.since, self.told = role, len(self.found), True

    def _bracket(self, n: int) -> list[str]:
        end = next(
            (k for k in range(n, len(self.kinds)) if self.kinds[k] == "CLOSE"), len(self.kinds) - 1
        )
        return self.kinds[n : end + 1]

    def _printed(self, n: int) -> str:
        starts = self.scan.starts
        return self.scan.text[starts[self.first + n] : starts[self.first + n + 1]]

    def _unit(self, n: int) -> int:
        """How many tokens from n on say whose reporter the next role is; 0 where they are names."""
        kinds, end = self.kinds, n
        while end < len(kinds) and end - n < _LONGEST_UNIT and kinds[end] in _UNIT:
            end += 1
        if end in (n, len(kinds)) or kinds[end] != "ROLE":
            return 0
        before = kinds[n - 1] if n else ""
        named = end - n == 1 and kinds[n] in ("NAME", "NAMED_PLACE", "SHORT")
        listed = (
            before in ("COMMA", "BLANK", "COLON") and self.role is not None and kinds[n] != "SHORT"
        )
        return 0 if named and (before == "ROLE" or listed) else end - n

    def _behind(self, word: str) -> None:
        """A word behind names says what they did."""
        for n in range(self.since, len(self.found)):
            one = self.found[n]
            if one.role is None:
                self.found[n] = Found(one.name, word, one.spans)
        if self.since == len(self.found) and self.bodies:
            body = self.bodies.pop()
            self.found.append(Found(body.name, word, body.spans))
        self.role, self.since, self.told = None, len(self.found), True

    def _somebody(self, n: int) -> int:
        """Take the name at token n, if there is one; how many tokens were gone through."""
        kinds, kind = self.kinds, self.kinds[n]
        before = kinds[n - 1] if n else "BLANK"
        behind = kinds[n + 1] if n + 1 < len(kinds) else "BLANK"
        at = self.scan.starts[self.first + n]
        word = self.scan.word(self.first + n)
        if kinds[n + 1 : n + 4] == ["OPEN", "NUMBER", "CLOSE"]:
            return 4  # 高一（3）班
        if foreign := self._foreign(n):
            return foreign
        if before == "ROLE" and (size := self._before_clause(word)):
            self._add(at, size)
        elif behind in _BEHIND_PLACE and kind in _NAMES and not self._is_named(n, before, behind):
            pass
        elif kind == "NAMED_PLACE" or (
            kind in ("NAME", "WORDS") and self._has_place(n, before, behind, word)
        ):
            if self.role:
                self._add(at, _name_before_place(word, self.grammar.names.surname_length(word)))
        elif kind == "NAME" and before not in _OUTLETS:
            for offset, name in self.grammar.names.split(word):
                self._add(at + offset, len(name))
        elif kind == "HAN" and kinds[n + 1 : n + 3] == ["BLANK", "HAN"] and before in _BEFORE_NAME:
            if self.role or self.grammar.names.opens_with_name(word):
                self._padded(n)
            return 3
        elif kind == "SHORT" and before in _BEFORE_NAME and behind in _BEHIND_NAME:
            if not self._is_giver(n, behind):
                self._add(at, len(word))
        elif kind == "BODY" and behind in _BEHIND_NAME and "SOURCE_NOTE" not in kinds[:n]:
            self._body(n, at, word, behind)
        return 1

    def _is_giver(self, n: int, behind: str) -> bool:
        """Whether a short word names who provided a picture: 警方供图."""
        if behind != "MADE" or len(self.scan.word(self.first + n + 1)) == 1:
            return False
        return not self.grammar.names.opens_with_name(self.scan.word(self.first + n))

    def _foreign(self, n: int) -> int:
        """A name with a dot in it, and how many tokens it takes: 卡里·尼尔斯."""
        kinds, end = self.kinds, n
        while (
            end + 2 < len(kinds)
            and kinds[end] in _SYLLABLES
            and kinds[end + 1] == "DOT"
            and kinds[end + 2] in _SYLLABLES
        ):
            end += 2
        if end == n or (end + 1 < len(kinds) and kinds[end + 1] == "ROLE"):
            return 0
        if not self.told and kinds[0] == "SQUARE_OPEN" and "SQUARE_CLOSE" not in kinds[:n]:
            return end - n + 1  # 【街坊·邻里】: a rubric
        begin, until = self.scan.starts[self.first + n], self.scan.starts[self.first + end + 1]
        self._add(begin, until - begin)
        return end - n + 1

    def _before_clause(self, word: str) -> int:
        """How much of what follows a role is the name, where a clause goes on behind it: 记者陈立从水务局获悉."""
        for at in range(2, min(5, len(word))):
            if word[at] in _CLAUSE and self.grammar.names.are_names(word[:at]):
                return at
        return 0

    def _is_named(self, n: int, before: str, behind: str) -> bool:
        """Whether a run before 讯, a day or 报道 names people: else it is the place that they write from."""
        if before == "ROLE" or (before == "COMMA" and (self.role or self.found)):
            return True
        return (
            behind == "REPORTED"
            and before in ("COLON", "BLANK")
            and self.role is not None
            and n > 1
            and self.kinds[n - 2] == "ROLE"
        )

    def _has_place(self, n: int, before: str, behind: str, word: str) -> bool:
        """Whether a place stands behind the name in one run of letters: 【記者何采薇南浦報導】, 记者王小明台北5日电."""
        if (
            before not in ("ROLE", "COMMA")
            or len(word) < 4
            or not self.grammar.names.opens_with_name(word)
        ):
            return False
        closed = self.kinds[n + 2 : n + 3] in (["SQUARE_CLOSE"], ["CLOSE"])
        wired = behind == "MADE" and self.scan.word(self.first + n + 1) == "传真"
        return behind in ("SENT", "DAY", "DATE") or (behind == "REPORTED" and closed) or wired

    def _body(self, n: int, at: int, word: str, behind: str) -> None:
        own = n and self.kinds[n - 1] in (*_OUTLETS, "TITLED")
        if own:
            begin = self.scan.starts[self.first + n - 1]
            at, word = begin, self.scan.folded[begin : at + len(word)]
        end = at + len(word)
        body = Found(self.scan.text[at:end], self.role, ((at, end),))
        writes = (
            behind == "BLANK"
            and self.kinds[n + 2 : n + 3] == ["ROLE"]
            and self.scan.word(self.first + n + 2) == "执笔"
        )
        if self.role or writes:
            self.found.append(body)
        elif behind != "REPORTED":
            self.bodies.append(body)

    def _add(self, start: int, size: int) -> None:
        end = start + size
        self.found.append(Found(self.scan.text[start:end], self.role, ((start, end),)))

    def _padded(self, n: int) -> None:
        starts, first = self.scan.starts, self.first
        spans = tuple((starts[k], starts[k + 1]) for k in (first + n, first + n + 2))
        self.found.append(Found(self._printed(n) + self._printed(n + 2), self.role, spans))

    def _alone(self) -> None:
        """Where no word says what anybody did, a short word counts in a list of names, and alone."""
        surname = self.grammar.names.opens_with_name
        known = [one for one in self.found if surname(fold(one.name))]
        listed = not any(kind in ("BLANK", *_NOBODY) for kind in self.kinds)
        listed = listed and "CLOSE" not in self.kinds[:-1]  # （盐田）丁念慈
        if (known and not listed) or any(kind in _NOBODY for kind in self.kinds):
            self.found = known


def _name_before_place(run: str, surname: int) -> int:
    """How many characters of 王小明台北 are the name: the surname, and two more at most."""
    longest = surname + 2
    if len(run) > _LONG_PLACE + 1 and run[-1] in _PLACE_ENDS:
        return min(longest, len(run) - _LONG_PLACE)
    return min(longest, max(2, len(run) - _PLACE))
