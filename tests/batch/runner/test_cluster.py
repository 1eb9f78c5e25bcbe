"""A Dask cluster: workers die or are others, schedulers go, and the results are the same."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.batch.runner import cluster
from sim.batch.runner.chunk import chunk_of
from sim.batch.runner.cluster import Cluster, checked
from sim.batch.runner.drive import Driven, drive
from sim.batch.runner.executor import Done, Lost
from sim.batch.runner.pool import Pool
from sim.batch.runner.remote import program, refuse_others
from sim.batch.runner.work import Work
from sim.batch.store.record import RunRecord
from sim.batch.study import Run, Study
from sim.errors import SimError
from tests.batch.runner.local_dask import ROOT, Dask, local_dask
from tests.batch.runner.models import Kept, Sum, Unready, content, study_of
from tests.batch.runner.test_pool import ONLY


class Watched(Kept):
    """A journal at whose so many-th record something happens, once."""

    def __init__(self, at: int, happens: Callable[[], object]) -> None:
        super().__init__()
        self._at, self._happens = at, happens

    def add(self, records: Sequence[RunRecord]) -> None:
        """Keep records."""
        before = len(self.records)
        super().add(records)
        if before < self._at <= len(self.records):
            self._happens()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler and two workers; a test that kills one puts another in its place."""
    with local_dask(tmp_path_factory.mktemp("dask"), workers=2) as dask:
        yield dask


def driven(
    address: str,
    study: Study,
    model: Sum | Unready,
    journal: Kept | None = None,
) -> tuple[Kept, Driven]:
    journal = journal or Kept()
    with Cluster(Work.of(study, model), address) as executor:
        told = drive(study, study.keys(), executor, journal, total=study.runs(), mean=0.01)
    return journal, told


def here(study: Study, model: Sum) -> list[tuple[object, ...]]:
    """Return what comes of a study without any worker."""
    journal = Kept()
    journal.add(Work.of(study, model).ready()(chunk_of(study, study.keys())))
    return content(journal)


def test_all_results_arrive_though_a_worker_is_killed_in_the_middle(dask: Dask) -> None:
    study = study_of(150, lever_sets=2)
    doomed = dask.workers[0]
    journal, told = driven(dask.address, study, Sum(seconds=0.005), Watched(60, doomed.kill))
    assert doomed.wait() == -signal.SIGKILL
    assert told.failed == 0
    pooled = Kept()
    with Pool(Work.of(study, Sum()), 2, ONLY) as pool:
        drive(study, study.keys(), pool, pooled, total=study.runs())
    assert content(journal) == content(pooled)
    dask.worker()


def test_what_raises_costs_one_run_as_it_does_here(dask: Dask) -> None:
    study, model = study_of(40), Sum(raises_above=0.8)
    journal, told = driven(dask.address, study, model)
    assert told.failed > 0
    assert content(journal) == here(study, model)


def test_a_model_that_is_never_ready_is_told_in_a_line(dask: Dask) -> None:
    with pytest.raises(SimError, match=r"no worker could be made ready: OSError: the licence"):
        driven(dask.address, study_of(3), Unready())


def test_stopping_calls_off_what_is_under_way(dask: Dask) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        driven(dask.address, study_of(100), Sum(seconds=0.02), Watched(10, stop))
    with import_module("distributed").Client(dask.address, set_as_default=False) as client:
        assert client.run_on_scheduler(_tasks) == []


def _tasks(dask_scheduler: Any) -> list[str]:
    return list(map(str, dask_scheduler.tasks))


def test_a_worker_of_another_version_is_refused_when_it_joins_and_when_it_is_there(
    dask: Dask, tmp_path: Path
) -> None:
    others: list[subprocess.Popen[bytes]] = []
    joins = Watched(10, lambda: others.append(dask.worker(another_version(tmp_path))))
    study = study_of(4000)
    try:
        with pytest.raises(SimError, match=r"Countervail 9\.9\.9") as late:
            driven(dask.address, study, Sum(seconds=0.005), joins)
        assert "tcp://127.0.0.1:" in str(late.value)
        assert program() in str(late.value)
        assert 0 < len(joins.records) < study.runs()
        with pytest.raises(SimError, match=r"Countervail 9\.9\.9"):
            driven(dask.address, study_of(3), Sum())
    finally:
        for other in others:
            other.kill()
            other.wait()


def another_version(folder: Path) -> Path:
    """Return a folder that makes a Python take Countervail for another version."""
    about = folder / "countervail-9.9.9.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text("Metadata-Version: 2.1\nName: countervail\nVersion: 9.9.9\n", "utf-8")
    return folder


def test_a_worker_without_countervail_is_refused_by_name() -> None:
    with pytest.raises(SimError, match=r"tcp://10.0.0.9:1: no Countervail"):
        refuse_others({"tcp://10.0.0.9:1": "no Countervail that does batches"})


def test_a_task_looks_for_itself_whether_it_is_at_home(dask: Dask) -> None:
    study = study_of(2)
    with Cluster(Work.of(study, Sum()), dask.address) as executor:
        executor.expected = "Countervail 9.9.9"
        executor.submit(chunk_of(study, study.keys()))
        with pytest.raises(SimError, match=r"tcp://127.0.0.1:\d+: Countervail 0"):
            while not executor.wait(1.0):
                pass


def test_a_chunk_is_surely_to_blame_only_if_its_worker_died_of_it_alone(tmp_path: Path) -> None:
    study = study_of(30)
    deadly = max(range(30), key=lambda row: study.places[row, 0])
    model = Sum(dies_above=float(np.sort(study.places[:, 0])[-2]), seconds=0.001)
    chunks = [chunk_of(study, [Run(row, 0)]) for row in range(30)]
    with (
        local_dask(tmp_path, workers=2, failures=0) as dask,
        Cluster(Work.of(study, model), dask.address) as executor,
    ):
        for chunk in chunks:
            executor.submit(chunk)
        told = all_told(executor, 30)
        assert Lost(chunks[deadly], certain=False) in told
        assert not any(isinstance(each, Lost) and each.certain for each in told)
        executor.submit(chunks[deadly])
        assert all_told(executor, 1) == [Lost(chunks[deadly], certain=True)]


def all_told(executor: Cluster, number: int) -> list[Done | Lost]:
    told: list[Done | Lost] = []
    while len(told) < number:
        told += executor.wait(1.0)
    return told


def test_a_lost_scheduler_leaves_a_journal_to_go_on_from(tmp_path: Path) -> None:
    study, model = study_of(100), Sum(seconds=0.005)
    with local_dask(tmp_path, workers=1) as dask:
        journal = Watched(30, dask.scheduler.kill)
        with pytest.raises(SimError, match="is gone; all that had arrived is kept"):
            driven(dask.address, study, model, journal)
    before = set(journal.by_run)
    assert 30 <= len(before) < study.runs()
    left = chunk_of(study, [run for run in list(study.keys()) if run not in before])
    journal.add(Work.of(study, model).ready()(left))
    assert content(journal) == here(study, model)


@pytest.mark.parametrize(
    "address", ["localhost:8786", "tcp://somewhere", "tcp://host:99999", "http://host:80", ""]
)
def test_a_malformed_address_is_told_with_a_good_one(address: str) -> None:
    with pytest.raises(SimError, match=r"write one such as tcp://10.0.0.5:8786"):
        checked(address)


def test_addresses_may_be_names_numbers_and_ciphered() -> None:
    for address in ("tcp://head-node:8786", "tls://10.0.0.5:8786", "tcp://[fe80::1]:8786"):
        assert checked(f" {address} ") == address


@pytest.mark.parametrize("listens", [True, False])
def test_nobody_who_answers_is_told_soon(listens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        if listens:
            mute.listen()
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(SimError, match=f"no Dask scheduler answers at {address}"):
            driven(address, study_of(1), Sum())


def test_a_scheduler_without_workers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with local_dask(tmp_path, workers=0) as dask, pytest.raises(SimError, match="start some with"):
        driven(dask.address, study_of(1), Sum())


def test_dask_is_loaded_only_for_a_cluster() -> None:
    code = "import sys, sim.batch.runner.cluster; assert 'distributed' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


def test_where_dask_is_missing_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SimError, match=r'pip install "countervail\[cluster\]"'):
        Cluster(Work.of(study_of(1), Sum()), "tcp://10.0.0.5:8786")
