"""A pair: two tables on one seed differ by what their players do, and by nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.conduct import injects, orders, rounds
from sim.exercise.exercise import Exercise
from sim.exercise.pair import pair, paired, unlike
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.seats import SEATS
from tests.exercise.printing.planted import scenario

SQUEEZE = "export_licensing product=ore target=SOUTH rate=0.5"


@dataclass
class Tables:
    one: Exercise
    other: Exercise
    folder: Path


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    one, other = pair(tmp_path / "a.exercise", tmp_path / "b.exercise", scenario(tmp_path), seed=3)
    with one, other:
        yield Tables(one, other, tmp_path)


def play(made: Exercise, *texts: str) -> Table:
    """Play a round in which the North orders."""
    table = Table(made)
    rounds.start(made, table)
    rounds.open_round(made)
    for text in texts:
        orders.add(made, "NORTH", "NORTH", text)
    rounds.lock(made, table)
    rounds.adjudicate(made, table)
    rounds.publish(made, table)
    return table


def test_a_pair_has_one_seed_and_one_list_of_injects_and_codes_of_its_own(tables: Tables) -> None:
    assert unlike(tables.one, tables.other) == ()
    assert tables.one.of(INJECTS).rows == tables.other.of(INJECTS).rows
    codes = [
        [p.code for p in made.of(SEATS).places.values()] for made in (tables.one, tables.other)
    ]
    assert not {*codes[0]} & {*codes[1]}


def test_tables_that_do_the_same_come_out_the_same(tables: Tables) -> None:
    (round,) = paired(play(tables.one, SQUEEZE), play(tables.other, SQUEEZE))
    assert (round.orders, round.numbers, round.injects) == ((), (), ((), ()))


def test_where_tables_part_their_orders_injects_and_numbers_are_told(tables: Tables) -> None:
    injects.set_status(tables.other, "I1", "held")
    one, other = play(tables.one, SQUEEZE), play(tables.other)
    (round,) = paired(one, other)
    (orders_apart,) = round.orders
    assert orders_apart.seat == "NORTH"
    assert SQUEEZE in orders_apart.one
    assert SQUEEZE not in orders_apart.other
    assert round.injects == (("I1",), ())
    damage = next(n for n in round.numbers if n.number == "SOUTH.damage")
    assert damage.one is not None
    assert damage.other is not None
    assert damage.one > damage.other


def test_what_is_no_pair_is_told_with_every_difference(tables: Tables) -> None:
    (tables.folder / "c").mkdir()
    where = scenario(tables.folder / "c")
    text = (tables.folder / "c" / "exercise.yaml").read_text("utf-8")
    (tables.folder / "c" / "exercise.yaml").write_text(f"{text}\n# changed\n", "utf-8")
    third, fourth = pair(tables.folder / "c1", tables.folder / "c2", where, seed=4)
    with third, fourth, pytest.raises(SimError) as told:
        paired(Table(tables.one), Table(third))
    assert str(told.value).splitlines() == [
        "their exercise files differ", "their seeds are 3 and 4",
    ]  # fmt: skip


def test_nothing_is_compared_before_both_have_published(tables: Tables) -> None:
    with pytest.raises(SimError, match="no round is published at both tables"):
        paired(Table(tables.one), Table(tables.other))


def test_both_files_are_made_or_none(tmp_path: Path) -> None:
    where = scenario(tmp_path)
    (tmp_path / "b").write_text("mine", "utf-8")
    with pytest.raises(SimError, match="name others"):
        pair(tmp_path / "a", tmp_path / "b", where)
    with pytest.raises(SimError, match="unknown format"):
        pair(tmp_path / "c", tmp_path / "d", where, format="shrot")
    assert {path.name for path in tmp_path.iterdir()} == {"b", "scenario.yaml", "exercise.yaml"}
