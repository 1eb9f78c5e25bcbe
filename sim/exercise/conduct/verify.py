"""Verify: the whole log run again, and where it first comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.game import Game
from sim.journal import Entry
from sim.seats.history import HistorySeats
from sim.world.disputes import Draw
from sim.world.world import World, arrays

TOLERANCE = 1e-9
"""By which numbers of another machine may differ, relative."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """Where a re-run round comes out otherwise than it is recorded."""

    line: str
    round: int
    """Of the exercise; below 1: of the prelude."""
    what: str

    def __str__(self) -> str:
        before = f"prelude, {1 - self.round} before STARTEX"
        where = f"round {self.round}" if self.round > 0 else before
        return f"line {self.line}, {where}: {self.what}"


def verified(
    exercise: Exercise, table: Table, progress: Progress | None = None
) -> tuple[Difference, ...]:
    """Return the first difference of every line of play; none: all is as it is recorded.

    Numbers may differ by rounding, outcomes may not.
    """
    tuple(exercise.file.entries())  # the chain itself
    lines = list(exercise.state.lines)
    found = []
    for done, line in enumerate(lines):
        first = next(_differences(line, table), None)
        found += [first] if first else []
        if progress:
            progress(done + 1, len(lines))
    return tuple(found)


def _differences(line: str, table: Table) -> Iterator[Difference]:
    """Yield the differences of a line, each round run from where the record before it stands."""
    rounds = table.rounds(line)
    names = (*rounds.prelude, *rounds.records)
    dated = HistorySeats(table.scenario)
    for n in range(len(names)):
        recorded, again = table.after(names[: n + 1]), table.after(names[:n])
        if n < len(rounds.prelude):
            for seat, history in dated.items():
                again.ask(seat, history)
        else:
            again = recorded.branch(recorded.moments[-1])
        again.resolve()
        what = difference(recorded, again)
        if what:
            yield Difference(line, n + 1 - len(rounds.prelude), what)


def difference(one: Game, other: Game) -> str | None:
    """Return what differs between the last rounds of two games, or None."""
    a, b = one.journal[-1], other.journal[-1]
    if a.state == b.state and a.rulings == b.rulings and a.events == b.events:
        return None
    for part in ("orders", "rulings", "events"):
        if getattr(a, part) != getattr(b, part):
            return f"{part} differ"
    return _draws(a, b) or _worlds(one.world, other.world)


def _draws(a: Entry, b: Entry) -> str | None:
    def told(draw: Draw) -> tuple[object, ...]:
        return draw.date, draw.subject, draw.what, draw.happened

    if [told(d) for d in a.draws] != [told(d) for d in b.draws]:
        return "draws differ"
    for x, y in zip(a.draws, b.draws, strict=True):
        if not np.isclose(x.probability, y.probability, rtol=TOLERANCE, atol=TOLERANCE):
            return f"the probability of {x.subject} {x.what} differs"
    return None


def _worlds(one: World, other: World) -> str | None:
    if one.measures != other.measures:
        return "measures differ"
    pairs = {**arrays(one), **arrays(one.politics)}, {**arrays(other), **arrays(other.politics)}
    for name, values in pairs[0].items():
        if not np.allclose(values, pairs[1][name], rtol=TOLERANCE, atol=TOLERANCE):
            return f"{name} differs"
    return None
