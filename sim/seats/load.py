"""Load: a scenario whose dated orders are understood and whose seats can be played."""

from __future__ import annotations

from pathlib import Path

from sim.orders import check as orders
from sim.scenario import checks, loader
from sim.scenario.loader import Draft
from sim.scenario.spec import Scenario
from sim.seats import check as seats

EVERY_RULE = (*checks.RULES, *orders.RULES, *seats.RULES)
"""What is asked of a scenario before it is played."""


def load_scenario(path: Path) -> Scenario:
    """Return the scenario of a folder or file; ScenarioError with every error if it has any."""
    return loader.load(path, EVERY_RULE)


def draft_scenario(path: Path) -> Draft:
    """Return what came of reading a scenario's folder or file, with every problem."""
    return loader.read_file(path, EVERY_RULE)
