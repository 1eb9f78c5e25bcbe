"""Shares: how much of what an outcome varies each factor accounts for, by whatever method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.batch.analysis.answers import About, Answers
from sim.batch.analysis.importance import Weighed, Weight, beyond, weight
from sim.batch.analysis.intervals import Estimate
from sim.batch.store.results import Results

RESAMPLINGS = 300
"""How often blocks are drawn anew for a band."""


@dataclass(frozen=True)
class Index(Weighed):
    """How much of what an outcome varies one factor, or one group, accounts for."""

    factor: str
    """Its name, or its group's."""
    first: Estimate
    """By itself [1]."""
    total: Estimate | None
    """With all in which it has a part [1]; None: the method does not find it."""
    trend: float | None
    """Rank correlation with the outcome, -1 to 1: whether more of it goes with more of that, all
    in all; None of a group."""
    weight: Weight
    beyond: bool
    """Whether its band reaches so far beyond 1 that it tells nothing."""


@dataclass(frozen=True)
class Pair:
    """How much of what an outcome varies two factors account for together, beyond each alone."""

    one: str
    other: str
    share: Estimate
    """[1]."""
    important: bool


@dataclass(frozen=True)
class Shares:
    """How much of what an outcome varies each factor accounts for."""

    about: About
    method: str
    """How it was found."""
    indices: tuple[Index, ...]
    """In the order of the factors; empty where there is trouble."""
    pairs: tuple[Pair, ...]


def shares(
    results: Results,
    found: Answers,
    method: str,
    first: Mapping[str, Estimate],
    total: Mapping[str, Estimate] | None = None,
    pairs: Sequence[Pair] = (),
) -> Shares:
    """Return what was found of each factor, and of what weight that makes it.

    By the total index where there is one: what works only with others matters too.
    """
    judged = first if total is None else total
    trends = _trends(results, found)
    heavy_tail = found.about.heavy_tail
    indices = tuple(
        Index(
            name,
            own,
            None if total is None else total[name],
            trends.get(name),
            "not settled" if too_far else weight(name, judged, lambda share: share),
            too_far,
        )
        for name, own in first.items()
        for too_far in [beyond(judged[name], heavy_tail=heavy_tail)]
    )
    return Shares(found.about, method, indices, tuple(pairs))


def nothing(about: About, method: str) -> Shares:
    """Return that nothing was found; what is the trouble is said in `about`."""
    return Shares(about, method, (), ())


def salib_seed(results: Results) -> int:
    """Return a seed for SALib, which takes 0 for none at all."""
    return results.study.plan.seed + 1


def _trends(results: Results, found: Answers) -> Mapping[str, float]:
    """Return the rank correlation of each factor that was varied with the outcome."""
    from scipy.stats import rankdata  # heavy: only where an analysis is asked for

    places = found.of_whole(results.places)
    ranks = rankdata(found.blocks.ravel())
    return {
        factor.name: float(np.corrcoef(rankdata(places[:, n]), ranks)[0, 1])
        for n, factor in enumerate(results.study.factors)
        if np.ptp(places[:, n])
    }
