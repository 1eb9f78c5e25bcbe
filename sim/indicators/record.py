"""Record: what a run has recorded so far, and the course of a number read off it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.index import Index
from sim.scenario.spec import Scenario
from sim.timeline import Period, Timeline
from sim.world.flows import Flows
from sim.world.measures import Measure
from sim.world.quotas import ends

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

Over = Literal["sum", "mean", "last", "ratio"]
"""How ticks add up over a period: they are added; averaged; the last one counts; numerators
and denominators are added and then divided."""


@dataclass(frozen=True)
class QuotaSpan:
    """What an export quota allows over a stretch of the calendar."""

    country: str
    products: tuple[str, ...]
    period: Period
    amount: float
    """[unit]"""


def quota_spans(
    measures: Iterable[Measure], products: Index, timeline: Timeline
) -> tuple[QuotaSpan, ...]:
    """Return what each quota among the measures allows.

    A quota set anew inside its period keeps the use so far (§5.5): each of the two then allows
    its amount for its own part of the period, so that together they allow one amount.
    """
    quotas = [m for m in measures if m.kind == "quota" and m.until is not None]
    spans = []
    for quota in quotas:
        first, last = ends(quotas, quota)
        part, whole = _ticks(quota.since, quota.until), _ticks(first.since, last.until)
        if part:
            spans.append(
                QuotaSpan(
                    country=quota.by,
                    products=quota.products or products.names,
                    period=Period(timeline.date(quota.since), timeline.date(quota.since + part)),
                    amount=quota.amount * part / whole,
                )
            )
    return tuple(spans)


def _ticks(since: int, until: int | None) -> int:
    return max(0, (until or since) - since)


@dataclass(frozen=True)
class Record:
    """The flows of a run with the names of their rows and the calendar they lie on."""

    scenario: Scenario
    timeline: Timeline
    countries: Index
    products: Index
    activities: Index
    flows: Flows
    quotas: tuple[QuotaSpan, ...] = ()

    @property
    def end(self) -> dt.date:
        """Return the first day that is not simulated."""
        return self.timeline.date(len(self.flows))

    def covers(self, period: Period) -> bool:
        """Return whether every day of the period is simulated."""
        return self.timeline.start <= period.start and period.end <= self.end

    def weights(self, period: Period) -> Floats:
        """Return the share of each recorded tick that lies in the period [1]; shape (T,)."""
        return self.timeline.weights(period)[: len(self.flows)]


@dataclass(frozen=True)
class Selection:
    """Of whom and of what a number is read; nothing where it does not matter."""

    country: str | None = None
    partner: str | None = None
    products: tuple[str, ...] = ()
    activity: str | None = None
    basket: str | None = None


@dataclass(frozen=True)
class Course:
    """An indicator tick by tick, and how its ticks add up over a period."""

    record: Record
    over: Over
    amount: Floats
    """The quantity, or the numerator of a ratio; shape (T,)."""
    per: Floats | None = None
    """The denominator of a ratio; shape (T,)."""

    def value(self, period: Period) -> float | None:
        """Return the number over a period; None where it has no value.

        It has none where a day of the period is not simulated, where a ratio's denominator is
        nothing, or where there is no such price: absent is not zero.
        """
        if not self.record.covers(period):
            return None
        weights = self.record.weights(period)
        inside = np.flatnonzero(weights)
        # Other ticks are left out, so that how long the run is does not change the rounding.
        span = slice(int(inside[0]), int(inside[-1]) + 1)
        if self.over == "last":
            return float(self.amount[inside[-1]])
        total = float(weights[span] @ self.amount[span])
        if self.over == "mean":
            return _ratio(total, float(weights[span].sum()))
        return total if self.per is None else _ratio(total, float(weights[span] @ self.per[span]))

    def ticks(self) -> list[float | None]:
        """Return the number of each tick by itself; None where it has no value."""
        per = np.ones_like(self.amount) if self.per is None else self.per
        return [_ratio(a, p) for a, p in zip(self.amount.tolist(), per.tolist(), strict=True)]


def _ratio(amount: float, per: float) -> float | None:
    return amount / per if per > 0 and math.isfinite(amount) else None
