"""View: what a policy reads out of an Observation. Plain functions; nothing is remembered."""

from __future__ import annotations

import hashlib

from sim.observation import Observation
from sim.odds import logistic
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.setting import MONTH_DAYS

# --- who and when ------------------------------------------------------------------------------


def home(observation: Observation) -> str:
    """Return the country that the seat acts in; empty for one that is nobody here."""
    return observation.own.country if observation.own else ""


def is_firm(observation: Observation) -> bool:
    """Return whether the seat is a firm: it bears the name of neither country nor ministry."""
    return observation.seat.partition(".")[0] != home(observation)


def span(observation: Observation) -> int:
    """Return how many ticks the round has."""
    return (observation.end - observation.start).days // observation.tick_days


def tick(observation: Observation) -> int:
    """Return the first tick of the round."""
    return (observation.round - 1) * span(observation)


def months_since(observation: Observation, moment: int) -> float:
    """Return the time from a tick to the start of the round [month]."""
    return (tick(observation) - moment) * observation.tick_days / MONTH_DAYS


def recent(observation: Observation, moment: int) -> bool:
    """Return whether a tick lies in the round before this one, or later."""
    return observation.round > 1 and moment >= tick(observation) - span(observation)


def chance(observation: Observation, about: str) -> float:
    """Return a number from 0 to 1 that game, seat, round and matter decide, and nothing else.

    A run and its twin with one order changed thus draw alike.
    """
    place = f"{observation.luck}|{observation.seat}|{observation.round}|{observation.start}"
    return _number(f"{place}|{about}")


def fate(observation: Observation, about: str) -> float:
    """Return a number from 0 to 1 that game, seat and matter decide, the same in every round."""
    return _number(f"{observation.luck}|{observation.seat}|{about}")


def _number(text: str) -> float:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return float(int.from_bytes(digest, "big") / 2**64)


# --- relations and disputes ----------------------------------------------------------------------


def relation(observation: Observation, other: str) -> float:
    """Return how the own country stands to another [-1 to 1]."""
    return observation.own.relations.get(other, 0.0) if observation.own else 0.0


def friends(observation: Observation, least: float = 0.3) -> tuple[str, ...]:
    """Return allies and countries one stands well with, the best first."""
    if observation.own is None:
        return ()
    found = [
        c for c, value in observation.own.relations.items()
        if c != observation.own.country and (c in observation.own.allies or value >= least)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda c: -relation(observation, c)))


def strangers(observation: Observation, dispute: Dispute) -> tuple[str, ...]:
    """Return the countries beside the own one that have no part in a dispute."""
    if observation.own is None:
        return ()
    return tuple(
        c for c in observation.own.relations
        if dispute.role(c) == "third" and c != observation.own.country
    )  # fmt: skip


def quarrels(observation: Observation) -> tuple[Dispute, ...]:
    """Return the open disputes that the own country is a side of."""
    return tuple(d for d in observation.disputes if d.open and d.role(home(observation)) != "third")


def as_sender(observation: Observation) -> tuple[Dispute, ...]:
    """Return the open disputes in which the own country wants something."""
    return tuple(d for d in quarrels(observation) if d.sender == home(observation))


def as_target(observation: Observation) -> tuple[Dispute, ...]:
    """Return the open disputes in which something is wanted of the own country."""
    return tuple(d for d in quarrels(observation) if d.target == home(observation))


def of_friends(observation: Observation, least: float = 0.3) -> tuple[Dispute, ...]:
    """Return the disputes in which a friend is pressed by somebody one stands worse with."""
    near = friends(observation, least)
    return tuple(
        d for d in observation.disputes
        if d.open and d.role(home(observation)) == "third"
        and d.target in near
        and relation(observation, d.sender) < relation(observation, d.target)
    )  # fmt: skip


def renewed(observation: Observation, monthly: float) -> tuple[Dispute, ...]:
    """Return quarrels that the own country now begins with rivals it has none with, not yet open.

    `monthly` is how likely it begins one with a rival in a month [1].
    """
    if observation.own is None or is_firm(observation):
        return ()
    own = observation.own.country
    odds = 1.0 - (1.0 - monthly) ** (span(observation) * observation.tick_days / MONTH_DAYS)
    busy = {opponent(observation, d) for d in quarrels(observation)}
    return tuple(
        Dispute("", own, rival, "stop what it is doing", "economic", USUAL_STAKE, USUAL_STAKE)
        for rival, value in observation.own.relations.items()
        if value <= RIVALRY and rival not in busy and chance(observation, f"anew {rival}") < odds
    )


RIVALRY = -0.2
"""Relations down to which a country is no rival [-1 to 1]."""
USUAL_STAKE = 0.4
"""Stakes of a quarrel that a measure opens [0 to 1]."""


def opponent(observation: Observation, dispute: Dispute) -> str:
    """Return the other side of an own dispute."""
    return dispute.target if dispute.sender == home(observation) else dispute.sender


def sureness(dispute: Dispute) -> float:
    """Return how surely the sender is held to be behind its measures [1]."""
    return logistic(dispute.attribution)


def damage(observation: Observation, dispute: Dispute, country: str) -> float:
    """Return what a dispute costs a country, as far as the seat can tell [% of GDP a year]."""
    return dispute.toll.damage[_row(observation, country)] if dispute.toll else 0.0


def shortage(observation: Observation) -> float:
    """Return the worst shortage at home that any dispute brings [1]."""
    row = _row(observation, home(observation))
    return max((d.toll.shortage[row] for d in observation.disputes if d.toll), default=0.0)


def hurt(observation: Observation) -> float:
    """Return what all known disputes together cost the own country [% of GDP a year]."""
    own = home(observation)
    return sum(damage(observation, d, own) for d in observation.disputes if d.stage == "imposed")


def _row(observation: Observation, country: str) -> int:
    """Return a country's place in a toll; relations list the countries in the same order."""
    return list(observation.own.relations if observation.own else ()).index(country)


# --- measures ----------------------------------------------------------------------------------


def steps(observation: Observation, by: str, against: str) -> tuple[Measure, ...]:
    """Return what one country has in force, or has announced, against another in a dispute.

    A third country that merely complies with another's rule has taken no step.
    """
    now = tick(observation)
    return tuple(
        m for m in observation.measures
        if m.by == by and against in m.targets and m.dispute is not None and m.rung > 0
        and m.kind not in SPOKEN and not m.id.endswith(f"#{m.by}")
        and (m.until is None or m.until > now)
    )  # fmt: skip


SPOKEN = ("pledge", "consultation", "exemption", "suit", "call", "blocking", "transfer")
"""Kinds of measure that press on nobody yet."""


def lasting(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Return the measures whose end has not been ordered."""
    return tuple(m for m in measures if m.until is None)


def orders_of(measures: tuple[Measure, ...]) -> tuple[str, ...]:
    """Return the ids of the orders that measures come of, each once."""
    return tuple(dict.fromkeys(m.origin for m in measures))
