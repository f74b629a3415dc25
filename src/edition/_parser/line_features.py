"""Read an entry by itself: which of the trade's formulas it is, opens or ends with, and how it is made.

Nothing is decided here. What stands in an entry becomes evidence by name (``is:byline``, ``ends:stop``), and its shape: the
formula that it is, or how long it is and whether its last sentence is over (``body``, ``torn``, ``line``).
"""

from __future__ import annotations

import re

from attrs import define, field, frozen

from edition._grammar.compiled import Asked, Grammar, Wording
from edition._grammar.names import is_name, names_people
from edition._text.lines import BLANKS
from edition._text.unwrap import LogicalLine

#: The longest formula that is looked for at the end of an entry, in code points.
_LONGEST_ENDING = 90
#: How much of an entry is searched for what stands anywhere in it, in code points.
_INSIDE_REACH = 200
#: How much of an entry's end the shorter cues are looked for in, in code points.
_ENDING_REACH = 14
#: How far from an entry's end its last sentence may end: brackets and quotes follow.
_STOP_REACH = 6
#: The longest signature or credit without brackets.
_LONGEST_SIGNATURE = 50
_OPENING = tuple("（(［[【〔")
_CLOSING = tuple("）)］]】〕")
#: The longest line that gives a work of art's title.
_LONGEST_TITLE = 30
#: The longest entry that can be a formula from end to end.
_LONGEST_FORMULA = 100
_LENGTHS = (2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 40, 60, 90)
_LENGTH_NAMES = [
    f"length:{next((n for n in _LENGTHS if size <= n), 'more')}" for size in range(_LENGTHS[-1] + 2)
]
_MARKS = re.compile(r"[（）()【】\[\]■□◆●▲ \t\u00a0\u3000、，,/／]+")
#: Formulas that are a whole entry, in the order in which they are tried, and what they speak for.
WHOLE = (
    ("CONTINUED_ON_ENDING", "jump"),
    ("LABEL_LINE", "rubric"),
    ("PICTURE_LABEL_LINE", "picture rubric"),
    ("CREDIT_LINE", "credit"),
    ("BYLINE_LINE", "byline"),
    ("INSTITUTION_LINE", "institution"),
    ("SIGNOFF_LINE", "signoff"),
    ("RESIDUE_LINE", "residue"),
    ("BRACKETED_NAMES_LINE", "bracketed"),
    ("CREDITS_LINE", "credits"),
    ("DATE_LINE", "date"),
    ("PAGE_NUMBER_LINE", "page number"),
    ("FOLIO_LINE", "folio"),
    ("CONTACT_LINE", "contact"),
    ("MASTHEAD_LINE", "masthead"),
    ("MASTHEAD_NAME_LINE", "nameplate"),
    ("INDEX_OPENING_LINE", "index"),
    ("INDEX_ENTRY_LINE", "index entry"),
    ("BULLET_LINE", "bullet"),
    ("EDITOR_NOTE_LINE", "note end"),
    ("OTHER_LINE", "mark"),
)
#: A formula that another, stronger one rules out: what is set as a byline is no folio, whatever paper it names.
_EXCLUDES = {
    "byline": ("credit", "rubric"),
    "institution": ("rubric",),
    "signoff": ("credit",),
    "bracketed": ("residue",),
    "folio": (
        "rubric",
        "byline",
        "institution",
        "signoff",
        "credit",
        "credits",
        "date",
        "page number",
    ),
    "masthead": ("byline", "date"),
    "index entry": ("jump", "page number", "date", "folio"),
    "mark": ("page number", "jump", "residue"),
}
OPENINGS = (
    ("EDITOR_NOTE_OPENING", "opens:note"),
    ("SUMMARY_OPENING", "opens:summary"),
    ("STAFF_OPENING", "opens:staff"),
    ("NOTICE_OPENING", "opens:notice"),
    ("AD_OPENING", "opens:ad"),
    ("CAPTION_OPENING", "opens:caption"),
    ("DASH_OPENING", "opens:dash"),
    ("ENUMERATED_OPENING", "opens:number"),
    ("BULLET_OPENING", "opens:bullet"),
    ("QUOTE_OPENING", "opens:quote"),
    ("OPEN_OPENING", "opens:bracket"),
    ("RECENT_OPENING", "opens:when"),
    ("SPEAKER_OPENING", "opens:speaker"),
    ("JOINING_OPENING", "opens:joining"),
    ("LEANING_OPENING", "opens:leaning"),
)
ENDINGS = (
    ("COMMA_ENDING", "ends:comma"),
    ("COLON_ENDING", "ends:colon"),
    ("DASH_ENDING", "ends:dash"),
    ("SPEAKER_ENDING", "ends:speaker"),
    ("PICTURE_ENDING", "ends:picture"),
    ("RUBRIC_ENDING", "ends:rubric"),
    ("SERIES_ENDING", "ends:series"),
    ("EXCLAIM_ENDING", "ends:exclaim"),
    ("ELLIPSIS_ENDING", "ends:ellipsis"),
    ("QUOTE_ENDING", "ends:quote"),
    ("CLOSE_ENDING", "ends:bracket"),
    ("ART_ENDING", "ends:art"),
    ("BINDING_ENDING", "ends:binding"),
)
INSIDES = (
    ("PERIOD_INSIDE", "has:period"),
    ("COMMA_INSIDE", "has:comma"),
    ("WIDE_BLANK_INSIDE", "has:wide blank"),
    ("BLANK_INSIDE", "has:blank"),
    ("SELF_INSIDE", "has:self"),
    ("NOTICE_INSIDE", "has:notice"),
    ("SPEECH_INSIDE", "has:speech"),
    ("PICTURE_INSIDE", "has:picture"),
)
_ASKED = (Wording(OPENINGS), Wording(WHOLE), Wording(ENDINGS, at_end=True))
#: The page and the day: what names both is a running line wherever it stands.
_ISSUE = ("PAGE_TAG_INSIDE", "ISSUE_DAY_INSIDE")
#: Shapes that heading lines have, and shapes of running text.
HEADS = frozenset(("line", "long line", "phrase", "rubric", "picture head"))
TEXTS = frozenset(("body", "torn", "sentence", "phrase", "continued", "lead"))
#: Shapes of the page's running furniture.
RUNNING = frozenset(("masthead", "nameplate", "institution", "folio", "date", "page number"))


@define(weakref_slot=False)
class LineFeatures:
    """An entry, and what was found in it."""

    logical: LogicalLine
    text: str
    #: Formulas at its head and at its end that are blocks of their own: role → where they end or begin in the text.
    opening: tuple[str, int] | None = None
    endings: dict[str, int] = field(factory=dict)
    line_type: str = "text"
    #: Evidence that stands in it, or in the block that it is a line of.
    features: list[str] = field(factory=list)
    #: Evidence about the seam to the entry above.
    boundary: list[str] = field(factory=list)
    #: Whether its last sentence is over; whether it has a comma or the end of a sentence in it.
    stopped: bool = False
    clauses: bool = False
    #: The role in which a story of its own begins with it for certain, if any.
    forced_start: str | None = None
    #: The shapes of its neighbours.
    above: str = "edge"
    below: str = "edge"


@frozen(weakref_slot=False)
class LineReader:
    """What is asked of each entry by itself."""

    grammar: Grammar
    openings: Asked
    wholes: Asked
    endings: Asked

    @classmethod
    def of(cls, grammar: Grammar) -> LineReader:
        """The questions as a grammar puts them."""
        return cls(grammar, *map(grammar.asked, _ASKED))

    def read(self, entry: LogicalLine) -> LineFeatures:
        """An entry by itself."""
        text, pattern = entry.text, self.grammar.pattern
        size = len(text)
        signs = ["any", _LENGTH_NAMES[min(size, _LENGTHS[-1] + 1)]]
        reading = LineFeatures(entry, text, features=signs)
        for _, name, word in self.openings[text[0]]:
            if pattern(name).match(text):
                signs.append(word)
        self._inside(reading)
        kind = self._formulas(reading)
        # How it ends is how its text ends: a sign-off or a jump behind the last sentence does not leave it open.
        core = _core(reading) if reading.endings else text
        stop = pattern("STOP_ENDING").search(core[-_STOP_REACH:]) is not None
        reading.stopped = stop
        signs.append("ends:stop" if stop else "ends:open")
        if not pattern("PLAIN_ENDING").match(core[-2:]):
            tail = core[-_ENDING_REACH:]
            for _, name, word in self.endings[tail[-1]]:
                if pattern(name).search(tail):
                    signs.append(word)
        if not stop and size <= 40 and not reading.clauses:
            signs.append("bare")
        if _open_quote(core):
            signs.append("open quote")
        if text[0] in _OPENING and text[-1] in _CLOSING and size <= _LONGEST_ENDING:
            signs.append("enclosed")
        if not kind and "ends:picture" in signs:
            kind = "picture head"
        elif not kind and "ends:art" in signs and size <= _LONGEST_TITLE:
            kind = "art title"
        if kind == "folio" and all(pattern(name).search(text) for name in _ISSUE):
            signs.append("whole folio")
        if entry.running and kind != "credits":
            signs.append("running head")
            kind = kind if kind in RUNNING else "folio"
        reading.line_type = kind or _shape(size, stop=stop)
        return reading

    def _inside(self, reading: LineFeatures) -> None:
        """What stands anywhere in an entry's first lines."""
        head, signs, pattern = reading.text[:_INSIDE_REACH], reading.features, self.grammar.pattern
        for name, word in INSIDES:
            if pattern(name).search(head):
                signs.append(word)
        reading.clauses = "has:period" in signs or "has:comma" in signs

    def _formulas(self, reading: LineFeatures) -> str:
        """Find the trade's formulas in an entry; the name of the one that tells its shape, if any."""
        text, add, grammar = reading.text, reading.features.append, self.grammar
        size = len(text)
        if match := grammar.pattern("CONTINUED_FROM_OPENING").match(text):
            reading.opening = ("continued_from", match.end())
            add("is:continued" if match.end() == size else "opens:continued")
            return "continued"
        if (match := grammar.pattern("LEAD_OPENING").match(text)) and (
            size > match.end() or size > 8
        ):
            reading.opening = ("lead", match.end())
            if size - match.end() >= 8:
                add("opens:lead")
                _endings(reading, grammar)
                return "lead"
        elif match := grammar.pattern("PICTURE_LABEL_OPENING").match(text):
            reading.opening = ("label", match.end())
            add("opens:picture label")
        shape = ""
        if size <= _LONGEST_FORMULA:
            chars = set(text)
            for needs, name, word in self.wholes[text[0]]:
                if (needs is not None and needs.isdisjoint(chars)) or shape in _EXCLUDES.get(
                    word, ()
                ):
                    continue
                if grammar.pattern(name).match(text) and (
                    word not in ("byline", "credit") or names_people(text, grammar)
                ):
                    add(f"is:{word}")
                    shape = shape or word
            if shape == "byline" and grammar.pattern("PRESENTED_LINE").match(text):
                add("presented")
            if size <= 24 and grammar.pattern("NAMES_LINE").match(text):
                names = [part for part in _MARKS.split(text) if part]
                if all(is_name(name, grammar) for name in names) or _padded(names, grammar):
                    add("is:names")
                    shape = shape or "names"
        _endings(reading, grammar)
        return shape


def _core(reading: LineFeatures) -> str:
    cuts = [at for role, at in reading.endings.items() if role != "label"]
    return reading.text[: min(cuts)].rstrip(BLANKS) if cuts else reading.text


def _shape(size: int, *, stop: bool) -> str:
    if size > 45:
        return "body" if stop else "torn"
    if size > 22:
        return "sentence" if stop else "long line"
    return "phrase" if stop else "line"


def _endings(reading: LineFeatures, grammar: Grammar) -> None:
    """Formulas at the end of an entry that has text before them."""
    text, add = reading.text, reading.features.append
    begin = max(0, len(text) - _LONGEST_ENDING)
    may_jump = text[-1] in "）)］]】〕版頁页" or text[-1].isdigit()
    jump = grammar.pattern("CONTINUED_ON_ENDING").search(text, max(begin, 2)) if may_jump else None
    if jump is not None:
        reading.endings["continued_on"] = jump.start()
        add("closes:jump")
        text = text[: jump.start()].rstrip(BLANKS)
    if text[-1:] in _CLOSING:
        _bracketed_ending(reading, text, grammar)
    elif text and grammar.pattern("MADE_ENDING").match(text[-1]):
        _credit_ending(reading, text, begin, grammar)
    elif grammar.pattern("SIGNER_INSIDE").search(text[begin:]):
        tail = text[_last_stop(text, begin) :].strip(BLANKS)
        signed = 4 <= len(tail) <= _LONGEST_SIGNATURE and len(tail) < len(text)
        if signed and grammar.pattern("BYLINE_LINE").match(tail) and names_people(tail, grammar):
            reading.endings["signoff"] = _last_stop(text, begin)
            add("closes:signed")


def _bracketed_ending(reading: LineFeatures, text: str, grammar: Grammar) -> None:
    """A credit, a sign-off, names or a rubric in the bracket that ends an entry."""
    add = reading.features.append
    opened = max(text.rfind(c) for c in "（(［[【〔")
    if opened <= 0:
        return
    inner, before = text[opened:], text[:opened].rstrip(BLANKS)
    stopped = before[-1:] in "。！？”』」…!?."
    credit = grammar.pattern("CREDIT_ENDING").match(inner)
    if credit and names_people(inner, grammar, loose=True):
        reading.endings["credit"] = opened
        add("closes:credit")
    elif grammar.pattern("SIGNOFF_ENDING").match(inner) and opened > 6:
        reading.endings["signoff"] = opened
        add("closes:signoff")
    elif stopped and grammar.pattern("NAMES_ENDING").match(inner) and len(inner) <= 40:
        reading.endings["signoff"] = opened
        add("closes:names")
    # A headline may end with a quotation: 旧灯塔也“上班”（汾河时评）.
    heading = not stopped or (before[-1:] in "”』」" and "has:period" not in reading.features)
    label = heading and len(text) <= 45 and not grammar.pattern("PICTURE_ENDING").search(inner)
    if label and grammar.pattern("LABEL_ENDING").match(inner):
        reading.endings["label"] = opened
        add("closes:rubric")


def _credit_ending(reading: LineFeatures, text: str, begin: int, grammar: Grammar) -> None:
    """A credit without brackets: behind the last sentence, or behind a blank; the longest that is one."""
    blanks = {text.rfind(c, begin) + 1 for c in " \u3000\u00a0"}
    for at in sorted(blanks | {_last_stop(text, begin)}):
        tail = text[at:].strip(BLANKS)
        if (
            0 < at < len(text)
            and 3 <= len(tail) <= _LONGEST_SIGNATURE
            and grammar.pattern("CREDIT_ENDING").match(tail)
            and names_people(tail, grammar)
        ):
            reading.endings["credit"] = at
            reading.features.append("closes:credit")
            return


def _last_stop(text: str, begin: int) -> int:
    """Behind the last mark that ends a sentence; 0 where there is none."""
    return max(text.rfind(c, begin) for c in "。！？”』」）)…") + 1


def _padded(names: list[str], grammar: Grammar) -> bool:
    if len(names) == 2 and len(names[0]) == len(names[1]) == 1:
        return is_name("".join(names), grammar)
    return False


def _open_quote(text: str) -> bool:
    for opening, closing in ("“”", "「」", "『』"):
        if opening in text and text.count(opening) > text.count(closing):
            return True
    return False
