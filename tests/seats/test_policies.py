"""Policies: each rule table as cases over observations made up by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.observation import Observation
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet
from sim.seats.policies import POLICIES, policy
from sim.world.deals import Term
from sim.world.measures import Measure
from tests.seats.made_up import (
    LAST,
    NOW,
    SPAN,
    forbids,
    names,
    offer,
    quarrel,
    seen,
    step,
    texts,
    toll,
)

SCRIPTED = [name for name in POLICIES if name not in ("passive", "history")]
WATCH = Measure("w", "warning", "A", rate=0.5, instrument="early_warning")
PRESSED = (step("B", "A", "export_licensing", "chip"),)
"""B lets through half of A's chips: 1 % of GDP of A."""


def quiet(**more: Any) -> Observation:
    """Return what A sees when nobody wants anything and nothing is left to prepare."""
    return seen(**{"measures": (WATCH,), "threats": (), **more})


def pressed(**more: Any) -> Observation:
    """Return what A sees when B, its rival, has begun to press on it."""
    dispute = quarrel("B", "A", id="A-B", toll=toll(1.0, 0.1, 0.0, 0.0))
    return seen(**{"disputes": (dispute,), "measures": (WATCH, *PRESSED), **more})


def wanting(stage: str = "latent", **more: Any) -> Observation:
    """Return what A sees that wants something of B."""
    dispute = quarrel("A", "B", id="A-B", stage=stage, months=0.0, escalation=0.0)
    return quiet(**{"disputes": (dispute,), **more})


def of_friend(*measures: Measure, **more: Any) -> Observation:
    """Return what A sees when B has begun to press on C, its ally."""
    hit = step("B", "C", "export_licensing", "chip", dispute="B-C")
    dispute = quarrel("B", "C", **more)
    return quiet(disputes=(dispute,), measures=(WATCH, hit, *measures))


def played(name: str, observation: Observation, **settings: Any) -> OrderSheet:
    return policy(name, **settings).orders(observation)


# --- what holds for all --------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTED)
def test_nothing_to_do_is_an_empty_sheet(name: str) -> None:
    assert played(name, quiet(round=3, measures=_consulted(WATCH))) == ()


@pytest.mark.parametrize("name", SCRIPTED)
@pytest.mark.parametrize("view", [pressed(), wanting(), wanting("imposed"), of_friend(), seen()])
def test_a_sheet_is_short_reasoned_and_the_same_twice(name: str, view: Observation) -> None:
    sheet = played(name, view)
    assert sheet == played(name, replace(view))
    acts = [entry for entry in sheet if entry.order.instrument != "convene"]
    assert len(acts) <= 2
    assert [entry.id for entry in sheet] == [f"A-3-{n}" for n in range(1, len(sheet) + 1)]
    assert all(entry.reason and entry.given == view.start for entry in sheet)
    assert not any(entry.settled for entry in sheet)


@pytest.mark.parametrize("name", SCRIPTED)
@pytest.mark.parametrize("view", [pressed(), wanting(), of_friend(), seen()])
def test_what_would_be_refused_is_not_handed_in(name: str, view: Observation) -> None:
    assert played(name, replace(view, may=lambda order: "not now")) == ()


@pytest.mark.parametrize("name", SCRIPTED)
def test_without_capital_a_government_does_nothing(name: str) -> None:
    assert played(name, pressed(own={"capital": 9.0})) == ()


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_stranger_to_the_scenario_does_nothing(name: str) -> None:
    assert played(name, replace(seen(), own=None)) == ()


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_good_offer_is_signed_by_everybody(name: str) -> None:
    gift = offer("B", "A", Term("B", "pay", amount=2e10), Term("A", "hold_off"))
    assert "sign_deal deal=deal" in texts(played(name, pressed(deals=(gift,))))


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_bad_offer_is_signed_by_nobody(name: str) -> None:
    greed = offer("D", "A", Term("D", "hold_off"), Term("A", "pay", amount=2e10))
    sheet = played(name, pressed(deals=(greed,)))
    assert not any("sign_deal" in text for text in texts(sheet))


# --- tit for tat ---------------------------------------------------------------------------------


def test_tit_for_tat_answers_no_higher_and_no_harder() -> None:
    blow = (step("B", "A", "consumer_boycott", "ore", rate=0.3),)  # 3 % of what ore is to A: 0.03
    (entry,) = played("tit_for_tat", pressed(measures=blow))
    assert instruments()[entry.order.instrument].rung <= 2
    assert "answered in kind" in entry.reason


def test_tit_for_tat_matches_the_loss() -> None:
    blow = (step("B", "A", "export_licensing", "chip", rate=0.9),)  # a tenth of 2 % of GDP
    (entry,) = played("tit_for_tat", pressed(measures=blow))
    assert "0.2 % of GDP to it" in entry.reason


def test_tit_for_tat_lets_an_answer_to_its_own_be() -> None:
    own = step("A", "B", "export_licensing", "ore", rate=0.0, since=0, known=0)  # 1 % of B's GDP
    dispute = quarrel("A", "B", id="A-B")
    view = pressed(disputes=(dispute,), measures=(own, *PRESSED))
    assert played("tit_for_tat", view) == ()


def test_tit_for_tat_lets_old_measures_be() -> None:
    old = step("B", "A", "export_licensing", "chip", since=0, known=0)
    assert played("tit_for_tat", pressed(measures=(old,))) == ()


def test_tit_for_tat_stops_when_the_other_has_stopped() -> None:
    own = step("A", "B", "export_licensing", "ore", since=0, known=0)
    frozen = quarrel("B", "A", id="A-B", stage="frozen")
    view = pressed(disputes=(frozen,), measures=(own,))
    assert texts(played("tit_for_tat", view)) == ["suspend_measure order=A-export_licensing-ore"]


def test_tit_for_tat_talks_after_half_a_year() -> None:
    long = quarrel("B", "A", id="A-B", months=7.0)
    old = step("B", "A", "export_licensing", "chip", since=0, known=0)
    view = pressed(disputes=(long,), measures=(old,))
    assert texts(played("tit_for_tat", view)) == ["deal_talks target=B"]


def test_tit_for_tat_can_forgive_everything() -> None:
    assert played("tit_for_tat", pressed(), forgiveness=1.0) == ()


def test_tit_for_tat_never_begins() -> None:
    assert played("tit_for_tat", wanting()) == ()


# --- escalate to deter ---------------------------------------------------------------------------


def test_escalation_begins_with_a_threat_that_leaves_a_round_to_answer() -> None:
    (entry,) = played("escalate_to_deter", wanting())
    assert entry.order.instrument == "threat"
    assert 91 < entry.order.number("days") < 182


def test_escalation_waits_while_its_threat_stands() -> None:
    waiting = quarrel("A", "B", id="A-B", stage="threat", deadline=NOW + 6)
    assert played("escalate_to_deter", wanting(disputes=(waiting,))) == ()


def test_escalation_climbs_a_rung_above_what_is_done_to_it() -> None:
    first = played("escalate_to_deter", pressed())[0]
    assert instruments()[first.order.instrument].rung in (5, 6)
    assert "is met on rung" in first.reason


def test_one_who_is_pressed_names_the_next_step_too() -> None:
    climb, threat = played("escalate_to_deter", pressed())[:2]
    assert threat.order.instrument == "threat"
    assert threat.order.names("order") != (climb.order.instrument,)


def test_escalation_climbs_on_when_its_measure_has_had_its_time() -> None:
    own = step("A", "B", "import_tariff", "car", since=0, known=0)
    imposed = quarrel("A", "B", id="A-B", escalation=4.0, since=0)
    view = quiet(disputes=(imposed,), measures=(WATCH, own))
    climb, threat = played("escalate_to_deter", view)[:2]
    assert instruments()[climb.order.instrument].rung <= 5
    assert threat.order.instrument == "threat"


def test_two_ministries_against_one_country_are_brought_together() -> None:
    own = step("A", "B", "import_tariff", "car", since=0, known=0)
    imposed = quarrel("A", "B", id="A-B", escalation=4.0, since=0)
    sheet = played("escalate_to_deter", quiet(disputes=(imposed,), measures=(WATCH, own)))
    assert texts(sheet)[2] == "convene target=B"


def test_escalation_offers_a_way_out_when_it_hurts() -> None:
    dear = quarrel("A", "B", id="A-B", toll=toll(2.0, 3.0, 0.0, 0.0))
    sheet = played("escalate_to_deter", wanting(disputes=(dear,)))
    assert texts(sheet) == ["offramp target=B face=0.5", "deal_talks target=B"]


def test_escalation_offers_a_way_out_after_two_climbs_that_failed() -> None:
    own = tuple(
        step("A", "B", *what, since=0, known=0)
        for what in (("import_tariff", "car"), ("export_licensing", "ore"), ("import_ban", "car"))
    )
    view = wanting(disputes=(quarrel("A", "B", id="A-B"),), measures=(WATCH, *own))
    assert names(played("escalate_to_deter", view))[0] == "offramp"


def test_an_ally_is_spared_the_upper_rungs() -> None:
    dispute = quarrel("A", "C", stage="latent")
    (entry,) = played("escalate_to_deter", wanting(disputes=(dispute,)))
    threatened = entry.order.names("order")[0]
    assert instruments()[threatened].rung <= 4


# --- salami --------------------------------------------------------------------------------------


def test_salami_takes_a_thin_slice_first() -> None:
    (entry,) = played("salami", wanting())
    assert instruments()[entry.order.instrument].rung <= 3


def test_salami_takes_the_smallest_issue_first() -> None:
    large = quarrel("A", "B", id="large", stage="latent", stake_target=0.9)
    small = quarrel("A", "D", id="small", stage="latent", stake_target=0.2)
    (entry,) = played("salami", wanting(disputes=(large, small)))
    assert "D" in (*entry.order.names("target"), *entry.order.names("origin"))


def test_salami_waits_between_slices() -> None:
    own = step("A", "B", "consumer_boycott", "car", known=NOW - 4)
    doubtful = quarrel("A", "B", id="A-B", attribution=-1.0)
    view = wanting(disputes=(doubtful,), measures=(WATCH, own))
    assert played("salami", view) == ()
    assert played("salami", view, pause=0.5) != ()


def test_salami_stops_once_it_is_known() -> None:
    own = step("A", "B", "consumer_boycott", "car", known=0, since=0)
    for attribution, more in ((-1.0, True), (1.0, False)):
        dispute = quarrel("A", "B", id="A-B", attribution=attribution)
        view = wanting(disputes=(dispute,), measures=(WATCH, own))
        assert bool(played("salami", view)) is more


def test_salami_takes_a_slice_back_when_many_join() -> None:
    own = step("A", "B", "consumer_boycott", "car", known=0, since=0)
    crowd = quarrel("A", "B", id="A-B", defenders=("C", "D"))
    view = wanting(disputes=(crowd,), measures=(WATCH, own))
    assert texts(played("salami", view)) == ["quiet_lifting order=A-consumer_boycott-car"]


# --- gray zone -----------------------------------------------------------------------------------


def test_gray_zone_orders_what_can_be_denied_only() -> None:
    for entry in played("gray_zone", wanting()):
        assert instruments()[entry.order.instrument].deniability >= 0.6


def test_gray_zone_takes_what_costs_itself_least() -> None:
    dear = seen(denial=(replace(seen().denial[0], loss_self=0.9), seen().denial[1]), market=())
    view = wanting(denial=dear.denial, market=(), exposures=())
    (entry,) = played("gray_zone", view)
    assert entry.order.names("product") == ("gas",)


def test_gray_zone_turns_to_another_product() -> None:
    own = tuple(
        step("A", "B", "customs_slowdown", p, rate=0.3, known=0, since=0) for p in ("ore", "gas")
    )
    doubtful = quarrel("A", "B", id="A-B", attribution=-1.0)
    new, old = played("gray_zone", wanting(disputes=(doubtful,), measures=(WATCH, *own)))
    assert new.order.names("product") not in (("ore",), ("gas",))
    assert old.order.instrument == "quiet_lifting"


def test_gray_zone_changes_the_channel_once_it_is_found_out() -> None:
    own = step("A", "B", "customs_slowdown", "ore", rate=0.3)
    known = quarrel("A", "B", id="A-B", attribution=2.0)
    new, old = played("gray_zone", wanting(disputes=(known,), measures=(WATCH, own)))
    assert new.order.instrument in ("consumer_boycott", "firm_harassment")
    assert texts((old,)) == ["quiet_lifting order=A-customs_slowdown-ore"]


def test_gray_zone_lets_go_after_a_year() -> None:
    own = step("A", "B", "customs_slowdown", "ore", rate=0.3, known=0, since=0)
    long = quarrel("A", "B", id="A-B", months=13.0)
    view = wanting(disputes=(long,), measures=(WATCH, own))
    assert names(played("gray_zone", view)) == ["quiet_lifting"]


def test_gray_zone_presses_third_countries_where_there_is_no_trade() -> None:
    view = wanting(denial=(), market=(), exposures=())
    assert names(played("gray_zone", view)) == ["secondary_pressure"]


# --- hedger and rider ----------------------------------------------------------------------------


def test_the_hedger_joins_by_half_and_asks_to_be_let_off() -> None:
    answer = step("C", "B", "import_tariff", "car", rate=0.25, dispute="B-C")
    join, ask = played("cautious_hedger", of_friend(answer))
    assert texts((join,)) == ["join_coalition order=C-import_tariff-car target=B level=0.5"]
    assert ask.order.instrument == "exemption_request"
    assert set(ask.order.names("product")) <= {"car", "ore", "gas"}


def test_the_hedger_does_not_join_what_is_dear() -> None:
    answer = step("C", "B", "import_ban", "car", rate=1.0, dispute="B-C")
    dear = replace(of_friend(answer), market=(replace(seen().market[0], loss_self=0.8),))
    assert "join_coalition" not in names(played("cautious_hedger", dear))


def test_the_hedger_consults_and_spreads_its_risks() -> None:
    assert names(played("cautious_hedger", seen())) == ["consult_2plus2", "stockpile_build"]


def test_the_hedger_designates_first_where_the_law_asks_for_it() -> None:
    sheet = played("cautious_hedger", seen(own={"government": "JPN"}))
    assert "designate_product product=chip,magnet" in texts(sheet)


def test_the_free_rider_speaks_and_pays_nothing() -> None:
    answer = step("C", "B", "import_ban", "car", rate=1.0, dispute="B-C")
    assert names(played("free_rider", of_friend(answer))) == ["joint_statement"]


def test_the_free_rider_joins_what_is_free_if_it_could_be_next() -> None:
    answer = step("C", "B", "import_tariff", "car", rate=0.05, dispute="B-C")
    afraid = replace(of_friend(answer), threats=seen().threats)
    assert "join_coalition" in names(played("free_rider", afraid))
    assert "join_coalition" not in names(played("free_rider", of_friend(answer)))


def test_the_free_rider_fills_gaps_unless_somebody_punishes_that() -> None:
    withheld = step("B", "D", "export_licensing", "gas", rate=0.0, dispute="B-D")
    view = quiet(disputes=(quarrel("B", "D"),), measures=(WATCH, withheld))
    assert names(played("free_rider", view)) == ["domestic_capacity"]
    watched = replace(withheld, id="s", instrument="secondary_sanction")
    view = quiet(disputes=(quarrel("B", "D"),), measures=(WATCH, withheld, watched))
    assert "domestic_capacity" not in names(played("free_rider", view))


# --- business first and deal seeker --------------------------------------------------------------


def test_business_gives_in_when_holding_out_costs_more_than_the_issue() -> None:
    trifle = quarrel("B", "A", id="A-B", stake_target=0.3, toll=toll(1.0, 0.0, 0.0, 0.0))
    assert texts(played("business_first", pressed(disputes=(trifle,))))[0] == "concede target=B"


def test_business_gives_in_to_a_threat_that_is_too_dear() -> None:
    threat = quarrel("B", "A", id="A-B", stage="threat", stake_target=0.3, expected_target=0.8)
    view = pressed(disputes=(threat,), measures=(WATCH,))
    assert texts(played("business_first", view))[0] == "concede target=B"


def test_business_offers_money_and_talks_for_what_it_values() -> None:
    grave = quarrel("B", "A", id="A-B", stake_target=0.9, toll=toll(1.0, 0.0, 0.0, 0.0))
    sheet = played("business_first", pressed(disputes=(grave,)))
    assert texts(sheet) == [
        "propose_deal target=B give=pay:5e+08 ask=lift:B-export_licensing-chip,hold_off",
        "deal_talks target=B",
    ]


def test_business_never_presses_for_what_it_wants() -> None:
    assert played("business_first", wanting()) == ()


def test_the_deal_seeker_offers_half_of_the_loss_as_far_as_it_has_it() -> None:
    (proposal, *_) = played("deal_seeker", pressed())
    assert texts((proposal,)) == [
        "propose_deal target=B give=pay:9e+08 ask=lift:B-export_licensing-chip,hold_off"
    ]
    (proposal, *_) = played("deal_seeker", pressed(own={"budget": 1e11}))
    assert proposal.order.names("give") == ("pay:5e+09",)


def test_the_deal_seeker_does_not_offer_twice() -> None:
    mine = offer("A", "B", Term("A", "pay", amount=5e9), Term("B", "hold_off"), state="refused")
    assert "propose_deal" not in names(played("deal_seeker", pressed(deals=(mine,))))


def test_the_deal_seeker_spares_a_friend() -> None:
    friend = {"relations": {"A": 0.0, "B": 0.6, "C": 0.6, "D": 0.1}}
    coercive = [
        entry for entry in played("deal_seeker", pressed(own=friend), package=0.0)
        if instruments()[entry.order.instrument].category == "coerce"
    ]  # fmt: skip
    assert coercive == []


def test_the_deal_seeker_takes_what_leaves_little_of_the_loss() -> None:
    dear = offer(
        "B", "A", Term("B", "lift", "B-export_licensing-chip"), Term("A", "pay", amount=3e9)
    )
    assert "sign_deal deal=deal" in texts(played("deal_seeker", pressed(deals=(dear,))))


# --- law, denial, solidarity ----------------------------------------------------------------------


def test_the_legalist_goes_to_court_and_talks() -> None:
    sheet = played("legalist_bloc", pressed(may=forbids("signal_counter_leverage")))
    assert texts(sheet) == ["wto_case order=B-export_licensing-chip", "deal_talks target=B"]


def test_the_legalist_wants_evidence_first() -> None:
    doubtful = quarrel("B", "A", id="A-B", attribution=-1.0)
    assert (
        names(played("legalist_bloc", pressed(disputes=(doubtful,))))[0] == "attribution_campaign"
    )


def test_the_legalist_answers_after_its_examination() -> None:
    suit = Measure("s", "suit", "A", targets=("B",), against="B-export_licensing-chip")
    for months, answers in ((3.0, False), (5.0, True)):
        dispute = quarrel("B", "A", id="A-B", months=months)
        view = pressed(disputes=(dispute,), measures=(*PRESSED, suit))
        assert ("aci_invoke" in names(played("legalist_bloc", view))) is answers


def test_a_state_without_such_a_law_puts_a_tariff() -> None:
    suit = Measure("s", "suit", "A", targets=("B",), against="B-export_licensing-chip")
    dispute = quarrel("B", "A", id="A-B", months=5.0)
    view = pressed(disputes=(dispute,), measures=(*PRESSED, suit), may=forbids("aci_invoke"))
    assert names(played("legalist_bloc", view))[0] == "retaliatory_tariff"


def test_the_legalist_rests_its_measures_while_it_talks() -> None:
    own = step("A", "B", "import_tariff", "car")
    talking = quarrel("B", "A", id="A-B", talks_until=NOW + SPAN)
    view = pressed(disputes=(talking,), measures=(*PRESSED, own))
    assert texts(played("legalist_bloc", view))[0] == "suspend_measure order=A-import_tariff-car"


def test_denial_never_retaliates() -> None:
    for view in (pressed(), wanting(), seen()):
        for entry in played("denial_first", view):
            assert instruments()[entry.order.instrument].category != "coerce"


def test_denial_turns_to_others_who_make_the_product() -> None:
    sheet = played("denial_first", seen(cover={}))
    assert texts(sheet) == [
        "diversify_sourcing product=magnet target=D budget=350000000",
        "substitution_rd product=magnet",
    ]


def test_denial_sells_from_stock_when_users_go_short() -> None:
    short = quarrel("B", "A", id="A-B", toll=toll(1.0, 0.0, 0.0, 0.0, shortage=0.3))
    assert names(played("denial_first", pressed(disputes=(short,))))[0] == "stockpile_release"


def test_denial_publishes_evidence_once_there_is_some() -> None:
    for attribution, tells in ((-2.0, False), (0.0, True)):
        dispute = quarrel("B", "A", id="A-B", attribution=attribution)
        sheet = played("denial_first", pressed(disputes=(dispute,)))
        assert ("attribution_campaign" in names(sheet)) is tells


def test_the_leader_asks_friends_and_raises_the_alarm_at_once() -> None:
    assert names(played("solidarity_leader", of_friend())) == [
        "consult_2plus2",
        "g7_platform_alert",
    ]


def test_the_leader_shows_evidence_where_there_is_no_platform() -> None:
    doubtful = replace(of_friend(attribution=0.0), may=forbids("g7_platform_alert"))
    assert names(played("solidarity_leader", doubtful))[1] == "attribution_campaign"


def test_the_leader_helps_and_lists_when_the_alarm_is_over() -> None:
    view = of_friend(*_consulted(), since=0)
    give, promise = played("solidarity_leader", view)
    assert texts((give,)) == ["solidarity_purchase target=C amount=400000000"]
    assert promise.order.instrument == "collective_counter_leverage"


def test_the_leader_takes_over_what_it_can_bear() -> None:
    answer = step("C", "B", "import_tariff", "car", rate=0.25, dispute="B-C")
    given = Measure("g", "transfer", "A", targets=("C",))
    sheet = played("solidarity_leader", of_friend(answer, given, *_consulted(), since=0))
    assert names(sheet)[0] == "join_coalition"


def test_the_leader_helps_the_other_to_save_face_when_it_stopped_first() -> None:
    own = step("A", "B", "import_tariff", "car", known=0, since=0)
    frozen = quarrel("B", "A", id="A-B", stage="frozen")
    sheet = played("solidarity_leader", quiet(disputes=(frozen,), measures=(WATCH, own)))
    assert names(sheet) == ["offramp", "suspend_measure"]


# --- third parties and great powers --------------------------------------------------------------


def test_the_opportunist_fills_gaps_and_charges_both() -> None:
    withheld = step("B", "D", "export_licensing", "gas", rate=0.0, dispute="B-D")
    view = quiet(disputes=(quarrel("B", "D"),), measures=(WATCH, withheld))
    assert texts(played("opportunist_third", view)) == [
        "domestic_capacity product=gas budget=400000000",
        "propose_deal target=B give=hold_off ask=pay:5e+08",
    ]


def test_the_trucer_presses_and_answers_up_to_its_rung() -> None:
    for view in (wanting(), pressed()):
        first = played("great_power_trucer", view)[0]
        assert instruments()[first.order.instrument].rung <= 5
        assert instruments()[first.order.instrument].category == "coerce"


def test_the_trucer_wants_a_truce_when_both_are_hurt() -> None:
    own = step("A", "B", "export_licensing", "ore")
    hurt = quarrel("B", "A", id="A-B", toll=toll(0.6, 0.7, 0.0, 0.0))
    (first, *_) = played("great_power_trucer", pressed(disputes=(hurt,), measures=(*PRESSED, own)))
    assert texts((first,)) == [
        "propose_deal target=B give=lift:A-export_licensing-ore,hold_off "
        "ask=lift:B-export_licensing-chip,hold_off"
    ]


def test_the_trucer_wants_a_truce_when_people_turn_away() -> None:
    assert names(played("great_power_trucer", pressed(own={"support": 35.0})))[0] == "propose_deal"


def test_the_trucer_keeps_a_truce() -> None:
    own = step("A", "B", "export_licensing", "ore")
    truce = offer("A", "B", Term("A", "hold_off"), Term("B", "hold_off"), state="signed")
    truce = replace(truce, signed=LAST)
    sheet = played("great_power_trucer", pressed(measures=(*PRESSED, own), deals=(truce,)))
    assert names(sheet)[0] == "suspend_measure"


# --- firms ---------------------------------------------------------------------------------------


def test_a_careful_firm_stocks_up_early() -> None:
    firm = seen(seat="Works")
    assert texts(played("denial_first", firm)) == [
        "build_stock product=chip rate=2",
        "build_stock product=magnet rate=2",
    ]


def test_a_firm_that_minds_its_business_stirs_when_there_is_a_quarrel() -> None:
    assert played("business_first", seen(seat="Works")) == ()
    assert names(played("business_first", pressed(seat="Works"))) == ["build_stock"] * 2


def test_a_firm_complains_of_what_quarrels_cost() -> None:
    stocked = tuple(
        Measure(p, "cover", "A", products=(p,), firms=("Works",)) for p in ("chip", "magnet")
    )
    turned = Measure("t", "boycott", "A", products=("chip",), targets=("B",), buyers=("Works",))
    view = pressed(seat="Works", measures=(*PRESSED, *stocked, turned))
    assert names(played("business_first", view)) == ["lobby"]


def test_an_opportunist_firm_sells_on_what_its_government_forbids() -> None:
    ban = step("A", "B", "export_licensing", "ore")
    view = quiet(seat="Works", disputes=(quarrel("A", "B", id="A-B"),), measures=(ban,))
    assert texts(played("opportunist_third", view)) == [
        "evade product=* target=B rate=0.2",
        "relocate target=C share=0.15",
    ]


def _consulted(*others: Measure) -> tuple[Measure, ...]:
    return (*others, Measure("c", "consultation", "A", targets=("C", "D"), until=NOW + SPAN))
