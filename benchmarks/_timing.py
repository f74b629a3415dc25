"""Time calls against each other in one run, so that what the machine does besides slows all of them alike."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

#: What somebody writes who needs it today: one regular expression that tells a line's kind, if it matches.
_LINE = re.compile(
    r"\s*(?:(?P<lead>本报讯|新华社.{0,20}电|据新华社)|(?P<continued>[（(]上接第?.{1,4}版[）)])"
    r"|(?P<signoff>[（(][一-鿿、 ]{2,20}[）)]$)|(?P<credit>.{0,60}[摄图]$)|(?P<byline>(?:本报)?记者 ?.{2,20}$)|(?P<text>.+))"
)


def lower_bound(text: str) -> list[re.Match[str] | None]:
    """What a program that looks at every line of a text can't do without: the lines, and one match for each."""
    return [_LINE.match(line) for line in text.splitlines()]


def medians(calls: Mapping[str, Callable[[], object]], rounds: int = 15) -> dict[str, float]:
    """The median time of each call in seconds of the processor, the calls in turn, round after round.

    A call is made twice in its turn and the second one counts, so that a short one does not pay for what a long one before it
    has left in the processor's caches.
    """
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            call()
            begin = time.process_time()
            call()
            found[name].append(time.process_time() - begin)
    return {name: sorted(times)[rounds // 2] for name, times in found.items()}


def least(calls: Mapping[str, Callable[[], object]], rounds: int = 9) -> dict[str, float]:
    """The least time of each call in seconds of the processor, the calls in turn, round after round."""
    found = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            begin = time.process_time()
            call()
            found[name] = min(found[name], time.process_time() - begin)
    return found
