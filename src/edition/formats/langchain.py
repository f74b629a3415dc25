"""LangChain: a loader of documents, each a story or a paragraph, out of pages, issues and folders of them.

Needs langchain-core, which LangChain brings.
"""

# pyright: reportMissingImports=false
# It is checked where LangChain is not installed, too.

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from edition.editions import read_edition
from edition.formats.passages import By
from edition.formats.passages import dump as to_passages
from edition.pages import parse

if TYPE_CHECKING:
    from langchain_core.documents import Document


class EditionLoader:
    """Loads the stories of a page (a text file), an issue (a folder or a zip archive of text files), or a folder of issues.

    ``by="paragraph"`` makes a document of each paragraph, below its heading. Metadata are those of :func:`edition.to_passages`, and
    ``source``, the file or folder. Used as any loader of LangChain: ``EditionLoader("1998-01").load()``, or ``lazy_load()``, which holds one
    issue at a time.

    Raises ValueError for an unknown ``by``; loading raises as :func:`edition.read_edition` does.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, by: By = "story", encoding: str = "utf-8"
    ) -> None:
        if by not in get_args(By):
            raise ValueError(f"documents are by story or paragraph, not by {by!r}")
        self.path = Path(path)
        self.by: By = by
        self.encoding = encoding

    def lazy_load(self) -> Iterator[Document]:
        """The documents, as they are read. Raises ImportError without LangChain."""
        try:
            from langchain_core.documents import Document
        except ImportError:
            raise ImportError(
                "EditionLoader needs langchain-core: pip install langchain-core"
            ) from None
        for source in self._sources():
            if source.is_dir() or source.suffix.lower() == ".zip":
                passages = to_passages(read_edition(source, encoding=self.encoding), by=self.by)
            else:
                page = parse(source.read_bytes().decode(self.encoding))
                passages = to_passages(page, by=self.by)
            for passage in passages:
                metadata = {**passage["metadata"], "source": str(source)}
                yield Document(page_content=passage["text"], metadata=metadata, id=passage["id"])

    def load(self) -> list[Document]:
        """The documents, all of them."""
        return [*self.lazy_load()]

    async def alazy_load(self) -> AsyncIterator[Document]:
        """The documents, as they are read, for programs that wait for several things; a page is read in one go."""
        for document in self.lazy_load():
            yield document

    async def aload(self) -> list[Document]:
        """The documents, all of them."""
        return self.load()

    def _sources(self) -> Iterator[Path]:
        """The page or the issue; of a folder without pages, all issues below."""
        if not self.path.is_dir() or any(self.path.glob("*.txt")):
            yield self.path
            return
        for one in sorted(self.path.rglob("*")):
            if one.suffix.lower() == ".zip" or (one.is_dir() and any(one.glob("*.txt"))):
                yield one
