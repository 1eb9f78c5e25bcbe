"""Driving: every run gets one record, whatever befalls the workers."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batch.runner.chunk import LEAST, Chunk, Chunks
from sim.batch.runner.drive import TRIES, Progress, drive
from sim.batch.runner.executor import Done, Lost
from sim.batch.runner.work import Work
from sim.batch.study import Run
from tests.batch.runner.models import Kept, Sum, study_of


class Deadly:
    """An executor here and now, whose workers die of some runs: always, or as often as told."""

    def __init__(self, work: Work, deaths: dict[Run, int], *, workers: int) -> None:
        self.do, self.deaths, self.workers = work.ready(), deaths, workers
        self.under_way: list[Chunk] = []
        self.most = self.most_with_a_suspect = 0
        self.lost: set[Run] = set()

    @property
    def window(self) -> int:
        return 2 * self.workers

    def __enter__(self) -> Deadly:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def submit(self, chunk: Chunk) -> None:
        self.under_way.append(chunk)
        self.most = max(self.most, len(self.under_way))
        if any(set(each.runs) & self.lost for each in self.under_way):
            self.most_with_a_suspect = max(self.most_with_a_suspect, len(self.under_way))

    def wait(self, seconds: float) -> list[Done | Lost]:
        chunk = self.under_way.pop(0)
        if not any(self._dies(run) for run in chunk.runs):
            return [Done(chunk, self.do(chunk))]
        lost = [chunk, *self.under_way]
        self.under_way = []
        self.lost |= {run for each in lost for run in each.runs}
        return [Lost(each, certain=len(lost) == 1) for each in lost]

    def _dies(self, run: Run) -> bool:
        left = self.deaths.get(run, 0)
        self.deaths[run] = left - 1
        return left > 0


@given(
    rows=st.integers(1, 60),
    deaths=st.dictionaries(st.integers(0, 59), st.sampled_from([1, 2, 3, 1000]), max_size=4),
    workers=st.integers(1, 4),
    mean=st.sampled_from([1e-4, 0.02, 1.0]),
)
def test_every_run_has_one_record_and_only_the_deadly_are_given_up(
    rows: int, deaths: dict[int, int], workers: int, mean: float
) -> None:
    study = study_of(rows)
    killers = {Run(point, 0): often for point, often in deaths.items() if point < rows}
    executor = Deadly(Work.of(study, Sum()), dict(killers), workers=workers)
    journal = Kept()
    driven = drive(study, study.keys(), executor, journal, total=study.runs(), mean=mean)
    assert set(journal.by_run) == set(study.keys())
    given_up = {run for run, record in journal.by_run.items() if record.status == "killed"}
    always = {run for run, often in killers.items() if often == 1000}
    assert always <= given_up <= set(killers)
    assert all(journal.by_run[run].tries == TRIES for run in given_up)
    assert driven.done == study.runs() and driven.failed == len(given_up)
    assert executor.most <= executor.window
    assert executor.most_with_a_suspect <= 1


def test_a_run_that_kills_its_worker_once_is_done_in_the_end() -> None:
    study = study_of(40)
    executor = Deadly(Work.of(study, Sum()), {Run(7, 0): 1}, workers=2)
    journal = Kept()
    drive(study, study.keys(), executor, journal, total=study.runs(), mean=0.01)
    assert all(record.status == "ok" for record in journal.records)


def test_what_raises_costs_one_run_and_says_why() -> None:
    study = study_of(30)
    journal = Kept()
    executor = Deadly(Work.of(study, Sum(raises_above=0.8)), {}, workers=2)
    drive(study, study.keys(), executor, journal, total=study.runs(), mean=0.01)
    for run, record in journal.by_run.items():
        too_much = study.values(run.point)[0] > 0.8
        assert (record.status == "error") == too_much
        assert ("is too much" in record.error) == too_much
        assert bool(record.scalars) != too_much


def test_too_many_failures_stop_it() -> None:
    study = study_of(200)
    executor = Deadly(Work.of(study, Sum(raises_above=-1.0)), {}, workers=1)
    journal = Kept()
    driven = drive(
        study, study.keys(), executor, journal, total=study.runs(), mean=0.06, most_failures=10
    )
    assert driven.stopped
    assert 10 < driven.failed < 80  # each chunk has no more runs than were done before


def test_chunks_take_a_tenth_of_a_second_at_least_and_are_made_when_asked_for() -> None:
    study = study_of(5000)
    asked = 0

    def keys() -> Iterator[Run]:
        nonlocal asked
        for run in tuple(study.keys()):
            asked += 1
            yield run

    chunks = Chunks(study, keys())
    first = chunks.next(None, 0)
    assert first is not None and len(first) == 1  # nobody knows yet what one takes
    second = chunks.next(0.001, 5000)
    assert second is not None and len(second) * 0.001 >= 0.1
    assert len(second) == round(LEAST / 0.001)
    assert asked == 1 + len(second)


def test_progress_is_told_with_rate_and_time_left() -> None:
    study = study_of(50)
    told: list[Progress] = []
    executor = Deadly(Work.of(study, Sum(seconds=0.001)), {}, workers=1)
    drive(
        study, study.keys(), executor, Kept(), total=study.runs() + 10, begun=10, mean=0.06,
        tell=told.append,
    )  # fmt: skip
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[-1].done == told[-1].total == study.runs() + 10
    assert told[-1].left == 0.0
    assert told[1].rate is not None and told[1].rate > 1.0


def test_a_model_that_gives_another_shape_is_told_as_an_error() -> None:
    study = study_of(1, rounds=7)
    executor = Deadly(Work.of(study, Sum()), {}, workers=1)
    journal = Kept()
    drive(study, study.keys(), executor, journal, total=study.runs())
    assert all("(1, 7) were wanted" in record.error for record in journal.records)


def test_all_points_of_a_replication_share_its_seed() -> None:
    study = study_of(20, lever_sets=2, replications=3)
    chunk = Chunks(study, study.keys()).next(0.001, 5000)
    assert chunk is not None
    seeds = {(run.replication, seed) for run, seed in zip(chunk.runs, chunk.seeds, strict=True)}
    assert len(seeds) == 3
    assert len({seed for _, seed in seeds}) == 3
    assert np.unique([study.seed(r) for r in range(1000)]).size == 1000


def test_the_rate_is_told_where_a_run_takes_longer_than_it_looks_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.batch.runner.drive.LATELY", 0.01)
    study, told = study_of(8), list[Progress]()
    executor = Deadly(Work.of(study, Sum(seconds=0.03)), {}, workers=1)
    drive(study, study.keys(), executor, Kept(), total=study.runs(), tell=told.append)
    rates = [progress.rate for progress in told[1:]]
    assert all(rate is not None and 3.0 < rate < 40.0 for rate in rates)
