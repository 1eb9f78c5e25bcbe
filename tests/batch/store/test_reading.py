"""Reading: records in are results out, as far as the last whole stage; nothing absent is a zero."""

import pickle
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.batch.store.digest import digest
from sim.batch.store.folder import Folder
from sim.batch.store.reading import results
from sim.batch.store.results import STATUSES
from sim.batch.study import NOMINAL, Run, Study
from sim.errors import SimError
from tests.batch.store.made_up import IDENTITY, failed, found, record, records, study

SMALL = study(4, stages=(1, 4))
KEYS = list(SMALL.keys())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.create(tmp_path / "b", SMALL, IDENTITY)


def add(folder: Folder, *runs: Run) -> None:
    with folder.journal() as journal:
        journal.add([*records(folder.study, runs)])


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(KEYS), unique=True),
    st.sets(st.sampled_from(KEYS)),
)
def test_records_in_are_results_out(order: list[Run], broken: set[Run]) -> None:
    with TemporaryDirectory() as home:
        folder = Folder.create(Path(home) / "b", SMALL, IDENTITY)
        with folder.journal() as journal:
            journal.add([failed(r) if r in broken else record(SMALL, r) for r in order])
        read = results(folder)
        series = np.stack([read.series_of(number) for number in range(2)], axis=3)
    well = {*order} - broken
    for run in KEYS:
        scalars, rounds = found(SMALL, run)
        if run.point == NOMINAL:
            at, status = read.nominal[run.replication], None
            beside = read.nominal_series[run.replication]
        else:
            chosen, row = divmod(run.point, SMALL.rows)
            if row >= read.rows:
                continue
            place = (chosen, row, run.replication)
            at, status, beside = read.scalars[place], read.status[place], series[place]
        gone_well = run in well
        np.testing.assert_array_equal(at, scalars if gone_well else np.full(2, np.nan))
        np.testing.assert_array_equal(beside, rounds if gone_well else np.full_like(rounds, np.nan))
        if status is not None:
            assert status == (0 if run not in order else 1 if gone_well else 2)


def test_rows_are_those_of_the_last_whole_stage(folder: Folder) -> None:
    first = [run for run in KEYS if run.point % SMALL.rows == 0 or run.point == NOMINAL]
    add(folder, *first[:-1])
    assert (results(folder).rows, results(folder).whole) == (4, False)
    with folder.journal() as journal:
        journal.add([failed(first[-1])])  # it is done, be it without success
    assert (results(folder).rows, results(folder).whole) == (1, True)
    assert results(folder).series_of(0).shape == (2, 1, 2, 4)
    add(folder, *KEYS)
    assert (results(folder).rows, results(folder).whole) == (4, True)


def test_values_are_those_of_the_study(folder: Folder) -> None:
    expected = [SMALL.values(row) for row in range(SMALL.rows)]
    np.testing.assert_array_equal(results(folder).values, expected)


def test_series_are_those_of_the_runs_that_were_read(folder: Folder) -> None:
    add(folder, *KEYS[:9])
    read = results(folder)
    add(folder, *KEYS)
    known = ~np.isnan(read.series_of(0)).any(axis=-1)
    np.testing.assert_array_equal(known, read.status == 1)


def test_results_can_be_sent_elsewhere(folder: Folder) -> None:
    add(folder, *KEYS)
    read = results(folder)
    there = pickle.loads(pickle.dumps(read))
    np.testing.assert_array_equal(there.series_of(1), read.series_of(1))


@pytest.mark.parametrize("rounds", [0, 1])
def test_a_model_without_rounds_has_no_series(tmp_path: Path, rounds: int) -> None:
    of = study(2, rounds=rounds)
    folder = Folder.create(tmp_path / "b", of, IDENTITY)
    add(folder, *of.keys())
    assert results(folder).series_of(1).shape == (2, 2, 2, rounds)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE runs SET scalars = x'00' WHERE point = 2",
        "UPDATE runs SET scalars = zeroblob(24) WHERE point = -1",
        "INSERT INTO runs VALUES (99, 0, 1, 1, 0.0, '', zeroblob(16), zeroblob(64))",
        "INSERT INTO runs VALUES (1, 9, 1, 1, 0.0, '', zeroblob(16), zeroblob(64))",
        "INSERT INTO runs VALUES (-1, 9, 1, 1, 0.0, '', zeroblob(16), zeroblob(64))",
        "INSERT INTO runs VALUES (-2, 0, 1, 1, 0.0, '', zeroblob(16), zeroblob(64))",
        "INSERT INTO runs VALUES (1, -1, 1, 1, 0.0, '', zeroblob(16), zeroblob(64))",
    ],
)
def test_numbers_that_cannot_be_are_told(folder: Folder, statement: str) -> None:
    add(folder, *KEYS)
    connection = sqlite3.connect(folder.path / "runs.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(SimError, match="damaged"):
        results(folder)


def digest_of(home: Path, of: Study, *calls: list[Run], seconds: float = 0.1) -> str:
    folder = Folder.create(home, of, IDENTITY)
    with folder.journal() as journal:
        for runs in calls:
            journal.add([record(of, run, seconds) for run in runs])
    return digest(folder)


def test_the_digest_is_that_of_the_content_alone(tmp_path: Path) -> None:
    whole = digest_of(tmp_path / "a", SMALL, KEYS)
    assert digest_of(tmp_path / "b", SMALL, KEYS[5:], KEYS[:9][::-1], seconds=9.0) == whole
    assert digest_of(tmp_path / "c", SMALL, KEYS[1:]) != whole
    assert digest_of(tmp_path / "d", study(4, stages=(2, 4)), KEYS) != whole


def test_the_digest_knows_a_failure_and_a_changed_number(tmp_path: Path) -> None:
    told = set()
    one = record(SMALL, KEYS[0])
    minus = np.array([-np.nan, 1.0])
    for name, changed in {
        "as it is": one,
        "tried again": one._replace(tries=2, seconds=3.0),
        "series": one._replace(series=one.series[:-8] + one.series[:8]),
        "failed": failed(KEYS[0], "this way"),
        "failed otherwise": failed(KEYS[0], "that way"),
        "killed": failed(KEYS[0])._replace(status=STATUSES[2]),
        "no number": one._replace(scalars=np.abs(minus).tobytes()),
        "another no number": one._replace(scalars=minus.tobytes()),
    }.items():
        folder = Folder.create(tmp_path / name, SMALL, IDENTITY)
        with folder.journal() as journal:
            journal.add([changed])
        told.add(digest(folder))
    assert len(told) == 5
