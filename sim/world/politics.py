"""Politics: what moves in politics, and what a scenario fixes of it.

`Polity` is to `Politics` as `Network` is to `World`. C countries, in the order of the Network's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.index import Index
from sim.values import replace
from sim.world.deals import Deal
from sim.world.disputes import Dispute

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """A yearly stream of money from one country to another outside the goods that are modelled."""

    channel: str
    """tourism, students, investment, finance, consumers, aid or infrastructure."""
    spender: str
    earner: str
    value: float
    """[USD/year]."""


Rule = Literal["consensus", "majority", "each"]
"""How a club acts: if all agree; if enough do; or each member for itself."""


@dataclass(frozen=True)
class Club:
    """Countries that mean to answer together when one of them is pressed."""

    name: str
    members: tuple[str, ...]
    rule: Rule
    meets: float
    """From a call to the meeting [day]."""
    decides: float
    """From the meeting to the day by which members have decided [month]."""


@dataclass(frozen=True, eq=False)
class Polity:
    """What a scenario fixes of its countries' politics."""

    countries: Index
    gdp: Floats
    """[USD/year]; NaN where the scenario gives none; shape (C,)."""
    governments: tuple[str, ...]
    """Form of government of each country, a name in the catalogue of governments."""
    traits: Mapping[str, Floats]
    """Parameter of scope `country` -> its value in each country; shape (C,)."""
    treaty: Floats
    """1 where two countries are allied; shape (C, C)."""
    exposures: tuple[Exposure, ...]
    firms: Mapping[str, str]
    """Firm -> its country, firms without capacity included."""
    institutions: frozenset[str]
    """Countries that are blocs: who acts through one acts through an institution."""
    clubs: Mapping[str, Club] = field(default_factory=dict)
    developing: frozenset[str] = frozenset()
    """Countries that count as developing."""

    def trait(self, name: str, country: str) -> float:
        """Return a country's value of a country parameter."""
        return float(self.traits[name][self.countries[country]])

    def gdp_of(self, country: str) -> float:
        """Return a country's GDP [USD/year]; NaN where the scenario gives none."""
        return float(self.gdp[self.countries[country]])

    def shared_clubs(self, one: str, other: str) -> tuple[str, ...]:
        """Return the clubs that two countries are both members of, in the scenario's order."""
        return tuple(id for id, c in self.clubs.items() if {one, other} <= {*c.members})

    def state_of(self, seat: str) -> str:
        """Return the country that a seat acts in: itself, its ministry's or its firm's."""
        country = seat.partition(".")[0]
        return self.firms.get(country, country)


@dataclass(frozen=True)
class Act:
    """An order that was allowed and takes effect in politics from a tick on."""

    tick: int
    id: str
    seat: str
    order: str
    given: dt.date
    late: bool = False
    """Whether it comes a round late, so that nobody has heard of it (§A.16)."""


@dataclass(frozen=True, eq=False)
class Politics:
    """All that moves in politics."""

    support: Floats
    """Of each government at home [0 to 100]; shape (C,)."""
    capital: Floats
    """Political capital [points, 0 to 100]; shape (C,)."""
    followed: Floats
    """Beta count of threats carried out; shape (C,)."""
    backed_down: Floats
    """Beta count of threats not carried out; shape (C,)."""
    rally: Floats
    """Rally behind the government under pressure from abroad [0 to 1]; shape (C,)."""
    relations: Floats
    """How one country stands to another [-1 to 1]; shape (C, C)."""
    spent: Floats
    """By each state on measures this year of play [USD]; shape (C,)."""
    legitimacy: Floats
    """Standing as one who keeps the rules [0 to 1]; shape (C,)."""
    disputes: tuple[Dispute, ...] = ()
    deals: tuple[Deal, ...] = ()
    pending: tuple[Act, ...] = ()
    """Orders that were allowed and have not begun."""
    led: tuple[tuple[str, int], ...] = ()
    """Country and tick of its last change of government."""
    cohesion: Floats = field(default_factory=lambda: np.zeros(0))
    """How far each club holds together [0 to 1]; in the order of `Polity.clubs`."""

    def dispute(self, id: str) -> Dispute | None:
        """Return the dispute of an id, or None."""
        return next((d for d in self.disputes if d.id == id), None)

    def between(self, one: str, other: str) -> Dispute | None:
        """Return the open dispute between two countries; the one furthest gone if several."""
        order = ("imposed", "threat", "frozen", "latent")
        pair = {one, other}
        found = [d for d in self.disputes if d.open and {d.sender, d.target} == pair]
        return min(found, key=lambda d: order.index(d.stage), default=None)

    def changed(self, name: str, country: int, by: float, low: float, high: float) -> Politics:
        """Return the politics with a country's number of a name moved, within bounds."""
        values = getattr(self, name).copy()
        values[country] = min(high, max(low, float(values[country]) + by))
        return replace(self, **{name: values})

    def closer(self, one: int, other: int, by: float) -> Politics:
        """Return the politics with two countries' relations moved, both ways."""
        relations = self.relations.copy()
        for row, column in ((one, other), (other, one)):
            relations[row, column] = min(1.0, max(-1.0, relations[row, column] + by))
        return replace(self, relations=relations)

    def with_deal(self, changed: Deal) -> Politics:
        """Return the politics with a deal in place of the one of its id, or added."""
        rest = tuple(changed if d.id == changed.id else d for d in self.deals)
        return replace(self, deals=rest if changed in rest else (*self.deals, changed))

    def deal(self, id: str) -> Deal | None:
        """Return the deal of an id, or None."""
        return next((d for d in self.deals if d.id == id), None)

    def with_dispute(self, changed: Dispute) -> Politics:
        """Return the politics with a dispute in place of the one of its id, or added."""
        if self.dispute(changed.id) is None:
            return replace(self, disputes=(*self.disputes, changed))
        return replace(
            self, disputes=tuple(changed if d.id == changed.id else d for d in self.disputes)
        )

    def credibility(self, country: int) -> float:
        """Return how far a country's threats are believed [1]."""
        kept, broken = float(self.followed[country]), float(self.backed_down[country])
        return kept / (kept + broken)


NUMBERS = ("support", "capital", "followed", "backed_down", "rally", "spent", "legitimacy")
"""Names of the numbers that every country has; shape (C,)."""


def politics_of(countries: int) -> Politics:
    """Return politics in which every number is 0, of so many countries."""
    numbers: dict[str, Any] = {name: np.zeros(countries) for name in NUMBERS}
    return Politics(relations=np.zeros((countries, countries)), **numbers)


NOBODY = politics_of(0)
"""The politics of nobody: of a World whose politics do not matter."""
