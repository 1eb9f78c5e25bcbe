"""Batch: a folder whose runs are being done, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from sim.batch.runner.drive import Driven, Tell, drive
from sim.batch.runner.executor import Executor
from sim.batch.runner.work import Work
from sim.batch.store.folder import Folder
from sim.batch.store.journal import Journal
from sim.batch.store.lock import driving
from sim.batch.store.reading import results
from sim.batch.study import Model, Run

TIMED = 3
"""So many runs are timed before the rest is begun."""

Start = Callable[[Work], Executor]
"""What starts workers, here or elsewhere."""


@dataclass(frozen=True)
class Estimate:
    """What the rest of a batch will take, going by the runs that are done."""

    runs: int
    """Still to be done, all stages included."""
    each: float | None
    """The model's own time in a run [s]; None: no run is there to go by."""
    workers: int

    @property
    def hours(self) -> float | None:
        """Return how long the rest will take [hour]."""
        return None if self.each is None else self.runs * self.each / max(1, self.workers) / 3600.0


@dataclass(frozen=True)
class Ended:
    """How far a batch came."""

    done: int
    """Runs in the journal, failed ones among them."""
    total: int
    """Runs that there are, those of stages that were not needed included."""
    failed: int
    stopped: bool
    """Whether too many runs failed for going on."""
    settled: bool
    """Whether the indices had settled before all stages were run."""


@contextmanager
def working(
    folder: Folder,
    model: Model,
    start: Start,
    *,
    most_failures: int | None = None,
    band: float | None = None,
    tell: Tell | None = None,
) -> Iterator[Batch]:
    """Yield a batch whose workers are ready; they end with it, and nobody else drives meanwhile.

    `band` is how narrow the bands of indices must be for an end before all stages are run.
    """
    work = Work.of(folder.study, model)
    with driving(folder.path), folder.journal() as journal, start(work) as executor:
        journal.begin(executor.workers, folder.study.runs())
        yield Batch(folder, journal, executor, most_failures, band, tell)


@dataclass(frozen=True)
class Batch:
    """A folder, its journal, and who does its runs."""

    folder: Folder
    journal: Journal
    executor: Executor
    most_failures: int | None
    band: float | None
    tell: Tell | None

    def estimate(self) -> Estimate:
        """Return what the rest will take, after timing a few runs if none is there to go by.

        These are the first of all runs, and stay.
        """
        study = self.folder.study
        if not self.journal.counts().done:
            self._drive(islice(study.keys(), TIMED))
        counts = self.journal.counts()
        return Estimate(study.runs() - counts.done, counts.mean, self.executor.workers)

    def run(self) -> Ended:
        """Do all runs that are not in the journal, stage by stage until the indices settle."""
        study = self.folder.study
        last = len(study.plan.stages) - 1
        settled = stopped = False
        for stage in range(last + 1):
            stopped = self._drive(study.keys(stage), stage).stopped
            settled = not stopped and stage < last and self._settled()
            if stopped or settled:
                break
        counts = self.journal.counts()
        return Ended(counts.done, study.runs(), counts.failed, stopped, settled)

    def _drive(self, keys: Iterable[Run], stage: int | None = None) -> Driven:
        study = self.folder.study
        finished, counts = self.journal.finished(study), self.journal.counts()
        return drive(
            study,
            (run for run in keys if run not in finished),
            self.executor,
            self.journal,
            total=study.runs(stage),
            begun=counts.done,
            mean=counts.mean,
            most_failures=self.most_failures,
            tell=self.tell,
        )

    def _settled(self) -> bool:
        if self.band is None:
            return False
        from sim.batch.analysis.settled import settled  # loads SALib

        return settled(results(self.folder), self.band)
