"""What OCR formats have in common: pages of lines in pixels, which become sheets of print in points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from attrs import define, field, frozen

from edition._geometry.setting import PrintedLine, Sheet, set_text
from edition._model.layout import REGULAR, Box, around
from edition.dialects import AnyDialect
from edition.editions import Edition, edition_of
from edition.formats._xml import Element
from edition.formats.errors import FormatError
from edition.limits import Limits
from edition.models import AnyModel

#: Points in an inch.
POINTS = 72.0
#: How large an XML document is read at most, whatever the limits: its elements take far more memory than it does.
LARGEST_XML = 64 * 2**20
#: How many rules and pictures of a page are looked at.
_DRAWN = 1000
#: How large type is against the height of its line, where nothing tells it.
_TYPE = 0.85


@frozen
class Word:
    """A word of a line, and its box."""

    text: str
    box: Box | None
    confidence: float | None = None


@define
class ScannedLine:
    """A line as a format has it, in the format's unit."""

    words: list[Word]
    box: Box | None
    size: float | None = None
    """In points, where it is told."""
    bold: bool = False

    @property
    def text(self) -> str:
        """Its words, the blanks between Chinese ones left out."""
        found = ""
        for word in self.words:
            if found and not (_is_wide(found[-1]) and _is_wide(word.text[0])):
                found += " "
            found += word.text
        return found


@define
class ScannedPage:
    """A page as a format has it."""

    width: float
    height: float
    scale: float
    """How many points its unit is."""
    lines: list[ScannedLine] = field(factory=list)
    rules: list[Box] = field(factory=list)
    pictures: list[Box] = field(factory=list)
    ordered: bool = False
    """Whether the format tells in which order its lines are read."""

    def sheet(self) -> Sheet:
        """Its print, in points."""
        lines = [found for line in self.lines if (found := self._printed(line)) is not None]
        boxes = [tuple(map(self._scaled, group)) for group in (self.rules, self.pictures)]
        return Sheet(self.width * self.scale, self.height * self.scale, lines, *boxes)

    def _scaled(self, box: Box) -> Box:
        return Box(*(round(edge * self.scale, 2) for edge in box))

    def _printed(self, line: ScannedLine) -> PrintedLine | None:
        text = line.text
        boxes = [word.box for word in line.words if word.box is not None]
        if not text or not (line.box or boxes):
            return None
        box = self._scaled(line.box or around(boxes))
        size = line.size or round(_TYPE * min(box.height, box.width), 2)
        known = [word.confidence for word in line.words if word.confidence is not None]
        sure = round(sum(known) / len(known), 4) if known else None
        weight = 700 if line.bold else REGULAR
        return PrintedLine(text, box, size, weight, self._stops(line, text), sure)

    def _stops(self, line: ScannedLine, text: str) -> tuple[float, ...]:
        """Where each character begins, as far as the boxes of the words tell."""
        stops: list[float] = []
        for word in line.words:
            if word.box is None:
                return ()
            x0, x1 = word.box.x0 * self.scale, word.box.x1 * self.scale
            if len(stops) + len(word.text) < len(text) and text[len(stops)] == " ":
                stops.append(x0)
            step = (x1 - x0) / len(word.text)
            stops += [x0 + n * step for n in range(len(word.text))]
        stops.append(line.words[-1].box.x1 * self.scale if line.words[-1].box else 0.0)
        for n in range(1, len(stops)):
            stops[n] = max(stops[n], stops[n - 1])
        return tuple(round(stop, 2) for stop in stops)


def _is_wide(character: str) -> bool:
    """Whether a character is set as wide as a Chinese one."""
    return character >= "\u2e80"


def issue_of(  # noqa: PLR0917 -- what every format of scans is given
    pages: Sequence[ScannedPage],
    name: str,
    format: str,  # noqa: A002
    paper: str | None,
    date: dt.date | None,
    dialect: AnyDialect | None,
    model: AnyModel | None,
    limits: Limits,
) -> Edition:
    """The issue that some scanned pages are. Raises FormatError where there is no text on any."""
    limits.check_issue(len(pages))
    for page in pages:
        limits.check_lines(len(page.lines))
        page.rules, page.pictures = page.rules[:_DRAWN], page.pictures[:_DRAWN]
    texts = [set_text(page.sheet(), in_order=page.ordered) for page in pages]
    if not any(layout.lines for _, layout in texts):
        raise FormatError(format, f"{name}: there is no text on any page, or none with a box")
    about: dict[str, Any] = {"paper": paper, "date": date, "dialect": dialect, "model": model}
    return edition_of(texts, name, limits=limits, **about)


def real(text: str) -> float:
    """A number; 0 for what is none, or none that a place can be."""
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if -1e7 < found < 1e7 else 0.0


def text_of(element: Element) -> str:
    """The text right in an element."""
    return "".join([part for part in element.children if isinstance(part, str)])
