"""Policies at play in a packaged scenario: they act, and what they hand in can be carried out."""

from __future__ import annotations

import pytest

from sim.game import Game, parameters_of
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.seats.policies import policy

ROUNDS = 5
LINE_UPS = (
    ("gray_zone", "legalist_bloc", "escalate_to_deter", "denial_first", "solidarity_leader",
     "free_rider", "business_first", "opportunist_third"),
    ("great_power_trucer", "deal_seeker", "great_power_trucer", "tit_for_tat", "cautious_hedger",
     "opportunist_third", "denial_first", "business_first"),
    ("salami", "business_first", "gray_zone", "solidarity_leader", "escalate_to_deter",
     "cautious_hedger", "opportunist_third", "denial_first"),
)  # fmt: skip
"""Policies of the scenario's seats, in their order."""


@pytest.mark.parametrize("line_up", LINE_UPS)
def test_policies_act_and_nothing_is_refused_but_by_a_vote(line_up: tuple[str, ...]) -> None:
    scenario = load_scenario(catalog.find("three-chokepoints"))
    seats = {name: policy(p) for name, p in zip(scenario.seats, line_up, strict=True)}
    game = Game.start(scenario, seed=4, parameters=parameters_of(scenario), seats=seats)
    rulings = [ruling for _ in range(ROUNDS) for ruling in game.play_round().rulings]
    amiss = [r for r in rulings if r.outcome != "carried out" and "§A.23" not in r.reason]
    assert amiss == []
    assert len(rulings) >= 4 * ROUNDS
    assert len({ruling.seat for ruling in rulings}) >= 5
    assert len({ruling.order.split()[0] for ruling in rulings}) >= 8
