"""Rounds: STARTEX, briefing, opening, locking, adjudicating, publishing, ENDEX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.exercise.acts import WHITE
from sim.exercise.exercise import Exercise, Work
from sim.exercise.log.entry import Entry
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import (
    ROUNDS,
    Adjudicated,
    Briefed,
    Ended,
    Extended,
    Locked,
    Opened,
    Paused,
    Published,
    Resumed,
    Started,
    Unlocked,
    must_be,
)
from sim.exercise.topics.seats import SEATS

if TYPE_CHECKING:  # the model takes a second to load
    from sim.exercise.conduct.sheets import Programs
    from sim.exercise.table import Result, Table


def start(exercise: Exercise, table: Table) -> Entry:
    """STARTEX: history plays the rounds before the exercise, and the room's clock begins."""
    from sim.exercise.conduct.prelude import played  # loads the model

    must_be(exercise.state, "planning")
    names, records = played(table)
    return exercise.do(WHITE, Started(records=names), records)


def pause(exercise: Exercise, because: str = "") -> Entry:
    """Let the room's clock stand still; injects are fired by hand only."""
    return exercise.do(WHITE, Paused(because=because))


def resume(exercise: Exercise) -> Entry:
    """Let the room's clock go on."""
    return exercise.do(WHITE, Resumed())


def brief(exercise: Exercise) -> Entry:
    """Begin the next round: seats read what they may know."""
    return exercise.do(WHITE, Briefed(round=exercise.of(ROUNDS).round + 1))


def open_round(exercise: Exercise, minutes: float | None = None) -> Entry:
    """Let seats order, for so many minutes if an end is set."""
    rounds = exercise.of(ROUNDS)
    coming = rounds.round if rounds.phase == "brief" else rounds.round + 1
    return exercise.do(WHITE, Opened(round=coming, minutes=minutes))


def extend(exercise: Exercise, minutes: float) -> Entry:
    """Give seats longer, or less long."""
    return exercise.do(WHITE, Extended(minutes=minutes))


def lock(exercise: Exercise, table: Table, programs: Programs | None = None) -> Entry:
    """Let nobody order any more; scripted and silent seats get their sheets now.

    What is signed by now enters the model with the round, as far as conditions hold.
    """
    from sim.exercise.conduct.deals import fall_due
    from sim.exercise.conduct.sheets import sheets  # loads the model

    must_be(exercise.state, "open")
    fall_due(exercise, table)

    def locked() -> Work:
        round = exercise.of(ROUNDS).round
        return Locked(round=round, sheets=sheets(exercise, table, programs)), {}

    return exercise.work(WHITE, (ROUNDS, ORDERS, SEATS), locked)


def unlock(exercise: Exercise, because: str) -> Entry:
    """Let seats change their orders once more."""
    return exercise.do(WHITE, Unlocked(because=because))


def adjudicate(exercise: Exercise, table: Table) -> Result:
    """Work out what comes of all orders at once, for the white cell to review."""
    from sim.exercise.conduct.adjudication import resolved  # loads the model

    def adjudicated() -> Work:
        must_be(exercise.state, "locked")
        round, kept = exercise.of(ROUNDS).round, resolved(exercise, table)
        act = Adjudicated(round=round, record=kept.name, digest=kept.digest, acted=kept.acted)
        return act, kept.records

    exercise.work(WHITE, (ROUNDS,), adjudicated)
    return table.result(exercise.of(ROUNDS).round)


def publish(exercise: Exercise, table: Table | None = None) -> list[Entry]:
    """Tell everybody the round's result; injects whose conditions it fulfils fire now."""
    from sim.exercise.conduct.injects import fire_due

    published = exercise.do(WHITE, Published(round=exercise.of(ROUNDS).round))
    return [published, *fire_due(exercise, table)]


def end(exercise: Exercise, table: Table | None = None, months: int = 0) -> Entry:
    """ENDEX; with `months`, the world is run on so that what outlasts the game is seen."""
    from sim.exercise.topics.rounds import ALLOWED

    must_be(exercise.state, *ALLOWED[Ended])
    if not months or table is None:
        return exercise.do(WHITE, Ended())
    from sim.exercise.conduct.projection import projected  # loads the model

    def ended() -> Work:
        names, records = projected(table, months)
        return Ended(records=names, months=months), records

    return exercise.work(WHITE, (ROUNDS,), ended)


@dataclass(frozen=True)
class Status:
    """Where the exercise is, in a few numbers."""

    phase: str
    round: int
    line: str
    elapsed: float
    """Since STARTEX, pauses taken out [s]."""
    paused: bool
    remaining: float | None
    """For planning [s]; None: no end is set."""


def status(exercise: Exercise) -> Status:
    """Return where the exercise is, by the room's clock."""
    from sim.exercise.topics.rounds import CLOCK, remaining

    rounds, clock, at = exercise.of(ROUNDS), exercise.of(CLOCK), exercise.clock()
    return Status(
        phase=rounds.phase,
        round=rounds.round,
        line=exercise.state.current,
        elapsed=clock.elapsed(at),
        paused=clock.paused is not None,
        remaining=remaining(exercise.state, at),
    )
