"""Effects: what an order does to the measures in force. Orders touch nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from sim.orders.base import Order
from sim.orders.instruments import INSTRUMENTS
from sim.timeline import Timeline
from sim.world.measures import Measure, MeasureKind
from sim.world.world import CHANNELS

DEFAULT_CHANNELS = {"duty": ("declared", "unquoted"), "hold": ("declared", "unquoted")}
"""Channels that a kind of measure reaches when the order names none."""


class Scope(TypedDict):
    """What a measure acts on, by the fields of a Measure."""

    products: tuple[str, ...]
    targets: tuple[str, ...]
    activities: tuple[str, ...]
    firms: tuple[str, ...]


def measure_of(order: Order, *, id: str, by: str, given: dt.date, timeline: Timeline) -> Measure:
    """Return the measure an order imposes, given on a day; it never acts before that day."""
    kind = INSTRUMENTS[order.instrument].makes
    if kind is None:
        raise ValueError(f"{order.instrument} imposes nothing")
    starts = max(order.date("from") or given, given)
    last = order.date("until")
    return Measure(
        id=id,
        kind=kind,
        by=by,
        **scope_of(order),
        channels=_channels(order, kind),
        rate=_rate(order),
        amount=_amount(order, timeline),
        since=max(0, timeline.tick(starts)),
        until=_end(order, last, starts, timeline),
        known=max(0, timeline.tick(given)),
    )


def scope_of(order: Order) -> Scope:
    """Return what an order names, by the fields of a Measure; an empty tuple means all."""
    return {
        "products": order.names("product"),
        "targets": order.names("target") or order.names("origin"),
        "activities": order.names("activity"),
        "firms": order.names("firm"),
    }


def impose(measures: Sequence[Measure], new: Measure) -> tuple[Measure, ...]:
    """Return the measures with a new one; it takes the place of one on the same things (§5.5).

    A country has one duty, one quota and one cap on the same things at a time: a new one ends
    the old on the day it starts. Holds, licences and supports stand beside each other. A quota
    set anew inside its period keeps what was used of it.
    """
    ended = [m for m in measures if _replaces(new, m) and (m.until is None or m.until > new.since)]
    for old in ended:
        if old.kind == "quota" and old.since < new.since and old.until == new.until:
            new = replace(new, continues=old.id)
    kept = [replace(m, until=max(new.since, m.since)) if m in ended else m for m in measures]
    return (*kept, new)


def lift(measures: Sequence[Measure], order_ids: Sequence[str], tick: int) -> tuple[Measure, ...]:
    """Return the measures with those of some orders ended by a tick."""
    return tuple(
        replace(m, until=max(m.since, min(tick, m.until if m.until is not None else tick)))
        if m.id in order_ids
        else m
        for m in measures
    )


def _replaces(new: Measure, old: Measure) -> bool:
    alone = ("duty", "tariff", "quota", "cap", "tax")
    return new.kind in alone and new.on_the_same_as(old)


def _channels(order: Order, kind: MeasureKind) -> tuple[str, ...]:
    """Return the channels an order reaches: those it names, all for `*`, else the usual ones."""
    if dict(order.values).get("channel") == ("*",):
        return CHANNELS
    return order.names("channel") or DEFAULT_CHANNELS.get(kind, ("declared",))


def _rate(order: Order) -> float:
    keys = INSTRUMENTS[order.instrument].keys
    if order.instrument == "suspend":
        return 1.0 - order.number("share")
    for key in ("rate", "share", "factor", "carry"):
        if key in keys:
            return order.number(key)
    return 0.0


def _amount(order: Order, timeline: Timeline) -> float:
    if order.instrument == "customs_hold":  # weekly release, as the share of a tick
        return float(1.0 - (1.0 - order.number("release")) ** timeline.tick_weeks)
    if order.instrument == "stockpile_release":
        return -order.number("amount")
    return order.number("amount") if "amount" in INSTRUMENTS[order.instrument].keys else 0.0


def _end(order: Order, last: dt.date | None, starts: dt.date, timeline: Timeline) -> int | None:
    if last is not None:
        after = last + min(dt.timedelta(days=1), dt.date.max - last)  # the last day has none after
        return max(timeline.tick(starts), timeline.tick(after))
    if INSTRUMENTS[order.instrument].makes in ("quota", "stockpile"):  # these need a period
        return timeline.tick(starts) + timeline.ticks_per_round
    return None
