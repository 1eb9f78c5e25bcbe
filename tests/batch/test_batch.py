"""A batch: stages, estimates and failures, told as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.batch.batch import Batch, working
from sim.batch.runner.drive import Progress
from sim.batch.runner.pool import Pool
from sim.batch.store.folder import Folder
from sim.batch.store.provenance import Identity
from sim.batch.store.state import status
from sim.batch.study import Study
from tests.batch.runner.models import Sum, study_of
from tests.batch.runner.test_pool import ONLY


def staged(rows: int, *stages: int) -> Study:
    study = study_of(rows)
    plan = study.plan.model_copy(update={"stages": (*stages, rows)})
    return dataclasses.replace(study, plan=plan)


def begun(path: Path, study: Study) -> Folder:
    return Folder.create(path / "batch", study, Identity.of("made up"))


@contextmanager
def one(
    folder: Folder, model: Sum, most: int | None = None, told: list[Progress] | None = None
) -> Iterator[Batch]:
    with working(
        folder, model, lambda work: Pool(work, 1, ONLY), most_failures=most, band=0.1,
        tell=None if told is None else told.append,
    ) as batch:  # fmt: skip
        yield batch


def test_stages_end_where_the_study_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Batch, "_settled", lambda _: False)
    study = staged(60, 20)
    folder = begun(tmp_path, study)
    with one(folder, Sum()) as batch:
        assert batch.estimate().runs == study.runs() - 3
        assert batch.run().done == study.runs()
    assert study.runs(0) == 2 + 20


def test_what_has_settled_is_ended_until_failed_runs_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Batch, "_settled", lambda _: True)
    folder = begun(tmp_path, staged(60, 20))
    with one(folder, Sum(raises_above=0.9)) as batch:
        ended = batch.run()
    assert (ended.done, ended.settled) == (22, True)
    assert status(folder).settled
    with one(folder, Sum()) as batch:
        assert batch.estimate().runs == 0
        assert batch.run() == ended
    with folder.journal() as journal:
        assert journal.forget_failed() == ended.failed > 0
    assert not status(folder).settled


def test_runs_that_fail_at_once_tell_nothing_of_what_a_run_takes(tmp_path: Path) -> None:
    folder = begun(tmp_path, study_of(50))
    with one(folder, Sum(raises_above=-1.0)) as batch:
        estimate = batch.estimate()
    assert estimate.each is None and estimate.hours is None


def test_failures_allowed_are_those_of_one_command_over_all_its_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Batch, "_settled", lambda _: False)
    folder = begun(tmp_path, staged(400, 2, 4, 8, 16))
    always, told = Sum(raises_above=-1.0, seconds=0.005), list[Progress]()
    with one(folder, always, 2, told) as batch:
        batch.estimate()
        assert batch.run().stopped
    with folder.reader() as journal:
        before = journal.counts().failed
    assert before == 3  # the timed ones were too many: nothing was begun after them
    with one(folder, always, 2, told) as batch:
        assert batch.run().failed >= before + 3
    assert [progress.failed for progress in told] == sorted(progress.failed for progress in told)


def test_progress_counts_the_runs_of_the_stage_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Batch, "_settled", lambda _: False)
    folder = begun(tmp_path, staged(60, 20))
    with one(folder, Sum(raises_above=0.9)) as batch:
        batch.run()
    with folder.journal() as journal:
        journal.forget_failed()
    told: list[Progress] = []
    with one(folder, Sum(), told=told) as batch:
        batch.run()
    assert all(progress.done <= progress.total for progress in told)
    assert any(progress.total == 22 for progress in told)
