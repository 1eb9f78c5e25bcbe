"""Seats: assigning them, taking them over in mid-round, handing them back, joining by code."""

from __future__ import annotations

from sim.errors import SimError
from sim.exercise.acts import WHITE
from sim.exercise.conduct.create import join_codes
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.topics.seats import SEATS, Chair, HandedBack, Joined, Seated, TakenOver


def assign(exercise: Exercise, seat: str, chair: Chair, *, new_code: bool = False) -> Entry:
    """Let somebody decide for a seat from now on, and return the log's entry."""
    known = exercise.of(SEATS).places
    code = join_codes([seat])[seat] if new_code or seat not in known else ""
    return exercise.do(WHITE, Seated(seat=seat, chair=chair, code=code))


def takeover(exercise: Exercise, seat: str, chair: Chair, because: str = "") -> Entry:
    """Let somebody else decide for a seat until it is handed back; its sheet stays as it is."""
    return exercise.do(WHITE, TakenOver(seat=seat, chair=chair, because=because))


def handback(exercise: Exercise, seat: str) -> Entry:
    """Give a seat back to whoever it was taken from."""
    return exercise.do(WHITE, HandedBack(seat=seat))


def join(exercise: Exercise, code: str, player: str = "") -> str:
    """Return the seat that a code opens; SimError for any other, telling nothing of the seats."""
    seat = exercise.of(SEATS).at(code)
    if seat is None:
        raise SimError("no seat has this code; look at your role card, or ask the white cell")
    exercise.do(seat, Joined(seat=seat, player=player))
    return seat
