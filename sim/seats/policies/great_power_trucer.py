"""Great-power trucer: press until it hurts both, then suspend for a year, over allies' heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, share, sheet_of
from sim.seats.gestures import let_go, returned, talks
from sim.seats.launch import launches, reckoned
from sim.seats.moves import best
from sim.seats.offers import USUAL, answers, bound, propose
from sim.seats.provocations import imbalance, provocations
from sim.seats.relief import prepare
from sim.seats.view import (
    as_target,
    damage,
    home,
    lasting,
    opponent,
    orders_of,
    quarrels,
    renewed,
    steps,
)
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class GreatPowerTrucer:
    """Answers in kind and presses for what it wants, until both are hurt; then it wants a truce.

    When a dispute costs both sides enough, lasts a year, or its people turn away, it offers that
    both lift what they did and begin nothing new for a year, whatever allies say. Until the other
    signs it keeps its measures; if the other has stopped, it suspends them.
    """

    pain: float = 0.5
    """Loss of each side from which it wants a truce [% of GDP a year]."""
    support: float = 40.0
    """Support below which it wants one anyway [0 to 100]."""
    patience: float = 12.0
    """Months of measures after which it wants one anyway [month]."""
    highest: int = 5
    """Highest rung of its steps."""
    restless: float = 0.03
    """Chance in a month that it begins anew with a rival [1]."""
    weight: float = 1.0
    """Of its own loss against the other's [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return a truce where both are hurt, and else the next step."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, USUAL)
        new = {p.by: p for p in provocations(observation)}
        for dispute in (*quarrels(observation), *renewed(observation, self.restless)):
            other = opponent(observation, dispute)
            if bound(observation, other):
                mine = lasting(steps(observation, home(observation), other))
                yield from let_go(mine, "suspend_measure", f"A truce with {other} is in force.")
            elif self._tired(observation, dispute):
                yield from self._truce(observation, dispute)
            elif other in new and imbalance(observation, other) >= 0.0:
                yield from self._step(observation, other, new[other].rung, new[other].says)
            elif self._idle(observation, dispute) and launches(observation, dispute):
                why, gain = f"{other} has not moved", reckoned(observation, dispute)
                yield from self._step(observation, other, self.highest, why, gain)
        yield from returned(observation, as_target(observation))
        yield from prepare(observation)

    def _tired(self, observation: Observation, dispute: Dispute) -> bool:
        """Return whether a dispute with measures hurts both sides, or tires the people."""
        own, other = home(observation), opponent(observation, dispute)
        if dispute.stage != "imposed" or observation.own is None:
            return False
        both = min(damage(observation, dispute, own), damage(observation, dispute, other))
        weary = observation.own.support < self.support or dispute.months > self.patience
        return both > self.pain or weary

    def _truce(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        own, other = home(observation), opponent(observation, dispute)
        mine, theirs = (
            orders_of(lasting(steps(observation, a, b))) for a, b in ((own, other), (other, own))
        )
        losses = f"us {share(max(0.0, damage(observation, dispute, own)))} a year"
        why = f"{dispute.months:.0f} months of measures cost {losses}; both could stop for a year."
        give = (*(f"lift:{id}" for id in mine), "hold_off")
        ask = (*(f"lift:{id}" for id in theirs), "hold_off")
        yield from propose(observation, other, give, ask, why)
        yield from talks(observation, dispute, f"A truce with {other} takes somebody to draft it.")

    def _step(
        self, observation: Observation, other: str, rung: int, why: str, gain: str = ""
    ) -> Iterator[Act]:
        move = best(observation, other, max_rung=min(rung, self.highest), weight=self.weight)
        if move:
            cost = move.costs
            yield Act(move.order, f"{why}; so {move.says}, {cost}.{gain}")

    def _idle(self, observation: Observation, dispute: Dispute) -> bool:
        """Return whether it has no step in force in a dispute of its own."""
        own = dispute.sender == home(observation)
        return own and not steps(observation, dispute.sender, dispute.target)
