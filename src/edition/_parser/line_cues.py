"""What unwrapping asks of a line's wording, answered with the formulas and cues of a dialect."""

from __future__ import annotations

from edition._grammar.scanner import REACH
from edition._parser.formulas import Formulas
from edition._text.folding import fold

#: What opens something of its own wherever it stands: formulas, at a line's head and as a whole, and cues.
_OPENING = ("continued_from", "staff")
_OPENING_WHOLE = ("date", "page_number")
_OPENING_CUES = ("INDEX_OPENING_LINE", "AD_HEAD_OPENING")
#: What is no part of a heading above it.
_OWN_LINES = ("byline", "institution", "folio", "credit")
_SIGNATURES = ("byline", "credit")
_SIGNED = ("signoff", "bracketed")
#: What nothing follows: as a whole line, and in a bracket at a line's end.
_CLOSED = ("signoff", "folio", "date", "credits")
_CLOSED_CUES = ("INDEX_OPENING_LINE", "INDEX_ENTRY_LINE")
#: The longest line that is a formula with nothing behind it, in code points.
_LONGEST_CLOSED = 40
_OPENING_MARKS, _CLOSING = tuple("（(［[【〔"), tuple("）)］]】〕")
#: How long a bracket at an entry's end may be, in code points.
_LONGEST_BRACKET = 100
#: How far from a line's end its last sentence may end.
_STOP_REACH = 4
#: The longest line that can be signed behind its last sentence.
_LONGEST_SIGNED = 50
#: What the formula of a jump ends with, if with no digit: a bracket, 第4版, 未完, an arrow.
_JUMP_ENDS = "）)］]】〕版頁页完续續>》〉→↓↘▶▼▽"
#: The longest formula of a jump, in code points.
_LONGEST_JUMP = 16


class LineCues:
    """The cues of one dialect."""

    __slots__ = ("_closed", "_formulas", "_opening", "_opening_whole", "_own", "_period")

    def __init__(self, formulas: Formulas) -> None:
        self._formulas = formulas
        mask = formulas.grammar.letters.mask
        self._opening = mask("lead", *_OPENING, *_OPENING_CUES)
        self._opening_whole = mask(*_OPENING_WHOLE)
        self._own = mask(*_OWN_LINES)
        self._closed = mask(*_SIGNATURES, *_CLOSED, *_CLOSED_CUES)
        self._period = mask("PERIOD_INSIDE")

    def opens(self, text: str) -> bool:
        """Whether a text opens with what opens something of its own wherever it stands."""
        ask = self._formulas
        glance = ask.glance(text)
        if not (glance.opens & self._opening or glance.whole & self._opening_whole):
            return False
        return (
            self._opens_report(text)
            or any(ask.opening(name, text) for name in _OPENING)
            or any(ask.whole(name, text) for name in _OPENING_WHOLE)
            or any(ask.cue(name, text) for name in _OPENING_CUES)
        )

    def _opens_report(self, text: str) -> bool:
        """Whether a lead opens a text that says whose it is, or stands in a bracket: 临川3月5日电 may be the rest of one."""
        lead = self._formulas.opening("lead", text)
        return lead is not None and ("source" in lead.parts or text[0] in _OPENING_MARKS)

    def opens_bullet(self, text: str) -> bool:
        """Whether a text opens with a bullet."""
        return self._formulas.at_head("BULLET_OPENING", text)

    def opens_quotation(self, text: str) -> bool:
        """Whether a text opens with an opening mark."""
        return self._formulas.at_head("OPEN_OPENING", text)

    def goes_on(self, text: str) -> bool:
        """Whether a text opens with what can't open a line of its own: a comma, a closing mark."""
        return self._formulas.at_head("JOINING_OPENING", text)

    def lead_end(self, text: str) -> int | None:
        """Where the lead ends with which a text opens; None where it opens with none, or is a sign-off."""
        lead = self._formulas.opening("lead", text)
        if lead is None or (
            text[-1] in _CLOSING and any(self._formulas.whole(name, text) for name in _SIGNED)
        ):
            # A dateline in brackets and nothing more closes a report (（本报某市7月7日电）), a name there signs one.
            return None
        return lead.end

    def has_period(self, text: str) -> bool:
        """Whether a sentence ends in a text."""
        if len(text) <= REACH and not self._formulas.glance(text).inside & self._period:
            return False
        return self._formulas.ends("PERIOD_INSIDE", text)

    def has_comma(self, text: str) -> bool:
        """Whether a text has a comma."""
        return self._formulas.ends("COMMA_INSIDE", text)

    def jumps(self, text: str) -> bool:
        """Whether a text ends with 下转: what goes on elsewhere goes on no further here."""
        return may_end_in_jump(text) and jump_at(text[-_LONGEST_JUMP:], self._formulas) is not None

    def stops(self, text: str) -> bool:
        """Whether a text ends with its sentence."""
        return self._formulas.ends("STOP_ENDING", text[-_STOP_REACH:])

    def is_closed(self, text: str, *, sentence: bool) -> bool:
        """Whether a text is a whole formula, or ends in a bracket behind its last ``sentence``: nothing follows these."""
        if text[-1] in _CLOSING and self._is_bracketed(text):
            return True
        tail = text[-_LONGEST_SIGNED - 1 :]
        if self.names_a_signer(tail):
            behind = max(map(tail.rfind, "。！？”")) + 1
            last = tail[behind:]
            if behind and len(last) >= 6 and self._formulas.whole("byline", last):
                return True
        if len(text) > _LONGEST_CLOSED or sentence:
            return False
        if self._is_names(text):
            return True
        return self._formulas.glance(text).whole & self._closed != 0 and (
            self.is_signature(text)
            or any(self._formulas.whole(name, text) for name in _CLOSED)
            or any(self._formulas.cue(name, text) for name in _CLOSED_CUES)
        )

    def _is_bracketed(self, text: str) -> bool:
        """Whether a bracket behind the last sentence, or one that is a formula, ends a text."""
        begin = max(0, len(text) - _LONGEST_BRACKET)
        opened = max(text.rfind(c, begin) for c in "（(［[【〔")
        if opened <= 0:
            return opened == 0
        if self.stops(text[max(0, opened - 8) : opened].rstrip()):
            return True
        inner = text[opened:]
        return jump_at(inner, self._formulas) == 0 or self._formulas.cue("PICTURE_ENDING", inner)

    def names_a_signer(self, text: str) -> bool:
        """Whether a text may be a signature at all: the quick way to a no."""
        ask = self._formulas
        return ask.ends("SIGNER_INSIDE", text) or ask.at_end("MADE_ENDING", text)

    def is_signature(self, text: str) -> bool:
        """Whether a text is a byline or a credit, however long, and names people."""
        found = (self._formulas.whole(name, text) for name in _SIGNATURES)
        return any(match is not None and self._formulas.people(match) for match in found)

    def is_formula(self, text: str) -> bool:
        """Whether a line is a formula of the trade, and so no part of a heading above it."""
        if self._is_names(text) or self.opens_bullet(text):
            return True
        return self._formulas.glance(text).whole & self._own != 0 and any(
            self._formulas.whole(name, text) for name in _OWN_LINES
        )

    def _is_names(self, text: str) -> bool:
        """Whether a line is a name or two, padded ones included."""
        folded = fold(text)
        closed = "".join(folded.split()) if "  " in text or "\u3000" in text else folded
        return (2 if closed != folded else 4) <= len(
            closed
        ) <= 12 and self._formulas.grammar.names.are_names(closed)


def may_end_in_jump(text: str) -> bool:
    """Whether a text can end with a jump: the quick way to a no."""
    return text[-1] in _JUMP_ENDS or text[-1].isdigit()


def jump_at(text: str, formulas: Formulas) -> int | None:
    """Where the jump begins with which a text ends (（下转第4版）); None where it ends with none."""
    scan = formulas.tail(text)
    codes = formulas.codes
    if not any(codes[name] in scan.codes for name in ("PAGE", "JUMP_ON", "UNFINISHED")):
        return None
    for first in range(len(scan.codes)):
        if scan.codes[first] in _jump_openers(formulas):
            match = formulas.ending("continued_on", scan, first)
            if match is not None:
                return match.begin
    return None


def _jump_openers(formulas: Formulas) -> frozenset[str]:
    return frozenset(
        formulas.codes[name]
        for name in (
            "OPEN",
            "SQUARE_OPEN",
            "ARROW",
            "BACK_ARROW",
            "BULLET",
            "CIRCLED",
            "JUMP_ON",
            "JUMP_EITHER",
            "DASH",
            "UNFINISHED",
            "MORE_NEWS",
        )
    )
