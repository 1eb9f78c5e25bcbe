"""Disputes: who wants what of whom, how far it has gone, and what it costs, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from sim.odds import Odds
from sim.timeline import YEAR_DAYS
from sim.world.measures import AGAIN, Measure

Issue = Literal["regulatory", "economic", "security", "sovereignty"]
Stage = Literal["latent", "threat", "imposed", "frozen", "closed"]
"""latent: nothing said; threat: a demand with a deadline; imposed: measures are in force;
frozen: measures suspended by agreement; closed: it ended."""
Ending = Literal["conceded", "settled", "withdrawn", "backed down", "stalemate"]


@dataclass(frozen=True)
class Toll:
    """What a dispute costs each country, against the same world without its measures.

    Every tuple has a value for each country, in the order of the Network's index.
    """

    damage: tuple[float, ...]
    """Loss of real income, yearly; below 0 for a gain [% of GDP]."""
    sector: tuple[float, ...]
    """Share of its output that the worst-hit activity lost [1]."""
    shortage: tuple[float, ...]
    """1 less what critical uses got of what they wanted, weighted by how critical [1]."""
    usd: tuple[float, ...] = ()
    """The damage in money, also of countries whose GDP is unknown [USD/year]."""
    ties: float | None = None
    """Share of the trade between sender and target that is left [1]; None if they have none."""


@dataclass(frozen=True)
class Month:
    """What disputes cost over a month of a round."""

    start: dt.date
    end: dt.date
    """First day after it."""
    tolls: tuple[tuple[str, Toll], ...]
    """Dispute and its toll, in the order of ids."""

    @property
    def years(self) -> float:
        """Return how long it is [year]."""
        return (self.end - self.start).days / YEAR_DAYS


@dataclass(frozen=True)
class Dispute:
    """A quarrel in which a sender wants something of a target."""

    id: str
    sender: str
    target: str
    demand: str
    issue: Issue
    stake_sender: float
    """How much it matters to the sender [1, 0 to 1]."""
    stake_target: float
    """[1, 0 to 1]."""
    divisible: bool = False
    """Whether there is something between all and nothing to agree on."""
    stage: Stage = "latent"
    since: int = 0
    """Tick in which the stage began."""
    deadline: int | None = None
    """Tick by which a threat is to be answered."""
    talks_until: int | None = None
    """Tick until which the two are talking."""
    months: float = 0.0
    """In the imposed stage so far [month]."""
    escalation: float = 0.0
    """Level reached on the ladder [0 to 8]."""
    attribution: float = 3.0
    """Log odds that the measures are held to be the sender's."""
    face: float = 0.0
    """How well a way out saves face [1, 0 to 1]."""
    face_until: int | None = None
    """Tick at which the offer behind it lapses."""
    carrot: float = 0.0
    """What the sender offers for compliance [1, 0 to 1]."""
    resolve: float = 0.0
    """Hidden deviation of the target's resolve, drawn once [standard deviations]."""
    institution: bool = False
    """Whether the sender acts through an institution or large bloc."""
    partners: tuple[str, ...] = ()
    """Who acts with the sender."""
    defenders: tuple[str, ...] = ()
    """Who acts with the target against the sender."""
    expected_target: float = 0.0
    """Loss the target expects of a threat carried out [% of GDP]."""
    expected_sender: float = 0.0
    """Loss the sender expects of carrying it out [% of GDP]."""
    threatened: str = ""
    """Text of the order that is threatened."""
    public: bool = True
    """Whether it was out in the open from the start."""
    toll: Toll | None = None
    toll_before: Toll | None = None
    """As it stood when the round before was over."""
    plain_since: int | None = None
    """Tick from which it is seen that measures are in force, and who did it surely enough that
    others may act together; None while it is not."""
    misread: tuple[tuple[str, int], ...] = ()
    """Third country that took its measures as aimed at itself, and the tick when it did."""
    ending: Ending | None = None

    @property
    def open(self) -> bool:
        """Return whether it has not ended."""
        return self.stage != "closed"

    def known_to(self, country: str) -> bool:
        """Return whether a country knows of it: its own, or one that is out in the open."""
        return self.role(country) != "third" or self.public or self.attribution >= 0.0

    def talking(self, tick: int) -> bool:
        """Return whether the two are talking in a tick."""
        return self.talks_until is not None and tick < self.talks_until

    def role(self, country: str) -> Literal["sender", "target", "third"]:
        """Return a country's part in it."""
        if country == self.sender:
            return "sender"
        return "target" if country == self.target else "third"


def author_of(measure: Measure, dispute: Dispute | None) -> str:
    """Return whose order a measure comes of: what third countries are made to do is not theirs."""
    origin = measure.origin
    if dispute is None or measure.id.removesuffix(AGAIN) != f"{origin}#{measure.by}":
        return measure.by
    return dispute.sender if dispute.target in measure.targets else dispute.target


@dataclass(frozen=True)
class Draw:
    """A chance event: how likely it was and why, what was drawn, and whether it happened."""

    date: dt.date
    subject: str
    """Id of the dispute, or the country."""
    what: str
    odds: Odds = field(repr=False)
    probability: float
    """With all rival events taken into account [1]."""
    drawn: float
    """Uniform number; what happens is what it falls on [1]."""
    happened: bool
    stream: str = ""
    """Name of the stream of chance that the number comes from; rivals have one together."""

    @staticmethod
    def alone(
        date: dt.date, subject: str, what: str, odds: Odds, drawn: float, stream: str
    ) -> Draw:
        """Return the draw of an event that has no rival: it happens below its probability."""
        chance = odds.probability
        return Draw(date, subject, what, odds, chance, drawn, drawn < chance, stream)
