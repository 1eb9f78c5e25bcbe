"""Play: a scenario run once under a lever set, at values of the factors, with a seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.batch.experiment.spec import Experiment
from sim.batch.experiment.study import lever_sets
from sim.batch.model.course import Course
from sim.batch.model.levers import Start
from sim.batch.model.outcomes import Outcomes
from sim.batch.model.values import of_goods
from sim.batch.study import Evaluate, Found
from sim.explain.played import Played, Undisturbed
from sim.game import Game
from sim.scenario.spec import Scenario
from sim.world.world import Floats


@dataclass(frozen=True)
class ScenarioModel:
    """A scenario, and what an experiment does with it: the Model of its study."""

    experiment: Experiment
    scenario: Scenario

    def ready(self) -> Evaluate:
        """Return what plays it, after all that hangs on neither factors nor seed."""
        experiment, scenario = self.experiment, self.scenario
        starts = tuple(
            Start.of(experiment, scenario, row.options) for row in lever_sets(experiment)
        )
        starts[0].game(
            {}, seed=0
        ).play_round()  # what is compiled is loaded, and no run pays for it
        return Player(
            starts=starts,
            factors=tuple(experiment.uncertainties),
            outcomes=Outcomes.of(experiment.outcomes, scenario),
            rounds=experiment.rounds or scenario.calendar.rounds,
        )


@dataclass(eq=False)
class Player:
    """Plays one game after the other; no number hangs on what was played before."""

    starts: tuple[Start, ...]
    """Of each lever set."""
    factors: tuple[str, ...]
    """Names of the values; the dummy, if there is one, comes after them."""
    outcomes: Outcomes
    rounds: int
    known: deque[tuple[object, Course]] = field(default_factory=lambda: deque(maxlen=COURSES))
    """The undisturbed courses that were worked out last, each with all that it hangs on."""

    def __call__(self, lever_set: int, values: Floats, seed: int) -> Found:
        """Return what a game gives."""
        start = self.starts[lever_set]
        given = dict(zip(self.factors, values.tolist(), strict=False))
        game = start.game(given, seed)
        game._bare = not self.outcomes.looks_ahead
        if self.outcomes.compares:
            played = self._compared(game, self._course(game, start, given))
        else:
            played = self._alone(game)
        return self.outcomes.found([self.outcomes.read(one) for one in played])

    def _compared(self, game: Game, course: Course) -> Iterator[Played]:
        """Play a game, and yield each round beside the undisturbed course."""
        missing = np.zeros(len(game.network.countries))
        for n in range(self.rounds):
            game.play_round()
            played = Played(game, course.beside(n, missing))
            yield played
            missing = played.goods.stocks

    def _alone(self, game: Game) -> Iterator[Played]:
        """Play a game, and yield each round; of what is beside it nothing is worked out."""
        nothing = np.zeros(len(game.network.countries))
        unread = Undisturbed(game.world, game.economy, game.timeline.ticks_per_round, nothing)
        for _ in range(self.rounds):
            game.play_round()
            yield Played(game, unread)

    def _course(self, game: Game, start: Start, given: Mapping[str, float]) -> Course:
        """Return the undisturbed course of a game that has not begun.

        The lever sets of a point share it unless they set stocks or what the economy goes by.
        """
        goods = {n: v for n, v in {**start.parameters, **given}.items() if of_goods(n)}
        measures = tuple(m for m in game.world.measures if m.kind != "pledge")
        hangs_on = (game.seed, goods, start.stocks, measures)
        for known, course in self.known:
            if known == hangs_on:
                return course
        made = Course.of(game, self.rounds)
        self.known.append((hangs_on, made))
        return made


COURSES = 3
"""Undisturbed courses remembered: lever sets may differ in what they hold to begin with."""
