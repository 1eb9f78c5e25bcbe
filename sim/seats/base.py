"""The Seat protocol: who decides for whom, and the sheet it hands in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from sim.observation import Observation
from sim.orders.base import Order


@dataclass(frozen=True, order=True)
class SheetEntry:
    """One order on a sheet: its id, the day it is given, its text form comes back."""

    given: dt.date
    id: str
    order: Order


OrderSheet = tuple[SheetEntry, ...]
"""All orders of a seat in a round."""


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
