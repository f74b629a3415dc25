"""What is fuzzed: from any bytes a page, an issue or a document is made, and what has to hold of it is asserted.

The first byte of an input picks the target, the second what is done with it, so that one fuzzer reaches everything.
Only what the documentation says is raised is caught here: any other exception is a finding.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from xml.parsers import expat

from attrs import evolve

import edition
from edition import viz
from edition._model.roles import ROLES
from edition._parser.weights import ROLE_UNITS, TIE_UNITS
from edition._review import corrections
from edition._text.lines import BLANKS
from edition.corpus import Document, Origin, SourcePage
from edition.formats import (
    alto,
    conll,
    hocr,
    html,
    jsonld,
    markdown,
    newsml,
    ninjs,
    nitf,
    page_xml,
    tei,
    text,
)
from edition.formats import json as json_format
from edition.formats import standoff as standoff_format
from edition.formats._model import ALLOWED, CHILDREN, CONTINUING, KINDS
from edition.formats.errors import FormatError
from edition.models import ModelError
from edition.nodes import (
    Article,
    Block,
    Byline,
    Lead,
    Node,
    Paragraph,
    Photo,
    Piece,
    Signoff,
)

_EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").rglob("*.txt"))

#: What a structured page is put together from, a byte each: what parts lines, encoders and readers, the trade's formulas,
#: and the lines of the example issue.
_ODD = [*"\r\x0b\x0c\x00\x1c\x85\u2028\ufeff\u200b\u3000\u00a0\ud800\udfff\ufffe😀<>&]\"'\\"]
_TRADE = [
    *"（）()【】[]《》“”\"：:。，、；？！—…■●◎※·－-—— 　",
    *"\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
    *"一二三十百两0123456789０１Ａ版日月年摄文图者电讯报社中市天地人汾河",
    *("本报讯", "记者", "通讯员", "（记者 陈立）", "（何青）", "本报记者 陈立 通讯员 贺  勇", "新华社临川3月5日电 "),
    *("（上接第1版）", "（下转第4版）", "上接A01版", "▶▶▶下转第三版", "第2版 要闻 2025年3月6日 星期四", "图为", " 摄"),
    *("汾河日报", "国内统一刊号 CN14-0001", "今日8版", "导读", "图片新闻", "遗失声明", "编者按：", "责编 段秋禾", "声明作废。"),
    *("——", "【明報專訊】", "（中央社台北五日電）", "「", "」", "2月30日", "第99999999999999999999版", "〇〇〇〇年"),
]  # fmt: skip


@cache
def _words() -> tuple[str, ...]:
    lines = [
        line for path in _EXAMPLES for line in path.read_text("utf-8").splitlines(keepends=True)
    ]
    return tuple([*_ODD, *_TRADE, *(line for line in lines if line.strip())][:256])


def page_text(data: bytes) -> str:
    """A text of which every byte is a character, a formula or a line."""
    words = _words()
    return "".join([words[byte % len(words)] for byte in data])


def plain_text(data: bytes) -> str:
    """The bytes as UTF-8; what is none, as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def _placed(page: edition.Page) -> None:
    """Every node covers what it says, and the nodes of a page follow on one another without a gap."""
    whole = str(page)
    for node in page.walk():
        if node is page:
            continue
        extent, span = node.extent, node.span
        assert extent is not None
        assert span is not None
        assert whole[slice(*extent)] == str(node)
        assert extent[0] <= span[0] < span[1] <= extent[1]
        at = extent[0]
        for child in node.children:
            inner = child.extent
            assert inner is not None
            assert inner[0] == at
            at = inner[1]


def _told(source: edition.Page | edition.Edition) -> None:
    """Stories, people, days and diagnostics are told of any page."""
    for story in source.stories:
        assert isinstance(story.text, str)
        _ = story.people, story.paragraphs, story.photos, story.kind, story.pages
    for told in source.diagnostics:
        assert told.message
    if isinstance(source, edition.Page):
        _ = source.label, source.number, source.name, source.paper, source.date, source.weekday
        for node in source.walk():
            assert repr(node)
    else:
        _ = source.labels, source.index(), source.people()


def _xml(document: str) -> None:
    expat.ParserCreate().Parse(document.encode(), True)  # noqa: FBT003 expat takes no keyword


def _as_tei(source: edition.Page | edition.Edition) -> None:
    written = tei.dump(source)
    _xml(written)
    assert tei.load(written) == source


def _as_json(source: edition.Page | edition.Edition) -> None:
    written = json_format.dump(source)
    assert json_format.load(written) == source
    assert json_format.load(json_format.dump(source, indent=1).encode()) == source


def _as_nitf(source: edition.Page | edition.Edition) -> None:
    for document in nitf.dump(source):
        _xml(document)


def _shown(source: edition.Page | edition.Edition) -> None:
    view = viz.page(source) if isinstance(source, edition.Page) else viz.issue(source)
    assert str(view).encode()
    assert view._repr_html_().encode()


#: Everything that is done with a page or an issue (either: `dump` of NITF has an overload for each).
DEEDS: tuple[Callable[[Any], object], ...] = (
    _told,
    _as_json,
    _as_tei,
    _as_nitf,
    lambda source: _xml(newsml.dump(source)),
    lambda source: json.loads(ninjs.dump(source)),
    lambda source: json.loads(jsonld.dump(source)),
    lambda source: json.loads(standoff_format.dump(source)),
    lambda source: conll.dump(source).encode(),
    lambda source: html.dump(source, furniture=True).encode(),
    lambda source: markdown.dump(source, furniture=True).encode(),
    lambda source: text.dump(source, furniture=True).encode(),
    _shown,
)  # fmt: skip


def parsed(written: str, deed: int) -> None:
    """A text is a page, exact and placed, and every format takes it."""
    page = edition.parse(written)
    assert str(page) == written
    _placed(page)
    DEEDS[deed % len(DEEDS)](page)


def issue(data: bytes, deed: int) -> None:
    """An issue of up to four pages, parted by the byte FF."""
    parts = data.split(b"\xff")[:4]
    found = edition.parse_edition({n: page_text(part) for n, part in enumerate(parts, 1)})
    DEEDS[deed % len(DEEDS)](found)


class _Bytes:
    """Numbers out of bytes; 0 once there are none left."""

    def __init__(self, data: bytes) -> None:
        self.left = io.BytesIO(data)

    def number(self, below: int) -> int:
        return int.from_bytes(self.left.read(1)) % below

    def blanks(self) -> str:
        return "".join([BLANKS[byte % len(BLANKS)] for byte in self.left.read(self.number(4))])

    def indent(self) -> str:
        return self.blanks().replace("\n", "")

    def print(self) -> str:
        text = page_text(self.left.read(1 + self.number(5)))
        return text.replace("\n", "").strip(BLANKS) or "天晴"


def _node(cls: type[Node], data: _Bytes) -> Node:
    """Any node of a class, with any nodes that may stand in it and any texts: more than a parse makes."""
    if cls is Piece:
        return Piece(data.print(), data.indent(), data.blanks(), data.number(5) or None)
    kinds = sorted(ALLOWED[cls])
    count = data.number(3 if issubclass(cls, Block) else 5)
    below = tuple(_node(KINDS[kinds[data.number(len(kinds))]], data) for _ in range(count))
    fields: dict[str, object] = {CHILDREN.get(cls, "parts"): below}
    if cls in CONTINUING:
        fields["continues"] = bool(data.number(2))
    if cls is edition.Page:
        fields["head"] = data.blanks()
    return cast("Callable[..., Node]", cls)(**fields)


def made(data: bytes, deed: int) -> None:
    """A page that was put together by hand out of any nodes: it is written, and JSON and TEI give it back."""
    page = cast(edition.Page, _node(edition.Page, _Bytes(data)))
    DEEDS[1 + deed % (len(DEEDS) - 1)](page)


#: What edits put in: parts of a story, and items of a page.
_PARTS: tuple[Block | Photo, ...] = (
    Paragraph.build("夜里，步道上的灯会亮到十点。"),
    Lead.build(paper=True, people=["陈立"]),
    Byline.build(people=["何青"]),
    Signoff.build(people=["马兰"]),
    Photo.build("图为步道。", credit=["马兰"]),
)
_ITEMS = (Article.build("河堤步道开放", paragraphs=["步道昨日开放。"]), Photo.build("图为步道。"))


def _edited(page: edition.Page, step: int, data: _Bytes) -> edition.Page:
    """The page after one edit, or one trip through a format."""
    nodes = [node for node in page.walk() if node is not page and node.pieces]
    if step == 0 or not nodes:
        return json_format.load(json_format.dump(page), edition.Page)
    if step == 1:
        return tei.load(tei.dump(page), edition.Page)
    node = nodes[(data.number(256) << 8 | data.number(256)) % len(nodes)]
    if step == 2:
        return page.remove(node)
    if step == 3:
        piece = node.pieces[0]
        return page.replace(piece, evolve(piece, text=data.print(), indent=data.indent()))
    if step == 4:
        first, head = data.number(len(page.items)), data.blanks()
        return evolve(page, items=page.items[first:] + page.items[:first], head=head)
    parent = page.parent(node)
    built = _ITEMS if parent is page else _PARTS
    if not (parent is page or isinstance(parent, Article)):
        return edition.parse(str(page))
    new = built[data.number(len(built))]
    change = (page.replace, page.insert_before, page.insert_after)[data.number(3)]
    return change(node, new)


def edited(data: bytes, deed: int) -> None:
    """A page through edits and formats, a byte each, and after each every piece is in its place and no line is lost."""
    text, _, steps = data.partition(b"\xff")
    page, bytes_ = edition.parse(page_text(text)), _Bytes(steps[:200])
    for _ in range(1 + deed % 12):
        step = bytes_.number(8)
        before, page = page, _edited(page, step, bytes_)
        if step < 2:
            assert page == before
        _placed(page)
    DEEDS[deed % len(DEEDS)](page)


@cache
def _documents() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The example issue's pages as JSON and as TEI, cut where a change is likely to mean something."""
    pages = [edition.parse(path.read_text("utf-8")[:1500]) for path in _EXAMPLES]
    pages.append(edition.parse("\ufeff\n第2版\n\n\x00河堤\u2028步道\ud800\r\n"))
    whole = edition.Edition(tuple(pages), tuple(range(1, len(pages) + 1)), "汾河日报")
    sources: list[edition.Page | edition.Edition] = [*pages[-2:], whole]
    dumps: tuple[Callable[[edition.Page | edition.Edition], str], ...] = (
        json_format.dump,
        tei.dump,
    )
    marks = ((b",", b"{", b"["), (b"<", b">", b'"'))
    found = []
    for dump, cuts in zip(dumps, marks, strict=True):
        written = b"\n".join(dump(source).encode() for source in sources)
        for mark in cuts:
            written = written.replace(mark, b"\xff" + mark)
        found.append(tuple(dict.fromkeys(written.split(b"\xff"))))
    return found[0], found[1]


def _spliced(data: bytes, bits: Sequence[bytes]) -> bytes:
    """Bits of documents in any order: a byte above 127 and the next pick one, what is below stands for itself."""
    found = bytearray()
    steps = iter(data)
    for byte in steps:
        if byte < 128:
            found.append(byte)
        else:
            found += bits[((byte & 127) << 8 | next(steps, 0)) % len(bits)]
    return bytes(found)


def _read_back(load: Callable[[bytes], Node | edition.Edition], data: bytes) -> None:
    """A document is refused with a FormatError, or read; what was read is written and comes back."""
    try:
        found = load(data)
    except FormatError:
        return
    assert json_format.load(json_format.dump(found)) == found
    if isinstance(found, edition.Page | edition.Edition):
        assert tei.load(tei.dump(found)) == found


def archive(data: bytes, deed: int) -> None:
    """A file that may be a zip archive of pages: read, or refused with what is documented."""
    if deed % 2:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as pages:
            for n, part in enumerate(data[4:].split(b"\xff")[:4], 1):
                pages.writestr(f"{n:02}.txt", page_text(part).encode("utf-8", "replace"))
        head, octets = data[:4], bytearray(packed.getvalue())
        if len(head) == 4:
            octets[int.from_bytes(head[:2]) % len(octets)] = head[2]
        data = bytes(octets)
    with TemporaryDirectory() as folder:
        file = Path(folder, "issue")
        file.write_bytes(data)
        try:
            found = edition.read_edition(file)
        except ValueError:
            return
    _told(found)


def document(data: bytes, deed: int) -> None:
    """A document of a corpus, of any kind but PDF: pages that give their bytes back, or why there are none."""
    kind = _KINDS[deed % len(_KINDS)]
    source = Document(origin=Origin(path="corpus"), reader=kind, data=data, size=len(data))
    for page in source.pages():
        if isinstance(page, SourcePage):
            assert str(edition.parse(page.text)) == page.text
            if kind == "text" and deed < 128:
                assert page.data in data


_KINDS = ("text", "record", "alto", "decoded")


def model(data: bytes, deed: int) -> None:
    """A file that may be a model: refused with a ModelError, or read; with any that loads a page is read exactly."""
    head, _, body = data.partition(b"\xff")
    with TemporaryDirectory() as folder:
        file = Path(folder, "fuzzed.json")
        file.write_bytes(head if deed % 2 else _spliced(head, _model_bits()))
        try:
            found = edition.Model.load(file)
        except ModelError:
            return
    text = page_text(body)
    page = edition.parse(text, model=found)
    assert str(page) == text
    page.confidence(page)
    _placed(page)
    _told(edition.parse_edition({1: text, 2: text[::-1]}, model=found))


@cache
def _model_bits() -> list[bytes]:
    """What models are put together from."""
    numbers = edition.Model.shipped().scores.numbers
    names = [f'"{name}":' for part in numbers.values() for name in [*part][:60]]
    targets = [f'"{target}":' for target in [*ROLE_UNITS, *TIE_UNITS]]
    parts = ['{"model":1,"features":1,"made":{},"evidence":{', '},"seam":{', '},"path":{', "}}"]
    values = ["{", "}", "},", ",", "0", "-1", "80", "-32768", "32768", "1e9", "NaN", "null"]
    return [bit.encode() for bit in [*parts, *values, *names, *targets]]


def annotated(data: bytes, deed: int) -> None:
    """A text with rows of any bytes beside it: refused with a FormatError, or a page that is the text and comes back."""
    head, _, body = data.partition(b"\xff")
    written = page_text(body)
    try:
        rows = head if deed % 2 else _spliced(head, _row_bits())
        page = standoff_format.load(written, rows)
    except FormatError:
        return
    assert str(page) == written
    _placed(page)
    DEEDS[deed % len(DEEDS)](page)


@cache
def _row_bits() -> list[bytes]:
    """What rows of an annotation are put together from."""
    keys = ["start", "end", "role", "article", "paragraph", "item", "block", "people", "continues"]
    words = [*(f'"{key}":' for key in keys), *(f'"{role}"' for role in ROLES)]
    numbers = [f"{number}," for number in range(64)]
    return [
        bit.encode()
        for bit in ['{"version":2,"spans":[', "]}", "{", "},", "}", ",", *words, *numbers]
    ]


def reviewed(data: bytes, deed: int) -> None:
    """A page through the corrections of a review, three bytes each: done, or refused with a ValueError."""
    head, _, steps = data.partition(b"\xff")
    review, bytes_ = corrections.read(page_text(head[:200]), {}, {}), _Bytes(steps[:60])
    for _ in range(1 + deed % 8):
        rows = review.rows
        if not rows:
            return
        first = bytes_.number(len(rows[:255]))
        start, end = rows[first].start, rows[first + bytes_.number(len(rows[first:][:3]))].end
        said = bytes_.number(256)
        role = sorted(ROLES)[said % len(ROLES)]
        ways: tuple[Callable[[], corrections.Review], ...] = (
            lambda: review.with_role(start, end, role),  # noqa: B023 each is called before the next step
            lambda: review.with_border(start, end, ("new", "same", "join")[said % 3]),  # noqa: B023
            lambda: review.cut(start, end, start + said % 8),  # noqa: B023
            lambda: review.merged(start, end),  # noqa: B023
            lambda: review.confirmed(start, end),  # noqa: B023
            lambda: review.freed(start, end),  # noqa: B023
            lambda: review.naming(start, end, page_text(bytes((said, said // 2)))),  # noqa: B023
        )
        try:
            review = ways[bytes_.number(len(ways))]()
        except ValueError:
            continue
        assert str(review.page) == review.text
        _placed(review.page)
        json.dumps(review.standoff())


def scanned(data: bytes, deed: int) -> None:
    """A document of OCR: refused with a FormatError, or pages with their places."""
    load = (alto.load, page_xml.load, hocr.load)[deed % 3]
    try:
        found = load(data if deed % 2 else _spliced(data, _scan_bits()), limits=edition.Limits())
    except (FormatError, edition.LimitError):
        return
    for page in found.pages:
        _placed(page)
    _told(found)


@cache
def _scan_bits() -> list[bytes]:
    """What documents of OCR are put together from: those of the seeds, cut at their tags and numbers."""
    whole = b"".join(_SCANS)
    for mark in b'<" ':
        whole = whole.replace(bytes((mark,)), b"\xff" + bytes((mark,)))
    return [bit for bit in dict.fromkeys(whole.split(b"\xff")) if bit]


#: A line of print as ALTO, PAGE XML and hOCR.
_SCANS = (
    (
        b'<alto><Layout><Page WIDTH="900" HEIGHT="600"><PrintSpace><TextBlock ID="B1" IDNEXT="B2">'
        b'<TextLine HPOS="10" VPOS="20" WIDTH="80" HEIGHT="12"><String CONTENT="a" WC="0.9"/><SP/><HYP/>'
        b'</TextLine></TextBlock><Illustration HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"/></PrintSpace></Page></Layout></alto>'
    ),
    (
        b'<PcGts><Page imageWidth="900" imageHeight="600"><ReadingOrder><OrderedGroup><RegionRefIndexed index="0" regionRef="r"/>'
        b'</OrderedGroup></ReadingOrder><TextRegion id="r"><Coords points="0,0 1,1"/><TextLine><Coords points="1,2 80,2 80,12 1,12"/>'
        b'<TextEquiv conf="0.9"><Unicode>a</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>'
    ),
    (
        b'<div class="ocr_page" title="bbox 0 0 900 600"><p class="ocr_par"><span class="ocr_line" title="bbox 1 2 80 12; x_size 9">'
        b'<span class="ocrx_word" title="bbox 1 2 80 12; x_wconf 90">a</span></span></p></div>'
    ),
)


#: Every target by what the first byte of an input is.
TARGETS: tuple[Callable[[bytes, int], None], ...] = (
    lambda data, deed: parsed(page_text(data), deed),
    lambda data, deed: parsed(plain_text(data), deed),
    issue,
    made,
    lambda data, _: _read_back(json_format.load, data),
    lambda data, _: _read_back(json_format.load, _spliced(data, _documents()[0])),
    lambda data, _: _read_back(tei.load, data),
    lambda data, _: _read_back(tei.load, _spliced(data, _documents()[1])),
    archive,
    document,
    edited,
    model,
    annotated,
    reviewed,
    scanned,
)  # fmt: skip


def one(data: bytes) -> None:
    """One input."""
    if len(data) > 2:
        TARGETS[data[0] % len(TARGETS)](data[2:], data[1])


def seeds() -> list[bytes]:
    """An input for each target to begin with."""
    line = bytes(range(len(_ODD), 256))
    json_bits, tei_bits = (
        bytes(b for n in range(len(bits)) for b in (128 | n >> 8, n & 255)) for bits in _documents()
    )
    page = _EXAMPLES[0].read_bytes()[:600]
    opened = edition.parse(page.decode("utf-8", "ignore"))
    small = b'{"model":1,"features":1,"made":{},"evidence":{"any":{"headline":-900}},"seam":{},"path":{}}'
    whole: dict[int, bytes] = {
        0: line,
        1: page,
        2: line[:100] + b"\xff" + line[100:180],
        3: bytes(range(200)),
        4: json_format.dump(opened).encode(),
        5: json_bits[:1200],
        6: tei.dump(opened).encode(),
        7: tei_bits[:1200],
        8: b"\0\0\0\0" + line[:60],
        9: json.dumps({"text": page_text(line[:40]), "date": "2025-03-06", "page": 2}).encode(),
        10: line[:120] + b"\xff" + bytes(range(2, 200, 7)),
        11: small + b"\xff" + line[:60],
        12: b'{"version":2,"spans":[{"start":0,"end":1,"role":"headline"}]}\xff' + line[:60],
        13: line[:120] + b"\xff" + bytes(range(1, 40)),
    }
    found = [
        bytes((target, deed)) + data for target, data in whole.items() for deed in range(len(DEEDS))
    ]
    return found + [bytes((14, deed)) + _SCANS[deed % 3] for deed in (1, 3, 5)]
