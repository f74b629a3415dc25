"""The print of a PDF's pages as PDFium tells it: lines of characters with their boxes, rules, pictures, and ink.

PDFium is not safe across threads, not even with a document each: everything here runs under one lock.
"""

from __future__ import annotations

import ctypes
import importlib
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from math import hypot
from threading import Lock
from typing import Any, NamedTuple

from attrs import define, field

from edition._geometry.setting import PrintedLine, Sheet
from edition._model.layout import REGULAR, Box, around
from edition._text.lines import BLANKS
from edition.limits import Limits

#: One caller at a time.
LOCK = Lock()
#: How far apart two characters of a line stand at most, and from where on a blank stands between them, in sizes of their type.
_APART, _BLANK, _WORD = 2.4, 0.55, 0.15
#: From where on a gap is more than a stretched blank, and how far from whole characters one of blanks is at most.
_STRETCHED, _UNEVEN = 0.8, 0.2
#: How much larger one character of a line may be than the last one, and how far off its base line, in sizes.
_LARGER, _OFF_LINE = 1.2, 0.35
#: How thick a rule is at most, and how long at least, in points; how large a picture is at least.
_THICK, _LONG, _PICTURE = 8.0, 8.0, 30.0
#: How many lines of late may go on.
_OPEN = 4
#: The share of a page from which on a picture is one of the whole page.
_WHOLE = 0.8
#: How many rules, pictures and grounds of a page are looked at, and how many lines of one wording are compared.
_DRAWN, _SAME = 1000, 50
#: How large the picture of a page is in which ink is measured, in pixels.
_PIXELS = 4_000_000
#: How many characters a line has from which on its ink tells of its weight.
_TELLING = 2
#: Weights by how much more ink a line has than the page's body.
_INKS = ((0.8, 300), (1.17, 400), (1.42, 500), (1.8, 600), (99.0, 800))
#: How large a picture is that is looked at, in pixels, how much larger than the page at most, and how small it may become; its quality.
_SEEN, _CLOSEST, _LEAST_SEEN, _QUALITY = 3_000_000, 3.0, 50_000, 50
#: A vertical line has at least so many characters, one below another.
_STACKED = 3
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5


class Glyph(NamedTuple):
    """A character as it is printed."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    """Where its base line is."""
    size: float
    weight: int
    """0 where its font does not say."""


def sheet_of(document: Any, number: int, limits: Limits) -> Sheet:
    """What is printed on a page of a document, from 1; nothing on one that is damaged. The caller holds the lock.

    Raises LimitError for more than the limits allow.
    """
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return Sheet(0.0, 0.0, ())
    try:
        return _sheet(page, limits)
    except pypdfium2.PdfiumError:
        width, height = page.get_size()
        return Sheet(width, height, ())
    finally:
        page.close()


def picture_of(document: Any, number: int, largest: int) -> bytes:
    """A page as a picture, WebP of so many bytes at most; nothing of one that is damaged. The caller holds the lock."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return b""
    try:
        width, height = page.get_size()
        pixels = float(_SEEN)
        while True:
            bitmap = page.render(scale=min((pixels / max(width * height, 1.0)) ** 0.5, _CLOSEST))
            file = BytesIO()
            bitmap.to_pil().save(file, "WEBP", quality=_QUALITY)
            bitmap.close()
            if file.tell() <= largest or pixels < _LEAST_SEEN:
                return file.getvalue()
            pixels *= max(0.8 * largest / file.tell(), 0.1)
    except pypdfium2.PdfiumError:
        return b""
    finally:
        page.close()


def _sheet(page: Any, limits: Limits) -> Sheet:
    pdfium = importlib.import_module("pypdfium2.raw")

    turn = _Turn(page)
    rules, pictures, grounds = _drawn(pdfium, page, turn, limits)
    textpage = page.get_textpage()
    try:
        lines = list(_lines(_glyphs(pdfium, textpage, turn, limits)))
    finally:
        textpage.close()
    printed = [line.printed() for line in _once(_stacked(lines))]
    limits.check_lines(len(printed))
    if any(line.weight == 0 for line in printed):
        _weigh(printed, page)
    grounds = [box for box in grounds if not any(_holds(box, line.box) for line in printed)]
    # A picture of the whole page lies under its text: it is a scan.
    most = _WHOLE * turn.width * turn.height
    pictures = [
        box for box in (*pictures, *grounds) if not printed or box.width * box.height < most
    ]
    return Sheet(turn.width, turn.height, printed, rules, pictures)


class _Turn:
    """From PDF's points, which go up from the bottom left, to those of the page as it is seen."""

    __slots__ = ("_box", "_quarters", "height", "width")

    def __init__(self, page: Any) -> None:
        self._box = page.get_cropbox()
        self._quarters = page.get_rotation() // 90 % 4
        self.width, self.height = page.get_size()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as it is seen."""
        left, bottom, right, top = self._box
        if self._quarters == 1:
            return y - bottom, x - left
        if self._quarters == 2:
            return right - x, y - bottom
        return (top - y, right - x) if self._quarters else (x - left, top - y)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as it is seen."""
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def _glyphs(pdfium: Any, textpage: Any, turn: _Turn, limits: Limits) -> Iterator[Glyph | None]:
    """The characters of a page in the order of its content; None for a blank.

    What PDFium makes up (blanks between words, line ends) is left out but for the blanks.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    limits.check_characters(count)
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, int] = {}
    for n in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, n)
        char = chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
        if char in BLANKS or pdfium.FPDFText_IsGenerated(textpage, n) == 1:
            if char not in "\r\n":
                yield None
            continue
        char = "-" if char == "\ufffe" else char
        if "\u2e80" <= char <= "\u2fd5":
            # Fonts that have one glyph for a character and its radical name it for the radical.
            char = unicodedata.normalize("NFKC", char)
        pdfium.FPDFText_GetLooseCharBox(textpage, n, rect)
        pdfium.FPDFText_GetCharOrigin(textpage, n, x, y)
        pdfium.FPDFText_GetMatrix(textpage, n, matrix)
        size = pdfium.FPDFText_GetFontSize(textpage, n) * hypot(matrix.c, matrix.d) or 1.0
        box = turn.box(rect.left, rect.bottom, rect.right, rect.top)
        _, base = turn.point(x.value, y.value)
        yield Glyph(char, *box, base, size, _weight(pdfium, textpage, n, fonts))


def _weight(pdfium: Any, textpage: Any, n: int, known: dict[int, int]) -> int:
    """The weight that a character's font tells by its name; 0 where it has none."""
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(textpage, n))
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if key not in known:
        size = pdfium.FPDFFont_GetBaseFontName(font, None, 0) if key else 0
        name = ctypes.create_string_buffer(size)
        if size:
            pdfium.FPDFFont_GetBaseFontName(font, name, size)
        known[key] = _named_weight(name.value.decode("utf-8", "replace").lower()) if size > 1 else 0
    return known[key]


def _named_weight(name: str) -> int:
    """The weight in a font's name; 0 for a name that says nothing."""
    for words, weight in (
        (("black", "heavy", "dahei", "cuhei", "chaocu"), 900),
        (("semibold", "demibold", "medium"), 600),
        (("bold", "simhei", "heiti", "xbs"), 700),
        (("light", "thin"), 300),
        (("regular", "roman", "simsun", "song", "kai", "fang"), REGULAR),
    ):
        if any(word in name for word in words):
            return weight
    return 0


@define
class _Line:
    """A line as it grows."""

    glyphs: list[Glyph] = field(factory=list)
    text: list[str] = field(factory=list)
    #: For each character of the text the glyph that it is; -1 for a blank.
    at: list[int] = field(factory=list)
    vertical: bool = False

    def add(self, glyph: Glyph, blank: str) -> None:
        if blank:
            self.text.append(blank)
            self.at.append(-1)
        self.at.append(len(self.glyphs))
        self.text.append(glyph.char)
        self.glyphs.append(glyph)

    def printed(self) -> PrintedLine:
        glyphs = self.glyphs
        box = around([Box(*glyph[1:5]) for glyph in glyphs])
        size = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
        weights = sorted(glyph.weight for glyph in glyphs)
        low, high = (2, 4) if self.vertical else (1, 3)
        stops = [round(float(glyphs[k][low]), 2) if k >= 0 else -1.0 for k in self.at]
        for n, k in enumerate(self.at):
            if k < 0:
                stops[n] = round(float(glyphs[self.at[n - 1]][high]), 2)
            elif k and glyphs[k][1:5] == glyphs[k - 1][1:5]:  # two characters of one glyph
                stops[n] = round((stops[n - 1] + float(glyphs[k][high])) / 2, 2)
        stops.append(round(float(glyphs[-1][high]), 2))
        for n in range(1, len(stops)):
            stops[n] = max(stops[n], stops[n - 1])
        return PrintedLine(
            "".join(self.text),
            Box(*(round(edge, 2) for edge in box)),
            round(size, 2),
            weights[len(weights) // 2],
            tuple(stops),
        )


def _lines(glyphs: Iterator[Glyph | None]) -> Iterator[_Line]:
    """The lines that characters in the order of the content make up.

    PDFium mixes the characters of lines whose boxes overlap, as those of a headline and the byline below it may: a character that
    does not go on with the last line is looked for a place at the end of those before.
    """
    lines: list[_Line] = []
    blank = False
    for glyph in glyphs:
        if glyph is None:
            blank = True
            continue
        # Below one character of a vertical line comes the next, or another line's first.
        stacked = len(lines) > 1 and _is_stacked(lines[-2], lines[-1])
        for back, line in enumerate(reversed(lines[-1 if stacked else -_OPEN :])):
            between = _between(line.glyphs[-1], glyph, blank=blank and not back)
            if between == "again":
                break
            if between is not None and not (back and between):
                line.add(glyph, between)
                break
        else:
            lines.append(_Line())
            lines[-1].add(glyph, "")
        blank = False
    yield from lines


def _between(last: Glyph, glyph: Glyph, *, blank: bool) -> str | None:
    """What stands between two characters of a line: nothing or a blank; None where they are of two lines.

    ``again`` where the second one is the first one once more, as print is made bold.
    """
    size = max(last.size, glyph.size)
    if abs(glyph.base - last.base) > _OFF_LINE * size:
        return None
    if size > _LARGER * min(last.size, glyph.size) and min(last.size, glyph.size) > 0:
        return None
    same = abs(glyph.x0 - last.x0) < 0.1 * size
    if same and glyph.char == last.char and glyph[1:5] != last[1:5]:
        return "again"
    gap = glyph.x0 - last.x1
    if same and glyph[1:5] == last[1:5]:
        return ""
    if gap > _APART * size or gap < -0.6 * size:
        return None
    if gap > _STRETCHED * size and not _are_blanks(last, glyph, gap / size):
        return None
    wide = glyph.char >= "\u2e80" and last.char >= "\u2e80"
    if gap > _BLANK * size:
        return "\u3000" if wide else " "
    return " " if blank and gap > _WORD * size and not wide else ""


def _are_blanks(last: Glyph, glyph: Glyph, gap: float) -> bool:
    """Whether so wide a gap, in sizes, is that of blanks as wide as a character, and no gutter between two columns."""
    even = abs(gap - round(gap)) <= _UNEVEN and abs(glyph.size - last.size) < 0.03 * last.size
    return even and abs(glyph.base - last.base) < 0.1 * last.size


def _stacked(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, single characters that stand one below another put together to vertical ones."""
    found: list[_Line] = []
    run: list[_Line] = []
    for line in (*lines, None):
        if line is not None and len(line.glyphs) == 1:
            glyph = line.glyphs[0]
            if not run or _is_below(run[-1].glyphs[0], glyph):
                run.append(line)
                continue
        found += _upright(run)
        run = []
        if line is not None and len(line.glyphs) == 1:
            run = [line]
        elif line is not None:
            found.append(line)
    return found


def _is_stacked(above: _Line, line: _Line) -> bool:
    """Whether two lines are two characters of a vertical one."""
    single = len(above.glyphs) == 1 == len(line.glyphs)
    return single and _is_below(above.glyphs[0], line.glyphs[0])


def _is_below(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands right below another in a vertical line."""
    size = max(last.size, glyph.size)
    beside = abs((last.x0 + last.x1) - (glyph.x0 + glyph.x1)) / 2
    down = (glyph.y0 + glyph.y1 - last.y0 - last.y1) / 2
    return (
        beside < 0.3 * size
        and 0.6 * size < down < 2.2 * size
        and size < _LARGER * min(last.size, glyph.size)
    )


def _upright(run: Sequence[_Line]) -> list[_Line]:
    if len(run) < _STACKED:
        return [*run]
    one = _Line(vertical=True)
    for line in run:
        one.add(line.glyphs[0], "")
    return [one]


def _once(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines, those left out that are printed once more in the same place, as print is made bold or given a shadow."""
    seen: dict[str, list[Glyph]] = {}
    for line in lines:
        text = "".join(line.text)
        first = line.glyphs[0]
        if any(
            hypot(first.x0 - o.x0, first.y0 - o.y0) < 0.2 * first.size
            for o in seen.get(text, [])[-_SAME:]
        ):
            continue
        seen.setdefault(text, []).append(first)
        yield line


def _drawn(
    pdfium: Any, page: Any, turn: _Turn, limits: Limits
) -> tuple[list[Box], list[Box], list[Box]]:
    """What is drawn on a page: rules, pictures, and grounds, which are pictures where no print stands on them."""
    count = pdfium.FPDFPage_CountObjects(page)
    limits.check_objects(count)
    rules: list[Box] = []
    pictures: list[Box] = []
    grounds: list[Box] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for n in range(count):
        thing = pdfium.FPDFPage_GetObject(page, n)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == _TEXT or not pdfium.FPDFPageObj_GetBounds(thing, *edges):
            continue
        box = turn.box(*(edge.value for edge in edges))
        thin, long = sorted((box.width, box.height))
        if kind == _PATH and thin <= _THICK and long >= _LONG:
            rules.append(_rounded(box))
        elif thin >= _PICTURE:
            (pictures if kind in (_IMAGE, _FORM) else grounds).append(_rounded(box))
    found = ([*dict.fromkeys(boxes)][:_DRAWN] for boxes in (rules, pictures, grounds))
    rules, pictures, grounds = found
    return rules, pictures, grounds


def _rounded(box: Box) -> Box:
    return Box(*(round(edge, 2) for edge in box))


def _holds(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in a box."""
    x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _weigh(lines: list[PrintedLine], page: Any) -> None:
    """Give lines whose fonts tell no weight the one that their ink tells, against the page's body."""
    width, height = page.get_size()
    scale = min(1.0, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        ink = _Ink(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height, scale)
        inks = [ink.of(line.box) for line in lines]
    finally:
        bitmap.close()
    # Small print is greyer: it is the body's ink that all is measured by.
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[round(line.size, 1)] = sizes.get(round(line.size, 1), 0) + len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    usual = sorted(
        i
        for i, line in zip(inks, lines, strict=True)
        if abs(line.size - body) < 0.3 and len(line.text) > _TELLING
    )
    middle = usual[len(usual) // 2] if usual else 0.0
    for n, line in enumerate(lines):
        if line.weight == 0:
            weight = REGULAR
            if middle > 0 and len(line.text) >= _TELLING:
                weight = next(w for most, w in _INKS if inks[n] / middle < most or most > 9)
            lines[n] = line._replace(weight=weight)


class _Ink(NamedTuple):
    """A grey picture of a page."""

    rows: bytes
    stride: int
    width: int
    height: int
    scale: float

    def of(self, box: Box) -> float:
        """How much of a box is ink, from 0 to 1."""
        x0, x1 = max(int(box.x0 * self.scale), 0), min(int(box.x1 * self.scale) + 1, self.width)
        y0, y1 = max(int(box.y0 * self.scale), 0), min(int(box.y1 * self.scale) + 1, self.height)
        if x0 >= x1 or y0 >= y1:
            return 0.0
        white = sum(
            sum(self.rows[y * self.stride + x0 : y * self.stride + x1]) for y in range(y0, y1)
        )
        return 1.0 - white / 255.0 / ((x1 - x0) * (y1 - y0))
