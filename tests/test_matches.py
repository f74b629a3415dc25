"""What formulas found lives on: in the tree, in every format, in the dialect that a page was read in."""

from __future__ import annotations

import copy
import json
import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from fuzz.targets import page_text
from hypothesis import assume, given
from hypothesis import strategies as st

import edition
from edition import (
    Article,
    Byline,
    Credit,
    Credits,
    Dateline,
    Dialect,
    Headline,
    HeadlineBlock,
    Jump,
    Lead,
    Page,
    Paragraph,
    Person,
    Photo,
    Piece,
    Signoff,
    Transformer,
    strategies,
    testing,
    viz,
)
from edition._model.matches import Signature, joined
from edition._model.nodes import Matched, found_in, signature_of
from edition.nodes import Signed

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "data" / "dialects" / "fenhe.lark"

OWN = """汾河新闻纸 2025年3月6日 星期四 第2版

河堤步道开放

汾河新闻纸快报（记者 陈立）汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。

市民说，傍晚来这里散步的人一天比一天多。

图为市民在河边散步。 马兰 定格

三座老桥换上新灯

汾河新闻纸快报 3月5日晚，汾河上的三座老桥同时亮起了新灯，颜色随季节变换，春天是嫩绿，秋天是麦黄。
"""


@pytest.fixture(scope="module")
def own() -> Dialect:
    """A dialect made from a file."""
    return Dialect.from_file(FILE)


def named(page: Page) -> list[tuple[str, str | None]]:
    return [(p.name, p.role) for block in page.find_all(Signed) for p in block.people]


FENHE_4 = (
    Path(__file__).absolute().parents[1] / "examples" / "fenhe-daily" / "2025-03-06" / "04.txt"
)


def on_a_page(*blocks: edition.Block) -> Page:
    """Some blocks between a headline and a paragraph, put into a page by hand."""
    head = HeadlineBlock.build("河堤步道开放")
    body = Paragraph.build("汾河西岸的步道昨日开放，全长三公里。")
    return Page((Article((head, *blocks, body)),))


# Spans.


def test_names_are_where_they_are_printed() -> None:
    """A person has the places of their name: two where padding or a column's end cuts it."""
    page = on_a_page(Byline((Piece("本报记者 贺  勇 陈", "", "\n"), Piece("立", "　", "\n\n"))))
    text = str(page)
    first, second = page.articles[0].people
    assert [text[a:b] for a, b in first.spans] == ["贺", "勇"]
    assert [text[a:b] for a, b in second.spans] == ["陈", "立"]
    assert (first, second) == (Person("贺勇", "记者"), Person("陈立", "记者"))


def test_spans_take_no_part_in_equality() -> None:
    """Somebody found in a page equals somebody made by hand, who stands nowhere."""
    page = on_a_page(Byline.build("本报记者 陈立"))
    (found,) = page.articles[0].people
    assert found.spans
    assert found == Person("陈立", "记者")
    assert hash(found) == hash(Person("陈立", "记者"))
    assert repr(found) == "Person(name='陈立', role='记者')"
    assert Person("陈立").spans == ()
    assert Byline.build("本报记者 陈立").people[0].spans == ()


@given(strategies.pages(), st.data())
def test_every_name_stands_in_its_spans(page: Page, data: st.DataObject) -> None:
    """Joined, the stretches that spans are, are the name; and they stay so when the page is changed before them."""
    for _ in range(2):
        text = str(page)
        for block in page.find_all(Signed):
            for person in block.people:
                assert "".join(text[a:b] for a, b in person.spans) == person.name
        first = next(iter(page.find_all(Headline)), None)
        if first is None:
            return
        line = data.draw(strategies.headlines())
        page = page.replace(first, line)


# What stays on a block, and what goes.


def test_what_was_found_stays_on_a_block() -> None:
    """A page that was parsed has read all its blocks; a copy of a block keeps that, an evolved one does not."""
    text = "河堤步道开放\n\n本报记者 陈立\n\n汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树。\n"
    byline = edition.parse(text).articles[0].byline
    assert byline is not None
    found = found_in(byline)
    assert isinstance(found, Signature)
    for again in (copy.deepcopy(byline), copy.copy(byline), pickle.loads(pickle.dumps(byline))):
        assert found_in(again) == found
        assert (again, hash(again), repr(again)) == (byline, hash(byline), repr(byline))
    changed = evolve(byline, parts=(evolve(byline.parts[0], text="本报记者 贺勇"),))
    assert found_in(changed) is None
    assert changed.people == (Person("贺勇", "记者"),)
    with pytest.raises(TypeError):
        Byline(byline.parts, found)  # type: ignore[call-arg]


def test_an_edit_keeps_what_was_found_in_other_blocks() -> None:
    """Blocks that move keep what was found in them; the one that is new is read in the page's dialect."""
    page = edition.parse(OWN, dialect=Dialect.from_file(FILE))
    headline = page.articles[0].headline
    assert headline is not None
    moved = page.replace(headline, Headline.build("河堤步道今起全线开放"))
    assert moved.dialect == page.dialect
    before, after = ([*p.find_all(Matched)] for p in (page, moved))
    assert [found_in(block) for block in before] == [found_in(block) for block in after]
    assert all(found_in(block) is not None for block in after)
    credit = page.find(Credit)
    assert credit is not None
    by = moved.replace(moved.find_all(Credit)[0], Credit((Piece("贺勇 定格"),))).find(Credit)
    assert by is not None
    assert by.people == (Person("贺勇", "定格"),)
    alone = Credit((Piece("贺勇 定格"),))
    assert alone.people == (), "by itself it is read in the mainland dialect"


def test_a_block_that_moves_to_another_page_keeps_what_was_found(own: Dialect) -> None:
    """What a page's dialect found in a block goes with it; in its new place it has new spans."""
    credit = edition.parse(OWN, dialect=own).find(Credit)
    assert credit is not None
    text = "河堤步道开放\n\n汾河西岸的步道昨日开放，全长三公里。\n\n图为河堤。（陈立 摄）\n"
    page = edition.parse(text)
    there = page.find(Credit)
    assert there is not None
    moved = page.replace(there, credit)
    assert moved.dialect.name == "mainland"
    (person,) = moved.find_all(Credit)[0].people
    assert person == Person("马兰", "定格")
    assert [str(moved)[a:b] for a, b in person.spans] == ["马兰"]


def test_a_pointer_names_the_page_behind_its_word() -> None:
    """What stands before 见 is no page."""
    assert Jump((Piece("（G20峰会公报见第3版）"),)).page == "3"
    assert Jump((Piece("（下转第4版）"),)).page == "4"


# Dialects.


def test_a_page_knows_its_dialect(own: Dialect) -> None:
    """By name and digest; it takes no part in equality, and its own dialect reads it again."""
    page = edition.parse(OWN, dialect=own)
    assert page.dialect == own.mark
    assert page.dialect.name == "fenhe"
    assert edition.parse("汾河西岸的步道昨日开放。").dialect == Dialect.named("mainland").mark
    assert edition.parse("甲。", dialect="taiwan").dialect.name == "taiwan"
    other = edition.parse("甲。")
    assert edition.parse("甲。", dialect="taiwan") == other
    assert hash(edition.parse("甲。", dialect="taiwan")) == hash(other)
    assert edition.parse(str(page), dialect=page.dialect) == page
    testing.assert_roundtrip(page)
    testing.assert_lossless(OWN, dialect=own)
    testing.assert_lossless(OWN, dialect=page.dialect)


def test_an_unknown_dialect_is_told(own: Dialect) -> None:
    """A dialect of one's own is known in the process that loaded it; a shipped one whatever release wrote its mark."""
    mark = evolve(own.mark, digest="0" * 16)
    with pytest.raises(ValueError, match=r"Dialect\.from_file"):
        edition.parse(OWN, dialect=mark)
    shipped = evolve(Dialect.named("taiwan").mark, digest="0" * 16)
    assert edition.parse("甲。", dialect=shipped).dialect == Dialect.named("taiwan").mark


def test_a_page_is_built_in_a_dialect(own: Dialect) -> None:
    """`Page.build` reads what it built in the dialect that was asked for."""
    story = Article(
        (
            HeadlineBlock.build("河堤步道开放"),
            Lead((Piece("汾河新闻纸快报（记者 陈立）"),)),
            Paragraph.build("汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。"),
        )
    )
    page = Page.build(story, dialect=own)
    assert page.dialect == own.mark
    assert page.articles[0].people == (Person("陈立", "记者"),)
    with pytest.raises(ValueError, match="would be read"):
        Page.build(story)


def test_everything_works_in_a_dialect_of_ones_own(own: Dialect) -> None:
    """People, stories, diagnostics, the annotated page and `explain`."""
    page = edition.parse(OWN, dialect=own)
    assert page.paper == "汾河新闻纸"
    assert named(page) == [("陈立", "记者"), ("马兰", "定格")]
    lead = page.articles[0].lead
    assert lead is not None
    assert lead.dateline == Dateline("汾河新闻纸")
    assert [story.headline and story.headline.text for story in page.stories] == [
        "河堤步道开放",
        "三座老桥换上新灯",
    ]
    assert [p.name for p in page.stories[0].people] == ["陈立", "马兰"]
    assert [d.code for d in page.diagnostics] == []
    html = str(viz.page(page))
    assert '<u class="e-who" title="记者">陈立</u>' in html
    assert '<u class="e-who" title="定格">马兰</u>' in html
    told = [str(page.explain(lead, dialect=dialect)) for dialect in (None, own, "mainland")]
    assert told[0] == told[1] != told[2]
    assert "陈\tI-lead\t1\tB-PER" in edition.to_conll(page)
    assert '<persName role="定格">马兰</persName>' in edition.to_tei(page)
    issue = edition.parse_edition({2: OWN}, dialect=own)
    assert issue.paper == "汾河新闻纸"
    assert [p.name for p in issue.people()] == ["陈立", "马兰"]
    plain = edition.parse(OWN)
    assert (plain.paper, named(plain)) == (None, [])


def test_a_nameplate_of_two_characters_is_a_paper_where_the_dialect_says_so() -> None:
    """新　報 is no paper to the mainland's grammar."""
    text = "新　報\n\n中華民國二十一年十一月三日　星期四\n\n　　本埠昨日下雨。\n"
    assert edition.parse(text, dialect="republican").paper == "新報"


# Formats.


def found(page: Page) -> list[object]:
    """What stays on the blocks of a page."""
    return [found_in(block) for block in page.find_all(Matched)]


FORMATS: dict[str, tuple[Callable[[Page], str], Callable[[str], object]]] = {
    "json": (edition.to_json, edition.from_json),
    "tei": (edition.to_tei, edition.from_tei),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_carries_dialect_people_and_datelines(name: str, own: Dialect) -> None:
    """They come back as they were."""
    write, read = FORMATS[name]
    page = edition.parse(OWN, dialect=own)
    again = read(write(page))
    assert isinstance(again, Page)
    assert again == page
    assert again.dialect == page.dialect
    assert found(again) == found(page)
    issue = edition.Edition((page, edition.parse("甲。", dialect="taiwan")), (1, 2))
    both = read(write(issue))  # type: ignore[arg-type]
    assert isinstance(both, edition.Edition)
    assert both == issue
    assert [p.dialect.name for p in both.pages] == ["fenhe", "taiwan"]
    assert found(both.pages[0]) == found(page)


@pytest.mark.parametrize("name", FORMATS)
def test_a_process_that_does_not_know_the_dialect_has_what_was_found(
    name: str, own: Dialect, tmp_path: Path
) -> None:
    """People and datelines come out of the file, and what a page tells of itself out of a pickle."""
    page = edition.parse(OWN, dialect=own)
    (tmp_path / "page").write_text(FORMATS[name][0](page), encoding="utf-8")
    (tmp_path / "pickle").write_bytes(pickle.dumps(page))
    program = f"""
import edition, pickle, sys
page = edition.from_{name}(open("page", encoding="utf-8").read())
print([p.name for story in page.stories for p in story.people], page.articles[0].lead.dateline.source)
page = pickle.load(open("pickle", "rb"))
print([p.name for story in page.stories for p in story.people], page.paper, page.dialect.name)
try:
    edition.parse("", dialect=page.dialect)
except ValueError as error:
    print("not known" in str(error))
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
    )
    assert done.stdout.splitlines() == [
        "['陈立', '马兰'] 汾河新闻纸",
        "['陈立', '马兰'] 汾河新闻纸 fenhe",
        "True",
    ]


def test_the_version_before_is_read_as_it_was(own: Dialect) -> None:
    """Version 1 of JSON and TEI without a dialect carried nothing of what was found: all is found anew."""
    page = edition.parse(OWN, dialect=own)
    data = json.loads(edition.to_json(page))
    data["edition"] = 1
    del data["dialect"]
    for node in _objects(data):
        node.pop("people", None)
        node.pop("dateline", None)
    again = edition.from_json(json.dumps(data), Page, dialect=own)
    assert (again, again.dialect, found(again)) == (page, page.dialect, found(page))
    plain = edition.from_json(json.dumps(data), Page)
    assert plain == page
    assert (plain.dialect.name, plain.paper) == ("mainland", None)
    data["dialect"] = {"name": "fenhe", "digest": ""}
    with pytest.raises(edition.FormatError, match="no key 'dialect'"):
        edition.from_json(json.dumps(data))
    tei = edition.to_tei(page).replace(' decls="#dialect1"', "")
    old = edition.from_tei(tei, Page, dialect=own)
    assert (old, old.dialect, found(old)) == (page, page.dialect, found(page))
    assert edition.from_tei(tei, Page).dialect.name == "mainland"


def test_files_of_version_1_are_read() -> None:
    """A page of the example issue in the files of the program's first versions: JSON and TEI exactly, standoff beside its text."""
    folder = Path(__file__).parent / "data" / "version-1"
    text = FENHE_4.read_bytes().decode()
    page = edition.from_json((folder / "04.json").read_text("utf-8"), Page)
    assert str(page) == text
    assert edition.from_tei((folder / "04.xml").read_text("utf-8"), Page) == page
    rows = json.loads((folder / "04.standoff.json").read_text("utf-8"))
    told = [(row["start"], row["end"], row["role"]) for row in rows["spans"]]
    for one in (page, edition.from_standoff(text, rows)):
        spans = edition.to_standoff(one)["spans"]
        assert [(row["start"], row["end"], row["role"]) for row in spans] == told
    assert edition.from_json(edition.to_json(page), Page) == page


def test_what_does_not_stand_in_the_text_is_found_anew() -> None:
    """Where a program changed the text, and left the people."""
    data = json.loads(edition.to_json(on_a_page(Byline.build("本报记者 陈立"))))
    byline = next(node for node in _objects(data) if node.get("kind") == "byline")
    byline["pieces"][0]["text"] = "本报记者 贺勇"
    again = edition.from_json(json.dumps(data), Page)
    assert named(again) == [("贺勇", "记者")]
    byline["people"][0]["at"] = [[7, 0, 1]]
    assert named(edition.from_json(json.dumps(data), Page)) == [("贺勇", "记者")]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from _objects(below)
    elif isinstance(value, list):
        for below in value:
            yield from _objects(below)


# Exporters mark what was found, and search no text.


def test_each_name_is_marked_once_and_where_it_stands() -> None:
    """陈立 is not a part of 陈立青."""
    story = Article(
        (
            HeadlineBlock.build("河堤步道开放"),
            Byline.build("本报记者 陈立", "通讯员 陈立青"),
            Paragraph.build("汾河西岸的步道昨日开放，全长三公里。"),
        )
    )
    tei = edition.to_tei(Page((story,)))
    assert '本报记者 <persName role="记者">陈立</persName>' in tei
    assert '通讯员 <persName role="通讯员">陈立青</persName>' in tei
    assert tei.count("<persName") == 2
    marked = [
        row.split("\t") for row in edition.to_conll(Page((story,))).splitlines() if "PER" in row
    ]
    assert [(row[0], row[3]) for row in marked] == [
        ("陈", "B-PER"), ("立", "I-PER"), ("陈", "B-PER"), ("立", "I-PER"), ("青", "I-PER"),
    ]  # fmt: skip
    (nitf,) = edition.to_nitf(Page((story,)))
    assert "<person>陈立</person>通讯员 <person>陈立青</person>" in nitf


def test_a_name_that_a_column_cuts_is_marked() -> None:
    """In TEI the break stands in the element; in CoNLL the name goes on on the next line; in NITF it is whole."""
    byline = Byline((Piece("本报记者 陈", "", "\n"), Piece("立", "", "\n\n")))
    page = on_a_page(byline)
    assert '<persName role="记者">陈\n<lb/>立</persName>' in edition.to_tei(page)
    rows = edition.to_conll(page)
    assert "陈\tI-byline\t1\tB-PER\n\n# line = 3\n立\tI-byline\t1\tI-PER\n" in rows
    (nitf,) = edition.to_nitf(page)
    assert "<person>陈立</person>" in nitf
    html = str(viz.page(page))
    assert '<u class="e-who" title="记者">陈</u>' in html
    assert '<u class="e-who" title="记者">立</u>' in html


#: Signed blocks as they are printed, the people and the dateline in each.
SIGNED: tuple[tuple[type[Signed], str], ...] = (
    (Byline, "本报记者 陈立 通讯员 陈立青"),
    (Byline, "■ 汾河日报记者 贺  勇"),
    (Byline, "文/陈立 图/陈立青"),
    (Byline, "本报评论员"),
    (Lead, "本报讯（记者 陈立 通讯员 何青）"),
    (Lead, "新华社临川3月5日电（记者陈立）"),
    (Lead, "（中央社記者林大為、張小美台北5日電）"),
    (Signoff, "（本报记者 陈立）"),
    (Signoff, "（新华社临川3月5日电）"),
    (Signoff, "（何青 何青山）"),
    (Credit, "马兰 白露/摄"),
    (Credit, "本报记者 白  露 摄"),
    (Credits, "责编：何青 版式：马兰 校对：何青"),
)


@st.composite
def signed_pages(draw: st.DrawFn) -> tuple[Page, Signed]:
    """A page with a signed block whose line is cut into pieces anywhere, as columns cut it."""
    kind, line = draw(st.sampled_from(SIGNED))
    cuts = draw(st.lists(st.integers(1, len(line) - 1), max_size=3, unique=True).map(sorted))
    pieces = []
    for a, b in pairwise([0, *cuts, len(line)]):
        words = line[a:b]
        text = words.strip()
        if not text:
            continue
        indent = draw(st.sampled_from(("", "　　", " ")))
        pieces.append(Piece(text, indent, draw(st.sampled_from(("\n", "  \n", "\n\n")))))
    block = kind(tuple(pieces))
    if isinstance(block, Credits):
        return Page((block,)), block
    if isinstance(block, Credit):
        return Page((Photo((edition.Caption.build("图为河堤。"), block)),)), block
    return on_a_page(block), block


@given(signed_pages())
def test_every_exporter_marks_the_names_of_every_signed_block(case: tuple[Page, Signed]) -> None:
    """However a block is cut into pieces, each name is marked, once, in its letters."""
    page, built = case
    block = next(b for b in page.find_all(Signed) if b == built)
    names = [person.name for person in block.people]
    assert names == [person.name for person in built.people]
    text = str(page)
    for person in block.people:
        assert "".join(text[a:b] for a, b in person.spans) == person.name
    whole, starts = joined(block.lines)
    filed = signature_of(block)
    for part, places in (("source", filed.source), ("place", filed.place), ("date", filed.date)):
        said = getattr(filed.dateline, part) if filed.dateline else None
        printed = "".join(block.lines[n][a:b] for n, a, b in places)
        assert printed == (said or ""), (part, whole, starts)
    _in_conll(page, names)
    _in_standoff(page, names)
    html = str(viz.page(page))
    assert html.count('<u class="e-who"') == sum(
        len({n for n, _, _ in one.places}) for one in filed.people
    )
    for write, read in FORMATS.values():
        again = read(write(page))
        assert isinstance(again, Page)
        assert again == page
        assert found(again) == found(page)
    if not isinstance(block, Credits):
        for dumped in (edition.to_ninjs(page), edition.to_jsonld(page), *edition.to_nitf(page)):
            assert all(name in dumped for name in names)
        for kind in (Byline, Signoff):
            if isinstance(block, kind):
                (nitf,) = edition.to_nitf(page)
                body = nitf.partition("<body>")[2]
                assert body.count("<person>") == len(names)


def _in_conll(page: Page, names: list[str]) -> None:
    marked: list[str] = []
    for row in edition.to_conll(page).splitlines():
        letter, *_, tag = row.split("\t") if "\t" in row else ("", "O")
        if tag == "B-PER":
            marked.append(letter)
        elif tag == "I-PER":
            marked[-1] += letter
    assert marked == names


def _in_standoff(page: Page, names: list[str]) -> None:
    rows = edition.to_standoff(page)["spans"]
    assert [person["name"] for row in rows for person in row.get("people", [])] == names


@given(strategies.pages())
def test_reversible_with_all_that_was_found(page: Page) -> None:
    """`from_json(to_json(x)) == x` and `from_tei(to_tei(x)) == x`, with what equality does not see."""
    assert edition.parse(str(page), dialect=page.dialect) == page
    for write, read in FORMATS.values():
        again = read(write(page))
        assert isinstance(again, Page)
        assert (again, again.dialect, found(again)) == (page, page.dialect, found(page))


# Whatever is done with a tree, what nobody changed keeps what was found in it.

TEXTS = st.builds(page_text, st.binary(min_size=1, max_size=60))
IN = st.sampled_from(("mainland", "taiwan", "nineties", None))


def dialect_of(name: str | None) -> Dialect:
    """A shipped dialect, or for None the one of this folder."""
    return Dialect.from_file(FILE) if name is None else Dialect.named(name)


OWN_DIALECT = dialect_of(None)


def parsed(text: str, name: str | None) -> Page:
    return edition.parse(text, dialect=OWN_DIALECT if name is None else name)


@given(TEXTS, IN)
def test_any_text_comes_back_with_all_that_was_found(text: str, name: str | None) -> None:
    """Texts that are nothing but formulas, in any dialect, through JSON and TEI."""
    page = parsed(text, name)
    for write, read in FORMATS.values():
        again = read(write(page))
        assert isinstance(again, Page)
        assert (again, again.dialect, found(again)) == (page, page.dialect, found(page))


@given(TEXTS, TEXTS, IN, IN, st.data())
def test_what_moves_to_another_page_keeps_what_was_found(
    text: str, other: str, name: str | None, into: str | None, data: st.DataObject
) -> None:
    """An item of one page, put into another page of another dialect, is not read again; nor is what stands there."""
    page, there = parsed(text, name), parsed(other, into)
    assume(page.items and there.items)
    item = data.draw(st.sampled_from(page.items))
    n = data.draw(st.integers(0, len(there.items) - 1))
    changed = there.insert_after(there.items[n], item)
    expected = [
        found_in(block)
        for one in (*there.items[: n + 1], item, *there.items[n + 1 :])
        for block in one.find_all(Matched)
    ]
    assert all(a is b for a, b in zip(found(changed), expected, strict=True))
    for block in changed.items[n + 1].find_all(Signed):
        for person in block.people:
            assert "".join(str(changed)[a:b] for a, b in person.spans) == person.name


class _NoHeadlines(Transformer):
    """Takes headlines out, and says something else in paragraphs."""

    def leave_headline(self, old: Headline, new: Headline) -> None:
        return None

    def leave_paragraph(self, old: Paragraph, new: Paragraph) -> Paragraph:
        return Paragraph.build("汾河西岸的步道昨日开放。")


@given(TEXTS, IN, st.data())
def test_edits_keep_what_was_found_in_what_they_do_not_touch(
    text: str, name: str | None, data: st.DataObject
) -> None:
    """One block replaced, removed or put beside another, or many by a transformer: the others are not read again."""
    page = parsed(text, name)
    assume(page.find(edition.Block))
    kept = {id(block): found_in(block) for block in page.find_all(Matched)}
    changed = _NoHeadlines().transform(page)
    assert all(a is b for a, b in zip(found(changed), kept.values(), strict=True))
    block = data.draw(st.sampled_from(page.find_all(edition.Block)))
    new = type(block)((Piece("步道。", tail="\n"),))
    kept.pop(id(block), None)
    same = page.remove(block)
    assert all(a is b for a, b in zip(found(same), kept.values(), strict=True))
    for after in (page.replace(block, new), page.insert_before(block, new)):
        assert {*map(id, kept.values())} <= {*map(id, found(after))}


def _edited(text: str, dialect: Dialect) -> list[object]:
    """What a process finds in a page that it edits, which was sent a dialect and has read no file."""
    page = edition.parse(text, dialect=dialect)
    credit = page.find_all(Credit)[0]
    changed = page.replace(credit, Credit((Piece("贺勇 定格"),)))
    return [named(changed), edition.parse(text, dialect=page.dialect) == page]


def test_a_dialect_that_was_sent_is_known_there(own: Dialect) -> None:
    """Another process has it once, however often it is sent, and finds it again by a page's mark; a shipped one is sent by name."""
    edition.parse(OWN, dialect=own)  # which makes what a grammar keeps for lines to come
    assert pickle.loads(pickle.dumps(own)).grammar is own.grammar
    shipped = Dialect.named("taiwan")
    assert pickle.loads(pickle.dumps(shipped)).grammar is shipped.grammar
    assert len(pickle.dumps(shipped)) < 200
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        sent = pickle.loads(pickle.dumps(own))
        assert pool.submit(_edited, OWN, sent).result() == _edited(OWN, own)
