"""The network: rows and links turned into arrays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.index import Index
from sim.scenario.balance import Balance, quantity
from sim.scenario.spec import Activity, Product, Scenario
from sim.timeline import Timeline
from sim.world.build.links import links_of
from sim.world.build.rows import FirmRow, SlotRow, products_of, yield_at
from sim.world.world import CHANNELS, INPUT, STATE, Flags, Floats, Ints, Network, frozen


def network_of(
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
    outlets = [(f, p) for f, firm in enumerate(firms) for p in products_of(scenario, firm)]
    links = links_of(scenario, account, firms, slots, outlets, mixing, timeline)
    kinds = [scenario.activities[f.activity] for f in firms]
    outlet_product = [scenario.products[p] for _, p in outlets]
    slot_product = [scenario.products[s.product] for s in slots]
    zeros = np.zeros
    columns: dict[str, NDArray[Any]] = {
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
        "outlet_yield": _floats(yield_at(scenario, firms[f], p) for f, p in outlets),
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


def _starts(owners: list[int], count: int) -> Ints:
    """Return where each owner's rows start; the owners must stand in order."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.uint8)
