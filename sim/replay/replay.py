"""Replay: a historical case's dated orders played beside what was observed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.game import parameters_of
from sim.indicators import Record
from sim.replay.course import CaseCourse, Progress, course_of, headlines, keys_of, record_of
from sim.replay.history import FILE, History, Series, load_history
from sim.replay.run import play_rounds, rounds_until, start_model
from sim.replay.score import Score, score
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario

if TYPE_CHECKING:  # importing Mesa takes 1.5 s: only where a run starts
    from sim.agents.model import CoercionModel


@dataclass(frozen=True)
class Case:
    """A scenario and what was observed."""

    scenario: Scenario
    history: History


@dataclass(frozen=True)
class Runs:
    """The models of a replay, built and not yet played."""

    case: Case
    seed: int
    without: tuple[str, ...]
    settings: Mapping[str, float]
    run: CoercionModel
    """All dated orders."""
    off: CoercionModel
    """The same orders with behaviour off: a reference for the score."""
    counterfactual: CoercionModel | None
    """Without some orders."""


@dataclass(frozen=True)
class ReplayResult:
    """A replay played: history's run, its score, and the run without some orders beside it."""

    case: Case
    seed: int
    settings: Mapping[str, float]
    """Parameters changed in all runs."""
    ticks: int
    record: Record
    course: CaseCourse
    score: Score
    without: tuple[str, ...]
    """The orders, or tags of orders, left out of the counterfactual."""
    without_record: Record | None
    without_course: CaseCourse | None
    without_score: Score | None

    @property
    def headlines(self) -> tuple[Series, ...]:
        """Return the series to show before all others."""
        return headlines(self.case.history)


def replay(
    name: str,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    until: dt.date | None = None,
    progress: Progress | None = None,
) -> ReplayResult:
    """Return a case played to the round of a date, or to its end.

    `without` names orders, or tags of orders, that a second run leaves out; `settings` change
    parameters in all runs.
    """
    runs = start(load_case(name), seed=seed, without=without, settings=settings)
    return play(runs, until=until, progress=progress)


def load_case(name: str) -> Case:
    """Return a case by its scenario's name or path, both of its files checked."""
    found = catalog.find(name)
    scenario = load_scenario(found)
    observed = (found if found.is_dir() else found.parent) / FILE
    if not observed.exists():
        raise SimError(f"'{name}' is no historical case: there is no {FILE} beside its scenario")
    return Case(scenario, load_history(observed, scenario))


def start(
    case: Case,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
) -> Runs:
    """Return the models of a replay: history, history with behaviour off, and without orders."""
    scenario = case.scenario
    parameters = parameters_of(scenario, settings)
    return Runs(
        case=case,
        seed=seed,
        without=tuple(without),
        settings=dict(settings or {}),
        run=start_model(scenario, seed=seed, parameters=parameters),
        off=start_model(scenario, seed=seed, parameters=parameters, behaviour=False),
        counterfactual=start_model(scenario, seed=seed, parameters=parameters, without=without)
        if without
        else None,
    )


def play(
    runs: Runs, *, until: dt.date | None = None, progress: Progress | None = None
) -> ReplayResult:
    """Return a replay played to the round of a date, or to its end."""
    rounds = rounds_until(runs.run.game.timeline, until)
    other = runs.counterfactual
    models = [runs.run, runs.off, *([other] if other else [])]
    play_rounds(models, rounds, progress)
    history = runs.case.history
    record, off = record_of(runs.run.game), record_of(runs.off.game)
    keys = keys_of(record, history)
    without = record_of(other.game) if other else None
    return ReplayResult(
        case=runs.case,
        seed=runs.seed,
        settings=runs.settings,
        ticks=runs.run.game.tick,
        record=record,
        course=course_of(runs.run.game, keys),
        score=score(history, record, off),
        without=runs.without,
        without_record=without,
        without_course=course_of(other.game, keys) if other else None,
        without_score=score(history, without, off) if without else None,
    )
