"""Situation: all that the odds of a dispute depend on, for one dispute or for many as arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.odds import logistic
from sim.politics.sums import Value, exp


@dataclass(frozen=True, eq=False)
class Situation:
    """What sender and target bring to a dispute at one time; every value may be an array."""

    cost_target: Value
    """Cost the target feels, or expects of a threat carried out [0 to 1]."""
    cost_sender: Value
    """[0 to 1]."""
    stake_target: Value
    """How much it matters to the target [0 to 1]."""
    stake_sender: Value
    """[0 to 1]."""
    expectation: Value
    """How sure the target is that there will be further conflict [0 to 1]."""
    credibility: Value
    """How far the sender's threats are believed [0 to 1]."""
    nationalism: Value
    """Of the target's public [0 to 1]."""
    audience: Value
    """What it costs the sender's government to back down in public [0 to 1]."""
    publicity: Value
    """How widely the sender's hand is known [0 to 1]."""
    institution: Value = 0.0
    """1 if the sender acts through an institution or large bloc."""
    several: Value = 0.0
    """1 if it does not act alone."""
    divisible: Value = 0.0
    """1 if there is something between all and nothing."""
    talks: Value = 0.0
    """1 if the two are talking."""
    face: Value = 0.0
    """How well a way out saves face [0 to 1]."""
    carrot: Value = 0.0
    """What the sender offers for compliance [0 to 1]."""
    rally: Value = 0.0
    """Rally behind the target's government [0 to 1]."""
    defenders: Value = 0.0
    """Share of the countries' GDP that acts against the sender [1]."""
    new_leader_target: Value = 0.0
    """1 if the target's government has just changed."""
    new_leader_sender: Value = 0.0
    """1 if the sender's government has just changed."""
    resolve: Value = 0.0
    """Hidden deviation of the target's resolve [standard deviations]."""
    age: Value = 0.0
    """Time since measures were imposed [month]."""


def usual(parameters: Mapping[str, float]) -> Situation:
    """Return the situation about which the odds are centred: all parts but costs vanish.

    One sender that acts openly, a target that is neither friend nor foe, stakes as they are on
    average in the data, and nothing that hurts anybody yet.
    """
    return Situation(
        cost_target=0.0,
        cost_sender=0.0,
        stake_target=parameters["usual_stake_target"],
        stake_sender=parameters["usual_stake_sender"],
        expectation=expectation(0.0, parameters),
        credibility=usual_credibility(parameters),
        nationalism=parameters["nationalism"],
        audience=parameters["audience"],
        publicity=usual_publicity(parameters),
    )


def expectation(relations: Value, parameters: Mapping[str, float]) -> Value:
    """Return how sure of further conflict a country is that stands so to another [1] (§P.4)."""
    return 1.0 / (1.0 + exp(parameters["conflict_slope"] * relations))


def usual_credibility(parameters: Mapping[str, float]) -> float:
    """Return how far threats of a country without a record are believed [1]."""
    kept, broken = parameters["credibility_kept"], parameters["credibility_broken"]
    return kept / (kept + broken)


def usual_publicity(parameters: Mapping[str, float]) -> float:
    """Return how widely an open threat or measure is known [1]."""
    return logistic(parameters["attribution_open"])


def spread(parameters: Mapping[str, float]) -> float:
    """Return half the variance of the log hazard among targets: makes its mean factor 1 [1]."""
    return 0.5 * math.pow(parameters["hazard_resolve"], 2.0)
