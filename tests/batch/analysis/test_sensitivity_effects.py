import numpy as np
import pytest

from sim.batch.analysis.morris import Effect, Screening, morris
from sim.batch.analysis.oat import Bar, Tornado, tornado
from sim.batch.analysis.sensitivity import sensitivities
from sim.batch.design.factors import DUMMY
from sim.batch.store.results import Results
from sim.world.world import Floats
from tests.batch.analysis.plugged_in import factor, factors, played, study, without


def linear(x: Floats, seed: int = 0, row: int = 0) -> float:
    return float(4.0 * x[0] - 2.0 * x[1] + 1.0)


def product(x: Floats, seed: int = 0, row: int = 0) -> float:
    return float(x[0] * x[1])


def lucky(x: Floats, seed: int, row: int) -> float:
    """Linear, and chance that hangs on the seed and, in part, on the point."""
    return linear(x) + np.random.default_rng([seed, row + 1]).normal() + seed % 5


def walked(**settings: int) -> Results:
    return played(study(factors(3), "morris", trajectories=8, **settings), linear)


def effects(found: Screening) -> dict[str, Effect]:
    return {effect.factor: effect for effect in found.effects}


def bars(found: Tornado) -> dict[str, Bar]:
    return {bar.factor: bar for bar in found.bars}


@pytest.mark.parametrize("levels", [4, 6])
def test_morris_is_exact_on_a_linear_function(levels: int) -> None:
    found = effects(morris(walked(levels=levels), 0, 0))
    for name, slope in {"x1": 4.0, "x2": -2.0, "x3": 0.0, DUMMY: 0.0}.items():
        effect = found[name]
        assert effect.mu is not None
        assert effect.mu.value == pytest.approx(slope, abs=1e-9)
        assert effect.mu_star.value == pytest.approx(abs(slope), abs=1e-9)
        assert effect.sigma == pytest.approx(0.0, abs=1e-9)
    assert [effect.factor for effect in found.values() if effect.important] == ["x1", "x2"]


def test_a_sure_effect_of_little_weight_is_small_and_an_unsure_one_is_not_settled() -> None:
    def bent(x: Floats, seed: int, row: int) -> float:
        return float(4.0 * x[0] + 0.1 * x[1] + 40.0 * (x[2] - 0.5) * (x[3] - 0.5) * (x[3] > 0.9))

    found = effects(morris(played(study(factors(4), "morris", trajectories=6), bent), 0, 0))
    assert found["x1"].weight == "important"
    assert found["x2"].mu_star.low is not None
    assert found["x2"].mu_star.low > 0.05
    assert found["x2"].weight == "small"
    assert found["x3"].weight == "not settled"


def test_what_hangs_on_another_factor_has_effects_that_differ() -> None:
    known = study(factors(2), "morris", trajectories=40)
    found = effects(morris(played(known, product), 0, 0))
    assert found["x1"].sigma is not None
    assert found["x1"].sigma > 0.2
    assert found["x1"].mu_star.low is not None
    assert found["x1"].mu_star.high is not None
    assert found["x1"].mu_star.low < 0.5 < found["x1"].mu_star.high


def test_a_walk_with_a_failed_run_is_left_out_whole() -> None:
    found = morris(without(walked(), 7), 0, 0)
    assert (found.about.basis.failed, found.about.set_aside) == (1, 4)
    assert effects(found)["x1"].mu_star.value == pytest.approx(4.0)


def test_where_no_walk_is_whole_there_is_no_effect_rather_than_zero() -> None:
    found = morris(without(walked(), *range(0, 40, 5)), 0, 0)
    assert found.effects == ()
    assert found.about.trouble.startswith("none of 8 blocks of 5 rows has a value in every run")


def test_a_group_has_a_size_of_effect_but_no_direction() -> None:
    given = [factor("a", group="demand"), factor("b", group="demand"), factor("c"), factor(DUMMY)]
    found = effects(morris(played(study(given, "morris"), linear), 0, 0))
    assert list(found) == ["demand", "c", DUMMY]
    assert found["demand"].mu is None
    assert found["demand"].sigma is None
    assert found["demand"].important
    assert not found["c"].important


def test_one_at_a_time_shows_what_each_factor_does_by_itself() -> None:
    known = study(factors(3), "one_at_a_time", levels=3, repeats=3)
    (found,) = sensitivities(played(known, linear))
    assert isinstance(found, Tornado)
    assert found.nominal == pytest.approx(2.0)
    one = bars(found)["x1"]
    assert one.values == (0.0, 0.5, 1.0)
    assert one.outcomes == pytest.approx((0.0, 2.0, 4.0))
    assert one.swing.value == pytest.approx(4.0)
    # Over its whole range, twice what it is, the outcome moves by twice what it is.
    assert one.elasticity == pytest.approx(1.0)
    assert bars(found)["x2"].elasticity == pytest.approx(-0.5)
    assert [bar.factor for bar in found.bars if bar.important] == ["x1", "x2"]


def test_a_hump_between_the_ends_is_seen() -> None:
    known = study(factors(1), "one_at_a_time", levels=3, repeats=2)
    found = tornado(played(known, lambda x, s, r: x[0] * (1.0 - x[0])), 0, 0)
    assert bars(found)["x1"].elasticity == pytest.approx(0.0)
    assert bars(found)["x1"].swing.value == pytest.approx(0.25)


def test_with_one_replication_chance_is_judged_by_the_repeats() -> None:
    known = study(factors(2), "one_at_a_time", repeats=30)
    swing = bars(tornado(played(known, lucky), 0, 0))["x2"].swing
    assert swing.low is not None
    assert swing.low < 0.0
    alone = study(factors(2), "one_at_a_time")
    assert bars(tornado(played(alone, lucky), 0, 0))["x1"].swing.low is None


def test_with_replications_what_they_share_cancels() -> None:
    known = study(factors(2), "one_at_a_time", replications=20, repeats=20)
    found = tornado(played(known, lambda x, seed, row: linear(x) + seed % 97), 0, 0)
    swing = bars(found)["x2"].swing
    assert (swing.low, swing.high) == pytest.approx((2.0, 2.0))
    assert bars(found)["x2"].important


def test_other_lever_sets_stand_where_the_dummy_does() -> None:
    known = study(factors(2), "one_at_a_time", repeats=2, lever_sets=2)
    results = played(known, linear)
    results.scalars[1] += 10.0
    assert tornado(results, 1, 0).nominal == pytest.approx(12.0)
    assert tornado(results, 0, 0).nominal == pytest.approx(2.0)


def test_a_failed_end_has_no_outcome_and_is_not_zero() -> None:
    known = study(factors(2), "one_at_a_time", repeats=2)
    one = bars(tornado(without(played(known, linear), 0), 0, 0))["x1"]
    assert one.outcomes[0] is None
    assert one.elasticity is None
    assert one.swing.value == pytest.approx(2.0)
