"""From a Scenario to politics on the first day."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest

from sim.index import Index
from sim.politics.start import politics_at_start, polity_of
from sim.scenario.spec import Scenario
from tests.politics.made_up import P
from tests.properties.scenarios import Data, figure, scenario_of
from tests.world.plain import PLAIN

DISPUTE = {
    "id": "quarrel", "sender": "A", "target": "B", "demand": "let the captain go",
    "issue": "security", "stake_sender": 0.7, "stake_target": 0.4, "assumed": "made up",
}  # fmt: skip


def scenario() -> Scenario:
    data: Data = deepcopy(PLAIN)
    data["countries"]["A"].update(
        gdp=figure(6e12, "USD/year"),
        bloc=True,
        traits={"nationalism": figure(0.9, "1")},
    )
    data["relations"] = [
        {"from": "A", "to": "B", "value": -0.4, "treaty": True, "assumed": "made up"},
        {"from": "A", "to": "C", "value": 0.2, "assumed": "made up"},
        {"from": "C", "to": "A", "value": 0.6, "assumed": "made up"},
    ]
    data["exposures"] = [
        {"channel": "tourism", "from": "A", "to": "B", "value": figure(5e9, "USD/year")},
    ]  # fmt: skip
    data["disputes"] = [DISPUTE]
    return scenario_of(data)


COUNTRIES = Index("country", scenario().countries)
POLITY = polity_of(scenario(), COUNTRIES)


def test_a_polity_is_what_the_scenario_says() -> None:
    assert POLITY.gdp_of("A") == 6e12
    assert np.isnan(POLITY.gdp_of("B"))
    assert (POLITY.trait("nationalism", "A"), POLITY.trait("nationalism", "B")) == (0.9, 0.5)
    assert POLITY.institutions == {"A"}
    assert [(e.channel, e.spender, e.earner, e.value) for e in POLITY.exposures] == [
        ("tourism", "A", "B", 5e9)
    ]


def test_treaties_hold_both_ways() -> None:
    assert POLITY.treaty[0, 1] == POLITY.treaty[1, 0] == 1.0
    assert POLITY.treaty.sum() == 2.0


def test_relations_hold_both_ways_unless_both_are_given() -> None:
    relations = politics_at_start(POLITY, scenario(), P, 1).relations
    assert relations[0, 1] == relations[1, 0] == -0.4
    assert (relations[0, 2], relations[2, 0]) == (0.2, 0.6)


def test_politics_starts_from_the_traits_without_a_record() -> None:
    start = politics_at_start(POLITY, scenario(), P, 1)
    assert start.support.tolist() == [50.0] * 4
    assert start.capital.tolist() == [60.0] * 4
    assert start.credibility(0) == pytest.approx(2 / 3)
    assert start.disputes[0].stage == "latent"


def test_resolve_is_drawn_once_from_the_seed() -> None:
    one, again, other = (
        politics_at_start(POLITY, scenario(), P, seed).disputes[0].resolve for seed in (1, 1, 2)
    )
    assert one == again != other
