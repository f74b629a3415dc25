"""CoNLL-U Plus: the columns of :mod:`edition.formats.conll` in the form of treebank tools, one sentence per printed line::

    # global.columns = ID FORM EDITION:ROLE EDITION:STORY EDITION:PERSON
    # sent_id = 3
    # text = 本报讯（记者陈立）
    1	本	B-lead	2	O
    2	报	I-lead	2	O

A character is a word; blanks are left out, of the text as well, and U+FFFD replaces characters that files cannot contain.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.editions import Edition
from edition.formats import conll
from edition.pages import Page

_COLUMNS = "# global.columns = ID FORM EDITION:ROLE EDITION:STORY EDITION:PERSON"
_LINE, _PAGE = "# line = ", "# page = "


def dump(source: Page | Edition) -> str:
    """Convert the text of a page, or of all pages of an issue, to CoNLL-U Plus.

    Roles and people are chunks with B- and I- tags. Raises TypeError for anything else.

    >>> import edition
    >>> dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n")).splitlines()[3].split()
    ['1', '末', 'B-headline', '1', 'O']
    """
    if not isinstance(source, Page | Edition):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(f"expected a page or an edition, not {type(source).__name__}")
    return "".join(f"{line}\n" for line in _lines(conll.dump(source)))


def _lines(columns: str) -> Iterator[str]:
    yield _COLUMNS
    begins: list[str] = []
    words: list[str] = []
    # Lines end with a line feed alone: a character may be one that other readers take for a line's end.
    for row in columns.split("\n"):
        if row.startswith(_PAGE):
            begins.append(f"# newdoc id = page-{row.removeprefix(_PAGE)}")
        elif row.startswith(_LINE):
            begins.append(f"# sent_id = {row.removeprefix(_LINE)}")
        elif row:
            words.append(row)
        elif words:
            yield from begins
            yield f"# text = {''.join(word.split(chr(9), 1)[0] for word in words)}"
            yield from (f"{n}\t{word}" for n, word in enumerate(words, 1))
            yield ""
            begins, words = [], []
