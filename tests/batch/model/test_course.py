"""Course: the rounds in which nobody orders anything, as they are worked out from scratch."""

from __future__ import annotations

import numpy as np

from sim.batch.model.course import Course
from sim.explain.played import undisturbed
from sim.parameters import load_parameters
from sim.world.flows import Flows
from tests.batch.model.made_up import start


def moved(flows: Flows) -> list[np.ndarray]:
    return [value for value in vars(flows).values() if isinstance(value, np.ndarray)]


def test_its_rounds_are_those_that_damage_is_told_against_anyway() -> None:
    game = start(stock="half_a_year").game({}, seed=3)
    course = Course.of(game, 3)
    missing = np.zeros(len(game.network.countries))
    for n in range(3):
        game.play_round()
        known, usual = course.beside(n, missing), undisturbed(game, game.moments[-1])
        for one, other in zip(moved(known.flows), moved(usual.flows), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_a_round_under_another_economy_is_run_anew() -> None:
    game = start().game({}, seed=3)
    known = Course.of(game, 1).beside(0, np.zeros(len(game.network.countries)))
    dearer = game.economy.under(load_parameters().replaced({"final_elasticity": 0.4}), {})
    assert known.flows is known.known
    assert known.under(dearer).known is None
