"""Links: who buys from whom in the steady state, and how long it takes (§B.3, §B.4)."""

from __future__ import annotations

import numpy as np

from sim.scenario.balance import Balance, Seller, quantity, sells_abroad
from sim.scenario.spec import Scenario
from sim.timeline import Timeline
from sim.world.build.rows import FirmRow, SlotRow, yield_at
from sim.world.world import (
    Floats,
)


def links_of(
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
                size = planned * yield_at(scenario, firm, product) / timeline.tick_years
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
    producing = np.array([sells_abroad(scenario, s) for s in account.sellers], dtype=bool)
    for product in account.products:
        rows = producing & np.array([s.product == product for s in account.sellers], dtype=bool)
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
