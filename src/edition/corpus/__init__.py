"""Corpora: parse many pages, and write them as tables.

>>> from edition.corpus import parse_many
>>> for result in parse_many(["渡口归船\\n\\n本报讯 末班船昨日停航。\\n", "河堤步道开放\\n\\n本报讯 步道今日开放。\\n"], workers=1):
...     print(result.source.origin.id, result.page.stories[0].headline.text)
text 1 渡口归船
text 2 河堤步道开放

Pages are streamed from files, folders and archives, each with its origin. Files that cannot be read yield a :class:`Failure`.
See docs/howto/corpus.md.
"""

from edition.corpus._inputs import read_documents, read_pages
from edition.corpus._manifest import CorpusError
from edition.corpus._model import (
    Failure,
    Origin,
    ParsedPage,
    SourcePage,
)
from edition.corpus._parsing import parse_many
from edition.corpus._query import connect
from edition.corpus._readers import Document
from edition.corpus._store import Tally, write_corpus
from edition.corpus.tables import Tables, parse_batches, schema, to_arrow
from edition.errors import MissingExtraError

__all__ = [
    "CorpusError",
    "Document",
    "Failure",
    "MissingExtraError",
    "Origin",
    "ParsedPage",
    "SourcePage",
    "Tables",
    "Tally",
    "connect",
    "parse_batches",
    "parse_many",
    "read_documents",
    "read_pages",
    "schema",
    "to_arrow",
    "write_corpus",
]
