"""Executor: who does chunks, here or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from sim.batch.runner.chunk import Chunk
from sim.batch.store.record import RunRecord


@dataclass(frozen=True)
class Done:
    """A chunk that was done, with a record of each run, be it of its failure."""

    chunk: Chunk
    records: list[RunRecord]


@dataclass(frozen=True)
class Lost:
    """A chunk whose worker died, or whose neighbour's did."""

    chunk: Chunk
    certain: bool
    """Whether it was surely this chunk that the worker died of."""
    deaths: int = 1
    """Workers that died of it, one after the other."""


class Executor(Protocol):
    """Who does chunks; a context manager that ends all it began."""

    def __enter__(self) -> Executor: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @property
    def workers(self) -> int:
        """Return how many chunks are done at a time."""
        ...

    @property
    def window(self) -> int:
        """Return how many chunks should be under way, so that no worker waits for us."""
        ...

    def submit(self, chunk: Chunk) -> None:
        """Begin a chunk."""
        ...

    def wait(self, seconds: float) -> list[Done | Lost]:
        """Return what has ended since last asked, after so long at most; SimError if none can."""
        ...
