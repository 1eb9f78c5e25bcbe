"""Seats: who decides for whom: people, scripts, programs, the white cell; taking over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import PROGRAM, WHITE, Act, SeatAct, Value
from sim.exercise.state import NotNowError, Said, State, Topic

Kind = Literal["human", "script", "program", "white"]


class Chair(Value):
    """Who decides for a seat."""

    kind: Kind
    player: str = Field("", max_length=200)
    """Name of the person or team; told to the white cell only."""
    policy: str = ""
    """For a script."""
    command: tuple[str, ...] = ()
    """For a program: what is started."""


class Seated(Act):
    """Somebody decides for a seat from now on; a code lets people join it."""

    seat: str
    chair: Chair
    code: str = ""
    """Empty: the one it has stays."""


class TakenOver(Act):
    """Somebody else decides for a seat, until it is handed back; what is written there stays."""

    seat: str
    chair: Chair
    because: str = Field("", max_length=2000)


class HandedBack(Act):
    """Whoever a seat was taken from decides for it again."""

    seat: str


class Joined(SeatAct):
    """Somebody came to a seat with its code."""

    seat: str
    player: str = Field("", max_length=200)


@dataclass(frozen=True)
class Place:
    """A seat with who decides for it."""

    chair: Chair
    code: str = ""
    away: Chair | None = None
    """From whom it was taken over."""


@dataclass(frozen=True)
class Seats:
    """All seats of the exercise."""

    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, code: str) -> str | None:
        """Return the seat that a join code opens."""
        plain = code.strip().upper()
        return next((s for s, p in self.places.items() if plain and p.code == plain), None)


class _Seats(Topic[Seats]):
    name = "seats"
    rewound = False
    acts = (Seated, TakenOver, HandedBack, Joined)

    def check(self, state: State, said: Said) -> None:
        own, act = state.of(self), said.act
        match act:
            case Seated(seat=seat, code=code):
                at = own.at(code)
                if at not in (None, seat):
                    raise NotNowError(f"the code {code} belongs to another seat")
            case TakenOver(seat=seat):
                if known_place(state, seat).away:
                    raise NotNowError(f"{seat} has been taken over already; hand it back first")
            case HandedBack(seat=seat):
                if known_place(state, seat).away is None:
                    raise NotNowError(f"nobody has taken {seat} over")
            case Joined(seat=seat):
                known_place(state, seat)

    def after(self, own: Seats, said: Said, before: State) -> Seats:
        match said.act:
            case Seated(seat=seat, chair=chair, code=code):
                earlier = own.places.get(seat)
                return _with(own, seat, Place(chair, code or (earlier.code if earlier else "")))
            case TakenOver(seat=seat, chair=chair):
                place = own.places[seat]
                return _with(own, seat, replace(place, chair=chair, away=place.chair))
            case HandedBack(seat=seat):
                place = own.places[seat]
                return _with(own, seat, replace(place, chair=place.away or place.chair, away=None))
            case Joined(seat=seat, player=player) if player:
                place = own.places[seat]
                chair = (place.away or place.chair).model_copy(update={"player": player})
                if place.away:  # it decides once the seat is handed back
                    return _with(own, seat, replace(place, away=chair))
                return _with(own, seat, replace(place, chair=chair))
        return own


def _with(own: Seats, seat: str, place: Place) -> Seats:
    return Seats({**own.places, seat: place})


SEATS = _Seats(Seats())


def known_place(state: State, seat: str) -> Place:
    """Return a seat's place; SimError, with the nearest name, if the exercise has no such seat."""
    places = state.of(SEATS).places
    if seat not in places:
        raise NotNowError(unknown("seat", seat, places))
    return places[seat]


def may_act_for(state: State, by: str, seat: str) -> None:
    """Raise NotNowError unless somebody may speak and order for a seat: itself, or the white cell.

    Nobody else learns anything by asking: the answer is the same whatever the seat has done.
    """
    if by in (WHITE, PROGRAM):
        known_place(state, seat)
        return
    if by != seat:
        raise NotNowError(f"you are {by}; orders and messages of others are not yours to give")
    if known_place(state, seat).away:
        raise NotNowError(f"{seat} has been taken over by the white cell; ask for it back")
