"""Read an entry by itself: which of the trade's formulas it is, opens or ends with, and how it is made.

Nothing is decided here. What stands in an entry becomes evidence by name (``is:byline``, ``ends:stop``), and its shape: the
formula that it is, or how long it is and whether its last sentence is over (``body``, ``torn``, ``line``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import define, field

from edition._grammar.letters import Asked, Letters
from edition._grammar.scanner import REACH
from edition._parser.feature_names import OPENS_MARKUP
from edition._parser.formulas import LONGEST_FORMULA, Formulas
from edition._parser.line_cues import jump_at, may_end_in_jump
from edition._text.folding import fold
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
#: What says whose a picture is; behind which blanks at an entry's end a credit is looked for, or right before which words; and
#: behind how many of them.
_SOURCED = re.compile("图片来源|圖片來源|图源|圖源")
_CREDIT_START, _MOST_BLANKS = re.compile(f"[ \u3000\u00a0]+|(?={_SOURCED.pattern})"), 6
#: The longest signature or credit without brackets.
_LONGEST_SIGNATURE = 50
_OPENING = tuple("（(［[【〔")
_CLOSING = tuple("）)］]】〕")
#: The longest line that gives a work of art's title.
_LONGEST_TITLE = 30
#: The longest line of names alone.
_LONGEST_NAMES = 24
_STOPPED = "。！？”』」…!?."
#: Without one of these near its head, a line opens with no lead.
_LEAD_SIGN = re.compile("[讯訊电電记記报報导導综綜社消据據]")
_LEAD_REACH = 60
#: Up to where a bracket closes that holds a place and nothing more, in code points.
_LONGEST_PLACE = 6
_LENGTHS = (2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 40, 60, 90)
_LENGTH_NAMES = [
    f"length:{next((n for n in _LENGTHS if size <= n), 'more')}" for size in range(_LENGTHS[-1] + 2)
]
#: Formulas that are a whole entry, in the order in which they are tried, and what they speak for.
WHOLE = (
    ("continued_on", "jump"),
    ("rubric", "rubric"),
    ("PICTURE_LABEL_LINE", "picture rubric"),
    ("credit", "credit"),
    ("byline", "byline"),
    ("institution", "institution"),
    ("signoff", "signoff"),
    ("RESIDUE_LINE", "residue"),
    ("bracketed", "bracketed"),
    ("credits", "credits"),
    ("date", "date"),
    ("page_number", "page number"),
    ("folio", "folio"),
    ("contact", "contact"),
    ("masthead", "masthead"),
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
    ("FIELD_OPENING", "opens:field"),
)
ENDINGS = (
    ("COMMA_ENDING", "ends:comma"),
    ("COLON_ENDING", "ends:colon"),
    ("DASH_ENDING", "ends:dash"),
    ("SPEAKER_ENDING", "ends:speaker"),
    ("PICTURE_ENDING", "ends:picture"),
    ("RUBRIC_ENDING", "ends:rubric"),
    ("SERIES_ENDING", "ends:series"),
    ("NUMERAL_ENDING", "ends:numeral"),
    ("EXCLAIM_ENDING", "ends:exclaim"),
    ("ELLIPSIS_ENDING", "ends:ellipsis"),
    ("QUOTE_ENDING", "ends:quote"),
    ("CLOSE_ENDING", "ends:bracket"),
    ("ART_ENDING", "ends:art"),
    ("BINDING_ENDING", "ends:binding"),
    ("FILED_ENDING", "ends:filed"),
)
INSIDES = (
    ("PERIOD_INSIDE", "has:period"),
    ("COMMA_INSIDE", "has:comma"),
    ("BLANK_INSIDE", "has:blank"),
    ("COLUMNS_INSIDE", "has:columns"),
    ("SELF_INSIDE", "has:self"),
    ("NOTICE_INSIDE", "has:notice"),
    ("SPEECH_INSIDE", "has:speech"),
    ("PICTURE_INSIDE", "has:picture"),
    ("SCENE_INSIDE", "has:scene"),
)
#: What stands before a heading on its line: what it speaks for, and what it is.
_LABELS = (
    ("MARKUP_OPENING", OPENS_MARKUP, "other"),
    ("PICTURE_LABEL_OPENING", "opens:picture label", "label"),
    ("LABEL_OPENING", "opens:label", "label"),
)
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
    #: Its first stretch as formulas read it.
    folded: str
    #: Leading and trailing formulas that are blocks of their own: role → where they end or begin in the text.
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


@lru_cache(maxsize=8)
def _asked(letters: Letters) -> tuple[Asked, Asked, Asked, Asked]:
    """The cues and formulas of a dialect that lines are asked for, one after the other."""
    return (
        Asked(OPENINGS, letters),
        Asked(INSIDES, letters),
        Asked(ENDINGS, letters),
        Asked(WHOLE, letters),
    )


class LineReader:
    """What is asked of each line by itself."""

    __slots__ = ("_ask", "_ends", "_insides", "_letters", "_openings", "_pattern", "_wholes")

    def __init__(self, formulas: Formulas) -> None:
        self._ask, self._pattern = formulas, formulas.pattern
        self._letters = formulas.grammar.letters
        self._openings, self._insides, self._ends, self._wholes = _asked(self._letters)

    def read(self, logical: LogicalLine) -> LineFeatures:
        """A line by itself."""
        text, pattern = logical.text, self._pattern
        size = len(text)
        features = ["any", _LENGTH_NAMES[min(size, _LENGTHS[-1] + 1)]]
        folded, inside, opens = self._glance(text)
        reading = LineFeatures(logical, text, folded, features=features)
        for name, word in self._openings.of(opens):
            if pattern(name).match(folded):
                features.append(word)
        bits = self._letters.bits
        if opens & bits["staff"] and self._ask.opening("staff", text):
            features.append("opens:staff")
        self._inside(reading, inside)
        kind = self._formulas(reading, opens)
        # How it ends is how its text ends: a sign-off or a jump behind the last sentence does not leave it open.
        core = _core(reading) if reading.endings else text
        self._end(reading, core)
        if text[0] in _OPENING and text[-1] in _CLOSING and size <= _LONGEST_ENDING:
            features.append("enclosed")
        if not kind and "ends:picture" in features:
            kind = "picture head"
        elif not kind and "ends:art" in features and size <= _LONGEST_TITLE:
            kind = "art title"
        if kind == "folio" and all(pattern(name).search(reading.folded) for name in _ISSUE):
            features.append("whole folio")
        if logical.running and kind != "credits":
            features.append("running head")
            kind = kind if kind in RUNNING else "folio"
        reading.line_type = kind or _shape(size, stop=reading.stopped)
        return reading

    def _glance(self, text: str) -> tuple[str, int, int]:
        """A line's first stretch as formulas read it, what may stand somewhere in it, and what it may open with."""
        if len(text) <= REACH:
            return self._ask.glance(text)[:3]
        folded = fold(text[:_INSIDE_REACH])
        inside, _ = self._letters.inside(folded)
        return folded, inside, inside & self._letters.at_head(folded)

    def _end(self, reading: LineFeatures, core: str) -> None:
        """How a line's text ends."""
        features, pattern, size = reading.features, self._pattern, len(reading.text)
        tail = fold(core[-_ENDING_REACH:])
        stop = pattern("STOP_ENDING").search(tail[-_STOP_REACH:]) is not None
        reading.stopped = stop
        features.append("ends:stop" if stop else "ends:open")
        if not pattern("PLAIN_ENDING").match(tail[-2:]):
            ends = self._ends.of(self._letters.at_end(tail))
            features += [word for name, word in ends if pattern(name).search(tail)]
        if not stop and size <= 40 and not reading.clauses:
            features.append("bare")
        if _open_quote(core):
            features.append("open quote")

    def _inside(self, reading: LineFeatures, possible: int) -> None:
        """What stands anywhere in a line's first stretch."""
        features, pattern = reading.features, self._pattern
        for name, word in self._insides.of(possible):
            if pattern(name).search(reading.folded):
                features.append(word)
        if pattern("WIDE_BLANK_INSIDE").search(reading.text[:_INSIDE_REACH]):
            features.append("has:wide blank")
        reading.clauses = "has:period" in features or "has:comma" in features

    def _formulas(self, reading: LineFeatures, opens: int) -> str:
        """Find the trade's formulas in a line; the name of the one that tells its type, if any."""
        text, add, ask = reading.text, reading.features.append, self._ask
        bits, size = self._letters.bits, len(text)
        if opens & bits["continued_from"] and (match := ask.opening("continued_from", text)):
            reading.opening = ("continued_from", match.end)
            add("is:continued" if match.end == size else "opens:continued")
            return "continued"
        if (
            opens & bits["lead"]
            and may_lead(text)
            and (match := ask.opening("lead", text))
            and (size > match.end or size > 8)
        ):
            reading.opening = ("lead", match.end)
            if size - match.end >= 8:
                add("opens:lead")
                self._endings(reading)
                return "lead"
            if size == match.end and text[0] not in "（(" and "source" in match.parts:
                return "lead"
        else:
            self._label(reading, opens)
        line_type = self._whole(reading) if size <= LONGEST_FORMULA else ""
        self._endings(reading)
        return line_type

    def _label(self, reading: LineFeatures, opens: int) -> None:
        """What stands before a heading on its line: a mark of Markdown, a picture's label, a rubric."""
        for name, word, role in _LABELS:
            if opens & self._letters.bits[name] and (
                match := self._pattern(name).match(reading.folded)
            ):
                reading.opening = (role, match.end())
                reading.features.append(word)
                return

    def _whole(self, reading: LineFeatures) -> str:
        """The formulas that a line is from end to end."""
        text, add = reading.text, reading.features.append
        line_type = ""
        for name, word in self._wholes.of(self._ask.glance(text).whole):
            if line_type in _EXCLUDES.get(word, ()):
                continue
            if self._is(name, reading):
                add(f"is:{word}")
                line_type = line_type or word
        if line_type == "byline" and self._ask.whole("presented", text):
            add("presented")
        if len(text) <= _LONGEST_NAMES and self._ask.whole("byname", text):
            add("is:names")
            line_type = line_type or "names"
        return line_type

    def _is(self, name: str, reading: LineFeatures) -> bool:
        if name.isupper():
            return self._pattern(name).match(reading.folded) is not None
        if name == "continued_on":
            return not self._is_pointer(reading.text) and jump_at(reading.text, self._ask) == 0
        return self._ask.whole(name, reading.text) is not None

    def _is_pointer(self, text: str) -> bool:
        """Whether a text is a page in brackets: a guide's; only behind a sentence it says where a story goes on."""
        return self._pattern("POINTER_LINE").match(fold(text)) is not None

    def _endings(self, reading: LineFeatures) -> None:
        """Formulas at the end of a line that has text before them."""
        text, add = reading.text, reading.features.append
        jump = jump_at(text, self._ask) if may_end_in_jump(text) else None
        if jump is not None and self._is_pointer(text[jump:]):
            # Behind a heading it is a guide's.
            jump = jump if text[:jump].rstrip(BLANKS)[-1:] == "。" else None
        if jump is not None and jump >= 2:
            reading.endings["continued_on"] = jump
            add("closes:jump")
            text = text[:jump].rstrip(BLANKS)
        if text[-1:] in _CLOSING:
            self._bracketed_ending(reading, text)
        elif text and (
            self._ask.at_end("MADE_ENDING", text)
            or _SOURCED.search(text, max(0, len(text) - _LONGEST_ENDING))
        ):
            self._credit_ending(reading, text)
        elif self._ask.may_hold("SIGNER_INSIDE", text) and self._pattern("SIGNER_INSIDE").search(
            fold(text[-_LONGEST_ENDING:])
        ):
            at = _last_stop(text, max(0, len(text) - _LONGEST_ENDING))
            tail = text[at:].strip(BLANKS)
            signed = 4 <= len(tail) <= _LONGEST_SIGNATURE and len(tail) < len(text)
            if signed and self._ask.whole("byline", tail):
                reading.endings["signoff"] = at
                add("closes:signed")

    def _bracketed_ending(self, reading: LineFeatures, text: str) -> None:
        """A credit, a sign-off, names or a rubric in the bracket that ends a line."""
        add, ask = reading.features.append, self._ask
        opened = max(text.rfind(c) for c in _OPENING)
        if opened <= 0:
            return
        inner, before = text[opened:], text[:opened].rstrip(BLANKS)
        stopped = before[-1:] in _STOPPED
        picture = self._pattern("PICTURE_ENDING").search(fold(inner)) is not None
        if not stopped and picture:
            return
        if ask.whole("credit", inner):
            reading.endings["credit"] = opened
            add("closes:credit")
            if before and self._ask.at_end("MADE_ENDING", before):
                self._credit_ending(reading, text)  # 何青 摄（资料图片）
        elif opened > 6 and ask.whole("signoff", inner):
            reading.endings["signoff"] = opened
            add("closes:signoff")
        elif stopped and len(inner) <= 40 and ask.whole("bracketed", inner):
            reading.endings["signoff"] = opened
            add("closes:names")
        # A headline may end with a quotation: 旧灯塔也“上班”（汾河时评）.
        heading = not stopped or (before[-1:] in "”』」" and "has:period" not in reading.features)
        folded = fold(inner)
        label = heading and len(text) <= 45 and not picture
        if label and self._pattern("LABEL_ENDING").match(folded):
            reading.endings["label"] = opened
            add("closes:rubric")

    def _credit_ending(self, reading: LineFeatures, text: str) -> None:
        """A credit without brackets: behind the last sentence, or behind a blank; the longest that is one."""
        begin = max(0, len(text) - _LONGEST_ENDING)
        # The bracket at its end is the credit's own: 何青 摄（资料图片）.
        body = text[: text.rfind("（", begin)] if text[-1] in _CLOSING and "（" in text else text
        starts = {match.end() for match in _CREDIT_START.finditer(body, begin)}
        for at in sorted({*sorted(starts)[-_MOST_BLANKS:], _last_stop(body, begin)}):
            tail = text[at:].strip(BLANKS)
            if (
                0 < at < len(text)
                and 3 <= len(tail) <= _LONGEST_SIGNATURE
                and self._ask.whole("credit", tail)
            ):
                if "credit" not in reading.endings:
                    reading.features.append("closes:credit")
                reading.endings["credit"] = at
                return


def may_lead(text: str) -> bool:
    """Whether a lead may open a text: most noes cost no scan."""
    if _LEAD_SIGN.search(text, 0, _LEAD_REACH) is not None:
        return True
    # （江陵）: a telegram's place.
    return text[0] in _OPENING and any(c in _CLOSING for c in text[3:_LONGEST_PLACE])


def _core(reading: LineFeatures) -> str:
    cuts = [at for role, at in reading.endings.items() if role != "label"]
    return reading.text[: min(cuts)].rstrip(BLANKS) if cuts else reading.text


def _shape(size: int, *, stop: bool) -> str:
    if size > 45:
        return "body" if stop else "torn"
    if size > 22:
        return "sentence" if stop else "long line"
    return "phrase" if stop else "line"


def _last_stop(text: str, begin: int) -> int:
    """Behind the last mark that ends a sentence; 0 where there is none."""
    return max(text.rfind(c, begin) for c in "。！？”』」）)…") + 1


def _open_quote(text: str) -> bool:
    for opening, closing in ("“”", "「」", "『』"):
        if opening in text and text.count(opening) > text.count(closing):
            return True
    return False
