"""Read the text layer of a Chinese newspaper page into a typed document object model, and write it back."""

from importlib import import_module
from typing import TYPE_CHECKING

from edition import _wiring
from edition._grammar.names import Person
from edition._model.pages import Page
from edition.diff import Change, Diff, diff
from edition.layouts import Box, Layout, LayoutLine
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
    Dateline,
    Deck,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Index,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Node,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    Stray,
    Summary,
)

if TYPE_CHECKING:
    from edition import viz as viz  # a module, and no name to import with a star
    from edition.citations import cite
    from edition.dialects import Dialect
    from edition.editions import Edition, parse_edition, read_edition
    from edition.evaluation import evaluate
    from edition.formats.alto import load as read_alto
    from edition.formats.conll import dump as to_conll
    from edition.formats.errors import FormatError
    from edition.formats.hocr import load as read_hocr
    from edition.formats.html import dump as to_html
    from edition.formats.json import dump as to_json
    from edition.formats.json import load as from_json
    from edition.formats.jsonld import dump as to_jsonld
    from edition.formats.markdown import dump as to_markdown
    from edition.formats.newsml import dump as to_newsml
    from edition.formats.ninjs import dump as to_ninjs
    from edition.formats.nitf import dump as to_nitf
    from edition.formats.page_xml import load as read_page_xml
    from edition.formats.passages import dump as to_passages
    from edition.formats.pdf import load as read_pdf
    from edition.formats.spacy import dump as to_spacy
    from edition.formats.tei import dump as to_tei
    from edition.formats.tei import load as from_tei
    from edition.formats.text import dump as to_text
    from edition.limits import LimitError, Limits
    from edition.models import Model
    from edition.pages import parse
    from edition.positions import Position
    from edition.records import from_records, to_records
    from edition.standoff import from_standoff, to_standoff
    from edition.stories import Story
    from edition.transform import Transformer

_wiring.fill()

#: The version, here and nowhere else: the package's metadata are made of it.
__version__ = "0.1.0"

__all__ = [
    "Article",
    "Block",
    "Box",
    "Byline",
    "Caption",
    "Change",
    "Continuation",
    "Credit",
    "Credits",
    "Crosshead",
    "Dateline",
    "Deck",
    "Dialect",
    "Diff",
    "Edition",
    "EditorNote",
    "Folio",
    "FormatError",
    "Headline",
    "HeadlineBlock",
    "Index",
    "Jump",
    "Kicker",
    "Label",
    "Layout",
    "LayoutLine",
    "Lead",
    "LimitError",
    "Limits",
    "Masthead",
    "Model",
    "Node",
    "Notice",
    "NoticeText",
    "Other",
    "Page",
    "Paragraph",
    "Person",
    "Photo",
    "Piece",
    "Position",
    "Signoff",
    "Story",
    "Stray",
    "Summary",
    "Transformer",
    "cite",
    "diff",
    "evaluate",
    "from_json",
    "from_records",
    "from_standoff",
    "from_tei",
    "parse",
    "parse_edition",
    "read_alto",
    "read_edition",
    "read_hocr",
    "read_page_xml",
    "read_pdf",
    "to_conll",
    "to_html",
    "to_json",
    "to_jsonld",
    "to_markdown",
    "to_newsml",
    "to_ninjs",
    "to_nitf",
    "to_passages",
    "to_records",
    "to_spacy",
    "to_standoff",
    "to_tei",
    "to_text",
]

#: What not every program needs, imported when it is first used: most of the time an import takes is theirs.
_LAZY = {
    "Dialect": "edition.dialects:Dialect",
    "Edition": "edition.editions:Edition",
    "FormatError": "edition.formats.errors:FormatError",
    "LimitError": "edition.limits:LimitError",
    "Limits": "edition.limits:Limits",
    "Model": "edition.models:Model",
    "cite": "edition.citations:cite",
    "dialects": "edition.dialects:",
    "evaluate": "edition.evaluation:evaluate",
    "from_json": "edition.formats.json:load",
    "from_records": "edition.records:from_records",
    "from_standoff": "edition.standoff:from_standoff",
    "from_tei": "edition.formats.tei:load",
    "limits": "edition.limits:",
    "models": "edition.models:",
    "pages": "edition.pages:",
    "parse": "edition.pages:parse",
    "parse_edition": "edition.editions:parse_edition",
    "read_edition": "edition.editions:read_edition",
    "read_alto": "edition.formats.alto:load",
    "read_hocr": "edition.formats.hocr:load",
    "read_page_xml": "edition.formats.page_xml:load",
    "read_pdf": "edition.formats.pdf:load",
    "Position": "edition.positions:Position",
    "Story": "edition.stories:Story",
    "Transformer": "edition.transform:Transformer",
    "to_conll": "edition.formats.conll:dump",
    "to_html": "edition.formats.html:dump",
    "to_json": "edition.formats.json:dump",
    "to_jsonld": "edition.formats.jsonld:dump",
    "to_markdown": "edition.formats.markdown:dump",
    "to_newsml": "edition.formats.newsml:dump",
    "to_ninjs": "edition.formats.ninjs:dump",
    "to_nitf": "edition.formats.nitf:dump",
    "to_passages": "edition.formats.passages:dump",
    "to_records": "edition.records:to_records",
    "to_spacy": "edition.formats.spacy:dump",
    "to_standoff": "edition.standoff:to_standoff",
    "to_tei": "edition.formats.tei:dump",
    "to_text": "edition.formats.text:dump",
    "viz": "edition.viz:",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module 'edition' has no attribute {name!r}")
    module, _, attribute = _LAZY[name].partition(":")
    found: object = import_module(module)
    if attribute:
        found = getattr(found, attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
