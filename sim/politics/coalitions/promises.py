"""Promises: who has promised to answer a sender, and what keeping them comes to (§C.5, §C.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sim.index import Index
from sim.politics.sums import Floats
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.politics import Club
from sim.world.world import World


def promises(dispute: Dispute, clubs: Mapping[str, Club], world: World) -> tuple[Measure, ...]:
    """Return the promises in force to answer the sender of a dispute for its target."""
    return tuple(
        m for m in world.measures
        if m.kind == "pledge" and dispute.sender in m.targets and m.in_force(world.tick)
        and (not m.against or dispute.target in clubs[m.against].members)
    )  # fmt: skip


def kept(
    firm: Iterable[tuple[Measure, float]], denial: Floats, closure: Floats, products: Index
) -> float:
    """Return what a country's promises cost if they are kept, as far as they are firm.

    Named goods would be withheld; without names the market would be closed (§P.5). Of several
    promises the firmest counts for each product.

    Parameters
    ----------
    firm : promise and how firm it is [1]
    denial, closure : losses from withholding, and refusing, each product [% of GDP]; shape (P,)
    """
    withheld, closed = np.zeros(len(products)), np.zeros(len(products))
    for promise, level in firm:
        level = min(1.0, level)
        if promise.products:
            rows = [products[p] for p in promise.products]
            withheld[rows] = np.maximum(withheld[rows], level)
        else:
            closed = np.maximum(closed, level)
    return float(withheld @ denial + closed @ closure)
