"""TEI: what ours looks like, what is read of others', and what the reader says of bad input."""

from __future__ import annotations

import re
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edition
from edition.formats import _xml, tei
from edition.nodes import (
    Article,
    Byline,
    Caption,
    Crosshead,
    Deck,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Jump,
    Kicker,
    Label,
    Lead,
    Notice,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
    Summary,
)

B = TypeVar("B", bound=edition.Block)


def made(cls: type[B], *texts: str, tail: str = "\n\n") -> B:
    """A block of lines."""
    return cls(tuple(Piece(text, tail=tail) for text in texts))


def body(page: edition.Page) -> str:
    """What stands in the division of the page."""
    found = re.search(
        r'<div type="page"[^>]*><pb[^>]*/>(.*)</div>', edition.to_tei(page), re.DOTALL
    )
    assert found is not None
    return found[1]


def article(*parts: StoryPart) -> edition.Page:
    """A page of one story."""
    return edition.Page((Article(parts),))


def test_a_story() -> None:
    """Heads, byline, paragraphs with lead and sign-off in them, sections under crossheads, the page's white space."""
    page = article(
        HeadlineBlock(
            (
                made(Kicker, "两岸春灌全面展开"),
                made(Headline, "十万亩麦田", "喝上返青水"),
                made(Deck, "——灌区见闻"),
            )
        ),
        made(Byline, "本报记者 陈立"),
        made(Lead, "本报临川3月5日电", tail=" "),
        Paragraph((Piece("汾河西岸", tail="\n\n"), Piece("水到田头。", tail=" "))),
        made(Jump, "(下转第4版)"),
        made(Crosshead, "一河清水"),
        made(Paragraph, "步道昨日开放。"),
        made(Signoff, "（何青）", tail="\n"),
    )
    assert body(page) == (
        '<div type="article"><head type="kicker">两岸春灌全面展开</head>\n\n'
        '<head type="main">十万亩麦田\n\n<lb/>喝上返青水</head>\n\n'
        '<head type="sub">——灌区见闻</head>\n\n'
        '<byline>本报记者 <persName role="记者">陈立</persName></byline>\n\n'
        '<p><label type="lead"><orgName>本报</orgName><placeName>临川</placeName><date when="--03-05">3月5日</date>电</label> '
        '汾河西岸\n\n<cb/>水到田头。 <ref type="continued_on" n="4">(下转第4版)</ref></p>\n\n'
        '<div type="section"><head type="crosshead">一河清水</head>\n\n'
        "<p>步道昨日开放。</p>\n\n"
        "<closer><signed>（<persName>何青</persName>）</signed></closer></div></div>\n"
    )
    assert edition.from_tei(edition.to_tei(page)) == page


def test_a_headline_behind_its_body_is_a_trailer() -> None:
    """At the end of a story headings are trailers; in its middle, blocks that name their role."""
    heading = HeadlineBlock((made(Headline, "十万亩麦田"),))
    page = article(made(Paragraph, "水到田头。"), heading)
    assert (
        body(page)
        == '<div type="article"><p>水到田头。</p>\n\n<trailer type="main">十万亩麦田</trailer></div>\n\n'
    )
    assert edition.from_tei(edition.to_tei(page)) == page
    page = article(made(Paragraph, "甲。"), heading, made(Paragraph, "乙。"))
    assert '<ab type="headline">十万亩麦田</ab>' in body(page)
    assert edition.from_tei(edition.to_tei(page)) == page


def test_a_picture() -> None:
    """A caption is a paragraph of a figure, with its credit in it."""
    photo = Photo((made(Caption, "图为河边。", tail=" "), made(edition.Credit, "马兰 摄")))
    assert body(edition.Page((photo,))) == (
        '<figure><p>图为河边。 <seg type="credit"><persName role="摄">马兰</persName> 摄</seg></p></figure>\n\n'
    )


def test_what_was_cut_off_points_at_its_rest() -> None:
    """Stories and paragraphs that the page's running line cut say so with part, prev and next."""
    page = edition.Page(
        (
            Article((Paragraph((Piece("渡口的", tail="\n"),)),)),
            Folio((Piece("第2版", tail="\n"),)),
            Article((Paragraph((Piece("船。"),), continues=True),), continues=True),
        )
    )
    assert body(page) == (
        '<div type="article" xml:id="i1" next="#i3" part="I">'
        '<p xml:id="s1" part="I" next="#s2">渡口的</p></div>\n'
        '<fw type="header">第2版</fw>\n'
        '<div type="article" xml:id="i3" prev="#i1" part="F">'
        '<p xml:id="s2" part="F" prev="#s1">船。</p></div>'
    )
    assert edition.from_tei(edition.to_tei(page)) == page


def test_an_issue_ties_its_stories_together() -> None:
    """A story that goes on on another page points there, and its pointers lead there."""
    issue = edition.parse_edition(
        {
            1: "渡口归船\n\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\n",
            2: "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\n",
        }
    )
    written = edition.to_tei(issue)
    assert '<text type="edition">' in written
    assert '<div type="article" xml:id="p1-i1" next="#p2-i1">' in written
    assert '<ref type="continued_from" n="1" target="#p1-i1">（上接第1版）</ref>' in written
    assert edition.from_tei(written, edition.Edition) == issue


def test_the_text_between_the_tags_is_the_page() -> None:
    """Who takes the tags away has the page."""
    text = "\u3000汾河日报 &<>\r\n\n本报讯 汾河西岸。\u2028(何青)\n\n\u3000\n"
    page = edition.parse(text)
    plain = re.sub("<[^>]*>", "", body(page))
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    assert plain == text


def test_what_xml_cannot_hold_has_a_number() -> None:
    """NUL, a form feed and a lone surrogate stand as empty elements."""
    page = edition.parse("天\x00晴\ud800\n\x0c\n")
    assert body(page).count("<g ") == 3
    assert '<g type="character" n="U+0000"/>' in body(page)
    assert str(edition.from_tei(edition.to_tei(page), edition.Page)) == "天\x00晴\ud800\n\x0c\n"


FOREIGN = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader><fileDesc><titleStmt><title>x</title></titleStmt></fileDesc></teiHeader>
  <text>
    <body>
      <pb n="1"/>
      <div type="article">
        <head type="sub">两岸春灌</head>
        <head type="main">十万亩麦田
          喝上返青水</head>
        <byline>本报记者 <persName>陈立</persName></byline>
        <p>水到<hi rend="bold">田头</hi>。<note>原文如此</note></p>
        <list><item>甲地</item><item>乙地</item></list>
        <figure><graphic url="a.jpg"/><figDesc>渠水</figDesc></figure>
        <div><head>一河清水</head><p>步道开放。</p></div>
        <closer><signed>何青</signed></closer>
      </div>
      <div type="advert"><p>遗失声明</p></div>
      <p>孤行</p>
    </body>
  </text>
</TEI>
"""


def test_others_tei_is_read_as_far_as_it_goes() -> None:
    """A plain encoding becomes stories, each piece on a line, and what was not understood is told."""
    reading = tei.read(FOREIGN)
    page = reading.document
    assert isinstance(page, edition.Page)
    story, notice, loose = page.items
    assert isinstance(story, Article)
    assert isinstance(notice, Notice)
    assert isinstance(loose, Article)
    assert [type(block).__name__ for block in story.find_all(edition.Block)] == [
        "Kicker", "Headline", "Byline", "Paragraph", "Paragraph", "Paragraph", "Caption", "Crosshead", "Paragraph", "Signoff",
    ]  # fmt: skip
    assert str(page) == (
        "两岸春灌\n十万亩麦田 喝上返青水\n本报记者 陈立\n水到田头。原文如此\n甲地\n乙地\n渠水\n一河清水\n步道开放。\n何青\n\n"
        "遗失声明\n\n孤行\n"
    )
    assert [piece.start for piece in page.pieces][:2] == [0, 5]
    assert reading.notes == (
        "line 12: note in a text is read as text",
        "line 13: list is read as the paragraphs in it",
    )
    assert edition.from_tei(edition.to_tei(page)) == page


def test_every_structure_of_a_page_comes_back() -> None:
    """Blocks in orders that no newspaper has, headings alone, headline blocks side by side, empty ones."""
    heading = HeadlineBlock((made(Headline, "甲"),))
    for page in (
        article(heading, heading),
        article(HeadlineBlock(()), made(Label, "乙"), heading),
        article(
            made(Byline, "甲"), made(Paragraph, "乙"), made(Byline, "丙"), made(Paragraph, "丁")
        ),
        article(made(Signoff, "甲")),
        article(
            made(Summary, "甲"),
            made(EditorNote, "乙"),
            made(Crosshead, "丙"),
            made(Crosshead, "丁"),
            heading,
        ),
        article(Headline(()), Paragraph(()), Lead(())),
        article(),
        edition.Page((), "\u3000\x0c"),
    ):
        assert edition.from_tei(edition.to_tei(page)) == page


def nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><TEI>&j;</TEI>"
)
SOUND = edition.to_tei(edition.parse("十万亩麦田\n\n本报讯 水到田头。\n"))
NO_SUCH_CHARACTER = SOUND.replace("水到", '<g type="character" n="U+110000"/>')

#: What is tried, and what of the answer.
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "no element found"),
    "blanks": (" \n", "no element found"),
    "billion laughs": (LAUGHS, "document types and entities are not read"),
    "an external entity": (
        '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI>&x;</TEI>',
        "document types and entities are not read",
    ),
    "an external document type": (
        '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd"><TEI/>',
        "document types and entities are not read",
    ),
    "a parameter entity": (
        '<!DOCTYPE TEI [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><TEI/>',
        "document types and entities are not read",
    ),
    "an entity without a declaration": ("<TEI>&nbsp;</TEI>", "undefined entity"),
    "half a document": (SOUND[: SOUND.rindex("<") + 2], "unclosed token"),
    "half a character": (SOUND.encode()[:-60] + b"\xe5", "partial character"),
    "a million levels": (nested("a", 10**6), "nested more than 100 deep"),
    "a million levels of TEI": (
        "<TEI><text><body>" + nested("div", 10**6),
        "nested more than 100 deep",
    ),
    "another root": ("<html/>", "expected a TEI element, not html"),
    "another namespace": ('<TEI xmlns="urn:x"/>', "expected a TEI element"),
    "no body": ("<TEI/>", "expected a text with a body"),
    "JSON": ('{"edition": 1}', "not well-formed"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="x-none"?><TEI/>', "unknown encoding"),
    "a Chinese encoding of two bytes": (
        '<?xml version="1.0" encoding="gb18030"?><TEI>汾</TEI>'.encode("gb18030"),
        "",
    ),
    "a lone surrogate": ("<TEI>\ud800</TEI>", "a lone surrogate can't stand in XML"),
    "a NUL": ("<TEI>\x00</TEI>", "not well-formed"),
    "a character beyond Unicode": (NO_SUCH_CHARACTER, "expected the number of a character"),
    "a reference to a forbidden character": (
        "<TEI>&#0;</TEI>",
        "reference to invalid character number",
    ),
    "twice the same attribute": ('<TEI a="1" a="2"/>', "duplicate attribute"),
    "two million elements": ("<TEI>" + "<p/>" * 2 * 10**6, "more than 1048576 elements"),
    "larger than the limit": (" " * (_xml.LIMIT + 1), "more than the limit"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_in_a_line(name: str) -> None:
    """Whatever comes, the error is a FormatError of one line, and says where."""
    data, said = HOSTILE[name]
    with pytest.raises(edition.FormatError) as caught:
        edition.from_tei(data)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


TAGS = st.one_of(
    st.sampled_from(["TEI", "text", "body", "div", "pb", "milestone", "teiHeader", "floatingText"]),
    st.sampled_from(
        ["p", "ab", "head", "trailer", "byline", "closer", "signed", "argument", "note"]
    ),
    st.sampled_from(["figure", "figDesc", "fw", "list", "item", "lg", "l", "table", "row", "cell"]),
    st.sampled_from(["label", "ref", "seg", "lb", "cb", "g", "choice", "opener", "dateline", "q"]),
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["type", "subtype", "n", "part", "rend", "unit", "xml:space", "xml:id"]),
    st.sampled_from(["page", "article", "main", "sub", "lead", "text", "bare", "F", "none", "preserve", "heading", "blank",
                     "U+0041", "stray", "notice", "index", "section", "paragraph", "credit", "edition"]),
    max_size=3,
)  # fmt: skip


def elements() -> st.SearchStrategy[str]:
    """Any elements in any order."""
    text = st.sampled_from(["水", " ", "\n  ", "本报讯", "\u3000"])
    return st.recursive(
        text,
        lambda inner: st.builds(
            lambda tag, attributes, content: _xml.element(tag, "".join(content), attributes),
            TAGS,
            ATTRIBUTES,
            st.lists(inner, max_size=4),
        ),
        max_leaves=12,
    )


@given(st.lists(elements(), max_size=4), st.booleans())
def test_any_xml_is_read_or_refused(content: list[str], page: bool) -> None:
    """Every element may stand everywhere: what is read is a page that comes back, or the error is a FormatError."""
    inner = "".join(content)
    if page:
        inner = f'<div type="page" xml:space="preserve">{inner}</div>'
    try:
        found = edition.from_tei(f"<TEI><text><body>{inner}</body></text></TEI>")
    except edition.FormatError:
        return
    assert edition.from_tei(edition.to_tei(found)) == found


@given(st.integers(0, len(SOUND.encode())), st.binary(max_size=4))
def test_a_damaged_document_is_read_or_refused(at: int, noise: bytes) -> None:
    """Bytes changed anywhere give a page or a FormatError."""
    octets = SOUND.encode()
    try:
        found = edition.from_tei(octets[:at] + noise + octets[at + len(noise) :])
    except edition.FormatError:
        return
    assert edition.from_tei(edition.to_tei(found)) == found


def test_another_class_than_was_asked_for_is_refused() -> None:
    """`from_tei(text, Edition)` gives an edition or an error."""
    assert isinstance(edition.from_tei(SOUND, edition.Page), edition.Page)
    with pytest.raises(edition.FormatError, match="expected Edition, not Page"):
        edition.from_tei(SOUND, edition.Edition)


def test_only_pages_and_editions_are_written() -> None:
    """TypeError for anything else."""
    with pytest.raises(TypeError, match="expected a page or an edition, not Article"):
        edition.to_tei(Article(()))  # type: ignore[arg-type]
