"""TEI P5: a page or an issue, with the exact text and layout of the page::

    <div type="page" n="2" xml:space="preserve"><pb n="2"/><fw type="header">第2版 要闻</fw>

    <div type="article"><head type="main">河堤步道开放</head>

    <p><label type="lead">本报讯（记者 <persName role="记者">陈立</persName>）</label>汾河西岸的步道昨日开放。</p></div>
    </div>

The text content of such a division is exactly the text of the page, so that the page can be read back. Characters that XML does
not allow (NUL, lone surrogates and others) are ``g`` elements with the code point. Pieces of hand-made nodes that cannot be told
from the surrounding whitespace are in a ``seg`` of type text.

Each page refers to its dialect in the header. People are marked in the text (``persName``, or ``name`` for institutions), and so
are the source, place and date of a dateline; a name that is cut by a column is one element with a break in it. All of this can be
read back.

In an issue each page is such a division, and stories that continue on another page refer to each other (``next``, ``prev``).

TEI from other projects is read as far as possible: divisions as stories, with their heads, bylines, paragraphs, closers and figures.
Its whitespace is not used; each piece gets its own line.
"""

from __future__ import annotations

from typing import TypeVar, overload

from attrs import frozen

from edition.dialects import AnyDialect
from edition.editions import Edition
from edition.formats import _xml
from edition.formats._tei_reader import Reader
from edition.formats._tei_writer import document
from edition.formats.errors import FormatError
from edition.pages import Page

T = TypeVar("T", Page, Edition)


@frozen(weakref_slot=False)
class Reading:
    """What was read, and what of the document was not understood."""

    document: Page | Edition
    notes: tuple[str, ...]
    """Such as ``line 12: table is read as the paragraphs in it``."""


def dump(source: Page | Edition) -> str:
    """Convert a page or an edition to a TEI document that is valid against tei_all."""
    if not isinstance(source, Page | Edition):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"expected a page or an edition, not {type(source).__name__}")
    return document(source)


@overload
def load(
    data: str | bytes, *, limit: int = _xml.LIMIT, dialect: AnyDialect | None = None
) -> Page | Edition: ...
@overload
def load(
    data: str | bytes,
    kind: type[T],
    *,
    limit: int = _xml.LIMIT,
    dialect: AnyDialect | None = None,
) -> T: ...
def load(
    data: str | bytes,
    kind: type[object] = object,
    *,
    limit: int = _xml.LIMIT,
    dialect: AnyDialect | None = None,
) -> Page | Edition:
    """Read a page or an edition from a TEI document. Pass a class to check the result.

    ``dialect`` is that of pages which name none, as others write them; left out, the page itself tells. What a document does
    not carry is computed again, in the mainland dialect where the page's own is not known in this process. Raises FormatError for
    what is no XML or no TEI, declares a document type or an entity, is nested more than 100 deep, or larger than the limit, in
    characters or bytes, and for a document of another class than was asked for; and ValueError for a dialect that is not known.
    """
    found = read(data, limit=limit, dialect=dialect).document
    if not isinstance(found, kind):
        raise FormatError("TEI", f"expected {kind.__name__}, not {type(found).__name__}")
    return found


def read(
    data: str | bytes, *, limit: int = _xml.LIMIT, dialect: AnyDialect | None = None
) -> Reading:
    """Read a document as :func:`edition.from_tei` does, and report what was not understood."""
    reader = Reader(dialect)
    found = reader.document(_xml.parse(data, format="TEI", limit=limit))
    return Reading(found, tuple(reader.notes.values()))
