"""Disputes played through an economy come out near the data, as far as so few can tell."""

from __future__ import annotations

import math

import pytest

from sim.game import Game
from sim.parameters import Parameters, load_parameters
from sim.politics.record.rates import Finished, Row, disputes_through
from sim.replay.generated import FELT, MONTHS, generated, levers_of, tried
from sim.scenario import catalog
from sim.seats.load import load_scenario

COUNT = 90
STRAYED = 2
"""Rows that may lie further off than chance allows, of those with enough cases."""


def played(**changed: float) -> tuple[Finished, ...]:
    scenario = load_scenario(catalog.find("three-chokepoints"))
    parameters = Parameters({**load_parameters(), **changed})  # in range or not
    return generated(scenario, COUNT, seed=4, parameters=parameters)


@pytest.fixture(scope="module")
def ended() -> tuple[Finished, ...]:
    return played()


@pytest.fixture(scope="module")
def unhurt() -> tuple[Finished, ...]:
    """The very same disputes, where what they cost moves no target."""
    return played(hazard_concede_cost=0.0, threat_damage=0.0)


def conceded(disputes: tuple[Finished, ...]) -> int:
    return sum(dispute.ending == "conceded" for dispute in disputes)


def test_targets_that_nothing_hurts_give_in_less(
    ended: tuple[Finished, ...], unhurt: tuple[Finished, ...]
) -> None:
    assert [d.damage for d in ended] == [d.damage for d in unhurt]
    assert conceded(ended) > conceded(unhurt) > 0


def off(row: Row) -> float:
    """How far a row lies outside its tolerance and two standard errors [1]."""
    spread = math.sqrt(row.published * (1.0 - row.published) / row.cases)
    assert row.difference is not None
    return abs(row.difference) - row.tolerance - 2.0 * spread


def test_the_shares_are_near_those_of_the_data(ended: tuple[Finished, ...]) -> None:
    rows = [row for row in disputes_through(ended) if row.cases >= 30]
    assert len(rows) > 15
    assert [row.name for row in rows if off(row) > 0.0][STRAYED:] == []


def test_losses_come_out_of_the_economy(ended: tuple[Finished, ...]) -> None:
    losses = [dispute.damage for dispute in ended if dispute.reached == "imposed"]
    assert len({round(loss, 6) for loss in losses}) > len(losses) / 2
    assert max(losses) > 1.0


def test_a_dispute_is_watched_for_ten_years_at_most(ended: tuple[Finished, ...]) -> None:
    assert max(dispute.months for dispute in ended) <= MONTHS + 3
    assert all(dispute.months > MONTHS - 1 for dispute in ended if dispute.ending is None)


def test_levers_that_cost_nothing_are_left_alone() -> None:
    scenario = load_scenario(catalog.find("two-islands"))
    sized = {
        name: country.model_copy(
            update={"gdp": scenario.products["ore"].base_price.model_copy(
                update={"value": 1.0, "unit": "bnUSD/year"})}
        )
        for name, country in scenario.countries.items()
    }  # fmt: skip
    scenario = scenario.model_copy(update={"countries": sized})
    game = Game.start(scenario, seed=0, parameters=load_parameters(), seats={})
    levers = tuple(levers_of(game))
    found = tried(game, levers)
    assert 0 < len(found) < len(levers)
    assert min(lever.loss for lever in found) >= FELT
