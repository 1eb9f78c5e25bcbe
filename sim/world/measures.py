"""Measures: restrictions and support in force, as data. Orders make them, the economy reads them.

Every kind names what it acts on by products, countries, activities or firms; an empty tuple
means all of them. `rate` and `amount` are explained with each kind.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    "share",  # amount: units that go from the state's stockpile to those of the targets, at `since`
    "cover",  # rate: multiple of the usual stock that firms aim at
    "evasion",  # rate: share of what is forbidden that firms let through all the same
    "knowhow",  # rate: by how much longer new capacity takes the targets to build
    # What the economy does not read:
    "channel",  # rate: share of the exposures `over` (tourism, …) from `by` to the targets cut
    "transfer",  # amount: USD a year from the treasury to the targets, or to its own firms
    "screening",  # rate: largest foreign stake in a firm that needs no leave
    "stake",  # rate: share of the firms of the targets held from abroad
    "protection",  # rate: share of harm to infrastructure and vendors' hold that is averted
    "secrecy",  # what is found out about the products stays at home
    "designation",  # the products are critical by law: a gate to support
    "clearance",  # people are vetted: partners share secrets
    "warning",  # rate: share of noise and delay of what is seen that is taken away
    "blocking",  # own firms may not obey the targets' rules for firms elsewhere
    "listing",  # the firms named are on a list; what it cuts is said by licences beside it
    "call",  # partners are called on to act against the targets
    "pledge",  # rate: share of a threat's loss that partners promise to answer with
    "consultation",  # the targets were asked before
    "exemption",  # the products, or all, are let off another's measure
    "suit",  # a case against the order `against`, decided at `until`
]

DENIED = 0.5
"""Deniability beyond which nobody hears of a measure but by what it does [1]."""

AGAIN = "#again"
"""How the id of a measure ends that comes back after a suspension."""

BACK = "#back"
"""How that of one ends that is in force again since what took its place has ended."""

CARRIED_OUT = "-imposed-"
"""What stands in the id of a measure that was threatened, between dispute and tick."""

JOINABLE: tuple[MeasureKind, ...] = ("licence", "duty", "tariff", "boycott", "channel")
"""Kinds of measure that others can take over."""

INWARD: tuple[MeasureKind, ...] = ("boycott", "tariff")
"""Kinds of measure that refuse goods."""

FOLLOWING = ("join_coalition", "harmonise_control_list")
"""Instruments whose measures are taken over from others."""

RULE_KINDS: frozenset[MeasureKind] = frozenset(
    ("channel", "transfer", "screening", "stake", "protection", "secrecy", "designation",
     "clearance", "warning", "blocking", "listing", "call", "pledge",
     "consultation", "exemption", "suit")
)  # fmt: skip
"""Kinds that act in politics and in accounts of money; the economy does not read them."""


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
    replaced: tuple[tuple[str, int | None], ...] = ()
    """Id and former end of the measures whose place this one took."""
    buyers: tuple[str, ...] = ()
    """Firms abroad that the goods are kept from; none: everybody."""
    over: str = ""
    """Channel of the exposures that a `channel` cuts."""
    against: str = ""
    """Id of the order that a suit, an exemption or a call is about, or of a pledge's club."""
    instrument: str = ""
    """What it was ordered by; empty for what a scenario starts with."""
    dispute: str | None = None
    """Id of the dispute that it is a step in."""
    rung: int = 0
    """Of the ladder of escalation [0 to 8]."""
    deniability: float = 0.0
    """0: openly declared; 1: officially denied [1]."""
    hushed: bool = False
    """Whether it was let lapse without a word."""

    @property
    def origin(self) -> str:
        """Return the id of the order that it comes of; one order can make several measures."""
        return self.id.partition("#")[0]

    @property
    def follows(self) -> bool:
        """Return whether others lead it: its country joined them, or took over their list."""
        return self.instrument in FOLLOWING

    def on_the_same_as(self, other: Measure) -> bool:
        """Return whether two measures of a country are of one kind and on the same things."""
        named = (
            "kind",
            "by",
            "products",
            "targets",
            "activities",
            "firms",
            "buyers",
            "over",
            "against",
        )
        return all(getattr(self, key) == getattr(other, key) for key in named)

    def heard_of(self, country: str | None, tick: int) -> bool:
        """Return whether a country knows that it was imposed: open ones, its own, those at it."""
        denied = self.kind == "hold" or self.deniability > DENIED
        return self.known <= tick and (not denied or country in (self.by, *self.targets))

    def seen_by(self, country: str | None, tick: int) -> bool:
        """Return whether a country sees that it is in force or announced."""
        return self.heard_of(country, tick) and (self.until is None or tick < self.until)

    def in_force(self, tick: int) -> bool:
        """Return whether the measure acts in a tick."""
        return self.since <= tick and (self.until is None or tick < self.until)


def stopped(measure: Measure) -> float:
    """Return how much of a trade or stream a measure stops [0 to 1]."""
    return 1.0 - measure.rate if measure.kind == "licence" else min(1.0, measure.rate)


def strongest(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return the measures but those that stop less of the same than another's, or no more later."""
    best: dict[tuple[object, ...], Measure] = {}
    for m in measures:
        what = (m.kind, m.products, m.targets, m.firms, m.buyers, m.over)
        if what not in best or stopped(m) > stopped(best[what]):
            best[what] = m
    return tuple(best.values())


def together(measures: Iterable[Measure], kind: MeasureKind, by: str, tick: int) -> float:
    """Return the share that a country's measures of a kind take together, each of the rest [1]."""
    left = 1.0
    for measure in measures:
        if measure.kind == kind and measure.by == by and measure.in_force(tick):
            left *= 1.0 - measure.rate
    return 1.0 - left
