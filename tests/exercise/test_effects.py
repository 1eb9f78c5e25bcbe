"""Effects of injects and ideas: whichever way they come in, the same is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.conduct import create, injects, orders, rounds
from sim.exercise.exercise import Exercise
from sim.exercise.msel import read_msel
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.template.load import read_exercise
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.seats import Chair
from sim.scenario import catalog
from sim.seats.load import load_scenario
from tests.exercise.made_up import Watch

Door = Callable[[Table, str, Path], None]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Two islands, before STARTEX; people play NORTH."""
    chairs = {"NORTH": Chair(kind="human")}
    path = tmp_path / "day.exercise"
    with create.create(path, "two-islands", chairs=chairs, clock=Watch()) as made:
        yield Table(made)


def by_file(_: Table, effect: str, __: Path) -> None:
    text = f"format: 1\ninjects:\n  - {{id: I1, title: Storm, effects: ['{effect}']}}\n"
    islands = load_scenario(catalog.folder("two-islands"))
    problems = read_exercise(text, "f", islands).problems
    if problems:
        raise SimError("\n".join(map(str, problems)))


def by_spreadsheet(table: Table, effect: str, folder: Path) -> None:
    path = folder / "list.csv"
    path.write_text(f"Title,Effects\nStorm,{effect}\n", "utf-8")
    rows, problems = read_msel(path)
    assert not problems
    injects.set_rows(table.exercise, table, rows)


def by_hand(table: Table, effect: str, _: Path) -> None:
    row = InjectRow(id="X1", title="Storm", effects=(effect,))
    injects.set_rows(table.exercise, table, [row])


def as_an_idea(table: Table, effect: str, _: Path) -> None:
    exercise = asked(table.exercise, table)
    (idea,) = exercise.of(ORDERS).customs
    orders.allow_custom(exercise, table, idea, [effect], "why not")


def asked(exercise: Exercise, table: Table) -> Exercise:
    rounds.start(exercise, table)
    rounds.open_round(exercise)
    orders.ask_custom(exercise, "NORTH", "NORTH", "talk to them")
    return exercise


DOORS: tuple[Door, ...] = (by_file, by_spreadsheet, by_hand, as_an_idea)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ("NORTH: export_ban product=oar target=SOUTH", "product=: unknown product 'oar'"),
        ("NORTH: export_ban product=ore target=NOWHERE", "target=: unknown country 'NOWHERE'"),
        ("NROTH: export_ban product=ore target=SOUTH", "'NROTH'"),
        ("NORTH: lift order=NORTH-9", "order=: unknown order 'NORTH-9'"),
        ("NORTH: purge", "unknown instrument 'purge'"),
        ("NORTH.suport -= 2", "unknown quantity of a country to patch 'suport'"),
        ("it burns", "'it burns' is no patch"),
    ],
)
def test_what_there_is_not_is_refused(
    door: Door, effect: str, said: str, table: Table, tmp_path: Path
) -> None:
    with pytest.raises(SimError) as told:
        door(table, effect, tmp_path)
    assert said in str(told.value)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "effect", ["NORTH: export_ban product=ore target=SOUTH", "SOUTH.support -= 2"]
)
def test_what_there_is_is_let_in(door: Door, effect: str, table: Table, tmp_path: Path) -> None:
    door(table, effect, tmp_path)


def test_an_effect_may_name_what_was_ordered_in_play(table: Table) -> None:
    exercise = asked(table.exercise, table)
    orders.add(exercise, "NORTH", "NORTH", "export_ban product=ore target=SOUTH")
    rounds.lock(exercise, table)
    rounds.adjudicate(exercise, table)
    (ban,) = [m.id for m in table.game().world.measures if m.id.startswith("NORTH")]
    row = InjectRow(id="X1", title="It ends", effects=(f"NORTH: lift order={ban}",))
    injects.set_rows(exercise, table, [row])


def test_an_effect_may_name_that_of_another_inject(table: Table) -> None:
    rows = [
        InjectRow(id="X1", title="On", effects=("NORTH: export_ban product=ore target=SOUTH",)),
        InjectRow(id="X2", title="Off", effects=("NORTH: lift order=X1-1",)),
    ]
    injects.set_rows(table.exercise, table, rows)
    with pytest.raises(SimError, match="unknown order 'X1-2'"):
        injects.set_rows(
            table.exercise,
            table,
            [InjectRow(id="X3", title="Off", effects=("NORTH: lift order=X1-2",))],
        )
