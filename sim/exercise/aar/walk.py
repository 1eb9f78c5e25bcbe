"""Walk: the log once more from its first entry, to tell when what was done, on both clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sim.exercise import fold
from sim.exercise.aar.acts import told
from sim.exercise.aar.report import Happened
from sim.exercise.acts import MAIN
from sim.exercise.exercise import Exercise
from sim.exercise.state import Said, State
from sim.exercise.table import Table
from sim.exercise.topics.lines import Branched
from sim.exercise.topics.rounds import (
    CLOCK,
    ROUNDS,
    Locked,
    Opened,
    Published,
    Sheet,
    Started,
)


@dataclass(frozen=True)
class Step:
    """An entry, with how things stood before and after it."""

    said: Said
    before: State
    after: State

    @property
    def elapsed(self) -> float:
        """Return the time played by then [s]."""
        return self.after.of(CLOCK).elapsed(self.said.at)


@dataclass(frozen=True)
class Log:
    """What the log tells of a round and the state does not keep."""

    opened: float | None = None
    """Played time [s]."""
    locked: float | None = None
    published: float | None = None
    sheets: Mapping[str, Sheet] = field(default_factory=dict)


def steps(exercise: Exercise) -> Iterator[Step]:
    """Yield every entry of the log with the states around it."""
    state = State()
    for entry in exercise.entries():
        said = fold.said(entry)
        after = fold.after(state, said)
        yield Step(said, state, after)
        state = after


def logs(walked: Iterable[Step], line: str) -> Mapping[int, Log]:
    """Return what was done in each round of a line, as it stands."""
    found: dict[str, dict[int, Log]] = {MAIN: {}}
    for step in walked:
        act, current = step.said.act, step.after.current
        if isinstance(act, Branched):
            earlier = found[act.origin].items()
            found[act.name] = {n: log for n, log in earlier if n < act.round}
            continue
        rounds = found[current]
        round = step.after.of(ROUNDS).round
        rounds[round] = _followed(rounds.get(round, Log()), step)
    return found[line]


def _followed(log: Log, step: Step) -> Log:
    match step.said.act:
        case Opened():
            return replace(log, opened=step.elapsed)
        case Locked(sheets=sheets):
            return replace(log, locked=step.elapsed, sheets=sheets)
        case Published():
            return replace(log, published=step.elapsed)
    return log


def timeline(walked: Iterable[Step], table: Table) -> tuple[Happened, ...]:
    """Return what there is to tell of the course of the exercise, by both clocks."""
    found, started = [], False
    for step in walked:
        started = started or isinstance(step.said.act, Started)
        line = told(step.said, step.before)
        if line is None:
            continue
        day = table.day(step.after.of(ROUNDS).published) if started else None
        said = step.said
        found.append(Happened(said.number, said.at, step.elapsed, day, step.after.current, *line))
    return tuple(found)
