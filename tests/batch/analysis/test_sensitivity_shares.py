from collections.abc import Mapping

import numpy as np
import pytest

from sim.batch.analysis.efast import efast
from sim.batch.analysis.given import given
from sim.batch.analysis.grid import grid
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.sensitivity import sensitivities
from sim.batch.analysis.shares import Shares
from sim.batch.analysis.sobol import sobol
from sim.batch.design.counts import DEFAULTS
from sim.batch.design.factors import DUMMY
from sim.batch.store.results import Results
from sim.batch.study import Method
from sim.world.world import Floats
from tests.batch.analysis.plugged_in import (
    ISHIGAMI_FIRST,
    ISHIGAMI_PAIR,
    ISHIGAMI_TOTAL,
    SOBOL_G_FIRST,
    SOBOL_G_TOTAL,
    factor,
    factors,
    global_chance,
    ishigami,
    played,
    sobol_g,
    study,
    without,
)


def of_ishigami(seed: int = 0, samples: int = 512) -> Results:
    return played(
        study(factors(3, -np.pi, np.pi), "saltelli", samples=samples, seed=seed), ishigami
    )


def total(found: Shares) -> dict[str, Estimate]:
    return {index.factor: index.total for index in found.indices if index.total}


def first(found: Shares) -> dict[str, Estimate]:
    return {index.factor: index.first for index in found.indices}


def assert_held(
    found: Mapping[str, Estimate], known: Mapping[str, float], width: float = 0.25
) -> None:
    for name, value in known.items():
        low, high = found[name].low, found[name].high
        assert low is not None
        assert high is not None
        assert low <= value <= high, (name, found[name], value)
        assert high - low < width


def sum_of_two(x: Floats, seed: int = 0, row: int = 0) -> float:
    return float(2.0 * x[0] + x[1])


@pytest.mark.parametrize("seed", [0, 1])
def test_ishigamis_indices_lie_in_their_bands(seed: int) -> None:
    found = sobol(of_ishigami(seed), 0, 0)
    assert_held(first(found), ISHIGAMI_FIRST)
    assert_held(total(found), ISHIGAMI_TOTAL)
    together = {(pair.one, pair.other): pair.share for pair in found.pairs}
    assert_held({"x1, x3": together["x1", "x3"]}, {"x1, x3": ISHIGAMI_PAIR}, 0.4)
    assert {index.factor for index in found.indices if index.important} == {"x1", "x2", "x3"}


@pytest.mark.parametrize("seed", [0, 1])
def test_the_indices_of_sobols_g_lie_in_their_bands(seed: int) -> None:
    known = study(factors(5), "saltelli", samples=512, second_order=False, seed=seed)
    found = sobol(played(known, sobol_g), 0, 0)
    assert_held(first(found), SOBOL_G_FIRST)
    assert_held(total(found), SOBOL_G_TOTAL)
    assert {"x1", "x2", "x3"} <= {index.factor for index in found.indices if index.important}
    assert not {"x5", DUMMY} & {index.factor for index in found.indices if index.important}
    assert not found.pairs


def test_a_pair_that_works_only_together_is_found_and_no_other() -> None:
    known = study(factors(3), "saltelli", samples=256)
    found = sobol(played(known, lambda x, s, r: (x[0] - 0.5) * (x[1] - 0.5)), 0, 0)
    assert [(pair.one, pair.other) for pair in found.pairs if pair.important] == [("x1", "x2")]
    assert len(found.pairs) == 6


def test_without_pairs_the_other_indices_hardly_differ() -> None:
    results = of_ishigami(samples=64)
    found, quick = sobol(results, 0, 0), sobol(results, 0, 0, pairs=False)
    assert not quick.pairs
    for one, other in zip(found.indices, quick.indices, strict=True):
        # SALib centres on all rows it is given.
        assert other.first.value == pytest.approx(one.first.value, abs=0.005)
        assert one.total
        assert other.total
        assert other.total.value == pytest.approx(one.total.value)


@pytest.mark.parametrize("method", DEFAULTS)
def test_a_single_factor_accounts_for_all(method: Method) -> None:
    (found,) = sensitivities(
        played(study([factor("a")], method, repeats=2), lambda x, s, r: 3.0 * x[0])
    )
    if isinstance(found, Shares):
        assert [index.important for index in found.indices] == [True]
        assert found.indices[0].first.value == pytest.approx(1.0, abs=0.15)
    else:
        assert not found.about.trouble


def test_a_wrong_model_is_outside_the_bands() -> None:
    with pytest.raises(AssertionError):
        assert_held(total(sobol(of_ishigami(), 0, 0)), {**ISHIGAMI_TOTAL, "x3": 0.5})


@pytest.mark.parametrize("method", DEFAULTS)
@pytest.mark.parametrize("seed", [0, 7])
def test_findings_are_the_same_each_time_and_leave_numpys_global_chance_alone(
    method: Method, seed: int
) -> None:
    results = played(study(factors(3, -np.pi, np.pi), method, seed=seed), ishigami)
    before = global_chance()
    assert sensitivities(results) == sensitivities(results)
    assert global_chance() == before


def test_efast_comes_near_the_known_indices_and_its_dummy_shows_how_near() -> None:
    known = study(factors(3, -np.pi, np.pi), "efast", samples=513, curves=4)
    found = efast(played(known, ishigami), 0, 0)
    for name in ISHIGAMI_FIRST:
        assert first(found)[name].value == pytest.approx(ISHIGAMI_FIRST[name], abs=0.05)
        assert total(found)[name].value == pytest.approx(ISHIGAMI_TOTAL[name], abs=0.08)
    assert {index.factor for index in found.indices if index.important} == {"x1", "x2", "x3"}


def test_a_single_curve_has_no_band_and_so_nothing_is_important() -> None:
    known = study(factors(3, -np.pi, np.pi), "efast", samples=129, curves=1)
    found = efast(played(known, ishigami), 0, 0)
    assert first(found)["x1"].low is None
    assert not any(index.important for index in found.indices)


def test_a_curve_with_a_failed_run_is_left_out_of_its_factor_only() -> None:
    known = study(factors(2), "efast", samples=129, curves=3)
    found = efast(without(played(known, sum_of_two), 5), 0, 0)
    assert found.about.set_aside == 128
    assert first(found)["x1"].used == 2 * 129
    assert first(found)["x2"].used == 3 * 129
    assert first(found)["x1"].value == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol_sequence"])
def test_a_sample_not_made_for_indices_has_first_ones_too(method: Method) -> None:
    known = study(factors(2), method, samples=512)
    found = given(played(known, sum_of_two), 0, 0)
    assert first(found)["x1"].value == pytest.approx(0.8, abs=0.05)
    assert first(found)["x2"].value == pytest.approx(0.2, abs=0.05)
    assert [index.factor for index in found.indices if index.important] == ["x1", "x2"]
    assert not total(found)


def test_given_data_are_looked_at_without_the_rows_that_failed() -> None:
    known = study(factors(2), "latin_hypercube", samples=256)
    whole = played(known, sum_of_two)
    found = given(without(whole, *range(40, 60)), 0, 0)
    assert (found.about.basis.used, found.about.basis.failed) == (236, 20)
    assert first(found)["x1"].value == pytest.approx(0.8, abs=0.06)


def test_a_grid_is_taken_apart_exactly() -> None:
    def product(x: Floats, seed: int, row: int) -> float:
        return float((x[0] - 0.5) * (x[1] - 0.5) + x[0])

    known = study([factor("x1"), factor(DUMMY), factor("x2")], "full_factorial", levels=2)
    found = grid(played(known, lambda x, s, r: product(x[[0, 2]], s, r)), 0, 0)
    # Main effect 1, interaction 1/2: their squares are as 4 to 1.
    assert first(found)["x1"].value == pytest.approx(0.8)
    assert first(found)["x2"].value == pytest.approx(0.0)
    assert total(found)["x1"].value == pytest.approx(1.0)
    assert total(found)["x2"].value == pytest.approx(0.2)
    lost = grid(without(played(known, ishigami), 1), 0, 0)
    assert lost.about.trouble == "1 of 4 rows have no value; a grid needs all of them"


def test_one_run_without_a_value_takes_its_whole_block_with_it_and_no_more() -> None:
    whole = of_ishigami(samples=64)
    found = sobol(without(whole, 17), 0, 0)
    assert found.about.basis.failed == 1
    assert found.about.basis.used == 639
    assert found.about.set_aside == 9
    known = {index.factor: index.total.value for index in sobol(whole, 0, 0).indices if index.total}
    for name, estimate in total(found).items():
        assert estimate.used == 630
        assert estimate.value == pytest.approx(known[name], abs=0.05)


def test_a_run_whose_outcome_is_infinite_has_no_value_either() -> None:
    found = of_ishigami(samples=16)
    found.scalars[0, 3, 0, 0] = np.inf
    about = sobol(found, 0, 0).about
    assert (about.basis.valueless, about.set_aside) == (1, 9)


@pytest.mark.parametrize("method", ["saltelli", "efast", "latin_hypercube", "full_factorial"])
def test_whether_more_of_a_factor_goes_with_more_of_the_outcome_is_told(method: Method) -> None:
    known = study(factors(2), method)
    (found,) = sensitivities(played(known, lambda x, s, r: 2.0 * x[0] - x[1]))
    assert isinstance(found, Shares)
    trends = {index.factor: index.trend or 0.0 for index in found.indices}
    assert trends["x1"] > 0.5
    assert trends["x2"] < -0.2
    assert abs(trends.get(DUMMY, 0.0)) < 0.2


def test_where_no_block_is_whole_there_is_no_index_rather_than_zero() -> None:
    found = sobol(without(of_ishigami(samples=16), *range(0, 160, 10)), 0, 0)
    assert found.indices == ()
    assert found.about.trouble == (
        "none of 16 blocks of 10 rows has a value in every run: there is nothing to go by"
    )


def test_a_few_blocks_are_no_ground_for_a_band() -> None:
    found = sobol(without(of_ishigami(samples=16), *range(0, 100, 10)), 0, 0)
    assert found.about.trouble == (
        "6 of 16 blocks of 10 rows have a value, and with fewer than 8 nobody could say how sure "
        "an index is; take more samples"
    )


@pytest.mark.parametrize(
    "method", ["saltelli", "efast", "morris", "latin_hypercube", "full_factorial", "one_at_a_time"]
)
def test_an_outcome_that_never_varies_has_no_indices(method: Method) -> None:
    known = study(factors(2), method)
    (found,) = sensitivities(played(known, lambda x, s, r: 0.3 + 1e-17 * x[0]))
    assert found.about.trouble == "it is 0.3 in every run: there is nothing to explain"


def test_an_outcome_that_differs_in_a_few_runs_only_is_not_given_zeros() -> None:
    known = study(factors(3), "saltelli", samples=16)
    found = sobol(played(known, lambda x, s, row: float(row == 14)), 0, 0)
    assert found.indices == ()
    assert "no index can be made" in found.about.trouble


def explosive(x: Floats, seed: int = 0, row: int = 0) -> float:
    return float(np.exp(12.0 * x[0] * x[1] * x[2]))


def test_a_few_runs_that_make_most_of_what_varies_make_nothing_important_beyond_what_can_be() -> (
    None
):
    known = study(factors(3), "saltelli", samples=64, second_order=False, seed=3)
    found = sobol(played(known, explosive), 0, 0)
    assert found.about.heavy_tail
    assert any(index.beyond for index in found.indices)
    for index in found.indices:
        assert index.total is not None
        assert index.total.high is not None
        assert index.beyond == (index.total.high > 1.0)
        assert not (index.beyond and index.important)


def test_what_is_spread_evenly_has_no_heavy_tail() -> None:
    found = sobol(of_ishigami(), 0, 0)
    assert not found.about.heavy_tail
    assert not any(index.beyond for index in found.indices)


def test_a_factor_on_which_all_depends_is_important_though_its_band_reaches_a_little_beyond_1() -> (
    None
):
    known = study(factors(2), "saltelli", samples=64, second_order=False)
    found = sobol(played(known, lambda x, seed, row: float(x[0])), 0, 0)
    (one, *_) = found.indices
    assert one.total is not None
    assert one.total.high is not None
    assert one.total.high > 1.0
    assert one.important


def test_groups_are_looked_at_as_one() -> None:
    given = [
        factor("a", -np.pi, np.pi, group="demand"), factor("b", -np.pi, np.pi),
        factor("c", -np.pi, np.pi, group="demand"), factor(DUMMY),
    ]  # fmt: skip
    found = sobol(played(study(given, "saltelli", samples=512), ishigami), 0, 0)
    assert list(total(found)) == ["demand", "b", DUMMY]
    assert_held(total(found), {"demand": 1 - ISHIGAMI_FIRST["x2"], "b": ISHIGAMI_FIRST["x2"]})


def test_a_replication_that_was_only_begun_is_not_looked_at() -> None:
    known = study(factors(2), "saltelli", samples=32, replications=2)
    found = played(known, lambda x, seed, r: sum_of_two(x) + seed % 7)
    once = sobol(played(study(factors(2), "saltelli", samples=32), sum_of_two), 0, 0)
    found.status[0, 40:, 1], found.scalars[0, 40:, 1] = 0, np.nan
    assert total(sobol(found, 0, 0))["x1"].value == pytest.approx(total(once)["x1"].value)
    assert sobol(found, 0, 0).about.basis.used == known.rows


def test_there_is_a_finding_for_each_lever_set_and_outcome() -> None:
    known = study(factors(2), "saltelli", samples=16, outcomes=2, lever_sets=2)
    found = sensitivities(played(known, sum_of_two, lambda x, s, r: x[1]))
    assert [(f.about.lever_set, f.about.outcome) for f in found] == [
        ("set 1", "y1"), ("set 1", "y2"), ("set 2", "y1"), ("set 2", "y2"),
    ]  # fmt: skip
