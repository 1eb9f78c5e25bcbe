"""Support: capacity at home or abroad, research, recycling, and firms' know-how."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import impose

Rows = npt.NDArray[np.intp]


def support(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Pay for capacity, research or recycling in the way given."""
    way = str(given["way"])
    if way == "research":
        rate = max(1.0, deed.number(given, "rate", 1.0))
        measure = deed.measure("research", standing.politics, rate=rate, targets=())
        return replace(standing, measures=impose(standing.measures, measure))
    if way == "subsidy":
        amount = -deed.number(given, "amount") or -_subsidy(deed, given)
        measure = deed.measure("tax", standing.politics, amount=amount, targets=())
        return replace(standing, measures=impose(standing.measures, measure))
    return _build(standing, deed, given, builders(deed, way))


def knowhow(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Withhold know-how: what the target builds takes longer."""
    measure = deed.measure("knowhow", standing.politics, rate=deed.number(given, "rate"))
    return standing.with_measure(measure)


def builders(deed: Deed, way: str) -> Rows:
    """Return the firms that build what the order pays for, as rows of the network."""
    network = deed.setting.network
    named = deed.order.names("firm")
    if named:
        return np.array([network.firms[f] for f in named if f in network.firms], dtype=np.intp)
    abroad = way in ("diversification", "offtake")
    places = deed.order.names("target") if abroad else (deed.by,)
    here = np.isin(network.firm_country, [network.countries[c] for c in places])
    if not places:  # anywhere but at home
        here = network.firm_country != deed.row
    makes = np.zeros(len(network.firm_country), dtype=bool)
    for product in deed.order.names("product"):
        makes[network.outlet_firm[network.outlet_product == network.products[product]]] = True
    for activity in deed.order.names("activity"):
        makes |= network.firm_activity == network.activities[activity]
    secondary = np.isin(
        network.firm_activity, [network.activities[a] for a in deed.setting.secondary]
    )
    fits = secondary if way == "recycling" else ~secondary
    goods = network.firm_trade == 0
    return np.flatnonzero(here & makes & fits & goods & (network.firm_build > 0))


def bought(deed: Deed, rows: Rows, budget: float) -> float:
    """Return the capacity that a budget pays for [activity units/year].

    A unit of yearly capacity costs `capital_output` times the worth of what it makes in a year.
    """
    worth = float(np.average(deed.setting.network.firm_unit_cost[rows]))
    return budget / (deed.setting.parameters["capital_output"] * max(worth, 1e-12))


def _build(standing: Standing, deed: Deed, given: Given, rows: Rows) -> Standing:
    planned = {firm for _, firm, _ in deed.setting.network.openings}
    rows = np.array([row for row in rows if int(row) not in planned], dtype=np.intp)
    if not len(rows):  # the money pays for openings that the scenario plans already
        return standing
    amount = deed.number(given, "amount") or bought(deed, rows, deed.number(given, "budget"))
    names = tuple(deed.setting.network.firms.name(int(row)) for row in rows)
    measure = deed.measure(
        "capacity", standing.politics, amount=amount, firms=names, products=(), targets=(),
        activities=(), until=None,
    )  # fmt: skip
    standing = replace(standing, measures=impose(standing.measures, measure))
    return _leak(standing, deed, amount) if given.get("leaks") else standing


def _leak(standing: Standing, deed: Deed, amount: float) -> Standing:
    """Let rivals build a share of what research gave, unless it is kept secret."""
    products = deed.order.names("product")
    secret = any(
        m.kind == "secrecy" and m.by == deed.by and m.in_force(deed.starts)
        and (not m.products or set(products) <= set(m.products))
        for m in standing.measures
    )  # fmt: skip
    network = deed.setting.network
    makes = np.isin(network.outlet_product, [network.products[p] for p in products])
    rivals = np.unique(network.outlet_firm[makes])
    rivals = rivals[(network.firm_country[rivals] != deed.row) & (network.firm_build[rivals] > 0)]
    if secret or not len(rivals):
        return standing
    names = tuple(network.firms.name(int(row)) for row in rivals)
    share = deed.setting.parameters["research_leak"]
    measure = deed.measure(
        "capacity", standing.politics, id=f"{deed.id}#leak", amount=share * amount, firms=names,
        products=(), targets=(), activities=(), until=None,
    )  # fmt: skip
    return replace(standing, measures=impose(standing.measures, measure))


def _subsidy(deed: Deed, given: Given) -> float:
    """Return a budget spread over normal output [USD per unit of level]."""
    network, rows = deed.setting.network, builders(deed, "capacity")
    if not len(rows):
        return 0.0
    yearly = float((network.firm_reference * network.firm_utilisation)[rows].sum())
    return deed.number(given, "budget") * deed.setting.timeline.tick_years / max(yearly, 1e-12)
