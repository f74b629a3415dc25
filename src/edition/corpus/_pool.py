"""Work done in several processes, a bounded amount of it at a time, that survives the death of a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Tasks that wait or are done but not fetched, for each process: enough that none is idle.
_AHEAD = 2


class Died(Generic[T]):
    """A process died of a task while it did nothing else."""

    __slots__ = ("task",)

    def __init__(self, task: T) -> None:
        self.task = task


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def run(
    function: Callable[[T], R], tasks: Iterable[T], *, workers: int, ordered: bool = True
) -> Iterator[R | Died[T]]:
    """What the function makes of each task; in the order of the tasks, or as they get done.

    With one worker the work is done in this process. Takes no more tasks than ``2 * workers`` ahead of what was fetched.
    """
    if workers < 1:
        raise ValueError(f"at least one worker is needed, not {workers}")
    if workers == 1:
        yield from map(function, tasks)
        return
    source = iter(tasks)
    waiting: dict[Future[R], T] = {}
    pool = _pool(workers)
    try:
        while True:
            while len(waiting) < _AHEAD * workers:
                try:
                    task = next(source)
                except StopIteration:
                    break
                try:
                    waiting[pool.submit(function, task)] = task
                except BrokenProcessPool:  # noticed now; the others notice below
                    failed: Future[R] = Future()
                    failed.set_exception(BrokenProcessPool())
                    waiting[failed] = task
            if not waiting:
                return
            if ordered:
                futures = [next(iter(waiting))]
                wait(futures)
            else:
                futures = list(wait(waiting, return_when=FIRST_COMPLETED).done)
            for future in futures:
                task = waiting.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    # All that was under way is lost, and nobody knows whose fault it was.
                    pool.shutdown(wait=True)
                    lost = [task, *waiting.values()]
                    waiting.clear()
                    yield from one_by_one(function, lost)
                    pool = _pool(workers)
                    break
                yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def one_by_one(function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R | Died[T]]:
    """What the function makes of each task, in another process that does one at a time, a new one after each death."""
    pool = _pool(1)
    try:
        for task in tasks:
            try:
                yield pool.submit(function, task).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                yield Died(task)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # A process forked from one that has threads, as Arrow's and DuckDB's, may wait for ever.
    there = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in there else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    with suppress(OSError):
        connection.wait([sentinel])
    os._exit(1)
