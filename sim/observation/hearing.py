"""Hearing: what somebody may have heard of by a round's end: orders, measures, disputes, deals.

The room, where projectors and the press are, hears what a stranger does: a country that has no part
in anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from sim.events import Event
from sim.orders.base import Order
from sim.orders.effects.deed import QUIET
from sim.orders.instruments import instruments
from sim.world.deals import Deal
from sim.world.disputes import Dispute, author_of
from sim.world.measures import DENIED, Measure
from sim.world.rulings import Ruling
from sim.world.setting import Setting
from sim.world.world import World


class Happened(Protocol):
    """A round that is over, as the Journal tells it."""

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """Return what was made of every order."""
        ...

    @property
    def events(self) -> tuple[Event, ...]:
        """Return what happened, by day."""
        ...


Manner = Literal["own", "open", "denied"]
"""How an order is known: as one's own, in the open, or by what it does, though nobody admits it."""


@dataclass(frozen=True)
class Ear:
    """Who listens, and to what events refer."""

    seat: str | None
    """None: the room."""
    country: str | None
    """What it hears through its country; None of a firm and of the room."""
    world: World
    """As it is after the round."""
    setting: Setting
    orders: Mapping[str, tuple[str, Order]]
    """Id -> seat and order, of those ruled on in the round and those that waited."""

    @staticmethod
    def of(
        seat: str | None, happened: Happened, before: World, after: World, setting: Setting
    ) -> Ear:
        """Return a seat's ear, or with None the room's, for a round with its Worlds."""
        polity = setting.polity
        home = polity.state_of(seat) if seat else None
        state = home is not None and seat not in polity.firms and home in polity.countries
        country = home if state else None
        waited = {act.id: (act.seat, Order.parse(act.order)) for act in before.politics.pending}
        ruled = {r.order_id: (r.seat, Order.parse(r.order)) for r in happened.rulings}
        return Ear(seat, country, after, setting, {**waited, **ruled})

    def steps(self, order: str) -> tuple[Measure, ...]:
        """Return the measures that come of an order."""
        return tuple(m for m in self.world.measures if m.origin == order)

    def hears_of(self, measure: Measure) -> bool:
        """Return whether it knows that a measure was imposed; a firm also of one that names it."""
        if self.seat in measure.firms and measure.known <= self.world.tick:
            return True
        return measure.heard_of(self.country, self.world.tick)

    def heard(self, order: str) -> Manner | None:
        """Return how it knows of an order.

        One that leaves no measure is heard of as a measure would be, by those who know of the
        quarrel it is a step in.
        """
        if self.gave(order):
            return "own"
        steps = self.steps(order)
        if self.country and any(self._signed(m) for m in steps):
            return "own"
        heard = [m for m in steps if self.hears_of(m)]
        if steps:
            unsigned = all(denied(m) for m in heard)
            return None if not heard else "denied" if unsigned else "open"
        given = self.orders.get(order)
        return "open" if given and _done_in_the_open(*given, self) else None

    def title(self, order: str) -> str:
        """Return what an order does, by its instrument; empty where that is not known."""
        given = self.orders.get(order)
        named = [given[1].instrument] if given else [m.instrument for m in self.steps(order)]
        return next((instruments()[name].title for name in named if name in instruments()), "")

    def _signed(self, measure: Measure) -> bool:
        """Return whether a measure is its own government's, and no firm's of the country."""
        dispute = self.world.politics.dispute(measure.dispute) if measure.dispute else None
        known = instruments().get(measure.instrument)
        by_firm = known is not None and {*known.authority} == {"firm"}
        return author_of(measure, dispute) == self.country and not by_firm

    def gave(self, order: str) -> bool:
        """Return whether it, or for a country its government, gave an order."""
        by = self.orders.get(order, ("", None))[0]
        if not by or self.seat is None:
            return False
        return by == self.seat or (
            self.country is not None and self._governs(by) and self._governs(self.seat)
        )

    def _governs(self, seat: str) -> bool:
        polity = self.setting.polity
        return seat not in polity.firms and polity.state_of(seat) == self.country

    def dispute(self, id: str) -> Dispute | None:
        """Return a dispute of which it knows, or None."""
        found = self.world.politics.dispute(id)
        return found if found is not None and self.knows(found) else None

    def knows(self, dispute: Dispute) -> bool:
        """Return whether it knows of a dispute: one of its own, or one out in the open."""
        sides = (dispute.sender, dispute.target, *dispute.partners, *dispute.defenders)
        return self.country in sides or dispute.known_to(STRANGER)

    def deal(self, id: str) -> Deal | None:
        """Return a deal of which it knows: its own, or one that was signed in public."""
        found = self.world.politics.deal(id)
        public = found is not None and found.signed is not None and not found.secret
        return found if found is not None and (public or self.country in found.parties) else None


STRANGER = "\0"
"""A country that is nobody's: what it may know, everybody may."""


def denied(measure: Measure) -> bool:
    """Return whether nobody owns up to a measure."""
    return not measure.heard_of(None, measure.known)


def _done_in_the_open(seat: str, order: Order, ear: Ear) -> bool:
    """Return whether a seat's order that left no measure is heard of: by its deniability."""
    instrument = instruments()[order.instrument]
    if not instrument.effects:  # it stays inside its own government
        return False
    deniability = instrument.deniability
    if order.chosen("quiet") == "yes":
        deniability = max(QUIET, deniability)
    if deniability > DENIED:
        return False
    politics = ear.world.politics
    named = [politics.dispute(id) for id in order.names("dispute")]
    by = ear.setting.polity.state_of(seat)
    others = (*order.names("target"), *order.names("origin"))
    between = [
        d for d in politics.disputes
        if not named and any({by, other} == {d.sender, d.target} for other in others)
    ]  # fmt: skip
    return all(d is not None and ear.knows(d) for d in (*named, *between))
