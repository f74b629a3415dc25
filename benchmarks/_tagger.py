"""What somebody in this trade would take instead: a CRF over the page's lines, by CRFsuite, on what a line shows.

It is trained on pages whose truth is known, in seconds, and says of each line of print which role it has. What it leaves out
is all the rest: blocks in a line, paragraphs put together, stories, people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from truth import Span, pairs

import edition

#: Words of the trade, as a tagger's author lists them.
_WORDS = re.compile(
    "记者|記者|通讯员|本报讯|新华社|电[（(]|日电|摄|攝|图|日报|晚报|时报|星期|第.{1,3}版|上接|下转|责编|编辑|报道|报導|—"
)
_KIND = re.compile(
    r"(?P<lead>本报讯|新华社.{0,20}电|据新华社)|(?P<continued>[（(]上接)|(?P<signoff>[（(][一-鿿、 ]{2,20}[）)]$)"
    r"|(?P<credit>.{0,60}[摄图]$)|(?P<byline>(?:本报)?记者 ?.{2,20}$)|(?P<number>[0-9○一二三四五六七八九十]+)"
)
#: Lines are as long as others up to these lengths.
_LENGTHS = (2, 4, 6, 9, 13, 18, 25, 40, 80)

#: A line of print: where it begins and ends in the text.
Line: TypeAlias = tuple[int, int]
#: What says of each line of a page which role it has.
Tag: TypeAlias = Callable[[str], list[str]]


def lines_of(text: str) -> list[Line]:
    """The lines of print of a page."""
    found, at = [], 0
    for line in text.split("\n"):
        begin = at + len(line) - len(line.lstrip())
        if begin < (end := at + len(line.rstrip())):
            found.append((begin, end))
        at += len(line) + 1
    return found


def features(text: str, lines: Sequence[Line]) -> list[list[str]]:
    """What each line shows, and its neighbours."""
    own = [_own(text, lines, n) for n in range(len(lines))]
    edge = ["edge"]
    above, below = [edge, *own[:-1]], [*own[1:], edge]
    return [
        [*here, *(f"-{name}" for name in before), *(f"+{name}" for name in behind)]
        for here, before, behind in zip(own, above, below, strict=True)
    ]


def _own(text: str, lines: Sequence[Line], n: int) -> list[str]:
    begin, end = lines[n]
    line = text[begin:end]
    kind = _KIND.match(line)
    gap = text.count("\n", lines[n - 1][1], begin) if n else 0
    return [
        f"length:{sum(len(line) > length for length in _LENGTHS)}",
        f"kind:{kind.lastgroup if kind else 'none'}",
        f"first:{line[0]}",
        f"head:{line[:2]}",
        f"last:{line[-1]}",
        f"end:{line[-2:]}",
        f"gap:{min(gap, 3)}",
        f"indent:{min(begin - text.rfind(chr(10), 0, begin) - 1, 3)}",
        f"stop:{'。' in line}",
        f"from top:{min(n, 5)}",
        f"from foot:{min(len(lines) - 1 - n, 5)}",
        *(f"has:{word}" for word in set(_WORDS.findall(line))),
    ]


def labels(spans: Sequence[Span], lines: Sequence[Line]) -> list[str]:
    """Each line's role: that of the first block on it, and whether the block begins there; nothing where none is known."""
    found, at = [], 0
    rows = sorted(spans, key=lambda row: int(row["start"]))
    for begin, end in lines:
        while at < len(rows) and rows[at]["end"] <= begin:
            at += 1
        row = rows[at] if at < len(rows) and rows[at]["start"] < end else None
        found.append(
            "" if row is None else f"{'B' if row['start'] >= begin else 'I'}-{row['role']}"
        )
    return found


def trained(folders: Sequence[Path]) -> Tag:
    """A tagger that has learned from some folders. Raises ImportError without python-crfsuite."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for folder in folders:
        for _, text, spans in pairs(folder):
            lines = lines_of(text)
            trainer.append(features(text, lines), labels(spans, lines))
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 150})
    tagger = pycrfsuite.Tagger()
    with TemporaryDirectory() as place:
        trainer.train(f"{place}/model")
        tagger.open(f"{place}/model")

    def tag(text: str) -> list[str]:
        found: list[str] = tagger.tag(features(text, lines_of(text)))
        return found

    return tag


def errors(folder: Path, tag: Tag) -> tuple[float, float]:
    """The share of lines whose role is wrong: the tagger's, and the parser's. Lines without a known role don't count."""
    counted = [0, 0, 0]
    for _, text, spans in pairs(folder):
        lines = lines_of(text)
        ours = labels(edition.to_standoff(edition.parse(text))["spans"], lines)
        for right, theirs, own in zip(labels(spans, lines), tag(text), ours, strict=True):
            if right and not right.endswith("-story"):
                counted[0] += 1
                counted[1] += right[2:] != theirs[2:]
                counted[2] += right[2:] != own[2:]
    count, theirs, own = counted
    return theirs / max(count, 1), own / max(count, 1)
