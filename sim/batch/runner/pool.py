"""Pool: chunks done by processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.synchronize import Event
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

STARTS = 3
"""So often in a row workers may die before they are ready, until it is told."""


class Pool:
    """Processes of this machine; a worker that dies costs a new pool, and no other run."""

    def __init__(self, work: Work, workers: int, preloaded: tuple[str, ...] = PRELOADED) -> None:
        self.workers = workers
        self._work = pickle.dumps(work)
        self._context = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            self._context.set_forkserver_preload(["__main__", *preloaded])
            # Ignored by it, too: it would end on Ctrl-C with a traceback.
            with _interrupts_ignored(), _leaks_untold():
                forkserver.ensure_running()
        self._unready = 0
        """Pools in a row of which no worker got ready."""
        self._start()
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
        self._end()

    def submit(self, chunk: Chunk) -> None:
        """Begin a chunk; if no worker can be had for it, the next wait tells so."""
        with _interrupts_held():
            try:
                future = self._pool.submit(_done, chunk)
            except (BrokenProcessPool, OSError, EOFError) as error:
                # A worker died, at its work or while it was being started.
                future = Future()
                future.set_exception(BrokenProcessPool(str(error)))
            self._under_way[future] = chunk

    def wait(self, seconds: float) -> list[Done | Lost]:
        """Return what has ended since last asked, after so long at most.

        SimError if the model cannot be made ready, or no worker lives long enough to do so.
        """
        ended, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        if any(_broken(future) for future in ended):
            return self._after_a_death()
        return [Done(self._under_way.pop(future), future.result()) for future in ended]

    def _after_a_death(self) -> list[Done | Lost]:
        """Return what had ended before, and all else as lost; go on with new processes."""
        self._end()  # and with it all that is under way
        ready = self._ready.is_set()
        self._unready = 0 if ready else self._unready + 1
        if self._unready == STARTS:
            raise SimError(
                "workers die before they are ready; is there memory enough? Try --workers 1"
            )
        # Nobody has begun a chunk where nobody was ready.
        certain = ready and len(self._under_way) == 1
        told: list[Done | Lost] = [
            Lost(chunk, certain) if _broken(future) else Done(chunk, future.result())
            for future, chunk in self._under_way.items()
        ]
        self._under_way.clear()
        self._start()
        return told

    def _start(self) -> None:
        self._ready = self._context.Event()
        self._pool = ProcessPoolExecutor(
            self.workers, mp_context=self._context,
            initializer=_prepare, initargs=(self._work, self._ready),
        )  # fmt: skip

    def _end(self) -> None:
        """End all processes, in the middle of their work or of their start."""
        # There is no public way to do so before Python 3.14.
        for process in list((self._pool._processes or {}).values()):
            process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl-C meanwhile; what is started meanwhile ignores it for good."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say so, and only it is interrupted
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _leaks_untold() -> Iterator[None]:
    """Start the tracker of semaphores without its warning.

    It puts away those of a driver that was killed, which is no news to whoever killed it.
    """
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    try:
        yield
    finally:
        sys.warnoptions.pop()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait meanwhile: a worker that is being started could not be ended."""
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _broken(future: Future[list[RunRecord]]) -> bool:
    """Return whether a chunk was lost with its pool."""
    return future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


_ready: Do | SimError | None = None
"""In a worker: what does its chunks, or why nothing does."""


def _prepare(work: bytes, told: Event) -> None:
    """Make a worker ready and tell so, and let it end with the process that wants its results."""
    global _ready
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which ends us
    threading.Thread(target=_end_with_driver, daemon=True).start()
    try:
        _ready = pickle.loads(work).ready()
    except Exception as error:  # told with the first chunk: a pool says nothing of its beginning
        _ready = SimError(f"no worker could be made ready: {error}")
    told.set()


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
