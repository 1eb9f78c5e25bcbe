"""Journal: what came of each run, in the order in which the runs came.

Each call of `add` is one transaction: what it returned from is kept though the program be killed
the next instant. One program writes at a time (see `lock`), while others read.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.batch.store import database
from sim.batch.store.database import batches, damaged, telling, transaction
from sim.batch.store.finished import Finished
from sim.batch.store.outline import Outline, design_digest
from sim.batch.store.record import RunRecord
from sim.batch.store.results import STATUSES
from sim.batch.study import Run, Study
from sim.scenario.spec import Strict
from sim.text import visible

MINUTE = 60
"""So long ago the beats go back by which the pace is told [s]."""

ADD = """
INSERT INTO runs (point, replication, status, tries, seconds, error, scalars, series)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (point, replication) DO UPDATE SET
    status = excluded.status, tries = excluded.tries, seconds = excluded.seconds,
    error = excluded.error, scalars = excluded.scalars, series = excluded.series
WHERE runs.status <> 1
"""

BEAT = "INSERT INTO beats VALUES (?, ?) ON CONFLICT (second) DO UPDATE SET runs = runs + ?"

_NUMBER = {status: number for number, status in enumerate(STATUSES, 1)}


class Driver(Strict):
    """What drives the runs, or did when last somebody did."""

    started: dt.datetime
    workers: int
    total: int
    """Runs that there are to be in the end, those done before included."""


@dataclass(frozen=True)
class Counts:
    """How many runs came to what."""

    ok: int
    error: int
    killed: int
    seconds: float
    """The model's own time, of all of them [s]."""
    well: float
    """Of those that ended well [s]."""

    @property
    def done(self) -> int:
        """Return how many runs need not be done again."""
        return self.ok + self.error + self.killed

    @property
    def failed(self) -> int:
        """Return how many runs gave nothing."""
        return self.error + self.killed

    @property
    def mean(self) -> float | None:
        """Return the model's own time per run that ended well [s], if there is one."""
        return self.well / self.ok if self.ok else None


@dataclass(frozen=True)
class Failure:
    """A run that gave nothing."""

    run: Run
    status: str
    tries: int
    error: str


def now() -> dt.datetime:
    """Return the instant by the machine's clock."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Journal:
    """An open journal, used from one thread; closed by `close`, or by leaving a `with`."""

    path: Path
    connection: sqlite3.Connection
    clock: Callable[[], dt.datetime] = now

    @staticmethod
    def create(path: Path, study: Study) -> Journal:
        """Return a new journal of a study; SimError where none can be written."""
        journal = Journal(path, database.create(path))
        journal.describe(study)
        return journal

    @staticmethod
    def open(path: Path) -> Journal:
        """Return a journal to be written on."""
        return Journal(path, database.writing(path))

    @staticmethod
    def read(path: Path) -> Journal:
        """Return a journal that is only read, also while another program writes."""
        return Journal(path, database.reading(path))

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def describe(self, study: Study) -> None:
        """Write down, once, the study that the runs belong to."""
        samples = ((row, places.astype("<f8").tobytes()) for row, places in enumerate(study.places))
        with telling(self.path), transaction(self.connection):
            self._outline(study)
            self.connection.executemany("INSERT INTO samples VALUES (?, ?)", samples)

    def retell(self, study: Study) -> None:
        """Write down the study anew, of which only what is told may be another, not its sample."""
        with telling(self.path), transaction(self.connection):
            self._outline(study)

    def add(self, records: Sequence[RunRecord]) -> None:
        """Write down what came of some runs: of all of them, or of none.

        A run that is there already stays as it is, unless it failed.
        """
        if not records:
            return
        second = int(self.clock().timestamp())
        with telling(self.path), transaction(self.connection):
            self.connection.executemany(ADD, map(_row, records))
            self.connection.execute(BEAT, (second, len(records), len(records)))

    def begin(self, workers: int, total: int) -> None:
        """Note who drives from now on, and how many runs there are to be in the end."""
        driver = Driver(started=self.clock(), workers=workers, total=total)
        with telling(self.path), transaction(self.connection):
            self.connection.execute("DELETE FROM beats")
            self._note("driver", driver.model_dump_json())

    def staff(self, workers: int) -> None:
        """Note that there are more workers by now, or fewer."""
        driver = self.driver()
        if driver is not None:
            told = driver.model_copy(update={"workers": workers}).model_dump_json()
            with telling(self.path), transaction(self.connection):
                self._note("driver", told)

    def forget_failed(self) -> int:
        """Strike out the runs that failed, so that they are done again; return how many."""
        with telling(self.path), transaction(self.connection):
            self.connection.execute("DELETE FROM meta WHERE key = 'settled'")
            return self.connection.execute("DELETE FROM runs WHERE status <> 1").rowcount

    def settle(self) -> None:
        """Note that the runs that are left are not needed: the indices have settled."""
        with telling(self.path), transaction(self.connection):
            self._note("settled", "yes")

    @property
    def settled(self) -> bool:
        """Return whether the runs that are left are not needed."""
        return self._noted("settled") is not None

    def driver(self) -> Driver | None:
        """Return who drives, or did last; None before the first did."""
        told = self._noted("driver")
        with self._whole():
            return Driver.model_validate_json(told) if told else None

    def study(self) -> Study:
        """Return the study that the runs belong to."""
        with self._whole():
            outline = Outline.model_validate_json(self._noted("study") or "")
            (count,) = self.connection.execute("SELECT count(*) FROM samples").fetchone()
            sample = np.empty((count, len(outline.factors)), "<f8")
            begin = 0
            for rows in batches(self.connection, "SELECT places FROM samples ORDER BY row"):
                part = np.frombuffer(b"".join(places for (places,) in rows), "<f8")
                sample[begin : begin + len(rows)] = part.reshape(len(rows), -1)
                begin += len(rows)
            study = outline.study(sample)
            if design_digest(study) != self._noted("design"):
                raise ValueError("the study is not as it was written")
            return study

    def finished(self, study: Study) -> Finished:
        """Return which of a study's runs need not be done again."""
        finished = Finished.none(study)
        with telling(self.path):
            for rows in batches(self.connection, "SELECT point, replication FROM runs"):
                for row in rows:
                    if not finished.mark(Run(*row)):
                        raise damaged(self.path, f"the study has no run {row}")
        return finished

    def counts(self) -> Counts:
        """Return how many runs came to what."""
        query = "SELECT status, count(*), total(seconds) FROM runs GROUP BY status"
        with telling(self.path):
            found = self.connection.execute(query).fetchall()
        number = {STATUSES[status - 1]: count for status, count, _ in found}
        ok, error, killed = (number.get(status, 0) for status in STATUSES)
        seconds = {STATUSES[status - 1]: total for status, _, total in found}
        return Counts(ok, error, killed, sum(seconds.values()), seconds.get("ok", 0.0))

    def failures(self, limit: int) -> tuple[Failure, ...]:
        """Return runs that failed, the first ones in order of their keys."""
        query = (
            "SELECT point, replication, status, tries, error FROM runs WHERE status <> 1 "
            "ORDER BY point, replication LIMIT ?"
        )
        with telling(self.path):
            found = self.connection.execute(query, (limit,)).fetchall()
        return tuple(
            Failure(Run(point, replication), STATUSES[status - 1], tries, error)
            for point, replication, status, tries, error in found
        )

    def lately(self) -> int:
        """Return how many runs were written down in the last minute."""
        until = int(self.clock().timestamp())
        query = "SELECT total(runs) FROM beats WHERE second > ? AND second <= ?"
        with telling(self.path):
            return int(self.connection.execute(query, (until - MINUTE, until)).fetchone()[0])

    def _outline(self, study: Study) -> None:
        self._note("study", Outline.of(study).model_dump_json())
        self._note("design", design_digest(study))

    def _note(self, key: str, value: str) -> None:
        self.connection.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _noted(self, key: str) -> str | None:
        with telling(self.path):
            query = "SELECT value FROM meta WHERE key = ?"
            row = self.connection.execute(query, (key,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Take what cannot be understood for damage."""
        with telling(self.path):
            try:
                yield
            except ValueError as error:  # pydantic's and numpy's are such, too
                raise damaged(self.path, str(error).splitlines()[0]) from None


def _row(record: RunRecord) -> tuple[object, ...]:
    """Return a record as a row of the table; what its error says may be anything."""
    return (
        record.point,
        record.replication,
        _NUMBER[record.status],
        record.tries,
        record.seconds,
        record.error and visible(record.error),
        record.scalars,
        record.series,
    )
