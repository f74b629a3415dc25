"""What each feature says, in words: what an explanation tells in a sentence before it shows the figures.

docs/evidence.md has the same names with their exact meaning. A name without a phrase is told as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: The shapes of the lines around.
_SHAPES = {
    "art title": "a work of art's title",
    "body": "body text",
    "bracketed": "names in brackets",
    "bullet": "a bullet",
    "byline": "a byline",
    "continued": "a jump from another page",
    "credit": "a credit",
    "credits": "the page's staff",
    "date": "a date",
    "edge": "the edge of the page",
    "folio": "a folio",
    "index": "the head of an index",
    "index entry": "a line of an index",
    "institution": "an institution's byline",
    "jump": "a jump to another page",
    "lead": "a lead",
    "line": "a short line",
    "long line": "a line of medium length",
    "mark": "a mark",
    "masthead": "a masthead",
    "names": "nothing but names",
    "note end": "the end of an editor's note",
    "page number": "a page number",
    "phrase": "a short sentence",
    "picture head": "a picture's heading",
    "picture rubric": "a rubric of pictures",
    "residue": "leftovers of markup",
    "rubric": "a rubric",
    "sentence": "a sentence",
    "signoff": "a sign-off",
    "torn": "text that breaks off",
}
_DEGREES = {"some": "some of ", "none": "none of ", "short": "few of "}
#: What a line can follow, by its role.
_FOLLOWED = {
    "byline": "a byline",
    "caption": "a caption",
    "continuation": "text that goes on from another page",
    "continued_from": "a jump from another page",
    "continued_on": "a jump to another page",
    "credit": "a credit",
    "credits": "the page's staff",
    "crosshead": "a crosshead",
    "deck": "a deck",
    "editor_note": "an editor's note",
    "enclosed": "a line in brackets",
    "folio": "a folio",
    "headline": "a headline",
    "index": "an index",
    "kicker": "a kicker",
    "label": "a label",
    "masthead": "a masthead",
    "notice": "a notice",
    "opening": "a paragraph with a lead",
    "other": "a stray mark",
    "paragraph": "a paragraph",
    "signoff": "a sign-off",
    "signoff line": "a sign-off",
    "summary": "a summary",
}
#: What a story has had before a line: the number is 1 for a headline, 2 for a body and 4 for a picture, added up.
_HAD = ("a headline", "body text", "a picture")

#: Names without a variable part.
_PHRASES = {
    "announced": "the line above announces it",
    "print alike": "set as the line above is",
    "print bar": "a bar before it",
    "print heading": "set much larger than the body",
    "print running": "above the rule at the page's top",
    "print under picture": "below a picture",
    "print unlike": "set in other print than the line above",
    "bare": "short and without punctuation",
    "below field": "an empty field above it",
    "below table": "a table above it",
    "binding": "the line above ends with a word that asks for more",
    "bulleted": "a bullet as on the lines beside it",
    "by furniture": "a folio or a masthead close by",
    "comma": "a comma ends the line above",
    "database heading": "a heading of a database, in square brackets",
    "echo:above": "its words recur above",
    "echo:below": "its words recur below",
    "echo:both": "its words recur above and below",
    "echo:none": "its words recur nowhere near",
    "enclosed": "in brackets from end to end",
    "further number": "it counts on from a number above",
    "gap:narrow": "fewer blank lines above it than usual",
    "gap:parting": "more blank lines above it than usual",
    "gap:usual": "the usual number of blank lines above it",
    "gap:wide": "more blank lines above it than usual",
    "indent": "indented",
    "indent:no": "not indented",
    "indent:yes": "indented",
    "joining": "it begins with what can't open a line",
    "leaning": "its first word belongs to the line above",
    "longest": "the longest of a row of short lines",
    "twin pairs": "another pair of short lines like it close by",
    "mid clause": "a clause is cut above it",
    "mid:long": "a long line breaks off above it",
    "mid:short": "a short line breaks off above it",
    "narrow": "narrower than its column",
    "no indent": "not indented",
    "notice title": "worded as the title of a notice",
    "open quote": "a quotation begins in it and does not end",
    "presented": "a name with a title or a place",
    "quote open": "a quotation is still open above it",
    "repeated": "repeated from the page before",
    "run on": "on the same line as the text above",
    "signed": "the story above is signed",
    "stacked:even": "as wide as the heading line above",
    "stacked:narrower": "narrower than the heading line above",
    "stacked:wider": "wider than the heading line above",
    "stopped": "the line above ends its sentence",
    "table of a story": "a row of a table in a story",
    "unsigned": "the story above is not signed yet",
    "unstopped": "the line above ends in mid-sentence",
    "unstopped:long": "a long line ends in mid-sentence above it",
    "unstopped:short": "a short line ends in mid-sentence above it",
    "vertical": "set vertically, a character a line",
    "wrapped": "a page whose lines are cut at the column's width",
    "ends:art": "it ends with a work of art's genre",
    "ends:binding": "it ends with a word that asks for more",
    "opens:field": "it opens with the name of a field, as particulars do",
    "ends:filed": "it ends with where a report was filed",
    "ends:bracket": "it ends with a bracket",
    "ends:colon": "it ends with a colon",
    "ends:comma": "it ends with a comma",
    "ends:dash": "it ends with a dash",
    "ends:ellipsis": "it ends with an ellipsis",
    "ends:exclaim": "it ends with an exclamation or question mark",
    "ends:numeral": "it ends with a number",
    "ends:open": "no full stop at its end",
    "ends:picture": "it ends with a make-up mark for pictures",
    "ends:quote": "it ends with a quotation mark",
    "ends:rubric": "it ends with a column's name",
    "ends:series": "it ends with a number in a series",
    "ends:speaker": "it ends as the line above a quoted headline does",
    "ends:stop": "it ends as a sentence",
    "closes:credit": "a credit at its end",
    "closes:jump": "a jump at its end",
    "closes:names": "names at its end",
    "closes:rubric": "a column's name at its end",
    "closes:signed": "a byline at its end",
    "closes:signoff": "a sign-off at its end",
    "has:blank": "a blank in it, as between two halves of a headline",
    "has:columns": "wide gaps in it, as in a table",
    "has:comma": "a comma in it",
    "has:notice": "worded as a notice",
    "has:period": "a full stop or a semicolon in it",
    "has:picture": "it says what a picture shows",
    "has:scene": "it describes a scene",
    "has:self": "the paper speaks of itself",
    "has:speech": "it reports speech",
    "has:wide blank": "a wide blank in it",
    "line above:even": "as long as the heading line above",
    "line above:longer": "a longer heading line above",
    "line above:shorter": "a shorter heading line above",
    "line below:even": "as long as the heading line below",
    "line below:longer": "a longer heading line below",
    "line below:shorter": "a shorter heading line below",
    "opens:ad": "it opens as an advertisement",
    "opens:bracket": "it opens with a bracket",
    "opens:bullet": "it opens with a bullet",
    "opens:caption": "it opens as a caption",
    "opens:continued_from": "it opens with a jump from another page",
    "opens:dash": "it opens with a dash",
    "opens:joining": "it opens with what can't open a line",
    "opens:label": "it opens with a rubric",
    "opens:lead": "it opens with a lead",
    "opens:leaning": "its first word belongs to the line above",
    "opens:note": "it opens as an editor's note",
    "opens:notice": "it opens as a notice",
    "opens:number": "it opens with a number",
    "opens:picture label": "it opens with a rubric of pictures",
    "opens:quote": "it opens with a quotation mark",
    "opens:speaker": "it opens with a speaker and a colon",
    "opens:staff": "it opens as the staff's line",
    "opens:summary": "it opens as a summary",
    "opens:when": "it opens as news",
    "layout": "the layout's usual order",
}


def phrase(name: str) -> str | None:
    """What a feature says in a clause; None for what says nothing of the line itself.

    >>> phrase("below:lead"), phrase("echo below:most"), phrase("any")
    ('a lead below it', 'its words recur below', None)
    """
    if name == "any":
        return None
    if name in _PHRASES:
        return _PHRASES[name]
    key, colon, value = name.partition(":")
    if colon and key in _FAMILIES:
        return _FAMILIES[key](value)
    above, mark, _ = name.partition(">")
    return f"{_shape(above)} above it" if mark else name


def _shape(name: str) -> str:
    return _SHAPES.get(name, name)


def _above(value: str) -> str:
    return "first on the page" if value == "edge" else f"{_shape(value)} above it"


def _below(value: str) -> str:
    return "last on the page" if value == "edge" else f"{_shape(value)} below it"


def _between(value: str) -> str:
    above, _, below = value.partition("/")
    return f"between {_shape(above)} and {_shape(below)}"


def _run(value: str) -> str:
    at, _, follows = value.partition(">")
    n, _, count = at.partition("/")
    row = "a single short line" if count == "1" else f"line {n} of {count} short lines"
    return f"{row}, then {_shape(follows)}" if follows else row


def _had(value: str) -> str:
    number = int(value)
    if number < 0:
        return "first line of the story"
    before = [name for bit, name in enumerate(_HAD) if number >> bit & 1]
    if not before:
        return "no headline and no text of its story before it"
    return f"its story has {' and '.join(before)} already"


def _after(value: str) -> str:
    if value == "edge":
        return "first on the page"
    return f"it follows {_FOLLOWED.get(value, value)}"


def _recur(where: str) -> Callable[[str], str]:
    return lambda value: f"{_DEGREES.get(value, '')}its words recur {where}"


def _up_to(unit: str, more: str) -> Callable[[str], str]:
    return lambda value: more if value == "more" else unit.format(value)


def _share(unit: str, more: str) -> Callable[[str], str]:
    return lambda value: more if value == "more" else unit.format(f"{float(value):.0%}")


#: How print stands in its column, and towards the largest print of its block.
_PLACES = {
    "flush": "set from its column's edge on",
    "indented": "indented as a paragraph is",
    "centred": "set in the middle of its column",
    "right": "set at the end of its column",
    "away": "set further in than a paragraph",
}
_BLOCKS = {
    "alone": "the only heading line of its block",
    "largest": "the largest print of its block",
    "above": "smaller print above a headline",
    "below": "smaller print below a headline",
}
_GAPS = {
    "usual": "right below the line above",
    "wide": "white between it and the line above",
}


def _set(value: str) -> str:
    above, mark, here = value.partition(">")
    return f"{here} print below {above} print" if mark else f"set in {value} print"


def _frame(value: str) -> str:
    return f"in {'the same' if value.startswith('same') else 'another'} frame as the line above"


#: The words for a name's part behind the colon, by the part before it.
_FAMILIES: Mapping[str, Callable[[str], str]] = {
    "above": _above,
    "print": _set,
    "print size": lambda value: f"set in {value} print",
    "print place": lambda value: _PLACES[value],
    "print above": lambda value: f"{value} print above it",
    "print below": lambda value: f"{value} print below it",
    "print head": lambda value: _BLOCKS[value],
    "print under picture": lambda value: f"{value} print below a picture",
    "print frame": _frame,
    "print gap": lambda value: _GAPS[value],
    "from": _above,
    "below": _below,
    "to": lambda value: f"it is {_shape(value)}",
    "is": lambda value: f"it is {_shape(value)}",
    "formal": _between,
    "free": _between,
    "run": _run,
    "had": _had,
    "after": _after,
    "echo above": _recur("above"),
    "echo below": _recur("below"),
    "echoes": lambda value: _recur("below")(value.partition(">")[2]),
    "length": _up_to("at most {} characters", "a long line"),
    "share": _share("at most {} of a usual paragraph's length", "longer than a usual paragraph"),
    "head share": _share("at most {} of a usual heading's length", "longer than a usual heading"),
    "row": _up_to("in a row of at most {} short lines", "in a long row of short lines"),
    "rows": lambda value: f"put together from {value} lines of print",
    "cut": lambda _: "the line above ends in mid-sentence",
    "kin": lambda _: "words in common with the text above",
    "lead kin": lambda _: "words in common with the text above",
    "across": lambda _: "words in common across the heading",
    "bare lead": lambda _: "a lead right below another text",
    "behind picture": lambda _: "text below a picture",
    "texts above": lambda value: f"{_count(value, 4, 'paragraph')} up to the heading above",
    "texts below": lambda value: f"{_count(value, 4, 'paragraph')} down to the heading below",
    "from top": lambda value: f"{_count(value, 0, 'line')} from the top of the page",
    "from foot": lambda value: f"{_count(value, 0, 'line')} from the foot of the page",
    "notices near": lambda value: f"{_count(value, 3, 'line')} close by worded as a notice",
    "twins": lambda value: f"{_count(value, 2, 'short line')} like it close by",
}


def _count(value: str, most: int, unit: str) -> str:
    """So many of a unit; ``most`` stands for more, too."""
    number = int(value)
    more = " or more" if number and number == most else ""
    return f"{value if number else 'no'}{more} {unit}{'s' * (number != 1)}"
