"""Enough: how large a sample would settle what one of a given size does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, log2

from sim.batch.analysis.intervals import Estimate
from sim.batch.study import Method

GROWS: dict[Method, str] = {
    "saltelli": "samples",
    "morris": "trajectories",
    "latin_hypercube": "samples",
    "sobol_sequence": "samples",
}
"""By which setting a design grows, and bands narrow as one over its root; others do otherwise."""

MARGIN = 2.0
"""How many times narrower than the strongest factor's number its band should be to either side."""


@dataclass(frozen=True)
class Enough:
    """How large a sample is, and how large it would have to be."""

    setting: str
    """That says how large."""
    size: int
    reach: float
    """How far the widest band reaches to either side [unit of what was found]."""
    enough: int
    """In doublings of the size; if the strongest is as strong as it seems."""


def enough(method: Method, size: int, found: Iterable[Estimate]) -> Enough | None:
    """Return how large a sample would tell the strongest of what was found from nothing.

    None where the design does not grow so, or nothing above zero was found that has a band.
    """
    known = [
        (one.value, (one.high - one.low) / 2.0)
        for one in found
        if one.value is not None and one.low is not None and one.high is not None
    ]
    strongest, its = max(known, default=(0.0, 0.0))
    if method not in GROWS or strongest <= 0.0 or its <= 0.0:
        return None
    doublings = max(1, ceil(2.0 * log2(MARGIN * its / strongest)))
    return Enough(GROWS[method], size, max(reach for _, reach in known), size * 2**doublings)
