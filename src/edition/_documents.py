"""Tell what `edition` has written from a newspaper's text, and read it: JSON, TEI, and standoff beside its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from edition._text.lines import cut_at_form_feeds
from edition.editions import Edition
from edition.formats.errors import FormatError
from edition.pages import Page

#: How much of an XML file is looked at for its first element, in code points.
_HEAD = 4096
#: What is written for others and read by a function, by the ends of its names: the name of the format, how it begins, who reads it.
_FOR_OTHERS = {
    ".json": ("JSON", "[", "an array, and no page; edition.formats.labelstudio.load reads exports of Label Studio"),
    ".jsonl": ("JSON Lines", "{", "lines of JSON; edition.from_records reads stories, edition.formats.doccano.load labels, and `edition corpus` pages"),
    ".jsonld": ("JSON-LD", "{", "written, and not read"),
    ".tsv": ("WebAnno TSV", "#FORMAT=WebAnno", "read beside its text, by edition.formats.inception.load"),
}  # fmt: skip
#: What reads the text in a file, as it is; in an encoding, where one is known.
Reader = Callable[[str, str | None], str]


def opened(file: str, text: str, read: Reader) -> Page | Edition | None:
    """The page or the issue that a file holds, which has this text; None where it is a newspaper's.

    The text of a page's standoff annotation is read from beside it, NAME.txt beside NAME.json. Under a name that ends in .json or .xml
    a brace or a tag begins a document, whatever is in it, and what begins otherwise is a text; so it is with what is written for
    other programs. Raises FormatError for a document that can't be read, and what ``read`` raises.
    """
    body = text.lstrip("\ufeff \t\r\n")
    suffix = Path(file).suffix.lower()
    name, begins, what = _FOR_OTHERS.get(suffix, ("", "", ""))
    if name and body.startswith(begins):
        raise FormatError(name, f"this is {what}")
    if body.startswith("{") and (suffix == ".json" or _is_ours(body)):
        return _json(file, body, read)
    scans = _scans(body[:_HEAD]) if body.startswith("<") else None
    if scans is not None:
        issue = import_module(f"edition.formats.{scans}").load(
            body.encode(errors="replace"), name=Path(file).name
        )
        return cast(Edition, issue.pages[0] if len(issue.pages) == 1 else issue)
    if body.startswith("<") and (suffix == ".xml" or "<TEI" in body[:_HEAD]):
        from edition.formats import tei

        return _whole(tei.load(body), "TEI")
    return None


def _scans(head: str) -> str | None:
    """The format of OCR that a document is in, after its head; None for any other."""
    for name, sign in (("alto", "<alto"), ("page_xml", "<PcGts"), ("hocr", "ocr_page")):
        if sign in head:
            return name
    return None


def _is_ours(body: str) -> bool:
    """Whether a text that begins with a brace is one that is written here: its first key tells."""
    return body[1:].lstrip().startswith(('"edition"', '"version"'))


def _json(file: str, body: str, read: Reader) -> Page | Edition:
    from edition.formats import json as json_format
    from edition.formats import standoff
    from edition.formats._json_text import values

    told = values(body)
    if isinstance(told, dict) and "spans" in told:
        return standoff.load(read(_beside(file), _encoding(told)), body)
    if isinstance(told, dict) and "pages" in told and "edition" not in told:
        return standoff.load(_texts(file, told, read), body)
    return _whole(json_format.load(body), "JSON")


def _encoding(told: Mapping[str, object]) -> str | None:
    """The encoding of a page's text, where its annotation tells it."""
    review = told.get("review")
    found = review.get("encoding") if isinstance(review, dict) else None
    return found if isinstance(found, str) else None


def _whole(document: object, name: str) -> Page | Edition:
    if isinstance(document, Page | Edition):
        return document
    kind = type(document).__name__
    raise FormatError(name, f"expected a page or an issue, not a part of one: {kind}")


def _beside(file: str) -> str:
    if file == "-":
        raise FormatError("standoff", "roles on standard input have no text beside them")
    return str(Path(file).with_suffix(".txt"))


def _texts(file: str, told: Mapping[str, object], read: Reader) -> dict[int, str]:
    """The texts of an issue's pages: the files that its annotation names, beside it or in a folder of its name."""
    _beside(file)
    pages, names = told["pages"], told.get("sources")
    numbers = (
        sorted(int(n) for n in cast("dict[str, object]", pages) if n.isdecimal())
        if isinstance(pages, dict)
        else []
    )
    if not isinstance(names, list) or len(names) != len(numbers):
        raise FormatError(
            "standoff", "expected the name of each page's file, to find its text", "sources"
        )
    folder = Path(file).with_suffix("")
    folder = folder if folder.is_dir() else Path(file).parent
    texts = {name: read(str(folder / name), None) for name in {*map(str, names)}}
    # A file that is named for several pages has form feeds between them.
    left = {
        name: iter([text] if names.count(name) == 1 else cut_at_form_feeds(text))
        for name, text in texts.items()
    }
    return {number: next(left[str(name)], "") for number, name in zip(numbers, names, strict=True)}
