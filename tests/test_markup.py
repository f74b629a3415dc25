"""The colours of roles, as people see them whose eyes have other cones than most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import dist

import pytest

from edition._render.markup import ROLES, bands, text
from edition.formats._model import BLOCKS

Matrix = Sequence[Sequence[float]]
#: How light is seen without red, green or blue cones: Machado, Oliveira and Fernandes 2009, on linear RGB.
EYES: dict[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
#: Two colours that lie this far apart in CIELAB are two colours at a glance.
APART = 12.0


def _times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(code: str) -> list[float]:
    parts = [int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def seen(code: str, eyes: Matrix) -> tuple[float, float, float]:
    """A colour in CIELAB, as these eyes see it."""
    light = [min(max(part, 0.0), 1.0) for part in _times(eyes, _linear(code))]
    xyz = (part / white for part, white in zip(_times(TO_XYZ, light), WHITE, strict=True))
    x, y, z = (p ** (1 / 3) if p > 0.008856 else 7.787 * p + 16 / 116 for p in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_colours_are_told_apart_by_any_eyes(eyes: str, theme: int) -> None:
    colours = {family: seen(both[theme], EYES[eyes]) for family, both in bands().items()}
    near = [(a, b) for a, b in combinations(colours, 2) if dist(colours[a], colours[b]) < APART]
    assert near == []


def test_every_role_is_drawn_and_no_two_are_drawn_alike() -> None:
    assert ROLES.keys() == BLOCKS.keys()
    drawn = [(style.family, style.line, role) for role, style in ROLES.items()]
    alike = [(a[2], b[2]) for a, b in combinations(drawn, 2) if a[:2] == b[:2]]
    assert alike == []


def test_what_is_not_seen_is_shown() -> None:
    assert text("晴\u202e\u202e天\ufeff") == (
        '晴<span class="e-code">U+202E ×2</span>天<span class="e-code">U+FEFF</span>'
    )
    assert text("a\tb\nc") == "a\tb\nc"
    assert text("<&\">'") == "&lt;&amp;&quot;&gt;&#x27;"
