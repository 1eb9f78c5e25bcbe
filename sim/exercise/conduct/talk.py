"""Talk: writing to seats and to the press, asking the white cell, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import SimError, unknown
from sim.exercise.acts import WHITE, Act
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.state import State
from sim.exercise.topics.talk import (
    TALK,
    MessageSent,
    PressReleased,
    Rfi,
    RfiAnswered,
    RfiAsked,
    RfiDeclined,
    RfiReleased,
    next_rfi,
)


def message(
    exercise: Exercise, by: str, sender: str, to: Sequence[str], text: str, *, under: str = ""
) -> Entry:
    """Write to seats or to the white cell; each of them reads it, and who else does."""
    addressed = tuple(dict.fromkeys(to))
    return exercise.do(by, MessageSent(sender=sender, to=addressed, text=text, under=under))


def press(
    exercise: Exercise, by: str, sender: str, text: str, *, headline: str = "", under: str = ""
) -> Entry:
    """Tell the press something, which everybody reads."""
    act = PressReleased(sender=sender, text=text, headline=headline, under=under)
    return exercise.do(by, act)


def ask(exercise: Exercise, by: str, seat: str, text: str, *, urgent: bool = False) -> Entry:
    """Ask the white cell for information."""

    def asked(state: State) -> list[Act]:
        return [RfiAsked(id=next_rfi(state, seat), seat=seat, text=text, urgent=urgent)]

    return exercise.do_all(by, asked)[-1]


def answer(exercise: Exercise, id: str, text: str) -> Entry:
    """Answer the seat that asked."""
    return exercise.do(WHITE, RfiAnswered(id=found(exercise, id).id, text=text))


def release(exercise: Exercise, id: str, to: Sequence[str] = (), text: str = "") -> Entry:
    """Let others read question and answer, or a text in their place; nobody named: everybody.

    Who asked is not told.
    """
    rfi = found(exercise, id)
    told = text or f"Question: {rfi.text}\nAnswer: {rfi.answer}"
    act = RfiReleased(id=rfi.id, to=tuple(dict.fromkeys(to)), text=told)
    return exercise.do(WHITE, act)


def decline(exercise: Exercise, id: str, because: str) -> Entry:
    """Leave a request without an answer, with a reason that its seat reads."""
    return exercise.do(WHITE, RfiDeclined(id=found(exercise, id).id, because=because))


def found(exercise: Exercise, id: str) -> Rfi:
    """Return a request by its id as somebody types it; for the white cell only."""
    rfis = exercise.of(TALK).rfis
    plain = {known.casefold(): rfi for known, rfi in rfis.items()}
    for typed in (id.casefold(), f"rfi-{id.casefold()}"):
        if typed in plain:
            return plain[typed]
    raise SimError(unknown("request", id, rfis))
