"""Pages read from their print: PDFs that the tests set themselves, in frames and columns."""

from __future__ import annotations

import base64
import json
import pickle
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import evolve
from tests.press import (
    BODY,
    BRIDGE,
    COLUMN,
    LAMP,
    MARGIN,
    TRAIL,
    Run,
    Sheet,
    Story,
    column_x,
    example,
    set_story,
    write_pdf,
)

import edition
import edition.formats.page_xml
from edition import Box, Edition, Layout, LayoutLine, Page, viz
from edition.__main__ import main
from edition._geometry.order import cut
from edition.formats import pdf
from edition.formats.errors import FormatError
from edition.formats.pdf import pages_of
from edition.limits import LimitError, Limits

pytest.importorskip("pypdfium2")

STORIES = (TRAIL, BRIDGE, LAMP)


def read(path: Path, sheet: Sheet) -> Page:
    """The only page of what is set."""
    (page,) = edition.read_pdf(write_pdf(path / "page.pdf", sheet)).pages
    return page


def headline(story: edition.Story) -> str | None:
    """The words of a story's headline."""
    return story.headline.text if story.headline is not None else None


def told(page: Page) -> set[tuple[str | None, tuple[str, ...]]]:
    """The stories: their headlines, and their paragraphs whole."""
    return {
        (headline(story), tuple("".join(p.text.split()) for p in story.paragraphs))
        for story in page.stories
    }


def meant(*stories: Story) -> set[tuple[str | None, tuple[str, ...]]]:
    """What was set, as :func:`told` tells it; leads are no part of a paragraph."""
    found: set[tuple[str | None, tuple[str, ...]]] = set()
    for story in stories:
        body = [
            text.partition("）")[2] if text.startswith("本报讯") else text for text in story.body
        ]
        found.add((story.head[0][0], tuple(t for t in body if not t.startswith("#"))))
    return found


def test_print_tells_what_is_what(tmp_path: Path) -> None:
    """Size tells headlines from decks, weight and the column's middle a crosshead, a picture its caption."""
    page = read(tmp_path, example())
    assert told(page) == meant(*STORIES)
    assert [block.text for block in page.find_all(edition.Deck)] == ["三公里步道连起四座公园"]
    assert [block.text for block in page.find_all(edition.Crosshead)] == ["夜里也有人走"]
    assert [block.text for block in page.find_all(edition.Caption)] == ["图为修缮后的望月桥。"]
    assert [block.text for block in page.find_all(edition.Signoff)] == ["（何青）", "（陈望）"]
    assert (page.label, page.name, page.paper) == ("2", "要闻", "汾河日报")
    assert "望月桥修缮完工" in [headline(story) for story in page.stories if story.photos]


def test_every_piece_has_its_box(tmp_path: Path) -> None:
    """A box for each piece, on the paper, and where the press has set it."""
    sheet = example()
    page = read(tmp_path, sheet)
    assert page.layout is not None
    assert (page.layout.width, page.layout.height) == (sheet.width, sheet.height)
    assert len(page.boxes) == len(page.pieces)
    set_at = {run.text.replace(" ", ""): run for chunk in sheet.chunks for run in chunk}
    for piece in page.pieces:
        assert piece.box is not None
        run = set_at.get("".join(piece.text.split()).replace("　", ""))
        if run is not None:
            assert piece.box.x0 == pytest.approx(run.x, abs=1)
            assert piece.box.y0 - run.size * 0.5 < run.y < piece.box.y1
    lead = page.find(edition.Lead)
    assert lead is not None
    (box,) = lead.boxes
    assert 9 * BODY < box.width < 11 * BODY  # 本报讯（记者 陈立）, and not the rest of its line
    assert len(page.layout.pictures) == 1
    assert any(rule.width > 5 * COLUMN for rule in page.layout.rules)


def test_layout_is_no_part_of_equality(tmp_path: Path) -> None:
    """A page that was read from its print equals one that has the same tree."""
    page = read(tmp_path, example())
    assert page.layout is not None
    assert evolve(page, layout=None) == page
    assert hash(evolve(page, layout=None)) == hash(page)
    assert edition.parse(str(page), layout=page.layout) == page


@pytest.mark.parametrize("seed", range(24))
def test_order_of_a_torn_file(seed: int, tmp_path: Path) -> None:
    """Heads and columns set in any order are read as they stand on the page."""
    page = read(tmp_path, example().shuffled(seed))
    assert told(page) == meant(*STORIES)
    assert page.layout is not None
    assert sorted(line.source for line in page.layout.lines) == [*range(len(page.layout.lines))]


def test_a_sound_order_stays(tmp_path: Path) -> None:
    """Where each frame is whole in the file, its order is the text's: the story to the right may come first."""
    sheet = Sheet()
    set_story(sheet, LAMP, 3, 2, 60)
    set_story(sheet, TRAIL, 0, 3, 60)
    page = read(tmp_path, sheet)
    assert [headline(story) for story in page.stories] == [LAMP.head[0][0], TRAIL.head[0][0]]
    assert page.layout is not None
    assert page.layout.is_own_order


def test_a_headline_behind_its_story_is_put_before_it(tmp_path: Path) -> None:
    """One torn frame is mended, and the others stay where the file has them."""
    sheet = Sheet()
    set_story(sheet, TRAIL, 0, 3, 60)
    sheet.chunks = sheet.chunks[1:] + sheet.chunks[:1]
    set_story(sheet, LAMP, 3, 2, 60)
    page = read(tmp_path, sheet)
    assert told(page) == meant(TRAIL, LAMP)
    assert str(page).startswith(TRAIL.head[0][0])
    assert page.layout is not None
    assert not page.layout.is_own_order


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_page(turn: int, tmp_path: Path) -> None:
    """A page that is to be turned has its boxes as it is seen."""
    upright = read(tmp_path, example())
    sheet = example()
    sheet.rotate = turn
    page = read(tmp_path, sheet)
    assert page.layout is not None
    wide = turn % 180 == 0
    assert (page.layout.width > page.layout.height) == (wide == (sheet.width > sheet.height))
    assert sorted("".join(str(page).split())) == sorted("".join(str(upright).split()))
    for box in page.boxes:
        assert 0 <= box.x0 < box.x1 <= page.layout.width
        assert 0 <= box.y0 < box.y1 <= page.layout.height


def test_print_set_vertically(tmp_path: Path) -> None:
    """Characters one below another are a line."""
    sheet = Sheet()
    sheet.chunks.append([Run("渡口归船", column_x(2), 60, 24.0, vertical=True)])
    set_story(sheet, LAMP, 0, 2, 60)
    page = read(tmp_path, sheet)
    assert page.layout is not None
    vertical = [line for line in page.layout.lines if line.is_vertical]
    assert [str(page)[line.start : line.end] for line in vertical] == ["渡口归船"]


def set_vertically(sheet: Sheet, head: str, body: str, y: float, per: int = 18) -> None:
    """Set a story in vertical lines of so many characters, from the right edge to the left."""
    sheet.chunks.append([Run(head, sheet.width - 60, y, 24.0, vertical=True)])
    lines = [body[n : n + per] for n in range(0, len(body), per)]
    x = sheet.width - 96
    sheet.chunks += [
        [Run(line, x - n * 1.5 * BODY, y, vertical=True)] for n, line in enumerate(lines)
    ]


UPRIGHT = (
    ("望月橋修繕完工", "望月橋昨日恢復通行，附近三個村的村民不用再繞路過河，孩子們上學近了兩里路。修繕前後用了一百二十一天，比原先的計劃早了十天，費用也低了近三成，村裏人都說這橋修得值。"),
    ("渡口的燈又亮了", "渡口的馬燈昨晚又亮了，這盞燈熄了整整二十年，點燈的人還是當年的船工何大川，他今年七十三歲。他說燈不爲照路，只爲讓過河的人知道，這裏還有一個渡口，還有人在等他們。"),
)  # fmt: skip


@pytest.mark.parametrize("seed", [None, *range(8)])
def test_a_page_set_vertically_runs_from_the_right_to_the_left(
    seed: int | None, tmp_path: Path
) -> None:
    """Lines from the right to the left, the upper story first; in whatever order the file has them. Boxes are where they stand."""
    sheet = Sheet(width=500)
    for n, (head, body) in enumerate(UPRIGHT):
        set_vertically(sheet, head, body, 40 + n * 300)
    page = read(tmp_path, sheet if seed is None else sheet.shuffled(seed))
    assert told(page) == {(head, (body,)) for head, body in UPRIGHT}
    first, last = page.articles[0].paragraphs[0].boxes[0], page.articles[0].paragraphs[-1].boxes[-1]
    assert first.x0 == pytest.approx(404, abs=1)
    assert last.x1 < first.x0
    assert first.height > 10 * first.width


def test_radicals_and_ligatures(tmp_path: Path) -> None:
    """A character that a font names for its radical is the character, and a ligature its letters, each with its place."""
    sheet = Sheet()
    sheet.chunks.append([Run("⽉光下的⽔⼿", MARGIN, 60), Run("oﬃce ⻋⼀⽇", MARGIN, 90)])
    page = read(tmp_path, sheet)
    assert [*str(page).split()] == ["月光下的水手", "office", "⻋一日"]
    assert page.layout is not None
    for line in page.layout.lines:
        assert len(line.stops) == line.end - line.start + 1
        assert [*line.stops] == sorted(line.stops)


def test_a_spread_is_read_as_its_two_pages(tmp_path: Path) -> None:
    """Two pages printed as one: each story is whole, and none of the left one has anything of the right."""
    sheet = Sheet(width=2 * example().width)
    middle = example().width
    set_story(sheet, TRAIL, 0, 3, 60)
    lone = Sheet()
    set_story(lone, LAMP, 0, 2, 60)
    sheet.chunks += [[evolve(run, x=run.x + middle) for run in chunk] for chunk in lone.chunks]
    assert told(read(tmp_path, sheet)) == meant(TRAIL, LAMP)
    assert told(read(tmp_path, sheet.shuffled(1))) == meant(TRAIL, LAMP)


def test_bold_print_is_read_once(tmp_path: Path) -> None:
    """A line that is printed twice in its place, to make it bold, is one line."""
    sheet = Sheet()
    set_story(sheet, LAMP, 0, 2, 60)
    head = sheet.chunks[0][0]
    sheet.chunks[0].append(evolve(head, x=head.x + 0.4))
    assert str(read(tmp_path, sheet)).count(head.text) == 1


def test_blanks_are_told_from_places(tmp_path: Path) -> None:
    """A blank as wide as a character is one, whatever the file has there; a gutter parts two lines."""
    sheet = Sheet()
    sheet.chunks.append(
        [Run("记者", MARGIN, 60), Run("陈立", MARGIN + 3 * BODY, 60), Run("第2版", 300, 60)]
    )
    assert str(read(tmp_path, sheet)).split("\n")[:2] == ["记者　陈立", "第2版"]


def test_pages_are_chosen_by_number(tmp_path: Path) -> None:
    """Pages are numbered from 1, and read alone where that is asked for."""
    one, other = Sheet(), Sheet()
    set_story(one, TRAIL, 0, 3, 60)
    set_story(other, LAMP, 0, 2, 60)
    path = write_pdf(tmp_path / "issue.pdf", one, other)
    issue = edition.read_pdf(path)
    assert isinstance(issue, Edition)
    assert issue.sources == ("issue.pdf", "issue.pdf")
    assert [headline(page.stories[0]) for page in issue.pages] == [
        TRAIL.head[0][0],
        LAMP.head[0][0],
    ]
    (page,) = edition.read_pdf(path.read_bytes(), pages=[2]).pages
    assert page == issue.pages[1]
    with pytest.raises(ValueError, match=r"issue\.pdf has 2 pages, and none is number 3"):
        edition.read_pdf(path, pages=[3])


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """What is no PDF, or has pictures alone, says so with its name, the page and what would help."""
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(FormatError, match=r"broken\.pdf can't be read"):
        edition.read_pdf(tmp_path / "broken.pdf")
    scan = Sheet(rectangles=[(0, 0, 900, 800)])
    with pytest.raises(
        FormatError, match=r"scan\.pdf, page 1: a picture without a text layer; .*OCR"
    ):
        edition.read_pdf(write_pdf(tmp_path / "scan.pdf", scan))
    with pytest.raises(FormatError, match=r"empty\.pdf, page 1: there is no text on it"):
        edition.read_pdf(write_pdf(tmp_path / "empty.pdf", Sheet()))
    locked = write_pdf(tmp_path / "locked.pdf", example()).read_bytes()
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"61" * 32,
        b"62" * 32,
    )
    (tmp_path / "locked.pdf").write_bytes(locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock))
    with pytest.raises(FormatError, match=r"locked\.pdf is locked with a password"):
        edition.read_pdf(tmp_path / "locked.pdf")


def test_a_scan_among_pages_is_an_empty_page(tmp_path: Path) -> None:
    """One page without text does not keep the others."""
    scan = Sheet(rectangles=[(0, 0, 900, 800)])
    one, other = edition.read_pdf(write_pdf(tmp_path / "a.pdf", example(), scan)).pages
    assert told(one) == meant(*STORIES)
    assert str(other) == ""


def test_pages_without_text_say_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged page and a scan are diagnostics of their pages, and the others are read and shown."""
    scan = Sheet(rectangles=[(0, 0, 900, 800)])
    path = write_pdf(tmp_path / "a.pdf", example(), example(), scan)
    path.write_bytes(
        path.read_bytes().replace(b"9 0 obj << /Type /Page", b"9 0 xxx << /Type /Page")
    )
    one, damaged, picture = edition.read_pdf(path).pages
    assert told(one) == meant(*STORIES)
    for page, why in ((damaged, "the page is damaged"), (picture, "OCR to ALTO")):
        (found,) = page.diagnostics
        assert found.code == "W209"
        assert why in found.message
    main(["check", str(path)])
    assert "W209 the page is damaged" in capsys.readouterr().out
    if find_spec("PIL") is not None:
        assert main(["view", str(path)]) == 0
        assert capsys.readouterr().out.count("<img") == 2


@pytest.mark.parametrize(
    ("limits", "unit"),
    [
        (Limits(bytes=100), "bytes"),
        (Limits(pages=1), "pages"),
        (Limits(objects=3), "objects"),
        (Limits(characters=20), "characters"),
    ],
)
def test_limits(limits: Limits, unit: str, tmp_path: Path) -> None:
    """A file is no larger than the limits allow, nor are its pages."""
    path = write_pdf(tmp_path / "a.pdf", example(), example())
    with pytest.raises(LimitError) as told_error:
        edition.read_pdf(path, limits=limits)
    assert told_error.value.unit == unit


def test_pages_come_one_by_one(tmp_path: Path) -> None:
    """No page is read before it is asked for, so that a file of many takes no more memory than one of few."""
    sheets = [example() for _ in range(3)]
    sheets[2].chunks = sheets[2].chunks * 40
    data = write_pdf(tmp_path / "a.pdf", *sheets).read_bytes()
    pages = pages_of(data, limits=Limits(characters=2000))
    assert next(pages)[0] == next(pages)[0]
    with pytest.raises(LimitError):
        next(pages)


def test_threads(tmp_path: Path) -> None:
    """PDFium is not safe across threads; reading is."""
    path = write_pdf(tmp_path / "a.pdf", *[example()] * 3)
    right = edition.read_pdf(path)
    found: list[Edition] = []
    threads = [
        threading.Thread(target=lambda: found.append(edition.read_pdf(path))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [right] * 4


# --- layouts -----------------------------------------------------------------------------------------

TEXT = "步道开放\n汾河西岸的步道昨日开放。\n"
LINES = (
    LayoutLine(0, 4, Box(40, 60, 152, 88), size=28),
    LayoutLine(5, 17, Box(40, 96, 154, 106), size=9.5, source=1),
)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (LINES[:1], "no line of the layout has the print from 4 on"),
        (LINES[1:], "no line of the layout has the print from 0 to 5"),
        (LINES[::-1], "no line of the layout has the print"),
        ((LINES[0], LINES[0]), "one behind another"),
        ((evolve(LINES[0], end=17),), "more than a line of the text"),
        ((evolve(LINES[0], stops=(1.0, 2.0)), LINES[1]), "as many stops"),
        ((LINES[0], evolve(LINES[1], end=99)), "lie in the page's text"),
    ],
)
def test_a_layout_of_another_text_is_refused(lines: tuple[LayoutLine, ...], problem: str) -> None:
    """A layout has all print of its text, in order."""
    with pytest.raises(ValueError, match=problem):
        edition.parse(TEXT, layout=Layout(400, 600, lines))


def test_boxes_of_parts_of_a_line() -> None:
    """What has a part of a line has a part of its box: by the places of its characters, else by their number."""
    line = LayoutLine(10, 14, Box(100, 50, 140, 60), 10)
    assert line.part(12, 14) == Box(120, 50, 140, 60)
    assert evolve(line, stops=(100, 110, 125, 130, 140)).part(11, 13) == Box(110, 50, 130, 60)
    upright = LayoutLine(0, 4, Box(100, 50, 110, 90), 10)
    assert upright.is_vertical
    assert upright.part(0, 1) == Box(100, 50, 110, 60)


def test_edits_keep_the_boxes_of_what_stays(tmp_path: Path) -> None:
    """What is changed has no place any more, what stays has its own."""
    page = read(tmp_path, example())
    headline = page.articles[0].headline
    assert headline is not None
    edited = page.replace(headline, edition.Headline.build("西岸步道通了"))
    assert edited.articles[0].headline is not None
    assert edited.articles[0].headline.boxes == ()
    assert edited.articles[0].paragraphs[0].boxes == page.articles[0].paragraphs[0].boxes
    assert edited.layout == page.layout
    assert edited.explain(edited.articles[0].paragraphs[0]).role == "paragraph"


def test_evidence_of_print_is_explained(tmp_path: Path) -> None:
    """An explanation tells what the print said."""
    page = read(tmp_path, example())
    crosshead = page.find(edition.Crosshead)
    assert crosshead is not None
    why = page.explain(crosshead)
    assert why.role == "crosshead"
    assert "print place:centred" in [evidence.name for evidence in why.candidates[0].evidence]


def test_white_cuts_boxes_into_an_order() -> None:
    """Across first, then down; boxes that no white parts are read from the top left on."""
    above, left, right = Box(0, 0, 90, 10), Box(0, 20, 40, 60), Box(50, 20, 90, 60)
    assert cut([right, left, above]) == [2, 1, 0]
    pinwheel = [Box(0, 0, 60, 20), Box(70, 0, 90, 60), Box(30, 70, 90, 90), Box(0, 30, 20, 90), Box(15, 15, 75, 75)]  # fmt: skip
    assert cut(pinwheel) == [0, 1, 4, 3, 2]
    assert cut([]) == []


def test_json_keeps_places_exactly(tmp_path: Path) -> None:
    """With ``layout``, a page's layout and its boxes come back as they were; without, the page does."""
    page = read(tmp_path, example())
    assert edition.from_json(edition.to_json(page)) == page
    assert '"box"' not in edition.to_json(page)
    again = edition.from_json(edition.to_json(page, layout=True), Page)
    assert again == page
    assert again.layout == page.layout
    assert again.boxes == page.boxes
    issue = Edition((page,), (1,))
    back = edition.from_json(edition.to_json(issue, layout=True), Edition)
    assert back.pages[0].layout == page.layout
    assert pickle.loads(pickle.dumps(page)).layout == page.layout


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"width":', '"wide":', "layout: "),
        ('"size":', '"size":"large","x":', r"layout\.lines\[0\]: "),
        ('"box":[', '"box":[1,', r"layout\.lines\[0\]: expected four numbers"),
        ('"start":0', '"start":null', r"layout\.lines\[0\]: expected offsets"),
    ],
)
def test_nonsense_for_a_layout_is_told(old: str, new: str, path: str, tmp_path: Path) -> None:
    """What is no layout is refused, with the path to it."""
    written = edition.to_json(read(tmp_path, example()), layout=True).replace(old, new, 1)
    with pytest.raises(FormatError, match=path):
        edition.from_json(written)


def test_standoff_of_print_is_read_back(tmp_path: Path) -> None:
    """What the command prints of a page has its text, and gives the page back; the schemas take both."""
    from jsonschema import Draft202012Validator

    from edition.formats import schema

    page = read(tmp_path, example())
    data = json.loads(json.dumps({**edition.to_standoff(page), "text": str(page)}))
    assert edition.from_standoff(data["text"], data) == page
    assert Draft202012Validator(schema.standoff()).is_valid(data)
    assert Draft202012Validator(schema.schema()).is_valid(
        json.loads(edition.to_json(page, layout=True))
    )


# --- pictures ----------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n"


def test_picture_of_a_page(tmp_path: Path) -> None:
    """A page is a picture of the size that is asked for; one that is damaged has none, one that is missing is told."""
    pytest.importorskip("PIL")
    path = write_pdf(tmp_path / "a.pdf", example(), example())
    whole = pdf.picture(path)
    assert whole[:4] + whole[8:12] == b"RIFFWEBP"
    assert len(pdf.picture(path.read_bytes(), 2, largest=8_000)) <= 8_000 < len(whole)
    with pytest.raises(ValueError, match="2 pages, and none is number 3"):
        pdf.picture(path, 3)
    with pytest.raises(FormatError):
        pdf.picture(b"%PDF-1.7\nnothing")


def test_view_on_a_picture(tmp_path: Path) -> None:
    """A picture stands in the document itself, which is allowed that alone; what can't be drawn is refused."""
    page = read(tmp_path, example())
    drawn = str(viz.page(page, picture=PNG))
    assert 'src="data:image/png;base64,' in drawn
    assert "img-src data:" in drawn
    assert drawn.count('class="e-z') >= len([*page.find_all(edition.Block)])
    assert "img" not in str(viz.page(page)).partition("<body")[2]
    assert "img-src" not in str(viz.page(page))
    with pytest.raises(ValueError, match="PNG, JPEG or WebP"):
        viz.page(page, picture=b"<svg onload=alert(1)>")
    with pytest.raises(ValueError, match="page 1 has none"):
        viz.page(edition.parse("步道开放\n"), picture=PNG)
    with pytest.raises(ValueError, match="two versions"):
        viz.page(page, page, picture=PNG)
    issue = Edition((page,), (4,))
    assert 'href="#p4-1"' in str(viz.issue(issue, pictures={4: PNG}))
    with pytest.raises(ValueError, match="page 1 has none"):
        viz.issue(issue, pictures={1: PNG})


def test_view_of_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command draws the pages of a PDF on their pictures, and a page of OCR on the one that it is given."""
    pytest.importorskip("PIL")
    path = write_pdf(tmp_path / "a.pdf", example(), example())
    assert main(["view", str(path)]) == 0
    assert capsys.readouterr().out.count('src="data:image/webp') == 2
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "a.txt").write_text("步道开放\n", encoding="utf-8")
    page = read(tmp_path, example())
    (tmp_path / "b.xml").write_text(str(edition.formats.page_xml.dump(page)), encoding="utf-8")
    picture = ["--picture", str(tmp_path / "a.png")]
    assert main(["view", str(tmp_path / "b.xml"), *picture]) == 0
    assert 'src="data:image/png' in capsys.readouterr().out
    assert main(["view", str(tmp_path / "a.txt"), *picture]) == 2
    assert "page with a layout" in capsys.readouterr().err
    assert main(["view", str(path), *picture]) == 2
    assert "not of an issue" in capsys.readouterr().err


def test_pictures_of_pages_in_another_order(tmp_path: Path) -> None:
    """A page that the file has last and the issue first is shown on its own picture."""
    pytest.importorskip("PIL")
    sheets = []
    for label, story in (("第4版", TRAIL), ("第1版", LAMP)):
        sheet = Sheet()
        sheet.running(label + "　要闻", "2025年3月6日　星期四", "汾河日报")
        set_story(sheet, story, 0, 3, 60)
        sheets.append(sheet)
    path = write_pdf(tmp_path / "a.pdf", *sheets)
    assert edition.read_pdf(path).numbers == (1, 4)
    assert main(["view", str(path), "--output", str(tmp_path / "a.html")]) == 0
    drawn = (tmp_path / "a.html").read_text("utf-8")
    first, last = (base64.b64encode(pdf.picture(path, n)).decode() for n in (2, 1))
    assert drawn.index('id="p1"') < drawn.index(first) < drawn.index('id="p4"') < drawn.index(last)


def test_explain_a_line_of_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line is named by its number, in a file of several pages behind that of its page."""
    one = write_pdf(tmp_path / "a.pdf", example())
    assert main(["explain", f"{one}:5"]) == 0
    alone = capsys.readouterr().out
    assert "headline" in alone.partition("\n")[0]
    two = write_pdf(tmp_path / "b.pdf", Sheet(), example())
    number = edition.read_pdf(two).numbers[1]
    assert main(["explain", f"{two}:{number}:5"]) == 0
    assert capsys.readouterr().out == alone
    for place, told in (
        (f"{two}:5", f"b.pdf:{edition.read_pdf(two).numbers[0]}:12"),
        (f"{two}:77:5", "there is no page 77"),
        (f"{one}:2:5", "one page"),
    ):
        assert main(["explain", place]) == 2
        assert told in capsys.readouterr().err


# --- commands ----------------------------------------------------------------------------------------


def test_standoff_of_a_pdf_is_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An object for each page, with its text, and a box for each span."""
    path = write_pdf(tmp_path / "a.pdf", example(), example())
    assert main(["standoff", str(path)]) == 0
    pages = json.loads(capsys.readouterr().out)
    assert len(pages) == 2
    for page in pages:
        assert all(page["text"][span["start"] : span["end"]].strip() for span in page["spans"])
        assert all(len(span["box"]) == 4 for span in page["spans"])
        covered = "".join(page["text"][s["start"] : s["end"]] for s in page["spans"])
        assert "".join(covered.split()) == "".join(page["text"].split())


@pytest.mark.parametrize(
    "command",
    [
        lambda file: ["show", file],
        lambda file: ["check", file],
        lambda file: ["convert", file, "--format", "markdown"],
        lambda file: ["view", file],
        lambda file: ["cite", file],
        lambda file: ["diff", file, file],
    ],
    ids=lambda command: command("")[0],
)
def test_commands_take_pdfs(
    command: Callable[[str], list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF is a page or an issue, as a text and a folder are."""
    path = str(write_pdf(tmp_path / "a.pdf", example()))
    assert main(command(path)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert command("")[0] in ("check", "diff") or "望月桥修缮完工" in out


def test_what_a_command_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file and the page are named, and the exit status is 2."""
    path = write_pdf(tmp_path / "scan.pdf", Sheet(rectangles=[(0, 0, 900, 800)]))
    assert main(["show", str(path)]) == 2
    err = capsys.readouterr().err
    assert f"{path}: PDF: scan.pdf, page 1: a picture" in err


def test_a_page_of_crumbs_ends_soon(tmp_path: Path) -> None:
    """Thousands of lines and rules that stand anywhere are compared with what is near, and are refused where they are too many."""
    sheet = Sheet(height=2000)
    for n in range(4000):
        sheet.chunks.append([Run("灯", 30 + 20.0 * (n % 40), 40 + 19.0 * (n // 40))])
        sheet.rectangles.append((10.0 + n % 900, 20.0, 10.5 + n % 900, 60.0 + n / 9))
    page = read(tmp_path, sheet)
    assert page.layout is not None
    assert str(page).count("灯") == 4000
    assert len(page.layout.rules) == 1000
    with pytest.raises(LimitError, match="lines"):
        edition.read_pdf(tmp_path / "page.pdf", limits=Limits(lines=100))
