"""Ctrl-C and SIGTERM: each ends a command that takes long in good order, and with one line, whenever it comes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn, TypeAlias

_Handler: TypeAlias = Callable[[int, FrameType | None], object]

STOPS = (signal.SIGINT, signal.SIGTERM)
#: For how long one signal to stop is as good as several, in seconds.
_PATIENCE = 10


class StoppedError(BaseException):
    """A signal asks to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


def end_at_once() -> None:
    """Let a signal end this process with a line and nothing else: nothing is begun that would have to be put away."""
    _handle(_end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    # Without buffers or exceptions, so that it may come while a module is half loaded.
    os.write(2, b"edition: stopped before anything was begun\n")
    os._exit(128 + number)


def ignore() -> None:
    """Hear no signal any more: nothing is left to be stopped but the program's end."""
    _handle(signal.SIG_IGN)


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise :class:`StoppedError` in here where a signal asks to end; signals that come after it are not heard."""
    last = -float(_PATIENCE)

    def stop(number: int, _: FrameType | None) -> None:
        nonlocal last
        # Who presses again while all is being put away is not heard; but the first time may have been lost.
        if time.monotonic() - last > _PATIENCE:
            last = time.monotonic()
            raise StoppedError(number)

    before = _handle(stop)
    try:
        yield
    except StoppedError:
        ignore()
        raise
    except BaseException:
        _restore(before)
        raise
    _restore(before)


@contextmanager
def deferred() -> Iterator[None]:
    """Keep signals until the end of this: what is half begun or half ended could not be put away."""
    came: list[int] = []
    before = _handle(lambda number, _: came.append(number))
    try:
        yield
    finally:
        _restore(before)
        for number in came[:1]:
            signal.raise_signal(number)


def _handle(handler: _Handler | signal.Handlers) -> dict[signal.Signals, Any]:
    """Set a handler for both; those before it. One that is ignored, as in the background of a shell, stays so."""
    if threading.current_thread() is not threading.main_thread():
        return {}  # signals are another thread's
    before = {number: signal.getsignal(number) for number in STOPS}
    for number, old in before.items():
        if old is not signal.SIG_IGN:
            signal.signal(number, handler)
    return before


def _restore(handlers: dict[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
