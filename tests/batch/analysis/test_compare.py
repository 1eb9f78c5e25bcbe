"""Compare: in pairs where sample and seeds are the same, as two samples where not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import default_rng

from sim.batch.analysis.compare import compare, side_by_side
from sim.batch.analysis.intervals import Estimate
from sim.batch.store.results import Results
from tests.batch.analysis.made_up import FAILED, factor, outcome, results

ROWS = 80
PLACES = default_rng(1).random((ROWS, 2))
LUCK = default_rng(2).normal(size=(1, ROWS, 1, 1))


def nudged(by: float, *, rows: int = ROWS, seed: int = 1, noise: float = 0.01) -> Results:
    extra = noise * default_rng(3).normal(size=LUCK.shape)
    return results((LUCK + by + extra)[:, :rows], PLACES[:rows], seed=seed)


def test_a_small_change_is_seen_in_pairs_and_not_between_two_samples() -> None:
    paired = compare(nudged(0.0), nudged(0.05))
    apart = compare(nudged(0.0), nudged(0.05, seed=2))
    assert paired.paired
    assert paired.compared[0].verdict == "worse"
    assert paired.compared[0].difference.value == pytest.approx(0.05, abs=0.01)
    assert all(step.told_apart for step in paired.compared[0].quantiles)
    assert not apart.paired
    assert apart.why_not_paired == "their seeds differ"
    assert apart.compared[0].verdict == "not told apart"
    assert not any(step.told_apart for step in apart.compared[0].quantiles)


def test_a_study_does_not_differ_from_itself() -> None:
    same = compare(nudged(0.0), nudged(0.0))
    assert same.differing == ()
    assert same.compared[0].difference == Estimate(0.0, 0.0, 0.0, ROWS)
    assert [step.value for step in same.compared[0].quantiles] == [0.0, 0.0, 0.0]


def test_a_longer_sample_is_compared_as_far_as_both_go() -> None:
    found = compare(nudged(0.0, rows=50), nudged(0.05))
    assert found.paired
    assert found.compared[0].difference.used == 50
    assert "rows of the sample: 50, then 80" in found.differing


def test_a_large_change_is_seen_between_two_samples() -> None:
    found = compare(nudged(0.0), nudged(-2.0, seed=2)).compared[0]
    assert found.verdict == "better"
    assert found.quantiles[1].told_apart


def test_what_differs_is_told() -> None:
    def study(high: float, names: tuple[str, ...], wanted: float) -> Results:
        return results(
            LUCK,
            PLACES,
            factors=[factor("hoarding", 0.0, high), factor("dummy")],
            outcomes=[outcome("damage", "less", wanted), *(outcome(n) for n in names)][:1],
            lever_sets={name: {"answer": name} for name in (names or ("as it stands",))[:1]},
        )

    found = compare(study(1.0, ("court",), 0.2), study(2.0, ("hawks",), 0.3))
    assert "hoarding: uniform from 0 to 1, then uniform from 0 to 2" in found.differing
    assert "lever set of the first only: court" in found.differing
    assert "lever set of the second only: hawks" in found.differing
    assert "damage: wanted 0.2, then 0.3" in found.differing
    assert found.compared == ()  # no lever set is in both


def test_the_same_places_in_other_ranges_are_other_values_and_so_no_pairs() -> None:
    def ranged(high: float) -> Results:
        return results(LUCK, PLACES, factors=[factor("hoarding", 0.0, high), factor("dummy")])

    found = compare(ranged(1.0), ranged(2.0))
    assert not found.paired
    assert found.why_not_paired == "ranges differ: the same places in them are other values"
    assert compare(ranged(1.0), ranged(1.0)).paired


@pytest.mark.parametrize(("replications", "few"), [(1, 1), (3, 3), (5, None)])
def test_a_difference_under_few_seeds_is_told_as_such_where_there_is_chance(
    replications: int, few: int | None
) -> None:
    def study(by: float, chance: float) -> Results:
        each = np.repeat(LUCK, replications, axis=2) + by
        return results(each, PLACES, nominal=chance * default_rng(4).normal(size=(20, 1)))

    assert compare(study(0.0, 0.5), study(1.0, 0.5)).compared[0].few_seeds == few
    assert compare(study(0.0, 0.0), study(1.0, 0.0)).compared[0].few_seeds is None


def test_failed_runs_leave_their_pair() -> None:
    a, b = nudged(0.0), nudged(0.05)
    b.scalars[0, :3], b.status[0, :3] = np.nan, FAILED
    (found,) = compare(a, b).compared
    assert (found.bases[0].used, found.bases[1].failed) == (ROWS, 3)
    assert found.difference.used == ROWS - 3
    assert found.quantiles[0].used == ROWS - 3


def test_where_nothing_came_of_one_nothing_is_said() -> None:
    a, b = nudged(0.0), nudged(0.0, seed=2)
    b.scalars[:], b.status[:] = np.nan, FAILED
    (found,) = compare(a, b).compared
    assert found.difference.value is None
    assert found.verdict == "not told apart"
    assert [step.value for step in found.quantiles] == [None, None, None]


def test_indices_stand_side_by_side_where_both_have_them() -> None:
    low, high, wide = (
        Estimate(0.2, 0.1, 0.3, 9),
        Estimate(0.6, 0.5, 0.7, 9),
        Estimate(0.4, 0.0, 0.8, 9),
    )
    found = side_by_side(
        {("y", "a"): low, ("y", "b"): low, ("y", "c"): low},
        {("y", "a"): high, ("y", "b"): wide},
    )
    assert [(s.factor, s.told_apart) for s in found] == [("a", True), ("b", False)]
