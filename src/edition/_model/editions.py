"""An issue of a newspaper: its pages, contents and people."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import cast

from attrs import evolve, frozen

from edition._model import hooks
from edition._model.checks import LARGEST, checked_str
from edition._model.diagnostics import Diagnostics, IssueDiagnostic
from edition._model.nodes import makers
from edition._model.notebook import Listing, Shown, brief, counted
from edition._model.pages import Page
from edition._model.stories import Story, headline_text, story_text
from edition._model.style import check_date
from edition._text.numerals import page_number

#: No paper has as many pages; a larger number in a folio is misread.
MOST_PAGES = 400


@frozen(weakref_slot=False)
class IndexRow:
    """An entry of an issue's table of contents."""

    page: int
    """The page on which the story begins."""
    headline: str
    """The headline, or the first words of a story without one."""
    people: tuple[str, ...]
    """The names of its authors and photographers."""
    length: int
    """The length of its text in code points, without whitespace."""
    goes_on: tuple[int, ...]
    """The other pages on which it continues."""
    kind: str
    """``article``, ``photo`` or ``notice``."""


@frozen(weakref_slot=False, repr=False)
class Contributor:
    """An author or photographer, with their stories."""

    name: str
    """The name."""
    roles: tuple[str, ...]
    """Their roles as printed: 记者, 摄."""
    stories: tuple[Story, ...]
    """Their stories, in the order of the pages."""

    def __repr__(self) -> str:
        named = " ".join([self.name, *self.roles])
        count = counted(len(self.stories), "story", "stories")
        return f"<Contributor {brief(named)}: {count}>"


@frozen(weakref_slot=False, repr=False)
class Edition(Shown):
    """一期, one issue: its pages in order.

    Each page is lossless: ``str(issue.page(2))`` is the text of page 2.
    """

    pages: tuple[Page, ...]
    """The pages in the order of their numbers."""
    numbers: tuple[int, ...]
    """The number of each page, ascending; in an issue with sections (A01 … B08), its position in the issue."""
    paper: str | None = None
    """The name of the newspaper."""
    date: dt.date | None = None
    """The date of issue."""
    sources: tuple[str, ...] = ()
    """The file name of each page, if they were read from files."""

    def __attrs_post_init__(self) -> None:
        _check_tuple("pages", self.pages, Page)
        _check_tuple("numbers", self.numbers, int)
        _check_tuple("sources", self.sources, str)
        check_numbers(self.numbers)
        for what, found in (("numbers", self.numbers), ("sources", self.sources or self.pages)):
            if len(found) != len(self.pages):
                raise ValueError(
                    f"an issue of {len(self.pages)} pages has as many {what}, not {len(found)}"
                )
        if self.paper is not None:
            checked_str(self.paper, "a paper's name")
        check_date(self.date)

    def __repr__(self) -> str:
        head = " ".join(
            ["Edition", *(brief(str(part)) for part in (self.paper, self.date) if part)]
        )
        return f"<{head}: {counted(len(self.pages), 'page')}>"

    def page(self, which: int | str) -> Page:
        """The page with a number (``4``) or label (``"A04"``).

        Raises KeyError if there is no such page.
        """
        for page, number, label in zip(self.pages, self.numbers, self.labels, strict=True):
            if which == number or which == str(number):
                return page
            if isinstance(which, str) and label is not None and is_same_label(which, label):
                return page
        raise KeyError(which)

    def replace(self, page: Page, new: Page) -> Edition:
        """Return the issue with ``new`` in place of ``page``: ``issue.replace(issue.page(2), corrected)``.

        Raises ValueError if ``page`` is not in the issue, or is ambiguous.
        """
        same = [n for n, other in enumerate(self.pages) if other is page]
        found = same or [n for n, other in enumerate(self.pages) if other == page]
        if not found:
            raise ValueError("this page is not in the issue")
        if len(found) > 1:
            raise ValueError(
                f"this page is in the issue {len(found)} times: take it from this issue"
            )
        n = found[0]
        return evolve(self, pages=(*self.pages[:n], new, *self.pages[n + 1 :]))

    @cached_property
    def labels(self) -> tuple[str | None, ...]:
        """The label of each page: from its folio, if the folios are consistent, or from a file name with a section, such as
        ``A04.txt``; otherwise None.
        """
        told = [page.label for page in self.pages]
        named = [name_label(name) for name in self.sources] or [None] * len(told)
        believed = all(told) and is_one_issue(self.pages)
        found = []
        for label, name, number in zip(told, named, self.numbers, strict=True):
            if not (believed or page_number(label) == number):
                label = None
            in_section = name is not None and section_of(name) != ""
            found.append(name if in_section and not section_of(label or "") else label)
        return tuple(found)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """All stories in reading order, joined across pages."""
        return Listing(hooks.issue_stories(self))

    def _keep(self, stories: tuple[Story, ...]) -> None:
        """Keep the stories that were found while the issue was read, as if they had been asked for."""
        object.__setattr__(self, "stories", Listing(stories))

    @cached_property
    def diagnostics(self) -> Diagnostics[IssueDiagnostic]:
        """Likely problems: first of the issue, then page by page.

        Jumps whose other end was found are not reported.
        """
        return hooks.issue_diagnostics(self)

    def index(self) -> tuple[IndexRow, ...]:
        """The table of contents, one row per story."""
        return Listing(_row(story) for story in self.stories)

    def people(self) -> tuple[Contributor, ...]:
        """All authors and photographers, in order of first mention."""
        roles: dict[str, dict[str, None]] = {}
        works: dict[str, list[Story]] = {}
        for story in self.stories:
            for person in makers(story.pieces):
                works.setdefault(person.name, [])
                roles.setdefault(person.name, {})
                if person.role:
                    roles[person.name][person.role] = None
                if story not in works[person.name][-1:]:
                    works[person.name].append(story)
        return Listing(
            Contributor(name, tuple(roles[name]), Listing(works[name])) for name in works
        )


def _check_tuple(field: str, values: object, kind: type[object]) -> None:
    if type(values) is not tuple:
        raise TypeError(f"the {field} of an issue must be a tuple, not {values!r:.80}")
    for value in cast("tuple[object, ...]", values):
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError(f"the {field} of an issue must be {kind.__name__}, not {value!r:.80}")


def check_numbers(numbers: tuple[int, ...]) -> None:
    """Raise ValueError for what can't be the numbers of an issue's pages."""
    for number in numbers:
        if not 0 < number < LARGEST:
            told = "more" if number > 0 else str(number) if number > -LARGEST else "less"
            raise ValueError(f"pages are numbered from 1 to 2**53, not {told}")
    for one, next_ in pairwise(numbers):
        if next_ <= one:
            raise ValueError(f"the numbers of pages rise, from {one} to more, not to {next_}")


def _row(story: Story) -> IndexRow:
    text = story.text or "".join(photo.text for photo in story.photos)
    headline = headline_text(story) or (text or story_text(story)).split("\n")[0][:20]
    names = tuple(dict.fromkeys(person.name for person in story.people))
    length = len("".join(text.split()))
    return IndexRow(story.pages[0], headline, names, length, story.pages[1:], story.kind)


_DAY_IN_NAME = re.compile(r"(?:19|20)[0-9]{2}([-_.]?)(?:0[1-9]|1[0-2])\1(?:[0-2][0-9]|3[01])")
_PAGE_IN_NAME = re.compile(r"(?:(?<![A-Za-z])([A-Z]{1,2}))?0*([1-9][0-9]{0,2})(?![0-9])")


def name_label(name: str) -> str | None:
    """The page's label in a file's name.

    >>> name_label("01.txt"), name_label("A01.txt"), name_label("2025-03-06-02.txt"), name_label("inside.txt")
    ('1', 'A1', '2', None)

    Crawlers put the day first, then the page, then perhaps the article's number on it:

    >>> name_label("20250306-01-02.txt"), name_label("rmrb2025030603.txt")
    ('1', '3')
    """
    stem = name.rpartition("/")[2].rpartition(".")[0]
    days = list(_DAY_IN_NAME.finditer(stem))
    behind = _PAGE_IN_NAME.findall(stem[days[-1].end() :]) if days else []
    if behind:
        return "".join(behind[0])
    found = _PAGE_IN_NAME.findall(_DAY_IN_NAME.sub(" ", stem))
    return "".join(found[-1]) if found else None


def told_paper(pages: Sequence[Page]) -> str | None:
    """The paper that most of some pages name."""
    papers = Counter(page.paper for page in pages if page.paper)
    return papers.most_common(1)[0][0] if papers else None


def told_date(pages: Sequence[Page]) -> dt.date | None:
    """The day that most of some pages name."""
    dates = Counter(page.date for page in pages if page.date)
    return dates.most_common(1)[0][0] if dates else None


def is_one_issue(pages: Sequence[Page]) -> bool:
    """Whether the folios tell of one issue: one paper, one day, no page twice."""
    told = [page.label for page in pages if page.label]
    return (
        len(set(told)) == len(told)
        and len({page.date for page in pages if page.date}) < 2
        and len({page.paper for page in pages if page.paper}) < 2
        and all((page_number(label) or 0) <= MOST_PAGES for label in told)
    )


def is_same_label(label: str, other: str) -> bool:
    """Whether two labels are one page's: A04 and A4."""
    return section_of(label) == section_of(other) and page_number(label) == page_number(other)


def section_of(label: str) -> str:
    """The letters before a label's number: A in A04."""
    return label.rstrip("0123456789")
