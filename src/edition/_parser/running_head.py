"""Find the running line at the top of a page: how many lines of print it takes.

It is printed in one piece (``第2版 要闻 汾河日报 2025年3月6日 星期四``) or in several, which come one below another in a text.
Some of these could be anything by themselves (``要闻``); that they stand between others tells what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from edition._parser.formulas import Formulas

#: How many lines it may take, how many of them in a row may look like anything, and how long such a line may be.
_MOST, _BETWEEN, _SHORT = 9, 2, 14
#: The longest line that is a piece of it.
_LONGEST = 100
_PIECES = ("folio", "date", "page_number", "masthead")
_PIECE_CUES = (
    "MASTHEAD_NAME_LINE",
    "HEAD_SECTION_LINE",
    "HEAD_PAPER_LINE",
    "HEAD_NOTE_LINE",
    "HEAD_PUBLISHER_LINE",
)
#: What is a story's, however short.
_STORY = ("byline", "credit")
#: Up to which line the page's staff stands in it, rather than below a story's heading.
_STAFF = 3


def reach(texts: Sequence[str], formulas: Formulas) -> int:
    """How many of a page's lines its running line takes; 0 where it has none that is sure."""
    end, told = 0, False
    for n, text in enumerate(texts[:_MOST]):
        if _is_staff(text, formulas):
            end = n + 1 if n < _STAFF else end
        elif _is_piece(text, formulas):
            end = n + 1
        elif n - end >= _BETWEEN or not _may_be_piece(text, formulas):
            break
        else:
            continue
        # A day alone stands below a speech's title as well.
        told = told or any(_names_page(line, formulas) for line in texts[:end])
    return end if told else 0


def _is_staff(text: str, formulas: Formulas) -> bool:
    return len(text) <= _LONGEST and formulas.whole("credits", text) is not None


def _is_piece(text: str, formulas: Formulas) -> bool:
    return text.isdigit() or (
        len(text) <= _LONGEST
        and (
            any(formulas.whole(name, text) for name in _PIECES)
            or any(formulas.cue(name, text) for name in _PIECE_CUES)
        )
    )


def _names_page(text: str, formulas: Formulas) -> bool:
    """Whether a line names the page, the paper or the weekday, or the page's staff."""
    told = text.isdigit() or formulas.ends("HEAD_INSIDE", text)
    return told or _is_staff(text, formulas)


def _may_be_piece(text: str, formulas: Formulas) -> bool:
    if (
        len(text) > _SHORT
        or formulas.opening("lead", text)
        or any(formulas.whole(name, text) for name in _STORY)
    ):
        return False
    marks = ("COMMA_INSIDE", "PERIOD_INSIDE", "QUOTE_INSIDE")
    return not any(formulas.ends(name, text) for name in marks)
