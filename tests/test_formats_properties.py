"""What holds of every format, whatever the page: it is written, and where it is read it comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

import edition
from edition._text.lines import BLANKS
from edition.formats import json as json_format
from edition.formats import newsml, tei
from edition.formats._model import ALLOWED, CHILDREN, CONTINUING, KINDS
from edition.nodes import Block, Node, Piece
from edition.pages import Page

#: Lines of every role, and what breaks readers.
_LINES = (
    "汾河日报",
    "第2版 要闻 2025年3月6日 星期四",
    "导读",
    "图片新闻",
    "两岸春灌全面展开",
    "十万亩麦田  喝上返青水",
    "——下游灌区见闻",
    "本报记者 陈立 通讯员 贺  勇",
    "本报讯（记者 陈立）汾河西岸的步道昨日开放，沿线新栽了柳树。",
    "　　新华社临川3月5日电 （记者何青）论坛5日举行。(何青)",
    "在步道的尽头，老人说：“这条路",
    "修得好。”（下转第4版）",
    "(上接第1版)全长三公里。",
    "一河清水穿城过",
    "（何青）",
    "图为市民在河边放风筝。 马兰 摄",
    "编者按：春天来了。",
    "遗失声明",
    "责编 段秋禾  版式 宋闻溪",
    "",
    "\t\u3000",
    "\x0c\x0b\x85\u2028\ufeff",
    "<b>&amp;]]>\x00\ud800\udc00\ufffe",
)
_ENDS = st.sampled_from(["\n", "\n\n", "\r\n", " \n\u3000\n", "\r", ""])


@st.composite
def pages(draw: st.DrawFn) -> str:
    """The text of a page: lines of print, plain Unicode, or both."""
    line = st.one_of(st.sampled_from(_LINES), st.text(max_size=12))
    return "".join(draw(line) + draw(_ENDS) for _ in range(draw(st.integers(0, 14))))


_BLANKS = st.sampled_from(["", "", "\n", "\n\n", " ", "\u3000\u3000", "\x0c\n", "\r\n"])
_PRINT = st.one_of(
    st.sampled_from(["本报讯", "(何青)", "天晴。", "马兰 摄"]),
    st.text(max_size=5).map(lambda text: text.replace("\n", "").strip(BLANKS)).filter(bool),
)
_ANY_BLANKS = st.text(st.sampled_from(BLANKS), max_size=3)
_PIECES = st.builds(
    Piece,
    _PRINT,
    st.one_of(_BLANKS, _ANY_BLANKS).map(lambda blanks: blanks.replace("\n", "")),
    st.one_of(_BLANKS, _ANY_BLANKS),
    st.one_of(st.none(), st.integers(0, 99)),
)


def nodes(cls: type[Node]) -> st.SearchStrategy[Node]:
    """Any node of a class, of any nodes that may stand in it, with any text: more than a parser or builder makes."""
    if cls is Piece:
        return cast(st.SearchStrategy[Node], _PIECES)
    below = st.lists(
        st.sampled_from(sorted(ALLOWED[cls])).flatmap(lambda kind: nodes(KINDS[kind])),
        max_size=3 if issubclass(cls, Block) else 5,
    )
    fields: dict[str, st.SearchStrategy[object]] = {CHILDREN.get(cls, "parts"): below.map(tuple)}
    if cls in CONTINUING:
        fields["continues"] = st.booleans()
    if cls is Page:
        fields["head"] = st.one_of(_BLANKS, _ANY_BLANKS)
    return st.builds(cls, **fields)


any_page = cast("st.SearchStrategy[Page]", nodes(Page))


def starts(source: Node | edition.Edition) -> list[int | None]:
    nodes_ = source.pages if isinstance(source, edition.Edition) else (source,)
    return [piece.start for node in nodes_ for piece in node.pieces]


@given(pages())
def test_json_gives_back_a_page_and_where_its_nodes_stand(text: str) -> None:
    """A parsed page comes back equal, with every span."""
    page = edition.parse(text)
    written = json_format.dump(page)
    written.encode()
    again = json_format.load(written, Page)
    assert again == page
    assert starts(again) == starts(page)
    assert str(again) == text


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: nodes(KINDS[kind])), st.booleans())
def test_json_gives_back_any_node(node: Node, indented: bool) -> None:
    """So does a node of any class, whatever stands in it, indented or not, as text or as bytes."""
    written = json_format.dump(node, indent=2 if indented else None)
    again = json_format.load(written.encode())
    assert isinstance(again, Node)
    assert again == node
    assert starts(again) == starts(node) or not _rise(node)
    assert _rise(again)
    assert json_format.dump(again) == json_format.dump(node)


def _rise(node: Node) -> bool:
    """Whether no piece says that it stands before the end of one before it."""
    end = 0
    for piece in node.pieces:
        if piece.start is not None:
            if piece.start < end:
                return False
            end = piece.start + len(str(piece))
    return True


@given(pages())
def test_tei_gives_back_a_page(text: str) -> None:
    """A parsed page comes back from TEI equal, placed in its text, with nothing left over."""
    page = edition.parse(text)
    reading = tei.read(tei.dump(page).encode())
    assert reading.document == page
    assert reading.notes == ()
    assert starts(reading.document) == starts(page)


#: Where a blank can stand: before a line, between what shares one, behind it, and on a line of its own.
_PLACES = (
    "{0}本报讯（记者 陈立）{0}汾河西岸的步道昨日开放。{0}（何青）{0}\n",
    "步道开放\n\n本报讯 {0}汾河西岸的步道昨日开放，{0}沿线新栽了柳树。{0}（下转第4版）",
    "{0}\n{0}步道开放{0}\n{0}\n{0}（上接第1版）{0}全长三公里。{0}",
    "图为市民在河边放风筝。{0}马兰 摄{0}\n{0}",
    "导读{0}\n河堤步道开放{0}2版\n责编 段秋禾{0}版式 宋闻溪",
)


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("blank", [*BLANKS, "\x1d \x0b"], ids=ascii)
def test_tei_gives_back_every_blank(blank: str, place: str) -> None:
    """Blanks that XML can't hold are no print, wherever they stand."""
    page = edition.parse(place.format(blank))
    assert tei.load(tei.dump(page)) == page


@given(st.lists(st.tuples(st.sampled_from(_LINES[:19]), _ANY_BLANKS), max_size=9))
def test_tei_gives_back_a_page_among_any_blanks(lines: list[tuple[str, str]]) -> None:
    """So do lines with any blanks around them, on one line or on several."""
    page = edition.parse("".join(blanks + line + blanks[::-1] for line, blanks in lines))
    assert tei.load(tei.dump(page)) == page


@given(any_page)
def test_tei_gives_back_any_page(page: Page) -> None:
    """So does a page made by hand, in any order and with any text."""
    assert tei.load(tei.dump(page)) == page


@pytest.fixture(scope="session")
def tei_schema(schemas_dir: Path) -> etree.RelaxNG:
    """What TEI says of TEI."""
    return etree.RelaxNG(etree.parse(schemas_dir / "tei" / "tei_all-4.9.0.rng"))


@given(page=st.one_of(pages().map(edition.parse), any_page))
def test_tei_is_valid(tei_schema: etree.RelaxNG, page: Page) -> None:
    """Every page, parsed or made by hand, is valid against tei_all."""
    tei_schema.assertValid(etree.fromstring(tei.dump(page).encode()))


@pytest.fixture(scope="session")
def nitf_schema(schemas_dir: Path) -> etree.XMLSchema:
    """What the IPTC says of NITF 3.6."""
    return etree.XMLSchema(etree.parse(schemas_dir / "nitf" / "nitf-3-6.xsd"))


@pytest.fixture(scope="session")
def newsml_schema(schemas_dir: Path) -> etree.XMLSchema:
    """What the IPTC says of NewsML-G2 2.35."""
    file = "NewsML-G2_2.35-spec-All-Power.xsd"
    return etree.XMLSchema(etree.parse(schemas_dir / "newsml-g2" / file))


@pytest.fixture(scope="session")
def ninjs_schema(schemas_dir: Path) -> Draft202012Validator:
    """What the IPTC says of ninjs 3.1."""
    folder = schemas_dir / "ninjs"
    geo = json.loads((folder / "GeoJSON-schema.json").read_text(encoding="utf-8"))
    resource = Resource.from_contents(geo)
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", resource)
    schema = json.loads((folder / "ninjs-schema_3.1.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=registry)


@pytest.fixture(scope="session")
def vocabulary(schemas_dir: Path) -> dict[str, set[str]]:
    """The properties of each type of schema.org, those of the types above it among them."""
    file = schemas_dir / "schema-org" / "schemaorg-current-https.jsonld"
    graph = json.loads(file.read_text(encoding="utf-8"))["@graph"]
    above: dict[str, list[str]] = {}
    own: dict[str, set[str]] = {}
    for thing in graph:
        above[thing["@id"]] = identities(thing.get("rdfs:subClassOf", []))
        for kind in identities(thing.get("schema:domainIncludes", [])):
            own.setdefault(kind, set()).add(thing["@id"].removeprefix("schema:"))
    found: dict[str, set[str]] = {}
    for kind in above:
        todo, known = [kind], set[str]()
        while todo:
            at = todo.pop()
            known |= own.get(at, set())
            todo += above.get(at, [])
        found[kind.removeprefix("schema:")] = known
    return found


def identities(value: dict[str, str] | list[dict[str, str]]) -> list[str]:
    return [one["@id"] for one in (value if isinstance(value, list) else [value])]


def check_vocabulary(value: object, vocabulary: dict[str, set[str]]) -> None:
    """Every property belongs to its type."""
    if isinstance(value, list):
        for one in value:
            check_vocabulary(one, vocabulary)
    elif isinstance(value, dict):
        plain = {key for key in value if not key.startswith("@")}
        assert plain <= vocabulary[value["@type"]], plain - vocabulary[value["@type"]]
        for one in value.values():
            check_vocabulary(one, vocabulary)


every_page = st.one_of(pages().map(edition.parse), any_page)


@st.composite
def issues(draw: st.DrawFn) -> edition.Edition:
    """An issue of one to three pages."""
    drawn = draw(st.lists(every_page, min_size=1, max_size=3))
    numbers = sorted(draw(st.sets(st.integers(1, 40), min_size=len(drawn), max_size=len(drawn))))
    sources = draw(st.sampled_from([(), tuple(f"{n:02}\x00.txt" for n in numbers)]))
    paper = draw(st.one_of(st.none(), st.sampled_from(["汾河日报", "", " a\x00\ud800\r\n&<"])))
    date = draw(st.one_of(st.none(), st.dates()))
    return edition.Edition(tuple(drawn), tuple(numbers), paper, date, sources)


@given(issue=issues())
def test_issues_come_back(tei_schema: etree.RelaxNG, issue: edition.Edition) -> None:
    """An issue comes back equal from JSON and from TEI, and its TEI is valid."""
    assert edition.from_json(edition.to_json(issue), edition.Edition) == issue
    written = edition.to_tei(issue).encode()
    assert edition.from_tei(written, edition.Edition) == issue
    tei_schema.assertValid(etree.fromstring(written))


sources = st.one_of(every_page, issues())


@given(source=sources)
def test_nitf_is_valid(nitf_schema: etree.XMLSchema, source: Page | edition.Edition) -> None:
    """Every story of every page is valid NITF, by itself and in its page."""
    for document in edition.to_nitf(source):
        nitf_schema.assertValid(etree.fromstring(document.encode()))
    for story in source.stories[:1]:
        nitf_schema.assertValid(etree.fromstring(edition.to_nitf(story).encode()))


@given(source=sources)
def test_newsml_is_valid(newsml_schema: etree.XMLSchema, source: Page | edition.Edition) -> None:
    """Every page, issue and story is valid NewsML-G2, and every reference in a package leads to an item."""
    message = etree.fromstring(edition.to_newsml(source).encode())
    newsml_schema.assertValid(message)
    names = {"n": newsml.NAMESPACE}
    referred = [str(r) for r in message.xpath("//n:itemRef/@residref", namespaces=names)]
    items = [str(r) for r in message.xpath("//n:newsItem/@guid", namespaces=names)]
    assert sorted(referred) == sorted(items)
    assert len(set(items)) == len(items)
    for story in source.stories[:1]:
        newsml_schema.assertValid(etree.fromstring(edition.to_newsml(story).encode()))


@given(source=sources)
def test_ninjs_is_valid(ninjs_schema: Draft202012Validator, source: Page | edition.Edition) -> None:
    """Every page, issue and story is valid ninjs."""
    ninjs_schema.validate(json.loads(edition.to_ninjs(source).encode()))
    for story in source.stories[:1]:
        ninjs_schema.validate(json.loads(edition.to_ninjs(story).encode()))


@given(source=sources)
def test_jsonld_keeps_to_the_vocabulary(
    vocabulary: dict[str, set[str]], source: Page | edition.Edition
) -> None:
    """No thing has a property that schema.org does not give its type."""
    check_vocabulary(json.loads(edition.to_jsonld(source).encode()), vocabulary)
    for story in source.stories[:1]:
        check_vocabulary(json.loads(edition.to_jsonld(story).encode()), vocabulary)


@given(sources, st.booleans())
def test_reading_formats_are_total(source: Page | edition.Edition, furniture: bool) -> None:
    """Markdown, HTML and text are written of every page, and can be encoded."""
    for written in (
        edition.to_markdown(source, furniture=furniture),
        edition.to_html(source, furniture=furniture),
        edition.to_text(source, furniture=furniture),
    ):
        written.encode()
    for story in source.stories[:1]:
        edition.to_markdown(story)
        edition.to_html(story)
        edition.to_text(story)


@given(every_page)
def test_columns_hold_every_character(page: Page) -> None:
    """CoNLL columns have a row of four cells for each character that is no blank."""
    rows = [row.split("\t") for row in edition.to_conll(page).split("\n") if "\t" in row]
    assert {len(row) for row in rows} <= {4}
    print_ = "".join(piece.text for piece in page.pieces)
    assert len(rows) == sum(char not in BLANKS for char in print_)


def test_no_schema_accepts_everything(
    tei_schema: etree.RelaxNG,
    nitf_schema: etree.XMLSchema,
    newsml_schema: etree.XMLSchema,
    ninjs_schema: Draft202012Validator,
    vocabulary: dict[str, set[str]],
) -> None:
    """The checks above can fail."""
    page = edition.parse("河堤步道开放\n\n本报讯 汾河西岸的步道昨日开放。\n")
    assert not tei_schema.validate(
        etree.fromstring(
            edition.to_tei(page).replace("<head ", "<hed ").replace("</head>", "</hed>").encode()
        )
    )
    nitf = edition.to_nitf(page)[0].replace("hl1>", "hl3>")
    assert not nitf_schema.validate(etree.fromstring(nitf.encode()))
    newsml_ = edition.to_newsml(page).replace("pubStatus", "status")
    assert not newsml_schema.validate(etree.fromstring(newsml_.encode()))
    assert not ninjs_schema.is_valid(json.loads(edition.to_ninjs(page)) | {"kicker": "x"})
    with pytest.raises(AssertionError):
        check_vocabulary({"@type": "NewsArticle", "kicker": "x"}, vocabulary)
