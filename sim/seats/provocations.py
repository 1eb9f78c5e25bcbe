"""Provocations: what others have done to a seat's country since the round before."""

from __future__ import annotations

from dataclasses import dataclass

from sim.observation import Observation
from sim.seats.choices import share
from sim.seats.gestures import things
from sim.seats.moves import expected_loss, inflicted
from sim.seats.view import home, opponent, quarrels, recent, steps
from sim.world.disputes import Dispute

THREAT_RUNG = 2
"""The rung of the ladder that an open threat stands on; a definition."""


@dataclass(frozen=True)
class Provocation:
    """What the other side of a dispute has newly done."""

    dispute: Dispute
    by: str
    rung: int
    """Highest of the new measures; a threat stands on 2 [0 to 8]."""
    loss: float
    """What the new measures are reckoned to cost [% of GDP a year]."""
    says: str
    """What was done, as the start of a sentence."""


def provocations(observation: Observation) -> tuple[Provocation, ...]:
    """Return what is new since the round before, by the other side of each own dispute."""
    found, seen = [], set()
    for dispute in quarrels(observation):
        other = opponent(observation, dispute)
        if other in seen:
            continue
        new = [
            m for m in steps(observation, other, home(observation)) if recent(observation, m.known)
        ]
        if new:
            rung = max(m.rung for m in new)
            loss = sum(expected_loss(observation, m) for m in new)
            cost = f" ({share(loss)} to us)" if loss > 0.0 else ""
            says = f"The {things(new)} by {other}{cost}"
            found.append(Provocation(dispute, other, rung, loss, says))
            seen.add(other)
        elif _threatened(observation, dispute):
            says = f"The threat by {other} ({dispute.threatened})"
            found.append(Provocation(dispute, other, THREAT_RUNG, 0.0, says))
            seen.add(other)
    return tuple(found)


def imbalance(observation: Observation, other: str) -> float:
    """Return how much more another's measures cost the own country than the own cost it.

    Each in per cent of its GDP a year.
    """
    own = home(observation)
    theirs = sum(expected_loss(observation, m) for m in steps(observation, other, own))
    return theirs - sum(inflicted(observation, m) for m in steps(observation, own, other))


def _threatened(observation: Observation, dispute: Dispute) -> bool:
    """Return whether the own country was newly threatened in a dispute."""
    return (
        dispute.target == home(observation)
        and dispute.stage == "threat"
        and recent(observation, dispute.since)
    )
