"""A month of politics: threats, disputes under measures, governments (§P.16 to §P.32)."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.politics.contest.horizon import month_by_month
from sim.politics.contest.situation import usual
from sim.politics.contest.verdict import answers, ends
from sim.politics.home.cost import adapted
from sim.politics.month import Moved
from sim.politics.now import Now
from sim.rng import stream
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Draw
from tests.politics.made_up import (
    MONTH,
    TIMELINE,
    P,
    ban,
    changed,
    dispute,
    falls,
    month,
    politics,
    polity,
    streams,
    toll,
)  # fmt: skip

THREAT = {"stage": "threat", "deadline": 4, "threatened": "export_ban product=ore target=T"}


def now(**more: float) -> Now:
    return Now((ban(),), 4, polity(), TIMELINE, P, 1.0, falls(), {})


def quarrel(moved: Moved) -> Dispute:
    found = moved.politics.dispute("quarrel")
    assert found is not None
    return found


def chances(kind: str, **more: float | str) -> dict[str, float]:
    of = answers if kind == "threat" else ends
    d = dispute(**THREAT) if kind == "threat" else dispute(stage="imposed", **more)
    return {str(what): likely for what, _, likely in of(d, politics(d), now())}


# --- threats --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "ending", "imposes", "ended"),
    [(0, "conceded", (), ("quarrel",)), (1, "settled", (), ("quarrel",)),
     (2, None, ("quarrel",), ()), (3, "backed down", (), ("quarrel",))],
)  # fmt: skip
def test_a_threat_that_is_due_ends_in_one_of_four_ways(
    at: int, ending: str | None, imposes: tuple[str, ...], ended: tuple[str, ...]
) -> None:
    upto = np.cumsum(list(chances("threat").values()))
    moved = month(politics(dispute(**THREAT)), chance=falls(threat=float(upto[at]) - 1e-6))
    assert (moved.imposes, moved.ended) == (imposes, ended)
    assert quarrel(moved).ending == ending
    assert quarrel(moved).stage == ("imposed" if ending is None else "closed")
    drawn = [d for d in moved.draws if d.subject == "quarrel"]
    assert [d.happened for d in drawn] == [n == at for n in range(4)]
    assert sum(d.probability for d in drawn) == pytest.approx(1.0)


def test_a_threat_waits_for_its_deadline() -> None:
    moved = month(politics(dispute(**{**THREAT, "deadline": 5})), chance=falls(threat=0.0))
    assert quarrel(moved).stage == "threat"
    assert [d for d in moved.draws if d.subject == "quarrel"] == []


def test_a_threat_carried_out_makes_the_next_one_believed() -> None:
    kept = month(politics(dispute(**THREAT)), chance=falls(threat=0.6))
    broken = month(politics(dispute(**THREAT)), chance=falls(threat=0.99999))
    assert kept.imposes and not broken.imposes
    quiet = month(politics())
    assert kept.politics.credibility(0) > quiet.politics.credibility(0)
    assert broken.politics.credibility(0) < quiet.politics.credibility(0)
    assert kept.politics.support[0] > broken.politics.support[0]


def test_who_acts_before_the_deadline_has_kept_its_word() -> None:
    early = month(politics(dispute(**{**THREAT, "deadline": 9})), (ban(instrument="export_ban"),))
    assert (quarrel(early).stage, quarrel(early).deadline) == ("imposed", None)
    assert early.politics.followed[0] > month(politics()).politics.followed[0]


def test_a_trifle_does_not_make_a_threat_good() -> None:
    trifle = ban(instrument="consumer_boycott")
    early = month(politics(dispute(**{**THREAT, "deadline": 9})), (trifle,))
    assert (quarrel(early).stage, quarrel(early).deadline) == ("imposed", 9)
    assert early.politics.followed[0] == month(politics()).politics.followed[0]


def test_a_further_threat_leaves_the_contest_to_the_month() -> None:
    further = dispute(stage="imposed", deadline=4, months=3.0)
    moved = month(politics(further), (ban(),))
    named = [draw.what for draw in moved.draws if draw.subject == "quarrel"]
    assert len([what for what in named if "concede" in what]) == 1


def test_letting_a_further_threat_go_does_not_end_a_dispute() -> None:
    further = dispute(stage="imposed", deadline=4)
    moved = month(politics(further), (ban(),), chance=falls(threat=0.99999))
    assert (quarrel(moved).stage, quarrel(moved).deadline, moved.ended) == ("imposed", None, ())
    assert moved.politics.backed_down[0] > month(politics()).politics.backed_down[0]


# --- disputes under measures ----------------------------------------------------------------------
def test_measures_put_a_dispute_into_its_stage() -> None:
    latent = month(politics(dispute()), (ban(),))
    assert (quarrel(latent).stage, quarrel(latent).since) == ("imposed", 4)
    older = month(latent.politics, (ban(),), tick=8)
    assert quarrel(older).months == pytest.approx(2.0)
    assert quarrel(older).since == 4


def test_the_target_s_answers_do_not_make_it_the_sender_s_dispute() -> None:
    moved = month(politics(dispute()), (ban(by="T", targets=("S",)),))
    assert quarrel(moved).stage == "latent"
    assert quarrel(moved).escalation == 4.0


def test_a_firm_s_measure_is_its_country_s() -> None:
    assert quarrel(month(politics(dispute()), (ban(by="SCo"),))).stage == "imposed"


@pytest.mark.parametrize(("at", "ending"), list(enumerate(["conceded", "settled", "withdrawn"])))
def test_a_dispute_under_measures_ends_in_one_of_three_ways(at: int, ending: str) -> None:
    upto = np.cumsum(list(chances("imposed").values()))
    start = politics(dispute(stage="imposed", escalation=4.0))
    moved = month(start, (ban(),), chance=falls(hazard=float(upto[at]) - 1e-6))
    assert (quarrel(moved).ending, moved.ended) == (ending, ("quarrel",))
    assert [e.kind for e in moved.events] == ["DisputeEnded"]


def test_ends_in_a_month_are_less_than_certain() -> None:
    assert 0.0 < sum(chances("imposed").values()) < 0.2


def test_tempo_makes_all_ends_likelier_and_keeps_their_proportions() -> None:
    d = dispute(stage="imposed")
    fast = replace(now(), parameters=changed(tempo=3.0))
    slow = [c for _, _, c in ends(d, politics(d), now())]
    quick = [c for _, _, c in ends(d, politics(d), fast)]
    assert sum(quick) > 2.5 * sum(slow)
    assert quick[0] / quick[1] == pytest.approx(slow[0] / slow[1])


def test_shortage_and_a_weighty_sector_are_felt() -> None:
    plain, short = (
        politics(dispute(stage="imposed", toll=t)) for t in (toll(0.2), toll(0.2, 0.0, 1.0, 1.0))
    )
    likely = [ends(p.disputes[0], p, now())[0][2] for p in (plain, short)]
    assert likely[0] < likely[1]


def test_a_dispute_without_measures_is_frozen_and_then_given_up() -> None:
    frozen = month(politics(dispute(stage="imposed", escalation=4.0)))
    assert (quarrel(frozen).stage, frozen.ended) == ("frozen", ())
    assert quarrel(frozen).escalation == pytest.approx(4.0 - 1.0 - 0.5)
    later = month(frozen.politics, tick=40)
    assert (quarrel(later).ending, later.ended) == ("withdrawn", ("quarrel",))


def test_talks_and_deals_keep_a_frozen_dispute_alive() -> None:
    frozen = dispute(stage="frozen", since=0)
    deal = Deal("d", ("S", "T"), (), 0, 60, "signed", dispute="quarrel")
    talking = month(politics(replace(frozen, talks_until=60)), tick=40)
    bound = month(replace(politics(frozen), deals=(deal,)), tick=40)
    over = month(replace(politics(frozen), deals=(replace(deal, until=30),)), tick=40)
    assert quarrel(talking).open and quarrel(bound).open
    assert quarrel(over).ending == "settled"


def test_measures_under_way_do_not_count_as_lifted() -> None:
    assert quarrel(month(politics(dispute(stage="imposed")), (ban(since=9),))).stage == "imposed"


def test_a_way_out_lapses() -> None:
    offered = dispute(face=0.5, face_until=4)
    assert quarrel(month(politics(offered))).face == 0.0
    assert quarrel(month(politics(replace(offered, face_until=5)))).face == 0.5


# --- attribution and escalation -------------------------------------------------------------------
def test_denied_measures_are_found_out_bit_by_bit() -> None:
    denied = (ban(deniability=0.8),)
    moved = month(politics(dispute()), denied)
    first = quarrel(moved).attribution
    assert P["attribution_deniable"] < first < P["attribution_open"]
    assert quarrel(month(moved.politics, denied, tick=8)).attribution > first
    assert quarrel(month(moved.politics, (ban(),), tick=8)).attribution >= P["attribution_open"]


def test_watching_finds_out_sooner() -> None:
    denied = ban(deniability=0.8)
    watch = ban(id="watch", kind="warning", by="T", dispute=None, rate=1.0, rung=0)
    with_watch, without = (
        quarrel(month(politics(dispute()), m, chance=falls(reports=0.3))).attribution
        for m in ((denied, watch), (denied,))
    )
    assert with_watch > without


def test_climbing_stirs_a_rally_behind_the_target() -> None:
    rallied = month(politics(dispute()), (ban(),)).politics.rally
    assert rallied[1] > 0.0 and rallied[0] == rallied[2] == 0.0
    proud = polity(nationalism=(0.5, 1.0, 0.5))
    assert month(politics(dispute()), (ban(),), of=proud).politics.rally[1] > rallied[1]


def test_incidents_are_drawn_high_up_the_ladder_only() -> None:
    for rung, drawn in ((5, 0), (7, 1)):
        moved = month(politics(dispute()), (ban(rung=rung),))
        assert sum(d.what == "incident" for d in moved.draws) == drawn


# --- governments ----------------------------------------------------------------------------------
def test_losses_cost_support_and_tire() -> None:
    fresh, old = (
        month(
            politics(dispute(stage="imposed", months=m, escalation=4.0)),
            (ban(),),
            {"quarrel": toll(2.0)},
        )
        for m in (0.0, 24.0)
    )
    assert old.politics.support[1] < fresh.politics.support[1] < 50.0
    assert fresh.politics.support[2] == 50.0


def test_a_public_concession_costs_support_and_face_saves_it() -> None:
    def left(**more: float) -> float:
        d = dispute(stage="imposed", **more)
        return float(month(politics(d), (ban(),), chance=falls(hazard=0.0)).politics.support[1])

    assert left() < left(face=0.5) < left(face=1.0)


def test_nobody_s_record_goes_back_to_a_newcomer_s() -> None:
    moved = month(politics(followed=[9.0, 4.0, 1.0]))
    assert moved.politics.followed == pytest.approx([8.95, 4.0, 1.03])


def test_a_new_government_starts_afresh() -> None:
    relations = np.array([[1.0, -0.8, 0.5], [-0.8, 1.0, 0.9], [0.5, 0.9, 1.0]])
    start = politics(
        dispute(), support=[20.0, 20.0, 20.0], capital=[5.0, 5.0, 5.0], relations=relations
    )
    moved = month(start, chance=lambda e: falls(government=0.0)(e) if e[0] == "T" else falls()(e))
    assert [e.kind for e in moved.events] == ["LeaderChanged"]
    assert moved.newly_led == {"T": 4}
    assert (moved.politics.support[1], moved.politics.capital[1]) == (50.0, 60.0)
    assert moved.politics.relations[0, 1] == pytest.approx(-0.6)
    assert moved.politics.relations[1, 0] == pytest.approx(-0.6)
    assert moved.politics.relations[1, 2] == 0.9


def test_a_new_leader_matters_for_a_season() -> None:
    d = dispute(stage="imposed")
    likely = []
    for led in ({}, {"T": 0}, {"T": -20}):
        likely.append(ends(d, politics(d), replace(now(), newly_led=led))[0][2])
    assert likely[1] > likely[0] == likely[2]


def test_a_sender_s_new_leader_matters_where_nobody_must_be_answered_to() -> None:
    d = dispute(stage="imposed")
    rise = []
    for audience in (0.0, 1.0):
        of = polity(audience=(audience, 0.5, 0.5))
        with_, without = (
            ends(d, politics(d), replace(now(), newly_led=led, polity=of))[2][1].total
            for led in ({"S": 0}, {})
        )
        rise.append(with_ - without)
    assert rise == pytest.approx([P["hazard_withdraw_leader"], 0.0])


def test_unloved_governments_fall_sooner() -> None:
    def hazard(support: float) -> float:
        moved = month(politics(dispute(), support=[support] * 3))
        return next(d for d in moved.draws if d.subject == "S").probability

    assert hazard(20.0) > hazard(50.0) == pytest.approx(1 / 48, rel=0.02)


def test_bystanders_have_no_leaders_drawn() -> None:
    assert {d.subject for d in month(politics(dispute())).draws} == {"S", "T"}


# --- all of it ------------------------------------------------------------------------------------
hundred = st.floats(0.0, 100.0)


@given(
    st.lists(hundred, min_size=3, max_size=3),
    st.lists(hundred, min_size=3, max_size=3),
    st.floats(-5.0, 60.0),
    st.floats(0.1, 1.0),
    st.integers(0, 50),
)
def test_support_capital_and_rally_keep_their_bounds(
    support: list[float], capital: list[float], damage: float, months: float, seed: int
) -> None:
    start = politics(
        dispute(stage="imposed"), support=support, capital=capital, rally=[0.0, 1.0, 0.5]
    )
    moved = month(
        start, (ban(rung=8),), {"quarrel": toll(damage, 0.1)}, months=months, chance=streams(seed)
    )
    after = moved.politics
    assert ((after.support >= 0.0) & (after.support <= 100.0)).all()
    assert ((after.capital >= 0.0) & (after.capital <= 100.0)).all()
    assert ((after.rally >= 0.0) & (after.rally <= 1.0)).all()
    assert all(0.0 <= d.probability <= 1.0 for d in moved.draws)


def test_the_same_streams_give_the_same_month() -> None:
    start = politics(dispute(stage="imposed"))
    one, two = (month(start, (ban(),), chance=streams(7)) for _ in range(2))
    assert one.draws == two.draws
    assert one.politics.disputes == two.politics.disputes
    assert (one.politics.support == two.politics.support).all()


def test_another_dispute_moves_no_draw() -> None:
    other = dispute(id="other", sender="A", target="T", stage="imposed")
    both = month(politics(other, dispute(stage="imposed")), (ban(),), chance=streams(3))
    alone = month(politics(dispute(stage="imposed")), (ban(),), chance=streams(3))

    def drawn(draws: tuple[Draw, ...]) -> list[float]:
        return [d.drawn for d in draws if d.subject == "quarrel"]

    assert drawn(both.draws) == drawn(alone.draws)


def test_without_disputes_nothing_is_drawn() -> None:
    moved = month(politics())
    assert (moved.draws, moved.events, moved.ended, moved.imposes) == ((), (), (), ())


def test_months_of_a_game_give_the_rates_that_the_odds_imply() -> None:
    endings = []
    for seed in range(200):
        resolve = float(stream(seed, 0, "resolve").standard_normal())
        after = politics(dispute(resolve=resolve))
        for n in range(12):
            loss = {"quarrel": toll(float(adapted(1.0, float(n), P)))}
            tick = round(MONTH * (n + 1))
            streams_of_month = functools.partial(stream, seed, n)
            after = month(after, (ban(),), loss, tick=tick, chance=streams_of_month).politics
        endings.append(after.disputes[0].ending)
    implied = month_by_month(usual(P), 12, P, damage_target=1.0)
    assert endings.count("conceded") / 200 == pytest.approx(float(implied.conceded), abs=0.06)
    assert endings.count("withdrawn") / 200 == pytest.approx(float(implied.withdrawn), abs=0.06)
