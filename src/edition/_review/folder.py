"""The pages under review, and the annotation files beside their texts.

Each correction saves its page completely. If another program changed the annotation file, the user is asked before it is overwritten; a file that
`edition` did not write is never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from attrs import define, evolve, field, frozen

from edition._parser.models import AnyModel
from edition._review.corrections import Names, Pinned, Review, everything, read
from edition._text.files import write_whole
from edition._text.output import Refused
from edition.formats import standoff
from edition.formats._json_text import values
from edition.formats.errors import FormatError

if TYPE_CHECKING:
    from edition.standoff import PinRow, ReviewRow, Standoff

#: How many pages are kept open; the others are read again when they are wanted.
_OPEN = 8
#: What reads the text of a file, as it is. It raises Refused.
Reader = Callable[[str], str]


class ConflictError(Exception):
    """The page has changed since the state that the request refers to."""


@frozen
class Problem:
    """Why a page is not saved."""

    name: str
    """``foreign``: the existing file was not written by edition for this text. ``changed``: another program changed the file.
    ``differs``: the file holds what pins can't reproduce. ``text``: the text file was changed. ``disk``: writing failed."""
    told: str = ""
    """Details."""


@define
class OpenPage:
    """A page under review."""

    review: Review
    #: The digests of the two files as they were last read or written; None where there is none.
    source: bytes | None = field(repr=False)
    seen: bytes | None = field(repr=False)
    #: That of a file which is not ours to write over.
    foreign: bytes | None = field(default=None, repr=False)
    done: bool = False
    """Whether the user has finished it."""
    saved: bool = True
    problem: Problem | None = None
    revision: int = 0
    """Grows with each change; requests for an older revision are refused."""
    mended: int | None = None
    """How many other lines the last correction changed."""
    past: list[tuple[Pinned, Mapping[int, Names]]] = field(factory=list, repr=False)

    def change(self, correct: Callable[[Review], Review], start: int, end: int) -> None:
        """Apply a correction. Raises ValueError if it is not possible."""
        before = self.review
        self.review = correct(before)
        self.mended = self.review.mended(before, start, end)
        self.past.append((before.pins, before.people))
        self._changed()

    def undo(self) -> None:
        """Undo the last correction, if there is one."""
        if self.past:
            pins, people = self.past.pop()
            self.review = read(self.review.text, pins, people, self.review.model)
            self.mended = None
            self._changed()

    def finish(self, *, done: bool) -> None:
        """Mark the page as done, or not."""
        self.done = done
        self._changed()

    def _changed(self) -> None:
        self.revision += 1
        self.saved = False

    def annotation(self, encoding: str) -> Standoff:
        """The content of the annotation file: the roles, and the pins to continue from."""
        data = self.review.standoff()
        pins = sorted(self.review.pins.items())
        known: ReviewRow = {
            "sha256": text_digest(self.review.text),
            "encoding": encoding,
            "done": self.done,
            "pins": [_pin_row(a, b, role, tie) for (a, b), (role, tie) in pins],
        }
        return {**data, "review": known}


class Folder:
    """The pages under review, by index; only this class knows their files."""

    def __init__(
        self,
        texts: Sequence[Path],
        out: Path | None,
        encoding: str,
        reader: Reader,
        model: AnyModel | None = None,
    ) -> None:
        self._model = model
        self.names = [path.name for path in texts]
        self._texts = texts
        self._targets = [_target(path, out) for path in texts]
        self._encoding = encoding
        self._reader = reader
        self._open: OrderedDict[int, OpenPage] = OrderedDict()
        self.done = [_is_done(target) for target in self._targets]

    def page(self, index: int) -> OpenPage:
        """A page. Raises Refused if its text cannot be read."""
        if index not in self._open:
            self._open[index] = self._load(index)
        self._open.move_to_end(index)
        while len(self._open) > _OPEN:
            oldest = next(iter(self._open))
            if not self._open[oldest].saved:
                break  # nobody else has it
            del self._open[oldest]
        return self._open[index]

    @property
    def unsaved(self) -> list[str]:
        """The names of the pages with corrections that could not be saved."""
        return [self.names[n] for n, page in sorted(self._open.items()) if not page.saved]

    def at(self, index: int, revision: int) -> OpenPage:
        """A page at a revision. Raises ConflictError if it has changed since."""
        page = self.page(index)
        if page.revision != revision:
            raise ConflictError
        return page

    def save(self, index: int, *, over: bool = False) -> None:
        """Save a page; ``page.saved`` and ``page.problem`` have the result.

        With ``over``, overwrite a file that another program changed.
        """
        page, target = self.page(index), self._targets[index]
        if page.problem is not None and page.problem.name == "differs" and not over:
            return
        content = _written(page.annotation(self._encoding))
        try:
            with _locked(target.parent):
                page.problem = self._hindrance(index, page, over=over)
                if page.problem is None:
                    write_whole(target, content)
        except OSError as problem:
            page.problem = Problem("disk", problem.strerror or str(problem))
        if page.problem is None:
            page.seen, page.saved, self.done[index] = _digest(content), True, page.done

    def _hindrance(self, index: int, page: OpenPage, *, over: bool) -> Problem | None:
        """Why the page must not be saved now."""
        if _digest(self._texts[index].read_bytes()) != page.source:
            return Problem("text")
        there = _content(self._targets[index])
        if there is None or _digest(there) == page.seen:
            return None
        if _digest(there) == page.foreign:
            return page.problem
        if not _is_ours(there):
            return Problem("foreign")
        return None if over else Problem("changed")

    def reload(self, index: int) -> None:
        """Read the files of a page again, discarding unsaved corrections."""
        revision = self.page(index).revision + 1
        # Where that can't be read now, what was read stays.
        page = self._load(index)
        page.revision = revision
        self._open[index] = page
        self.done[index] = page.done

    def _load(self, index: int) -> OpenPage:
        path, target = self._texts[index], self._targets[index]
        text = self._reader(str(path))
        try:
            source, there = _digest(path.read_bytes()), _content(target)
        except OSError as problem:
            raise Refused(f"{problem.filename}: {problem.strerror or problem}") from None
        if there is None:
            return OpenPage(read(text, {}, {}, self._model), source, None)
        try:
            page = _resumed(text, there, self._model)
            page.seen = _digest(there)
        except (
            ValueError
        ) as problem:  # what FormatError is, and what pins raise that contradict each other
            page = OpenPage(read(text, {}, {}, self._model), None, None, _digest(there))
            page.problem = Problem("foreign", str(problem))
        page.source = source
        return page


def _resumed(text: str, content: bytes, model: AnyModel | None) -> OpenPage:
    """A page as its annotation file has it. Raises FormatError if edition did not write the file, or for another text."""
    if not _is_ours(content):
        raise FormatError("standoff", "edition has not written this file")
    data = cast("Standoff", values(content))
    told = standoff.load(text, content)
    known = data.get("review")
    pins: Pinned = {
        (pin["start"], pin["end"]): (pin["role"], pin.get("tie"))
        for pin in (known["pins"] if known else ())
    }
    review = read(text, pins, {}, model)
    if review.page != told:
        # Somebody else has written it, or another version has read it: all of it holds.
        review = read(text, everything(Review(text, {}, {}, told)), {}, model)
    named = {row["start"]: _names(row.get("people")) for row in data["spans"]}
    people = {
        row.start: names
        for row in review.rows
        if row.people is not None
        and (names := named.get(row.start)) is not None
        and names != row.people
    }
    review = evolve(review, people=people)
    page = OpenPage(review, None, None, done=bool(known and known["done"]))
    if review.page != told:
        page.problem = Problem("differs")
    return page


def _names(people: object) -> Names | None:
    if people is None:
        return None
    return tuple((one["name"], one.get("role")) for one in cast("list[dict[str, str]]", people))


def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _pin_row(start: int, end: int, role: str, tie: str | None) -> PinRow:
    row: PinRow = {"start": start, "end": end, "role": role}
    if tie is not None:
        row["tie"] = tie
    return row


def _written(data: Standoff) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # a name with a lone surrogate
        return f"{json.dumps(data, indent=1)}\n".encode()


def _target(text: Path, out: Path | None) -> Path:
    name = text.stem if text.suffix.lower() == ".txt" else text.name
    return (text.parent if out is None else out) / f"{name}.json"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(content: bytes | None) -> bytes | None:
    return None if content is None else hashlib.sha256(content).digest()


def _is_ours(content: bytes) -> bool:
    """Whether a file is a page's annotation as :func:`edition.to_standoff` writes it."""
    try:
        data = values(content)
    except FormatError:
        return False
    return isinstance(data, dict) and {"version", "dialect", "spans"} <= data.keys()


def _is_done(target: Path) -> bool:
    try:
        data = values(target.read_bytes())
    except (OSError, FormatError):
        return False
    known = data.get("review") if isinstance(data, dict) else None
    return isinstance(known, dict) and known.get("done") is True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other reviews from writing to the folder, on systems with file locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with ExitStack() as stack:
        with suppress(OSError):  # a folder that can't be read, a file system without locks
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            # It ends with the process, so that none that is killed leaves a lock behind.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
