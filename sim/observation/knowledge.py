"""Knowledge: what an Observation holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.orders.base import Order
from sim.politics import forecast
from sim.politics.information.chokepoints import Chokepoint
from sim.world.deals import Deal
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.politics import Exposure


@dataclass(frozen=True)
class Standpoint:
    """What a seat's own country is in politics."""

    country: str
    support: float
    """[0 to 100]"""
    capital: float
    """[points]"""
    pressure: float
    """To give way in one of its quarrels, from home [0 to 1] (§P.20)."""
    budget: float | None
    """Left to spend this year [USD]; None where its GDP is not given."""
    gdp: float | None
    """[USD/year]; None where it is not given."""
    relations: Mapping[str, float]
    """Country -> how one stands to it [-1 to 1]."""
    allies: tuple[str, ...]
    government: str


@dataclass(frozen=True)
class Leverage:
    """What cutting a trade would cost, by closed-form forecast from trade shares (§P.33)."""

    other: str
    product: str
    loss_other: float
    """[% of GDP a year]"""
    loss_self: float
    """[% of GDP a year]"""


@dataclass(frozen=True)
class Observation:
    """A seat's knowledge at the start of a round."""

    seat: str
    round: int
    start: dt.date
    """First day of the round."""
    end: dt.date
    """First day after the round."""
    tick_days: int
    """Length of a tick, by which measures and disputes are dated [day]."""
    luck: int
    """The same for everybody in a game, another in another: what scripted seats draw by."""
    prices: Mapping[str, float]
    """Product -> world mean of sellers' prices, which are public [USD/unit]."""
    cover: Mapping[str, float]
    """Product -> weeks of use in stock in the seat's own country, by estimate [week] (§I.7)."""
    measures: tuple[Measure, ...]
    """Measures in force or announced; deniable ones only if they hit the seat or are its own."""
    own: Standpoint | None = None
    """None where the seat's country is none of the scenario's."""
    disputes: tuple[Dispute, ...] = ()
    """Open disputes it knows of; losses as it estimates them, others' late; resolve hidden.

    How far those of others have gone is told from the steps that it has heard of (§I.12).
    """
    deals: tuple[Deal, ...] = ()
    """Deals it is party to, and public ones."""
    exposures: tuple[Exposure, ...] = ()
    """Streams of money between countries, which are public."""
    denial: Sequence[Leverage] = ()
    """What it could withhold, strongest first."""
    market: Sequence[Leverage] = ()
    """What it could refuse to buy, strongest first."""
    threats: Sequence[Leverage] = ()
    """What others could withhold from it (loss_self is its own), strongest first."""
    deterrence: Mapping[str, forecast.Launch] = field(default_factory=dict)
    """Own dispute that has not come to measures -> what pressing in the open would be worth."""
    deterrence_denied: Mapping[str, forecast.Launch] = field(default_factory=dict)
    """The same where all that it does would be denied."""
    may: Callable[[Order], str | None] = field(
        default=lambda order: None, repr=False, compare=False
    )
    """Why an order of its own would be refused now, or None."""
    listed: Callable[[], tuple[Chokepoint, ...]] = field(default=tuple, repr=False, compare=False)
    """What its own firms answered: worked out when somebody looks, for few do."""

    @property
    def chokepoints(self) -> tuple[Chokepoint, ...]:
        """Return its own small firms on which much hangs; none before it asked or watched them."""
        return self.listed()
