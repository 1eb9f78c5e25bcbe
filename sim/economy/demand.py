"""Dated demand: the multiples of base-year final demand that a scenario lists (§3.1)."""

from __future__ import annotations

import numpy as np

from sim.scenario.spec import Demand, Scenario
from sim.timeline import Timeline
from sim.world.world import Floats, Network


def demand_course(scenario: Scenario, network: Network, timeline: Timeline) -> Floats:
    """Return final demand at base prices over the base year's [1]; shape (ticks, C, P)."""
    course = np.ones((timeline.ticks, len(network.countries), len(network.products)))
    for row in sorted(scenario.demand, key=lambda r: r.product != "*"):  # '*' first, then own
        c = network.countries[row.country]
        products = slice(None) if row.product == "*" else network.products[row.product]
        line = _line(row, timeline)
        course[:, c, products] = line[:, None] if row.product == "*" else line
    return course


def _line(row: Demand, timeline: Timeline) -> Floats:
    dates = sorted(row.points)
    middle = (np.arange(timeline.ticks) + 0.5) * timeline.tick_days
    days = [(date - timeline.start).days for date in dates]
    return np.asarray(np.interp(middle, days, [row.points[date] for date in dates]))
