"""Plug-in models that are quick, slow, faulty or deadly, and studies of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from sim.batch.design.factors import Distribution, Factor
from sim.batch.store.record import RunRecord
from sim.batch.study import Evaluate, Found, LeverSet, Outcome, Plan, Run, Study
from sim.world.world import Floats

UNIT = Distribution(shape="uniform", low=0.0, high=1.0)


def factor(name: str) -> Factor:
    """Return a factor between 0 and 1."""
    return Factor(
        name=name, unit="1", meaning="made up", distribution=UNIT, nominal=0.5, source="assumed"
    )


def study_of(
    rows: int, *, lever_sets: int = 1, replications: int = 1, repeats: int = 2, rounds: int = 2
) -> Study:
    """Return a study of three factors and one outcome."""
    return Study(
        name="made-up",
        title="A made-up study",
        factors=tuple(factor(name) for name in ("a", "b", "c")),
        outcomes=(Outcome(name="sum", unit="1", meaning="All of it"),),
        lever_sets=tuple(LeverSet(name=f"set {n}", options={}) for n in range(lever_sets)),
        rounds=tuple(str(n + 1) for n in range(rounds)),
        plan=Plan(
            method="latin_hypercube", settings={}, stages=(rows,),
            replications=replications, repeats=repeats, seed=1,
        ),
        places=np.random.default_rng(1).random((rows, 3)),
    )  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """Adds the factors, the lever set's number and chance up; what it does of some runs is told."""

    raises_above: float = 2.0
    """Value of the first factor from which a run raises."""
    dies_above: float = 2.0
    """Value of the first factor from which a run ends its worker."""
    dies_once: str = ""
    """A file that tells whether it has died before; where it has, it does not again."""
    seconds: float = 0.0

    def ready(self) -> Evaluate:
        """Return what runs it."""
        return self._run

    def _run(self, lever_set: int, values: Floats, seed: int) -> Found:
        end = perf_counter() + self.seconds
        while perf_counter() < end:
            pass
        if values[0] > self.raises_above:
            raise ValueError(f"{values[0]:.2f} is too much")
        if values[0] > self.dies_above and self._dies():
            os.kill(os.getpid(), signal.SIGKILL)
        total = float(values.sum()) + lever_set + seed / 2**32
        return Found(np.array([total]), np.array([[total / 2.0, total]]))

    def _dies(self) -> bool:
        if not self.dies_once:
            return True
        flag = Path(self.dies_once)
        before = flag.exists()
        flag.touch()
        return not before


@dataclass(frozen=True)
class Unready:
    """Cannot be made ready."""

    def ready(self) -> Evaluate:
        """Fail."""
        raise OSError("the licence server does not answer")


@dataclass(frozen=True)
class Stillborn:
    """Ends its worker before it is ready, as often as it is told to; then it is like `Sum`."""

    deaths: int
    folder: str
    """Where it counts them."""

    def ready(self) -> Evaluate:
        """Return what runs it, or die."""
        count = len(list(Path(self.folder).iterdir()))
        if count < self.deaths:
            (Path(self.folder) / str(count)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Sum().ready()


class Kept:
    """A journal that keeps records in memory."""

    def __init__(self) -> None:
        self.records: list[RunRecord] = []

    def add(self, records: Sequence[RunRecord]) -> None:
        """Keep records."""
        self.records += records

    @property
    def by_run(self) -> dict[Run, RunRecord]:
        """Return the records by their runs; each run has one."""
        found = {Run(r.point, r.replication): r for r in self.records}
        assert len(found) == len(self.records)
        return found


def content(journal: Kept) -> list[tuple[object, ...]]:
    """Return what a digest is made of."""
    return sorted((r.point, r.replication, r.status, r.scalars, r.series) for r in journal.records)
