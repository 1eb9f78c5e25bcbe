"""Robustness: lever sets in pairs, and no set called better that is not told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng

from sim.batch.analysis.robustness import robustness
from tests.batch.analysis.made_up import FAILED, outcome, results


def luck(rows: int, replications: int = 1) -> np.ndarray:
    """What all sets share in a row and replication."""
    return default_rng(1).normal(size=(rows, replications))


def test_pairs_tell_apart_what_two_samples_would_not() -> None:
    shared = luck(60)
    nudged = shared - 0.05 + 0.01 * default_rng(2).normal(size=shared.shape)
    found = robustness(results(np.stack([shared, nudged])[..., None])).outcomes[0]
    first, second = found.standings
    assert first.mean.low is not None
    assert second.mean.high is not None
    assert second.mean.high > first.mean.low  # by themselves they overlap
    assert second.verdict == "better"
    assert found.best[0].lever_set == "set 2"
    assert found.best[0].sure


@given(st.integers(min_value=0, max_value=12))
def test_a_set_is_called_better_only_where_the_interval_leaves_zero_out(seed: int) -> None:
    rng = default_rng(seed)
    shared = luck(20, 2)
    sets = np.stack([shared, shared + 0.3 * rng.normal(size=shared.shape) + 0.1])
    second = robustness(results(sets[..., None])).outcomes[0].standings[1]
    low, high = second.against_first.low, second.against_first.high
    assert low is not None
    assert high is not None
    assert (second.verdict == "not told apart") == (low <= 0.0 <= high)


def test_of_sets_that_are_the_same_in_every_run_none_is_best() -> None:
    shared = luck(40)
    found = robustness(
        results(np.stack([shared, shared])[..., None], outcomes=[outcome("y", "less", 0.0)])
    )
    assert found.outcomes[0].alike == (("set 1", "set 2"),)
    assert found.outcomes[0].standings[1].verdict == "the same"
    assert found.outcomes[0].best == ()
    assert found.best_all_met is None
    assert found.agree


def test_sets_that_are_alike_stand_as_one_beside_another() -> None:
    shared = luck(40)
    sets = np.stack([shared, shared - 1.0, shared, shared - 1.0])
    found = robustness(results(sets[..., None])).outcomes[0]
    assert found.alike == (("set 1", "set 3"), ("set 2", "set 4"))
    tested = [best for best in found.best if best.tested]
    assert {best.lever_set for best in tested} == {"set 2"}
    assert all(best.sure for best in tested)


def test_sets_that_never_gave_a_number_are_not_called_the_same() -> None:
    found = robustness(results(np.full((2, 5, 1, 1), np.nan))).outcomes[0]
    assert found.alike == ()


@given(st.integers(min_value=0, max_value=30), st.integers(min_value=1, max_value=3))
def test_the_share_as_wanted_lies_in_its_interval_and_both_within_0_and_1(
    good: int, replications: int
) -> None:
    values = np.where(np.arange(30)[:, None] < good, 0.0, np.ones((30, replications)))
    found = robustness(results(values[None, ..., None], outcomes=[outcome("y", "less", 0.5)]))
    for share in (found.outcomes[0].standings[0].met, found.all_met[0].share):
        assert share is not None and share.value is not None
        assert share.low is not None and share.high is not None
        assert 0.0 <= share.low <= share.value <= share.high <= 1.0
        assert share.low < share.high  # all that were tried is not all that there is


def test_measures_may_disagree() -> None:
    rng = default_rng(3)
    steady = 1.0 + 0.01 * rng.normal(size=(400, 1))
    gamble = np.where(rng.random((400, 1)) < 0.12, 5.0, 0.0) + 0.01 * rng.normal(size=(400, 1))
    found = robustness(results(np.stack([steady, gamble])[..., None])).outcomes[0]
    best = {b.measure: b.lever_set for b in found.best}
    assert best["mean"] == "set 2"
    assert best["unlucky twentieth"] == "set 1"
    assert not found.agree


def test_regret_is_against_the_best_set_of_the_same_run() -> None:
    scalars = np.array([[1.0, 4.0], [3.0, 2.0]])[:, :, None, None]
    first, second = robustness(results(scalars)).outcomes[0].standings
    assert first.regret is not None
    assert second.regret is not None
    assert (first.regret.mean, first.regret.largest) == (1.0, 2.0)
    assert (second.regret.mean, second.regret.largest) == (1.0, 2.0)


def test_regret_turns_with_what_is_better() -> None:
    scalars = np.array([[1.0, 1.0], [3.0, 3.0]])[:, :, None, None]
    for better, regretting in (("less", 1), ("more", 0)):
        standings = robustness(results(scalars, outcomes=[outcome("y", better)])).outcomes[0]
        regrets = [s.regret.mean if s.regret else None for s in standings.standings]
        assert regrets[regretting] == 2.0
        assert regrets[1 - regretting] == 0.0


def test_all_that_is_wanted_must_hold_at_once() -> None:
    scalars = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])[None, :, None, :]
    aims = [outcome("cost", "less", 0.5), outcome("gain", "more", 0.5)]
    found = robustness(results(scalars, outcomes=aims))
    assert [o.standings[0].met.value for o in found.outcomes if o.standings[0].met] == [0.5, 0.5]
    assert found.all_met[0].share.value == 0.25
    assert found.wanted == ("cost", "gain")


def test_failed_runs_are_counted_and_leave_their_pair_only() -> None:
    scalars = np.stack([np.full((5, 1), 1.0), np.full((5, 1), 2.0)])[..., None]
    status = np.ones((2, 5, 1), dtype=np.int8)
    scalars[1, 3], status[1, 3] = np.nan, FAILED
    first, second = robustness(results(scalars, status=status)).outcomes[0].standings
    assert (first.basis.used, second.basis.used, second.basis.failed) == (5, 4, 1)
    assert second.mean.value == 2.0
    assert second.against_first.used == 4
    assert second.regret is not None
    assert second.regret.used == 4
    assert str(second.basis) == "4 runs, 1 failed"


def test_where_all_runs_failed_nothing_is_said() -> None:
    scalars = np.full((2, 5, 1, 1), np.nan)
    found = robustness(results(scalars, outcomes=[outcome("y", "less", 0.5)]))
    standing = found.outcomes[0].standings[1]
    assert standing.mean.value is None
    assert standing.percentiles == (None, None, None)
    assert standing.verdict == "not told apart"
    assert found.outcomes[0].best == ()


def test_without_a_direction_more_is_only_more() -> None:
    scalars = np.stack([luck(30), luck(30) + 1.0])[..., None]
    found = robustness(results(scalars, outcomes=[outcome("y", "neutral")])).outcomes[0]
    assert found.standings[1].verdict == "more"
    assert found.best == ()
    assert found.standings[1].percentiles[1] == pytest.approx(np.median(luck(30)) + 1.0)


@pytest.mark.parametrize(("replications", "few"), [(1, 1), (2, 2), (5, None)])
def test_a_set_is_better_under_few_seeds_only_where_there_is_chance(
    replications: int, few: int | None
) -> None:
    each = np.repeat(luck(40), replications, axis=1)
    sets = np.stack([each, each - 1.0])[..., None]
    noisy = robustness(results(sets, nominal=luck(20))).outcomes[0]
    assert noisy.standings[1].verdict == "better"
    assert noisy.few_seeds == few
    quiet = robustness(results(sets, nominal=np.ones((20, 1)))).outcomes[0]
    assert quiet.few_seeds is None


@given(st.lists(st.integers(-3, 3), min_size=5, max_size=30))
def test_each_pair_is_won_lost_or_equal(steps: list[int]) -> None:
    shared = luck(len(steps))
    gains = np.array(steps, dtype=float)[:, None]
    for better, sign in (("less", -1.0), ("more", 1.0)):
        sets = np.stack([shared, shared + sign * gains])[..., None]
        found = robustness(results(sets, outcomes=[outcome("y", better)])).outcomes[0]
        first, second = (standing.pairs for standing in found.standings)
        assert first is None
        assert second is not None
        assert second.won == pytest.approx(np.mean(gains > 0))
        assert second.lost == pytest.approx(np.mean(gains < 0))
        assert second.won + second.lost + second.equal == pytest.approx(1.0)
