"""Hazards: once measures are in force, who gives way, and how soon (§P.9 to §P.13).

Three ends compete each month: the target concedes, the two settle, the sender withdraws.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from sim.politics.contest.situation import Situation, expectation, spread, usual_publicity
from sim.politics.sums import Sum, Value, exp

EARLY = "early days"
"""What all three share: young crises are fluid, old ones entrenched."""


def entrenchment(age: Value, parameters: Mapping[str, float]) -> Value:
    """Return the log by which hazards exceed those of an old dispute (§P.9); age in months."""
    early = parameters["hazard_entrenchment"]
    return cast(Value, np.log1p(early * exp(-age / parameters["hazard_entrenchment_months"])))


def concede(s: Situation, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard that the target concedes (§P.10)."""
    p = parameters
    return Sum(
        p["hazard_concede_base"] - spread(p),
        (
            ("cost to the target", p["hazard_concede_cost"] * s.cost_target),
            (
                "stake of the target",
                -p["hazard_concede_stake"] * (s.stake_target - p["usual_stake_target"]),
            ),
            (
                "further conflict expected",
                -p["hazard_concede_expectation"] * (s.expectation - expectation(0.0, p)),
            ),
            ("institution", p["hazard_concede_institution"] * s.institution),
            ("several senders", p["hazard_concede_several"] * s.several),
            ("rally", -p["hazard_concede_rally"] * s.rally),
            ("face", p["hazard_concede_face"] * s.face),
            ("inducement", p["hazard_concede_carrot"] * s.carrot),
            ("new leader of the target", p["hazard_concede_leader"] * s.new_leader_target),
            ("hidden resolve", -p["hazard_resolve"] * s.resolve),
            (EARLY, entrenchment(s.age, p)),
        ),
    )


def settle(s: Situation, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard that the two settle (§P.11)."""
    p = parameters
    part = p["hazard_settle_resolve"]
    return Sum(
        p["hazard_settle_base"] - part * spread(p),
        (
            ("cost to both", p["hazard_settle_cost"] * (s.cost_target + s.cost_sender)),
            ("institution", p["hazard_settle_institution"] * s.institution),
            ("talks", p["hazard_settle_talks"] * s.talks),
            ("divisible", p["hazard_settle_divisible"] * s.divisible),
            ("face", p["hazard_settle_face"] * s.face),
            ("hidden resolve", -part * p["hazard_resolve"] * s.resolve),
            (EARLY, entrenchment(s.age, p)),
        ),
    )


def withdraw(s: Situation, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard that the sender gives up (§P.12)."""
    p = parameters
    usual_exposure = p["audience"] * usual_publicity(p)
    return Sum(
        p["hazard_withdraw_base"],
        (
            ("own cost", p["hazard_withdraw_own_cost"] * s.cost_sender),
            ("cost to the target", -p["hazard_withdraw_cost"] * s.cost_target),
            (
                "stake of the sender",
                -p["hazard_withdraw_stake"] * (s.stake_sender - p["usual_stake_sender"]),
            ),
            ("counter-coalition", p["hazard_withdraw_defenders"] * s.defenders),
            (
                "audience",
                -p["hazard_withdraw_audience"] * (s.audience * s.publicity - usual_exposure),
            ),
            (
                "new leader of the sender",
                p["hazard_withdraw_leader"] * (1.0 - s.audience) * s.new_leader_sender,
            ),
            (EARLY, entrenchment(s.age, p)),
        ),
    )


def competing(*hazards: Value) -> tuple[Value, ...]:
    """Return how likely each of competing events is to be the one that happens [1] (§P.13).

    Each hazard is that of the whole time looked at; the probabilities add up to that of any.

    >>> [round(float(p), 3) for p in competing(0.1, 0.3)]
    [0.082, 0.247]
    """
    every = sum(hazards[1:], start=hazards[0])
    # Where no hazard is left, the chance of each is its hazard: none.
    share = cast(Value, -np.expm1(-every) / np.maximum(every, _NONE))
    return tuple(hazard * share for hazard in hazards)


_NONE = 1e-300
"""Stands for a hazard of nothing where one divides by it."""
