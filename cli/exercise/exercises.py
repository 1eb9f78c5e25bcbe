"""`exercise`: one run of a scenario by people, from its making to ENDEX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.exercise.common import CHAIRS, chair_told, chairs_of, listed, logged, noted
from cli.options import settings_of
from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.session import Session
from sim.errors import SimError
from sim.language import SOURCE, languages

if TYPE_CHECKING:
    from sim.exercise.exercise import Exercise

_exercise = Verbs("exercise", "Make, start, pause and end an exercise; see how it stands.")

SEATS = option(
    "seat", f"Who decides for a seat: {CHAIRS}; may be repeated.", many=True, metavar="SEAT=WHO"
)
FORMAT = option("format", "Which of the scenario's formats; default: its first.")
SEED = option("seed", "Seed of all chance; default: 0.", "whole", metavar="S")
LANGUAGE = option("language", "Of what players read; default: en.", complete=lambda *_: languages())


@_exercise.verb(
    "new",
    "Make an exercise from a scenario: one file that holds all of it.",
    Argument("scenario", "A packaged scenario's name, or a path."),
    option("to", "The new file; default: SCENARIO.exercise.", "path", metavar="FILE"),
    FORMAT,
    SEATS,
    SEED,
    option("marking", "Handling mark of every page and screen.", "words"),
    LANGUAGE,
    option("set", "Change a parameter; may be repeated.", many=True, metavar="PARAMETER=VALUE"),
    exercise=False,
)
def new(session: Session, values: Values) -> Answer:
    """Make an exercise."""
    from sim.exercise.conduct.create import SUFFIX, create

    scenario = values.text("scenario")
    path = values.path("to") or Path(f"{Path(scenario).name}{SUFFIX}")
    made = create(
        path,
        scenario,
        format=values.some("format"),
        seed=values.whole("seed") or 0,
        chairs=chairs_of(values.many("seat")),
        language=values.text("language") or SOURCE,
        marking=values.some("marking"),
        settings=settings_of(values.many("set")),
    )
    answer = _described(session, made)
    if session.prompt:  # another exercise is open there
        made.close()
    else:
        session.use(made)
    return Answer(answer.data, answer.shown, (*answer.told, "next: countervail exercise start"))


def _described(session: Session, made: Exercise) -> Answer:
    """Return what a new exercise is, with the codes of its seats."""
    from sim.exercise.topics.seats import SEATS as TOPIC

    path, places = made.file.path, made.of(TOPIC).places
    table = listed("seat", "who", "code")
    for seat, place in places.items():
        table.add_row(seat, chair_told(place.chair), place.code)
    data = {
        "path": str(path),
        "title": made.setup.title,
        "format": made.setup.format,
        "seats": [
            {"seat": s, "who": chair_told(p.chair), "code": p.code} for s, p in places.items()
        ],
    }
    told = f"{path} is made: {made.setup.title}, format {made.setup.format}"
    return Answer(data, (table,), (noted(session, made.state.head, told),))


@_exercise.verb("list", "List the exercises of this folder.", exercise=False)
def list_(_: Session, __: Values) -> Answer:
    """List exercise files."""
    from sim.exercise.conduct.create import SUFFIX
    from sim.exercise.conduct.rounds import status
    from sim.exercise.exercise import Exercise

    table, rows = listed("file", "title", "round", "phase", right=("round",)), []
    for path in sorted(Path().glob(f"*{SUFFIX}")):
        try:
            with Exercise.open(path) as found:
                now = status(found)
                row = (str(path), found.setup.title, now.round, now.phase)
        except SimError as error:
            row = (str(path), str(error), 0, "damaged")
        table.add_row(row[0], row[1], str(row[2]), row[3])
        rows.append(dict(zip(("path", "title", "round", "phase"), row, strict=True)))
    return Answer({"exercises": rows}, (table if rows else "no exercises here",))


@_exercise.verb(
    "open",
    "Lead the exercise from here: type commands one after the other.",
    Argument("file", "The exercise's file; default: the only one of this folder.", "path",
             required=False),
)  # fmt: skip
def open_(session: Session, values: Values) -> Answer:
    """Open the facilitator's prompt."""
    if session.prompt:
        raise SimError("an exercise is open already; quit leaves it")
    session.path = values.path("file") or session.path
    from cli.prompt.start import talk_on  # the prompt is for those who type

    return talk_on(session)


@_exercise.verb(
    "start", "STARTEX: history plays up to it, and the room's clock begins.", changes=True
)
def start(session: Session, _: Values) -> Answer:
    """Start the exercise."""
    from sim.exercise.conduct import rounds

    entry = rounds.start(session.exercise, session.table)
    day = session.table.game(0).timeline.date(session.table.game(0).tick)
    told = noted(
        session, entry, f"STARTEX; the scenario's day is {day}; next: round brief, or round open"
    )
    return Answer({"date": day.isoformat(), **logged(session, entry)}, told=(told,))


@_exercise.verb(
    "pause",
    "Let the room's clock stand still; injects can still be fired by hand.",
    option("because", "The reason, kept in the log.", "words"),
    changes=True,
)
def pause(session: Session, values: Values) -> Answer:
    """Pause."""
    from sim.exercise.conduct import rounds

    entry = rounds.pause(session.exercise, values.text("because"))
    return Answer(
        {**logged(session, entry)}, told=(noted(session, entry, "the clock stands still"),)
    )


@_exercise.verb("resume", "Let the room's clock go on.", changes=True)
def resume(session: Session, _: Values) -> Answer:
    """Go on."""
    from sim.exercise.conduct import rounds

    entry = rounds.resume(session.exercise)
    return Answer({**logged(session, entry)}, told=(noted(session, entry, "the clock goes on"),))


@_exercise.verb(
    "end",
    "ENDEX; a round that is not published is left out.",
    option("project", "Run the world on so long, such as 24m, for what outlasts the game.",
           metavar="MONTHS"),
    changes=True,
    warning="ENDEX: nothing is ordered after it.",
)  # fmt: skip
def end(session: Session, values: Values) -> Answer:
    """End the exercise."""
    from sim.exercise.conduct import rounds

    months = _months(values.text("project"))
    table = session.table if months else None
    entry = rounds.end(session.exercise, table, months)
    on = f"; the world is run on for {months} months" if months else ""
    told = (noted(session, entry, f"ENDEX{on}"), "next: hotwash, eval, then aar build")
    return Answer({"months": months, **logged(session, entry)}, told=told)


@_exercise.verb(
    "status",
    "Tell at a glance where the exercise is; to a seat, what it may know.",
    seats=True,
)
def status(session: Session, _: Values) -> Answer:
    """Tell how the exercise stands."""
    if session.white:
        from cli.console import glance

        return glance(session)
    from cli.exercise.views import seat_status

    return seat_status(session)


@_exercise.verb(
    "rehearse",
    "Play a scenario by itself before the day, and tell what in it would not work.\n\n"
    "Dead rounds, orders nobody can afford, injects that never fire. Exit code 2 if anything is a "
    "fault.",
    Argument("scenario", "A packaged scenario's name, or a path."),
    FORMAT,
    SEATS,
    option("games", "So many games, under different chance; default: 10.", "whole", metavar="N"),
    SEED,
    option("out", "Write the whole report to a folder.", "path", metavar="DIR"),
    exercise=False,
)
def rehearse(_: Session, values: Values) -> Answer:
    """Rehearse."""
    from cli.exercise.pages import rehearsed  # loads the model

    return rehearsed(
        values.text("scenario"),
        format=values.some("format"),
        chairs=chairs_of(values.many("seat")),
        games=values.whole("games"),
        seed=values.whole("seed") or 0,
        folder=values.path("out"),
    )


@_exercise.verb(
    "pair",
    "Make two exercises on one seed: they differ only by what their players do.",
    Argument("scenario", "A packaged scenario's name, or a path."),
    Argument("to", "The two new files; default: SCENARIO-a and SCENARIO-b.", many=True,
             required=False),
    FORMAT,
    SEATS,
    SEED,
    exercise=False,
)  # fmt: skip
def pair(session: Session, values: Values) -> Answer:
    """Make a pair."""
    from sim.exercise.conduct.create import SUFFIX
    from sim.exercise.pair import pair as paired

    scenario = values.text("scenario")
    stem = Path(scenario).name
    files = values.many("to") or (f"{stem}-a{SUFFIX}", f"{stem}-b{SUFFIX}")
    if len(files) != 2:
        raise SimError(f"exercise pair: found {len(files)} files; name two, or none")
    made = paired(
        Path(files[0]),
        Path(files[1]),
        scenario,
        format=values.some("format"),
        seed=values.whole("seed") or 0,
        chairs=chairs_of(values.many("seat")),
    )
    answers = [_described(session, one) for one in made]
    for one in made:
        one.close()
    return Answer(
        {"exercises": [answer.data for answer in answers]},
        tuple(part for answer in answers for part in answer.shown),
        tuple(answer.told[0] for answer in answers),
        marked=False,
    )


def _months(text: str) -> int:
    """Return a length such as 24m, 2y or 24 in months."""
    if not text:
        return 0
    number, unit = text.rstrip("my"), text[len(text.rstrip("my")) :]
    if not number.isdecimal() or unit not in ("", "m", "y") or not 1 <= int(number) <= 600:
        raise SimError(f"--project {text}: no length; write one such as 24m")
    return int(number) * (12 if unit == "y" else 1)


NOUN = _exercise.done()
