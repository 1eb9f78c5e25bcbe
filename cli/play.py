"""Play: one person alone: the phases run by themselves, scripted seats take the others."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.text import Text

from cli.exercise.common import chairs_of
from cli.exercise.menus import first_menu
from cli.exercise.views import seat_brief, seat_recap
from cli.layout import titled
from cli.output import complain, progress
from cli.prompt.core import Prompt
from cli.prompt.start import speak
from cli.registry.command import Answer, Values
from cli.registry.session import Session
from cli.registry.shown import write_answer
from sim.errors import SimError, unknown
from sim.exercise.conduct import rounds
from sim.exercise.conduct.create import SUFFIX, create
from sim.exercise.conduct.explanation import explain
from sim.exercise.conduct.injects import fire_due
from sim.exercise.exercise import Exercise
from sim.exercise.template.load import load_exercise
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import Chair
from sim.explain.spread import Processes
from sim.language import SOURCE, called, later, speaking, spoken, t
from sim.scenario import catalog

HELP = later(
    "A number takes a line of the menu; order add ORDER writes an order of your own, order show "
    "your sheet, order drop N strikes one; submit hands it in, and the round is played. ? helps."
)


def play(session: Session, values: Values) -> Answer:
    """Play a scenario from STARTEX to ENDEX in one seat, in the language that is asked for."""
    with speaking(values.text("language") or SOURCE):
        return _played(session, *_made(values), why=values.flag("why"))


def _played(session: Session, exercise: Exercise, seat: str, *, why: bool) -> Answer:
    session.use(exercise)
    complain(t("The exercise is kept in {path}.", path=exercise.file.path))
    rounds.start(exercise, session.table)
    session.by, session.prompt = seat, True
    prompt = Prompt(session, leads=True)
    last = session.table.format.rounds
    complain(t(HELP))
    while exercise.of(ROUNDS).round < last:
        if not _round(prompt, seat):
            told = t(
                "You left in round {round}; what was played is kept.",
                round=exercise.of(ROUNDS).round,
            )
            return Answer(told=(told, *_next(exercise)), marked=False)
        _resolved(session, why=why)
    rounds.end(exercise)
    return Answer(
        {"path": str(exercise.file.path), "seat": seat, "rounds": last},
        (titled(t("ENDEX")), *_ends(session)),
        _next(exercise),
    )


def _made(values: Values) -> tuple[Exercise, str]:
    """Return a new exercise in which everybody but one seat is played by scripts."""
    scenario = values.text("scenario")
    template = load_exercise(catalog.find(scenario)).template
    alike = {name.casefold(): name for name in template.seats}
    seat = alike.get(values.text("seat").casefold())
    if seat is None:
        raise SimError(unknown("seat", values.text("seat"), template.seats))
    format = values.text("format") or next(iter(template.formats))
    people = template.formats[format].humans if format in template.formats else ()
    chairs = {
        name: Chair(kind="script", policy=row.policy)
        for name, row in template.seats.items()
        if name in people or (not people and "." not in name)
    }
    chairs |= chairs_of(values.many("seats")) | {seat: Chair(kind="human")}
    name = f"{Path(scenario).name}-{seat}{SUFFIX}"
    path = values.path("to") or Path(tempfile.mkdtemp(prefix="countervail-")) / name
    seed = values.whole("seed") or 0
    made = create(path, scenario, format=format, seed=seed, chairs=chairs, language=spoken())
    return made, seat


def _round(prompt: Prompt, seat: str) -> bool:
    """Let the person plan a round; return whether the sheet was handed in."""
    session = prompt.session
    exercise = session.exercise
    rounds.brief(exercise)
    rounds.open_round(exercise)
    fire_due(exercise, session.table)  # what comes with the round is read with its brief
    write_answer(session, seat_brief(session))
    write_answer(session, first_menu(session, seat))

    def planning() -> bool:
        return not exercise.of(ORDERS).draft(seat).submitted

    return speak(prompt, planning) and not planning()


def _resolved(session: Session, *, why: bool) -> None:
    """Lock, adjudicate and publish the round, and show what came of it."""
    from cli.options import cores

    exercise, table = session.exercise, session.table
    number = exercise.of(ROUNDS).round
    rounds.lock(exercise, table, session.programs)
    fire_due(exercise, table)  # nothing is lost to a short round
    with progress(t("Round {round}", round=number)) as told:
        rounds.adjudicate(exercise, table)
        if why:
            spread = Processes(cores())
            explain(exercise, table, number, members=0, spread=spread, progress=told)
    rounds.publish(exercise, table)
    if number == table.format.rounds:  # else the next brief tells it
        write_answer(session, seat_recap(session, number))


def _ends(session: Session) -> list[Text]:
    """Return how the seat stands in the end."""
    seen = session.table.published().observe(session.by)
    if seen.own is None:
        return []
    told = [Text(t("Support at home {support:.0f} of 100.", support=seen.own.support))]
    for one in seen.disputes:
        state = called("dispute", one.ending or one.stage)
        line = t("{id}: {sender} against {target}, {state}.", id=one.id, sender=one.sender,
                 target=one.target, state=state)  # fmt: skip
        told.append(Text(line))
    return told


def _next(exercise: Exercise) -> tuple[str, ...]:
    path = exercise.file.path
    return (t("The report: {command}", command=f"countervail aar build --exercise {path}"),)
