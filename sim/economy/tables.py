"""Tables the kernels work on: writable, contiguous copies of World and Network, and scratch.

A table is a named tuple of arrays, since numba takes those whole. World and Network are
read-only to everybody else; only a Workspace has arrays that may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.parameters import Parameters, catalogue
from sim.values import replace
from sim.world.flows import Flows
from sim.world.world import Floats, Network, World, arrays, frozen

FIRMS, CONSUMERS, STATE_BUYERS, TREASURY, LICENSEES, HAULIERS, FACTORS = range(7)
ACCOUNTS = (
    "firms", "consumers", "state buyers", "treasury", "licence holders", "hauliers", "factors",
)  # fmt: skip
"""Kinds of account in a country; every payment takes from one and gives to another."""


class Net(NamedTuple):
    """The arrays of `Network`, by the same names."""

    firm_country: Any
    firm_activity: Any
    firm_trade: Any
    firm_channel: Any
    firm_utilisation: Any
    firm_reference: Any
    firm_unit_cost: Any
    firm_factor_cost: Any
    firm_build: Any
    firm_slots: Any
    firm_outlets: Any
    outlet_firm: Any
    outlet_product: Any
    outlet_yield: Any
    outlet_base_price: Any
    outlet_cover: Any
    outlet_perishable: Any
    slot_firm: Any
    slot_country: Any
    slot_product: Any
    slot_kind: Any
    slot_base_use: Any
    slot_base_amount: Any
    slot_base_price: Any
    slot_criticality: Any
    slot_cost_share: Any
    slot_cover: Any
    slot_perishable: Any
    slot_links: Any
    link_outlet: Any
    link_slot: Any
    link_weight: Any
    link_lead: Any
    link_freight: Any
    link_base_price: Any
    link_foreign: Any
    licence_base: Any


class Now(NamedTuple):
    """The arrays of `World`, by the same names."""

    capacity: Any
    projects: Any
    margin: Any
    seller_stock: Any
    sales_memory: Any
    price: Any
    markup: Any
    seller_expected: Any
    stock: Any
    transit: Any
    transit_from: Any
    amount: Any
    expected_use: Any
    risk: Any
    expected_change: Any
    slot_price: Any
    price_trend: Any
    share: Any
    reliability: Any
    link_price: Any
    queue: Any
    licence_scarcity: Any
    licence_expected: Any
    licence_demand: Any
    quota_used: Any
    stockpiled: Any


class Behaviour(NamedTuple):
    """Parameters as the kernels use them: memories per tick, times in ticks; shape (P,) or 1."""

    final_elasticity: Any
    input_elasticity: Any
    supplier_substitution: Any
    switching: Any
    hoarding: Any
    speculation: Any
    seller_speculation: Any
    speculation_threshold: Any
    price_waiting: Any
    cover_floor: Any
    cover_ceiling: Any
    stock_adjustment: Any
    panic_cap: Any
    spot_buying: Any
    scarcity_up: Any
    scarcity_down: Any
    price_rise: Any
    price_fall: Any
    price_ceiling: Any
    price_bottom: Any
    thrifting: Any
    thrift_threshold: Any
    thrift_floor: Any
    trust_floor: float
    supply_floor: float
    use_memory: float
    sales_memory: float
    reliability_memory: float
    trend_memory: float
    expectation_memory: float
    expectation_horizon: float
    margin_memory: float
    licence_memory: float
    licence_horizon: float
    licence_stiffness: float
    licence_withholding: float
    premium_rise: float
    premium_fall: float
    premium_ceiling: float
    entry_margin: float
    exit_margin: float
    expansion: float
    informal_expansion: float
    closure: float


class Scratch(NamedTuple):
    """Room for what a tick works out and forgets."""

    wanted: Any
    level: Any
    inputs_met: Any
    cost: Any
    spent: Any
    cover: Any
    amount: Any
    use: Any
    mix: Any
    asked: Any
    allowed: Any
    sold: Any
    weight: Any
    left: Any
    quota_asked: Any
    quota_scale: Any
    home_asked: Any
    away_asked: Any
    home_fill: Any
    away_fill: Any
    shelf: Any
    queued: Any
    shipped: Any
    licence_asked: Any
    premium: Any
    under_way: Any


class Record(NamedTuple):
    """The arrays of `Flows`, and the weights that their mean prices are divided by."""

    produced: Any
    level: Any
    level_wanted: Any
    used: Any
    used_wanted: Any
    consumed: Any
    consumed_wanted: Any
    shipped: Any
    declared: Any
    declared_value: Any
    quota_used: Any
    arrived: Any
    arrived_origin: Any
    home_price: Any
    export_price: Any
    buyer_price: Any
    premium: Any
    buyer_stock: Any
    state_stock: Any
    seller_stock: Any
    transit: Any
    held: Any
    lost: Any
    accounts: Any
    home_weight: Any
    export_weight: Any
    buyer_weight: Any


MEMORIES = {
    "use_memory", "sales_memory", "reliability_memory", "trend_memory", "expectation_memory",
    "margin_memory", "licence_memory",
}  # fmt: skip
"""Parameters in weeks that act as the share forgotten in a tick, 1 - exp(-tick / memory)."""

PERIODS = {"stock_adjustment", "expectation_horizon", "licence_horizon"}
"""Parameters in weeks that the kernels count in ticks."""

YEARLY = {"thrifting", "expansion", "informal_expansion", "closure"}
"""Parameters per year that the kernels take per tick."""

SPEEDS = {"switching", "price_rise", "price_fall", "premium_rise", "premium_fall"}
"""Weekly shares of a gap closed, taken as the share closed in a tick."""

ROWS = {
    "firm_country", "firm_activity", "firm_slots", "firm_outlets", "outlet_firm", "outlet_product",
    "slot_country", "slot_product", "slot_links", "link_outlet", "link_slot",
}  # fmt: skip
"""Arrays of a Network that hold rows of others, never -1 for none.

The kernels take them unsigned: a row that might be negative is looked at before each use, in case
it counts from the end, and that takes a fifth of their time.
"""

QUOTAS = 16
"""Quotas there is room for at first."""


def writable(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a contiguous copy that may be written."""
    return np.array(array, order="C", copy=True)


def net_table(network: Network) -> Net:
    """Return the kernels' copy of a Network; rows in it are unsigned."""
    found = {name: writable(value) for name, value in arrays(network).items()}
    return Net(**found | {name: found[name].astype(np.uint32) for name in ROWS})


def now_table(world: World) -> Now:
    """Return the kernels' copy of a World."""
    return Now(*(writable(getattr(world, name)) for name in Now._fields))


def world_of(now: Now, world: World, tick: int) -> World:
    """Return the World that a table has been advanced to, read-only; the table is given up."""
    sealed: dict[str, Any] = {name: frozen(value) for name, value in now._asdict().items()}
    return replace(world, tick=tick, **sealed)


def behaviour_table(
    parameters: Parameters, products: Mapping[str, Mapping[str, float]], tick_weeks: float
) -> Behaviour:
    """Return parameters per tick; `products` gives each product's own values by name.

    Products stand in the order of the mapping.
    """
    values: dict[str, Any] = {}
    for name, entry in catalogue().items():
        if name not in Behaviour._fields:
            continue
        if entry.scope == "product":
            own = [products[p].get(name, parameters[name]) for p in products]
            values[name] = np.array([_per_tick(name, v, tick_weeks) for v in own])
        else:
            values[name] = _per_tick(name, parameters[name], tick_weeks)
    return Behaviour(**values)


def _per_tick(name: str, value: float, tick_weeks: float) -> float:
    if name in MEMORIES:
        return 1.0 - float(np.exp(-tick_weeks / value))
    if name in PERIODS:
        return max(1.0, value / tick_weeks)
    if name in YEARLY:
        return value * tick_weeks / WEEKS_IN_YEAR
    if name in SPEEDS:
        return 1.0 - float((1.0 - value) ** tick_weeks)
    return value


WEEKS_IN_YEAR = 365.2425 / 7


def scratch_table(network: Network) -> Scratch:
    """Return empty room for a tick."""
    firms, outlets = len(network.firm_country), len(network.outlet_firm)
    slots, links = len(network.slot_country), network.links
    countries, products = len(network.countries), len(network.products)
    sizes: dict[str, int | tuple[int, int]] = {
        "wanted": firms, "level": firms, "inputs_met": firms, "cost": firms, "spent": firms,
        "amount": slots, "use": slots, "cover": slots, "mix": (firms, countries),
        "asked": links, "allowed": links, "sold": links, "weight": links, "left": links,
        "queued": links, "shelf": (outlets, countries),
        "quota_asked": QUOTAS, "quota_scale": QUOTAS,
        "home_asked": outlets, "away_asked": outlets, "home_fill": outlets, "away_fill": outlets,
        "shipped": outlets, "licence_asked": (countries, products),
        "premium": (countries, products), "under_way": slots,
    }  # fmt: skip
    return Scratch(**{name: np.zeros(size) for name, size in sizes.items()})


def with_room(tmp: Scratch, quotas: int) -> Scratch:
    """Return scratch with room for so many quotas in force at once."""
    if quotas <= len(tmp.quota_asked):
        return tmp
    return tmp._replace(quota_asked=np.zeros(quotas), quota_scale=np.zeros(quotas))


def record_table(network: Network, ticks: int) -> Record:
    """Return room to record some ticks."""
    c, p, a = len(network.countries), len(network.products), len(network.activities)
    shapes = {
        "level": (c, a), "level_wanted": (c, a), "accounts": (c, len(ACCOUNTS)),
    } | dict.fromkeys(
        ("shipped", "declared", "declared_value", "arrived", "arrived_origin"), (c, c, p)
    )  # fmt: skip
    return Record(**{name: np.zeros((ticks, *shapes.get(name, (c, p)))) for name in Record._fields})


def flows_of(rec: Record) -> Flows:
    """Return what was recorded, mean prices worked out, read-only.

    A price is NaN where nobody sells or buys: absent is not zero.
    """
    values = rec._asdict()
    for price, weight in (
        ("home_price", "home_weight"),
        ("export_price", "export_weight"),
        ("buyer_price", "buyer_weight"),
    ):
        values[price] = _mean(values[price], values.pop(weight))
    return Flows(**{name: frozen(value) for name, value in values.items()})


def _mean(summed: Floats, weight: Floats) -> Floats:
    return np.divide(summed, weight, out=np.full_like(summed, np.nan), where=weight > 0)
