"""W3C Web Annotation: roles and names as annotations on the text, for annotation servers and viewers.

A line of print has one that tags it with its role, a name one that identifies who it is. Where they stand is told in code points, half-open
(``TextPositionSelector``), and in words, with what stands around them (``TextQuoteSelector``). Of a page whose layout is known and whose picture has an
address, an annotation is also on the part of the picture (``FragmentSelector``, ``xywh=percent:``). Nothing of the text is in
the document but those quotes; U+FFFD stands there for a lone surrogate.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from edition._model.matches import stretches
from edition._model.nodes import signature_of
from edition._model.pages import placed
from edition._text.surrogates import SURROGATE
from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Issue
from edition.formats.json import Value
from edition.nodes import Paragraph, Signed
from edition.pages import Page

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: How much of the text stands in a quote before and behind what is annotated, in code points.
_AROUND = 16


def dump(
    source: Page | Edition,
    *,
    texts: str | Mapping[int, str] | None = None,
    images: str | Mapping[int, str] | None = None,
    indent: int | None = None,
) -> str:
    """Convert a page or an issue to an annotation page in JSON-LD.

    ``texts`` is the address of the page's text, or those of an issue's pages by their numbers; where none is given, a URN that the text
    decides. ``images`` is the address of the page's picture, or those of an issue's pages. An annotation of an issue tells the number of the story in the issue, one of a page that on the page.

    Raises TypeError for anything but a page or an issue.

    >>> import edition
    >>> found = json.loads(dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n"), texts="https://example.org/01.txt"))
    >>> found["items"][0]["body"][0]["value"], found["items"][0]["target"]["source"]
    ('headline', 'https://example.org/01.txt')
    """
    if isinstance(source, Edition):
        pages = [*zip(source.numbers, source.pages, strict=True)]
        stories = {
            (place.page, place.item): n
            for n, story in enumerate(source.stories, 1)
            for place in story.places
        }
    elif isinstance(source, Page):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        pages = [(source.number or 1, source)]
        stories = {
            (pages[0][0], place.item): n
            for n, story in enumerate(source.stories, 1)
            for place in story.places
        }
    else:
        raise TypeError(f"expected a page or an edition, not {type(source).__name__}")
    name = _stories.urn(source, _stories.issue_of(source))
    items: list[Value] = []
    for number, page in pages:
        address = _address(texts, number) or _stories.urn(page, Issue())
        image = _address(images, number)

        def annotated(
            start: int,
            end: int,
            motivation: str,
            body: list[Value],
            *,
            page: Page = page,
            address: str = address,
            image: str | None = image,
        ) -> None:
            found: dict[str, Value] = {
                "source": address,
                "selector": _selectors(str(page), start, end),
            }
            target: list[Value] = [found]
            if image is not None:
                target += _on_picture(page, image, start, end)
            items.append(
                {
                    "id": f"{name}#{len(items) + 1}",
                    "type": "Annotation",
                    "motivation": motivation,
                    "body": body,
                    "target": target if len(target) > 1 else found,
                }
            )

        for at in _page(page, lambda item, number=number: stories.get((number, item))):  # type: ignore[misc]
            annotated(*at)
    document: dict[str, Value] = {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=indent)


def _page(
    page: Page, story_of: Callable[[int], int | None]
) -> Iterator[tuple[int, int, str, list[Value]]]:
    """What is annotated on a page: where, why, and with what."""
    paragraphs = {
        id(node): n
        for story in page.stories
        for n, paragraph in enumerate(story.paragraphs, 1)
        for node in paragraph.nodes
    }
    for item, block, starts in placed(page):
        said = [_said(block.role, "tagging")]
        story = story_of(item)
        if story is not None:
            said.append(_said(f"story {story}", "identifying"))
        if isinstance(block, Paragraph) and id(block) in paragraphs:
            said.append(_said(f"paragraph {paragraphs[id(block)]}", "identifying"))
        for piece, start in zip(block.parts, starts, strict=True):
            yield start, start + len(piece.text), "tagging", said
        for person in signature_of(block).people if isinstance(block, Signed) else ():
            body = [_said(person.name, "identifying")]
            if person.role:
                body.append(_said(person.role, "tagging"))
            for n, begin, end in stretches(person.places):
                yield starts[n] + begin, starts[n] + end, "identifying", body


def _said(value: str, purpose: str) -> Value:
    return {
        "type": "TextualBody",
        "value": _encodable(value),
        "purpose": purpose,
        "format": "text/plain",
    }


def _selectors(text: str, start: int, end: int) -> list[Value]:
    before, exact = text[max(start - _AROUND, 0) : start], text[start:end]
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": _encodable(exact),
            "prefix": _encodable(before),
            "suffix": _encodable(text[end : end + _AROUND]),
        },
    ]


def _on_picture(page: Page, image: str, start: int, end: int) -> Iterator[Value]:
    """The parts of a page's picture on which a line stands, in hundredths of its width and height; none without a layout."""
    layout = page.layout
    if layout is None:
        return
    for box in layout.boxes(start, end):
        edges = (
            100 * box.x0 / layout.width,
            100 * box.y0 / layout.height,
            100 * (box.x1 - box.x0) / layout.width,
            100 * (box.y1 - box.y0) / layout.height,
        )
        where = ",".join(f"{edge:.2f}" for edge in edges)
        yield {
            "source": image,
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": "http://www.w3.org/TR/media-frags/",
                "value": f"xywh=percent:{where}",
            },
        }


def _address(addresses: str | Mapping[int, str] | None, number: int) -> str | None:
    """The address of a page among those of an issue's pages, or the only one."""
    return addresses if isinstance(addresses, str) else (addresses or {}).get(number)


def _encodable(text: str) -> str:
    return SURROGATE.sub("\ufffd", text)
