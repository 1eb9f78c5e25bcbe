"""Programs in an exercise: asked when a round is locked, told what was said, and never a stop."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.exercise.acts import WHITE
from sim.exercise.conduct.create import create
from sim.exercise.conduct.rounds import lock, open_round, start, unlock
from sim.exercise.exercise import Exercise
from sim.exercise.programs import Limits, Running
from sim.exercise.table import Table
from sim.exercise.topics.rounds import ROUNDS, Sheet
from sim.exercise.topics.seats import Chair
from sim.exercise.topics.talk import MessageSent, inbox
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from tests.exercise.made_up import MORNING, Watch

BOT = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    open(sys.argv[1], "a").write(line)
    if said["type"] == "observe":
        {does}
"""
REPLY = {
    "orders": [{"order": "hold", "reason": "We wait."}, {"order": "hodl"}],
    "messages": [{"to": "NORTH", "text": "Talk to us."}, {"to": "NOWHERE", "text": "?"}],
}
ANSWER = f"print(json.dumps({REPLY}))"
LIMITS = Limits(seconds=20.0, grace=5.0)


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard"


@pytest.fixture
def running() -> Iterator[Running]:
    with Running(LIMITS) as programs:
        yield programs


def opened(folder: Path, does: str) -> tuple[Exercise, Table]:
    """An exercise in its first round, the South played by a program that does something."""
    command = (sys.executable, "-c", BOT.replace("{does}", does), str(folder / "heard"))
    chairs = {"NORTH": Chair(kind="human"), "SOUTH": Chair(kind="program", command=command)}
    made = create(folder / "day.exercise", "two-islands", chairs=chairs, clock=Watch())
    table = Table(made)
    start(made, table)
    open_round(made)
    return made, table


def sheet(made: Exercise) -> Sheet:
    return made.of(ROUNDS).sheets["SOUTH"]


def questions(heard: Path) -> list[Any]:
    said = [json.loads(line) for line in heard.read_text("utf-8").splitlines()]
    return [one for one in said if one["type"] == "observe"]


def test_its_answer_is_the_seats_sheet(tmp_path: Path, heard: Path, running: Running) -> None:
    made, table = opened(tmp_path, ANSWER)
    made.do(WHITE, MessageSent(sender="NORTH", to=("SOUTH",), text="Come to terms."))
    made.do(WHITE, MessageSent(sender="NORTH", to=("FAR",), text="A word between us."))
    lock(made, table, running)
    assert [(line.text, line.reason) for line in sheet(made).orders] == [("hold", "We wait.")]
    assert sheet(made).origin == "program"
    assert "order 'hodl' was dropped" in sheet(made).told
    assert "the message to 'NOWHERE' was not sent" in sheet(made).told
    (question,) = questions(heard)
    assert [m["text"] for m in question["messages"]] == ["Come to terms."]
    assert (question["round"], question["observation"]["seat"]) == (1, "SOUTH")
    assert [item.text for item in inbox(made.state, "NORTH")] == ["Talk to us."]


def test_it_is_asked_once_a_round(tmp_path: Path, heard: Path, running: Running) -> None:
    made, table = opened(tmp_path, ANSWER)
    lock(made, table, running)
    unlock(made, "A sheet was lost.")
    lock(made, table, running)
    assert len(questions(heard)) == 1
    assert len(inbox(made.state, "NORTH")) == 1


def test_where_it_fails_the_seat_gives_its_default_orders(tmp_path: Path, running: Running) -> None:
    made, table = opened(tmp_path, "sys.exit('a secret of ours')")
    lock(made, table, running)
    assert sheet(made).origin == "default"
    assert sheet(made).told.startswith("its output ended (exit code 1)")
    assert sheet(made).told.endswith("a secret of ours")
    assert made.of(ROUNDS).phase == "locked"


LONG = "export_licensing product={} target=NORTH rate=.9"
FULL = LONG.format("tools," * 325 + "t" * (2000 - len(LONG) + 2 - 6 * 325))


def test_an_order_that_is_too_long_for_a_sheet_is_dropped_alone(
    tmp_path: Path, running: Running
) -> None:
    assert len(FULL) == 2000  # it grows where it is written with `rate=0.9`
    reply = {"orders": [{"order": FULL}, {"order": "hold"}]}
    made, table = opened(tmp_path, f"print(json.dumps({reply}))")
    with made:
        lock(made, table, running)
        found = sheet(made)
        assert found.origin == "program" and [o.text for o in found.orders] == ["hold"]
        assert "more than 2000 characters" in found.told


def test_a_sheet_that_cannot_be_written_is_the_default_one(tmp_path: Path) -> None:
    class Wordy:
        def sheet(
            self, seat: str, command: tuple[str, ...], table: Table
        ) -> tuple[OrderSheet, str]:
            entry = SheetEntry(MORNING.date(), "x", Order.parse(FULL))
            return (entry,), ""

    made, table = opened(tmp_path, "pass")
    with made:
        lock(made, table, Wordy())
        assert sheet(made).origin == "default" and "2000 characters" in sheet(made).told
