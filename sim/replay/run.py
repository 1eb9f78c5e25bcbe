"""Run: a scenario's model started with its dated orders, and played round by round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.adjudication.dominance import Dominance, dominance
from sim.adjudication.expectations import leverage_of
from sim.adjudication.ways import WaysDown, ways_down
from sim.errors import SimError, unknown
from sim.game import parameters_of
from sim.indicators import Record
from sim.journal import Entry
from sim.parameters import Parameters
from sim.replay.course import CaseCourse, Progress, course_of, keys_of, record_of
from sim.scenario.spec import Scenario
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeats, InstructedSeat, planned
from sim.seats.policies import POLICIES, policy
from sim.timeline import Timeline
from sim.world.measures import Measure
from sim.world.setting import Setting

if TYPE_CHECKING:  # importing Mesa takes 1.5 s: only where a run starts
    from sim.agents.model import CoercionModel


def start_model(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    parameters: Parameters | None = None,
    behaviour: bool = True,
    policies: Mapping[str, str] | None = None,
) -> CoercionModel:
    """Return a scenario's model before its first round, its dated orders in their seats' hands.

    `without` names orders, or tags of orders, that are left out; `policies` names what plays a
    seat in place of its dated orders.
    """
    from sim.agents.model import CoercionModel  # see above

    return CoercionModel(
        scenario,
        seed=seed,
        parameters=parameters or parameters_of(scenario),
        policies=seated(scenario, policies or {}, without),
        behaviour=behaviour,
    )


EVERYBODY = "*"
"""Stands for every seat."""

HISTORY = "history"
"""The policy that hands in a seat's dated orders."""


def cast(scenario: Scenario, given: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Return which policy plays each seat: the scenario's own choice, unless another is given.

    `given` are pairs of a seat, or `*` for every seat, and a policy; one that names its seat
    goes before `*`. SimError tells everything in them that is not known.
    """
    own = {name: row.policy for name, row in scenario.seats.items()}
    problems = list(_unknown(scenario, [*own.items(), *given]))
    if problems:
        raise SimError("\n".join(problems))
    everybody = [name for seat, name in given if seat == EVERYBODY]
    general = dict.fromkeys(_seats(scenario), everybody[-1]) if everybody else {}
    named = {seat: name for seat, name in given if seat != EVERYBODY}
    return {**own, **general, **named}


def seated(
    scenario: Scenario, policies: Mapping[str, str], without: Sequence[str] = ()
) -> Mapping[str, Seat]:
    """Return what plays each seat: its policy if it has one, else its dated orders.

    Who has orders in a plan asks for them first.
    """
    dated = HistorySeats(scenario, without=tuple(without))
    chosen = {
        seat: dated.get(seat, Passive()) if name == HISTORY else policy(name)
        for seat, name in policies.items()
    }
    seats: dict[str, Seat] = {**dated, **chosen}
    told = planned(scenario, dated.left_out).items()
    return seats | {by: InstructedSeat(rows, seats.get(by, Passive())) for by, rows in told}


def _seats(scenario: Scenario) -> tuple[str, ...]:
    """Return the seats that `*` stands for: those the scenario names, else all it could have."""
    return tuple(scenario.seats) or (*scenario.countries, *scenario.firms)


def _unknown(scenario: Scenario, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    seats = (*scenario.countries, *scenario.firms)
    for seat, name in pairs:
        if seat not in (EVERYBODY, *seats):
            yield unknown("seat", seat, seats)
        if name not in POLICIES:
            yield unknown("policy", name, POLICIES)


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
    policies: Mapping[str, str]
    """What played each seat; seats that are not named did what is dated, or nothing."""
    ticks: int
    record: Record
    course: CaseCourse
    setting: Setting
    journal: tuple[Entry, ...]
    measures: tuple[Measure, ...]
    """All there were, in the order they were made."""
    dominance: tuple[Dominance, ...] = ()
    """Who could climb further, in each dispute that is open at the end."""
    ways: tuple[WaysDown, ...] = ()
    """The ways down from where each of them is."""


def run(
    scenario: Scenario,
    *,
    seed: int = 0,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    policies: Mapping[str, str] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a scenario played for so many rounds, or to its end."""
    model = start_model(
        scenario,
        seed=seed,
        without=without,
        parameters=parameters_of(scenario, settings),
        policies=policies,
    )
    return play_run(
        model,
        without=without,
        settings=settings,
        policies=policies,
        rounds=rounds,
        progress=progress,
    )


def play_run(
    model: CoercionModel,
    *,
    without: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    policies: Mapping[str, str] | None = None,
    rounds: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Return a started model played for so many rounds, or to the scenario's end.

    `without`, `settings` and `policies` are what it was started with.
    """
    game = model.game
    play_rounds([model], rounds_of(game.timeline, rounds), progress)
    record = record_of(game)
    world, setting = game.world, game.setting
    open_ = [d for d in world.politics.disputes if d.open]
    forces = leverage_of(world, setting) if open_ else None
    return RunResult(
        scenario=game.scenario,
        seed=game.seed,
        settings=dict(settings or {}),
        without=tuple(without),
        policies=dict(policies or {}),
        ticks=game.tick,
        record=record,
        course=course_of(game, keys_of(record)),
        setting=game.setting,
        journal=game.journal,
        measures=game.world.measures,
        dominance=tuple(dominance(d, world, setting, forces) for d in open_ if forces),
        ways=tuple(ways_down(d, world, setting) for d in open_),
    )
