"""Solidarity leader: rally friends at once, help who is pressed, say what would come in return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, money, named, open_way, share, sheet_of
from sim.seats.coalitions import cost_of, to_join
from sim.seats.gestures import (
    consult,
    counter_leverage,
    evidence,
    returned,
    statement,
    way_out,
)
from sim.seats.offers import answers
from sim.seats.relief import funds, prepare
from sim.seats.view import (
    as_target,
    friends,
    home,
    months_since,
    of_friends,
    relation,
)
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class SolidarityLeader:
    """Treats pressure on a friend as pressure on itself, and gets others to do the same.

    It consults at once and raises the alarm, gives money, publishes with others what they would
    withhold in return, and takes over the target's answer where it can bear that. If the coercer
    stops first, it stops too and helps it to save face.
    """

    gift: float = 0.001
    """Money a year for who is pressed, share of own GDP [1]."""
    bearable: float = 0.4
    """Own cost up to which it takes measures over [% of GDP a year]."""
    face: float = 0.25
    """How well the way out that it offers saves face [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return what rallies friends round whoever is pressed, itself included."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        for dispute in (*as_target(observation), *of_friends(observation)):
            if dispute.stage == "imposed":
                yield from self._rallies(observation, dispute)
            elif dispute.stage == "threat":
                yield from self._warns(observation, dispute)
            elif dispute.stage == "frozen" and dispute.target == home(observation):
                why = f"{dispute.sender} stopped first; it shall not lose face by it."
                yield from way_out(observation, dispute, self.face, why)
        yield from returned(observation, as_target(observation))
        if observation.round == 1:
            near = self._partners(observation, None)
            yield from consult(observation, near, "Partners who have talked can act together.")
        yield from prepare(observation)

    def _rallies(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        others = self._partners(observation, dispute)
        why = f"{dispute.sender} presses on {dispute.target}; we ask {named(others)} to act as one."
        yield from consult(observation, others, why)
        if months_since(observation, dispute.since) <= _FRESH:
            yield from self._alarm(observation, dispute, others)
        yield from self._gives(observation, dispute)
        yield from self._joins(observation, dispute)
        yield from self._lists(observation, dispute)

    def _warns(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        others = self._partners(observation, dispute)
        why = (
            f"{dispute.sender} threatens {dispute.target}; partners should know what they would do."
        )
        yield from consult(observation, others, why)
        yield from self._lists(observation, dispute)

    def _alarm(
        self, observation: Observation, dispute: Dispute, others: tuple[str, ...]
    ) -> Iterator[Act]:
        why = f"What {dispute.sender} does to {dispute.target} is shown to everybody."
        words = f"g7_platform_alert target={','.join(others)} dispute={dispute.id}"
        alert = [act(words, why)] if others else []
        yield from open_way(observation, [*alert, *evidence(observation, dispute, why)])
        yield from statement(dispute, f"{dispute.sender} is named: {dispute.target} is not alone.")

    def _gives(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        own = home(observation)
        gdp = observation.own.gdp if observation.own else None
        given = any(
            m.kind == "transfer" and m.by == own and dispute.target in m.targets
            for m in observation.measures
        )
        usd = min(self.gift * (gdp or 0.0), funds(observation, 0.4))
        if dispute.target != own and not given and usd > 0.0:
            why = f"{money(usd)} a year so that {dispute.target} can hold out."
            yield act(f"solidarity_purchase target={dispute.target} amount={usd:.3g}", why)

    def _joins(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        led = to_join(observation, dispute)
        cost = cost_of(observation, led, dispute.sender)
        if led and cost <= self.bearable and dispute.target != home(observation):
            orders = ",".join(dict.fromkeys(m.id for m in led))
            why = f"Taking over what {dispute.target} does costs us {share(cost)}, which we bear."
            yield act(f"join_coalition order={orders} target={dispute.sender}", why)

    def _lists(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        """Yield the announcement of what partners would withhold; else what one would oneself."""
        known = any(
            m.kind == "pledge" and m.by == home(observation) and dispute.sender in m.targets
            for m in observation.measures
        )
        levers = [lever for lever in observation.denial if lever.other == dispute.sender]
        for lever in () if known else levers[:3]:
            words = f"target={dispute.sender} product={lever.product} rate=0.5"
            why = f"Our {lever.product} is worth {share(lever.loss_other)} to {dispute.sender}."
            yield act(f"collective_counter_leverage {words}", why)
        yield from counter_leverage(observation, dispute.sender)

    def _partners(self, observation: Observation, dispute: Dispute | None) -> tuple[str, ...]:
        """Return the friends to be asked: all but the coercer, the pressed one among them."""
        coercer = dispute.sender if dispute else ""
        near = [c for c in friends(observation) if c != coercer]
        return tuple(c for c in near if relation(observation, c) > 0.0)[:4]


_FRESH = 4.0
"""Months for which pressure counts as news [month]."""
