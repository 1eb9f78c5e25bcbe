"""Tables: what is in a folder as rows and columns, some rows at a time.

`runs` has a row for each run, `series` one for each round of each run that went well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.batch.store.database import batches
from sim.batch.store.folder import Folder
from sim.batch.store.reading import numbers
from sim.batch.store.results import STATUSES
from sim.batch.study import NOMINAL, Study
from sim.world.world import Floats

CELLS = 2_000_000
"""So many are held at a time, whatever the number of columns."""

MOST = 65_536
"""Rows at a time, at most."""

RUNS = """
SELECT point, replication, status, tries, seconds, error, scalars FROM runs
ORDER BY point, replication
"""
SERIES = """
SELECT point, replication, series FROM runs WHERE status = 1 ORDER BY point, replication
"""

Kind = Literal["count", "number", "text"]

Cells = Sequence[str] | Sequence[int | None] | Floats
"""Of one column; an absent count is None, an absent number NaN."""


@dataclass(frozen=True)
class Table:
    """Columns, and their rows as often as they are asked for."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    parts: Callable[[], Iterator[list[Cells]]]
    """Some rows at a time, as columns."""


def tables(folder: Folder) -> tuple[Table, ...]:
    """Return the tables of a folder; no series where the model has no rounds."""
    found = (_runs(folder), _series(folder))
    return found if folder.study.rounds else found[:1]


def _runs(folder: Folder) -> Table:
    study = folder.study
    levers = tuple(study.lever_sets[0].options)
    columns: tuple[tuple[str, Kind], ...] = (
        *_WHICH,
        ("row", "count"),
        ("status", "text"),
        ("tries", "count"),
        ("seconds", "number"),
        ("error", "text"),
        *((f"lever.{name}", "text") for name in levers),
        *((f"factor.{factor.name}", "number") for factor in study.factors),
        *((f"outcome.{outcome.name}", "number") for outcome in study.outcomes),
    )

    def parts() -> Iterator[list[Cells]]:
        values = np.array([study.values(point) for point in (*range(study.rows), NOMINAL)])
        nothing = np.full(len(study.outcomes), np.nan).astype("<f8").tobytes()
        for rows in _read(folder, RUNS, MOST, len(columns)):
            point, replication, status, tries, seconds, error, scalars = zip(*rows, strict=True)
            chosen, row = _place(study, np.array(point))
            at = values[row]  # the nominal point's row is -1, and its values the last
            found = numbers([blob or nothing for blob in scalars], len(study.outcomes))
            options = [study.lever_sets[number].options for number in chosen]
            yield [
                *_which(study, point, replication, chosen),
                [int(number) if number >= 0 else None for number in row],
                [STATUSES[number - 1] for number in status],
                tries,
                np.array(seconds, np.float64),
                error,
                *([option[name] for option in options] for name in levers),
                *at.T,
                *found.T,
            ]

    return Table("runs", columns, parts)


def _series(folder: Folder) -> Table:
    study = folder.study
    rounds, outcomes = len(study.rounds), len(study.outcomes)
    columns: tuple[tuple[str, Kind], ...] = (
        *_WHICH,
        ("round", "count"),
        ("round_name", "text"),
        *((f"outcome.{outcome.name}", "number") for outcome in study.outcomes),
    )

    def parts() -> Iterator[list[Cells]]:
        for rows in _read(folder, SERIES, max(MOST // rounds, 1), len(columns) * rounds):
            point, replication, series = zip(*rows, strict=True)
            found = numbers(list(series), outcomes * rounds).reshape(-1, outcomes, rounds)
            each = np.repeat(np.arange(len(rows)), rounds)
            points, replications = np.array(point)[each], np.array(replication)[each]
            chosen, _ = _place(study, points)
            yield [
                *_which(study, points.tolist(), replications.tolist(), chosen),
                [*range(1, rounds + 1)] * len(rows),
                [*study.rounds] * len(rows),
                *found.swapaxes(1, 2).reshape(-1, outcomes).T,
            ]

    return Table("series", columns, parts)


_WHICH: tuple[tuple[str, Kind], ...] = (
    ("point", "count"),
    ("replication", "count"),
    ("lever_set", "text"),
)
"""The columns that say which run a row is of."""


def _which(
    study: Study, point: Sequence[int], replication: Sequence[int], chosen: NDArray[np.int64]
) -> list[Cells]:
    return [point, replication, [study.lever_sets[number].name for number in chosen]]


def _place(study: Study, point: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return lever set and row of points; -1 is the nominal point's row."""
    chosen, row = np.divmod(point, max(study.rows, 1))
    nominal = point == NOMINAL
    return np.where(nominal, 0, chosen), np.where(nominal, -1, row)


def _read(folder: Folder, query: str, most: int, width: int) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows of a query, so many at a time that their cells are not too many."""
    with folder.reader() as journal:
        yield from batches(journal.connection, query, size=max(1, min(most, CELLS // width)))
