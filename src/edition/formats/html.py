"""HTML: a web page with semantic elements, in light and dark mode::

    <article><header><hgroup><p class="kicker">两岸春灌全面展开</p><h2>河堤步道开放</h2></hgroup>
    <p class="byline">本报记者 陈立</p></header>
    <p><span class="lead">本报讯（记者 陈立）</span>汾河西岸的步道昨日开放。</p></article>

It is made for reading: paragraphs are joined; layout and spans are not preserved. All text is escaped, and there are no scripts or
external resources. U+FFFD replaces characters that files cannot contain, and invisible control characters are shown as
code points, such as U+202E.
"""

from __future__ import annotations

from html import escape as _escape

from edition.editions import Edition
from edition.formats import _stories
from edition.formats._stories import Exportable, clean, shown
from edition.nodes import (
    Block,
    Byline,
    Deck,
    EditorNote,
    Headline,
    Kicker,
    Label,
    Photo,
    Signoff,
    Stray,
    Summary,
)
from edition.pages import Page
from edition.stories import Story

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1b1a; --paper: #fdfcf8; --quiet: #6a675f; --rule: #d9d5c8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e5dc; --paper: #191917; --quiet: #a29d90; --rule: #3d3b35; }
}
body { margin: 0 auto; padding: 2rem 1rem; max-width: 42rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.8 "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; }
article, figure, .notice { margin: 0 0 2rem; padding: 0 0 1.5rem; border-bottom: 1px solid var(--rule); }
article figure { margin: 1rem 0; padding: 0 0 0 1rem; border: 0; border-left: 3px solid var(--rule); }
h1, h2, h3 { line-height: 1.35; margin: 0.3rem 0; overflow-wrap: anywhere; }
p { margin: 0.6rem 0; overflow-wrap: anywhere; }
.label, .kicker, .deck, .byline, .signoff, .furniture, figcaption { color: var(--quiet); }
.lead { font-weight: bold; }
.furniture { font-size: 0.85rem; }
code { border: 1px solid var(--rule); font-size: 0.7rem; color: var(--quiet); }
aside, .summary { border-left: 3px solid var(--rule); padding-left: 1rem; }
"""


def dump(source: Exportable, *, furniture: bool = False) -> str:
    """Convert a story, a page or an edition; ``furniture`` includes running lines (folio, index and so on)."""
    issue = _stories.issue_of(source)
    day = issue.date.isoformat() if issue.date else ""
    title = " ".join(part for part in (issue.paper or "", day) if part)
    units = list(_stories.units(source, furniture=furniture))
    first = next((u.headline.text for u in units if isinstance(u, Story) and u.headline), "")
    parts = [_story(u) if isinstance(u, Story) else _furniture(u) for u in units]
    if title and isinstance(source, Page | Edition):
        parts.insert(0, f"<h1>{_text(title)}</h1>")
    name = shown(_escape(clean(title or first or "edition")))  # which holds no elements
    return (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return shown(_escape(clean(text)), ("<code>", "</code>"))


def _p(text: str, name: str) -> str:
    return f'<p class="{name}">{_text(text)}</p>'


def _all(story: Story, kind: type[Block], name: str) -> str:
    return "".join(_p(block.text, name) for block in _stories.blocks(story, kind))


def _furniture(unit: Block | Stray) -> str:
    return "\n".join(_p(block.text, "furniture") for block in unit.find_all(Block))


def _story(story: Story) -> str:
    if story.kind == "photo" and not _stories.lines(story):
        return "\n".join(_figure(photo) for photo in story.photos)
    body = "\n".join(_line(line) for line in _stories.lines(story))
    if story.kind == "notice":
        return f'<section class="notice">\n{body}\n</section>'
    heading = _all(story, Label, "label") + _all(story, Kicker, "kicker")
    heading += f"<h2>{_text(story.headline.text)}</h2>" if story.headline else ""
    heading += _all(story, Deck, "deck")
    head = (f"<hgroup>{heading}</hgroup>" if heading else "") + _all(story, Byline, "byline")
    notes = "".join(
        f"<aside>{_text(block.text)}</aside>" for block in _stories.blocks(story, EditorNote)
    )
    signed = _all(story, Signoff, "signoff")
    parts = (
        f"<header>{head}</header>" if head else "",
        notes,
        _all(story, Summary, "summary"),
        body,
        *(_figure(photo) for photo in story.photos),
        f"<footer>{signed}</footer>" if signed else "",
    )
    return "<article>\n" + "\n".join(part for part in parts if part) + "\n</article>"


def _line(line: _stories.Line) -> str:
    if line.role == "crosshead":
        return f"<h3>{_text(line.text)}</h3>"
    lead = f'<span class="lead">{_text(line.lead)}</span>' if line.lead else ""
    return f"<p>{lead}{_text(line.whole[len(line.lead) :])}</p>"


def _figure(photo: Photo) -> str:
    heading = "".join(
        f"<strong>{_text(block.text)}</strong> "
        for block in photo.find_all((Label, Kicker, Headline, Deck))
    )
    makers = "".join(f" <small>{_text(block.text)}</small>" for block in photo.credits)
    return f"<figure><figcaption>{heading}{_text(photo.text)}{makers}</figcaption></figure>"
