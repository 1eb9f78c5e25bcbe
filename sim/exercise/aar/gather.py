"""Gather: an exercise as its after-action report tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version

from sim.exercise.aar import evaluated
from sim.exercise.aar.charts import charts
from sim.exercise.aar.compare import beside, compared
from sim.exercise.aar.numbers import telling, traced
from sim.exercise.aar.observed import beside_observed
from sim.exercise.aar.people import everywhere, named, nameless, people
from sim.exercise.aar.report import Comparison, Played, Provenance, Report
from sim.exercise.aar.rounds import Gathering
from sim.exercise.aar.walk import Step, logs, steps, timeline
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import content_hash
from sim.exercise.table import Table
from sim.exercise.template.derive import startex
from sim.exercise.topics.evaluation import EVALUATION
from sim.exercise.topics.rounds import CLOCK, ROUNDS, Ended
from sim.exercise.topics.seats import SEATS
from sim.explain.spread import Progress, Spread, serial


def report(
    exercise: Exercise,
    table: Table,
    *,
    chatham: bool = False,
    against: Mapping[str, Table] | None = None,
    ensemble: int = 0,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> Report:
    """Return the report of an exercise, on the line that is played, up to the last published round.

    Rounds that nobody asked about are traced to their causes now, and what is found is kept in the
    file; `ensemble` gives each number a range over so many re-runs. `against` are other groups'
    exercises of the same scenario, by what they are called. With `chatham` nobody is named.
    """
    state = exercise.state
    last = min(state.of(ROUNDS).published, len(state.of(ROUNDS).records))
    others = _numbered(against or {}) if chatham else against or {}
    games = [table.game(round) for round in range(1, last + 1)]
    numbers = telling(table, games) if games else ()
    causes = {
        round: traced(
            exercise, table, round, numbers, members=ensemble, spread=spread, progress=progress
        )
        for round in range(1, last + 1)
    }
    walked = tuple(steps(exercise))
    log = logs(walked, state.current)
    gathering = Gathering(exercise, table, walked, log, numbers, causes)
    rounds = tuple(gathering.told(round) for round in range(1, last + 1))
    course = timeline(walked, table)
    comparison, figures = Comparison((), (), ()), charts(table, rounds, course)
    if rounds:
        courses, notes = beside(exercise, table, against=others)
        comparison = compared(courses, numbers, notes)
        found_beside = beside_observed(table, courses)
        figures = (*figures, *([found_beside] if found_beside else []))
    made = Report(
        title=exercise.setup.title,
        scenario=table.scenario.title,
        marking=exercise.setup.marking,
        language=exercise.setup.language,
        chatham=chatham,
        over=state.of(ROUNDS).phase == "over",
        started=state.of(CLOCK).started,
        ended=_ended(walked),
        played=walked[-1].elapsed,
        startex=startex(table.scenario, table.template),
        endex=rounds[-1].end if rounds else startex(table.scenario, table.template),
        seats=_seats(exercise, table, walked),
        timeline=course,
        rounds=rounds,
        objectives=evaluated.objectives(state),
        notes=evaluated.loose_notes(state),
        hotwash=evaluated.hotwash(state),
        forms=len(state.of(EVALUATION).forms),
        questions=evaluated.questions(state),
        improvements=evaluated.improvements(state),
        comparison=comparison,
        figures=figures,
        provenance=_provenance(exercise, walked, named=not chatham),
    )
    return _without_people(made, exercise, table, walked) if chatham else made


def _ended(walked: tuple[Step, ...]) -> dt.datetime | None:
    """Return when ENDEX was, on whatever line it was last."""
    return next((s.said.at for s in reversed(walked) if isinstance(s.said.act, Ended)), None)


def _seats(exercise: Exercise, table: Table, walked: tuple[Step, ...]) -> tuple[Played, ...]:
    players: dict[str, list[str]] = {}
    for step in walked:
        seat = getattr(step.said.act, "seat", "")
        for name, part in named(step.said):
            if name and part == seat and name not in players.setdefault(seat, []):
                players[seat].append(name)
    prepared = table.template.seats
    return tuple(
        Played(
            seat=seat,
            title=prepared[seat].title if seat in prepared else seat,
            kind=place.chair.kind,
            players=tuple(players.get(seat, ())),
        )
        for seat, place in exercise.of(SEATS).places.items()
    )


def _provenance(exercise: Exercise, walked: tuple[Step, ...], *, named: bool) -> Provenance:
    setup, entries = exercise.setup, exercise.entries()
    return Provenance(
        file=exercise.file.path.name if named else "",
        entries=len(walked),
        hash=entries[-1].hash,
        line=exercise.state.current,
        scenario=setup.scenario,
        scenario_hash=content_hash(f"{setup.scenario_text}\0{setup.template_text}".encode()),
        seed=setup.seed,
        parameters=tuple(sorted(setup.parameters.items())),
        program=setup.program,
        reporter=version("countervail"),
    )


def _numbered(against: Mapping[str, Table]) -> dict[str, Table]:
    """Return other groups by numbers: a file may bear somebody's name."""
    return {f"group {n}": table for n, table in enumerate(against.values(), 2)}


def _without_people(
    made: Report, exercise: Exercise, table: Table, walked: tuple[Step, ...]
) -> Report:
    """Return a report in which nobody is named."""
    spare = [
        *exercise.of(SEATS).places,
        *(row.title for row in table.template.seats.values()),
        *table.scenario.countries,
        *(row.name for row in table.scenario.countries.values()),
    ]
    return everywhere(made, nameless(people(walked), spare))
