"""What all HTML views have in common: escaped text, the roles' names and colours, light and dark.

A view needs no script and loads nothing. Colours are those of Okabe and Ito, which people see apart whatever their
colour vision is; a role's name stands beside its colour everywhere, and a band's line tells the roles of a colour apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from html import escape
from itertools import groupby

from attrs import frozen

from edition._model import roles
from edition._text.terminal import UNSHOWN


@frozen(weakref_slot=False)
class RoleStyle:
    """How a role is named and drawn."""

    term: str
    """The trade's word for it."""
    family: str
    """Whose colour it has."""
    line: str = "solid"
    """How its band is drawn."""


#: How the bands of roles that share a colour are told apart; the others are solid.
_LINES = {
    "folio": "dashed",
    "index": "dotted",
    "credits": "double",
    "label": "dotted",
    "kicker": "dashed",
    "deck": "double",
    "crosshead": "dotted",
    "editor_note": "dashed",
    "lead": "dashed",
    "signoff": "double",
    "credit": "dashed",
    "continued_on": "dashed",
    "other": "dashed",
}
#: How each role is drawn, in the order in which a newspaper has them.
ROLES: Mapping[str, RoleStyle] = {
    name: RoleStyle(role.term, role.family, _LINES.get(name, "solid"))
    for name, role in roles.ROLES.items()
}

#: Band, ground and ink of each family, by light and by dark.
_COLOURS: Mapping[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "heading": (("#0072b2", "#dcecf7", "#004a75"), ("#3c9ad6", "#12324a", "#b5dcf5")),
    "people": (("#d55e00", "#fbe6d8", "#7d3700"), ("#f08a3c", "#4a2711", "#fbd0ad")),
    "picture": (("#009e73", "#d9f1e8", "#00553e"), ("#2cc497", "#0d3a2d", "#aeead4")),
    "jump": (("#cc79a7", "#f8e4ef", "#7a2956"), ("#dc92b9", "#44203a", "#f5cde1")),
    "note": (("#e0ad00", "#fbf3cf", "#5c4600"), ("#f0c93c", "#40350c", "#f7e7a5")),
    "notice": (("#56b4e9", "#e2f3fd", "#12506f"), ("#a5dcfb", "#173a4d", "#c3e6fa")),
    "running": (("#66635c", "#ecebe7", "#4c4a45"), ("#76736c", "#33312d", "#d0cdc5")),
    "body": (("#c9c6bd", "transparent", "#4c4a45"), ("#4a4741", "transparent", "#d0cdc5")),
}
#: Ink, paper, quiet ink, rule, ground of boxes, link, error, warning.
_PLAIN = (
    ("#1c1b19", "#ffffff", "#5d5a53", "#d9d6cd", "#f7f6f2", "#00558a", "#b3261e", "#8a5a00"),
    ("#ebe8e0", "#161614", "#aaa69c", "#45423b", "#201f1c", "#8ac7f0", "#ff9a8f", "#f5c463"),
)
_NAMES = ("ink", "paper", "quiet", "rule", "box", "link", "error", "warning")


def _variables(which: int) -> str:
    plain = [f"--{name}:{value}" for name, value in zip(_NAMES, _PLAIN[which], strict=True)]
    for family, colours in _COLOURS.items():
        band, ground, ink = colours[which]
        plain += [f"--{family}:{band}", f"--{family}-ground:{ground}", f"--{family}-ink:{ink}"]
    plain.append(f"color-scheme:{('light', 'dark')[which]}")
    return ";".join(plain)


def theme(root: str) -> str:
    """The colours as variables of the elements of a class: the system's choice, unless the notebook around it has made one."""
    light, dark = _variables(0), _variables(1)
    themes = (
        ("[data-jp-theme-light=true]", "[data-theme=light]", ".vscode-light"),
        ("[data-jp-theme-light=false]", "[data-theme=dark]", ".vscode-dark", "html[theme=dark]"),
    )
    around = [",".join(f"{mark} {root}" for mark in marks) for marks in themes]
    return (
        f"{root}{{{light}}}\n@media (prefers-color-scheme:dark){{{root}{{{dark}}}}}\n"
        f"{around[0]}{{{light}}}\n{around[1]}{{{dark}}}\n"
    )


def bands() -> Mapping[str, tuple[str, str]]:
    """The colour of each family's band, in light and in dark."""
    return {family: (light[0], dark[0]) for family, (light, dark) in _COLOURS.items()}


def chip(role: str) -> str:
    """A role's name on its colour; the name of what has no role of its own (``article``) on none."""
    style = ROLES.get(role)
    family = style.family if style else "body"
    term = f" {style.term}" if style else ""
    return (
        f'<span class="e-chip e-f-{family}">{role.replace("_", " ")}<i lang="zh">{term}</i></span>'
    )


def chips() -> str:
    """The style of chips."""
    return "".join(
        f".e-f-{family}{{background:var(--{family}-ground);color:var(--{family}-ink)}}"
        for family in _COLOURS
    )


def text(of: str) -> str:
    """Print, escaped: whatever acts on a page and is not seen on it is shown as its code point.

    >>> text("<b>晴\\u202e")
    '&lt;b&gt;晴<span class="e-code">U+202E</span>'
    """
    if of.isprintable():
        return escape(of)
    return "".join(
        _code(key, len(list(run))) if key else escape("".join(run))
        for key, run in groupby(of, _hidden)
    )


def _hidden(c: str) -> str:
    """A character that has to be shown as its code point; empty for any other."""
    return c if c not in "\t\n" and unicodedata.category(c) in UNSHOWN else ""


def _code(c: str, times: int) -> str:
    many = f" ×{times:,}" if times > 1 else ""
    return f'<span class="e-code">U+{ord(c):04X}{many}</span>'
