"""Quotas over time: what one allows after the one before it, and at what pace (§5.5, §8.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.world.measures import Measure
from sim.world.world import Floats


def allowance(measures: Sequence[Measure], used: Floats, row: int) -> float:
    """Return what a quota allows [unit]: its amount, and its share of what the last one left.

    `used` is what each measure that is a quota has let through so far [unit].
    """
    quota = measures[row]
    start = _start(measures, quota)
    before = [
        (m.until, r)
        for r, m in enumerate(measures)
        if m.until is not None and m.since < m.until <= start and _same_goods(m, quota)
    ]
    if quota.rate == 0.0 or not before:
        return quota.amount
    _, last = max(before)
    left = allowance(measures, used, last) - float(used[last])
    return quota.amount + quota.rate * max(0.0, left)


def rate(measures: Sequence[Measure], row: int, amount: float) -> float:
    """Return an amount spread over a quota's period, with that of what it continues [unit/tick]."""
    quota = measures[row]
    return amount / max(1, (quota.until or quota.since + 1) - _start(measures, quota))


def next_rate(measures: Sequence[Measure], row: int, tick: int) -> float:
    """Return the rate of the quota that follows, if known by now; else the present one's.

    What may be carried over is not counted [unit/tick]: nobody knows yet how much will be left.
    """
    current = measures[row]
    following = [
        (m.since, r)
        for r, m in enumerate(measures)
        if m.known <= tick < m.since and _same_goods(m, current)
    ]
    _, nearest = min(following, default=(current.since, row))
    return rate(measures, nearest, measures[nearest].amount)


def beginning(by_id: Mapping[str, Measure], quota: Measure) -> Measure:
    """Return the quota that a chain of quotas set anew inside their period began with."""
    while quota.continues is not None and quota.continues in by_id:
        quota = by_id[quota.continues]
    return quota


def _start(measures: Sequence[Measure], quota: Measure) -> int:
    """Return the first tick of the period a quota belongs to."""
    return beginning({m.id: m for m in measures}, quota).since


def _same_goods(one: Measure, other: Measure) -> bool:
    """Return whether two quotas of a country are on the same goods for the same buyers."""
    named = ("kind", "by", "products", "targets")
    return all(getattr(one, key) == getattr(other, key) for key in named)
