"""Noise: how much of what an outcome varies is chance.

All points of a replication share its seed, so part of chance moves all rows alike and cancels where
points are compared. Rows and replications are therefore taken apart as a table of two ways: what
rows have in common, what replications have in common, and what is left over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.store.results import Results
from sim.world.world import Floats


@dataclass(frozen=True)
class Noise:
    """How much of what an outcome varies is chance."""

    chance: float | None
    """Variance at one point by chance alone [outcome's unit²]; None: too few runs to tell."""
    unshared: float | None
    """That part of it which does not move all rows alike; None: one replication cannot tell."""
    spread: float | None
    """Variance over the design apart from chance [outcome's unit²]."""
    freedom: float
    """Degrees of freedom of the variance by chance."""
    source: str
    """Which runs it was found in."""

    @property
    def share(self) -> float | None:
        """Return the share of chance in all that the outcome varies [1]; None: it cannot be told.

        An outcome that never varies has none.
        """
        if self.chance is None or self.spread is None or self.chance + self.spread <= 0.0:
            return None
        return self.chance / (self.chance + self.spread)


def noise(results: Results, lever_set: int, outcome: int) -> Noise:
    """Return the noise of an outcome with a lever set.

    From the replications of the design where there are some, else from the repeats of the nominal
    point, which are taken to hold for all lever sets.
    """
    each = results.scalars[lever_set, :, begun(results.status[lever_set]), outcome].T
    each = each[np.isfinite(each).all(axis=1)]
    if len(each) > 1 and each.shape[1] > 1:
        return _of_replications(each)
    return of_repeats(results, lever_set, outcome)


def of_repeats(results: Results, lever_set: int, outcome: int) -> Noise:
    """Return the noise of an outcome by the repeats of the nominal point."""
    repeats = results.nominal[:, outcome]
    repeats = repeats[np.isfinite(repeats)]
    each = results.scalars[lever_set, :, :, outcome]
    here = np.isfinite(each)
    means = np.where(here, each, 0.0).sum(axis=1) / np.maximum(here.sum(axis=1), 1)
    means = means[here.any(axis=1)]
    return Noise(
        chance=float(repeats.var(ddof=1)) if len(repeats) > 1 else None,
        unshared=None,
        spread=float(means.var(ddof=1)) if len(means) > 1 else None,
        freedom=len(repeats) - 1.0,
        source=f"{len(repeats)} repeats with nothing varied",
    )


def begun(status: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return which replications are looked at: those done in all rows, else all of them.

    A replication that has only been begun would leave no row whole; `status` is of shape (rows,
    replications).
    """
    done = np.asarray((status != 0).all(axis=0))
    return done if done.any() else np.ones(len(done), dtype=bool)


def _of_replications(each: Floats) -> Noise:
    """Return the noise in a table without gaps; shape (rows, replications)."""
    rows, replications = each.shape
    by_row, by_seed = each.mean(axis=1), each.mean(axis=0)
    left = each - by_row[:, None] - by_seed + each.mean()
    unshared = float((left**2).sum()) / ((rows - 1) * (replications - 1))
    of_seeds = rows * float(by_seed.var(ddof=1))
    parts = of_seeds / rows, unshared * (1.0 - 1.0 / rows)
    chance = sum(parts)
    weights = parts[0] ** 2 / (replications - 1)
    weights += parts[1] ** 2 / ((rows - 1) * (replications - 1))
    return Noise(
        chance=chance,
        unshared=unshared,
        spread=max(0.0, float(by_row.var(ddof=1)) - unshared / replications),
        # Few seeds say little of what all rows share, however many rows there are (Satterthwaite).
        freedom=chance**2 / weights if weights > 0.0 else replications - 1.0,
        source=f"{replications} replications of {rows:,} rows",
    )
