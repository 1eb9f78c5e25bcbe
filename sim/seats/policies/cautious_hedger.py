"""Cautious hedger: go along by half where it is cheap, ask to be let off, and spread the risk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, named, share, sheet_of
from sim.seats.coalitions import cost_of, exposed, to_join
from sim.seats.gestures import consult
from sim.seats.offers import answers
from sim.seats.relief import designate, funds, store, weak_spots, widen
from sim.seats.view import friends, of_friends


@dataclass(frozen=True)
class CautiousHedger:
    """Joins friends' measures by half where they cost it little, and spreads its own risks.

    It asks to be let off the goods that would hurt it most, consults every round and quietly pays
    for other suppliers and stocks. It never goes first above the middle of the ladder: it does not
    go first at all.
    """

    bearable: float = 0.3
    """Own cost above which it does not join [% of GDP a year]."""
    level: float = 0.5
    """How much of a measure it takes over [1]."""
    part: float = 0.3
    """Of what is left of the year's money, for new suppliers [1]."""
    enough: float = 8.0
    """Weeks of use in stock that it aims at [week]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return what it joins, whom it asks, and what it spends on other suppliers."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        yield from self._joins(observation)
        why = "Whom one has asked one can stand by, and be stood by."
        yield from consult(observation, friends(observation)[:3], why)
        spots = weak_spots(observation)
        yield from designate(observation, spots)
        for spot in spots[observation.round % max(1, len(spots)) :][:1]:
            yield from store(observation, spot, funds(observation, 0.05), self.enough)
            yield from widen(observation, spot, funds(observation, self.part), quiet=True)

    def _joins(self, observation: Observation) -> Iterator[Act]:
        for dispute in of_friends(observation):
            led = to_join(observation, dispute)
            cost = self.level * cost_of(observation, led, dispute.sender)
            if not led or cost > self.bearable:
                continue
            orders = ",".join(dict.fromkeys(m.id for m in led))
            yield act(
                f"join_coalition order={orders} target={dispute.sender} level={self.level:g}",
                f"{dispute.target} is not left alone; going along by half costs us {share(cost)}.",
            )
            goods = exposed(observation, dispute.sender)
            yield act(
                f"exemption_request order={orders} product={','.join(goods)}",
                f"{named(goods)} would hurt us most and should be let off.",
            )
