"""Find the running line at the top of a page: how many lines of print it takes.

It is printed in one piece (``第2版 要闻 汾河日报 2025年3月6日 星期四``) or in several, which come one below another in a text.
Some of these could be anything by themselves (``要闻``); that they stand between others tells what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from edition._grammar.compiled import Grammar, named

#: How many lines it may take, how many of them in a row may look like anything, and how long such a line may be.
_MOST, _BETWEEN, _SHORT = 9, 2, 14
#: The longest line that is a piece of it.
_LONGEST = 100
_PIECES = named("FOLIO_LINE", "DATE_LINE", "PAGE_NUMBER_LINE", "MASTHEAD_NAME_LINE", "HEAD_LINE")
_STAFF_LINE = named("CREDITS_LINE")
#: What is a story's, however short.
_STORY = named("LEAD_OPENING", "BYLINE_LINE", "CREDIT_LINE")
#: Up to which line the page's staff stands in it, rather than below a story's heading.
_STAFF = 3


def reach(texts: Sequence[str], grammar: Grammar) -> int:
    """How many of a page's lines its running line takes; 0 where it has none that is sure."""
    end, told = 0, False
    for n, text in enumerate(texts[:_MOST]):
        if _is_staff(text, grammar):
            end = n + 1 if n < _STAFF else end
        elif _is_piece(text, grammar):
            end = n + 1
        elif n - end >= _BETWEEN or not _may_be_piece(text, grammar):
            break
        else:
            continue
        # A day alone stands below a speech's title as well.
        told = told or any(_names_page(line, grammar) for line in texts[:end])
    return end if told else 0


def _is_staff(text: str, grammar: Grammar) -> bool:
    return len(text) <= _LONGEST and grammar.stands(_STAFF_LINE, text)


def _is_piece(text: str, grammar: Grammar) -> bool:
    return text.isdigit() or (len(text) <= _LONGEST and grammar.stands(_PIECES, text))


def _names_page(text: str, grammar: Grammar) -> bool:
    """Whether a line names the page, the paper or the weekday, or the page's staff."""
    told = text.isdigit() or grammar.pattern("HEAD_INSIDE").search(text) is not None
    return told or _is_staff(text, grammar)


def _may_be_piece(text: str, grammar: Grammar) -> bool:
    if len(text) > _SHORT or grammar.stands(_STORY, text):
        return False
    marks = ("COMMA_INSIDE", "PERIOD_INSIDE", "QUOTE_INSIDE")
    return not any(grammar.pattern(name).search(text) for name in marks)
