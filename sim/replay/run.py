"""Run: a scenario's model started with its dated orders, and played round by round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.game import parameters_of
from sim.indicators import Record
from sim.parameters import Parameters
from sim.replay.course import CaseCourse, Progress, course_of, keys_of, record_of
from sim.scenario.spec import Scenario
from sim.seats.history import HistorySeats
from sim.timeline import Timeline

if TYPE_CHECKING:  # importing Mesa takes 1.5 s: only where a run starts
    from sim.agents.model import CoercionModel


def start_model(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    parameters: Parameters | None = None,
    behaviour: bool = True,
) -> CoercionModel:
    """Return a scenario's model before its first round, its dated orders in their seats' hands.

    `without` names orders, or tags of orders, that are left out.
    """
    from sim.agents.model import CoercionModel  # see above

    return CoercionModel(
        scenario,
        seed=seed,
        parameters=parameters or parameters_of(scenario),
        policies=HistorySeats(scenario, without=tuple(without)),
        behaviour=behaviour,
    )


def play_rounds(models: Sequence[CoercionModel], rounds: int, progress: Progress | None) -> None:
    """Play rounds of all models, in step."""
    for done in range(rounds):
        for model in models:
            model.step()
        if progress:
            progress(done + 1, rounds)


def rounds_until(timeline: Timeline, until: dt.date | None) -> int:
    """Return how many rounds to play so that the day is in the last; all, if no day is given."""
    if until is None:
        return timeline.rounds
    if not timeline.start <= until < timeline.end:
        last = timeline.end - dt.timedelta(days=1)
        raise SimError(
            f"{until} is outside the scenario, which runs from {timeline.start} to {last}"
        )
    return timeline.round(until)


def rounds_of(timeline: Timeline, rounds: int | None) -> int:
    """Return how many rounds to play if so many are wanted; all, if no number is given."""
    if rounds is None:
        return timeline.rounds
    if not 1 <= rounds <= timeline.rounds:
        raise SimError(f"{rounds} rounds are not to be had; the scenario has {timeline.rounds}")
    return rounds


@dataclass(frozen=True)
class RunResult:
    """A scenario played without comparison."""

    scenario: Scenario
    seed: int
    settings: Mapping[str, float]
    """Parameters changed."""
    without: tuple[str, ...]
    """The orders, or tags of orders, left out."""
    ticks: int
    record: Record
    course: CaseCourse


def run(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a scenario played for so many rounds, or to its end."""
    model = start_model(
        scenario, seed=seed, without=without, parameters=parameters_of(scenario, settings)
    )
    return play_run(model, without=without, settings=settings, rounds=rounds, progress=progress)


def play_run(
    model: CoercionModel,
    *,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a started model played for so many rounds, or to the scenario's end.

    `without` and `settings` are what it was started with.
    """
    game = model.game
    play_rounds([model], rounds_of(game.timeline, rounds), progress)
    record = record_of(game)
    return RunResult(
        scenario=game.scenario,
        seed=game.seed,
        settings=dict(settings or {}),
        without=tuple(without),
        ticks=game.tick,
        record=record,
        course=course_of(game, keys_of(record)),
    )
