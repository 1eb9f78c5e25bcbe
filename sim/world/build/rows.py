"""Rows: firms and slots as a scenario names them, before they become arrays (§B.1, §B.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.rng import stream
from sim.scenario.balance import Balance, quantity, yearly_levels
from sim.scenario.spec import Scenario
from sim.timeline import Timeline
from sim.world.world import (
    FINAL,
    INPUT,
    STATE,
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


def firm_rows(scenario: Scenario, timeline: Timeline, seed: int) -> list[FirmRow]:
    """Return every firm, in the order of activities and countries; unnamed sizes are drawn."""
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


def slot_rows(
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


def products_of(scenario: Scenario, firm: FirmRow) -> list[str]:
    """Return the products of a firm, in the order of its outlets."""
    return sorted(scenario.activities[firm.activity].outputs)


def yield_at(scenario: Scenario, firm: FirmRow, product: str) -> float:
    """Return how much of a product a firm makes per unit of level [unit]."""
    made = scenario.activities[firm.activity].outputs[product]
    return quantity(made, scenario.products[product].unit)
