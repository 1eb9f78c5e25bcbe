"""Re-running rounds over two processes costs little more than half of running them here."""

from __future__ import annotations

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from sim.explain.ensemble import ensemble
from sim.explain.published import Number, published_of
from sim.explain.spread import Processes, serial
from sim.explain.trail import trails
from sim.game import Game
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.seats.policies import policy

Benchmark = Any  # the fixture of pytest-benchmark, which has no types

WORKERS = 2
SLACK = 1.2
"""Re-runs over two processes may take so many times what bare rounds would."""

TRIES = 3
"""The best of so many counts: other work on the machine takes cores away."""

ROUND = 5
NAMES = ("SORIN.damage", "SORIN.support", "SORIN.price(magnet)", "lantern-islets.concession")
MEMBERS = 100


@pytest.fixture(scope="module")
def game() -> Game:
    scenario = load_scenario(catalog.find("three-chokepoints"))
    seats = {name: policy(row.policy) for name, row in scenario.seats.items()}
    game = Game.start(scenario, seed=0, parameters=load_parameters(), seats=seats)
    for _ in range(ROUND):
        game.play_round()
    return game


@pytest.fixture(scope="module")
def numbers(game: Game) -> tuple[Number, ...]:
    return published_of(NAMES, game)


def a_round(game: Game) -> float:
    """Return how long the round takes by itself [s]."""
    times = []
    for _ in range(7):
        start = perf_counter()
        game.branch(game.moments[ROUND - 1]).resolve()
        times.append(perf_counter() - start)
    return median(times)


def ratio(game: Game, work: Callable[[], int]) -> float:
    """Return the time of some re-runs over that of as many bare rounds on the cores there are.

    The best try counts. How much two processes get done is measured too: on a busy machine it is
    not twice as much.
    """
    found = []
    for _ in range(TRIES):
        before, free = a_round(game), speed_up()
        start = perf_counter()
        reruns = work()
        took = perf_counter() - start
        bare, free = 0.5 * (before + a_round(game)), 0.5 * (free + speed_up())
        found.append(took / (reruns * bare / free))
    return min(found)


def speed_up() -> float:
    """Return how much faster two processes count than one."""
    times = []
    for spread in (serial, Processes(WORKERS)):
        start = perf_counter()
        spread(counting, range(16))
        times.append(perf_counter() - start)
    return times[0] / times[1]


def counting(task: int) -> tuple[float, ...]:
    return (float(sum(range(400_000 + task))),)


def checked(benchmark: Benchmark, game: Game, work: Callable[[], int], report: list[str]) -> None:
    if benchmark.disabled:
        assert benchmark(work) > 0
        return
    if len(os.sched_getaffinity(0)) < WORKERS:
        pytest.skip("one core")
    found = benchmark.pedantic(ratio, (game, work), rounds=1)
    report.append(f"{work.__name__} over two processes: {found:.2f} times its bare rounds")
    assert found <= SLACK


def test_a_trail(
    benchmark: Benchmark, game: Game, numbers: tuple[Number, ...], report: list[str]
) -> None:
    def a_trail() -> int:
        pairs = 2 if benchmark.disabled else 6
        moment = game.moments[ROUND - 1]
        return trails(game, moment, numbers, pairs=pairs, spread=Processes(WORKERS))[0].reruns

    checked(benchmark, game, a_trail, report)


def test_an_ensemble(
    benchmark: Benchmark, game: Game, numbers: tuple[Number, ...], report: list[str]
) -> None:
    def an_ensemble() -> int:
        members = 4 if benchmark.disabled else MEMBERS
        moment = game.moments[ROUND - 1]
        # Damage would run the undisturbed course of every member too.
        chosen = [number for number in numbers if number.what != "damage"]
        return ensemble(game, moment, chosen, members, spread=Processes(WORKERS))[0].members

    checked(benchmark, game, an_ensemble, report)
