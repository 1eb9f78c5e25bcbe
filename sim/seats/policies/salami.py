"""Salami: one thin slice after another, none worth a joint answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, share, sheet_of
from sim.seats.coalitions import joining
from sim.seats.gestures import let_go
from sim.seats.launch import launches, reckoned
from sim.seats.moves import first, moves
from sim.seats.offers import answers, bound
from sim.seats.view import (
    as_sender,
    home,
    lasting,
    months_since,
    renewed,
    steps,
    sureness,
)
from sim.world.disputes import Dispute
from sim.world.measures import Measure


@dataclass(frozen=True)
class Salami:
    """Takes the smallest step that hurts, a rung above its last at most, on the smallest issue.

    It waits between slices, goes on only while few would join against it and it can still be
    doubted who did it, and takes the last slice back when many would join, or nothing came of it.
    """

    pause: float = 2.0
    """Months between slices [month]."""
    joins: float = 0.2
    """Share of bystanders that may be expected to join against it while it goes on [1]."""
    too_many: float = 0.4
    """Share from which it takes a step back [1]."""
    sure: float = 0.5
    """How surely it may be held to be behind it while it goes on [1]."""
    patience: float = 18.0
    """Months of measures after which it takes back slice by slice what brought nothing [month]."""
    restless: float = 0.03
    """Chance in a month that it begins anew with a rival [1]."""
    least: float = 0.03
    """Loss below which a slice is not worth the trouble [% of GDP a year]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the next slice, or the taking back of the last."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        own = (*as_sender(observation), *renewed(observation, self.restless))
        for dispute in sorted(own, key=lambda d: (d.stake_target, d.id)):
            mine = lasting(steps(observation, home(observation), dispute.target))
            against = joining(observation, dispute)
            if mine and against >= self.too_many:
                why = f"{against:.0%} of the others may join against us"
                yield from self._back(mine, why)
                return
            if dispute.months > self.patience:
                yield from self._back(mine, f"{dispute.months:.0f} months have brought nothing")
                continue
            if not bound(observation, dispute.target) and self._may_slice(
                observation, dispute, mine, against
            ):
                yield from self._slice(observation, dispute, mine)
                return  # one issue at a time, the smallest first

    def _may_slice(
        self,
        observation: Observation,
        dispute: Dispute,
        mine: tuple[Measure, ...],
        against: float,
    ) -> bool:
        rested = all(months_since(observation, m.known) >= self.pause for m in mine)
        doubted = not mine or sureness(dispute) < self.sure
        begins = launches(observation, dispute, deniable=True)
        return rested and doubted and begins and against < self.joins

    def _slice(
        self, observation: Observation, dispute: Dispute, mine: tuple[Measure, ...]
    ) -> Iterator[Act]:
        """Yield the least step that hurts, no more than a rung above the last."""
        rung = max((m.rung for m in mine), default=2) + 1
        found = [
            m for m in moves(observation, dispute.target, max_rung=rung)
            if m.loss_other >= self.least
        ]  # fmt: skip
        move = first(observation, sorted(found, key=lambda m: (m.rung, m.loss_other)))
        if move:
            reason = f"A slice too thin for a joint answer: {move.says}"
            gain = reckoned(observation, dispute, deniable=True)
            yield Act(move.order, f"{reason}, {share(move.loss_other)} to {dispute.target}.{gain}")

    def _back(self, mine: tuple[Measure, ...], why: str) -> list[Act]:
        last = sorted(mine, key=lambda m: (m.rung, m.known))[-1:]
        return let_go(last, "quiet_lifting", f"{why}; the last step is taken back.")
