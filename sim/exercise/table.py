"""Table: the model behind an exercise: its Games, made again from the records of their rounds.

The exercise's round r is round `prelude` + r of its Game: the rounds before STARTEX are history's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sim.errors import SimError
from sim.exercise.exercise import Exercise
from sim.exercise.state import Line
from sim.exercise.template.derive import derived, format_of, prelude
from sim.exercise.template.load import template_of
from sim.exercise.template.spec import Format, Template
from sim.exercise.topics.rounds import ROUNDS, OrderLine, Rounds
from sim.game import Game, parameters_of
from sim.journal import Entry
from sim.language import speaking
from sim.moments import Moment, Record
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.parameters import Parameters
from sim.records import from_bytes
from sim.scenario.loader import read
from sim.scenario.spec import Scenario
from sim.timeline import Timeline
from sim.world.build import timeline_of


@dataclass(frozen=True, eq=False)
class Result:
    """What came of a round."""

    round: int
    """Of the exercise."""
    entry: Entry
    game: Game
    """As it stands after the round."""

    @property
    def moment(self) -> Moment:
        """Return how things were when the round began, with the sheets that were handed in."""
        return self.game.moments[-1]


@dataclass
class Table:
    """The Games of an exercise."""

    exercise: Exercise
    _read: dict[str, Record] = field(default_factory=dict)
    """Records read so far, by name."""
    _games: dict[tuple[str, ...], Game] = field(default_factory=dict)
    """Names of records -> the Game that they lead to."""

    @cached_property
    def template(self) -> Template:
        """Return what was prepared for the exercise; what fits any, in its language."""
        with speaking(self.exercise.setup.language):
            return template_of(self.exercise.setup.template_text, self._source)

    @cached_property
    def scenario(self) -> Scenario:
        """Return the scenario on the exercise's calendar."""
        return derived(self._source, self.template, self.exercise.setup.format)

    @cached_property
    def format(self) -> Format:
        """Return how the exercise is played."""
        return format_of(self.template, self.exercise.setup.format)

    @cached_property
    def prelude(self) -> int:
        """Return how many rounds lie before STARTEX."""
        return prelude(self._source, self.template, self.exercise.setup.format)

    @cached_property
    def parameters(self) -> Parameters:
        """Return the parameters that the model runs with."""
        return parameters_of(self.scenario, dict(self.exercise.setup.parameters))

    @cached_property
    def timeline(self) -> Timeline:
        """Return the calendar, prelude included."""
        return timeline_of(self.scenario)

    def day(self, rounds: int) -> dt.date:
        """Return the scenario's first day after so many rounds of the exercise; 0: STARTEX."""
        return self.timeline.date((self.prelude + rounds) * self.timeline.ticks_per_round)

    @cached_property
    def beginning(self) -> Game:
        """Return the Game before its first round, prelude included."""
        return Game.start(
            self.scenario, seed=self.exercise.setup.seed, parameters=self.parameters, seats={}
        )

    def game(self, round: int | None = None, line: str | None = None) -> Game:
        """Return the Game as it stands after a round of a line; 0: at STARTEX.

        Left out: after the last round that has a result. It is a copy: play it on as you like.
        """
        rounds = self.rounds(line)
        last = len(rounds.records) if round is None else round
        if not 0 <= last <= len(rounds.records):
            raise SimError(f"round {last} has no result; rounds with one: {len(rounds.records)}")
        return self.after((*rounds.prelude, *rounds.records[:last]))

    def projected(self) -> Game:
        """Return the Game as it was run on after ENDEX; as it stood then, if it was not."""
        rounds = self.rounds()
        return self.after((*rounds.prelude, *rounds.records[: rounds.published], *rounds.projected))

    def published(self) -> Game:
        """Return the Game as seats may know of it: after the last round that was published."""
        return self.game(self.rounds().published)

    def result(self, round: int, line: str | None = None) -> Result:
        """Return what came of a round of a line, as it stands."""
        game = self.game(round, line)
        return Result(round, game.journal[-1], game)

    def own_result(self, round: int, line: str | None = None) -> Result:
        """Return what the model itself made of a round, before the white cell overruled it."""
        rounds = self.rounds(line)
        names = (*rounds.prelude, *rounds.records[: round - 1], rounds.models[round - 1])
        game = self.after(names)
        return Result(round, game.journal[-1], game)

    def rounds(self, line: str | None = None) -> Rounds:
        """Return how far a line of play is; left out: the one that is being played."""
        state = self.exercise.state
        chosen: Line = state.lines[line] if line else state.line
        found: Rounds = chosen.slices.get(ROUNDS.name, ROUNDS.start)
        return found

    def remember(self, name: str, record: Record) -> None:
        """Keep a record that has just been made, so that it need not be read."""
        self._read[name] = record

    def after(self, names: tuple[str, ...]) -> Game:
        """Return the Game that records of rounds lead to, by their names; a copy."""
        if names not in self._games:
            self._games[names] = self.beginning.resumed([self._record(n) for n in names])
        return self._games[names].copy()

    def _record(self, name: str) -> Record:
        if name not in self._read:
            self._read[name] = from_bytes(self.exercise.file.record(name), self.beginning)
        return self._read[name]

    @cached_property
    def _source(self) -> Scenario:
        """Return the scenario as its text tells it."""
        setup = self.exercise.setup
        draft = read(setup.scenario_text, setup.scenario, ())  # it was checked when it came in
        if draft.scenario is None or draft.errors:
            raise SimError(f"the scenario in {self.exercise.file.path} cannot be read any more")
        return draft.scenario


def sheet_of(lines: Sequence[OrderLine]) -> OrderSheet:
    """Return lines of the log as a sheet that adjudication reads."""
    return tuple(
        SheetEntry(
            line.given, line.id, Order.parse(line.text), settled=line.settled, reason=line.reason
        )
        for line in lines
    )


def lines_of(sheet: OrderSheet) -> tuple[OrderLine, ...]:
    """Return a sheet as lines of the log."""
    return tuple(
        OrderLine(id=e.id, given=e.given, text=str(e.order), reason=e.reason, settled=e.settled)
        for e in sheet
    )


def sheets_of(rounds: Rounds) -> Mapping[str, OrderSheet]:
    """Return the sheets of a locked round; a seat that nobody plays has none."""
    return {
        seat: sheet_of(sheet.orders)
        for seat, sheet in rounds.sheets.items()
        if sheet.origin != "none"
    }
