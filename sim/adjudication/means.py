"""Means: what orders take of a government's political capital and of the year's budget."""

from __future__ import annotations

import numpy as np

from sim.orders.effects import Deed, Standing
from sim.orders.price import price_of
from sim.values import replace
from sim.world.politics import Politics
from sim.world.setting import Setting


def charged(politics: Politics, deed: Deed) -> Politics:
    """Return the politics after a government has paid for an order (§A.6, §A.7).

    Firms pay for themselves.
    """
    if deed.seat in deed.setting.polity.firms:
        return politics
    price = price_of(deed)
    politics = politics.changed("capital", deed.row, -price.points, 0.0, 100.0)
    return politics.changed("spent", deed.row, price.usd, 0.0, float("inf"))


def new_year(standing: Standing, setting: Setting, tick: int) -> Standing:
    """Return the standing with fresh budgets, in the round in which a year of play begins (§A.7).

    That is the round whose start lies nearest to the anniversary. What a state goes on paying
    until it is stopped comes out of the new budget at once.
    """
    if _year_of(tick, setting) == _year_of(tick - setting.timeline.ticks_per_round, setting):
        return standing
    spent = np.zeros_like(standing.politics.spent)
    for m in standing.measures:
        if m.kind == "transfer" and m.until is None and m.in_force(tick):
            spent[setting.network.countries[m.by]] += m.amount
    return replace(standing, politics=replace(standing.politics, spent=spent))


def _year_of(tick: int, setting: Setting) -> int:
    """Return the year of play, from 0, that a round starting in a tick belongs to."""
    timeline = setting.timeline
    return max(0, int((tick + timeline.ticks_per_round / 2) * timeline.tick_years))
