"""Kill -9 at any moment: nothing that was told as done is lost, and the end is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.batch.batch import working
from sim.batch.runner.pool import Pool
from sim.batch.store.digest import digest
from sim.batch.store.folder import Folder
from sim.batch.store.provenance import Identity
from tests.batch.runner.models import Sum, study_of
from tests.batch.runner.test_pool import ONLY

KILLS = 20
MODEL = Sum(seconds=0.004, raises_above=0.98)
ROOT = Path(__file__).parents[2]

DRIVER = """
import sys
from pathlib import Path
from sim.batch.batch import working
from sim.batch.runner.pool import Pool
from sim.batch.store.folder import Folder
from tests.batch.runner.test_pool import ONLY
from tests.batch.test_crash import MODEL

if __name__ == "__main__":
    folder = Folder.open(Path(sys.argv[1]))
    with working(folder, MODEL, lambda work: Pool(work, 2, ONLY)) as batch:
        batch.run()
"""


def begun(path: Path, rows: int = 1000) -> Folder:
    study = study_of(rows, lever_sets=2, replications=2)
    return Folder.create(path, study, Identity.of("made up"))


def finished_by(path: Path, workers: int, rows: int = 1000) -> Folder:
    folder = begun(path, rows)
    with working(folder, MODEL, lambda work: Pool(work, workers, ONLY)) as batch:
        ended = batch.run()
    assert ended.done == ended.total == folder.study.runs()
    return folder


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to send")
def test_twenty_kills_and_resumes_end_as_an_uninterrupted_batch(tmp_path: Path) -> None:
    folder, rng = begun(tmp_path / "killed"), random.Random(20)
    script = tmp_path / "driver.py"
    script.write_text(DRIVER, "utf-8")
    done, cut_short = 0, 0
    for _ in range(KILLS):
        cut_short += killed_while_driving(script, folder, rng.uniform(0.0, 0.4))
        with folder.reader() as journal:
            assert journal.counts().done >= done
            done = journal.counts().done
    assert 0 < done < folder.study.runs()  # or the kills came too early, or too late
    assert cut_short == KILLS
    with working(folder, MODEL, lambda work: Pool(work, 2, ONLY)) as batch:
        batch.run()
    assert digest(folder) == digest(finished_by(tmp_path / "whole", 2))


def killed_while_driving(script: Path, folder: Folder, after: float) -> bool:
    """Kill a driver so long after it wrote its first record down [s]; return whether it lived."""
    with folder.reader() as journal:
        before = journal.counts().done
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script, folder.path], cwd=ROOT, env=environment) as it:
        end = time.monotonic() + 30.0
        while time.monotonic() < end and it.poll() is None:
            with folder.reader() as journal:
                if journal.counts().done > before:
                    break
            time.sleep(0.02)
        time.sleep(after)
        it.send_signal(signal.SIGKILL)
        return it.wait() == -signal.SIGKILL


def test_the_digest_is_the_same_for_one_two_and_four_workers(tmp_path: Path) -> None:
    digests = {digest(finished_by(tmp_path / str(workers), workers, 100)) for workers in (1, 2, 4)}
    assert len(digests) == 1
