"""Enough: how large a sample would settle what one of a given size does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, inf, log2

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

DOUBLINGS = 10
"""Of a sample that one may think of."""


@dataclass(frozen=True)
class Enough:
    """How large a sample is, and how large it would have to be."""

    setting: str
    """That says how large."""
    size: int
    reach: float
    """How far the widest band reaches to either side [unit of what was found]."""
    enough: int | None
    """In doublings of the size; if the strongest is as strong as it seems. None: more than anybody
    would run, as the strongest is next to nothing."""


def enough(method: Method, size: int, found: Iterable[Estimate]) -> Enough | None:
    """Return how large a sample would tell the strongest of what was found from nothing.

    None where the design does not grow so, or nothing was found that has a band.
    """
    known = [
        (one.value, (one.high - one.low) / 2.0)
        for one in found
        if one.value is not None and one.low is not None and one.high is not None
    ]
    if method not in GROWS or not known:
        return None
    strongest, its = max(known)
    wide = MARGIN * its / strongest if strongest > 0.0 else inf
    doublings = max(1, ceil(2.0 * log2(min(max(wide, 1.0), 2.0**DOUBLINGS))))
    return Enough(
        GROWS[method], size, max(reach for _, reach in known),
        size * 2**doublings if doublings <= DOUBLINGS else None,
    )  # fmt: skip
