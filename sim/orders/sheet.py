"""Order sheets: all that a seat asks for in a round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sim.orders.base import Order


@dataclass(frozen=True, order=True)
class SheetEntry:
    """One order on a sheet: its id, the day it is given, its text form comes back."""

    given: dt.date
    id: str
    order: Order


OrderSheet = tuple[SheetEntry, ...]
"""All orders of a seat in a round."""
