"""Prices and costs of the steady state (§B.5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.values import replace
from sim.world.build.rows import SlotRow
from sim.world.measures import Measure
from sim.world.restrictions import restrictions
from sim.world.world import (
    Floats,
    Network,
    frozen,
)


def priced(
    scenario: Scenario, network: Network, slots: list[SlotRow], measures: Sequence[Measure]
) -> Network:
    """Return the network with the prices and costs of its steady state (§B.5)."""
    rules = restrictions(network, measures, 0)
    price = network.outlet_base_price.copy()
    freight_share = np.array(
        [
            quantity(scenario.products[network.products.name(p)].freight, "1")
            for p in network.outlet_product
        ]
    )
    freight = np.where(network.link_foreign == 1, (freight_share * price)[network.link_outlet], 0.0)
    bought = base_share(network)
    for _ in range(2):  # traders' prices follow from producers'; nobody follows from traders'
        link_price = price[network.link_outlet] * (1 + rules.duty) * (1 + rules.tariff) + freight
        slot_price = np.zeros(len(slots))
        np.add.at(slot_price, network.link_slot, bought * link_price)
        price = _trade_prices(scenario, network, price, slot_price)
    cost = np.zeros(len(network.firm_country))
    np.add.at(cost, network.outlet_firm, network.outlet_yield * price)
    owned = network.slot_firm >= 0
    spent = np.where(owned, network.slot_base_amount * slot_price, 0.0)
    factor = cost.copy()
    np.subtract.at(factor, network.slot_firm[owned], spent[owned])
    share = np.zeros(len(slots))
    share[owned] = spent[owned] / cost[network.slot_firm[owned]]
    return replace(
        network,
        outlet_base_price=frozen(price),
        link_freight=frozen(freight),
        link_base_price=frozen(link_price),
        slot_base_price=frozen(slot_price),
        slot_cost_share=frozen(share),
        firm_unit_cost=frozen(cost),
        firm_factor_cost=frozen(factor),
    )


def _trade_prices(
    scenario: Scenario, network: Network, price: Floats, slot_price: Floats
) -> Floats:
    priced = price.copy()
    for o, f in enumerate(network.outlet_firm):
        activity = scenario.activities[network.activities.name(int(network.firm_activity[f]))]
        if activity.kind == "trade" and activity.markup is not None:
            slot = network.firm_slots[f]
            bought = slot_price[slot] * network.slot_base_amount[slot]
            priced[o] = bought * (1.0 + quantity(activity.markup, "1")) / network.outlet_yield[o]
    return priced


def base_share(network: Network) -> Floats:
    """Return purchase shares in the steady state: weights of suppliers at work [1]."""
    at_work = np.zeros(len(network.firm_country), dtype=bool)
    at_work[:] = network.firm_reference > 0
    for _, firm, _ in network.openings:
        at_work[firm] = False
    share = network.link_weight * at_work[network.outlet_firm[network.link_outlet]]
    return np.asarray(share)


def licence_base(network: Network, measures: Sequence[Measure]) -> Floats:
    """Return what the average unit exported under a quota is worth (§8.4) [USD/unit].

    A licence is for a weight of whatever product, so all products under one quota share it.
    """
    exported, value = np.zeros((2, len(network.countries), len(network.products)))
    outlet = network.link_outlet
    firm = network.outlet_firm[outlet]
    licensed = restrictions(network, measures, 0).licensed == 1
    flow = base_share(network) * network.slot_base_use[network.link_slot] * licensed
    rows = (network.firm_country[firm], network.outlet_product[outlet])
    np.add.at(exported, rows, flow)
    np.add.at(value, rows, flow * network.outlet_base_price[outlet])
    base = np.divide(value, exported, out=np.zeros_like(value), where=exported > 0)
    for measure in measures:
        if measure.kind == "quota":
            c = network.countries[measure.by]
            under = [network.products[p] for p in measure.products or network.products]
            if exported[c, under].sum() > 0:
                base[c, under] = value[c, under].sum() / exported[c, under].sum()
    return base
