"""Outcomes: what is read of each round, and what a run's number is made of."""

from __future__ import annotations

from math import isnan, nan

import pytest

from sim.batch.experiment.spec import OutcomeSpec, Take
from sim.batch.model.outcomes import Outcomes
from sim.errors import SimError
from tests.batch.model.made_up import scenario


def outcomes(*rows: tuple[str, Take]) -> Outcomes:
    specs = {f"o{n}": OutcomeSpec(of=of, take=take) for n, (of, take) in enumerate(rows)}
    return Outcomes.of(specs, scenario())


@pytest.mark.parametrize(
    ("take", "value"),
    [("first", 3.0), ("last", 2.0), ("mean", 2.0), ("sum", 6.0), ("max", 3.0), ("min", 1.0)],
)
def test_a_runs_number_is_taken_from_those_of_its_rounds(take: Take, value: float) -> None:
    found = outcomes(("B.support", take)).found([(3.0,), (1.0,), (2.0,)])
    assert found.scalars.tolist() == [value]
    assert found.series.tolist() == [[3.0, 1.0, 2.0]]


@pytest.mark.parametrize("take", ["mean", "sum", "max", "min"])
def test_a_round_without_a_value_leaves_none_for_the_run(take: Take) -> None:
    assert isnan(outcomes(("B.support", take)).found([(3.0,), (nan,), (2.0,)]).scalars[0])


def test_only_the_round_that_is_taken_needs_a_value() -> None:
    both = outcomes(("B.support", "first"), ("B.support", "last"))
    assert both.found([(3.0,), (nan,), (2.0,)]).scalars.tolist() == [3.0, 2.0]


def test_a_number_taken_in_two_ways_is_read_once() -> None:
    found = outcomes(("B.price(ore)", "max"), ("B.support", "last"), ("B.price( ore )", "mean"))
    assert [str(n) for n in found.numbers] == ["B.price(ore)", "B.support"]
    assert found.found([(1.0, 5.0), (3.0, 6.0)]).scalars.tolist() == [3.0, 6.0, 2.0]


def test_what_a_number_needs_is_known() -> None:
    assert not outcomes(("B.support", "last")).compares
    assert outcomes(("B.support", "last"), ("B.damage", "mean")).compares
    assert (
        outcomes(("B.join", "max")).looks_ahead and outcomes(("quarrel.joint", "max")).looks_ahead
    )
    assert not outcomes(("B.damage", "mean")).looks_ahead


def test_every_wrong_number_is_told_at_once() -> None:
    with pytest.raises(SimError, match=r"(?s)unknown country or dispute 'X'.*'prise'"):
        outcomes(("X.damage", "mean"), ("B.prise(ore)", "max"))
