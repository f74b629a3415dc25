"""The JSON Schema of the records that :func:`edition.to_records` makes, in the dialect of 2020-12.

It is made from the table of their fields, and shipped with the package as ``edition/formats/records.schema.json``; ``edition
schema records`` prints it. It holds for what is written; what is read may have fewer fields, or others beside them.
"""

from __future__ import annotations

from edition.formats._types import FieldType, field_type
from edition.formats.json import Value
from edition.records import FIELDS, VERSION

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: dict[str, dict[str, Value]] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "int32": {"type": "integer", "minimum": 0},
    "float64": {"type": "number", "minimum": 0, "maximum": 1},
    "date32": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def schema() -> dict[str, Value]:
    """The schema of a record."""
    properties: dict[str, Value] = {
        name: {"description": about, **_schema(field_type(kind))} for name, kind, about in FIELDS
    }
    properties["version"] = {"description": "The version of the records.", "const": VERSION}
    return {
        "$schema": _DIALECT,
        "title": "A story of a newspaper",
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _schema(kind: FieldType) -> dict[str, Value]:
    found: dict[str, Value]
    if kind.name == "list":
        found = {"type": "array", "items": _schema(kind.inner[0][1])}
    elif kind.name == "struct":
        fields: dict[str, Value] = {name: _schema(of) for name, of in kind.inner}
        found = {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}  # fmt: skip
    else:
        found = dict(_SCALARS[kind.name])
    return {**found, "type": [found["type"], "null"]} if kind.is_nullable else found
