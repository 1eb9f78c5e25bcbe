"""Stocks: what a state buys, releases, shares and rations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
from sim.world.world import STATE


def stockpile(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Buy for, release from, or share the state's stockpile."""
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
    signed = amount if way == "buy" else -amount
    measure = deed.measure("stockpile", politics, amount=signed, targets=(), until=end)
    return standing.with_measure(measure)


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


def held(deed: Deed) -> float:
    """Return what the state holds of the products [unit]."""
    network = deed.setting.network
    rows = [network.products[p] for p in deed.order.names("product")] or range(
        len(network.products)
    )
    slots = (network.slot_kind == STATE) & (network.slot_country == deed.row)
    return float(deed.world.stock[slots & np.isin(network.slot_product, list(rows))].sum())
