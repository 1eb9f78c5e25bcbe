"""Robustness: how each lever set fares over all that is not known, compared in pairs.

A pair is one row and one replication under two lever sets: the same values and the same seed
(common random numbers). What the interval of the pairs' difference does not tell apart is not
called better, whatever the numbers.

    satisficing share   of runs in which an outcome, or all, is as good as wanted
    regret              what a set is worse by than the best set in the same row and replication
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.batch.analysis.basis import (
    Basis,
    Ints,
    basis,
    blocks,
    direction,
    has_aim,
    met,
    percentiles,
)
from sim.batch.analysis.intervals import Estimate, among, drawn_quantiles, mean, share
from sim.batch.analysis.pairs import Pairs, Verdict, pairs, verdict
from sim.batch.analysis.seeds import few_seeds
from sim.batch.store.results import Results
from sim.batch.study import Better, Outcome
from sim.world.world import Floats

PERCENTS = (5.0, 50.0, 95.0)

Measure = Literal[
    "mean", "share as wanted", "unlucky twentieth", "regret of nine in ten", "largest regret"
]


@dataclass(frozen=True)
class Regret:
    """What a lever set is worse by than the best one, where all have a value [unit]."""

    mean: float
    nine_in_ten: float
    """Not exceeded by nine runs in ten."""
    largest: float
    used: int


@dataclass(frozen=True)
class Standing:
    """How one lever set fares on one outcome."""

    lever_set: str
    basis: Basis
    mean: Estimate
    percentiles: tuple[float | None, ...]
    """At PERCENTS."""
    met: Estimate | None
    """Share of runs as good as wanted [1]; None where nobody said what is wanted."""
    against_first: Estimate
    """Mean difference to the first lever set, in pairs [unit]; of the first itself it is 0."""
    verdict: Verdict
    pairs: Pairs | None
    """Won and lost against the first; None of the first itself, or where nothing can be won."""
    regret: Regret | None
    """None where neither more nor less is better, or no pair is whole."""


@dataclass(frozen=True)
class Best:
    """Which lever set is best by one measure, and how surely."""

    measure: Measure
    lever_set: str
    value: float
    tied: tuple[str, ...]
    """Sets whose paired difference to it may as well be nothing."""
    tested: bool
    """Whether it was asked how sure it is; the largest of anything is one run's, and cannot be."""

    @property
    def sure(self) -> bool:
        """Return whether it is told apart from all others."""
        return self.tested and not self.tied


@dataclass(frozen=True)
class OutcomeRobustness:
    """How all lever sets fare on one outcome."""

    outcome: str
    unit: str
    better: Better
    wanted: float | None
    few_seeds: int | None
    """Seeds that comparisons rest on, where these are too few to tell; None where they will do."""
    standings: tuple[Standing, ...]
    alike: tuple[tuple[str, ...], ...]
    """Lever sets that give the same in every run; none is better than the others."""
    best: tuple[Best, ...]
    """By each measure, one for all that are alike; none where there is one, or no direction."""

    @property
    def agree(self) -> bool:
        """Return whether some set is best, or not told apart from the best, by every measure."""
        fine = [{b.lever_set, *b.tied} for b in self.best if b.tested]
        return not fine or bool(set.intersection(*fine))


@dataclass(frozen=True)
class AllMet:
    """In how many runs of a lever set everything wanted holds."""

    lever_set: str
    share: Estimate
    basis: Basis


@dataclass(frozen=True)
class Robustness:
    """How the lever sets fare."""

    outcomes: tuple[OutcomeRobustness, ...]
    wanted: tuple[str, ...]
    """Outcomes for which it was said what is good enough."""
    all_met: tuple[AllMet, ...]
    best_all_met: Best | None
    """None where there is one lever set, all give the same, or nothing is wanted."""

    @property
    def agree(self) -> bool:
        """Return whether one set is best, or not told apart from it, by every measure."""
        found = [best for outcome in self.outcomes for best in outcome.best if best.tested]
        found += [self.best_all_met] if self.best_all_met else []
        fine = [{best.lever_set, *best.tied} for best in found]
        return not fine or bool(set.intersection(*fine))


def robustness(results: Results) -> Robustness:
    """Return how each lever set fares on each outcome, and on all together."""
    outcomes = results.study.outcomes
    aims = [n for n, outcome in enumerate(outcomes) if has_aim(outcome)]
    all_met, best = _all_met(results, aims)
    return Robustness(
        outcomes=tuple(_of_outcome(results, n) for n in range(len(outcomes))),
        wanted=tuple(outcomes[n].name for n in aims),
        all_met=all_met,
        best_all_met=best,
    )


def _of_outcome(results: Results, n: int) -> OutcomeRobustness:
    outcome, values, of_row = results.study.outcomes[n], results.scalars[..., n], blocks(results)
    regrets = _regrets(outcome, values)
    return OutcomeRobustness(
        outcome=outcome.name,
        unit=outcome.unit,
        better=outcome.better,
        wanted=outcome.wanted,
        few_seeds=few_seeds(results, n),
        standings=tuple(
            Standing(
                lever_set=chosen.name,
                basis=basis(results.status[s], values[s]),
                mean=mean(values[s], of_row).estimate(),
                percentiles=percentiles(values[s], PERCENTS),
                met=share(met(outcome, values[s]), of_row) if has_aim(outcome) else None,
                against_first=(against := mean(values[s] - values[0], of_row).estimate()),
                verdict=verdict(against, outcome.better),
                pairs=pairs(outcome, values[s], values[0]) if s else None,
                regret=_regret(regrets[s]),
            )
            for s, chosen in enumerate(results.study.lever_sets)
        ),
        alike=tuple(
            tuple(results.study.lever_sets[s].name for s in group)
            for group in _alike(values)
            if len(group) > 1
        ),
        best=tuple(_bests(results, outcome, values, regrets)),
    )


def _alike(values: Floats) -> list[list[int]]:
    """Return the numbers of the lever sets, those together that give the same in every run."""
    groups: list[list[int]] = []
    for s, own in enumerate(values):
        same = (g for g in groups if np.array_equal(values[g[0]], own, equal_nan=True))
        group = next(same, None)
        if group is None or not np.isfinite(own).any():
            groups.append([s])
        else:
            group.append(s)
    return groups


def _regrets(outcome: Outcome, values: Floats) -> Floats:
    """Return what each set is worse by than the best, NaN where a set has no value.

    Without the sets that failed, the best of those left would pass for the best of all.
    """
    good = direction(outcome) * values
    whole = np.isfinite(values).all(axis=0) & (direction(outcome) != 0)
    return np.where(whole, good.max(axis=0) - good, np.nan)


def _regret(regrets: Floats) -> Regret | None:
    here = regrets[np.isfinite(regrets)]
    if not here.size:
        return None
    return Regret(
        float(here.mean()), float(np.quantile(here, 0.9)), float(here.max()), int(here.size)
    )


def _bests(results: Results, outcome: Outcome, values: Floats, regrets: Floats) -> list[Best]:
    """Return the best set by each measure."""
    sign, of_row = direction(outcome), blocks(results)
    sets = [group[0] for group in _alike(values)]
    if len(sets) < 2 or not sign:
        return []
    found = [_best(results, "mean", _paired_means(values, of_row), sign, sets)]
    if has_aim(outcome):
        shares = _paired_means(met(outcome, values), of_row)
        found.append(_best(results, "share as wanted", shares, 1, sets))
    unlucky = 0.05 if sign > 0 else 0.95
    tails = _paired_quantiles(results, values, unlucky, of_row)
    found.append(_best(results, "unlucky twentieth", tails, sign, sets))
    regretted = _paired_quantiles(results, regrets, 0.9, of_row)
    found.append(_best(results, "regret of nine in ten", regretted, -1, sets))
    here = np.isfinite(regrets).all(axis=0)
    if here.any():
        largest = regrets[:, here].max(axis=1)
        least = int(largest.argmin())
        name = results.study.lever_sets[least].name
        found.append(Best("largest regret", name, float(largest[least]), (), tested=False))
    return [best for best in found if best]


Paired = tuple[Floats, Callable[[int, int], Estimate]]
"""A number for each set, NaN where there is none, and the difference between two in pairs."""


def _paired_means(values: Floats, of_row: Ints) -> Paired:
    """Return the mean of each set over what all have, and how two differ."""
    whole = np.where(np.isfinite(values).all(axis=0), values, np.nan)
    means = np.array([mean(v, of_row).mean for v in whole])
    return means, lambda a, b: mean(whole[a] - whole[b], of_row).estimate()


def _paired_quantiles(results: Results, values: Floats, place: float, of_row: Ints) -> Paired:
    """Return a quantile of each set over what all have, and how two differ."""
    whole = np.isfinite(values).all(axis=0)
    runs = values[:, whole]
    of_run = np.broadcast_to(of_row[:, None], whole.shape)[whole]
    if not runs.size:
        return np.full(len(values), np.nan), lambda a, b: Estimate(None, None, None, 0)

    here = np.quantile(runs, place, axis=1)
    drawn = drawn_quantiles(runs, [place], of_run, results.study.plan.seed)[:, 0]
    return here, lambda a, b: among(
        float(here[a] - here[b]), drawn[:, a] - drawn[:, b], len(of_run)
    )


def _best(
    results: Results, measure: Measure, paired: Paired, sign: int, sets: list[int]
) -> Best | None:
    """Return which of some sets has the most (sign 1) or the least (-1) of a measure."""
    numbers, differ = paired
    if not np.isfinite(numbers).all():
        return None
    first = max(sets, key=lambda s: sign * numbers[s])
    names = [chosen.name for chosen in results.study.lever_sets]
    others = (s for s in sets if s != first)
    tied = tuple(names[s] for s in others if not differ(first, s).told_apart)
    return Best(measure, names[first], float(numbers[first]), tied, tested=True)


def _all_met(results: Results, aims: list[int]) -> tuple[tuple[AllMet, ...], Best | None]:
    """Return in how many runs all that is wanted holds, and which set is best at that."""
    if not aims:
        return (), None
    outcomes, of_row = results.study.outcomes, blocks(results)
    # NaN where any outcome has no value: whether all hold is then not known.
    together = np.stack([met(outcomes[n], results.scalars[..., n]) for n in aims]).prod(axis=0)
    sets = tuple(
        AllMet(chosen.name, share(together[s], of_row), basis(results.status[s], together[s]))
        for s, chosen in enumerate(results.study.lever_sets)
    )
    apart = [group[0] for group in _alike(together)]
    if len(apart) < 2:
        return sets, None
    return sets, _best(results, "share as wanted", _paired_means(together, of_row), 1, apart)
