"""State: how far a batch is, as another program sees it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.batch.store.folder import Folder
from sim.batch.store.journal import MINUTE, Counts, Driver
from sim.batch.store.lock import driven


@dataclass(frozen=True)
class State:
    """How far a batch is."""

    name: str
    title: str
    total: int
    """Runs that there are to be in the end."""
    counts: Counts
    driver: Driver | None
    """Who drives, or did last."""
    alive: bool
    """Whether it still does."""
    settled: bool
    """Whether the runs that are left are not needed."""
    rate: float | None
    """Runs a second, of the last minute; None where nobody drives."""

    @property
    def left(self) -> float | None:
        """Return how long it will yet take [s]; None where nobody can tell."""
        return max(self.total - self.counts.done, 0) / self.rate if self.rate else None


def status(folder: Folder) -> State:
    """Return how far a batch is; it may be under way."""
    alive = driven(folder.path)
    with folder.reader() as journal:
        counts, driver, lately = journal.counts(), journal.driver(), journal.lately()
        settled = journal.settled
        rate = None
        if alive and driver:
            since = (journal.clock() - driver.started).total_seconds()
            rate = lately / max(min(since, MINUTE), 1.0)
    total = driver.total if driver else folder.study.runs()
    study = folder.study
    return State(study.name, study.title, total, counts, driver, alive, settled, rate)
