"""Business first: end quarrels at the least cost; stock up and complain, if it is a firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats import boards
from sim.seats.choices import Act, act, money, share, sheet_of
from sim.seats.gestures import returned, talks
from sim.seats.moves import best
from sim.seats.offers import SOFT, answers, loss_in, propose
from sim.seats.provocations import provocations
from sim.seats.relief import compensate, funds, weak_spots
from sim.seats.view import as_sender, as_target, home, is_firm, lasting, orders_of, steps
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class BusinessFirst:
    """Counts what holding out costs, and gives in where that is more than the issue is worth.

    Else it offers money for an end of measures, talks, compensates its firms, and answers with
    words and boycotts at most. As a firm it holds more stock of what quarrels endanger, buys less
    from those who withhold it, and complains to its government.
    """

    worth: float = 2.0
    """What a dispute of full stake is worth [% of GDP a year]."""
    offered: float = 0.25
    """Of the loss, as money for an end of it, as far as its funds go [1]."""
    mildest: int = 2
    """Highest rung that it answers on."""
    noise: float = 0.2
    """Loss of the country from which a firm complains [% of GDP a year]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return what ends or softens each dispute most cheaply."""
        acts = self._as_firm if is_firm(observation) else self._as_state
        return sheet_of(observation, acts(observation))

    def _as_state(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, SOFT)
        for dispute in as_target(observation):
            yield from self._settles(observation, dispute)
        for new in provocations(observation):
            move = best(observation, new.by, max_rung=self.mildest, weight=1.0)
            if move:
                yield Act(move.order, f"{new.says} is answered mildly: {move.says}.")
        for dispute in as_sender(observation):
            if dispute.stage in ("threat", "imposed"):
                yield from self._sweetens(observation, dispute)
        yield from returned(observation, as_target(observation))

    def _settles(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield giving in, or an offer, talks and money for those who lose."""
        loss, value = loss_in(observation, dispute), self.worth * dispute.stake_target
        if loss > value:
            words = f"Holding out costs {share(loss)} a year and the issue is worth {share(value)}."
            yield act(f"concede target={dispute.sender}", words)
            return
        theirs = lasting(steps(observation, dispute.sender, home(observation)))
        if loss <= 0.0 and not theirs:
            return
        gdp = observation.own.gdp if observation.own else None
        if theirs and gdp:
            usd = min(self.offered * loss * gdp / 100.0, funds(observation, 0.5))
            asked = (*(f"lift:{id}" for id in orders_of(theirs)), "hold_off")
            words = f"{money(usd)} for an end of what costs us {share(loss)} a year."
            give = (f"pay:{usd:.3g}",) if usd > 0.0 else ("hold_off",)
            yield from propose(observation, dispute.sender, give, asked, words)
        why = f"It costs {share(loss)} a year; talking is cheaper."
        yield from talks(observation, dispute, why)
        yield from compensate(observation, funds(observation, 0.3), f"Firms lose {share(loss)}.")

    def _sweetens(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        other = dispute.target
        yield from talks(observation, dispute, f"A bargain with {other} is worth more than a win.")
        usd = funds(observation, 0.2)
        if dispute.carrot <= 0.0 and usd > 0.0:
            words = f"{money(usd)} a year make it easier for {other} to agree."
            yield act(f"inducement target={other} amount={usd:.3g}", words)

    def _as_firm(self, observation: Observation) -> Iterator[Act]:
        spots = boards.threatened_inputs(observation, weak_spots(observation, most=3))
        for spot in spots:
            yield from boards.stock_up(observation, spot)
        for spot in spots:
            if boards.withheld(observation, spot):
                yield from boards.turn_away(observation, spot, 0.2)
        yield from boards.complain(observation, self.noise)
