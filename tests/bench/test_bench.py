"""How fast the economy is. Times are reported, not demanded: machines differ."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from sim.game import Game
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.seats.policies import policy
from sim.world.world import Floats, arrays
from tests.bench.wide import wide
from tests.properties.scenarios import game_of

Benchmark = Any  # the fixture of pytest-benchmark, which has no types

TICKS = 52
SLOWEST = 1000.0
"""A tick may take this many times as long as a copy of its arrays; about 30 is usual."""

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial" / "two-islands"


@pytest.fixture(scope="module")
def game() -> Game:
    game = game_of(wide())
    game.economy.advance(game.world, 1)  # compiles, or reads the kernels from the cache
    return game


def test_a_year_of_ticks(benchmark: Benchmark, game: Game, report: list[str]) -> None:
    benchmark.pedantic(game.economy.advance, (game.world, TICKS), rounds=10, warmup_rounds=1)
    if benchmark.disabled:
        return
    tick = benchmark.stats.stats.min / TICKS
    copied = copying(game)
    links = game.network.links
    report.append(f"{links} links: {tick / links * 1e9:.0f} ns per link and tick")
    report.append(f"a tick takes {tick / copied:.0f} times as long as a copy of its arrays")
    assert tick / copied < SLOWEST


def copying(game: Game) -> float:
    """Return the shortest time in which numpy copies a World and its Network [s]."""
    sources = [*arrays(game.world).values(), *arrays(game.network).values()]
    targets: list[Floats] = [np.empty_like(a) for a in sources]
    times = []
    for _ in range(50):
        start = perf_counter()
        for source, target in zip(sources, targets, strict=True):
            np.copyto(target, source)
        times.append(perf_counter() - start)
    return min(times)


def test_the_wide_world_is_wide(benchmark: Benchmark, report: list[str]) -> None:
    data = wide()
    game: Game = benchmark.pedantic(game_of, (data,), rounds=3)
    assert 2000 <= game.network.links <= 5000
    if not benchmark.disabled:
        report.append(f"built in {benchmark.stats.stats.min * 1000:.0f} ms")


def test_load(benchmark: Benchmark) -> None:
    benchmark.pedantic(load_scenario, (TUTORIAL,), rounds=3)


def test_build(benchmark: Benchmark) -> None:
    scenario, parameters = load_scenario(TUTORIAL), load_parameters()
    benchmark.pedantic(
        Game.start, (scenario,), {"seed": 1, "parameters": parameters, "seats": {}}, rounds=5
    )


def test_run(benchmark: Benchmark) -> None:
    scenario, parameters = load_scenario(TUTORIAL), load_parameters()

    def started() -> tuple[tuple[Game], dict[str, object]]:
        return (Game.start(scenario, seed=1, parameters=parameters, seats={}),), {}

    def play(game: Game) -> None:
        while not game.over:
            game.resolve()

    benchmark.pedantic(play, setup=started, rounds=5)


MOST_TIMES = 6.0
"""A scripted run may cost so many times its bare ticks."""


def test_a_scripted_run(benchmark: Benchmark, report: list[str]) -> None:
    """Twelve quarters of three-chokepoints, every seat scripted, beside its bare ticks."""
    scenario = load_scenario(catalog.find("three-chokepoints"))
    assert (scenario.calendar.rounds, scenario.calendar.tick_days) == (12, 7)

    def started() -> tuple[tuple[Game], dict[str, object]]:
        seats = {name: policy(row.policy) for name, row in scenario.seats.items()}
        parameters = load_parameters()
        return (Game.start(scenario, seed=0, parameters=parameters, seats=seats),), {}

    def play(game: Game) -> None:
        while not game.over:
            game.play_round()

    benchmark.pedantic(play, setup=started, rounds=10, warmup_rounds=1)
    if benchmark.disabled:
        return
    (game,), _ = started()
    bare = ticking(game)
    ratio = benchmark.stats.stats.min / bare
    report.append(f"a scripted run of {game.timeline.ticks} ticks: {ratio:.1f} times bare ticks")
    assert ratio <= MOST_TIMES


def ticking(game: Game) -> float:
    """Return the shortest time in which a game's ticks run without anybody's orders [s]."""
    times = []
    for _ in range(10):
        start = perf_counter()
        game.economy.advance(game.world, game.timeline.ticks)
        times.append(perf_counter() - start)
    return min(times)
