"""The pool: processes that die, a driver that dies, and results that do not depend on either."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path

import pytest

from sim.batch.runner.drive import Driven, drive
from sim.batch.runner.pool import Pool
from sim.batch.runner.work import Work
from sim.batch.study import Model, Run, Study
from sim.errors import SimError
from tests.batch.runner.models import Kept, Stillborn, Sum, Unready, content, study_of

ONLY = ("sim.batch.runner.pool",)
"""The model of a scenario need not be loaded."""


def driven(study: Study, model: Model, workers: int) -> tuple[Kept, Driven]:
    journal = Kept()
    with Pool(Work.of(study, model), workers, ONLY) as pool:
        return journal, drive(study, study.keys(), pool, journal, total=study.runs())


def test_results_are_the_same_for_one_two_and_four_workers() -> None:
    study = study_of(60, lever_sets=2, replications=2)
    one, two, four = (content(driven(study, Sum(), workers)[0]) for workers in (1, 2, 4))
    assert one == two == four
    assert len(one) == study.runs()


def test_a_run_that_kills_its_worker_costs_itself_only(tmp_path: Path) -> None:
    study = study_of(60)
    journal, told = driven(study, Sum(dies_above=0.97, raises_above=0.99, seconds=0.001), 2)
    deadly = {Run(p, 0) for p in range(60) if 0.97 < study.values(p)[0] <= 0.99}
    assert deadly  # or the test shows nothing
    given_up = {run for run, record in journal.by_run.items() if record.status == "killed"}
    assert given_up == deadly
    assert set(journal.by_run) == set(study.keys())
    assert told.failed == sum(record.status != "ok" for record in journal.records)


def test_a_worker_that_died_of_something_else_costs_nothing(tmp_path: Path) -> None:
    study = study_of(40)
    model = Sum(dies_above=0.5, dies_once=str(tmp_path / "died"), seconds=0.001)
    journal, told = driven(study, model, 2)
    assert (tmp_path / "died").exists()
    assert told.failed == 0
    assert content(journal) == content(driven(study, Sum(), 1)[0])


def test_a_model_that_is_never_ready_is_told_in_a_line() -> None:
    with pytest.raises(SimError, match="no worker could be made ready: the licence server"):
        driven(study_of(3), Unready(), 2)


def test_workers_that_die_before_they_are_ready_are_laid_to_no_run(tmp_path: Path) -> None:
    journal, told = driven(study_of(20), Stillborn(2, str(tmp_path)), 1)
    assert len(list(tmp_path.iterdir())) == 2
    assert told.failed == 0
    assert content(journal) == content(driven(study_of(20), Sum(), 1)[0])


def test_workers_that_are_never_ready_end_it(tmp_path: Path) -> None:
    with pytest.raises(SimError, match="workers die before they are ready"):
        driven(study_of(20), Stillborn(1000, str(tmp_path)), 2)


@dataclass(frozen=True)
class Large(Sum):
    """What is sent to a worker is more than a pipe holds, so that its start can fail half way."""

    ballast: bytes = bytes(1_000_000)


def test_a_worker_that_dies_while_the_model_is_sent_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    launch, failures = Process.start, iter([BrokenPipeError(), EOFError()])

    def start(process: Process) -> None:
        launch(process)
        for failure in failures:
            raise failure

    monkeypatch.setattr(Process, "start", start)
    journal, told = driven(study_of(20), Large(), 2)
    assert next(failures, None) is None  # or no start has failed
    assert told.failed == 0
    assert content(journal) == content(driven(study_of(20), Sum(), 1)[0])


DRIVER = """
from tests.batch.runner.models import Kept, Sum, study_of
from tests.batch.runner.test_pool import ONLY
from sim.batch.runner.drive import drive
from sim.batch.runner.pool import Pool
from sim.batch.runner.work import Work

class Telling(Kept):
    def add(self, records):
        print(*(process.pid for process in pool._pool._processes.values()), flush=True)

if __name__ == "__main__":
    study = study_of(100_000)
    with Pool(Work.of(study, Sum(seconds=0.05)), 2, ONLY) as pool:
        drive(study, study.keys(), pool, Telling(), total=study.runs())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to send")
def test_workers_end_when_their_driver_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(DRIVER, "utf-8")
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
    ) as driver:  # fmt: skip
        assert driver.stdout is not None
        for _ in range(20):
            workers = [int(pid) for pid in driver.stdout.readline().split()]
        assert len(workers) == 2 and all(map(alive, workers))
        driver.send_signal(signal.SIGKILL)
        end = time.monotonic() + 10.0
        while any(map(alive, workers)) and time.monotonic() < end:
            time.sleep(0.05)
        assert driver.stderr is not None
        assert "leaked" not in driver.stderr.read()  # by what puts away after it
    assert not any(map(alive, workers))


def alive(pid: int) -> bool:
    """Return whether a process is there and does not merely wait to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
