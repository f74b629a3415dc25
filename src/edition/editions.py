"""An issue of a newspaper: its pages, and the stories that run over them.

>>> import edition
>>> issue = edition.parse_edition({
...     1: "渡口归船\\n\\n本报讯（记者 陈立）船工何大川昨日把最后一班船系在柳树上，转身对岸上的人说(下转第2版)\\n",
...     2: "（上接第1版）“往后坐桥吧。”何大川在渡口撑了四十年船。\\n",
... })
>>> [(story.headline, story.pages) for story in issue.stories]
[('渡口归船', (1, 2))]
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from edition._grammar import base
from edition._house import check_date
from edition._jumps import PageNames, join_pages, jumps_of
from edition._numerals import page_number
from edition._rereading import read_again
from edition._shown import Shown
from edition.diagnostics import Code, Diagnostics, Severity
from edition.dialects import Dialect
from edition.limits import Limits
from edition.nodes import Continuation, Jump, Masthead, Span
from edition.pages import Page, parse
from edition.standoff import placed
from edition.stories import Story, story_text

if TYPE_CHECKING:
    import zipfile

#: A file's name as ``open`` takes it.
StrPath: TypeAlias = str | PathLike[str]

#: No page of text is as long; what is, in an archive, is no page.
_LARGEST_MEMBER = 64 * 2**20
#: No paper has as many pages; a larger number in a folio is misread.
_MOST_PAGES = 400


@frozen(weakref_slot=False)
class IndexRow:
    """A line of an issue's contents."""

    page: int
    """The page on which the story begins."""
    headline: str
    """Its headline; the first words of a story that has none."""
    people: tuple[str, ...]
    """The names of everybody who wrote or photographed it."""
    length: int
    """How long its text is, in code points, blanks of the layout not counted."""
    goes_on: tuple[int, ...]
    """The other pages on which it stands."""
    kind: str
    """``article``, ``photo`` or ``notice``."""


@frozen(weakref_slot=False)
class Contributor:
    """Somebody whom the issue names as author or maker, and of what."""

    name: str
    """The name."""
    roles: tuple[str, ...]
    """What the paper calls them: 记者, 摄."""
    stories: tuple[Story, ...]
    """What they wrote or photographed, in the order of the pages."""


@frozen(weakref_slot=False)
class IssueDiagnostic(Shown):
    """Something that looks wrong with an issue, or on one of its pages."""

    code: str
    """Which of :data:`ISSUE_CODES` it is, or of :data:`edition.diagnostics.CODES`."""
    severity: Severity
    message: str
    """What is the matter, in a clause."""
    page: int | None = None
    """The number of the page; None where it is about the issue as a whole."""
    span: Span | None = None
    """Where on that page, in code points, half-open; None where it is about the whole of it."""
    line: int | None = None
    """The line on which that begins, from 1."""
    column: int | None = None
    """The column at which it begins, in code points, from 1."""

    def __str__(self) -> str:
        page = "issue" if self.page is None else f"page {self.page}"
        place = "" if self.line is None else f"{self.line}:{self.column}: "
        return f"{page}: {place}{self.code} {self.message}"


@frozen(weakref_slot=False)
class Edition(Shown):
    """一期, one issue: its pages in order.

    Pages are lossless each for itself: ``str(issue.page(2))`` is the text of page 2.
    """

    pages: tuple[Page, ...]
    """The pages in the order of their numbers."""
    numbers: tuple[int, ...]
    """The number of each page, rising; in an issue of several sections (A01 … B08) its place in the issue."""
    paper: str | None = None
    """The newspaper's name."""
    date: dt.date | None = None
    """The day of issue."""
    sources: tuple[str, ...] = ()
    """The name of the file of each page, where they came from files."""

    def page(self, which: int | str) -> Page:
        """The page of a number (``4``) or of a label (``"A04"``).

        Raises KeyError where the issue has no such page.
        """
        for page, number, label in zip(self.pages, self.numbers, self.labels, strict=True):
            if which == number or which == str(number):
                return page
            if isinstance(which, str) and label is not None and _is_same(which, label):
                return page
        raise KeyError(which)

    @cached_property
    def labels(self) -> tuple[str | None, ...]:
        """What each page calls itself in its folio, as far as that can be believed; else its file's name, if that tells a
        section: ``A04`` of ``A04.txt``.
        """
        told = [page.label for page in self.pages]
        named = [name_label(name) for name in self.sources] or [None] * len(told)
        believed = all(told) and _is_one_issue(self.pages)
        found = []
        for label, name, number in zip(told, named, self.numbers, strict=True):
            if not (believed or page_number(label) == number):
                label = None
            in_section = name is not None and _section(name) != ""
            found.append(name if in_section and not _section(label or "") else label)
        return tuple(found)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """All stories, each where it begins, those that run over several pages whole."""
        pages = []
        for page, number in zip(self.pages, self.numbers, strict=True):
            pages.append(
                [
                    evolve(
                        story, places=tuple(evolve(place, page=number) for place in story.places)
                    )
                    for story in page.stories
                ]
            )
        return join_pages(pages, self.numbers, self.labels, base())

    @cached_property
    def diagnostics(self) -> Diagnostics[IssueDiagnostic]:
        """What looks wrong: first about the issue, then page by page.

        A jump whose other end was found is not told any more.
        """
        return Diagnostics((*_about_issue(self), *_about_pages(self)))

    def index(self) -> tuple[IndexRow, ...]:
        """The contents: a row for each story, in the order of the pages."""
        return tuple(_row(story) for story in self.stories)

    def people(self) -> tuple[Contributor, ...]:
        """Everybody who wrote or photographed for the issue, in the order in which they are first named."""
        roles: dict[str, dict[str, None]] = {}
        works: dict[str, list[Story]] = {}
        for story in self.stories:
            for person in story.people:
                works.setdefault(person.name, [])
                roles.setdefault(person.name, {})
                if person.role:
                    roles[person.name][person.role] = None
                if story not in works[person.name][-1:]:
                    works[person.name].append(story)
        return tuple(Contributor(name, tuple(roles[name]), tuple(works[name])) for name in works)


def parse_edition(
    pages: Mapping[int, str],
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: Dialect | str | None = None,
    limits: Limits | None = None,
) -> Edition:
    """Parse the pages of an issue, given by their numbers.

    What the folios say of the pages' numbers is checked and told in :attr:`edition.Edition.diagnostics`, but the numbers given
    hold. Paper and date are those given, else those of the masthead or the folios; ``dialect`` and ``limits`` are as in
    :func:`edition.parse`.

    Raises TypeError for pages that are not given by numbers, a page that is not a ``str`` or a date that is none, ValueError for a number below 1 or an unknown dialect, and
    :class:`edition.limits.LimitError` for more or larger pages than ``limits`` allow.
    """
    if not all(isinstance(number, int) for number in pages):
        raise TypeError("pages are given by their numbers, as in {1: text, 2: text}")
    check_date(date)
    if limits is not None:
        limits.check_issue(len(pages))
    for number in pages:
        if number < 1:
            raise ValueError(f"pages are numbered from 1, not {number}")
    numbers = tuple(sorted(pages))
    parsed = tuple(parse(pages[number], dialect=dialect, limits=limits) for number in numbers)
    return _edition(parsed, numbers, (), (paper, date), dialect)


def read_edition(
    source: StrPath | Iterable[StrPath],
    *,
    paper: str | None = None,
    date: dt.date | None = None,
    dialect: Dialect | str | None = None,
    encoding: str = "utf-8",
    limits: Limits | None = None,
) -> Edition:
    """Read an issue: a folder of text files, a zip archive of them, or a list of files, a page each.

    Pages are numbered after their folios; where those contradict each other, after the file names (``01.txt``,
    ``A01.txt``, ``2025-03-06-02.txt``); where those say nothing, in the order of the names. Every disagreement is told
    in :attr:`edition.Edition.diagnostics`.

    Raises FileNotFoundError where there is no such file, ValueError where there is no page in it,
    UnicodeDecodeError for a page that is not in the encoding, and :class:`edition.limits.LimitError` for more or larger
    pages than ``limits`` allow, before they are read or unpacked.
    """
    check_date(date)
    files = _files(source, limits)
    if not files:
        raise ValueError(f"no page in {source!s}: a page is a file whose name ends in .txt")
    names = sorted(files, key=_natural)
    pages = []
    for name in names:
        try:
            pages.append(parse(files[name].decode(encoding), dialect=dialect, limits=limits))
        except UnicodeDecodeError as error:
            error.add_note(f"in {name}")
            raise
    numbers = _numbers(pages, names)
    order = sorted(range(len(pages)), key=lambda n: numbers[n])
    return _edition(
        tuple(pages[n] for n in order),
        tuple(numbers[n] for n in order),
        tuple(names[n] for n in order),
        (paper, date),
        dialect,
    )


def _edition(
    pages: tuple[Page, ...],
    numbers: tuple[int, ...],
    sources: tuple[str, ...],
    about: tuple[str | None, dt.date | None],
    dialect: Dialect | str | None,
) -> Edition:
    """The issue that some pages are, each read anew where others tell how it is to be read."""
    paper, date = about
    papers = Counter(page.paper for page in pages if page.paper)
    dates = Counter(page.date for page in pages if page.date)
    issue = Edition(
        pages,
        numbers,
        paper or (papers.most_common(1)[0][0] if papers else None),
        date or (dates.most_common(1)[0][0] if dates else None),
        sources,
    )
    return evolve(issue, pages=read_again(pages, numbers, issue.labels, dialect))


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
            members = [
                member
                for member in archive.infolist()
                if (name := member.filename.rpartition("/")[2]).endswith(".txt")
                and not name.startswith(".")
            ]
            if limits is not None:
                limits.check_issue(len(members))
            for member in members:
                if limits is not None:
                    limits.check_file(member.file_size)
                elif member.file_size > _LARGEST_MEMBER:
                    raise ValueError(
                        f"{member.filename} in {path} is no page: {member.file_size} bytes"
                    )
            return {member.filename: _member(archive, member) for member in members}
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


_DAY_IN_NAME = re.compile(r"(?:19|20)[0-9]{2}([-_.]?)(?:0[1-9]|1[0-2])\1(?:[0-2][0-9]|3[01])")
_PAGE_IN_NAME = re.compile(r"(?:(?<![A-Za-z])([A-Z]{1,2}))?0*([1-9][0-9]{0,2})(?![0-9])")


def name_label(name: str) -> str | None:
    """The page's label in a file's name.

    >>> name_label("01.txt"), name_label("A01.txt"), name_label("2025-03-06-02.txt"), name_label("inside.txt")
    ('1', 'A1', '2', None)
    """
    stem = _DAY_IN_NAME.sub(" ", name.rpartition("/")[2].rpartition(".")[0])
    found = _PAGE_IN_NAME.findall(stem)
    return found[-1][0] + found[-1][1] if found else None


def _is_one_issue(pages: Sequence[Page]) -> bool:
    """Whether the folios tell of one issue: one paper, one day, no page twice."""
    told = [page.label for page in pages if page.label]
    return (
        len(set(told)) == len(told)
        and len({page.date for page in pages if page.date}) < 2
        and len({page.paper for page in pages if page.paper}) < 2
        and all((page_number(label) or 0) <= _MOST_PAGES for label in told)
    )


def _numbers(pages: Sequence[Page], names: Sequence[str]) -> list[int]:
    """A number for each page, none twice: after the folios, the file names, or the order."""
    by_folio = [page.label for page in pages]
    by_name = [name_label(name) for name in names]
    if any(by_folio) and _is_one_issue(pages):
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
    ranked = sorted(known, key=lambda label: (_section(label), page_number(label) or 0))
    return [ranked.index(label) + 1 for label in known]


def _is_same(label: str, other: str) -> bool:
    """Whether two labels are one page's: A04 and A4."""
    return _section(label) == _section(other) and page_number(label) == page_number(other)


def _section(label: str) -> str:
    """The letters before a label's number: A in A04."""
    return label.rstrip("0123456789")


def _row(story: Story) -> IndexRow:
    text = story.text or "".join(photo.caption for photo in story.photos)
    headline = story.headline or (text or story_text(story)).split("\n")[0][:20]
    names = tuple(dict.fromkeys(person.name for person in story.people))
    length = len("".join(text.split()))
    return IndexRow(story.pages[0], headline, names, length, story.pages[1:], story.kind)


_CODES = (
    Code(
        "W401",
        "A page is missing.",
        "The numbers of the pages have a gap, or the masthead names more pages than there are.",
        "Look for it; stories that go on there stay open.",
    ),
    Code(
        "W402",
        "Two pages call themselves the same.",
        "A folio was misread, or a page is in the issue twice.",
        "Compare both pages, or give the numbers to `parse_edition`.",
    ),
    Code(
        "W403",
        "A folio names another page than the issue does.",
        "The folio was misread, or the number that was given or stands in the file's name is wrong.",
        "Compare the folio with the number, and correct the wrong one.",
    ),
    Code(
        "W404",
        "The files are out of order.",
        "Their names sort in another order than the pages' numbers.",
        "Nothing, if the folios are right; else rename the files.",
    ),
    Code(
        "W405",
        "A page is of another day.",
        "A page of another issue got among these, or a digit of the date was misread.",
        "Take it out, or correct the date.",
    ),
    Code(
        "W406",
        "A page is of another paper.",
        "A page of another newspaper got among these, or its name was misread.",
        "Take it out, or correct the name.",
    ),
    Code(
        "W407",
        "A page's weekday is not that of the issue's date.",
        "The date that was given is wrong, or the weekday was misread.",
        "Compare both with a calendar.",
    ),
    Code(
        "H408",
        "A continuation finds no story that it clearly goes on from.",
        "The page that it names is there, but none of its stories fits, or several fit as well.",
        "Compare the stories on that page; nothing is joined on a guess.",
    ),
    Code(
        "H409",
        "A jump finds no continuation.",
        "The page that it names is there, but nothing on it clearly goes on from this story.",
        "Look for the rest on that page.",
    ),
)

#: The codes of what is wrong with an issue, by their names, as docs/howto/editions.md lists them.
ISSUE_CODES: Mapping[str, Code] = {code.code: code for code in _CODES}
#: Told of a page that was read by itself; an issue knows better.
_ENDS = frozenset(("H201", "H202"))
#: Told of a text that breaks off, or leaves a mark open; where its rest was found, it does not.
_CUT = frozenset(("W206", "W207"))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _tell(code: str, message: str, page: int | None = None) -> IssueDiagnostic:
    return IssueDiagnostic(code, ISSUE_CODES[code].severity, message, page)


def _about_issue(issue: Edition) -> Iterator[IssueDiagnostic]:
    """What is wrong with the numbers, the names and the days of the pages."""
    sections: dict[str, set[int]] = defaultdict(set)
    for printed in filter(None, issue.labels):
        sections[_section(printed)].add(page_number(printed) or 0)
    if len(sections) < 2:
        missing = _gaps(set(issue.numbers), _page_counts(issue))
    else:
        missing = [f"{s}{n}" for s, there in sorted(sections.items()) for n in _gaps(there)]
    for gap in missing[:_MOST_PAGES]:
        yield _tell("W401", f"page {gap} is missing")
    named: dict[str, int] = {}
    order = [issue.sources.index(name) for name in sorted(issue.sources, key=_natural)]
    if order != sorted(order):
        yield _tell("W404", "the files stand in another order than the pages")
    for page, number in zip(issue.pages, issue.numbers, strict=True):
        told = page.label
        if told is not None and told in named:
            yield _tell("W402", f"calls itself page {told}, as page {named[told]} does", number)
        elif told is not None and page_number(told) != number and len(sections) < 2:
            yield _tell("W403", f"calls itself page {told}", number)
        if told is not None:
            named.setdefault(told, number)
        if page.date is not None and issue.date is not None and page.date != issue.date:
            yield _tell(
                "W405",
                f"is of {page.date.isoformat()}, the issue of {issue.date.isoformat()}",
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
            yield _tell("W406", f"is of {page.paper}, the issue of {issue.paper}", number)
    for name, number in zip(issue.sources, issue.numbers, strict=False):
        label = name_label(name)
        if label is not None and page_number(label) != number and len(sections) < 2:
            yield _tell("W403", f"is page {page_number(label)} after its file name, {name}", number)


def _page_counts(issue: Edition) -> Iterator[int]:
    """How many pages the issue has, as often as it is told."""
    for page in issue.pages:
        for item in page.running:
            if isinstance(item, Masthead) and (count := item.page_count):
                yield count


def _gaps(there: set[int], told: Iterable[int] = ()) -> list[str]:
    """The numbers that are not there, from the first one to the last one or to the one that was told to be the last."""
    last = max([*there, *(number for number in told if number <= _MOST_PAGES)], default=0)
    return [str(n) for n in range(min(there, default=1), last + 1) if n not in there]


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
                    message = f"{marker.text}: nothing on that page fits"
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
