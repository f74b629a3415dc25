"""METS with ALTO, for libraries: the pages of an issue as ALTO files, and its stories, across pages, in a METS file.

The package is ``mets.xml`` and ``alto/0001.xml``, ``alto/0002.xml`` … beside it. METS names the pages in order (the physical
structure) and the stories with their headings, authors and blocks (the logical one), each pointing at the blocks in the ALTO files
that it is made of: a story that continues on page 4 is one division with areas on both pages.

Two profiles are written. ``kitodo`` has the lower-case types of Kitodo and the DFG viewer (newspaper, year, month, day, issue, article) and
links each story to its pages. ``europeana`` has the upper-case types of ENMAP and docWorks (NEWSPAPER, ISSUE, ARTICLE, HEADING, OVERLINE,
BODY, PARAGRAPH), with every block under its own.

ALTO has the print line by line, a ``String`` a line, since Chinese has no blanks between its words, and the role of each block as a tag.
Where it is known how a page is printed (:attr:`edition.Page.layout`), blocks and lines have their boxes. U+FFFD replaces characters that XML does not allow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from attrs import frozen

from edition.citations import Citation, cite
from edition.editions import Edition
from edition.formats import _stories
from edition.formats._alto_writer import AltoPage
from edition.formats._stories import Issue, clean
from edition.formats._xml import DECLARATION, element, escape, start_tag
from edition.nodes import Block
from edition.pages import Page
from edition.stories import Story

#: Which vocabulary the types of divisions are of.
Profile: TypeAlias = Literal["kitodo", "europeana"]

METS = "http://www.loc.gov/METS/"
_XLINK = "http://www.w3.org/1999/xlink"
_MODS = "http://www.loc.gov/mods/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: What ENMAP calls the parts of a story's heading, and where any other block is put.
_HEADING = {
    "label": "SECTION_TITLE",
    "kicker": "OVERLINE",
    "headline": "TITLE",
    "deck": "SUBHEADLINE",
    "byline": "AUTHOR",
}
_BODY = {"crosshead": "CROSSHEADING", "signoff": "AUTHOR", "notice": "PARAGRAPH"}

#: The id of a block in the ALTO file of its page, by page, item and block.
_Ids: TypeAlias = Mapping[tuple[int | None, int, int], str]


@frozen(weakref_slot=False)
class _Leaf:
    """A page of the package."""

    page: Page
    number: int
    key: int | None
    """What stories call the page."""
    label: str | None


@frozen(weakref_slot=False)
class _Package:
    """What a METS file is made of."""

    source: Page | Edition
    leaves: Sequence[_Leaf]
    issue: Issue
    citations: Sequence[Citation]
    ids: _Ids
    profile: Profile

    @property
    def day(self) -> str | None:
        return self.issue.date.isoformat() if self.issue.date else None


def dump(
    source: Page | Edition,
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    profile: Profile = "kitodo",
) -> dict[str, str]:
    """Convert a page or an issue to METS and ALTO documents, by file name, ``mets.xml`` first.

    ``paper`` and ``date`` default to those of the page or issue. Raises TypeError for anything else, and ValueError for an
    unknown profile.

    >>> import edition
    >>> list(dump(edition.parse("渡口归船\\n\\n末班船昨日停航。\\n")))
    ['mets.xml', 'alto/0001.xml']
    """
    if profile not in get_args(Profile):
        raise ValueError(f"a profile is kitodo or europeana, not {profile!r}")
    if isinstance(source, Edition):
        leaves = [
            _Leaf(page, number, number, label)
            for page, number, label in zip(source.pages, source.numbers, source.labels, strict=True)
        ]
    elif isinstance(source, Page):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        leaves = [_Leaf(source, source.number or 1, source.number, source.label)]
    else:
        raise TypeError(f"expected a page or an edition, not {type(source).__name__}")
    known = _stories.issue_of(source)
    issue = Issue(clean(paper) if paper else known.paper, date or known.date)
    ids: dict[tuple[int | None, int, int], str] = {}
    pages: dict[str, str] = {}
    for leaf in leaves:
        sheet = AltoPage(leaf.page, leaf.number, leaf.label)
        ids.update({(leaf.key, *place): name for place, name in sheet.ids.items()})
        pages[_file(leaf)] = sheet.document()
    citations = cite(source, paper=issue.paper, date=issue.date)
    return {
        "mets.xml": _mets(_Package(source, leaves, issue, citations, ids, profile)),
        **pages,
    }


def _file(leaf: _Leaf) -> str:
    return f"alto/{leaf.number:04}.xml"


def _said(text: str | None) -> str | None:
    return clean(text) if text else None


def _mets(package: _Package) -> str:
    leaves, issue = package.leaves, package.issue
    label = " ".join(filter(None, (issue.paper, package.day))) or None
    files = "".join(
        element(
            "file",
            start_tag("FLocat", {"LOCTYPE": "URL", "xlink:href": _file(leaf)}, empty=True),
            {"ID": f"FILE_{leaf.number:04}", "MIMETYPE": "application/xml", "USE": "FULLTEXT"},
        )
        for leaf in leaves
    )
    parts = [
        _described("DMD_ISSUE", _issue_mods(issue)),
        *(
            _described(f"DMD_{n}", _story_mods(citation))
            for n, citation in enumerate(package.citations, 1)
        ),
        element("fileSec", element("fileGrp", files, {"USE": "FULLTEXT"})),
        _physical(leaves),
        _logical(package),
        _links(package.source.stories, leaves),
    ]
    about = {
        "xmlns": METS,
        "xmlns:xlink": _XLINK,
        "xmlns:mods": _MODS,
        "xmlns:xsi": _XSI,
        "OBJID": _stories.urn(package.source, issue),
        "TYPE": "newspaper" if package.profile == "kitodo" else "Newspaper",
        "LABEL": label,
    }
    return DECLARATION + element("mets", "\n" + "\n".join(parts) + "\n", about) + "\n"


def _described(name: str, mods: str) -> str:
    wrapped = element("mdWrap", element("xmlData", element("mods:mods", mods)), {"MDTYPE": "MODS"})
    return element("dmdSec", wrapped, {"ID": name})


def _issue_mods(issue: Issue) -> str:
    return (
        (
            element("mods:titleInfo", element("mods:title", escape(issue.paper)))
            if issue.paper
            else ""
        )
        + _issued(issue.date)
        + _language()
    )


def _story_mods(citation: Citation) -> str:
    names = "".join(
        element(
            "mods:name",
            element("mods:namePart", escape(name))
            + element(
                "mods:role",
                element("mods:roleTerm", "aut", {"authority": "marcrelator", "type": "code"}),
            ),
            {"type": "personal"},
        )
        for name in citation.authors
    )
    title = element("mods:titleInfo", element("mods:title", escape(citation.title)))
    return title + names + _issued(citation.date) + _language()


def _issued(date: dt.date | None) -> str:
    if date is None:
        return ""
    issued = element("mods:dateIssued", date.isoformat(), {"encoding": "w3cdtf"})
    return element("mods:originInfo", issued)


def _language() -> str:
    term = element("mods:languageTerm", "chi", {"type": "code", "authority": "iso639-2b"})
    return element("mods:language", term)


def _physical(leaves: Sequence[_Leaf]) -> str:
    pages = "\n".join(
        element(
            "div",
            start_tag("fptr", {"FILEID": f"FILE_{leaf.number:04}"}, empty=True),
            {
                "ID": f"PHYS_{leaf.number:04}",
                "TYPE": "page",
                "ORDER": str(n),
                "ORDERLABEL": _said(leaf.label) or str(leaf.number),
                "LABEL": _said(leaf.page.name),
            },
        )
        for n, leaf in enumerate(leaves, 1)
    )
    whole = element(
        "div", f"\n{pages}\n" if pages else "", {"ID": "PHYS_0000", "TYPE": "physSequence"}
    )
    return element("structMap", whole, {"TYPE": "PHYSICAL"})


def _logical(package: _Package) -> str:
    issue, leaves, upper = package.issue, package.leaves, package.profile == "europeana"
    files = {leaf.key: f"FILE_{leaf.number:04}" for leaf in leaves}
    found = []
    for n, (story, citation) in enumerate(
        zip(package.source.stories, package.citations, strict=True), 1
    ):
        areas = _Areas(story, package.ids, files)
        content = _enmap(story, areas) if upper else areas.pointer(areas.all())
        kind = {"article": "article", "photo": "illustration", "notice": "advertisement"}[
            story.kind
        ]
        about = {
            "ID": f"LOG_{n}",
            "TYPE": kind.upper() if upper else kind,
            "LABEL": citation.title,
            "ORDER": str(n),
            "DMDID": f"DMD_{n}",
        }
        found.append(element("div", content, about))
    inside = "\n" + "\n".join(found) + "\n" if found else ""
    if upper:
        inside = element("div", inside, {"ID": "LOG_CONTENT", "TYPE": "CONTENT"})
    whole = element(
        "div",
        inside,
        {
            "ID": "LOG_ISSUE",
            "TYPE": "ISSUE" if upper else "issue",
            "LABEL": package.day,
            "DMDID": "DMD_ISSUE",
        },
    )
    if issue.date is not None and not upper:
        # Kitodo's calendar of a newspaper has an issue under its day.
        for kind, label in (
            ("day", f"{issue.date}"),
            ("month", f"{issue.date:%Y-%m}"),
            ("year", f"{issue.date:%Y}"),
        ):
            whole = element(
                "div", whole, {"ID": f"LOG_{kind.upper()}", "TYPE": kind, "ORDERLABEL": label}
            )
    whole = element(
        "div",
        whole,
        {
            "ID": "LOG_NEWSPAPER",
            "TYPE": "NEWSPAPER" if upper else "newspaper",
            "LABEL": issue.paper,
        },
    )
    return element("structMap", whole, {"TYPE": "LOGICAL"})


@frozen(weakref_slot=False)
class _Areas:
    """Where the blocks of a story are in the ALTO files."""

    story: Story
    ids: _Ids
    files: Mapping[int | None, str]

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """The story's blocks, each with the number of its piece."""
        for n, piece in enumerate(self.story.pieces):
            for block in piece.find_all(Block):
                yield n, block

    def area(self, piece: int, block: Block) -> str:
        place = self.story.places[piece]
        about = {
            "FILEID": self.files[place.page],
            "BETYPE": "IDREF",
            "BEGIN": self.ids[place.page, place.item, id(block)],
        }
        return start_tag("area", about, empty=True)

    def all(self) -> list[str]:
        return [self.area(n, block) for n, block in self.blocks()]

    def pointer(self, areas: Sequence[str]) -> str:
        """A pointer to one area, or to several that follow each other."""
        return element("fptr", areas[0] if len(areas) == 1 else element("seq", "".join(areas)))


def _enmap(story: Story, areas: _Areas) -> str:
    """A story's divisions as ENMAP has them: heading, body and pictures, each block in its own."""
    whole = {id(paragraph.nodes[0]): paragraph.nodes for paragraph in story.paragraphs}
    rest = {id(node) for nodes in whole.values() for node in nodes[1:]}
    where = {id(block): n for n, block in areas.blocks()}
    heading: list[str] = []
    body: list[str] = []
    pictures: dict[int, list[str]] = {}
    photos = {id(block): id(photo) for photo in story.photos for block in photo.find_all(Block)}
    for n, block in areas.blocks():
        if id(block) in photos:
            kind = "CAPTION" if block.role == "caption" else _HEADING.get(block.role, "AUTHOR")
            div = element("div", areas.pointer([areas.area(n, block)]), {"TYPE": kind})
            pictures.setdefault(photos[id(block)], []).append(div)
        elif id(block) in rest:
            continue
        elif id(block) in whole:
            texts = "".join(
                element("div", areas.pointer([areas.area(where[id(node)], node)]), {"TYPE": "TEXT"})
                for node in whole[id(block)]
            )
            body.append(element("div", texts, {"TYPE": "PARAGRAPH"}))
        elif block.role in _HEADING:
            div = element(
                "div", areas.pointer([areas.area(n, block)]), {"TYPE": _HEADING[block.role]}
            )
            heading.append(div)
        else:
            kind = _BODY.get(block.role, "TEXT")
            body.append(element("div", areas.pointer([areas.area(n, block)]), {"TYPE": kind}))
    inside = element("div", "".join(heading), {"TYPE": "HEADING"}) if heading else ""
    if body:
        content = element("div", "".join(body), {"TYPE": "BODY_CONTENT"})
        inside += element("div", content, {"TYPE": "BODY"})
    return inside + "".join(
        element("div", "".join(divs), {"TYPE": "ILLUSTRATION"}) for divs in pictures.values()
    )


def _links(stories: Sequence[Story], leaves: Sequence[_Leaf]) -> str:
    """Which pages each story is on, and that the newspaper is on all."""
    numbers = {leaf.key: leaf.number for leaf in leaves}
    pairs = [("LOG_ISSUE", "PHYS_0000")]
    for n, story in enumerate(stories, 1):
        pages = dict.fromkeys(numbers[place.page] for place in story.places)
        pairs += [(f"LOG_{n}", f"PHYS_{page:04}") for page in pages]
    links = "".join(
        start_tag("smLink", {"xlink:from": one, "xlink:to": other}, empty=True)
        for one, other in pairs
    )
    return element("structLink", links)
