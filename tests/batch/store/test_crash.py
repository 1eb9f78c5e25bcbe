"""Killed at any moment: nothing is lost that was told of as written, and the rest can be done."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from sim.batch.store.digest import digest
from sim.batch.store.folder import Folder
from sim.batch.store.reading import results
from sim.errors import SimError
from tests.batch.store.made_up import IDENTITY, records, study

MANY = study(3000)
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks what is to be killed")

WARM = """
    import os, sys
    from pathlib import Path
    from sim.batch.store.folder import Folder
    from tests.batch.store.made_up import IDENTITY, records, study

    def write(path):
        folder = Folder.open(path)
        with folder.journal() as journal:
            finished = journal.finished(folder.study)
            runs = [run for run in folder.study.keys() if run not in finished]
            print("ready", os.getpid(), flush=True)
            for begin in range(0, len(runs), 3):
                chunk = runs[begin : begin + 3]
                journal.add([*records(folder.study, chunk)])
                print(*(f"{r.point},{r.replication}" for r in chunk), flush=True)

    def create(path):
        of = study(60)
        print("ready", os.getpid(), flush=True)
        for number in range(10_000):
            Folder.create(path / str(number), of, IDENTITY, experiment_text="x")

    for line in sys.stdin:
        what, path = line.rstrip("\\n").split(" ", 1)
        if pid := os.fork():
            os.waitpid(pid, 0)
            print("\\ngone", flush=True)
        else:
            globals()[what](Path(path))
            os._exit(0)
"""
"""Forks a process for each line that says what to do and where, so that one start is enough."""


class Victims:
    """Starts processes that are killed in the middle of what they do."""

    def __init__(self) -> None:
        program = [sys.executable, "-c", textwrap.dedent(WARM)]
        pipe = subprocess.PIPE
        self._warm = subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)

    def killed(self, what: str, path: Path, meanwhile: Callable[[], object]) -> Iterator[str]:
        """Yield what a process told of before it was killed, which something is done before."""
        assert self._warm.stdin is not None
        assert self._warm.stdout is not None
        print(what, path, file=self._warm.stdin, flush=True)
        ready, pid = self._warm.stdout.readline().split()
        assert ready == "ready"
        try:
            meanwhile()
        finally:
            os.kill(int(pid), signal.SIGKILL)
        while (line := self._warm.stdout.readline()) != "gone\n":
            assert line
            yield from line.split()

    def close(self) -> None:
        self._warm.communicate(timeout=20)


@pytest.fixture
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.close()


def test_nothing_that_was_told_of_is_lost(tmp_path: Path, victims: Victims) -> None:
    folder = Folder.create(tmp_path / "b", MANY, IDENTITY)
    moments = np.random.default_rng(1).uniform(0.0, 0.02, 20)
    told: set[str] = set()
    for moment in moments:
        told.update(victims.killed("write", folder.path, partial(time.sleep, moment)))
        with folder.reader() as reader:
            finished = reader.finished(MANY)
        there = {f"{r.point},{r.replication}" for r in MANY.keys() if r in finished}  # noqa: SIM118
        assert told <= there
    assert told
    with folder.journal() as journal:
        assert 0 < journal.counts().done < MANY.runs()  # else the moments were ill chosen
        journal.add([*records(MANY)])
    whole = Folder.create(tmp_path / "whole", MANY, IDENTITY)
    with whole.journal() as journal:
        journal.add([*records(MANY)])
    assert digest(folder) == digest(whole)


def test_all_is_read_while_another_program_writes(tmp_path: Path, victims: Victims) -> None:
    folder = Folder.create(tmp_path / "b", MANY, IDENTITY)
    seen = []

    def read() -> None:
        for _ in range(5):
            with folder.reader() as reader:
                seen.append(reader.counts().done)
            found = results(folder)
            done = (found.status == 1).sum() + (~np.isnan(found.nominal[:, 0])).sum()
            assert done >= seen[-1]
            assert np.array_equal(np.isnan(found.scalars[..., 0]), found.status == 0)

    told = {*victims.killed("write", folder.path, read)}
    with folder.reader() as reader:
        assert [*seen, reader.counts().done] == sorted([*seen, reader.counts().done])
        assert len(told) <= reader.counts().done
    assert seen[-1] > seen[0]


def test_a_folder_is_whole_or_not_there(tmp_path: Path, victims: Victims) -> None:
    for n, moment in enumerate(np.random.default_rng(2).uniform(0.0, 0.1, 12)):
        home = tmp_path / str(n)
        home.mkdir()
        assert not [*victims.killed("create", home, partial(time.sleep, moment))]
        for path in home.iterdir():
            if not path.name.startswith("."):
                assert Folder.open(path).study.rows == 60
                continue
            try:
                Folder.open(path)
            except SimError as error:
                assert "not all of one" in str(error) or "damaged" in str(error)
