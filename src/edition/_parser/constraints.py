"""What can't be, however much speaks for it: the constraints on the roles of a line, and on what follows what.

Weights say how likely a reading is. Some readings are ruled out before: 本报讯 opens a report, and nothing else; what breaks
off into 下转 is a text, however short. Each such rule stands here once, with a name and its reason; the search, the trainer
and an explanation all ask this table.

A line's roles are found in two steps. The first constraint of :data:`SETTLING` that holds of a line leaves it no other roles
than its own. Of any other line the roles are proposed by its length and its formulas, and every constraint of
:data:`NARROWING` that holds takes some away. What may follow what is told by :data:`NEIGHBOURS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from attrs import frozen

from edition._parser.feature_names import (
    BULLETED,
    CLOSES_CREDIT,
    CLOSES_JUMP,
    COLOPHON,
    DOUBLED,
    ENDS_EXCLAIM,
    ENDS_FILED,
    GUIDE,
    HAS_COMMA,
    HAS_NOTICE,
    HAS_PICTURE,
    HAS_SELF,
    IN_NOTICE,
    IN_SUMMARY,
    IS_BRACKETED,
    IS_BYLINE,
    IS_CONTACT,
    IS_CONTINUED,
    IS_CREDIT,
    IS_CREDITS,
    IS_DATE,
    IS_INSTITUTION,
    IS_MARK,
    IS_SIGNOFF,
    LEFT_OPEN,
    OPENS_BULLET,
    OPENS_CAPTION,
    OPENS_FIELD,
    OPENS_MARKUP,
    OPENS_NOTE,
    OPENS_NOTICE,
    OPENS_NUMBER,
    OPENS_PICTURE_LABEL,
    OPENS_STAFF,
    OPENS_SUMMARY,
    PLATE,
    PRESENTED,
    PRINT_BAR,
    PRINT_HEADING,
    PRINT_RUNNING,
    RUNNING_HEAD,
    TABLE_OF_STORY,
    VERTICAL,
    WHOLE_FOLIO,
)
from edition._parser.line_features import RUNNING, LineFeatures
from edition._parser.weights import BODY, FURNITURE

#: The names of what was seen in a line.
Signs: TypeAlias = frozenset[str]

#: Roles of the headline block.
HEADING = frozenset(("label", "kicker", "headline", "deck"))
#: A piece of a story that goes on from elsewhere: 上接 on a line of its own, and at the head of a text.
_GOING_ON = frozenset(("continued_from", "continuation"))
#: What was seen that had at least this of a story: a headline 1, a text 2, a picture 4.
HEADLINE_SEEN, TEXT_SEEN, PICTURE_SEEN = 1, 2, 4


@frozen
class LineConstraint:
    """A rule about the roles of lines of a kind: ``only`` these, or ``never`` these.

    Where it says ``going_on``, a line can have these roles, too, if it goes on with what has the same.
    """

    name: str
    reason: str
    holds: Callable[[LineFeatures, Signs], bool]
    only: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    going_on: tuple[str, ...] = ()


class Candidates(NamedTuple):
    """The roles that a line could have, and those that it could have if it goes on with what has the same."""

    roles: tuple[str, ...]
    going_on: tuple[str, ...] = ()


@frozen
class NeighbourConstraint:
    """A rule about what may follow what: whether it bars a role, tied by a link, after another one.

    It is asked with the role, the link, the role before it and what the open story has had.
    """

    name: str
    reason: str
    bars: Callable[[str, str, str, int], bool]


# --- which roles a line can have -----------------------------------------------------------------

_SIGNATURES = frozenset((IS_SIGNOFF, IS_BRACKETED, IS_BYLINE, IS_CREDIT))
#: Any of these proves a running line.
_PROOFS = frozenset((RUNNING_HEAD, WHOLE_FOLIO, COLOPHON))
#: What belongs to a story or a notice amid these, and is furniture elsewhere.
_OF_STORIES = frozenset((IS_INSTITUTION, IS_DATE, IS_CONTACT))
#: Without any of these, what opens with a number or stands in a row of briefs is no caption.
_OF_PICTURES = frozenset((OPENS_CAPTION, CLOSES_CREDIT, HAS_PICTURE))
#: The signs of a text beside the paragraphs, and what stands below one.
_OF_ASIDES = frozenset(
    (
        OPENS_CAPTION, OPENS_PICTURE_LABEL, HAS_PICTURE, CLOSES_CREDIT, OPENS_NOTE, HAS_SELF, OPENS_SUMMARY,
        OPENS_BULLET, OPENS_NOTICE, HAS_NOTICE,
    )
)  # fmt: skip
_BELOW_ASIDES = frozenset(("credit", "note end"))
#: Lines that a text can go on from.
_TEXTS = frozenset(("body", "torn", "lead", "continued"))
#: Beside which lines one stands at the edge of the page's stories.
_EDGES = (RUNNING - {"institution"}) | {"credits", "edge"}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"


def _sends_on(line: LineFeatures, signs: Signs) -> bool:
    return line.line_type != "jump" and (CLOSES_JUMP in signs or line.below == "jump")


def _goes_on(line: LineFeatures, signs: Signs) -> bool:
    """Whether what stands above is running text, and nothing says that this is not."""
    return line.above in _TEXTS and line.below not in _BELOW_ASIDES and signs.isdisjoint(_OF_ASIDES)


def _is_number(line: LineFeatures, signs: Signs) -> bool:
    return IS_MARK in signs and line.text.isdigit()


def _is_left_open(_: LineFeatures, signs: Signs) -> bool:
    return LEFT_OPEN in signs and not any(name.startswith("is:") for name in signs)


def _is_amid_stories(line: LineFeatures, _: Signs) -> bool:
    return line.above not in _EDGES and line.below not in _EDGES


def _is_listed(line: LineFeatures, signs: Signs) -> bool:
    """Whether it is an item of a list, and no picture's. ① names a picture more often than not, and ２、 may."""
    if line.below == "credit" or not signs.isdisjoint(_OF_PICTURES):
        return False
    if BULLETED in signs:
        return True
    return OPENS_NUMBER in signs and (
        ENDS_EXCLAIM in signs or not (line.text[0].isdigit() or line.text[0] in _CIRCLES)
    )


#: The first of these that holds of a line tells its roles.
SETTLING = (
    LineConstraint(
        "above the rule",
        "What is printed above the rule at the page's top is the running line.",
        lambda _, signs: PRINT_RUNNING in signs,
        only=("folio", "masthead"),
    ),
    LineConstraint(
        "rubric with a bar",
        "What is printed beside a bar of its own height is a rubric.",
        lambda _, signs: PRINT_BAR in signs,
        only=("label",),
    ),
    LineConstraint(
        "large print",
        "What is set much larger than the body is a heading of some kind, however it is worded.",
        lambda _, signs: PRINT_HEADING in signs,
        only=(
            "headline",
            "kicker",
            "deck",
            "label",
            "crosshead",
            "summary",
            "byline",
            "index",
            "notice",
            "masthead",
            "folio",
        ),
    ),
    LineConstraint(
        "continuation line",
        "A line that is 上接 from end to end says where a story comes from.",
        lambda line, signs: line.line_type == "continued" and IS_CONTINUED in signs,
        only=("continued_from",),
    ),
    LineConstraint(
        "continuation",
        "Behind 上接 a story goes on.",
        lambda line, _: line.line_type == "continued",
        only=("continuation",),
    ),
    LineConstraint(
        "lead",
        "A lead opens a report.",
        lambda line, _: line.line_type == "lead",
        only=("opening",),
    ),
    LineConstraint(
        "signature sent on",
        "A signature can stand above 下转, as the text that it signs can.",
        lambda line, signs: _sends_on(line, signs) and not signs.isdisjoint(_SIGNATURES),
        only=("paragraph", "signoff", "credit"),
    ),
    LineConstraint(
        "text sent on",
        "What goes on elsewhere is a text, however short its stump.",
        _sends_on,
        only=("paragraph",),
    ),
    LineConstraint(
        "notice",
        "From a notice's title down to who signs it, every line is the notice's.",
        lambda _, signs: IN_NOTICE in signs,
        only=("notice",),
    ),
    LineConstraint(
        "key points",
        "What stands below the heading of key points are the points.",
        lambda _, signs: IN_SUMMARY in signs,
        only=("summary",),
    ),
    LineConstraint(
        "table of a story",
        "The rows of a table that a text announces with a colon are the story's.",
        lambda _, signs: TABLE_OF_STORY in signs,
        only=("paragraph",),
    ),
    LineConstraint(
        "printed twice",
        "A heading line that stands right above once more is bold print, which a PDF's text layer has twice.",
        lambda _, signs: DOUBLED in signs,
        only=("other",),
    ),
    LineConstraint(
        "vertical",
        "What is set one character a line is a heading.",
        lambda _, signs: VERTICAL in signs,
        only=("headline", "kicker", "deck", "label", "crosshead"),
    ),
    LineConstraint(
        "markup",
        "What Markdown marks as a heading is one.",
        lambda line, signs: OPENS_MARKUP in signs and line.opening is not None,
        only=("headline", "kicker", "deck", "label", "crosshead"),
    ),
    LineConstraint(
        "filed",
        "An author behind whom stands where the report was filed (何采薇／台北報導) opens a report.",
        lambda _, signs: IS_BYLINE in signs and ENDS_FILED in signs,
        only=("byline",),
    ),
    LineConstraint(
        "caption with its credit",
        "Sentences that a picture's credit follows on their line are the picture's caption.",
        lambda line, signs: CLOSES_CREDIT in signs and line.stopped,
        only=("caption", "credit"),
    ),
    LineConstraint(
        "running text",
        "A whole text below running text is running text, or goes on with the note, the caption, the key points or the notice "
        "that is open.",
        lambda line, signs: line.line_type in ("body", "torn") and _goes_on(line, signs),
        only=("paragraph",),
        going_on=("caption", "editor_note", "notice", "summary"),
    ),
    LineConstraint(
        "nameplate",
        "What stands in a block with the paper's name and its number is the nameplate.",
        lambda _, signs: PLATE in signs,
        only=("masthead",),
    ),
    LineConstraint(
        "guide",
        "What stands between the heading of a guide and its last page number is the guide.",
        lambda _, signs: GUIDE in signs,
        only=("index",),
    ),
    LineConstraint(
        "folio",
        "A line that names the page, the paper and the day, or stands where running lines stand, is the running line.",
        lambda _, signs: not signs.isdisjoint(_PROOFS),
        only=("folio",),
    ),
    LineConstraint(
        "staff",
        "A line of duties and names says who made the page, or who made a story.",
        lambda _, signs: IS_CREDITS in signs and OPENS_STAFF in signs,
        only=("credits", "byline", "signoff", "credit"),
    ),
    LineConstraint(
        "last clause",
        "A clause below running text, with which the page breaks off, is running text.",
        lambda line, signs: (
            line.line_type == "long line"
            and line.below == "edge"
            and HAS_COMMA in signs
            and _goes_on(line, signs)
        ),
        only=("paragraph",),
    ),
    LineConstraint(
        "repeated headline",
        "A heading right above 上接 is the headline that the story has on the page before.",
        lambda line, _: line.line_type == "line" and line.below == "continued",
        only=("headline", "deck", "label"),
    ),
)

#: Every one of these that holds of a line takes roles away.
NARROWING = (
    LineConstraint(
        "presented",
        "Who presents a story, as 汾河日报 陈立 文/图 does, is no picture's credit.",
        lambda _, signs: PRESENTED in signs,
        never=frozenset(("credit",)),
    ),
    LineConstraint(
        "listed",
        "What has a number or a bullet, as others do, is an item of a list and no caption.",
        _is_listed,
        never=frozenset(("caption",)),
    ),
    LineConstraint(
        "left open",
        "What was cut inside a quotation or a bracket is running text: no heading and no signature ends there.",
        _is_left_open,
        only=("paragraph", "caption", "summary", "editor_note"),
    ),
    LineConstraint(
        "field",
        "A field of an item's particulars (日期：9月9日) is no heading.",
        lambda _, signs: OPENS_FIELD in signs,
        never=HEADING | {"crosshead", "signoff"},
    ),
    LineConstraint(
        "number in a signature",
        "Nobody who signs has a number in the name: what has one, and no signature's formula, signs nothing.",
        lambda line, signs: (
            any(map(str.isdigit, line.text)) and not any(name.startswith("is:") for name in signs)
        ),
        never=frozenset(("signoff",)),
    ),
    LineConstraint(
        "mark",
        "A line without a word is make-up, the bullet of a rubric, or words left out (……).",
        lambda line, signs: IS_MARK in signs and not line.text.isdigit(),
        only=("other", "label", "paragraph"),
    ),
    LineConstraint(
        "last mark",
        "A mark at the page's foot is the rubric of nothing.",
        lambda line, signs: IS_MARK in signs and line.below == "edge",
        never=frozenset(("label",)),
    ),
    LineConstraint(
        "last heading",
        "What stands at the page's foot introduces nothing: a short line there is a stump, a signature or the headline of the "
        "text above.",
        lambda line, _: line.below == "edge",
        never=frozenset(("crosshead", "kicker")),
    ),
    LineConstraint(
        "day amid stories",
        "A day alone amid the page's stories is a notice's or a signature's, and no running line.",
        lambda line, signs: IS_DATE in signs and _is_amid_stories(line, signs),
        never=FURNITURE | {"headline", "kicker"},
    ),
    LineConstraint(
        "amid stories",
        "A paper's name amid a story signs it, a telephone is a notice's, and a number is a slip of the scanner's.",
        lambda line, signs: (
            (_is_number(line, signs) or not signs.isdisjoint(_OF_STORIES))
            and _is_amid_stories(line, signs)
        ),
        never=FURNITURE,
    ),
)

#: What a text can be at any length, and what a short one can be beside that.
_LONG = ("paragraph", "caption", "editor_note", "summary", "notice")
_SHORT = (
    "headline", "paragraph", "kicker", "deck", "crosshead", "caption", "summary", "notice", "editor_note",
)  # fmt: skip
#: How long a line may be that is no text, in code points: of 681 headings on 62 pages labelled by hand the longest has 64.
_LONGEST_HEADING = 90
#: What a very short line can be, too, and how short that is, in code points: on the same pages one in eleven labels, sign-offs
#: and bylines is longer, and shows its formula.
_SMALL = ("label", "other", "signoff", "byline")
_LONGEST_SMALL = 16
#: What a line can be that is one of the trade's formulas from end to end.
_OF_FORMULA = {
    "jump": ("continued_on",),
    "byline": ("byline", "signoff", "credit"),
    "institution": ("byline", "signoff"),
    "signoff": ("signoff", "byline", "credit", "other"),
    "credit": ("credit", "signoff", "byline"),
    "bracketed": ("signoff", "byline", "label", "other", "credit"),
    "credits": ("credits", "byline"),
    "date": ("folio", "masthead"),
    "page number": ("folio", "index"),
    "folio": ("folio", "masthead", "byline"),
    "masthead": ("masthead", "folio", "notice"),
    "nameplate": ("masthead", "folio", "byline"),
    "index": ("index",),
    "index entry": ("index", "continued_on"),
    "rubric": ("label",),
    "picture rubric": ("label",),
    "bullet": ("label", "other"),
    "note end": ("editor_note",),
    "residue": ("other",),
    "mark": ("other", "folio"),
    "names": ("byline", "signoff", "credit"),
}


def settled_by(line: LineFeatures, signs: Signs) -> LineConstraint | None:
    """The constraint that leaves a line no roles but its own, if any does."""
    for one in SETTLING:
        if one.holds(line, signs):
            return one
    return None


def candidates(line: LineFeatures) -> Candidates:
    """The roles that a line could have, whatever stands around it on the path."""
    signs = frozenset(line.features)
    settled = settled_by(line, signs)
    if settled is not None:
        return Candidates(settled.only, settled.going_on)
    found = _proposed(line)
    for one in NARROWING:
        if one.holds(line, signs):
            found = [
                role
                for role in found
                if role not in one.never and (role in one.only or not one.only)
            ]
    return Candidates(tuple(found) or ("other",))


def _proposed(line: LineFeatures) -> list[str]:
    size = len(line.text)
    found = [*(_LONG if size > _LONGEST_HEADING else _SHORT)]
    for name in line.features:
        if name.startswith("is:"):
            found += [role for role in _OF_FORMULA.get(name[3:], ()) if role not in found]
    if size <= _LONGEST_SMALL:
        found += [role for role in _SMALL if role not in found]
    return found


def telling(line: LineFeatures) -> Iterator[LineConstraint]:
    """The constraints that leave a line fewer roles than it could have by its length and formulas."""
    signs = frozenset(line.features)
    settled = settled_by(line, signs)
    if settled is not None:
        yield settled
    else:
        yield from (one for one in NARROWING if one.holds(line, signs))


# --- what may follow what --------------------------------------------------------------------------

#: What may stand between a paragraph and its rest.
_BEFORE_REST = BODY | {"other", "caption", "credit", "crosshead", "signoff", "summary"}
#: What may follow 下转 in its story.
_BELOW_JUMP = frozenset(("caption", "credit", "signoff", "continued_on"))

#: None of these bars what may stand on a path.
NEIGHBOURS = (
    NeighbourConstraint(
        "sent on",
        "A story that goes on elsewhere goes on no further here, but for its signature and its picture.",
        lambda role, link, last, _: (
            last == "continued_on" and link != "new" and role not in _BELOW_JUMP
        ),
    ),
    NeighbourConstraint(
        "headline above 上接",
        "A heading right above 上接 is its own, repeated: it is no other story's, nor one by itself.",
        lambda role, link, last, had: (
            role in _GOING_ON and last in HEADING and (link == "new" or bool(had & TEXT_SEEN))
        ),
    ),
    NeighbourConstraint(
        "上接 begins",
        "上接 begins a piece of a story: it stands before its text.",
        lambda role, link, _, had: role in _GOING_ON and link != "new" and bool(had & TEXT_SEEN),
    ),
    NeighbourConstraint(
        "note first",
        "An editor's note speaks before a story, not after one: below a text it begins another.",
        lambda role, link, last, _: role == "editor_note" and link != "new" and last in BODY,
    ),
    NeighbourConstraint(
        "rest of a paragraph",
        "The rest of a paragraph has its beginning above it, and between them no more than what can stand in a text.",
        lambda _, link, last, had: (
            link == "join" and not (last in _BEFORE_REST and had & TEXT_SEEN)
        ),
    ),
)


def barred_by(role: str, link: str, last: str, had: int) -> NeighbourConstraint | None:
    """The constraint that keeps a role, tied by a link, from standing there, if any does."""
    for one in NEIGHBOURS:
        if one.bars(role, link, last, had):
            return one
    return None
