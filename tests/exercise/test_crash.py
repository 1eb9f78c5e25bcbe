"""Killed at any instant, an exercise resumes where it was: nothing acknowledged is lost.

A child plays a scripted day and is killed after a random time; another goes on from what is in the
file, and is killed again. In the end the day is as if nobody had been killed.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sim.exercise.acts import WHITE
from sim.exercise.conduct import create, injects, lines, orders, rounds, seats, white
from sim.exercise.exercise import Exercise
from sim.exercise.fold import folded
from sim.exercise.log.text import exported
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import SEATS, Chair
from tests.exercise.made_up import Watch

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")

KILLS = 200

Step = Callable[[Exercise, Table], object]


def order(seat: str, text: str) -> Step:
    return lambda day, table: orders.add(day, seat, seat, text)


def submit(seat: str) -> Step:
    return lambda day, table: orders.submit(day, seat, seat)


ROUND: Sequence[Step] = (
    lambda day, table: rounds.brief(day),
    lambda day, table: rounds.open_round(day, 20),
    order("NORTH", "export_licensing product=ore target=SOUTH rate=0.5"),
    order("NORTH", "export_ban product=ore target=FAR"),
    lambda day, table: orders.drop(
        day, "NORTH", "NORTH", day.of(ORDERS).draft("NORTH").orders[0].id
    ),
    submit("NORTH"),
    order("SOUTH", "import_tariff product=ore origin=NORTH rate=0.2"),
    lambda day, table: injects.fire(day, f"I{day.of(ROUNDS).round}"),
    submit("SOUTH"),
    lambda day, table: orders.withdraw(day, "SOUTH", "SOUTH"),
    submit("SOUTH"),
    lambda day, table: rounds.lock(day, table),
    lambda day, table: rounds.adjudicate(day, table),
    lambda day, table: white.patch(day, table, ["NORTH.support -= 1"], "a speech"),
    lambda day, table: rounds.publish(day, table),
)

MSEL = [
    InjectRow(id=f"I{n}", title=f"News {n}", effects=("SOUTH.support += 1",)) for n in (1, 2, 3)
]

DAY: Sequence[Step] = (
    lambda day, table: rounds.start(day, table),
    lambda day, table: injects.set_rows(day, table, MSEL),
    *ROUND,
    *ROUND,
    lambda day, table: seats.takeover(day, "SOUTH", Chair(kind="script", policy="passive"), "ill"),
    lambda day, table: lines.rewind(day, 2),
    lambda day, table: seats.handback(day, "SOUTH"),
    *ROUND,
    lambda day, table: lines.branch(day, "what-if", 2, "main"),
    *ROUND,
    lambda day, table: rounds.end(day, table, 3),
)
"""Each step writes one entry."""


def begin(folder: Path) -> Path:
    chairs = {"FAR": Chair(kind="script", policy="passive")}
    path = folder / "day.exercise"
    with create.create(path, "two-islands", chairs=chairs, clock=Watch()) as day:
        for id in day.of(INJECTS).rows:
            injects.set_status(day, id, "skipped")
    return path


def play(path: Path, first: int, told: int | None = None) -> None:
    """Play the steps that the log does not have yet, and tell of each one done."""
    with Exercise.open(path, clock=Watch()) as day:
        table = Table(day)
        for step in DAY[day.state.head - first :]:
            step(day, table)
            if told is not None:
                os.write(told, day.state.head.to_bytes(4, "big"))


def killed(path: Path, first: int, after: float) -> tuple[bool, int]:
    """Play on in a child and kill it; return whether it was done, and the last step it told of."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            play(path, first, writer)
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(writer)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        steps = pipe.read()
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status), int.from_bytes(steps[-4:], "big")


def told(path: Path) -> list[str]:
    """Return a day as it is exported, without what chance gives every exercise: its join codes."""
    with Exercise.open(path) as day:
        lines_ = list(exported(day.file))
        codes = [place.code for place in day.of(SEATS).places.values() if place.code]
    text = "\n".join(line.partition('"hash"')[0] for line in lines_)
    for code in codes:
        text = text.replace(code, "")
    return text.splitlines()


@pytest.mark.slow
def test_killed_at_random_moments_a_day_ends_as_if_nobody_had_been(tmp_path: Path) -> None:
    chance = random.Random(11)
    (tmp_path / "whole").mkdir()
    whole = begin(tmp_path / "whole")
    with Exercise.open(whole) as day:
        first = day.state.head
    started = time.perf_counter()
    play(whole, first)
    spent = time.perf_counter() - started
    expected = told(whole)
    kills = number = 0
    while kills < KILLS:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        path, done, acknowledged, patience = begin(folder), False, first, spent / 8
        while not done:
            done, last = killed(path, first, chance.uniform(0.0, patience))
            patience *= 1.0 if last else 1.3  # a slow machine must get on, too
            acknowledged = max(acknowledged, last)
            with Exercise.open(path) as day:
                assert day.state.head >= acknowledged
                assert folded(day.entries()) == day.state
            kills += not done
        assert told(path) == expected
    assert {entry.by for entry in Exercise.open(whole).entries()} >= {WHITE, "NORTH", "SOUTH"}
