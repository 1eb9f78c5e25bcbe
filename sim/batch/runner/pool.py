"""Pool: chunks done by processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from sim.batch.runner.chunk import Chunk
from sim.batch.runner.executor import Done, Lost
from sim.batch.runner.work import Do, Work
from sim.batch.store.record import RunRecord
from sim.errors import SimError

METHOD = "forkserver" if sys.platform.startswith("linux") else "spawn"
"""forkserver: workers are copies of a process that has loaded the model and nothing else."""

PRELOADED = ("sim.batch.runner.pool", "sim.batch.model.play")
"""What that process has loaded."""


class Pool:
    """Processes of this machine; a worker that dies costs a new pool, and no other run."""

    def __init__(self, work: Work, workers: int, preloaded: tuple[str, ...] = PRELOADED) -> None:
        self.workers = workers
        self._work = pickle.dumps(work)
        self._context = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            self._context.set_forkserver_preload(["__main__", *preloaded])
        self._pool = self._started()
        self._under_way: dict[Future[list[RunRecord]], Chunk] = {}

    @property
    def window(self) -> int:
        """Return how many chunks should be under way: one in work and one waiting for each."""
        return 2 * self.workers

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(at_once=bool(self._under_way))

    def submit(self, chunk: Chunk) -> None:
        """Begin a chunk."""
        try:
            future = self._pool.submit(_done, chunk)
        except BrokenProcessPool:  # it died with nothing to do, or since we last looked
            if not self._under_way:
                self._end(at_once=True)
                self._pool = self._started()
                future = self._pool.submit(_done, chunk)
            else:  # told at the next wait, with all the others
                future = Future()
                future.set_exception(BrokenProcessPool())
        self._under_way[future] = chunk

    def wait(self, seconds: float) -> list[Done | Lost]:
        """Return what has ended since last asked, after so long at most."""
        ended, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in ended):
            return self._after_a_death()
        return [Done(self._under_way.pop(future), _records(future)) for future in ended]

    def _after_a_death(self) -> list[Done | Lost]:
        """Return what had ended before, and all else as lost; go on with new processes."""
        wait(self._under_way)  # the pool ends them all by itself
        alone = len(self._under_way) == 1
        told: list[Done | Lost] = [
            Lost(chunk, certain=alone)
            if isinstance(future.exception(), BrokenProcessPool)
            else Done(chunk, _records(future))
            for future, chunk in self._under_way.items()
        ]
        self._under_way.clear()
        self._end(at_once=True)
        self._pool = self._started()
        return told

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.workers, mp_context=self._context, initializer=_prepare, initargs=(self._work,)
        )

    def _end(self, *, at_once: bool) -> None:
        """End all processes; at once, in the middle of their work."""
        # There is no public way to end a pool whose workers are busy before Python 3.14.
        processes = list((self._pool._processes or {}).values()) if at_once else []
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _records(future: Future[list[RunRecord]]) -> list[RunRecord]:
    """Return what a chunk gave; SimError if the model was not even ready to begin."""
    return future.result()


_ready: Do | SimError | None = None
"""In a worker: what does its chunks, or why nothing does."""


def _prepare(work: bytes) -> None:
    """Make a worker ready, and let it end with the process that wants its results."""
    global _ready
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which ends us
    threading.Thread(target=_end_with_driver, daemon=True).start()
    try:
        _ready = pickle.loads(work).ready()
    except Exception as error:  # told with the first chunk: a pool says nothing of its beginning
        _ready = SimError(f"no worker could be made ready: {error}")


def _end_with_driver() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)  # in the middle of a run: nobody wants it any more


def _done(chunk: Chunk) -> list[RunRecord]:
    if isinstance(_ready, SimError):
        raise _ready
    if _ready is None:
        raise SimError("a worker was asked before it was ready")
    return _ready(chunk)
