"""Stocks: what a state buys, releases, shares and rations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
from sim.values import replace
from sim.world.world import STATE


def stockpile(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Buy for, release from, or share the state's stockpile; or release with a club's members."""
    way, amount = str(given["way"]), deed.number(given, "amount")
    end = deed.end() or deed.starts + deed.setting.timeline.ticks_per_round
    politics = standing.politics
    if amount <= 0.0:
        return standing
    if way == "share":
        standing = standing.with_measure(deed.measure("share", politics, amount=amount))
        way_there = max(1, int(deed.setting.network.link_lead.max(initial=1)))
        for target in deed.others:  # what arrives is sold to users there
            sold = deed.measure(
                "stockpile", politics, id=f"{deed.id}#{target}", by=target, targets=(),
                amount=-amount / len(deed.others),
                since=deed.starts + way_there, until=end + way_there,
            )  # fmt: skip
            standing = standing.with_measure(sold)
        return befriended(standing, deed, deed.others)
    if way == "joint":
        return _jointly(standing, deed, amount, end)
    signed = amount if way == "buy" else -amount
    measure = deed.measure("stockpile", politics, amount=signed, targets=(), until=end)
    return standing.with_measure(measure)


def _jointly(standing: Standing, deed: Deed, amount: float, end: int) -> Standing:
    """Let the members of a club release stocks, each its share."""
    for member, part in releases(deed, amount).items():
        released = deed.measure(
            "stockpile", standing.politics, id=f"{deed.id}#{member}", by=member, targets=(),
            amount=-part, until=end,
        )  # fmt: skip
        standing = standing.with_measure(released)
    return standing


def releases(deed: Deed, amount: float) -> Mapping[str, float]:
    """Return what each member of a club releases: by shares of use, and no more than it holds.

    Who holds nothing is left out (§C.12).
    """
    network = deed.setting.network
    members = (m for id in deed.order.names("club") for m in deed.setting.polity.clubs[id].members)
    stocks = {m: held(deed, m) for m in members}
    used = np.where(_of_products(deed) & (network.slot_kind != STATE), network.slot_base_use, 0.0)
    by_country = np.bincount(network.slot_country, used, len(network.countries))
    use = {m: float(by_country[network.countries[m]]) for m, s in stocks.items() if s > 0.0}
    whole = sum(use.values())
    return {m: min(stocks[m], amount * part / whole) for m, part in use.items() if part > 0.0}


def _of_products(deed: Deed) -> npt.NDArray[np.bool_]:
    """Return the slots of the products that an order names; all where it names none."""
    network = deed.setting.network
    products = deed.order.names("product") or network.products.names
    return np.isin(network.slot_product, [network.products[p] for p in products])


def ration(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Let users that have no priority work only a part of their capacity."""
    activities = rationed(deed)
    measure = deed.measure(
        "cap", standing.politics, rate=1.0 - deed.number(given, "cut"), activities=activities,
        products=(), targets=(),
    )  # fmt: skip
    return replace(standing, measures=impose(standing.measures, measure))


def rationed(deed: Deed) -> tuple[str, ...]:
    """Return the activities at home that use the product and have no priority."""
    network, first = deed.setting.network, deed.order.names("activity")
    rows = [network.products[p] for p in deed.order.names("product")]
    uses = np.isin(network.slot_product, rows) & (network.slot_firm >= 0)
    firms = network.slot_firm[uses & (network.slot_country == deed.row)]
    firms = firms[network.firm_trade[firms] == 0]
    names = {network.activities.name(int(a)) for a in network.firm_activity[firms]}
    return tuple(sorted(names - set(first)))


def held(deed: Deed, country: str | None = None) -> float:
    """Return what the state, or that of another country, holds of the products [unit]."""
    network = deed.setting.network
    row = network.countries[country or deed.by]
    slots = (network.slot_kind == STATE) & (network.slot_country == row)
    return float(deed.world.stock[slots & _of_products(deed)].sum())
