"""`countervail batch`, as somebody types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from sim.batch.store.folder import Folder

SMALL = """
name: small
scenario: two-islands
rounds: 2
uncertainties:
  hoarding: {}
  scarcity_up: {}
outcomes:
  price: {of: SOUTH.price(ore), take: max, better: less}
design: {method: latin_hypercube, samples: 12, repeats: 3}
"""


def countervail(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, "utf-8")
    return file


def test_new_writes_what_check_finds_nothing_wrong_with(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    assert countervail("batch", "new", "two-islands", "--out", str(file)).exit_code == 0
    checked = countervail("batch", "check", str(file))
    assert checked.exit_code == 0 and "OK;" in checked.stdout
    again = countervail("batch", "new", "two-islands", "--out", str(file))
    assert again.exit_code == 2 and "there is a file of that name already" in again.stderr


def test_a_batch_is_run_told_of_exported_and_not_run_again(small: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    ran = countervail("batch", "run", str(small), "--out", out, "--workers", "2", "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["done"], told["failed"], told["stopped"]) == (15, 0, False)
    assert "15 runs: 12 points + 3 with nothing varied" in ran.stderr
    assert "a run takes" in ran.stderr
    state = json.loads(countervail("batch", "status", out, "--json").stdout)
    assert (state["done"], state["total"], state["at_work"]) == (15, 15, False)
    resumed = countervail("batch", "resume", out, "--json")
    assert json.loads(resumed.stdout)["digest"] == told["digest"]
    exported = countervail("batch", "export", out)
    assert exported.stdout.count(".csv") == 2
    again = countervail("batch", "run", str(small), "--out", out)
    assert again.exit_code == 2 and "countervail batch resume" in again.stderr


def test_what_no_run_depends_on_may_be_edited_and_what_decides_numbers_may_not(
    small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert countervail("batch", "run", str(small), "--out", str(out)).exit_code == 0
    file = out / "experiment.yaml"
    told = "better: less, wanted: 1.5, meaning: What ore costs, observed: {value: 2, source: us}}"
    edited = SMALL.replace("better: less}", told) + "title: Anew\nbudget: {runs: 50}\n"
    file.write_text(edited, "utf-8")
    resumed = countervail("batch", "resume", str(out))
    assert resumed.exit_code == 0, resumed.stderr
    study = Folder.open(out).study
    assert (study.title, study.outcomes[0].wanted, study.outcomes[0].observed) == ("Anew", 1.5, 2)
    other = edited.replace("take: max", "take: mean").replace("samples: 12", "samples: 9")
    file.write_text(other, "utf-8")
    refused = countervail("batch", "resume", str(out))
    assert refused.exit_code == 2
    assert "experiment.yaml asks for other runs (outcomes.price, design.samples)" in refused.stderr
    assert "model" not in refused.stderr


def test_a_design_above_the_budget_is_refused_before_anything_is_made(
    small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    refused = countervail("batch", "run", str(small), "--out", str(out), "--budget", "10")
    assert refused.exit_code == 2
    assert "15 runs are above the budget of 10; add --yes" in refused.stderr
    assert not out.exists()
    late = countervail("batch", "run", str(small), "--out", str(out), "--budget", "0.0000001h")
    assert late.exit_code == 2 and "--yes" in late.stderr  # what was timed is kept
    assert countervail("batch", "resume", str(out), "--yes").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["run", "nowhere.yaml"], "nowhere.yaml:1:1: (file): cannot be read"),
        (["resume", "nowhere"], "nowhere: there is no such folder"),
        (["status", "."], "this is no folder of a batch"),
        (
            ["run", "{small}", "--budget", "ten"],
            "--budget ten: write runs such as 10000, or a time",
        ),
        (["run", "{small}", "--scheduler", "here"], "'here' is no address of a Dask scheduler"),
        (["run", "{small}", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "--workers:"),
        (["new", "two-iland"], "Did you mean 'two-islands'?"),
        (["new", "two-islands", "--method", "saltely"], "Did you mean 'saltelli'?"),
    ],
)
def test_mistakes_are_told_in_a_line_and_leave_nothing_behind(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = countervail("batch", *(word.format(small=small) for word in typed))
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to send")
def test_ctrl_c_stops_cleanly_and_resume_ends_as_if_nothing_had_been(
    small: Path, tmp_path: Path
) -> None:
    longer = tmp_path / "longer.yaml"
    longer.write_text(SMALL.replace("samples: 12", "samples: 400"), "utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.cli.interruptible", "batch", "run", str(longer)]
    with subprocess.Popen(
        [*command, "--out", str(out)], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE,
        text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    ) as driver:  # fmt: skip
        end = time.monotonic() + 60.0
        while time.monotonic() < end and done(out) < 20:
            time.sleep(0.1)
        driver.send_signal(signal.SIGINT)
        _, said = driver.communicate(timeout=20.0)
    assert driver.returncode == 130
    assert said.strip().endswith(f"countervail batch resume {out}")
    assert "Traceback" not in said
    kept = done(out)
    assert 20 <= kept < 403
    assert countervail("batch", "resume", str(out)).exit_code == 0
    assert done(out) == 403


def done(out: Path) -> int:
    if not out.exists():
        return 0
    return int(json.loads(countervail("batch", "status", str(out), "--json").stdout)["done"])
