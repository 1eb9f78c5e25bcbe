"""Escalation: how far up the ladder a dispute is, and the ways down (§P.23 to §P.26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sim.politics.attribution import hidden
from sim.politics.sums import Sum, Value
from sim.world.disputes import Dispute
from sim.world.measures import Measure

THREAT = 2.0
"""The rung of the ladder that an open threat stands on; a definition."""


def level(
    dispute: Dispute, steps: Iterable[Measure], months: float, parameters: Mapping[str, float]
) -> float:
    """Return the level of escalation after some months [0 to 8] (§P.23).

    `steps` are the measures of both sides in force. What is no longer in force is forgotten
    slowly.
    """
    rung = max((float(m.rung) for m in steps), default=0.0)
    if dispute.stage == "threat":
        rung = max(rung, THREAT)
    return max(rung, dispute.escalation - parameters["escalation_decay"] * months, 0.0)


def suspended(dispute: Dispute, tick: int, parameters: Mapping[str, float]) -> Dispute:
    """Return a dispute whose measures have all been lifted or suspended (§P.23)."""
    eased = max(0.0, dispute.escalation - parameters["escalation_suspension"])
    return replace(dispute, stage="frozen", since=tick, escalation=eased)


def face(
    parameters: Mapping[str, float],
    *,
    mediator: bool = False,
    reciprocal: bool = False,
    cover: bool = False,
    ambiguous: bool = False,
) -> float:
    """Return how well a way out saves face [0 to 1] (§P.24).

    Each of a mediator, a suspension by both sides, a technical cover (measures that were never
    owned up to) and an ambiguous text adds a quarter.
    """
    grounds = sum((mediator, reciprocal, cover, ambiguous))
    return min(1.0, parameters["face_step"] * grounds)


def face_now(dispute: Dispute, steps: Iterable[Measure], parameters: Mapping[str, float]) -> float:
    """Return how well the target can give way without losing face [0 to 1] (§P.24).

    What is on offer, and the cover of measures that nobody has owned up to.
    """
    return min(1.0, dispute.face + face(parameters, cover=hidden(dispute, steps, parameters)))


def lapsed(dispute: Dispute, tick: int) -> Dispute:
    """Return the dispute without an offer whose time is over (§P.25)."""
    if dispute.face_until is None or tick < dispute.face_until:
        return dispute
    return replace(dispute, face=0.0, face_until=None)


def incident(escalation: Value, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard of an incident that is not economic (§P.26).

    Of use from the rung `incident_level` on; below it there is none.
    """
    above = escalation - parameters["incident_level"]
    return Sum(parameters["incident_base"], (("escalation", parameters["incident_slope"] * above),))
