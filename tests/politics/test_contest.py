"""The odds of threats and of disputes under measures (§P.1 to §P.15)."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.politics.contest.hazards import EARLY, competing, concede, settle, withdraw
from sim.politics.contest.horizon import at_once, month_by_month
from sim.politics.contest.situation import Situation, expectation, usual
from sim.politics.contest.threats import answer, concession, follow_through, negotiation
from sim.politics.home.cost import adapted, effective, felt
from tests.politics.made_up import P

share = st.floats(0.0, 1.0)
shares: dict[str, st.SearchStrategy[float]] = {
    f.name: share for f in fields(Situation) if f.name not in ("resolve", "age")
}
situations = st.builds(Situation, **shares, resolve=st.floats(-4, 4), age=st.floats(0, 600))
damages = st.floats(0.0, 20.0)

# Damage, stake and expectation of further conflict, then: threat heeded; conceded by 6, 12 and 24
# months; withdrawn by 12; conceded by 12 to several senders with an institution. From the
# research that the hazards were fitted in; senders of threats bore an eighth of the damage.
IMPLIED = [
    (0.05, 0.58, 0.5, 0.17, 0.06, 0.08, 0.11, 0.15, 0.29),
    (0.5, 0.58, 0.5, 0.22, 0.08, 0.12, 0.15, 0.13, 0.38),
    (1.0, 0.58, 0.5, 0.27, 0.12, 0.16, 0.19, 0.11, 0.47),
    (2.0, 0.58, 0.5, 0.34, 0.18, 0.24, 0.28, 0.09, 0.60),
    (4.0, 0.58, 0.5, 0.41, 0.28, 0.35, 0.40, 0.07, 0.72),
    (0.2, 0.9, 0.8, 0.12, 0.04, 0.06, 0.07, 0.14, None),
    (1.0, 0.2, 0.2, 0.40, 0.19, 0.25, 0.30, 0.10, None),
]


@pytest.mark.parametrize("row", IMPLIED)
def test_the_published_table_of_probabilities_is_implied(row: tuple[float, ...]) -> None:
    damage, stake, conflict, heeded, six, twelve, two_years, withdrawn, joint = row
    s = replace(usual(P), stake_target=stake, expectation=conflict)
    threat = replace(s, cost_target=felt(damage, P), cost_sender=felt(damage / 8, P))
    by = {m: month_by_month(s, m, P, damage_target=damage) for m in (6, 12, 24)}
    found = [answer(threat, P).conceded, *(by[m].conceded for m in by), by[12].withdrawn]
    assert found == pytest.approx([heeded, six, twelve, two_years, withdrawn], abs=0.03)
    if joint is not None:
        s = replace(s, institution=1.0, several=1.0)
        assert month_by_month(s, 12, P, damage_target=damage).conceded == (
            pytest.approx(joint, abs=0.03)
        )


def test_every_part_vanishes_where_all_is_usual() -> None:
    s = usual(P)
    sums = [follow_through(s, P), concession(s, 0.6, P), negotiation(s, P)]
    assert [one.odds().parts for one in sums] == [(), (), ()]
    for end in (concede, settle, withdraw):
        assert [name for name, _ in end(s, P).odds("log").parts] == [EARLY]
        assert end(replace(s, age=np.inf), P).odds("log").parts == ()


@given(situations)
def test_odds_add_up(s: Situation) -> None:
    a = answer(s, P)
    for one in (a.concession, a.negotiation, a.follow_through):
        assert one.odds().total == pytest.approx(float(one.total))
    for end in (concede, settle, withdraw):
        odds = end(s, P).odds("log", 0.5)
        assert odds.hazard == pytest.approx(0.5 * np.exp(float(end(s, P).total)))


@given(situations)
def test_the_answers_to_a_threat_are_a_whole(s: Situation) -> None:
    a = answer(s, P)
    chances = [float(c) for c in (a.conceded, a.settled, a.imposed, a.backed_down)]
    assert all(0.0 <= c <= 1.0 for c in chances)
    assert sum(chances) == pytest.approx(1.0)


@given(st.lists(st.floats(0.0, 1e3), min_size=3, max_size=3))
def test_competing_ends_are_never_more_than_certain(hazards: list[float]) -> None:
    chances = [float(c) for c in competing(*hazards)]
    assert all(0.0 <= c <= 1.0 for c in chances)
    assert sum(chances) == pytest.approx(-np.expm1(-sum(hazards)), abs=1e-12)


@given(situations, share, share)
def test_what_hurts_more_is_given_in_to_sooner(s: Situation, one: float, other: float) -> None:
    less, more = (replace(s, cost_target=c) for c in sorted((one, other)))
    assert answer(less, P).conceded <= answer(more, P).conceded
    assert concede(less, P).total <= concede(more, P).total
    assert withdraw(less, P).total >= withdraw(more, P).total


@given(situations, share, share)
def test_what_costs_the_sender_more_is_given_up_sooner(
    s: Situation, one: float, other: float
) -> None:
    less, more = (replace(s, cost_sender=c) for c in sorted((one, other)))
    assert follow_through(less, P).total >= follow_through(more, P).total
    assert withdraw(less, P).total <= withdraw(more, P).total


@given(damages, damages, share, share, share)
def test_felt_cost_rises_with_every_loss(
    one: float, other: float, sector: float, weight: float, shortage: float
) -> None:
    less, more = sorted((one, other))
    assert 0.0 <= felt(less, P) <= felt(more, P) <= 1.0
    assert effective(less, P) <= effective(less, P, sector=sector, weight=weight, shortage=shortage)


def test_a_gain_is_felt_as_nothing() -> None:
    assert felt(-3.0, P) == 0.0


def test_adapting_ends_at_its_floor() -> None:
    assert adapted(2.0, 0.0, P) == 2.0
    assert adapted(2.0, 1e4, P) == pytest.approx(2.0 * P["adaptation_floor"])


def test_enemies_expect_further_conflict() -> None:
    assert expectation(-1.0, P) > expectation(0.0, P) == 0.5 > expectation(1.0, P)


def test_sums_of_many_disputes_are_those_of_each() -> None:
    costs = np.array([0.0, 0.3, 0.9])
    many = replace(usual(P), cost_target=costs, resolve=np.array([-1.0, 0.0, 2.0]))
    singles = [
        replace(many, cost_target=float(c), resolve=float(r))
        for c, r in zip(costs, np.asarray(many.resolve), strict=True)
    ]
    for end in (concede, settle, withdraw):
        assert np.allclose(end(many, P).total, [float(end(s, P).total) for s in singles])
    assert np.allclose(answer(many, P).conceded, [float(answer(s, P).conceded) for s in singles])


@pytest.mark.parametrize("damage", [0.05, 0.5, 1.0, 2.0, 4.0])
def test_the_closed_form_is_near_the_sum_over_months(damage: float) -> None:
    s = usual(P)
    stepped, closed = (
        month_by_month(s, 12, P, damage_target=damage),
        at_once(s, 12.0, P, damage_target=damage),
    )
    found = [float(v) for v in (closed.conceded, closed.settled, closed.withdrawn)]
    assert found == pytest.approx([stepped.conceded, stepped.settled, stepped.withdrawn], abs=0.03)


def test_the_closed_form_takes_many_at_once() -> None:
    damage = np.array([[0.1, 1.0], [2.0, 0.0]])
    many = at_once(usual(P), 12.0, P, damage_target=damage)
    one = at_once(usual(P), 12.0, P, damage_target=1.0)
    assert np.asarray(many.conceded).shape == (2, 2)
    assert np.asarray(many.conceded)[0, 1] == pytest.approx(float(one.conceded))


def test_a_quiet_way_out_makes_giving_in_easier() -> None:
    s = usual(P)
    for eased in (replace(s, face=1.0), replace(s, carrot=1.0), replace(s, publicity=0.1)):
        assert answer(eased, P).conceded > answer(s, P).conceded
