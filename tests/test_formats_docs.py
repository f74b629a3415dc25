"""docs/formats.md tells the truth: its table is made by writing a specimen of each role in each format.

`python tests/test_formats_docs.py` writes the table anew.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree as ET

import edition
from edition.formats.json import Value
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
    Credits,
    Crosshead,
    Deck,
    EditorNote,
    Folio,
    Headline,
    HeadlineBlock,
    Index,
    Jump,
    Kicker,
    Label,
    Lead,
    Masthead,
    Notice,
    NoticeText,
    Other,
    Paragraph,
    Photo,
    Piece,
    Signoff,
    StoryPart,
    Stray,
    Summary,
)

DOCS = Path(__file__).absolute().parents[1] / "docs" / "formats.md"
B = TypeVar("B", bound=Block)
BEGIN, END = "<!-- the mapping begins -->\n", "<!-- the mapping ends -->\n"

#: A text of each role that stands nowhere else on the specimen page.
SPECIMENS: dict[type[Block], str] = {
    Masthead: "汾河日报社出版",
    Folio: "第2版 要闻",
    Index: "导读",
    Credits: "责编 段秋禾",
    Label: "今日谈",
    Kicker: "两岸春灌展开",
    Headline: "十万亩麦田喝水",
    Deck: "——灌区见闻",
    EditorNote: "编者按：春天来了。",
    Summary: "■ 头水早了六天",
    Byline: "■ 汾河日报",
    Continuation: "(上接第1版)",
    Lead: "本报临川电",
    Paragraph: "水到田头。",
    Crosshead: "一河清水",
    Jump: "(下转第4版)",
    Signoff: "（新华社电）",
    Caption: "图为渠边看水。",
    Credit: "（资料图片）",
    NoticeText: "遗失声明",
    Other: "（Ａ、Ｂ）",
}


def test_the_table_has_every_format_and_its_extra() -> None:
    """Each module that writes, and no other; extras are those of pyproject.toml, and needed."""
    text = DOCS.read_text("utf-8")
    table = text[: text.index("Formats of your own are")]
    rows = [row.split("|")[1:-1] for row in table.splitlines() if row.startswith("| ") and "`edition." in row]  # fmt: skip
    named = {name for row in rows for name in re.findall(r"`edition\.formats\.(\w+)`", row[1])}
    folder = Path(edition.__file__).parent / "formats"
    writing = {
        file.stem
        for file in folder.glob("[a-z]*.py")
        if re.search(r"^def dump\(", file.read_text("utf-8"), re.MULTILINE)
    }
    assert named == writing | {"langchain"}
    project = tomllib.loads((DOCS.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {extra for row in rows for extra in re.findall("`(.+?)`", row[2])}
    assert extras == {"arrow", "docling", "spacy", "uima"}
    assert extras <= project["optional-dependencies"].keys()
    for row in rows:
        for extra in re.findall("`(.+?)`", row[2]):
            [module, *_] = re.findall(r"`edition\.formats\.(\w+)`", row[1]) or [None]
            assert module is None or f"edition-dom[{extra}]" in (folder / f"{module}.py").read_text("utf-8")  # fmt: skip


def block(cls: type[B], tail: str = "\n") -> B:
    return cls((Piece(SPECIMENS[cls], tail=tail),))


def specimen() -> edition.Page:
    """A page with one block of every role."""
    heading = HeadlineBlock((block(Label), block(Kicker), block(Headline), block(Deck)))
    inside = (Byline, EditorNote, Summary, Continuation, Lead, Paragraph, Crosshead)
    parts: list[StoryPart] = [
        heading,
        *(block(cls, "" if cls in (Continuation, Lead) else "\n") for cls in inside),
    ]
    parts += [Paragraph((Piece("另一段。"),)), block(Jump)]
    parts += [Photo((block(Caption, " "), block(Credit))), block(Signoff)]
    return edition.Page(
        (
            Masthead((Piece(SPECIMENS[Masthead], tail="\n"),)),
            Folio((Piece(SPECIMENS[Folio], tail="\n"),)),
            Index((Piece(SPECIMENS[Index], tail="\n"),)),
            Article(tuple(parts)),
            Notice((NoticeText((Piece(SPECIMENS[NoticeText], tail="\n"),)),)),
            Stray((Other((Piece(SPECIMENS[Other], tail="\n"),)),)),
            Credits((Piece(SPECIMENS[Credits], tail="\n"),)),
        )
    )


def elements(document: str, text: str) -> str:
    """The innermost elements of an XML document that hold a text, with what tells them from others."""
    found: list[str] = []

    def walk(at: ET.Element, above: tuple[str, ...]) -> bool:
        name = at.tag.rpartition("}")[2]
        told = [f'{key}="{at.get(key)}"' for key in MARKS if at.get(key)]
        whole = at.get("type") in ("page", "article")
        here = (*above, " ".join([name, *told])) if name in NESTED and not whole else above
        below = [walk(child, here) for child in at]
        for key, value in at.items():
            if text in value:
                found.append(f"{name} {key}")
                return True
        if any(below) or text not in "".join(at.itertext()):
            return any(below)
        found.append(" > ".join([*above[-1:], " ".join([name, *told])]))
        return True

    walk(ET.fromstring(document), ())  # noqa: S314 of our own making
    return ", ".join(f"`{one}`" for one in dict.fromkeys(found))


#: Attributes that tell elements from others, and elements that tell more than those in them.
MARKS = ("type", "class", "noteclass", "role", "rel", "lede")
NESTED = frozenset(
    ("div", "argument", "closer", "note", "abstract", "hedline", "figure", "media", "ab")
)


def paths(value: Value, text: str, path: str = "") -> Iterator[str]:
    """Where a text stands in JSON."""
    if isinstance(value, dict):
        kind = value.get("@type") or (value.get("type") if not path else "")
        here = str(kind) if value.get("@type") else path
        for key, below in value.items():
            role = f"[{value['role']}]" if key == "value" and "role" in value else ""
            yield from paths(
                below, text, f"{here}{role}" if role else f"{here}.{key}" if here else key
            )
    elif isinstance(value, list):
        for below in value:
            yield from paths(below, text, path)
    elif isinstance(value, str) and text in value:
        yield path


def json_paths(document: str, text: str) -> str:
    found = [path.replace("associations.", "") for path in paths(json.loads(document), text)]
    return ", ".join(f"`{one}`" for one in dict.fromkeys(found))


def line(document: str, text: str) -> str:
    """How a line of Markdown shows a text."""
    for shown in document.splitlines():
        if text in shown:
            for specimen_ in SPECIMENS.values():
                shown = shown.replace(specimen_, "…")
            return f"`{shown}`" if shown.strip("… ") else "a paragraph"
    return ""


def table() -> str:
    """The mapping, a row for each role."""
    page = specimen()
    tei, html, markdown = (
        edition.to_tei(page),
        edition.to_html(page, furniture=True),
        edition.to_markdown(page, furniture=True),
    )
    nitf = edition.to_nitf(page)
    newsml = re.sub("<inlineXML.*?</inlineXML>", "", edition.to_newsml(page), flags=re.DOTALL)
    ninjs, jsonld = edition.to_ninjs(page), edition.to_jsonld(page)
    web = re.sub(
        r"<!DOCTYPE html>|<meta[^>]*>|<style>.*?</style>|<title>.*?</title>",
        "",
        html,
        flags=re.DOTALL,
    )
    rows = [
        "| role | node, JSON `kind` | TEI | NITF | NewsML-G2, besides NITF | ninjs | JSON-LD | Markdown | HTML |"
    ]
    rows.append("|" + "---|" * 9)
    kinds = {cls.__name__: kind for cls, kind in _kinds()}
    for cls, text in SPECIMENS.items():
        found = [
            f"`{cls.role}`",
            f"`{cls.__name__}`, `{kinds[cls.__name__]}`",
            elements(tei, text),
            ", ".join(dict.fromkeys(e for d in nitf if (e := elements(d, text)))),
            elements(newsml, text),
            json_paths(ninjs, text),
            json_paths(jsonld, text),
            line(markdown, text),
            elements(web, text),
        ]
        rows.append("| " + " | ".join(one or "–" for one in found) + " |")
    return "\n".join(rows) + "\n"


def _kinds() -> Iterator[tuple[type[Block], str]]:
    for cls in SPECIMENS:
        yield cls, json.loads(edition.to_json(block(cls)))["kind"]


def test_the_specimen_has_every_role() -> None:
    """No role is missing from the table."""
    assert {type(b) for b in specimen().find_all(Block)} == set(SPECIMENS)
    assert len({cls.role for cls in SPECIMENS}) == 21


def test_the_table_is_what_the_code_does() -> None:
    """docs/formats.md has the table that the code makes."""
    text = DOCS.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == table(), f"run python {__file__}"


def write() -> None:
    """Write the table anew."""
    text = DOCS.read_text(encoding="utf-8")
    above, _, rest = text.partition(BEGIN)
    DOCS.write_text(above + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    write()
