"""The steady state: stocks at target, every lead time filled (§B.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.values import replace
from sim.world.build.prices import base_share
from sim.world.measures import Measure
from sim.world.restrictions import restrictions
from sim.world.world import (
    Floats,
    Network,
    World,
    arrays,
    frozen,
)


def steady(network: Network, measures: Sequence[Measure]) -> World:
    """Return the World in which nothing moves."""
    share = base_share(network)
    flow = share * network.slot_base_use[network.link_slot]
    sold = np.zeros(len(network.outlet_firm))
    np.add.at(sold, network.link_outlet, flow)
    origin = np.eye(len(network.countries))[network.firm_country[network.outlet_firm]]
    origin = _carried_origin(network, share, origin)
    capacity = network.firm_reference.copy()
    for _, firm, _ in network.openings:
        capacity[firm] = 0.0
    transit, transit_from = _in_transit(network, flow, origin)
    slots, links = len(network.slot_country), network.links
    c, p = len(network.countries), len(network.products)
    values: dict[str, Any] = {
        "capacity": capacity,
        # Room for building that takes up to twice as long.
        "projects": np.zeros((len(capacity), 2 * int(network.firm_build.max(initial=0)) + 1)),
        "margin": np.zeros(len(capacity)),
        "seller_stock": (network.outlet_cover * sold)[:, None] * origin,
        "sales_memory": sold,
        "price": network.outlet_base_price.copy(),
        "markup": np.zeros(len(sold)),
        "seller_expected": np.zeros(len(sold)),
        "stock": _held_stock(network, share, origin),
        "transit": transit,
        "transit_from": transit_from,
        "amount": network.slot_base_amount.copy(),
        "expected_use": network.slot_base_use.copy(),
        "risk": np.zeros(slots),
        "expected_change": np.zeros(slots),
        "slot_price": network.slot_base_price.copy(),
        "price_trend": np.log(network.slot_base_price),
        "share": share,
        "reliability": np.ones(links),
        "link_price": network.link_base_price.copy(),
        "queue": np.zeros((links, c)),
        "licence_scarcity": np.zeros((c, p)),
        "licence_expected": np.zeros((c, p)),
        "licence_demand": _licensed_flow(network, measures, flow),
        "quota_used": np.zeros(len(measures)),
        "stockpiled": np.zeros(len(measures)),
    }
    world = World(tick=0, measures=tuple(measures), **values)
    sealed: dict[str, Any] = {name: frozen(value) for name, value in arrays(world).items()}
    return replace(world, **sealed)


def _carried_origin(network: Network, share: Floats, origin: Floats) -> Floats:
    """Return the origin of each outlet's goods: a trader's are those of what it buys."""
    carried = origin.copy()
    for o, f in enumerate(network.outlet_firm):
        if network.firm_trade[f]:
            s = network.firm_slots[f]
            links = slice(network.slot_links[s], network.slot_links[s + 1])
            carried[o] = share[links] @ origin[network.link_outlet[links]]
    return carried


def _held_stock(network: Network, share: Floats, origin: Floats) -> Floats:
    mix = np.zeros((len(network.slot_country), origin.shape[1]))
    np.add.at(mix, network.link_slot, share[:, None] * origin[network.link_outlet])
    return np.asarray((network.slot_cover * network.slot_base_use)[:, None] * mix)


def _in_transit(network: Network, flow: Floats, origin: Floats) -> tuple[Floats, Floats]:
    """Return every lead time filled: one tick's shipment arriving in each tick to come."""
    ring = int(network.link_lead.max(initial=0)) + 1
    shape = (len(network.slot_country), ring, len(network.countries))
    by_origin, by_seller = np.zeros(shape), np.zeros(shape)
    seller = np.eye(shape[2])[network.firm_country[network.outlet_firm]]
    for place in range(ring):
        away = np.flatnonzero(network.link_lead > place)
        slot, outlet, sent = network.link_slot[away], network.link_outlet[away], flow[away, None]
        np.add.at(by_origin[:, place], slot, sent * origin[outlet])
        np.add.at(by_seller[:, place], slot, sent * seller[outlet])
    return by_origin, by_seller


def _licensed_flow(network: Network, measures: Sequence[Measure], flow: Floats) -> Floats:
    demand = np.zeros((len(network.countries), len(network.products)))
    licensed = restrictions(network, measures, 0).licensed
    firm = network.outlet_firm[network.link_outlet]
    rows = (network.firm_country[firm], network.outlet_product[network.link_outlet])
    np.add.at(demand, rows, flow * licensed)
    return demand
