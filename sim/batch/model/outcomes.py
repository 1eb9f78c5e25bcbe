"""Outcomes: the published numbers of each round of a game, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.batch.experiment.spec import OutcomeSpec, Take
from sim.batch.study import Found
from sim.explain.played import Played
from sim.explain.published import Number, foreseen
from sim.explain.trail import read
from sim.scenario.spec import Scenario
from sim.world.world import Floats

TAKES: Mapping[Take, Callable[[Floats], float]] = {
    "first": lambda series: float(series[0]),
    "last": lambda series: float(series[-1]),
    "mean": lambda series: float(np.mean(series)),
    "sum": lambda series: float(np.sum(series)),
    "max": lambda series: float(np.max(series)),
    "min": lambda series: float(np.min(series)),
}
"""How one number is made of those of all rounds: none, where one that it is made of has none."""


@dataclass(frozen=True)
class Outcomes:
    """What is read of every round, and how a run's numbers are made of it."""

    numbers: tuple[Number, ...]
    """Each once, however many outcomes are made of it."""
    rows: tuple[int, ...]
    """The number that each outcome is made of."""
    takes: tuple[Take, ...]

    @staticmethod
    def of(specs: Mapping[str, OutcomeSpec], scenario: Scenario) -> Outcomes:
        """Return what outcomes read; SimError with all that is wrong with their numbers."""
        texts = [spec.of for spec in specs.values()]
        numbers = foreseen(texts, scenario)
        row = {number: n for n, number in enumerate(numbers)}
        return Outcomes(
            numbers,
            tuple(row[foreseen([text], scenario)[0]] for text in texts),
            tuple(spec.take for spec in specs.values()),
        )

    @property
    def looks_ahead(self) -> bool:
        """Return whether one tells what others would do, which a round need not work out."""
        return any(number.looks_ahead for number in self.numbers)

    @property
    def compares(self) -> bool:
        """Return whether one is told against the undisturbed course."""
        return any(number.compares for number in self.numbers)

    def read(self, played: Played) -> tuple[float, ...]:
        """Return the numbers of a round; NaN for those without a value."""
        return read(self.numbers, played)

    def found(self, rounds: list[tuple[float, ...]]) -> Found:
        """Return what is found in a run, from the numbers of its rounds."""
        series = np.array(rounds).T[list(self.rows)]
        scalars = [TAKES[take](row) for take, row in zip(self.takes, series, strict=True)]
        return Found(np.array(scalars), series)
