"""Seeds: whether so many replications can tell what chance does to a comparison.

Pairs share their seed, so one replication compares two choices under one chance only: its band
knows what the unknown does, and nothing of what another seed would.
"""

from __future__ import annotations

import numpy as np

from sim.batch.analysis.noise import noise, of_repeats
from sim.batch.store.results import Results

ENOUGH = 5
"""Seeds with which the band of a comparison may be trusted."""

LITTLE = 0.05
"""Share of chance in all that an outcome varies up to which seeds hardly matter [1]."""


def few_seeds(results: Results, outcome: int) -> int | None:
    """Return on how many seeds a comparison rests, where these are too few to tell.

    None where there are enough, or where chance is known to be little.
    """
    seeds = int(np.isfinite(results.scalars[..., outcome]).any(axis=(0, 1)).sum())
    share = chance_share(results, outcome)
    if seeds >= ENOUGH or (share is not None and share <= LITTLE):
        return None
    return seeds


def chance_share(results: Results, outcome: int) -> float | None:
    """Return the share of chance in all that an outcome varies, the largest that was found [1].

    None where too few runs tell.
    """
    found = (
        way(results, lever_set, outcome).share
        for lever_set in range(len(results.study.lever_sets))
        for way in (of_repeats, noise)
    )
    return max((share for share in found if share is not None), default=None)
