"""Scenario to Network and World: the calibrated steady state, in which nothing moves.

Equation numbers (§B) refer to docs/explanation/economy.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from sim.scenario.balance import balance
from sim.scenario.spec import Scenario
from sim.timeline import Timeline
from sim.values import replace
from sim.world.build.network import network_of
from sim.world.build.prices import licence_base, priced
from sim.world.build.rows import firm_rows, slot_rows
from sim.world.build.steady import steady
from sim.world.measures import Measure
from sim.world.world import Network, World, frozen


def timeline_of(scenario: Scenario) -> Timeline:
    """Return the scenario's calendar as a Timeline."""
    c = scenario.calendar
    return Timeline(c.start, c.tick_days, c.ticks_per_round, c.rounds)


def build(
    scenario: Scenario, measures: Sequence[Measure], *, seed: int, mixing: float
) -> tuple[Network, World]:
    """Return the network of a scenario and its steady state under the measures at the start.

    `mixing` is the share of purchases spread over all producers in proportion (§B.3) [1].
    Neither ever changes, so games that differ in anything else share what was built for one.
    """
    key = (_read(scenario), tuple(measures), seed, mixing)
    for known, built in tuple(_BUILT):
        if known == key:
            return built
    made = _built(scenario, measures, seed, mixing)
    _BUILT.append((key, made))
    return made


KEPT = 4
"""Builds remembered, the last ones: a batch plays all that shares a seed in turn."""

_BUILT: deque[tuple[object, tuple[Network, World]]] = deque(maxlen=KEPT)


def _read(scenario: Scenario) -> tuple[object, ...]:
    """Return all that is built from: neither how anybody behaves nor what countries are like."""
    products = {name: vars(p) | {"behaviour": None} for name, p in scenario.products.items()}
    return (
        scenario.calendar, tuple(scenario.countries), products, scenario.activities,
        scenario.output, scenario.flows, scenario.firms,
    )  # fmt: skip


def _built(
    scenario: Scenario, measures: Sequence[Measure], seed: int, mixing: float
) -> tuple[Network, World]:
    account = balance(scenario)
    timeline = timeline_of(scenario)
    firms = firm_rows(scenario, timeline, seed)
    slots = slot_rows(scenario, account, firms, timeline)
    sketch = network_of(scenario, timeline, account, firms, slots, mixing)
    network = priced(scenario, sketch, slots, measures)
    network = replace(network, licence_base=frozen(licence_base(network, measures)))
    return network, steady(network, measures)


def bare(scenario: Scenario) -> tuple[Network, World]:
    """Return a network of the scenario's countries without firms, where only names matter."""
    empty = scenario.model_copy(update={"output": (), "flows": (), "firms": {}})
    network = network_of(empty, timeline_of(scenario), balance(empty), [], [], 0.0)
    return network, steady(network, ())
