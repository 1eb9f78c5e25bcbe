"""Marks: how well founded a number is, by the status of the parameters that it rests on (§W.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.explain.published import Number
from sim.parameters import Parameter
from sim.world.world import Floats

Status = Literal["fitted", "sourced", "judged"]
STATUSES: tuple[Status, ...] = ("fitted", "sourced", "judged")
"""chosen on data; read in a source; nobody published a figure. The strongest first."""

ROUNDING = 1e-9
"""Spread of a number, over its size, that is no more than rounding [1]."""


@dataclass(frozen=True)
class Mark:
    """How well founded a number is."""

    status: Status
    shares: Mapping[Status, float]
    """What each status's parameters explain of the number's spread [1]; empty: no ensemble told."""
    rest: float | None = None
    """What is left: chance, parameters that act only together, and many small ones [1]."""


def declared(number: Number) -> Mark:
    """Return the mark by the most common status of the parameters declared behind a number."""
    count = dict.fromkeys(STATUSES, 0)
    for parameter in number.parameters:
        count[parameter.status] += 1
    return Mark(_first(count), {})


def found(number: Number, values: Floats, drawn: Floats, parameters: Sequence[Parameter]) -> Mark:
    """Return the mark by what moved a number in an ensemble, if that can be told from noise.

    A parameter counts if it goes with the number more closely than the closest of as many that
    have nothing to do with it would by chance; without any, the mark is the one declared.

    Parameters
    ----------
    values : the number in each member; shape (members,)
    drawn : where in its range each parameter lay [1]; shape (members, parameters)
    """
    members = len(values)
    if members < 3 or not np.isfinite(values).all() or _still(values):
        return declared(number)
    by_chance = 1.0 / (members - 1)
    fit = _squared_correlation(values, drawn)
    told = fit > 2.0 * np.log(max(2, len(parameters))) * by_chance
    shares = {
        status: float((fit - by_chance)[told & [p.status == status for p in parameters]].sum())
        for status in STATUSES
    }
    if not told.any():
        return declared(number)
    return Mark(_first(shares), shares, max(0.0, 1.0 - sum(shares.values())))


def _first(weights: Mapping[Status, float]) -> Status:
    """Return the status of most weight; of equal ones the weakest."""
    return max(reversed(STATUSES), key=lambda status: weights[status])


def _still(values: Floats) -> bool:
    """Return whether values differ by no more than rounding."""
    return bool(np.ptp(values) <= ROUNDING * np.abs(values).max())


def _squared_correlation(values: Floats, drawn: Floats) -> Floats:
    """Return the share of the spread of values that goes with each column [1]."""
    one = (values - values.mean()) / values.std()
    spread = drawn.std(axis=0)
    other = (drawn - drawn.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return np.asarray((one @ other / len(values)) ** 2)
