"""Who finds out, who sees how well, and who misreads (§I.1 to §I.11)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.odds import logit
from sim.politics.information.appearance import apparent
from sim.politics.information.chokepoints import chokepoints, stopped
from sim.politics.information.misreading import Bystander, misreading
from sim.politics.information.reports import reported
from sim.world.affected import firms_hit
from sim.world.disputes import Dispute, Draw, Toll
from sim.world.measures import Measure
from sim.world.watching import asked, watch
from tests.politics.made_up import (
    P,
    ban,
    changed,
    dispute,
    falls,
    month,
    politics,
    polity,
    streams,
)
from tests.politics.test_month import now
from tests.world.trading import play

ALLIED = replace(polity(), treaty=np.ones((3, 3)) - np.eye(3))
WATCH = Measure("watch", "warning", "T", rate=0.5)
THEIRS = Measure("theirs", "warning", "A", rate=0.5)
VETTED = tuple(Measure(f"vetted {c}", "clearance", c) for c in "TA")
DENIED = ban(kind="hold", deniability=0.8)


def sees(*measures: Measure, **more: Any) -> float:
    return watch(measures, "T", 4, ALLIED, P, **more)


# --- who sees how well ----------------------------------------------------------------------------
def test_watches_take_away_what_others_leave() -> None:
    assert sees() == 0.0
    assert sees(WATCH) == 0.5
    assert sees(WATCH, WATCH) == 0.75


def test_an_arrangement_lets_the_partners_it_names_see_as_well() -> None:
    assert sees(replace(THEIRS, targets=("T",))) == 0.5
    assert sees(replace(THEIRS, targets=("S",))) == 0.0


def test_allies_share_in_part_what_they_see_if_people_are_vetted_on_both_sides() -> None:
    assert sees(THEIRS) == 0.0
    assert sees(THEIRS, *VETTED[:1]) == sees(THEIRS, *VETTED[1:]) == 0.0
    assert sees(THEIRS, *VETTED) == pytest.approx(0.5 * P["shared_secrets"])
    assert watch((THEIRS, *VETTED), "T", 4, polity(), P) == 0.0  # they are no allies
    # What they see together counts once.
    assert sees(replace(THEIRS, targets=("T",)), *VETTED) == 0.5


def test_a_watch_on_one_product_says_nothing_of_another() -> None:
    own = replace(WATCH, products=("ore",))
    assert sees(own, product="ore") == sees(own) == 0.5
    assert sees(own, product="metal") == 0.0
    assert asked([own], "T", 4, "ore")
    assert not asked([own], "T", 4, "metal")
    assert not asked([replace(own, targets=("A",))], "T", 4, "ore")


# --- reports --------------------------------------------------------------------------------------
def drawn(*measures: Measure, u: float = 0.5, **more: Any) -> tuple[int, Draw]:
    at = replace(now(), measures=measures, chance=falls(reports=u))
    found = reported(dispute(**more), at)
    return found.count, found.draws[0]


def test_three_firms_report_as_often_as_is_published() -> None:
    _, unwatched = drawn(DENIED)
    assert unwatched.odds.hazard == pytest.approx(0.45)
    assert unwatched.probability == pytest.approx(1.0 - math.exp(-0.45))
    _, watched = drawn(DENIED, replace(WATCH, rate=1.0))
    assert watched.odds.hazard == pytest.approx(0.45 + 1.2)
    assert [name for name, _ in watched.odds.parts] == ["firms that are hit", "early warning"]


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_better_watch_never_loses_a_report(u: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    counts = [drawn(DENIED, replace(WATCH, rate=rate), u=u)[0] for rate in (low, high)]
    assert 0 <= counts[0] <= counts[1] <= P["attribution_reports_most"]


def test_reports_come_as_often_as_their_mean_says() -> None:
    heard = [
        reported(dispute(), replace(now(), measures=(DENIED,), chance=streams(n))).count
        for n in range(2000)
    ]
    assert np.mean(heard) == pytest.approx(0.45, abs=0.04)
    assert np.mean(np.array(heard) > 0) == pytest.approx(1.0 - math.exp(-0.45), abs=0.03)


def test_firms_report_only_what_is_denied() -> None:
    for steps in ((), (ban(),), (DENIED, ban())):
        found = reported(dispute(), replace(now(), measures=steps, chance=falls(reports=0.0)))
        assert (found.count, found.draws, found.events) == (0, (), ())


def test_what_firms_report_is_told_and_proves_whose_it_is() -> None:
    told, quiet = (
        month(politics(dispute()), (DENIED,), chance=falls(reports=u)) for u in (0.05, 0.99)
    )
    assert [e.text for e in told.events if e.kind == "FirmsReported"] == [
        "2 firms in T report shipments that are held"
    ]
    assert quiet.events == ()
    rise = of(told.politics).attribution - of(quiet.politics).attribution
    assert rise == pytest.approx(2 * P["report_quality"] * P["attribution_report"])


def test_a_report_proves_more_where_somebody_asks_further() -> None:
    qualities = [
        reported(dispute(), replace(now(), measures=steps, chance=falls())).quality
        for steps in ((DENIED,), (DENIED, WATCH))
    ]
    assert qualities == pytest.approx([P["report_quality"], (1.0 + P["report_quality"]) / 2.0])


def of(found: Any) -> Dispute:
    quarrel = found.dispute("quarrel")
    assert quarrel is not None
    return quarrel  # type: ignore[no-any-return]


TRADE = play({"rounds": 0}, {})
HOLD = Measure("hold", "hold", "A", products=("ore",), targets=("B",), rate=0.5)


def test_those_are_hit_who_buy_what_is_withheld_or_sell_what_is_refused() -> None:
    network = TRADE.network
    buyers = {
        int(network.slot_firm[s]) for s in network.link_slot
        if network.slot_firm[s] >= 0 and network.products.name(network.slot_product[s]) == "ore"
    }  # fmt: skip
    here = [f for f in buyers if network.countries.name(network.firm_country[f]) == "B"]
    assert firms_hit(network, [HOLD], "B") == len(here) > 0
    assert firms_hit(network, [HOLD], "C") == 0
    refused = Measure("ban", "boycott", "A", products=("metal",), targets=("B",), rate=1.0)
    assert firms_hit(network, [refused], "B") > 0
    assert firms_hit(network, [Measure("cut", "channel", "A", over="tourism")], "B") == 0


# --- chokepoints ----------------------------------------------------------------------------------
def test_what_stops_with_a_firm_runs_down_the_chain() -> None:
    network, world = TRADE.network, TRADE.world
    pit = network.firms["Pit"]  # ore, of which B and C make metal
    still = stopped(network, world, np.array([pit]))[:, 0]
    assert still[pit] == 1.0
    assert 0.0 < still[network.firms["Smith"]] <= 1.0
    assert still[network.firms["Delver"]] == 0.0
    bare = replace(network, slot_criticality=np.zeros_like(network.slot_criticality))
    assert stopped(bare, world, np.array([pit])).sum() == 1.0


def found(country: str, **values: float) -> list[str]:
    setting = replace(TRADE.setting, parameters={**P, **values})
    of = chokepoints(TRADE.world, setting, country)
    return [c.firm for c in of]


def test_a_chokepoint_is_small_and_much_hangs_on_it() -> None:
    loose = {"chokepoint_small": 1.0, "chokepoint_much": 1e-9}
    assert "Pit" in found("C", **loose)
    assert "Smith" not in found("C", **loose)  # nobody makes anything of its metal
    assert found("C", **{**loose, "chokepoint_small": 0.0}) == []
    assert found("C", **{**loose, "chokepoint_much": 1e9}) == []


# --- how far it seems to have gone ----------------------------------------------------------------
BEGUN = Dispute(
    "quarrel", "A", "B", "Stop.", "security", 0.5, 0.5, stage="imposed", since=1, months=3.0,
    escalation=3.0, attribution=-1.5, toll=Toll((0.0,) * 4, (0.0,) * 4, (0.0,) * 4),
)  # fmt: skip
STEP = replace(HOLD, dispute="quarrel", rung=3, deniability=0.8)
ANSWER = Measure("answer", "boycott", "B", targets=("A",), dispute="quarrel", rung=2)


def seems(country: str, *steps: Measure, tick: int = 4, **more: Any) -> tuple[Any, ...]:
    world = replace(TRADE.world, tick=tick, measures=steps)
    d = apparent(replace(BEGUN, **more), country, world, TRADE.setting)
    return d.stage, d.since, d.months, d.escalation, d.attribution, d.toll is not None


ALL = ("imposed", 1, 3.0, 3.0, -1.5, True)
NOTHING = ("latent", 0, 0.0, 0.0, P["attribution_open"], False)


def test_who_has_heard_of_no_step_takes_a_quarrel_to_be_quiet() -> None:
    assert seems("C", STEP) == seems("C", STEP, stage="frozen") == NOTHING
    assert seems("A", STEP) == seems("B", STEP) == ALL
    assert seems("C", STEP, defenders=("C",)) == ALL
    assert seems("C", replace(STEP, targets=("B", "C"))) == ALL


def test_once_the_sender_may_be_named_all_see_how_far_it_has_gone() -> None:
    surely = logit(P["attribution_statement"]) + 1e-9
    assert seems("C", STEP, attribution=surely) == (*ALL[:4], surely, True)
    assert seems("C", STEP, threatened="export_ban product=ore target=B") == ALL


def test_an_open_step_shows_and_a_denied_one_beside_it_adds_nothing() -> None:
    assert seems("C", STEP, ANSWER) == (*NOTHING[:3], 2.0, P["attribution_open"], True)
    back = replace(ANSWER, kind="hold", rung=5, deniability=0.8)
    open_ = replace(STEP, kind="licence", deniability=0.0)
    assert seems("C", open_, back, escalation=5.0) == ALL
    assert seems("C", back, stage="threat", threatened="hold", escalation=5.0)[3] == 2.0


def test_what_is_over_is_forgotten_as_slowly_as_it_was() -> None:
    over = replace(ANSWER, until=4)
    (*_, level, _, _) = seems("C", STEP, over, tick=12)
    months = TRADE.setting.months(8)
    assert level == pytest.approx(2.0 - P["escalation_decay"] * months)


# --- misreading -----------------------------------------------------------------------------------
def chance(**more: float) -> float:
    return misreading(Bystander(**more), P).odds("log").probability


@given(st.floats(0.0, 1.0), st.floats(-1.0, 1.0), st.booleans(), st.floats(0.0, 1.0))
def test_whoever_was_told_misreads_less_often(
    cost: float, relations: float, unnamed: bool, doubt: float
) -> None:
    same = {"cost": cost, "relations": relations, "unnamed": float(unnamed), "doubt": doubt}
    assert chance(**same, told=1.0) < chance(**same)


def test_harm_and_silence_make_one_suspicious_and_friendship_and_doubt_do_not() -> None:
    assert chance(cost=0.4) > chance() < chance(unnamed=1.0)
    for calm in ("relations", "trusted", "doubt"):
        assert chance(**{calm: 1.0}) < chance()


HURT = Toll((0.0, 1.0, 0.5), (0.0,) * 3, (0.0,) * 3)
SPARED = Toll((0.0, 1.0, 0.0), (0.0,) * 3, (0.0,) * 3)


def misread(*more: Measure, toll: Toll = HURT, measure: Measure | None = None, **of: Any) -> Any:
    quarrel = dispute(stage="imposed", **of)
    return month(
        politics(quarrel), (measure or ban(), *more), {"quarrel": toll}, chance=falls(S=0.0)
    )


def taken(moved: Any) -> list[str]:
    return [e.text for e in moved.events if e.kind == "Misread"]


def test_a_third_country_that_is_hurt_may_take_it_as_aimed_at_itself() -> None:
    moved = misread()
    assert taken(moved) == ["A takes S's measures against T as aimed at itself as well"]
    assert moved.politics.relations[2, 0] == moved.politics.relations[0, 2] == -P["misread_hurt"]
    (drawn,) = (d for d in moved.draws if "misreads" in d.what)
    assert drawn.happened
    assert [name for name, _ in drawn.odds.parts] == ["harm felt"]


def test_a_sender_that_is_in_doubt_is_not_named_by_who_misreads() -> None:
    doubtful = misread(measure=DENIED, attribution=-1.5)
    assert taken(doubtful) == ["A takes the measures against T as aimed at itself as well"]
    sure = misread(measure=DENIED, attribution=1.0)
    assert taken(sure) == ["A takes S's measures against T as aimed at itself as well"]


def test_who_is_neither_hurt_nor_next_misreads_nothing() -> None:
    assert taken(misread(toll=SPARED)) == []
    assert len(taken(misread(toll=SPARED, measure=ban(targets=())))) == 1


def test_who_takes_a_side_does_not_misread_it() -> None:
    assert taken(misread(partners=("A",))) == taken(misread(defenders=("A",))) == []


def test_who_does_not_know_of_a_dispute_does_not_misread_it() -> None:
    assert taken(misread(measure=DENIED, attribution=-3.0, public=False)) == []


def test_who_hits_back_may_be_misread_too() -> None:
    back = ban(id="back", by="T", targets=("S",))
    quarrel = dispute(stage="imposed")
    moved = month(politics(quarrel), (ban(), back), {"quarrel": HURT}, chance=falls(T=0.0))
    assert taken(moved) == ["A takes T's measures against S as aimed at itself as well"]


def test_a_country_misreads_a_dispute_once_in_a_while() -> None:
    first = misread().politics
    assert of(first).misread == (("A", 4),)
    for tick, times in ((9, 0), (40, 1)):
        again = month(first, (ban(),), {"quarrel": HURT}, tick=tick, chance=falls(S=0.0))
        assert len(taken(again)) == times


def test_an_explanation_is_part_of_the_odds() -> None:
    said = Measure("visit", "consultation", "S", targets=("A",))
    (told,), (untold,) = (
        [d for d in misread(*more).draws if "misreads" in d.what] for more in ((said,), ())
    )
    assert ("was told", -P["misread_told"]) in told.odds.parts
    assert told.probability < untold.probability


def test_without_the_hazard_nobody_misreads() -> None:
    quarrel = dispute(stage="imposed")
    calm = month(
        politics(quarrel), (ban(),), {"quarrel": HURT}, chance=streams(),
        parameters=changed(misread_base=-8.0, misread_cost=0.0),
    )  # fmt: skip
    assert taken(calm) == []
