"""NewsML-G2 2.35: one newsItem per story, with its text as NITF; an edition or a page is a packageItem.

The items of a package stand in one ``newsMessage``: the package first, in it a group for each page, in it the stories in
their order, then the stories themselves. It preserves what NITF does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from edition._text.numerals import page_number
from edition.editions import Edition
from edition.formats import _stories, nitf
from edition.formats._stories import Exportable, Issue, clean
from edition.formats._xml import DECLARATION, element, escape
from edition.nodes import Byline, Deck, Headline, Kicker, Label, Summary
from edition.pages import Page
from edition.stories import Story

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
#: China's time: the day of an issue begins with it.
_CHINA = dt.timezone(dt.timedelta(hours=8))


def dump(
    source: Exportable,
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    created: dt.datetime | None = None,
) -> str:
    """Convert a story to a ``newsItem``, and a page or an edition to a ``newsMessage`` with a package and its stories.

    ``paper`` and ``date`` default to those of the page or edition. ``created`` is when this version was made:
    the beginning of the day of issue if it is not given, and now where that day is unknown too.
    """
    known = _stories.issue_of(source)
    issue = Issue(paper or known.paper, date or known.date)
    if created is None and issue.date is not None:
        created = dt.datetime.combine(issue.date, dt.time(), _CHINA)
    moment = (created or dt.datetime.now(_CHINA)).isoformat(timespec="seconds")
    stories = _stories.stories_of(source)
    if not isinstance(source, Page | Edition):
        return DECLARATION + _news_item(stories[0], issue, moment, NAMESPACE) + "\n"
    package = _package(source, stories, issue, moment)
    items = "\n".join(_news_item(story, issue, moment, None) for story in stories)
    message = element("header", element("sent", moment)) + element(
        "itemSet", f"\n{package}\n{items}\n"
    )
    return DECLARATION + element("newsMessage", message, {"xmlns": NAMESPACE}) + "\n"


def _item(name: str, guid: str, content: str, namespace: str | None) -> str:
    attributes = {
        "xmlns": namespace,
        "standard": "NewsML-G2",
        "standardversion": "2.35",
        "conformance": "power",
        "guid": guid,
        "version": "1",
        "xml:lang": "zh",
    }
    ours = element("scheme", "", {"alias": "edition", "uri": "urn:x-edition:"})
    catalogs = element("catalogRef", "", {"href": _CATALOG}) + element("catalog", ours)
    return element(name, catalogs + content, attributes)


def _meta(nature: str, issue: Issue, moment: str) -> str:
    provider = element("name", escape(issue.paper or "unknown"))
    return element(
        "itemMeta",
        element("itemClass", "", {"qcode": f"ninat:{nature}"})
        + element("provider", provider)
        + element("versionCreated", moment)
        + element("pubStatus", "", {"qcode": "stat:usable"}),
    )


def _news_item(story: Story, issue: Issue, moment: str, namespace: str | None) -> str:
    found = _stories.dateline(story)
    place = clean(found.place) if found and found.place else ""
    people = "".join(
        element(
            "creator",
            element("name", escape(clean(person.name)))
            + (element("definition", escape(clean(person.role))) if person.role else ""),
        )
        for person in story.people
    )
    headlines = "".join(
        element("headline", escape(text), {"role": role})
        for role, text in (
            (None, _stories.text_of(story, Headline)),
            ("edition:kicker", _stories.text_of(story, Kicker)),
            ("edition:deck", _stories.text_of(story, Deck)),
            ("edition:label", _stories.text_of(story, Label)),
        )
        if text
    )
    content = (
        (element("contentCreated", issue.date.isoformat()) if issue.date else "")
        + (element("located", element("name", escape(place))) if place else "")
        + people
        + element("language", "", {"tag": "zh"})
        + headlines
        + (element("dateline", escape(place)) if place else "")
        + "".join(
            element("by", escape(clean(block.text))) for block in _stories.blocks(story, Byline)
        )
        + "".join(
            element("description", escape(clean(block.text)), {"role": "edition:summary"})
            for block in _stories.blocks(story, Summary)
        )
        + "".join(
            element("description", escape(clean(photo.text)), {"role": "edition:caption"})
            for photo in story.photos
            if photo.text
        )
    )
    inline = element(
        "inlineXML", nitf.document(story, issue), {"contenttype": "application/nitf+xml"}
    )
    return _item(
        "newsItem",
        _stories.urn(story, issue),
        _meta("text", issue, moment)
        + element("contentMeta", content)
        + element("contentSet", inline),
        namespace,
    )


def _package(source: Page | Edition, stories: Sequence[Story], issue: Issue, moment: str) -> str:
    numbers = source.numbers if isinstance(source, Edition) else (source.number or 0,)
    labels = source.labels if isinstance(source, Edition) else (source.label,)
    root = "".join(element("groupRef", "", {"idref": f"page{n}"}) for n in numbers)
    attributes = {"role": "edition:issue", "mode": "pgrmod:seq"}
    groups = element("group", root, {"id": "issue", **attributes})
    beginning: dict[int, list[Story]] = defaultdict(list)
    for story in stories:
        beginning[story.places[0].page or 0].append(story)
    for number, label in zip(numbers, labels, strict=True):
        refs = "".join(
            element(
                "itemRef",
                element("itemClass", "", {"qcode": "ninat:text"})
                + (element("title", escape(headline)) if headline else ""),
                {"residref": _stories.urn(story, issue)},
            )
            for story in beginning[number]
            for headline in (_stories.text_of(story, Headline),)
        )
        title = element("title", label or str(page_number(label) or number or ""))
        groups += "\n" + element(
            "group",
            title + refs,
            {"id": f"page{number}", "role": "edition:page", "mode": "pgrmod:seq"},
        )
    title = " ".join(
        part for part in (issue.paper, issue.date.isoformat() if issue.date else None) if part
    )
    content = element("contentMeta", element("headline", escape(title)) if title else "")
    return _item(
        "packageItem",
        _stories.urn(source, issue),
        _meta("composite", issue, moment)
        + content
        + element("groupSet", groups, {"root": "issue"}),
        None,
    )
