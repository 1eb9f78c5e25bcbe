"""Sobol: first, second and total indices from a sample made Saltelli's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.batch.analysis.answers import Answers, answers, constant
from sim.batch.analysis.importance import LEAST
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.shares import RESAMPLINGS, Pair, Shares, nothing, salib_seed, shares
from sim.batch.design.counts import asked, block, movers
from sim.batch.design.factors import DUMMY
from sim.batch.design.sample import problem
from sim.batch.store.results import Results
from sim.world.world import Floats

METHOD = "Sobol indices"

FEWEST = 8
"""Base samples without which a band says nothing."""


def sobol(
    results: Results,
    lever_set: int,
    outcome: int,
    *,
    rows: int | None = None,
    pairs: bool = True,
) -> Shares:
    """Return the indices of an outcome with a lever set, from the first rows or all.

    `pairs`: whether those of pairs are wanted too, where the sample allows it; they take longest.
    A base sample in which a run has no value goes with all the rows that were made of it.
    """
    plan, factors = results.study.plan, results.study.factors
    size = block(plan.method, plan.settings, factors)
    found = answers(results, lever_set, outcome, size=size, fewest=FEWEST, rows=rows)
    if found.about.trouble:
        return nothing(found.about, METHOD)
    if constant(found.blocks[:, [0, -1]]):  # then SALib gives zeros without a word
        trouble = "it differs in so few runs that no index can be made; more samples would do"
        return nothing(replace(found.about, trouble=trouble), METHOD)
    return _indices(results, found, pairs)


def _indices(results: Results, found: Answers, pairs: bool) -> Shares:
    from SALib.analyze import sobol as salib  # heavy: brings pandas

    factors, settings = results.study.factors, results.study.plan.settings
    names = movers(factors)
    pairs = pairs and bool(asked("saltelli", settings)["second_order"])
    blocks = found.blocks if pairs else found.blocks[:, [*range(len(names) + 1), -1]]
    given = salib.analyze(
        problem(factors),
        blocks.ravel(),
        calc_second_order=pairs,
        num_resamples=RESAMPLINGS,
        seed=salib_seed(results),
    )
    used = found.about.basis.used - found.about.set_aside
    first = bands(names, given["S1"], given["S1_conf"], used)
    total = bands(names, given["ST"], given["ST_conf"], used)
    couples = _pairs(names, given["S2"], given["S2_conf"], used) if pairs else []
    return shares(results, found, METHOD, first, total, couples)


def bands(
    names: Sequence[str], values: Floats, reaches: Floats, used: int
) -> Mapping[str, Estimate]:
    """Return values, with how far their bands reach to either side, by name."""
    return {
        name: Estimate(float(value), float(value - reach), float(value + reach), used)
        for name, value, reach in zip(names, values, reaches, strict=True)
    }


def _pairs(names: Sequence[str], values: Floats, reaches: Floats, used: int) -> list[Pair]:
    """Return the pairs; none is important whose band overlaps that of a pair with the dummy."""
    couples = [(j, k) for j in range(len(names)) for k in range(j + 1, len(names))]
    floor = max(
        (values[j, k] + reaches[j, k] for j, k in couples if DUMMY in (names[j], names[k])),
        default=0.0,
    )
    pairs = []
    for j, k in couples:
        value, low, high = values[j, k] + np.array([0.0, -1.0, 1.0]) * reaches[j, k]
        matters = DUMMY not in (names[j], names[k]) and value >= LEAST and low > max(floor, 0.0)
        share = Estimate(float(value), float(low), float(high), used)
        pairs.append(Pair(names[j], names[k], share, bool(matters)))
    return pairs
