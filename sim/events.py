"""Events: facts in the past tense, for journals, tables and accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

EventKind = Literal[
    "MeasureImposed", "MeasureLifted", "CapacityOpened", "StockExhausted", "Inject",
    "ThreatMade", "ThreatAnswered", "DisputeOpened", "DisputeEnded", "DealOffered", "DealSigned",
    "DealRefused", "DealBroken", "DealLapsed", "LeaderChanged", "SuitDecided", "Voted", "Incident",
    "Joined", "Left", "StoodAside", "PromiseBroken",
    "FirmsReported", "Misread",
]  # fmt: skip


@dataclass(frozen=True, order=True)
class Event:
    """Something that happened on a day."""

    date: dt.date
    kind: EventKind
    text: str
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.date}  {self.text}"
