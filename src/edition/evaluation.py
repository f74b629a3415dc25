"""Measure parsing accuracy against labelled pages.

>>> import edition
>>> text = "步道开放\\n汾河西岸的步道昨日开放。\\n"
>>> rows = [{"start": 0, "end": 4, "role": "headline", "article": 1}, {"start": 5, "end": 17, "role": "paragraph", "article": 1}]
>>> gold = edition.evaluation.Gold(text, {"spans": rows})
>>> found = edition.evaluate([gold], [edition.parse(text)])
>>> found.figures["role.f1"], found.figures["article.exact"]
(100.0, 100.0)

Labels have the format of :func:`edition.to_standoff`. They may be partial: a row with the role ``story`` matches any role that a story can
contain.

All figures are percentages, micro-averaged over the pages:

- ``role.f1``: F1 of the spans. A span is correct if its start, end and role are; white space and invisible characters at its ends are ignored.
- ``marks.f1``: the same without body paragraphs, which are the bulk of a page and easy.
- ``article.b3``: B-cubed F1 of the assignment of characters to articles
- ``article.exact``: articles that have exactly the right characters
- ``paragraph.f1``: F1 of the pairs of adjacent pieces joined into one paragraph
- ``headline.right``: articles with a headline whose kicker, headline and deck are all correct
- ``people.f1``: F1 of the names in bylines, leads, sign-offs and credits
- ``lossless``: pages with ``str(page)`` equal to the text
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from edition._standoff_reader import STORY, checked_rows
from edition._text.files import StrPath
from edition._text.lines import BLANKS
from edition.formats._json_text import values
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import to_standoff

__all__ = ["Count", "Evaluation", "Gold", "evaluate", "read_gold"]

#: The roles of text that belongs to no story, and those of headings.
_FURNITURE = frozenset(("masthead", "folio", "credits", "index", "notice"))
_HEADING = frozenset(("kicker", "headline", "deck"))
_SIGNED = frozenset(("byline", "lead", "signoff", "credit"))
#: No ink, wherever a dump has left it.
_INKLESS = BLANKS + "\u200c\u200d"
#: How large a file of truth may be, in bytes.
_LARGEST = 16 * 2**20

_Place: TypeAlias = tuple[int, int]
#: A row of a standoff annotation; its values are checked where they are read.
_Row: TypeAlias = Mapping[str, Any]


@frozen
class Gold:
    """A labelled page: the text and the correct annotation."""

    text: str
    """The page's text."""
    data: Mapping[str, Any] = field(repr=False)
    """The correct annotation, in the format of :func:`edition.to_standoff`."""
    name: str = ""
    """The file name without its suffix."""

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows in text order. Raises FormatError if they are invalid or do not fit the text."""
        return checked_rows(self.text, self.data)


def read_gold(truth: StrPath, *, encoding: str = "utf-8") -> Gold:
    """Read a labelled page: ``NAME.json``, and the text in ``NAME.txt`` beside it.

    Raises OSError if a file cannot be read, FormatError if the labels are invalid or do not fit the text, and UnicodeDecodeError if the text
    cannot be decoded.
    """
    path = Path(truth)
    size = path.stat().st_size
    if size > _LARGEST:
        raise FormatError("standoff", f"{size:,} bytes are more than the limit of {_LARGEST:,}")
    data = values(path.read_bytes())
    if not isinstance(data, dict):
        raise FormatError("standoff", "expected an object with spans")
    gold = Gold(path.with_suffix(".txt").read_bytes().decode(encoding), data, path.stem)
    checked_rows(gold.text, data)
    return gold


def gold_in(folder: StrPath, encoding: str) -> tuple[list[tuple[Path, Gold]], list[str]]:
    """The labelled pages of a folder, each with the path of its labels, and a message for each invalid file.

    JSON files without a text beside them are ignored. Raises OSError if the folder cannot be read, LookupError for an unknown encoding.
    """
    found: list[tuple[Path, Gold]] = []
    wrong: list[str] = []
    for path in sorted(Path(folder).iterdir()):
        if path.suffix != ".json" or not path.with_suffix(".txt").is_file():
            continue
        try:
            gold = read_gold(path, encoding=encoding)
        except FormatError as error:
            wrong.append(f"{path}: {error}")
        except UnicodeDecodeError as error:
            what = f"not {error.encoding}, byte {error.object[error.start]:#04x} at {error.start}"
            wrong.append(f"{path.with_suffix('.txt')}: {what}")
        else:
            if gold.rows:
                found.append((path, gold))
            else:
                wrong.append(f"{path}: tells nothing of its page")
    return found, wrong


@frozen
class Count:
    """The number of correct, predicted and labelled items."""

    right: int = 0
    """Correct items."""
    found: int = 0
    """Predicted items."""
    there: int = 0
    """Labelled items."""

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.there + other.there)

    @property
    def precision(self) -> float:
        """The percentage of predicted items that are correct."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The percentage of labelled items that were found."""
        return 100 * self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 100 if there is nothing to find and nothing was found."""
        return 200 * self.right / (self.found + self.there) if self.found + self.there else 100.0


@frozen
class Evaluation:
    """Counts over some pages. Add evaluations to combine them: ``evaluate(a, b) + evaluate(c, d)``."""

    roles: Mapping[str, Count] = field(factory=dict)
    """Spans by role."""
    marks: Count = Count()
    articles: Count = Count()
    paragraphs: Count = Count()
    headlines: Count = Count()
    people: Count = Count()
    pages: Count = Count()
    characters: int = 0
    """The number of labelled characters in articles."""
    purity: float = 0.0
    """Sum of the B-cubed precision over these characters."""
    wholeness: float = 0.0
    """Sum of the B-cubed recall over these characters."""

    def __add__(self, other: Evaluation) -> Evaluation:
        names = (*self.roles, *[name for name in other.roles if name not in self.roles])
        none = Count()
        return Evaluation(
            {name: self.roles.get(name, none) + other.roles.get(name, none) for name in names},
            self.marks + other.marks,
            self.articles + other.articles,
            self.paragraphs + other.paragraphs,
            self.headlines + other.headlines,
            self.people + other.people,
            self.pages + other.pages,
            self.characters + other.characters,
            self.purity + other.purity,
            self.wholeness + other.wholeness,
        )

    @property
    def figures(self) -> dict[str, float]:
        """The figures by name, as percentages."""
        role = sum(self.roles.values(), Count())
        both = self.purity + self.wholeness
        b3 = 200 * self.purity * self.wholeness / (both * self.characters) if both else 0.0
        return {
            "role.f1": role.f1,
            "marks.f1": self.marks.f1,
            "article.b3": b3,
            "article.exact": self.articles.recall,
            "paragraph.f1": self.paragraphs.f1,
            "headline.right": self.headlines.recall,
            "people.f1": self.people.f1,
            "lossless": self.pages.recall,
        }

    def __str__(self) -> str:
        """All figures on one line."""
        return "  ".join(f"{name} {value:.1f}" for name, value in self.figures.items())


def evaluate(gold: Iterable[Gold | Page], pages: Iterable[Page]) -> Evaluation:
    """Compare parsed pages with labelled ones, pairwise and in the same order.

    A labelled page is a :class:`edition.evaluation.Gold`, or a page that you corrected. See :mod:`edition.evaluation` for the figures.

    Raises ValueError if the numbers of pages differ, and FormatError if labels are invalid or do not fit their text.
    """
    whole = Evaluation()
    for truth, page in zip(gold, pages, strict=True):
        known = Gold(str(truth), to_standoff(truth)) if isinstance(truth, Page) else truth
        rows: list[_Row] = [*to_standoff(page)["spans"]]
        found = compared(known.text, known.rows, rows)
        same = int(str(page) == known.text)
        whole += evolve(found, pages=Count(same, same, 1))
    return whole


def compared(text: str, truth: Iterable[_Row], reading: Iterable[_Row]) -> Evaluation:
    """What the rows of a reading have right, of a text whose truth is known."""
    there, found = ([_Span.of(text, row) for row in rows] for rows in (truth, reading))
    roles, marks = _roles(there, found)
    articles, characters, purity, wholeness = _articles(there, found)
    return Evaluation(
        roles,
        marks,
        articles,
        _count(Counter(_joints(found)), Counter(_joints(there))),
        _headlines(there, found),
        _count(Counter(_names(found)), Counter(_names(there))),
        characters=characters,
        purity=purity,
        wholeness=wholeness,
    )


@frozen
class _Span:
    """A row without the blanks at its ends."""

    place: _Place
    role: str
    article: Hashable
    paragraph: Hashable
    people: tuple[str, ...]

    @classmethod
    def of(cls, text: str, row: _Row) -> _Span:
        print_ = text[row["start"] : row["end"]]
        start = row["start"] + len(print_) - len(print_.lstrip(_INKLESS))
        end = max(start, row["start"] + len(print_.rstrip(_INKLESS)))
        people = tuple(person["name"] for person in row.get("people") or ())
        return cls((start, end), row["role"], row.get("article"), row.get("paragraph"), people)


def _count(found: Counter[Any], there: Counter[Any]) -> Count:
    return Count((found & there).total(), found.total(), there.total())


def _roles(truth: list[_Span], reading: list[_Span]) -> tuple[dict[str, Count], Count]:
    """The spans of each role, and those of all but the paragraphs."""
    read_as = {span.place: span.role for span in reading}
    there: set[tuple[_Place, str]] = set()
    for span in truth:
        role = span.role
        if role == STORY:
            # Any role is right that the text of a story can have.
            role = read_as.get(span.place, STORY)
            role = STORY if role in _FURNITURE else role
        there.add((span.place, role))
    found = {(span.place, span.role) for span in reading}
    open_places = {span.place for span in truth if span.role == STORY}

    def count(of: frozenset[tuple[_Place, str]]) -> Count:
        return Count(len(of & found & there), len(of & found), len(of & there))

    every = frozenset(there | found)
    marks = frozenset(
        (place, role)
        for place, role in every
        if role not in ("paragraph", STORY) and (place not in open_places or role in _FURNITURE)
    )
    names = sorted({role for _, role in every})
    by_role = {name: count(frozenset(one for one in every if one[1] == name)) for name in names}
    return by_role, count(marks)


def _articles(truth: list[_Span], reading: list[_Span]) -> tuple[Count, int, float, float]:
    right, read = _by_character(truth), _by_character(reading)
    # A character that was put into no article stands alone.
    pairs = [(article, ("article", read[at]) if at in read else ("alone", at)) for at, article in right.items()]  # fmt: skip
    sizes = Counter(article for article, _ in pairs)
    read_sizes = Counter(group for _, group in pairs)
    purity = wholeness = 0.0
    exact = 0
    for (article, group), size in Counter(pairs).items():
        purity += size * size / read_sizes[group]
        wholeness += size * size / sizes[article]
        exact += size == sizes[article] == read_sizes[group] and group[0] == "article"
    return Count(exact, len(set(read.values())), len(sizes)), len(pairs), purity, wholeness


def _by_character(spans: list[_Span]) -> dict[int, Hashable]:
    return {
        at: span.article for span in spans if span.article is not None for at in range(*span.place)
    }


def _headlines(truth: list[_Span], reading: list[_Span]) -> Count:
    right = there = 0
    articles = {span.article for span in truth if span.article is not None}
    for article in articles:
        mine = _heading(truth, {article})
        if mine:
            theirs = {span.article for span in reading if (span.place, span.role) in mine}
            there += 1
            right += len(theirs) == 1 and _heading(reading, theirs) == mine
    return Count(right, there, there)


def _heading(spans: list[_Span], articles: set[Hashable]) -> set[tuple[_Place, str]]:
    return {
        (span.place, span.role)
        for span in spans
        if span.article in articles and span.role in _HEADING
    }


def _joints(spans: list[_Span]) -> Iterator[tuple[_Place, _Place]]:
    """The pairs of neighbours among the pieces of each paragraph."""
    last: dict[tuple[Hashable, Hashable], _Place] = {}
    for span in spans:
        if span.role == "paragraph" and span.paragraph is not None:
            key = span.article, span.paragraph
            if key in last:
                yield last[key], span.place
            last[key] = span.place


def _names(spans: list[_Span]) -> Iterator[tuple[int, str]]:
    for span in spans:
        if span.role in _SIGNED:
            yield from ((span.place[0], name) for name in span.people)
