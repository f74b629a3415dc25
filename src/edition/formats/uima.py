"""UIMA CAS XMI: pages for INCEpTION and other programs on UIMA, and what was annotated read back.

Needs dkpro-cassis, which the extra ``uima`` brings. The type ``webanno.custom.Print`` has the features ``role`` and ``tie``, as in
:mod:`edition.formats.inception`; all blanks of the text are kept, and so is whatever other programs add.
"""

# pyright: reportMissingImports=false
# It is checked where cassis is not installed, too.

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from edition._text.surrogates import refuse_surrogates
from edition.editions import Edition
from edition.formats._annotations import (
    Annotated,
    Mark,
    annotated,
    marks_of,
    pages_of,
    tie_named,
)
from edition.formats._xml import FORBIDDEN
from edition.formats.errors import FormatError
from edition.formats.inception import LAYER
from edition.pages import Page
from edition.standoff import Standoff, to_standoff

if TYPE_CHECKING:
    from types import ModuleType

#: How large a document is read unless more is asked for, in bytes.
LIMIT = 64 * 2**20
_TOOL = "UIMA CAS"
#: The name of the file that declares the types.
TYPES = "TypeSystem.xml"


def dump(source: Page | Edition) -> dict[str, str]:
    """The files, by their names: ``TypeSystem.xml``, and of every page ``NN.xmi``.

    Raises TypeError for what is no page or issue, ValueError for a page with a lone surrogate or another character that XML can't hold,
    and ImportError without dkpro-cassis.
    """
    cassis = _cassis()
    types = cassis.TypeSystem()
    layer = types.create_type(name=LAYER, supertypeName="uima.tcas.Annotation")
    for feature in ("role", "tie"):
        types.create_feature(domainType=layer, name=feature, rangeType="uima.cas.String")
    files = {TYPES: types.to_xml()}
    for number, page in pages_of(source):
        text = str(page)
        refuse_surrogates(text, _TOOL)
        wrong = FORBIDDEN.search(text)
        if wrong is not None:
            what = f"U+{ord(wrong.group()[0]):04X} at {wrong.start()}"
            raise ValueError(f"XML can't hold every character, and the page has {what}")
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string = text
        cas.sofa_mime = "text/plain"
        for mark in marks_of(to_standoff(page)["spans"]):
            cas.add(layer(begin=mark.start, end=mark.end, role=mark.role, tie=mark.tie))
        files[f"{number:02}.xmi"] = cas.to_xmi(pretty_print=True)
    return files


def load(
    xmi: str | bytes, types: str | bytes, *, was: Standoff | None = None, limit: int = LIMIT
) -> Annotated:
    """A page's text and what was annotated on it, out of its XMI and the type system that was exported with it.

    ``was`` is the reading that went there, as :func:`edition.to_standoff` tells it: where nothing was changed, it comes back as it is.
    Else all annotations are held to, and the rest of the page is read around them.

    Raises FormatError for anything but a CAS with that type, for unknown roles, and for annotations that overlap or are outside the
    text; ImportError without dkpro-cassis.
    """
    cassis = _cassis()
    bodies = [body.encode() if isinstance(body, str) else body for body in (types, xmi)]
    if max(map(len, bodies)) > limit:
        raise FormatError(
            _TOOL, f"{max(map(len, bodies))} bytes are more than the limit of {limit}"
        )
    if any(b"<!DOCTYPE" in body for body in bodies):
        raise FormatError(_TOOL, "a document type is not read")
    try:
        known = cassis.load_typesystem(io.BytesIO(bodies[0]))
        cas = cassis.load_cas_from_xmi(io.BytesIO(bodies[1]), typesystem=known)
        rows = [(fs.begin, fs.end, fs.role, fs.tie) for fs in cas.select(LAYER)]
        text = cas.sofa_string
    except Exception as error:  # noqa: BLE001 (a reader of others, which raises whatever it meets)
        raise FormatError(_TOOL, f"can't be read: {error!r:.200}") from None
    if not isinstance(text, str):
        raise FormatError(_TOOL, "expected a CAS with a text")
    marks = []
    for start, end, role, tie in rows:
        if not 0 <= start < end <= len(text) or not isinstance(role, str):
            raise FormatError(_TOOL, f"{start} to {end} is no stretch of the text with a role")
        marks.append(Mark(start, end, role, None if tie is None else tie_named(tie, _TOOL, "")))
    return Annotated(text, annotated(text, marks, was, tool=_TOOL))


def _cassis() -> ModuleType:
    try:
        import cassis
    except ImportError:
        raise ImportError("UIMA CAS needs dkpro-cassis: pip install 'edition-dom[uima]'") from None
    return cassis  # type: ignore[no-any-return, unused-ignore]
