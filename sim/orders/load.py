"""Load: a scenario whose dated orders are understood too."""

from __future__ import annotations

from pathlib import Path

from sim.orders.check import RULES
from sim.scenario import checks, loader
from sim.scenario.loader import Draft
from sim.scenario.spec import Scenario

EVERY_RULE = (*checks.RULES, *RULES)
"""What is asked of a scenario before it is played."""


def load_scenario(path: Path) -> Scenario:
    """Return the scenario of a folder or file; ScenarioError with every error if it has any."""
    return loader.load(path, EVERY_RULE)


def draft_scenario(path: Path) -> Draft:
    """Return what came of reading a scenario's folder or file, with every problem."""
    return loader.read_file(path, EVERY_RULE)
