from collections.abc import Callable

import numpy as np
import pytest

from sim.batch.analysis.enough import enough
from sim.batch.analysis.importance import weight
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.ladder import ladders
from sim.batch.analysis.noise import noise
from sim.batch.analysis.settled import settled, unsettled
from sim.batch.analysis.shares import Shares
from sim.batch.analysis.sobol import sobol
from sim.batch.design.factors import DUMMY
from sim.batch.store.results import Results
from sim.batch.study import Study
from sim.world.world import Floats
from tests.batch.analysis.plugged_in import (
    ISHIGAMI_TOTAL,
    Function,
    factors,
    first,
    ishigami,
    played,
    study,
    without,
)


def normal(*seeds: int) -> float:
    return float(np.random.default_rng(seeds).normal())


def shared(x: Floats, seed: int, row: int) -> float:
    """Chance of a deviation of 3, added: the same at all points of a replication."""
    return ishigami(x) + 3.0 * normal(seed)


def multiplied(x: Floats, seed: int, row: int) -> float:
    return ishigami(x) * float(np.exp(0.5 * normal(seed)))


def independent(x: Floats, seed: int, row: int) -> float:
    return ishigami(x) + 3.0 * normal(seed, row + 1)


def saltelli(samples: int = 256, replications: int = 1, repeats: int = 0) -> Study:
    return study(
        factors(3, -np.pi, np.pi), "saltelli", samples=samples, second_order=False,
        replications=replications, repeats=repeats,
    )  # fmt: skip


def totals(found: Shares) -> dict[str, float]:
    return {i.factor: i.total.value or 0.0 for i in found.indices if i.total}


def itself(share: float) -> float:
    return share


def linear_with(luck: Callable[[int, int], float]) -> Function:
    return lambda x, seed, row: float(2.0 * x[0] + x[1]) + luck(seed, row + 1)


@pytest.mark.parametrize("replications", [1, 3])
@pytest.mark.parametrize("noisy", [shared, multiplied])
def test_chance_that_all_points_share_does_not_inflate_total_indices(
    noisy: Function, replications: int
) -> None:
    known = saltelli(replications=replications)
    quiet, loud = (totals(sobol(played(known, f), 0, 0)) for f in (ishigami, noisy))
    assert loud == pytest.approx(quiet, rel=1e-6, abs=1e-9)
    assert loud[DUMMY] == pytest.approx(0.0, abs=1e-9)


def test_chance_of_each_points_own_does_inflate_them_and_the_dummy_tells() -> None:
    found = sobol(played(saltelli(), independent), 0, 0)
    # Of a variance of 13.8 and 9 more by chance, 9/22.8 seem to hang on anything, be it nothing.
    assert totals(found)[DUMMY] == pytest.approx(9.0 / 22.8, abs=0.1)
    assert totals(found)["x3"] > ISHIGAMI_TOTAL["x3"] + 0.1
    assert DUMMY not in {index.factor for index in found.indices if index.important}


def test_nothing_is_important_whose_band_overlaps_the_dummys() -> None:
    band = Estimate(0.3, 0.2, 0.4, 10)
    dummy = Estimate(0.1, 0.0, 0.25, 10)
    assert weight("a", {"a": band, DUMMY: dummy}, itself) == "not settled"
    assert weight("a", {"a": Estimate(0.3, 0.26, 0.4, 10), DUMMY: dummy}, itself) == "important"
    assert weight("a", {"a": band}, itself) == "important"
    assert weight("a", {"a": Estimate(0.3, -0.1, 0.7, 10)}, itself) == "not settled"


def test_nothing_is_important_that_is_surely_tiny_or_has_no_band() -> None:
    dummy = Estimate(0.0, 0.0, 0.0, 10)
    tiny, none = Estimate(0.004, 0.003, 0.005, 10), Estimate(0.4, None, None, 10)
    assert weight("a", {"a": tiny, DUMMY: dummy}, itself) == "small"
    assert weight("a", {"a": Estimate(0.001, -0.001, 0.003, 10), DUMMY: dummy}, itself) == "small"
    assert weight("a", {"a": none, DUMMY: dummy}, itself) == "not settled"


def test_a_sample_that_is_too_small_says_how_large_one_would_do() -> None:
    wide, less = Estimate(0.2, -0.2, 0.6, 100), Estimate(0.05, -0.45, 0.55, 100)
    found = enough("saltelli", 32, [less, wide])
    assert found is not None
    assert (found.setting, found.size) == ("samples", 32)
    assert found.reach == pytest.approx(0.5)
    assert found.enough == 512  # a reach of 0.1 takes 16 times as many
    assert enough("one_at_a_time", 1, [wide]) is None
    assert enough("saltelli", 32, [Estimate(None, None, None, 0)]) is None
    weak = enough("saltelli", 32, [Estimate(-0.1, -0.2, 0.0, 9)])
    assert weak is not None
    assert weak.enough is None


def test_the_share_of_noise_stands_beside_the_indices() -> None:
    loud = sobol(played(saltelli(128, replications=4), independent), 0, 0)
    assert loud.about.noise == pytest.approx(9.0 / 22.8, abs=0.06)
    by_repeats = sobol(played(saltelli(128, repeats=200), shared), 0, 0)
    assert by_repeats.about.noise == pytest.approx(9.0 / 22.8, abs=0.1)
    assert sobol(played(saltelli(16), shared), 0, 0).about.noise is None
    assert sobol(played(saltelli(16, repeats=5), ishigami), 0, 0).about.noise == 0.0


def test_what_all_rows_share_is_told_from_what_is_left() -> None:
    known = study(factors(2), "latin_hypercube", samples=100, replications=60)
    both = linear_with(lambda seed, row: normal(seed) + 2.0 * normal(seed, row))
    found = noise(played(known, both), 0, 0)
    assert found.unshared == pytest.approx(4.0, rel=0.1)
    assert found.chance == pytest.approx(5.0, rel=0.2)
    assert found.spread == pytest.approx(5.0 / 12.0, rel=0.5)


def test_the_ladder_falls_as_one_over_the_number_of_replications() -> None:
    known = study(factors(2), "latin_hypercube", samples=100, repeats=60)
    (found,) = ladders(played(known, linear_with(lambda seed, row: normal(seed))), 0, 0)
    assert found.chance.low is not None
    assert found.chance.high is not None
    assert found.chance.low < 1.0 < found.chance.high
    for rung in found.rungs:
        assert rung.variance.value == pytest.approx((found.chance.value or 0) / rung.replications)
    assert {rung.replications: rung.found is not None for rung in found.rungs} == {
        1: True, 2: True, 5: True, 10: True, 20: True, 50: False, 100: False,
    }  # fmt: skip
    five = found.rungs[2]
    assert five.found == pytest.approx(five.variance.value, rel=0.7)


def test_the_ladder_says_how_many_replications_make_chance_small() -> None:
    known = study(factors(2), "latin_hypercube", samples=200, repeats=500)
    (found,) = ladders(played(known, linear_with(lambda seed, row: normal(seed))), 0, 0)
    # The spread is 5/12 and chance 1: a tenth of it is reached with 24 replications.
    tenth = found.needed[0]
    assert tenth.share == 0.1
    assert tenth.replications == pytest.approx(24, abs=4)
    assert tenth.at_most > tenth.replications
    assert [need.replications for need in found.needed] == sorted(
        need.replications for need in found.needed
    )


def test_without_chance_one_replication_is_enough() -> None:
    known = study(factors(2), "latin_hypercube", repeats=5)
    (found,) = ladders(played(known, linear_with(lambda seed, row: 0.0)), 0, 0)
    assert [need.at_most for need in found.needed] == [1, 1, 1]


def test_a_design_with_replications_has_a_second_ladder_whose_bands_know_what_is_shared() -> None:
    known = study(factors(2), "latin_hypercube", samples=100, replications=5, repeats=20)
    of_repeats, pooled = ladders(played(known, linear_with(lambda seed, row: normal(seed))), 0, 0)
    assert of_repeats.source == "20 repeats with nothing varied"
    assert pooled.source == "5 replications of 100 rows"
    # Five seeds, however many rows: four degrees of freedom.
    assert pooled.chance.used == 5
    own = ladders(played(known, linear_with(lambda seed, row: normal(seed, row))), 0, 0)[1]
    assert own.chance.used > 300


def test_without_repeats_there_is_no_ladder_and_it_says_so() -> None:
    known = study(factors(2), "latin_hypercube", repeats=1)
    (found,) = ladders(played(known, linear_with(lambda seed, row: normal(seed))), 0, 0)
    assert found.rungs == ()
    assert found.needed == ()
    assert found.trouble == "1 repeats with nothing varied: two at least are needed"


def settling(samples: int) -> Results:
    return played(saltelli(samples), lambda x, s, r: float(x[0] + 0.5 * x[1]))


def test_a_sample_is_settled_when_bands_are_narrow_and_ranks_stay() -> None:
    assert settled(settling(512), 0.25)


def test_a_wide_band_is_not_settled_and_it_says_of_which_factor() -> None:
    assert unsettled(settling(16), 0.1)[0].startswith("y1: the band of x1 is ")
    assert not settled(settling(512), 0.01)


def test_a_sample_is_not_settled_when_its_half_thinks_otherwise() -> None:
    found = settling(256)
    values = found.scalars[0, :, 0, 0]
    # In the first half nothing but the second factor matters.
    values[: found.rows // 2] = found.values[: found.rows // 2, 1]
    (why,) = unsettled(found, 1.0)
    assert why == "y1: half of the sample judges otherwise whether it is important: x1"


def test_two_factors_that_change_places_are_not_settled() -> None:
    found = settling(512)
    half = found.rows // 2
    x = found.values
    found.scalars[0, :half, 0, 0] = x[:half, 1] + 0.9 * x[:half, 0]
    found.scalars[0, half:, 0, 0] = 3.0 * x[half:, 0] + x[half:, 1]
    assert unsettled(found, 1.0) == ("y1: half of the sample has x2 before x1",)


def test_an_outcome_that_never_varies_is_settled() -> None:
    assert settled(played(saltelli(16), lambda x, s, r: 1.0), 0.1)


def test_a_sample_of_failed_runs_is_not_settled() -> None:
    found = settling(16)
    assert not settled(without(found, *range(found.rows)), 0.1)


def test_what_is_known_so_far_is_looked_at_as_a_sample_of_its_own() -> None:
    large, small = settling(64), settling(32)
    assert totals(sobol(first(large, small.rows), 0, 0)) == totals(sobol(small, 0, 0))
    assert totals(sobol(large, 0, 0, rows=small.rows)) == totals(sobol(small, 0, 0))
