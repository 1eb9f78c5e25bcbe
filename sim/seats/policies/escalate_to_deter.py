"""Escalate to deter: threaten first, then climb a rung above the other, until it hurts too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, share, sheet_of
from sim.seats.gestures import returned, talks, way_out
from sim.seats.launch import launches, reckoned
from sim.seats.moves import Move, best
from sim.seats.offers import HARD, answers, bound
from sim.seats.provocations import provocations
from sim.seats.relief import prepare
from sim.seats.view import (
    as_target,
    damage,
    home,
    months_since,
    opponent,
    orders_of,
    quarrels,
    renewed,
    steps,
)
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class EscalateToDeter:
    """Meets every step by one a rung higher and names the next, with a round to give way.

    What it wants for itself it demands by a threat first. It stops climbing when a dispute costs
    it too much or two climbs have brought nothing, and then offers a way out that saves face.
    """

    weight: float = 0.5
    """Of its own loss against the other's [1]."""
    first_rung: int = 5
    """Highest rung of what it threatens with first."""
    cap: int = 7
    """Highest rung it climbs to."""
    cap_friend: int = 4
    """Highest rung against an ally."""
    pain: float = 1.5
    """Own loss at which it stops climbing [% of GDP a year]."""
    wait: float = 2.0
    """Months that it gives a step to work [month]."""
    climbs: int = 2
    """Steps beyond the first that may fail."""
    restless: float = 0.03
    """Chance in a month that it begins anew with a rival [1]."""
    face: float = 0.5
    """How well the way out that it offers saves face [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the next step up in each dispute and the threat of the one after it."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, HARD)
        new = {p.by: p for p in provocations(observation)}
        met = set()
        for dispute in (*quarrels(observation), *renewed(observation, self.restless)):
            other = opponent(observation, dispute)
            if bound(observation, other) or other in met:
                continue
            met.add(other)  # one step a round, also where both want something of each other
            if self._enough(observation, dispute):
                yield from self._way_down(observation, dispute)
            elif other in new:
                rung = new[other].rung + 1
                yield from self._climb(observation, dispute, rung, f"{new[other].says} is met")
            elif dispute.sender == home(observation):
                yield from self._demand(observation, dispute)
        yield from returned(observation, as_target(observation))
        yield from prepare(observation)

    def _demand(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield the threat that opens a dispute of its own, and the climb when nothing gave."""
        if dispute.stage in ("latent", "frozen"):
            if launches(observation, dispute):
                yield from self._threat(observation, dispute, self.first_rung)
        elif dispute.stage == "imposed" and dispute.deadline is None:
            mine = steps(observation, home(observation), dispute.target)
            if any(months_since(observation, m.known) < self.wait for m in mine):
                return
            rung = max((m.rung for m in mine), default=round(dispute.escalation)) + 1
            yield from self._climb(observation, dispute, rung, f"{dispute.target} has not moved")

    def _climb(
        self, observation: Observation, dispute: Dispute, rung: int, why: str
    ) -> Iterator[Act]:
        other = opponent(observation, dispute)
        move = self._strongest(observation, other, rung)
        if move is None:
            return
        cost = move.costs
        yield Act(move.order, f"{why} on rung {move.rung}: {move.says}, {cost}.")
        yield from self._threat(observation, dispute, rung + 1, beside=move)

    def _threat(
        self, observation: Observation, dispute: Dispute, rung: int, beside: Move | None = None
    ) -> Iterator[Act]:
        """Yield the threat of the strongest step up to a rung, due in the middle of the next round.

        One threat against a country stands at a time.
        """
        other, own = opponent(observation, dispute), home(observation)
        move = self._strongest(observation, other, rung, beside)
        waiting = any(
            d.deadline is not None and (d.sender, d.target) == (own, other)
            for d in quarrels(observation)
        )
        if move is None or waiting:
            return
        days = 3 * (observation.end - observation.start).days // 2  # a round to answer, and not two
        reason = (
            f"{other} has {days} days to give way; then: {move.says}, {share(move.loss_other)}."
            f"{reckoned(observation, dispute)}"
        )
        yield act(f"threat target={other} {threatened(move.order)} days={days}", reason)

    def _strongest(
        self, observation: Observation, other: str, rung: int, beside: Move | None = None
    ) -> Move | None:
        def fresh(move: Move) -> bool:
            same = beside is not None and (move.product or move.order) == (
                beside.product or beside.order
            )
            return not same

        ally = observation.own is not None and other in observation.own.allies
        cap = min(rung, self.cap_friend if ally else self.cap)
        return best(observation, other, max_rung=cap, weight=self.weight, suits=fresh)

    def _enough(self, observation: Observation, dispute: Dispute) -> bool:
        """Return whether a dispute costs too much, or its climbs have failed."""
        own, other = home(observation), opponent(observation, dispute)
        taken = len(orders_of(steps(observation, own, other)))
        return damage(observation, dispute, own) > self.pain or taken > self.climbs

    def _way_down(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        own = home(observation)
        loss = share(damage(observation, dispute, own))
        why = f"Climbing has not ended it, and it costs us {loss} a year; a way out is on offer."
        yield from way_out(observation, dispute, self.face, why)
        yield from talks(observation, dispute, f"At {loss} a year the two sides had better talk.")


def threatened(order: Order) -> str:
    """Return the keys by which a threat names an order.

    >>> threatened(Order.parse("import_tariff product=ore origin=B rate=0.5"))
    'order=import_tariff product=ore rate=0.5'
    """
    kept = [word for word in order.words if word.partition("=")[0] in KEPT]
    return " ".join([f"order={order.instrument}", *kept])


KEPT = ("product", "rate", "share", "cut", "firm", "buyer")
"""Keys that a threat takes over from the order that it names; the country stands in `target`."""
