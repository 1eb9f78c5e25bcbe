"""Tit for tat: answer in kind, stop when the other stops, forgive now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, sheet_of
from sim.seats.gestures import returned, talks
from sim.seats.moves import Move, best, first, moves
from sim.seats.offers import answers
from sim.seats.provocations import Provocation, imbalance, provocations
from sim.seats.view import chance, quarrels


@dataclass(frozen=True)
class TitForTat:
    """Answers each new measure by one that costs the other as much and stands no higher.

    What is no more than an answer to its own is let be, and one in five is forgiven. When the
    other side ends what it did, its own answer is suspended; after half a year of measures it
    asks for talks. It never begins.
    """

    weight: float = 1.0
    """Of its own loss against the other's [1]."""
    tolerance: float = 0.2
    """By how much an answer may outweigh what it answers [1]."""
    forgiveness: float = 0.2
    """Share of measures that are let pass [1]."""
    talks_after: float = 6.0
    """Months of measures after which it asks for talks [month]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return answers to what is new, and suspensions where the other has stopped."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        for new in provocations(observation):
            if chance(observation, f"forgive {new.by}") < self.forgiveness:
                continue
            move = self._in_kind(observation, new)
            if move:
                cost = move.costs
                reason = f"{new.says} is answered in kind: {move.says}, {cost}."
                yield Act(move.order, reason)
        yield from returned(observation, quarrels(observation))
        for dispute in quarrels(observation):
            if dispute.months > self.talks_after:
                long = f"{dispute.months:.0f} months of measures are enough; talks may do more."
                yield from talks(observation, dispute, long)

    def _in_kind(self, observation: Observation, new: Provocation) -> Move | None:
        """Return the move up to the rung of the provocation that comes nearest to what is owed."""
        if new.loss <= 0.0:
            return best(observation, new.by, max_rung=new.rung, weight=self.weight)
        goal = min(new.loss, imbalance(observation, new.by))
        if goal <= self.tolerance * new.loss:
            return None  # it was an answer itself, or has been answered
        found = moves(observation, new.by, max_rung=new.rung, goal=goal)
        most = (1.0 + self.tolerance) * goal
        fair = [m for m in found if m.loss_other <= most and m.worth(self.weight) > 0.0]
        return first(observation, sorted(fair, key=lambda m: abs(m.loss_other - goal)))
