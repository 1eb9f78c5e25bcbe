"""Discovery: boxes that were planted are found, and chance is not called a condition."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng
from pandas import DataFrame

from sim.batch.analysis.boxes import Edge, inside, quasi_p, share
from sim.batch.analysis.cases import Cases, Column, condition
from sim.batch.analysis.discovery import Discovery, discover
from sim.batch.design.factors import DUMMY
from sim.batch.store.results import Results
from sim.errors import SimError
from tests.batch.analysis.made_up import FAILED, factor, outcome, results

NAMES = ("hoarding", "audience(CHN)", "elasticity", DUMMY)
PLACES = default_rng(11).random((600, len(NAMES)))


def planted(flips: float = 0.0, seed: int = 2) -> Results:
    """Damage is 1 where hoarding is above 60 and audience below 0.4, else 0; some are flipped."""
    hit = (PLACES[:, 0] > 0.6) & (PLACES[:, 1] < 0.4)
    hit ^= default_rng(seed).random(len(hit)) < flips
    return results(
        hit.astype(float)[None, :, None, None],
        PLACES,
        factors=[factor(NAMES[0], 0.0, 100.0), *(factor(name) for name in NAMES[1:])],
        outcomes=[outcome("damage", "less", 0.5)],
    )


@cache
def found(flips: float = 0.0) -> Discovery:
    return discover(planted(flips), "damage", trials=6)


def test_a_planted_box_is_found_with_its_limits() -> None:
    (box,) = found().boxes
    limits = {(limit.name, limit.side): limit for limit in box.limits}
    assert set(limits) == {("hoarding", "above"), ("audience(CHN)", "below")}
    assert limits[("hoarding", "above")].at == pytest.approx(60.0, abs=4.0)
    assert limits[("audience(CHN)", "below")].at == pytest.approx(0.4, abs=0.04)
    assert box.share.coverage > 0.85
    assert box.share.density > 0.9
    assert all(limit.p < 1e-6 for limit in box.limits)


def test_a_box_is_said_in_plain_words() -> None:
    words = found().boxes[0].words
    assert words.startswith("hoarding above ")
    assert " and audience(CHN) below 0.3" in words or " and audience(CHN) below 0.4" in words
    assert "% of such runs miss the aim (density)" in words
    assert "% of all that do (coverage)" in words


def test_a_tree_finds_the_same_conditions() -> None:
    tree = found().tree
    assert {(limit.name, limit.side) for limit in tree[0].limits} == {
        ("hoarding", "above"),
        ("audience(CHN)", "below"),
    }
    assert found().tree_share is not None


def test_noise_does_not_add_limits_and_halves_find_the_same_again() -> None:
    noisy = found(0.1)
    first = noisy.boxes[0]
    assert {limit.name for limit in first.limits} == {"hoarding", "audience(CHN)"}
    assert all(limit.recurs is not None and limit.recurs > 0.75 for limit in first.limits)
    assert noisy.held_out is not None
    assert noisy.held_out.found == noisy.held_out.trials == 6
    base = noisy.of_interest / noisy.basis.used
    assert noisy.held_out.density > 2.0 * base


def test_the_path_of_peeling_trades_coverage_for_density() -> None:
    passed = found(0.1).passed
    assert (passed[0].coverage, passed[0].mass, passed[0].limits) == (1.0, 1.0, 0)
    masses = [step.mass for step in passed]
    assert masses == sorted(masses, reverse=True)
    assert 0.05 <= masses[-1] < 0.1
    assert passed[-1].density > passed[0].density


def test_it_says_the_same_twice() -> None:
    once, again = (discover(planted(seed=5), "damage", trials=6) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("seed", range(4))
def test_chance_alone_makes_no_box(seed: int) -> None:
    rng = default_rng(seed)
    chance = results(
        (rng.random(300) < 0.3).astype(float)[None, :, None, None],
        PLACES[:300],
        factors=[factor(name) for name in NAMES],
    )
    told = discover(chance, "y1 > 0.5", trials=0)
    assert told.boxes == ()
    assert told.tree == ()
    assert told.reason == "no conditions set runs of interest apart from the others"


def test_the_library_finds_the_same_box() -> None:
    """Where its peeling goes through: it stops where no peel makes the box denser."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what else could be installed, and of pandas
        from ema_workbench.analysis.prim import Prim

        study = planted()
        hit = study.scalars[0, :, 0, 0]
        theirs = Prim(DataFrame(study.values, columns=list(NAMES)), hit, threshold=0.5).find_box()
    (box,) = found().boxes
    for limit in box.limits:
        end = 0 if limit.side == "above" else 1
        width = 100.0 if limit.name == "hoarding" else 1.0
        assert theirs.box_lims[-1][limit.name][end] == pytest.approx(limit.at, abs=0.04 * width)
    assert theirs.res_dim == len(box.limits)


def test_a_second_box_is_made_of_the_runs_outside_the_first() -> None:
    low, high = PLACES[:, 0] < 0.2, (PLACES[:, 0] > 0.8) & (PLACES[:, 1] > 0.3)
    study = results(
        (low | high).astype(float)[None, :, None, None],
        PLACES,
        factors=[factor(name) for name in NAMES],
    )
    told = discover(study, "y1 > 0.5", trials=0)
    first, second = told.boxes
    assert first.share.coverage + second.share.coverage == pytest.approx(1.0, abs=0.05)
    assert second.words.startswith("outside the boxes before, hoarding ")


def test_a_limit_on_the_dummy_is_a_caution() -> None:
    last = PLACES[:, -1]
    study = results(
        (last > 0.8).astype(float)[None, :, None, None],
        PLACES,
        factors=[factor(name) for name in NAMES],
    )
    told = discover(study, "y1 > 0.5", trials=0)
    assert told.boxes[0].overfitted
    assert any("fitted to chance" in caution for caution in told.cautions)


def test_levers_are_conditions_where_all_sets_are_taken_together() -> None:
    few = PLACES[:200]
    hit = few[:, 0] > 0.5
    scalars = np.stack([np.zeros(200), hit, hit, np.zeros(200)]).astype(float)
    sets = {
        f"{answer}, {stock}": {"answer": answer, "stock": stock}
        for answer in ("none", "court", "hawks", "promised")
        for stock in ("as_it_is",)
    }
    study = results(
        scalars[:, :, None, None],
        few,
        factors=[factor(name) for name in NAMES],
        lever_sets=sets,
    )
    told = discover(study, "y1 > 0.5", trials=0)
    (box,) = told.boxes
    lever = next(limit for limit in box.limits if limit.side == "among")
    assert (lever.name, set(lever.options)) == ("answer", {"court", "hawks"})
    assert "answer is court or hawks" in box.words
    alone = discover(study, "y1 > 0.5", "court, as_it_is", trials=0)
    assert {limit.name for limit in alone.boxes[0].limits} == {"hoarding"}
    assert any("not all new evidence" in caution for caution in told.cautions)
    assert not alone.cautions


def test_too_few_of_interest_get_a_reason_and_no_box() -> None:
    hit = np.zeros(600)
    hit[:4] = 1.0
    study = results(hit[None, :, None, None], PLACES, factors=[factor(name) for name in NAMES])
    few, all_but = (discover(study, asked) for asked in ("y1 > 0.5", "y1 < 0.5"))
    assert few.boxes == ()
    assert few.reason.startswith("4 of 600 runs have y1 above 0.5: too few")
    assert all_but.reason.startswith("all but 4 of 600 runs have y1 below 0.5")


def test_failed_runs_are_no_cases() -> None:
    study = planted()
    study.scalars[0, :50], study.status[0, :50] = np.nan, FAILED
    told = discover(study, "damage", trials=0)
    assert (told.basis.used, told.basis.failed) == (550, 50)
    assert told.boxes


def test_one_thing_at_a_time_shows_no_conditions() -> None:
    study = results(np.ones((1, 30, 1, 1)), PLACES[:30, :2], method="one_at_a_time")
    assert "one thing at a time" in discover(study, "y1").reason


def test_without_an_aim_the_worst_quarter_is_of_interest() -> None:
    values = np.arange(100.0)[None, :, None, None]
    for better, above in (("less", True), ("more", False), ("neutral", True)):
        study = results(values, outcomes=[outcome("y", better)])
        asked = condition(study, "y")
        assert asked.above is above
        assert asked.holds(np.arange(100.0)).sum() == 25


def test_a_worst_value_that_many_share_is_of_interest() -> None:
    values = np.array([1.0] * 40 + [0.0] * 60)
    asked = condition(results(values[None, :, None, None], outcomes=[outcome("y")]), "y")
    assert asked.holds(values).sum() == 40


@pytest.mark.parametrize(
    ("asked", "said"),
    [("y1 > 0.5", "y1 > 0.5"), ("y1<=-2e3", "y1 <= -2000"), ("  y1 >= 3 ", "y1 >= 3")],
)
def test_a_condition_may_be_asked_for(asked: str, said: str) -> None:
    assert str(condition(results(np.ones((1, 3, 1, 1))), asked)) == said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("y9 > 1", "unknown outcome 'y9'"),
        ("y1 > 1-", "'1-' is no number"),
        ("y1 above 1", "write > or <.* such as 'y1 > 1'"),
        ("y1 at most -2e3", "such as 'y1 <= -2e3'"),
        ("y1 = 1", "such as 'y1 > 1'"),
        ("y9 worse than set 1", "unknown outcome 'y9'"),
        ("y1 worse than nothing", "unknown lever set 'nothing'"),
        ("y1 better than set 1", "there is no other lever set than set 1"),
    ],
)
def test_a_condition_that_is_not_understood_is_refused_kindly(asked: str, told: str) -> None:
    with pytest.raises(SimError, match=told):
        condition(results(np.ones((1, 3, 1, 1))), asked)


def test_runs_worse_than_with_another_lever_set_are_sought_in_pairs() -> None:
    hoarding = PLACES[:, 0]
    first = default_rng(7).normal(size=(len(PLACES), 1))
    harm = np.where(hoarding > 0.7, 0.1, -0.1)[:, None]
    study = results(
        np.stack([first, first + harm, first + harm])[..., None],
        PLACES,
        factors=[factor(name) for name in NAMES],
        outcomes=[outcome("loss", "less")],
        lever_sets={name: {"stock": name, "law": "as it is"} for name in ("none", "half", "full")},
    )
    told = discover(study, "loss worse than none", trials=0)
    assert str(told.condition) == "loss worse than with none"
    assert condition(study, str(told.condition)) == told.condition
    assert (told.of_interest, told.basis.used) == (2 * int((hoarding > 0.7).sum()), 1200)
    (box,) = told.boxes
    assert [(limit.name, limit.side) for limit in box.limits] == [("hoarding", "above")]
    assert box.share.density == pytest.approx(1.0, abs=0.02)
    better = discover(study, "loss better than none", trials=0)
    assert better.of_interest == 1200 - told.of_interest


def test_nothing_is_worse_of_which_neither_more_nor_less_is_better() -> None:
    study = results(np.ones((2, 20, 1, 1)), outcomes=[outcome("y", "neutral")])
    with pytest.raises(SimError, match="neither more nor less of y is better"):
        condition(study, "y worse than set 1")


@settings(max_examples=30)
@given(st.integers(0, 1000), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_shares_of_a_box_fit_together(seed: int, at: float, chance: float) -> None:
    rng = default_rng(seed)
    cases = Cases((Column("x", "1"),), rng.random((50, 1)), rng.random(50) < chance, np.arange(50))
    edges = (Edge(0, "above", at),)
    worth = share(cases, inside(cases, edges), 1)
    hits = cases.of_interest.sum()
    assert worth.coverage * hits == pytest.approx(worth.density * worth.mass * 50)
    assert 0.0 <= quasi_p(cases, edges, edges[0]) <= 1.0


def test_a_quasi_p_is_the_chance_of_so_many_hits() -> None:
    table = np.array([[0.0]] * 10 + [[1.0]] * 10)
    cases = Cases((Column("x", "1"),), table, table[:, 0] == 1.0, np.arange(20))
    assert quasi_p(cases, (Edge(0, "above", 1.0),), Edge(0, "above", 1.0)) == pytest.approx(0.5**10)
