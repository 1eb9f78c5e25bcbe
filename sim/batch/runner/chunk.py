"""Chunk: runs that a worker does one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from sim.batch.study import Run, Study
from sim.world.world import Floats

LEAST = 0.12
"""A chunk is sized to take so long, lest the way to a worker and back count [s]."""

MOST_RUNS = 20_000
"""In a chunk, however short each one is: they are lost together, and held in memory."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """Runs that a worker does one after the other, with all that it must know of them."""

    runs: tuple[Run, ...]
    lever_sets: tuple[int, ...]
    values: Floats
    """Of the factors; shape (runs, factors)."""
    seeds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.runs)

    def halves(self) -> tuple[Chunk, Chunk]:
        """Return the two halves of a chunk of several runs."""
        middle = len(self) // 2
        return self._part(slice(None, middle)), self._part(slice(middle, None))

    def _part(self, part: slice) -> Chunk:
        return Chunk(self.runs[part], self.lever_sets[part], self.values[part], self.seeds[part])


def chunk_of(study: Study, runs: Iterable[Run]) -> Chunk:
    """Return runs of a study as a chunk."""
    keys = tuple(runs)
    return Chunk(
        keys,
        tuple(study.lever_set(run.point) for run in keys),
        np.array([study.values(run.point) for run in keys]),
        tuple(study.seed(run.replication) for run in keys),
    )


class Chunks:
    """Runs that are still to be done, chunk by chunk; only those asked for are held."""

    def __init__(self, study: Study, runs: Iterable[Run]) -> None:
        self._study = study
        self._runs: Iterator[Run] = iter(runs)

    def next(self, mean: float | None, known: int) -> Chunk | None:
        """Return the next chunk, or None at the end; `mean` is what a run takes [s].

        It has no more runs than the mean is known from: the first ones may have been quick since
        they failed at once.
        """
        size = 1 if mean is None else min(MOST_RUNS, max(1, known), -(-LEAST // max(mean, 1e-9)))
        runs = tuple(islice(self._runs, int(size)))
        return chunk_of(self._study, runs) if runs else None
