"""Threats: will it be carried out, and does the target give in before (§P.5 to §P.8).

Every function takes a Situation whose costs are those expected of the threat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from sim.politics.contest.situation import (
    Situation,
    expectation,
    usual_credibility,
    usual_publicity,
)
from sim.politics.sums import Sum, Value, probability


def follow_through(s: Situation, parameters: Mapping[str, float]) -> Sum:
    """Return the log odds that the sender carries out its threat if nobody gives in (§P.5).

    With the cost that the target thinks the sender expects it is what the target believes; with
    the sender's own it is what the sender will do.
    """
    p = parameters
    usual_exposure = p["audience"] * usual_publicity(p)
    return Sum(
        p["follow_base"],
        (
            ("stake of the sender", p["follow_stake"] * (s.stake_sender - p["usual_stake_sender"])),
            ("own cost", -p["follow_cost"] * s.cost_sender),
            ("credibility", p["follow_credibility"] * _record(s.credibility, p)),
            ("audience", p["follow_audience"] * (s.audience * s.publicity - usual_exposure)),
        ),
    )


def concession(s: Situation, believed: Value, parameters: Mapping[str, float]) -> Sum:
    """Return the log odds that the target gives in to the threat (§P.6).

    `believed` is how likely it thinks the threat is to be carried out [1].
    """
    p = parameters
    usual_pride = p["nationalism"] * usual_publicity(p)
    return Sum(
        p["threat_base"],
        (
            ("expected loss", p["threat_damage"] * believed * s.cost_target),
            (
                "stake of the target",
                -p["threat_stake"] * (s.stake_target - p["usual_stake_target"]),
            ),
            (
                "further conflict expected",
                -p["threat_expectation"] * (s.expectation - expectation(0.0, p)),
            ),
            ("institution", p["threat_institution"] * s.institution),
            ("public pride", -p["threat_pride"] * (s.nationalism * s.publicity - usual_pride)),
            ("face", p["threat_face"] * s.face),
            ("inducement", p["threat_carrot"] * s.carrot),
        ),
    )


def negotiation(s: Situation, parameters: Mapping[str, float]) -> Sum:
    """Return the log odds of a settlement where the target does not give in (§P.7)."""
    p = parameters
    return Sum(
        p["negotiation_base"],
        (
            ("institution", p["negotiation_institution"] * s.institution),
            ("divisible", p["negotiation_divisible"] * s.divisible),
        ),
    )


@dataclass(frozen=True, eq=False)
class Answer:
    """How a threat may end: the sums behind it and the probability of each end [1] (§P.8)."""

    concession: Sum
    negotiation: Sum
    follow_through: Sum
    conceded: Value
    settled: Value
    imposed: Value
    backed_down: Value


def answer(s: Situation, parameters: Mapping[str, float]) -> Answer:
    """Return how a threat may end: concession first, then talks, then the sender's choice."""
    follow = follow_through(s, parameters)
    followed = probability(follow.total)
    concede, settle = concession(s, followed, parameters), negotiation(s, parameters)
    conceded = probability(concede.total)
    settled = (1.0 - conceded) * probability(settle.total)
    left = 1.0 - conceded - settled
    return Answer(
        concede, settle, follow, conceded, settled, left * followed, left * (1.0 - followed)
    )


def _record(credibility: Value, parameters: Mapping[str, float]) -> Value:
    """Return the log odds of a record, against that of a country without one."""
    usual = usual_credibility(parameters)
    kept = np.clip(credibility, _SURE, 1.0 - _SURE)
    return cast(Value, np.log(kept / (1.0 - kept)) - np.log(usual / (1.0 - usual)))


_SURE = 1e-6
"""Nobody is believed or disbelieved more surely than this: a logarithm must be finite."""
