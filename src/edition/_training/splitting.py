"""Cut a page's truth between its stories: where there are few pages, a part of one is left out and read, to see what the rest taught.

The page stays whole, so that what is left out is read between what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from edition._training.truth import Span


def parts(text: str, spans: Sequence[Span], count: int) -> Iterator[list[Span]]:
    """The rows of a page in so many parts of about as much text each, or in fewer where it has fewer stories."""
    borders = list(_borders(text, spans))
    cuts = [0]
    for n in range(1, count):
        wanted = len(text) * n // count
        later = [at for at in borders if at > cuts[-1]]
        if later:
            cuts.append(min(later, key=lambda at: abs(at - wanted)))
    for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        if inside := [span for span in spans if begin <= span["start"] < end]:
            yield inside


def _borders(text: str, spans: Sequence[Span]) -> Iterator[int]:
    """Where a line begins with another story than the one before ended with."""
    for above, span in pairwise(spans):
        line = text.rfind("\n", above["end"], span["start"]) + 1
        if line and above.get("article") != span.get("article"):
            yield line
