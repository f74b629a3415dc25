"""Make the tree: cut entries into pieces, lay the pieces out with the layout grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from edition._grammar.compiled import Grammar
from edition._grammar.lalr import Action, Value
from edition._model.nodes import (
    Article,
    Block,
    HeadlineBlock,
    Item,
    Notice,
    Other,
    Paragraph,
    Photo,
    Piece,
    Stray,
)
from edition._model.roles import ROLES
from edition._parser.decode import HEADING, Step
from edition._parser.line_features import LineFeatures
from edition._parser.weights import BODY, FURNITURE
from edition._text.lines import BLANKS
from edition._text.unwrap import LogicalLine

#: Roles whose neighbouring lines are one block: a headline of two lines is one headline.
_STACKED = frozenset(("headline", "kicker", "deck", "crosshead"))
#: Which formula at an entry's end is a block of its own, by the role of the text before it.
_ENDINGS: dict[str, frozenset[str]] = {
    "signoff": BODY,
    "continued_on": BODY | {"summary", "caption"},
    "credit": BODY | {"caption"},
    "label": frozenset(("headline", "kicker", "deck")),
    "deck": frozenset(("headline",)),
}

#: A token for the layout grammar: terminal and block, or a mark and whether the item goes on with the one before.
_Token = tuple[str, Block | bool]


def build(
    readings: Sequence[LineFeatures], steps: Sequence[Step], grammar: Grammar
) -> tuple[Item, ...]:
    """The page's items."""
    tokens = list(_tokens(readings, steps))
    return cast(tuple[Item, ...], grammar.layout.parse("page", tokens, _ACTIONS))


def segments(reading: LineFeatures, role: str) -> list[tuple[str, int]]:
    """The roles in an entry and where each begins in its text: a lead, its paragraph, an inline sign-off."""
    core = "paragraph" if role in BODY else role
    found = [(core, 0)]
    if reading.opening is not None:
        opener, end = reading.opening
        wanted = {"opening": "lead", "continuation": "continued_from", "caption": "label"}.get(role)
        if opener == wanted and end < len(reading.text):
            found = [(opener, 0), (core, end)]
    if role == "headline" and 3 < (dash := reading.text.find("——")) < len(reading.text) - 3:
        found.append(("deck", dash))
    for ending, begin in sorted(reading.endings.items(), key=lambda e: e[1]):
        if role in _ENDINGS[ending] and begin > found[-1][1]:
            found.append((ending, begin))
    return found


def _pieces(entry: LogicalLine, cuts: list[tuple[str, int]]) -> Iterator[tuple[str, list[Piece]]]:
    """Cut an entry's lines into the pieces of its segments."""
    if len(cuts) == 1:
        yield cuts[0][0], [Piece(x.text, x.indent, x.tail, x.start) for x in entry.lines]
        return
    ends = [begin for _, begin in cuts[1:]] + [len(entry.text)]
    offsets: list[int] = []
    at = 0
    for line in entry.lines:
        at = entry.text.find(line.text, at)
        offsets.append(at)
        at += len(line.text)
    row = 0
    for (role, begin), end in zip(cuts, ends, strict=True):
        pieces: list[Piece] = []
        while row < len(entry.lines):
            line, offset = entry.lines[row], offsets[row]
            a, b = max(begin - offset, 0), min(end - offset, len(line.text))
            if a < b:
                # The blanks between two segments of a line belong to the first one's tail.
                ink = line.text[a:b]
                lead = len(ink) - len(ink.lstrip(BLANKS))
                a += lead
                ink = ink[lead:].rstrip(BLANKS)
                if ink:
                    until = len(line.text) if b == len(line.text) else b + _blanks(line.text, b)
                    tail = line.text[a + len(ink) : until] + (
                        line.tail if b == len(line.text) else ""
                    )
                    indent = line.indent if a == 0 else ""
                    start = line.start if a == 0 else line.start + len(line.indent) + a
                    pieces.append(Piece(ink, indent, tail, start))
            if end - offset <= len(line.text) and end < len(entry.text):
                break
            row += 1
        if pieces:
            yield role, pieces


def _blanks(text: str, at: int) -> int:
    rest = text[at:]
    return len(rest) - len(rest.lstrip(BLANKS))


def _tokens(readings: Sequence[LineFeatures], steps: Sequence[Step]) -> Iterator[_Token]:
    """The layout grammar's tokens: the blocks, with a mark before each item."""
    group: list[tuple[str, list[Piece], bool]] = []
    resumed = False
    above: LineFeatures | None = None  # the body text right above, furniture between them aside
    for reading, step in zip(readings, steps, strict=True):
        parts = list(_pieces(reading.logical, segments(reading, step.role)))
        if step.role in FURNITURE:
            cut = bool(group)
            yield from _item(group, resumed=resumed)
            group, resumed = [], resumed or cut
            for role, pieces in parts:
                yield role.upper(), ROLES[role].kind(tuple(pieces))
            continue
        notice = step.role == "notice"
        if step.link == "new" or (group and notice != (group[-1][0] == "notice")):
            yield from _item(group, resumed=resumed)
            group, resumed = [], False
        # What breaks off above the running line goes on below it.
        torn = step.link == "same" and above is not None and _breaks_off(above)
        above = reading if step.role in BODY else None
        for n, (role, pieces) in enumerate(parts):
            joins = n == 0 and (step.link == "join" or (resumed and not group and torn))
            last = group[-1] if group else None
            if (
                last is not None
                and role == last[0]
                and ((joins and role == "paragraph") or role in _STACKED)
            ):
                last[1].extend(pieces)
            else:
                group.append((role, pieces, joins))
    yield from _item(group, resumed=resumed)


def _breaks_off(reading: LineFeatures) -> bool:
    """Whether a text ends in mid-sentence, with nothing that says where it goes on, or that something else follows."""
    announced = "ends:colon" in reading.features or "ends:dash" in reading.features
    return not (reading.stopped or reading.endings or announced)


def _item(group: list[tuple[str, list[Piece], bool]], *, resumed: bool) -> Iterator[_Token]:
    if not group:
        return
    roles = {role for role, _, _ in group}
    if roles == {"other"}:
        for _, pieces, _ in group:
            yield "STRAY", Other(tuple(pieces))
        return
    if "notice" in roles:
        yield "NOTICES", resumed
    elif roles & {"caption", "credit"} and not roles & {
        "paragraph",
        "lead",
        "crosshead",
        "continued_from",
    }:
        yield "PICTURE", resumed
    else:
        yield "STORY", resumed
    for role, pieces, continues in group:
        if role == "paragraph":
            yield "PARAGRAPH", Paragraph(tuple(pieces), continues=continues)
        else:
            yield role.upper(), ROLES[role].kind(tuple(pieces))


def _one(children: list[Value]) -> Value:
    return children[0]


def _picture(children: list[Value]) -> Photo:
    """A photo of its own: its heading lines stand in one block."""
    parts: list[Block | HeadlineBlock] = []
    heading: list[Block] = []
    for child in cast(list[Block], children[1:]):
        if child.role in HEADING:
            heading.append(child)
            continue
        if heading:
            parts.append(HeadlineBlock(tuple(heading)))  # type: ignore[arg-type]
            heading = []
        parts.append(child)
    if heading:
        parts.append(HeadlineBlock(tuple(heading)))  # type: ignore[arg-type]
    return Photo(tuple(parts))


_ACTIONS: dict[str, Action] = {
    "page": tuple,
    "story": lambda children: Article(tuple(children[1:]), continues=children[0]),
    "picture": _picture,
    "notices": lambda children: Notice(tuple(children[1:])),
    "stray": lambda children: Stray(tuple(children)),
    "heading": lambda children: HeadlineBlock(tuple(children)),
    "photo": lambda children: Photo(tuple(children)),
    **dict.fromkeys(
        (
            "masthead",
            "folio",
            "credits",
            "index",
            "label",
            "kicker",
            "headline",
            "deck",
            "summary",
            "note",
            "byline",
            "lead",
            "paragraph",
            "crosshead",
            "signoff",
            "caption",
            "credit",
            "continued_from",
            "continued_on",
            "notice",
            "aside",
        ),
        _one,
    ),
}
