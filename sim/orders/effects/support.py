"""Support: capacity at home or abroad, research, recycling, and firms' know-how."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import impose
from sim.values import replace
from sim.world.world import Ints

Rows = npt.NDArray[np.intp]


def support(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Pay for capacity, research or recycling in the way given."""
    way = str(given["way"])
    if way == "research":
        rate = _pace(deed, given)
        measure = deed.measure("research", standing.politics, rate=rate, targets=())
        return replace(standing, measures=impose(standing.measures, measure))
    if way == "subsidy":
        measure = deed.measure(
            "tax", standing.politics, amount=-per_unit(deed, given), targets=(), products=(),
            activities=(), firms=names_of(deed, builders(deed, "subsidy")),
        )  # fmt: skip
        return replace(standing, measures=impose(standing.measures, measure))
    return _build(standing, deed, given, builders(deed, way))


def _pace(deed: Deed, given: Given) -> float:
    """Return the multiple of the usual pace of saving that research reaches [1].

    As much money as the goods cost in a year adds the usual pace once; where no budget is said,
    what was ordered holds.
    """
    wanted, budget = max(1.0, deed.number(given, "rate", 1.0)), deed.number(given, "budget")
    if budget <= 0.0:
        return wanted
    network = deed.setting.network
    rows = [network.products[p] for p in deed.order.names("product") or network.products]
    uses = (network.slot_country == deed.row) & np.isin(network.slot_product, rows)
    spent = float((network.slot_base_use * network.slot_base_price)[uses].sum())
    yearly = spent / deed.setting.timeline.tick_years
    return min(wanted, 1.0 + budget / max(yearly, 1e-12))


def knowhow(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Withhold know-how: what the target builds takes longer."""
    measure = deed.measure("knowhow", standing.politics, rate=deed.number(given, "rate"))
    return standing.with_measure(measure)


def builders(deed: Deed, way: str) -> Rows:
    """Return the firms that build what the order pays for, as rows of the network."""
    network = deed.setting.network
    abroad = way in ("diversification", "offtake")
    waits = _waiting(deed) & (not deed.settled)  # what is on record stands, though it adds nothing
    grows = ((network.firm_build > 0) & ~waits) | (way == "subsidy")
    named = deed.order.names("firm")
    if named:
        rows = np.array([network.firms[f] for f in named if f in network.firms], dtype=np.intp)
        fits = ((network.firm_country[rows] == deed.row) != abroad) & grows[rows]
        return np.asarray(rows[fits])
    places = deed.order.names("target") if abroad else (deed.by,)
    here = among(network.firm_country, (network.countries[c] for c in places))
    if not places:  # anywhere but at home
        here = network.firm_country != deed.row
    makes = np.zeros(len(network.firm_country), dtype=bool)
    for product in deed.order.names("product"):
        makes[network.outlet_firm[network.outlet_product == network.products[product]]] = True
    for activity in deed.order.names("activity"):
        makes |= network.firm_activity == network.activities[activity]
    secondary = among(
        network.firm_activity, (network.activities[a] for a in deed.setting.secondary)
    )
    fits = secondary if way == "recycling" else ~secondary
    goods = network.firm_trade == 0
    return np.flatnonzero(here & makes & fits & goods & grows)


def among(rows: Ints, chosen: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Return which rows are among a few chosen ones (numpy's own way is for many)."""
    found = np.zeros(len(rows), dtype=bool)
    for row in chosen:
        found |= rows == row
    return found


def _waiting(deed: Deed) -> npt.NDArray[np.bool_]:
    """Return which firms wait for an opening that the scenario plans; shape (F,)."""
    waits = np.zeros(len(deed.setting.network.firm_country), dtype=bool)
    waits[[firm for tick, firm, _ in deed.setting.network.openings if tick > deed.starts]] = True
    return waits


def bought(deed: Deed, rows: Rows, budget: float) -> float:
    """Return the capacity that a budget pays for [activity units/year].

    A unit of yearly capacity costs `capital_output` times the worth of what it makes in a year.
    """
    worth = float(np.average(deed.setting.network.firm_unit_cost[rows]))
    return budget / (deed.setting.parameters["capital_output"] * max(worth, 1e-12))


def _build(standing: Standing, deed: Deed, given: Given, rows: Rows) -> Standing:
    rows = rows[~_waiting(deed)[rows]]
    if not len(rows):  # the money pays for openings that the scenario plans already
        return standing
    amount = deed.number(given, "amount") or bought(deed, rows, deed.number(given, "budget"))
    if amount <= 0.0:
        return standing
    names = names_of(deed, rows)
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
    names = names_of(deed, rivals)
    share = deed.setting.parameters["research_leak"]
    measure = deed.measure(
        "capacity", standing.politics, id=f"{deed.id}#leak", amount=share * amount, firms=names,
        products=(), targets=(), activities=(), until=None,
    )  # fmt: skip
    return replace(standing, measures=impose(standing.measures, measure))


def names_of(deed: Deed, rows: Rows) -> tuple[str, ...]:
    """Return the names of firms."""
    return tuple(deed.setting.network.firms.name(int(row)) for row in rows)


def yearly_level(deed: Deed, rows: Rows) -> float:
    """Return the normal output of firms [activity units/year]."""
    network = deed.setting.network
    level = float((network.firm_reference * network.firm_utilisation)[rows].sum())
    return level / deed.setting.timeline.tick_years


def per_unit(deed: Deed, given: Given) -> float:
    """Return a subsidy: what is said, or a yearly budget spread out [USD per unit of level]."""
    amount, rows = deed.number(given, "amount"), builders(deed, "subsidy")
    if amount or not len(rows):
        return amount
    return deed.number(given, "budget") / max(yearly_level(deed, rows), 1e-12)
