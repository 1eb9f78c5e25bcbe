"""Setting: all that never changes in a play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.timeline import Timeline
from sim.world.politics import Polity
from sim.world.world import Network

MONTH_DAYS = 365.2425 / 12


@dataclass(frozen=True, eq=False)
class Setting:
    """Who there is, how they are linked, the calendar, and what they go by."""

    network: Network
    polity: Polity
    timeline: Timeline
    parameters: Mapping[str, float]
    secondary: frozenset[str] = frozenset()
    """Activities that win their product from what is thrown away."""
    seed: int = 0
    """Of all chance."""

    @property
    def stream_losses(self) -> tuple[float, float]:
        """Return what each USD of a stream that is cut costs its earner and its spender (§P.40)."""
        kept = 1.0 - self.parameters["stream_offset"]
        return self.parameters["stream_value"] * kept, self.parameters["stream_own_cost"]

    def months(self, ticks: float) -> float:
        """Return how long some ticks are [month]."""
        return ticks * self.timeline.tick_days / MONTH_DAYS

    def ticks(self, months: float) -> int:
        """Return how many ticks some months are, rounded."""
        return round(months * MONTH_DAYS / self.timeline.tick_days)
