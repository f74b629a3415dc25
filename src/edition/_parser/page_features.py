"""Gather the evidence: what stands in an entry, and around it.

Evidence is a set of names, such as ``length:14``, ``ends:stop``, ``is:byline``, ``below:body``. None of it decides
anything here. Which role it speaks for, and how strongly, stands in ``weights.json``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from edition._parser.blocks import find_blocks
from edition._parser.feature_names import (
    CLOSES_CREDIT,
    ENCLOSED,
    ENDS_BINDING,
    ENDS_BRACKET,
    ENDS_COLON,
    ENDS_COMMA,
    ENDS_DASH,
    HAS_NOTICE,
    HAS_PICTURE,
    LEFT_OPEN,
    OPEN_QUOTE,
    OPENS_CAPTION,
    OPENS_JOINING,
    OPENS_LEANING,
    OPENS_NUMBER,
    PRINT_HEADING,
    TABLE_OF_STORY,
)
from edition._parser.formulas import Formulas
from edition._parser.line_features import HEADS, RUNNING, TEXTS, LineFeatures, LineReader
from edition._text.unwrap import LogicalLine

if TYPE_CHECKING:
    from edition._geometry.evidence import Seen

_Scale: TypeAlias = tuple[tuple[float, ...], list[str]]


def _scale(name: str, *steps: float) -> _Scale:
    """Steps, and the names of evidence that tell which of them a figure stays below."""
    return steps, [*(f"{name}:{step}" for step in steps), f"{name}:more"]


#: How long an entry is against the page's usual text, and a heading against the page's other headings.
_SHARES = _scale("share", 0.1, 0.2, 0.35, 0.6, 1.0)
_HEAD_SHARES = _scale("head share", 0.6, 0.85, 1.2, 1.6)
#: How long a text is that breaks off, in code points.
_CUTS = _scale("cut", 9, 14, 20, 30, 45)
#: How long a row of short lines is: a headline block, a stanza, a poem or a table.
_ROWS = _scale("row", 2, 4, 7, 12)
#: How much of a text's head was spoken of above it, of a lead's, and of a text's below a heading above that.
_KINSHIP = _scale("kin", 0.03, 0.07, 0.12, 0.2, 0.3)
_LEAD_KINSHIP = _scale("lead kin", 0.03, 0.07, 0.12, 0.2, 0.3)
_ACROSS = _scale("across", 0.03, 0.07, 0.12, 0.2, 0.3)
#: What of a text is compared with what of how many entries above it, to tell whether it is of their story: its head, and
#: theirs, in code points. From so many code points on a text has a head that tells.
_KIN_HEAD, _KIN_ABOVE, _KIN_ENTRIES, _KIN_SIZE = 60, 100, 6, 40
#: The same for a text below a heading: how much of it, and of each entry above.
_ACROSS_HEAD, _ACROSS_ABOVE = 150, 300
#: What has to be closed, by what (scanners mistake one for another), and how far below for what a heading of two lines
#: opens, in code points.
_OPENERS, _CLOSERS = "“「『《（", "”」』》）)]】〕］〉"
_OPEN_REACH = 60
#: How many texts above a line are searched for its words, how much of each, as much as behind the first text below it, and
#: how long the line may be, in code points.
_ECHO_ABOVE, _ECHO_REACH, _ECHO_LINE = 5, 400, 40
#: How many lines of the page's head and foot are told apart, and how far to each side notices keep each other company.
_EDGE_REACH, _NOTICE_REACH = 4, 3
#: How far to each side the page's furniture is looked for, and how many texts beside a heading are counted.
_FURNITURE_REACH, _TEXTS_REACH = 2, 4
#: What a picture's lines show, and how many of them may stand between the halves of a paragraph.
_OF_PICTURES = frozenset((CLOSES_CREDIT, OPENS_CAPTION, HAS_PICTURE))
_PICTURE_REACH = 4
#: Shapes of a text that may go on with another.
_RUNNING_TEXTS = TEXTS - {"lead", "continued"}
#: What numbers the first of several headings: the others stand in the same story.
_FIRST = re.compile(r"[（(]?[一1１](?![一二三四五六七八九十0-9０-９])|[①⑴]|第一")
#: How far twins are looked for, in entries.
_TWIN_REACH = 14
#: What opens a report, and so ends the search for a line's twins.
_OPENS_REPORT = frozenset(("lead", "byline", "institution"))
#: What stands below the headline where stories are opened in form.
_FORMAL = frozenset(("lead", "byline", "institution", "names"))
#: What a sign-off is made of where it is a line by itself.
_SIGNED = frozenset(("signoff", "bracketed"))


#: What a heading is that reads like a text by its length or its stop.
_HEADING_SHAPES = {
    "body": "long line",
    "torn": "long line",
    "sentence": "long line",
    "phrase": "line",
}


def read(
    entries: list[LogicalLine],
    formulas: Formulas,
    *,
    wrapped: bool,
    printed: Sequence[Seen] = (),
) -> PageFeatures:
    """Read every entry by itself, then in its surroundings.

    What is seen of how each is ``printed``, where that is known, stands beside what is read.
    """
    readings = PageFeatures(map(LineReader(formulas).read, entries))
    for reading, seen in zip(readings, printed, strict=False):
        reading.features += seen.own
        if PRINT_HEADING in seen.own:
            reading.line_type = _HEADING_SHAPES.get(reading.line_type, reading.line_type)
    find_blocks(readings, formulas.grammar)
    readings.look_around(wrapped=wrapped)
    for reading, seen in zip(readings, printed, strict=False):
        reading.boundary += seen.seam
    return readings


class PageFeatures(list[LineFeatures]):
    """A page's entries as they stand one below another, and how this page does things.

    What separates an entry from the one above it is asked of all of them; what stands around it (:meth:`evidence`) only
    where it is in doubt what the entry is.
    """

    __slots__ = (
        "_above", "_briefs", "_echoed", "_first", "_heads", "_indented", "_manner", "_notices", "_parting", "_running",
        "_runs", "_signed", "_texts", "_usual", "_usual_gap", "_usual_head", "_wrapped",
    )  # fmt: skip

    def evidence(self, n: int) -> list[str]:
        """All evidence for an entry's role: what stands in it, and what stands around it."""
        return self[n].features + self._around(n)

    def look_around(self, *, wrapped: bool) -> None:
        """Measure the page, and tell what separates each entry from the one above it."""
        self._wrapped = wrapped
        shapes = [reading.line_type for reading in self]
        for reading, above, below in zip(
            self, ["edge", *shapes], [*shapes[1:], "edge"], strict=False
        ):
            reading.above, reading.below = above, below
        for reading, following in zip_longest(self, self[1:]):
            if not reading.stopped and _left_open(
                reading.text, following.text if following else ""
            ):
                reading.features.append(LEFT_OPEN)
        self._heads = [shape in HEADS for shape in shapes]
        self._running = [shape in RUNNING for shape in shapes]
        self._notices = [HAS_NOTICE in reading.features for reading in self]
        #: Where each text stands first.
        self._first = {self[n].text: n for n in range(len(self) - 1, -1, -1)}
        sizes = [
            len(reading.text) for reading in self if reading.stopped and len(reading.text) > 20
        ]
        self._usual = _median(sizes) if sizes else 80.0
        sizes = [len(reading.text) for reading, head in zip(self, self._heads, strict=True) if head]
        self._usual_head = _median(sizes) if sizes else 1.0
        gaps = sorted([reading.logical.gap for reading in self[:-1]]) or [0]
        self._usual_gap = gaps[len(gaps) // 2]
        # Where blank lines are rare, they part stories; where they are the rule, a wider one may.
        wide = sum([gap > self._usual_gap for gap in gaps])
        self._parting = "gap:parting" if wide < 0.35 * len(gaps) else "gap:wide"
        self._indented = sum(map(_is_indented, self)) > len(self) / 5
        self._signed = sum(map(_is_signed, self)) >= 3
        self._manner, self._briefs = self._manners()
        self._runs = self._headline_blocks()
        #: The texts in their order, and how many of them stand above each entry.
        self._texts = [reading for reading in self if reading.line_type in TEXTS]
        self._above = [0, *accumulate(shape in TEXTS for shape in shapes)]
        self._echoed: dict[int, list[str]] = {}
        for n in range(1, len(self)):
            self[n].boundary += self._seam(n)

    def _manners(self) -> tuple[str, str]:
        """How this page does things: whether its stories open with a lead or a byline, whether leads have headlines."""
        openings = [r.below for r in self[:-1] if r.line_type in HEADS and r.below not in HEADS]
        formal = sum([shape in _FORMAL for shape in openings])
        leads = [reading.above for reading in self if reading.line_type == "lead"]
        bare = sum([shape in TEXTS for shape in leads])
        return (
            "formal" if formal >= 3 and formal > 0.3 * len(openings) else "free",
            "few" if len(leads) < 3 else "briefs" if 3 * bare > len(leads) else "dispatch",
        )

    def _headline_blocks(self) -> dict[int, tuple[int, int, int]]:
        """Short lines in a row, as in a headline block: for each line where its row begins and ends, and its longest."""
        found: dict[int, tuple[int, int, int]] = {}
        begin = None
        for n, head in enumerate([*self._heads, False]):
            if head:
                begin = n if begin is None else begin
            elif begin is not None:
                longest = max(range(begin, n), key=lambda k: len(self[k].text))
                found |= dict.fromkeys(range(begin, n), (begin, n, longest))
                begin = None
        return found

    def _around(self, n: int) -> list[str]:
        """What stands around an entry, and how it looks on this page."""
        reading, last = self[n], len(self) - 1
        above, below = reading.above, reading.below
        near = sum(self._notices[max(0, n - _NOTICE_REACH) : n + _NOTICE_REACH + 1])
        found = [
            f"above:{above}",
            f"below:{below}",
            _step(_SHARES, len(reading.text) / self._usual),
            f"notices near:{min(near, 3)}",
        ]
        add = found.append
        if n < _EDGE_REACH:
            add(f"from top:{n}")
        if last - n < _EDGE_REACH:
            add(f"from foot:{last - n}")
        if any(self._running[max(0, n - _FURNITURE_REACH) : n]) or any(
            self._running[n + 1 : n + _FURNITURE_REACH + 1]
        ):
            add("by furniture")
        if self._first[reading.text] < n and len(reading.text) >= 4:
            add("repeated")
        if self._indented:
            add("indent:yes" if _is_indented(reading) else "indent:no")
        if self._wrapped:
            found += ["wrapped", f"rows:{min(len(reading.logical.lines), 4)}"]
            if reading.logical.narrow:
                add("narrow")
        if self._heads[n]:
            found += self._as_heading(n)
        return found

    def _as_heading(self, n: int) -> list[str]:
        """How a short line stands among headings, and towards the texts about it."""
        reading = self[n]
        above, below = reading.above, reading.below
        begin, end, longest = self._runs[n]
        size, place = min(end - begin, 4), min(n - begin + 1, 3)
        found: list[str] = []
        add = found.append
        found += [
            f"{self._manner}:{above}/{below}",
            f"texts above:{self._texts_beside(n, -1)}",
            f"texts below:{self._texts_beside(n, 1)}",
            _step(_HEAD_SHARES, len(reading.text) / self._usual_head),
            f"run:{place}/{size}",
            f"run:{place}/{size}>{self[end - 1].below}",
            _step(_ROWS, end - begin),
        ]
        if n > begin:
            add(f"line above:{_against(self[n - 1].text, reading.text)}")
        if n + 1 < end:
            add(f"line below:{_against(self[n + 1].text, reading.text)}")
        if size > 1 and n == longest:
            add("longest")
        if size == 1 and self._parts_texts(begin, end):
            add(f"twins:{min(self._twins(begin, end), 2)}")
        elif size == 2 and self._parts_texts(begin, end) and self._twins(begin, end):
            add("twin pairs")
        if _is_further(reading):
            found.append("further number")
        return found + self._echoes(n) + self._across(n)

    def _texts_beside(self, n: int, way: int) -> int:
        """How many entries that are no headings stand above or below one, up to four."""
        found, at = 0, n + way
        while found < _TEXTS_REACH and 0 <= at < len(self) and not self._heads[at]:
            found, at = found + 1, at + way
        return found

    def _parts_texts(self, begin: int, end: int) -> bool:
        """Whether headings in a row stand between texts."""
        return self[begin].above in TEXTS and self[end - 1].below in TEXTS

    def _twins(self, begin: int, end: int) -> int:
        """How many rows of headings like this one stand near, as crossheads do: between texts, of about its length."""
        size, found = len(self[begin].text), 0
        for way in (-1, 1):
            at = begin + way
            while 0 <= at < len(self) and abs(at - begin) <= _TWIN_REACH:
                other = self[at]
                if other.line_type in _OPENS_REPORT or _is_signed(other):
                    break
                first, last, _ = self._runs.get(at, (-1, -1, -1))
                if at == first and last - first == end - begin and abs(len(other.text) - size) <= 3:
                    found += self._parts_texts(first, last)
                at += way
        return found

    def _echoes(self, n: int) -> list[str]:
        """Whether a short line's words come back in the text below it, as a headline's do, or in the text above it."""
        found = self._echoed.get(n)
        if found is None:
            found = self._echoed[n] = self._heard(n)
        return found

    def _heard(self, n: int) -> list[str]:
        text = self[n].text
        if len(text) > _ECHO_LINE:
            return []
        pairs = {pair for pair in map(str.__add__, text, text[1:]) if pair.isalnum()}
        if len(pairs) < 3:
            return []
        texts, at = self._texts, self._above[n + 1]
        below = texts[at].text[:_ECHO_REACH] if at < len(texts) else ""
        until = len(below) + _ECHO_REACH
        while len(below) < until and (at := at + 1) < len(texts):
            below += texts[at].text[:_ECHO_REACH]
        after = _share(pairs, below[:until])
        above: list[str] = []
        at = self._above[n]
        for one in reversed(texts[max(0, at - _ECHO_ABOVE) : at]):
            above.insert(0, one.text[:_ECHO_REACH])
            if one.line_type == "lead":
                break
        before = _share(pairs, "".join(above))
        order = "below" if after > before + 0.08 else "above" if before > after + 0.08 else "both"
        return [
            f"echo below:{_degree(after)}",
            f"echo above:{_degree(before)}",
            f"echo:{order if max(before, after) > 0.1 else 'none'}",
        ]

    def _seam(self, n: int) -> list[str]:
        """What separates an entry from the one above it."""
        above, here = self[n - 1], self[n]
        found = ["any", *_shapes_at(above.line_type, here.line_type)]
        add = found.append
        if "\n" not in above.logical.lines[-1].tail:
            add("run on")
        else:
            gap, usual = above.logical.gap, self._usual_gap
            add(self._parting if gap > usual else "gap:narrow" if gap < usual else "gap:usual")
        if above.stopped:
            add("stopped")
        else:
            found += _torn(above)
        if above.line_type == "residue" and ENDS_COLON in above.features:
            add("below field")
        if _is_of_picture(above) and here.line_type in _RUNNING_TEXTS:
            add(f"behind picture:{self._broken_off(n - 1)}")
        if TABLE_OF_STORY in above.features:
            add("below table")
        if OPEN_QUOTE in above.features:
            add("quote open")
            if ENDS_BINDING in above.features:
                add("binding")
        if OPENS_JOINING in here.features:
            add("joining")
        if OPENS_LEANING in here.features:
            add("leaning")
        for ending in above.endings:
            add(f"after:{ending}")
        if ENCLOSED in above.features:
            add("after:enclosed")
        if above.line_type in _SIGNED:
            add("after:signoff line")
        if self._signed:
            add("signed" if _is_signed(above) else "unsigned")
        if here.opening is not None:
            add(f"opens:{here.opening[0]}")
        if self._indented:
            add("indent" if _is_indented(here) else "no indent")
        if self._heads[n]:
            if _is_further(here):
                add("further number")
            if self._heads[n - 1]:
                found += self._between_headings(n)
            else:
                found += self._across(n)
        elif here.line_type in TEXTS:
            if here.line_type == "lead" and above.line_type in TEXTS:
                # Where nearly all leads stand below a heading, one that doesn't is a further dispatch of the story above it.
                add(f"bare lead:{self._briefs}")
            if len(here.text) >= _KIN_SIZE and not self._heads[n - 1]:
                add(self._kinship(n))
        return found

    def _broken_off(self, n: int) -> str:
        """Whether the text breaks off above the picture whose last line this is."""
        for at in range(n - 1, max(n - 1 - _PICTURE_REACH, -1), -1):
            above = self[at]
            if not _is_of_picture(above):
                if above.line_type not in TEXTS:
                    break
                return "whole" if above.stopped or above.endings else "torn"
        return "none"

    def _between_headings(self, n: int) -> list[str]:
        """Two heading lines: whether both are heard in the text below, and how wide they are in a narrow column."""
        found: list[str] = []
        if len(self[n].text) <= _ECHO_LINE:
            first, second = (self._echoes(k) for k in (n - 1, n))
            found.append(f"echoes:{_below(first)}>{_below(second)}")
        if self._wrapped:
            # A heading's lines are as wide as one another but for the last; a kicker or a deck is set in smaller print.
            above, here = self[n - 1].logical, self[n].logical
            more = len(here.lines[0].text) - len(above.lines[-1].text)
            found.append(
                f"stacked:{'even' if abs(more) <= 1 else 'wider' if more > 0 else 'narrower'}"
            )
        return found

    def _across(self, n: int) -> list[str]:
        """How much of the text below a heading's lines was spoken of above them: a crosshead parts one story, a headline two."""
        begin, end, _ = self._runs[n]
        if end == len(self) or self[end].line_type not in _RUNNING_TEXTS or begin == 0:
            return []
        head = self[end].text[:_ACROSS_HEAD]
        above = "".join(
            [one.text[:_ACROSS_ABOVE] for one in self[max(0, begin - _KIN_ENTRIES) : begin]]
        )
        pairs = [*filter(str.isalpha, map(str.__add__, head, head[1:]))]
        if len(pairs) < _KIN_SIZE // 2 or len(above) < _KIN_SIZE:
            return []
        return [_step(_ACROSS, _share(pairs, above))]

    def _kinship(self, n: int) -> str:
        """How much of a text's head was spoken of above: names and terms come back within a story (Hearst, TextTiling)."""
        here = self[n]
        begin = here.opening[1] if here.opening else 0
        head = here.text[begin : begin + _KIN_HEAD]
        above = "".join([one.text[:_KIN_ABOVE] for one in self[max(0, n - _KIN_ENTRIES) : n]])
        pairs = [*map(str.__add__, head[::2], head[1::2])]
        known = len([*filter(above.__contains__, filter(str.isalpha, pairs))])
        scale = _LEAD_KINSHIP if here.line_type == "lead" else _KINSHIP
        return _step(scale, known / max(1, len(pairs)))


def _torn(above: LineFeatures) -> Iterator[str]:
    """How an entry breaks off that ends in mid-sentence."""
    long = "long" if len(above.text) > 25 else "short"
    yield "unstopped"
    yield f"unstopped:{long}"
    yield _step(_CUTS, len(above.text))
    if above.clauses:
        yield "cut:clause"
    if ENDS_COMMA in above.features:
        yield "comma"
        if above.text[-1] in "，,、":
            yield "mid clause"
    if ENDS_COLON in above.features or ENDS_DASH in above.features:
        yield "announced"
    elif ENDS_BRACKET not in above.features:
        yield f"mid:{long}"


@cache
def _shapes_at(above: str, here: str) -> tuple[str, str, str]:
    return f"from:{above}", f"to:{here}", f"{above}>{here}"


def _left_open(text: str, below: str) -> bool:
    """Whether a text opens a quotation or a bracket that neither it nor the text below it closes: it was cut there."""
    opened = max(map(text.rfind, _OPENERS))
    if opened < 0:
        return False
    behind = text[opened:] + below[:_OPEN_REACH]
    return not any(c in behind for c in _CLOSERS)


def _is_of_picture(reading: LineFeatures) -> bool:
    """Whether a line shows that it is a picture's: a credit, or a caption by its words or the credit at its end."""
    return reading.line_type == "credit" or not _OF_PICTURES.isdisjoint(reading.features)


def _is_indented(reading: LineFeatures) -> bool:
    return reading.logical.lines[0].is_indented


def _is_signed(reading: LineFeatures) -> bool:
    return reading.line_type in _SIGNED or "signoff" in reading.endings


def _is_further(heading: LineFeatures) -> bool:
    """Whether a heading has a number, and not the first: it stands in a story with others."""
    return OPENS_NUMBER in heading.features and not _FIRST.match(heading.text)


def _against(other: str, text: str) -> str:
    """How long another heading line is against this one."""
    share = len(other) / len(text)
    return "shorter" if share < 0.75 else "even" if share < 1.34 else "longer"


def _below(echoes: list[str]) -> str:
    return echoes[0].partition(":")[2] if echoes else "short"


def _share(pairs: Collection[str], text: str) -> float:
    return len([*filter(text.__contains__, pairs)]) / len(pairs)


def _degree(share: float) -> str:
    return "none" if share < 0.06 else "some" if share < 0.2 else "much" if share < 0.4 else "most"


def _step(scale: _Scale, figure: float) -> str:
    steps, names = scale
    return names[bisect_left(steps, figure)]


def _median(sizes: list[int]) -> float:
    ranked = sorted(sizes)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
