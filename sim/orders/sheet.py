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
    settled: bool = False
    """Whether it is an act of record: carried out on its day, at no cost, whoever gave it."""
    reason: str = ""
    """Why the seat gave it, in a sentence."""


OrderSheet = tuple[SheetEntry, ...]
"""All orders of a seat in a round."""
