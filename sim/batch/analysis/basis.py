"""Basis: on how many runs a number rests, and which of them say something of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.design.counts import block
from sim.batch.store.results import STATUSES, Results
from sim.batch.study import Outcome, Study
from sim.errors import SimError, unknown
from sim.world.world import Floats

Ints = NDArray[np.int64]

OK = STATUSES.index("ok") + 1
"""The number of a run that was done with success."""


@dataclass(frozen=True)
class Basis:
    """On how many runs something rests, and how many are left out of it, never taken for zero."""

    used: int
    failed: int
    """They raised, or killed their worker."""
    valueless: int
    """They were done, and the outcome has no value in them."""
    undone: int

    @property
    def of(self) -> int:
        """Return how many runs there are."""
        return self.used + self.failed + self.valueless + self.undone

    def __str__(self) -> str:
        left_out = {
            "failed": self.failed,
            "without a value": self.valueless,
            "not done": self.undone,
        }
        told = "".join(f", {count:,} {what}" for what, count in left_out.items() if count)
        return f"{self.used:,} runs{told}"


def basis(status: NDArray[np.int8], values: Floats) -> Basis:
    """Return on how many runs it rests what is made of values; the two have one shape."""
    absent = ~np.isfinite(values)
    return Basis(
        used=int((~absent).sum()),
        failed=int((absent & (status > OK)).sum()),
        valueless=int((absent & (status == OK)).sum()),
        undone=int((absent & (status == 0)).sum()),
    )


def blocks(results: Results) -> Ints:
    """Return to which block each row belongs; shape (rows,).

    Rows of a block were made of each other, so they count as one where it is asked how sure a
    number is: those of a base sample of Saltelli's, of a walk of Morris', of a curve of eFAST's.
    """
    plan, factors = results.study.plan, results.study.factors
    return np.arange(results.rows) // block(plan.method, plan.settings, factors)


def outcome_number(study: Study, name: str) -> int:
    """Return the number of an outcome; raise SimError if the study has none of that name."""
    names = [outcome.name for outcome in study.outcomes]
    if name not in names:
        raise SimError(unknown("outcome", name, names))
    return names.index(name)


def lever_set_number(study: Study, name: str) -> int:
    """Return the number of a lever set; raise SimError if the study has none of that name."""
    names = [chosen.name for chosen in study.lever_sets]
    if name not in names:
        raise SimError(unknown("lever set", name, names))
    return names.index(name)


def direction(outcome: Outcome) -> int:
    """Return 1 where more is better, -1 where less is, 0 where neither."""
    return {"more": 1, "less": -1, "neutral": 0}[outcome.better]


def has_aim(outcome: Outcome) -> bool:
    """Return whether it was said from where on the outcome is good enough."""
    return outcome.wanted is not None and outcome.better != "neutral"


def met(outcome: Outcome, values: Floats) -> Floats:
    """Return 1 where the outcome is good enough, 0 where it is not, NaN where it has no value."""
    if outcome.wanted is None:
        return np.full(values.shape, np.nan)
    good = direction(outcome) * (values - outcome.wanted) >= 0
    return np.where(np.isfinite(values), good.astype(float), np.nan)


def number(value: float | np.floating) -> float | None:
    """Return a plain number, or None for what has no value."""
    return float(value) if np.isfinite(value) else None


def percentiles(values: Floats, percents: tuple[float, ...]) -> tuple[float | None, ...]:
    """Return percentiles of the values there are; None where there is none."""
    here = values[np.isfinite(values)]
    if not here.size:
        return (None,) * len(percents)
    return tuple(number(value) for value in np.percentile(here, percents))
