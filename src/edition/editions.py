"""Parse all pages of an issue, and join stories across pages.

>>> import edition
>>> issue = edition.parse_edition({
...     1: "渡口归船\\n\\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\\n",
...     2: "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\\n",
... })
>>> [(story.headline.text, story.pages) for story in issue.stories]
[('渡口归船', (1, 2))]
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from edition._grammar.dialects import AnyDialect
from edition._linking.joint_decoding import read_again
from edition._linking.jumps import PageNames
from edition._model.diagnostics import Code, Diagnostics, IssueDiagnostic
from edition._model.editions import (
    MOST_PAGES,
    Contributor,
    Edition,
    IndexRow,
    check_numbers,
    is_one_issue,
    name_label,
    section_of,
    told_date,
    told_paper,
)
from edition._model.jump_ends import jumps_of
from edition._model.layout import Layout
from edition._model.nodes import Continuation, Jump, Masthead
from edition._model.pages import Page, placed
from edition._model.style import check_date
from edition._parser.models import AnyModel
from edition._parser.parsing import DecodedPage
from edition._text.files import StrPath, zip_name
from edition._text.lines import cut_at_form_feeds
from edition._text.numerals import page_number
from edition.limits import Limits
from edition.pages import decoded

if TYPE_CHECKING:
    import zipfile

__all__ = [
    "ISSUE_CODES",
    "Contributor",
    "Edition",
    "IndexRow",
    "IssueDiagnostic",
    "StrPath",
    "name_label",
    "parse_edition",
    "read_edition",
]

#: No page of text is as long; what is, in an archive, is no page.
_LARGEST_MEMBER = 64 * 2**20


def parse_edition(
    pages: Mapping[int, str],
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: AnyDialect | None = None,
    model: AnyModel | None = None,
    limits: Limits | None = None,
) -> Edition:
    """Parse the pages of an issue, by page number.

    The given numbers take precedence over the folios; conflicts are reported in :attr:`edition.Edition.diagnostics`. ``paper`` and
    ``date`` default to those in the masthead or the folios; ``dialect``, ``model`` and ``limits`` are as
    in :func:`edition.parse`.

    Raises TypeError if a number is not an ``int``, a page not a ``str`` or ``date`` not a date; ValueError for a number below 1 or an
    unknown dialect or model; and :class:`edition.limits.LimitError` if the issue or a page exceeds ``limits``.
    """
    if not all(type(number) is int for number in pages):
        raise TypeError("pages are given by their numbers, as in {1: text, 2: text}")
    check_date(date)
    if limits is not None:
        limits.check_issue(len(pages))
    numbers = tuple(sorted(pages))
    check_numbers(numbers)
    read = [decoded(pages[number], dialect, limits, model=model) for number in numbers]
    return _edition(read, numbers, (), (paper, date))


def read_edition(
    source: StrPath | Iterable[StrPath],
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: AnyDialect | None = None,
    model: AnyModel | None = None,
    encoding: str = "utf-8",
    limits: Limits | None = None,
) -> Edition:
    """Read an issue from a folder or zip archive of text files, or from a list of files, one page per file.

    A file with form feeds, as written by ``pdftotext``, contains several pages, which share its name in
    :attr:`edition.Edition.sources`.

    Page numbers are taken from the folios; if those conflict, from the file names (``01.txt``, ``A01.txt``, ``2025-03-06-02.txt``, or
    ``20250306-02-01.txt`` for article 1 of page 2); otherwise from the order of the names. Conflicts are reported in
    :attr:`edition.Edition.diagnostics`.

    Raises FileNotFoundError for a missing file, ValueError if there is no page, UnicodeDecodeError if a page cannot be decoded, and
    :class:`edition.limits.LimitError` if the issue or a page exceeds ``limits``, before reading it.
    """
    check_date(date)
    files = _files(source, limits)
    if not files:
        raise ValueError(f"no page in {source!s}: a page is a file whose name ends in .txt")
    names = sorted(files, key=_natural)
    texts: list[tuple[str, str]] = []
    for name in names:
        try:
            texts += [(name, text) for text in cut_at_form_feeds(files[name].decode(encoding))]
        except UnicodeDecodeError as error:
            error.add_note(f"in {name}")
            raise
    if limits is not None:
        limits.check_issue(len(texts))
    names = [name for name, _ in texts]
    read = [decoded(text, dialect, limits, model=model) for _, text in texts]
    return _numbered(read, names, (paper, date))


def edition_of(
    pages: Iterable[tuple[str, Layout | None]],
    source: str,
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: AnyDialect | None = None,
    limits: Limits | None = None,
    model: AnyModel | None = None,
) -> Edition:
    """The issue that the pages of a file are, each a text with its layout. Raises as :func:`read_edition` does."""
    check_date(date)
    read = [decoded(text, dialect, limits, model=model, layout=layout) for text, layout in pages]
    if not read:
        raise ValueError(f"no page in {source}")
    return _numbered(read, [source] * len(read), (paper, date))


def _numbered(
    read: Sequence[DecodedPage], names: Sequence[str], about: tuple[str | None, dt.date | None]
) -> Edition:
    """The issue that some pages are, numbered after what they say of themselves."""
    numbers = _numbers([one.page for one in read], names)
    order = sorted(range(len(read)), key=lambda n: numbers[n])
    return _edition(
        [read[n] for n in order],
        tuple(numbers[n] for n in order),
        tuple(names[n] for n in order),
        about,
    )


def _edition(
    read: Sequence[DecodedPage],
    numbers: tuple[int, ...],
    sources: tuple[str, ...],
    about: tuple[str | None, dt.date | None],
) -> Edition:
    """The issue of some pages, each parsed again if others change how it is to be read."""
    paper, date = about
    pages = tuple(one.page for one in read)
    issue = Edition(pages, numbers, paper or told_paper(pages), date or told_date(pages), sources)
    again = read_again(read, numbers, issue.labels)
    issue = evolve(issue, pages=again.pages)
    if again.stories is not None:
        issue._keep(again.stories)  # noqa: SLF001 -- a view of its own, found on the way
    return issue


def _files(source: StrPath | Iterable[StrPath], limits: Limits | None) -> dict[str, bytes]:
    """The text files of a source, by name."""
    if not isinstance(source, str | PathLike):
        paths = [Path(file) for file in source]
        full = len({path.name for path in paths}) < len(paths)
        return _read({str(path) if full else path.name: path for path in paths}, limits)
    import zipfile

    path = Path(source)
    if path.is_dir():
        # A pipe among them would be waited for without end; a link that leads nowhere is told when it is read.
        found = [
            file
            for file in path.glob("*.txt")
            if not file.name.startswith(".") and (file.is_file() or not file.exists())
        ]
        return _read({file.name: file for file in found}, limits)
    archive = path.suffix == ".zip" or zipfile.is_zipfile(path)
    return _unpacked(path, limits) if archive else _read({path.name: path}, limits)


def _read(paths: Mapping[str, Path], limits: Limits | None) -> dict[str, bytes]:
    if limits is not None:
        limits.check_issue(len(paths))
        for path in paths.values():
            limits.check_file(path.stat().st_size)
    return {name: path.read_bytes() for name, path in paths.items()}


def _unpacked(path: Path, limits: Limits | None) -> dict[str, bytes]:
    """The text files in a zip archive."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            members = {
                whole: member
                for member in archive.infolist()
                if (name := (whole := zip_name(member)).rpartition("/")[2]).endswith(".txt")
                and not name.startswith(".")
            }
            if limits is not None:
                limits.check_issue(len(members))
            for name, member in members.items():
                if limits is not None:
                    limits.check_file(member.file_size)
                elif member.file_size > _LARGEST_MEMBER:
                    raise ValueError(f"{name} in {path} is no page: {member.file_size} bytes")
            return {name: _member(archive, member) for name, member in members.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # Damaged; cut short; packed by a method, or locked with a password, that Python does not take.
        raise ValueError(f"{path} is an archive that can't be read: {error}") from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a member holds, as many bytes as it says. It can hold far more, so that it is unpacked bit by bit.

    Only what deflate packs can be: a few bytes in the other methods unpack to a gigabyte at once.
    """
    if member.compress_type not in (0, 8):  # stored, deflated
        raise NotImplementedError(f"{member.filename} is packed by another method than deflate")
    with archive.open(member) as packed:
        return b"".join(iter(lambda: packed.read(2**16), b""))


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts 2.txt before 10.txt: of two numbers the one with fewer digits is the smaller."""
    return tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (-1, part)
        for part in re.split(r"([0-9]+)", name)
    )


def _numbers(pages: Sequence[Page], names: Sequence[str]) -> list[int]:
    """A number for each page, none twice: after the folios, the file names, or the order."""
    by_folio = [page.label for page in pages]
    several = Counter(names)
    # What a file is called says nothing of each of several pages in it.
    by_name = [name_label(name) if several[name] == 1 else None for name in names]
    if any(by_folio) and is_one_issue(pages):
        labels = [folio or name for folio, name in zip(by_folio, by_name, strict=True)]
    else:
        labels = by_name
    if None in labels or len(set(labels)) < len(labels):
        return list(range(1, len(pages) + 1))
    known = [label for label in labels if label is not None]
    numbers = [page_number(label) or 0 for label in known]
    if len(set(numbers)) == len(numbers) and min(numbers) > 0:
        return numbers
    # Several sections: the place in the issue.
    ranked = sorted(known, key=lambda label: (section_of(label), page_number(label) or 0))
    return [ranked.index(label) + 1 for label in known]


_CODES = (
    Code(
        "W401",
        "A page is missing.",
        "The page numbers have a gap, or the masthead names more pages than were provided.",
        "Look for it; stories that continue there stay open.",
    ),
    Code(
        "W402",
        "Two pages have the same label.",
        "A folio was misread, or a page was provided twice.",
        "Compare both pages, or pass the numbers to `parse_edition`.",
    ),
    Code(
        "W403",
        "A folio names another page than the issue does.",
        "The folio was misread, or the number that was passed or is in the file name is wrong.",
        "Compare the folio with the number, and correct the wrong one.",
    ),
    Code(
        "W404",
        "The files are out of order.",
        "Their names sort in another order than the page numbers.",
        "Nothing, if the folios are right; otherwise rename the files.",
    ),
    Code(
        "W405",
        "A page has another date than the issue.",
        "It belongs to another issue, or a digit of the date was misread.",
        "Remove it, or correct the date.",
    ),
    Code(
        "W406",
        "A page is from another newspaper.",
        "It belongs to another newspaper, or the name was misread.",
        "Remove it, or correct the name.",
    ),
    Code(
        "W407",
        "A page's weekday does not match the date of the issue.",
        "The date that was passed is wrong, or the weekday was misread.",
        "Compare both with a calendar.",
    ),
    Code(
        "H408",
        "No story clearly fits a continuation.",
        "The page that it names was provided, but none of its stories fits, or several fit equally well.",
        "Compare the stories on that page; stories are not joined on a guess.",
    ),
    Code(
        "H409",
        "No continuation clearly fits a jump.",
        "The page that it names was provided, but nothing on it clearly continues this story.",
        "Look for the rest on that page.",
    ),
)

#: The diagnostics of issues by code, as listed in docs/howto/editions.md.
ISSUE_CODES: Mapping[str, Code] = {code.code: code for code in _CODES}
#: Told of a page that was read by itself; an issue knows better.
_ENDS = frozenset(("H201", "H202"))
#: Told of a text that breaks off, or leaves a mark open; where its rest was found, it does not.
_CUT = frozenset(("W206", "W207"))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def diagnose(issue: Edition) -> Diagnostics[IssueDiagnostic]:
    """What looks wrong with an issue: first about the whole, then page by page."""
    return Diagnostics((*_about_issue(issue), *_about_pages(issue)))


def _tell(code: str, message: str, page: int | None = None) -> IssueDiagnostic:
    return IssueDiagnostic(code, ISSUE_CODES[code].severity, message, page)


def _about_issue(issue: Edition) -> Iterator[IssueDiagnostic]:
    """What is wrong with the numbers, the names and the days of the pages."""
    sections: dict[str, set[int]] = defaultdict(set)
    for printed in filter(None, issue.labels):
        sections[section_of(printed)].add(page_number(printed) or 0)
    if len(sections) < 2:
        missing = _gaps(set(issue.numbers), _page_counts(issue))
    else:
        missing = [f"{s}{n}" for s, there in sorted(sections.items()) for n in _gaps(there)]
    for gap in missing[:MOST_PAGES]:
        yield _tell("W401", f"page {gap} is missing")
    named: dict[str, int] = {}
    order = [issue.sources.index(name) for name in sorted(issue.sources, key=_natural)]
    if order != sorted(order):
        yield _tell("W404", "the files are not in the order of the pages")
    for page, number in zip(issue.pages, issue.numbers, strict=True):
        told = page.label
        if told is not None and told in named:
            yield _tell("W402", f"labelled {told}, like page {named[told]}", number)
        elif told is not None and page_number(told) != number and len(sections) < 2:
            yield _tell("W403", f"labelled {told}", number)
        if told is not None:
            named.setdefault(told, number)
        if page.date is not None and issue.date is not None and page.date != issue.date:
            yield _tell(
                "W405",
                f"dated {page.date.isoformat()}, the issue {issue.date.isoformat()}",
                number,
            )
        elif (
            page.weekday is not None
            and issue.date is not None
            and page.weekday != issue.date.isoweekday()
        ):
            is_a = _WEEKDAYS[issue.date.weekday()]
            if page.date is None:  # else the page itself tells
                yield _tell("W407", f"{issue.date.isoformat()} is a {is_a}", number)
        if page.paper is not None and issue.paper is not None and page.paper != issue.paper:
            yield _tell("W406", f"from {page.paper}, the issue from {issue.paper}", number)
    pages_of = Counter(issue.sources)
    first: dict[str, str] = {}
    for name, number in zip(issue.sources, issue.numbers, strict=False):
        label = name_label(name) if pages_of[name] == 1 else None
        if label is not None and first.setdefault(label, name) != name:
            why = f"page {label} by its file name, like {first[label]}: if each file is an article, join the files of a page"
            yield _tell("W402", why, number)
        elif label is not None and page_number(label) != number and len(sections) < 2:
            yield _tell("W403", f"page {page_number(label)} by its file name, {name}", number)


def _page_counts(issue: Edition) -> Iterator[int]:
    """How many pages the issue has, as often as it is told."""
    for page in issue.pages:
        for item in page.running:
            if isinstance(item, Masthead) and (count := item.page_count):
                yield count


def _gaps(there: set[int], told: Iterable[int] = ()) -> list[str]:
    """The numbers that are not there, from the first one to the last one or to the one that was told to be the last."""
    last = max([*there, *(number for number in told if number <= MOST_PAGES)], default=0)
    gaps = (str(n) for n in range(min(there, default=1), last + 1) if n not in there)
    return list(islice(gaps, MOST_PAGES))


def _about_pages(issue: Edition) -> Iterator[IssueDiagnostic]:
    """What is wrong on each page, its loose ends seen from the issue."""
    joined = _joined(issue)
    names = PageNames(issue.numbers, issue.labels)
    for page, number in zip(issue.pages, issue.numbers, strict=True):
        markers = {}
        # Texts whose rest was found, by where they begin; they stand in order.
        whole: list[int] = []
        ends: list[int] = []
        for _, block, starts in placed(page):
            if isinstance(block, Continuation | Jump):
                markers[starts[0]] = block
            elif (number, id(block)) in joined:
                whole.append(starts[0])
                ends.append(starts[-1] + len(block.pieces[-1].text))
        for d in page.diagnostics:
            code, severity, message = d.code, d.severity, d.message
            if code in _CUT and (at := bisect_right(whole, d.span[0])) and d.span[0] < ends[at - 1]:
                continue
            marker = markers.get(d.span[0]) if code in _ENDS else None
            if marker is not None:
                if (number, id(marker)) in joined:
                    continue
                meant = islice(names.meant(marker.page), 2)
                if marker.page is None or any(issue.numbers[n] != number for n in meant):
                    code = "H408" if isinstance(marker, Continuation) else "H409"
                    severity = ISSUE_CODES[code].severity
                    message = f"{marker.text}: nothing on that page clearly fits"
            yield IssueDiagnostic(code, severity, message, number, d.span, d.line, d.column)


def _joined(issue: Edition) -> set[tuple[int | None, int]]:
    """The markers whose other end was found, and the texts before them: the page's number and the block's identity."""
    found = set()
    for story in issue.stories:
        for tail, rest in jumps_of(story):
            found.add((rest.place.page, id(rest.continuation)))
            found.add((tail.place.page, id(tail.block)))
            if tail.jump is not None:
                found.add((tail.place.page, id(tail.jump)))
    return found
