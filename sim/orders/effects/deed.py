"""Deed: an order that is carried out; Standing: the measures and disputes that it acts on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from sim.events import Event, EventKind
from sim.orders.base import Order
from sim.orders.instruments import Instrument, instruments
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.politics import Politics
from sim.world.setting import Setting
from sim.world.world import World

SIDES = ("target", "origin")
"""Keys that name countries it is aimed at."""

QUIET = 0.6
"""Deniability of what is done quietly: others learn of it by its effects [1]."""

PRESSING = 2
"""Rung of the ladder from which a step presses; below it stand gifts and purchases."""

NAMING = ("target", "origin", "firm", "buyer")
"""Keys by which an order says whom it is aimed at."""

Given = Mapping[str, str | float | bool]
"""What a catalogue entry hands to a primitive."""


def handed_over(order: Order, given: Given, name: str, default: float = 0.0) -> float:
    """Return a number that an entry hands over to a primitive: literal, `$key`, or `1-$key`."""
    value = given.get(name, default)
    if not isinstance(value, str):
        return float(value)
    if value.startswith("1-$"):
        return 1.0 - order.number(value[3:])
    return order.number(value[1:])


@dataclass(frozen=True)
class Standing:
    """What orders act on: measures and politics. The economy is out of their reach."""

    measures: tuple[Measure, ...]
    politics: Politics
    events: tuple[Event, ...] = ()

    def with_measure(self, measure: Measure) -> Standing:
        """Return the standing with one more measure, put beside the others."""
        return replace(self, measures=(*self.measures, measure))

    def told(self, date: dt.date, kind: EventKind, text: str, subject: str = "") -> Standing:
        """Return the standing with one more event."""
        return replace(self, events=(*self.events, Event(date, kind, text, subject)))


@dataclass(frozen=True)
class Deed:
    """An order that is carried out: by whom, as what, and from when."""

    order: Order
    id: str
    seat: str
    by: str
    """The country that acts, or in which the firm acts."""
    given: dt.date
    starts: int
    """First tick in which it acts."""
    setting: Setting
    world: World = field(repr=False)
    """As it was when the round began; for reading."""
    settled: bool = False
    """Whether it is an act of record, which adjudication does not question."""

    @cached_property
    def instrument(self) -> Instrument:
        """Return what was ordered."""
        return instruments()[self.order.instrument]

    @cached_property
    def row(self) -> int:
        """Return the row of the country that acts."""
        return self.setting.network.countries[self.by]

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Return the countries that it is aimed at; none for everybody."""
        return tuple(
            dict.fromkeys((
                *self.order.names("target"),
                *self.order.names("origin"),
                *(c for c in map(self._country, self.order.names("buyer")) if c != self.by),
            ))
        )  # fmt: skip

    @property
    def presses(self) -> bool:
        """Return whether it is a step against somebody; gifts and purchases are none."""
        coerces = self.instrument.category == "coerce" or self.instrument.presses
        return coerces and self.instrument.rung >= PRESSING

    @property
    def starts_on(self) -> dt.date:
        """Return the first day on which it acts."""
        return max(self.given, self.setting.timeline.date(self.starts))

    def number(self, given: Given, name: str, default: float = 0.0) -> float:
        """Return a number that the entry hands over."""
        return handed_over(self.order, given, name, default)

    def dispute(self, politics: Politics) -> Dispute | None:
        """Return the dispute that it is a step in: the one named, or the one with its target."""
        named = self.order.names("dispute")
        if named:
            return politics.dispute(named[0])
        found = [self._between(other, politics) for other in self.others]
        return next((dispute for dispute in found if dispute), None)

    def quarrels(self, politics: Politics) -> int:
        """Return with how many of several countries it is aimed at there is a dispute."""
        if len(self._sides) < 2 or self.order.names("dispute"):
            return 0
        return sum(self._between(other, politics) is not None for other in self._sides)

    def apart(self) -> Iterator[Deed]:
        """Yield the deed against each of the countries that it is aimed at."""
        for other in self._sides:
            values = tuple(
                (key, (other,)) if key in SIDES else (key, value)
                for key, value in self.order.values
            )
            order = Order(self.order.instrument, values)
            yield replace(self, order=order, id=f"{self.id}#at-{other}")

    @property
    def _sides(self) -> tuple[str, ...]:
        return tuple(name for key in SIDES for name in self.order.names(key))

    def _between(self, other: str, politics: Politics) -> Dispute | None:
        """Return the dispute with a country; who presses first has one of its own (§A.28)."""
        found = politics.between(self.by, other)
        if not self.presses or found is None or found.stage != "latent":
            return found
        own = (d for d in politics.disputes if d.open and (d.sender, d.target) == (self.by, other))
        return next(own, found)

    def measure(self, kind: Any, politics: Politics, **more: Any) -> Measure:
        """Return a measure of a kind on what the order names."""
        dispute = self.dispute(politics)
        values: dict[str, Any] = {
            "id": self.id, "kind": kind, "by": self.by,
            "products": self.order.names("product"), "targets": self.others,
            "activities": self.order.names("activity"), "firms": self.order.names("firm"),
            "buyers": self.order.names("buyer"),
            "since": self.starts, "until": self.end(),
            "known": max(0, self.setting.timeline.tick(self.given)),
            "instrument": self.order.instrument, "rung": self._rung,
            "deniability": self._deniability,
            "dispute": dispute.id if dispute and self._is_step(kind) else None,
        }  # fmt: skip
        return Measure(**{**values, **more})

    def end(self) -> int | None:
        """Return the first tick in which it acts no longer; None: until it is lifted."""
        last, timeline = self.order.date("until"), self.setting.timeline
        if last is None:
            return None
        after = last + min(dt.timedelta(days=1), dt.date.max - last)  # the last day has none after
        return max(self.starts, timeline.tick(after))

    @property
    def _deniability(self) -> float:
        """Return how far it can be denied; what is done quietly is not announced at all."""
        quiet = self.order.chosen("quiet") == "yes"
        return max(QUIET, self.instrument.deniability) if quiet else self.instrument.deniability

    @property
    def _rung(self) -> int:
        """Return how gravely its measures are taken; less where they name nobody (§A.19)."""
        named = any(self.order.names(key) for key in NAMING if key in self.instrument.keys)
        relief = 0.0 if named else self.setting.parameters["agnostic_relief"]
        return max(0, round(self.instrument.rung - relief))

    def _is_step(self, kind: str) -> bool:
        """Return whether a measure is a step in the dispute: it presses, or is said to be one.

        A gift never presses, even where it is meant for the other side of the dispute.
        """
        return kind != "transfer" and (self.presses or bool(self.order.names("dispute")))

    def _country(self, firm: str) -> str:
        return self.setting.polity.firms.get(firm, firm)


def befriended(standing: Standing, deed: Deed, others: Iterable[str]) -> Standing:
    """Return the standing with countries closer to the one that consulted or helped them."""
    politics, setting = standing.politics, deed.setting
    for other in others:
        row = setting.network.countries[other]
        politics = politics.closer(deed.row, row, setting.parameters["goodwill"])
    return replace(standing, politics=politics)


class Primitive(Protocol):
    """One of the few things that orders are made of."""

    def __call__(self, standing: Standing, deed: Deed, given: Given) -> Standing:
        """Return what the deed leaves of the standing."""
        ...
