"""The JSON Schemas (2020-12) of :mod:`edition.formats.json` and :mod:`edition.formats.standoff`.

They are made from the types of the nodes' fields and the list of roles, and shipped with the package as
``edition/formats/schema.json`` and ``edition/formats/standoff.schema.json``.
"""

from __future__ import annotations

from edition._model.checks import LARGEST
from edition.formats._json_text import Value
from edition.formats._model import ALLOWED, BLOCKS, CONTINUING, KINDS
from edition.formats.json import DOCUMENTS, VERSION, children_key
from edition.nodes import Block, Node, Piece, Signed
from edition.pages import Page

_MODEL = "The model that the page was read with, where it is not the one that the package ships."
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Value]:
    """The schema of pages and issues, with a definition for every kind of node."""
    definitions: dict[str, Value] = {
        "string": _STRING,
        "dialect": _dialect(),
        "model": _model(),
        "person": _person(),
        "dateline": _dateline(),
        "places": _PLACES,
        "edition": _edition(),
        **{kind: _node(kind, cls) for kind, cls in KINDS.items()},
    }
    return {
        "$schema": _DIALECT,
        "title": "A newspaper page, or a part of one",
        "type": "object",
        "properties": {"edition": {"description": "The version of the format.", "const": VERSION}},
        "required": ["edition", "kind"],
        "oneOf": [_ref(kind) for kind in DOCUMENTS],
        "unevaluatedProperties": False,
        "$defs": definitions,
    }


def standoff() -> dict[str, Value]:
    """The schema of standoff annotation, versions 1 and 2."""
    versions: dict[str, Value] = {"description": "The version of the format.", "enum": [1, 2]}
    mark = _object(
        "The dialect that the page was read in.",
        {"name": {"type": "string"}, "digest": {"type": "string"}},
        ["name", "digest"],
        closed=True,
    )
    page = _object(
        "The roles of a page, as spans over its text.",
        {
            "version": versions,
            "dialect": mark,
            "model": {**mark, "description": _MODEL},
            "text": {
                "description": "The text of the page, where it was made of a PDF.",
                "type": "string",
            },
            "spans": {"type": "array", "items": _ref("span")},
            "review": _ref("review"),
        },
        ["spans"],
        closed=True,
    )
    place: dict[str, Value] = {
        "description": "The number of a page, and an offset in its text, in code points.",
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
    }
    jump = _object(
        "Where a story breaks off, and where it goes on.",
        {"from": place, "to": place},
        ["from", "to"],
        closed=True,
    )
    issue = _object(
        "The roles of the pages of an issue, by their numbers, and its jumps.",
        {
            "version": versions,
            "paper": {"type": ["string", "null"]},
            "date": {"type": ["string", "null"], "format": "date"},
            "sources": {"type": "array", "items": {"type": "string"}},
            "pages": {"type": "object", "additionalProperties": _ref("page")},
            "jumps": {"type": "array", "items": jump},
        },
        ["pages"],
        closed=True,
    )
    return {
        "$schema": _DIALECT,
        "title": "The roles of a newspaper page, or of an issue",
        "anyOf": [_ref("page"), _ref("issue")],
        "$defs": {"page": page, "issue": issue, "span": _span(), "review": _review()},
    }


#: A box: x0, y0, x1, y1.
_BOX: dict[str, Value] = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 4,
    "maxItems": 4,
}


def _layout() -> dict[str, Value]:
    number: dict[str, Value] = {"type": "number"}
    offset: dict[str, Value] = {"type": "integer", "minimum": 0, "exclusiveMaximum": LARGEST}
    line = _object(
        "A line of print: where it stands in the text and on the paper.",
        {
            "start": offset,
            "end": offset,
            "box": _BOX,
            "size": number,
            "weight": {"type": "integer"},
            "stops": {"type": "array", "items": number},
            "source": {"type": "integer"},
            "confidence": number,
        },
        ["start", "end", "box", "size"],
        closed=True,
    )
    boxes: dict[str, Value] = {"type": "array", "items": _BOX}
    return _object(
        "Where the print of a page stood when it was read, in points from its top left corner.",
        {
            "width": number,
            "height": number,
            "lines": {"type": "array", "items": line},
            "rules": boxes,
            "pictures": boxes,
        },
        ["width", "height", "lines"],
        closed=True,
    )


def _span() -> dict[str, Value]:
    person = _object(
        "Somebody named.",
        {"name": {"type": "string", "minLength": 1}, "role": {"type": "string"}},
        ["name"],
        closed=True,
    )
    offset: dict[str, Value] = {"type": "integer", "minimum": 0}
    properties: dict[str, Value] = {
        "start": {"description": "Where it begins, in code points.", **offset},
        "end": {"description": "Where it ends, exclusive.", **offset},
        "role": {"enum": [*BLOCKS]},
        "article": {
            "description": "The story on the page that it belongs to.",
            "type": ["integer", "string", "null"],
        },
        "paragraph": {
            "description": "The paragraph of that story, whole again where the layout cut it.",
            "type": ["integer", "string", "null"],
        },
        "people": {"type": "array", "items": person},
        "item": {"description": "The item of the page that it stands in.", "type": "integer"},
        "confidence": {
            "description": "How likely it has its role; it is told, and not read.",
            "type": "number",
            "minimum": 0,
            "maximum": 1,
        },
        "block": {"description": "The block that it is a piece of.", "type": "integer"},
        "box": {
            "description": "Its box on the paper: x0, y0, x1, y1 in points; it is told, and not read.",
            **_BOX,
        },
        "continues": {
            "description": "Whether its paragraph goes on with the one before.",
            "type": "boolean",
        },
        "resumes": {
            "description": "Whether its item goes on with the story before.",
            "type": "boolean",
        },
    }
    return _object("A stretch of the text.", properties, ["start", "end", "role"], closed=True)


def _review() -> dict[str, Value]:
    offset: dict[str, Value] = {"type": "integer", "minimum": 0}
    pin = _object(
        "What a person said of a stretch of the text.",
        {
            "start": offset,
            "end": offset,
            "role": {"enum": [*BLOCKS]},
            "tie": {
                "description": "How it is tied to what stands before it.",
                "enum": ["new", "same", "join"],
            },
        },
        ["start", "end", "role"],
        closed=True,
    )
    return _object(
        "How a person has corrected the page (`edition review`).",
        {
            "sha256": {
                "description": "The SHA-256 of the text in UTF-8.",
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
            },
            "encoding": {"description": "The encoding of the text's file.", "type": "string"},
            "done": {"description": "Whether all of the page was looked at.", "type": "boolean"},
            "pins": {"type": "array", "items": pin},
        },
        ["sha256", "encoding", "done", "pins"],
        closed=True,
    )


_STRING: dict[str, Value] = {
    "description": "A text; cut in two where a high surrogate stands before a low one.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}


_PLACES: dict[str, Value] = {
    "description": "Where the block has it: the number of a piece, and where in its text, half-open, in code points.",
    "type": "array",
    "items": {
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 3,
        "maxItems": 3,
    },
}


def _dialect() -> dict[str, Value]:
    properties: dict[str, Value] = {"name": _ref("string"), "digest": _ref("string")}
    return _object(
        "The dialect that a page was read in.", properties, ["name", "digest"], closed=True
    )


def _model() -> dict[str, Value]:
    properties: dict[str, Value] = {"name": _ref("string"), "digest": _ref("string")}
    return _object(_MODEL, properties, ["name", "digest"], closed=True)


def _person() -> dict[str, Value]:
    properties: dict[str, Value] = {
        "name": _ref("string"),
        "role": _ref("string"),
        "at": _ref("places"),
    }
    return _object("Somebody whom a block names.", properties, ["name", "at"], closed=True)


def _dateline() -> dict[str, Value]:
    parts = ("source", "place", "date")
    at = _object("Where the block has each.", dict.fromkeys(parts, _ref("places")), [], closed=True)
    properties: dict[str, Value] = {**dict.fromkeys(parts, _ref("string")), "at": at}
    about = "Where and when a report was filed, and with whom."
    return _object(about, properties, ["source", "at"], closed=True)


def _edition() -> dict[str, Value]:
    properties: dict[str, Value] = {
        "kind": {"const": "edition"},
        "paper": _ref("string"),
        "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "sources": {"type": "array", "items": _ref("string")},
        "numbers": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "exclusiveMaximum": LARGEST},
            "uniqueItems": True,
        },
        "pages": {"type": "array", "items": _member("page")},
    }
    about = "An issue: its pages, the number of each, and the names of their files if they had any."
    return _object(about, properties, ["kind", "numbers", "pages"])


def _node(kind: str, cls: type[Node]) -> dict[str, Value]:
    about = (cls.__doc__ or "").splitlines()[0].replace("``", "")
    if cls is Piece:
        start = (
            "Where it stands in the text, in code points; without it, behind the piece before it."
        )
        properties: dict[str, Value] = {
            "kind": {"const": kind},
            **dict.fromkeys(("text", "indent", "tail"), _ref("string")),
            "start": {
                "description": start,
                "type": ["integer", "null"],
                "minimum": 0,
                "exclusiveMaximum": LARGEST,
            },
            "box": {"description": "Its box on the paper: x0, y0, x1, y1 in points.", **_BOX},
        }
        return _object(about, properties, ["text"])
    key = children_key(cls)
    below: Value = (
        _member("piece")
        if issubclass(cls, Block)
        else {"oneOf": [_member(name) for name in ALLOWED[cls]]}
    )
    properties = {
        "kind": {"const": kind},
        key: {"type": "array", "items": below},
    }
    if cls is not Page:
        properties["confidence"] = {
            "description": "How likely it is what it was read as.",
            "type": "number",
            "minimum": 0,
            "maximum": 1,
        }
    if cls in CONTINUING:
        properties["continues"] = {"type": "boolean"}
    if issubclass(cls, Signed):
        properties["people"] = {"type": "array", "items": _ref("person")}
        properties["dateline"] = _ref("dateline")
    if cls is Page:
        properties |= {"dialect": _ref("dialect"), "model": _ref("model"), "head": _ref("string")}
        properties["layout"] = _layout()
        return _object(about, properties, ["kind", "dialect", key])
    return _object(about, properties, ["kind", key])


def _object(
    about: str, properties: dict[str, Value], required: list[Value], *, closed: bool = False
) -> dict[str, Value]:
    return {
        "description": about,
        "type": "object",
        "properties": properties,
        "required": required,
        **({"additionalProperties": False} if closed else {}),
    }


def _ref(name: str) -> dict[str, Value]:
    return {"$ref": f"#/$defs/{name}"}


def _member(name: str) -> dict[str, Value]:
    """A node inside another; unlike a document, it has no key more than its kind knows."""
    return {**_ref(name), "unevaluatedProperties": False}
