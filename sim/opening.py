"""Opening: what never changes in a play of a scenario, and what is in force when it starts."""

from __future__ import annotations

from collections.abc import Mapping

from sim.orders.base import Order
from sim.orders.effects import Deed, Standing, carry_out
from sim.politics.start import polity_of
from sim.scenario.spec import Scenario
from sim.values import replace
from sim.world.build import bare, timeline_of
from sim.world.measures import Measure
from sim.world.politics import NOBODY
from sim.world.setting import Setting
from sim.world.world import Network


def setting_of(
    scenario: Scenario, network: Network, parameters: Mapping[str, float], *, seed: int = 0
) -> Setting:
    """Return the setting of a scenario's play."""
    homes = (network.countries.name(int(row)) for row in network.firm_country)
    polity = polity_of(scenario, network.countries)
    firms = {**dict(zip(network.firms, homes, strict=True)), **polity.firms}
    return Setting(
        network=network,
        polity=replace(polity, firms=firms),
        timeline=timeline_of(scenario),
        parameters=parameters,
        seed=seed,
        secondary=frozenset(name for name, a in scenario.activities.items() if a.secondary),
    )


def standing_measures(scenario: Scenario, parameters: Mapping[str, float]) -> tuple[Measure, ...]:
    """Return the measures that are in force when the scenario starts."""
    if not scenario.in_force:
        return ()
    network, world = bare(scenario)
    setting = setting_of(scenario, network, parameters)
    standing = Standing((), NOBODY)
    for row in scenario.in_force:
        deed = Deed(
            Order.parse(row.order), row.id, row.by, setting.polity.state_of(row.by),
            setting.timeline.start, 0, setting, world, settled=True,
        )  # fmt: skip
        standing = carry_out(standing, deed)
    return standing.measures
