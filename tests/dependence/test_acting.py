"""Which parameters act: those that are asked for, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.dependence.acting import OF_SCENARIOS, OF_TABLES
from sim.dependence.pairs import pairs
from sim.dependence.profile import profile
from sim.game import parameters_of
from sim.opening import setting_of, standing_measures
from sim.politics.forecast import leverage
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.world.build import build
from tests.dependence.made_up import MAGNETS, P, trade


class Asked(Mapping[str, float]):
    """Parameters that remember which of them were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.names.add(name)
        return P[name]

    def __iter__(self) -> Iterator[str]:
        return iter(P)

    def __len__(self) -> int:
        return len(P)


def test_a_table_is_judged_by_all_that_act_and_no_others() -> None:
    asked, table = Asked(), trade(*MAGNETS)
    for by in ("hjs", "eu"):
        profile(table, "JPN", asked, on="CHN", by=by)
        pairs(table, asked, by=by)
    assert asked.names == set(OF_TABLES)


def test_forecasts_of_a_scenario_are_made_with_all_that_act_and_no_others() -> None:
    scenario = load_scenario(catalog.find("three-chokepoints"))
    p, asked = parameters_of(scenario), Asked()
    network, world = build(scenario, standing_measures(scenario, p), seed=0, mixing=asked["mixing"])
    leverage(network, world, setting_of(scenario, network, p).polity.gdp, 13.0, asked)
    assert asked.names == {*OF_SCENARIOS} - {*OF_TABLES}
