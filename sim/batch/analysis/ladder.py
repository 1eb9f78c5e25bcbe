"""Ladder: how the variance of a mean falls with the number of replications: the first thing to see.

Before asking what drives an outcome, one asks how many runs of a point it takes until chance is
small beside what the unknown does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from sim.batch.analysis.intervals import LEVEL, Estimate
from sim.batch.analysis.noise import Noise, noise, of_repeats
from sim.batch.store.results import Results

RUNGS = (1, 2, 5, 10, 20, 50, 100)
"""Numbers of replications that are shown."""

SHARES = (0.1, 0.05, 0.01)
"""Of the spread, what chance is to be smaller than [1]."""


@dataclass(frozen=True)
class Rung:
    """How sure the mean of so many replications is."""

    replications: int
    variance: Estimate
    """Of their mean, expected [outcome's unit²]."""
    found: float | None
    """Variance among means of so many repeats each, where there are at least three such groups."""


@dataclass(frozen=True)
class Needed:
    """How many replications make chance small."""

    share: float
    """Of the spread, what the variance of the mean is to be smaller than [1]."""
    replications: int
    at_most: int
    """If chance is as large as it may well be."""


@dataclass(frozen=True)
class Ladder:
    """How the variance of an outcome's mean falls with the number of replications."""

    lever_set: str
    outcome: str
    source: str
    """Which runs it was found in."""
    noise: float | None
    """Share of chance in all that the outcome varies [1]."""
    chance: Estimate
    """Variance by chance of one run [outcome's unit²]."""
    spread: float | None
    """Variance over the design [outcome's unit²]."""
    rungs: tuple[Rung, ...]
    needed: tuple[Needed, ...]
    trouble: str
    """Why there are no rungs; empty where there are."""


def ladders(results: Results, lever_set: int, outcome: int) -> tuple[Ladder, ...]:
    """Return the ladder by the repeats of the nominal point, then that by replications, if any."""
    found = [of_repeats(results, lever_set, outcome)] if lever_set == 0 else []
    pooled = noise(results, lever_set, outcome)
    found += [pooled] if pooled.unshared is not None or not found else []
    return tuple(_ladder(results, lever_set, outcome, one) for one in found)


def _ladder(results: Results, lever_set: int, outcome: int, found: Noise) -> Ladder:
    chance = _chance(found)
    groups = results.nominal[:, outcome]
    groups = groups[np.isfinite(groups)] if found.unshared is None else groups[:0]
    rungs = [Rung(n, _over(chance, n), _among(groups, n)) for n in RUNGS]
    return Ladder(
        lever_set=results.study.lever_sets[lever_set].name,
        outcome=results.study.outcomes[outcome].name,
        source=found.source,
        noise=found.share,
        chance=chance,
        spread=found.spread,
        rungs=tuple(rungs) if chance.value is not None else (),
        needed=tuple(_needed(chance, found.spread, share) for share in SHARES)
        if chance.value is not None and found.spread
        else (),
        trouble="" if chance.value is not None else f"{found.source}: two at least are needed",
    )


def unseen(runs: int) -> float:
    """Return up to what share of runs may differ though so many agreed [1] (Clopper and Pearson).

    >>> round(unseen(10), 2), round(unseen(300), 3)
    (0.26, 0.01)
    """
    return float(1.0 - (1.0 - LEVEL) ** (1.0 / runs))


def _chance(found: Noise) -> Estimate:
    """Return the variance by chance with its interval, as of values of a normal distribution."""
    from scipy.stats import chi2  # heavy: only where an interval is asked for

    if found.chance is None:
        return Estimate(None, None, None, 0)
    ends = chi2.ppf([0.5 + LEVEL / 2.0, 0.5 - LEVEL / 2.0], found.freedom)
    low, high = (float(found.chance * found.freedom / end) for end in ends)
    return Estimate(found.chance, low, high, round(found.freedom) + 1)


def _over(chance: Estimate, n: int) -> Estimate:
    """Return the variance of the mean of n replications."""
    value, low, high = (
        None if x is None else x / n for x in (chance.value, chance.low, chance.high)
    )
    return Estimate(value, low, high, chance.used)


def _among(values: np.ndarray, n: int) -> float | None:
    groups = len(values) // n
    if groups < 3:
        return None
    return float(values[: groups * n].reshape(groups, n).mean(axis=1).var(ddof=1))


def _needed(chance: Estimate, spread: float | None, share: float) -> Needed:
    small = share * (spread or 0.0)
    expected, most = (max(1, ceil((x or 0.0) / small)) for x in (chance.value, chance.high))
    return Needed(share, expected, most)
