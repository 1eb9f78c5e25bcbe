"""Sums: a base and named parts that hold for one dispute, or for many at once as arrays.

The game explains one dispute at a time, the base rates run through thousands; both use the same
sums, so that what is checked against history is what is played.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from sim.odds import Odds

Floats = npt.NDArray[np.float64]
Value = float | Floats
"""A number for one dispute, or an array with one for each of many."""


@dataclass(frozen=True, eq=False)
class Sum:
    """A base and what is added to it, by name; a log of odds or of a monthly hazard."""

    base: float
    parts: tuple[tuple[str, Value], ...] = ()

    @property
    def total(self) -> Value:
        """Return base and parts added up."""
        total: Value = self.base
        for _, value in self.parts:
            total = total + value
        return total

    def odds(self, scale: Literal["logit", "log"] = "logit", months: float = 1.0) -> Odds:
        """Return the sum of one dispute as Odds; parts that are nothing are left out."""
        parts = tuple((name, float(value)) for name, value in self.parts if float(value) != 0.0)
        return Odds(self.base, parts, scale, months)

    def __neg__(self) -> Sum:
        """Return the sum of the opposite."""
        return Sum(-self.base, tuple((name, -value) for name, value in self.parts))


def probability(logit: Value) -> Value:
    """Return the probability of a log of odds [1].

    >>> float(probability(0.0))
    0.5
    """
    return cast(Value, 0.5 * (1.0 + np.tanh(0.5 * logit)))


def exp(x: Value) -> Value:
    """Return e to the x, of a number or of each of an array."""
    return cast(Value, np.exp(x))
