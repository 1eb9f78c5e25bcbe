"""Free rider: say the right words, join what costs nothing, and sell what others will not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, named, share, sheet_of
from sim.seats.coalitions import cost_of, exposure, joining, to_join
from sim.seats.gestures import consult, statement
from sim.seats.moves import cut_by
from sim.seats.offers import SOFT, answers
from sim.seats.relief import funds
from sim.seats.view import friends, of_friends, recent, relation, sureness
from sim.world.disputes import Dispute


@dataclass(frozen=True)
class FreeRider:
    """Signs every statement, joins only what costs it nothing, and makes what others withhold.

    It joins at a low level where few others would and it is itself exposed to the coercer. While
    it can still be doubted who did it, and nobody punishes third countries, it enlarges its own
    works in goods that are withheld. It stays on speaking terms with both sides.
    """

    nothing: float = 0.02
    """Own cost that counts as none [% of GDP a year]."""
    few: float = 0.4
    """Share of others expected to act below which its own help is needed [1]."""
    risk: float = 1.0
    """Exposure to the coercer from which it wants it stopped [% of GDP a year]."""
    gain: float = 0.1
    """Sales, over a year, from which filling a gap is worth it [% of GDP]."""
    sure: float = 0.6
    """Sureness about the coercer up to which it fills gaps [1]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return words of support, cheap steps, and works that fill gaps."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation, SOFT)
        for dispute in of_friends(observation):
            yield from self._words(observation, dispute)
            yield from self._joins(observation, dispute)
        yield from self._fills(observation)
        for dispute in observation.disputes:
            if dispute.stage == "threat" and recent(observation, dispute.since):
                both = [dispute.sender, dispute.target]
                near = [c for c in both if relation(observation, c) > 0.0]
                why = f"{named(both)} quarrel; staying on terms with {named(near)} is our trade."
                yield from consult(observation, near, why) if near else ()
        dearest = friends(observation)[:1]
        if dearest and observation.round == 1:
            yield from consult(observation, dearest, "Words cost nothing, and are remembered.")

    def _words(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        if dispute.stage == "imposed" and recent(observation, dispute.since):
            why = f"{dispute.target} is pressed by {dispute.sender}; saying so costs us nothing."
            yield from statement(dispute, why)

    def _joins(self, observation: Observation, dispute: Dispute) -> Iterator[Act]:
        led = to_join(observation, dispute)
        cost = cost_of(observation, led, dispute.sender)
        needed = joining(observation, dispute) < self.few
        risky = exposure(observation, dispute.sender) >= self.risk
        if led and cost <= self.nothing and needed and risky:
            orders = ",".join(dict.fromkeys(m.id for m in led))
            why = f"It costs us {share(cost)}, and {dispute.sender} could do the same to us."
            yield act(f"join_coalition order={orders} target={dispute.sender} level=0.25", why)

    def _fills(self, observation: Observation) -> Iterator[Act]:
        """Yield works for goods that a coercer withholds and that the own country sells too."""
        for dispute in observation.disputes:
            if (
                sureness(dispute) > self.sure
                and dispute.stage == "imposed"
                and self._watched(observation, dispute)
            ):
                continue
            for product, buyer, gain in gaps(observation, dispute):
                if gain >= self.gain:
                    usd = funds(observation, 0.4)
                    yield act(
                        f"domestic_capacity product={product} budget={usd:.3g}",
                        f"{buyer} gets less {product} from others; more of ours sells at a price.",
                    )

    def _watched(self, observation: Observation, dispute: Dispute) -> bool:
        """Return whether somebody punishes third countries in a dispute."""
        return any(
            m.dispute == dispute.id and m.instrument in ("secondary_sanction", "secondary_pressure")
            for m in observation.measures
        )


def gaps(observation: Observation, dispute: Dispute) -> Iterator[tuple[str, str, float]]:
    """Yield goods that one side withholds from the other and the own country sells to it.

    With each the buyer, and what the own sales to it would rise by if they took the place of all
    that is withheld [% of GDP a year].
    """
    for m in observation.measures:
        if m.dispute != dispute.id or m.kind not in ("licence", "hold", "quota"):
            continue
        for lever in observation.denial:
            if lever.other in m.targets and lever.product in m.products and m.by != lever.other:
                yield lever.product, lever.other, cut_by(m) * lever.loss_self
