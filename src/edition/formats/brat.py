"""brat: pages as text with standoff files beside it, and what was annotated read back.

Every line of print is a text-bound annotation, its type the role, with an attribute ``Tie`` for how it is tied to what stands before
it. Offsets are code points. Where brat can't hold a line end within an annotation, it has fragments.
"""

from __future__ import annotations

import re

from edition._model.roles import ROLES
from edition._text.surrogates import refuse_surrogates
from edition.editions import Edition
from edition.formats._annotations import (
    TIES,
    Mark,
    Tie,
    annotated,
    marks_of,
    pages_of,
    tie_named,
)
from edition.formats.errors import FormatError
from edition.pages import Page
from edition.standoff import Standoff, to_standoff

#: How large a document is read unless more is asked for, in characters.
LIMIT = 16 * 2**20
_TOOL = "brat"
#: What ends a line for programs in Python; no annotation runs over it.
_ENDS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t.*)?", re.DOTALL)
_ATTRIBUTE = re.compile(r"[AM]\S+\tTie (T\S+) (.*)")


def config() -> str:
    """The file ``annotation.conf`` of a collection of such pages: the roles as entities, and the attribute ``Tie``."""
    return (
        "[entities]\n"
        + "".join(f"{name}\n" for name in ROLES)
        + "\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"
        + "\n[events]\n\n[attributes]\n"
        + f"Tie\tArg:<ENTITY>, Value:{'|'.join(TIES)}\n"
    )


def dump(source: Page | Edition) -> dict[str, str]:
    """The files of a collection, by their names: ``annotation.conf``, and of every page ``NN.txt`` and ``NN.ann``.

    The text is the page's to the character. Raises TypeError for what is no page or issue, and ValueError for a page with a lone surrogate,
    which no file can hold in UTF-8.

    >>> import edition
    >>> files = dump(edition.parse("末班渡船昨日停航\\n\\n本报讯 渡口的末班船昨日停航。\\n"))
    >>> print(files["01.ann"].split("\\n")[0].expandtabs(4))
    T1  headline 0 8    末班渡船昨日停航
    """
    files = {"annotation.conf": config()}
    for number, page in pages_of(source):
        text = str(page)
        refuse_surrogates(text, _TOOL)
        rows = []
        for n, mark in enumerate(marks_of(to_standoff(page)["spans"]), 1):
            pieces = _pieces(text, mark)
            places = ";".join(f"{start} {end}" for start, end in pieces)
            said = " ".join(text[start:end] for start, end in pieces)
            rows += [f"T{n}\t{mark.role} {places}\t{said}\n", f"A{n}\tTie T{n} {mark.tie}\n"]
        files |= {f"{number:02}.txt": text, f"{number:02}.ann": "".join(rows)}
    return files


def _pieces(text: str, mark: Mark) -> list[tuple[int, int]]:
    """A stretch, cut where a line ends in it."""
    found, at = [], mark.start
    for end in _ENDS.finditer(text, mark.start, mark.end):
        found.append((at, end.start()))
        at = end.end()
    return [(start, end) for start, end in (*found, (at, mark.end)) if start < end]


def load(
    text: str, annotations: str, *, was: Standoff | None = None, limit: int = LIMIT
) -> Standoff:
    """What was annotated on a page, as data for :func:`edition.from_standoff`: ``text`` is the page's, ``annotations`` its ``.ann``.

    ``was`` is the reading that went there, as :func:`edition.to_standoff` tells it: where nothing was changed, it comes back as it is.
    Else all annotations are held to, and the rest of the page is read around them. Relations, events, other attributes and notes are
    passed over.

    Raises FormatError, with the line, for an invalid text-bound annotation, for types that are no roles, for annotations that
    overlap, and for offsets outside the text.
    """
    if len(annotations) > limit:
        raise FormatError(
            _TOOL, f"{len(annotations)} characters are more than the limit of {limit}"
        )
    places: dict[str, tuple[int, int, str]] = {}
    ties: dict[str, Tie] = {}
    for n, row in enumerate(annotations.split("\n"), 1):
        path = f"line {n}"
        told = _ATTRIBUTE.fullmatch(row.rstrip())
        if told is not None:
            ties[told[1]] = tie_named(told[2], _TOOL, path)
        elif row.startswith("T"):
            bound = _BOUND.fullmatch(row)
            if bound is None:
                raise FormatError(
                    _TOOL, "expected a type and offsets, as in: T1	headline 0 8	…", path
                )
            fragments = [
                (int(start), int(end))
                for start, end in (piece.split(" ") for piece in bound[3].split(";"))
            ]
            start, end = min(fragments)[0], max(end for _, end in fragments)
            if end > len(text) or any(a >= b for a, b in fragments):
                raise FormatError(
                    _TOOL, f"{bound[3]} is no stretch of the text, in code points", path
                )
            places[bound[1]] = (start, end, bound[2])
    marks = [Mark(*place, ties.get(name)) for name, place in places.items()]
    return annotated(text, marks, was, tool=_TOOL)
