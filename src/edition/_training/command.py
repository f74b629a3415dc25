"""The command ``edition train``."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TextIO

from edition import __version__
from edition._parser.model_file import written
from edition._parser.models import Model
from edition._parser.weights import ONE
from edition._text.files import write_whole
from edition._text.output import Output, Refused, say
from edition._text.terminal import printable
from edition._training.gold import Page, Problem, inconsistent, pages
from edition._training.teaching import Taught, Teacher, judged, model_of
from edition.evaluation import Evaluation

_BAR = 24
#: How often the progress is drawn, in seconds.
_EVERY = 0.2
#: How many lines that teach nothing are told.
_TOLD = 20


def train(options: argparse.Namespace, out: Output) -> int:
    """Train a model and write it; returns the exit status."""
    given = _gold(options.gold, options.encoding)
    held, taught = _held_out(given, options.hold_out)
    _spare(given, options.out)
    base = options.base or Model.shipped()
    progress = _Progress(sys.stderr) if sys.stderr.isatty() else None
    try:
        teacher = Teacher(taught, base, progress)
        _tell(list(inconsistent(taught, teacher.known, teacher.impossible)))
        found = teacher.teach()
    finally:
        if progress is not None:
            progress.end()
    about, before, after = _figures(found, held, base)
    with _writing(options.out):
        write_whole(
            options.out, written(found.numbers, _made(given, found, base, about, after)).encode()
        )
    for line in _said(found, taught, base, (about, before, after)):
        out.line(printable(line))
    out.line(f"wrote {printable(options.out)}; use it with --model {printable(options.out)}")
    return 0


def _gold(given: Sequence[str], encoding: str) -> list[Page]:
    """The pages of all folders. Raises Refused where a file of one is broken, and where there is none."""
    found: list[Page] = []
    wrong: list[str] = []
    for one in given:
        folder, share = _folder(one)
        try:
            right, broken = pages(folder, share, encoding)
        except OSError as problem:
            raise Refused(f"{printable(folder)}: {problem.strerror or problem}") from None
        except LookupError as problem:
            raise Refused(f"can't decode with {printable(encoding)!r}: {problem}") from None
        if not right and not broken:
            raise Refused(
                f"{printable(folder)}: no labelled pages; a labelled page is NAME.txt with NAME.json beside it, as `edition standoff` writes it"
            )
        found += right
        wrong += broken
    if wrong:
        raise Refused("\n".join(map(printable, wrong)))
    return found


def _folder(given: str) -> tuple[str, float]:
    """A folder, and what its pages count for: ``corrected=2.0``."""
    folder, equals, number = given.rpartition("=")
    if not equals or Path(given).is_dir():
        return given, 1.0
    try:
        share = float(number)
    except ValueError:
        share = -1.0
    if not (isfinite(share) and 0 < share <= 100):
        raise Refused(
            f"{printable(given)}: a weight is a number between 0 and 100, as in corrected=2.0"
        )
    return folder, share


def _held_out(given: Sequence[Page], count: int) -> tuple[list[Page], list[Page]]:
    """So many pages, evenly out of all, and the others."""
    if not 0 <= count < len(given):
        raise Refused(
            f"--hold-out {count}: there are only {len(given)} pages, and at least one must be left to train on"
        )
    held = {(2 * n + 1) * len(given) // (2 * count) for n in range(count)}
    return [page for n, page in enumerate(given) if n in held], [page for n, page in enumerate(given) if n not in held]  # fmt: skip


def _spare(given: Sequence[Page], out: str) -> None:
    """Raise Refused where the model would be written over labels, or over the text of a page."""
    target = Path(out).resolve()
    for page in given:
        labels = Path(page.file).resolve()
        if target in (labels, labels.with_suffix(".txt")):
            raise Refused(
                f"{printable(out)}: one of the labelled pages; name another file with --out"
            )


def _tell(problems: Sequence[Problem]) -> None:
    """Tell what does not go together."""
    for problem in problems[:_TOLD]:
        say(f"edition: {printable(str(problem))}\n")
    if rest := problems[_TOLD:]:
        files = {problem.file for problem in rest}
        say(f"edition: {len(rest)} more in {_count(len(files), 'file')}\n")


def _figures(
    found: Taught, held: Sequence[Page], base: Model
) -> tuple[str, Evaluation, Evaluation]:
    """Of which pages the figures are, and those before and after."""
    if held:
        model = base if found.penalty is None else model_of(found.numbers)
        before, after = (
            sum((judged(page, one) for page in held), Evaluation()) for one in (base, model)
        )
        return f"{_count(len(held), 'held-out page')}", before, after
    return "cross-validation", found.before, found.after


def _made(
    given: Sequence[Page], found: Taught, base: Model, about: str, after: Evaluation
) -> dict[str, object]:
    """What the file tells of its making."""
    folders = Counter(Path(page.file).parent.name for page in given)
    return {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "edition": __version__,
        "base": {"name": base.name, "digest": base.digest},
        "pages": dict(sorted(folders.items())),
        "penalty": found.penalty,
        "one": ONE,
        about: {name: round(value, 1) for name, value in after.figures.items()},
    }


def _said(
    found: Taught,
    taught: Sequence[Page],
    base: Model,
    figures: tuple[str, Evaluation, Evaluation],
) -> Iterator[str]:
    about, before, after = figures
    known = f", {found.lines:,} labelled lines" if found.tried else ""
    yield f"{_count(len(taught), 'page')}{known}"
    if not found.tried:
        yield "There is only one story, so cross-validation is not possible."
    for one in found.tried:
        mark = "  <- chosen" if one.penalty == found.penalty else ""
        yield f"  penalty {one.penalty}: {one.wrong:,} wrong lines in cross-validation, {found.wrong:,} without training{mark}"
    if found.tried and found.penalty is None:
        yield "Cross-validation shows no improvement: the weights were left unchanged. More pages may help."
    changed = found.changed(base.scores.numbers)
    yield f"{_count(changed, 'weight')} changed from {base.name}"
    if before.pages.there:
        yield f"{about}:"
        names = before.figures
        yield " " * 10 + "".join(f"{name:>16}" for name in names)
        for name, one_side in (("before", before), ("after", after)):
            yield f"  {name:8}" + "".join(f"{value:16.1f}" for value in one_side.figures.values())


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


@contextmanager
def _writing(target: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise Refused(f"{printable(target)}: {problem.strerror or problem}") from None


class _Progress:
    """A line on the terminal: how far, and how long still."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()
        self._drawn = 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self._drawn < _EVERY:
            return
        self._drawn = now
        passed = now - self._began
        left = f", {passed * (1 - share) / share:.0f} s left" if passed > 1 else ""
        bar = "#" * int(share * _BAR)
        self._stream.write(f"\r[{bar:<{_BAR}}] {share:4.0%}{left}\x1b[K")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line to what is printed next."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
