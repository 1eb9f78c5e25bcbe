"""Intervals hold what they should, where rows and seeds are shared by many runs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.random import default_rng
from scipy import stats

from sim.batch.analysis.intervals import among, draws, mean, share


def share_that_hold(
    rows: int, replications: int, spread_by_seed: float, block: int = 1, times: int = 400
) -> float:
    """Return how often the interval of a mean that is 0 holds it."""
    rng, held = default_rng(5), 0
    blocks = np.arange(rows) // block
    for _ in range(times):
        values = (
            rng.normal(size=rows // block)[blocks][:, None]
            + spread_by_seed * rng.normal(size=(1, replications))
            + rng.normal(size=(rows, replications))
        )
        found = mean(values, blocks).estimate()
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.0 <= found.high
    return held / times


def test_one_seed_gives_students_interval() -> None:
    values = default_rng(1).normal(size=(30, 1))
    found = mean(values, np.arange(30)).estimate()
    told = stats.ttest_1samp(values[:, 0], 0.0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((told.low, told.high))


def test_one_row_is_judged_by_its_seeds() -> None:
    values = default_rng(1).normal(size=(1, 30))
    found = mean(values, np.arange(1)).estimate()
    told = stats.ttest_1samp(values[0], 0.0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((told.low, told.high))


@pytest.mark.parametrize(
    ("rows", "replications", "by_seed", "block"),
    [(40, 1, 0.0, 1), (40, 4, 0.0, 1), (40, 8, 1.0, 1), (80, 1, 0.0, 4), (80, 8, 1.0, 4)],
)
def test_intervals_hold_about_as_often_as_they_say(
    rows: int, replications: int, by_seed: float, block: int
) -> None:
    assert 0.91 <= share_that_hold(rows, replications, by_seed, block) <= 0.985


@pytest.mark.parametrize("good", [0, 1, 17, 40])
def test_a_share_of_unrelated_runs_has_about_wilsons_interval(good: int) -> None:
    found = share((np.arange(40) < good).astype(float)[:, None], np.arange(40))
    told = stats.binomtest(good, 40).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((told.low, told.high), abs=0.01)


@pytest.mark.parametrize("true", [0.5, 0.9, 0.98])
def test_intervals_of_shares_hold_as_often_as_they_say_where_rows_go_together(true: float) -> None:
    rng, held, blocks = default_rng(6), 0, np.arange(150) // 5
    for _ in range(400):
        alike = rng.random(30)[blocks]
        own = np.where(rng.random(150) < 0.5, alike, rng.random(150)) < true
        found = share(own.astype(float)[:, None], blocks)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= true <= found.high
    assert held / 400 >= 0.92


def test_rows_made_of_each_other_count_as_one() -> None:
    once = default_rng(2).normal(size=(20, 1))
    copied = np.repeat(once, 10, axis=0)
    alone = mean(once, np.arange(20)).estimate()
    blocks = mean(copied, np.arange(200) // 10).estimate()
    assert (blocks.low, blocks.high) == pytest.approx((alone.low, alone.high))
    assert blocks.used == 200


@given(arrays(float, (6, 3), elements=st.sampled_from([1.0, 2.0, 5.0, np.nan])))
def test_absent_values_are_left_out_and_never_zero(values: np.ndarray) -> None:
    found = mean(values, np.arange(6)).estimate()
    here = values[np.isfinite(values)]
    assert found.used == here.size
    if here.size:
        assert found.value == pytest.approx(here.mean())
    else:
        assert found.value is None


def test_a_single_run_has_a_value_and_no_interval() -> None:
    found = mean(np.array([[3.0]]), np.array([0])).estimate()
    assert (found.value, found.low, found.high, found.told_apart) == (3.0, None, None, False)


def test_a_difference_of_unrelated_means_is_welchs() -> None:
    rng = default_rng(3)
    a, b = rng.normal(size=(12, 1)), 2.0 + 3.0 * rng.normal(size=(25, 1))
    found = mean(a, np.arange(12)).less(mean(b, np.arange(25))).estimate()
    told = stats.ttest_ind(a[:, 0], b[:, 0], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((told.low, told.high))


def test_drawing_anew_agrees_with_student_on_a_mean_and_says_the_same_twice() -> None:
    values = default_rng(4).normal(size=400)
    found, again = (
        among(
            float(values.mean()),
            np.array([values[runs].mean() for runs in draws(np.arange(400), 7, times=1000)]),
            400,
        )
        for _ in range(2)
    )
    told = stats.ttest_1samp(values, 0.0).confidence_interval()
    assert found == again
    assert (found.low, found.high) == pytest.approx((told.low, told.high), abs=0.02)


def test_blocks_are_drawn_as_a_whole() -> None:
    blocks = np.array([0, 0, 0, 4, 4, 7])
    for runs in draws(blocks, 1, times=20):
        counts = np.bincount(runs, minlength=6)
        assert len(set(counts[:3])) == len(set(counts[3:5])) == 1
        assert counts[0] + counts[3] + counts[5] == 3
