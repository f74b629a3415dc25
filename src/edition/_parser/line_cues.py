"""What unwrapping asks of a line's wording, answered with the formulas and cues of a dialect."""

from __future__ import annotations

from edition._grammar.compiled import Grammar, named
from edition._grammar.names import is_name, names_people

#: What opens something of its own wherever it stands, and what does so below a line that is no sentence.
_OPENERS = named(
    "LEAD_OPENING",
    "CONTINUED_FROM_OPENING",
    "DATE_LINE",
    "PAGE_NUMBER_LINE",
    "STAFF_OPENING",
    "INDEX_OPENING_LINE",
    "AD_HEAD_OPENING",
)
_FORMULAS = named("BYLINE_LINE", "INSTITUTION_LINE", "FOLIO_LINE", "CREDIT_LINE", "BULLET_OPENING")
_SIGNATURES = named("BYLINE_LINE", "CREDIT_LINE")
#: What nothing follows on its line: in a bracket at its end, and as a whole.
_BRACKETED = ("CONTINUED_ON_ENDING", "PICTURE_ENDING")
_WHOLE = named(
    "SIGNOFF_LINE",
    "FOLIO_LINE",
    "DATE_LINE",
    "CREDITS_LINE",
    "INDEX_OPENING_LINE",
    "INDEX_ENTRY_LINE",
)
_CLOSING = tuple("）)］]】")
_JOINING = named("JOINING_OPENING")
#: How long a bracket at an entry's end may be, in code points.
_LONGEST_BRACKET = 200
#: How far from a line's end its last sentence may end.
_STOP_REACH = 4
#: The longest line that can be signed behind its last sentence.
_LONGEST_SIGNED = 50
#: The longest formula of a jump, in code points.
_LONGEST_JUMP = 16


class LineCues:
    """The cues of one dialect."""

    __slots__ = ("_grammar",)

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def opens(self, text: str) -> bool:
        """Whether a text opens with what opens something of its own wherever it stands."""
        return self._grammar.stands(_OPENERS, text)

    def opens_bullet(self, text: str) -> bool:
        """Whether a text opens with a bullet."""
        return self._grammar.pattern("BULLET_OPENING").match(text) is not None

    def opens_quotation(self, text: str) -> bool:
        """Whether a text opens with an opening mark."""
        return self._grammar.pattern("OPEN_OPENING").match(text) is not None

    def goes_on(self, text: str) -> bool:
        """Whether a text opens with what can't open a line of its own."""
        return self._grammar.stands(_JOINING, text)

    def lead_end(self, text: str) -> int | None:
        """Where the lead ends with which a text opens."""
        lead = self._grammar.pattern("LEAD_OPENING").match(text)
        if lead is None or (
            text[-1] in _CLOSING and self._grammar.pattern("SIGNOFF_LINE").match(text)
        ):
            return None  # a dateline in brackets and nothing more closes a report: （本报某市7月7日电）
        return lead.end()

    def has_period(self, text: str) -> bool:
        """Whether a sentence ends in a text."""
        return self._grammar.pattern("PERIOD_INSIDE").search(text) is not None

    def has_comma(self, text: str) -> bool:
        """Whether a text has a comma."""
        return self._grammar.pattern("COMMA_INSIDE").search(text) is not None

    def jumps(self, text: str) -> bool:
        """Whether a text ends with 下转: what goes on elsewhere goes on no further here."""
        may = text[-1] in "）)］]】〕版頁页" or text[-1].isdigit()
        begin = max(0, len(text) - _LONGEST_JUMP)
        return may and self._grammar.pattern("CONTINUED_ON_ENDING").search(text, begin) is not None

    def stops(self, text: str) -> bool:
        """Whether a text ends with its sentence."""
        return self._grammar.pattern("STOP_ENDING").search(text[-_STOP_REACH:]) is not None

    def is_closed(self, text: str, *, sentence: bool) -> bool:
        """Whether an entry is a whole formula, or ends in a bracket behind its last sentence: nothing follows these."""
        if text[-1] in _CLOSING:
            begin = max(0, len(text) - _LONGEST_BRACKET)
            opened = max(text.rfind(c, begin) for c in "（(［[【")
            if opened == 0 or (
                opened > 0 and self.stops(text[max(0, opened - 8) : opened].rstrip())
            ):
                return True
            if opened >= 0 and any(
                self._grammar.pattern(name).match(text, opened) for name in _BRACKETED
            ):
                return True
        tail = text[-_LONGEST_SIGNED - 1 :]
        if self._grammar.pattern("SIGNER_INSIDE").search(tail):
            behind = max(map(tail.rfind, "。！？”")) + 1
            last = tail[behind:]
            signed = (
                behind and len(last) >= 6 and self._grammar.pattern("SIGNER_INSIDE").search(last)
            )
            if signed and self._grammar.pattern("BYLINE_LINE").match(last):
                return names_people(last, self._grammar)
        return (
            len(text) <= 40
            and not sentence
            and (
                self.is_names(text) or self.is_signature(text) or self._grammar.stands(_WHOLE, text)
            )
        )

    def names_a_signer(self, text: str) -> bool:
        """Whether a text may be a signature at all: the quick way to a no."""
        marks = (self._grammar.pattern(name) for name in ("SIGNER_INSIDE", "MADE_ENDING"))
        return any(mark.search(text) for mark in marks)

    def is_signature(self, text: str) -> bool:
        """Whether a text is a byline or a credit, however long, and names people."""
        return self._grammar.stands(_SIGNATURES, text) and names_people(text, self._grammar)

    def is_formula(self, text: str) -> bool:
        """Whether a line is a formula of the trade, and so no part of a heading above it."""
        if self.is_names(text):
            return True
        return self._grammar.stands(_FORMULAS, text) and names_people(text, self._grammar)

    def is_names(self, text: str) -> bool:
        """Whether a line is a name or two, padded ones included."""
        closed = "".join(text.split()) if "  " in text or "\u3000" in text else text
        return (2 if closed != text else 4) <= len(closed) <= 12 and is_name(closed, self._grammar)
