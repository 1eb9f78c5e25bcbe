"""Reports: what firms that are hit tell their government, and what is concluded (§I.2 to §I.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.events import Event
from sim.odds import Odds, Part
from sim.politics.information.attribution import all_denied
from sim.politics.now import Now
from sim.world.affected import firms_hit
from sim.world.disputes import Dispute, Draw
from sim.world.measures import Measure, MeasureKind

TELLING: dict[MeasureKind, str] = {
    "hold": "shipments that are held",
    "licence": "licences that do not come",
    "boycott": "orders that are cancelled",
    "tariff": "duties that they cannot explain",
    "channel": "customers who stay away",
}
"""Kind of measure -> what firms report of it."""


@dataclass(frozen=True)
class Reports:
    """What firms reported in a month of measures that their sender denies."""

    count: int = 0
    quality: float = 0.0
    """How far a report proves who did it [0 to 1]."""
    draws: tuple[Draw, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def evidence(self) -> float:
        """Return how much the reports prove together [reports of full quality]."""
        return self.quality * self.count


NONE = Reports()


def reported(dispute: Dispute, now: Now) -> Reports:
    """Return what firms of the target report in a month; nothing unless all measures are denied.

    One number decides how many: the lower it is, the more.
    """
    steps = now.pressing(dispute)
    if not dispute.open or not all_denied(steps, now.parameters):
        return NONE
    watch = now.warning(dispute.target)
    odds = _odds(_hit(dispute, steps, now), watch, now)
    stream = f"{dispute.id} reports"
    u = now.uniform(stream)
    most = round(now.parameters["attribution_reports_most"])
    count = _count(u, odds.hazard, most)
    draw = Draw(now.date, dispute.id, "reports", odds, odds.probability, u, count > 0, stream)
    base = now.parameters["report_quality"]
    quality = base + (1.0 - base) * watch  # §I.4
    events = (_told(count, dispute, steps, now),) if count else ()
    return Reports(count, quality, (draw,), events)


def _hit(dispute: Dispute, steps: Sequence[Measure], now: Now) -> float:
    """Return how many firms of the target can report (§I.2)."""
    hit = firms_hit(now.network, steps, dispute.target) if now.network else 0
    return hit or now.parameters["report_firms"]


def _odds(firms: float, watch: float, now: Now) -> Odds:
    """Return the log of the reports to be expected in a month, part by part (§I.3)."""
    rate, warned = now.parameters["report_rate"], now.parameters["report_rate_warned"]
    parts: list[Part] = [("firms that are hit", math.log(firms))]
    if watch > 0.0:
        parts.append(("early warning", math.log1p(warned * watch / rate)))
    return Odds(math.log(rate), tuple(parts), "log", now.months)


def _count(u: float, expected: float, most: int) -> int:
    """Return how many reports a number between 0 and 1 stands for, of a Poisson distribution."""
    count, term = 0, math.exp(-expected)
    more = 1.0 - term  # how likely there are more than `count`
    while count < most and u < more:
        count += 1
        term *= expected / count
        more -= term
    return count


def _told(count: int, dispute: Dispute, steps: Sequence[Measure], now: Now) -> Event:
    """Return the event that tells how many firms report what."""
    what = next((TELLING[m.kind] for m in steps if m.kind in TELLING), "what they call pressure")
    who = "1 firm" if count == 1 else f"{count} firms"
    verb = "reports" if count == 1 else "report"
    text = f"{who} in {dispute.target} {verb} {what}"
    return Event(now.date, "FirmsReported", text, dispute.id)
