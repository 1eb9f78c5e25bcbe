"""Opportunist third: fill the gaps that others' quarrels leave, and be paid by both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats import boards
from sim.seats.choices import Act, act, share, sheet_of
from sim.seats.offers import SOFT, answers, propose
from sim.seats.policies.free_rider import gaps
from sim.seats.relief import funds, weak_spots
from sim.seats.view import friends, home, is_firm
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class OpportunistThird:
    """Sells what others withhold from each other, and asks both sides for money to stay out.

    It widens its works in goods that one side keeps from the other. It takes no side, and gives
    up its own quarrels where that is cheap. As a firm it lets through what it may not sell, moves
    a part of its works to where it may, and buys less from those who withhold.
    """

    part: float = 0.4
    """Of what is left of the year's money, for works that fill gaps [1]."""
    gain: float = 0.005
    """Sales, over a year, from which filling a gap is worth it [% of GDP]."""
    fee: float = 0.05
    """What it asks of each side for staying out, share of own GDP [%]."""
    through: float = 0.2
    """Share of what is forbidden that it lets through as a firm [1]."""
    moved: float = 0.15
    """Share of works that it moves as a firm [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return what turns the quarrels of others to account."""
        acts = self._as_firm if is_firm(observation) else self._as_state
        return sheet_of(observation, acts(observation))

    def _as_state(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, SOFT)
        own = home(observation)
        for dispute in observation.disputes:
            if dispute.role(own) == "third" and dispute.stage in ("threat", "imposed"):
                yield from self._fills(observation, dispute)
                yield from self._charges(observation, dispute)

    def _fills(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        for product, buyer, gain in gaps(observation, dispute):
            usd = funds(observation, self.part) if gain >= self.gain else 0.0
            if usd <= 0.0:
                continue
            yield act(
                f"domestic_capacity product={product} budget={usd:.3g}",
                f"{buyer} wants for {product}; selling it more is worth {share(gain)} a year.",
            )

    def _charges(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield an offer to each side: money for not joining the other."""
        gdp = observation.own.gdp if observation.own else None
        for one, other in ((dispute.sender, dispute.target), (dispute.target, dispute.sender)):
            usd = self.fee * (gdp or 0.0) / 100.0
            if usd > 0.0:
                why = f"{one} can have our promise not to side with {other}, for money."
                yield from propose(observation, one, ("hold_off",), (f"pay:{usd:.3g}",), why)

    def _as_firm(self, observation: Observation) -> Iterator[Act]:
        limits = boards.cut_off_by_home(observation)
        goods = sorted({p for m in limits for p in m.products})
        buyers = sorted({t for m in limits for t in m.targets})
        if goods and buyers and not boards.lets_through(observation):
            yield act(
                f"evade product=* target={','.join(buyers)} rate={self.through:g}",
                f"Customers in {', '.join(buyers)} pay well for what may not be sold to them.",
            )
        if limits:
            for country in friends(observation):
                why = f"Orders lost at home can be filled from {country}."
                yield from boards.move(observation, country, self.moved, why)
        for spot in boards.threatened_inputs(observation, weak_spots(observation, most=3)):
            yield from boards.stock_up(observation, spot)
            if boards.withheld(observation, spot):
                yield from boards.turn_away(observation, spot, 0.25)
