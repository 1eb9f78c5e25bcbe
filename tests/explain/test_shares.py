"""Shares: Shapley's axioms on made-up numbers, and samples beside the exact value (§W.5)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explain.shares import Values, every_set, exact, sampled, sets_of, walks
from sim.world.world import Floats

THINGS = 5


@st.composite
def made_up(draw: st.DrawFn, things: int = THINGS) -> dict[int, Floats]:
    """Return a value for every set of some things."""
    number = st.floats(-100, 100, allow_nan=False)
    drawn = draw(st.lists(number, min_size=2**things, max_size=2**things))
    return {chosen: np.array([value]) for chosen, value in enumerate(drawn)}


def game(things: int, seed: int) -> dict[int, Floats]:
    """Return a value for every set: what each adds, and what pairs add."""
    rng = np.random.default_rng(seed)
    alone, pairs = rng.normal(size=things), rng.normal(size=(things, things))
    values = {}
    for chosen in every_set(things):
        inside = np.array([chosen >> thing & 1 for thing in range(things)], dtype=float)
        values[chosen] = np.array([inside @ alone + inside @ pairs @ inside])
    return values


def crowded(things: int, seed: int) -> dict[int, Floats]:
    """Return the same with a part that grows with the cube of how many there are."""
    return {c: v + 0.01 * c.bit_count() ** 3 * v for c, v in game(things, seed).items()}


@given(made_up())
def test_shares_add_up_to_the_difference(values: Values) -> None:
    whole = values[2**THINGS - 1] - values[0]
    assert exact(THINGS, values).sum(axis=0) == pytest.approx(whole, abs=1e-9)


@given(made_up())
def test_equals_share_equally(values: Values) -> None:
    def swapped(chosen: int) -> int:
        first, second = chosen & 1, chosen >> 1 & 1
        return chosen & ~3 | first << 1 | second

    alike = {chosen: values[chosen] + values[swapped(chosen)] for chosen in values}
    shares = exact(THINGS, alike)
    assert shares[0] == pytest.approx(shares[1], abs=1e-9)


@given(made_up(), st.integers(0, THINGS - 1), st.floats(-10, 10))
def test_what_adds_the_same_to_every_set_gets_just_that(
    values: Values, thing: int, adds: float
) -> None:
    bit = 1 << thing
    flat = {chosen: values[chosen & ~bit] + adds * bool(chosen & bit) for chosen in values}
    assert exact(THINGS, flat)[thing] == pytest.approx([adds], abs=1e-9)


@given(made_up(), made_up())
def test_shares_of_two_numbers_add(one: Values, other: Values) -> None:
    both = {chosen: one[chosen] + other[chosen] for chosen in one}
    summed = exact(THINGS, one) + exact(THINGS, other)
    assert exact(THINGS, both) == pytest.approx(summed, abs=1e-9)


def test_nothing_has_no_shares() -> None:
    assert exact(0, {0: np.array([3.0])}).shape == (0, 1)


@pytest.mark.parametrize("seed", range(5))
def test_samples_lie_within_their_errors_of_the_exact_shares(seed: int) -> None:
    things = 9
    values = crowded(things, seed)
    walked = walks(things, 12, np.random.default_rng(seed))
    shares, error = sampled(walked, values)
    off = np.abs(shares - exact(things, values))
    assert (error > 0.0).all()
    assert (off <= 4.0 * error).all()


def test_pairs_of_walks_are_exact_where_things_meet_in_pairs_only() -> None:
    """A walk and its reverse share out what two things add together half and half."""
    values = game(9, 0)
    shares, error = sampled(walks(9, 2, np.random.default_rng(0)), values)
    assert shares == pytest.approx(exact(9, values), abs=1e-9)
    assert error == pytest.approx(0.0, abs=1e-9)


@given(made_up(), st.integers(0, 10))
def test_sampled_shares_add_up_too(values: Values, seed: int) -> None:
    walked = walks(THINGS, 2, np.random.default_rng(seed))
    shares, _ = sampled(walked, values)
    whole = values[2**THINGS - 1] - values[0]
    assert shares.sum(axis=0) == pytest.approx(whole, abs=1e-9)


def test_walks_pass_every_set_once_in_order() -> None:
    assert sets_of([(0, 1, 2), (2, 1, 0)]) == (0, 1, 3, 7, 4, 6)


def test_walks_come_in_pairs_of_which_one_is_the_other_from_its_end() -> None:
    drawn = walks(6, 3, np.random.default_rng(0))
    assert len(drawn) == 6
    assert all(one == other[::-1] for one, other in zip(drawn[::2], drawn[1::2], strict=True))
