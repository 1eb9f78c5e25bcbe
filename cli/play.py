"""Play: one person alone: the phases run by themselves, scripted seats take the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from cli.exercise.common import chairs_of, listed
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
from sim.exercise.aar.alone import Ending, ending
from sim.exercise.conduct import rounds
from sim.exercise.conduct.create import SUFFIX, create
from sim.exercise.conduct.explanation import causes, explain
from sim.exercise.conduct.injects import fire_due
from sim.exercise.exercise import Exercise
from sim.exercise.template.load import FILE, load_exercise
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import Chair
from sim.exercise.views import view
from sim.explain.spread import Processes
from sim.figures import written
from sim.language import SOURCE, called, later, speaking, spoken, t
from sim.scenario import catalog

HELP = later(
    "A number takes a line of the menu; order add ORDER writes an order of your own, order show "
    "your sheet, order drop N strikes one; submit hands it in, and the round is played. ? helps."
)

WHY = "why"
"""What is typed to have the last round traced to its causes."""


class Alone(Prompt):
    """The prompt of somebody who plays alone, and may ask why a round went as it did."""

    def answer(self, line: str) -> Answer:
        """Return what is answered to a line."""
        if line.strip().casefold() != WHY:
            return super().answer(line)
        last = self.session.exercise.of(ROUNDS).published
        if last:
            _traced(self.session, last)
        return seat_recap(self.session, last)


def play(session: Session, values: Values) -> Answer:
    """Play a scenario from STARTEX to ENDEX in one seat, in the language that is asked for."""
    with speaking(values.text("language") or SOURCE):
        exercise, seat = _made(values)
        temporary = values.path("to") is None
        return _played(session, exercise, seat, why=values.flag("why"), elsewhere=temporary)


def _played(
    session: Session, exercise: Exercise, seat: str, *, why: bool, elsewhere: bool
) -> Answer:
    session.use(exercise)
    complain(t("The exercise is kept in {path}.", path=exercise.file.path))
    if elsewhere:
        complain(t("--to FILE keeps it elsewhere."))
    if not exercise.setup.template_text:
        complain(t("This case has no briefs for players; these have: {cases}.", cases=_briefed()))
    rounds.start(exercise, session.table)
    session.by, session.prompt = seat, True
    prompt = Alone(session, leads=True)
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
    menu = first_menu(session, seat)
    if exercise.of(ROUNDS).round == 1:
        write_answer(session, menu)
    else:  # its numbers are taken all the same
        complain(t("`order options` shows the menu again; its numbers can be taken as they are."))
        complain(t("`why` traces what changed for you to its causes."))

    def planning() -> bool:
        return not exercise.of(ORDERS).draft(seat).submitted

    return speak(prompt, planning) and not planning()


def _resolved(session: Session, *, why: bool) -> None:
    """Lock, adjudicate and publish the round, and show what came of it."""
    exercise, table = session.exercise, session.table
    number = exercise.of(ROUNDS).round
    rounds.lock(exercise, table, session.programs)
    fire_due(exercise, table)  # nothing is lost to a short round
    with progress(t("Round {round}", round=number)):
        rounds.adjudicate(exercise, table)
    if why:
        _traced(session, number)
    rounds.publish(exercise, table)
    if number == table.format.rounds:  # else the next brief tells it
        write_answer(session, seat_recap(session, number))


def _traced(session: Session, number: int) -> None:
    """Trace what a round changed to its causes, unless that is known."""
    from cli.options import cores

    exercise, table = session.exercise, session.table
    if causes(exercise, number):
        return
    with progress(t("Round {round}", round=number)) as told:
        spread = Processes(cores())
        explain(exercise, table, number, members=0, spread=spread, progress=told)


def _ends(session: Session) -> Iterator[RenderableType]:
    """Yield what the seat wanted, and how it came through beside how it might have."""
    exercise, table, seat = session.exercise, session.table, session.by
    goals = view(exercise, table, seat).papers.goals
    if goals:
        yield Text(t("You wanted:"))
        yield from (Text(f"- {goal}") for goal, _ in goals)
    country = table.beginning.setting.polity.state_of(seat)
    if country in table.beginning.network.countries:
        yield from _came_through(ending(exercise, table, country))
    seen = table.published().observe(seat)
    for one in seen.disputes if seen.own else ():
        state = called("dispute", one.ending or one.stage)
        line = t("{id}: {sender} against {target}, {state}.", id=one.id, sender=one.sender,
                 target=one.target, state=state)  # fmt: skip
        yield Text(line)


def _came_through(found: Ending) -> Iterator[RenderableType]:
    heads = ("STARTEX", "ENDEX", *found.courses)
    table = listed("", *heads, right=heads)
    for one in found.numbers:
        name = f"{one.called} [{called('unit', one.unit)}]"
        table.add_row(name, *(written(v) for v in (one.startex, one.endex, *one.others)))
    yield table
    if found.remark:
        yield Text(found.remark)


def _briefed() -> str:
    """Return the packaged cases that have briefs for players."""
    return ", ".join(name for name in catalog.names() if (catalog.folder(name) / FILE).exists())


def _next(exercise: Exercise) -> tuple[str, ...]:
    path = exercise.file.path
    return (t("The report: {command}", command=f"countervail aar build --exercise {path}"),)
