"""A small press: sets fictional stories in frames and columns, and writes them as PDFs of a few kilobytes, without fonts in them."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import define, field, frozen

#: The body's type, its leading, how wide its columns are in characters, and the white between two of them, in points.
BODY, LEADING, MEASURE, GUTTER = 9.0, 13.0, 16, 12.0
COLUMN = BODY * MEASURE
MARGIN = 30.0


@frozen
class Run:
    """A line of print: its text, where its top left corner is, its size and whether it is bold."""

    text: str
    x: float
    y: float
    size: float = BODY
    bold: bool = False
    vertical: bool = False


@define
class Sheet:
    """A page: its print in the chunks in which it was set, and what is drawn on it."""

    width: float = 2 * MARGIN + 6 * COLUMN + 5 * GUTTER
    height: float = 800.0
    chunks: list[list[Run]] = field(factory=list)
    rectangles: list[tuple[float, float, float, float]] = field(factory=list)
    rotate: int = 0

    def running(self, *texts: str) -> None:
        """The running line at the page's top, and the rule below it."""
        step = (self.width - 2 * MARGIN) / len(texts)
        self.chunks.append([Run(t, MARGIN + n * step, 24.0, 11.0) for n, t in enumerate(texts)])
        self.rectangles.append((MARGIN, 44.0, self.width - MARGIN, 44.8))

    def shuffled(self, seed: int) -> Sheet:
        """The same print, set in another order: heads and columns as they came."""
        chunks = [*self.chunks]
        random.Random(seed).shuffle(chunks)
        return Sheet(self.width, self.height, chunks, self.rectangles, self.rotate)


@frozen
class Story:
    """A story as it is to be set: its heading's lines with their sizes, and its body."""

    head: Sequence[tuple[str, float]]
    body: Sequence[str]
    """Paragraphs; one that begins with a # is a crosshead."""
    signed: str = ""
    caption: str = ""


def column_x(number: int) -> float:
    """Where a column of the page begins, from 0."""
    return MARGIN + number * (COLUMN + GUTTER)


def set_story(sheet: Sheet, story: Story, first: int, columns: int, y: float) -> float:
    """Set a story into some columns from a height down; how far it reaches."""
    head: list[Run] = []
    x = column_x(first)
    for text, size in story.head:
        head.append(Run(text, x, y, size, size > 1.2 * BODY))
        y += size * 1.3
    sheet.chunks.append(head)
    y += 3
    lowest = y
    if story.caption:
        right = column_x(first + columns - 1) + COLUMN
        sheet.rectangles.append((x, y, right, y + 60))
        sheet.chunks.append([Run(story.caption, x, y + 64, 8.0, bold=True)])
        y += 64 + 18
    lines = [*_broken(story)]
    height = -(-len(lines) // columns)
    for n in range(columns):
        part = lines[n * height : (n + 1) * height]
        left = column_x(first + n)
        runs = [
            Run(text, left + indent * BODY, y + k * LEADING, BODY, bold)
            for k, (text, indent, bold) in enumerate(part)
        ]
        if runs:
            sheet.chunks.append(runs)
            lowest = max(lowest, runs[-1].y + BODY)
    return lowest


def _broken(story: Story) -> Iterable[tuple[str, float, bool]]:
    """The lines of a body, each with its indent in characters."""
    for text in story.body:
        if text.startswith("#"):
            yield text[1:], (MEASURE - len(text) + 1) / 2, True
            continue
        yield text[: MEASURE - 2], 2.0, False
        for at in range(MEASURE - 2, len(text), MEASURE):
            yield text[at : at + MEASURE], 0.0, False
    if story.signed:
        yield story.signed, float(MEASURE - len(story.signed)), False


_FONTS = (b"STSong-Light", b"STHeiti-Bold")


def write_pdf(path: Path, *sheets: Sheet, extra: bytes = b"") -> Path:
    """The sheets as a PDF, whose fonts the reader has to know. It has no table of its objects: readers look for them."""
    data = b"%PDF-1.5\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    for n, name in enumerate(_FONTS):
        data += b"%d 0 obj << /Type /Font /Subtype /Type0 /BaseFont /%s " % (3 + 2 * n, name)
        data += b"/Encoding /UniGB-UTF16-H /DescendantFonts [%d 0 R] >> endobj\n" % (4 + 2 * n)
        data += b"%d 0 obj << /Type /Font /Subtype /CIDFontType0 /BaseFont /%s " % (4 + 2 * n, name)
        data += b"/DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        data += b">> endobj\n"
    kids = b" ".join(b"%d 0 R" % (7 + 2 * n) for n in range(len(sheets)))
    data += b"2 0 obj << /Type /Pages /Count %d /Kids [%s] >> endobj\n" % (len(sheets), kids)
    for n, sheet in enumerate(sheets):
        content = _content(sheet)
        box = b"/MediaBox [0 0 %.2f %.2f] /Rotate %d " % (sheet.width, sheet.height, sheet.rotate)
        data += b"%d 0 obj << /Type /Page /Parent 2 0 R %s " % (7 + 2 * n, box)
        data += b"/Contents %d 0 R /Resources << /Font << /F0 3 0 R /F1 5 0 R >> >> >> endobj\n" % (8 + 2 * n)  # fmt: skip
        data += b"%d 0 obj << /Length %d >> stream\n" % (8 + 2 * n, len(content))
        data += content + b"\nendstream endobj\n"
    path.write_bytes(data + extra + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    return path


def _content(sheet: Sheet) -> bytes:
    content = b""
    for x0, y0, x1, y1 in sheet.rectangles:
        content += b"0.7 g %.2f %.2f %.2f %.2f re f\n" % (x0, sheet.height - y1, x1 - x0, y1 - y0)
    content += b"0 g BT\n"
    for chunk in sheet.chunks:
        for run in chunk:
            steps = [(0.0, 0.0, run.text)]
            if run.vertical:
                steps = [(0.0, n * run.size * 1.05, char) for n, char in enumerate(run.text)]
            for dx, dy, text in steps:
                base = sheet.height - run.y - dy - 0.88 * run.size
                content += b"/F%d %.2f Tf 1 0 0 1 %.2f %.2f Tm " % (
                    run.bold,
                    run.size,
                    run.x + dx,
                    base,
                )
                content += b"<%s> Tj\n" % text.encode("utf-16-be").hex().encode()
    return content + b"ET"


TRAIL = Story(
    [("汾河西岸步道全线贯通", 24.0), ("三公里步道连起四座公园", 14.0)],
    [
        "本报讯（记者 陈立）汾河西岸的步道昨日全线贯通，全长三公里，沿线新栽了柳树和海棠，傍晚前来散步的市民络绎不绝。",
        "据城建部门介绍，步道分三期修建，今年还将向南延伸两公里，沿途设置座椅、路灯和饮水点，方便老人和孩子歇脚。",
        "#夜里也有人走",
        "住在河边的船工何大川说，过去夜里没有灯，谁也不敢走这条路，如今灯亮了，走的人比白天还多，连钓鱼的都来了。",
    ],
    "（何青）",
)
BRIDGE = Story(
    [("望月桥修缮完工", 20.0)],
    [
        "本报讯（记者 韩素）望月桥昨日恢复通行，附近三个村的村民不用再绕路过河，孩子们上学近了两里路。",
        "修缮前后用了一百二十一天，比原先的计划早了十天，费用也低了近三成，村里人都说这桥修得值。",
    ],
    caption="图为修缮后的望月桥。",
)
LAMP = Story(
    [("渡口的灯又亮了", 20.0)],
    [
        "渡口的马灯昨晚又亮了，这盏灯熄了整整二十年，点灯的人还是当年的船工何大川，他今年七十三岁。",
        "他说灯不为照路，只为让过河的人知道，这里还有一个渡口，还有一个人在等着他们回来。",
    ],
    "（陈望）",
)


def example() -> Sheet:
    """A page of three stories: one over three columns, one with a picture, one below."""
    sheet = Sheet()
    sheet.running("第2版　要闻", "2025年3月6日　星期四", "汾河日报")
    lowest = set_story(sheet, TRAIL, 0, 3, 60)
    set_story(sheet, BRIDGE, 3, 2, 60)
    set_story(sheet, LAMP, 0, 2, lowest + 30)
    return sheet


if __name__ == "__main__":
    write_pdf(Path(sys.argv[1]), example())
