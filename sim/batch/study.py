"""Study: what is varied, what is measured and how often; all that runner and analysis know of it.

A *point* is a lever set and a row of the sample; a *run* is a point and a replication. All points
of a replication share its seed (common random numbers), so that they can be compared in pairs.

    point = lever set x rows + row        NOMINAL: the first lever set, every factor as it stands
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.random import SeedSequence

from sim.batch.design.factors import Factor
from sim.scenario.spec import Strict
from sim.world.world import Floats

NOMINAL = -1
"""The point at which nothing is varied."""

Better = Literal["less", "more", "neutral"]

Method = Literal[
    "one_at_a_time", "full_factorial", "latin_hypercube", "sobol_sequence", "morris", "saltelli",
    "efast",
]  # fmt: skip


class Outcome(Strict):
    """A number that a run is looked at for: one for the run, and one for each round."""

    name: str
    unit: str
    meaning: str
    better: Better = "neutral"
    """Which of two values one would rather have."""
    wanted: float | None = None
    """From where on (or up to where) it is good enough; None: nobody said [unit]."""
    observed: float | None = None
    """What happened in history [unit]."""
    observed_source: str = ""

    @property
    def measured(self) -> str:
        """Return the unit as it stands after a name; empty where there is none."""
        return "" if self.unit in ("", "1") else f" [{self.unit}]"


class LeverSet(Strict):
    """One choice of all levers."""

    name: str
    options: Mapping[str, str]
    """Lever -> the option chosen; empty where there is no lever."""


class Plan(Strict):
    """How a study is designed, apart from the sample itself."""

    method: Method
    settings: Mapping[str, int | float | bool]
    """What the method was asked for, such as samples, levels or second_order."""
    stages: tuple[int, ...]
    """Rows of the sample after which one may stop, ascending; the last is all of them."""
    replications: int
    repeats: int
    """Runs of the nominal point."""
    seed: int


class Run(NamedTuple):
    """The key of a run."""

    point: int
    replication: int


@dataclass(frozen=True, eq=False)
class Study:
    """What is varied, what is measured and how often."""

    name: str
    title: str
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]
    lever_sets: tuple[LeverSet, ...]
    """At least one; the first is what the scenario does by itself."""
    rounds: tuple[str, ...]
    """Names of the rounds that the series have; empty where the model has none."""
    plan: Plan
    places: Floats
    """Where in its distribution each factor lies [0 to 1]; shape (rows, factors)."""

    @property
    def rows(self) -> int:
        """Return how many rows the sample has."""
        return len(self.places)

    @property
    def points(self) -> int:
        """Return how many points there are, the nominal one apart."""
        return self.rows * len(self.lever_sets)

    def runs(self, stage: int | None = None) -> int:
        """Return how many runs there are up to a stage's end (all, if none is named)."""
        rows = self.rows if stage is None else self.plan.stages[stage]
        return self.plan.repeats + rows * len(self.lever_sets) * self.plan.replications

    def keys(self, stage: int | None = None) -> Iterator[Run]:
        """Yield the runs up to a stage's end, in the order in which they are done.

        The nominal point comes first, then replication by replication, so that what is compared in
        pairs is done close together.
        """
        yield from (Run(NOMINAL, r) for r in range(self.plan.repeats))
        stages = self.plan.stages if stage is None else self.plan.stages[: stage + 1]
        begin = 0
        for end in stages:
            for replication in range(self.plan.replications):
                for row in range(begin, end):
                    for chosen in range(len(self.lever_sets)):
                        yield Run(chosen * self.rows + row, replication)
            begin = end

    def lever_set(self, point: int) -> int:
        """Return the number of a point's lever set."""
        return 0 if point == NOMINAL else point // self.rows

    def values(self, point: int) -> Floats:
        """Return the value of every factor at a point; shape (factors,)."""
        if point == NOMINAL:
            return np.array([factor.nominal for factor in self.factors])
        places = self.places[point % self.rows]
        pairs = zip(self.factors, places, strict=True)
        return np.array([factor.distribution.at(float(place)) for factor, place in pairs])

    def seed(self, replication: int) -> int:
        """Return the seed of all points of a replication."""
        return int(SeedSequence([self.plan.seed, replication]).generate_state(1)[0])


class Found(NamedTuple):
    """What a run was found to give; NaN where a number has no value: absent is not zero."""

    scalars: Floats
    """Shape (outcomes,)."""
    series: Floats
    """Shape (outcomes, rounds)."""


Evaluate = Callable[[int, Floats, int], Found]
"""From the number of a lever set, the values of the factors and a seed to what is found."""


class Model(Protocol):
    """What is run: sent once to each worker, made ready there."""

    def ready(self) -> Evaluate:
        """Return what runs it, after all that takes long and is needed once."""
        ...
