"""No two pages of a corpus have one id, whatever their sources call them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from attrs import evolve

from edition.corpus._model import Failure
from edition.corpus._readers import Source

#: A document of several pages numbers them behind its own id, as ``a.pdf#3``.
_NUMBERED = re.compile(r"#\d+\Z")


def told_apart(sources: Iterable[Source]) -> Iterator[Source]:
    """The sources again. One that has the id of another before it gets its number among all of them: ``a.zip#01.txt~17``.

    That a page of one may come to have the id of another document counts, too. Failures are no pages and stay as they are.
    """
    seen = Hashes()
    for number, source in enumerate(sources, 1):
        if isinstance(source, Failure):
            yield source
            continue
        found = source
        while not _is_new(found.origin.id, seen):
            member = f"{found.origin.member or ''}~{number}"
            found = evolve(found, origin=evolve(found.origin, member=member))
        yield found


def _is_new(name: str, seen: Hashes) -> bool:
    """Whether neither a document has this id or that of one of its pages, nor a page of a document can have it; then it is seen."""
    # The tables write a name that is no text with escapes: two that are the same there are the same.
    this = name.encode("utf-8", "backslashreplace")
    whole = _NUMBERED.sub("", name).encode("utf-8", "backslashreplace")
    document, beginning = b"d" + this, b"b" + whole
    if document in seen or b"b" + this in seen or (whole != this and b"d" + whole in seen):
        return False
    seen.add(document)
    if whole != this:
        seen.add(beginning)
    return True


class Hashes:
    """A set of byte strings, of which it keeps 8 bytes each: one in some trillions may be taken for another."""

    __slots__ = ("_count", "_places")

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * 2**10))
        self._count = 0

    def __contains__(self, value: bytes) -> bool:
        hashed = _hash(value)
        return self._places[self._place(hashed)] == hashed

    def add(self, value: bytes) -> None:
        """Put one in."""
        if 3 * self._count >= 2 * len(self._places):
            old = self._places
            self._places = array("Q", bytes(16 * len(old)))
            for hashed in old:
                if hashed:
                    self._places[self._place(hashed)] = hashed
        hashed = _hash(value)
        place = self._place(hashed)
        self._count += not self._places[place]
        self._places[place] = hashed

    def _place(self, hashed: int) -> int:
        """Where a hash stands, or would."""
        places = self._places
        last = len(places) - 1
        place = hashed & last
        while places[place] not in (0, hashed):
            place = (place + 1) & last
        return place


def _hash(value: bytes) -> int:
    # No zero, which is an empty place.
    return int.from_bytes(blake2b(value, digest_size=8).digest(), "big") or 1
