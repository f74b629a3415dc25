"""NITF 3.6, for news agencies and archives: one document per story::

    <hedline><hl1>河堤步道开放</hl1><hl2 class="kicker">两岸春灌全面展开</hl2></hedline>
    <byline>本报记者 <person>陈立</person></byline>
    …
    <p lede="true"><em class="lead">本报讯（记者 陈立）</em>汾河西岸的步道昨日开放。</p>

It preserves the content of stories, but not layout, running lines, and the position of a headline after its body. U+FFFD replaces characters that XML does not allow.
"""

from __future__ import annotations

import datetime as dt
from typing import overload

from edition._model.matches import joined
from edition._model.nodes import signature_of
from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, Issue, OneStory, clean
from edition.formats._xml import DECLARATION, element, escape
from edition.nodes import (
    Block,
    Byline,
    Continuation,
    Deck,
    EditorNote,
    Headline,
    Jump,
    Kicker,
    Label,
    Photo,
    Signed,
    Signoff,
    Summary,
)
from edition.pages import Page
from edition.stories import Story

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
_VERSION = "-//IPTC//DTD NITF 3.6//EN"


@overload
def dump(source: OneStory, *, paper: str | None = None, date: dt.date | None = None) -> str: ...
@overload
def dump(
    source: Page | Edition, *, paper: str | None = None, date: dt.date | None = None
) -> tuple[str, ...]: ...
def dump(
    source: Exportable, *, paper: str | None = None, date: dt.date | None = None
) -> str | tuple[str, ...]:
    """Convert a story to an NITF document, and a page or an edition to one document per story.

    ``paper`` and ``date`` default to those of the page or edition.
    """
    known = _stories.issue_of(source)
    issue = Issue(paper or known.paper, date or known.date)
    documents = tuple(
        DECLARATION + document(story, issue) + "\n" for story in _stories.stories_of(source)
    )
    return documents if isinstance(source, Page | Edition) else documents[0]


def document(story: Story, issue: Issue) -> str:
    """The ``nitf`` element of a story."""
    content = f"\n{_head(story, issue)}\n{_body(story, issue)}\n"
    return element("nitf", content, {"xmlns": NAMESPACE, "version": _VERSION})


def _head(story: Story, issue: Issue) -> str:
    day = issue.date.strftime("%Y%m%d") if issue.date else None
    people = "".join(element("person", escape(clean(p.name))) for p in story.people)
    label = _stories.text_of(story, Label)
    docdata = (
        element("doc-id", "", {"id-string": _stories.urn(story, issue)})
        + (element("date.issue", "", {"norm": day}) if day else "")
        + (element("fixture", "", {"fix-id": label}) if label else "")
        + (element("identified-content", people) if people else "")
    )
    pubdata = {
        "type": "print",
        "date.publication": day,
        "name": issue.paper,
        "position.sequence": str(story.pages[0]) if story.pages else None,
    }
    headline = _stories.text_of(story, Headline)
    title = element("title", escape(headline)) if headline else ""
    return element("head", title + element("docdata", docdata) + element("pubdata", "", pubdata))


def _body(story: Story, issue: Issue) -> str:
    head = (
        _hedline(story)
        + "".join(_note(block) for block in _stories.blocks(story, EditorNote))
        + "".join(element("byline", _named(block)) for block in _stories.blocks(story, Byline))
        + _dateline(story, issue)
        + "".join(
            element("abstract", element("p", escape(clean(block.text))))
            for block in _stories.blocks(story, Summary)
        )
    )
    content = _pointers(story, Continuation, "prev")
    first = True
    for line in _stories.lines(story):
        if line.role == "crosshead":
            content += "\n" + element("hl2", escape(line.text), {"class": "crosshead"})
            continue
        lead = element("em", escape(line.lead), {"class": "lead"}) if line.lead else ""
        text = escape(line.whole[len(line.lead) :])
        opens = first and line.role == "paragraph"
        content += "\n" + element("p", lead + text, {"lede": "true" if opens else None})
        first = first and not opens
    content += "".join("\n" + _media(photo) for photo in story.photos)
    content += _pointers(story, Jump, "next")
    end = " ".join(_named(block) for block in _stories.blocks(story, Signoff))
    tagline = element("body.end", element("tagline", end)) if end else ""
    return element(
        "body", element("body.head", head) + "\n" + element("body.content", content) + tagline
    )


def _hedline(story: Story) -> str:
    """``hl1`` is the headline; ``hl2`` may stand behind it only, so its class tells which stood before."""
    kicker, deck = _stories.text_of(story, Kicker), _stories.text_of(story, Deck)
    headline = _stories.text_of(story, Headline)
    if not (headline or kicker or deck):
        return ""
    return element(
        "hedline",
        element("hl1", escape(headline))
        + (element("hl2", escape(kicker), {"class": "kicker"}) if kicker else "")
        + (element("hl2", escape(deck), {"class": "deck"}) if deck else ""),
    )


def _note(block: Block) -> str:
    paragraph = element("p", escape(clean(block.text)))
    return element("note", element("body.content", paragraph), {"noteclass": "editorsnote"})


def _dateline(story: Story, issue: Issue) -> str:
    found = _stories.dateline(story)
    if found is None or not (found.place or found.date):
        return ""
    day = _stories.day(found, issue)
    norm = {"norm": day.strftime("%Y%m%d") if day else None}
    place = element("location", escape(clean(found.place))) if found.place else ""
    date = element("story.date", escape(clean(found.date)), norm) if found.date else ""
    return element("dateline", place + date)


def _named(block: Signed) -> str:
    """A byline or sign-off, with the people in it marked; a name that a column's end cuts is whole here."""
    text, starts = joined(block.lines)
    found = ""
    at = 0
    for person in signature_of(block).people:
        first, last = person.places[0], person.places[-1]
        begin, end = starts[first[0]] + first[1], starts[last[0]] + last[2]
        found += escape(clean(text[at:begin])) + element("person", escape(clean(text[begin:end])))
        at = end
    return found + escape(clean(text[at:]))


def _media(photo: Photo) -> str:
    caption = element("media-caption", escape(clean(photo.text)))
    heading = escape(clean(photo.headline.text)) if photo.headline else ""
    producers = "".join(element("media-producer", escape(clean(c.text))) for c in photo.credits)
    reference = element("media-reference", heading)
    return element("media", reference + caption + producers, {"media-type": "image"})


def _pointers(story: Story, kind: type[Continuation | Jump], relation: str) -> str:
    """Where it goes on, or goes on from, as far as that was not found."""
    block = story.continued_on if kind is Jump else story.continued_from
    if block is None:
        return ""
    link = element("a", escape(clean(block.text)), {"rel": relation})
    return "\n" + element("p", link)
