"""Morris: what a step of each factor does to an outcome, from many walks through the space."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from sim.batch.analysis.answers import About, Answers, answers
from sim.batch.analysis.importance import Weighed, Weight, weight
from sim.batch.analysis.intervals import Estimate, Uncertain
from sim.batch.analysis.shares import RESAMPLINGS, salib_seed
from sim.batch.analysis.sobol import bands
from sim.batch.design.counts import asked, block, mover, movers
from sim.batch.design.sample import problem
from sim.batch.store.results import Results

FEWEST = 4
"""Walks without which a band says nothing."""

EVEN = 12.0
"""The variance of what is likely alike all over a range is its width squared over this [1]."""


@dataclass(frozen=True)
class Effect(Weighed):
    """What moving one factor, or one group, over its whole range does at the pace of a step."""

    factor: str
    """Its name, or its group's."""
    mu_star: Estimate
    """Mean size of the effects [outcome's unit per range]."""
    mu: Estimate | None
    """Mean effect [outcome's unit per range]; None of a group, whose factors move both ways."""
    sigma: float | None
    """Deviation of the effects [outcome's unit per range]: it bends, or hangs on other factors."""
    weight: Weight


@dataclass(frozen=True)
class Screening:
    """What each factor does, roughly: to tell those that matter from those that may be held."""

    about: About
    effects: tuple[Effect, ...]
    """In the order of the factors; empty where there is trouble."""


def morris(results: Results, lever_set: int, outcome: int) -> Screening:
    """Return the effects on an outcome with a lever set; a walk goes as a whole or not at all."""
    plan, factors = results.study.plan, results.study.factors
    size = block(plan.method, plan.settings, factors)
    found = answers(results, lever_set, outcome, size=size, fewest=FEWEST)
    if found.about.trouble:
        return Screening(found.about, ())
    return Screening(found.about, _effects(results, found))


def _effects(results: Results, found: Answers) -> tuple[Effect, ...]:
    from SALib.analyze import morris as salib  # heavy: brings pandas

    factors = results.study.factors
    given = salib.analyze(
        problem(factors),
        found.of_whole(results.places),
        found.blocks.ravel(),
        num_resamples=RESAMPLINGS,
        num_levels=int(asked("morris", results.study.plan.settings)["levels"]),
        seed=salib_seed(results),
    )
    names, used = movers(factors), found.about.basis.used - found.about.set_aside
    sizes = bands(names, given["mu_star"], given["mu_star_conf"], used)
    together = [mover(factor, factors) for factor in factors]
    spread, walks = float(found.blocks.var()), len(found.blocks)
    effects = []
    for n, name in enumerate(names):
        alone = together.count(name) == 1
        sigma = float(given["sigma"][n]) if alone else None
        mean = float(given["mu"][n])
        effects.append(
            Effect(
                name,
                sizes[name],
                None
                if sigma is None
                else Uncertain(mean, (sigma / sqrt(walks)) ** 2, walks - 1.0, used).estimate(),
                sigma,
                weight(name, sizes, lambda size: size**2 / EVEN / spread),
            )
        )
    return tuple(effects)
