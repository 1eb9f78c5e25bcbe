"""Restrictions: the measures in force, laid on links, firms and slots as arrays.

What a measure names by country, product, activity or firm becomes a rate on each link; from here
on the economy knows nothing of who imposed what.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from sim.world.measures import RULE_KINDS, Measure
from sim.world.named import (
    firms_of,
    inputs_of,
    links_from,
    links_into,
    named,
    slots_of,
    stockpiles_of,
)
from sim.world.quotas import allowance, next_rate, period, rate
from sim.world.world import Floats, Network


class Restrictions(NamedTuple):
    """What is in force on every link, firm and slot; writable, for the kernels, but not written."""

    permitted: Any
    """Share of requests let through [1]; shape (K,)."""
    duty: Any
    """Ad valorem on the seller's price [1]; shape (K,)."""
    tariff: Any
    """Ad valorem on the border price [1]; shape (K,)."""
    held: Any
    """Share of shipments queued at the border [1]; shape (K,)."""
    release: Any
    """Share of the queue that leaves in a tick [1]; shape (K,)."""
    quota: Any
    """Row of the quota a link falls under, or -1; shape (K,)."""
    licensed: Any
    """1 where a quota applies, or would if its country set one; shape (K,)."""
    capacity: Any
    """Share of capacity that may be worked [1]; shape (F,)."""
    tax: Any
    """Tax on production [USD per unit of level]; shape (F,)."""
    research: Any
    """Multiple of the thrifting rate [1]; shape (S,)."""
    cover: Any
    """Multiple of the usual stock aimed at [1]; shape (S,)."""
    stockpile: Any
    """State buying, or below 0 releasing [unit/tick]; shape (S,)."""
    stockpile_measure: Any
    """Row of the measure behind `stockpile`; shape (S,)."""
    domestic_first: Any
    """1 where home buyers are served first; shape (O,)."""
    quota_amount: Any
    """[unit]; shape (Q,)."""
    quota_measure: Any
    """Row of the measure; shape (Q,)."""
    quota_until: Any
    """First tick after the quota's period; shape (Q,)."""
    quota_rate: Any
    """What the whole of the quota's period allows in each of its ticks [unit/tick]; shape (Q,)."""
    quota_country: Any
    quota_next_rate: Any
    """What is expected to be allowed after the period [unit/tick]; shape (Q,)."""
    quota_products: Any
    """1 for products under the quota; shape (Q, P)."""
    front_loading: float
    """How much faster than evenly a quota may be used [1]."""


def restrictions(
    network: Network,
    measures: Sequence[Measure],
    tick: int,
    *,
    used: Floats | None = None,
    clearance: float = 1.0,
    front_loading: float = 1.0,
    licence_rent: float = 0.0,
) -> Restrictions:
    """Return what the measures in force in a tick do.

    `used` is what each measure that is a quota has let through so far [unit], nothing if left
    out; `clearance` the share of a customs queue that leaves in a tick once nothing holds it [1].
    """
    spent = np.zeros(len(measures)) if used is None else used
    acting = [
        (row, measure) for row, measure in enumerate(measures)
        if measure.kind not in RULE_KINDS and measure.in_force(tick)
    ]  # fmt: skip
    quotas = [(row, measure) for row, measure in acting if measure.kind == "quota"]

    def laid() -> Restrictions:
        plain = _unrestricted(network, measures, quotas, tick, spent, clearance, front_loading)
        for row, measure in acting:
            _lay(network, plain, measure, row, licence_rent)
        for _, measure in acting:  # evasion is of what all others forbid
            if measure.kind == "evasion":
                evading = links_from(network, measure)
                plain.permitted[evading] += measure.rate * (1.0 - plain.permitted[evading])
        return plain

    if quotas:  # what they allow hangs on what was used
        return laid()
    return _known(network, (acting, clearance, front_loading, licence_rent), laid)


def _known(network: Network, key: object, lay: Callable[[], Restrictions]) -> Restrictions:
    """Return restrictions that were laid lately, or lay them: months of a round share theirs."""
    lately = _LAID.setdefault(network, deque(maxlen=MOST_LAID))
    for known, laid in tuple(lately):
        if known == key:
            return laid
    laid = lay()
    lately.append((key, laid))
    return laid


_LAID: WeakKeyDictionary[Network, deque[tuple[object, Restrictions]]] = WeakKeyDictionary()
MOST_LAID = 4
"""Restrictions kept for a network: of a game's World, and of those beside it."""


def _unrestricted(
    network: Network,
    measures: Sequence[Measure],
    quotas: Sequence[tuple[int, Measure]],
    tick: int,
    used: Floats,
    clearance: float,
    front_loading: float,
) -> Restrictions:
    links, firms = network.links, len(network.firm_country)
    slots, outlets = len(network.slot_country), len(network.outlet_firm)
    allowed = [allowance(measures, used, r) for r, _ in quotas]
    products = np.zeros((len(quotas), len(network.products)), dtype=np.uint8)
    for q, (_, measure) in enumerate(quotas):
        products[q] = named(network.products, measure.products)
    return Restrictions(
        permitted=np.ones(links),
        duty=np.zeros(links),
        tariff=np.zeros(links),
        held=np.zeros(links),
        release=np.full(links, clearance),
        quota=np.full(links, -1, dtype=np.int32),
        licensed=network.link_declared.astype(np.uint8),
        capacity=np.ones(firms),
        tax=np.zeros(firms),
        research=np.ones(slots),
        cover=np.ones(slots),
        stockpile=np.zeros(slots),
        stockpile_measure=np.zeros(slots, dtype=np.int32),
        domestic_first=np.zeros(outlets, dtype=np.uint8),
        quota_amount=np.array(allowed, dtype=np.float64),
        quota_measure=np.array([r for r, _ in quotas], dtype=np.int32),
        quota_until=np.array([period(measures, m)[1] for _, m in quotas], dtype=np.int32),
        quota_rate=np.array(
            [rate(measures, r, a) for a, (r, _) in zip(allowed, quotas, strict=True)]
        ),
        quota_country=np.array([network.countries[m.by] for _, m in quotas], dtype=np.int32),
        quota_next_rate=np.array([next_rate(measures, r, tick) for r, _ in quotas]),
        quota_products=products,
        front_loading=front_loading,
    )


def _lay(
    network: Network, rules: Restrictions, measure: Measure, row: int, licence_rent: float
) -> None:
    """Add one measure to the arrays of `rules` (§5.1, §5.2, §5.3, §5.4)."""
    if measure.kind in OUTWARD:
        _lay_outward(network, rules, measure, row, licence_rent)
        return
    match measure.kind:
        case "tariff":
            rules.tariff[links_into(network, measure)] += measure.rate
        case "boycott":
            rules.permitted[links_into(network, measure)] *= 1.0 - measure.rate
        case "cap":
            rules.capacity[firms_of(network, measure)] *= measure.rate
        case "tax":
            taxed = firms_of(network, measure)
            rules.tax[taxed] += measure.rate * network.firm_unit_cost[taxed] + measure.amount
        case "research":
            rules.research[slots_of(network, measure)] *= measure.rate
        case "stockpile":
            _lay_stockpile(network, rules, measure, row)
        case "cover":
            rules.cover[inputs_of(network, measure)] = measure.rate
        case _:
            pass  # begins once, in `sim.economy.tick`, or is none of the economy's


OUTWARD = ("licence", "quota", "duty", "hold", "domestic_first")
"""Kinds that act on what a country sells abroad."""


def _lay_outward(
    network: Network, rules: Restrictions, measure: Measure, row: int, licence_rent: float
) -> None:
    outward = links_from(network, measure)
    match measure.kind:
        case "licence":
            rules.permitted[outward] *= measure.rate
            rules.duty[outward] += licence_rent * (1.0 - measure.rate)
        case "quota":
            q = int(np.flatnonzero(rules.quota_measure == row)[0])
            rules.quota[outward] = q
            rules.licensed[outward] = 1
        case "duty":
            rules.duty[outward] += measure.rate
        case "hold":
            rules.held[outward] = np.maximum(rules.held[outward], measure.rate)
            rules.release[outward] = measure.amount
        case "domestic_first":
            rules.domestic_first[np.unique(network.link_outlet[outward])] = 1


def _lay_stockpile(network: Network, rules: Restrictions, measure: Measure, row: int) -> None:
    state = stockpiles_of(network, measure)
    ticks = max(1, (measure.until or measure.since + 1) - measure.since)
    if state.any():
        rules.stockpile[state] += measure.amount / ticks / state.sum()
        rules.stockpile_measure[state] = row
