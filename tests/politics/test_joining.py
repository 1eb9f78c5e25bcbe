"""Who joins, how parts add up, what leaks, and what holds a club together (§C.1 to §C.13)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.parameters import load_parameters
from sim.politics.coalitions.joining import (
    FEW,
    Conduct,
    Invitation,
    Kind,
    at_least,
    cohesion,
    combined,
    inequality,
    joining,
    leaked,
    loss_given,
    majority,
)
from sim.politics.sums import probability

P = load_parameters()
MEMBER = Invitation(with_target=0.7, with_leader=0.6, attribution=0.6, consulted=1.0, risk=0.5)
"""A member of the EU that is asked to defend a small partner."""


def chance(i: Invitation, kind: Kind = "sum") -> float:
    return float(probability(joining(i, kind, P).total))


# --- the odds of joining (§C.1) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "likely"),
    [
        ({}, 0.90),
        ({"cost": 0.1, "exposed": 0.5, "reprisal": 0.6}, 0.83),
        ({"cost": 1.0, "exposed": 3.0, "reprisal": 0.6}, 0.12),
    ],
    ids=["a statement", "a cheap measure", "a dear one"],
)
def test_a_member_helps_where_it_is_cheap(asked: dict[str, float], likely: float) -> None:
    assert chance(replace(MEMBER, **asked)) == pytest.approx(likely, abs=0.05)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("with_target", 1), ("with_leader", 1), ("attribution", 1), ("pledged", 1),
        ("consulted", 1), ("risk", 1), ("cost", -1), ("exempt", 1), ("reprisal", -1),
        ("exposed", -1), ("backfill", -1),
    ],
)  # fmt: skip
def test_each_thing_moves_the_odds_its_way(name: str, sign: int) -> None:
    asked = replace(MEMBER, cost=0.5, exposed=0.5, reprisal=0.5)
    more = replace(asked, **{name: getattr(asked, name) + 0.2})
    assert (chance(more) - chance(asked)) * sign > 0.0


def test_who_is_let_off_all_of_it_does_not_mind_the_cost() -> None:
    dear = replace(MEMBER, cost=5.0, exempt=1.0)
    assert chance(dear) == chance(MEMBER)


def test_that_others_join_counts_against_it_where_parts_add_up_and_for_it_at_the_weakest_link() -> (
    None
):
    alone, all_others = replace(MEMBER, others=0.0), replace(MEMBER, others=1.0)
    assert chance(all_others, "sum") < chance(alone, "sum")
    assert chance(all_others, "most") < chance(alone, "most")
    assert chance(all_others, "least") > chance(alone, "least")
    assert chance(replace(MEMBER, others=0.5), "least") == chance(MEMBER, "sum")


def test_many_allies_at_once_are_each_as_by_itself() -> None:
    costs = np.array([0.0, 0.5, 2.0])
    at_once = joining(replace(MEMBER, cost=costs), "sum", P).total
    each = [joining(replace(MEMBER, cost=c), "sum", P).total for c in costs]
    assert np.asarray(at_once) == pytest.approx(each)


# --- adding up (§C.2, §C.3) ----------------------------------------------------------------------

THIRDS = [1 / 3, 1 / 3, 1 / 3]


def test_access_to_markets_and_stocks_add_up() -> None:
    assert combined(THIRDS, [1, 1, 0], "sum", P) == pytest.approx(2 / 3)
    assert combined([0.5, 0.5], [0.4, 1.0], "most", P) == pytest.approx(0.7)


def test_two_of_three_suppliers_of_a_chokepoint_achieve_next_to_nothing() -> None:
    assert combined(THIRDS, [1, 1, 0], "least", P) < 0.02
    assert combined(THIRDS, [1, 1, 1], "least", P) == pytest.approx(1.0)
    assert combined(THIRDS, [1, 1, 0.5], "least", P) > 0.6


def test_what_is_withheld_leaks_by_and_by_and_less_where_others_are_kept_from_it() -> None:
    assert leaked(0.8, 0.5, 0.0, 0.0, P) == 0.8
    assert leaked(0.8, 0.5, 0.0, 600.0, P) == pytest.approx(0.4)
    months = [leaked(0.8, 0.5, 0.0, m, P) for m in (1, 4, 12)]
    assert months == sorted(months, reverse=True)
    assert leaked(0.8, 0.5, 1.0, 12.0, P) > leaked(0.8, 0.5, 0.0, 12.0, P)


# --- enough of them (§C.4, §C.10) ----------------------------------------------------------------


def by_hand(chances: list[float], weights: list[float], share: float) -> float:
    total = 0.0
    for case in product((0, 1), repeat=len(chances)):
        odds = np.prod([p if j else 1 - p for p, j in zip(chances, case, strict=True)])
        total += float(odds) * (np.dot(case, weights) >= share - 1e-9)
    return total


def test_the_chance_that_enough_join_is_that_of_all_cases_together() -> None:
    chances, weights = [0.2, 0.7, 0.5, 0.9], [0.4, 0.3, 0.2, 0.1]
    for share in (0.0, 0.1, 0.4, 0.7, 1.0):
        assert at_least(chances, weights, share) == pytest.approx(by_hand(chances, weights, share))
    assert at_least([1.0, 0.0], [0.6, 0.4], 0.6) == 1.0
    assert at_least([], [], 0.4) == 0.0


def test_for_many_countries_it_is_drawn_and_always_the_same() -> None:
    count = FEW + 3
    chances, weights = [0.5] * count, [1.0 / count] * count
    drawn = at_least(chances, weights, 0.4)
    assert drawn == at_least(chances, weights, 0.4)
    assert drawn == pytest.approx(by_hand(chances, weights, 0.4), abs=0.03)


def test_the_loss_is_that_of_those_who_join_when_enough_do() -> None:
    assert loss_given([1.0, 0.5], [0.6, 0.4], 0.5, [1.0, 2.0]) == pytest.approx(2.0)
    assert loss_given([0.5, 0.5], [0.9, 0.1], 0.5, [1.0, 2.0]) == pytest.approx(2.0)
    assert loss_given([0.0, 0.5], [0.9, 0.1], 0.5, [1.0, 2.0]) == 0.0


# --- clubs (§C.11, §C.12, §A.33) -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("conduct", "change"),
    [
        ({}, 0.0),
        ({"consulted": True}, P["cohesion_consulted"]),
        ({"successes": 2}, 2 * P["cohesion_success"]),
        ({"defected": 0.5}, -0.5 * P["cohesion_defector"]),
        ({"unilateral": 1}, -P["cohesion_unilateral"]),
        ({"burden": 0.4}, -3 * 0.4 * P["cohesion_burden"]),
        ({"heated": 1}, -3 * P["cohesion_heat"]),
    ],
)
def test_what_members_do_moves_their_clubs_cohesion(conduct: Any, change: float) -> None:
    assert cohesion(0.6, Conduct(**conduct), 3.0, P) == pytest.approx(0.6 + change)


def test_cohesion_goes_back_by_and_by_to_where_it_began() -> None:
    start = P["cohesion_start"]
    low, high = (cohesion(before, Conduct(), 3.0, P) for before in (0.2, 0.9))
    assert 0.2 < low < start < high < 0.9
    assert cohesion(0.2, Conduct(), 600.0, P) == pytest.approx(start, abs=1e-4)


def test_cohesion_stays_between_none_and_whole() -> None:
    assert cohesion(0.02, Conduct(unilateral=1), 1.0, P) == 0.0
    assert cohesion(0.99, Conduct(successes=1), 0.1, P) == 1.0


@pytest.mark.parametrize(
    ("losses", "unequal"), [([], 0.0), ([0, 0], 0.0), ([1, 1, 1], 0.0), ([0, 0, 3], 2 / 3),
                            ([1, 3], 0.25), ([-5, 1, 1], 1 / 3)]
)  # fmt: skip
def test_losses_that_fall_on_one_are_shared_unequally_and_gains_count_as_none(
    losses: list[float], unequal: float
) -> None:
    assert inequality(losses) == pytest.approx(unequal)


def test_a_majority_is_one_of_members_and_of_size() -> None:
    assert majority(0.55, 0.65, P)
    assert not majority(0.5, 0.9, P)
    assert not majority(0.9, 0.6, P)
