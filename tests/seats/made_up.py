"""Observations made up by hand: A sees B, with whom it quarrels, its ally C, and D."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.observation import Leverage, Observation, Standpoint
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute, Toll
from sim.world.measures import Measure
from sim.world.politics import Exposure

ROUND = 3
SPAN = 13
NOW = (ROUND - 1) * SPAN
"""First tick of the round that is seen."""
LAST = NOW - SPAN
"""First tick of the round before."""

DENIAL = (
    Leverage("B", "ore", 1.0, 0.1),
    Leverage("B", "gas", 0.3, 0.05),
    Leverage("C", "ore", 0.5, 0.1),
    Leverage("D", "gas", 0.2, 0.1),
)
"""What A could withhold."""
MARKET = (Leverage("B", "car", 0.6, 0.2), Leverage("C", "car", 0.3, 0.1))
"""What A could refuse to buy."""
THREATS = (
    Leverage("B", "chip", 0.1, 2.0),
    Leverage("B", "magnet", 0.05, 0.8),
    Leverage("C", "chip", 0.1, 0.4),
    Leverage("D", "magnet", 0.1, 0.3),
)
"""What others could withhold from A."""
KINDS = {
    "export_licensing": "licence", "export_ban": "licence", "customs_slowdown": "hold",
    "import_tariff": "tariff", "import_ban": "boycott", "consumer_boycott": "boycott",
    "tourism_restriction": "channel",
}  # fmt: skip


def seen(
    *, own: dict[str, Any] | None = None, may: Callable[[Order], str | None] = lambda order: None,
    **more: Any,
) -> Observation:  # fmt: skip
    """Return what A sees at the start of the third quarter, changed as told."""
    round = more.get("round", ROUND)
    start = dt.date(2020, 1, 6) + dt.timedelta(days=91 * (round - 1))
    here = Standpoint(
        country="A", support=50.0, capital=60.0, pressure=0.0, budget=1e9, gdp=1e12,
        relations={"A": 0.0, "B": -0.4, "C": 0.6, "D": 0.1}, allies=("C",), government="generic",
    )  # fmt: skip
    plain = Observation(
        seat="A", round=round, start=start, end=start + dt.timedelta(days=91),
        tick_days=7, luck=4,
        prices={"ore": 100.0, "gas": 30.0, "chip": 1e4, "magnet": 7e4, "car": 3e4},
        cover={"chip": 3.0, "magnet": 4.0}, measures=(), own=replace(here, **(own or {})),
        denial=DENIAL, market=MARKET, threats=THREATS,
        exposures=(Exposure("tourism", "A", "B", 1e9), Exposure("tourism", "B", "A", 1e9)),
    )  # fmt: skip
    return replace(plain, may=may, **more)


def quarrel(sender: str, target: str, **more: Any) -> Dispute:
    """Return a dispute under measures since the round before, with nothing hidden about it."""
    plain = Dispute(
        id=f"{sender}-{target}", sender=sender, target=target, demand="stop", issue="economic",
        stake_sender=0.5, stake_target=0.5, stage="imposed", since=LAST, months=3.0,
        attribution=3.0, escalation=5.0,
    )  # fmt: skip
    return replace(plain, **more)


def toll(*damage: float, shortage: float = 0.0) -> Toll:
    """Return what a dispute costs A, B, C and D."""
    return Toll(damage, (0.0,) * len(damage), (shortage,) * len(damage))


def step(
    by: str, against: str, instrument: str, product: str = "", rate: float = 0.5, **more: Any
) -> Measure:
    """Return a measure of a country against another, ordered in the round before."""
    made = instruments()[instrument]
    ids = sorted((by, against))
    plain = Measure(
        id=f"{by}-{instrument}-{product or 'all'}", kind=KINDS[instrument],  # type: ignore[arg-type]
        by=by, targets=(against,), products=(product,) if product else (), rate=rate, since=LAST,
        known=LAST, instrument=instrument, rung=made.rung, deniability=made.deniability,
        dispute="-".join(ids), over="tourism" if KINDS[instrument] == "channel" else "",
    )  # fmt: skip
    return replace(plain, **more)


def offer(by: str, to: str, given: Term, asked: Term, **more: Any) -> Deal:
    """Return an offer that stands."""
    plain = Deal("deal", (by, to), (given, asked), offered=LAST, until=NOW + SPAN)
    return replace(plain, **more)


def texts(sheet: OrderSheet) -> list[str]:
    """Return a sheet's orders as texts."""
    return [str(entry.order) for entry in sheet]


def names(sheet: OrderSheet) -> list[str]:
    """Return the instruments of a sheet's orders."""
    return [entry.order.instrument for entry in sheet]


def forbids(*instruments: str) -> Callable[[Order], str | None]:
    """Return a check that refuses all orders of some instruments."""
    return lambda order: "not now" if order.instrument in instruments else None
