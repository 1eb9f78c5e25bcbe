"""How a country came through: both ends, beside what would have been, and why it lost so little."""

from __future__ import annotations

from pathlib import Path

from sim.exercise.aar.alone import ending
from sim.exercise.table import Table
from tests.exercise.aar.day import played


def test_what_a_ban_did_stands_beside_what_would_have_been_without_it(tmp_path: Path) -> None:
    with played(tmp_path) as exercise:
        found = ending(exercise, Table(exercise), "SOUTH")
    numbers = {one.called: one for one in found.numbers}
    assert found.courses[0] == "nobody orders"
    assert numbers["support at home"].startex == 50.0
    price = numbers["price of ore"]
    assert price.endex is not None
    assert price.others[0] is not None
    assert price.endex > price.others[0]


def test_stocks_are_named_only_where_they_bear_what_does_not_arrive(tmp_path: Path) -> None:
    with played(tmp_path, ban=False) as quiet:
        found = ending(quiet, Table(quiet), "SOUTH")
    assert found.remark == ""
    assert {one.called for one in found.numbers} == {"support at home"}
