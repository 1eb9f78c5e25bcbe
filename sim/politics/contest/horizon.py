"""Horizon: how likely each end of a dispute is by a date, without drawing (§P.14, §P.15)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from sim.politics.contest.hazards import competing, concede, settle, withdraw
from sim.politics.contest.situation import Situation
from sim.politics.home.cost import adapted, felt
from sim.politics.sums import Floats, Value, exp
from sim.values import replace

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
"""Where, and with what weight, a bell curve of hidden resolve is looked at."""


@dataclass(frozen=True, eq=False)
class Fates:
    """How likely each end is by a date [1]; what is left is still open."""

    conceded: Value
    settled: Value
    withdrawn: Value

    @property
    def open(self) -> Value:
        """Return how likely the dispute still goes on [1]."""
        return 1.0 - self.conceded - self.settled - self.withdrawn


def month_by_month(
    s: Situation,
    months: int,
    parameters: Mapping[str, float],
    *,
    damage_target: float,
    damage_sender: float = 0.0,
) -> Fates:
    """Return how likely each end of one dispute is within some months (§P.14).

    Damages [% of GDP] are those at first; both sides adapt (§P.3). Hidden resolve is averaged
    over.
    """
    ended = np.zeros((3, len(_NODES)))
    for age in range(months):
        costs = (felt(adapted(d, float(age), parameters), parameters)
                 for d in (damage_target, damage_sender))  # fmt: skip
        cost_target, cost_sender = costs
        now = replace(
            s, cost_target=cost_target, cost_sender=cost_sender, age=float(age), resolve=_NODES
        )
        ended += (1.0 - ended.sum(axis=0)) * _month(now, parameters)
    return Fates(*(float(row @ _WEIGHTS) for row in ended))


def _month(s: Situation, parameters: Mapping[str, float]) -> Floats:
    """Return the chance of each end within a month [1]; shape (3, nodes)."""
    ends = competing(*(exp(end(s, parameters).total) for end in (concede, settle, withdraw)))
    return np.array([np.broadcast_to(e, _NODES.shape) for e in ends])


def at_once(
    s: Situation,
    months: float,
    parameters: Mapping[str, float],
    *,
    damage_target: Value,
    damage_sender: Value = 0.0,
) -> Fates:
    """Return the same in closed form, for one dispute or many: for seats and meters (§P.15).

    Costs are taken at the mean of adapting damage, and entrenchment is integrated over time; so
    the order in which the three compete within the months is lost.
    """
    left = _left(months, parameters)
    costs = (felt(np.asarray(d)[..., None] * left, parameters)
             for d in (damage_target, damage_sender))  # fmt: skip
    cost_target, cost_sender = costs
    mean = replace(
        _widened(s), cost_target=cost_target, cost_sender=cost_sender, resolve=_NODES, age=np.inf
    )
    time = _fluid_months(months, parameters)
    sums = (end(mean, parameters) for end in (concede, settle, withdraw))
    ends = competing(*(time * exp(one.total) for one in sums))
    return Fates(*(cast(Value, np.asarray(end) @ _WEIGHTS) for end in ends))


def _widened(s: Situation) -> Situation:
    """Return the situation with an axis more on every array, for the nodes of resolve."""
    arrays = {
        name: value[..., None] for name, value in vars(s).items() if isinstance(value, np.ndarray)
    }
    return replace(s, **arrays)


def _left(months: float, parameters: Mapping[str, float]) -> float:
    """Return the mean share of damage that is left over some months of adapting [1]."""
    floor, pace = parameters["adaptation_floor"], parameters["adaptation_months"]
    return floor + (1.0 - floor) * pace / months * -math.expm1(-months / pace)


def _fluid_months(months: float, parameters: Mapping[str, float]) -> float:
    """Return how long the months count at the hazards of an old dispute [month]."""
    early, pace = parameters["hazard_entrenchment"], parameters["hazard_entrenchment_months"]
    return months + early * pace * -math.expm1(-months / pace)
