"""Budgets are renewed once in a year of play, whatever the length of a round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.adjudication.means import new_year
from sim.game import Game
from sim.orders.effects import Standing
from sim.timeline import Timeline
from tests.properties.scenarios import game_of
from tests.world.political import CALM, POLITICAL


@pytest.fixture(scope="module")
def game() -> Game:
    return game_of(POLITICAL, **CALM)


def renewals(game: Game, days: int, per_round: int, rounds: int) -> list[int]:
    """Return the rounds, from 1, in which what was spent is forgotten."""
    timeline = Timeline(game.timeline.start, days, per_round, rounds)
    setting = replace(game.setting, timeline=timeline)
    politics = replace(game.world.politics, spent=np.ones(len(game.network.countries)))
    standing = Standing((), politics)
    return [
        n + 1 for n in range(rounds)
        if not new_year(standing, setting, n * per_round).politics.spent.any()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "per_round", "rounds", "expected"),
    [
        (7, 13, 14, [5, 9, 13]),  # quarters of 13 weeks fall short of a year by a day
        (7, 4, 40, [14, 27, 40]),
        (7, 26, 8, [3, 5, 7]),
        (7, 52, 4, [2, 3, 4]),
        (7, 104, 3, [2, 3]),
        (28, 3, 12, [5, 10]),
    ],
)
def test_a_year_begins_in_the_round_nearest_to_it(
    game: Game, days: int, per_round: int, rounds: int, expected: list[int]
) -> None:
    assert renewals(game, days, per_round, rounds) == expected
