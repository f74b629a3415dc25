"""What stories look like in the formats of agencies and readers, and that every page at hand is written soundly."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TypeVar

import pytest
from lxml import etree

import edition
from edition.formats import _stories, nitf
from edition.stories import Join, Place, Story

NITF = {"n": nitf.NAMESPACE}

B = TypeVar("B", bound=edition.Block)


def line(cls: type[B], text: str, tail: str = "\n\n") -> B:
    """A block of one line."""
    return cls((edition.Piece(text, tail=tail),))


FRONT = edition.Page(
    (
        line(edition.Folio, "第1版 要闻 2025年3月6日 星期四 汾河日报"),
        edition.Article(
            (
                edition.HeadlineBlock(
                    (
                        line(edition.Kicker, "两岸春灌全面展开"),
                        line(edition.Headline, "十万亩麦田喝上返青水"),
                        line(edition.Deck, "——下游灌区见闻"),
                    )
                ),
                line(edition.EditorNote, "编者按：春天来了，本报今起推出系列报道。"),
                line(edition.Byline, "本报记者 陈立"),
                line(edition.Lead, "本报临川3月5日电", " "),
                edition.Paragraph(
                    (
                        edition.Piece(
                            "汾河两岸的麦田里一片人声，水从斗渠里流进地头，", tail="\n\n"
                        ),
                        edition.Piece("把式们跟着水走。渠长何大川说，村里人都说"),
                    )
                ),
                line(edition.Jump, "(下转第2版)"),
                edition.Photo(
                    (
                        line(edition.Caption, "图为村民在渠边看水。", " "),
                        line(edition.Credit, "马兰 摄"),
                    )
                ),
            )
        ),
    )
)
REST = edition.Page(
    (
        line(edition.Folio, "第2版 综合 2025年3月6日 星期四 汾河日报"),
        edition.Article(
            (
                line(edition.Continuation, "（上接第1版）", ""),
                line(edition.Paragraph, "“水到了，心就定了。”何大川守着这条斗渠已经二十年。"),
                line(edition.Crosshead, "一河清水"),
                line(edition.Paragraph, "傍晚时分，各村的管水员在渠边记下了水量。", ""),
                line(edition.Signoff, "（陈立）", "\n"),
            )
        ),
    )
)
ISSUE = edition.Edition((FRONT, REST), (1, 2), "汾河日报", dt.date(2025, 3, 6))


@pytest.fixture(scope="module")
def issue() -> edition.Edition:
    """An issue of two pages with a story on both."""
    return ISSUE


@pytest.fixture(scope="module")
def story(issue: edition.Edition) -> Story:
    """That story."""
    places = (Place(1, 1), Place(1, 2))
    pieces = (*issue.pages[0].articles, *issue.pages[1].articles)
    return Story(pieces, places, (Join("jump", (), margin=9.0, cut=True),))


def test_paragraphs_are_whole_across_columns_and_pages(
    issue: edition.Edition, story: Story
) -> None:
    """What a column's end or a jump cut is one paragraph in every format."""
    cut = "水从斗渠里流进地头，把式们跟着水走。"
    jumped = "村里人都说“水到了，心就定了。”"
    document = etree.fromstring(edition.to_nitf(story).encode())
    paragraphs = ["".join(p.itertext()) for p in document.iterfind(".//n:body.content/n:p", NITF)]
    joined = next(text for text in paragraphs if cut in text)
    assert jumped in joined
    for written in (
        edition.to_newsml(story),
        edition.to_ninjs(story),
        edition.to_jsonld(story),
        edition.to_markdown(story),
        edition.to_html(story),
        edition.to_text(story),
    ):
        assert cut in written
        assert jumped in written
    assert json.loads(edition.to_jsonld(story))["pagination"] == "1, 2"


def test_nitf(issue: edition.Edition, story: Story) -> None:
    """Headline before kicker and deck, for the schema has it so; paper, day and page in the head."""
    document = etree.fromstring(edition.to_nitf(story, paper=issue.paper, date=issue.date).encode())
    pubdata = document.find(".//n:pubdata", NITF)
    assert pubdata is not None
    assert dict(pubdata.attrib) == {
        "type": "print",
        "date.publication": "20250306",
        "name": "汾河日报",
        "position.sequence": "1",
    }
    hedline = document.find(".//n:hedline", NITF)
    assert hedline is not None
    assert [(etree.QName(h).localname, h.get("class"), h.text) for h in hedline] == [
        ("hl1", None, story.headline.text if story.headline else ""),
        ("hl2", "kicker", story.kicker and story.kicker.text),
        ("hl2", "deck", story.deck and story.deck.text),
    ]
    assert document.findtext(".//n:dateline/n:location", namespaces=NITF) == "临川"
    filed = document.find(".//n:dateline/n:story.date", NITF)
    assert filed is not None
    assert filed.get("norm") == "20250305"
    assert document.findtext(".//n:byline/n:person", namespaces=NITF) == "陈立"
    assert document.findtext(".//n:media-producer", namespaces=NITF) == "马兰 摄"


def test_a_page_is_a_document_a_story_in_nitf(issue: edition.Edition) -> None:
    """NITF has no page: a page and an issue give as many documents as they have stories."""
    assert len(edition.to_nitf(issue)) == len(issue.stories)
    assert len(edition.to_nitf(issue.pages[1])) == len(issue.pages[1].stories)
    article = issue.pages[0].articles[0]
    assert isinstance(edition.to_nitf(article), str)


def test_newsml_names_when_it_was_made(issue: edition.Edition, story: Story) -> None:
    """The version is of the day of issue, or of the moment that is given."""
    assert "<versionCreated>2025-03-06T00:00:00+08:00</versionCreated>" in edition.to_newsml(issue)
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    written = edition.to_newsml(story, created=moment)
    assert "<versionCreated>2026-01-02T03:04:05+00:00</versionCreated>" in written


def test_names_of_stories_stay(issue: edition.Edition) -> None:
    """The same story of the same issue has the same name in every format, each time."""
    name = _stories.urn(issue.stories[0], _stories.issue_of(issue))
    again = edition.Edition((FRONT, REST), (1, 2), "汾河日报", dt.date(2025, 3, 6))
    assert name in edition.to_newsml(again)
    assert name in edition.to_ninjs(again)
    assert name in edition.to_jsonld(again)
    assert any(name in document for document in edition.to_nitf(again))


def test_running_lines_are_kept_by_choice(issue: edition.Edition) -> None:
    """Folios stand in reading text, Markdown and HTML only where they are asked for."""
    for write in (edition.to_text, edition.to_markdown, edition.to_html):
        assert "综合" not in write(issue)
        assert "综合" in write(issue, furniture=True)


def test_html_is_escaped_and_has_nothing_to_run() -> None:
    """What is printed is text, whatever it looks like."""
    page = edition.parse(
        "<script>alert(1)</script>&amp;\n\n本报讯 “<img src=x onerror=alert(1)>”。\n"
    )
    written = edition.to_html(page)
    assert "<script" not in written
    assert "<img" not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in written
    assert "prefers-color-scheme: dark" in written


def test_html_has_the_elements_of_news(story: Story) -> None:
    """Articles, headers, heading groups, figures and footers."""
    written = edition.to_html(story)
    for tag in (
        "<article>",
        "<header>",
        "<hgroup>",
        "<h2>",
        "<h3>",
        "<figure><figcaption>",
        "<footer>",
    ):
        assert tag in written


@pytest.mark.parametrize(
    "line",
    ["# 甲", "1. 甲", "12) 甲", "- 甲", "+ 甲", "* 甲", "> 甲", "=== 甲", "`甲`", "[甲](乙)", "<b>甲</b>", "&amp;甲",
     "甲_乙_丙", "**甲**", "~~甲~~", "a\\*b", "![甲](乙)", "|甲|乙|", "---", "    甲", "http://甲.乙"],
)  # fmt: skip
def test_markdown_shows_what_is_printed(line: str) -> None:
    """A renderer shows every line letter by letter, and as nothing but a paragraph."""
    mistune = pytest.importorskip("mistune", reason="mistune is not installed")
    text = line.lstrip()
    paragraph = edition.Paragraph((edition.Piece(text, line[: -len(text)]),))
    written = edition.to_markdown(edition.Article((paragraph,)))
    shown = mistune.html(written)
    root = etree.fromstring(f"<x>{shown}</x>")
    assert [child.tag for child in root] == ["p"]
    assert "".join(root.itertext()).strip() == line.strip()


def test_what_acts_and_is_not_seen_is_shown() -> None:
    """Readers see the code points of controls and of marks of direction, and none of them acts."""
    mistune = pytest.importorskip("mistune", reason="mistune is not installed")
    acting = "".join(map(chr, [*range(0x7F, 0x85), *range(0x86, 0xA0), 0x61C, 0x200E, 0x200F]))
    acting += "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    line = "`晴`\u202e\x9b`雨`" + "。".join(acting)
    block = edition.HeadlineBlock((edition.Headline((edition.Piece(line),)),))
    source = edition.Article((block, edition.Paragraph((edition.Piece(line),))))
    html, markdown = edition.to_html(source), edition.to_markdown(source)
    assert not set(acting) & set(html + markdown)
    points = "`晴`U+202E U+009B`雨`" + "。".join(f"U+{ord(c):04X}" for c in acting)
    title, *shown = etree.HTML(html.encode()).xpath("//title | //h2 | //article/p")
    assert [title.text, *("".join(one.itertext()) for one in shown)] == [points] * 3
    root = etree.fromstring(f"<x>{mistune.html(markdown)}</x>")
    assert ["".join(child.itertext()) for child in root] == [points] * 2
    assert root.xpath("string(p/code)") == "U+202E U+009B"
    assert set(edition.to_text(source)) > set(acting)  # a file, and no page


def test_columns() -> None:
    """A character a row, roles and names with their beginnings, a line of print a block."""
    page = edition.parse(
        "河堤开放\n\n本报讯（记者 陈立）汾河西岸的步道昨日开放，沿线新栽了柳树和海棠。\n"
    )
    rows = edition.to_conll(page).split("\n")
    assert rows[:6] == [
        "# line = 1",
        "河\tB-headline\t1\tO",
        "堤\tI-headline\t1\tO",
        "开\tI-headline\t1\tO",
        "放\tI-headline\t1\tO",
        "",
    ]
    assert "陈\tI-lead\t1\tB-PER" in rows
    assert "立\tI-lead\t1\tI-PER" in rows
    assert "汾\tB-paragraph\t1\tO" in rows


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.txt"))


def check(
    text: str,
    tei: etree.RelaxNG,
    nitf_: etree.XMLSchema,
    newsml: etree.XMLSchema,
) -> edition.Page:
    page = edition.parse(text)
    assert edition.from_json(edition.to_json(page), edition.Page) == page
    written = edition.to_tei(page).encode()
    assert edition.from_tei(written) == page
    tei.assertValid(etree.fromstring(written, etree.XMLParser(huge_tree=True)))
    for document in edition.to_nitf(page):
        nitf_.assertValid(etree.fromstring(document.encode()))
    newsml.assertValid(etree.fromstring(edition.to_newsml(page).encode()))
    for write in (edition.to_ninjs, edition.to_jsonld):
        json.loads(write(page).encode())
    for read in (edition.to_markdown, edition.to_html, edition.to_text, edition.to_conll):
        read(page).encode()
    return page


@pytest.fixture(scope="session")
def schemas(schemas_dir: Path) -> tuple[etree.RelaxNG, etree.XMLSchema, etree.XMLSchema]:
    """Those of TEI, NITF and NewsML-G2."""
    g2 = schemas_dir / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    return (
        etree.RelaxNG(etree.parse(schemas_dir / "tei" / "tei_all-4.9.0.rng")),
        etree.XMLSchema(etree.parse(schemas_dir / "nitf" / "nitf-3-6.xsd")),
        etree.XMLSchema(etree.parse(g2)),
    )


@pytest.mark.slow
def test_examples_are_written_soundly(
    examples_dir: Path, schemas: tuple[etree.RelaxNG, etree.XMLSchema, etree.XMLSchema]
) -> None:
    """Every page of the examples, and each of their issues, is valid in every format and comes back."""
    for file in files(examples_dir):
        check(file.read_bytes().decode(), *schemas)
    for folder in {file.parent for file in files(examples_dir)}:
        issue = edition.read_edition(folder)
        assert edition.from_json(edition.to_json(issue)) == issue
        written = edition.to_tei(issue)
        assert edition.from_tei(written) == issue
        schemas[0].assertValid(etree.fromstring(written.encode()))
        schemas[2].assertValid(etree.fromstring(edition.to_newsml(issue).encode()))


def test_real_pages_are_written_soundly(
    gold_dir: Path, schemas: tuple[etree.RelaxNG, etree.XMLSchema, etree.XMLSchema]
) -> None:
    """So is every annotated page of real papers."""
    for file in files(gold_dir):
        check(file.read_bytes().decode(), *schemas)
