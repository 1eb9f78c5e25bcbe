"""Reading: what is in a folder, as arrays; while its runs go on, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.store import database
from sim.batch.store.database import batches, damaged, telling
from sim.batch.store.folder import Folder
from sim.batch.store.results import Results
from sim.batch.study import NOMINAL, Study
from sim.world.world import Floats

DOUBLE = 8
"""Bytes of a number."""

SCALARS = "SELECT point, replication, status, scalars FROM runs"
SERIES = "SELECT point, replication, status, coalesce(substr(series, ?, ?), x'') FROM runs"


@dataclass(frozen=True)
class _Found:
    """Numbers of all runs of a study that are in a journal; NaN where there are none."""

    status: NDArray[np.int8]
    """Shape (lever sets, rows, replications)."""
    points: Floats
    """Shape (lever sets, rows, replications, numbers)."""
    nominal: Floats
    """Shape (repeats, numbers)."""


def results(folder: Folder) -> Results:
    """Return what came of a study so far: its last whole stage, or else all there is."""
    study, path = folder.study, folder.path / database.FILE
    found = _numbers(path, study, SCALARS, (), len(study.outcomes))
    rows, whole = _rows(study, found.status)
    status = found.status[:, :rows]
    return Results(
        study=study,
        rows=rows,
        whole=whole,
        scalars=found.points[:, :rows],
        status=status,
        nominal=found.nominal,
        series_of=partial(_series, path, study, status),
        nominal_series=_nominal_series(path, study),
        values=np.array([study.values(row) for row in range(rows)]).reshape(rows, -1),
    )


def numbers(blobs: list[bytes], count: int) -> Floats:
    """Return what is in blobs of so many numbers each; ValueError if one has more or fewer."""
    if any(len(blob) != DOUBLE * count for blob in blobs):
        raise ValueError(f"a run has not the {count} numbers that it should")
    return np.frombuffer(b"".join(blobs), "<f8").reshape(len(blobs), count)


def _rows(study: Study, status: NDArray[np.int8]) -> tuple[int, bool]:
    """Return how many rows are to be read, and whether all their runs are done."""
    done = np.all(status > 0, axis=(0, 2))
    whole = [rows for rows in study.plan.stages if np.all(done[:rows])]
    return (max(whole), True) if whole else (study.rows, False)


def _series(path: Path, study: Study, status: NDArray[np.int8], outcome: int) -> Floats:
    """Return an outcome's series, of the runs that had gone well when `status` was read."""
    rounds = len(study.rounds)
    part = (1 + DOUBLE * rounds * outcome, DOUBLE * rounds)  # SQL counts from 1
    found = _numbers(path, study, SERIES, part, rounds).points[:, : status.shape[1]]
    found[status != 1] = np.nan
    return found


def _nominal_series(path: Path, study: Study) -> Floats:
    shape = (study.plan.repeats, len(study.outcomes), len(study.rounds))
    part = (1, DOUBLE * shape[1] * shape[2])
    query = f"{SERIES} WHERE point = {NOMINAL}"
    unvaried = replace(study, places=study.places[:0])  # no room is made for its points
    return _numbers(path, unvaried, query, part, shape[1] * shape[2]).nominal.reshape(shape)


def _numbers(path: Path, study: Study, query: str, given: tuple[int, ...], count: int) -> _Found:
    """Return so many numbers of each run that a query finds."""
    sets, replications = len(study.lever_sets), study.plan.replications
    status = np.zeros((sets, study.rows, replications), np.int8)
    points = np.full((*status.shape, count), np.nan)
    nominal = np.full((study.plan.repeats, count), np.nan)
    connection = database.reading(path)
    try:
        with telling(path):
            for rows in batches(connection, query, given):
                _enter(rows, _Found(status, points, nominal))
    except (IndexError, ValueError) as error:
        raise damaged(path, str(error)) from None
    finally:
        connection.close()
    return _Found(status, points, nominal)


def _enter(rows: list[tuple[Any, ...]], found: _Found) -> None:
    """Enter rows of point, replication, status and numbers where they belong."""
    key = np.array([row[:3] for row in rows], np.int64)
    if (key[:, 0] < NOMINAL).any() or (key[:, 1] < 0).any():
        raise ValueError("a run is none of the study's")
    point, replication, status = key.T
    varied, well = point != NOMINAL, status == 1
    chosen, row = np.divmod(point, max(found.status.shape[1], 1))
    found.status[chosen[varied], row[varied], replication[varied]] = status[varied]
    values = numbers([row[3] for row in rows if row[2] == 1], found.points.shape[-1])
    of_point, of_nominal = (varied & well), (~varied & well)
    at = of_point.nonzero()
    found.points[chosen[at], row[at], replication[at]] = values[varied[well]]
    found.nominal[replication[of_nominal]] = values[~varied[well]]
