"""The commands of the command line.

A command is a function that takes the options and writes to an :class:`Output`, and a line in :data:`COMMANDS`; its
docstring is its help, its name is how it is called. It returns the exit status: 0, or 1 where it found something wrong.
:class:`Refused` is raised for what it can't do at all, which ends in a line on standard error and exit status 2.
"""

from __future__ import annotations

import argparse
import codecs
import datetime as dt
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from importlib import import_module
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeAlias

from attrs import asdict, frozen

from edition import __version__
from edition._grammar.data import packaged
from edition._model.pages import placed, sureness
from edition._render import outline
from edition._text.entry_points import Kind, offers
from edition._text.files import StrPath, identity, write_whole
from edition._text.lines import BLANKS, cut_at_form_feeds
from edition._text.output import Output, Refused, give_up, say
from edition._text.terminal import cut, is_coloured, printable, styled
from edition.diagnostics import Diagnostic, Severity
from edition.editions import Edition, edition_of, read_edition
from edition.formats.errors import FormatError
from edition.limits import LimitError
from edition.models import Model
from edition.pages import Page, parse
from edition.plugins import Exporter, exporter
from edition.plugins import plugins as installed
from edition.standoff import to_standoff

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

#: How a shell tells that a program ended because nobody read on: 128 and the number of SIGPIPE.
_CLOSED_PIPE = 141
_INTERRUPTED = 130
#: How many files of a folder are looked at to say what it holds.
_LOOKED_AT = 1000
#: The ends of what `edition corpus` reads, folders below folders included.
_OF_CORPORA = frozenset((".txt", ".pdf", ".xml", ".jsonl", ".parquet", ".gz", ".zip", ".tar"))
_STYLES = {"error": "red", "warning": "yellow", "hint": "dim"}
#: What `convert` writes, the modules of :mod:`edition.formats` that have a ``dump``, and how their files end; a folder's name has no end.
_ENDS = {
    "json": ".json",
    "tei": ".xml",
    "nitf": "",
    "newsml": ".xml",
    "ninjs": ".json",
    "jsonld": ".jsonld",
    "markdown": ".md",
    "html": ".html",
    "text": ".txt",
    "conll": ".conll",
    "standoff": ".json",
    "jsonl": ".jsonl",
    "mets": "",
    "alto": ".xml",
    "conllup": ".conllup",
    "webannotation": ".json",
    "page_xml": ".xml",
    "labelstudio": ".json",
    "doccano": ".jsonl",
    "brat": "",
    "inception": ".tsv",
    "uima": "",
}
_KINDS = {"added": "green", "removed": "red", "changed": "yellow"}
FORMATS = tuple(_ENDS)


class _Choices(tuple[str, ...]):
    """Names of our own, and those that other packages bring, which are looked up when a name is none of ours."""

    __slots__ = ()
    kind: Kind = "exporters"

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (
            isinstance(name, str) and any(offer.name == name for offer in offers(self.kind))
        )


class _Kinds(_Choices):
    """The kinds of inputs."""

    __slots__ = ()
    kind: Kind = "readers"


_JSON_FORMATS = frozenset(name for name, end in _ENDS.items() if end.startswith(".json"))
#: What `schema` prints, by what it is of.
_SCHEMAS = {
    "page": "formats/schema.json",
    "records": "formats/records.schema.json",
    "standoff": "formats/standoff.schema.json",
}
#: How much of a doubtful block is shown, in code points.
_SHOWN = 24
#: How a document in JSON or XML begins.
_DOCUMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{<]")
#: The files that `convert` writes where a story is a document.
_NUMBERED = re.compile(r"[0-9]{3,}\.xml")
#: The files that a command has read, by their names or descriptors.
Sources: TypeAlias = tuple[StrPath | int, ...]

_CORPUS = "`edition corpus` reads such files, see docs/howto/corpus.md"
#: How large all pictures of a view are together, in bytes.
_PICTURES = 24_000_000
#: How a PDF begins.
_PDF = b"%PDF-"
_PICTURE = "a picture; recognise its text first (OCR), and save that as .txt"
#: How files begin that are no text of a page, what they are, and what to do with them.
_NO_TEXT = {
    b"%PDF-": "a PDF, not the text of a page",
    b"PK\x03\x04": "an archive; one of an issue's pages is called *.zip (of a .docx or .epub, save the text as .txt)",
    b"\x1f\x8b": f"packed by gzip; unpack it first, or: {_CORPUS}",
    b"BZh": f"packed by bzip2; unpack it first, or: {_CORPUS}",
    b"\xfd7zXZ": f"packed by xz; unpack it first, or: {_CORPUS}",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"PAR1": f"a Parquet file; {_CORPUS}",
    b"\xd0\xcf\x11\xe0": "an old Office document; save its text as .txt",
    b"{\\rtf": "an RTF document; save its text as .txt",
    b"\xff\xd8\xff": _PICTURE,
    b"\x89PNG": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
}
#: The same for markup, which is text, but not the text of a page.
_MARKUP = {
    b"<!doctype html": "an HTML page; save the text of the article or the page as .txt",
    b"<html": "an HTML page; save the text of the article or the page as .txt",
    b"<?xml": "an XML document that edition did not write; `edition corpus` reads ALTO",
}


def show(options: argparse.Namespace, out: Output) -> int:
    """Show the outline of a page: a tree of its stories, with headlines, people, pictures and jumps.

    For a folder or a zip archive, show the contents of the issue: one line per story, with its people and the pages it continues on.
    """
    page = _document(options.file, options.encoding, options.model)
    if isinstance(page, Edition):
        _show_issue(page, options, out)
        return 0
    entries = outline.outline(page)
    if options.json:
        about = {
            "paper": page.paper,
            "page": page.label,
            "name": page.name,
            "date": page.date.isoformat() if page.date else None,
        }
        out.json({"file": options.file, **about, "items": [entry.to_json() for entry in entries]})
        return 0
    title = cut(outline.title(page), out.width)
    out.line(styled(title, "bold") if out.colour else title)
    for line in outline.draw(entries, out.width, colour=out.colour):
        out.line(line)
    return 0


def check(options: argparse.Namespace, out: Output) -> int:
    """Report likely problems, one per line: FILE:LINE:COLUMN: CODE MESSAGE. The exit status is 1 if any of them is an error.

    With --doubt 0.8, also list every block whose confidence is below 0.8.
    """
    wrong = False
    refused: list[str] = []
    for file in options.files:
        try:
            page = _document(file, options.encoding, options.model)
            if isinstance(page, Edition):
                wrong |= _check_issue(file, page, options.doubt, out)
                continue
        except Refused as problem:
            refused.append(str(problem))
            continue
        for diagnostic in page.diagnostics:
            wrong = wrong or diagnostic.severity is Severity.ERROR
            told = _coloured(diagnostic) if out.colour else printable(str(diagnostic))
            out.line(f"{printable(file)}:{told}")
        _tell_doubts(file, page, options.doubt, out)
    if refused:
        raise Refused("\n".join(refused))
    return int(wrong)


def standoff(options: argparse.Namespace, out: Output) -> int:
    """Write the roles of a page or an issue as standoff JSON: spans over its text, in code points.

    For a PDF, write a list with one object per page, which has the page's text, too, and the box of each span, in points.
    """
    data = _bytes(options.file)
    if data is not None and data.startswith(_PDF):
        issue = _pdf(options.file, data, options.model)
        out.json([{**to_standoff(page), "text": str(page)} for page in issue.pages])
    else:
        out.json(to_standoff(_document(options.file, options.encoding, options.model, data)))
    return 0


def explain(options: argparse.Namespace, out: Output) -> int:
    """Explain the role of a line: one sentence, then the candidate roles with their scores and features.

    The line number follows the last colon. In JSON, TEI or standoff that edition wrote, and in PDF, it is a line of the page's text. Of an issue, name
    the page as well: FILE:PAGE:LINE.
    """
    file, colon, number = options.place.rpartition(":")
    if not colon or not number.isdecimal():
        raise Refused(f"{printable(options.place)}: name a file and a line, as in page.txt:12")
    line, wanted = int(number), None
    head, colon, digits = file.rpartition(":")
    if colon and digits.isdecimal() and not Path(file).exists():
        file, wanted = head, int(digits)
    page = _document(file, options.encoding, options.model)
    if wanted is not None:
        page = _numbered(file, page, wanted)
    elif isinstance(page, Edition):
        page, line = _of_issue(file, options.encoding, page, line)
    try:
        block = page.at(line)
    except ValueError as problem:
        raise Refused(f"{printable(file)}: {problem}") from None
    if block is None:
        raise Refused(f"{printable(file)}: no text on line {number} or above it")
    for told in str(page.explain(block)).split("\n"):
        out.line(printable(told))
    return 0


def _numbered(file: str, issue: Page | Edition, number: int) -> Page:
    """A page of an issue, by its number. Raises Refused if there is none."""
    if isinstance(issue, Page):
        raise Refused(f"{printable(file)}: one page; name a line of it, as in {printable(file)}:12")
    if number not in issue.numbers:
        raise Refused(f"{printable(file)}: there is no page {number}")
    return issue.page(number)


def _of_issue(file: str, encoding: str, issue: Edition, line: int) -> tuple[Page, int]:
    """The page that a line of a text file with form feeds belongs to, and the number of the line there.

    Raises Refused for every other issue.
    """
    whole = file != "-" and Path(file).is_file() and {*issue.sources} == {Path(file).name}
    if not whole or (_bytes(file) or b"").startswith(_PDF):
        raise Refused(
            f"{printable(file)}: an issue; name a page and a line, as in {printable(file)}:{next(iter(issue.numbers), 1)}:12"
        )
    texts = cut_at_form_feeds(read(file, encoding))
    while len(texts) > 1 and line > texts[0].count("\n"):
        line -= texts.pop(0).count("\n")
    # Not by its position: the pages of an issue are in the order of their numbers.
    return next(page for page in issue.pages if str(page) == texts[0]), line


def diff(options: argparse.Namespace, out: Output) -> int:
    """Compare two readings of a page, or of an issue, block by block. The exit status is 1 if they differ.

    Each difference is one line: added (+), removed (-), changed (~) or moved (>), with its line, column and text. Lines
    about an issue begin with the page.
    """
    before, after = (
        _document(file, options.encoding, options.model) for file in (options.before, options.after)
    )
    if isinstance(before, Page) and isinstance(after, Page):
        return int(_compare(before, after, "", out))
    if isinstance(before, Page) or isinstance(after, Page):
        raise Refused("a page can only be compared with a page, and an issue with an issue")
    old, new = (dict(zip(one.numbers, one.pages, strict=True)) for one in (before, after))
    differ = False
    for number in sorted({*old, *new}):
        if number in old and number in new:
            differ |= _compare(old[number], new[number], f"page {number}: ", out)
            continue
        differ = True
        kind = "added" if number in new else "removed"
        told = f"page {number}: {kind}"
        out.line(styled(told, _KINDS[kind]) if out.colour else told)
    return int(differ)


def _compare(before: Page, after: Page, where: str, out: Output) -> bool:
    """Write the differences between two pages, one per line after a prefix; return whether there are any."""
    from edition.diff import diff as compare

    changes = compare(before, after)
    for change in changes:
        told = where + printable(str(change))
        style = _KINDS.get(change.kind)
        out.line(styled(told, style) if out.colour and style else told)
    return bool(changes)


def convert(options: argparse.Namespace, out: Output) -> int:
    """Convert pages and issues to another format: json, jsonl, tei, nitf, newsml, ninjs, markdown and others.

    Several inputs, or a folder of issues, are written to the folder named by --output, one document each. NITF writes one
    document per story, METS adds ALTO files. Annotation tools take labelstudio, doccano, brat, inception and uima.
    """
    sources = list(_expanded(options.files))
    if len(sources) > 1:
        return _convert_all(sources, options)
    (file, _), *_ = sources
    issue, written = _converted(file, options)
    if options.output is not None:
        _deliver(written, options.output, _sources(file, issue))
    elif not isinstance(written, str):
        what = (
            "has a document for each story" if isinstance(written, tuple) else "has several files"
        )
        raise Refused(f"this format {what}: name a folder for them with --output")
    else:
        # A page without a story is no line of JSON at all.
        ended = written.endswith("\n") or (not written and options.format == "jsonl")
        whole = written if ended else written + "\n"
        out.utf8(whole, is_json=options.format in _JSON_FORMATS)
    return 0


def plugins(options: argparse.Namespace, out: Output) -> int:
    """List the plug-ins that are installed: kind, name and package of each. Exit status 1 if any can't be used.

    Dialects, models, exporters and readers, see docs/howto/plugins.md.
    """
    found = installed()
    if options.json:
        out.json([asdict(plugin) for plugin in found])
        return int(any(plugin.problem for plugin in found))
    for plugin in found:
        told = f"{plugin.kind:<9}  {plugin.name}  {plugin.package}"
        out.line(printable(f"{told}: {plugin.problem}" if plugin.problem else told))
    return int(any(plugin.problem for plugin in found))


def _converted(
    file: str, options: argparse.Namespace
) -> tuple[Edition | None, str | tuple[str, ...] | dict[str, str]]:
    """The issue, where it is one, and what is written of it or of the page."""
    source = _document(file, options.encoding, options.model)
    issue = source if isinstance(source, Edition) else None
    try:
        return issue, _exporter(options.format).dump(source)
    # What a format has no room for, and an extra that is not there.
    except (ValueError, ImportError) as problem:
        raise Refused(f"{printable(file)}: {printable(str(problem))}") from None


def _exporter(name: str) -> Exporter:
    if name in _ENDS:
        return Exporter(import_module(f"edition.formats.{name}").dump, _ENDS[name])
    return exporter(name)


def _expanded(files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pages and issues that are meant, each with a name for its document: of a folder without pages all in the folders below."""
    for file in files:
        path = Path(file)
        below = sorted(path.rglob("*")) if path.is_dir() and not any(path.glob("*.txt")) else []
        issues = [
            one
            for one in below
            if (one.is_dir() and any(one.glob("*.txt"))) or one.suffix == ".zip"
        ]
        for one in issues:
            yield str(one), str(one.relative_to(path).with_suffix(""))
        if not issues:
            yield file, "standard-input" if file == "-" else path.resolve().stem


def _convert_all(sources: Sequence[tuple[str, str]], options: argparse.Namespace) -> int:
    """Each of several pages and issues into a file of one folder; what can't be read does not keep the others."""
    if options.output is None:
        raise Refused("several documents: name a folder for them with --output")
    end = _exporter(options.format).suffix
    counted = Counter(name for _, name in sources)
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise Refused(f"{printable(twice[0])}: two documents would have this name")
    read_from = [each for file, _ in sources for each in _sources(file)]
    refused = []
    for file, name in sources:
        target = Path(options.output) / (name + end)
        try:
            issue, written = _converted(file, options)
            with _writing(str(target)):
                target.parent.mkdir(parents=True, exist_ok=True)
            _deliver(written, str(target), (*read_from, *_sources(file, issue)))
        except Refused as problem:
            refused.append(str(problem))
    if refused:
        raise Refused("\n".join(refused))
    return 0


def _deliver(
    written: str | tuple[str, ...] | dict[str, str], target: str, sources: Sources
) -> None:
    """A document into a file, several into a folder, always in UTF-8."""
    if isinstance(written, str):
        documents = {target: written}
    elif isinstance(written, tuple):
        named = {f"{n:03}.xml": document for n, document in enumerate(written, 1)}
        documents = _placed(target, named, ("",))
    else:
        documents = _placed(target, written, ("", *{str(Path(name).parent) for name in written}))
    with _writing(target):
        for file in documents:
            _spare(sources, file)
        for file, document in documents.items():
            write_whole(file, document.encode())


def _placed(folder: str, named: Mapping[str, str], below: Sequence[str]) -> dict[str, str]:
    """The documents by the files of a folder that they go into.

    Raises Refused if the folder, or one of those ``below`` it, holds more of such files, which would be taken for documents of the same
    page or issue.
    """
    path = Path(folder)
    found = {str(path / name): document for name, document in named.items()}
    stale: list[str] = []
    with _writing(folder):
        for each in dict.fromkeys(path / name for name in below):
            each.mkdir(parents=True, exist_ok=True)
            stale += [
                file.name
                for file in each.iterdir()
                if _NUMBERED.fullmatch(file.name) and str(file) not in found
            ]
    if stale:
        stale.sort(key=lambda name: (len(name), name))
        several = f"{stale[0]} to {stale[-1]} lie" if len(stale) > 1 else f"{stale[0]} lies"
        raise Refused(
            f"{printable(folder)}: {several} there from before, and there is no document for "
            f"{'them' if len(stale) > 1 else 'it'} now: remove what is old, or name another folder"
        )
    return found


@contextmanager
def _writing(target: str) -> Iterator[None]:
    """What can't be written is told in a line."""
    try:
        yield
    except (OSError, ValueError) as problem:  # a name that no file can have is a ValueError
        reason = getattr(problem, "strerror", None) or problem
        raise Refused(f"{printable(target)}: {printable(str(reason))}") from None


def _sources(file: str, issue: Edition | None = None) -> Sources:
    """The files that were read for a page, or for the issue in a folder or an archive."""
    if file == "-":
        with suppress(OSError, AttributeError):  # none, or one that is no file
            return (sys.stdin.fileno(),)
        return ()
    if issue is None or not Path(file).is_dir():
        return (file,)
    return tuple(os.path.join(file, name) for name in issue.sources)  # noqa: PTH118 - as it was given


def _spare(sources: Sources, target: str) -> None:
    """Refuse to write over what was read."""
    there = identity(target)
    if there is not None and there in map(identity, sources):
        raise Refused(f"{printable(target)}: that is what was read, name another file")


def view(options: argparse.Namespace, out: Output) -> int:
    """Write a page or an issue as an annotated HTML file: every line marked with its role, jumps as links.

    Pages of a PDF are shown with their picture, a box for each block on it; --picture gives that of a page in ALTO, hOCR or PAGE XML.
    With --against, show two readings of a page side by side and mark the differences.
    """
    from edition import viz

    against: str | None = options.against
    target: str | None = options.output
    data = _bytes(options.file)
    source = _document(options.file, options.encoding, options.model, data)
    issue = source if isinstance(source, Edition) else None
    other = None if against is None else _document(against, options.encoding, options.model)
    if isinstance(other, Edition) or (issue is not None and other is not None):
        raise Refused("two readings are of a page each, not of an issue")
    pictures = _pictures(options.picture, data, source) if other is None else {}
    try:
        if isinstance(source, Edition):
            drawn = viz.issue(source, pictures=pictures)
        else:
            drawn = viz.page(source, other, picture=next(iter(pictures.values()), None))
    except ValueError as problem:
        raise Refused(f"{printable(options.picture or options.file)}: {problem}") from None
    if target is not None:
        _spare(_sources(options.file, issue) + (_sources(against) if against else ()), target)
    if options.open:
        with _writing("a temporary file" if target is None else target):
            saved = drawn.open(target)
        out.line(printable(str(saved)))
    elif target is not None:
        with _writing(target):
            drawn.save(target)
    else:
        out.utf8(str(drawn))
    return 0


def _pictures(file: str | None, data: bytes | None, source: Page | Edition) -> Mapping[int, bytes]:
    """The pictures of a page or of an issue's pages, by number: that of a file, else those in a PDF."""
    numbers = source.numbers if isinstance(source, Edition) else (source.number or 1,)
    if file is not None:
        if isinstance(source, Edition):
            raise Refused("--picture is of a page, not of an issue")
        return {numbers[0]: _bytes(file) or b""}
    if data is None or not data.startswith(_PDF):
        return {}
    from edition.formats import pdf

    # Of many pages each has a smaller picture, so that a browser can still show the document.
    largest = min(pdf.PICTURE, _PICTURES // len(numbers))
    try:
        found = pdf.pictures_of(data, range(1, len(numbers) + 1), largest=largest)
    except ImportError:  # the text can be looked at without
        return {}
    # The pages of an issue stand in the order of their numbers, and those of the file as they came.
    pages = source.pages if isinstance(source, Edition) else (source,)
    left = [*zip((layout for _, layout in pdf.pages_of(data)), found, strict=True)]
    pictures: dict[int, bytes] = {}
    for number, page in zip(numbers, pages, strict=True):
        for n, (layout, picture) in enumerate(left):
            if layout == page.layout:
                pictures[number] = picture
                del left[n]
                break
    return {number: picture for number, picture in pictures.items() if picture}


def review(options: argparse.Namespace, out: Output) -> int:
    """Correct a page or a folder of pages in the browser: roles, story boundaries, people.

    Each correction is saved immediately to NAME.json beside NAME.txt, or in the --out folder, in the format of `standoff`. Runs on this
    computer only and sends no data anywhere.
    """
    from edition._review.command import Request
    from edition._review.command import review as serve

    asked = Request(
        options.file,
        options.out,
        options.encoding,
        options.lang,
        options.model,
        open_browser=not options.no_open,
    )
    return serve(asked, lambda file: read(file, options.encoding), out)


def cite(options: argparse.Namespace, out: Output) -> int:
    """Cite the stories of a page or an issue: in GB/T 7714-2015, CSL-JSON, RIS or BibTeX.

    N is the number of a story, counted from 1 in reading order (default: all stories).
    """
    from edition import citations

    source = _document(options.file, options.encoding, options.model)
    found = citations.cite(source, paper=options.paper, date=options.date)
    if options.number is not None:
        if not 1 <= options.number <= len(found):
            raise Refused(f"{printable(options.file)}: there are {len(found)} stories, and none is number {options.number}")  # fmt: skip
        found = found[options.number - 1 : options.number]
    written = {
        "gbt7714": citations.to_gbt7714,
        "csl": citations.to_csl,
        "ris": citations.to_ris,
        "bibtex": citations.to_bibtex,
    }[options.form](found)
    is_csl = options.form == "csl"
    out.utf8(f"{written}\n" if is_csl else written, is_json=is_csl)
    return 0


def schema(options: argparse.Namespace, out: Output) -> int:
    """Print a JSON Schema: of a page as `convert --format json` writes it, of a record in JSONL, or of standoff annotation."""
    out.utf8(packaged(_SCHEMAS[options.of]).decode("utf-8"))
    return 0


def corpus(options: argparse.Namespace, out: Output) -> int:
    """Parse a corpus into Parquet tables: pages, articles, stories, blocks and errors. The exit status is 1 if a page could not be read.

    IN: folders, zip and tar archives, glob patterns, and files (text, PDF, ALTO, JSONL, Parquet). --resume continues an
    interrupted run. docs/howto/corpus.md lists the columns.
    """
    from edition.corpus import _command

    return _command.corpus(options, out)


def train(options: argparse.Namespace, out: Output) -> int:
    """Train a model on corrected pages, for use with --model.

    GOLD are folders of labelled pages: NAME.txt with NAME.json beside it, as written by `standoff` and corrected. FOLDER=2.0 sets a weight.
    Reports accuracy before and after, on pages left out of training. Requires the extra `train`; see docs/howto/train.md.
    """
    try:
        from edition._training import command
    except ImportError as problem:
        raise Refused("training needs numba: pip install 'edition-dom[train]'") from problem
    return command.train(options, out)


def score(options: argparse.Namespace, out: Output) -> int:
    """Measure parsing accuracy on labelled pages, in per cent.

    GOLD are folders of labelled pages: NAME.txt with NAME.json beside it, as written by `standoff` and corrected. docs/accuracy.md defines the figures.
    """
    from edition import _scoring

    return _scoring.score(options, out)


def query(options: argparse.Namespace, out: Output) -> int:
    """Query a corpus with SQL: its tables are pages, articles, stories, blocks and errors.

    The SQL can read only these tables, unless --unsafe is given.
    """
    from edition.corpus import _command

    return _command.query(options, out)


def _document(
    file: str, encoding: str, model: Model | None, data: bytes | None = None
) -> Page | Edition:
    """The page in a file, parsed, or as it was written in a format that can be read back; or the issue, of whatever kind.

    Its ``data`` are read unless they were. Raises Refused where there is no page.
    """
    from edition import _documents

    issue = _issue(file, encoding, model)
    if issue is not None:
        return issue
    data = _bytes(file) or b"" if data is None else data
    if data.startswith(_PDF):
        issue = _pdf(file, data, model)
        return issue.pages[0] if len(issue.pages) == 1 else issue
    text = _decoded(file, data, encoding, is_text=False)
    name = "standard input" if file == "-" else printable(file)
    try:
        found = _documents.opened(file, text, lambda name, told: read(name, told or encoding))
    except FormatError as problem:
        raise Refused(f"{name}: {printable(str(problem))}") from None
    if found is None:
        _refuse_markup(name, text[:64].encode(errors="replace"))
        return _of_text(name, text, model)
    return found


def _of_text(name: str, text: str, model: Model | None) -> Page | Edition:
    """The page that a text is, or the issue if form feeds separate several pages in it."""
    pages = cut_at_form_feeds(text)
    if sum(1 for page in pages if page.strip(BLANKS)) < 2:
        return parse(text, model=model)
    return edition_of([(page, None) for page in pages], Path(name).name, model=model)


def _pdf(file: str, data: bytes, model: Model | None) -> Edition:
    """The issue in a PDF. Raises Refused where there is none."""
    from edition.formats import pdf

    name = "standard input" if file == "-" else file
    try:
        return pdf.load(data, name=Path(name).name, model=model)
    except (FormatError, LimitError, ImportError) as problem:
        raise Refused(f"{printable(name)}: {printable(str(problem))}") from None


def _issue(file: str, encoding: str, model: Model | None) -> Edition | None:
    """The issue in a folder or an archive; None where the file is a page.

    Raises Refused if there is no issue in it.
    """
    path = Path(file)
    if file == "-" or not (path.suffix == ".zip" or path.is_dir()):
        return None
    try:
        return read_edition(path, encoding=encoding, model=model)
    except UnicodeDecodeError as problem:
        where = " ".join(getattr(problem, "__notes__", ()))
        what = f"not {encoding}, byte {problem.object[problem.start]:#04x} at {problem.start}"
        raise Refused(f"{printable(file)}: {printable(where)}: {what}") from None
    except (OSError, ValueError, LookupError) as problem:
        told = f"{printable(file)}: {printable(str(problem))}"
        raise Refused(told + _other_files(path)) from None


def _other_files(path: Path) -> str:
    """What a folder without pages has instead, and who reads it."""
    if not path.is_dir() or any(path.glob("*.txt")):
        return ""
    ends = Counter(
        file.suffix.lower() for file in islice(path.rglob("*"), _LOOKED_AT) if file.is_file()
    )
    there = ", ".join(f"{count} {printable(end or 'without an ending')}" for end, count in ends.most_common(3))  # fmt: skip
    if not there:
        return ""
    known = any(end in _OF_CORPORA for end in ends)
    return f"; there are {there}" + (f"; {_CORPUS}" if known else "")


def _show_issue(issue: Edition, options: argparse.Namespace, out: Output) -> None:
    rows = issue.index()
    if options.json:
        about = {"paper": issue.paper, "date": issue.date.isoformat() if issue.date else None}
        out.json({"file": options.file, **about, "stories": [asdict(row) for row in rows]})
        return
    for line in outline.contents(issue, rows, out.width, colour=out.colour):
        out.line(line)


def _tell_doubts(file: str, page: Page, doubt: float | None, out: Output) -> None:
    """Tell of the blocks that were read with less confidence, in the order of the page."""
    if doubt is None:
        return
    sure = sureness(page)
    line, at, text = 1, 0, str(page)
    for _, block, starts in placed(page):
        line, at = line + text.count("\n", at, starts[0]), starts[0]
        share = sure(block)
        if share is not None and share < doubt:
            column = at - text.rfind("\n", 0, at)
            what = styled("doubt", "dim") if out.colour else "doubt"
            words = printable(block.text[:_SHOWN])
            out.line(f"{printable(file)}:{line}:{column}: {what} {share:.0%} {block.role}: {words}")


def _check_issue(folder: str, issue: Edition, doubt: float | None, out: Output) -> bool:
    """Report the problems of an issue and its pages; return whether any is an error."""
    if not Path(folder).is_dir() and Path(folder).suffix != ".zip":
        return _check_document(folder, issue, doubt, out)
    files = dict(zip(issue.numbers, issue.sources, strict=True))
    # A file can hold several pages, one behind the other: lines are counted in the file.
    before: dict[int, int] = {}
    lines = Counter[str]()
    for page, number, source in zip(issue.pages, issue.numbers, issue.sources, strict=True):
        before[number] = lines[source]
        lines[source] += str(page).count("\n")
    for diagnostic in issue.diagnostics:
        file = folder if diagnostic.page is None else os.path.join(folder, files[diagnostic.page])  # noqa: PTH118 - as it was given
        place = ""
        if diagnostic.line is not None and diagnostic.page is not None:
            place = f"{before[diagnostic.page] + diagnostic.line}:{diagnostic.column}:"
        code = (
            styled(diagnostic.code, _STYLES[diagnostic.severity]) if out.colour else diagnostic.code
        )
        out.line(f"{printable(file)}:{place} {code} {printable(diagnostic.message)}")
    for page, name in zip(issue.pages, issue.sources, strict=False):
        _tell_doubts(os.path.join(folder, name), page, doubt, out)  # noqa: PTH118 - as it was given
    return any(diagnostic.severity is Severity.ERROR for diagnostic in issue.diagnostics)


def _refuse_markup(name: str, data: bytes) -> None:
    start = data[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for begins, what in _MARKUP.items():
        if start.startswith(begins):
            raise Refused(f"{name}: {what}")


def read(file: str, encoding: str, *, is_text: bool = True) -> str:
    """The text of a file (``-``: of standard input), its line ends and its byte order mark as they are.

    Raises Refused if there is no such text, and unless ``is_text`` is false for a document in markup.
    """
    return _decoded(file, _bytes(file) or b"", encoding, is_text=is_text)


def _bytes(file: str) -> bytes | None:
    """The bytes of a file, or of standard input; None of a folder. Raises Refused if there is no such file."""
    name = "standard input" if file == "-" else printable(file)
    try:
        return _standard_input() if file == "-" else Path(file).read_bytes()
    except IsADirectoryError:
        return None
    except OSError as problem:
        raise Refused(f"{name}: {problem.strerror or problem}") from None
    except ValueError as problem:  # a name that no file can have
        raise Refused(f"{name}: {problem}") from None


def _decoded(file: str, data: bytes, encoding: str, *, is_text: bool) -> str:
    """The text that bytes are. Raises Refused as :func:`read` does."""
    name = "standard input" if file == "-" else printable(file)
    for begins, what in _NO_TEXT.items():
        if data.startswith(begins):
            raise Refused(f"{name}: {what}")
    if is_text:
        _refuse_markup(name, data)
    if not is_text and Path(file).suffix.lower() in (".json", ".xml") and _DOCUMENT.match(data):
        encoding = "utf-8"  # what edition writes is in UTF-8, whatever the text is in
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            what = f"{name}: not {encoding} but utf-16, after its mark"
            raise Refused(f"{what}; try --encoding utf-16") from None
        what = f"{name}: not {encoding}, byte {data[problem.start]:#04x} at {problem.start} ({problem.reason})"
        raise Refused(f"{what}; try another --encoding, such as gb18030") from None
    except (LookupError, ValueError) as problem:
        raise Refused(f"{name}: can't decode with {printable(encoding)!r}: {problem}") from None


def _standard_input() -> bytes:
    # A process can be started without one; its type does not say so.
    stream: TextIO | None = getattr(sys, "stdin", None)
    if stream is None:
        raise Refused("standard input: closed")
    return stream.buffer.read()


def _check_document(file: str, issue: Edition, doubt: float | None, out: Output) -> bool:
    """Report the problems of an issue in one document, whose pages have no files."""
    for diagnostic in issue.diagnostics:
        out.line(f"{printable(file)}: {printable(str(diagnostic))}")
    for number, page in zip(issue.numbers, issue.pages, strict=True):
        _tell_doubts(f"{file}: page {number}", page, doubt, out)
    return any(diagnostic.severity is Severity.ERROR for diagnostic in issue.diagnostics)


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if 0 <= found <= 1:
        return found
    raise argparse.ArgumentTypeError(f"a number from 0 to 1, not {printable(text)}")


def _coloured(diagnostic: Diagnostic) -> str:
    style = _STYLES[diagnostic.severity]
    place = f"{diagnostic.line}:{diagnostic.column}"
    return f"{place}: {styled(diagnostic.code, style)} {printable(diagnostic.message)}"


def taught(path: str) -> Model:
    """The model in a file, or by its name. Raises Refused where there is none."""
    try:
        if path.isidentifier() and not Path(path).exists():
            return Model.named(path)
        return Model.load(path)
    except OSError as problem:
        raise Refused(f"{printable(path)}: {problem.strerror or problem}") from None
    except ValueError as problem:
        raise Refused(f"{printable(path)}: {printable(str(problem))}") from None


@frozen(weakref_slot=False)
class Argument:
    """An argument of a command, as :meth:`argparse.ArgumentParser.add_argument` takes it."""

    name: str | tuple[str, ...]
    # argparse takes values of a dozen types by their names.
    settings: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called: an option may have a short name, too."""
        return (self.name,) if isinstance(self.name, str) else self.name


FILE = Argument(
    "file",
    {
        "metavar": "FILE",
        "help": "a page as text, JSON, TEI or standoff; a folder or zip archive of an issue; - for standard input",
    },
)
FILES = Argument(
    "files",
    {
        "metavar": "FILE",
        "nargs": "+",
        "help": "pages as text, JSON, TEI or standoff; folders or zip archives of issues; - for standard input",
    },
)
ENCODING = Argument(
    "--encoding", {"default": "utf-8", "help": "the encoding of the text (default: utf-8)"}
)
MODEL = Argument(
    "--model",
    {
        "type": taught,
        "metavar": "MODEL",
        "help": "a model file written by `edition train`",
    },
)
DOUBT = Argument(
    "--doubt",
    {
        "type": share,
        "metavar": "SHARE",
        "help": "also list blocks with a lower confidence, as in 0.8",
    },
)
JSON = Argument("--json", {"action": "store_true", "help": "print JSON"})

PLACE = Argument(
    "place",
    {
        "metavar": "FILE:LINE",
        "help": "a page and a line number, as in page.txt:12; of an issue FILE:PAGE:LINE",
    },
)
BEFORE = Argument(
    "before",
    {
        "metavar": "A",
        "help": "a page or an issue, as text or as edition wrote it; - for standard input",
    },
)
AFTER = Argument("after", {"metavar": "B", "help": "another reading of it"})
SOURCES = Argument(
    "files",
    {
        "metavar": "FILE|FOLDER",
        "nargs": "+",
        "help": "a page, a folder or zip archive of an issue, or a folder of issues; - for standard input",
    },
)
SOURCE = Argument(
    "file",
    {
        "metavar": "FILE|FOLDER",
        "help": "a page as text, JSON, TEI or standoff; a folder or zip archive of an issue; - for standard input",
    },
)
FORMAT = Argument(
    "--format", {"required": True, "choices": _Choices(FORMATS), "help": "the output format"}
)
OUTPUT = Argument(
    ("-o", "--output"),
    {
        "metavar": "OUT",
        "help": "the output file, or a folder for several documents (default: standard output)",
    },
)
NO_COLOR = Argument("--no-color", {"action": "store_true", "help": "do not use colours"})
AGAINST = Argument(
    "--against",
    {"metavar": "FILE", "help": "a second reading of the page, shown beside the first"},
)
PICTURE = Argument(
    "--picture",
    {"metavar": "IMAGE", "help": "the page's picture, of a page in ALTO, hOCR or PAGE XML"},
)
OPEN = Argument("--open", {"action": "store_true", "help": "open the file in the browser"})

TEXTS = Argument(
    "file",
    {"metavar": "FILE|FOLDER", "help": "the text of a page, or a folder of .txt files"},
)
OUT = Argument(
    "--out", {"metavar": "DIR", "help": "the folder for NAME.json (default: beside the text)"}
)
LANG = Argument(
    "--lang", {"choices": ("zh", "en"), "help": "the interface language (default: the browser's)"}
)
NO_OPEN = Argument("--no-open", {"action": "store_true", "help": "do not open the browser"})

NUMBER = Argument(
    "number",
    {"metavar": "N", "nargs": "?", "type": int, "help": "the number of a story (default: all)"},
)
FORM = Argument(
    "--as",
    {
        "dest": "form",
        "choices": ("gbt7714", "csl", "ris", "bibtex"),
        "default": "gbt7714",
        "help": "the citation format (default: gbt7714)",
    },
)
PAPER = Argument("--paper", {"help": "the newspaper, if the page does not name it"})
DATE = Argument(
    "--date",
    {
        "type": dt.date.fromisoformat,
        "metavar": "YYYY-MM-DD",
        "help": "the date of issue, if the page does not name it",
    },
)
OF = Argument(
    "of",
    {
        "metavar": "page|records|standoff",
        "nargs": "?",
        "choices": tuple(_SCHEMAS),
        "default": "page",
        "help": "what the schema describes (default: page)",
    },
)

CORPUS = (
    Argument(
        "inputs",
        {"metavar": "IN", "nargs": "+", "help": "the input files, folders, archives or patterns"},
    ),
    Argument("out", {"metavar": "OUT", "help": "the output folder"}),
    Argument(
        "--workers",
        {"type": int, "help": "the number of worker processes (default: one per processor)"},
    ),
    Argument("--resume", {"action": "store_true", "help": "continue an interrupted run"}),
    Argument(
        "--kind",
        {
            "choices": _Kinds(("text", "pdf", "alto", "jsonl", "parquet", "articles", "pku")),
            "help": "the input format, if the file names do not show it; articles: JSONL with one article per line, pku: paragraphs with ids",
        },
    ),
    Argument("--encoding", {"help": "the encoding of all text (default: detected for each page)"}),
    Argument("--paper", {"help": "the newspaper, if all pages are from one"}),
    Argument(
        "--field",
        {
            "action": "append",
            "default": [],
            "metavar": "OURS=THEIRS",
            "help": "the name of a field in the records, as in text=content or page=pageno",
        },
    ),
    Argument(
        "--largest",
        {
            "type": int,
            "default": 4 * 2**20,
            "help": "the size limit of a page in bytes (default: 4194304)",
        },
    ),
    Argument(
        "--part",
        {"type": int, "default": 1000, "help": "documents per part of a table (default: 1000)"},
    ),
    MODEL,
)
TRAIN = (
    Argument(
        "gold",
        {
            "metavar": "GOLD",
            "nargs": "+",
            "help": "a folder of labelled pages; FOLDER=2.0 weights its pages",
        },
    ),
    Argument("--out", {"required": True, "metavar": "MODEL", "help": "the model file to write"}),
    Argument(
        "--from",
        {
            "dest": "base",
            "type": taught,
            "metavar": "MODEL",
            "help": "the model to start from (default: the shipped one)",
        },
    ),
    Argument(
        "--hold-out",
        {
            "type": int,
            "default": 0,
            "metavar": "N",
            "help": "leave N pages out of training and report accuracy on them",
        },
    ),
    ENCODING,
)
SCORE = (
    Argument("gold", {"metavar": "GOLD", "nargs": "+", "help": "a folder of labelled pages"}),
    (
        MODEL,
        Argument(
            "--pred",
            {
                "metavar": "DIR",
                "help": "score the labels in NAME.json in this folder instead of parsing",
            },
        ),
    ),
    Argument("--pages", {"action": "store_true", "help": "also print a line for each page"}),
    Argument("--roles", {"action": "store_true", "help": "also print a line for each role"}),
    JSON,
    ENCODING,
)
QUERY = (
    Argument("folder", {"metavar": "OUT", "help": "a folder written by edition corpus"}),
    Argument(
        "sql",
        {"metavar": "SQL", "help": 'the query, as in "SELECT headline FROM articles LIMIT 9"'},
    ),
    (Argument("--csv", {"action": "store_true", "help": "print CSV"}), JSON),
    Argument(
        "--unsafe",
        {
            "action": "store_true",
            "help": "allow the SQL to read and write any file and to use the network",
        },
    ),
)

#: A command.
Command = Callable[[argparse.Namespace, Output], int]

#: The commands and their arguments; of those in a tuple of their own only one is taken.
COMMANDS: tuple[tuple[Command, tuple[Argument | tuple[Argument, ...], ...]], ...] = (
    (show, (FILE, JSON, NO_COLOR, MODEL, ENCODING)),
    (check, (FILES, DOUBT, NO_COLOR, MODEL, ENCODING)),
    (explain, (PLACE, MODEL, ENCODING)),
    (diff, (BEFORE, AFTER, NO_COLOR, MODEL, ENCODING)),
    (standoff, (FILE, MODEL, ENCODING)),
    (convert, (SOURCES, FORMAT, OUTPUT, MODEL, ENCODING)),
    (view, (SOURCE, AGAINST, PICTURE, OUTPUT, OPEN, MODEL, ENCODING)),
    (review, (TEXTS, OUT, LANG, NO_OPEN, MODEL, ENCODING)),
    (cite, (SOURCE, NUMBER, FORM, PAPER, DATE, MODEL, ENCODING)),
    (schema, (OF,)),
    (plugins, (JSON,)),
    (train, TRAIN),
    (score, SCORE),
    (corpus, CORPUS),
    (query, QUERY),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status. Raises SystemExit for arguments that it does not know, as argparse does."""
    # A process can be started without one of its streams; their types do not say so.
    stream: TextIO | None = getattr(sys, "stdout", None)
    with nullcontext() if getattr(sys, "stderr", None) else redirect_stderr(StringIO()):
        return _complain("standard output: closed") if stream is None else _run(arguments, stream)


def _run(arguments: Sequence[str] | None, stream: TextIO) -> int:
    """Run a command if it has both standard streams."""
    try:
        options = make_parser().parse_args(arguments)
        command: Command = options.command
        coloured = is_coloured(stream) and not getattr(options, "no_color", False)
        status = command(options, Output(stream, coloured))
        stream.flush()
    except Refused as problem:
        return _complain(str(problem))
    except OSError as problem:
        give_up(stream)
        if isinstance(problem, BrokenPipeError):
            return _CLOSED_PIPE  # nobody reads on, as behind `| head`
        return _complain(f"standard output: {problem.strerror or problem}")
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _complain(problems: str) -> int:
    """Tell what could not be done, a problem a line."""
    say("".join(f"edition: {line}\n" for line in problems.splitlines()))
    return 2


class _Version(argparse.Action):
    """Prints the version; argparse's own action is silent where it can't be written."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"edition {__version__}\n")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """argparse's parser, but that what can't be written is no success, and no argument acts on the terminal."""

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        (file or sys.stdout).write(self.format_help())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        sys.stdout.flush()
        super().exit(status, message)

    def error(self, message: str) -> NoReturn:
        say(f"{self.format_usage()}{self.prog}: error: {printable(message)}\n")
        sys.exit(2)


def make_parser() -> argparse.ArgumentParser:
    """What reads the arguments; the man page and the completions are made of it, too."""
    parser = _Parser(
        prog="edition",
        description="Parse the text layer of Chinese newspaper pages.",
        epilog="Exit status: 0 for success, 1 if a page has errors or readings differ, 2 if a command failed.",
    )
    parser.add_argument(
        "-V",
        "--version",
        action=_Version,
        nargs=0,
        help="print the version",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command, taken in COMMANDS:
        about = command.__doc__ or ""
        one = commands.add_parser(
            command.__name__, help=re.split(r"[:.]", about, maxsplit=1)[0], description=about
        )
        for argument in taken:
            if isinstance(argument, Argument):
                one.add_argument(*argument.names, **argument.settings)
                continue
            group = one.add_mutually_exclusive_group()
            for choice in argument:
                group.add_argument(*choice.names, **choice.settings)
        one.set_defaults(command=command)
    return parser
