"""Odds: a probability kept as a base and named contributions, so that it can be explained."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Part = tuple[str, float]
"""What contributes, and by how much on the scale of the odds."""


@dataclass(frozen=True)
class Odds:
    """How likely something is: `base` plus the parts, on a scale.

    logit: the sum is a log of odds; log: the sum is the log of a monthly hazard.
    """

    base: float
    parts: tuple[Part, ...] = ()
    scale: Literal["logit", "log"] = "logit"
    months: float = 1.0
    """Over how long a hazard runs [month]; a logit has no duration."""

    @property
    def total(self) -> float:
        """Return base and parts added up."""
        return self.base + sum(value for _, value in self.parts)

    @property
    def hazard(self) -> float:
        """Return the hazard over the months [1]; for scale `log`."""
        return math.exp(self.total) * self.months

    @property
    def probability(self) -> float:
        """Return how likely it is [1].

        >>> round(Odds(0.0, (("resolve", 1.0),)).probability, 3)
        0.731
        """
        if self.scale == "logit":
            return logistic(self.total)
        return -math.expm1(-self.hazard)


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(−x)), without overflow [1]."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0.0 else math.exp(x) / (1.0 + math.exp(x))


def logit(p: float) -> float:
    """Return the log of the odds of a probability, kept away from 0 and 1."""
    p = min(max(p, 1e-6), 1.0 - 1e-6)
    return math.log(p / (1.0 - p))
