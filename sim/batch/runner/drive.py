"""Drive: all runs of a study that are not in the journal yet, whatever befalls the workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from sim.batch.runner.chunk import Chunk, Chunks
from sim.batch.runner.executor import Done, Executor, Lost
from sim.batch.runner.work import killed
from sim.batch.store.record import RunRecord
from sim.batch.study import Run, Study

TRIES = 3
"""So often a run may end its worker before it is given up."""

TELL = 0.5
"""Progress is told so often at least [s]."""

LATELY = 30.0
"""The rate is that of so long [s]."""


class Journal(Protocol):
    """Where records are written down."""

    def add(self, records: Sequence[RunRecord]) -> None:
        """Write records down; they are kept from when this returns."""
        ...


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    done: int
    total: int
    failed: int
    rate: float | None
    """Runs a second, lately; None: nothing is known yet."""

    @property
    def left(self) -> float | None:
        """Return how long the rest will take [s]; None: nothing is known yet."""
        return (self.total - self.done) / self.rate if self.rate else None


Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Driven:
    """What came of driving."""

    done: int
    """Runs written down, failed ones among them."""
    failed: int
    seconds: float
    """The model's own time in them, over all workers [s]."""
    stopped: bool
    """Whether too many runs failed for going on."""


@dataclass
class _Tally:
    """What has been written down so far."""

    total: int
    tell: Tell | None
    done: int = 0
    """Runs that are in the journal, those of before among them."""
    begun: int = 0
    """Runs that were in it before."""
    failed: int = 0
    seconds: float = 0.0
    times: deque[tuple[float, int]] = field(default_factory=deque)
    """When how many were done [s]."""

    def add(self, records: Sequence[RunRecord]) -> None:
        self.done += len(records)
        self.failed += sum(record.status != "ok" for record in records)
        self.seconds += sum(record.seconds for record in records)

    @property
    def mean(self) -> float | None:
        """Return what a run takes [s]; None while nobody knows."""
        ours = self.done - self.begun
        return self.seconds / ours if ours else None

    def told(self) -> None:
        """Tell how far it is, and at what rate lately: since the last run before `LATELY`."""
        self.times.append((monotonic(), self.done))
        while len(self.times) > 2 and self.times[-1][0] - self.times[1][0] > LATELY:
            self.times.popleft()
        if self.tell:
            (then, before), (now, done) = self.times[0], self.times[-1]
            rate = (done - before) / (now - then) if now > then else None
            self.tell(Progress(self.done, self.total, self.failed, rate))


def drive(
    study: Study,
    runs: Iterable[Run],
    executor: Executor,
    journal: Journal,
    *,
    total: int,
    begun: int = 0,
    failed: int = 0,
    mean: float | None = None,
    most_failures: int | None = None,
    tell: Tell | None = None,
) -> Driven:
    """Do runs and write each down; those that fail are written down as failed.

    `total` are all runs of the study, `begun` those that are done already and `failed` those of
    them that failed, for the account of progress; `mean` is what a run takes where this is known
    [s]. It stops when more than `most_failures` have failed, those of before included.
    A chunk whose worker died is tried by itself; if it is the cause, its halves are, down to the
    run that is to blame, which is given up after `TRIES`.
    """
    left = _Left(Chunks(study, runs))
    tally = _Tally(total, tell, done=begun, begun=begun, failed=failed)
    tally.times.append((monotonic(), begun))
    while True:
        stopped = most_failures is not None and tally.failed > most_failures
        while not stopped and left.may_begin(executor.window):
            chunk = left.begin(tally.mean or mean, tally.done)
            if chunk is None:
                break
            executor.submit(chunk)
        if not left.under_way:
            return Driven(tally.done - begun, tally.failed - failed, tally.seconds, stopped)
        for told in executor.wait(TELL):
            left.under_way -= 1
            records = told.records if isinstance(told, Done) else left.lost(told)
            journal.add(records)
            tally.add(records)
        tally.told()


@dataclass
class _Left:
    """What is left to do: chunks of which nothing is known, and those whose workers died."""

    fresh: Chunks
    suspects: deque[Chunk] = field(default_factory=deque)
    tries: dict[Run, int] = field(default_factory=dict)
    """How often a run by itself has ended its worker."""
    under_way: int = 0
    tried: Chunk | None = None
    """The suspect that was begun last: while it is under way nothing else is."""

    def may_begin(self, window: int) -> bool:
        """Return whether another chunk may begin; a suspect is alone, so that a death names it."""
        if self.suspects or self.tried:
            return self.under_way == 0
        return self.under_way < window

    def begin(self, mean: float | None, known: int) -> Chunk | None:
        """Return the chunk to begin next, or None if there is none."""
        self.tried = self.suspects.popleft() if self.suspects else None
        chunk = self.tried or self.fresh.next(mean, known)
        self.under_way += chunk is not None
        return chunk

    def lost(self, lost: Lost) -> list[RunRecord]:
        """Put a lost chunk, or what is to be looked for in it, among the suspects.

        Return the record of a run that has had all its tries.
        """
        if not lost.certain:
            self.suspects.append(lost.chunk)
            return []
        if len(lost.chunk) > 1:
            self.suspects.extendleft(reversed(lost.chunk.halves()))
            return []
        run = lost.chunk.runs[0]
        self.tries[run] = self.tries.get(run, 0) + lost.deaths
        if self.tries[run] >= TRIES:
            return [killed(run, self.tries[run])]
        self.suspects.appendleft(lost.chunk)
        return []
