"""Cluster: chunks done by the workers of a Dask cluster that somebody else has started.

Each worker must run this very program: what it says of itself is asked when it is first seen, and
again with every chunk, since one that has just joined may be given a chunk before it is seen.
"""

from __future__ import annotations

import logging
import pickle
import re
import threading
import uuid
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from queue import Empty, Queue
from time import monotonic
from types import ModuleType, TracebackType
from typing import Any

from sim.batch.runner.chunk import Chunk
from sim.batch.runner.executor import Done, Lost
from sim.batch.runner.remote import done, line, program, refuse_others
from sim.batch.runner.work import Work
from sim.errors import SimError

Remote = Any
"""Dask's client and its futures, whose types Dask tells in part only."""

ANSWER = 8.0
"""A scheduler that says nothing for so long is given up [s]."""

PATIENCE = 60.0
"""A cluster without workers is given up after so long [s]."""

LOOK = 1.0
"""Who works is looked at so often [s]."""

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", re.ASCII)

NOISY = ("distributed", "distributed.client", "tornado.application")
"""Loggers that tell of a lost scheduler in lines of their own, with tracebacks."""


class Cluster:
    """Workers of a Dask cluster; one that dies costs nothing, for its chunks go to another.

    A chunk of which several workers died (four, by the scheduler's usual setting) is lost.
    """

    def __init__(self, work: Work, address: str) -> None:
        self._address = checked(address)
        self._dask = _distributed()
        self._packed = pickle.dumps(work)
        self._under_way: dict[object, Chunk] = {}
        self._alone: object = None
        """Key of the chunk that has had no company since it began."""
        self._ended: list[tuple[Remote, Any]] = []
        """What has arrived and is not told yet."""
        self._threads: dict[str, int] = {}
        self.expected = program()
        """What every worker must say that it runs."""
        self._looked = self._served = monotonic()
        self._ending = ExitStack()

    @property
    def workers(self) -> int:
        """Return how many chunks are done at a time: one in each worker's process."""
        return max(1, len(self._threads))

    @property
    def window(self) -> int:
        """Return how many chunks should be under way; it grows when workers join."""
        return 2 * sum(self._threads.values()) + 2

    def __enter__(self) -> Cluster:
        with ExitStack() as ending:
            ending.enter_context(_quiet())
            self._client = ending.enter_context(self._connected())
            self._meet()
            self._begin()
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.close()

    def submit(self, chunk: Chunk) -> None:
        """Begin a chunk."""
        self._chunks += 1
        # Keys of one group let the scheduler hold chunks back until a worker has time for them.
        key = (self._group, self._chunks)
        future = self._client.submit(done, self._work, self.expected, chunk, key=key, pure=False)
        self._alone = None if self._under_way else key
        self._under_way[key] = chunk
        self._arriving.add(future)

    def wait(self, seconds: float) -> list[Done | Lost]:
        """Return what has ended since last asked, after so long at most; SimError if none can.

        What was done is told before whatever else came with it, which may be the end of it all.
        """
        if not self._ended:
            self._look()
            self._ended = self._arrived(seconds)
        whole = [ended for ended in self._ended if isinstance(ended[1], list)]
        other = [ended for ended in self._ended if not isinstance(ended[1], list)]
        self._ended = other if whole else []
        return [self._told(*ended) for ended in whole or other]

    def _arrived(self, seconds: float) -> list[tuple[Remote, Any]]:
        """Return futures that have ended, with their results, after so long at most."""
        condition = self._arriving.thread_condition
        with condition:
            if not self._arriving.has_ready():
                condition.wait(seconds)
        return list(self._arriving.next_batch(block=False))

    @contextmanager
    def _connected(self) -> Iterator[Remote]:
        """Yield a client of the scheduler; leaving it calls off all that is under way."""
        try:
            client = self._opened()
        except Exception as error:
            why = error if isinstance(error, OSError) else "something else listens there"
            raise SimError(
                f"no Dask scheduler answers at {self._address} ({why}); "
                "start one with `dask scheduler` and give the address that it prints"
            ) from error
        try:
            yield client
        finally:
            with suppress(Exception):  # nothing is left to be done about it
                client.close(timeout=ANSWER)

    def _opened(self) -> Remote:
        """Return a client of the scheduler.

        In a thread of its own, since Dask waits for ever where somebody listens and says nothing.
        """
        opened: Queue[Remote | Exception] = Queue()

        def open_it() -> None:
            try:
                opened.put(self._dask.Client(self._address, timeout=ANSWER, set_as_default=False))
            except Exception as error:  # of many kinds, if something else than a scheduler answers
                opened.put(error)

        threading.Thread(target=open_it, daemon=True).start()
        try:
            client = opened.get(timeout=ANSWER + 1.0)
        except Empty:
            raise TimeoutError("who listens there says nothing") from None
        if isinstance(client, Exception):
            raise client
        return client

    def _meet(self) -> None:
        """Wait for a worker, and refuse those that run another program."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise self._unserved() from None
        self._see()

    def _begin(self) -> None:
        """Send the model, and be ready for chunks."""
        name = uuid.uuid4().hex
        self._group, self._chunks = f"countervail-chunk-{name}", 0
        # A task and no scattered data: if all who hold it die, the scheduler sends it again.
        self._work = self._client.submit(bytes, self._packed, key=f"countervail-model-{name}")
        self._arriving = self._dask.as_completed(
            loop=self._client.loop, with_results=True, raise_errors=False
        )

    def _look(self) -> None:
        """See now and then whether there is anybody who works."""
        if self._client.status != "running":
            raise self._gone()
        if monotonic() - self._looked > LOOK:
            self._see()
            if monotonic() - self._served > PATIENCE:
                raise self._unserved()

    def _see(self) -> None:
        """See who works; SimError if a newcomer runs another program."""
        try:
            threads = dict(self._client.nthreads())
            said = self._said(threads.keys() - self._threads.keys())
        except (OSError, TimeoutError, RuntimeError) as error:
            raise self._gone() from error
        refuse_others(said)
        # One that died before it could answer is asked again if it is still there.
        self._threads = {w: n for w, n in threads.items() if w in self._threads or w in said}
        self._looked = monotonic()
        if self._threads:
            self._served = self._looked

    def _said(self, workers: Collection[str]) -> dict[str, str]:
        """Return what workers say that they run; who died before saying it is left out."""
        if not workers:
            return {}
        said = self._client.run(program, workers=sorted(workers), on_error="return")
        return {
            worker: f"no Countervail that does batches ({line(answer)})"
            if isinstance(answer, Exception)
            else answer
            for worker, answer in said.items()
            if not isinstance(answer, OSError)
        }

    def _told(self, future: Remote, result: Any) -> Done | Lost:
        """Return what came of a chunk; SimError if nothing ever will.

        The result tells, not the future's status, which changes when the scheduler dies meanwhile.
        """
        chunk = self._under_way.pop(future.key)
        if isinstance(result, list):
            return Done(chunk, result)
        if isinstance(result, BaseException):  # called off
            if getattr(result, "reason", "") == "scheduler-connection-lost":
                raise self._gone()
            return Lost(chunk, certain=False)
        _, error, _ = result  # as sys.exc_info has it
        if isinstance(error, self._dask.KilledWorker):
            alone = future.key == self._alone
            return Lost(chunk, certain=alone, deaths=error.allowed_failures + 1)
        if isinstance(error, SimError):
            raise error
        refuse_others(self._said(self._client.nthreads().keys()))
        raise SimError(f"the workers at {self._address} can do nothing: {line(error)}")

    def _gone(self) -> SimError:
        return SimError(
            f"the Dask scheduler at {self._address} is gone; all that had arrived is kept. "
            "Start it and its workers anew and go on with `countervail batch resume`"
        )

    def _unserved(self) -> SimError:
        return SimError(
            f"the Dask scheduler at {self._address} has had no workers for {PATIENCE:.0f} s; "
            f"start some with `dask worker {self._address} --nthreads 1`"
        )


def checked(address: str) -> str:
    """Return a scheduler's address; SimError if it is none.

    >>> checked("tcp://10.0.0.5:8786")
    'tcp://10.0.0.5:8786'
    """
    found = ADDRESS.fullmatch(address.strip())
    if found and 0 < int(found[3]) < 2**16:
        return found[0]
    raise SimError(
        f"'{address}' is no address of a Dask scheduler; "
        "write one such as tcp://10.0.0.5:8786, as `dask scheduler` prints it"
    )


def _distributed() -> ModuleType:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise SimError(
            'a Dask cluster needs more packages: pip install "countervail[cluster]"'
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own lines from the terminal; what matters is told as SimError."""
    loggers = [logging.getLogger(name) for name in NOISY]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
