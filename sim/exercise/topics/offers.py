"""Offers: the acts by which seats deal with each other, and a deal as it stands in the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from sim.exercise.acts import WHITE, Act, SeatAct

DealId = Annotated[str, Field(pattern=r"^D-[A-Z0-9]{1,12}$")]
Term = Annotated[str, Field(pattern=r"^[^\s,]{1,100}$")]
"""As in an order: lift:ORDER, pay:USD, concede:DISPUTE, supply:PRODUCT:AMOUNT, hold_off."""


class DealProposed(SeatAct):
    """A seat offered others a deal, or answered an offer by another one."""

    id: DealId
    """By chance: a count would tell how much others deal."""
    seat: str
    parties: tuple[str, ...] = Field(min_length=2, max_length=12)
    """Whom it binds, the one who offers first: two countries, or the seats of an understanding."""
    give: tuple[Term, ...] = Field((), max_length=12)
    """Terms of the one who offers."""
    ask: tuple[Term, ...] = Field((), max_length=12)
    """Terms of the other."""
    text: str = Field("", max_length=4000)
    when: str = Field("", max_length=500)
    """The condition under which it binds; empty: at once."""
    until: int | None = Field(None, ge=1, le=1000)
    """The last round with which it can enter the model; None: as long as they play."""
    months: float = Field(12.0, ge=1.0, le=36.0)
    """How long its terms are watched."""
    secret: bool = False
    """Whether only the parties are to know of it; if not, all do once it is signed."""
    answers: str = ""
    """The offer in whose place it is put."""

    @property
    def binding(self) -> bool:
        """Return whether it has terms that the model knows."""
        return bool(self.give or self.ask)

    def party(self, seat: str) -> str | None:
        """Return as which party a seat speaks; None for one that is none.

        What binds a country is the business of all its ministries.
        """
        country = seat.partition(".")[0]
        names = (seat, country) if self.binding else (seat,)
        return next((name for name in names if name in self.parties), None)


class DealSigned(SeatAct):
    """A seat signed."""

    id: str
    seat: str


class DealRefused(SeatAct):
    """A seat refused an offer."""

    id: str
    seat: str


class DealWithdrawn(SeatAct):
    """A seat took its offer back."""

    id: str
    seat: str


class DealDue(Act):
    """The condition of a deal that was signed holds."""

    id: str
    why: str = Field("", max_length=4000)
    """In words, with the numbers of the day."""


DealState = Literal["offered", "countered", "refused", "withdrawn", "lapsed", "signed"]


@dataclass(frozen=True)
class Deal:
    """An offer as it was made, and what became of it in the room."""

    offer: DealProposed
    number: int
    """Of the log's entry."""
    round: int
    """The round it was offered in; 0: before the first."""
    at: dt.datetime
    signed: tuple[str, ...]
    """The parties that have signed, who offered it first."""
    state: DealState = "offered"
    due: bool = False
    """Whether both signed, and its condition held, if it has one."""
    why: str = ""
    """By what it held."""
    offered: int | None = None
    """The round with which the model learns of the offer."""
    entered: int | None = None
    """The round with which the model learns that it is signed."""

    @property
    def id(self) -> str:
        """Return its id."""
        return self.offer.id

    @property
    def last(self) -> int:
        """Return the last round in which the model lets an offer be signed that it learns of."""
        return self.offer.until or (self.offered or self.round) + 1

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parties that have not signed."""
        return tuple(party for party in self.offer.parties if party not in self.signed)

    @property
    def public(self) -> bool:
        """Return whether everybody knows of it."""
        return not self.offer.secret and not self.missing

    def known_to(self, seat: str) -> bool:
        """Return whether a seat knows of it; the white cell knows of all."""
        return seat == WHITE or self.public or self.offer.party(seat) is not None


@dataclass(frozen=True)
class Deals:
    """All that was offered on a line of play."""

    by_id: Mapping[str, Deal] = field(default_factory=dict)
