"""Spread: the same work on many tasks, one after the other or over processes (§W.6).

What comes out does not depend on how many do it: every task is done by itself, and results come
back in the order of the tasks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any, Protocol

from sim.errors import SimError

Work = Callable[[int], tuple[float, ...]]
"""From a task's number to its results; where processes are spawned it is pickled, once for each."""

Progress = Callable[[int, int], None]
"""Told of tasks done and tasks in all."""

CHUNK = 4
"""Tasks a process takes at a time: neighbours are alike, and share what is worked out once."""


class Spread(Protocol):
    """Who does the work."""

    def __call__(
        self, work: Work, tasks: Sequence[int], progress: Progress | None = None
    ) -> list[tuple[float, ...]]:
        """Return the results of all tasks, in their order."""
        ...


def serial(
    work: Work, tasks: Sequence[int], progress: Progress | None = None
) -> list[tuple[float, ...]]:
    """Return the results of all tasks, done one after the other."""
    results = []
    for task in tasks:
        results.append(work(task))
        if progress:
            progress(len(results), len(tasks))
    return results


@dataclass(frozen=True)
class Processes:
    """So many processes, each with all that the work needs; they end with the call, or with us."""

    workers: int
    method: str = "fork" if sys.platform.startswith("linux") else "spawn"
    """fork: they start with our memory as it is; spawn: they are sent a copy of the work."""

    def __call__(
        self, work: Work, tasks: Sequence[int], progress: Progress | None = None
    ) -> list[tuple[float, ...]]:
        """Return the results of all tasks, in their order."""
        workers = min(self.workers, -(-len(tasks) // CHUNK))
        if workers < 2:
            return serial(work, tasks, progress)
        results: dict[int, tuple[float, ...]] = {}
        with self._started(workers, work, tasks) as serving:
            while serving:
                for reader in connection.wait(list(serving)):
                    told = _received(reader)
                    if told is None:
                        _ended_well(serving.pop(reader))
                    elif isinstance(told, Exception):
                        raise told
                    else:
                        results[told[0]] = told[1]
                        if progress:
                            progress(len(results), len(tasks))
        return [results[n] for n in range(len(tasks))]

    @contextmanager
    def _started(self, workers: int, work: Work, tasks: Sequence[int]) -> Iterator[dict[Any, Any]]:
        """Yield where results come in, and from which processes; end these afterwards."""
        context: Any = multiprocessing.get_context(self.method)
        taken = context.Value("q", 0)
        started = []
        try:
            for _ in range(workers):
                reader, writer = context.Pipe(duplex=False)
                process = context.Process(
                    target=_serve,
                    args=(work, tuple(tasks), taken, writer, os.getpid()),
                    daemon=True,
                )
                with warnings.catch_warnings():
                    # Python 3.12 warns of threads at a fork; those of BLAS do no harm.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    process.start()
                writer.close()
                started.append((reader, process))
            yield dict(started)
        finally:
            for _, process in started:
                process.terminate()
                process.join()
            for reader, _ in started:
                reader.close()


def _serve(
    work: Work, tasks: Sequence[int], taken: Any, writer: connection.Connection, parent: int
) -> None:
    """Do tasks, a few at a time, until none is left or whoever wants them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us is told, and ends us
    try:
        while os.getppid() == parent:
            with taken.get_lock():
                first = taken.value
                taken.value = first + CHUNK
            if first >= len(tasks):
                return
            for n in range(first, min(first + CHUNK, len(tasks))):
                writer.send((n, work(tasks[n])))
    except BrokenPipeError:
        return  # nobody reads any more
    except SimError as error:
        writer.send(SimError(str(error)))
    except Exception as error:  # told where the work was asked for; not every one can be pickled
        writer.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _received(reader: Any) -> Any:
    """Return what a process sent, or None if it has ended, be it in the middle of a word."""
    try:
        return reader.recv()
    except (EOFError, OSError):
        return None


def _ended_well(process: Any) -> None:
    """Raise SimError if a process that has ended did not end by itself.

    At once: it may have held the lock on the tasks, and then the others wait for ever.
    """
    process.join()
    if process.exitcode:
        raise SimError("a process that re-ran rounds was ended from outside; try again")
