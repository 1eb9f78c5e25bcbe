"""Batch: a folder whose runs are being done, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from sim.batch.study import Model

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
        failed = journal.counts().failed
        most = None if most_failures is None else failed + most_failures
        yield Batch(folder, journal, executor, most, band, tell)


@dataclass(frozen=True)
class Batch:
    """A folder, its journal, and who does its runs."""

    folder: Folder
    journal: Journal
    executor: Executor
    most_failures: int | None
    """Those of before included."""
    band: float | None
    tell: Tell | None

    def estimate(self) -> Estimate:
        """Return what the rest will take, after timing a few runs if none is there to go by.

        These are the first of all runs, and stay.
        """
        if not self.journal.counts().done:
            self._drive(0, most=TIMED)
        counts = self.journal.counts()
        left = 0 if self.journal.settled else self.folder.study.runs() - counts.done
        return Estimate(left, counts.mean, self.executor.workers)

    def run(self) -> Ended:
        """Do all runs that are not in the journal, stage by stage until the indices settle."""
        stages = len(self.folder.study.plan.stages)
        stopped = False
        for stage in range(stages):
            if stopped or self.journal.settled:
                break
            stopped = self._drive(stage).stopped
            if not stopped and stage < stages - 1 and self._settled():
                self.journal.settle()
        counts = self.journal.counts()
        total = self.folder.study.runs()
        return Ended(counts.done, total, counts.failed, stopped, self.journal.settled)

    def _drive(self, stage: int, most: int | None = None) -> Driven:
        """Do what is left up to a stage's end, or so many runs of it at most."""
        study, counts = self.folder.study, self.journal.counts()
        finished = self.journal.finished(study)
        left = (run for run in study.keys(stage) if run not in finished)
        return drive(
            study,
            islice(left, most),
            self.executor,
            self.journal,
            total=study.runs(stage),
            begun=sum(run in finished for run in study.keys(stage)),
            failed=counts.failed,
            mean=counts.mean,
            most_failures=self.most_failures,
            tell=self.tell,
        )

    def _settled(self) -> bool:
        if self.band is None:
            return False
        from sim.batch.analysis.settled import settled  # loads SALib

        return settled(results(self.folder), self.band)
