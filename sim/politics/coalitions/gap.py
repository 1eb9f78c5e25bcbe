"""Gap: the sales that a dispute keeps off, who fills them, and who is kept from it (§C.3, §C.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import cast

import numpy as np

from sim.politics.coalitions.asked import OUTWARD
from sim.politics.forecast import PER_CENT, Leverage, known_losses
from sim.politics.sums import Floats
from sim.world.disputes import Dispute, author_of
from sim.world.measures import INWARD, Measure, stopped
from sim.world.setting import Setting
from sim.world.world import World

SECONDARY = ("secondary_sanction", "extraterritorial_rule")
"""Instruments that keep others from supplying the sender."""

LISTING = "third_country_listing"
"""The one that keeps goods from traders who would sell them on."""


def gap(dispute: Dispute, world: World, setting: Setting, forces: Leverage) -> Floats:
    """Return the sales to the sender that measures keep off [USD/year]; by product (§C.8)."""
    network, sender = setting.network, setting.network.countries[dispute.sender]
    left = np.ones((len(network.countries), len(network.products)))
    for m, losers in _keeping_off(dispute, world):
        rows = [network.products[p] for p in m.products] or slice(None)
        for loser in losers:
            left[network.countries[loser], rows] *= 1.0 - stopped(m)
    sales = forces.closure[sender] * setting.polity.gdp[:, None] / PER_CENT
    return cast(Floats, ((1.0 - left) * known_losses(sales)).sum(axis=0))


def gains(sales: Floats, joined: Floats, lost: Floats) -> Floats:
    """Return what of some lost sales each would take over if it stood aside [USD/year] (§C.8).

    Parameters
    ----------
    sales : of each to the sender [USD/year]; shape (T, P)
    joined : 1 for those who stand with the target; shape (T,)
    lost : sales that are kept off [USD/year]; shape (P,)
    """
    free = sales * (1.0 - joined)[:, None]
    whole = sales + free.sum(axis=0) - free
    part = np.divide(sales, whole, out=np.zeros_like(sales), where=whole > 0.0)
    return cast(Floats, part @ lost)


def kept_from_it(
    dispute: Dispute, side: Collection[str], led: Iterable[Measure], world: World
) -> bool:
    """Return whether a side keeps others from filling the gap that its measures leave (§C.3).

    By a rule for others' trade with the sender, or by a list of traders for the same goods.
    """
    led = list(led)
    return any(
        _shared(m, one)
        for m in world.measures
        if m.in_force(world.tick) and _against(m, dispute, side, world)
        for one in led
    )


def _keeping_off(dispute: Dispute, world: World) -> Iterator[tuple[Measure, Collection[str]]]:
    """Yield the measures that keep off sales to the sender, and who sells it the less."""
    victims = {dispute.target, *dispute.defenders}
    for m in world.measures:
        if m.dispute != dispute.id or not m.in_force(world.tick):
            continue
        if m.by == dispute.sender and m.kind in INWARD:
            yield m, victims & {*m.targets}
        elif m.by in victims and m.kind in OUTWARD and dispute.sender in m.targets:
            yield m, (m.by,)


def _against(measure: Measure, dispute: Dispute, side: Collection[str], world: World) -> bool:
    """Return whether a measure keeps others from supplying the sender, by order of a side."""
    if measure.instrument == LISTING:
        return measure.by in side and measure.dispute in (None, dispute.id)
    step = world.politics.dispute(measure.dispute or "")
    return (
        measure.instrument in SECONDARY
        and dispute.sender in measure.targets
        and author_of(measure, step) in side
    )


def _shared(one: Measure, other: Measure) -> bool:
    """Return whether two measures are on some of the same products."""
    return not one.products or not other.products or bool({*one.products} & {*other.products})
