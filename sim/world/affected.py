"""Affected: whose works a measure touches, from who supplies whom."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.world.measures import INWARD, Measure
from sim.world.named import links_from, links_into
from sim.world.restrictions import OUTWARD
from sim.world.world import Network


def firms_hit(network: Network, measures: Iterable[Measure], country: str) -> int:
    """Return how many firms of a country some measures of others touch (§I.2).

    Those that buy what is withheld, and those that sell what is refused. Streams of money touch
    none that are modelled.
    """
    row, hit = network.countries[country], np.zeros(len(network.firms), dtype=bool)
    for measure in measures:
        if measure.kind in OUTWARD:
            owner = network.slot_firm[network.link_slot[links_from(network, measure)]]
            hit[owner[owner >= 0]] = True
        elif measure.kind in INWARD:
            hit[network.outlet_firm[network.link_outlet[links_into(network, measure)]]] = True
    return int((hit & (network.firm_country == row)).sum())
