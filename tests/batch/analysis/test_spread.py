"""Spread: fans and distributions, with what was nominal or observed marked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.batch.analysis.spread import bin_edges, distributions, fans, percentile_of
from sim.errors import SimError
from tests.batch.analysis.made_up import outcome, results

SOME = arrays(
    float, st.integers(1, 60), elements=st.floats(-1e6, 1e6) | st.just(np.nan)
)  # rows of one outcome


@given(SOME)
def test_every_run_with_a_value_is_in_one_bin(values: np.ndarray) -> None:
    (found,) = distributions(results(values[None, :, None, None]))
    assert sum(found.counts) == found.basis.used == np.isfinite(values).sum()
    assert len(found.edges) in (0, len(found.counts) + 1)


def test_lever_sets_share_their_bins() -> None:
    values = np.arange(40.0).reshape(2, 20, 1, 1)
    first, second = distributions(results(values))
    assert first.edges == second.edges
    assert first.counts != second.counts


def test_the_observed_and_the_nominal_value_are_placed_among_the_runs() -> None:
    values = np.arange(100.0)[None, :, None, None]
    found = distributions(
        results(
            values,
            outcomes=[outcome("y", observed=89.5)],
            nominal=np.array([[9.0], [9.5], [200.0]]),
        )
    )[0]
    assert [mark.name for mark in found.marks] == ["nothing varied", "observed"]
    assert [mark.value for mark in found.marks] == [9.5, 89.5]
    assert [mark.percentile for mark in found.marks] == pytest.approx([10.0, 90.0])


def test_a_value_outside_all_runs_is_at_the_end() -> None:
    assert percentile_of(9.0, np.array([1.0, 2.0])) == 100.0
    assert percentile_of(0.0, np.array([1.0, 2.0])) == 0.0
    assert percentile_of(0.0, np.array([np.nan])) is None


def test_of_two_values_it_is_told_how_many_runs_end_at_each() -> None:
    two = np.array([[0.0, 1.0, 1.0, np.nan], [0.0, 0.0, 0.0, 0.0]])[..., None, None]
    first, second = distributions(results(two))
    assert first.two_values == ((0.0, 1), (1.0, 2))
    assert second.two_values == ((0.0, 4), (1.0, 0))
    for values in (np.arange(3.0), np.ones(3)):
        assert distributions(results(values[None, :, None, None]))[0].two_values == ()


def test_equal_values_fill_one_bin() -> None:
    assert bin_edges(np.full(5, 3.0)).tolist() == [3.0, 3.0]


def test_far_values_do_not_make_endless_bins() -> None:
    values = np.append(np.linspace(0.0, 1.0, 1000), 1e12)
    assert len(bin_edges(values)) <= 41


def test_a_fan_widens_with_its_runs() -> None:
    lots = np.linspace(-1.0, 1.0, 101)
    series = lots[None, :, None, None] * np.arange(1.0, 4.0)
    (found,) = fans(
        results(lots[None, :, None, None], series=series, nominal=np.array([[0.5], [0.7]]))
    )
    assert found.rounds == ("round 1", "round 2", "round 3")
    bands = {band.percent: band.values for band in found.bands}
    assert bands[50.0] == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)
    assert bands[95.0] == pytest.approx((0.9, 1.8, 2.7))
    assert found.nominal == pytest.approx((0.6, 0.6, 0.6))


def test_runs_that_end_early_are_missing_from_later_rounds_only() -> None:
    series = np.ones((1, 4, 1, 3))
    series[0, 0, 0, 2] = np.nan
    series[0, 1, 0, :] = np.nan
    (found,) = fans(results(np.ones((1, 4, 1, 1)), series=series))
    assert found.used == (3, 3, 2)
    assert (found.basis.used, found.basis.valueless) == (3, 1)


def test_an_outcome_nobody_knows_is_refused_kindly() -> None:
    with pytest.raises(SimError, match="known: y1\\. Did you mean 'y1'"):
        distributions(results(np.ones((1, 3, 1, 1))), ["y9"])


def test_without_rounds_there_is_no_fan() -> None:
    assert fans(results(np.ones((1, 3, 1, 1)))) == ()
