"""Links: who buys from whom in the steady state, and how long it takes (§B.3, §B.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.scenario.balance import Balance, quantity, sells_abroad
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
    market = _Market(scenario, account, firms, outlets, _mixed_sales(scenario, account, mixing))
    found: dict[tuple[str, str, str], list[tuple[int, float, int]]] = {}
    links = []
    for s, slot in enumerate(slots):
        trade = "" if slot.origin is None else firms[slot.firm].activity
        buyers = (slot.product, slot.country, trade)  # all such slots buy alike
        if buyers not in found:
            found[buyers] = market.suppliers(*buyers, timeline)
        links += [(o, s, weight, lead) for o, weight, lead in found[buyers]]
    return links


@dataclass(frozen=True, eq=False)
class _Market:
    """Who sells what, and what was bought of whom in the base year."""

    scenario: Scenario
    account: Balance
    firms: list[FirmRow]
    outlets: list[tuple[int, str]]
    mixed: Floats
    """Sales after mixing [unit/year]; shape (sellers, C)."""

    def suppliers(
        self, product: str, country: str, trade: str, timeline: Timeline
    ) -> list[tuple[int, float, int]]:
        """Return (outlet, weight, lead time [ticks]) of all whom buyers of a country buy from.

        `trade` is the activity that buys, if it is one that buys from a country of origin only.
        The weights of present suppliers add up to 1.
        """
        share = self._shares(product, country, trade)
        rows = []
        for o, (f, sold) in enumerate(self.outlets):
            if sold != product:
                continue
            firm = self.firms[f]
            if firm.share == 0.0:  # planned: a weight to grow into, nothing bought yet
                size = self._planned(firm, product, timeline)
                weight = 0.0 if trade else size / self._size(product)
            else:
                weight = share[firm.activity, firm.country] * firm.share
            if weight > 0.0:
                rows.append((o, weight, _lead(self.scenario, firm, product, country, timeline)))
        return self._normalised(rows)

    def _shares(self, product: str, country: str, trade: str) -> dict[tuple[str, str], float]:
        """Return (activity, country) of a product's sellers -> share of purchases [1]."""
        if trade:
            bought = self.account.intake[trade, country]
            whole = bought.sum()
        else:
            bought = self.mixed[:, self.account.countries[country]]
            whole = bought[[s.product == product for s in self.account.sellers]].sum()
        return {
            (seller.activity, seller.country): float(amount / whole)
            for seller, amount in zip(self.account.sellers, bought, strict=True)
            if seller.product == product
        }

    def _planned(self, firm: FirmRow, product: str, timeline: Timeline) -> float:
        """Return what a planned firm is to make of a product [unit/year]."""
        usual = quantity(self.scenario.activities[firm.activity].utilisation, "1")
        made = yield_at(self.scenario, firm, product)
        return firm.reference * usual * made / timeline.tick_years

    def _size(self, product: str) -> float:
        """Return producers' yearly sales of a product in the world [unit/year]."""
        return sum(
            float(supply)
            for seller, supply in zip(self.account.sellers, self.account.supply, strict=True)
            if seller.product == product
            and self.scenario.activities[seller.activity].kind == "production"
        )

    def _normalised(self, rows: list[tuple[int, float, int]]) -> list[tuple[int, float, int]]:
        """Return suppliers with the weights of present ones adding up to 1."""
        present = [self.firms[self.outlets[o][0]].share > 0.0 for o, _, _ in rows]
        whole = 0.0
        for (_, weight, _), here in zip(rows, present, strict=True):
            whole += weight if here else 0.0
        return [
            (o, weight / whole if here else weight, lead)
            for (o, weight, lead), here in zip(rows, present, strict=True)
        ]


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


def _lead(scenario: Scenario, firm: FirmRow, product: str, buyer: str, timeline: Timeline) -> int:
    usual = scenario.products[product].lead_time
    if usual is None:
        return 0
    time = usual.domestic if firm.country == buyer else usual.foreign
    delay = scenario.activities[firm.activity].delay
    weeks = quantity(time, "week") + (quantity(delay, "week") if delay else 0.0)
    return max(1, round(weeks / timeline.tick_weeks))
