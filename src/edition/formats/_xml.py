"""XML: written by hand, read by expat, with entities, document types and the network out of reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast
from xml.parsers import expat

from edition.formats.errors import FormatError

#: What a document opens with.
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: White space in the sense of XML, which may stand between elements.
SPACE = " \t\r\n"
#: Characters that no XML 1.0 document can hold, escaped or not.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: How deeply elements may be nested.
DEPTH = 100
#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 16 * 2**20
#: A document may have an element for so many characters of the limit: an element takes far more memory than its tag.
_CHARACTERS_AN_ELEMENT = 16

_XML_NAMES = "http://www.w3.org/XML/1998/namespace"
_SPECIAL = re.compile("[&<>\r]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_SPECIAL_QUOTED = re.compile('[&<>"\t\n\r]')
_ENTITIES_QUOTED = _ENTITIES | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}

Attributes: TypeAlias = Mapping[str, str | None]


def escape(text: str) -> str:
    """A text for use between tags; without the characters that XML can't hold."""
    return _SPECIAL.sub(lambda m: _ENTITIES[m.group()], FORBIDDEN.sub("", text))


def start_tag(name: str, attributes: Attributes | None = None, *, empty: bool = False) -> str:
    """``<name key="value">``; attributes that are None are left out."""
    if not attributes:
        return f"<{name}/>" if empty else f"<{name}>"
    written = "".join(
        f' {key}="{_SPECIAL_QUOTED.sub(lambda m: _ENTITIES_QUOTED[m.group()], FORBIDDEN.sub("", value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}/>" if empty else f"<{name}{written}>"


def element(name: str, content: str = "", attributes: Attributes | None = None) -> str:
    """An element around what is XML already; an empty tag if there is nothing."""
    if not content:
        return start_tag(name, attributes, empty=True)
    return f"{start_tag(name, attributes)}{content}</{name}>"


class Element:
    """An element: its name and attributes, and the texts and elements in it."""

    __slots__ = ("attributes", "children", "line", "name", "space")

    def __init__(self, space: str, name: str, attributes: dict[str, str], line: int) -> None:
        self.space = space
        """Its namespace, empty where it has none."""
        self.name = name
        self.attributes = attributes
        """Keys without their namespace, but for those of XML itself: ``xml:id``."""
        self.line = line
        self.children: list[Element | str] = []


def parse(data: str | bytes, *, format: str, limit: int) -> Element:  # noqa: A002
    """The root of a document. Raises FormatError for what is no XML, is too large, or declares a document type."""
    if len(data) > limit:
        raise FormatError(format, f"{len(data)} characters are more than the limit of {limit}")
    if isinstance(data, str):
        try:
            octets, encoding = data.encode(), "utf-8"
        except UnicodeEncodeError as error:
            problem = "a lone surrogate can't stand in XML"
            raise FormatError(format, problem, f"character {error.start}") from None
    else:
        octets, encoding = data, None
    parser = expat.ParserCreate(encoding, " ")
    parser.buffer_text = True
    root = Element("", "", {}, 0)
    open_elements = [root]
    left = limit // _CHARACTERS_AN_ELEMENT

    def where() -> str:
        return f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}"

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise FormatError(
                format, f"more than {limit // _CHARACTERS_AN_ELEMENT} elements", where()
            )
        if len(open_elements) > DEPTH:
            raise FormatError(format, f"elements are nested more than {DEPTH} deep", where())
        space, _, local = name.rpartition(" ")
        plain = {
            f"xml:{key.rpartition(' ')[2]}"
            if key.startswith(_XML_NAMES)
            else key.rpartition(" ")[2]: value
            for key, value in attributes.items()
        }
        found = Element(space, local, plain, parser.CurrentLineNumber)
        open_elements[-1].children.append(found)
        open_elements.append(found)

    def end(_: str) -> None:
        open_elements.pop()

    def characters(text: str) -> None:
        open_elements[-1].children.append(text)

    def refuse(*_: object) -> int:
        raise FormatError(format, "document types and entities are not read", where())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(octets, True)  # noqa: FBT003 expat takes no keyword
    except expat.ExpatError as error:
        problem = f"this is no XML: {expat.ErrorString(error.code)}"
        raise FormatError(
            format, problem, f"line {error.lineno}, column {error.offset + 1}"
        ) from None
    except (
        LookupError,
        ValueError,
    ) as error:  # an encoding that is unknown, or not of one byte a character
        if isinstance(error, FormatError):
            raise
        raise FormatError(format, f"this can't be decoded: {error}") from None
    return cast(Element, root.children[0])


def all_of(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name below one, in the order of the document."""
    todo = [element]
    while todo:
        node = todo.pop()
        if node.name == name:
            yield node
        todo += reversed([child for child in node.children if isinstance(child, Element)])
