"""A day on two islands, played from STARTEX to ENDEX through conduct, with people in every part."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from sim.exercise.acts import WHITE
from sim.exercise.conduct import (
    create,
    deals,
    evaluation,
    injects,
    lines,
    orders,
    rounds,
    seats,
    talk,
    white,
)
from sim.exercise.exercise import Exercise
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.topics.seats import SEATS, Chair

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

BAN = "export_ban product=ore target=SOUTH"

PEOPLE = {
    "player": "Ottilie Zworykin",
    "joined": "Brunhilde Quast",
    "second": "田中太郎",
    "evaluator": "Xaver Ypsilanti",
    "rater": "Jörg Šimůnek",
    "participant": "Fitzgerald O'Hoolihan",
    "speaker": "Ngozi Ekwueme-Strand",
    "owner": "Caoimhe Vlk",
}
"""Part -> a name that stands for nobody else's."""


class Clock:
    """The room's clock, two minutes later each time it is read."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=2)
        return self.at


def made(folder: Path, name: str = "day", *, seed: int = 0, language: str = "en") -> Exercise:
    """Return an exercise on two islands, before STARTEX."""
    chairs = {"NORTH": Chair(kind="human", player=PEOPLE["player"])}
    path = folder / f"{name}.exercise"
    return create.create(
        path, "two-islands", seed=seed, chairs=chairs, language=language, clock=Clock()
    )


def played(folder: Path, name: str = "day", *, ban: bool = True, seed: int = 0) -> Exercise:
    """Return a quiet exercise of two rounds, over; with or without a ban."""
    exercise = made(folder, name, seed=seed)
    table = Table(exercise)
    rounds.start(exercise, table)
    for number in (1, 2):
        rounds.open_round(exercise, 12)
        if ban and number == 1:
            orders.add(exercise, "NORTH", "NORTH", BAN)
        orders.submit(exercise, "NORTH", "NORTH")
        rounds.lock(exercise, table)
        rounds.adjudicate(exercise, table)
        rounds.publish(exercise, table)
    rounds.end(exercise, table)
    return exercise


def busy(folder: Path, language: str = "en") -> Exercise:
    """Return an exercise in which everybody is named wherever a name can be written."""
    everybody = "; ".join(PEOPLE.values())
    exercise = made(folder, "busy", language=language)
    table = Table(exercise)
    seats.join(exercise, exercise_code(exercise, "SOUTH"), PEOPLE["joined"])
    rows = [InjectRow(id="N1", title=f"Wire {everybody}", text=everybody, to=("SOUTH",),
                      expected=everybody)]  # fmt: skip
    injects.set_rows(exercise, table, rows)
    rounds.start(exercise, table)
    _first(exercise, table, everybody)
    _second(exercise, table, everybody)
    rounds.end(exercise, table)
    _evaluated(exercise, everybody)
    return exercise


def _first(exercise: Exercise, table: Table, everybody: str) -> None:
    rounds.brief(exercise)
    rounds.open_round(exercise, 12)
    rounds.pause(exercise, everybody)
    injects.fire(exercise, "N1", everybody)
    rounds.resume(exercise)
    orders.add(exercise, "NORTH", "NORTH", BAN, everybody)
    orders.submit(exercise, "NORTH", "NORTH")
    chair = Chair(kind="human", player=PEOPLE["second"])
    seats.takeover(exercise, "FAR", chair, everybody)
    seats.handback(exercise, "FAR")
    entry = orders.ask_custom(exercise, "SOUTH", "SOUTH", everybody, everybody)
    orders.refuse_custom(exercise, entry_id(entry.body), everybody)
    talk.press(exercise, "SOUTH", "SOUTH", everybody, headline=everybody[:150])
    talk.message(exercise, "SOUTH", "SOUTH", ["FAR"], everybody)
    talk.ask(exercise, "SOUTH", "SOUTH", everybody)
    offer = deals.propose(exercise, table, "NORTH", "NORTH", ["FAR"], text=everybody)
    deals.sign(exercise, table, "FAR", "FAR", entry_id(offer.body))
    white.reveal(exercise, ["SOUTH"], everybody)
    rounds.lock(exercise, table)
    rounds.unlock(exercise, everybody)
    rounds.lock(exercise, table)
    rounds.adjudicate(exercise, table)
    order = table.result(1).entry.rulings[0].order_id
    white.decide_ruling(exercise, table, order, "refused", everybody)
    white.annotate(exercise, 1, everybody, everybody, everybody[:400])
    rounds.publish(exercise, table)


def _second(exercise: Exercise, table: Table, everybody: str) -> None:
    rounds.open_round(exercise, 12)
    orders.add(exercise, "NORTH", "NORTH", BAN, everybody)
    lines.rewind(exercise, 2)
    rounds.open_round(exercise, 12)
    orders.add(exercise, "NORTH", "NORTH", BAN, everybody)
    rounds.lock(exercise, table)
    rounds.adjudicate(exercise, table)
    rounds.publish(exercise, table)


def _evaluated(exercise: Exercise, everybody: str) -> None:
    questions = {"Q1": "4", "Q4": "yes", "Q5": everybody}
    evaluation.note(
        exercise, everybody, evaluator=PEOPLE["evaluator"], objective="O1", seat="NORTH"
    )
    evaluation.note(exercise, everybody, evaluator=PEOPLE["evaluator"], inject="N1")
    evaluation.rate(exercise, "O1", "S", row="O1a", comment=everybody, evaluator=PEOPLE["rater"])
    evaluation.rate(exercise, "O1", "M", comment=everybody, evaluator=PEOPLE["rater"])
    evaluation.answer(exercise, "SOUTH", questions, seat="SOUTH", name=PEOPLE["participant"])
    evaluation.hotwash(exercise, WHITE, "improve", everybody, name=PEOPLE["speaker"])
    evaluation.hotwash(exercise, "FAR", "strength", everybody, seat="FAR")
    evaluation.improve(
        exercise, everybody, recommendation=everybody, owner=PEOPLE["owner"], due="2026-06-30"
    )


def exercise_code(exercise: Exercise, seat: str) -> str:
    """Return a seat's join code."""
    return exercise.of(SEATS).places[seat].code


def entry_id(body: str) -> str:
    """Return the id that an entry's act gave."""
    return str(json.loads(body)["id"])
