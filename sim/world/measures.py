"""Measures: restrictions and support in force, as data. Orders make them, the economy reads them.

Every kind names what it acts on by products, countries, activities or firms; an empty tuple
means all of them. `rate` and `amount` are explained with each kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MeasureKind = Literal[
    "licence",  # rate: share of requests let through; a ban is rate 0
    "quota",  # amount: units that may leave in its period; rate: share of the last one's rest added
    "duty",  # rate: ad valorem on the seller's price, paid to the seller's treasury
    "tariff",  # rate: ad valorem on the border price, paid to the buyer's treasury
    "hold",  # rate: share of shipments queued at the border; amount: share released a week
    "boycott",  # rate: share of requests that are not made
    "domestic_first",  # buyers at home are served before those abroad
    "cap",  # rate: share of capacity that may be worked
    "tax",  # rate: share of normal unit cost, amount: USD per unit of level, to the treasury
    "research",  # rate: multiple of the thrifting rate
    "capacity",  # amount: units a year added to firms' projects, begun at `since`
    "stockpile",  # amount: units to buy (or, below 0, to release) between since and until
]


@dataclass(frozen=True)
class Measure:
    """A restriction or support: by whom, on what, how much, since and until when."""

    id: str
    kind: MeasureKind
    by: str
    products: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    channels: tuple[str, ...] = field(default=("declared", "unquoted", "undeclared"))
    rate: float = 0.0
    amount: float = 0.0
    since: int = 0
    """First tick in force."""
    until: int | None = None
    """First tick no longer in force; None: until lifted."""
    known: int = 0
    """First tick at which the trade knows of it."""
    continues: str | None = None
    """Id of the quota whose use so far counts against this one."""

    def on_the_same_as(self, other: Measure) -> bool:
        """Return whether two measures of a country are of one kind and on the same things."""
        named = ("kind", "by", "products", "targets", "activities", "firms")
        return all(getattr(self, key) == getattr(other, key) for key in named)

    def in_force(self, tick: int) -> bool:
        """Return whether the measure acts in a tick."""
        return self.since <= tick and (self.until is None or tick < self.until)
