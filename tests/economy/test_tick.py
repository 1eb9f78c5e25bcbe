"""Advancing the economy: spans of equal rules, room for every measure, an end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.economy.tables import QUOTAS
from sim.world.measures import Measure
from sim.world.world import Floats
from tests.properties.scenarios import game_of
from tests.world.plain import FIXED, PLAIN


def quota(n: int, amount: float) -> Measure:
    """Return a quota on A's ore for B; the last in force counts."""
    return Measure(
        f"q{n}", "quota", "A", products=("ore",), targets=("B",), channels=("declared",),
        amount=amount, since=0, until=26,
    )  # fmt: skip


def test_more_quotas_than_usual_find_room() -> None:
    game = game_of(PLAIN)
    many = (*(quota(n, 1000.0) for n in range(2 * QUOTAS)), quota(99, 200.0))
    world, flows, _ = game.economy.advance(game.world.with_measures(many), 26)
    assert world.quota_used[:-1].sum() == 0.0
    assert 100.0 < world.quota_used[-1] <= 200.0
    assert flows.quota_used.sum() == pytest.approx(world.quota_used[-1])


def test_nothing_is_played_beyond_the_calendar() -> None:
    game = game_of(PLAIN)
    with pytest.raises(ValueError, match="has 208 ticks"):
        game.economy.advance(game.world, 209)


def test_ticks_one_by_one_are_ticks_at_once() -> None:
    game = game_of(PLAIN)
    ban = Measure("b", "licence", "A", products=("ore",), since=2, until=5, rate=0.0)
    world = game.world.with_measures((ban,))
    at_once, flows, _ = game.economy.advance(world, 8)
    for _ in range(8):
        world, _, _ = game.economy.advance(world, 1)
    assert np.array_equal(world.price, at_once.price)
    assert np.array_equal(world.stock, at_once.stock)
    a, b = game.network.countries["A"], game.network.countries["B"]
    ore = game.network.products["ore"]
    assert (flows.shipped[:, a, b, ore] > 0).tolist() == [1, 1, 0, 0, 0, 1, 1, 1]


def test_advancing_leaves_the_world_it_starts_from_alone() -> None:
    game = game_of(PLAIN)
    before = game.world.price.copy()
    game.economy.advance(game.world, 13)
    assert np.array_equal(game.world.price, before)
    assert not game.world.price.flags.writeable


def sold_under_a_duty(**settings: float) -> Floats:
    """Return A's sales of ore to B by tick, with a duty from tick 4 until tick 30."""
    chosen: dict[str, Any] = {**FIXED, "seller_speculation": 0.0, **settings}
    game = game_of(PLAIN, **chosen)
    duty = Measure("d", "duty", "A", products=("ore",), since=4, until=30, rate=0.5)
    _, flows, _ = game.economy.advance(game.world.with_measures((duty,)), 40)
    ore = game.network.products["ore"]
    a, b = game.network.countries["A"], game.network.countries["B"]
    sold: Floats = flows.shipped[:, a, b, ore]
    return sold


def test_buyers_speculate_on_rises_and_falls_beyond_the_threshold() -> None:
    nobody = sold_under_a_duty(speculation=0.0)
    somebody = sold_under_a_duty(speculation=0.6, speculation_threshold=0.2)
    assert somebody[5:9].sum() > 1.02 * nobody[5:9].sum()
    assert somebody[31:35].sum() < 0.98 * nobody[31:35].sum()


def test_nobody_speculates_on_changes_below_the_threshold() -> None:
    nobody = sold_under_a_duty(speculation=0.0)
    settings = {"speculation": 0.6, "seller_speculation": 0.3, "speculation_threshold": 9.0}
    assert np.array_equal(sold_under_a_duty(**settings), nobody)
