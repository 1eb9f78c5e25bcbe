"""Coalitions: who joins, what joint action is worth, and what leaks (§C.1 to §C.4).

The odds hold for one ally or for many as arrays. What members do acts in the economy, each by its
own measures; how contributions add up here is for forecasts and reports only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from sim.politics.sums import Floats, Sum, Value
from sim.rng import stream

Kind = Literal["sum", "least", "most"]
"""How contributions add up: access to markets; chokepoints, of which the weakest link counts;
releases of stocks."""


@dataclass(frozen=True, eq=False)
class Invitation:
    """All that an ally's odds of joining depend on, at one time; every value may be an array."""

    with_target: Value
    """How it stands to the country under pressure [-1 to 1]."""
    with_leader: Value
    """How it stands to who leads the answer [-1 to 1]."""
    attribution: Value
    """How surely the sender is held to be behind it [1]."""
    pledged: Value = 0.0
    """Its promise to help, as far as the club holds and it is believed [0 to 1] (§C.5)."""
    consulted: Value = 0.0
    """1 if it was asked beforehand."""
    risk: Value = 0.0
    """Its exposure to the sender over the largest of any [0 to 1] (§C.7)."""
    cost: Value = 0.0
    """Own loss from what it is asked to take over [% of GDP] (§C.6)."""
    exempt: Value = 0.0
    """Share of that it is let off [0 to 1]."""
    reprisal: Value = 0.0
    """Chance that the sender answers [1]."""
    exposed: Value = 0.0
    """Own loss from such an answer [% of GDP] (§C.7)."""
    backfill: Value = 0.0
    """What it would gain by filling the gap instead [% of GDP] (§C.8)."""
    others: Value = 0.5
    """Share of the others that is expected to join [1] (§C.9)."""


def joining(i: Invitation, kind: Kind, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the odds that an ally joins (§C.1).

    That others join makes one's own part less needed where contributions add up, and worth more
    where the weakest counts.
    """
    p = parameters
    return Sum(
        p["joining_base"],
        (
            ("relations to the target", p["joining_target"] * i.with_target),
            ("relations to the leader", p["joining_leader"] * i.with_leader),
            ("its promise", p["joining_pledge"] * i.pledged),
            ("who did it", p["joining_attribution"] * (i.attribution - p["attribution_joint"])),
            ("consulted", p["joining_consulted"] * i.consulted),
            ("could be next", p["joining_risk"] * i.risk),
            ("own cost", -p["joining_cost"] * i.cost * (1.0 - i.exempt)),
            ("reprisals", -p["joining_cost"] * i.reprisal * i.exposed),
            ("gain by filling the gap", -p["joining_backfill"] * i.backfill),
            ("others", crowd(kind, p) * (i.others - HALF)),
        ),
    )


HALF = 0.5
"""Share of the others at which what they do speaks neither for nor against."""


def crowd(kind: Kind, parameters: Mapping[str, float]) -> float:
    """Return by how much the log odds rise if all others join instead of none (§C.1)."""
    if kind == "least":
        return parameters["joining_complement"]
    return -parameters["joining_free_ride"]


def combined(
    shares: Sequence[float], levels: Sequence[float], kind: Kind, parameters: Mapping[str, float]
) -> float:
    """Return what members achieve together [0 to 1] (§C.2); for forecasts and reports only.

    Parameters
    ----------
    shares : of each in the market, the supply or the stocks that count; they add up to 1 [1]
    levels : how far each goes [0 to 1]
    """
    if kind != "least":
        return float(np.dot(shares, levels))
    power = parameters["combined_least"]
    floor = np.maximum(np.asarray(levels, dtype=np.float64), parameters["combined_floor"])
    return float(np.dot(shares, floor**power) ** (1.0 / power))


def leaked(
    strength: float, spare: float, secondary: float, months: float, parameters: Mapping[str, float]
) -> float:
    """Return what is left of joint measures as others fill the gap [same as strength] (§C.3).

    Parameters
    ----------
    strength : of the measures at first
    spare : share of what is withheld that non-members could supply [1]
    secondary : how far non-members are kept from it [0 to 1]
    months : since the measures began [month]
    """
    p = parameters
    most = spare * (1.0 - p["leak_secondary"] * secondary)
    return strength * (1.0 + most * math.expm1(-months / p["leak_months"]))


def at_least(chances: Sequence[float], weights: Sequence[float], share: float) -> float:
    """Return how likely those who join weigh at least a share together [1] (§C.4).

    >>> at_least([0.5, 0.5], [0.5, 0.5], 0.5)
    0.75
    """
    joined, probability = outcomes(chances)
    return float(probability @ (joined @ np.asarray(weights, dtype=np.float64) >= share - _HAIR))


def loss_given(
    chances: Sequence[float], weights: Sequence[float], share: float, losses: Sequence[float]
) -> float:
    """Return the losses that joiners cause together, if those who join weigh a share (§C.10).

    0 where so many never join.
    """
    joined, probability = outcomes(chances)
    reached = probability * (joined @ np.asarray(weights, dtype=np.float64) >= share - _HAIR)
    chance = float(reached.sum())
    caused = float(reached @ (joined @ np.asarray(losses, dtype=np.float64)))
    return caused / chance if chance > 0.0 else 0.0


def outcomes(chances: Sequence[float]) -> tuple[Floats, Floats]:
    """Return who may turn out to join and how likely each case is [1].

    Shapes are (cases, countries), 1 for who joins, and (cases,). All cases up to `FEW` countries,
    otherwise `CASES` drawn, always the same.
    """
    p = np.asarray(chances, dtype=np.float64)
    if len(p) > FEW:
        drawn = stream(0, 0, "who joins").random((CASES, len(p)))
        return (drawn < p).astype(np.float64), np.full(CASES, 1.0 / CASES)
    joined = (np.arange(2 ** len(p))[:, None] >> np.arange(len(p)) & 1).astype(np.float64)
    return joined, cast(Floats, np.prod(np.where(joined > 0.0, p, 1.0 - p), axis=1))


def majority(members: float, gdp: float, parameters: Mapping[str, float]) -> bool:
    """Return whether shares of a club's members and of their GDP [1] make a majority."""
    enough = members >= parameters["club_majority_members"] - _HAIR
    return enough and gdp >= parameters["club_majority_gdp"] - _HAIR


@dataclass(frozen=True)
class Conduct:
    """What members of a club did in a round, and what it cost them."""

    consulted: bool = False
    """Whether members talked something over."""
    successes: int = 0
    """Disputes that ended without a concession while members stood together."""
    defected: float = 0.0
    """Share in the club's GDP of those who left a joint answer [1]."""
    unilateral: int = 0
    """Members that pressed on somebody without having consulted another."""
    burden: float = 0.0
    """How unequally losses are shared (`inequality`) [0 to 1]."""
    heated: int = 0
    """Disputes of members high up the ladder."""


def cohesion(
    before: float, conduct: Conduct, months: float, parameters: Mapping[str, float]
) -> float:
    """Return how far a club holds together after a round of some months [0 to 1] (§C.11)."""
    p, c = parameters, conduct
    change = (
        p["cohesion_consulted"] * c.consulted
        + p["cohesion_success"] * c.successes
        - p["cohesion_defector"] * c.defected
        - p["cohesion_unilateral"] * c.unilateral
        - months * (p["cohesion_burden"] * c.burden + p["cohesion_heat"] * c.heated)
    )
    back = (p["cohesion_start"] - before) * (1.0 - math.pow(1.0 - p["cohesion_return"], months))
    return min(1.0, max(0.0, before + back + change))


def inequality(losses: Sequence[float]) -> float:
    """Return the Gini coefficient of losses; 0 where there are none [0 to 1] (§C.12).

    >>> inequality([0.0, 1.0])
    0.5
    """
    values = np.maximum(np.asarray(losses, dtype=np.float64), 0.0)
    total = float(values.sum())
    if total <= 0.0:
        return 0.0
    apart = float(np.abs(values[:, None] - values[None, :]).sum())
    return apart / (2.0 * len(values) * total)


FEW = 12
"""Countries up to which every case is looked at."""

CASES = 4096
"""Cases drawn where there are more; the standard error is below a hundredth."""

_HAIR = 1e-9
"""What rounding may take from a sum of shares."""
