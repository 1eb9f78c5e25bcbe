"""One at a time: what each factor does to an outcome by itself, all others as they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.batch.analysis.answers import About, answers
from sim.batch.analysis.basis import number
from sim.batch.analysis.importance import Weighed, Weight, weight
from sim.batch.analysis.intervals import Estimate, Uncertain
from sim.batch.analysis.noise import begun, of_repeats
from sim.batch.design.factors import DUMMY, Factor
from sim.batch.store.results import Results
from sim.world.world import Floats


@dataclass(frozen=True)
class Bar(Weighed):
    """What one factor does to an outcome, all others as they stand."""

    factor: str
    values: tuple[float, ...]
    """That were tried, from its lowest to its highest [factor's unit]."""
    outcomes: tuple[float | None, ...]
    """What came of each [outcome's unit]; None: no value."""
    swing: Estimate
    """Between the values, as it stands among them, with most and least outcome [its unit]."""
    elasticity: float | None
    """Change of the outcome from the lowest to the highest value, over that of the factor, both
    beside what they are as they stand [1]; None where one of these is zero or not known."""
    weight: Weight


@dataclass(frozen=True)
class Tornado:
    """What each factor does to an outcome by itself."""

    about: About
    nominal: float | None
    """The outcome where nothing is varied [its unit]; None: not known with this lever set."""
    bars: tuple[Bar, ...]
    """In the order of the factors; empty where there is trouble."""


def tornado(results: Results, lever_set: int, outcome: int) -> Tornado:
    """Return what each factor does to an outcome with a lever set."""
    found = answers(results, lever_set, outcome)
    if found.about.trouble:
        return Tornado(found.about, None, ())
    factors = results.study.factors
    used = begun(results.status[lever_set])
    each = results.scalars[lever_set, :, used, outcome].T
    # Factor by factor, level by level: see the sample.
    levels = np.where(np.isfinite(each), each, np.nan).reshape(len(factors), -1, each.shape[1])
    base = _base(results, lever_set, outcome, used, levels)
    luck = _luck(results, lever_set, outcome)
    swings = {f.name: _swing(levels[n], base, luck) for n, f in enumerate(factors)}
    whole = sum((swing.value or 0.0) ** 2 for swing in swings.values())
    values = results.values.reshape(len(factors), -1, len(factors))
    middle = number(base.mean())
    bars = []
    for n, factor in enumerate(factors):
        swing, tried = swings[factor.name], values[n, :, n]
        outcomes = [number(level.mean()) for level in levels[n]]
        bars.append(
            Bar(
                factor.name,
                tuple(float(value) for value in tried),
                tuple(outcomes),
                swing,
                _elasticity(factor, tried, outcomes, middle),
                weight(factor.name, swings, lambda size: size**2 / whole if whole else 0.0),
            )
        )
    return Tornado(found.about, middle, tuple(bars))


def _base(
    results: Results, lever_set: int, outcome: int, used: np.ndarray, levels: Floats
) -> Floats:
    """Return the outcome as all factors stand, in the same replications; NaN where not known.

    The nominal point is run with the first lever set; with others, the dummy's rows are such.
    """
    repeats = results.nominal[:, outcome]
    seeds = np.flatnonzero(used)
    if lever_set == 0 and len(repeats) > seeds.max():
        return np.asarray(repeats[seeds])
    names = [factor.name for factor in results.study.factors]
    if DUMMY in names:
        return np.asarray(levels[names.index(DUMMY), 0])
    return np.full(len(seeds), np.nan)


def _luck(results: Results, lever_set: int, outcome: int) -> float:
    """Return the variance of a difference of two runs without common chance; NaN: not known.

    That is more than there is between runs that share a seed, but one replication cannot tell.
    """
    chance = of_repeats(results, lever_set, outcome).chance
    return np.nan if chance is None else 2.0 * chance


def _swing(levels: Floats, base: Floats, luck: float) -> Estimate:
    """Return the difference of most and least, replication by replication; shape (levels, ...)."""
    rows = np.vstack([levels, base])
    rows = rows[np.isfinite(rows).all(axis=1)]
    if len(rows) < 2:
        return Estimate(None, None, None, 0)
    middles = rows.mean(axis=1)
    between = rows[middles.argmax()] - rows[middles.argmin()]
    many = len(between)
    if many > 1:
        variance, freedom = float(between.var(ddof=1)) / many, many - 1.0
    else:
        variance, freedom = luck, np.inf
    return Uncertain(float(between.mean()), variance, freedom, many).estimate()


def _elasticity(
    factor: Factor, tried: Floats, outcomes: list[float | None], middle: float | None
) -> float | None:
    low, high, width = outcomes[0], outcomes[-1], float(tried[-1] - tried[0])
    if low is None or high is None or not middle or not factor.nominal or not width:
        return None
    return ((high - low) / middle) / (width / factor.nominal)
