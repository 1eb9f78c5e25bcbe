"""Rulings: what adjudication made of orders, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["carried out", "delayed", "moot", "refused"]
"""delayed: carried out a round late; moot: set aside by another order of the round."""


@dataclass(frozen=True)
class Ruling:
    """What adjudication made of one order."""

    order_id: str
    order: str
    seat: str
    date: dt.date
    outcome: Outcome
    reason: str
    meant: str = ""
    """Why the seat gave it, in its own words."""
