"""Legalist bloc: evidence, a case, talks, and a lawful counter-measure when its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, named, open_way, share, sheet_of
from sim.seats.gestures import consult, counter_leverage, evidence, let_go, statement, talks
from sim.seats.offers import answers
from sim.seats.relief import prepare
from sim.seats.view import (
    as_target,
    friends,
    home,
    lasting,
    of_friends,
    orders_of,
    recent,
    steps,
    sureness,
    tick,
)
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class LegalistBloc:
    """Goes by the book: evidence, a case, talks, a published list, then a lawful answer.

    It goes to court once it is fairly sure, lets its examination take its months, publishes what
    it could withhold when the other climbs, and only then asks its members for a vote. Whenever
    the two talk, its own measures are suspended. Friends under pressure get its words.
    """

    suit: float = 0.4
    """Sureness from which it goes to court [1]."""
    sure: float = 0.6
    """Sureness from which it answers [1]."""
    level: float = 4.0
    """Escalation from which it publishes its list and prepares an answer [0 to 8]."""
    examination: float = 4.0
    """Months of measures before it answers [month]."""
    rate: float = 0.25
    """Of its tariff, as a share of the border price [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the step that procedure has come to in each dispute."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        for dispute in as_target(observation):
            if steps(observation, dispute.sender, home(observation)):
                yield from self._procedure(observation, dispute)
        for dispute in of_friends(observation):
            if dispute.stage == "imposed" and recent(observation, dispute.since):
                why = f"{dispute.target} is pressed by {dispute.sender}, which no rule allows."
                yield from statement(dispute, why)
        yield from prepare(observation)

    def _procedure(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        own, sure = home(observation), sureness(dispute)
        mine = lasting(steps(observation, own, dispute.sender))
        if dispute.talking(tick(observation)) and mine:
            yield from let_go(mine, "suspend_measure", "While we talk, our measures rest.")
            return
        if sure < self.sure:
            why = f"Only {sure:.0%} hold {dispute.sender} to be behind it; evidence comes first."
            yield from evidence(observation, dispute, why)
        if sure >= self.suit:
            yield from self._suits(observation, dispute)
        ready = dispute.escalation >= self.level and sure >= self.sure
        if ready and dispute.months >= self.examination and not mine:
            yield from self._answer(observation, dispute)
        if ready:
            yield from counter_leverage(observation, dispute.sender)
        if not mine:
            why = f"Before any answer {dispute.sender} is heard."
            yield from talks(observation, dispute, why)
        near = friends(observation)[:3]
        yield from consult(observation, near, f"What {dispute.sender} does concerns others too.")

    def _suits(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield a case against each measure that trade rules may forbid."""
        sued = {m.against for m in observation.measures if m.kind == "suit"}
        for m in steps(observation, dispute.sender, home(observation)):
            made = instruments().get(m.instrument)
            breach = made is not None and made.wto in ("contestable", "inconsistent")
            for id in orders_of((m,)):
                if breach and id not in sued:
                    what = m.instrument.replace("_", " ")
                    yield act(f"wto_case order={id}", f"The {what} may break the rules: a case.")

    def _answer(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield the answer that members vote on, and what a state without such a law can do."""
        levers = [lever for lever in observation.market if lever.other == dispute.sender]
        levers.sort(key=lambda lever: 0.5 * lever.loss_self - lever.loss_other)
        if not levers:
            return
        goods = [lever.product for lever in levers[:2]]
        loss = self.rate * sum(lever.loss_other for lever in levers[:2])
        why = (
            f"{dispute.months:.0f} months of pressure on rung {dispute.escalation:.0f} are proved; "
            f"a tariff on {named(goods)} costs {dispute.sender} {share(loss)}."
        )
        words = f"product={','.join(goods)} rate={self.rate:g} dispute={dispute.id}"
        by_law = act(f"aci_invoke target={dispute.sender} {words}", why)
        plain = act(f"retaliatory_tariff origin={dispute.sender} {words}", why)
        yield from open_way(observation, (by_law, plain))
