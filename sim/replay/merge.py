"""Merging firms that act alike: a smaller network, the same economy, for runs by the thousand."""

from __future__ import annotations

from collections import Counter

from sim.orders.base import Order
from sim.scenario.spec import Scenario


def merged(scenario: Scenario) -> Scenario:
    """Return a scenario whose firms are one a country and activity, where nothing tells them apart.

    Firms have constant returns and buy in proportion, so a country's output and prices do not
    depend on how many make it up (`tests/replay/test_merge.py`). Firms with planned capacity and
    those that an order names or that give one stay as they are.
    """
    rows = (*scenario.in_force, *scenario.orders)
    acting = {row.by for row in rows} | {
        firm for row in rows for firm in Order.parse(row.order).names("firm")
    }
    kept = {n: firm for n, firm in scenario.firms.items() if n in acting or firm.planned}
    dropped = Counter(
        (firm.activity, firm.country) for n, firm in scenario.firms.items() if n not in kept
    )
    output = tuple(
        row.model_copy(update={"unnamed": min(1, row.unnamed + dropped[row.activity, row.country])})
        for row in scenario.output
    )
    return scenario.model_copy(update={"firms": kept, "output": output})
