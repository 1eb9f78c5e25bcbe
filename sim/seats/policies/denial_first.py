"""Denial first: spend on stocks and other suppliers, prove who did it, never retaliate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats import boards
from sim.seats.choices import Act, sheet_of
from sim.seats.gestures import evidence
from sim.seats.offers import answers
from sim.seats.relief import (
    WeakSpot,
    designate,
    funds,
    release,
    store,
    thrift,
    weak_spots,
    widen,
)
from sim.seats.view import as_target, home, is_firm, shortage, steps, sureness


@dataclass(frozen=True)
class DenialFirst:
    """Takes away what others could gain by pressing: stocks, second sources, less use.

    Most of its money goes to the goods whose loss would hurt most and whose seller it trusts
    least. It sells from stock when critical uses go short, and publishes evidence once there is
    some. It does not retaliate. As a firm it holds more stock and buys elsewhere early.
    """

    part: float = 0.35
    """Of what is left of the year's money, for new suppliers, in each of two orders [1]."""
    stock: float = 0.05
    """Of what is left of the year's money, for the state's stock [1]."""
    enough: float = 13.0
    """Weeks of use in stock that it aims at [week]."""
    short: float = 0.2
    """Share of critical uses going short from which it sells from stock [1]."""
    proof: float = 0.3
    """Sureness from which it publishes evidence [1]."""
    weakest: int = 5
    """Goods it looks after."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return what makes the next squeeze hurt less."""
        acts = self._as_firm if is_firm(observation) else self._as_state
        return sheet_of(observation, acts(observation))

    def _as_state(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        spots = weak_spots(observation, self.weakest)
        yield from designate(observation, spots)
        yield from self._relieves(observation, spots)
        yield from self._proves(observation)
        if not spots:
            return
        turn = spots[observation.round % len(spots)]
        yield from store(observation, turn, funds(observation, self.stock), self.enough)
        for spot in (turn, *spots):
            yield from widen(observation, spot, funds(observation, self.part))
            yield from thrift(observation, spot)

    def _relieves(self, observation: Observation, spots: tuple[WeakSpot, ...]) -> Iterator[Act]:
        lack = shortage(observation)
        if lack > self.short:
            for spot in spots:
                why = f"{lack:.0%} of what critical users need is lacking; the state sells."
                yield from release(observation, spot.product, funds(observation, self.part), why)

    def _proves(self, observation: Observation) -> Iterator[Act]:
        for dispute in as_target(observation):
            sure = sureness(dispute)
            if steps(observation, dispute.sender, home(observation)) and sure > self.proof:
                why = f"{sure:.0%} hold {dispute.sender} to be behind it; evidence makes it more."
                yield from evidence(observation, dispute, why)

    def _as_firm(self, observation: Observation) -> Iterator[Act]:
        spots = weak_spots(observation, most=3)
        for spot in spots:
            yield from boards.stock_up(observation, spot)
        for spot in spots:
            if spot.risk >= _RISKY:
                yield from boards.turn_away(observation, spot, 0.25)


_RISKY = 0.3
"""Risk from which a firm turns away from a supplier early [% of GDP a year]."""
