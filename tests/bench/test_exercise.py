"""How long people wait in an exercise: for a round, a report, an answer. Times are only reported.

Aims, on two idle cores: a round of three-chokepoints with causes and a range of 200 re-runs 5 s,
the after-action report 20 s, an answer of the prompt 150 ms.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from cli.prompt.core import Prompt
from cli.registry.session import Session
from cli.registry.shown import plain_lines
from sim.exercise.aar.build import build
from sim.exercise.aar.gather import report as report_of
from sim.exercise.acts import WHITE
from sim.exercise.conduct import create, orders, rounds
from sim.exercise.conduct.explanation import MEMBERS, told_of
from sim.exercise.exercise import Exercise
from sim.exercise.table import Result, Table
from sim.explain.explained import Explained, explained
from sim.explain.published import published_of
from sim.explain.spread import Processes
from sim.explain.trail import PAIRS
from tests.bench.test_explain import TRIES, WORKERS, speed_up

Benchmark = Any  # the fixture of pytest-benchmark, which has no types

SLACK = 1.2
"""Causes and range over two processes may take so many times what their bare rounds would."""

SHEETS = {
    "KORVA": ("K1", "K4", "K7"), "SORIN": ("S1", "S2", "S9"), "ALDER": ("A14", "A6"),
    "MERID": ("M1", "M6"),
}  # fmt: skip

LINES = (
    "exercise status", "order add S6 --seat SORIN", "order options coerce --seat KORVA",
    "order options --seat SORIN", "inject list", "round review", "msg SORIN Call me.",
)  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Yield the white cell's session in the fourth round."""
    file = tmp_path_factory.mktemp("bench") / "day.exercise"
    with Session(path=file, plain=True) as session:
        session.use(create.create(file, "three-chokepoints", format="half-day"))
        day, table = session.exercise, session.table
        rounds.start(day, table)
        for round in (1, 2, 3):
            rounds.open_round(day)
            for seat, sheet in SHEETS.items():
                for code in sheet if round == 1 else sheet[:1]:
                    orders.add(day, WHITE, seat, orders.spelt_out(table, seat, code))
                orders.submit(day, WHITE, seat)
            rounds.lock(day, table)
            rounds.adjudicate(day, table)
            rounds.publish(day, table)
        rounds.open_round(day)
        yield session


def test_a_round_with_causes_and_range(
    benchmark: Benchmark, session: Session, report: list[str]
) -> None:
    result = session.table.result(1)
    game, moment = result.game, result.moment
    numbers = published_of(list(told_of(session.table, game)), game)
    members, pairs = (4, 2) if benchmark.disabled else (MEMBERS, PAIRS)

    def found() -> tuple[Explained, ...]:
        spread = Processes(WORKERS)
        return explained(game, moment, numbers, members=members, pairs=pairs, spread=spread)

    if benchmark.disabled or len(os.sched_getaffinity(0)) < WORKERS:
        benchmark.pedantic(found, rounds=1)
        return
    bare, free = _a_round(result), speed_up()
    reruns = members + benchmark.pedantic(found, rounds=TRIES)[0].trail.reruns
    bare, free = min(bare, _a_round(result)), min(free, speed_up())
    took = benchmark.stats.stats.min
    report.append(f"a round: {bare:.2f} s; causes and range of {members} re-runs: {took:.1f} s")
    times = took / (reruns * bare / free)
    report.append(f"causes and range over two processes: {times:.2f} times their bare rounds")
    assert times <= SLACK


def _a_round(result: Result) -> float:
    """Return how long the round takes by itself [s]."""
    times = []
    for _ in range(7):
        start = perf_counter()
        result.game.branch(result.moment).resolve()
        times.append(perf_counter() - start)
    return median(times)


def test_an_after_action_report(benchmark: Benchmark, session: Session, tmp_path: Path) -> None:
    if benchmark.disabled:
        pytest.skip("tests/exercise/aar builds reports")

    def built() -> tuple[Path, ...]:
        spread = Processes(WORKERS)
        found = report_of(session.exercise, session.table, spread=spread)
        return build(found, tmp_path / "aar", ("docx", "html"))

    assert len(benchmark.pedantic(built, rounds=1)) == 2


@pytest.mark.parametrize("line", LINES)
def test_an_answer_of_the_prompt(benchmark: Benchmark, session: Session, line: str) -> None:
    prompt = Prompt(session)

    def answered() -> list[str]:
        return plain_lines(prompt.answer(line).shown)

    benchmark.pedantic(answered, rounds=1 if benchmark.disabled else 5, warmup_rounds=1)


def test_a_file_of_three_rounds_is_opened(benchmark: Benchmark, session: Session) -> None:
    def opened() -> int:
        with Exercise.open(session.exercise.file.path) as day:
            return Table(day).game().round

    assert benchmark.pedantic(opened, rounds=3) == 4


def test_a_command_of_the_shell(benchmark: Benchmark, session: Session) -> None:
    command = [sys.executable, "-c", "from cli.app import main; main()", "exercise", "status"]
    file = str(session.exercise.file.path)

    def ran() -> int:
        done = subprocess.run([*command, "--exercise", file], capture_output=True, check=True)
        return done.returncode

    assert benchmark.pedantic(ran, rounds=1 if benchmark.disabled else 3) == 0
