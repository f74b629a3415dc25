"""ninjs 3.1: one JSON object per story; a page or an edition is a composite with its stories as associations.

It preserves the content of stories, but not layout, page numbers and jumps. U+FFFD replaces
characters that files cannot contain.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TypeAlias

from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, Issue, clean
from edition.nodes import Byline, Deck, EditorNote, Headline, Kicker, Label, Photo, Signoff, Summary
from edition.pages import Page
from edition.stories import Story

#: What JSON holds.
Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | None"

_STANDARD: dict[str, Value] = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}


def dump(
    source: Exportable,
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    indent: int | None = None,
) -> str:
    """Convert a story, or a page or an edition with its stories, to ninjs.

    ``paper`` and ``date`` default to those of the page or edition.
    """
    known = _stories.issue_of(source)
    issue = Issue(paper or known.paper, date or known.date)
    stories = _stories.stories_of(source)
    if isinstance(source, Page | Edition):
        parts: list[Value] = [
            {"name": f"story-{n}", **_story(story, issue)} for n, story in enumerate(stories, 1)
        ]
        found = _object(_stories.urn(source, issue), "composite", issue)
        found |= {"associations": parts} if parts else {}
    else:
        found = _story(stories[0], issue)
    return json.dumps({**found, "standard": _STANDARD}, ensure_ascii=False, indent=indent)


def _object(uri: str, kind: str, issue: Issue) -> dict[str, Value]:
    found: dict[str, Value] = {"uri": uri, "type": kind, "language": "zh", "pubStatus": "usable"}
    if issue.date is not None:
        found["contentCreated"] = f"{issue.date.isoformat()}T00:00:00+08:00"
    if issue.paper:
        found["infoSources"] = [{"name": issue.paper, "role": "paper"}]
    return found


def _story(story: Story, issue: Issue) -> dict[str, Value]:
    uri = _stories.urn(story, issue)
    found = _object(uri, "picture" if story.kind == "photo" else "text", issue)
    headlines = _texts(
        ("main", _stories.text_of(story, Headline)),
        ("kicker", _stories.text_of(story, Kicker)),
        ("subhead", _stories.text_of(story, Deck)),
        ("label", _stories.text_of(story, Label)),
    )
    descriptions = _texts(
        *(("summary", clean(block.text)) for block in _stories.blocks(story, Summary)),
        *(("editorsnote", clean(block.text)) for block in _stories.blocks(story, EditorNote)),
    )
    if story.kind == "photo":
        descriptions += _texts(*(("caption", clean(photo.text)) for photo in story.photos))
    body = "\n".join(line.whole for line in _stories.lines(story))
    signed = [*_stories.blocks(story, Byline), *_stories.blocks(story, Signoff)]
    people: list[Value] = [
        {"name": clean(p.name), **({"rel": clean(p.role)} if p.role else {})} for p in story.people
    ]
    filed = _stories.dateline(story)
    pictures: list[Value] = [
        _picture(photo, f"{uri}#picture-{n}", n, issue)
        for n, photo in enumerate(_stories.pictures(story), 1)
    ]
    more: dict[str, Value] = {
        "headlines": headlines,
        "descriptions": descriptions,
        "bodies": [_body(body)] if body else [],
        "by": " ".join(clean(block.text) for block in signed),
        "people": people,
        "located": clean(filed.place) if filed and filed.place else "",
        "associations": pictures,
    }
    return found | {key: value for key, value in more.items() if value}


def _body(text: str) -> Value:
    return {"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}


def _picture(photo: Photo, uri: str, number: int, issue: Issue) -> Value:
    found = {"name": f"picture-{number}", "rel": "picture", **_object(uri, "picture", issue)}
    headline = _texts(("main", clean(photo.headline.text) if photo.headline else ""))
    caption = _texts(("caption", clean(photo.text)))
    credit = " ".join(clean(block.text) for block in photo.credits)
    more: dict[str, Value] = {"headlines": headline, "descriptions": caption, "by": credit}
    return found | {key: value for key, value in more.items() if value}


def _texts(*found: tuple[str, str]) -> list[Value]:
    return [
        {"role": role, "contentType": "text/plain", "value": text} for role, text in found if text
    ]
