"""Exercises for tests: in a temporary file, on a clock that stands where it is set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sim.exercise.acts import WHITE, Act
from sim.exercise.exercise import Exercise
from sim.exercise.topics.rounds import (
    Adjudicated,
    Briefed,
    Locked,
    Opened,
    Published,
    Sheet,
    Started,
)
from sim.exercise.topics.seats import Chair, Seated
from sim.exercise.topics.setup import Created

MORNING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@dataclass
class Watch:
    """A clock for tests: it goes on only when told to."""

    at: dt.datetime = MORNING

    def __call__(self) -> dt.datetime:
        return self.at

    def go(self, minutes: float) -> None:
        self.at += dt.timedelta(minutes=minutes)


CREATED = Created(
    title="A quarrel", scenario="two-islands", scenario_text="format: 1", format="short", seed=1,
    program="0", marking="EXERCISE",
)  # fmt: skip

SEATS = ("NORTH", "SOUTH")


def exercise(folder: Path, watch: Watch | None = None, seats: Iterable[str] = SEATS) -> Exercise:
    """Return a new exercise whose seats are all played by people; it has no real scenario."""
    acts: list[Act] = [CREATED]
    for n, seat in enumerate(seats):
        acts.append(Seated(seat=seat, chair=Chair(kind="human"), code=f"CODE{n}"))
    return Exercise.create(folder / "day.exercise", acts, by=WHITE, clock=watch or Watch())


def opened(made: Exercise, minutes: float | None = None) -> Exercise:
    """Bring an exercise from before STARTEX to its first open round."""
    made.do_all(WHITE, (Started(), Briefed(round=1), Opened(round=1, minutes=minutes)))
    return made


def played(made: Exercise, record: str = "r1") -> Exercise:
    """Bring an open round to its publication, with a result that no model made."""
    round = made.state.line.slices["rounds"].round
    sheets = {seat: Sheet(origin="none") for seat in SEATS}
    made.do_all(
        WHITE,
        (
            Locked(round=round, sheets=sheets),
            Adjudicated(round=round, record=record, digest="d"),
            Published(round=round),
        ),
    )
    return made
