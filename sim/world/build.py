"""Scenario to Network and World: the calibrated steady state, in which nothing moves.

Equation numbers (§B) refer to docs/explanation/economy.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.index import Index
from sim.rng import stream
from sim.scenario.balance import Balance, Seller, balance, quantity, yearly_levels
from sim.scenario.spec import Activity, Product, Scenario
from sim.timeline import Timeline
from sim.world.measures import Measure
from sim.world.restrictions import restrictions
from sim.world.world import (
    CHANNELS,
    FINAL,
    INPUT,
    STATE,
    Floats,
    Network,
    World,
    arrays,
    frozen,
)

UNNAMED_SPREAD = 0.5
"""Standard deviation of log size among unnamed firms [1]; assumed: some are twice others."""

SMALLEST = 1e-9
"""Final demand below this share of a country's supply is a rounding rest, not a market."""


@dataclass(frozen=True)
class FirmRow:
    """One firm as the network lists it."""

    id: str
    country: str
    activity: str
    share: float
    """Of the activity's output in its country [1]."""
    level: float
    """In the steady state [activity unit/tick]."""
    reference: float
    """Capacity that its weight as a supplier refers to [activity unit/tick]."""


@dataclass(frozen=True)
class SlotRow:
    """One buyer of one product as the network lists it."""

    firm: int
    country: str
    product: str
    kind: int
    use: float
    amount: float
    criticality: float
    origin: str | None
    """The one country it buys from (trade activities), or None."""


def timeline_of(scenario: Scenario) -> Timeline:
    """Return the scenario's calendar as a Timeline."""
    c = scenario.calendar
    return Timeline(c.start, c.tick_days, c.ticks_per_round, c.rounds)


def build(
    scenario: Scenario, measures: Sequence[Measure], *, seed: int, mixing: float
) -> tuple[Network, World]:
    """Return the network of a scenario and its steady state under the measures at the start.

    `mixing` is the share of purchases spread over all producers in proportion (§B.3) [1].
    """
    account = balance(scenario)
    timeline = timeline_of(scenario)
    firms = _firms(scenario, timeline, seed)
    slots = _slots(scenario, account, firms, timeline)
    sketch = _network(scenario, timeline, account, firms, slots, mixing)
    network = _priced(scenario, sketch, slots, measures)
    network = replace(network, licence_base=frozen(_licence_base(network, measures)))
    return network, _steady(network, measures)


# --- firms ---------------------------------------------------------------------------------


def _firms(scenario: Scenario, timeline: Timeline, seed: int) -> list[FirmRow]:
    draw = stream(seed, 0, "firms")
    rows = []
    for (activity, country), level in yearly_levels(scenario).items():
        per_tick = level * timeline.tick_years
        usual = quantity(scenario.activities[activity].utilisation, "1")
        for name, share in _shares(scenario, activity, country, draw):
            size = share * per_tick
            rows.append(FirmRow(name, country, activity, share, size, size / usual))
        for name, firm in scenario.firms.items():
            if firm.activity == activity and firm.country == country and firm.planned:
                unit = f"{scenario.activities[activity].unit}/year"
                most = max(quantity(o.capacity, unit) for o in firm.planned)
                rows.append(FirmRow(name, country, activity, 0.0, 0.0, most * timeline.tick_years))
    return rows


def _shares(
    scenario: Scenario, activity: str, country: str, draw: np.random.Generator
) -> list[tuple[str, float]]:
    """Return the firms that carry out an activity in a country; their shares add up to 1."""
    rows = [r for r in scenario.output if (r.activity, r.country) == (activity, country)]
    if not rows:
        return []
    named = [
        (name, quantity(firm.share, "1"))
        for name, firm in scenario.firms.items()
        if (firm.activity, firm.country) == (activity, country) and firm.share and not firm.planned
    ]
    rest = 1.0 - sum(share for _, share in named)
    unnamed = rows[0].unnamed or (1 if rest > SMALLEST else 0)
    if rest <= SMALLEST:
        whole = sum(share for _, share in named)
        return [(name, share / whole) for name, share in named]
    sizes = np.exp(UNNAMED_SPREAD * draw.standard_normal(unnamed))
    sizes *= rest / sizes.sum()
    return named + [(f"{country}-{activity}-{i + 1}", float(s)) for i, s in enumerate(sizes)]


# --- slots ---------------------------------------------------------------------------------


def _slots(
    scenario: Scenario, account: Balance, firms: list[FirmRow], timeline: Timeline
) -> list[SlotRow]:
    """Return input slots in the order of firms, then final demand, then state stockpiles."""
    rows = []
    for f, firm in enumerate(firms):
        activity = scenario.activities[firm.activity]
        for product, needed in sorted(activity.inputs.items()):
            amount = quantity(needed.amount, scenario.products[product].unit)
            rows.append(
                SlotRow(
                    f, firm.country, product, INPUT, amount * firm.level, amount,
                    quantity(needed.criticality, "1"), activity.origin,
                )
            )  # fmt: skip
    final = account.final * timeline.tick_years
    supplied = account.sales.sum() * timeline.tick_years
    for c, country in enumerate(account.countries):
        for p, product in enumerate(account.products):
            if final[c, p] > SMALLEST * supplied:
                use = float(final[c, p])
                rows.append(SlotRow(-1, country, product, FINAL, use, 1.0, 0.0, None))
    return rows + _state_slots(scenario, rows)


def _state_slots(scenario: Scenario, buyers: list[SlotRow]) -> list[SlotRow]:
    """Return a stockpile for every country and storable input that it uses."""
    inputs = {p for a in scenario.activities.values() for p in a.inputs}
    used = sorted(
        {
            (b.country, b.product)
            for b in buyers
            if b.product in inputs
            and b.origin is None
            and scenario.products[b.product].storability == "storable"
        }
    )
    return [SlotRow(-1, c, p, STATE, 0.0, 1.0, 0.0, None) for c, p in used]


# --- links ---------------------------------------------------------------------------------


def _network(
    scenario: Scenario,
    timeline: Timeline,
    account: Balance,
    firms: list[FirmRow],
    slots: list[SlotRow],
    mixing: float,
) -> Network:
    """Return the network with prices still to be worked out."""
    countries, products = Index("country", scenario.countries), Index("product", scenario.products)
    activities = Index("activity", scenario.activities)
    outlets = [(f, p) for f, firm in enumerate(firms) for p in _products(scenario, firm)]
    links = _links(scenario, account, firms, slots, outlets, mixing, timeline)
    kinds = [scenario.activities[f.activity] for f in firms]
    outlet_product = [scenario.products[p] for _, p in outlets]
    slot_product = [scenario.products[s.product] for s in slots]
    zeros = np.zeros
    columns = {
        "firm_country": _ints(countries[f.country] for f in firms),
        "firm_activity": _ints(activities[f.activity] for f in firms),
        "firm_trade": _flags(a.kind == "trade" for a in kinds),
        "firm_channel": _ints(CHANNELS.index(a.channel) for a in kinds),
        "firm_utilisation": _floats(quantity(a.utilisation, "1") for a in kinds),
        "firm_reference": _floats(f.reference for f in firms),
        "firm_unit_cost": zeros(len(firms)),
        "firm_factor_cost": zeros(len(firms)),
        "firm_build": _ints(_build_ticks(a, timeline) for a in kinds),
        "firm_slots": _starts([s.firm for s in slots if s.firm >= 0], len(firms)),
        "firm_outlets": _starts([f for f, _ in outlets], len(firms)),
        "outlet_firm": _ints(f for f, _ in outlets),
        "outlet_product": _ints(products[p] for _, p in outlets),
        "outlet_yield": _floats(_yield(scenario, firms[f], p) for f, p in outlets),
        "outlet_base_price": _floats(
            quantity(p.base_price, f"USD/{p.unit}") for p in outlet_product
        ),
        "outlet_cover": _floats(_cover(p, timeline, buyers=False) for p in outlet_product),
        "outlet_perishable": _flags(p.storability == "perishable" for p in outlet_product),
        "slot_firm": _ints(s.firm for s in slots),
        "slot_country": _ints(countries[s.country] for s in slots),
        "slot_product": _ints(products[s.product] for s in slots),
        "slot_kind": _ints(s.kind for s in slots),
        "slot_base_use": _floats(s.use for s in slots),
        "slot_base_amount": _floats(s.amount for s in slots),
        "slot_base_price": zeros(len(slots)),
        "slot_criticality": _floats(s.criticality for s in slots),
        "slot_cost_share": zeros(len(slots)),
        "slot_cover": _floats(
            _slot_cover(s, p, timeline) for s, p in zip(slots, slot_product, strict=True)
        ),
        "slot_perishable": _flags(p.storability == "perishable" for p in slot_product),
        "slot_links": _starts([slot for _, slot, _, _ in links], len(slots)),
        "link_outlet": _ints(o for o, _, _, _ in links),
        "link_slot": _ints(s for _, s, _, _ in links),
        "link_weight": _floats(w for _, _, w, _ in links),
        "link_lead": _ints(lead for _, _, _, lead in links),
        "link_freight": zeros(len(links)),
        "link_base_price": zeros(len(links)),
        "link_foreign": _flags(
            firms[outlets[o][0]].country != slots[s].country for o, s, _, _ in links
        ),
        "licence_base": zeros((len(countries), len(products))),
    }
    return Network(
        countries=countries,
        products=products,
        activities=activities,
        firms=Index("firm", [f.id for f in firms]),
        openings=_openings(scenario, timeline, firms),
        **{name: frozen(value) for name, value in columns.items()},
    )


def _links(
    scenario: Scenario,
    account: Balance,
    firms: list[FirmRow],
    slots: list[SlotRow],
    outlets: list[tuple[int, str]],
    mixing: float,
    timeline: Timeline,
) -> list[tuple[int, int, float, int]]:
    """Return (outlet, slot, weight, lead time [ticks]) of every link, sorted by slot."""
    mixed = _mixed_sales(scenario, account, mixing)
    seller_row = {seller: row for row, seller in enumerate(account.sellers)}
    market = _market_size(scenario, account)
    links = []
    for s, slot in enumerate(slots):
        for o, (f, product) in enumerate(outlets):
            if product != slot.product:
                continue
            firm = firms[f]
            row = seller_row[Seller(firm.activity, firm.country, product)]
            bought = _bought(account, mixed, row, slot, firms)
            if firm.share == 0.0:  # planned: a weight to grow into, nothing bought yet
                usual = quantity(scenario.activities[firm.activity].utilisation, "1")
                planned = firm.reference * usual
                size = planned * _yield(scenario, firm, product) / timeline.tick_years
                weight = size / market[product] if slot.origin is None else 0.0
            else:
                weight = bought * firm.share
            if weight > 0.0:
                lead = _lead(scenario, firm, slot, timeline)
                links.append((o, s, weight, lead))
    return _normalised(links, outlets, firms)


def _bought(
    account: Balance, mixed: Floats, row: int, slot: SlotRow, firms: list[FirmRow]
) -> float:
    """Return a slot's purchase share from a seller in the base year [1]."""
    if slot.origin is not None:
        taken = account.intake[firms[slot.firm].activity, slot.country]
        return float(taken[row] / taken.sum())
    column = mixed[:, account.countries[slot.country]]
    of_product = np.array([s.product == slot.product for s in account.sellers])
    return float(column[row] / column[of_product].sum())


def _mixed_sales(scenario: Scenario, account: Balance, mixing: float) -> Floats:
    """Return sales with a small part spread in proportion, row and column sums kept (§B.3)."""
    mixed = account.sales.copy()
    producing = np.array([scenario.activities[s.activity].kind == "production"
                          for s in account.sellers])  # fmt: skip
    for product in account.products:
        rows = producing & np.array([s.product == product for s in account.sellers])
        block = mixed[rows]
        if block.sum() > 0:
            even = np.outer(block.sum(axis=1), block.sum(axis=0)) / block.sum()
            mixed[rows] = (1.0 - mixing) * block + mixing * even
    return mixed


def _market_size(scenario: Scenario, account: Balance) -> dict[str, float]:
    """Return producers' yearly sales of each product in the world [unit/year]."""
    return {
        product: sum(
            float(supply)
            for seller, supply in zip(account.sellers, account.supply, strict=True)
            if seller.product == product
            and scenario.activities[seller.activity].kind == "production"
        )
        for product in account.products
    }


def _normalised(
    links: list[tuple[int, int, float, int]],
    outlets: list[tuple[int, str]],
    firms: list[FirmRow],
) -> list[tuple[int, int, float, int]]:
    """Return the links with the weights of present suppliers adding up to 1 in every slot."""
    whole: dict[int, float] = {}
    for o, s, weight, _ in links:
        if firms[outlets[o][0]].share > 0.0:
            whole[s] = whole.get(s, 0.0) + weight
    return [(o, s, w / whole[s] if firms[outlets[o][0]].share > 0.0 else w, lead)
            for o, s, w, lead in links]  # fmt: skip


def _lead(scenario: Scenario, firm: FirmRow, slot: SlotRow, timeline: Timeline) -> int:
    product = scenario.products[slot.product]
    if product.lead_time is None:
        return 0
    usual = product.lead_time
    time = usual.domestic if firm.country == slot.country else usual.foreign
    delay = scenario.activities[firm.activity].delay
    weeks = quantity(time, "week") + (quantity(delay, "week") if delay else 0.0)
    return max(1, round(weeks / timeline.tick_weeks))


def _openings(
    scenario: Scenario, timeline: Timeline, firms: list[FirmRow]
) -> tuple[tuple[int, int, float], ...]:
    rows = {firm.id: f for f, firm in enumerate(firms)}
    return tuple(
        sorted(
            (
                max(0, timeline.tick(opening.date)),
                rows[name],
                quantity(opening.capacity, f"{scenario.activities[firm.activity].unit}/year")
                * timeline.tick_years,
            )
            for name, firm in scenario.firms.items()
            if firm.activity is not None
            for opening in firm.planned
        )
    )


# --- prices and the steady state -------------------------------------------------------------


def _priced(
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
    bought = _base_share(network)
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


def _base_share(network: Network) -> Floats:
    """Return purchase shares in the steady state: weights of suppliers at work [1]."""
    at_work = np.zeros(len(network.firm_country), dtype=bool)
    at_work[:] = network.firm_reference > 0
    for _, firm, _ in network.openings:
        at_work[firm] = False
    share = network.link_weight * at_work[network.outlet_firm[network.link_outlet]]
    return np.asarray(share)


def _licence_base(network: Network, measures: Sequence[Measure]) -> Floats:
    """Return what the average unit exported under a quota is worth (§8.3) [USD/unit].

    A licence is for a weight of whatever product, so all products under one quota share it.
    """
    exported, value = np.zeros((2, len(network.countries), len(network.products)))
    outlet = network.link_outlet
    firm = network.outlet_firm[outlet]
    licensed = restrictions(network, measures, 0).licensed == 1
    flow = _base_share(network) * network.slot_base_use[network.link_slot] * licensed
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


def _steady(network: Network, measures: Sequence[Measure]) -> World:
    """Return the World in which nothing moves."""
    share = _base_share(network)
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
    values = {
        "capacity": capacity,
        "projects": np.zeros((len(capacity), int(network.firm_build.max(initial=0)) + 1)),
        "margin": np.zeros(len(capacity)),
        "seller_stock": (network.outlet_cover * sold)[:, None] * origin,
        "sales_memory": sold,
        "price": network.outlet_base_price.copy(),
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
        "licence_demand": _licensed_flow(network, measures, flow),
        "quota_used": np.zeros(len(measures)),
        "stockpiled": np.zeros(len(measures)),
    }
    world = World(tick=0, measures=tuple(measures), **values)
    return replace(world, **{name: frozen(value) for name, value in arrays(world).items()})


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
        sent = np.where(network.link_lead > place, flow, 0.0)
        np.add.at(
            by_origin[:, place], network.link_slot, sent[:, None] * origin[network.link_outlet]
        )
        np.add.at(
            by_seller[:, place], network.link_slot, sent[:, None] * seller[network.link_outlet]
        )
    return by_origin, by_seller


def _licensed_flow(network: Network, measures: Sequence[Measure], flow: Floats) -> Floats:
    demand = np.zeros((len(network.countries), len(network.products)))
    licensed = restrictions(network, measures, 0).licensed
    firm = network.outlet_firm[network.link_outlet]
    rows = (network.firm_country[firm], network.outlet_product[network.link_outlet])
    np.add.at(demand, rows, flow * licensed)
    return demand


# --- small things ------------------------------------------------------------------------------


def _products(scenario: Scenario, firm: FirmRow) -> list[str]:
    return sorted(scenario.activities[firm.activity].outputs)


def _yield(scenario: Scenario, firm: FirmRow, product: str) -> float:
    made = scenario.activities[firm.activity].outputs[product]
    return quantity(made, scenario.products[product].unit)


def _cover(product: Product, timeline: Timeline, *, buyers: bool) -> float:
    if product.cover is None:
        return 0.0
    figure = product.cover.buyers if buyers else product.cover.sellers
    return quantity(figure, "week") / timeline.tick_weeks


def _slot_cover(slot: SlotRow, product: Product, timeline: Timeline) -> float:
    """Return a slot's normal stock; of a service, a firm holds what it uses next tick."""
    if slot.kind == STATE:
        return 0.0
    if product.storability == "perishable":
        return 1.0 if slot.kind == INPUT else 0.0
    return _cover(product, timeline, buyers=True)


def _build_ticks(activity: Activity, timeline: Timeline) -> int:
    if activity.build_time is None:
        return 0
    return max(1, round(quantity(activity.build_time, "week") / timeline.tick_weeks))


def _starts(owners: list[int], count: int) -> np.ndarray:
    """Return where each owner's rows start; the owners must stand in order."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


def _ints(values: object) -> np.ndarray:
    return np.fromiter(values, dtype=np.int32)  # type: ignore[call-overload]


def _floats(values: object) -> np.ndarray:
    return np.fromiter(values, dtype=np.float64)  # type: ignore[call-overload]


def _flags(values: object) -> np.ndarray:
    return np.fromiter(values, dtype=np.uint8)  # type: ignore[call-overload]
