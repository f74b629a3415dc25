"""Gather the evidence: what stands in an entry and around it.

Evidence is a set of names, such as ``length:14``, ``ends:stop``, ``is:byline``, ``below:body``. None of it decides
anything here. Which role it speaks for, and how strongly, stands in ``_weights.json``.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from attrs import define, field, frozen

from edition._grammar import Asked, Grammar, named
from edition._lines import BLANKS
from edition._names import is_name, names_people
from edition._seams import Entry

#: The longest formula that is looked for at the end of an entry, in code points.
_LONGEST_ENDING = 90
#: How much of an entry's end the shorter cues are looked for in, in code points.
_ENDING_REACH = 14
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
_CUTS = (9, 14, 20, 30, 45)
_RATIOS = (0.1, 0.2, 0.35, 0.6, 1.0)
_MARKS = re.compile(r"[（）()【】\[\]■□◆●▲ \t\u00a0\u3000、，,/／]+")

#: Formulas that are a whole entry, in the order in which they are tried, and what they speak for.
_WHOLE = (
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
    "nameplate": (),
    "index entry": ("jump", "page number", "date", "folio"),
    "mark": ("page number", "jump", "residue"),
}
_OPENINGS = (
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
_ENDINGS = (
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
_INSIDES = (
    ("PERIOD_INSIDE", "has:period"),
    ("COMMA_INSIDE", "has:comma"),
    ("WIDE_BLANK_INSIDE", "has:wide blank"),
    ("BLANK_INSIDE", "has:blank"),
    ("SELF_INSIDE", "has:self"),
    ("NOTICE_INSIDE", "has:notice"),
    ("SPEECH_INSIDE", "has:speech"),
    ("PICTURE_INSIDE", "has:picture"),
)


#: What has to be closed, by what (scanners mistake one for another), and how far below for what a heading of two lines
#: opens, in code points.
_OPENERS, _CLOSERS = "“「『《（", "”」』》）)]】〕］〉"
_OPEN_REACH = 60
#: Shapes that heading lines have, and shapes of running text.
_HEADS = frozenset(("line", "long line", "phrase", "rubric", "picture head"))
_TEXTS = frozenset(("body", "torn", "sentence", "phrase", "continued", "lead"))
#: Shapes of what a summary's heading stands above.
_SUMMING = frozenset(("body", "torn", "sentence", "phrase", "line", "long line"))
#: How much of each text is searched for a line's words, in code points.
_ECHO_REACH = 400
#: What of a text is compared with what of how many entries above it, to tell whether it is of their story: its head, and
#: theirs, in code points. From so many code points on a text has a head that tells.
_KIN_HEAD, _KIN_ABOVE, _KIN_ENTRIES, _KIN_SIZE = 60, 100, 6, 40
_KINSHIP = (0.03, 0.07, 0.12, 0.2, 0.3)
_NOTICE_TITLE, _NOTICE_SIGNER = named("NOTICE_TITLE_LINE"), named("NOTICE_SIGNER_LINE")
_PAPER_NOTICE = named("PAPER_NOTICE_OPENING")
_AD_HEAD = named("AD_HEAD_OPENING")
#: The longest line that is the title of one.
_LONGEST_NOTICE_TITLE = 45
#: How many entries a notice may take, how far its words are looked for in each, and what is none of it.
_LONGEST_NOTICE, _ADDRESS_REACH = 12, 300
_NO_NOTICE = frozenset(("lead", "byline", "credits", "continued", "credit", "rubric"))
#: The page and the day: what names both is a running line wherever it stands.
_ISSUE = ("PAGE_TAG_INSIDE", "ISSUE_DAY_INSIDE")
#: Among how many entries at the top a nameplate stands.
_PLATE_REACH = 12
#: How many entries with a bullet make a column of briefs.
_FEWEST_BRIEFS = 3
#: How many lines a guide to other pages may have.
_LONGEST_GUIDE = 30
#: Shapes of the page's running furniture.
_FURNITURE = frozenset(("masthead", "nameplate", "institution", "folio", "date", "page number"))
#: How many lines of the page's head and foot are told apart, and how far to each side notices keep each other company.
_EDGE_REACH, _NOTICE_REACH = 4, 3
#: What numbers the first of several headings: the others stand in the same story.
_FIRST = re.compile(r"[（(]?[一1１](?![一二三四五六七八九十0-9０-９])|[①⑴]|第一")
#: How long a row of short lines is: a headline block, a stanza, a poem or a table.
_ROWS = (2, 4, 7, 12)
#: How long a heading is against the others of its page.
_HEAD_RATIOS = (0.6, 0.85, 1.2, 1.6)
#: How far twins are looked for, in entries.
_TWIN_REACH = 14


@define(weakref_slot=False)
class Reading:
    """An entry, what was found in it, and the evidence for its role."""

    entry: Entry
    text: str
    #: Formulas at its head and at its end that are blocks of their own: role → where they end or begin in the text.
    opening: tuple[str, int] | None = None
    endings: dict[str, int] = field(factory=dict)
    shape: str = "text"
    evidence: list[str] = field(factory=list)
    #: Evidence about the seam to the entry above.
    seam: list[str] = field(factory=list)
    #: Whether its last sentence is over; whether it has a comma or the end of a sentence in it.
    stopped: bool = False
    clauses: bool = False
    #: The role in which a story of its own begins with it for certain, if any.
    begins: str | None = None


def read(entries: list[Entry], grammar: Grammar, *, wrapped: bool) -> list[Reading]:
    """Read every entry by itself, then in its surroundings."""
    readings = [*map(_Reader.of(grammar).read, entries)]
    stopped = [len(r.text) for r in readings if r.stopped and len(r.text) > 20]
    usual = _median(stopped) if stopped else 80.0
    gaps = sorted(r.entry.gap for r in readings[:-1]) or [0]
    usual_gap = gaps[len(gaps) // 2]
    # Where blank lines are rare, they part stories; where they are the rule, a wider one may.
    wide = sum(gap > usual_gap for gap in gaps)
    parts = "parting" if wide < 0.35 * len(gaps) else "wide"
    indented = sum(r.entry.lines[0].indent.endswith("\u3000") for r in readings) > len(readings) / 5
    seen: set[str] = set()
    for n, reading in enumerate(readings):
        ratio = len(reading.text) / usual
        add = reading.evidence.append
        add(f"share:{next((r for r in _RATIOS if ratio <= r), 'more')}")
        if wrapped:
            add("wrapped")
            add(f"rows:{min(len(reading.entry.lines), 4)}")
            if reading.entry.narrow:
                add("narrow")
        if indented:
            add("indent:yes" if reading.entry.lines[0].indent.endswith("\u3000") else "indent:no")
        if len(reading.text) >= 4:
            if reading.text in seen:
                add("repeated")
            seen.add(reading.text)
        _around(readings, n)
        _seam(readings, n, usual_gap, parts, indented=indented, wrapped=wrapped)
    _plates(readings)
    _notices(readings, grammar)
    _summaries(readings, grammar)
    _bullets(readings)
    _reports(readings, grammar)
    _places(readings)
    _manners(readings)
    _runs(readings)
    _echoes(readings)
    _kinship(readings)
    return readings


def _median(sizes: list[int]) -> float:
    ranked = sorted(sizes)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def _plates(readings: list[Reading]) -> None:
    """Furniture that stands in a block: the nameplate with its issue number, the guide to other pages."""
    for _, run in groupby(readings, key=lambda reading: reading.shape in _FURNITURE):
        block = list(run)
        if any(reading.shape == "masthead" for reading in block):
            for reading in block:
                reading.evidence.append("plate")
    _colophon(readings)
    for n, reading in enumerate(readings):
        if "is:index" in reading.evidence:
            # Entries follow, each with its page; one of two lines has it on the second.
            end = n
            for at in range(n + 1, min(n + _LONGEST_GUIDE, len(readings))):
                if readings[at].shape in ("index entry", "page number"):
                    end = at
                elif at - end > 1 or readings[at].shape not in _HEADS:
                    break
            for entry in readings[n : end + 1]:
                entry.evidence.append("guide")


def _colophon(readings: list[Reading]) -> None:
    """Prices and addresses at the foot of a page without a nameplate are its running furniture."""
    if any("plate" in reading.evidence for reading in readings[:_PLATE_REACH]):
        return
    for reading in reversed(readings):
        if reading.shape not in _FURNITURE:
            break
        if "plate" in reading.evidence:
            reading.evidence.remove("plate")
            reading.evidence.append("colophon")


def _summaries(readings: list[Reading], grammar: Grammar) -> None:
    """What stands behind 内容提要：, or below 核心阅读: its text, or its points."""
    for n, reading in enumerate(readings):
        if "opens:summary" not in reading.evidence:
            continue
        reading.evidence.append("in summary")
        if not grammar.pattern("SUMMARY_LINE").match(reading.text):
            continue
        for at in range(n + 1, len(readings)):
            below = readings[at]
            point = "opens:bullet" in below.evidence
            if below.shape not in _SUMMING or (at > n + 1 and not point):
                break
            below.evidence.append("in summary")
            if not point:
                break


def _notices(readings: list[Reading], grammar: Grammar) -> None:
    """Notices that begin with a title (停电通知) and turn to their readers, down to who signs them and on which day."""
    may_end = grammar.asked(_NOTICE_TITLE, at_end=True)
    titled = [
        len(one.text) <= _LONGEST_NOTICE_TITLE
        and bool(may_end[one.text[-1]])
        and grammar.stands(_NOTICE_TITLE, one.text)
        for one in readings
    ]
    for n, reading in enumerate(readings):
        end = n
        if titled[n]:
            reading.evidence.append("notice title")
            for at in range(n + 1, min(n + _LONGEST_NOTICE, len(readings))):
                below = readings[at]
                if below.shape in _NO_NOTICE or titled[at]:
                    break
                if _addresses(below, grammar):
                    end = at
                elif below.shape == "date":
                    end = at if end > n else n
                    break
                elif below.shape == "folio":
                    break
                elif end > n and grammar.stands(_NOTICE_SIGNER, below.text):
                    end = at
                elif below.shape not in _TEXTS and at - end > 1:
                    break
        if end > n or _is_ad(reading, grammar):
            reading.begins = "notice"
            for one in readings[n : end + 1]:
                one.evidence.append("in notice")


def _addresses(reading: Reading, grammar: Grammar) -> bool:
    """Whether an entry turns to those whom a notice is for."""
    found = grammar.pattern("NOTICE_ADDRESS_INSIDE").search(reading.text[:_ADDRESS_REACH])
    return found is not None


def _is_ad(reading: Reading, grammar: Grammar) -> bool:
    if "opens:ad" not in reading.evidence or "in notice" in reading.evidence:
        return False
    return grammar.stands(_AD_HEAD, reading.text) or _addresses(reading, grammar)


def _bullets(readings: list[Reading]) -> None:
    """Briefs in a row that open with the same bullet: what opens so is no caption, whatever the bullet points at."""
    for _, run in groupby(enumerate(readings), key=lambda row: _bullet(row[1])):
        block = [n for n, reading in run if _bullet(reading)]
        below_rubric = bool(block) and block[0] > 0 and readings[block[0] - 1].shape == "rubric"
        if len(block) < (_FEWEST_BRIEFS - below_rubric):
            continue
        for n in block:
            readings[n].evidence.append("bulleted")
            if "opens:caption" in readings[n].evidence:
                readings[n].evidence.remove("opens:caption")
            if n > block[0]:
                readings[n].seam.append("bulleted")
                if below_rubric:
                    readings[n].begins = "paragraph"


def _reports(readings: list[Reading], grammar: Grammar) -> None:
    """Reports without a headline: 本报讯 right below a whole text opens another report."""
    for above, reading in pairwise(readings):
        below_text = above.shape in _TEXTS and above.stopped
        if below_text and reading.shape == "lead" and grammar.stands(_PAPER_NOTICE, reading.text):
            reading.begins = "opening"


def _bullet(reading: Reading) -> str:
    bulleted = "opens:bullet" in reading.evidence and reading.shape in _TEXTS
    return reading.text[0] if bulleted else ""


def _places(readings: list[Reading]) -> None:
    """Where a line stands: at the page's head or foot, by its furniture, amid notices, how far from the next heading."""
    last = len(readings) - 1
    notices = [0]
    for reading in readings:
        notices.append(notices[-1] + ("has:notice" in reading.evidence))
    heads = [reading.shape in _HEADS for reading in readings]
    texts = 0
    for n, reading in enumerate(readings):
        add = reading.evidence.append
        if n < _EDGE_REACH:
            add(f"from top:{n}")
        if last - n < _EDGE_REACH:
            add(f"from foot:{last - n}")
        if any(
            readings[k].shape in _FURNITURE
            for k in range(max(0, n - 2), min(last, n + 2) + 1)
            if k != n
        ):
            add("by furniture")
        near = notices[min(last, n + _NOTICE_REACH) + 1] - notices[max(0, n - _NOTICE_REACH)]
        add(f"notices near:{min(near, 3)}")
        if heads[n]:
            add(f"texts above:{min(texts, 4)}")
            if "opens:number" in reading.evidence and not _FIRST.match(reading.text):
                add("further number")
                reading.seam.append("further number")
        texts = 0 if heads[n] else texts + 1
    sizes = [len(reading.text) for reading, head in zip(readings, heads, strict=True) if head]
    usual = _median(sizes) if sizes else 1.0
    texts = 0
    for n in range(last, -1, -1):
        if heads[n]:
            ratio = len(readings[n].text) / usual
            readings[n].evidence += [
                f"texts below:{min(texts, 4)}",
                f"head share:{next((r for r in _HEAD_RATIOS if ratio <= r), 'more')}",
            ]
        texts = 0 if heads[n] else texts + 1


def _manners(readings: list[Reading]) -> None:
    """How this page does things: whether its stories open with a lead or a byline, whether they are signed."""
    heads = [
        n
        for n, r in enumerate(readings[:-1])
        if r.shape in _HEADS and readings[n + 1].shape not in _HEADS
    ]
    formal = sum(readings[n + 1].shape in ("lead", "byline", "institution", "names") for n in heads)
    manner = "formal" if formal >= 3 and formal > 0.3 * len(heads) else "free"
    signed = sum(_is_signed(r) for r in readings) >= 3
    leads = [n for n, r in enumerate(readings) if r.shape == "lead"]
    bare = [n for n in leads if n and readings[n - 1].shape in _TEXTS]
    briefs = "few" if len(leads) < 3 else "briefs" if 3 * len(bare) > len(leads) else "dispatch"
    for n in bare:
        # Where nearly all leads stand below a heading, one that doesn't is a further dispatch of the story above it.
        readings[n].seam.append(f"bare lead:{briefs}")
    for n, reading in enumerate(readings):
        if reading.shape in _HEADS:
            below = readings[n + 1].shape if n + 1 < len(readings) else "edge"
            above = readings[n - 1].shape if n else "edge"
            reading.evidence.append(f"{manner}:{above}/{below}")
            if above in _TEXTS and below in _TEXTS:
                twins = _twins(readings, n)
                reading.evidence.append(f"twins:{min(twins, 2)}")
        if n and signed:
            reading.seam.append("signed" if _is_signed(readings[n - 1]) else "unsigned")


def _is_signed(reading: Reading) -> bool:
    return reading.shape in ("signoff", "bracketed") or "signoff" in reading.endings


def _twins(readings: list[Reading], n: int) -> int:
    """How many lines like this one stand near, as crossheads do: between texts, of about its length."""
    size, found = len(readings[n].text), 0
    for way in (-1, 1):
        at = n + way
        while 0 <= at < len(readings) and abs(at - n) <= _TWIN_REACH:
            other = readings[at]
            if other.shape in ("lead", "byline", "institution") or _is_signed(other):
                break
            if (
                other.shape in _HEADS
                and abs(len(other.text) - size) <= 3
                and 0 < at < len(readings) - 1
            ):
                found += readings[at - 1].shape in _TEXTS and readings[at + 1].shape in _TEXTS
            at += way
    return found


def _runs(readings: list[Reading]) -> None:
    """Which place a short line has among short lines in a row, and what follows them: the shape of a headline block."""
    n = 0
    while n < len(readings):
        end = n
        while end < len(readings) and readings[end].shape in _HEADS:
            end += 1
        if end > n:
            below = readings[end].shape if end < len(readings) else "edge"
            size = min(end - n, 4)
            row = next((r for r in _ROWS if end - n <= r), "more")
            longest = max(range(n, end), key=lambda k: len(readings[k].text))
            for at in range(n, end):
                place = min(at - n + 1, 3)
                readings[at].evidence += [
                    f"run:{place}/{size}",
                    f"run:{place}/{size}>{below}",
                    f"row:{row}",
                ]
                if at == longest and size > 1:
                    readings[at].evidence.append("longest")
        n = max(end, n + 1)


def _echoes(readings: list[Reading]) -> None:
    """Whether a short line's words come back in the text below it, as a headline's do, or in the text above it."""
    above: list[str] = []
    below: list[str] = [""] * len(readings)
    text = ""
    for n in range(len(readings) - 1, -1, -1):
        below[n] = text
        if readings[n].shape in _TEXTS:
            text = readings[n].text[:_ECHO_REACH] + text[:_ECHO_REACH]
        elif readings[n].shape == "lead":
            text = ""
    for n, reading in enumerate(readings):
        if reading.shape in _HEADS and len(reading.text) <= 40:
            pairs = {
                pair
                for i in range(len(reading.text) - 1)
                if (pair := reading.text[i : i + 2]).isalnum()
            }
            if len(pairs) >= 3:
                after = sum(pair in below[n] for pair in pairs) / len(pairs)
                before_text = "".join(above)
                before = sum(pair in before_text for pair in pairs) / len(pairs)
                order = (
                    "below"
                    if after > before + 0.08
                    else "above"
                    if before > after + 0.08
                    else "both"
                )
                reading.evidence += [
                    f"echo below:{_degree(after)}",
                    f"echo above:{_degree(before)}",
                    f"echo:{order if max(before, after) > 0.1 else 'none'}",
                ]
            if n and readings[n - 1].shape in _HEADS:
                reading.seam.append(f"echoes:{_echo(readings[n - 1])}>{_echo(reading)}")
        if reading.shape == "lead":
            above = []
        if reading.shape in _TEXTS:
            above = [*above[-4:], reading.text[:_ECHO_REACH]]


def _echo(reading: Reading) -> str:
    return next((e.split(":")[1] for e in reading.evidence if e.startswith("echo below:")), "short")


def _degree(share: float) -> str:
    return "none" if share < 0.06 else "some" if share < 0.2 else "much" if share < 0.4 else "most"


def _kinship(readings: list[Reading]) -> None:
    """How much of a text's head was spoken of above: names and terms come back within a story (Hearst, TextTiling)."""
    for n, reading in enumerate(readings):
        if reading.shape not in _TEXTS or len(reading.text) < _KIN_SIZE or n == 0:
            continue
        if readings[n - 1].shape in _HEADS:
            continue
        begin = reading.opening[1] if reading.opening else 0
        head = reading.text[begin : begin + _KIN_HEAD]
        above = "".join([r.text[:_KIN_ABOVE] for r in readings[max(0, n - _KIN_ENTRIES) : n]])
        pairs = [head[i : i + 2] for i in range(0, len(head) - 1, 2)]
        known = len([p for p in pairs if p.isalpha() and p in above]) / max(1, len(pairs))
        degree = next((share for share in _KINSHIP if known <= share), "more")
        reading.seam.append(f"{'lead ' if reading.shape == 'lead' else ''}kin:{degree}")


@frozen(weakref_slot=False)
class _Reader:
    """What is asked of each entry by itself."""

    grammar: Grammar
    openings: Asked
    wholes: Asked
    endings: Asked

    @classmethod
    def of(cls, grammar: Grammar) -> _Reader:
        """The questions as a grammar puts them."""
        endings = grammar.asked(_ENDINGS, at_end=True)
        return cls(grammar, grammar.asked(_OPENINGS), grammar.asked(_WHOLE), endings)

    def read(self, entry: Entry) -> Reading:
        """An entry by itself."""
        text, pattern = entry.text, self.grammar.pattern
        size = len(text)
        evidence = ["any", _LENGTH_NAMES[min(size, _LENGTHS[-1] + 1)]]
        reading = Reading(entry, text, evidence=evidence)
        for _, name, word in self.openings[text[0]]:
            if pattern(name).match(text):
                evidence.append(word)
        self._inside(reading)
        kind = self._formulas(reading)
        # How it ends is how its text ends: a sign-off or a jump behind the last sentence does not leave it open.
        cuts = [at for role, at in reading.endings.items() if role != "label"]
        core = text[: min(cuts)].rstrip(BLANKS) if cuts else text
        stop = pattern("STOP_ENDING").search(core, max(0, len(core) - 6)) is not None
        reading.stopped = stop
        evidence.append("ends:stop" if stop else "ends:open")
        if not pattern("PLAIN_ENDING").match(core, max(0, len(core) - 2)):
            tail = core[-_ENDING_REACH:]
            for _, name, word in self.endings[tail[-1]]:
                if pattern(name).search(tail):
                    evidence.append(word)
        if not stop and size <= 40 and not reading.clauses:
            evidence.append("bare")
        if _open_quote(core):
            evidence.append("open quote")
        if text[0] in _OPENING and text[-1] in _CLOSING and size <= _LONGEST_ENDING:
            evidence.append("enclosed")
        if not kind and "ends:picture" in evidence:
            kind = "picture head"
        elif not kind and "ends:art" in evidence and size <= _LONGEST_TITLE:
            kind = "art title"
        if kind == "folio" and all(pattern(name).search(text) for name in _ISSUE):
            evidence.append("whole folio")
        if entry.running and kind != "credits":
            evidence.append("running head")
            kind = kind if kind in _FURNITURE else "folio"
        reading.shape = kind or _shape(size, stop=stop)
        return reading

    def _inside(self, reading: Reading) -> None:
        """What stands anywhere in an entry's first lines."""
        head, evidence, pattern = reading.text[:200], reading.evidence, self.grammar.pattern
        for name, word in _INSIDES:
            if pattern(name).search(head):
                evidence.append(word)
        reading.clauses = "has:period" in evidence or "has:comma" in evidence

    def _formulas(self, reading: Reading) -> str:
        """Find the trade's formulas in an entry; the name of the one that tells its shape, if any."""
        text, add, grammar = reading.text, reading.evidence.append, self.grammar
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


def _shape(size: int, *, stop: bool) -> str:
    if size > 45:
        return "body" if stop else "torn"
    if size > 22:
        return "sentence" if stop else "long line"
    return "phrase" if stop else "line"


def _endings(reading: Reading, grammar: Grammar) -> None:
    """Formulas at the end of an entry that has text before them."""
    text, add = reading.text, reading.evidence.append
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
    elif grammar.pattern("SIGNER_INSIDE").search(text, begin):
        tail = text[_last_stop(text, begin) :].strip(BLANKS)
        signed = 4 <= len(tail) <= _LONGEST_SIGNATURE and len(tail) < len(text)
        if signed and grammar.pattern("BYLINE_LINE").match(tail) and names_people(tail, grammar):
            reading.endings["signoff"] = _last_stop(text, begin)
            add("closes:signed")


def _bracketed_ending(reading: Reading, text: str, grammar: Grammar) -> None:
    """A credit, a sign-off, names or a rubric in the bracket that ends an entry."""
    add = reading.evidence.append
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
    heading = not stopped or (before[-1:] in "”』」" and "has:period" not in reading.evidence)
    label = heading and len(text) <= 45 and not grammar.pattern("PICTURE_ENDING").search(inner)
    if label and grammar.pattern("LABEL_ENDING").match(inner):
        reading.endings["label"] = opened
        add("closes:rubric")


def _credit_ending(reading: Reading, text: str, begin: int, grammar: Grammar) -> None:
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
            reading.evidence.append("closes:credit")
            return


def _last_stop(text: str, begin: int) -> int:
    """Behind the last mark that ends a sentence; 0 where there is none."""
    return max(text.rfind(c, begin) for c in "。！？”』」）)…") + 1


def _padded(names: list[str], grammar: Grammar) -> bool:
    if len(names) == 2 and len(names[0]) == len(names[1]) == 1:
        return is_name("".join(names), grammar)
    return False


def _around(readings: list[Reading], n: int) -> None:
    """What the neighbours look like."""
    add = readings[n].evidence.append
    above = readings[n - 1].shape if n else "edge"
    below = readings[n + 1].shape if n + 1 < len(readings) else "edge"
    after = readings[n + 2].shape if n + 2 < len(readings) else "edge"
    add(f"above:{above}")
    add(f"below:{below}")
    add(f"below2:{below}/{after}")
    mine = readings[n].shape
    if mine in ("line", "long line", "names", "phrase"):
        add(f"between:{above}/{below}")
    if not readings[n].stopped:
        following = readings[n + 1].text if n + 1 < len(readings) else ""
        if _left_open(readings[n].text, following):
            add("left open")


def _seam(
    readings: list[Reading], n: int, usual_gap: int, parts: str, *, indented: bool, wrapped: bool
) -> None:
    """Evidence about what separates an entry from the one above it."""
    if n == 0:
        return
    above, here = readings[n - 1], readings[n]
    add = here.seam.append
    add("any")
    gap = above.entry.gap
    if "\n" not in above.entry.lines[-1].tail:
        add("run on")
    else:
        add(f"gap:{parts}" if gap > usual_gap else "gap:narrow" if gap < usual_gap else "gap:usual")
    stopped = above.stopped
    add("stopped" if stopped else "unstopped")
    if not stopped:
        add("unstopped:long" if len(above.text) > 25 else "unstopped:short")
        add(f"cut:{next((n for n in _CUTS if len(above.text) <= n), 'more')}")
        if above.clauses:
            add("cut:clause")
        if "ends:comma" in above.evidence:
            add("comma")
            if above.text[-1] in "，,、":
                add("mid clause")
        if "ends:colon" in above.evidence or "ends:dash" in above.evidence:
            add("announced")
        elif "ends:bracket" not in above.evidence:
            add("mid:long" if len(above.text) > 25 else "mid:short")
    if "open quote" in above.evidence:
        add("quote open")
        if "ends:binding" in above.evidence:
            add("binding")
    if "opens:joining" in here.evidence:
        add("joining")
    if "opens:leaning" in here.evidence:
        add("leaning")
    for ending in above.endings:
        add(f"after:{ending}")
    if "enclosed" in above.evidence:
        add("after:enclosed")
    if wrapped and above.shape in _HEADS and here.shape in _HEADS:
        # A heading's lines are as wide as one another but for the last; a kicker or a deck is set in smaller print.
        more = len(here.entry.lines[0].text) - len(above.entry.lines[-1].text)
        add(f"stacked:{'even' if abs(more) <= 1 else 'wider' if more > 0 else 'narrower'}")
    if above.shape in {"signoff", "bracketed"}:
        add("after:signoff line")
    if here.opening is not None:
        add(f"opens:{here.opening[0]}")
    if indented:
        add("indent" if here.entry.lines[0].indent.endswith("\u3000") else "no indent")
    add(f"from:{above.shape}")
    add(f"to:{here.shape}")
    add(f"{above.shape}>{here.shape}")


def _left_open(text: str, below: str) -> bool:
    """Whether a text opens a quotation or a bracket that neither it nor the text below it closes: it was cut there."""
    opened = max(map(text.rfind, _OPENERS))
    behind = text[opened:] + below[:_OPEN_REACH]
    return opened >= 0 and not any(c in behind for c in _CLOSERS)


def _open_quote(text: str) -> bool:
    return any(
        opening in text and text.count(opening) > text.count(closing)
        for opening, closing in ("“”", "「」", "『』")
    )
