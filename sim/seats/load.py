"""Load: a scenario whose dated orders are understood and whose seats can be played."""

from __future__ import annotations

from pathlib import Path

from sim.orders import check as orders
from sim.scenario import checks, loader
from sim.scenario.loader import Draft
from sim.scenario.plan import PlannedOrder, load_plan
from sim.scenario.spec import Scenario
from sim.seats import check as seats

EVERY_RULE = (*checks.RULES, *orders.RULES, *seats.RULES)
"""What is asked of a scenario before it is played."""

ORDER_RULES = (*checks.RULES, *orders.RULES)
"""What is asked of orders in a file beside it, as far as it is about orders."""


def load_scenario(path: Path) -> Scenario:
    """Return the scenario of a folder or file; ScenarioError with every error if it has any."""
    return loader.load(path, EVERY_RULE)


def draft_scenario(path: Path) -> Draft:
    """Return what came of reading a scenario's folder or file, with every problem."""
    return loader.read_file(path, EVERY_RULE)


def load_orders(path: Path, scenario: Scenario) -> tuple[PlannedOrder, ...]:
    """Return the orders of a file for a scenario; ScenarioError with every error if it has any."""
    return load_plan(path, scenario, ORDER_RULES)
