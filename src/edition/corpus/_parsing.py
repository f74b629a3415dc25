"""Parse many pages in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import frozen

from edition._model.editions import MOST_PAGES
from edition.corpus._model import Failure, Origin, ParsedPage, Result, SourcePage
from edition.corpus._pool import Died, checked, one_by_one, run
from edition.corpus._readers import Document, Source, told
from edition.dialects import Dialect
from edition.models import Model
from edition.pages import parse

S = TypeVar("S", bound=Source)

#: What is sent to a process at a time: so many sources, or so many bytes.
_SOURCES, _BYTES = 16, 2**20


@frozen(weakref_slot=False)
class _Task:
    sources: tuple[Source, ...]
    dialect: Dialect | str | None
    model: Model | None


def parse_many(
    sources: Iterable[Source | str],
    *,
    workers: int | None = None,
    ordered: bool = True,
    dialect: Dialect | str | None = None,
    model: Model | None = None,
) -> Iterator[Result]:
    """Parse the pages of a corpus in several processes (default: one per processor).

    Takes the results of :func:`read_documents` or :func:`read_pages`, or texts. Yields a :class:`ParsedPage` for each page and a
    :class:`Failure` for each source that could not be read, in the order of the sources, or as they complete if ``ordered`` is false.
    Holds a few dozen pages in memory. A source that crashes a worker is a failure, too.

    With several workers, the calling script needs a guard, as always with ``multiprocessing``: ``if __name__ == "__main__":``. Raises ValueError for fewer than one worker.
    """
    count = checked(workers)
    named = (
        SourcePage(text=source, origin=Origin(path=f"text {n}"))
        if isinstance(source, str)
        else source
        for n, source in enumerate(sources, 1)
    )
    tasks = (_Task(tuple(batch), dialect, model) for batch in batched(named, _SOURCES, _BYTES))
    for result in run(_parse, tasks, workers=count, ordered=ordered):
        if isinstance(result, Died):
            for found in apart(result.task.sources, dialect, model):
                yield from found
        else:
            yield from result


def _weight(source: Source) -> int:
    """How large a source is, as far as that is known before it is read."""
    if isinstance(source, Document):
        return source.size
    return len(source.text) * 3 if isinstance(source, SourcePage) else 0


def batched(
    sources: Iterable[S],
    count: int,
    size: int,
    weigh: Callable[[Source], int] = _weight,
    together: Callable[[Source, Source], bool] | None = None,
) -> Iterator[list[S]]:
    """The sources in runs of no more than ``count``, and no heavier than ``size`` bytes unless one alone is.

    A run is as much longer, up to the pages of the largest issue, as its last source and the next belong ``together``.
    """
    batch: list[S] = []
    held = 0
    for source in sources:
        weight = weigh(source)
        full = len(batch) >= count and not (
            together is not None and len(batch) < count + MOST_PAGES and together(batch[-1], source)
        )
        if batch and (full or held + weight > size):
            yield batch
            batch, held = [], 0
        batch.append(source)
        held += weight
    if batch:
        yield batch


def parsed(source: Source, dialect: Dialect | str | None, model: Model | None) -> Iterator[Result]:
    """The pages of a source, read or not."""
    for page in source.pages() if isinstance(source, Document) else (source,):
        if isinstance(page, Failure):
            yield page
            continue
        try:
            result: Result = ParsedPage(
                page=parse(page.text, layout=page.layout, dialect=dialect, model=model), source=page
            )
        except (MemoryError, RecursionError) as problem:
            kind, message = told(problem)
            result = Failure(origin=page.origin, kind=kind, message=message)
        yield result


def _parse(task: _Task) -> list[Result]:
    return [
        result for source in task.sources for result in parsed(source, task.dialect, task.model)
    ]


def apart(
    sources: Sequence[Source], dialect: Dialect | str | None, model: Model | None
) -> Iterator[list[Result]]:
    """What each source gives when a process of its own parses it: a failure where that dies of it."""
    alone = [_Task((source,), dialect, model) for source in sources]
    for source, result in zip(sources, one_by_one(_parse, alone), strict=True):
        if isinstance(result, Died):
            size = source.size if isinstance(source, Document) else None
            message = "a process died of it, for want of memory or by a fault in a library"
            failure = Failure(origin=source.origin, kind="crash", message=message, size=size)
            yield [failure]
        else:
            yield result
