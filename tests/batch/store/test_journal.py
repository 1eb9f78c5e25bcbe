"""The journal: what was written down is read back, once, and damage is told."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batch.store import database
from sim.batch.store.journal import Journal
from sim.batch.store.outline import design_digest
from sim.batch.store.record import RunRecord
from sim.batch.study import Run, Study
from sim.errors import SimError
from tests.batch.store.made_up import failed, record, records, study

RUN = Run(3, 1)


@pytest.fixture
def of() -> Study:
    return study()


@pytest.fixture
def journal(tmp_path: Path, of: Study) -> Iterator[Journal]:
    with Journal.create(tmp_path / database.FILE, of) as made:
        yield made


def rows(journal: Journal) -> list[tuple[object, ...]]:
    query = "SELECT point, replication, status, tries, seconds, scalars, series, error FROM runs"
    return journal.connection.execute(f"{query} ORDER BY point, replication").fetchall()


def test_the_study_is_read_back_to_the_last_bit(journal: Journal, of: Study) -> None:
    assert design_digest(journal.study()) == design_digest(of)
    assert journal.study().plan == of.plan


@given(
    st.floats(0, 1, exclude_min=True),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_any_study_is_read_back(place: float, number: float, text: str) -> None:
    of = study(2)
    of.places[0, 0] = place
    factor = of.factors[0].model_copy(update={"nominal": number, "name": text})
    of = Study(**{**vars(of), "factors": (factor, of.factors[1]), "title": text})
    path = Path(":memory:")
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(database.TABLES)
    Journal(path, connection).describe(of)
    back = Journal(path, connection).study()
    assert back.factors == of.factors
    assert back.title == of.title
    assert back.places.tobytes() == of.places.tobytes()


def test_a_run_that_went_well_stays_as_it_is(journal: Journal, of: Study) -> None:
    journal.add([record(of, RUN, seconds=0.5)])
    journal.add([record(of, RUN, seconds=9.0), failed(RUN)])
    assert journal.counts().done == journal.counts().ok == 1
    assert journal.counts().seconds == 0.5


def test_a_run_that_failed_is_replaced(journal: Journal, of: Study) -> None:
    journal.add([failed(RUN)])
    journal.add([record(of, RUN)])
    assert journal.counts().failed == 0
    assert journal.counts().ok == 1


def test_all_of_a_call_is_written_or_nothing(journal: Journal, of: Study) -> None:
    torn = record(of, RUN)._replace(scalars=None)  # type: ignore[arg-type]
    with pytest.raises(SimError):
        journal.add([record(of, Run(0, 0)), torn])
    assert journal.counts().done == 0
    journal.add([record(of, Run(0, 0))])
    assert journal.counts().done == 1


def test_failures_are_told_and_forgotten(journal: Journal, of: Study) -> None:
    journal.add([record(of, Run(0, 0)), failed(Run(1, 0)), failed(Run(2, 0), "red \x1b[31m\ud800")])
    journal.add([RunRecord(4, 1, "killed", 3, 0.0, b"", b"", "its worker died")])
    counts = journal.counts()
    assert (counts.ok, counts.error, counts.killed) == (1, 2, 1)
    assert [f.run for f in journal.failures(2)] == [Run(1, 0), Run(2, 0)]
    assert journal.failures(9)[1].error == "red \ufffd[31m\ufffd"
    assert journal.failures(9)[2].tries == 3
    assert journal.forget_failed() == 3
    assert len(journal.finished(of)) == 1


@given(st.sets(st.sampled_from(list(study().keys()))))
def test_what_is_finished_is_what_was_written_down(chosen: set[Run]) -> None:
    of = study()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(database.TABLES)
    journal = Journal(Path(":memory:"), connection)
    journal.add([*records(of, chosen)])
    finished = journal.finished(of)
    assert {run for run in of.keys() if run in finished} == chosen  # noqa: SIM118
    assert len(finished) == len(chosen)
    assert Run(of.points, 0) not in finished
    assert Run(0, of.plan.replications) not in finished
    assert Run(-2, 0) not in finished


def test_the_pace_is_that_of_the_last_minute(tmp_path: Path, of: Study) -> None:
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    keys = of.keys()
    journal = Journal.create(tmp_path / database.FILE, of)
    for second in (0, 0, 30, 80):
        at = Journal(journal.path, journal.connection, lambda: noon + dt.timedelta(seconds=second))  # noqa: B023
        at.add([*records(of, islice(keys, 2))])
    assert at.lately() == 4
    at.begin(workers=2, total=20)
    assert at.lately() == 0
    at.staff(5)
    driver = at.driver()
    assert driver is not None
    assert (driver.workers, driver.total, driver.started.second) == (5, 20, 20)


def test_another_reads_while_one_writes(journal: Journal, of: Study) -> None:
    with Journal.read(journal.path) as reader:
        seen = []
        for one in records(of):
            journal.add([one])
            seen.append(reader.counts().done)
    assert seen == [*range(1, of.runs() + 1)]


def test_a_reader_cannot_write(journal: Journal, of: Study) -> None:
    with Journal.read(journal.path) as reader, pytest.raises(SimError, match="must both be writ"):
        reader.add([record(of, RUN)])


def test_a_full_disk_is_told_and_costs_nothing_written_before(journal: Journal, of: Study) -> None:
    journal.add([record(of, RUN)])
    (pages,) = journal.connection.execute("PRAGMA page_count").fetchone()
    journal.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SimError, match=r"is full\); make room .* is kept"):
        journal.add([*records(study(3000), islice(study(3000).keys(), 2000))])
    assert journal.counts().done == 1


def closed(journal: Journal, of: Study) -> Path:
    """Return the path of a journal with all its runs, in one file."""
    journal.add([*records(of)])
    journal.close()
    return journal.path


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / database.FILE
    path.write_text("point,replication\n" * 100)
    with pytest.raises(SimError, match="no journal of a batch, or a damaged one"):
        Journal.open(path)
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE runs (point)").connection.close()
    with pytest.raises(SimError, match="another program's mark"):
        Journal.read(path)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_short_is_told(journal: Journal, share: float) -> None:
    of = study(400)
    journal.connection.execute("DELETE FROM meta")
    journal.connection.execute("DELETE FROM samples")
    journal.describe(of)
    path = closed(journal, of)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(SimError, match="damaged"), Journal.open(path) as cut:
        cut.study()
        cut.finished(of)
        cut.counts()


def test_a_journal_of_a_newer_program_is_refused(journal: Journal) -> None:
    journal.connection.execute("PRAGMA user_version = 9")
    with pytest.raises(SimError, match=r"newer Countervail \(format 9; .* up to 1\)"):
        Journal.read(journal.path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meta SET value = '{}' WHERE key = 'study'",
        "UPDATE meta SET value = replace(value, 'made-up', 'other') WHERE key = 'study'",
        "DELETE FROM meta",
        "DELETE FROM samples WHERE row = 2",
        "UPDATE samples SET places = x'00' WHERE row = 2",
        "UPDATE samples SET places = zeroblob(16) WHERE row = 2",
        "DROP TABLE samples",
    ],
)
def test_a_study_that_is_not_as_it_was_written_is_told(journal: Journal, statement: str) -> None:
    journal.connection.execute(statement)
    with pytest.raises(SimError, match=r"runs\.sqlite"):
        journal.study()


def test_runs_of_another_study_are_told(journal: Journal, of: Study) -> None:
    journal.add([record(of, Run(of.points, 0))])
    with pytest.raises(SimError, match=r"no run \(12, 0\)"):
        journal.finished(of)


def test_a_journal_that_is_not_there_is_told(tmp_path: Path) -> None:
    for opened in (Journal.open, Journal.read):
        with pytest.raises(SimError, match="cannot be opened"):
            opened(tmp_path / "nowhere.sqlite")
