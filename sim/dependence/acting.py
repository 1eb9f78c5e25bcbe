"""Acting: which parameters change what is measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.errors import SimError
from sim.parameters import catalogue

OF_TABLES = (
    "hjs_share",
    "hjs_control",
    "eu_concentration",
    "eu_outside",
    "eu_ratio",
    "replacement_spare",
    "indispensable",
    "disruptive_growth",
    "disruptive_share",
    "dependence_gate",
)
"""What judges a table of trade."""

OF_SCENARIOS = (
    *OF_TABLES,
    "mixing",
    "forecast_substitution",
    "forecast_substitution_least",
    "forecast_redirection",
)
"""The same, and what the trade of a scenario and the forecast of losses are made with."""


def refuse_idle(names: Iterable[str], acting: Sequence[str]) -> None:
    """Raise SimError for a known parameter that changes nothing."""
    for name in names:
        if name in catalogue() and name not in acting:
            raise SimError(f"--set {name}: it changes nothing here; what does: {', '.join(acting)}")
