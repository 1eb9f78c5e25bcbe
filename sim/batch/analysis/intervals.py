"""Intervals: how sure a mean or another number is, where rows and seeds are shared by the runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.random import default_rng

from sim.batch.analysis.basis import Ints
from sim.world.world import Floats

LEVEL = 0.95
"""How often an interval is to hold the true value."""

RESAMPLINGS = 300
"""How often blocks are drawn anew for an interval of a percentile."""


@dataclass(frozen=True)
class Estimate:
    """A number and the interval it lies in; None: no value, or too few runs to tell."""

    value: float | None
    low: float | None
    high: float | None
    used: int
    """Runs, or pairs of runs, it rests on."""

    @property
    def told_apart(self) -> bool:
        """Return whether the interval leaves zero out; False where there is no interval."""
        return (
            self.low is not None and self.high is not None and (self.low > 0.0 or self.high < 0.0)
        )


@dataclass(frozen=True)
class Uncertain:
    """A mean, and the variance of it with its degrees of freedom; NaN where too few runs tell."""

    mean: float
    variance: float
    freedom: float
    used: int

    def estimate(self) -> Estimate:
        """Return the mean with its interval."""
        if not self.used:
            return Estimate(None, None, None, 0)
        if not np.isfinite(self.variance):
            return Estimate(self.mean, None, None, self.used)
        reach = _student(self.freedom) * sqrt(self.variance)
        return Estimate(self.mean, self.mean - reach, self.mean + reach, self.used)

    def less(self, other: Uncertain) -> Uncertain:
        """Return the difference to a mean of other, unrelated runs (Welch)."""
        variance = self.variance + other.variance
        parts = self.variance**2 / self.freedom + other.variance**2 / other.freedom
        freedom = variance**2 / parts if parts > 0.0 else self.freedom + other.freedom
        return Uncertain(self.mean - other.mean, variance, freedom, min(self.used, other.used))


def mean(values: Floats, blocks: Ints) -> Uncertain:
    """Return the mean of values, shape (rows, replications), NaN left out, and how sure it is.

    Runs of one block share much, and so do runs of one replication, which have their seed in
    common. Neither counts as new evidence: the variance is that of the sums by block, and what the
    sums by replication vary more than their parts would make them (two-way clusters, Cameron,
    Gelbach and Miller 2011). With one replication nothing can be said of the seed's part.
    """
    here = np.isfinite(values)
    used = int(here.sum())
    if not used:
        return Uncertain(np.nan, np.nan, np.nan, 0)
    middle = float(values[here].mean())
    off = np.where(here, values - middle, 0.0)
    sums = np.zeros((int(blocks.max()) + 1, values.shape[1]))
    np.add.at(sums, blocks, off)
    counts = np.zeros(sums.shape)
    np.add.at(counts, blocks, here)
    of_block, many = _clusters(sums.sum(axis=1), counts.sum(axis=1) > 0, used)
    of_seed, seeds = _clusters(sums.sum(axis=0), counts.sum(axis=0) > 0, used)
    if seeds < 2:
        return Uncertain(middle, of_block, many - 1.0, used)
    if many < 2:
        return Uncertain(middle, of_seed, seeds - 1.0, used)
    of_cell, _ = _clusters(sums.ravel(), counts.ravel() > 0, used)
    shared = max(of_seed - of_cell, 0.0)
    variance = of_block + shared
    parts = of_block**2 / (many - 1.0) + shared**2 / (seeds - 1.0)
    freedom = variance**2 / parts if parts > 0.0 else many - 1.0
    return Uncertain(middle, variance, freedom, used)


def share(values: Floats, blocks: Ints) -> Estimate:
    """Return the share of ones among zeros and ones, with an interval that stays within 0 to 1.

    Wilson's (1927), for as many runs as would make the mean as sure if they had nothing in common;
    where all are alike, blocks are counted.
    """
    found = mean(values, blocks)
    p, here = found.mean, np.isfinite(values).any(axis=1)
    if not found.used or not np.isfinite(found.variance):
        return found.estimate()
    many = p * (1.0 - p) / found.variance if found.variance else len(np.unique(blocks[here]))
    square = _student(found.freedom) ** 2 / many
    middle = (p + square / 2.0) / (1.0 + square)
    reach = sqrt(square * (p * (1.0 - p) + square / 4.0)) / (1.0 + square)
    return Estimate(p, min(p, middle - reach), max(p, middle + reach), found.used)


def _clusters(sums: Floats, present: np.ndarray, used: int) -> tuple[float, int]:
    """Return the variance of a mean by the sums of its clusters, and how many clusters it has."""
    many = int(present.sum())
    if many < 2:
        return np.nan, many
    return float(many / (many - 1.0) * (sums[present] ** 2).sum() / used**2), many


def _student(freedom: float) -> float:
    """Return how many deviations an interval reaches to either side."""
    from scipy.special import stdtrit  # heavy: only where an interval is asked for

    return float(stdtrit(max(freedom, 1.0), 0.5 + LEVEL / 2.0))


def draws(blocks: Ints, seed: int, times: int = RESAMPLINGS) -> Iterator[Ints]:
    """Yield the places of runs, each time of as many blocks, drawn with replacement.

    `blocks` says to which block each run belongs; shape (runs,). With fewer than two, nothing can
    be learned by drawing, and nothing is yielded.
    """
    rng = default_rng(seed)
    order = np.argsort(blocks, kind="stable")
    _, counts = np.unique(blocks, return_counts=True)
    starts = np.cumsum(counts) - counts
    for _ in range(times if len(counts) > 1 else 0):
        picked = rng.integers(len(counts), size=len(counts))
        lengths = counts[picked]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        yield order[np.repeat(starts[picked], lengths) + within]


def drawn_quantiles(values: Floats, places: Sequence[float], blocks: Ints, seed: int) -> Floats:
    """Return quantiles of values, shape (sets, runs), as blocks are drawn anew.

    Shape (draws, places, sets); none where there are fewer than two blocks.
    """
    drawn = [np.quantile(values[:, runs], places, axis=1) for runs in draws(blocks, seed)]
    return np.array(drawn).reshape(-1, len(places), len(values))


def among(value: float, drawn: Floats, used: int) -> Estimate:
    """Return a number with the interval in which it lies as often as LEVEL says when drawn anew."""
    if not len(drawn):
        return Estimate(value, None, None, used)
    low, high = np.quantile(drawn, [0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0])
    return Estimate(value, float(low), float(high), used)
