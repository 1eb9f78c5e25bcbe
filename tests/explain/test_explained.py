"""Explained: the steps of a waterfall, and of the sentence (§W.4)."""

from __future__ import annotations

import pytest

from sim.explain.explained import MOST_STEPS, steps_of
from sim.explain.items import Item
from sim.explain.trail import Part, Trail
from sim.explain.words import LITTLE
from tests.explain.made_up import number


def trail(*shares: float) -> Trail:
    parts = tuple(
        Part(Item(str(n), "A", "an order", "order"), share, 0.1) for n, share in enumerate(shares)
    )
    return Trail(number("B.damage"), 1, 0.0, sum(shares), parts, exact=False, reruns=1)


def test_what_adds_little_is_one_step_and_what_adds_nothing_is_none() -> None:
    steps = steps_of(trail(10.0, -5.0, 0.5 * LITTLE, -0.25 * LITTLE, 0.0, 0.0))
    assert [len(step.parts) for step in steps] == [1, 1, 2]
    assert [step.share for step in steps] == [10.0, -5.0, pytest.approx(0.25 * LITTLE)]
    assert [step.error for step in steps] == [0.1, 0.1, None]


def test_of_many_the_largest_have_a_step_each() -> None:
    steps = steps_of(trail(*range(MOST_STEPS + 3, 0, -1)))
    assert len(steps) == MOST_STEPS + 1
    assert len(steps[-1].parts) == 3 and steps[-1].share == 6.0


def test_nothing_that_moves_needs_no_step() -> None:
    assert steps_of(trail()) == steps_of(trail(0.0, 0.0)) == ()
