"""Forecasts in closed form (§P.33 to §P.37)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.politics.contest.escalation import face, incident
from sim.politics.contest.situation import usual
from sim.politics.forecast import concession_within_a_year, launch, leverage, purchases
from sim.politics.home.support import pressure
from sim.world.build import build
from tests.politics.made_up import P
from tests.properties.scenarios import scenario_of
from tests.world.plain import PLAIN

NETWORK, WORLD = build(scenario_of(PLAIN), (), seed=1, mixing=P["mixing"])
A, B, C, T = range(4)
ORE = NETWORK.products["ore"]
GDP = np.array([1e8, 1e7, 1e7, 1e7])
TICKS = 52.0
FOUND = leverage(NETWORK, WORLD, GDP, TICKS, P)


def test_what_one_sells_to_another_is_what_the_other_buys() -> None:
    trade = purchases(NETWORK, WORLD, TICKS)
    assert trade.shape == (4, 4, 2)
    assert trade[A, B, ORE] == pytest.approx(3800 * 105 * TICKS / 52.18, rel=0.1)


def test_losing_a_supplier_costs_by_its_share_and_what_hangs_on_it() -> None:
    trade = purchases(NETWORK, WORLD, TICKS)[:, B, ORE]
    share = trade[A] / trade.sum()
    steep = -math.log(1.0 - share) / (P["forecast_substitution"] - 1.0)
    whole = FOUND.denial[A, B, ORE] / min(1.0, steep)
    assert share > 0.5
    # Works in B stop without ore: their value added is more than what they pay for it.
    assert whole > 100.0 * trade.sum() / GDP[B]


def test_nobody_has_leverage_over_himself() -> None:
    for values in vars(FOUND).values():
        assert not values[np.arange(4), np.arange(4)].any()


def test_what_a_target_loses_is_what_a_sender_would_lose_the_other_way_round() -> None:
    assert np.array_equal(FOUND.denial_cost, FOUND.closure.transpose(1, 0, 2))
    assert np.array_equal(FOUND.closure_cost, FOUND.denial.transpose(1, 0, 2))


def test_most_of_what_a_small_buyer_leaves_goes_elsewhere() -> None:
    trade = purchases(NETWORK, WORLD, TICKS)
    lost = FOUND.closure[C, A, ORE] / 100.0 * GDP[A] / trade[A, C, ORE]
    held = FOUND.closure[B, A, ORE] / 100.0 * GDP[A] / trade[A, B, ORE]
    assert 1.0 - P["forecast_redirection"] < lost < held < 1.0


def test_an_unknown_gdp_gives_no_number() -> None:
    gdp = np.where(np.arange(4) == B, np.nan, GDP)
    found = leverage(NETWORK, WORLD, gdp, TICKS, P)
    assert np.isnan(found.denial[A, B]).all()
    assert np.isfinite(found.denial[A, C]).all()


@given(st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_more_damage_brings_more(one: float, other: float) -> None:
    less, more = sorted((one, other))
    s = usual(P)
    assert concession_within_a_year(s, P, damage_target=less) <= (
        concession_within_a_year(s, P, damage_target=more) + 1e-12
    )


def test_the_worth_of_coercing_is_the_sum_of_its_parts() -> None:
    s = replace(usual(P), stake_sender=0.8)
    found = launch(
        s, P, damage_target=2.0, damage_sender=0.1, joint=0.5, reprisal=1.0, legitimacy=0.1,
        capital=3.0,
    )  # fmt: skip
    assert found.worth == pytest.approx(sum(v for _, v in found.parts))
    assert [name for name, value in found.parts if value > 0.0] == ["concession"]
    free = launch(s, P, damage_target=2.0)
    assert free.worth > found.worth and free.probability > found.probability


def test_at_the_threshold_a_launch_is_as_likely_as_not() -> None:
    costs = P["launch_threshold"] / P["launch_capital"]
    s = replace(usual(P), stake_sender=0.0)
    assert launch(s, P, damage_target=1.0, capital=-costs).probability == pytest.approx(0.5)


def test_pressure_keeps_its_bounds() -> None:
    assert pressure(0.0, P) == 0.0
    assert pressure(50.0, P, sector=1.0, weight=1.0, shortage=1.0, alignment=0.0) == 1.0
    assert pressure(1.0, P, rally=1.0) < pressure(1.0, P)


def test_four_grounds_save_face() -> None:
    assert face(P) == 0.0
    assert face(P, mediator=True, ambiguous=True) == pytest.approx(2 * P["face_step"])
    assert face(P, suspending=0.5) == pytest.approx(0.5 * P["face_step"])
    assert face(P, mediator=True, suspending=1.0, cover=True, ambiguous=True) == 1.0


def test_incidents_grow_with_escalation() -> None:
    assert incident(6.0, None, P).odds("log").probability == pytest.approx(0.02, abs=0.001)
    assert incident(8.0, None, P).total > incident(6.0, None, P).total
