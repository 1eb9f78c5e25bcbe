"""Coalitions: who would stand with whom, by rough odds, and whether joining is worth it."""

from __future__ import annotations

from sim.observation import Observation
from sim.odds import logistic
from sim.seats.moves import cut_by
from sim.seats.view import home, relation, steps, strangers, sureness
from sim.world.disputes import Dispute
from sim.world.measures import JOINABLE, Measure


def joining(observation: Observation, dispute: Dispute) -> float:
    """Return the share of bystanders expected to act against the own country in a dispute [1].

    Those who do already count in full. The odds of the others rise with how badly they stand
    with the own country and how surely it is held to be behind what happens.
    """
    others = strangers(observation, dispute)
    if not others:
        return 0.0
    odds = [
        1.0 if c in dispute.defenders
        else logistic(BASE - SLOPE * relation(observation, c) + sureness(dispute) - DOUBT)
        for c in others
    ]  # fmt: skip
    return sum(odds) / len(others)


BASE, SLOPE, DOUBT = -2.0, 2.0, 0.6
"""Log odds of joining where all is indifferent, how they fall with relations, and the sureness at
which they are so; after the odds that an ally joins, for one who knows the coercer's side only."""


def to_join(observation: Observation, dispute: Dispute) -> tuple[Measure, ...]:
    """Return what others have in force for the target of a dispute that one could take over."""
    others = {dispute.target, *dispute.defenders} - {home(observation)}
    mine = {m.id for m in observation.measures if m.by == home(observation)}
    found = (m for c in sorted(others) for m in steps(observation, c, dispute.sender))
    return tuple(
        m for m in found
        if m.kind in JOINABLE and "#" not in m.id and not any(i.endswith(f"#{m.id}") for i in mine)
    )  # fmt: skip


def cost_of(observation: Observation, measures: tuple[Measure, ...], against: str) -> float:
    """Return what taking measures over would cost the own country [% of GDP a year]."""
    total = 0.0
    for m in measures:
        if m.kind == "channel":  # who withholds a stream of money loses little
            continue
        table = observation.denial if m.kind in ("licence", "duty") else observation.market
        total += cut_by(m) * sum(
            lever.loss_self for lever in table
            if lever.other == against and (not m.products or lever.product in m.products)
        )  # fmt: skip
    return total


def exposed(observation: Observation, against: str, most: int = 3) -> tuple[str, ...]:
    """Return the products of which breaking off trade with a country would cost one most."""
    losses: dict[str, float] = {}
    for lever in (*observation.denial, *observation.market):
        if lever.other == against:
            losses[lever.product] = losses.get(lever.product, 0.0) + lever.loss_self
    return tuple(sorted(losses, key=lambda p: (-losses[p], p))[:most])


def exposure(observation: Observation, to: str) -> float:
    """Return what a country could cost the own one by withholding all it sells [% of GDP]."""
    return sum(lever.loss_self for lever in observation.threats if lever.other == to)
