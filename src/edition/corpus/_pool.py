"""Work done in several processes, a bounded amount of it at a time, that survives the death of a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection, forkserver, resource_tracker
from typing import Generic, TypeVar

from edition._signals import STOPS, deferred

T = TypeVar("T")
R = TypeVar("R")

#: Tasks that wait or are done but not fetched, for each process: enough that none is idle.
_AHEAD = 2
#: How many workers may be asked for, for each processor, and in any case.
_EACH, _LEAST_MOST = 4, 8


class Died(Generic[T]):
    """A process died of a task while it did nothing else."""

    __slots__ = ("task",)

    def __init__(self, task: T) -> None:
        self.task = task


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def checked(workers: int | None) -> int:
    """How many workers there will be. Raises ValueError for none, and for more than can be meant."""
    most = max(_LEAST_MOST, _EACH * processors())
    if workers is None:
        return processors()
    if not 1 <= workers <= most:
        raise ValueError(f"at least one worker is needed, and at most {most}, not {workers}")
    return workers


def run(
    function: Callable[[T], R], tasks: Iterable[T], *, workers: int, ordered: bool = True
) -> Generator[R | Died[T], None, None]:
    """What the function makes of each task; in the order of the tasks, or as they get done.

    With one worker the work is done in this process. Takes no more tasks than ``2 * workers`` ahead of what was fetched.
    """
    if workers == 1:
        yield from map(function, tasks)
        return
    source = iter(tasks)
    waiting: dict[Future[R], T] = {}
    pool = _Pool(workers)
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
                break
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
                    pool.end()
                    lost = [task, *waiting.values()]
                    waiting.clear()
                    yield from one_by_one(function, lost)
                    pool = _Pool(workers)
                    break
                yield result
    except BaseException:
        pool.stop()
        raise
    pool.end()


def one_by_one(function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R | Died[T]]:
    """What the function makes of each task, in another process that does one at a time, a new one after each death."""
    pool = _Pool(1)
    try:
        for task in tasks:
            try:
                yield pool.submit(function, task).result()
            except BrokenProcessPool:
                pool.end()
                pool = _Pool(1)
                yield Died(task)
    finally:
        pool.end()


class _Pool:
    """Processes that do what is submitted, and end when they are told to, whatever they do."""

    def __init__(self, workers: int) -> None:
        with deferred():
            self._begin(workers)

    def _begin(self, workers: int) -> None:
        # A process forked from one that has threads, as Arrow's and DuckDB's, may wait for ever.
        there = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in there else "spawn")
        if "forkserver" in there:
            _serve_unheard()
        self._theirs, self._ours = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(self._theirs,)
        )
        self.submit = self._executor.submit
        # The first task begins the processes; those that nobody knows to have begun nobody would wait for.
        self.submit(int)

    def end(self) -> None:
        """End the processes when they are done with what they are at."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._close()

    def stop(self) -> None:
        """End the processes at once: their results are no longer needed."""
        self._ours.close()
        self.end()

    def _close(self) -> None:
        for pipe in (self._ours, self._theirs):
            pipe.close()


def _serve_unheard() -> None:
    """Start what starts the processes where signals do not reach it, nor them: not even while they begin."""
    resource_tracker.ensure_running()  # here, since it lets signals through when it has begun
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(told: connection.Connection) -> None:
    """Leave Ctrl-C to the parent, and end when told to, or with the parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    parent = multiprocessing.parent_process()
    ends = [told] if parent is None else [told, parent.sentinel]
    threading.Thread(target=_follow, args=(ends,), daemon=True).start()


def _follow(ends: list[connection.Connection | int]) -> None:
    with suppress(OSError):
        connection.wait(ends)
    os._exit(1)
