"""The types of fields and columns as tables name them: ``list<name: string, role: string?>``, ``struct<name: string>?``.

``?`` stands behind what may be null. A list of several fields is one of structs. Lists and structs nest.
"""

from __future__ import annotations

import re

from attrs import frozen


@frozen(weakref_slot=False)
class FieldType:
    """A type: ``string``, ``list`` of what is inside it, ``struct`` of what is inside, by name."""

    name: str
    inner: tuple[tuple[str, FieldType], ...] = ()
    """The fields of a struct; of a list the one type of its values, under no name."""
    is_nullable: bool = False


def field_type(text: str) -> FieldType:
    """A type out of its name.

    >>> field_type("list<int32?>")
    FieldType(name='list', inner=(('', FieldType(name='int32', inner=(), is_nullable=True)),), is_nullable=False)
    """
    is_nullable = text.endswith("?")
    text = text.removesuffix("?")
    name, _, inside = text.partition("<")
    if not inside:
        return FieldType(name, (), is_nullable)
    if name == "list" and re.match(r"\w+: ", inside):
        return FieldType(name, (("", field_type(f"struct<{inside}")),), is_nullable)
    fields = []
    for part in _split(inside.removesuffix(">")):
        key, _, of = part.partition(": ") if name == "struct" else ("", "", part)
        fields.append((key, field_type(of)))
    return FieldType(name, tuple(fields), is_nullable)


def _split(text: str) -> list[str]:
    """The fields of a struct: cut at the commas that are in no brackets."""
    found, depth = [""], 0
    for part in text.split(", "):
        found[-1] += f", {part}" if depth else part
        depth += part.count("<") - part.count(">")
        if not depth:
            found.append("")
    return found[:-1]
