"""Asked: who calls on others in a dispute, and what they are asked to take over (§C.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sim.world.disputes import Dispute
from sim.world.measures import JOINABLE, Measure, stopped, strongest
from sim.world.politics import Politics
from sim.world.world import World

OUTWARD = ("licence", "duty")
"""Kinds of measure that withhold goods."""


def calls_for(
    dispute: Dispute, measures: Iterable[Measure], politics: Politics, tick: int
) -> Iterator[Measure]:
    """Yield the calls in force to act against the sender in a dispute.

    Who has a dispute of its own with the sender calls for that one.
    """
    own = {d.target for d in politics.disputes if d.open and d.sender == dispute.sender}
    others = own - {dispute.target} | {dispute.sender, *dispute.partners}
    for m in measures:
        meant = m.dispute == dispute.id if m.dispute else m.by not in others
        if m.kind == "call" and dispute.sender in m.targets and meant and m.in_force(tick):
            yield m


def asked_for(
    dispute: Dispute, side: Collection[str], calls: Iterable[Measure], world: World
) -> Iterator[tuple[Measure, float]]:
    """Yield what a side leads against the sender, and how much of it calls ask for [0 to 1].

    What its members took over of each other is not asked for again.
    """
    rates = {m.against: m.rate for m in calls if m.against}
    led = (
        m for m in world.measures
        if m.kind in JOINABLE and m.dispute == dispute.id and m.by in side and not m.follows
        and dispute.sender in m.targets and m.in_force(world.tick)
    )  # fmt: skip
    for m in strongest(led):
        yield m, stopped(m) * rates.get(m.origin, 1.0)


def let_off(
    country: str, measure: Measure, measures: Iterable[Measure], tick: int
) -> set[str] | None:
    """Return the products of a measure that a country asked to be let off; None: all of it.

    A stream has no products: one is let off all of it, or nothing.
    """
    asked = [
        m for m in measures
        if m.kind == "exemption" and m.by == country and m.against == measure.origin
        and m.in_force(tick)
    ]  # fmt: skip
    if not all(m.products for m in asked):
        return None
    return set() if measure.kind == "channel" else {p for m in asked for p in m.products}
