"""Importance: what may be called important, and what is small or not settled instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from sim.batch.analysis.intervals import Estimate
from sim.batch.design.factors import DUMMY

LEAST = 0.01
"""Share of what the outcome varies below which nothing is called important, be it ever so sure."""

Weight = Literal["important", "small", "not settled"]
"""Of a factor. Small: its band lies above the floor, but it stands for less than LEAST, or it could
at most stand for that much. Not settled: the band reaches from nothing to what would matter, or so
far beyond all that can be that it tells nothing."""


class Weighed:
    """What has a weight."""

    weight: Weight

    @property
    def important(self) -> bool:
        """Return whether it may be called important."""
        return self.weight == "important"


def beyond(found: Estimate, *, heavy_tail: bool) -> bool:
    """Return whether the band of a share of the variance reaches beyond 1 and tells nothing.

    That of a factor on which nearly all depends reaches a little beyond it, too. So it must be
    wider than all that a share can be, or rest on a few runs that make most of what the outcome
    varies.
    """
    if found.low is None or found.high is None or found.high <= 1.0:
        return False
    return heavy_tail or found.high - found.low > 1.0


def weight(name: str, found: Mapping[str, Estimate], share: Callable[[float], float]) -> Weight:
    """Return whether a factor is important: all of its band lies above the floor, and of weight.

    `found`: what was found of each factor, the dummy among them if the design has one; `share`: how
    much of what the outcome varies a factor stands for of which so much was found [1]. The floor is
    the upper end of the dummy's band. Where points share their seeds nothing moves the dummy; the
    floor is then zero.
    """
    own, dummy = found[name], found.get(DUMMY)
    if name == DUMMY:
        return "small"
    if own.value is None or own.low is None or own.high is None:
        return "not settled"
    floor = 0.0 if dummy is None or dummy.high is None else max(dummy.high, 0.0)
    if share(max(own.high, 0.0)) < LEAST:
        return "small"
    if own.low <= floor:
        return "not settled"
    return "important" if share(own.value) >= LEAST else "small"
