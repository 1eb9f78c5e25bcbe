"""The Seat protocol: who decides for whom."""

from __future__ import annotations

from typing import Protocol

from sim.observation import Observation
from sim.orders.sheet import OrderSheet


class Seat(Protocol):
    """Somebody who decides: human, scripted or program; a pure choice over an Observation."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the seat's order sheet for the round it observes the start of."""
        ...


class Passive:
    """A seat that never orders anything."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return an empty sheet."""
        return ()
