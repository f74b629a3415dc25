"""JSON-LD with schema.org terms: a NewsArticle per story, an ImageObject per picture, a PublicationIssue per issue.

It is made for search engines and linked data. It does not preserve layout and roles without a schema.org term (rubric, sign-off). U+FFFD replaces characters that files cannot contain.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence

from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, Issue, clean
from edition.formats.ninjs import Value
from edition.nodes import (
    Block,
    Byline,
    Deck,
    EditorNote,
    Headline,
    Kicker,
    Label,
    Lead,
    Photo,
    Signoff,
    Summary,
)
from edition.pages import Page
from edition.stories import Story


def dump(
    source: Exportable,
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    indent: int | None = None,
) -> str:
    """Convert a story to a NewsArticle, and a page or an edition to a PublicationIssue with its stories.

    ``paper`` and ``date`` default to those of the page or edition.
    """
    known = _stories.issue_of(source)
    issue = Issue(paper or known.paper, date or known.date)
    stories = _stories.stories_of(source)
    labels = _labels(source)
    if isinstance(source, Page | Edition):
        parts: list[Value] = [_story(story, issue, labels(story)) for story in stories]
        found = _typed("PublicationIssue", **_issue(issue), hasPart=parts)
        found["@id"] = _stories.urn(source, issue)
    else:
        about = _typed("PublicationIssue", **_issue(issue)) if issue != Issue() else None
        found = {
            **_story(stories[0], issue, labels(stories[0])),
            **({"isPartOf": about} if about else {}),
        }
    return json.dumps(
        {"@context": "https://schema.org", **found}, ensure_ascii=False, indent=indent
    )


def _typed(kind: str, **properties: Value) -> dict[str, Value]:
    """A thing of a type, with the properties that have a value."""
    return {"@type": kind, **{key: value for key, value in properties.items() if value}}


def _issue(issue: Issue) -> dict[str, Value]:
    return {
        "datePublished": issue.date.isoformat() if issue.date else None,
        "isPartOf": _typed("Newspaper", name=issue.paper) if issue.paper else None,
    }


def _story(story: Story, issue: Issue, labels: Sequence[str]) -> dict[str, Value]:
    identity: dict[str, Value] = {"@id": _stories.urn(story, issue)}
    text = "\n".join(line.whole for line in _stories.lines(story))
    if story.kind == "notice":
        return _typed("CreativeWork", text=text, inLanguage="zh") | identity
    authors: list[Value] = [
        _typed("Person", name=clean(p.name), jobTitle=clean(p.role or "")) for p in story.people
    ]
    if story.kind == "photo":
        picture = _picture(story.photos[0])
        return picture | _typed("ImageObject", author=authors, inLanguage="zh") | identity
    leads = [clean(block.text) for block in _stories.blocks(story, Lead)]
    subtitles: list[Value] = [
        t for t in (_stories.text_of(story, Kicker), _stories.text_of(story, Deck)) if t
    ]
    images: list[Value] = [_picture(photo) for photo in _stories.pictures(story)]
    return identity | _typed(
        "NewsArticle",
        headline=_stories.text_of(story, Headline),
        alternativeHeadline=subtitles,
        articleSection=_stories.text_of(story, Label),
        abstract=_together(story, Summary),
        backstory=_together(story, EditorNote),
        author=authors,
        dateline=leads[0] if leads else "",
        articleBody=text,
        creditText=_together(story, Byline, Signoff),
        image=images,
        printPage=labels[0] if labels else "",
        pagination=", ".join(labels),
        datePublished=issue.date.isoformat() if issue.date else None,
        inLanguage="zh",
    )


def _labels(source: Exportable) -> Callable[[Story], list[str]]:
    """What a story's pages call themselves."""
    if isinstance(source, Edition):
        names = dict(zip(source.numbers, source.labels, strict=True))
        return lambda story: [names.get(number) or str(number) for number in story.pages]
    own = source.label if isinstance(source, Page) else None
    return lambda story: [own] if own else [str(number) for number in story.pages]


def _together(story: Story, *kinds: type[Block]) -> str:
    return "\n".join(clean(block.text) for kind in kinds for block in _stories.blocks(story, kind))


def _picture(photo: Photo) -> dict[str, Value]:
    return _typed(
        "ImageObject",
        name=clean(photo.headline.text) if photo.headline else "",
        caption=clean(photo.text),
        creditText=" ".join(clean(block.text) for block in photo.credits),
    )
