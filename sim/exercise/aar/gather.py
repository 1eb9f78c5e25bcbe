"""Gather: an exercise as its after-action report tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from sim.exercise.aar import evaluated
from sim.exercise.aar.charts import charts
from sim.exercise.aar.compare import beside, compared
from sim.exercise.aar.numbers import telling, traced
from sim.exercise.aar.observed import beside_observed
from sim.exercise.aar.people import everywhere, named, nameless, people
from sim.exercise.aar.report import Comparison, Played, Provenance, Quarrel, Report
from sim.exercise.aar.rounds import Gathering
from sim.exercise.aar.walk import Step, logs, steps, timeline
from sim.exercise.acts import WHITE
from sim.exercise.documents.blocks import Figure
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import content_hash
from sim.exercise.table import Table
from sim.exercise.template.derive import startex
from sim.exercise.topics.evaluation import EVALUATION
from sim.exercise.topics.rounds import CLOCK, ROUNDS, Ended, Overruled
from sim.exercise.topics.seats import SEATS
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.deals import deals
from sim.explain.published import Number
from sim.explain.spread import Progress, Spread, serial
from sim.game import Game
from sim.language import speaking, spoken, t

NONE = Comparison((), (), ())
"""Of an exercise that has played no round."""


def report(
    exercise: Exercise,
    table: Table,
    *,
    chatham: bool = False,
    against: Mapping[str, Table] | None = None,
    ensemble: int = 0,
    spread: Spread = serial,
    progress: Progress | None = None,
    language: str | None = None,
) -> Report:
    """Return the report of an exercise, on the line that is played, up to the last published round.

    Rounds that nobody asked about are traced to their causes now, and what is found is kept in the
    file; `ensemble` gives each number a range over so many re-runs. `against` are other groups'
    exercises of the same scenario, by what they are called. With `chatham` nobody is named. Left
    out, the `language` is the exercise's.
    """
    with speaking(language or exercise.setup.language):
        state, walked = exercise.state, tuple(steps(exercise))
        last = state.of(ROUNDS).published
        games = [table.game(round) for round in range(1, last + 1)]
        numbers = telling(table, games) if games else ()
        causes = {
            round: traced(
                exercise, table, round, numbers, members=ensemble, spread=spread, progress=progress
            )
            for round in range(1, last + 1)
        }
        log = logs(walked, state.current)
        agreed = deals(exercise, table, WHITE, last=last)
        gathering = Gathering(exercise, table, walked, log, numbers, causes, agreed)
        rounds = tuple(gathering.told(round) for round in range(1, last + 1))
        course, endex = timeline(walked, table), _endex(walked)
        others = _numbered(against or {}) if chatham else against or {}
        comparison, observed = _beside(exercise, table, numbers, others) if rounds else (NONE, ())
        made = Report(
            title=exercise.setup.title,
            scenario=table.scenario.title,
            marking=exercise.setup.marking,
            language=spoken(),
            chatham=chatham,
            over=state.of(ROUNDS).phase == "over",
            started=state.of(CLOCK).started,
            ended=endex.said.at if endex else None,
            played=(endex or walked[-1]).elapsed,
            startex=startex(table.scenario, table.template),
            endex=rounds[-1].end if rounds else startex(table.scenario, table.template),
            seats=_seats(exercise, table, walked),
            timeline=course,
            rounds=rounds,
            quarrels=_quarrels(games[-1]) if games else (),
            overruled=_overruled_elsewhere(exercise, walked),
            afterwards=gathering.afterwards(),
            objectives=evaluated.objectives(state),
            notes=evaluated.loose_notes(state),
            hotwash=evaluated.hotwash(state),
            forms=len(state.of(EVALUATION).forms),
            questions=evaluated.questions(state),
            improvements=evaluated.improvements(state),
            comparison=comparison,
            figures=(*charts(table, rounds, course), *observed),
            provenance=_provenance(exercise, walked, named=not chatham),
        )
        return _without_people(made, exercise, table, walked) if chatham else made


def _beside(
    exercise: Exercise, table: Table, numbers: tuple[Number, ...], others: Mapping[str, Table]
) -> tuple[Comparison, tuple[Figure, ...]]:
    """Return what was played beside other courses of play, and beside what was observed."""
    courses, notes = beside(exercise, table, against=others)
    observed = beside_observed(table, courses)
    return compared(courses, numbers, notes), (observed,) if observed else ()


def _quarrels(game: Game) -> tuple[Quarrel, ...]:
    """Return the disputes that anything was done about, as they stand."""
    return tuple(
        Quarrel(one.id, one.sender, one.target, one.ending or one.stage, one.open, one.defenders)
        for one in game.world.politics.disputes
        if one.ending is not None or one.stage != "latent"
    )


def _overruled_elsewhere(exercise: Exercise, walked: Sequence[Step]) -> Mapping[str, int]:
    """Return how often a result was overruled on each line, where that does not stand any more."""
    stands = exercise.of(WHITE_CELL).overruled
    return Counter(
        step.after.current
        for step in walked
        if isinstance(step.said.act, Overruled) and step.said.act not in stands
    )


def _endex(walked: Sequence[Step]) -> Step | None:
    """Return when ENDEX was, on whatever line it was last."""
    return next((step for step in reversed(walked) if isinstance(step.said.act, Ended)), None)


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
    return {t("group {number}", number=n): table for n, table in enumerate(against.values(), 2)}


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
