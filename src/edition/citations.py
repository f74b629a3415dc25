"""Citations of stories: author, title, newspaper, date and pages.

>>> import datetime as dt
>>> import edition
>>> page = edition.parse("河堤步道开放\\n\\n本报讯（记者 陈立）汾河西岸的步道今日开放，沿线新栽了柳树。\\n")
>>> [citation] = edition.cite(page, paper="汾河日报", date=dt.date(2025, 3, 6))
>>> print(citation.gbt7714())
陈立. 河堤步道开放[N]. 汾河日报, 2025-03-06.

Citations can be written as CSL-JSON, RIS and BibTeX for reference managers, and as references in GB/T 7714-2015, the Chinese
standard.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import frozen

from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, Issue, clean
from edition.nodes import Byline, Credit, Deck, Headline, Kicker, Lead, Signoff
from edition.pages import Page
from edition.stories import Story

#: What a role says of somebody who made a picture, drew, edited or translated, but did not write.
_OTHER_WORK = re.compile(
    "[摄攝影图圖绘繪画畫编編校译譯]|漫|版式|设计|設計|美工|策划|策劃|责任|責任|制作|製作"
)
#: What a role says of somebody who wrote, whatever else they did: 文/图.
_WRITES = re.compile("记者|記者|通讯员|通訊員|文|撰|采写|採寫|报道|報道|報導|作者|评论|評論")
#: How many authors GB/T 7714-2015 has before 等.
_MOST_AUTHORS = 3
#: How much of a text stands for a title where there is none, in code points.
_SHORT = 20
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
#: What CSL-JSON holds.
CslValue: TypeAlias = (
    "str | list[dict[str, str]] | dict[str, list[list[int]]]"  # an author's name, a day's parts
)


@frozen(weakref_slot=False)
class Citation:
    """The citation of a story. Unknown values are None, and omitted."""

    title: str
    """The headline, with the deck after a colon; or the first words of a story without a heading."""
    authors: tuple[str, ...] = ()
    """作者: the writers in the order in which they are named; the photographers of a picture without a story."""
    paper: str | None = None
    """The newspaper."""
    date: dt.date | None = None
    """The date of issue."""
    pages: tuple[str, ...] = ()
    """版次: the labels of its pages: ``("1", "4")``, ``("A04",)``."""
    section: str | None = None
    """版名: the name of its first page: 要闻."""
    key: str = "story"
    """A key that is unique in its source, in ASCII: ``p20250306n3``."""

    @property
    def page(self) -> str | None:
        """The pages as one string: ``1``, ``1, 4``."""
        return ", ".join(self.pages) or None

    def gbt7714(self) -> str:
        """The reference in the numbered style of GB/T 7714-2015: at most three authors, then 等.

        >>> import datetime as dt
        >>> Citation("渡口归船", ("何青",), "望川时报", dt.date(2025, 3, 6), ("8",)).gbt7714()
        '何青. 渡口归船[N]. 望川时报, 2025-03-06(8).'
        """
        named = ", ".join(self.authors[:_MOST_AUTHORS])
        if len(self.authors) > _MOST_AUTHORS:
            named += ", 等"
        day = self.date.isoformat() if self.date is not None else None
        where = ", ".join(filter(None, (self.paper, day)))
        where += f"({self.page})" if self.pages else ""
        parts = (named, f"{self.title}[N]", where)
        return "".join(f"{part}. " for part in parts if part).rstrip()

    def csl(self) -> dict[str, CslValue]:
        """The citation as a CSL-JSON item."""
        found: dict[str, CslValue] = {
            "id": self.key,
            "type": "article-newspaper",
            "title": self.title,
            "language": "zh",
        }
        if self.authors:
            # A Chinese name is written in one; parted, styles would turn it round.
            found["author"] = [{"literal": name} for name in self.authors]
        if self.date is not None:
            found["issued"] = {"date-parts": [[self.date.year, self.date.month, self.date.day]]}
        told = {"container-title": self.paper, "page": self.page, "section": self.section}
        return {**found, **{name: said for name, said in told.items() if said}}

    def ris(self) -> str:
        """The citation as a RIS record of type NEWS."""
        day = self.date.strftime("%Y/%m/%d/") if self.date else ""
        rows = (
            ("TY", "NEWS"),
            ("ID", self.key),
            ("TI", self.title),
            *(("AU", name) for name in self.authors),
            ("T2", self.paper),
            ("PY", self.date and str(self.date.year)),
            ("DA", day),
            ("SP", self.page),
            ("SE", self.section),
            ("LA", "zh"),
        )
        return "".join(f"{tag}  - {said}\n" for tag, said in rows if said) + "ER  - \n"

    def bibtex(self) -> str:
        """The citation as a BibTeX entry; biblatex recognises newspapers by ``entrysubtype``."""
        rows = (
            ("author", " and ".join(f"{{{_escaped(name)}}}" for name in self.authors)),
            ("title", f"{{{_escaped(self.title)}}}"),
            ("journal", self.paper and _escaped(self.paper)),
            ("date", self.date and self.date.isoformat()),
            ("year", self.date and str(self.date.year)),
            ("pages", self.page and _escaped(self.page)),
            ("entrysubtype", "newspaper"),
            ("langid", "chinese"),
        )
        fields = "".join(f"  {name} = {{{said}}},\n" for name, said in rows if said)
        return f"@article{{{self.key},\n{fields}}}\n"


def _escaped(text: str) -> str:
    return "".join([_BIBTEX.get(c, c) for c in text])


def cite(
    source: Exportable, *, paper: str | None = None, date: dt.date | None = None
) -> tuple[Citation, ...]:
    """Cite the stories of a page or an issue, or one story.

    ``paper`` and ``date`` default to those of the page or issue. Authors are the people in the byline, lead and sign-off who are named
    as writers (记者, 通讯员, 文) or without a role, but not photographers and editors. Raises TypeError for other sources, such as a
    ``str``.
    """
    known = _stories.issue_of(source)
    issue = Issue(clean(paper) if paper else known.paper, date or known.date)
    labels: dict[int | None, str | None] = {}
    names: dict[int | None, str | None] = {}
    if isinstance(source, Edition):
        labels = dict(zip(source.numbers, source.labels, strict=True))
        names = {n: page.name for n, page in zip(source.numbers, source.pages, strict=True)}
    elif isinstance(source, Page):
        labels, names = {source.number: source.label}, {source.number: source.name}
    day = f"{issue.date:%Y%m%d}" if issue.date else ""
    return tuple(
        Citation(
            _title(story),
            _authors(story),
            issue.paper,
            issue.date,
            tuple(clean(labels.get(n) or str(n)) for n in story.pages),
            _name(story, names),
            f"p{day}n{number}",
        )
        for number, story in enumerate(_stories.stories_of(source), 1)
    )


def _name(story: Story, names: dict[int | None, str | None]) -> str | None:
    found = names.get(story.places[0].page)
    return clean(found) if found else None


def _title(story: Story) -> str:
    headline, deck = _line(_stories.text_of(story, Headline)), _line(_stories.text_of(story, Deck))
    deck = deck.lstrip("—-–―─ ")
    found = headline or _line(_stories.text_of(story, Kicker)) or deck
    if found:
        return f"{found}：{deck}" if headline and deck else found
    shown = next((photo.text for photo in story.photos if photo.text), "")
    words = _line(story.text or shown or "".join(str(piece) for piece in story.pieces))
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}……"


def _line(text: str) -> str:
    """A text on one line, a blank where there were several."""
    return " ".join(clean(text).split())


def _authors(story: Story) -> tuple[str, ...]:
    if story.kind == "photo":
        named = [p for block in _stories.blocks(story, Credit) for p in block.people]
        if named:
            return tuple(dict.fromkeys(_line(p.name) for p in named))
    signed = (
        block
        for piece in story.pieces
        for block in piece.find_all((Byline, Lead, Signoff))
        if block.people
    )
    return tuple(
        dict.fromkeys(
            _line(p.name) for block in signed for p in block.people if _writes(p.role or "")
        )
    )


def _writes(role: str) -> bool:
    return _WRITES.search(role) is not None or _OTHER_WORK.search(role) is None


def to_csl(citations: Iterable[Citation], *, indent: int | None = None) -> str:
    """Citations as a CSL-JSON array."""
    return json.dumps([each.csl() for each in citations], ensure_ascii=False, indent=indent)


def to_ris(citations: Iterable[Citation]) -> str:
    """Citations as a RIS file."""
    return "\n".join(each.ris() for each in citations)


def to_bibtex(citations: Iterable[Citation]) -> str:
    """Citations as a BibTeX file."""
    return "\n".join(each.bibtex() for each in citations)


def to_gbt7714(citations: Iterable[Citation]) -> str:
    """References in GB/T 7714-2015, one per line, numbered from 1: ``[1] 陈立. 河堤步道开放[N]. …``."""
    return "".join(_numbered(citations))


def _numbered(citations: Iterable[Citation]) -> Iterator[str]:
    for number, each in enumerate(citations, 1):
        yield f"[{number}] {each.gbt7714()}\n"
