"""The picture of a page with a box for each block: boxes lead to the text, line numbers lead to the boxes.

There is no script: a block has a class of its own, which its boxes and its print share, and a rule of the style sheet lights
all of them where one is pointed at.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from attrs import frozen

from edition._model.layout import Box, Layout, around
from edition._model.nodes import Block
from edition._render.markup import ROLES, bands
from edition._text.terminal import printable

#: How the pictures begin that browsers show, and what they are.
_KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"RIFF", "webp"))
#: How far below the last line of a box the next one of its block may begin, in heights of the larger line.
_NEAR = 2.0
#: How much of a block is read to those who don't see its box, in characters.
_SAID = 40


@frozen(weakref_slot=False)
class Zone:
    """A block on the picture."""

    key: str
    """The class of its boxes and of its print."""
    block: Block
    row: str
    """The id of its first line."""
    story: int | None
    """The number of the story that begins with it."""


def address(picture: bytes) -> str:
    """A picture as an address that holds it whole. Raises ValueError for what browsers don't show."""
    for sign, kind in _KINDS:
        if picture.startswith(sign):
            return f"data:image/{kind};base64,{b64encode(picture).decode()}"
    raise ValueError("a picture of a page is PNG, JPEG or WebP")


def drawn(layout: Layout, picture: bytes, zones: Iterable[Zone]) -> str:
    """The picture as markup, boxes over it."""
    boxes = "".join([_zone(layout, zone) for zone in zones])
    return (
        f'<figure class="e-facsimile"><div class="e-paper"><img src="{address(picture)}" alt="The page as it is printed" '
        f'width="{max(round(layout.width), 1)}" height="{max(round(layout.height), 1)}">{boxes}</div></figure>'
    )


def _zone(layout: Layout, zone: Zone) -> str:
    """The boxes of a block; the first is reached with the keyboard, and named."""
    role = zone.block.role
    says = escape(printable(" ".join(zone.block.text.split())[:_SAID]))
    story = f"story {zone.story}, " if zone.story else ""
    name = f'id="z{zone.key}" aria-label="{story}{role.replace("_", " ")}: {says}"'
    found = []
    for n, box in enumerate(_joined([p.box for p in zone.block.parts if p.box is not None])):
        x, y = 100 / layout.width, 100 / layout.height
        place = f"left:{box.x0 * x:.2f}%;top:{box.y0 * y:.2f}%;width:{box.width * x:.2f}%;height:{box.height * y:.2f}%"
        which = 'tabindex="-1" aria-hidden="true"' if n else name
        number = f"<b>{zone.story}</b>" if zone.story and not n else ""
        found.append(
            f'<a class="e-z e-{role} {zone.key}" href="#{zone.row}" {which} style="{place}">{number}</a>'
        )
    return "".join(found)


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """The boxes of a block, those put together that stand one below another in a column."""
    found: list[Box] = []
    for box in boxes:
        last = found[-1] if found else box
        shared = min(last.x1, box.x1) - max(last.x0, box.x0)
        below = box.y0 - last.y1
        if (
            found
            and 2 * shared > min(last.width, box.width)
            and box.y0 >= last.y0
            and below < _NEAR * box.height
        ):
            found[-1] = around([last, box])
        else:
            found.append(box)
    return found


def style(root: str, keys: Iterable[str]) -> str:
    """The style of pictures, and of the blocks with these classes. A picture is light by day and by night, and so are its colours."""
    light = {family: band for family, (band, _) in bands().items()}
    roles = "".join(
        f"{root} .e-z.e-{role}{{--mark:{light[one.family]};border-style:{one.line}}}"
        f"{root}:has(.e-in-{role}:checked) .e-z.e-{role}{{display:block}}"
        for role, one in ROLES.items()
    )
    lit = "".join(
        f"{root}:has(.{key}:is(:hover,:focus-visible,:target),.e-row:target .{key}) .{key}{{outline:3px solid var(--lit)}}"
        for key in keys
    )
    return _RULES.replace("ROOT", root) + roles + lit


_RULES = """\
ROOT{--lit:var(--link)}
ROOT .e-facsimile{margin:0 0 1em;overflow:auto}
ROOT .e-paper{position:relative}
ROOT .e-paper img{display:block;width:100%;height:auto;background:#fff}
ROOT .e-z{position:absolute;display:block;border:2px solid var(--mark);background:color-mix(in srgb,var(--mark) 10%,transparent);--lit:#00558a}
ROOT .e-z:hover,ROOT .e-z:focus-visible,ROOT .e-z:target{background:color-mix(in srgb,var(--mark) 30%,transparent)}
ROOT .e-z b{position:absolute;left:-2px;bottom:100%;padding:0 .4em;font-size:11px;line-height:1.3;background:#1c1b19;color:#fff;border-radius:4px 4px 0 0}
ROOT .e-z.e-paragraph{border-width:1px}
ROOT:has(.e-legend :checked) .e-z{display:none}
ROOT a.e-n{align-self:start;text-decoration:underline dotted;text-underline-offset:3px}
ROOT .e-two .e-row{grid-template-columns:2.6em 6em minmax(0,1fr)}
ROOT .e-two .e-notes{grid-column:3}
ROOT .e-two .e-label .e-chip i{display:none}
@media (min-width:75em){
ROOT .e-two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.2em}
ROOT .e-facsimile{position:sticky;top:0;align-self:start;max-height:100vh}
}
@media (max-width:36em){
ROOT .e-two .e-row{grid-template-columns:2.2em minmax(0,1fr)}
ROOT .e-two .e-notes{grid-column:2}
}
"""
