import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batch.design.counts import DEFAULTS, block, formula, movers, rows
from sim.batch.design.factors import DUMMY, Distribution, Shape
from sim.batch.design.sample import Sampled, nominal_places, sample
from sim.batch.study import Method
from tests.batch.analysis.plugged_in import factor, factors, global_chance

METHODS = list(DEFAULTS)


def drawn(method: Method, seed: int = 1, most: int | None = None, **settings: int) -> Sampled:
    return sample(
        factors(3), method=method, settings=settings, replications=1, repeats=0, seed=seed,
        most=most,
    )  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_every_place_lies_between_0_and_1_and_rows_are_as_many_as_announced(method: Method) -> None:
    places, plan = drawn(method)
    assert places.shape == (rows(method, {}, factors(3)), 4)
    assert places.min() >= 0.0
    assert places.max() <= 1.0
    assert plan.stages == (len(places),)
    assert plan.settings == DEFAULTS[method]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_a_seed_gives_the_same_rows_again_be_it_0(method: Method, seed: int) -> None:
    assert (drawn(method, seed).places == drawn(method, seed).places).all()


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol_sequence", "morris", "saltelli"])
def test_another_seed_gives_other_rows(method: Method) -> None:
    assert (drawn(method, 0).places != drawn(method, 1).places).any()


@pytest.mark.parametrize("method", METHODS)
def test_a_sample_neither_hangs_on_the_global_chance_of_numpy_nor_moves_it(method: Method) -> None:
    before = global_chance()
    drawn(method)
    assert global_chance() == before


def test_the_larger_of_saltellis_samples_begins_with_the_smaller() -> None:
    small, large = drawn("saltelli", samples=8), drawn("saltelli", samples=8, most=40)
    assert large.plan.stages == (8 * 10, 16 * 10, 32 * 10)
    assert len(large.places) == 320
    assert (large.places[:80] == small.places).all()


@pytest.mark.parametrize("second_order", [True, False])
def test_a_block_of_saltellis_moves_one_factor_at_a_time(second_order: bool) -> None:
    given = factors(3)
    size = block("saltelli", {"second_order": second_order}, given)
    places = drawn("saltelli", samples=4, second_order=second_order).places.reshape(4, size, 4)
    moved = (places[:, 1:5] != places[:, :1]).sum(axis=2)
    assert (moved == 1).all()
    assert (places[:, -1] != places[:, 0]).all()


def test_a_walk_of_morris_moves_one_factor_at_each_step_over_the_same_way() -> None:
    walks = drawn("morris", trajectories=6, levels=4).places.reshape(6, 5, 4)
    steps = np.abs(np.diff(walks, axis=1))
    assert np.allclose(np.sort(steps, axis=2), [0.0, 0.0, 0.0, 2.0 / 3.0])


def test_factors_of_a_group_move_together() -> None:
    given = [factor("a", group="demand"), factor("b", group="demand"), factor("c"), factor(DUMMY)]
    assert movers(given) == ("demand", "c", DUMMY)
    for method in ("saltelli", "morris"):
        places = sample(
            given, method=method, settings={}, replications=1, repeats=0, seed=1
        ).places  # fmt: skip
        size = block(method, {}, given)
        assert len(places) == rows(method, {}, given)
        moved = places.reshape(-1, size, 4)[:, 1:] != places.reshape(-1, size, 4)[:, :-1]
        assert (moved[..., 0] == moved[..., 1]).all()


def test_one_group_of_all_would_tell_nothing_so_each_moves_by_itself() -> None:
    assert movers([factor("a", group="all"), factor("b", group="all")]) == ("a", "b")


def test_one_at_a_time_holds_all_others_as_they_stand() -> None:
    given = factors(3)
    places = drawn("one_at_a_time", levels=3).places.reshape(4, 3, 4)
    for n in range(4):
        assert (places[n, :, n] == [0.0, 0.5, 1.0]).all()
        assert np.delete(places[n] == nominal_places(given), n, axis=1).all()


def test_a_full_factorial_has_every_combination_once_and_the_dummy_stays() -> None:
    places = drawn("full_factorial", levels=3).places
    assert len({tuple(row) for row in places}) == len(places) == 27
    assert (places[:, 3] == 0.5).all()


def test_how_many_rows_there_are_is_told_with_how_it_comes_about() -> None:
    given = factors(8)
    assert formula("saltelli", {"samples": 256}, given) == "256 x (2 x 9 + 2) = 5,120"
    assert formula("saltelli", {"samples": 8, "second_order": False}, given) == "8 x (9 + 2) = 88"
    assert formula("morris", {"trajectories": 10}, given) == "10 x (9 + 1) = 100"
    assert formula("full_factorial", {"levels": 2}, given) == "2 ^ 8 = 256"
    assert formula("one_at_a_time", {}, given) == "2 x 9 = 18"
    assert formula("latin_hypercube", {"samples": 1000}, given) == "1,000"
    assert formula("efast", {"samples": 100, "curves": 2}, given) == "100 x 2 x 9 = 1,800"


def test_without_factors_there_are_rows_without_columns() -> None:
    bare = sample(
        (), method="latin_hypercube", settings={"samples": 4}, replications=1, repeats=0, seed=1
    )  # fmt: skip
    assert bare.places.shape == (4, 0)


@given(
    shape=st.sampled_from(["uniform", "log_uniform", "triangular", "normal"]),
    low=st.floats(0.1, 10.0),
    width=st.floats(0.1, 10.0),
    inside=st.floats(0.0, 1.0),
    place=st.floats(0.0, 1.0),
)
def test_the_place_of_the_value_at_a_place_is_the_place(
    shape: Shape, low: float, width: float, inside: float, place: float
) -> None:
    middle = min(low + width * inside, low + width)
    one = Distribution(
        shape=shape, low=low, high=low + width, likeliest=middle, mean=middle, deviation=width
    )
    assert low <= one.at(place) <= low + width
    assert one.place_of(one.at(place)) == pytest.approx(place, abs=1e-6)


def test_a_value_beyond_the_ends_lies_at_the_nearer_one() -> None:
    one = Distribution(shape="uniform", low=1.0, high=2.0)
    assert (one.place_of(0.0), one.place_of(3.0)) == (0.0, 1.0)
