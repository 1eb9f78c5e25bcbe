"""Spread: how far outcomes lie apart, round by round and in all, with what was nominal or observed.

fan             percentiles of an outcome's series by round, for a lever set
distribution    how many runs of a lever set end where
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.batch.analysis.basis import Basis, basis, number, outcome_number, percentiles
from sim.batch.store.results import Results
from sim.batch.study import Outcome
from sim.world.world import Floats

PERCENTS = (5.0, 25.0, 50.0, 75.0, 95.0)

FEWEST, MOST = 8, 40
"""Bins that a distribution has, where its values differ."""


@dataclass(frozen=True)
class Band:
    """One percentile of a series."""

    percent: float
    values: tuple[float | None, ...]
    """By round; None where no run has a value [unit]."""


@dataclass(frozen=True)
class Fan:
    """How a lever set's runs spread, round by round."""

    outcome: str
    unit: str
    lever_set: str
    rounds: tuple[str, ...]
    bands: tuple[Band, ...]
    used: tuple[int, ...]
    """Runs with a value, by round."""
    nominal: tuple[float | None, ...]
    """Middle of the runs with nothing varied, by round; of the first lever set only, else empty."""
    basis: Basis
    """Runs with a value in any round."""


@dataclass(frozen=True)
class Mark:
    """A value that is shown in a distribution."""

    name: str
    value: float
    percentile: float | None
    """Share of runs below it, and half of those equal [%]; None where no run has a value."""
    source: str = ""


@dataclass(frozen=True)
class Distribution:
    """Where a lever set's runs end."""

    outcome: str
    unit: str
    lever_set: str
    edges: tuple[float, ...]
    """Of the bins, the same for all lever sets; empty where no run has a value [unit]."""
    counts: tuple[int, ...]
    percentiles: tuple[float | None, ...]
    """At PERCENTS [unit]."""
    two_values: tuple[tuple[float, int], ...]
    """Each value and how many runs end at it, where all lever sets' runs have but two; else empty,
    for more are better told by bins [unit]."""
    mean: float | None
    marks: tuple[Mark, ...]
    basis: Basis


def fans(results: Results, outcomes: Iterable[str] | None = None) -> tuple[Fan, ...]:
    """Return a fan for each outcome (all, if none is named) and each lever set."""
    if not results.study.rounds:
        return ()
    found: list[Fan] = []
    for n in _numbers(results, outcomes):
        series = results.series_of(n)  # one outcome at a time: series are what fills memory
        found += [_fan(results, n, s, series[s]) for s in range(len(results.study.lever_sets))]
    return tuple(found)


def distributions(
    results: Results, outcomes: Iterable[str] | None = None
) -> tuple[Distribution, ...]:
    """Return a distribution for each outcome (all, if none is named) and each lever set."""
    return tuple(
        _distribution(results, n, s, edges, ends if len(ends) == 2 else ends[:0])
        for n in _numbers(results, outcomes)
        for here in [results.scalars[..., n]]
        for edges, ends in [(bin_edges(here), np.unique(here[np.isfinite(here)]))]
        for s in range(len(results.study.lever_sets))
    )


def bin_edges(values: Floats) -> Floats:
    """Return the edges of bins for all values, as wide as Freedman and Diaconis advise.

    >>> bin_edges(np.array([2.0, 2.0, np.nan]))
    array([2., 2.])
    """
    here = values[np.isfinite(values)]
    if not here.size:
        return np.array([])
    low, high = here.min(), here.max()
    if low == high:
        return np.array([low, high])
    quarters = np.percentile(here, [25.0, 75.0])
    width = 2.0 * (quarters[1] - quarters[0]) / np.cbrt(here.size)
    advised = (high - low) / width if width > 0.0 else MOST
    return np.linspace(low, high, int(np.clip(np.ceil(advised), FEWEST, MOST)) + 1)


def percentile_of(value: float, values: Floats) -> float | None:
    """Return the share of values below one, and half of those equal to it [%].

    >>> percentile_of(2.0, np.array([1.0, 2.0, 3.0, np.nan]))
    50.0
    """
    here = values[np.isfinite(values)]
    if not here.size:
        return None
    return float(100.0 * ((here < value).mean() + 0.5 * (here == value).mean()))


def _numbers(results: Results, outcomes: Iterable[str] | None) -> list[int]:
    if outcomes is None:
        return list(range(len(results.study.outcomes)))
    return [outcome_number(results.study, name) for name in outcomes]


def _fan(results: Results, n: int, s: int, series: Floats) -> Fan:
    """Return the fan of a series; shape (rows, replications, rounds)."""
    outcome = results.study.outcomes[n]
    by_round = [series[..., r] for r in range(len(results.study.rounds))]
    columns = [percentiles(values, PERCENTS) for values in by_round]
    nominal = results.nominal_series[:, n] if s == 0 else np.empty((0, 0))
    any_round = np.where(np.isfinite(series).any(axis=-1), 1.0, np.nan)
    return Fan(
        outcome=outcome.name,
        unit=outcome.unit,
        lever_set=results.study.lever_sets[s].name,
        rounds=results.study.rounds,
        bands=tuple(
            Band(percent, tuple(column[p] for column in columns))
            for p, percent in enumerate(PERCENTS)
        ),
        used=tuple(int(np.isfinite(values).sum()) for values in by_round),
        nominal=tuple(_middle(nominal[:, r]) for r in range(nominal.shape[1])),
        basis=basis(results.status[s], any_round),
    )


def _distribution(results: Results, n: int, s: int, edges: Floats, ends: Floats) -> Distribution:
    outcome, values = results.study.outcomes[n], results.scalars[s, ..., n]
    here = values[np.isfinite(values)]
    return Distribution(
        outcome=outcome.name,
        unit=outcome.unit,
        lever_set=results.study.lever_sets[s].name,
        edges=tuple(edges.tolist()),
        counts=_counts(here, edges),
        percentiles=percentiles(values, PERCENTS),
        two_values=tuple((float(end), int((here == end).sum())) for end in ends),
        mean=number(here.mean()) if here.size else None,
        marks=tuple(_marks(outcome, results.nominal[:, n] if s == 0 else np.array([]), values)),
        basis=basis(results.status[s], values),
    )


def _counts(here: Floats, edges: Floats) -> tuple[int, ...]:
    if not edges.size:
        return ()
    if edges[0] == edges[-1]:
        return (int(here.size),)
    return tuple(np.histogram(here, edges)[0].tolist())


def _marks(outcome: Outcome, nominal: Floats, values: Floats) -> list[Mark]:
    """Return what is shown among the runs: the nominal ones' middle, and what was observed."""
    marks = []
    middle = _middle(nominal)
    if middle is not None:
        marks.append(Mark("nothing varied", middle, percentile_of(middle, values)))
    if outcome.observed is not None:
        place = percentile_of(outcome.observed, values)
        marks.append(Mark("observed", outcome.observed, place, outcome.observed_source))
    return marks


def _middle(values: Floats) -> float | None:
    return percentiles(values, (50.0,))[0]
