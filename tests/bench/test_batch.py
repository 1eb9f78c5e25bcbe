"""What a batch costs beside its runs, next to other tools and to nothing at all."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import pytest

from sim.batch.batch import working
from sim.batch.conduct import begun, model_of
from sim.batch.experiment.load import load_experiment
from sim.batch.runner.drive import drive
from sim.batch.runner.pool import Pool
from sim.batch.runner.work import Work
from sim.batch.store.journal import Journal
from tests.bench.spins import NOBODY, TOOLS, WORKERS, Spin, peak_memory, spin, spins
from tests.bench.test_bench import Benchmark

RUNS = int(os.environ.get("COUNTERVAIL_BENCH_RUNS", "800"))
"""Of 20 ms each: the longer, the less the beginning counts."""

OVERHEAD = 0.1
"""What a run may cost beside its own time, of a run of 1 ms [1]: 0.1 ms."""

YARDSTICK = 1.08
"""Wall time against two processes that never talk [1]."""

GAMES = int(os.environ.get("COUNTERVAIL_BENCH_GAMES", "60"))
"""Of twelve rounds of three-chokepoints."""

BESIDE = 1.15
"""Wall time of so many games by two workers against half of their own time [1]."""

DEADLY = 50
PATIENCE = 20.0
"""So long a tool may be silent after a worker's death [s]."""

PEAK = 500.0
"""What the driver may hold [MB]."""


def alone(*arguments: object) -> subprocess.Popen[str]:
    """Start this folder's script with so many arguments."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.spins", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def turns_of(seconds: float) -> int:
    """Return how many turns take so long here and now."""
    start = perf_counter()
    spin(1_000_000, 0)
    return round(1_000_000 * seconds / (perf_counter() - start))


def pair(turns: int, runs: int) -> float:
    """Return how long two processes take of which each does half and says nothing [s]."""
    start = perf_counter()
    halves = [alone("half", turns, n * runs // 2, (n + 1) * runs // 2) for n in range(2)]
    assert [int(half.communicate()[0]) for half in halves] == [runs // 2, runs // 2]
    return perf_counter() - start


def timed(tool: str, turns: int, runs: int) -> float:
    """Return how long a tool takes for so many runs, start and all [s]."""
    start = perf_counter()
    with alone(tool, turns, runs) as process:
        told, wrong = process.communicate()
    assert told.strip().endswith(str(runs)), wrong
    return perf_counter() - start


def test_two_workers_beside_two_processes_that_never_talk(
    benchmark: Benchmark, report: list[str]
) -> None:
    if benchmark.disabled:
        pytest.skip("measures nothing else")
    turns = turns_of(0.02)
    pairs = [pair(turns, RUNS)]
    ours = [benchmark.pedantic(timed, ("countervail", turns, RUNS), rounds=1)]
    pairs.append(pair(turns, RUNS))
    for _ in range(2):  # one measurement alone is off by some per cent, as the machine drifts
        ours.append(timed("countervail", turns, RUNS))
        pairs.append(pair(turns, RUNS))
    ratios = [own / mean(around) for own, around in zip(ours, pairwise(pairs), strict=True)]
    ratio = median(ratios)
    report.append(
        f"{RUNS} runs of 20 ms by two workers: {ratio:.3f} times two processes that never talk, "
        f"right before and after (median of {', '.join(f'{r:.3f}' for r in ratios)}; "
        f"{mean(ours):.2f} s; limit {YARDSTICK})"
    )
    assert ratio <= YARDSTICK


def test_a_run_costs_little_beside_its_own_time(
    benchmark: Benchmark, report: list[str], tmp_path: Path
) -> None:
    runs = 200 if benchmark.disabled else 5000
    study, model = spins(runs), Spin(turns_of(0.001))
    with (
        Journal.create(tmp_path / "runs.sqlite", study) as journal,
        Pool(Work.of(study, model), 1, ("tests.bench.spins",)) as pool,
    ):
        begun = list(study.keys())
        drive(study, begun[:5], pool, journal, total=runs)  # the pool has started
        start = perf_counter()
        told = benchmark.pedantic(
            drive, (study, begun[5:], pool, journal), {"total": runs, "mean": 0.001},
            rounds=1,
        )  # fmt: skip
        wall = perf_counter() - start
    assert told.done == runs - 5
    beside = wall / told.seconds - 1.0
    report.append(f"beside its own time a run of 1 ms costs {beside:.3f} ms (limit {OVERHEAD})")
    if not benchmark.disabled:
        assert beside <= OVERHEAD


def test_games_by_two_workers_beside_their_own_time(
    benchmark: Benchmark, report: list[str], tmp_path: Path
) -> None:
    games = 4 if benchmark.disabled else GAMES
    file = tmp_path / "games.yaml"
    file.write_text(EXPERIMENT.format(games=games), "utf-8")
    prepared = load_experiment(file)
    folder = begun(prepared, tmp_path / "batch")
    with working(folder, model_of(prepared), lambda work: Pool(work, WORKERS)) as batch:
        batch.estimate()  # the workers are ready
        then, start = batch.journal.counts(), perf_counter()
        ended = benchmark.pedantic(batch.run, rounds=1)
        wall, now = perf_counter() - start, batch.journal.counts()
    assert (ended.done, ended.failed) == (games + 3, 0)
    ratio = wall / ((now.seconds - then.seconds) / WORKERS)
    report.append(
        f"{games:,} games of twelve rounds by two workers: {wall:.0f} s, {now.mean or 0.0:.3f} s "
        f"each, {ratio:.3f} times half of their own time (limit {BESIDE}); the driver's peak: "
        f"{peak_memory():.0f} MB"
    )
    if not benchmark.disabled:
        assert ratio <= BESIDE


EXPERIMENT = """
name: games
scenario: three-chokepoints
uncertainties: {{hoarding: {{}}, switching: {{}}, joining_base: {{}}}}
outcomes:
  loss: {{of: SORIN.damage, take: mean, better: less}}
  conceded: {{of: lantern-islets.conceded, take: last}}
design: {{method: latin_hypercube, samples: {games}, repeats: 3}}
"""


@pytest.mark.parametrize("tool", TOOLS)
def test_the_same_runs_by_other_tools(benchmark: Benchmark, report: list[str], tool: str) -> None:
    if benchmark.disabled:
        pytest.skip("measures nothing else")
    turns, runs = turns_of(0.02), 300
    yardstick = pair(turns, runs)
    took = benchmark.pedantic(timed, (tool, turns, runs), rounds=1)
    report.append(
        f"{tool}: {runs} runs of 20 ms, start and all, in {took:.2f} s, "
        f"{took / yardstick:.2f} times the pair; {after_a_death(tool, turns // 10)}"
    )


def after_a_death(tool: str, turns: int) -> str:
    """Return what a tool does when a run kills its worker."""
    with alone(tool, turns, 200, DEADLY) as process:
        try:
            told, wrong = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return f"a killed worker: says nothing for {PATIENCE:.0f} s"
    if process.returncode:
        errors = [line for line in wrong.splitlines() if "Error" in line]
        return f"a killed worker: all runs lost ({errors[-1].split(':')[0] if errors else wrong})"
    return f"a killed worker: {told.strip().splitlines()[-1]} of 200 runs come back"


def test_after_a_killed_worker_all_other_runs_come_back(benchmark: Benchmark) -> None:
    told = benchmark.pedantic(after_a_death, ("countervail", 1000), rounds=1)
    assert told == "a killed worker: 199 of 200 runs come back"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nobody tells what it held")
def test_the_driver_needs_no_more_memory_for_more_runs(
    benchmark: Benchmark, report: list[str]
) -> None:
    runs = 500 if benchmark.disabled else 100_000
    few, many = (peak(n) for n in (runs // 10, runs))
    benchmark.pedantic(lambda: None, rounds=1)
    report.append(f"the driver's peak: {few:.0f} MB for {runs // 10:,} runs, {many:.0f} MB for "
                  f"{runs:,} (limit {PEAK:.0f})")  # fmt: skip
    assert many <= PEAK
    assert many <= few * 1.5


def peak(runs: int) -> float:
    """Return the most that a driver of so many short runs held at a time [MB]."""
    with alone("countervail", 10, runs, NOBODY) as process:
        told, wrong = process.communicate()
    assert told.strip() == str(runs), wrong
    return float(wrong.strip().splitlines()[-1])
