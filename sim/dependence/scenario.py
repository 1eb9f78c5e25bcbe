"""Scenario: the table of trade that a scenario's steady state makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from sim.dependence.trade import Floats, Trade, ratio
from sim.errors import SimError
from sim.politics.forecast import leverage, purchases
from sim.scenario.spec import Demand, Scenario
from sim.world.setting import Setting
from sim.world.world import World, frozen

DUST = 1e-6
"""Of what a country buys of a product; less is taken as none [1]."""

YEAR_DAYS = 365.2425


def trade_of(scenario: Scenario, world: World, setting: Setting) -> Trade:
    """Return who buys how much of whom at base prices [USD/year] (§D.1)."""
    network, ticks = setting.network, 1.0 / setting.timeline.tick_years
    bought = purchases(network, world, ticks)
    bought = np.where(bought > DUST * bought.sum(axis=0), bought, 0.0)
    if not bought.any():
        raise SimError(f"{scenario.name}: nobody buys anything, so nobody depends on anybody")
    cells = np.nonzero(bought)
    seller, buyer, product = (rows.tolist() for rows in cells)
    countries, products = network.countries, network.products
    trade = Trade.of(
        [countries.name(row) for row in seller],
        [countries.name(row) for row in buyer],
        [products.name(row) for row in product],
        bought[cells],
    )
    forces = leverage(network, world, setting.polity.gdp, ticks, setting.parameters)
    order = np.ix_(
        *[[countries[name] for name in trade.countries]] * 2,
        [products[name] for name in trade.products],
    )
    return replace(
        trade,
        unit="USD/year",
        losses=frozen(forces.denial[order]),
        costs=frozen(forces.denial_cost[order]),
        allies=_allies(setting),
        growth=frozen(_growth(scenario, trade)),
    )


def _allies(setting: Setting) -> Mapping[str, tuple[str, ...]]:
    countries, treaty = setting.polity.countries, setting.polity.treaty
    return {
        name: tuple(
            sorted(countries.name(other) for other in np.flatnonzero(treaty[row] > 0).tolist())
        )
        for row, name in enumerate(countries)
    }


def _growth(scenario: Scenario, trade: Trade) -> Floats:
    """Return the growth of each product's demand, from its dated courses (§D.10); shape (P,)."""
    if not scenario.demand:
        return np.full(len(trade.products), np.nan)
    growth = np.zeros((len(trade.countries), len(trade.products)))
    for row in _general_first(scenario.demand):
        if row.country not in trade.countries:
            continue
        where = trade.countries[row.country]
        if row.product == "*":
            growth[where] = _yearly(row.points)
        elif row.product in trade.products:
            growth[where, trade.products[row.product]] = _yearly(row.points)
    return ratio((growth * trade.supplies).sum(axis=0), trade.supplies.sum(axis=0))


def _general_first(rows: Iterable[Demand]) -> list[Demand]:
    """Return courses of every product before those of one, which take their place."""
    return sorted(rows, key=lambda row: row.product != "*")


def _yearly(points: Mapping[dt.date, float]) -> float:
    """Return the growth from a course's first to its last point [1/year]."""
    first, last = min(points), max(points)
    years = (last - first).days / YEAR_DAYS
    if years <= 0.0 or points[first] <= 0.0:
        return 0.0
    return float((points[last] / points[first]) ** (1.0 / years) - 1.0)
