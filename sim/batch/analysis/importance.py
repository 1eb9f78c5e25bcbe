"""Importance: what may be called important, beside a factor that nothing depends on."""

from __future__ import annotations

from collections.abc import Mapping

from sim.batch.analysis.intervals import Estimate
from sim.batch.design.factors import DUMMY

LEAST = 0.01
"""Share of what the outcome varies below which nothing is called important, be it ever so sure."""


def important(name: str, found: Mapping[str, Estimate], share: float) -> bool:
    """Return whether a factor is important: all of its band lies above the dummy's, and of weight.

    `found`: what was found of each factor, the dummy among them if the design has one; `share`: how
    much of what the outcome varies the factor stands for [1]. Where points share their seeds the
    dummy moves nothing at all; then the band must leave out zero.
    """
    own, dummy = found[name], found.get(DUMMY)
    if name == DUMMY or own.low is None or share < LEAST:
        return False
    floor = 0.0 if dummy is None or dummy.high is None else max(dummy.high, 0.0)
    return own.low > floor
