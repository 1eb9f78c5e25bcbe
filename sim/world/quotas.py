"""Quotas over time: what one allows after the one before it, and at what pace (§5.5, §8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.world.measures import Measure
from sim.world.world import Floats


def allowance(measures: Sequence[Measure], used: Floats, row: int) -> float:
    """Return what a quota allows [unit]: its amount, and its share of what the last one left.

    The last one is that on the same goods which ended as this one's period began. `used` is what
    each measure that is a quota has let through so far [unit].
    """
    quota = measures[row]
    start, _ = period(measures, quota)
    before = [
        r for r, m in enumerate(measures) if m.since < start == m.until and m.on_the_same_as(quota)
    ]
    if quota.rate == 0.0 or not before:
        return quota.amount
    left = allowance(measures, used, before[-1]) - float(used[before[-1]])
    return quota.amount + quota.rate * max(0.0, left)


def rate(measures: Sequence[Measure], row: int, amount: float) -> float:
    """Return an amount spread over the period of a quota [unit/tick]."""
    start, end = period(measures, measures[row])
    return amount / max(1, end - start)


def next_rate(measures: Sequence[Measure], row: int, tick: int) -> float:
    """Return the rate of the quota that follows, if known by now; else the present one's.

    What may be carried over is not counted [unit/tick]: nobody knows yet how much will be left.
    """
    current = measures[row]
    following = [
        (m.since, r)
        for r, m in enumerate(measures)
        if m.known <= tick < m.since and m.on_the_same_as(current)
    ]
    _, nearest = min(following, default=(current.since, row))
    return rate(measures, nearest, measures[nearest].amount)


def period(measures: Sequence[Measure], quota: Measure) -> tuple[int, int]:
    """Return the first tick of a quota's period and the first after it.

    A quota set anew inside its period goes on in another measure (§5.5); they share the period.
    """
    first, last = ends(measures, quota)
    return first.since, first.since + 1 if last.until is None else last.until


def ends(measures: Iterable[Measure], quota: Measure) -> tuple[Measure, Measure]:
    """Return the first and last of the measures that are one quota, set anew in its period."""
    by_id = {m.id: m for m in measures}
    after = {m.continues: m for m in by_id.values() if m.continues is not None}
    first = last = quota
    while first.continues is not None and first.continues in by_id:
        first = by_id[first.continues]
    while last.id in after:
        last = after[last.id]
    return first, last
