"""Gather the evidence: what stands in an entry, and around it.

Evidence is a set of names, such as ``length:14``, ``ends:stop``, ``is:byline``, ``below:body``. None of it decides
anything here. Which role it speaks for, and how strongly, stands in ``_weights.json``.
"""

from __future__ import annotations

import re

from edition._blocks import find_blocks
from edition._grammar import Grammar
from edition._readings import HEADS, RUNNING, TEXTS, Reader, Reading
from edition._seams import Entry

_CUTS = (9, 14, 20, 30, 45)
_RATIOS = (0.1, 0.2, 0.35, 0.6, 1.0)
#: What has to be closed, by what (scanners mistake one for another), and how far below for what a heading of two lines
#: opens, in code points.
_OPENERS, _CLOSERS = "“「『《（", "”」』》）)]】〕］〉"
_OPEN_REACH = 60
#: How much of each text is searched for a line's words, in code points.
_ECHO_REACH = 400
#: What of a text is compared with what of how many entries above it, to tell whether it is of their story: its head, and
#: theirs, in code points. From so many code points on a text has a head that tells.
_KIN_HEAD, _KIN_ABOVE, _KIN_ENTRIES, _KIN_SIZE = 60, 100, 6, 40
_KINSHIP = (0.03, 0.07, 0.12, 0.2, 0.3)
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


def read(entries: list[Entry], grammar: Grammar, *, wrapped: bool) -> list[Reading]:
    """Read every entry by itself, then in its surroundings."""
    readings = [*map(Reader.of(grammar).read, entries)]
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
    find_blocks(readings, grammar)
    _places(readings)
    _manners(readings)
    _runs(readings)
    _echoes(readings)
    _kinship(readings)
    return readings


def _median(sizes: list[int]) -> float:
    ranked = sorted(sizes)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def _places(readings: list[Reading]) -> None:
    """Where a line stands: at the page's head or foot, by its furniture, amid notices, how far from the next heading."""
    last = len(readings) - 1
    notices = [0]
    for reading in readings:
        notices.append(notices[-1] + ("has:notice" in reading.evidence))
    heads = [reading.shape in HEADS for reading in readings]
    texts = 0
    for n, reading in enumerate(readings):
        add = reading.evidence.append
        if n < _EDGE_REACH:
            add(f"from top:{n}")
        if last - n < _EDGE_REACH:
            add(f"from foot:{last - n}")
        if any(
            readings[k].shape in RUNNING
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
        if r.shape in HEADS and readings[n + 1].shape not in HEADS
    ]
    formal = sum(readings[n + 1].shape in ("lead", "byline", "institution", "names") for n in heads)
    manner = "formal" if formal >= 3 and formal > 0.3 * len(heads) else "free"
    signed = sum(_is_signed(r) for r in readings) >= 3
    leads = [n for n, r in enumerate(readings) if r.shape == "lead"]
    bare = [n for n in leads if n and readings[n - 1].shape in TEXTS]
    briefs = "few" if len(leads) < 3 else "briefs" if 3 * len(bare) > len(leads) else "dispatch"
    for n in bare:
        # Where nearly all leads stand below a heading, one that doesn't is a further dispatch of the story above it.
        readings[n].seam.append(f"bare lead:{briefs}")
    for n, reading in enumerate(readings):
        if reading.shape in HEADS:
            below = readings[n + 1].shape if n + 1 < len(readings) else "edge"
            above = readings[n - 1].shape if n else "edge"
            reading.evidence.append(f"{manner}:{above}/{below}")
            if above in TEXTS and below in TEXTS:
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
                other.shape in HEADS
                and abs(len(other.text) - size) <= 3
                and 0 < at < len(readings) - 1
            ):
                found += readings[at - 1].shape in TEXTS and readings[at + 1].shape in TEXTS
            at += way
    return found


def _runs(readings: list[Reading]) -> None:
    """Which place a short line has among short lines in a row, and what follows them: the shape of a headline block."""
    n = 0
    while n < len(readings):
        end = n
        while end < len(readings) and readings[end].shape in HEADS:
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
        if readings[n].shape in TEXTS:
            text = readings[n].text[:_ECHO_REACH] + text[:_ECHO_REACH]
        elif readings[n].shape == "lead":
            text = ""
    for n, reading in enumerate(readings):
        if reading.shape in HEADS and len(reading.text) <= 40:
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
            if n and readings[n - 1].shape in HEADS:
                reading.seam.append(f"echoes:{_echo(readings[n - 1])}>{_echo(reading)}")
        if reading.shape == "lead":
            above = []
        if reading.shape in TEXTS:
            above = [*above[-4:], reading.text[:_ECHO_REACH]]


def _echo(reading: Reading) -> str:
    return next((e.split(":")[1] for e in reading.evidence if e.startswith("echo below:")), "short")


def _degree(share: float) -> str:
    return "none" if share < 0.06 else "some" if share < 0.2 else "much" if share < 0.4 else "most"


def _kinship(readings: list[Reading]) -> None:
    """How much of a text's head was spoken of above: names and terms come back within a story (Hearst, TextTiling)."""
    for n, reading in enumerate(readings):
        if reading.shape not in TEXTS or len(reading.text) < _KIN_SIZE or n == 0:
            continue
        if readings[n - 1].shape in HEADS:
            continue
        begin = reading.opening[1] if reading.opening else 0
        head = reading.text[begin : begin + _KIN_HEAD]
        above = "".join([r.text[:_KIN_ABOVE] for r in readings[max(0, n - _KIN_ENTRIES) : n]])
        pairs = [head[i : i + 2] for i in range(0, len(head) - 1, 2)]
        known = len([p for p in pairs if p.isalpha() and p in above]) / max(1, len(pairs))
        degree = next((share for share in _KINSHIP if known <= share), "more")
        reading.seam.append(f"{'lead ' if reading.shape == 'lead' else ''}kin:{degree}")


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
    if wrapped and above.shape in HEADS and here.shape in HEADS:
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
