"""Measure how right the reading of pages is, on pages whose truth is known.

usage: accuracy.py DIR... [--pages] [--json FILE]

DIR holds pairs NAME.txt / NAME.json: a page's text, and its truth in the form that ``edition.to_standoff`` writes. The
quickest way to gold of your own is to write that file for a page (``edition standoff NAME.txt > NAME.json``) and to
correct it. A truth may say ``story`` for text of which it knows no more than that.

Each figure is in per cent, all pages counted together:

role        F1 of the spans: one is right when its begin, its end and its role are
marks       the same without the body's paragraphs, which are most of a page and its easiest part
b3          B-cubed F1 of the articles: for each character, how much of its article was found, and nothing else with it
exact       articles of which every character, and no other, was put together
paragraph   F1 of the pairs of pieces that are neighbours in one paragraph
headline    articles with a headline whose kicker, headline and deck are all right
people      F1 of the names in bylines, leads, sign-offs and credits
lossless    pages that are written back as they were
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from attrs import define, field, frozen

import edition

Place: TypeAlias = tuple[int, int]

#: The roles of text that belongs to no story.
FURNITURE = frozenset(("masthead", "folio", "credits", "index", "notice"))
HEADING = frozenset(("kicker", "headline", "deck"))
SIGNED = frozenset(("byline", "lead", "signoff", "credit"))
#: What a truth says of text of which it knows no more.
STORY = "story"


@frozen
class Span:
    """A span of an annotation, without the blanks at its ends."""

    start: int
    end: int
    role: str
    article: int | None
    paragraph: int | None
    people: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where it begins and ends."""
        return self.start, self.end


@define
class Match:
    """How many things there are, how many were found, and how many of these are right."""

    right: int = 0
    found: int = 0
    there: int = 0

    def count(self, found: Counter[Any], there: Counter[Any]) -> None:
        """Count what was found against what is there."""
        self.right += (found & there).total()
        self.found += found.total()
        self.there += there.total()

    def add(self, other: Match) -> None:
        """Add another count to this one."""
        self.right += other.right
        self.found += other.found
        self.there += other.there

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; all is right where there is nothing and nothing was found."""
        return 200 * self.right / (self.found + self.there) if self.found + self.there else 100.0

    @property
    def recall(self) -> float:
        """The share of what is there that is right."""
        return 100 * self.right / self.there if self.there else 0.0


@define
class Tally:
    """What was counted on some pages."""

    roles: dict[str, Match] = field(factory=dict)
    marks: Match = field(factory=Match)
    articles: Match = field(factory=Match)
    paragraphs: Match = field(factory=Match)
    headlines: Match = field(factory=Match)
    people: Match = field(factory=Match)
    pages: Match = field(factory=Match)
    #: Over the characters that belong to an article: how many, and the sums of their precision and recall.
    characters: int = 0
    precision: float = 0.0
    recall: float = 0.0

    def add(self, other: Tally) -> None:
        """Add what was counted on other pages."""
        for role, match in other.roles.items():
            self.roles.setdefault(role, Match()).add(match)
        for name in ("marks", "articles", "paragraphs", "headlines", "people", "pages"):
            getattr(self, name).add(getattr(other, name))
        self.characters += other.characters
        self.precision += other.precision
        self.recall += other.recall

    @property
    def b3(self) -> float:
        """The harmonic mean of the characters' mean precision and mean recall."""
        both = self.precision + self.recall
        return 200 * self.precision * self.recall / (both * self.characters) if both else 0.0

    @property
    def figures(self) -> dict[str, float]:
        """The figures, by name, in per cent."""
        role = Match()
        for match in self.roles.values():
            role.add(match)
        return {
            "role": role.f1,
            "marks": self.marks.f1,
            "b3": self.b3,
            "exact": self.articles.recall,
            "paragraph": self.paragraphs.f1,
            "headline": self.headlines.recall,
            "people": self.people.f1,
            "lossless": self.pages.recall,
        }


def spans(text: str, rows: Iterable[Mapping[str, Any]]) -> list[Span]:
    """The spans of a standoff annotation."""
    found = []
    for row in rows:
        ink = text[row["start"] : row["end"]]
        start = row["start"] + len(ink) - len(ink.lstrip())
        people = tuple(person["name"] for person in row.get("people", ()))
        number, paragraph = row.get("article"), row.get("paragraph")
        found.append(Span(start, start + len(ink.strip()), row["role"], number, paragraph, people))
    return found


def compare(truth: Sequence[Span], reading: Sequence[Span]) -> Tally:
    """Count what a reading of a page has right."""
    tally = Tally()
    _roles(tally, truth, reading)
    _articles(tally, truth, reading)
    _headlines(tally, truth, reading)
    tally.paragraphs.count(Counter(_joints(reading)), Counter(_joints(truth)))
    tally.people.count(Counter(_names(reading)), Counter(_names(truth)))
    return tally


def _roles(tally: Tally, truth: Sequence[Span], reading: Sequence[Span]) -> None:
    read_as = {span.place: span.role for span in reading}
    there: dict[Place, str] = {}
    known: set[Place] = set()
    for span in truth:
        if span.role == STORY:
            # Any role is right that the text of a story can have.
            role = read_as.get(span.place, STORY)
            there[span.place] = STORY if role in FURNITURE else role
        else:
            there[span.place] = span.role
            known.add(span.place)
    for role in {*there.values(), *read_as.values()}:
        match = tally.roles.setdefault(role, Match())
        found_here = Counter(place for place, r in read_as.items() if r == role)
        there_here = Counter(place for place, r in there.items() if r == role)
        match.count(found_here, there_here)
    open_places = there.keys() - known

    def marks(roles: dict[Place, str]) -> Counter[tuple[Place, str]]:
        return Counter(
            (place, role)
            for place, role in roles.items()
            if role not in ("paragraph", STORY) and (place not in open_places or role in FURNITURE)
        )

    tally.marks.count(marks(read_as), marks(there))


def _articles(tally: Tally, truth: Sequence[Span], reading: Sequence[Span]) -> None:
    right = _by_character(truth)
    # A character that was put into no article stands alone.
    read = {at: ("alone", at) for at in right} | {
        at: ("article", number) for at, number in _by_character(reading).items() if at in right
    }
    sizes, read_sizes = Counter(right.values()), Counter(read.values())
    for (number, group), size in Counter((right[at], read[at]) for at in right).items():
        tally.precision += size * size / read_sizes[group]
        tally.recall += size * size / sizes[number]
        tally.articles.right += size == sizes[number] == read_sizes[group] and group[0] == "article"
    tally.characters += len(right)
    tally.articles.there += len(sizes)


def _by_character(annotation: Sequence[Span]) -> dict[int, int]:
    return {
        at: span.article
        for span in annotation
        if span.article is not None
        for at in range(span.start, span.end)
    }


def _headlines(tally: Tally, truth: Sequence[Span], reading: Sequence[Span]) -> None:
    for number in {span.article for span in truth if span.article is not None}:
        mine = _heading(truth, {number})
        if not mine:
            continue
        theirs = {span.article for span in reading if (span.place, span.role) in mine}
        tally.headlines.there += 1
        tally.headlines.right += len(theirs) == 1 and _heading(reading, theirs) == mine


def _heading(annotation: Sequence[Span], articles: set[int | None]) -> set[tuple[Place, str]]:
    return {
        (span.place, span.role)
        for span in annotation
        if span.article in articles and span.role in HEADING
    }


def _joints(annotation: Sequence[Span]) -> Iterator[tuple[Place, Place]]:
    """The pairs of neighbours among the pieces of each paragraph."""
    last: dict[tuple[int | None, int], Place] = {}
    for span in annotation:
        if span.role == "paragraph" and span.paragraph is not None:
            key = (span.article, span.paragraph)
            if key in last:
                yield last[key], span.place
            last[key] = span.place


def _names(annotation: Sequence[Span]) -> Iterator[tuple[int, str]]:
    for span in annotation:
        if span.role in SIGNED:
            yield from ((span.start, name) for name in span.people)


def measure(folder: Path, truths: Path | None = None) -> dict[str, Tally]:
    """What was counted on each page of a folder, whose truths stand there or in a folder of their own.

    Raises FileNotFoundError where there are no pairs.
    """
    found = {}
    for file in sorted(folder.glob("*.txt")):
        truth_file = (truths or folder) / f"{file.stem}.json"
        if truth_file.exists():
            text = file.read_bytes().decode("utf-8")
            page = edition.parse(text)
            truth = json.loads(truth_file.read_text("utf-8"))["spans"]
            tally = compare(spans(text, truth), spans(text, edition.to_standoff(page)["spans"]))
            tally.pages = Match(right=str(page) == text, found=1, there=1)
            found[file.stem] = tally
    if not found:
        raise FileNotFoundError(f"no pairs NAME.txt / NAME.json in {folder}")
    return found


def together(tallies: Iterable[Tally]) -> Tally:
    """Several pages counted as one."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _table(rows: Mapping[str, Tally]) -> Iterator[str]:
    head = list(Tally().figures)
    yield " " * 48 + "".join(f"{name:>10}" for name in head)
    for name, tally in rows.items():
        yield f"{name[:47]:48}" + "".join(f"{value:10.1f}" for value in tally.figures.values())


def _role_table(tally: Tally) -> Iterator[str]:
    yield f"{'role':20}{'there':>8}{'found':>8}{'right':>8}{'F1':>8}"
    for role, match in sorted(tally.roles.items(), key=lambda row: -row[1].there):
        yield f"{role:20}{match.there:8}{match.found:8}{match.right:8}{match.f1:8.1f}"


def main() -> None:
    """Print the figures."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--pages", action="store_true", help="a row for each page, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args()
    pages: dict[str, Tally] = {}
    for folder in options.folders:
        try:
            pages |= {f"{folder.name}/{name}": t for name, t in measure(folder).items()}
        except FileNotFoundError as error:
            parser.error(str(error))
    total = together(pages.values())
    rows = {**(pages if options.pages else {}), f"{len(pages)} pages": total}
    print(*_table(rows), "", *_role_table(total), sep="\n")
    if options.json:
        figures = {name: tally.figures for name, tally in rows.items()}
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
