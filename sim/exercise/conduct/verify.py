"""Verify: the whole log run again, and where it comes out otherwise than it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.errors import SimError
from sim.exercise.conduct.adjudication import Kept, kept, resolved
from sim.exercise.conduct.prelude import played
from sim.exercise.conduct.projection import projected
from sim.exercise.conduct.sheets import sheets
from sim.exercise.exercise import Exercise
from sim.exercise.fold import after, said
from sim.exercise.log.entry import Entry
from sim.exercise.state import Said
from sim.exercise.table import Table
from sim.exercise.topics.rounds import ROUNDS, Adjudicated, Ended, Locked, Overruled, Started
from sim.exercise.topics.white import Explained
from sim.game import Game
from sim.journal import Entry as Round
from sim.journal import plain
from sim.patches import Patch
from sim.world.decisions import Decisions
from sim.world.store import quarrels_of
from sim.world.world import World, arrays

TOLERANCE = 1e-9
"""By which numbers of another machine may differ, relative."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """An entry of the log that comes out otherwise than it is recorded."""

    entry: int
    line: str
    round: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.entry}, line {self.line}, round {self.round}: {self.what}"


def verified(
    exercise: Exercise, table: Table, progress: Progress | None = None
) -> tuple[Difference, ...]:
    """Return where the log comes out otherwise; nothing: all is as it is recorded.

    Every entry is taken by itself, from where those before it lead to. Numbers may differ by
    rounding, outcomes may not. What programs answered cannot be asked again.
    """
    entries = exercise.entries()
    walk = Exercise(exercise.file)
    again = Table(walk)
    found: list[Difference] = []
    for done, entry in enumerate(entries):
        one = said(entry)
        found += _differences(walk, again, one, entry)
        walk.state = after(walk.state, one)
        if progress:
            progress(done + 1, len(entries))
    return tuple(found)


def _differences(walk: Exercise, table: Table, one: Said, entry: Entry) -> Iterator[Difference]:
    round = walk.of(ROUNDS).round
    try:
        what = _otherwise(walk, table, one)
    except SimError as error:
        what = str(error)
    if what:
        yield Difference(entry.number, walk.state.current, round, what)


def _otherwise(walk: Exercise, table: Table, one: Said) -> str | None:
    """Return what comes of an act otherwise, run from the state before it; None if nothing does."""
    rounds = walk.of(ROUNDS)
    names = (*rounds.prelude, *rounds.records)
    match one.act:
        case Started(records=recorded):
            return _unlike_records(table, (), recorded, played(table)[0])
        case Locked() as act:
            return _unlike_sheets(walk, table, act)
        case Adjudicated() as act:
            return _unlike_result(table, names, act, resolved(walk, table))
        case Overruled(round=round) as act:
            return _unlike_result(table, names[:-1], act, _overruled(table, round, act))
        case Ended(records=recorded, months=months) if months:
            before = (*rounds.prelude, *rounds.records[: rounds.published])
            return _unlike_records(table, before, recorded, projected(table, months)[0])
        case Explained(record=record):
            walk.file.record(record)
    return None


def _overruled(table: Table, round: int, act: Overruled) -> Kept:
    """Return the model's own result of a round, overruled as an act says."""
    own = table.own_result(round)
    game = own.game.branch(own.moment)
    game.decide(Decisions(dict(act.rulings), dict(act.draws)))
    game.resolve()
    if act.patches:
        game.patch([Patch.parse(text) for text in act.patches])
    return kept(table, game)


def _unlike_result(
    table: Table, before: tuple[str, ...], act: Adjudicated | Overruled, again: Kept
) -> str | None:
    table.exercise.file.record(act.record)  # not the one that was just made
    recorded = table.after((*before, act.record))
    if recorded.journal[-1].state != act.digest:
        return "the record is not the one that was written of"
    if again.name == act.record:
        return None
    return difference(recorded, table.after((*before, again.name)))


def _unlike_records(
    table: Table, before: tuple[str, ...], recorded: tuple[str, ...], again: tuple[str, ...]
) -> str | None:
    for name in recorded:
        table.exercise.file.record(name)
    if recorded == again:
        return None
    if len(recorded) != len(again):
        return f"{len(recorded)} rounds are recorded, {len(again)} come out"
    return difference(table.after((*before, *recorded)), table.after((*before, *again)))


def _unlike_sheets(walk: Exercise, table: Table, act: Locked) -> str | None:
    again = sheets(walk, table, None)
    for seat, sheet in act.sheets.items():
        asked = sheet.origin == "program" or (sheet.origin == "default" and bool(sheet.told))
        if not asked and again.get(seat) != sheet:
            return f"the sheet of {seat} is not what was written for it"
    return None


# --- two Games -----------------------------------------------------------------------------------


def difference(one: Game, other: Game) -> str | None:
    """Return what differs between two games after their last round, or None."""
    a, b = one.journal[-1], other.journal[-1]
    if a.state == b.state and a == b:
        return None
    place = unlike(_told(a), _told(b)) or unlike(_whole(one.world), _whole(other.world))
    return f"{place} differs" if place else None


def _told(entry: Round) -> dict[str, Any]:
    """Return a round's entry; the World that it ends in is looked at by itself."""
    return {k: v for k, v in plain(entry).items() if k not in ("state", "politics")}


def _whole(world: World) -> dict[str, Any]:
    own = {**arrays(world), **arrays(world.politics), "measures": world.measures}
    return {**own, **quarrels_of(world)._asdict()}


def unlike(one: Any, other: Any, place: str = "") -> str | None:
    """Return where two values first differ by more than rounding; None if nowhere.

    >>> unlike({"a": [1.0, "x"]}, {"a": [1.0 + 1e-12, "y"]})
    'a.1'
    """
    if isinstance(one, np.ndarray):
        same = one.shape == other.shape and np.allclose(one, other, TOLERANCE, TOLERANCE)
        return None if same else place
    if isinstance(one, float) and isinstance(other, int | float):
        return None if np.isclose(one, other, TOLERANCE, TOLERANCE) else place
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        one, other = asdict(one), asdict(other)
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return _first(one.items(), other, place)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return _first(enumerate(one), other, place)
    return None if one == other else place or "it"


def _first(pairs: Any, other: Any, place: str) -> str | None:
    for key, value in pairs:
        found = unlike(value, other[key], f"{place}.{key}" if place else str(key))
        if found:
            return found
    return None
