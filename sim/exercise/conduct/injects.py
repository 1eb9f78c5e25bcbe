"""Injects: firing those that are due, by hand, by the clock, or by the model's numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.exercise.acts import PROGRAM, WHITE
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.msel.rows import InjectRow, due
from sim.exercise.state import NotNowError
from sim.exercise.topics.injects import INJECTS, InjectFired, InjectSet, MselSet
from sim.exercise.topics.rounds import CLOCK, ROUNDS

if TYPE_CHECKING:  # the model takes a second to load
    from sim.exercise.conditions.facts import GameFacts
    from sim.exercise.table import Table

Status = Literal["pending", "approved", "held", "skipped"]


def fire(exercise: Exercise, id: str, why: str = "by hand") -> Entry:
    """Deliver an inject now, paused or not."""
    return fire_all(exercise, [id], why)[-1]


def fire_all(exercise: Exercise, ids: Sequence[str], why: str = "by hand") -> tuple[Entry, ...]:
    """Deliver injects now: all of them, or none."""
    return exercise.do_all(WHITE, [InjectFired(id=id, why=why) for id in ids])


def set_status(exercise: Exercise, id: str, status: Status) -> Entry:
    """Hold an inject back, approve it, skip it, or leave it pending."""
    return set_all(exercise, [id], status)[-1]


def set_all(exercise: Exercise, ids: Sequence[str], status: Status) -> tuple[Entry, ...]:
    """Hold injects back, approve, skip, or leave them pending: all of them, or none."""
    return exercise.do_all(WHITE, [InjectSet(id=id, status=status) for id in ids])


def retime(
    exercise: Exercise, id: str, *, round: int | None = None, minute: int | None = None
) -> Entry:
    """Set an inject to another round, or another minute after its round opens."""
    return exercise.do(WHITE, InjectSet(id=id, round=round, minute=minute))


def set_rows(exercise: Exercise, table: Table, rows: Sequence[InjectRow]) -> Entry:
    """Add rows to the MSEL, or put them in the place of those of the same id.

    SimError tells everything in them that names what there is not.
    """
    from sim.exercise.conduct.effects import checked_rows  # loads the model

    checked_rows(table, rows)
    return exercise.do(WHITE, MselSet(rows=tuple(rows)))


def fire_due(exercise: Exercise, table: Table | None = None) -> list[Entry]:
    """Deliver every approved inject whose time has come, and return the log's entries.

    Nothing is delivered while the clock stands still, nor between a round's adjudication and its
    publication: conditions are held against what everybody may know. Without a `table` only rounds
    and minutes are looked at.
    """
    clock, rounds = exercise.of(CLOCK), exercise.of(ROUNDS)
    if clock.started is None or clock.paused or rounds.phase in ("planning", "review", "over"):
        return []
    now = _now(exercise, table)
    found = {row.id: _why(row, now) for row in exercise.of(INJECTS).rows.values()}
    fired = (_fired(exercise, id, why) for id, why in found.items() if why)
    return [entry for entry in fired if entry is not None]


def _fired(exercise: Exercise, id: str, why: str) -> Entry | None:
    """Deliver an inject; None where somebody else has, or has held it back, in the meantime."""
    try:
        return exercise.do(PROGRAM, InjectFired(id=id, why=why))
    except NotNowError:
        return None


@dataclass(frozen=True)
class _Now:
    """What the triggers of injects are held against."""

    round: int
    minute: int
    """Of the room, since the round opened."""
    day: dt.date | None
    """Of the scenario; None where the model was not asked."""
    facts: GameFacts | None


def _now(exercise: Exercise, table: Table | None) -> _Now:
    round, minute = _room(exercise)
    if table is None:
        return _Now(round, minute, None, None)
    return _Now(round, minute, _last_day(exercise, table), facts_of(exercise, table))


def _why(row: InjectRow, now: _Now) -> str:
    """Return why an inject is due, in words; empty for one that is not."""
    asks_model = bool(row.when) or row.date is not None
    if asks_model and now.facts is None:
        return ""
    day = now.day or dt.date.max
    if not due(row, round=now.round, minute=now.minute, date=day, facts=now.facts):
        return ""
    if not row.when or now.facts is None:
        return _timed(row)
    from sim.exercise.conditions.judge import told  # loads the model
    from sim.exercise.conditions.parse import parse

    return told(parse(row.when), now.facts)


def _timed(row: InjectRow) -> str:
    """Return what time of its own has come for a row, in words."""
    parts = [
        f"round {row.round}" if row.round else "",
        f"minute {row.minute}" if row.minute else "",
        f"{row.date}" if row.date else "",
    ]
    return ", ".join(part for part in parts if part)


def _room(exercise: Exercise) -> tuple[int, int]:
    """Return the round and its minutes so far: -1 before it opens, many once it is over."""
    rounds = exercise.of(ROUNDS)
    if rounds.phase == "brief":
        return rounds.round, -1
    if rounds.phase != "open" or rounds.opened is None:
        return rounds.round, LATE
    elapsed = exercise.of(CLOCK).elapsed(exercise.clock()) - rounds.opened
    return rounds.round, int(elapsed // 60)


LATE = 1_000_000
"""More minutes than any round has."""


def _last_day(exercise: Exercise, table: Table) -> dt.date:
    """Return the last day that the round under way plays: what is dated in it is told at once."""
    rounds = exercise.of(ROUNDS)
    ended = rounds.round if rounds.phase != "brief" else rounds.round - 1
    return table.day(ended) - dt.timedelta(days=1)


def facts_of(exercise: Exercise, table: Table) -> GameFacts:
    """Return what conditions are held against: the last round that was published."""
    from sim.exercise.conditions.facts import GameFacts  # loads the model

    game = table.published()
    return GameFacts(
        game=game,
        round=exercise.of(ROUNDS).round,
        date=game.timeline.date(game.tick),
        fired=exercise.of(INJECTS).fired,
        prelude=table.prelude,
    )
