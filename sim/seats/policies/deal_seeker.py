"""Deal seeker: buy off the strong friend, work with the others, answer only those it dislikes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, money, share, sheet_of
from sim.seats.gestures import consult, returned, talks
from sim.seats.moves import best
from sim.seats.offers import EAGER, answers, loss_in, propose
from sim.seats.provocations import provocations
from sim.seats.relief import funds
from sim.seats.view import (
    as_target,
    friends,
    home,
    lasting,
    opponent,
    orders_of,
    quarrels,
    relation,
    steps,
)
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class DealSeeker:
    """Offers a package worth half of what a quarrel would cost, and never presses on a friend.

    It signs what leaves less than two fifths of the loss, talks meanwhile, and consults other
    partners so as not to stand alone. Those it does not like it answers in the middle of the
    ladder.
    """

    friend: float = 0.5
    """Relations from which it does not press on a country [-1 to 1]."""
    package: float = 0.5
    """What it offers, of the loss that it expects, as far as its funds go [1]."""
    highest: int = 4
    """Highest rung of its answers to others."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return offers, talks and consultations, and answers to those it does not like."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, EAGER)
        for dispute in as_target(observation):
            if dispute.stage != "latent":
                yield from self._offers(observation, dispute)
        for new in provocations(observation):
            if relation(observation, new.by) > self.friend:
                continue
            move = best(observation, new.by, max_rung=min(self.highest, new.rung), weight=1.0)
            if move:
                cost = move.costs
                yield Act(move.order, f"{new.says} is answered: {move.says}, {cost}.")
        yield from returned(observation, as_target(observation))
        yield from self._others(observation)

    def _offers(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield the package, and talks about it."""
        loss, gdp = loss_in(observation, dispute), observation.own and observation.own.gdp
        theirs = lasting(steps(observation, dispute.sender, home(observation)))
        if gdp and loss > 0.0:
            usd = min(self.package * loss * gdp / 100.0, funds(observation, 0.9))
            asked = (*(f"lift:{id}" for id in orders_of(theirs)), "hold_off")
            why = f"It would cost us {share(loss)} a year; {money(usd)} are on offer for an end."
            give = (f"pay:{usd:.3g}",) if usd > 0.0 else ("hold_off",)
            yield from propose(observation, dispute.sender, give, asked, why)
        why = f"A deal with {dispute.sender} is to be had; {share(loss)} a year hang on it."
        yield from talks(observation, dispute, why)

    def _others(self, observation: Observation) -> list[Act]:
        """Return the act of consulting partners who are no party to its quarrels."""
        sides = {opponent(observation, d) for d in quarrels(observation) if d.stage != "latent"}
        if not sides:
            return []
        near = [c for c in friends(observation) if c not in sides][:3]
        return consult(observation, near, f"Whoever faces {sorted(sides)[0]} should not be alone.")
