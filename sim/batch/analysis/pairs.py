"""Pairs: what runs of two lever sets in the same row and replication say of the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.batch.analysis.answers import SAME
from sim.batch.analysis.basis import direction
from sim.batch.analysis.intervals import Estimate
from sim.batch.study import Better, Outcome
from sim.world.world import Floats

Verdict = Literal["better", "worse", "more", "less", "not told apart", "the same"]


@dataclass(frozen=True)
class Pairs:
    """Shares of the pairs of runs that one lever set wins and loses against another [1]."""

    won: float
    lost: float
    equal: float


def pairs(outcome: Outcome, values: Floats, other: Floats) -> Pairs | None:
    """Return how often values are better than others; None where neither is, or no pair is whole.

    Where neither more nor less is better, nothing is won.
    """
    gain = direction(outcome) * (values - other)
    here = gain[np.isfinite(gain)]
    if not here.size or not direction(outcome):
        return None
    least = rounding(np.stack([values, other]))
    won, lost = float((here > least).mean()), float((here < -least).mean())
    return Pairs(won, lost, float((np.abs(here) <= least).mean()))


def verdict(difference: Estimate, better: Better) -> Verdict:
    """Return what a paired difference says of the second of two."""
    if difference.value == difference.low == difference.high == 0.0:
        return "the same"
    if not difference.told_apart or difference.value is None:
        return "not told apart"
    more = difference.value > 0.0
    if better == "neutral":
        return "more" if more else "less"
    return "better" if more == (better == "more") else "worse"


def rounding(values: Floats) -> float:
    """Return below what a difference of values is one of rounding only."""
    here = np.abs(values[np.isfinite(values)])
    return SAME * float(here.max()) if here.size else 0.0
