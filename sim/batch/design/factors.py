"""Factors: what is not known, and how likely each value of it is."""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal

from sim.scenario.spec import Strict

Shape = Literal["uniform", "log_uniform", "triangular", "normal"]

DUMMY = "dummy"
"""The factor that nothing depends on: what is found of it is noise."""


class Distribution(Strict):
    """How likely each value of a factor is, between two ends."""

    shape: Shape
    low: float
    high: float
    likeliest: float | None = None
    """Of a triangular one."""
    mean: float | None = None
    deviation: float | None = None
    """Of a normal one, which is cut off at the ends."""

    def at(self, place: float) -> float:
        """Return the value below which a share of the probability lies.

        >>> Distribution(shape="triangular", low=0.0, high=1.0, likeliest=0.0).at(0.75)
        0.5
        """
        # Rounding must not carry an end beyond itself.
        return min(max(_AT[self.shape](self, place), self.low), self.high)

    def place_of(self, value: float) -> float:
        """Return the share of the probability that lies below a value: `at` turned round.

        A value beyond the ends lies at the nearer one.

        >>> Distribution(shape="triangular", low=0.0, high=1.0, likeliest=0.0).place_of(0.5)
        0.75
        """
        return _PLACE[self.shape](self, min(max(value, self.low), self.high))


def _uniform(d: Distribution, place: float) -> float:
    return d.low + (d.high - d.low) * place


def _uniform_place(d: Distribution, value: float) -> float:
    return (value - d.low) / (d.high - d.low)


def _log_uniform(d: Distribution, place: float) -> float:
    return exp(log(d.low) + (log(d.high) - log(d.low)) * place)


def _log_uniform_place(d: Distribution, value: float) -> float:
    return (log(value) - log(d.low)) / (log(d.high) - log(d.low))


def _triangular(d: Distribution, place: float) -> float:
    width, peak = d.high - d.low, d.likeliest if d.likeliest is not None else d.low
    below = (peak - d.low) / width
    if place < below:
        return d.low + sqrt(place * width * (peak - d.low))
    return d.high - sqrt((1.0 - place) * width * (d.high - peak))


def _triangular_place(d: Distribution, value: float) -> float:
    width, peak = d.high - d.low, d.likeliest if d.likeliest is not None else d.low
    if value < peak:
        return (value - d.low) ** 2 / (width * (peak - d.low))
    return 1.0 - ((d.high - value) ** 2 / (width * (d.high - peak)) if peak < d.high else 0.0)


def _normal(d: Distribution, place: float) -> float:
    bell = NormalDist(d.mean or 0.0, d.deviation or 1.0)
    least, most = bell.cdf(d.low), bell.cdf(d.high)
    inside = min(max(least + (most - least) * place, 1e-15), 1.0 - 1e-15)
    return bell.inv_cdf(inside)


def _normal_place(d: Distribution, value: float) -> float:
    bell = NormalDist(d.mean or 0.0, d.deviation or 1.0)
    least, most = bell.cdf(d.low), bell.cdf(d.high)
    return (bell.cdf(value) - least) / (most - least)


_AT = {
    "uniform": _uniform,
    "log_uniform": _log_uniform,
    "triangular": _triangular,
    "normal": _normal,
}

_PLACE = {
    "uniform": _uniform_place,
    "log_uniform": _log_uniform_place,
    "triangular": _triangular_place,
    "normal": _normal_place,
}


class Factor(Strict):
    """Something that is not known."""

    name: str
    """A parameter, `parameter(product)`, `parameter(country)`, or the dummy."""
    unit: str
    meaning: str
    distribution: Distribution
    nominal: float
    """Its value where nothing is varied [unit]."""
    source: str
    group: str = ""
    """Factors of one group are moved together by methods that know groups; none if empty."""
