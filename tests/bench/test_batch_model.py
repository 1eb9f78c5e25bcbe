"""What a run of a batch costs beside the ticks of its economy, and what its start costs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from time import process_time

import pytest

from sim.game import Game, parameters_of
from sim.replay.run import cast, seated
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from tests.bench.test_bench import Benchmark

SEEDS = 5
"""Runs of which the middle one counts: quarrels, and so work, differ by chance."""

DEAREST = {"three-chokepoints": 16.0, "rare-earth-2010": 4.0}
"""A run may take this many times what the ticks of its own world take alone [1].

Every quarrel keeps a second world that runs along, and eight seats think: about 8 is usual where
policies play, and 2 where seats hand in what is dated.
"""

START = 0.5
"""The start may take this part of what the rounds take [1]; a tenth is usual."""


@dataclass(frozen=True)
class Spent:
    """What a run took, by parts [s of processor time]."""

    start: float
    rounds: float
    ticks: float

    @property
    def ratio(self) -> float:
        """Return how many times its ticks alone a run takes [1]."""
        return (self.start + self.rounds) / self.ticks


def spent(scenario: Scenario, seed: int) -> Spent:
    """Return what a run takes that is played for its numbers alone, as in a batch."""
    seats, parameters = seated(scenario, cast(scenario)), parameters_of(scenario)
    moments = [process_time()]
    game = Game.start(scenario, seed=seed, parameters=parameters, seats=seats)
    moments.append(process_time())
    game._bare, began = True, game.world
    while not game.over:
        game.play_round()
    moments.append(process_time())
    game.economy.advance(began, game.timeline.ticks)
    moments.append(process_time())
    return Spent(*(after - before for before, after in pairwise(moments)))


@pytest.mark.parametrize("name", DEAREST)
def test_a_run_costs_little_beside_its_ticks(
    benchmark: Benchmark, report: list[str], name: str
) -> None:
    scenario = load_scenario(catalog.find(name))
    spent(scenario, 0)  # kernels are compiled, catalogues read
    runs = 1 if benchmark.disabled else SEEDS
    found = [benchmark.pedantic(spent, (scenario, 0), rounds=1)]
    found += [spent(scenario, seed) for seed in range(1, runs)]
    usual = sorted(found, key=lambda one: one.ratio)[len(found) // 2]
    report.append(
        f"{name}: a run {1000 * (usual.start + usual.rounds):.0f} ms, its start "
        f"{1000 * usual.start:.0f} ms of it, {usual.ratio:.1f} times its ticks alone "
        f"({1000 * usual.ticks:.0f} ms; limit {DEAREST[name]:.0f})"
    )
    if not benchmark.disabled:
        assert usual.ratio <= DEAREST[name]
        assert usual.start <= START * usual.rounds
