"""Sample: where in its distribution each factor lies, row by row, as a method has it.

Every method works on places between 0 and 1; what value lies at a place is the factor's affair.
The same seed gives the same rows, and of Saltelli's a larger sample begins with the smaller one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng

from sim.batch.design.counts import Settings, asked, block, gridded, mover, movers, rows
from sim.batch.design.factors import Factor
from sim.batch.study import Method, Plan
from sim.world.world import Floats, frozen

Problem = dict[str, Any]

DESIGN = 1
"""Of the streams of chance that hang on a study's seed, the one that samples are drawn from."""


class Sampled(NamedTuple):
    """A sample, and the plan it is part of."""

    places: Floats
    """Where in its distribution each factor lies [0 to 1]; shape (rows, factors)."""
    plan: Plan


def sample(
    factors: Sequence[Factor],
    *,
    method: Method,
    settings: Settings,
    replications: int,
    repeats: int,
    seed: int,
    most: int | None = None,
) -> Sampled:
    """Return the places that a method looks at, and the plan.

    `most`: samples of Saltelli's up to which their number may be doubled; each doubling is a stage.
    """
    took = asked(method, settings)
    steps = doublings(int(took["samples"]), most) if method == "saltelli" else ()
    largest = {**took, "samples": steps[-1]} if steps else took
    stages = tuple(n * block(method, took, factors) for n in steps) or (
        rows(method, took, factors),
    )
    places = np.zeros((stages[-1], 0))
    if factors:
        rng = default_rng(SeedSequence(seed, spawn_key=(DESIGN,)))
        places = _DRAWN[method](tuple(factors), largest, rng)
    plan = Plan(
        method=method, settings=took, stages=stages, replications=replications, repeats=repeats,
        seed=seed,
    )  # fmt: skip
    return Sampled(frozen(places), plan)


def problem(factors: Sequence[Factor]) -> Problem:
    """Return the factors as SALib knows them; it writes into it, so each call gets a new one."""
    names = [factor.name for factor in factors]
    groups = [mover(factor, factors) for factor in factors]
    return {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": None if list(movers(factors)) == names else groups,
    }


def nominal_places(factors: Sequence[Factor]) -> Floats:
    """Return where in its distribution each factor lies as it stands; shape (factors,)."""
    return np.array([factor.distribution.place_of(factor.nominal) for factor in factors])


def doublings(samples: int, most: int | None) -> tuple[int, ...]:
    """Return the numbers of samples after which one may stop, each twice the one before."""
    steps = [samples]
    while most is not None and steps[-1] * 2 <= most:
        steps.append(steps[-1] * 2)
    return tuple(steps)


def _one_at_a_time(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    levels = np.linspace(0.0, 1.0, int(took["levels"]))
    places = np.tile(nominal_places(factors), (len(factors), len(levels), 1))
    for n in range(len(factors)):
        places[n, :, n] = levels
    return places.reshape(-1, len(factors))


def _full_factorial(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    levels = np.linspace(0.0, 1.0, int(took["levels"]))
    grid = list(product(levels, repeat=len(gridded(factors))))
    places = np.tile(nominal_places(factors), (len(grid), 1))
    places[:, gridded(factors)] = grid
    return places


def _latin_hypercube(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    from scipy.stats import qmc  # heavy: only where a sample is drawn; so below

    return np.asarray(qmc.LatinHypercube(d=len(factors), seed=rng).random(int(took["samples"])))


def _sobol_sequence(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(d=len(factors), seed=rng).random(int(took["samples"])))


def _morris(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    from SALib.sample import morris

    trajectories, levels = int(took["trajectories"]), int(took["levels"])
    drawn = morris.sample(problem(factors), trajectories, num_levels=levels, seed=rng)
    return np.asarray(np.clip(drawn, 0.0, 1.0))


def _saltelli(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    from SALib.sample import sobol

    pairs, samples = bool(took["second_order"]), int(took["samples"])
    drawn = sobol.sample(problem(factors), samples, calc_second_order=pairs, seed=rng)
    return np.asarray(drawn)


def _efast(factors: Sequence[Factor], took: Settings, rng: Generator) -> Floats:
    """Return curve by curve, in each factor by factor, the points at which it is listened for."""
    from SALib.sample import fast_sampler

    samples, harmonics = int(took["samples"]), int(took["harmonics"])
    curves = [
        fast_sampler.sample(problem(factors), samples, M=harmonics, seed=curve)
        for curve in rng.spawn(int(took["curves"]))
    ]
    return np.asarray(np.clip(np.concatenate(curves), 0.0, 1.0))


_DRAWN: Mapping[Method, Callable[[Sequence[Factor], Settings, Generator], Floats]] = {
    "one_at_a_time": _one_at_a_time,
    "full_factorial": _full_factorial,
    "latin_hypercube": _latin_hypercube,
    "sobol_sequence": _sobol_sequence,
    "morris": _morris,
    "saltelli": _saltelli,
    "efast": _efast,
}
